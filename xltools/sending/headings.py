"""The columns of a bureau's list of projects, known by their printed words.

A profile's own words come first, then those of all forms: the lexicon that forms are read with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from xltools.collect.lists import AMOUNT_HEADS, HEAD_ROWS, NAME_HEADS
from xltools.model import Place
from xltools.patterns import Pattern
from xltools.profile import Measure, Profile, Source
from xltools.read.funding_parts import MONEY, measure_key
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, lexicon, normal_label
from xltools.sending.model import Mistake

CODE_HEADS = frozenset(("项目编号", "项目编码", "项目代码", "编号", "编码", "代码", "项目号"))
UNIT_HEADS = frozenset(("单位", "单位名称", "项目实施单位名称"))
DEPARTMENT_HEADS = frozenset(("部门", "主管局", "归口部门"))
DEADLINE_HEADS = frozenset(
    ("报送截止日期", "截止日期", "报送期限", "报送截止", "截止时间", "报送时间", "报送截止时间")
)
NUMBER_HEADS = frozenset(("序号", "行号"))
_MORE_MONEY = Pattern(r"拨款|补助|结转|经费|[中省市县区]级|预算|金额|资金|批复|下达")
_PARTS = Pattern(r"[\s:：·/|、，,\-—－_()（）\[\]【】]+|(?<=[数额算])的(?=.)")
_BRACKET = frozenset("()（）[]【】")
_OF_YEARS_BEGIN = frozenset(("年初", "年初数"))
_NO_WORDS = frozenset(("", "万元", "元", "单位", "A", "B", "其中"))

COMPUTED = ("total_score", "review_total", "grade")
"""Fields that nobody fills in before the year is over."""


class Head(Struct, frozen=True):
    """One column: its heading's text, and what it holds.

    `kind` "field" with the field's key, "money" with source and measure, "column" with the key
    of an indicator column, or "code", "deadline", "unused".
    """

    column: int
    text: str
    kind: str
    key: str = ""
    source: str = ""


class Heads(Struct, frozen=True):
    """The row of headings and what its columns hold."""

    row: int
    heads: tuple[Head, ...]

    def column(self, kind: str, key: str = "") -> int | None:
        """The column of that kind and key; None where the list has none."""
        found = (h.column for h in self.heads if h.kind == kind and h.key == key)
        return next(found, None)

    @property
    def unused(self) -> Iterator[str]:
        """Headings of columns that nothing is made of."""
        return (head.text for head in self.heads if head.kind == "unused")


def is_name(label: str, words: Lexicon) -> bool:
    """True for 项目名称 and its like."""
    return label in NAME_HEADS or words.fields.exact(label) == "project_name"


def project_heads(grid: Grid, profile: Profile, mistakes: list[Mistake]) -> Heads | None:
    """The headings of the projects: the first row with 项目名称 and another known column."""
    words = lexicon(profile)
    for row in range(1, min(grid.height, HEAD_ROWS) + 1):
        labels = grid.row_labels(row)
        if len(labels) < 2 or not any(is_name(label, words) for _, label in labels):
            continue
        found: list[Mistake] = []
        place = Place(grid.name, row, labels[0][0])
        read = [
            _project_head(profile, words, (column, str(grid.raw(row, column))), place, found)
            for column, _ in labels
        ]
        if sum(head.kind != "unused" for head in read) < 2:
            continue
        mistakes += [*found, *_doubled(grid, row, read)]
        return Heads(row, tuple(read))
    return None


def _doubled(grid: Grid, row: int, heads: list[Head]) -> Iterator[Mistake]:
    """Two columns that mean the same: nobody knows which counts."""
    seen: dict[tuple[str, str, str], Head] = {}
    for head in heads:
        if head.kind == "unused":
            continue
        first = seen.setdefault((head.kind, head.key, head.source), head)
        if first is not head:
            yield Mistake(
                Place(grid.name, row, head.column),
                f"“{head.text}”与“{first.text}”是同一栏，请只留一栏。",
            )


def _project_head(
    profile: Profile,
    words: Lexicon,
    cell: tuple[int, str],
    place: Place,
    mistakes: list[Mistake],
) -> Head:
    column, text = cell
    label, shown = normal_label(text), " ".join(text.split())
    kind, key = _plain_kind(profile, words, label)
    if kind:
        return Head(column, shown, kind, key)
    try:
        found = _money(profile, words, shown)
    except ValueError as problem:
        where = Place(place.sheet, place.row, column)
        mistakes.append(Mistake(where, f"“{shown}”{problem}"))
        return Head(column, shown, "refused", text)
    if found is None:
        return Head(column, shown, "unused")
    return Head(column, shown, "money", found[1], found[0])


def _plain_kind(profile: Profile, words: Lexicon, label: str) -> tuple[str, str]:
    """What a heading without money means; two empty words where it means none of these."""
    own = {each.key for each in profile.form.fields}
    for kind, heads in (
        ("code", CODE_HEADS), ("deadline", DEADLINE_HEADS), ("number", NUMBER_HEADS),
    ):  # fmt: skip
        if label in heads:
            return kind, ""
    field = words.fields.exact(label)
    if field in own and field not in COMPUTED:
        return "field", str(field)
    if is_name(label, words):
        return "field", "project_name"
    if label in UNIT_HEADS or field in ("unit_name", "reporting_unit"):
        return "field", "implementing_unit"
    if label in DEPARTMENT_HEADS:
        return "field", "supervising_department"
    if field in ("implementing_unit", "supervising_department", "year"):
        return "field", str(field)
    return (
        ("unused", "") if field is not None and label not in words.measures.listed else ("", "")
    )


# --- money


def money_measures(profile: Profile) -> list[Measure]:
    """The figures of money that are typed into the form."""
    measures = profile.form.funding.measures
    return [each for each in measures if each.key in MONEY and not each.computed]


def whole(profile: Profile) -> Source:
    """The source that is the total."""
    sources = profile.form.funding.sources
    return next((each for each in sources if not each.part_of), sources[0])


def has_cell(profile: Profile, measure: Measure, source: Source) -> bool:
    """True if the form has a cell where this measure and this source meet."""
    if measure.only_total and source.part_of:
        return False
    one_row = profile.form.funding.orientation == "one_row"  # its sources are 全年预算数
    return not one_row or source == whole(profile) or measure.key == "revised_budget"


def _money(profile: Profile, words: Lexicon, text: str) -> tuple[str, str] | None:
    """Source and measure that a heading names; None where it speaks of no money.

    Raises:
        ValueError: it does, but of a figure that the form does not have, or of no certain one.
    """
    form = profile.form.funding
    measures = {each.key: each for each in money_measures(profile)}
    sources = {each.key: each for each in form.sources}
    measure, source, rest = _named(profile, words, text)
    if measure is None and source is None:
        if _speaks_of_money(text):
            raise ValueError(_not_on_form("没有认出是哪项金额", profile))
        return None
    if rest:
        raise ValueError(_not_on_form(f"里的“{rest}”没有认出是哪项资金", profile))
    if measure is not None and measure not in measures:
        return None if measure not in MONEY else _refuse("这项金额本表样没有", profile)
    if source is not None and source not in sources:
        return _refuse("这项资金来源本表样没有", profile)
    if measure is None:
        budgets = [key for key in ("original_budget", "revised_budget") if key in measures]
        if len(budgets) != 1:
            asked = "还是".join(f"“{measures[key].label}”" for key in budgets)
            raise ValueError(
                f"没有写明是{asked}，请写成“{money_heading(*_example(profile))}”的样子。"
            )
        measure = budgets[0]
    found = sources[source] if source else whole(profile)
    if not has_cell(profile, measures[measure], found):
        return _refuse("在本表样上没有这一格", profile)
    return found.key, measure


def _speaks_of_money(text: str) -> bool:
    return bool(AMOUNT_HEADS.search(text) or _MORE_MONEY.search(text))


def _refuse(what: str, profile: Profile) -> tuple[str, str]:
    raise ValueError(_not_on_form(what, profile))


def _example(profile: Profile) -> tuple[Measure, Source]:
    parts = [each for each in profile.form.funding.sources if each.part_of]
    return money_measures(profile)[0], (parts or [whole(profile)])[0]


def _not_on_form(what: str, profile: Profile) -> str:
    measures = "、".join(each.label for each in money_measures(profile))
    sources = "、".join(_bare(each) for each in profile.form.funding.sources)
    return (
        f"{what}。可写的金额：{measures}；资金来源：{sources}。不用的栏请删去或改名为“备注”。"
    )


def _bare(source: Source) -> str:
    return source.label.removeprefix("其中：").removesuffix("(万元)").removesuffix("（万元）")


def money_heading(measure: Measure, source: Source, unit: str = "") -> str:
    """How the empty list prints such a column: 年初预算数：当年财政拨款（万元）."""
    label = normal_label(measure.label) or measure.label
    words = f"{label}：{source.group and source.group + '—'}{_bare(source)}"
    return f"{words}（{unit}）" if unit else words


def _named(profile: Profile, words: Lexicon, text: str) -> tuple[str | None, str | None, str]:
    """Measure and source that a heading names, and the first of its words that names neither."""
    parts = _parts(text)
    own = _own_words(profile).get("".join(parts))
    if own is not None:
        return *own, ""
    if len(parts) != 1:
        measure, source, rest = _of_parts(words, parts)
        whole_word = words.sources.exact(normal_label(text))
        # 中央、省、市补助 is one word; what stands in brackets is part of no word
        if rest and whole_word and _BRACKET.isdisjoint(text):
            return None, whole_word, ""
        return measure, source, rest if measure or source else ""
    return _of_label(words, text)


def _of_label(words: Lexicon, text: str) -> tuple[str | None, str | None, str]:
    """Measure and source of a single word."""
    label = normal_label(text)
    source = words.sources.exact(label)
    if words.measures.exact(label) or source is None:
        measure, glued = _glued(words, label) or (measure_key(words, label), None)
        source = glued
        if measure is None and _speaks_of_money(text):
            source = words.sources.key(label)
        return measure, source, ""
    return None, source, ""


def _own_words(profile: Profile) -> dict[str, tuple[str | None, str | None]]:
    """What the form itself prints, and the headings of the empty list: words that no rule may split."""
    form = profile.form.funding
    found: dict[str, tuple[str | None, str | None]] = {}
    for source in form.sources:
        for label in (source.label, *source.synonyms):
            found["".join(_parts(label))] = (None, source.key)
    for measure in form.measures:
        for label in (measure.label, *measure.synonyms):
            found["".join(_parts(label))] = (measure.key, None)
    for measure in money_measures(profile):
        for source in form.sources:
            found["".join(_parts(money_heading(measure, source)))] = (measure.key, source.key)
    return found


def _of_parts(words: Lexicon, parts: list[str]) -> tuple[str | None, str | None, str]:
    """Measure and source of words that something stands between, and the first that is neither."""
    measure: str | None = None
    source: str | None = None
    rest = ""
    for part in parts:
        found, other = words.measures.exact(part), words.sources.exact(part)
        if part in _OF_YEARS_BEGIN and measure in (None, "revised_budget"):
            measure = "original_budget"
        elif found and measure is None:
            measure = found
        elif other and source is None:
            source = other
        else:
            pair = None if measure or source else _glued(words, part)
            guess = measure_key(words, part) if measure is None else None
            other = words.sources.key(part) if source is None and not guess else None
            measure, source = pair or (measure or guess, source or other)
            rest = rest or ("" if pair or guess or other else part)
    return measure, source, rest


def _parts(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text)
    return [part for part in _PARTS.split(folded) if part not in _NO_WORDS]


def _glued(words: Lexicon, part: str) -> tuple[str, str] | None:
    """Measure and source of a word without anything between them: 全年预算数上年结转."""
    for at in range(2, len(part) - 1):
        for one, other in ((part[:at], part[at:]), (part[at:], part[:at])):
            measure, source = words.measures.exact(one), words.sources.exact(other)
            if measure and source:
                return measure, source
    return None
