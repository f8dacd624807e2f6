"""How a range of a Calc sheet looks, as xlwings asks for it: the lower half of `range`."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.live.uno.bridge import Remote, enum
from xltools.live.uno.looks import Color, Font, color_of, common, rgb
from xltools.live.wings import base_classes
from xltools.snapshot import Area

_ACROSS = {
    "general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT",
    "fill": "REPEAT", "justify": "BLOCK",
}  # fmt: skip
_DOWN = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
"""com.sun.star.table.CellVertJustify2"""

POINTS = 72 / 2540
"""Points in 1/100 mm."""

_PADDING = 5 / 7
"""What stands beside the digits of a column, in digits."""


class RangeLooks(base_classes.Range):
    """Number format, colour, font, alignment, heights and widths; `_sheet` is the engine's sheet."""

    _sheet: Remote
    area: Area

    @property
    def number_format(self) -> str | None:
        key = common(self.api, "NumberFormat")
        return None if key is None else self._sheet.book.format_code(key)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.api.NumberFormat = self._sheet.book.format_key(code)

    @property
    def color(self) -> Color | None:
        return color_of(common(self.api, "CellBackColor"))

    @color.setter
    def color(self, value: object) -> None:
        self.api.CellBackColor = rgb(value)

    @property
    def font(self) -> Font:
        return Font(self.api)

    @property
    def wrap_text(self) -> bool | None:
        return common(self.api, "IsTextWrapped")  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = value

    @property
    def horizontal_alignment(self) -> str | None:
        kept = common(self.api, "HoriJustify")
        return next((name for name, own in _ACROSS.items() if kept and own == kept.value), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.api.HoriJustify = enum(
            "com.sun.star.table.CellHoriJustify", _ACROSS.get(value, "CENTER")
        )

    @property
    def vertical_alignment(self) -> str | None:
        kept = common(self.api, "VertJustify")
        names = {number: name for name, number in _DOWN.items()}
        return None if kept is None else names.get(kept, "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.api.VertJustify = _DOWN.get(value, 4)

    @property
    def row_height(self) -> float | None:
        lines = self._sheet.lines
        heights = {lines.getByIndex(row - 1).Height for row in self._rows}
        return float(heights.pop() * POINTS) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        height = round(value / POINTS)
        for row in self._rows:
            self._sheet.lines.getByIndex(row - 1).Height = height

    @property
    def _rows(self) -> range:
        return range(self.area[0], self.area[2] + 1)

    @property
    def column_width(self) -> float | None:
        """In digits of the usual font, as Excel shows it."""
        widths = {column.Width for column in _lines(self.api.getColumns())}
        if len(widths) != 1:
            return None
        return float(round(widths.pop() / self._sheet.book.digit - _PADDING, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.getColumns().Width = round((value + _PADDING) * self._sheet.book.digit)

    @property
    def row_hidden(self) -> bool | None:
        shown = {self._sheet.lines.getByIndex(row - 1).IsVisible for row in self._rows}
        return not shown.pop() if len(shown) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.getRows().IsVisible = not value


def _lines(lines: Remote) -> Iterator[Remote]:
    for index in range(lines.getCount()):
        yield lines.getByIndex(index)
