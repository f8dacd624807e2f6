"""Which rows the tables of an open form have: what a blank is drawn with to look like it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from xltools import anchors
from xltools.blank.indicator_plan import Line, planned_rows
from xltools.blank.side_sheets import ISSUE_ROWS
from xltools.profile import Profile
from xltools.read import FoundForm
from xltools.read.grid import Grid
from xltools.read.levels import vocabulary
from xltools.read.locate import locate
from xltools.read.spots import Layout, Table
from xltools.snapshot import Sheet, Snapshot


class OpenRows(Struct, frozen=True):
    """The rows of the open form: `lines` of the indicators, from row `first` on.

    `profile` is the form's with as many rows in its side tables, `issues` the lines of 问题清单.
    """

    profile: Profile
    lines: tuple[Line, ...]
    first: int
    issues: int

    @property
    def doubtful(self) -> list[int]:
        """Rows of a 一级指标 that the form does not know: nobody can say how they look."""
        return [
            row for row, line in enumerate(self.lines, start=self.first) if not line.category
        ]


def open_rows(snapshot: Snapshot, profile: Profile, found: FoundForm) -> OpenRows:
    """Count the rows of a form of ours and of the sheets beside it."""
    layout = locate(snapshot, profile, found.sheet, found.area)
    table = layout.tables[-1] if layout.tables else None
    last = _last_row(profile, layout, table) if table else 0
    lines = _lines(layout.grid, profile, table, last) if table else ()
    if profile.spending is not None:
        count = _rows_below(snapshot, anchors.SPENDING, total=True)
        rows = count or profile.spending.rows
        profile = replace(profile, spending=replace(profile.spending, rows=rows))
    if profile.group is not None:
        count = _rows_below(snapshot, anchors.GROUP)
        rows = max(count, profile.group.rows)
        profile = replace(profile, group=replace(profile.group, rows=rows))
    issues = max(_rows_below(snapshot, anchors.ISSUES), ISSUE_ROWS)
    return OpenRows(profile, lines, table.first if table else 0, issues)


def _last_row(profile: Profile, layout: Layout, table: Table) -> int:
    """The table's last row: the foot of a form without 总分 begins with its grade or a field."""
    last = table.last
    tail = profile.form.tail
    below = 1 if tail.grade_label and layout.tail.grade else 0
    if layout.tail.grade is not None and layout.tail.grade.position[0] > table.first:
        above = 1 if layout.tail.score or layout.tail.points else 0
        last = min(last, layout.tail.grade.position[0] - 1 - above)
    for number, line in enumerate(tail.rows):
        for cell in line.cells:
            spot = layout.fields.get(cell.field) if cell.field else None
            if spot is not None and spot.position[0] > table.first:
                above = below + (1 if layout.tail.score or layout.tail.points else 0)
                last = min(last, spot.position[0] - 1 - number - above)
    return last


def _lines(grid: Grid, profile: Profile, table: Table, last: int) -> tuple[Line, ...]:
    """Each row with the 一级 and 二级指标 that it stands under, as the sheet prints them."""
    columns, words = table.heading.columns, vocabulary(profile)
    rows = range(table.first, last + 1)
    if "category" not in columns:
        return _plain_lines(profile, len(rows))
    name = columns["name"].left
    subs = columns.get("subcategory")
    lines: list[Line] = []
    first, second = None, None
    for row in rows:
        word = grid.text(row, columns["category"].left)
        under = grid.text(row, subs.left) if subs is not None else None
        if word is not None and word != first:
            first, second = word, None
        second = under or second  # a word holds for the rows below it, merged or not
        block = words.category(first)
        found = words.subcategory(second, block)
        known = block is not None and (second is None or (found and found[0] is block))
        lines.append(
            Line(
                block.key if block is not None and known else "",
                found[1].key if found else "",
                grid.text(row, name) or "",
            )
        )
    return tuple(lines)


def _plain_lines(profile: Profile, count: int) -> tuple[Line, ...]:
    """A list without 一级指标: the rows of the blank, the last one as often as needed."""
    plan = planned_rows(profile.form.indicators, None)
    rows = [*plan[:count], *[plan[-1]] * (count - len(plan))]
    return tuple(Line(row.block.key, row.sub.key, "") for row in rows)


def _rows_below(snapshot: Snapshot, name: str, *, total: bool = False) -> int:
    """Rows of a side table down to its last value, or to the row before its 合计; 0 if unknown."""
    head = snapshot.names.get(name)
    sheet = snapshot.sheet(head.sheet) if head else None
    if head is None or sheet is None:
        return 0
    if total:
        rows = range(head.row + 1, len(sheet.rows) + 1)
        found = (row for row in rows if _says(sheet, row, head.column, "合计"))
        return next(found, head.row + 1) - head.row - 1
    filled = (
        row
        for row in range(len(sheet.rows), head.row, -1)
        if any(value not in (None, "") for value in sheet.rows[row - 1])
    )
    return next(filled, head.row) - head.row


def _says(sheet: Sheet, row: int, column: int, word: str) -> bool:
    value = sheet.value(row, column)
    return isinstance(value, str) and "".join(value.split()) == word
