"""Texts as a cell can hold them, how much room they take, and links to files beside the workbook."""

from __future__ import annotations

import math
import os
import unicodedata
from functools import lru_cache
from pathlib import Path

from xltools.package import limits
from xltools.package.cells import clean_text

CUT = "…（以下略，全文见原表）"
_MOST = limits.TEXT_LENGTH
LINE, PAD, LEAST, HIGHEST = 14.5, 7.0, 21.0, 409.0
"""Points: of a line of 10.5, of the room around it; no row is lower or higher than the last two."""


def cell_text(text: str) -> str:
    r"""The text as a cell can hold it: control characters and half characters gone, an end that says
    so where it is longer than 32,767.

    >>> cell_text("第一行\r\n第二行\x07")
    '第一行\n第二行'
    """
    if len(text) * 2 > _MOST and len(text.encode("utf-16-le", "replace")) > 2 * _MOST:
        units = text.encode("utf-16-le", "surrogatepass")[: 2 * (_MOST - len(CUT))]
        text = units.decode("utf-16-le", "ignore") + CUT
    return clean_text(text)


def height(text: str, width: float, size: float = 10.5) -> float:
    """Points of a row in which this text is seen whole, in a column as wide as `width` digits.

    Programs other than Excel do not find it themselves, and none does for merged cells.
    """
    if len(text) * 2 <= width - 3 and "\n" not in text:
        return LEAST
    room = max((width - 3) * 10.5 / size, 2)
    lines = sum(max(1, math.ceil(_wide(line) / room)) for line in text.split("\n"))
    return min(max(lines * LINE * size / 10.5 + PAD, LEAST), HIGHEST)


@lru_cache(maxsize=4096)
def _wide(text: str) -> int:
    """Digits that a line takes: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


_ESCAPED = {char: f"%{ord(char):02X}" for char in '%#?"<>[]^`{}|\\ :'}
"""With the colon: a file called javascript:x.xlsx is a file."""
_LINK_LENGTH = 2_000
_LINKED = frozenset((
    ".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett", ".ods", ".ots", ".csv", ".zip",
    ".rar", ".7z", ".docx", ".doc", ".wps", ".pdf", ".txt", ".jpg", ".jpeg", ".png",
))  # fmt: skip
"""What may be opened by a click; a program or a shortcut that came among the forms may not."""


def short_name(path: str) -> str:
    """A file's name; of a member of an archive with the archive's: 残联.zip/自评表.xlsx."""
    parts = path.split("/")
    for place, part in enumerate(parts[:-1]):
        if part.lower().endswith(".zip"):
            return "/".join(parts[place:])
    return parts[-1]


def link_to(disk: str, folder: Path) -> str | None:
    """The address of a file as a workbook in `folder` gives it: relative where there is a way.

    None where there is no file, no document, or no address that a spreadsheet program could follow.
    """
    if os.path.splitext(disk)[1].lower() not in _LINKED:  # noqa: PTH122 - called for each line
        return None
    try:
        way = os.path.relpath(disk, folder)
    except ValueError:  # on another drive of Windows
        way = Path(disk).absolute().as_uri()
        return way if len(way) <= _LINK_LENGTH else None
    way = clean_text(way).replace(os.sep, "/")
    address = "".join(_ESCAPED.get(char, char) for char in way)
    return address if len(address.encode("utf-16-le")) <= 2 * _LINK_LENGTH else None
