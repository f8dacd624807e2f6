"""Cells of a list → values for a form: texts as they read, numbers exact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from xltools.model import CellValue, Place
from xltools.package.cells import clean_text
from xltools.package.limits import TEXT_LENGTH
from xltools.profile import HeadField
from xltools.read.grid import Grid
from xltools.sending.model import Mistake, Value
from xltools.snapshot import Position
from xltools.value import ValueParseError, parse_year

EXAMPLE = "示例"
"""A row that begins so shows how to fill in a list, and is not sent."""

_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's calendar, for days from March 1900 on."""


def first_text(grid: Grid, row: int) -> str | None:
    """What the first filled cell of a row says; None for a blank row."""
    texts = (grid.text(row, column) for column in range(1, grid.width + 1))
    return next(filter(None, texts), None)


class ListCells:
    """Reads the cells of one sheet and collects what is wrong with them."""

    def __init__(self, grid: Grid, mistakes: list[Mistake]) -> None:
        self.grid = grid
        self._mistakes = mistakes
        self._told: set[Position] = set()

    def place(self, spot: Position) -> Place:
        """Where a cell is; for a merged one its first cell."""
        return Place(self.grid.name, *self.grid.anchor(*spot))

    def mistake(self, spot: Position, message: str) -> None:
        """Remember what is wrong with a cell, once."""
        place = self.place(spot)
        if (place.row, place.column) not in self._told:
            self._told.add((place.row, place.column))
            self._mistakes.append(Mistake(place, message))

    def text(self, spot: Position | None, label: str) -> str:
        """The cell as it reads, "" for a blank one: a typed text stays as it is typed."""
        if spot is None:
            return ""
        place = self.grid.anchor(*spot)
        if place in self.grid.sheet.errors:
            self.mistake(
                spot, f"{label}显示 {self.grid.sheet.errors[place]}，公式算不出来，请改正。"
            )
            return ""
        raw = self.grid.raw(*spot)
        text = clean_text(raw.strip()) if isinstance(raw, str) else self.grid.text(*spot) or ""
        if isinstance(raw, str) and len(raw.encode("utf-16-le")) > 2 * TEXT_LENGTH:
            self.mistake(spot, f"{label}太长，一格最多 {TEXT_LENGTH} 字，请缩短。")
        return text

    def number(
        self, spot: Position, label: str, parse: Callable[[CellValue], Decimal | None]
    ) -> Decimal | None:
        """The cell's number; None for a blank one, or for one that cannot be read."""
        text = self.text(spot, label)
        raw = self.grid.raw(*spot)
        if not text:
            return None
        try:
            value = parse(text if self.grid.says_more(*spot) else raw)
        except ValueParseError as problem:
            self.mistake(spot, f"{label}读不懂：{problem}")
            return None
        if value is not None and value < 0:
            self.mistake(spot, f"{label}是负数（{value}），请核对。")
        return value

    def year(self, spot: Position | None) -> int | None:
        """The year; None for a blank cell, or for one that names none."""
        if spot is None:
            return None
        try:
            return parse_year(self.grid.raw(*spot))
        except ValueParseError as problem:
            self.mistake(spot, f"年度读不懂：{problem}")
            return None

    def field(self, spot: Position, field: HeadField) -> Value | None:
        """What goes into a cell of the head; None for nothing."""
        if field.kind == "year":
            year = self.year(spot)
            return None if year is None else Decimal(year)
        raw = self.grid.raw(*spot)
        if field.kind == "date" and isinstance(raw, date):
            day = raw.date() if isinstance(raw, datetime) else raw
            return Decimal((day - _EPOCH).days)
        return self.text(spot, field.label) or None
