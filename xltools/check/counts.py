"""How many 一级, 二级 and 三级指标 a text says there are, against the table (S0, S2)."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import Context, Rule, stem
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry, Indicator
from xltools.patterns import Pattern

_SPACES = Pattern(r"\s+")
_LEVEL = Pattern(r"(?P<done>已?完成)?(?P<level>[一二三])级指标(?:共)?(?P<count>\d{1,3})个")
_OF_KIND = Pattern(
    r"(?P<kind>决策|过程|投入|管理|产出|效益|效果|满意度)类?指标[^。;；]{0,60}?(?:由|共|设置|包括)(?P<count>\d{1,3})个三级指标"
)


def counts_in_texts_are_the_tables(context: Context) -> Iterator[Finding]:
    """三级指标9个, 决策类指标由22个三级指标构成: as many as the table has."""
    rows = context.whole
    entries = [*context.evaluation.fields.values(), *context.evaluation.texts.values()]
    for entry in entries if rows else ():
        text = context.folded(entry)
        if "级" not in text:
            continue
        text = _SPACES.sub("", text)
        if "三级指标" not in text and "二级指标" not in text and "一级指标" not in text:
            continue
        for found in _LEVEL.finditer(text):
            yield from _level(entry, found["level"], int(found["count"]), rows, found["done"])
        for found in _OF_KIND.finditer(text):
            yield from _of_kind(entry, found["kind"], int(found["count"]), rows)


def _level(
    entry: Entry, level: str, stated: int, rows: list[Indicator], done: str | None
) -> Iterator[Finding]:
    if done:
        if level == "三":
            yield from _done(entry, stated, rows)
        return
    apart = [row for row in rows if not row.is_execution]
    right = {_count(level, rows), _count(level, apart)}  # with 预算执行率 or without
    if stated not in right:
        yield Code.COUNT_DIFFERS.at(
            entry.place, entry.label, label=entry.label, what=f"{level}级指标", stated=stated,
            table=" 或 ".join(map(str, sorted(right))),
        )  # fmt: skip


def _count(level: str, rows: list[Indicator]) -> int:
    if level == "一":
        return len({row.level1.place for row in rows})
    if level == "二":
        return len({row.level2.place for row in rows})
    return len(rows)


def _done(entry: Entry, stated: int, rows: list[Indicator]) -> Iterator[Finding]:
    """What has no result is not known to be complete."""
    known = [row for row in rows if row.actual_value.kind != "none" or row.is_execution]
    if stated > len(known):
        yield Code.COMPLETED_UNPROVEN.at(
            entry.place, entry.label, label=entry.label, stated=stated, all=len(rows),
            known=len(known),
        )  # fmt: skip


def _of_kind(entry: Entry, kind: str, stated: int, rows: list[Indicator]) -> Iterator[Finding]:
    """The rows under one 一级指标; nothing is said of a kind that the table does not have."""
    own = [row for row in rows if kind in stem(row.level1.text)]
    if own and len(own) != stated:
        yield Code.COUNT_DIFFERS.at(
            entry.place, entry.label, label=entry.label, what=f"{kind}类三级指标", stated=stated,
            table=len(own),
        )  # fmt: skip


RULES: tuple[Rule, ...] = (counts_in_texts_are_the_tables,)
"""One rule; the texts are read once."""
