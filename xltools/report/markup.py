"""XML as it lies in a file: where every element begins and ends, so that it can be copied.

What an office made in Word is kept to the byte and cut into pieces of text; a tree that is
written out again would declare every namespace anew in every piece.
"""

from __future__ import annotations

import pyexpat
from collections.abc import Iterator

from msgspec import Struct, field

from xltools.patterns import BytePattern

XmlError = pyexpat.ExpatError
_OPEN = BytePattern(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_BOM = b"\xef\xbb\xbf"


class Node(Struct):
    """One element: its name as written (w:p), and its bytes from `start` to `end`.

    The bytes between the tags are those from `inner` to `inner_end`; `text` is the
    character data directly inside.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def find(self, path: str) -> Node | None:
        """Return the first element at a path of names, `w:body/w:sectPr`; None without one."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                found = child.find(rest) if rest else child
                if found is not None:
                    return found
        return None

    def iter(self, name: str) -> Iterator[Node]:
        """Yield this element and all inside it that have the name, in document order."""
        if self.name == name:
            yield self
        for child in self.children:
            yield from child.iter(name)


class Markup(Struct, frozen=True):
    """A part of the package: its bytes without byte order mark, and its root element."""

    content: bytes
    root: Node

    def text(self, start: int, end: int) -> str:
        """Return the bytes between two places as they are."""
        return self.content[start:end].decode()

    def outer(self, node: Node) -> str:
        """Return an element with its tags."""
        return self.text(node.start, node.end)


def parse(content: bytes) -> Markup:
    """Read a part.

    Raises:
        XmlError: it is not well-formed.
        ValueError: it has a DTD, which no Word file has, or is not UTF-8.
    """
    content = content.removeprefix(_BOM)
    reader = _Reader(content)
    reader.parser.Parse(content, True)
    content.decode()
    return Markup(content, reader.top.children[0])


class _Reader:
    """Notes where elements begin and end while expat reads."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.top = Node("", {}, 0, 0)
        self.open = [self.top]
        self.parser = pyexpat.ParserCreate("UTF-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        tag = _OPEN.match(self.content, at)
        if tag is None:
            raise ValueError(name)
        node = Node(name, attributes, at, tag.end())
        self.open[-1].children.append(node)
        self.open.append(node)

    def _end(self, _: str) -> None:
        node = self.open.pop()
        node.inner_end = node.end = node.inner
        if self.content[node.inner - 2 : node.inner] != b"/>":
            node.inner_end = self.parser.CurrentByteIndex
            node.end = self.content.index(b">", node.inner_end) + 1

    def _characters(self, data: str) -> None:
        self.open[-1].text += data

    def _refuse(self, *_: object) -> None:
        raise ValueError("DTD")
