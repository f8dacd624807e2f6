"""A range of a Calc sheet as xlwings asks for one."""

from __future__ import annotations

from typing import Any

from xltools.live.uno import links, values
from xltools.live.uno.bridge import Remote, enum, struct
from xltools.live.uno.notes import Note, add_note, note_at
from xltools.live.uno.range_looks import RangeLooks
from xltools.model import column_letters
from xltools.snapshot import Area

_CONTENT, _LOOKS = 1 | 2 | 4 | 16, 32 | 64
"""com.sun.star.sheet.CellFlags: what is in a cell; how it looks."""

_NARROWEST = 1024
"""Columns of the narrowest sheet that LibreOffice has."""


class Range(RangeLooks):
    """Rows and columns of one sheet; `sheet` is the engine's sheet."""

    def __init__(self, sheet: Remote, area: Area) -> None:
        self._sheet, self.area = sheet, area
        self._block: Remote = None

    @property
    def api(self) -> Remote:
        """LibreOffice's cell range; a cell where it is but one."""
        if self._block is None:
            top, left, bottom, right = self.area
            if (top, left) == (bottom, right):
                self._block = self._sheet.api.getCellByPosition(left - 1, top - 1)
            else:
                self._block = self._sheet.api.getCellRangeByPosition(
                    left - 1, top - 1, right - 1, bottom - 1
                )
        return self._block

    @property
    def _doc(self) -> Remote:
        return self._sheet.book.api

    # --- where it is

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        return self._sheet.api, self.row, self.column, *self.shape

    @property
    def sheet(self) -> Remote:
        return self._sheet

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> Range:
        top, left = self.area[:2]
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        row, column = top + row - 1, left + column - 1
        return Range(self._sheet, (row, column, row, column))

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        rows, columns = "$" if row_absolute else "", "$" if column_absolute else ""
        top, left, bottom, right = self.area
        ends = [
            f"{columns}{column_letters(column)}{rows}{row}"
            for row, column in dict.fromkeys(((top, left), (bottom, right)))
        ]
        return ":".join(ends)

    # --- what is in it

    @property
    def raw_value(self) -> Remote:
        rows = values.read(self._doc, self.api)
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Remote) -> None:
        rows = (
            data if isinstance(data, list | tuple) else [[data] * self.shape[1]] * self.shape[0]
        )
        if rows and not isinstance(rows[0], list | tuple):
            rows = [rows]
        values.write(self._doc, self.api, rows, self._sheet.book.formulas)

    @property
    def formula(self) -> Remote:
        rows = [list(row) for row in self.api.getFormulaArray()]
        for row, column in values.spots(self.api, self.api.queryFormulaCells(7)):
            cell = self.api.getCellByPosition(column, row)
            rows[row][column] = self._sheet.book.formulas.read(cell)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Remote) -> None:
        self.raw_value = value

    def clear_contents(self) -> None:
        self.api.clearContents(_CONTENT)

    def clear_formats(self) -> None:
        self.api.clearContents(_LOOKS)

    def clear(self) -> None:
        self.api.clearContents(_CONTENT | _LOOKS | 8)

    def copy(self, destination: Remote = None) -> None:
        target = destination(1, 1).api.getCellAddress()
        self._sheet.api.copyRange(target, self.api.getRangeAddress())

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        mode = {"right": "RIGHT"}.get(shift or "", "ROWS" if self._is_lines else "DOWN")
        self._sheet.api.insertCells(self._place, _mode("CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        mode = {"left": "LEFT"}.get(shift or "", "ROWS" if self._is_lines else "UP")
        self._sheet.api.removeRange(self._place, _mode("CellDeleteMode", mode))

    @property
    def _is_lines(self) -> bool:
        """True for whole rows."""
        return self.area[1] == 1 and self.area[3] >= _NARROWEST

    @property
    def _place(self) -> Remote:
        return range_address(self._sheet.index - 1, self.area)

    # --- merges

    @property
    def merge_area(self) -> Range:
        cursor = self._sheet.api.createCursorByRange(self(1, 1).api)
        cursor.collapseToMergedArea()
        return Range(self._sheet, area_of(cursor.getRangeAddress()))

    @property
    def merge_cells(self) -> bool | None:
        """True inside one merge, False where no merge reaches, None for anything else."""
        one = self.merge_area.area
        top, left, bottom, right = self.area
        if one[0] <= top and one[1] <= left and one[2] >= bottom and one[3] >= right:
            return one[:2] != one[2:]
        if self.api.getIsMerged():
            return None
        cursor = self._sheet.api.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        return False if area_of(cursor.getRangeAddress()) == self.area else None

    def merge(self, across: bool = False) -> None:
        if not across:
            self.api.merge(True)
            return
        top, left, bottom, right = self.area
        for row in range(top, bottom + 1):
            Range(self._sheet, (row, left, row, right)).api.merge(True)

    def unmerge(self) -> None:
        self.api.merge(False)

    # --- notes, links, the eye

    @property
    def note(self) -> Note | None:
        return note_at(self._sheet, self.area[:2])

    def add_note(self, text: str) -> Note:
        return add_note(self._sheet, self.area[:2], text)

    @property
    def comment(self) -> None:
        """LibreOffice knows no threads."""
        return

    @property
    def hyperlink(self) -> str:
        return links.read(self(1, 1).api)

    def add_hyperlink(
        self, address: str, text_to_display: str = "", screen_tip: str = ""
    ) -> None:
        links.write(self._doc, self(1, 1).api, address, text_to_display)

    def select(self) -> None:
        controller = self._doc.getCurrentController()
        self._sheet.activate()
        controller.select(self.api)


def area_of(address: Remote) -> Area:
    """Excel's rows and columns of LibreOffice's range address."""
    return (
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow + 1,
        address.EndColumn + 1,
    )


def range_address(sheet: int, area: Area) -> Remote:
    """LibreOffice's range address of rows and columns as Excel counts them."""
    top, left, bottom, right = area
    return struct(
        "com.sun.star.table.CellRangeAddress",
        Sheet=sheet, StartRow=top - 1, StartColumn=left - 1, EndRow=bottom - 1, EndColumn=right - 1,
    )  # fmt: skip


def _mode(kind: str, value: str) -> Remote:
    return enum(f"com.sun.star.sheet.{kind}", value)
