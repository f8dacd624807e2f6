"""The sheets beside the form: texts of the report, evaluation group, breakdown of spending."""

from __future__ import annotations

from xltools import anchors
from xltools.model import CellValue, Entry, TableRow
from xltools.profile import Profile, SideTable
from xltools.read.grid import Grid
from xltools.read.labels import LONGEST_LABEL, normal_label
from xltools.snapshot import Position, Snapshot

_BOX_HEADS = ("内容", "正文", "填写内容")
_SUM_LABELS = ("合计", "总计")


def read_texts(snapshot: Snapshot, profile: Profile) -> dict[str, Entry]:
    """The texts of the report by key; absent where the workbook has no box for one."""
    found: dict[str, Entry] = {}
    grids: dict[str, Grid] = {}
    for text in profile.texts:
        cell = snapshot.names.get(anchors.text(text.key))
        sheet = snapshot.sheet(cell.sheet if cell else anchors.TEXTS_SHEET)
        if sheet is None:
            continue
        grid = grids.get(sheet.name)
        if grid is None:
            grid = grids[sheet.name] = Grid(sheet)
        spot = (cell.row, cell.column) if cell else _box(grid, text.label)
        if spot is not None:
            found[text.key] = grid.entry(text.label, *spot)
    return found


def _box(grid: Grid, label: str) -> Position | None:
    """The box beside a text's label: under the heading 内容, else the next cell."""
    wanted = normal_label(label)
    boxes = [column for (_, column), text in grid.labels() if text in _BOX_HEADS]
    for (row, column), text in grid.labels():
        if text == wanted:
            return row, boxes[0] if boxes else column + 1
    return None


def read_side_table(
    snapshot: Snapshot, table: SideTable | None, name: str
) -> tuple[TableRow, ...]:
    """The filled rows of one side table, down to its sum; empty where there is no such sheet."""
    cell = snapshot.names.get(name)
    sheet = snapshot.sheet(cell.sheet if cell else table.sheet) if table else None
    if table is None or sheet is None:
        return ()
    grid = Grid(sheet)
    head = cell.row if cell else _head_row(grid, table)
    columns = _columns(grid, table, head)
    first = min(columns.values(), default=1)
    rows = []
    for row in range(head + 1, grid.height + 1):
        line = sheet.rows[row - 1]
        if line.count(None) + line.count("") == len(line):
            continue
        if grid.text(row, first) in _SUM_LABELS:
            break
        cells = {key: grid.entry(key, row, column) for key, column in columns.items()}
        if any(entry.text is not None for entry in cells.values()):
            rows.append(TableRow(row, cells))
    return tuple(rows)


def _head_row(grid: Grid, table: SideTable) -> int:
    first = normal_label(table.columns[0].label)
    return next((row for (row, _), text in grid.labels() if text == first), 1)


def _columns(grid: Grid, table: SideTable, head: int) -> dict[str, int]:
    printed = tuple(grid.sheet.rows[head - 1]) if head <= grid.height else ()
    known = _heads.get(printed)
    if known is None or known[0] is not table:
        keys = {normal_label(column.label): column.key for column in table.columns}
        labels = grid.labels(head, head)
        columns = {keys[text]: column for (_, column), text in labels if text in keys}
        if any(len(str(each)) > LONGEST_LABEL for each in printed):
            return columns
        if len(_heads) >= _KEPT:
            _heads.clear()
        known = _heads[printed] = table, columns
    return known[1]


_heads: dict[tuple[CellValue, ...], tuple[SideTable, dict[str, int]]] = {}
"""What printed headings mean, for the tables of all forms of a blank."""

_KEPT = 64
