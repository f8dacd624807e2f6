"""One sheet as a person sees it: merged cells resolved, fillers blank, labels comparable."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from xltools.decimals import plain
from xltools.model import CellValue, Entry, Place
from xltools.patterns import Pattern
from xltools.snapshot import Position, Sheet
from xltools.value import exact, is_filler

_BRACKETS = Pattern(r"[(（【\[][^)）】\]]*[)）】\]]")
_NOISE = Pattern(r"[\s:：、，,。.·★*☆]+")


def normal_label(text: str) -> str:
    r"""Reduce a printed label to what identifies it.

    Spaces, line ends, colons, stars and anything in brackets — "(A)", "（万元）",
    "(50分)" — do not tell one label from another.

    >>> normal_label("全年 预算数(A)："), normal_label("绩 效\n指 标")
    ('全年预算数', '绩效指标')
    """
    folded = unicodedata.normalize("NFKC", text)
    return _NOISE.sub("", _BRACKETS.sub("", folded))


class Grid:
    """Cells of one sheet, looked up by position; covered cells answer for their merge."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.name = sheet.name
        self.height = len(sheet.rows)
        self._spans: dict[Position, tuple[int, int]] = {}
        self._anchors: dict[Position, Position] = {}
        for top, left, bottom, right in sheet.merges:
            anchor = (top, left)
            self._spans[anchor] = (bottom, right)
            # a merge down whole columns would cost a million entries; the form ends long before
            for row in range(top, min(bottom, self.height) + 1):
                for column in range(left, right + 1):
                    self._anchors[row, column] = anchor

    def anchor(self, row: int, column: int) -> Position:
        """The cell that holds the value shown at this position."""
        return self._anchors.get((row, column), (row, column))

    def end(self, row: int, column: int) -> Position:
        """The last (row, column) of the merge this cell belongs to, or the cell itself."""
        anchor = self.anchor(row, column)
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
            percent = position in self.sheet.percents
            return plain(number * 100) + "%" if percent else plain(number)
        if isinstance(value, datetime):
            value = value.date() if not (value.hour or value.minute) else value
        return value.isoformat() if isinstance(value, date) else str(value)

    def entry(self, label: str, row: int, column: int) -> Entry:
        """The cell with its place; the place is the merge's anchor, where a value is typed."""
        position = self.anchor(row, column)
        value = self.sheet.value(*position)
        text = self._text(value, position)
        return Entry(label, Place(self.name, *position), _unless_blank(value), text)

    def labels(self, first: int = 1, last: int | None = None) -> Iterator[tuple[Position, str]]:
        """Yield every text cell of the rows with its normal label, top down."""
        for row, cells in enumerate(self.sheet.rows[first - 1 : last], start=first):
            for column, value in enumerate(cells, start=1):
                if isinstance(value, str) and value:
                    label = normal_label(value)
                    if label:
                        yield (row, column), label


def _unless_blank(value: CellValue) -> CellValue:
    return None if isinstance(value, str) and not value.strip() else value
