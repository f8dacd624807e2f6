"""What a sheet needs around its notes: relationships, content types, its mark for the boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xltools.package.cells import escape
from xltools.package.opc import elements, relationships
from xltools.package.outline import Edits, outline, prefixed
from xltools.package.sheet_order import place_behind_cells
from xltools.package.workbook import Workbook

_TYPES = "[Content_Types].xml"
_KINDS = {
    "comments": (
        "xl/comments{}.xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    ),
    "vmlDrawing": (
        "xl/drawings/vmlDrawing{}.vml",
        b"application/vnd.openxmlformats-officedocument.vmlDrawing",
    ),
}
"""Kind of relationship → how its part is called, and its content type."""

_NO_RELS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class SheetParts:
    """The parts beside the sheets of one workbook: found, added, taken away.

    `changed`, `added` and `removed` are what became of the package's parts.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._book, self._label = workbook, workbook.path.name
        self._members = {member.name: member for member in workbook.archive.members}
        self._taken = {name.lower() for name in self._members}
        self.changed: dict[str, bytes] = {}
        self.added: dict[str, bytes] = {}
        self.removed: set[str] = set()
        kinds = (
            attributes.get("Type", "")
            for _, attributes, _ in elements(
                workbook.parts["xl/_rels/workbook.xml.rels"], "workbook.xml.rels", self._label
            )
        )
        self.office = next(each for each in kinds if each.endswith("/worksheet"))[:-10]
        """What types of relationships begin with; Strict workbooks have their own."""
        root = outline(workbook.parts[workbook.book.part], self._label, depth=0)
        self.space = root.attributes[f"xmlns:{root.prefix.decode()}".rstrip(":")]
        """The namespace of sheets and comments."""

    def related(self, sheet: str, kind: str) -> str | None:
        """The part of that kind that belongs to a sheet's part; None if there is none."""
        found = relationships(self._rels(sheet), sheet, self._label)
        return next((r.target for r in found if r.kind == kind and self._has(r.target)), None)

    def drawing(self, sheet: str, xml: bytes) -> str | None:
        """The VML part that the sheet's `<legacyDrawing>` names; headers' pictures have another."""
        match = re.search(rb"<(?:\w+:)?legacyDrawing\s[^>]*?\w+:id\s*=\s*[\"']([^\"']*)", xml)
        if match is None:
            return None
        found = relationships(self._rels(sheet), sheet, self._label)
        named = (r.target for r in found if r.id.encode() == match[1])
        return next((target for target in named if self._has(target)), None)

    def content(self, part: str) -> bytes:
        """A part as it is now."""
        for there in (self.changed, self.added):
            if part in there:
                return there[part]
        if part in self._book.parts:
            return self._book.parts[part]
        return self._book.archive.inflate(self._members[part], self._label)

    def put(self, part: str, content: bytes) -> None:
        """Give a part new content."""
        if part in self._members:
            self.changed[part] = content
        else:
            self.added[part] = content

    def add(self, sheet: str, kind: str, content: bytes) -> tuple[str, str]:
        """Add a part of that kind to a sheet; return its name and its relationship's id."""
        pattern, content_type = _KINDS[kind]
        numbers = range(1, len(self._taken) + 2)
        names = (pattern.format(number) for number in numbers)
        part = next(name for name in names if name.lower() not in self._taken)
        self._taken.add(part.lower())
        self.added[part] = content
        self._declare(part, content_type)
        return part, self._relate(sheet, kind, part)

    def drop(self, sheet: str, part: str) -> None:
        """Take a sheet's part away with its relationship and content type."""
        path, xml = self._rels_path(sheet), self._rels(sheet)[self._rels_path(sheet)]
        ids = {r.id for r in relationships({path: xml}, sheet, self._label) if r.target == part}
        root, edits = outline(xml, self._label), Edits(xml)
        gone = [node for node in root.children if node.attributes.get("Id") in ids]
        for node in gone:
            edits.replace(node.start, node.end, b"")
        self.put(path, edits.done())
        if len(gone) == len(root.children):
            self._forget(path)
        self._forget(part)
        self._undeclare(part)

    # --- relationships

    @staticmethod
    def _rels_path(sheet: str) -> str:
        folder, _, name = sheet.rpartition("/")
        return f"{folder}/_rels/{name}.rels"

    def _rels(self, sheet: str) -> dict[str, bytes]:
        path = self._rels_path(sheet)
        return {path: self.content(path)} if self._has(path) else {}

    def _has(self, part: str) -> bool:
        there = part in self._members and part not in self.removed
        return there or part in self.added

    def _relate(self, sheet: str, kind: str, part: str) -> str:
        path = self._rels_path(sheet)
        xml = self._rels(sheet).get(path, _NO_RELS)
        self.removed.discard(path)
        root = outline(xml, self._label)
        taken = {node.attributes.get("Id", "").lower() for node in root.children}
        names = (f"rId{number}" for number in range(1, len(taken) + 2))
        new = next(name for name in names if name.lower() not in taken)
        inside = (new.encode(), self.office.encode(), kind.encode(), escape(part))
        element = b'<Relationship Id="%s" Type="%s/%s" Target="/%s"/>' % inside
        edits = Edits(xml)
        edits.append(root, prefixed(element, root.prefix))
        self.put(path, edits.done())
        return new

    def _forget(self, part: str) -> None:
        self.changed.pop(part, None)
        if self.added.pop(part, None) is None:
            self.removed.add(part)

    # --- content types

    def _declare(self, part: str, content_type: bytes) -> None:
        """VML is known by its ending, as everybody does it; a comments part by its name."""
        xml = self.content(_TYPES)
        root, edits = outline(xml, self._label), Edits(xml)
        if part.endswith(".vml"):
            given = next((n for n in root.children if _ending(n.attributes) == "vml"), None)
            if given is not None and given.attributes["ContentType"].encode() == content_type:
                return
        if part.endswith(".vml") and given is None:
            element = b'<Default Extension="vml" ContentType="%s"/>' % content_type
            edits.insert(root.content, prefixed(element, root.prefix))
        else:
            inside = (escape(part), content_type)
            element = b'<Override PartName="/%s" ContentType="%s"/>' % inside
            edits.append(root, prefixed(element, root.prefix))
        self.put(_TYPES, edits.done())

    def _undeclare(self, part: str) -> None:
        xml = self.content(_TYPES)
        root, edits = outline(xml, self._label), Edits(xml)
        left = [*(n for n in self._members if n not in self.removed), *self.added]
        last_vml = not any(name.lower().endswith(".vml") for name in left)
        for node in root.children:
            named = node.attributes.get("PartName", "").lower() == f"/{part}".lower()
            if named or (last_vml and _ending(node.attributes) == "vml"):
                edits.replace(node.start, node.end, b"")
        self.put(_TYPES, edits.done())


def _ending(attributes: Mapping[str, str]) -> str:
    return attributes.get("Extension", "").lower()


def with_mark(xml: bytes, rel: str, office: str) -> bytes:
    """Return the sheet with `<legacyDrawing>`, in the place that the schema wants."""
    prefix = xml[xml.rindex(b"</") + 2 : xml.rindex(b"worksheet")]
    at = place_behind_cells(xml, prefix, "legacyDrawing")
    space = b' xmlns:r="%s"' % office.encode()
    root = xml[: xml.index(b">", xml.index(b"worksheet"))]
    inside = (prefix, b"" if space in root else space, rel.encode())
    element = b'<%slegacyDrawing%s r:id="%s"/>' % inside
    return xml[:at] + element + xml[at:]


def without_mark(xml: bytes) -> bytes:
    """Return the sheet without `<legacyDrawing>`."""
    return re.sub(
        rb"<(?:\w+:)?legacyDrawing\s[^>]*?(?:/>|>\s*</(?:\w+:)?legacyDrawing\s*>)", b"", xml
    )
