"""The comments part of one sheet: notes of ours come and go, other people's stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from xltools.anchors import NOTE_TAG
from xltools.package.cells import letters, text_xml
from xltools.package.outline import Edits, Node, outline, prefixed
from xltools.package.references import area
from xltools.package.scan import unescape
from xltools.patterns import BytePattern
from xltools.snapshot import Position

AUTHOR = NOTE_TAG.strip("【】")
"""Whom a program names as the writer of our notes."""

EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<comments xmlns="%s"><authors/><commentList/></comments>'
)

_TEXT = BytePattern(rb"<(?:\w+:)?t(?:\s[^>]*)?(?<!/)>([^<]*)</(?:\w+:)?t\s*>")
_LOOK = (
    '<rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/><family val="3"/>'
    '<charset val="134"/></rPr>'
).encode()


class Note(Struct, frozen=True):
    """One note that is there."""

    node: Node
    spot: Position
    text: str

    @property
    def ours(self) -> bool:
        """True if we wrote it; a program may have put its author's name before the text."""
        return self.text.removeprefix(AUTHOR).lstrip(":：\n ").startswith(NOTE_TAG)


class Notes:
    """A comments part, read; `with_ours` gives it other notes of ours."""

    def __init__(self, xml: bytes, label: str) -> None:
        self.xml = xml
        self.root = outline(xml, label)
        block = self.root.child("commentList")
        self.there = tuple(self._read(node) for node in block.children) if block else ()

    @property
    def others(self) -> frozenset[Position]:
        """The cells that bear somebody else's note."""
        return frozenset(note.spot for note in self.there if not note.ours)

    @property
    def ours(self) -> dict[Position, str]:
        """Our notes by their cells."""
        return {note.spot: note.text for note in self.there if note.ours}

    def with_ours(self, wanted: Mapping[Position, str]) -> bytes:
        """Return the part with these notes of ours; one that says the same stays to the byte."""
        edits = Edits(self.xml)
        missing = dict(wanted)
        for note in self.there:
            if note.ours:
                if missing.get(note.spot) == note.text:
                    del missing[note.spot]
                else:
                    edits.replace(note.node.start, note.node.end, b"")
        number = self._author(edits, wanted)
        content = b"".join(
            _element(spot, number, text) for spot, text in sorted(missing.items())
        )
        block = self.root.child("commentList")
        if block is not None and content:
            edits.append(block, prefixed(content, self.root.prefix))
        return edits.done()

    def _read(self, node: Node) -> Note:
        texts = _TEXT.findall(self.xml[node.content : node.close])
        top, left, *_ = area(node.attributes.get("ref", "A1"))
        return Note(node, (top, left), _decoded("".join(unescape(each) for each in texts)))

    def _author(self, edits: Edits, wanted: Mapping[Position, str]) -> int:
        """Our number among the authors, who may have to be added; without notes we go."""
        block = self.root.child("authors")
        names = block.children if block else []
        written = [unescape(self.xml[node.content : node.close]) for node in names]
        if AUTHOR in written:
            number = written.index(AUTHOR)
            used = {
                note.node.attributes.get("authorId") for note in self.there if not note.ours
            }
            last = number == len(names) - 1
            if not wanted and last and str(number) not in used:
                edits.replace(names[number].start, names[number].end, b"")
            return number
        if block is not None and wanted:
            element = b"<author>%s</author>" % AUTHOR.encode()
            edits.append(block, prefixed(element, self.root.prefix))
        return len(names)


def _element(spot: Position, author: int, text: str) -> bytes:
    inside = (letters(spot[1]), spot[0], author, _LOOK, text_xml(text))
    return (
        b'<comment ref="%s%d" authorId="%d"><text><r>%s<t xml:space="preserve">%s</t></r></text>'
        b"</comment>" % inside
    )


def _decoded(text: str) -> str:
    """Undo what keeps `_x0041_` a text: see `text_xml`."""
    return text.replace("_x005F_x", "_x")
