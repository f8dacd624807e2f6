"""Where the elements of a small XML part lie in its bytes, so that others can be put beside them.

Building a tree and writing it out again would change quotes, prefixes and line ends of
what belongs to others.
"""

from __future__ import annotations

import pyexpat as expat
from collections.abc import Sequence

from msgspec import Struct

from xltools.package.members import damaged
from xltools.patterns import BytePattern

_TAG = BytePattern(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NAME = BytePattern(rb"<(/?)(?=\w)")
_COUNT = BytePattern(rb"""(\scount\s*=\s*["'])\s*\d+""")


class Node(Struct):
    """One element: its local name, where its tag, its content and itself begin and end."""

    tag: str
    attributes: dict[str, str]
    start: int
    content: int
    close: int = 0
    end: int = 0
    children: list[Node] = []

    @property
    def name(self) -> str:
        """The name without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> bytes:
        """The prefix with its colon; empty for the default namespace."""
        return self.tag[: self.tag.rfind(":") + 1].encode()

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((each for each in self.children if each.name == name), None)


def outline(xml: bytes, label: str, depth: int = 2) -> Node:
    """Return the root of a part with what is inside it, `depth` levels down.

    Raises:
        NotAWorkbookError: not well-formed.
    """
    open_nodes: list[Node] = []
    roots: list[Node] = []
    level = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal level
        if level <= depth:
            at = parser.CurrentByteIndex
            match = _TAG.match(xml, at)
            assert match is not None
            node = Node(tag, attributes, at, match.end(), children=[])
            (open_nodes[-1].children if open_nodes else roots).append(node)
            open_nodes.append(node)
        level += 1

    def end(_: str) -> None:
        nonlocal level
        level -= 1
        if level <= depth:
            node = open_nodes.pop()
            alone = xml[node.content - 2 : node.content] == b"/>"
            node.close = node.content if alone else parser.CurrentByteIndex
            node.end = node.content if alone else xml.index(b">", node.close) + 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise damaged(label, "内部有不完整的 XML") from None
    return roots[0]


class Edits:
    """Insertions and replacements, all in positions of the bytes as they were."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self._edits: list[tuple[int, int, bytes]] = []

    def insert(self, at: int, content: bytes) -> None:
        """Put something at a position."""
        self._edits.append((at, at, content))

    def replace(self, start: int, end: int, content: bytes) -> None:
        """Put something in the place of what is there."""
        self._edits.append((start, end, content))

    def append(self, node: Node, content: bytes, added: int = 0) -> None:
        """Put something behind the last child; a `count` of the children goes up by `added`."""
        start = self.xml[node.start : node.content]
        total = b"%d" % (len(node.children) + added)
        tag = _COUNT.sub(lambda match: match[1] + total, start) if added else start
        if start.endswith(b"/>"):
            content = b"%s>%s</%s>" % (tag[:-2].rstrip(), content, node.tag.encode())
            self.replace(node.start, node.content, content)
            return
        if tag != start:
            self.replace(node.start, node.content, tag)
        self.insert(node.close, content)

    def done(self) -> bytes:
        """Return the part with all edits; those at one position stand in the order given."""
        out: list[bytes] = []
        at = 0
        for start, end, content in sorted(self._edits, key=lambda edit: edit[:2]):
            out += (self.xml[at:start], content)
            at = end
        return b"".join((*out, self.xml[at:]))


def place_of(root: Node, order: Sequence[str], name: str) -> int:
    """Where a child that is not there belongs: behind the last of those that precede it."""
    before = set(order[: order.index(name)])
    behind = [child.end for child in root.children if child.name in before]
    return max(behind, default=root.content)


def prefixed(xml: bytes, prefix: bytes) -> bytes:
    """Return elements written without prefix with one.

    >>> prefixed(b'<a b="1"><c/></a>', b"x:")
    b'<x:a b="1"><x:c/></x:a>'
    """
    return _NAME.sub(rb"<\1" + prefix, xml) if prefix else xml
