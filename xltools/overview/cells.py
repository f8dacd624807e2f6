"""Cells of a long table as XML: XlsxWriter takes several times as long for them one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from xltools.model import column_letters
from xltools.overview.columns import Column, Value
from xltools.overview.texts import LEAST, cell_text, height, short_name
from xltools.patterns import Pattern

_CODE = Pattern(r"_(?=x[0-9A-Fa-f]{4}_)")
_KEPT, _SHORT = 2_000, 100
"""Values of a column that are remembered, and how long they may be: most stand on many lines."""

Made: TypeAlias = tuple[str, float]
"""What follows on a cell's address, and how many points high its row must be."""


class Cells:
    """The cells of one column in their format."""

    def __init__(self, number: int, column: Column, look: int) -> None:
        self.start = f'<c r="{column_letters(number + 1)}'
        self._style, self._is_path = f'" s="{look}"', column.kind == "link"
        margins = column.kind in ("text", "link")
        self._width = column.width if margins else column.width + 2
        self._plain = (self._width - 3) / 2
        """Characters that fit on one line whatever they are."""
        self._known: dict[Value, Made] = {}

    def made(self, value: Value) -> Made:
        """The cell of a value."""
        known = self._known.get(value)
        if known is not None:
            return known
        made = self._made(value)
        if len(made[0]) <= _SHORT:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[value] = made
        return made

    def _made(self, value: Value) -> Made:
        if value is None or value == "":
            return f"{self._style}/>", LEAST
        if not isinstance(value, str):
            return f"{self._style}><v>{digits(value)}</v></c>", LEAST
        text = cell_text(short_name(value) if self._is_path else value)
        inner = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
        return f'{self._style} t="inlineStr">{inner}</c>', self._height(text)

    def _height(self, text: str) -> float:
        if len(text) <= self._plain and "\n" not in text:
            return LEAST
        return height(text, self._width)


def digits(value: int | Decimal) -> str:
    """A number as Excel keeps it, fifteen digits or more.

    >>> digits(Decimal("0.3")), digits(Decimal("100.000000")), digits(7)
    ('0.3', '100', '7')
    """
    return str(value) if isinstance(value, int) else repr(float(value)).removesuffix(".0")


def escaped(text: str) -> str:
    """A text as XML; what readers would take for a coded character stays itself.

    >>> escaped("投诉率<5% _x0041_")
    '投诉率&lt;5% _x005F_x0041_'
    """
    if "_x" in text:
        text = _CODE.sub("_x005F_", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text
