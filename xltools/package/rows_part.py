"""One small XML part whose elements are changed or taken away; the rest keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltools.package.cells import escape, quoted
from xltools.package.outline import Node, outline
from xltools.package.scan import unescape

_EVERYTHING = 1_000
"""Levels down: all there are."""


class Part:
    """The elements of a part, and what is to become of them.

    A container that loses its last child goes, too, if it is one of `empties`; a `count` that
    it has is kept right.
    """

    def __init__(self, xml: bytes, label: str, empties: frozenset[str] = frozenset()) -> None:
        self.xml = xml
        self.root = outline(xml, label, _EVERYTHING)
        self._empties = empties
        self._gone: set[int] = set()
        self._added: dict[int, int] = {}
        self._edits: list[tuple[Node, int, int, bytes]] = []

    def walk(self, node: Node | None = None) -> Iterator[tuple[Node, Node | None]]:
        """Yield each element that is there with its parent, top down."""
        waiting: list[tuple[Node, Node | None]] = [(node or self.root, None)]
        while waiting:
            each, parent = waiting.pop()
            if id(each) not in self._gone:
                yield each, parent
            if id(each) not in self._gone:  # who was told of it may have taken it away
                waiting += [(child, each) for child in reversed(each.children)]

    def text(self, node: Node) -> str:
        """The text of an element without children."""
        return unescape(self.xml[node.content : node.close])

    def set_text(self, node: Node, text: str) -> None:
        """Give an element that has a text another one."""
        if text != self.text(node):
            self._edits.append((node, node.content, node.close, escape(text)))

    def set(self, node: Node, name: str, value: str) -> None:
        """Give an attribute that is there another value."""
        if node.attributes[name] == value:
            return
        tag = self.xml[node.start : node.content]
        match = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), tag)
        assert match is not None
        new = b'"%s"' % quoted(value)
        start = node.start + match.start(1)
        self._edits.append((node, start, node.start + match.end(1), new))

    def replace(self, node: Node, start: int, end: int, content: bytes) -> None:
        """Put bytes in the place of others that belong to an element."""
        self._edits.append((node, start, end, content))

    def append(self, node: Node, content: bytes) -> None:
        """Put elements behind the last child; the container's `count` follows."""
        if not content:
            return
        self._added[id(node)] = self._added.get(id(node), 0) + content.count(b"/>")
        self._edits.append((node, node.close, node.close, content))

    def remove(self, node: Node) -> None:
        """Take an element away with all that is in it."""
        self._gone.add(id(node))

    def done(self) -> bytes:
        """Return the part with all changes; the same bytes if there is none."""
        edits: list[tuple[int, int, bytes]] = []
        self._settle(self.root)
        alive = {id(node) for node, _ in self.walk()}
        for node, parent in _all(self.root):
            if id(node) in self._gone and (parent is None or id(parent) in alive):
                edits.append((node.start, node.end, b""))
        edits += [
            (start, end, content)
            for node, start, end, content in self._edits
            if id(node) in alive
        ]
        if not edits:
            return self.xml
        out: list[bytes] = []
        at = 0
        for start, end, content in sorted(edits, key=lambda edit: edit[:2]):
            out += (self.xml[at:start], content)
            at = end
        return b"".join((*out, self.xml[at:]))

    def _settle(self, root: Node) -> None:
        """Empty containers go, counts are brought up to date; innermost first."""
        for node, _ in reversed(list(_all(root))):
            left = sum(id(child) not in self._gone for child in node.children)
            added = self._added.get(id(node), 0)
            if (left == len(node.children) and not added) or id(node) in self._gone:
                continue
            if not left and not added and node.name in self._empties:
                self.remove(node)
            elif "count" in node.attributes:
                self.set(node, "count", str(left + added))


def _all(root: Node) -> Iterator[tuple[Node, Node | None]]:
    waiting: list[tuple[Node, Node | None]] = [(root, None)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        waiting += [(child, node) for child in reversed(node.children)]
