"""Which cell styles show a number as a percentage."""

from __future__ import annotations

import re
from functools import lru_cache

from xltools.patterns import BytePattern

_ATTRIBUTES = rb"""((?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>"""
_FORMAT = BytePattern(rb"<(?:\w+:)?numFmt" + _ATTRIBUTES)
_STYLE = BytePattern(rb"<(?:\w+:)?xf\b([^>]*)")
_STYLES = BytePattern(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ID = BytePattern(rb"""\bnumFmtId\s*=\s*["'](\d+)""")
_CODE = BytePattern(rb"""\bformatCode\s*=\s*("[^"]*"|'[^']*')""")
_LITERAL = BytePattern(rb'"[^"]*"|[\\_*].')
"""Parts of a format code in which a % is only printed: quoted, escaped, a filler."""

_BUILT_IN = {b"9", b"10"}


@lru_cache(maxsize=16)
def percent_styles(xml: bytes) -> frozenset[bytes]:
    """Return the style numbers (as in a cell's `s`) whose format is a percentage.

    The forms of one blank share their styles to the byte, so a batch looks once.
    """
    formats = _BUILT_IN | _custom_formats(xml) if b"%" in xml else _BUILT_IN
    block = _STYLES.search(xml)
    if block is None:
        return frozenset()
    found = set()
    for number, style in enumerate(_STYLE.findall(block[0])):
        match = _ID.search(style)
        if match and match[1] in formats:
            found.add(b"%d" % number)
    return frozenset(found)


def _custom_formats(xml: bytes) -> set[bytes]:
    formats = set()
    for attributes in _FORMAT.findall(xml):
        number, code = _ID.search(attributes), _CODE.search(attributes)
        if number and code:
            plain = code[1][1:-1].replace(b"&quot;", b'"').replace(b"&apos;", b"'")
            if b"%" in _LITERAL.sub(b"", plain):
                formats.add(number[1])
    return formats
