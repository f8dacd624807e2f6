"""One sheet as a person sees it: merged cells resolved, fillers blank, labels comparable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from xltools.decimals import plain
from xltools.model import CellValue, Entry, Place
from xltools.read.labels import LONGEST_LABEL, normal_label
from xltools.snapshot import Area, Position, Sheet
from xltools.value import exact, is_filler


class Grid:
    """Cells of one sheet, looked up by position; covered cells answer for their merge."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.name = sheet.name
        self.height = len(sheet.rows)
        self.width = max(map(len, sheet.rows), default=0)
        self._labels: dict[int, list[tuple[int, str]]] = {}
        self._anchors, self._spans = _merged(sheet.merges, self.height)

    def anchor(self, row: int, column: int) -> Position:
        """The cell that holds the value shown at this position."""
        spot = (row, column)
        return self._anchors.get(spot, spot)

    def end(self, row: int, column: int) -> Position:
        """The last (row, column) of the merge this cell belongs to, or the cell itself."""
        spot = (row, column)
        anchor = self._anchors.get(spot, spot)
        return self._spans.get(anchor, anchor)

    def is_anchor(self, row: int, column: int) -> bool:
        """True if a merge starts at this very cell."""
        return (row, column) in self._spans

    def raw(self, row: int, column: int) -> CellValue:
        """The value shown at this position; blank text is None."""
        return _unless_blank(self.sheet.value(*self.anchor(row, column)))

    def text(self, row: int, column: int) -> str | None:
        """The value as a person reads it; None for a blank cell or a filler such as / or —."""
        position = self.anchor(row, column)
        return self._text(self.sheet.value(*position), position)

    def _text(self, value: CellValue, position: Position) -> str | None:
        if value is None:
            return None
        if isinstance(value, str):
            text = value.strip()
            return None if is_filler(text) else text
        return self._shown(value, position)

    def _shown(self, value: CellValue, position: Position) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, (int, float, Decimal)):
            number = exact(value)
            if number is None:  # NaN and the like are shown as they are, and refused later
                return str(value)
            if position in self.sheet.percents:
                return plain(number * 100) + "%"
            return plain(number) + self.sheet.suffixes.get(position, "")
        if position in self.sheet.months and isinstance(value, date):
            return f"{value.year}年{value.month}月"
        if isinstance(value, datetime):
            value = value.date() if not (value.hour or value.minute) else value
        return value.isoformat() if isinstance(value, date) else str(value)

    def says_more(self, row: int, column: int) -> bool:
        """True if the number format says what the value does not: 12 shown as 12套, a day as 11月."""
        spot = self.anchor(row, column)
        return spot in self.sheet.suffixes or spot in self.sheet.months

    def entry(self, label: str, row: int, column: int) -> Entry:
        """The cell with its place; the place is the merge's anchor, where a value is typed."""
        spot = (row, column)
        row, column = spot = self._anchors.get(spot, spot)
        value = self.sheet.value(row, column)
        place = Place(self.name, row, column)
        blank = value is None
        return (None if blank else self.filled(label, place, value)) or Entry(label, place)

    def filled(self, label: str, place: Place, value: CellValue) -> Entry | None:
        """The entry of a cell that holds something; None for nothing but spaces."""
        if not isinstance(value, str):
            return Entry(label, place, value, self._shown(value, (place.row, place.column)))
        text = value.strip()
        if not text:
            return None
        return Entry(label, place, value, None if is_filler(text) else text)

    def labels(self, first: int = 1, last: int | None = None) -> Iterator[tuple[Position, str]]:
        """Yield every short text of the rows with its normal label, top down."""
        end = self.height if last is None else min(last, self.height)
        for row in range(first, end + 1):
            for column, label in self._labels_of(row):
                yield (row, column), label

    def _labels_of(self, row: int) -> list[tuple[int, str]]:
        found = self._labels.get(row)
        if found is None:
            found = self._labels[row] = [
                (column, label)
                for column, value in enumerate(self.sheet.rows[row - 1], start=1)
                if isinstance(value, str)
                and len(value) <= LONGEST_LABEL
                and (label := normal_label(value))
            ]
        return found

    def row_labels(self, row: int) -> list[tuple[int, str]]:
        """Columns and normal labels of one row's short texts."""
        return [(spot[1], label) for spot, label in self.labels(row, row)]


@lru_cache(maxsize=64)
def _merged(
    merges: tuple[Area, ...], height: int
) -> tuple[dict[Position, Position], dict[Position, Position]]:
    """The first cell of each covered one, and the last cell by the first; not to be changed.

    The forms of one blank have the same merges, so a batch spreads them out once.
    """
    anchors: dict[Position, Position] = {}
    spans: dict[Position, Position] = {}
    for top, left, bottom, right in merges:
        spans[top, left] = (bottom, right)
        # a merge down whole columns would cost a million entries; the form ends long before
        for row in range(top, min(bottom, height) + 1):
            for column in range(left, right + 1):
                anchors[row, column] = (top, left)
    return anchors, spans


def _unless_blank(value: CellValue) -> CellValue:
    return None if isinstance(value, str) and not value.strip() else value
