"""The cells of a sheet as Excel, WPS, LibreOffice and openpyxl write them, read from its bytes.

Every byte between `<sheetData>` and its end must fit what is known here; whatever does not
(rich text, dates, comments, prefixes, addresses beyond ZZ999) makes the sheet unusual, and the
scan and calamine read it, as they would read this one: tests hold the two against each other.
Forms of one blank share most of their cells, so what a piece of XML says is remembered.
"""

from __future__ import annotations

import pyexpat as expat
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from xltools.model import CellValue
from xltools.package.number_formats import Shown
from xltools.package.plain_texts import CONTROL, Unusual, characters
from xltools.package.references import area, column_number, position
from xltools.package.scan import RawFormula, Scan, raw_formula, unescape
from xltools.package.styles import Styles
from xltools.patterns import BytePattern
from xltools.snapshot import Area, Position

_START, _END = b"<sheetData>", b"</sheetData>"
_HEAD = BytePattern(
    rb'([A-Z]{1,2})([1-9][0-9]{0,2})"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?( ?/)?'
)
_BETWEEN = BytePattern(
    rb'(?:\s|</row>|<row(?: r="[1-9][0-9]{0,6}")?(?: (?!r=)[a-zA-Z0-9:]+="[^"<>&]*")* ?/?>)*'
)
_NUMBER = BytePattern(rb"-?[0-9]{1,200}(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
_COMMON = BytePattern(
    rb'<is><t xml:space="preserve">([^<>&_\x00-\x08\x0b-\x1f]+)</t></is></c>|<v>(-?[0-9]{1,15}(?:\.[0-9]{1,20})?)</v></c>'
)
"""What most cells hold: a text without escapes or a number, and nothing behind it."""

_FORMULA = BytePattern(
    rb"<f((?:\s[^<>/]*)?/?)>(?:(?<!/>)([^<]*)</f>)?(?:<v>([^<]*)</v>|(<v ?/>))?</c>"
)
_ERROR = BytePattern(rb"#[A-Z][A-Z0-9_/]{1,20}[!?]?")
_ROOT = BytePattern(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>\s*)?<worksheet[\s>]")
_DIMENSION = BytePattern(
    rb'<dimension ref="[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?" ?/>'
)
_MERGES = BytePattern(rb"<mergeCells(?:\s[^<>]*)?>((?:<mergeCell ref=\"[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?\" ?/>)*)</mergeCells>")  # fmt: skip
_VIEWS = BytePattern(
    rb'<sheetViews>(?:<[a-zA-Z]+(?: [a-zA-Z:]+="[^"<>&]*")* ?/?>|</[a-zA-Z]+>)*</sheetViews>'
)
_REF = BytePattern(rb'ref="([^"]+)"')

_PIECES = 6000
_LONGEST = 600
"""Bounds of what is remembered: pieces of XML and the bytes of one, twice over."""

_AROUND = 1 << 16
"""What stands around the cells is remembered up to this length."""


class More(Struct, frozen=True):
    """What few cells have: a telling format, a formula, an error, a text of the shared table."""

    shown: Shown | None = None
    formula: RawFormula | None = None
    error: str | None = None
    text: int | None = None


Cell: TypeAlias = tuple[Position, CellValue, bool, More | None]
"""Where it is, its value, whether it holds one (an error is one, too), and more."""


class _Head(Struct, frozen=True):
    """The tag of a cell up to its end; `dated`: a number under this style may be a date."""

    spot: Position
    more: More | None
    dated: bool
    kind: bytes
    closed: bool

    @property
    def shown(self) -> Shown | None:
        """The telling format of the cell."""
        return self.more.shown if self.more else None


class PlainSheet(Struct, frozen=True):
    """One sheet: its values from A1 on, its merges, the scan, whether a password protects it."""

    rows: list[list[CellValue]]
    merges: tuple[Area, ...]
    scan: Scan
    password: bool
    shares: bool
    """True if texts of the shared table are in it: another table makes other values."""


class SheetReader:
    """Reads the sheets of workbooks that share their styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._young: dict[bytes, Cell] = {}
        self._old: dict[bytes, Cell] = {}
        self._heads: dict[bytes, _Head] = {}

    def read(self, xml: bytes, texts: Sequence[str] | None) -> PlainSheet | None:
        """The sheet; None if it is unusual. `texts` is the shared table, None if that is."""
        start, end = xml.find(_START), xml.rfind(_END)
        if start < 0 or end < start:
            return None
        around = _around(xml[:start], xml[end + len(_END) :])
        if around is None:
            return None
        pieces = xml[start + len(_START) : end].split(b'<c r="')
        if not _BETWEEN.fullmatch(pieces[0]):
            return None
        del pieces[0]
        try:
            cells = [
                cell or self._recall(piece)
                for cell, piece in zip(map(self._young.get, pieces), pieces, strict=True)
            ]
            return _sheet(cells, texts, *around)
        except Unusual:
            return None

    def _recall(self, piece: bytes) -> Cell:
        cell = self._old.get(piece) or self._learn(piece)
        if len(piece) <= _LONGEST:
            if len(self._young) >= _PIECES:
                self._old, self._young = self._young, {}
            self._young[piece] = cell
        return cell

    def _learn(self, piece: bytes) -> Cell:
        """Read one cell and what follows it up to the next."""
        tag, bracket, content = piece.partition(b">")
        head = self._heads.get(tag) or self._head(tag)
        found = _COMMON.fullmatch(content)
        if found is not None:
            text, number = found.groups()
            if number is not None:
                if head.kind == b"n" and not head.dated and not head.closed:
                    return head.spot, float(number), True, head.more
            elif head.kind == b"inlineStr" and not head.closed:
                try:
                    return head.spot, text.decode(), True, head.more
                except UnicodeDecodeError:
                    raise Unusual from None
        if not bracket:
            raise Unusual
        if head.closed:
            rest, cell = content, _empty(head)
        else:
            cell, rest = _read(head, content)
        if rest and not _BETWEEN.fullmatch(rest):
            raise Unusual
        return cell

    def _head(self, tag: bytes) -> _Head:
        found = _HEAD.fullmatch(tag)
        if found is None:
            raise Unusual
        letters, row, style, kind, closed = found.groups()
        shown = self._styles.telling.get(style or b"")
        head = _Head(
            (int(row), column_number(letters.decode())),
            More(shown) if shown else None,
            style in self._styles.dated,
            kind or b"n",
            closed is not None,
        )
        if len(self._heads) >= _PIECES:
            self._heads.clear()
        self._heads[tag] = head
        return head


def _empty(head: _Head) -> Cell:
    if head.kind == b"e":
        raise Unusual
    return head.spot, None, False, head.more


def _read(head: _Head, content: bytes) -> tuple[Cell, bytes]:
    """A cell from its content on, and what follows it."""
    if content.startswith(b"<v>"):
        end = content.find(b"<", 3)
        if content.startswith(b"</v></c>", end):
            return _cell(head, content[3:end]), content[end + 8 :]
    elif content.startswith(b"<is><t"):
        kept = content.startswith(b' xml:space="preserve">', 6)
        start = 28 if kept else 7
        end = content.find(b"<", start)
        plain = content[start - 1 : start] == b">" and head.kind == b"inlineStr"
        if plain and end > start and content.startswith(b"</t></is></c>", end):
            told = characters(content[start:end], kept=kept)
            return (head.spot, told, True, head.more), content[end + 13 :]
    elif content.startswith(b"</c>"):
        return _empty(head), content[4:]
    found = _FORMULA.match(content)
    if found is None or head.kind in (b"s", b"inlineStr"):
        raise Unusual
    attributes, text, value, closed = found.groups()
    if attributes.endswith(b"/") != (text is None) or (closed and head.kind != b"n"):
        raise Unusual
    if text and CONTROL.search(text):
        raise Unusual
    formula = raw_formula(attributes, text or b"")
    return _cell(head, value, formula), content[found.end() :]


def _cell(head: _Head, raw: bytes | None, formula: RawFormula | None = None) -> Cell:
    """A cell with what stands in its `<v>`."""
    value: CellValue = None
    error: str | None = None
    text: int | None = None
    filled = bool(raw)
    kind = head.kind
    if raw is None or (not raw and kind != b"str"):
        if kind not in (b"n", b"str", b"b"):
            raise Unusual
    elif kind == b"n":
        if head.dated or not _NUMBER.fullmatch(raw):
            raise Unusual
        value = float(raw)
    elif kind == b"s":
        if not raw.isdigit():
            raise Unusual
        text = int(raw)
    elif kind == b"str":
        filled, value = True, characters(raw, kept=True) or None
    elif kind == b"b" and raw in (b"0", b"1"):
        value = raw == b"1"
    elif kind == b"e" and _ERROR.fullmatch(raw):
        error = unescape(raw)
    else:
        raise Unusual
    more = head.more
    if formula or error or text is not None:
        more = More(head.shown, formula, error, text)
    return head.spot, value, filled, more


def _sheet(
    cells: list[Cell], texts: Sequence[str] | None, merges: tuple[Area, ...], password: bool
) -> PlainSheet:
    if len({cell[0] for cell in cells}) < len(cells):
        raise Unusual
    filled = [cell for cell in cells if cell[2]]
    bottom = max([cell[0][0] for cell in filled], default=0)
    right = max([cell[0][1] for cell in filled], default=0)
    blank: list[CellValue] = [None] * right
    rows = [blank[:] for _ in range(bottom)]
    for (row, column), value, _, _ in filled:
        rows[row - 1][column - 1] = value
    scan, shares = Scan({}, {}, []), False
    for spot, _, _, more in cells:
        if more is None:
            continue
        if more.text is not None:
            shares = True
            if texts is None or more.text >= len(texts):
                raise Unusual
            rows[spot[0] - 1][spot[1] - 1] = texts[more.text] or None
        if more.shown is not None:
            scan.shown.append((spot, more.shown))
        if more.formula is not None:
            scan.formulas[spot] = more.formula
        if more.error is not None:
            scan.errors[spot] = more.error
    return PlainSheet(rows, merges, scan, password, shares)


def _around(head: bytes, tail: bytes) -> tuple[tuple[Area, ...], bool] | None:
    """Merges and password from what stands around the cells; None if that is unusual.

    Where the cursor was when somebody saved tells nothing, and differs in every file.
    """
    views = head.find(b"<sheetViews>")
    found = _VIEWS.match(head, views) if views >= 0 else None
    if found is not None:
        head = head[:views] + head[found.end() :]
    if len(head) + len(tail) > _AROUND:
        return _look_around(head, tail)
    return _known_around(head, tail)


@lru_cache(maxsize=64)
def _known_around(head: bytes, tail: bytes) -> tuple[tuple[Area, ...], bool] | None:
    return _look_around(head, tail)


def _look_around(head: bytes, tail: bytes) -> tuple[tuple[Area, ...], bool] | None:
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
