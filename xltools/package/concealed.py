"""What a workbook shows of a cell and what it does not: rows and columns hidden, letters that
nobody can read, sheets without protection.

Nothing of it is needed to read a form; it is looked for when a bureau judges what came back. Each
format tells what it can: of a table of text nothing is known, and so nothing is hidden in it.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING

from xltools.package.contrast import Shown, Unreadable
from xltools.package.references import position
from xltools.package.workbook import Workbook
from xltools.patterns import BytePattern
from xltools.snapshot import Position

if TYPE_CHECKING:
    from xltools.package.concealed_styles import Styles

_ROW = BytePattern(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = BytePattern(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER = BytePattern(rb"""\br\s*=\s*["'](\d+)["']""")
_SPAN = {
    name: BytePattern(rb"""\b%s\s*=\s*["'](\d+)["']""" % name) for name in (b"min", b"max")
}
_HIDDEN = BytePattern(rb"""\bhidden\s*=\s*["'](?:1|true|on)["']""")
_LOW = BytePattern(rb"""\b(?:ht|width)\s*=\s*["']0?(?:\.\d+)?["']""")
"""A row or column less than a point or a letter's width high or wide."""
_SIGNS = (
    b'hidden="1"',
    b'hidden="true"',
    b'ht="0',
    b'width="0',
    b'="."',
    b"hidden='",
    b"hidden =",
)
_PROTECTED = BytePattern(rb"""\bsheet\s*=\s*["'](?:1|true|on)["']""")
_WIDEST = 16384


def what_is_shown(workbook: Workbook, names: Container[str]) -> dict[str, Shown]:
    """What each of these sheets shows, by its name; a sheet of which nothing is known is absent."""
    if workbook.kind == "xlsx":
        return _of_xlsx(workbook, names)
    if workbook.kind == "xls":
        from xltools.package.concealed_xls import of_xls

        return of_xls(workbook)
    if workbook.kind == "ods":
        from xltools.package.concealed_ods import of_ods

        return of_ods(workbook)
    return {}


def _of_xlsx(workbook: Workbook, names: Container[str]) -> dict[str, Shown]:
    from xltools.package.concealed_styles import styles_of

    parts, book = workbook.parts, workbook.book
    theme = parts.get(book.related.get("theme", ""), b"")
    styles = styles_of(parts.get(book.related.get("styles", ""), b""), theme)
    unreadable = styles.unreadable
    strings = parts.get(book.related.get("sharedStrings", ""), b"")
    own = b"rPr" in strings and _has_runs(strings, styles)
    found = {}
    for sheet in book.sheets:
        if sheet.kind != "worksheet" or sheet.name not in names:
            continue
        xml = parts[sheet.part]
        start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
        plain = workbook.scans[sheet.part].canonical
        cells = _styled(xml, unreadable, canonical=plain) if unreadable else {}
        if plain and (own or (b"rPr" in xml and _has_runs(xml, styles))):
            from xltools.package.concealed_runs import unreadable_runs

            runs = unreadable_runs(xml, strings, styles)
            cells = {spot: why for spot, why in (cells | runs).items() if why is not None}
        found[sheet.name] = Shown(
            _hidden_rows(xml[start:end]) if _hides(xml, start, end, plain) else frozenset(),
            _hidden_columns(xml[:start]) if _hides(xml, 0, start, plain) else frozenset(),
            cells,
            _is_protected(xml, end),
        )
    return found


def _has_runs(texts: bytes, styles: Styles) -> bool:
    """True if it matters that letters have a look of their own: it hides them, or shows them."""
    from xltools.package.concealed_runs import may_hide

    return bool(styles.unreadable) or may_hide(texts, styles)


def _hidden_rows(data: bytes) -> frozenset[int]:
    """The rows that have no height."""
    found, row = set(), 0
    for match in _ROW.finditer(data):
        number = _NUMBER.search(match[1])
        row = int(number[1]) if number else row + 1
        if _HIDDEN.search(match[1]) or _LOW.search(match[1]):
            found.add(row)
    return frozenset(found)


def _hidden_columns(head: bytes) -> frozenset[int]:
    """The columns that have no width; `head` is what stands before the rows."""
    found: set[int] = set()
    for match in _COLUMN.finditer(head):
        ends = [pattern.search(match[1]) for pattern in _SPAN.values()]
        if (_HIDDEN.search(match[1]) or _LOW.search(match[1])) and all(ends):
            first, last = (int(end[1]) for end in ends if end)
            found.update(range(first, min(last, _WIDEST) + 1))
    return frozenset(found)


def _hides(xml: bytes, start: int, end: int, plain: bool) -> bool:
    """False if nothing can be hidden there: a look that costs next to nothing, for nearly all forms.

    LibreOffice writes hidden="false" everywhere; XML that is not `plain` is always gone through.
    """
    return not plain or any(xml.find(sign, start, end) >= 0 for sign in _SIGNS)


def _is_protected(xml: bytes, start: int) -> bool:
    """True if the sheet is protected, with or without a password."""
    at = xml.find(b"sheetProtection", start)
    return at >= 0 and _PROTECTED.search(xml[at : xml.find(b">", at)]) is not None


def _styled(
    xml: bytes, styles: dict[bytes, Unreadable], *, canonical: bool
) -> dict[Position, Unreadable]:
    """The cells of these styles."""
    if not canonical:
        from xltools.package.scan_slow import read_cells

        cells = read_cells(xml, "", "")
        named = {style.decode(): reason for style, reason in styles.items()}
        return {(c.row, c.column): named[c.style] for c in cells if c.style in named}
    pattern = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*? s="(%s)"' % b"|".join(sorted(styles)))
    return {position(spot.decode()): styles[style] for spot, style in pattern.findall(xml)}
