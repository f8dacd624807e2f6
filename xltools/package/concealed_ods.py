"""What an .ods hides: the same parts read once more, and only where a quick look finds a reason."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from xltools.errors import NotAWorkbookError
from xltools.package import limits
from xltools.package.concealed_styles import parsed
from xltools.package.contrast import (
    BLACK,
    RGB,
    WHITE,
    Shown,
    Unreadable,
    judge_style,
    luminance,
    rgb_of,
)
from xltools.package.ods_names import STYLE, TABLE, count, local
from xltools.package.scan import unescape
from xltools.package.workbook import Workbook
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_COLOUR = BytePattern(rb'fo:color="#([0-9a-fA-F]{6})"')
_SMALL = BytePattern(rb'fo:font-size="[0-3](?:\.\d+)?pt"')
_GROUND = BytePattern(rb'fo:background-color="#([0-9a-fA-F]{6})"')
_TABLE = BytePattern(rb"<table:table [^>]*>")
_NAME = BytePattern(rb'table:name="([^"]*)"')
_ROWS = ("table-row-group", "table-rows", "table-header-rows")
_COLUMNS = ("table-column-group", "table-columns", "table-header-columns")
_CELLS = ("table-cell", "covered-table-cell")
_CHAIN = 16
_BRIGHT = 0.4
"""Luminance from which letters may be lost on a white page."""


def of_ods(workbook: Workbook) -> dict[str, Shown]:
    """What each sheet shows. Most programs know no protection here: that one sheet has lost it is known
    where another has it.
    """
    parts = _parts(workbook)
    content = parts.get("content.xml", b"")
    found = (
        _looked_through(content, parts.get("styles.xml", b"")) if _looks_odd(content) else {}
    )
    if b'table:protected="true"' in content:
        for tag in _TABLE.findall(content):
            name = _NAME.search(tag)
            key = unescape(name[1]) if name else ""
            known = found.get(key, Shown())
            found[key] = replace(known, protected=b'table:protected="true"' in tag)
    return found


def _looked_through(content: bytes, shared: bytes) -> dict[str, Shown]:
    """What is hidden on each sheet."""
    root = parsed(content)
    if root is None:
        return {}
    styles = _Styles()
    for each in (parsed(shared), root):
        if each is not None:
            styles.add(each)
    tables = root.iterfind("{*}body/{*}spreadsheet/{*}table")
    try:
        return {table.get(TABLE + "name") or "": _sheet(table, styles) for table in tables}
    except ValueError:  # a repeat that is no number
        return {}


def _parts(workbook: Workbook) -> dict[str, bytes]:
    archive = workbook.archive
    try:
        return {
            member.name: archive.inflate(member, workbook.path.name)
            for member in archive.members
            if member.name in ("content.xml", "styles.xml")
        }
    except NotAWorkbookError:  # it was read a moment ago
        return {}


def _looks_odd(content: bytes) -> bool:
    """True if something may be hidden: rows that do not show, bright or tiny letters, dark grounds."""
    if b'table:visibility="' in content or _SMALL.search(content):
        return True
    fonts, fills = (
        [rgb for digits in set(pattern.findall(content)) if (rgb := rgb_of(digits.decode()))]
        for pattern in (_COLOUR, _GROUND)
    )
    return any(luminance(each) > _BRIGHT for each in fonts) or any(
        luminance(each) < 0.02 for each in fills
    )


class _Look(Struct):
    """What a cell style says itself; None where it leaves it to its parent."""

    parent: str | None
    font: str | None = None
    fill: str | None = None
    size: str | None = None


class _Styles:
    """The cell styles, by name."""

    def __init__(self) -> None:
        self._looks: dict[str, _Look] = {}
        self._known: dict[str, Unreadable | None] = {}

    def add(self, root: etree._Element) -> None:
        """Keep the styles of a part."""
        for style in root.iter(STYLE + "style"):
            if style.get(STYLE + "family") == "table-cell":
                look = _Look(style.get(STYLE + "parent-style-name"))
                for child in style:
                    if local(child) == "text-properties":
                        look.font, look.size = (
                            child.get(_FO + "color"),
                            child.get(_FO + "font-size"),
                        )
                    elif local(child) == "table-cell-properties":
                        look.fill = child.get(_FO + "background-color")
                self._looks[style.get(STYLE + "name") or ""] = look

    def reason(self, name: str) -> Unreadable | None:
        """Why cells of a style cannot be read."""
        if name not in self._known:
            chain = list(self._chain(name))
            font, fill, size = (
                next(
                    (value for look in chain if (value := getattr(look, key)) is not None), None
                )
                for key in ("font", "fill", "size")
            )
            points = size.removesuffix("pt") if size and size.endswith("pt") else ""
            number = float(points) if points.replace(".", "", 1).isdigit() else 0.0
            self._known[name] = judge_style(_rgb(font, BLACK), _rgb(fill, WHITE), number, "")
        return self._known[name]

    def _chain(self, name: str | None) -> Iterator[_Look]:
        for _ in range(_CHAIN):
            look = self._looks.get(name or "Default")
            if look is None:
                return
            yield look
            if name in (None, "Default"):
                return
            name = look.parent


def _rgb(told: str | None, default: RGB) -> RGB | None:
    if told is None or told == "transparent":
        return default
    return rgb_of(told.removeprefix("#"))


def _sheet(table: etree._Element, styles: _Styles) -> Shown:
    columns: set[int] = set()
    defaults: list[tuple[range, str | None]] = []
    at = 1
    for column in _inside(table, _COLUMNS, "table-column"):
        many = count(column, "number-columns-repeated")
        span = range(at, min(at + many, limits.COLUMNS + 1))
        if _is_away(column):
            columns.update(span)
        defaults.append((span, column.get(TABLE + "default-cell-style-name")))
        at += many
    rows: set[int] = set()
    cells: dict[Position, Unreadable] = {}
    row = 1
    for each in _inside(table, _ROWS, "table-row"):
        many = count(each, "number-rows-repeated")
        if _is_away(each):
            rows.update(range(row, min(row + many, limits.ROWS + 1)))
        if many == 1:
            for spot, style in _row(each, row, defaults):
                why = styles.reason(style)
                if why is not None:
                    cells[spot] = why
        row += many
    return Shown(frozenset(rows), frozenset(columns), cells)


def _row(
    row: etree._Element, number: int, defaults: list[tuple[range, str | None]]
) -> Iterator[tuple[Position, str]]:
    """The filled cells of a row and their styles."""
    column = 1
    for cell in row:
        if local(cell) not in _CELLS:
            continue
        many = count(cell, "number-columns-repeated")
        if len(cell):
            style = cell.get(TABLE + "style-name") or row.get(TABLE + "default-cell-style-name")
            if style is None:
                style = next((name for span, name in defaults if column in span), None)
            if style is not None:
                yield (number, column), style
        column += many


def _inside(
    table: etree._Element, groups: tuple[str, ...], kind: str
) -> Iterator[etree._Element]:
    """The rows or columns of a table, also those in groups, in their order."""
    for child in table:
        name = local(child)
        if name == kind:
            yield child
        elif name in groups:
            yield from _inside(child, groups, kind)


def _is_away(element: etree._Element) -> bool:
    return element.get(TABLE + "visibility") in ("collapse", "filter")
