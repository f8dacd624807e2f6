"""One cursor that asks a sheet about many places.

Every object that LibreOffice hands over costs as much as twenty questions, for Python looks
at all that it can do. A cursor is handed over once and moved about.
"""

from __future__ import annotations

from xltools.live.areas import alike, merges
from xltools.live.uno.bridge import Remote
from xltools.snapshot import Area


class Probe:
    """Asks a sheet (LibreOffice's) about areas, in rows and columns as Excel counts them."""

    def __init__(self, sheet: Remote) -> None:
        self._cursor = sheet.createCursorByRange(sheet.getCellByPosition(0, 0))
        self._row = self._column = 1
        self._size = (1, 1)

    def number_format(self, area: Area) -> int | None:
        """LibreOffice's number for the format of an area's cells; None where they differ."""
        cursor = self._at(area)
        single = area[:2] == area[2:]
        if not single and cursor.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE":
            return None
        number: int = cursor.NumberFormat
        return number

    def merge_of(self, row: int, column: int) -> Area:
        """The merge that a cell lies in; the cell itself where it lies in none."""
        cursor = self._at((row, column, row, column))
        cursor.collapseToMergedArea()
        address = cursor.getRangeAddress()
        self._row, self._column = address.StartRow + 1, address.StartColumn + 1
        self._size = (0, 0)
        return self._row, self._column, address.EndRow + 1, address.EndColumn + 1

    def begins_merge(self, area: Area) -> bool | None:
        """True for the first cell of a merge, False where no merge begins, None for anything else."""
        if not self._at(area).getIsMerged():
            return False
        return True if area[:2] == area[2:] else None

    def formats(self, area: Area) -> list[tuple[Area, int]]:
        """Areas of one number format each that cover the area."""
        return list(alike(area, self.number_format))

    def merges(self, area: Area) -> list[Area]:
        """All merges that begin in an area."""
        return merges(area, self.begins_merge, self.merge_of)

    def _at(self, area: Area) -> Remote:
        """The cursor on an area."""
        top, left, bottom, right = area
        cursor = self._cursor
        size = right - left + 1, bottom - top + 1
        if size != self._size:
            cursor.collapseToSize(*size)
            self._size = size
        if (top, left) != (self._row, self._column):
            cursor.gotoOffset(left - self._column, top - self._row)
            self._row, self._column = top, left
        return cursor
