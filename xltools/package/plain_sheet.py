"""The cells of a sheet as Excel, WPS, LibreOffice and openpyxl write them, read from its bytes.

Every byte between `<sheetData>` and its end must fit what is known here; whatever does not
(rich text, dates, comments, prefixes, addresses beyond ZZ999) makes the sheet unusual, and the
scan and calamine read it, as they would read this one: tests hold the two against each other.
Forms of one blank share most of their cells, so what a piece of XML says is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, count
from operator import ne
from typing import TypeAlias

from msgspec import Struct

from xltools.model import CellValue
from xltools.package.number_formats import Shown
from xltools.package.plain_around import look_around, without_views
from xltools.package.plain_build import (
    Cell,
    Kind,
    More,
    PlainSheet,
    kind_of,
    sheet_like,
    sheet_of,
)
from xltools.package.plain_gaps import CELL
from xltools.package.plain_texts import CONTROL, Unusual, characters
from xltools.package.references import column_number
from xltools.package.scan import RawFormula, raw_formula, unescape
from xltools.package.styles import Styles
from xltools.patterns import BytePattern
from xltools.snapshot import Position

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

_PIECES = 6000
_LONGEST = 600
"""Bounds of what is remembered: pieces of XML and the bytes of one, twice over."""

_KINDS, _KIND = 32, 1 << 18
"""The same of kinds of sheets, and the bytes of one."""

_NOTHING: Cell = ((0, 0), None, False, None)
"""What stands before the first cell."""

Texts: TypeAlias = Sequence[str] | None


@lru_cache(maxsize=4096)
def _is_between(xml: bytes) -> bool:
    """True for what ends one row and begins the next."""
    return _BETWEEN.fullmatch(xml) is not None


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


class SheetReader:
    """Reads the sheets of workbooks that share their styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._young: dict[bytes, Cell] = {}
        self._old: dict[bytes, Cell] = {}
        self._heads: dict[bytes, _Head] = {}
        self._kinds: dict[tuple[int, int], Kind] = {}
        self._alike: dict[tuple[int, int], Kind] = {}

    def read(self, xml: bytes, texts: Sequence[str] | None) -> PlainSheet | None:
        """The sheet; None if it is unusual. `texts` is the shared table, None if that is."""
        start, end = xml.find(_START), xml.rfind(_END)
        if start < 0 or end < start:
            return None
        outside = without_views(xml[:start]), xml[end + len(_END) :]
        try:
            sheet = self._read_like(xml, (start + len(_START), end), outside, texts)
            if sheet is not None:
                return sheet
            pieces = xml[start + len(_START) : end].split(CELL)
            return self._read(pieces, outside, texts) if _is_between(pieces[0]) else None
        except Unusual:
            return None

    def _read_like(
        self, xml: bytes, inside: tuple[int, int], outside: tuple[bytes, bytes], texts: Texts
    ) -> PlainSheet | None:
        """The sheet by its gaps, if it is one of a known kind and differs nowhere else."""
        kind = self._alike.get((len(outside[0]), len(outside[1])))
        if kind is None or kind.outside != outside:
            return None
        found = kind.gaps.differing(xml, *inside)
        if found is None:
            return None
        learn = self._learn
        changed = [(number, learn(piece)) for number, piece in found]
        return sheet_like(kind, changed, texts, kind.around)

    def _read(
        self, pieces: list[bytes], outside: tuple[bytes, bytes], texts: Texts
    ) -> PlainSheet | None:
        """The sheet by what differs from one of its kind, or from the beginning."""
        key = (len(pieces), len(outside[1]))
        kind = self._kinds.get(key)
        same = kind is not None and kind.outside == outside  # quicker told than looked up
        around = kind.around if kind and same else look_around(*outside)
        if around is None:
            return None
        if kind is not None:
            others = list(compress(count(), map(ne, pieces, kind.pieces)))
            if 2 * len(others) < len(pieces):
                learn = self._learn  # what differs in one form is mostly its own
                changed = [(number, learn(pieces[number])) for number in others if number]
                sheet = sheet_like(kind, changed, texts, around)
                if sheet is not None:
                    if same and pieces[0] == kind.pieces[0]:
                        kind.gaps.widen(others)
                        self._alike[len(outside[0]), len(outside[1])] = kind
                    return sheet
        cells = [_NOTHING, *map(self._cell, pieces[1:])]
        kind = kind_of(pieces, cells, outside, around)
        if sum(map(len, pieces)) <= _KIND:
            if len(self._kinds) >= _KINDS:
                self._kinds.clear()
                self._alike.clear()
            self._kinds[key] = kind
        return sheet_of(kind, texts)

    def _cell(self, piece: bytes) -> Cell:
        return self._young.get(piece) or self._recall(piece)

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
        if rest and not _is_between(rest):
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
