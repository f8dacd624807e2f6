"""The cell styles of a new sheet, put behind those that a workbook has; none is renumbered."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.package.outline import Edits, Node, outline, place_of, prefixed
from xltools.snapshot import Look

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
"""The order that the schema wants in `<styleSheet>`."""

_FIRST = {
    "fonts": (b'<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    "fills": (
        b'<fill><patternFill patternType="none"/></fill>',
        b'<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": (b"<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": (b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "dxfs": (),
    "numFmts": (),
}
"""What a block that is missing begins with: cells without style use its first entry."""

_SONG, _HEI = "宋体".encode(), "黑体".encode()


def _font(name: bytes, size: bytes, *, bold: bool = False, link: bool = False) -> bytes:
    start, color = b"<b/>" if bold else b"", b"FF000000"
    if link:
        start, color = start + b"<u/>", b"FF0563C1"
    inside = (start, size, color, name)
    return (
        b'<font>%s<sz val="%s"/><color rgb="%s"/><name val="%s"/>'
        b'<family val="3"/><charset val="134"/></font>' % inside
    )


def _fill(color: bytes) -> bytes:
    inside = b'<fgColor rgb="FF%s"/><bgColor indexed="64"/>' % color
    return b'<fill><patternFill patternType="solid">%s</patternFill></fill>' % inside


_SIDE = b'<%s style="thin"><color rgb="FF000000"/></%s>'
_BOX = b"<border>%s<diagonal/></border>" % b"".join(
    _SIDE % (side, side) for side in (b"left", b"right", b"top", b"bottom")
)

_LOOKS: dict[Look, tuple[bytes, bytes, bytes, bytes]] = {
    "title": (_font(_HEI, b"16", bold=True), b"", b"", b"center"),
    "note": (_font(_SONG, b"10"), b"", b"", b"left"),
    "heading": (_font(_HEI, b"10.5"), _fill(b"F0F0F0"), _BOX, b"center"),
    "centred": (_font(_SONG, b"10"), b"", _BOX, b"center"),
    "text": (_font(_SONG, b"10"), b"", _BOX, b"left"),
    "link": (_font(_SONG, b"10", link=True), b"", _BOX, b"left"),
    "input": (_font(_SONG, b"10"), _fill(b"FFFBE6"), _BOX, b"left"),
}
"""Font, fill, border and horizontal alignment, as our blank forms have them."""

EMPTY = b'<styleSheet xmlns="%s"><cellStyles count="0"/></styleSheet>'


class Styles:
    """The styles part of a workbook, being added to."""

    def __init__(self, xml: bytes, label: str) -> None:
        root = outline(xml, label, depth=0)
        if xml[root.content - 2 : root.content] == b"/>":
            closed = b"></%s>" % root.tag.encode()
            xml = xml[: root.content - 2] + closed + xml[root.content :]
        self.xml = xml
        self.root = outline(xml, label)
        self._new: dict[str, list[bytes]] = {}

    def look(self, look: Look) -> int:
        """The number of the cell style of a look."""
        font, fill, border, across = _LOOKS[look]
        numbers = (
            self.entry("fonts", font),
            self.entry("fills", fill) if fill else 0,
            self.entry("borders", border) if border else 0,
        )
        named = b' xfId="0"' if self.root.child("cellStyleXfs") else b""
        style = (
            b'<xf numFmtId="0" fontId="%d" fillId="%d" borderId="%d"%s applyNumberFormat="1"'
            b' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            b'<alignment horizontal="%s" vertical="center" wrapText="1"/></xf>'
        )
        return self.entry("cellXfs", style % (*numbers, named, across))

    def mark(self, color: str) -> int:
        """The number of the conditional style with a fill (RGB)."""
        inside = b'<patternFill patternType="solid"><fgColor rgb="FF%s"/><bgColor rgb="FF%s"/>'
        fill = inside % (color.encode(), color.encode())
        return self.entry("dxfs", b"<dxf><fill>%s</patternFill></fill></dxf>" % fill)

    def done(self) -> bytes:
        """Return the part with what is new in it."""
        edits = Edits(self.xml)
        prefix = self.root.prefix
        for name in sorted(self._new, key=_ORDER.index):
            content = prefixed(b"".join(self._new[name]), prefix)
            block = self.root.child(name)
            if block is not None:
                edits.append(block, content, len(self._new[name]))
                continue
            start = prefixed(b"".join(_FIRST[name]), prefix)
            count = len(_FIRST[name]) + len(self._new[name])
            whole = (prefix, name.encode(), count, start, content, prefix, name.encode())
            at = place_of(self.root, _ORDER, name)
            edits.insert(at, b'<%s%s count="%d">%s%s</%s%s>' % whole)
        return edits.done()

    def entry(self, name: str, element: bytes) -> int:
        """The place of an entry in its block: of an equal one, or of the new one."""
        there = list(self._there(self.root.child(name), _FIRST[name]))
        new = self._new.get(name, [])
        wanted = prefixed(element, self.root.prefix)
        for entries, offset, like in ((there, 0, wanted), (new, len(there), element)):
            if like in entries:
                return offset + entries.index(like)
        self._new[name] = [*new, element]
        return len(there) + len(new)

    def _there(self, block: Node | None, first: Iterable[bytes]) -> Iterable[bytes]:
        if block is None:
            return first
        return (self.xml[child.start : child.end] for child in block.children)
