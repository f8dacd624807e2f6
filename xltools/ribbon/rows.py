"""增加指标, 删除指标: a row of the indicator table, in its block, and all that hangs on it."""

from __future__ import annotations

from xltools.model import Place
from xltools.package.shift import Shift
from xltools.patterns import Pattern
from xltools.ribbon.desk import Answer, Desk
from xltools.ribbon.row_change import Lined, added, removed
from xltools.ribbon.row_list import moved_places
from xltools.ribbon.row_table import RowTable, find_table, own_indicators, row_of
from xltools.snapshot import CellWrite, Patch, Snapshot
from xltools.value import exact

_TO_FILL = ("name", "nature", "target", "unit", "actual", "points")
_COMPUTED = ("rate", "score")
_NUMBERED = Pattern(r"指标\s*\d*\s*[:：]?|[（(]?\d{1,3}[)）.、．]?")
"""What a form prints before a name: no answer of anybody."""

_SHOWN = 4
"""Cells that a question names; there may be a dozen."""


def add(desk: Desk) -> Answer:
    """Put an empty row below the selected one, in the same 一级 and 二级指标."""
    table, row, told = _selected(desk)
    if table is None:
        return told
    if table.kind(row) == "execution":
        return _told(
            "“预算执行率”只有一行，下面不能增加。请选中其他指标的一行再点“增加指标”。",
            row,
            table,
        )
    lined = added(table, row, _snapshot(desk))
    fields = [table.reader.label(key) for key in _TO_FILL if key in table.columns]
    within = table.words(row)
    return Answer(
        f"已在第 {row} 行下面增加一行{f'（{within}）' if within else ''}，请填写{'、'.join(fields)}。",
        lines=(
            *(
                ("分值合计要与原来一样，请从其他指标调出分值。",)
                if "points" in table.columns
                else ()
            ),
            "填好后点“计算得分”。不需要这一行时，选中它点“删除指标”。",
        ),
        patch=_patch(desk, lined),
        select=Place(table.sheet.name, row + 1, table.name_column),
    )


def remove(desk: Desk) -> Answer:
    """Take the selected indicator's row away; ask first where something is typed in it."""
    table, row, told = _selected(desk)
    if table is None:
        return told
    kept = _kept(table, row, desk)
    if kept is not None:
        return kept
    typed = _typed(table, row)
    block = table.block(row)
    last = len(block) == 1
    if last and not typed:
        return _told(
            _only(table, row) + "没有删除。没有这类指标时，可以空着或填“无”。", row, table
        )
    if typed and not desk.confirmed:
        return _question(table, row, typed, empties=last)
    if last:
        return _emptied(table, row, typed)
    lined = removed(table, row, _snapshot(desk))
    name = table.name(row)
    points = "，并把它的分值分给其他指标" if _has_points(table, row) else ""
    return Answer(
        f"已删除第 {row} 行{f'“{name}”' if name else ''}。"
        + ("请重新计算得分" + points + "。" if typed else ""),
        lines=_next_steps(typed),
        patch=_patch(desk, lined, *_total(table, row)),
        select=Place(table.sheet.name, row if row + 1 in block else row - 1, table.name_column),
    )


# --- which row


def _selected(desk: Desk) -> tuple[RowTable | None, int, Answer]:
    """The table and the row that the selection means, or what to tell instead."""
    snapshot = _snapshot(desk)
    chosen, tables = find_table(snapshot, desk.selection, desk.beside)
    if not chosen or desk.selection is None:
        return None, 0, _nowhere(tables)
    table = chosen[0]
    row = row_of(table, desk.selection)
    if len(chosen) > 1:
        said = f"第 {row} 行左右有两张表，增删行会动到另一张。请先把它们分到两个工作表。"
        return None, row, _told(said, row, table)
    kind = table.kind(row)
    if kind == "fixed":
        return None, row, _told("这一部分的项目是表样规定的，不能增删行。", row, table)
    if kind == "other":
        said = f"第 {row} 行是小标题或说明，不是指标。请选中一行指标再试。"
        return None, row, _told(said, row, table)
    return table, row, Answer("")


def _snapshot(desk: Desk) -> Snapshot:
    assert desk.snapshot is not None  # `click` sees to it
    return desk.snapshot


def _nowhere(tables: list[RowTable]) -> Answer:
    """Where to click: a row that comes somewhere else would surprise."""
    found = [each for each in tables if each.table.first <= each.table.last]
    if not found:
        return Answer("表里没有找到指标行，不能增删。", "failed")
    where = "；".join(map(_span, found[:_SHOWN])) + ("等" if len(found) > _SHOWN else "")
    table = found[-1]
    filled = own_indicators(table)
    row = filled[-1].row if filled else table.table.first
    return Answer(
        f"请先选中一行指标（{where}），再点按钮。",
        "failed",
        select=Place(table.sheet.name, row, table.name_column),
    )


