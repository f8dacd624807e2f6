"""What stands around the cells of a plain sheet: merges, a password, and whether it is XML at all."""

from __future__ import annotations

import pyexpat as expat
from functools import lru_cache

from xltools.package.references import area, position
from xltools.patterns import BytePattern
from xltools.snapshot import Area

_ROOT = BytePattern(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>\s*)?<worksheet[\s>]")
_DIMENSION = BytePattern(
    rb'<dimension ref="[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?" ?/>'
)
_MERGES = BytePattern(rb"<mergeCells(?:\s[^<>]*)?>((?:<mergeCell ref=\"[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?\" ?/>)*)</mergeCells>")  # fmt: skip
_BEGIN, _END = b"<sheetViews>", b"</sheetViews>"
_VIEWS = BytePattern(
    rb'<sheetViews>(?:<[a-zA-Z0-9]+(?: [a-zA-Z0-9:]+="[^"<>&]*")* ?/?>|</[a-zA-Z0-9]+>)*</sheetViews>'
)
_REF = BytePattern(rb'ref="([^"]+)"')

_LONGEST = 1 << 12
"""Longer views are odd, and not remembered."""

_AROUND = 1 << 16
"""What stands around the cells is remembered up to this length."""


def without_views(head: bytes) -> bytes:
    """What stands before the cells but for where the cursor was: that tells nothing, and always differs."""
    start = head.find(_BEGIN)
    end = head.find(_END, start) + len(_END)
    if start < 0 or not start < end <= start + _LONGEST or not _are_views(head[start:end]):
        return head
    return head[:start] + head[end:]


@lru_cache(maxsize=1024)
def _are_views(xml: bytes) -> bool:
    return _VIEWS.fullmatch(xml) is not None


def look_around(head: bytes, tail: bytes) -> tuple[tuple[Area, ...], bool] | None:
    """Merges and password from what stands around the cells; None if that is unusual."""
    if len(head) + len(tail) > _AROUND:
        return _look(head, tail)
    return _known_around(head, tail)


@lru_cache(maxsize=64)
def _known_around(head: bytes, tail: bytes) -> tuple[tuple[Area, ...], bool] | None:
    return _look(head, tail)


def _look(head: bytes, tail: bytes) -> tuple[tuple[Area, ...], bool] | None:
    if b"<!" in head or b"<!" in tail or b"<?" in tail or b"sheetData" in tail:
        return None
    if b"dimension" in head and not _DIMENSION.search(head):
        return None
    if not _ROOT.match(head) or b":mergeCell" in tail or b"mergeCell" in head:
        return None
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(head + b"<sheetData/>" + tail, True)
    except (expat.ExpatError, ValueError, LookupError):
        return None
    merges: tuple[Area, ...] = ()
    if b"mergeCell" in tail:
        found = _MERGES.search(tail)
        if found is None or tail.count(b"<mergeCells") > 1:
            return None
        listed = _listed(found[1])
        if listed is None:
            return None
        merges = listed
    return merges, has_password(head) or has_password(tail)


@lru_cache(maxsize=64)
def _listed(xml: bytes) -> tuple[Area, ...] | None:
    """The merges of a list, the same object for the same list; None with corners out of order."""
    refs = [ref.decode() for ref in _REF.findall(xml)]
    merges = tuple(area(ref) for ref in refs)
    firsts = [position(ref.partition(":")[0]) for ref in refs]
    return merges if firsts == [each[:2] for each in merges] else None


def has_password(xml: bytes) -> bool:
    """True if the sheet is protected with a password, old style or new."""
    start = xml.rfind(b"sheetProtection")
    tag = xml[start : xml.find(b">", start)] if start >= 0 else b""
    return b" password=" in tag or b" hashValue=" in tag
