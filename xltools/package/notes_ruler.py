"""How large the box of a note is and where it lies: columns and rows in pixels."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from xltools.patterns import BytePattern, Pattern
from xltools.snapshot import Area

_COL = BytePattern(rb"<(?:\w+:)?col\s([^>]*)>")
_ROW = BytePattern(rb"<(?:\w+:)?row\s([^>]*)>")
_DEFAULT = BytePattern(rb"<(?:\w+:)?sheetFormatPr\s([^>]*)>")
_ATTRIBUTE = BytePattern(rb"""(\w+)\s*=\s*["']([^"']*)["']""")
_TRUE = (b"1", b"true")

_WIDE = Pattern(r"[\u1100-\uffff]")
_LINE, _CHARACTER, _MARGIN = 16, 12, 14
"""Pixels: a line of 9 points, a Chinese character of it, what a box keeps free."""
_WIDTHS, _MOST_LINES = (320, 440, 560), 14
_LEFT, _TOP = 15, 2
"""How far a box stands from its cell's right edge, and below its upper one."""
_LAST = 16_384
"""No box reaches beyond, even where all columns are hidden."""


class Box(Struct, frozen=True):
    """Where a box lies, in pixels from its sheet's corner, and its anchor as VML has it.

    The anchor: column, pixels into it, row, pixels into it, of the first corner and of the last.
    """

    left: int
    top: int
    width: int
    height: int
    anchor: tuple[int, int, int, int, int, int, int, int]


def size_for(text: str) -> tuple[int, int]:
    """Width and height of a box that shows the whole text: wider where it would be long.

    >>> size_for("短"), size_for("一二三四五六七八九十" * 9)[0]
    ((320, 30), 320)
    """
    width, lines = 0, 0
    for width in _WIDTHS:
        room = 2 * ((width - _MARGIN) // _CHARACTER - 1)  # punctuation does not begin a line
        wide = (len(line) + len(_WIDE.findall(line)) for line in text.split("\n"))
        lines = sum(max(1, -(-each // room)) for each in wide)
        if lines <= _MOST_LINES:
            break
    return width, lines * _LINE + _MARGIN


class Ruler:
    """The columns and rows of one sheet."""

    def __init__(self, xml: bytes) -> None:
        start = xml.find(b"sheetData")
        given = next(map(_attributes, _DEFAULT.findall(xml[:start])), {})
        self._default_height = _rows_pixels(given.get(b"defaultRowHeight"))
        self._default_width = _columns_pixels(given.get(b"defaultColWidth"))
        self._columns: list[tuple[int, int, int]] = []
        for col in map(_attributes, _COL.findall(xml[:start])):
            width = 0 if col.get(b"hidden") in _TRUE else _columns_pixels(col.get(b"width"))
            self._columns.append((int(col[b"min"]), int(col[b"max"]), width))
        self._rows: dict[int, int] = {}
        for row in map(_attributes, _ROW.findall(xml[start:])):
            hidden = row.get(b"hidden") in _TRUE
            if b"r" in row and (hidden or b"ht" in row):
                self._rows[int(row[b"r"])] = 0 if hidden else _rows_pixels(row.get(b"ht"))

    def box(self, area: Area, text: str) -> Box:
        """A box for a text beside a cell, or beside the merge that the cell is the corner of."""
        top, _, _, right = area
        width, height = size_for(text)
        left = sum(map(self._width, range(1, right + 1))) + _LEFT
        above = sum(map(self._height, range(1, top))) + _TOP
        column, into = _walk(self._width, right + 1, _LEFT)
        row, down = _walk(self._height, top, _TOP)
        last, over = _walk(self._width, column, into + width)
        bottom, rest = _walk(self._height, row, down + height)
        ends = (column - 1, into, row - 1, down, last - 1, over, bottom - 1, rest)
        return Box(left, above, width, height, ends)

    def _width(self, column: int) -> int:
        for first, last, width in self._columns:
            if first <= column <= last:
                return width
        return self._default_width

    def _height(self, row: int) -> int:
        return self._rows.get(row, self._default_height)


def _walk(size: Callable[[int], int], line: int, distance: int) -> tuple[int, int]:
    """Where one is after so many pixels from the beginning of a column or row."""
    while distance >= size(line) and line < _LAST:
        distance -= size(line)
        line += 1
    return line, distance


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _columns_pixels(width: bytes | None) -> int:
    """A digit of 11 points has seven pixels."""
    return round(float(width or b"9.14") * 7)


def _rows_pixels(height: bytes | None) -> int:
    return round(float(height or b"15") * 4 / 3)
