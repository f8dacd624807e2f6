"""Cells of a long table as XML: XlsxWriter takes several times as long for them one by one."""

from __future__ import annotations

from decimal import Decimal

from xltools.model import column_letters
from xltools.overview.columns import Column, Value
from xltools.overview.texts import LEAST, height
from xltools.patterns import Pattern

_CODE = Pattern(r"_(?=x[0-9A-Fa-f]{4}_)")


class Cells:
    """The cells of one column: their place, their format, how high they make a row."""

    def __init__(self, number: int, column: Column, look: int) -> None:
        self._start, self._style = f'<c r="{column_letters(number + 1)}', f'" s="{look}"'
        margins = column.kind in ("text", "link")
        self._width = column.width if margins else column.width + 2
        self._plain = (self._width - 3) / 2
        """Characters that fit on one line whatever they are."""

    def height(self, text: str) -> float:
        """Points of a row in which the text is seen whole."""
        if len(text) <= self._plain and "\n" not in text:
            return LEAST
        return height(text, self._width)

    def xml(self, row: int, value: Value) -> str:
        """The cell in this row (from 1); a text is one that a cell can hold."""
        if value is None or value == "":
            return f"{self._start}{row}{self._style}/>"
        if isinstance(value, str):
            inner = f'<is><t xml:space="preserve">{escaped(value)}</t></is>'
            return f'{self._start}{row}{self._style} t="inlineStr">{inner}</c>'
        return f"{self._start}{row}{self._style}><v>{digits(value)}</v></c>"


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
