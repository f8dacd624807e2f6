"""Keys and labels of the tables: what is missing, written twice, or cannot be told apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from xltools.profile.form_spec import Column, Form, IndicatorForm
from xltools.profile.key_words import COLUMN_WORDS, MEASURE_WORDS, said
from xltools.profile.load import Profile
from xltools.profile.mistakes import KeyPath, Problem, did_you_mean
from xltools.profile.vocabulary import load_vocabulary


class _Labelled(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...


def table_problems(profile: Profile) -> Iterator[Problem]:
    """Yield what is wrong with the columns, measures, sources, categories and texts."""
    form = profile.form
    columns = ("form", "indicators", "columns")
    yield from _needed(form.indicators, columns)
    yield from _headings(form.indicators.columns, columns)
    for number, table in enumerate(form.assessments):
        yield from _headings(table.columns, ("form", "assessments", number, "columns"))
        if not table.items:
            yield Problem(
                (("form", "assessments", number),),
                "这张表没有 items（固定的各行）。",
                "请写上各行。",
            )
    yield from _funding(form)
    yield from _categories(form.indicators)
    yield from _fields(profile)
    yield from _sides(profile)
    yield from _twice(profile.summary.columns, ("summary", "columns"), "评分表的栏")


def _needed(form: IndicatorForm, path: KeyPath) -> Iterator[Problem]:
    """A form that only judges needs no targets; one without points or scores is a form too."""
    present = {column.key for column in form.columns}
    needed = ["name"]
    if not form.categories or not all(block.judged for block in form.categories):
        needed += ["target", "actual"]
    for key in needed:
        if key not in present:
            yield Problem(
                (path,),
                f"form.indicators.columns 缺少 {key}（{said(key)}）。",
                f'请加上 {{ key = "{key}", label = "{said(key)}" }}，label 写表上印的字。',
            )
    for key in sorted(present & {"nature", "unit"}):
        if "target" not in present:
            number = next(n for n, column in enumerate(form.columns) if column.key == key)
            yield Problem(
                ((*path, number),),
                f"有 {key}（{said(key)}）一栏，却没有 target（指标值）。",
                "请加上 target 一栏。",
            )


def _headings(columns: Sequence[Column], path: KeyPath) -> Iterator[Problem]:
    yield from _twice(columns, path, "栏")
    seen: dict[tuple[str, str], Column] = {}
    groups: list[str] = []
    for number, column in enumerate(columns):
        mark = _normal(column.group), _normal(column.label)
        before = seen.setdefault(mark, column)
        if before is not column and before.key != column.key:
            yield Problem(
                ((*path, number, "label"), ("relabel", "columns", column.key)),
                f"“{column.label}”同时是 {before.key} 和 {column.key} 两栏的表头，读表时分不清。",
                "请把两栏的 label 写成表上实际印的不同的字，或用 group 写明上一层表头。",
            )
        if column.group and column.group in groups and groups[-1] != column.group:
            yield Problem(
                ((*path, number, "group"),),
                f"上层表头“{column.group}”下的各栏没有挨在一起。",
                "同一个 group 的各栏要连着写。",
            )
        groups.append(column.group)
        if not column.group:
            yield from _other_meaning(column, columns, (*path, number, "label"))


def _other_meaning(
    column: Column, columns: Sequence[Column], path: KeyPath
) -> Iterator[Problem]:
    """分值 over the scores: a label that everywhere else heads another column."""
    words = load_vocabulary().columns
    label = _normal(column.label)
    means = [key for key, labels in words.items() if label in map(_normal, labels)]
    own = {_normal(each) for each in words.get(column.key, ())}
    if means and column.key not in means and label not in own and means[0] in COLUMN_WORDS:
        both = any(each.key == means[0] for each in columns)
        severity = "error" if both and {column.key, means[0]} <= {"points", "score"} else "hint"
        yield Problem(
            (path, ("relabel", "columns", column.key)),
            f"“{column.label}”在各地的表里是 {means[0]}（{said(means[0])}）一栏，"
            f"这里写的是 {column.key}（{said(column.key)}）。",
            "请核对两栏是否写反了；表上确实这样印的不用改。"
            if severity == "hint"
            else "请核对两栏是否写反了。",
            severity,  # type: ignore[arg-type]
        )


def _funding(form: Form) -> Iterator[Problem]:
    path = ("form", "funding")
    measures, sources = form.funding.measures, form.funding.sources
    yield from _twice(measures, (*path, "measures"), "资金的栏")
    yield from _twice(sources, (*path, "sources"), "资金")
    for number, measure in enumerate(measures):
        if measure.key not in MEASURE_WORDS:
            yield Problem(
                ((*path, "measures", number, "key"),),
                f"没有名为 {measure.key} 的资金栏。",
                did_you_mean(
                    measure.key, [f"{key}（{word}）" for key, word in MEASURE_WORDS.items()]
                ),
            )
    yield from _same_label(measures, (*path, "measures"), "measures")
    marks = [(source.group, source.label) for source in sources]
    for number, mark in enumerate(marks):
        if mark in marks[:number]:
            yield Problem(
                (
                    (*path, "sources", number, "label"),
                    ("relabel", "sources", sources[number].key),
                ),
                f"资金来源“{mark[1]}”写了两次，读表时分不清。",
                "请写成表上实际印的不同的字。",
            )


def _categories(form: IndicatorForm) -> Iterator[Problem]:
    path = ("form", "indicators", "categories")
    yield from _twice(form.categories, path, "一级指标")
    yield from _same_label(form.categories, path, "categories")
    for number, block in enumerate(form.categories):
        here = (*path, number, "subcategories")
        yield from _twice(block.subcategories, here, "二级指标")
        yield from _same_label(block.subcategories, here, "subcategories")
        if not block.subcategories:
            yield Problem(
                (here, (*path, number)),
                f"{block.label}没有二级指标。",
                "没有二级指标栏的表也要写一个。",
            )
        for index, sub in enumerate(block.subcategories):
            if sub.rows < 0 or (sub.rows == 0 and not sub.presets) or sub.rows > 50:
                yield Problem(
                    ((*here, index, "rows"),),
                    f"{sub.label}的空行数 {sub.rows} 不对。",
                    "应在 1 到 50 之间。",
                )


def _fields(profile: Profile) -> Iterator[Problem]:
    path = ("form", "fields")
    yield from _twice(profile.form.fields, path, "字段")
    for number, field in enumerate(profile.form.fields):
        if field.choices and field.kind != "choice":
            yield Problem(
                ((*path, number, "choices"),),
                f"{field.label}有 choices，kind 却是 {field.kind}。",
                '请写 kind = "choice"。',
            )
        if field.kind == "choice" and not field.choices:
            yield Problem(
                ((*path, number, "kind"),),
                f"{field.label}是勾选项，却没有写可选的词。",
                '请加上 choices = ["…", "…"]。',
            )
    yield from _same_label(profile.form.fields, path, "fields")
    yield from _twice(profile.texts, ("texts",), "报告文本")


def _sides(profile: Profile) -> Iterator[Problem]:
    sheets = {profile.form.sheet: "form.sheet"}
    for name, table in (("group", profile.group), ("spending", profile.spending)):
        if table is None:
            continue
        yield from _twice(table.columns, (name, "columns"), "栏")
        if table.sheet in sheets:
            yield Problem(
                ((name, "sheet"), (name,)),
                f"{name}.sheet 与 {sheets[table.sheet]} 同名。",
                "请换一个工作表名称。",
            )
        sheets[table.sheet] = f"{name}.sheet"


def _twice(items: Iterable[_Labelled], path: KeyPath, what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.key in seen:
            yield Problem(
                ((*path, number, "key"),),
                f"{what} {item.key} 写了两次。",
                "请删去一个，或改用别的 key。",
            )
        seen.add(item.key)


def _same_label(items: Sequence[_Labelled], path: KeyPath, relabel: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for number, item in enumerate(items):
        before = seen.setdefault(_normal(item.label), item.key)
        if before != item.key:
            yield Problem(
                (
                    (*path, number, "label"),
                    ("relabel", relabel, item.key),
                    ("relabel", relabel, before),
                ),
                f"“{item.label}”同时是 {before} 和 {item.key}，读表时分不清。",
                "请写成表上实际印的不同的字。",
            )


def _normal(label: str) -> str:
    """A label without width and spaces, which people vary."""
    return "".join(unicodedata.normalize("NFKC", label).split())
