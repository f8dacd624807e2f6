"""All sheets of an .xlsx: the plain ones from their bytes, what is unusual by scan and calamine."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache

from xltools.package.members import damaged
from xltools.package.number_formats import sort_out
from xltools.package.opc import Book, SheetPart
from xltools.package.plain_around import has_password
from xltools.package.plain_build import PlainSheet
from xltools.package.plain_sheet import SheetReader
from xltools.package.plain_texts import shared_texts
from xltools.package.recall import came_before
from xltools.package.scan import Scan, is_well_formed, scan_sheet
from xltools.package.styles import Styles, read_styles
from xltools.patterns import BytePattern
from xltools.snapshot import Sheet

_STRINGS = "xl/sharedStrings.xml"
_UNIQUE = BytePattern(rb"""\buniqueCount\s*=\s*["']\s*(\d+)""")
_SHEETS = 64

Found = tuple[Sheet, Scan]
_Key = tuple[bytes, str, bool, bool]


class _Reader:
    """Reads the sheets of workbooks with the same styles; sheets that came before are known."""

    def __init__(self, styles: Styles, *, sound: bool) -> None:
        self.styles = styles
        self.sound = sound
        self.plain = SheetReader(styles)
        self.known: dict[_Key, Found] = {}


_reader = lru_cache(maxsize=4)(
    lambda xml: _Reader(read_styles(xml), sound=not xml or is_well_formed(xml))
)


def plain_sheets(
    parts: Mapping[str, bytes], book: Book, label: str, unread: Container[str]
) -> list[Found] | None:
    """Return every sheet with what was found in its XML; None if one of them is unusual.

    Sheets in `unread` have no values. Only the bytes are searched: no other reader sees them.

    Raises:
        NotAWorkbookError: the table of texts is damaged.
    """
    found = [one for one in _plain(parts, book, label, unread) if one is not None]
    return found if len(found) == len(book.sheets) else None


def read_sheets(
    parts: Mapping[str, bytes], book: Book, label: str, unread: Container[str]
) -> list[Found]:
    """Return every sheet, also unusual ones, which calamine reads; see `plain_sheets`.

    Raises:
        NotAWorkbookError: damaged, or a cell outside Excel's grid, twice, or absurdly far away.
    """
    found = _plain(parts, book, label, unread)
    if None in found:
        return _with_unusual(found, parts, book, label, unread)
    return [each for each in found if each is not None]


def _plain(
    parts: Mapping[str, bytes], book: Book, label: str, unread: Container[str]
) -> list[Found | None]:
    reader = _reader(parts.get(_styles(parts, book, label), b""))
    if not reader.sound:
        raise damaged(label, "单元格样式的内容不完整")
    texts = _texts(parts, book, label)
    found: list[Found | None] = []
    for part in book.sheets:
        xml, skip = parts[part.part], part.name in unread
        key = (xml, part.name, part.hidden, skip) if came_before(xml) else None
        one = reader.known.get(key) if key else None
        if one is None and part.kind == "worksheet":
            sheet = reader.plain.read(xml, texts)
            one = _found(part, sheet, skip=skip) if sheet else None
            if one and sheet and key and not sheet.shares:
                if len(reader.known) >= _SHEETS:
                    reader.known.clear()
                reader.known[key] = one
        found.append(one)
    return found


def _styles(parts: Mapping[str, bytes], book: Book, label: str) -> str:
    """The part with the styles; without them a percentage would be read as a number.

    Raises:
        NotAWorkbookError: there ought to be one.
    """
    part = book.related.get("styles", "")
    if part and part not in parts:
        raise damaged(label, "单元格样式不见了")
    return part


def _texts(parts: Mapping[str, bytes], book: Book, label: str) -> list[str] | None:
    """The texts that belong to all sheets; None if they are unusual."""
    # calamine looks for the texts at the usual place whatever the relationship says
    related = book.related.get("sharedStrings", "")
    for strings in {related, _STRINGS}:
        _check_strings(parts.get(strings, b""), label)
    if not related:
        return None if _STRINGS in parts else []
    return shared_texts(parts.get(related, b"")) if related == _STRINGS else None


def _check_strings(xml: bytes, label: str) -> None:
    """Refuse a table that claims more texts than its bytes can hold: room is made for all."""
    match = _UNIQUE.search(xml)
    # the shortest text, <si/>, takes five bytes
    if match and int(match[1]) > len(xml) // 5:
        raise damaged(label, "文字表声称的条数不可能")
    if b"<![CDATA[" in xml:
        raise damaged(label, "文字表用了少见的 CDATA 写法")


def _found(part: SheetPart, sheet: PlainSheet, *, skip: bool) -> Found:
    scan = sheet.scan
    rows, merges = ([], ()) if skip else (sheet.rows, sheet.merges)
    shows = sort_out(rows, scan.shown)
    made = Sheet(
        part.name, rows, merges, part.hidden, scan.errors, scan.texts() if scan.formulas else {},
        shows.percents, shows.suffixes, shows.months, shows.blank_percents, sheet.password,
    )  # fmt: skip
    return made, scan


def _with_unusual(
    found: list[Found | None],
    parts: Mapping[str, bytes],
    book: Book,
    label: str,
    unread: Container[str],
) -> list[Found]:
    """The sheets, those that are unusual read by the scan and by calamine."""
    from xltools.package.values import check_written, read_values  # most do without

    styles = read_styles(parts.get(book.related.get("styles", ""), b"")).telling
    scans = [
        one[1]
        if one
        else scan_sheet(parts[part.part], styles, part.name, label)
        if part.kind == "worksheet"
        else Scan()
        for part, one in zip(book.sheets, found, strict=True)
    ]
    names = [part.name for part in book.sheets]
    passed = {n for n, one in zip(names, found, strict=True) if one or n in unread}
    values = read_values(parts, names, label, passed)
    sheets: list[Found] = []
    for part, one, scan in zip(book.sheets, found, scans, strict=True):
        read = values[part.name]
        if scan.written and part.name not in passed:
            check_written(scan.written, read, part.name, label)
            scan.written = {}
        shows = sort_out(read.rows, scan.shown)
        sheet = one[0] if one else Sheet(
            part.name, read.rows, read.merges, part.hidden, {**scan.errors, **read.not_finite},
            scan.texts() if scan.formulas else {}, shows.percents, shows.suffixes,
            shows.months, shows.blank_percents, has_password(parts[part.part]),
        )  # fmt: skip
        sheets.append((sheet, scan))
    return sheets
