"""The defined names of an .xlsx. The forms of one blank differ in their identity alone.

So the names are read once and kept, with the identity left out of the XML that they are known by.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from xltools.anchors import IDENTITY_NAME
from xltools.errors import NotAWorkbookError
from xltools.package.opc import DefinedName, elements
from xltools.package.references import resolve_names
from xltools.patterns import BytePattern
from xltools.snapshot import NamedCell

_IDENTITY = BytePattern(
    rb'<definedName name="%s">"(xltools\|[A-Za-z0-9|._-]*)"<' % IDENTITY_NAME.encode()
)
_LONGEST = 1 << 16

Resolved = tuple[dict[str, NamedCell], dict[str, str]]


def read_names(names: bytes, sheets: Sequence[str], part: str, label: str) -> Resolved:
    """Return our names that point at cells and those that hold a text; see `resolve_names`.

    `names` is the XML of the workbook part that holds them, and `sheets` are its sheets.

    Raises:
        NotAWorkbookError: not well-formed.
    """
    found = list(_IDENTITY.finditer(names))
    if len(found) != 1 or len(names) > _LONGEST:
        return _read(names, tuple(sheets), part, label)
    start, end = found[0].span(1)
    try:
        cells, constants = _known(names[:start] + names[end:], tuple(sheets))
    except NotAWorkbookError:
        return _read(names, tuple(sheets), part, label)  # which says of what file
    if constants.get(IDENTITY_NAME) != "":  # another name of that spelling won
        return _read(names, tuple(sheets), part, label)
    return cells, constants | {IDENTITY_NAME: found[0][1].decode()}


def defined_names(xml: bytes, part: str, label: str) -> list[DefinedName]:
    """Return all names that a workbook part defines, the user's own with them."""
    return [
        DefinedName(attributes.get("name", ""), text, "localSheetId" in attributes)
        for element, attributes, text in elements(xml, part, label)
        if element == "definedName"
    ]


def _read(names: bytes, sheets: tuple[str, ...], part: str = "", label: str = "") -> Resolved:
    return resolve_names(defined_names(names, part, label), sheets)


_known = lru_cache(maxsize=32)(_read)
