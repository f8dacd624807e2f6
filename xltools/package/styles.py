"""What the cell styles of an .xlsx show beside the digits: percentages, units, months."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from xltools.package.number_formats import MONTH_IDS, PLAIN, Shown, read_format
from xltools.package.scan import unescape
from xltools.patterns import BytePattern, Pattern

_ATTRIBUTES = rb"""((?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>"""
_FORMAT = BytePattern(rb"<(?:\w+:)?numFmt" + _ATTRIBUTES)
_STYLE = BytePattern(rb"<(?:\w+:)?xf\b([^>]*)")
_STYLES = BytePattern(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ID = BytePattern(rb"""\bnumFmtId\s*=\s*["'](\d+)""")
_CODE = BytePattern(rb"""\bformatCode\s*=\s*("[^"]*"|'[^']*')""")

_NO_DATE = Pattern(
    r'"[^"a-zA-Z]*"|\\[^a-zA-Z]|\[(?:Red|Blue|Green|Black|红色|蓝色|\$[^\]a-zA-Z]*|[<>=0-9.]+)\]|General|E\+'
)
"""What is in a format and never of a date: literals, colours, currencies, conditions."""

_DOUBTFUL = Pattern(r'[a-zA-Z"\[\\]')
_NO_DATES = frozenset(b"%d" % n for n in (*range(14), *range(37, 45), 48, 49))
"""Built-in formats (18.8.30) of numbers and texts."""

_BUILT_IN = {b"9": Shown(percent=True), b"10": Shown(percent=True)} | {
    b"%d" % number: Shown(month=True) for number in MONTH_IDS
}


class Styles(Struct, frozen=True):
    """The style numbers (as in a cell's `s`) of which a reader must know.

    `telling` are those whose format says more than digits, `dated` those under which a
    number may be a date: also what only looks like one.
    """

    telling: dict[bytes, Shown]
    dated: frozenset[bytes]


@lru_cache(maxsize=16)
def read_styles(xml: bytes) -> Styles:
    """Return what the styles part says; the forms of one blank share it, so a batch looks once."""
    codes = _custom_codes(xml) if b"numFmt" in xml else {}
    formats = _BUILT_IN | {number: read_format(code) for number, code in codes.items()}
    block = _STYLES.search(xml)
    telling, dated = {}, set()
    for number, style in enumerate(_STYLE.findall(block[0]) if block else ()):
        match, name = _ID.search(style), b"%d" % number
        shown = formats.get(match[1], PLAIN) if match else PLAIN
        if shown is not PLAIN and shown != PLAIN:
            telling[name] = shown
        if match and _may_be_date(match[1], codes.get(match[1])):
            dated.add(name)
    return Styles(telling, frozenset(dated))


def _custom_codes(xml: bytes) -> dict[bytes, str]:
    """A file may give a built-in number a code of its own, which then holds."""
    codes = {}
    for attributes in _FORMAT.findall(xml):
        number, code = _ID.search(attributes), _CODE.search(attributes)
        if number and code:
            codes[number[1]] = unescape(code[1][1:-1])
    return codes


def _may_be_date(number: bytes, code: str | None) -> bool:
    """True unless the format is surely none of a date."""
    if code is None:
        return number not in _NO_DATES
    return _DOUBTFUL.search(_NO_DATE.sub("", code)) is not None
