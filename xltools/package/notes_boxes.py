"""The boxes of notes: VML shapes, which Excel and WPS want beside the notes' texts.

VML is searched as bytes: Excel writes some that is no XML (`<br>`), openpyxl renames its
prefixes from one shape to the next. Shapes of others, form controls among them, stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xltools.errors import SaveError
from xltools.package.notes_ruler import Box
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_TAG_REST = rb"""(?:[^>"']|"[^"]*"|'[^']*')*(?<!/)>"""
_SHAPE = BytePattern(
    rb"<((?:\w+:)?)shape(?=[\s>])" + _TAG_REST + rb".*?</\1shape\s*>(?:\r\n)?", re.DOTALL
)
_ANY_SHAPE = BytePattern(
    rb"<(?:\w+:)?(?:shape|group|rect|roundrect|oval|line|polyline|curve|arc|image)(?=[\s>/])"
)
_NOTE = BytePattern(rb"""ObjectType\s*=\s*["']Note["']""")
_ROW = BytePattern(rb"<(?:\w+:)?Row\s*>\s*(\d+)\s*<")
_COLUMN = BytePattern(rb"<(?:\w+:)?Column\s*>\s*(\d+)\s*<")
_ID = BytePattern(rb"""_x0000_s(\d+)["']""")
_BLOCK = BytePattern(rb"""<(?:\w+:)?idmap\s[^>]*?\bdata\s*=\s*["'](\d+)""")
_ROOT = BytePattern(rb"<xml(?:\s[^>]*)?>")

_SPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY = (
    b"<xml%s>\r\n"
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%%d"/></o:shapelayout>\r\n</xml>'
) % _SPACES
_TYPE = (
    b'<v:shapetype%s id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    b' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>\r\n'
)
_BOX = (
    b'<v:shape%s id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;'
    b"margin-left:%gpt;margin-top:%gpt;width:%gpt;height:%gpt;z-index:%d;visibility:hidden"
    b'" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    b'<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%d, %d, %d, %d, %d, %d, %d, %d</x:Anchor><x:AutoFill>False</x:AutoFill>"
    b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>\r\n"
)


class Boxes:
    """A VML part, read; `changed` takes boxes of notes away and adds some."""

    def __init__(self, vml: bytes, label: str) -> None:
        self.vml, self._label = vml, label
        self._shapes: dict[Position, list[re.Match[bytes]]] = {}
        for shape in _SHAPE.finditer(vml):
            row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
            if _NOTE.search(shape[0]) and row and column:
                spot = int(row[1]) + 1, int(column[1]) + 1
                self._shapes.setdefault(spot, []).append(shape)

    @property
    def spots(self) -> frozenset[Position]:
        """The cells whose notes have a box."""
        return frozenset(self._shapes)

    def changed(self, gone: Iterable[Position], new: Mapping[Position, Box]) -> bytes:
        """Return the part without the boxes of some cells, with those of others."""
        pieces, at = [], 0
        shapes = (shape for spot in gone for shape in self._shapes.get(spot, ()))
        for shape in sorted(shapes, key=lambda shape: shape.start()):
            pieces.append(self.vml[at : shape.start()])
            at = shape.end()
        vml = b"".join((*pieces, self.vml[at:]))
        if not new:
            return vml if b"#_x0000_t202" in vml else _without_type(vml)
        root, end = _ROOT.search(vml), vml.rfind(b"</xml")
        if root is None or end < 0:
            raise SaveError(
                f"“{self._label}”里批注的写法少见，无法安全改写。请用 Excel 或 WPS 打开后另存再试。"
            )
        spaces = b"" if all(each in root[0] for each in _SPACES.split()) else _SPACES
        kind = b"" if b"_x0000_t202" in vml else _TYPE % spaces
        first = self._next_id(vml)
        shapes_xml = (
            _shape(box, spaces, number, spot)
            for number, (spot, box) in enumerate(sorted(new.items()), start=first)
        )
        return b"".join((vml[:end], kind, *shapes_xml, vml[end:]))

    @staticmethod
    def _next_id(vml: bytes) -> int:
        """A number above all others, in the block of 1024 that the drawing has for itself."""
        block = _BLOCK.search(vml)
        least = 1024 * int(block[1]) if block else 1024
        return 1 + max((int(each) for each in _ID.findall(vml)), default=least)


def _without_type(vml: bytes) -> bytes:
    """The part without the type that came with our first note."""
    return vml.replace(_TYPE % b"", b"").replace(_TYPE % _SPACES, b"")


def has_shapes(vml: bytes) -> bool:
    """True if anything is drawn; types and layout are not."""
    return _ANY_SHAPE.search(vml) is not None


def _shape(box: Box, spaces: bytes, number: int, spot: Position) -> bytes:
    """The shape of a box; 96 pixels are 72 points."""
    points = (each * 0.75 for each in (box.left, box.top, box.width, box.height))
    row, column = spot[0] - 1, spot[1] - 1
    return _BOX % (spaces, number, *points, number % 1024, *box.anchor, row, column)
