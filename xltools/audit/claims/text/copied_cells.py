"""Cells of a table of indicators that repeat another cell: a name, a reason."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from xltools.audit.report import Line, Report, Table
from xltools.patterns import Pattern

_LEVEL2, _LEVEL3 = Pattern(r"二级指标"), Pattern(r"三级指标|目标指标|指标名称|具体指标")
_REASON = Pattern(r"偏差原因|原因分析|未完成原因")
_PLAIN = Pattern(r"指标$|\([^()]*\)|\s")
_GIVEN = Pattern(r"执行率|预算执行|满意度")
"""Names that forms print or that need no more words."""


class SameCell(Struct, frozen=True):
    """A cell that repeats another cell; `row` names the row of each."""

    cell: Line
    other: Line
    row: str
    other_row: str


def find_equal_levels(report: Report) -> tuple[SameCell, ...]:
    """Third-level indicators that bear the name of their second level, each name once."""
    found: dict[str, SameCell] = {}
    for table in report.tables:
        columns = _columns(table, _LEVEL2, _LEVEL3)
        if columns is None:
            continue
        for row in table.rows[1:]:
            above, name = row[columns[0]], row[columns[1]]
            plain = _PLAIN.sub("", name.text)
            if len(plain) < 2 or name is above or _GIVEN.search(name.text):
                continue
            if plain == _PLAIN.sub("", above.text) and _is_filled(row, name):
                found.setdefault(plain, SameCell(name, above, name.raw, above.raw))
    return tuple(found.values())


def _is_filled(row: Sequence[Line], name: Line) -> bool:
    """True if the row has a value: the form's own name of a row without indicator is no fault."""
    values = {cell.text for cell in row if cell.index > name.index}
    return bool(values - {"", "无", "/", "-", "不适用", "0", "无此项", "未设置"})


_COMMON = Pattern(r"疫情|财政|资金|无偏差|不存在|已完成|与(?:年初)?目标一致")
_TELLING = 12


def find_equal_reasons(report: Report) -> tuple[SameCell, ...]:
    """The same reason at indicators of different second levels.

    Reasons that lie outside (money that did not come) may well be the same.
    """
    found = []
    for table in report.tables:
        columns = _columns(table, _REASON, _LEVEL3)
        if columns is None:
            continue
        seen: dict[str, tuple[Line, Line]] = {}
        for row in table.rows[1:]:
            reason, name = row[columns[0]], row[columns[1]]
            text = reason.text.rstrip("。")
            if len(text) < _TELLING or _COMMON.search(text) or not name.text:
                continue
            before = seen.setdefault(text, (reason, name))
            if before[0] is not reason and before[1].text != name.text:
                found.append(
                    SameCell(reason, before[0], name.raw.strip(), before[1].raw.strip())
                )
    return tuple(found)


def _columns(table: Table, one: Pattern, other: Pattern) -> tuple[int, int] | None:
    heads: Sequence[str] = [cell.text for cell in table.rows[0]] if table.rows else []
    first = next((n for n, head in enumerate(heads) if one.search(head)), None)
    second = next((n for n, head in enumerate(heads) if other.search(head)), None)
    return None if first is None or second is None or first == second else (first, second)