def _span(table: RowTable) -> str:
    """The rows of a table that may be added to and deleted, from the first to the last."""
    rows = range(table.table.first, table.table.last + 1)
    own = [row for row in rows if table.kind(row) == "indicator"] or rows
    return f"“{table.sheet.name}”第 {own[0]}—{own[-1]} 行"


def _told(message: str, row: int, table: RowTable) -> Answer:
    return Answer(message, "failed", select=Place(table.sheet.name, row, table.name_column))


def _kept(table: RowTable, row: int, desk: Desk) -> Answer | None:
    """Why a row must stay; None if it may go."""
    if table.kind(row) == "execution":
        return _told("“预算执行率”一行是表样规定的，不能删除。", row, table)
    assert desk.selection is not None
    spot = (desk.selection.row, desk.selection.column)
    (top, _), (bottom, right) = table.grid.anchor(*spot), table.grid.end(*spot)
    if right < table.name_column and bottom > top:
        return _told(
            f"选中的单元格占第 {top}—{bottom} 行。请选中要删除的那一行的“{table.reader.label('name')}”再试。",
            desk.selection.row,
            table,
        )
    return None


def _only(table: RowTable, row: int) -> str:
    within = table.words(row).rpartition("·")[2]
    return f"“{within}”只有这一行，表里要留着它，" if within else "表里至少要留一行指标，"


# --- what is lost


def _typed(table: RowTable, row: int) -> dict[int, str]:
    """What people typed in a row, by column; numbers of ours and printed words are not of it."""
    grid, found = table.grid, {}
    for column in range(table.name_column, grid.width + 1):
        spot = (row, column)
        text = grid.text(*spot)
        if text is None or grid.anchor(*spot) != spot or grid.end(*spot)[0] > row:
            continue
        if spot not in table.sheet.formulas and not _is_number(table, column, text):
            found[column] = text
    heads = {
        at
        for key in _COMPUTED
        if key in table.columns
        for at in range(table.columns[key].left, table.columns[key].right + 1)
    }
    return found if found.keys() - heads else {}


def _is_number(table: RowTable, column: int, text: str) -> bool:
    """True for what is printed before a name: 指标1：, 3."""
    return column <= table.columns["name"].right and _NUMBERED.fullmatch(text) is not None


def _has_points(table: RowTable, row: int) -> bool:
    found = table.indicators.get(row)
    return found is not None and bool(found.points.value)


def _question(table: RowTable, row: int, typed: dict[int, str], *, empties: bool) -> Answer:
    """Ask before something typed is gone."""
    told = [f"{_head(table, column)}“{_short(text)}”" for column, text in typed.items()]
    more = f"等 {len(told)} 项" if len(told) > _SHOWN else ""
    what = "、".join(told[:_SHOWN]) + more
    if empties:
        message = f"{_only(table, row)}只能清空。第 {row} 行填有{what}，清空吗？"
    else:
        message = f"第 {row} 行填有{what}，连同这一行一起删除吗？"
    return Answer(message, "warning", tuple(told), ask="yes")


def _head(table: RowTable, column: int) -> str:
    for key, each in table.columns.items():
        if each.left <= column <= each.right:
            return table.reader.label(key)
    for each in table.table.heading.unknown:
        if each.left <= column <= each.right:
            return each.label
    return ""


def _short(text: str) -> str:
    line = "".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"


# --- what is done


def _emptied(table: RowTable, row: int, typed: dict[int, str]) -> Answer:
    """The only row of its kind stays, without what was in it."""
    cells = tuple(CellWrite(table.sheet.name, row, column, None) for column in typed)
    return Answer(
        f"{_only(table, row)}已清空第 {row} 行的内容。没有这类指标时，可以空着或填“无”。",
        lines=_next_steps(typed),
        patch=Patch(cells),
        select=Place(table.sheet.name, row, table.name_column),
    )


def _next_steps(typed: dict[int, str]) -> tuple[str, ...]:
    return ("请检查分值合计，再点“计算得分”。",) if typed else ()


def _total(table: RowTable, row: int) -> tuple[CellWrite, ...]:
    """The sum of points as it will be, for programs that show a result without computing it."""
    points, found = table.evaluation.tail.points, table.indicators.get(row)
    if points is None or found is None or found.points.value is None:
        return ()
    spot = (points.place.row, points.place.column)
    whole = exact(table.sheet.value(*spot))
    if spot not in table.sheet.formulas or whole is None or spot[0] <= row:
        return ()
    left = whole - found.points.value
    return (CellWrite(points.place.sheet, spot[0] - 1, spot[1], left, keep_formula=True),)


def _patch(desk: Desk, lined: Lined, *more: CellWrite) -> Patch:
    change = lined.change
    shift = Shift(change.kind, change.sheet, change.row)
    places = moved_places(_snapshot(desk), shift)
    return Patch((*lined.cells, *more, *places), rows=(change,))
