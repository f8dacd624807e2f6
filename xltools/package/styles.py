"""What the cell styles of an .xlsx show beside the digits: percentages, units, months."""

from __future__ import annotations

import re
from functools import lru_cache

from xltools.package.number_formats import MONTH_IDS, PLAIN, Shown, read_format
from xltools.package.scan import unescape
from xltools.patterns import BytePattern

_ATTRIBUTES = rb"""((?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>"""
_FORMAT = BytePattern(rb"<(?:\w+:)?numFmt" + _ATTRIBUTES)
_STYLE = BytePattern(rb"<(?:\w+:)?xf\b([^>]*)")
_STYLES = BytePattern(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ID = BytePattern(rb"""\bnumFmtId\s*=\s*["'](\d+)""")
_CODE = BytePattern(rb"""\bformatCode\s*=\s*("[^"]*"|'[^']*')""")

_BUILT_IN = {b"9": Shown(percent=True), b"10": Shown(percent=True)} | {
    b"%d" % number: Shown(month=True) for number in MONTH_IDS
}


@lru_cache(maxsize=16)
def telling_styles(xml: bytes) -> dict[bytes, Shown]:
    """Return the style numbers (as in a cell's `s`) whose format says more than digits.

    The forms of one blank share their styles to the byte, so a batch looks once.
    """
    formats = _BUILT_IN | _custom_formats(xml) if b"numFmt" in xml else _BUILT_IN
    block = _STYLES.search(xml)
    if block is None:
        return {}
    found = {}
    for number, style in enumerate(_STYLE.findall(block[0])):
        match = _ID.search(style)
        shown = formats.get(match[1], PLAIN) if match else PLAIN
        if shown is not PLAIN and shown != PLAIN:
            found[b"%d" % number] = shown
    return found


def _custom_formats(xml: bytes) -> dict[bytes, Shown]:
    """A file may give a built-in number a code of its own, which then holds."""
    formats = {}
    for attributes in _FORMAT.findall(xml):
        number, code = _ID.search(attributes), _CODE.search(attributes)
        if number and code:
            formats[number[1]] = read_format(unescape(code[1][1:-1]))
    return formats
