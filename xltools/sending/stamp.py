"""A blank made ready to be filled a thousand times: all that stays the same is cut out once.

The places to fill are patched with marks (`xltools.package.apply_patch`, with all its checks); the
patched parts are then cut at the marks. One form costs its values, the compression of the four
parts that tell it from others, and a copy of the rest as it lies in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from xltools.anchors import IDENTITY_SHEET, Identity
from xltools.errors import XltoolsError
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.package.cells import letters, number_text, text_xml
from xltools.package.zipfile_writer import rewrite
from xltools.sending.model import Value
from xltools.snapshot import CellWrite, Patch, Position

_MARK = "\ue000{}\ue001"
_HOLE = re.compile(
    rb'<c r="[A-Z]+\d+"(?: s="\d+")?( t="inlineStr"><is><t>\xee\x80\x80(\d+)\xee\x80\x81</t></is></c>)'
)
_SUM = re.compile(rb"</f>(?:<v */>|<v></v>)?(?=</c>)")
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"[^>]*>')
_HEIGHT = re.compile(rb'\bht="([\d.]+)"')


class Hole(Struct, frozen=True):
    """One cell to fill, and what the blank prints there."""

    spot: Position
    default: Value | None


class Stamp(Struct, frozen=True):
    """One blank, ready: the form's sheet in pieces with what stands between them, and the rest.

    `pieces` has one more element than `gaps`; a gap is a cell to fill ("cell", n), a row's height
    ("height", row) or the sum of the points ("sum", 0).
    """

    book: Workbook
    sheet_part: str
    pieces: tuple[bytes, ...]
    gaps: tuple[tuple[str, int], ...]
    holes: tuple[Hole, ...]
    heights: dict[int, float]
    identified: dict[str, tuple[bytes, bytes]]

    def fill(
        self,
        values: Mapping[Position, Value],
        heights: Mapping[int, float],
        points: Decimal | None,
        copy: str,
    ) -> bytes:
        """Return the form with these values; cells not among them stay as the blank has them.

        `heights` are what rows need at least, `points` what the sum of the points shows.
        """
        out = [self.pieces[0]]
        for (kind, number), piece in zip(self.gaps, self.pieces[1:], strict=True):
            if kind == "cell":
                hole = self.holes[number]
                out.append(_content(values.get(hole.spot, hole.default)))
            elif kind == "height":
                height = self.heights[number]
                out.append(b"%g" % max(height, heights.get(number, 0.0)))
            elif points is not None:
                out.append(b"<v>%s</v>" % number_text(points).encode())
            out.append(piece)
        parts = {self.sheet_part: b"".join(out)}
        mark = copy.encode()
        for part, (before, after) in self.identified.items():
            parts[part] = before + mark + after
        return rewrite(self.book.archive, parts, frozenset())


def _content(value: Value | None) -> bytes:
    """A cell's tag from its style on; a text is held by the cell and never a formula."""
    if value is None:
        return b"/>"
    if isinstance(value, Decimal):
        return b"><v>%s</v></c>" % number_text(value).encode()
    return b' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % text_xml(value)


def make_stamp(
    blank: Workbook,
    sheet: str,
    spots: Iterable[Position],
    total: Position | None,
    identity: Identity,
) -> Stamp:
    """Make a blank ready; `total` is the cell of the points' sum, `identity` that of the blank."""
    source = blank.snapshot.sheet(sheet)
    assert source is not None, sheet
    holes = tuple(Hole(spot, _default(source.value(*spot))) for spot in sorted(set(spots)))
    writes = [
        CellWrite(sheet, *hole.spot, _MARK.format(number)) for number, hole in enumerate(holes)
    ]
    known = identity.encode()
    marked = apply_patch(
        blank, Patch((*writes, CellWrite(IDENTITY_SHEET, 1, 1, known + _MARK)))
    )
    book = load_bytes(marked, Path(blank.path.name))
    part = next(each.part for each in book.book.sheets if each.name == sheet)
    rows = {hole.spot[0] for hole in holes}
    pieces, gaps, heights = _cut(book.parts[part], rows, total)
    if sum(kind == "cell" for kind, _ in gaps) != len(holes):
        raise XltoolsError(
            f"“{blank.path.name}”里有的格写不进去，没有生成。请把表样发给维护者。"
        )
    return Stamp(book, part, pieces, gaps, holes, heights, _identified(book, known, part))


def _default(value: object) -> Value | None:
    """What the blank prints in a cell, as it is put back."""
    if value is None or isinstance(value, str):
        return value
    return Decimal(str(value))


def _cut(
    xml: bytes, rows: set[int], total: Position | None
) -> tuple[tuple[bytes, ...], tuple[tuple[str, int], ...], dict[int, float]]:
    """Cut a sheet at the marks, at the heights of rows with marks, at the result of the sum."""
    cuts: list[tuple[int, int, tuple[str, int]]] = [
        (found.start(1), found.end(1), ("cell", int(found[2]))) for found in _HOLE.finditer(xml)
    ]
    heights: dict[int, float] = {}
    for tag in _ROW.finditer(xml):
        number = int(tag[1])
        height = _HEIGHT.search(tag[0])
        if number in rows and height is not None:
            heights[number] = float(height[1])
            start = tag.start() + height.start(1)
            cuts.append((start, tag.start() + height.end(1), ("height", number)))
    if total is not None:
        address = b'<c r="%s%d"' % (letters(total[1]), total[0])
        start = xml.index(address)
        found = _SUM.search(xml, start, xml.index(b"</c>", start) + 4)
        if found is not None:
            cuts.append((found.start() + 4, found.end(), ("sum", 0)))
    pieces, at = [], 0
    for start, end, _ in sorted(cuts):
        pieces.append(xml[at:start])
        at = end
    return (*pieces, xml[at:]), tuple(gap for _, _, gap in sorted(cuts)), heights


def _identified(book: Workbook, known: str, form: str) -> dict[str, tuple[bytes, bytes]]:
    """The parts that say which form it is, cut where the copy's id goes."""
    mark = known.encode()
    found = {}
    for name, xml in book.parts.items():
        before, sign, after = xml.partition(mark)
        if sign and name != form and not name.endswith("sharedStrings.xml"):
            found[name] = before + mark, after.removeprefix(_MARK.encode())
    assert len(found) == 3, sorted(found)
    return found
