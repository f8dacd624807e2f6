"""The sheets of a Calc document as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from xltools.live.uno.bridge import Remote
from xltools.live.uno.notes import Note, notes_of
from xltools.live.uno.range import Range, area_of
from xltools.live.wings import base_classes
from xltools.package.limits import ROWS
from xltools.package.references import area as parsed
from xltools.patterns import Pattern

_LINES = Pattern(r"\$?(\d+):\$?(\d+)")


class Sheets(base_classes.Sheets):
    """All sheets of a book, in their order."""

    def __init__(self, book: Remote) -> None:
        self._book = book

    @property
    def api(self) -> Remote:
        return self._book.api.getSheets()

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.api.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: int | str) -> Sheet:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise KeyError(name_or_index)
            return Sheet(self._book, self.api.getByIndex(name_or_index - 1))
        wanted = name_or_index.casefold()
        for name in self.api.getElementNames():
            if name.casefold() == wanted:
                return Sheet(self._book, self.api.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        for index in range(len(self)):
            yield Sheet(self._book, self.api.getByIndex(index))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Excel puts a new sheet before the active one, and opens it."""
        neighbour = before or after or self.active
        at = neighbour.index - 1 + (after is not None and before is None)
        taken = {each.casefold() for each in self.api.getElementNames()}
        number = len(taken) + 1
        while f"sheet{number}" in taken:
            number += 1
        chosen = name or f"Sheet{number}"
        self.api.insertNewByName(chosen, at)
        sheet = Sheet(self._book, self.api.getByName(chosen))
        sheet.activate()
        return sheet


class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Remote, sheet: Remote) -> None:
        self._book, self._sheet = book, sheet

    @property
    def api(self) -> Remote:
        return self._sheet

    @property
    def book(self) -> Remote:
        return self._book

    @property
    def name(self) -> str:
        return str(self._sheet.getName())

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.setName(value)

    @cached_property
    def annotations(self) -> Remote:
        """LibreOffice's notes of the sheet; the collection follows what is done to it."""
        return self._sheet.getAnnotations()

    @cached_property
    def lines(self) -> Remote:
        """LibreOffice's rows of the sheet."""
        return self._sheet.getRows()

    @property
    def index(self) -> int:
        return int(self._sheet.getRangeAddress().Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._sheet.IsVisible = value

    def range(self, arg1: Remote, arg2: Remote = None) -> Range:
        """A range by address, by a defined name, by one corner or two, or (row, column, rows, columns)."""
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, rows, columns = arg1
            return Range(self, (row, column, row + rows - 1, column + columns - 1))
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._corners(arg1)
        last = first if arg2 is None else self._corners(arg2)
        return Range(
            self,
            (
                min(first[0], last[0]),
                min(first[1], last[1]),
                max(first[2], last[2]),
                max(first[3], last[3]),
            ),
        )

    def _corners(self, where: Remote) -> tuple[int, int, int, int]:
        if isinstance(where, Range):
            return where.area
        if isinstance(where, tuple):
            if 0 in where:
                raise IndexError("rows and columns are counted from 1")
            return where[0], where[1], where[0], where[1]
        lines = _LINES.fullmatch(where)
        if lines:
            return int(lines[1]), 1, int(lines[2]), self._width
        try:
            return parsed(where.upper())
        except (ValueError, IndexError):
            found: Range = self._book.names(where).refers_to_range
            return found.area

    @property
    def _width(self) -> int:
        """All columns: LibreOffice has as many as Excel only where it was asked to."""
        return int(self._sheet.getRangeAddress().EndColumn) + 1

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1, ROWS, self._width))

    @property
    def used_range(self) -> Range:
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, area_of(cursor.getRangeAddress()))

    def activate(self) -> None:
        self._book.api.getCurrentController().setActiveSheet(self._sheet)

    select = activate

    def delete(self) -> None:
        self._book.api.getSheets().removeByName(self.name)

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    @property
    def names(self) -> Remote:
        return self._book.names

    @property
    def notes(self) -> list[Note]:
        return notes_of(self)
