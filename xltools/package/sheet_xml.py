"""Edit one sheet's XML as bytes: what is not written to stays as its program wrote it.

A tree would have to be built and written out again, which costs four times as much and
changes quotes, line ends and entities all over the sheet. The price is that the XML must
be written as Excel, WPS, LibreOffice and openpyxl write it; what is not goes through
`canonical.py` first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct

from xltools.model import column_letters
from xltools.package.cells import Cell
from xltools.package.references import area, column_number
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_ATTRIBUTE = BytePattern(rb'\s([\w:]+)="([^"]*)"')
_ROOT = BytePattern(rb"<((?:\w+:)?)worksheet\b")
_CELL = BytePattern(
    rb'<(?:\w+:)?c r="[A-Z]+[0-9]+"((?: [\w:]+="[^"]*")*) ?(?:/>|>(.*)</(?:\w+:)?c\s*>)(\s*)',
    re.DOTALL,
)
_COLUMN = BytePattern(rb"<(?:\w+:)?col\s([^>]*)>")
_DIMENSION = BytePattern(rb'<(?:\w+:)?dimension\s+ref="([^"]*)"')
_ADDRESS = BytePattern(rb'\sr="([0-9]{1,7})"')
_HEIGHT = BytePattern(rb'\sht="([0-9.]+)"')
_HEIGHTS = BytePattern(rb'\s(?:ht|customHeight)="[^"]*"')
_SPANS = BytePattern(rb'\sspans="([^"]*)"')


class NotCanonicalError(Exception):
    """The XML is written in an unusual way; never leaves this package."""


class Row(Struct):
    """One row: where it lies in the sheet's bytes, its opening tag, its cells in order.

    `raw` holds the bytes of every cell with the line end that may follow it, `edited` the
    cells that were taken apart; `head` is what stands before the first cell.
    """

    start: int
    end: int
    tag: bytes
    head: bytes = b""
    raw: dict[int, bytes] = {}
    edited: dict[int, Cell] = {}
    in_order: bool = True


class SheetXml:
    """One sheet's bytes and the rows that were looked at or changed."""

    def __init__(self, xml: bytes) -> None:
        root = _ROOT.search(xml)
        if root is None:
            raise NotCanonicalError
        self.xml = xml
        self.prefix = prefix = root[1]
        self._row_end = b"</%srow>" % prefix
        self._row_tag = re.compile(rb"<%srow(\s[^>]*)?>" % prefix)
        self._cell_start = b'<%sc r="' % prefix
        self._index()
        self._rows: dict[int, Row] = {}
        self._new_rows: set[int] = set()
        self._dirty: set[int] = set()

    def _index(self) -> None:
        """Find the rows; an address is needed to know where new ones go."""
        opening = re.search(rb"<%ssheetData(\s[^>]*?)?(/?)>" % self.prefix, self.xml)
        if opening is None:
            raise NotCanonicalError
        self.data_start, self._empty = opening.end(), bool(opening[2])
        self.data_end = self.data_start
        if not self._empty:
            self.data_end = self.xml.rindex(b"</%ssheetData" % self.prefix)
        self._tags: dict[int, re.Match[bytes]] = {}
        for match in self._row_tag.finditer(self.xml, self.data_start, self.data_end):
            address = _ADDRESS.search(match[1] or b"")
            number = int(address[1]) if address else 0
            if not number or number in self._tags:
                raise NotCanonicalError
            self._tags[number] = match

    # --- rows

    def _row(self, number: int) -> Row | None:
        row = self._rows.get(number)
        if row is None and number in self._tags:
            row = self._rows[number] = self._parse(number, self._tags[number])
        return row

    def _parse(self, number: int, tag: re.Match[bytes]) -> Row:
        """Split a row into its cells."""
        if tag[0].endswith(b"/>"):
            return Row(tag.start(), tag.end(), tag[0][:-2] + b">", raw={}, edited={})
        end = self.xml.find(self._row_end[:-1], tag.end(), self.data_end)
        if not self.xml.startswith(self._row_end, end):
            raise NotCanonicalError
        head, *pieces = self.xml[tag.end() : end].split(self._cell_start)
        if b"<" in head or b"'" in tag[0]:
            raise NotCanonicalError
        digits = b"%d" % number
        raw = {_column(piece, digits): self._cell_start + piece for piece in pieces}
        if len(raw) < len(pieces):
            raise NotCanonicalError
        return Row(tag.start(), end + len(self._row_end), tag[0], head, raw, {})

    def _make_row(self, number: int, like: int | None) -> Row:
        """Add a row; it takes height and look, but no content, from the row it is like."""
        tag = b'<%srow r="%d">' % (self.prefix, number)
        row = self._rows[number] = Row(0, 0, tag, raw={}, edited={})
        self._new_rows.add(number)
        lender = self._row(like) if like is not None else None
        if lender is not None:
            row.tag = _ADDRESS.sub(b' r="%d"' % number, lender.tag, count=1)
            for column in lender.raw:
                cell = _take(lender, column)
                if cell is not None and cell.style is not None:
                    row.edited[column] = Cell(b' s="%s"' % cell.style, b"", b"")
                    row.raw[column] = b""
        return row

    def raise_row(self, number: int, height: float) -> None:
        """Give a row of changed cells the height it needs; one that is higher stays, unless new."""
        row = self._rows[number]
        given = _HEIGHT.search(row.tag)
        if given is None or float(given[1]) < height or number in self._new_rows:
            tag = _HEIGHTS.sub(b"", row.tag).rstrip(b"> ")
            row.tag = b'%s ht="%g" customHeight="1">' % (tag, height)

    def set_height(self, number: int, height: float) -> None:
        """Give a row this height, whatever it holds; half a point is what programs round away."""
        row = self._row(number) or self._make_row(number, None)
        given = _HEIGHT.search(row.tag)
        fixed = b'customHeight="1"' in row.tag or b'customHeight="true"' in row.tag
        if given is None or abs(float(given[1]) - height) > 0.5 or not fixed:
            tag = _HEIGHTS.sub(b"", row.tag).rstrip(b"> ")
            row.tag = b'%s ht="%g" customHeight="1">' % (tag, height)
            self._dirty.add(number)

    # --- cells

    def get(self, spot: Position) -> Cell | None:
        """The cell at a position, or None."""
        row = self._row(spot[0])
        return _take(row, spot[1]) if row else None

    def change(self, spot: Position, edit: Callable[[Cell], None]) -> None:
        """Edit a cell that is there."""
        cell = self.get(spot)
        if cell is not None:
            edit(cell)
            self._dirty.add(spot[0])

    def get_or_make(self, spot: Position, style_row: int | None) -> Cell:
        """The cell at a position, to be edited; a missing one is put in its place, styled."""
        number, column = spot
        row = self._row(number) or self._make_row(number, style_row)
        cell = _take(row, column)
        if cell is None:
            row.in_order &= not row.raw or column > next(reversed(row.raw))
            cell = row.edited[column] = Cell(b"", b"", b"")
            row.raw[column] = b""
            if b" spans=" in row.tag:
                row.tag = _SPANS.sub(lambda match: _widened(match, column), row.tag)
        if cell.style in (None, b"0"):
            style = self._style(row, column, style_row)
            if style is not None:
                cell.style = style
        self._dirty.add(number)
        return cell

    def _style(self, row: Row, column: int, style_row: int | None) -> bytes | None:
        """The style lent by a row's cell, else that of the own row, else of the column."""
        if style_row is not None:
            lender = self.get((style_row, column))
            if lender is not None and lender.style is not None:
                return lender.style
        own: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(row.tag))
        if own.get(b"customFormat") in (b"1", b"true") and b"s" in own:
            return own[b"s"]
        for match in _COLUMN.finditer(self.xml, 0, self.data_start):
            col: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(b" " + match[1]))
            if int(col.get(b"min", b"0")) <= column <= int(col.get(b"max", b"0")):
                return col.get(b"style") or None
        return None

    # --- the whole

    def serialize(self) -> bytes:
        """Return the sheet with all changes."""
        xml = self.xml
        order = sorted(self._tags)
        edits: list[tuple[int, int, int, bytes]] = []
        for number in self._dirty:
            row = self._rows[number]
            start, end = row.start, row.end
            if number in self._new_rows:
                following = next((n for n in order if n > number), None)
                start = self.data_end if following is None else self._tags[following].start()
                end = start
            edits.append((start, number, end, self._render(number, row)))
        out: list[bytes] = []
        at = 0
        for start, _, end, content in sorted(edits):
            out += (xml[at:start], content)
            at = end
        if self._empty and edits:
            self._open_data(out)
        out.append(xml[at:])
        return b"".join(out)

    def _open_data(self, out: list[bytes]) -> None:
        """Turn `<sheetData/>` into a pair of tags around the first rows."""
        out[0] = out[0][: out[0].rindex(b"/")] + b">"
        out.append(b"</%ssheetData>" % self.prefix)

    def _render(self, number: int, row: Row) -> bytes:
        out = [row.tag, row.head]
        for column in row.raw if row.in_order else sorted(row.raw):
            cell = row.edited.get(column)
            out.append(
                row.raw[column] if cell is None else cell.render(number, column, self.prefix)
            )
        out.append(self._row_end)
        return b"".join(out)


