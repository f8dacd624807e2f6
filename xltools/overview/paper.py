"""One table on as many sheets as it needs: title, heading, lines, total; printed as it stands.

One row is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from xlsxwriter import Workbook

from xltools.overview.cells import Cells
from xltools.overview.colours import paint
from xltools.overview.columns import Line, Table, Value
from xltools.overview.looks import Looks
from xltools.overview.sheets import FileLink, Lines, set_up_page
from xltools.overview.texts import LEAST, cell_text, height, link_to
from xltools.overview.totals import Totals
from xltools.overview.words import CHOICES

ROWS = 1_048_576
"""Rows of a sheet; Excel's limit."""

LINKS = 20_000
"""Links of a sheet that are made: they are all in memory, and Excel takes no more than 65,530."""

_HEADING, _FIRST = 2, 3
"""Rows from 0: of the headings, of the first line."""


class Paper(Struct, frozen=True):
    """Writes tables into one workbook; files are linked as seen from `folder`."""

    workbook: Workbook
    looks: Looks
    folder: Path
    when: datetime
    rows: int = ROWS

    def write(self, table: Table, lines: Iterable[Line], title: str = "") -> None:
        """Write the table; a line that finds no room opens a further sheet, 名称(2)."""
        title = title or table.title
        totals = Totals(table)
        sheet = _Sheet(self, table, title, 1)
        for line in lines:
            if sheet.row >= self.rows - 1:  # room for the total
                sheet.finish(None)
                sheet = _Sheet(self, table, title, sheet.number + 1)
            sheet.put(line)
            totals.add(line)
        sheet.finish(totals)


class _Sheet:
    """One worksheet while it is written, row by row."""

    def __init__(self, paper: Paper, table: Table, title: str, number: int) -> None:
        self.number = number
        self._paper, self._table = paper, table
        shown = [each for each in enumerate(table.columns) if each[1].shown]
        self._columns = [column for _, column in shown]
        self._cells = [
            (place, Cells(number, column, paper.looks.number(paper.looks.cell(column))))
            for number, (place, column) in enumerate(shown)
        ]
        links = [each for each in enumerate(shown) if each[1][1].kind == "link"]
        self._link = (links[0][0], links[0][1][0]) if links else None
        self._printed = max(n for n, each in enumerate(self._columns) if each.kind != "key")
        name = table.name if number == 1 else f"{table.name}({number})"
        self._sheet = paper.workbook.add_worksheet(name, worksheet_class=Lines)
        self._links = 0
        self.row = _FIRST
        self._head(name, title)

    def _head(self, name: str, title: str) -> None:
        sheet, table, looks = self._sheet, self._table, self._paper.looks
        for place, column in enumerate(self._columns):
            options = {"hidden": True} if column.hidden else {}
            sheet.set_column(place, place, column.width, None, options)
        width = sum(column.width for column in self._columns[: self._printed + 1])
        sheet.set_row(0, 32)
        sheet.merge_range(0, 0, 0, self._printed, "", looks.title)
        sheet.write_string(0, 0, cell_text(title), looks.title)
        note = f"金额单位：万元。{table.note}" if table.money else table.note
        sheet.set_row(1, height(note, width, 9.5))
        sheet.merge_range(1, 0, 1, self._printed, note, looks.note)
        sheet.set_row(_HEADING, max(height(c.heading, c.width - 1) for c in self._columns) + 3)
        for place, column in enumerate(self._columns):
            sheet.write_string(_HEADING, place, column.heading, looks.heading)
        sheet.freeze_panes(_FIRST, table.frozen)
        set_up_page(sheet, name, width, self._paper.when)
        sheet.repeat_rows(0, _HEADING)
        sheet.set_default_row(LEAST)

    def put(self, line: Line) -> None:
        """Write one line."""
        number, needed = self.row + 1, LEAST
        xml: list[str] = []
        for place, cells in self._cells:
            made, least = cells.made(line[place])
            xml.append(f"{cells.start}{number}{made}")
            needed = max(needed, least)
        self._sheet.put_row(self.row, needed, "".join(xml))
        if self._link is not None:
            self._linked(*self._link, line)
        self.row += 1

    def _linked(self, column: int, place: int, line: Line) -> None:
        """Link the cell of a file's path, if there is one, to where the file lies."""
        path, address = line[place], self._address(line[place + 1])
        if address is not None and isinstance(path, str):
            self._sheet.put_link(self.row, column, FileLink(address, cell_text(path)))

    def _address(self, disk: Value) -> str | None:
        if self._links >= LINKS or not isinstance(disk, str):
            return None
        address = link_to(disk, self._paper.folder)
        self._links += address is not None
        return address

    def finish(self, totals: Totals | None) -> None:
        """Close the sheet: total row, filter, colours, drop-down lists, print area."""
        sheet, last = self._sheet, self.row - 1
        if last < _FIRST:
            self._nothing()
        else:
            sheet.autofilter(_HEADING, 0, last, len(self._columns) - 1)
            paint(sheet, self._paper.looks, self._columns, _FIRST, last)
            self._choices(last)
            if totals is not None and self._table.totalled:
                self._total(totals, last)
        sheet.print_area(0, 0, self.row - 1, self._printed)

    def _nothing(self) -> None:
        look = self._paper.looks.of(border=1, align="center")
        self._sheet.set_row(self.row, 30)
        self._sheet.merge_range(self.row, 0, self.row, self._printed, self._table.empty, look)
        self.row += 1

    def _choices(self, last: int) -> None:
        for number, column in enumerate(self._columns):
            if column.typed and column.kind == "state":
                self._sheet.data_validation(
                    _FIRST, number, last, number,
                    {
                        "validate": "list", "source": list(CHOICES), "error_title": "状态",
                        "error_message": "请从下拉列表中选一个状态。", "input_title": "状态",
                        "input_message": "通过、退回、排除；选“已收”收回以前的决定。",
                    },
                )  # fmt: skip

    def _total(self, totals: Totals, last: int) -> None:
        sheet = self._sheet
        places = {column.heading: number for number, column in enumerate(self._columns)}
        sheet.set_row(self.row, 24)
        for number, column in enumerate(self._columns):
            if column.kind == "key":
                continue
            look, value = self._paper.looks.total(column), totals.value(column)
            formula = totals.formula(column, places, _FIRST, last) if self.number == 1 else ""
            if column.total == "label":
                sheet.write_string(self.row, number, "合计", look)
            elif formula:
                shown = "" if value is None else float(value)
                sheet.write_formula(self.row, number, formula, look, shown)
            elif value is not None:  # a mean of means, or of lines on several sheets
                sheet.write_number(self.row, number, float(value), look)
            else:
                sheet.write_blank(self.row, number, None, look)
        self.row += 1
