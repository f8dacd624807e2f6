"""One table on as many sheets as it needs: title, heading, lines, total; printed as it stands.

One row is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook

from xltools.overview.colours import paint
from xltools.overview.columns import Column, Line, Table, Value
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


class Paper:
    """Writes tables into one workbook; files are linked as seen from `folder`."""

    def __init__(
        self, workbook: Workbook, looks: Looks, folder: Path, rows: int = ROWS
    ) -> None:
        self._workbook, self._looks, self._folder = workbook, looks, folder
        self._rows = rows

    def write(self, table: Table, lines: Iterable[Line]) -> Totals:
        """Write the table; a line that finds no room opens a further sheet, 名称(2)."""
        totals = Totals(table)
        sheet = _Sheet(self._workbook, self._looks, self._folder, table, 1)
        for line in lines:
            if sheet.row >= self._rows - 1:  # room for the total
                sheet.finish(None)
                sheet = _Sheet(
                    self._workbook, self._looks, self._folder, table, sheet.number + 1
                )
            sheet.put(line)
            totals.add(line)
        sheet.finish(totals)
        return totals


class _Sheet:
    """One worksheet while it is written, row by row."""

    def __init__(
        self, workbook: Workbook, looks: Looks, folder: Path, table: Table, number: int
    ) -> None:
        self.number = number
        self.name = table.name if number == 1 else f"{table.name}({number})"
        self._table, self._looks, self._folder = table, looks, folder
        self._shown = [
            (place, column) for place, column in enumerate(table.columns) if column.shown
        ]
        self._formats = [looks.cell(column) for _, column in self._shown]
        self._sheet = workbook.add_worksheet(self.name, worksheet_class=Lines)
        self._last = len(self._shown) - 1
        self._links = 0
        self.row = _FIRST
        self._head()

    def _head(self) -> None:
        sheet, table, looks = self._sheet, self._table, self._looks
        widths = [column.width for _, column in self._shown]
        for place, (_, column) in enumerate(self._shown):
            options = {"hidden": True} if column.hidden else {}
            sheet.set_column(place, place, column.width, None, options)
        sheet.set_row(0, 32)
        sheet.merge_range(0, 0, 0, self._printed, table.title, looks.title)
        note = f"金额单位：万元。{table.note}" if table.money else table.note
        room = sum(widths[: self._printed + 1])
        sheet.set_row(1, height(note, room, 9.5))
        sheet.merge_range(1, 0, 1, self._printed, note, looks.note)
        headings = [(column.heading, column.width) for _, column in self._shown]
        sheet.set_row(_HEADING, max(height(text, width - 2) for text, width in headings) + 3)
        for place, (text, _) in enumerate(headings):
            sheet.write_string(_HEADING, place, text, looks.heading)
        sheet.freeze_panes(_FIRST, table.frozen)
        set_up_page(sheet, self.name, room)
        sheet.repeat_rows(0, _HEADING)
        sheet.set_default_row(LEAST)

    @property
    def _printed(self) -> int:
        """The last column that is printed."""
        return max(
            place for place, (_, column) in enumerate(self._shown) if column.kind != "key"
        )

    def put(self, line: Line) -> None:
        """Write one line."""
        needed = LEAST
        texts: list[tuple[int, str]] = []
        for place, (where, column) in enumerate(self._shown):
            value = line[where]
            if isinstance(value, str):
                text = cell_text(value)
                texts.append((place, text))
                needed = max(needed, height(text, column.width))
        self._sheet.set_row(self.row, needed)
        written = dict(texts)
        for place, (where, column) in enumerate(self._shown):
            self._cell(place, column, written.get(place, line[where]), line, where)
        self.row += 1

    def _cell(self, place: int, column: Column, value: Value, line: Line, where: int) -> None:
        sheet, look = self._sheet, self._formats[place]
        if value is None or value == "":
            sheet.write_blank(self.row, place, None, look)
        elif not isinstance(value, str):
            sheet.write_number(self.row, place, float(value), look)
        elif column.kind == "link" and (address := self._address(line[where + 1])):
            sheet.write_url(self.row, place, FileLink(address, value), look)
        else:
            sheet.write_string(self.row, place, value, look)

    def _address(self, disk: Value) -> str | None:
        if self._links >= LINKS or not isinstance(disk, str):
            return None
        address = link_to(disk, self._folder)
        self._links += address is not None
        return address

    def finish(self, totals: Totals | None) -> None:
        """Close the sheet: total row, filter, colours, drop-down lists, print area."""
        sheet, table = self._sheet, self._table
        last = self.row - 1
        if last < _FIRST:
            self._nothing()
        else:
            sheet.autofilter(_HEADING, 0, last, self._last)
            paint(sheet, self._looks, [column for _, column in self._shown], _FIRST, last)
            self._choices(last)
            if totals is not None and table.totalled:
                self._total(totals, last)
        sheet.print_area(0, 0, self.row - 1, self._printed)

    def _nothing(self) -> None:
        look = self._looks.of(border=1, align="center")
        self._sheet.set_row(self.row, 30)
        self._sheet.merge_range(self.row, 0, self.row, self._printed, self._table.empty, look)
        self.row += 1

    def _choices(self, last: int) -> None:
        for place, (_, column) in enumerate(self._shown):
            if column.typed and column.kind == "state":
                self._sheet.data_validation(
                    _FIRST, place, last, place,
                    {
                        "validate": "list", "source": list(CHOICES),
                        "input_title": "状态", "input_message": "通过、退回、排除；选“已收”收回以前的决定。",
                        "error_title": "状态", "error_message": "请从下拉列表中选一个状态。",
                    },
                )  # fmt: skip

    def _total(self, totals: Totals, last: int) -> None:
        sheet = self._sheet
        places = {column.heading: place for place, (_, column) in enumerate(self._shown)}
        sheet.set_row(self.row, 24)
        for place, (_, column) in enumerate(self._shown):
            look = self._looks.total(column)
            if column.total == "label":
                sheet.write_string(self.row, place, "合计", look)
                continue
            value = totals.value(column)
            formula = totals.formula(column, places, _FIRST, last) if self.number == 1 else ""
            if formula:
                shown: float | str = "" if value is None else float(value)
                sheet.write_formula(self.row, place, formula, look, shown)
            elif isinstance(value, Decimal):
                sheet.write_number(self.row, place, float(value), look)
            else:
                sheet.write_blank(self.row, place, None, look)
        self.row += 1