def _column(piece: bytes, digits: bytes) -> int:
    """The column of a cell whose bytes begin with its address: `E9" s="3"…`."""
    address = piece[: piece.index(b'"')]
    if not address.endswith(digits):
        raise NotCanonicalError
    return _number(address[: -len(digits)])


@lru_cache(maxsize=1024)
def _number(letters: bytes) -> int:
    # A12 in row 2 ends with its number, too
    if not letters.isalpha():
        raise NotCanonicalError
    return column_number(letters.decode())


def _take(row: Row, column: int) -> Cell | None:
    """The cell of a row taken apart for editing; None if there is none."""
    cell = row.edited.get(column)
    if cell is None and column in row.raw:
        match = _CELL.fullmatch(row.raw[column])
        if match is None:
            raise NotCanonicalError
        cell = row.edited[column] = Cell(match[1], match[2] or b"", match[3])
    return cell


def extend_dimension(xml: bytes, spots: Iterable[Position]) -> bytes:
    """Widen `<dimension>` so that it holds the positions; wrong ones stay wrong."""
    match = _DIMENSION.search(xml, 0, xml.find(b"sheetData"))
    if match is None:
        return xml
    try:
        top, left, bottom, right = area(match[1].decode())
    except ValueError:
        return xml
    rows, columns = zip(*spots, strict=True)
    box = min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)
    if box == (top, left, bottom, right):
        return xml
    ref = f"{column_letters(box[1])}{box[0]}:{column_letters(box[3])}{box[2]}".encode()
    return xml[: match.start(1)] + ref + xml[match.end(1) :]


def _widened(spans: re.Match[bytes], column: int) -> bytes:
    """A row's `spans` is a hint that must not be too narrow; an odd one is dropped."""
    first, _, last = spans[1].partition(b":")
    if not (first.isdigit() and last.isdigit()):
        return b""
    return b' spans="%d:%d"' % (min(int(first), column), max(int(last), column))
