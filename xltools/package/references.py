"""Cell addresses and what a defined name points at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from xltools.anchors import PREFIX
from xltools.package import limits
from xltools.package.opc import DefinedName
from xltools.patterns import Pattern
from xltools.snapshot import Area, NamedCell

_TARGET = Pattern(
    r"=?(?:'((?:[^']|'')+)'|([^'!,:()\[\]]+))!\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?:[:,].*)?",
    re.DOTALL,
)


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Return the 1-based number of a column.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def position(address: str) -> tuple[int, int]:
    """Return (row, column) of a plain address.

    >>> position("AB7")
    (7, 28)
    """
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)


def area(reference: str) -> Area:
    """Return the corners of `B2:D4` or of the single cell `B2`; $ signs are ignored.

    >>> area("$B$2:D4"), area("B2")
    ((2, 2, 4, 4), (2, 2, 2, 2))
    """
    first, _, last = reference.replace("$", "").partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def resolve_names(
    names: Iterable[DefinedName], sheets: Iterable[str]
) -> tuple[dict[str, NamedCell], dict[str, str]]:
    """Return our names that point at cells, and those that hold a text.

    A name that is valid in the whole workbook wins over one of a single sheet; one that
    has lost its cell (#REF!) is ignored, and so are the user's own names.
    """
    cells: dict[str, NamedCell] = {}
    constants: dict[str, str] = {}
    canonical = {sheet.casefold(): sheet for sheet in sheets}
    ours = [name for name in names if name.name.startswith(PREFIX)]
    for name in sorted(ours, key=lambda name: not name.local):
        text = name.text.strip()
        constant = _constant(text)
        if constant is not None:
            constants[name.name] = constant
            continue
        match = _TARGET.fullmatch(text)
        if match is None:
            continue
        quoted, plain, letters, row = match.groups()
        sheet = canonical.get((quoted.replace("''", "'") if quoted else plain).casefold())
        column = column_number(letters.upper())
        if sheet is not None and int(row) <= limits.ROWS and column <= limits.COLUMNS:
            cells[name.name] = NamedCell(sheet, int(row), column)
    return cells, constants


def _constant(text: str) -> str | None:
    """The text of a constant such as `"shanxi-2020"`; None if it is none."""
    body = text.removeprefix("=")
    if len(body) >= 2 and body.startswith('"') and body.endswith('"'):
        inner = body[1:-1]
        if '"' not in inner.replace('""', ""):
            return inner.replace('""', '"')
    return None
