"""What nobody can read: letters in the colour of their ground, tiny ones, formats that print nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from xltools.model import CellValue
from xltools.patterns import Pattern
from xltools.snapshot import Position

RGB: TypeAlias = tuple[int, int, int]

BLACK: RGB = (0, 0, 0)
WHITE: RGB = (255, 255, 255)
FAINT = 1.3
"""Contrast as WCAG 2 reckons it, 1 to 21; light grey on white, which one just reads, has 1.4."""
NEAR = 100
"""How far two colours may be apart, added over red, green and blue: bright yellow on white has
hardly any contrast and is seen all the same."""
TINY = 3.0
"""Points; up to here letters are dots."""

_HEX = Pattern(r"[0-9A-Fa-f]{6,8}")
_TOKEN = Pattern(r'"[^"]*"?|\\.|!.|\[[^\]]*\]?|_.|\*.|.')
_PLACEHOLDERS = frozenset("0#?@.yYmMdDhHsSeEgGbB")
"""What stands for a part of the value; General and its translations begin with one of them."""
_ELAPSED = frozenset("[]hHmMsS")
_SHOWN = (True,)


class Unreadable(Struct, frozen=True):
    """Why a cell cannot be read: colours of letters and ground, the letters' size, or the format."""

    font: str = ""
    fill: str = ""
    size: float = 0.0
    code: str = ""

    def hides(self, value: CellValue) -> bool:
        """True if this value is not seen: a format may hide numbers and show texts."""
        return not self.code or is_hidden(self.code, value)


class Shown(Struct, frozen=True):
    """What is known of one sheet; `protected` is None where the format does not tell it."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    unreadable: dict[Position, Unreadable] = {}
    protected: bool | None = None


def luminance(rgb: RGB) -> float:
    """Relative luminance as in WCAG 2, 0 to 1."""
    red, green, blue = (
        each / 3294.6 if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_faint(font: RGB, fill: RGB) -> bool:
    """True if letters of one colour cannot be seen on the other.

    >>> is_faint(WHITE, (255, 251, 230)), is_faint((217, 217, 217), WHITE), is_faint((255, 255, 0), WHITE)
    (True, False, False)
    """
    if sum(abs(one - other) for one, other in zip(font, fill, strict=True)) > NEAR:
        return False
    low, high = sorted((luminance(font), luminance(fill)))
    return (high + 0.05) / (low + 0.05) < FAINT


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[bool, ...]:
    """For each section of a number format: does it print the value at all?

    A format with conditions of its own is not understood, and taken to print everything.
    """
    if not code or "[<" in code or "[>" in code or "[=" in code:
        return _SHOWN
    found = [False]
    for token in _TOKEN.findall(code):
        if token == ";":
            found.append(False)
        elif token in _PLACEHOLDERS or (token[0] == "[" and set(token) <= _ELAPSED):
            found[-1] = True
    return tuple(found)


def is_hidden(code: str, value: CellValue) -> bool:
    """True if this number format does not show the value. That a 0 is not shown is nothing unusual.

    >>> is_hidden(";;;", "甲"), is_hidden(";;;@", "甲"), is_hidden("0;-0;;@", 0.0), is_hidden(";;", 5.0)
    (True, False, False, True)
    """
    sections = _sections(code)
    if isinstance(value, str):
        return len(sections) == 4 and not sections[3]
    if isinstance(value, bool) or not isinstance(value, int | float) or value == 0:
        return False
    return not sections[1 if value < 0 and len(sections) > 1 else 0]


def judge_style(
    font: RGB | None, fill: RGB | None, size: float, code: str
) -> Unreadable | None:
    """Why cells of such a style cannot be read; None if they can. An unknown colour is None."""
    if font is not None and fill is not None and is_faint(font, fill):
        return Unreadable(font=written(font), fill=written(fill))
    if 0 < size <= TINY:
        return Unreadable(size=size)
    return None if all(_sections(code)) else Unreadable(code=code)


def written(rgb: RGB) -> str:
    """A colour as people name it.

    >>> written(WHITE), written((255, 251, 230))
    ('白色', '#FFFBE6')
    """
    return {WHITE: "白色", BLACK: "黑色"}.get(rgb) or "#{:02X}{:02X}{:02X}".format(*rgb)


def rgb_of(digits: str) -> RGB | None:
    """The colour of RRGGBB or AARRGGBB; None for anything else.

    >>> rgb_of("FFFFFBE6"), rgb_of("auto")
    ((255, 251, 230), None)
    """
    if _HEX.fullmatch(digits) is None:
        return None
    number = int(digits[-6:], 16)
    return number >> 16, number >> 8 & 0xFF, number & 0xFF
