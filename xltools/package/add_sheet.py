"""Add sheets to a package: a part each, and the four places that must know of it.

Nothing that is there changes but these places: the list of sheets and the defined names,
the workbook's relationships, the content types, and the styles, which only grow.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

from xltools.errors import SaveError
from xltools.model import column_letters
from xltools.package.cells import escape, quoted
from xltools.package.looks import EMPTY, Styles
from xltools.package.new_sheet_xml import last_row, new_cells, render
from xltools.package.opc import elements
from xltools.package.outline import Edits, Node, outline, place_of, prefixed
from xltools.package.workbook import Workbook
from xltools.snapshot import CellWrite, NewSheet, Position

_TYPES, _RELS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NAME_LENGTH, _SHEET_IDS = 31, 65_534
_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
)  # fmt: skip
"""The order that the schema wants in `<workbook>`, as far as it concerns us."""


class Added(Struct, frozen=True):
    """New parts by name, and what was written into each new sheet."""

    parts: dict[str, bytes]
    written: dict[str, dict[Position, CellWrite]]


class _Newcomer(Struct, frozen=True):
    """One sheet to come: under its final name, with its part, relationship and number."""

    sheet: NewSheet
    part: str
    rel: str
    sheet_id: int


def add_sheets(
    workbook: Workbook, sheets: tuple[NewSheet, ...], parts: dict[str, bytes]
) -> Added:
    """Put the sheets behind the others; `parts` gets the new content of the parts that change.

    Raises:
        SaveError: the workbook takes no further sheets.
    """
    label = workbook.path.name
    if workbook.closed:
        raise SaveError(f"“{label}”{workbook.closed}，不能增加工作表。")
    base = {**workbook.parts, **parts}
    package = _Package(workbook, base)
    styles = workbook.book.related.get("styles", "")
    new: dict[str, bytes] = {}
    if styles not in base:
        styles = package.new_part("xl/styles", "styles", _STYLES_TYPE)
        new[styles] = EMPTY % package.space
    looks = Styles(new.get(styles) or base[styles], label)
    newcomers = []
    written = {}
    for wish in sheets:
        sheet = structs.replace(wish, name=package.free_name(wish.name))
        part = package.new_part("xl/worksheets/sheet", "worksheet", _SHEET_TYPE)
        newcomers.append(_Newcomer(sheet, part, package.last_rel, package.free_sheet_id()))
        numbers = {
            look: looks.look(look)
            for look in dict.fromkeys(cell.look for row in sheet.rows for cell in row)
        }
        colors = {color for texts in sheet.marks.values() for color in texts.values()}
        marks = {color: looks.mark(color) for color in sorted(colors)}
        new[part] = render(sheet, package.space, numbers, marks)
        written[part] = new_cells(sheet)
    (new if styles in new else parts)[styles] = looks.done()
    parts |= package.done()
    parts[workbook.book.part] = _in_book(base[workbook.book.part], newcomers, package)
    return Added(new, written)


class _Package:
    """What is taken already, and the relationships and types of what is new."""

    def __init__(self, workbook: Workbook, parts: Mapping[str, bytes]) -> None:
        label = workbook.path.name
        self._parts, self._label = parts, label
        types = elements(parts[_TYPES], _TYPES, label)
        self._taken = {member.name.lower() for member in workbook.archive.members} | {
            attributes.get("PartName", "").lstrip("/").lower() for _, attributes, _ in types
        }
        rels = elements(parts[_RELS], _RELS, label)
        self._ids = {attributes.get("Id", "").lower() for _, attributes, _ in rels}
        sheets = workbook.book.sheets
        self._names = {sheet.name.casefold() for sheet in sheets}
        self._sheet_ids = {int(each.sheet_id) for each in sheets if each.sheet_id.isdigit()}
        # Strict workbooks have namespaces of their own: the root and a worksheet's relationship tell
        self.book = outline(parts[workbook.book.part], label)
        prefix = self.book.prefix.decode()
        self.space = self.book.attributes[f"xmlns:{prefix}".rstrip(":")].encode()
        self.office = next(
            attributes["Type"].rpartition("/")[0]
            for _, attributes, _ in rels
            if attributes.get("Type", "").endswith("/worksheet")
        )
        self._new_types: list[bytes] = []
        self._new_rels: list[bytes] = []
        self.last_rel = ""

    def new_part(self, stem: str, kind: str, content_type: bytes) -> str:
        """Name a part xl/…N.xml that nobody has, and make it known as of that kind."""
        numbers = range(1, len(self._taken) + 2)
        names = [
            *([f"{stem}.xml"] if kind == "styles" else []),
            *(f"{stem}{n}.xml" for n in numbers),
        ]
        part = next(name for name in names if name.lower() not in self._taken)
        rels = (f"rId{number}" for number in range(len(self._ids) + 1, 2 * len(self._ids) + 3))
        self.last_rel = next(rel for rel in rels if rel.lower() not in self._ids)
        self._taken.add(part.lower())
        self._ids.add(self.last_rel.lower())
        self._new_types.append(
            b'<Override PartName="/%s" ContentType="%s"/>' % (part.encode(), content_type)
        )
        target = part.removeprefix("xl/").encode()
        kinds = (self.last_rel.encode(), self.office.encode(), kind.encode(), target)
        self._new_rels.append(b'<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % kinds)
        return part

    def free_name(self, wish: str) -> str:
        """The wished name, or the first of 名称(2), 名称(3) … that no sheet bears."""
        name, number = wish, 1
        while name.casefold() in self._names:
            number += 1
            tail = f"({number})"
            name = wish[: _NAME_LENGTH - len(tail)] + tail
        self._names.add(name.casefold())
        return name

    def free_sheet_id(self) -> int:
        """A number that no sheet has: above all others, as Excel counts."""
        found = max(self._sheet_ids, default=0) + 1
        if found > _SHEET_IDS:
            found = next(n for n in range(1, _SHEET_IDS) if n not in self._sheet_ids)
        self._sheet_ids.add(found)
        return found

    def done(self) -> dict[str, bytes]:
        """Return content types and relationships with what is new in them."""
        found = {}
        for name, new in ((_TYPES, self._new_types), (_RELS, self._new_rels)):
            root = outline(self._parts[name], self._label, depth=0)
            edits = Edits(self._parts[name])
            edits.append(root, prefixed(b"".join(new), root.prefix))
            found[name] = edits.done()
        return found


def _in_book(xml: bytes, newcomers: list[_Newcomer], package: _Package) -> bytes:
    """The workbook part with the sheets and their names in it."""
    root = package.book
    edits = Edits(xml)
    sheets = root.child("sheets")
    assert sheets is not None  # a workbook without sheets is refused when it is read
    prefix = _office_prefix(root, package.office)
    declared = b"" if prefix else b' xmlns:r="%s"' % package.office.encode()
    start = b"<%ssheet%s" % (root.prefix, declared)
    content = b""
    names: dict[tuple[str, int | None], str] = {}
    for number, each in enumerate(newcomers, start=len(sheets.children)):
        link = b'%s:id="%s"' % (prefix or b"r", each.rel.encode())
        inside = (start, quoted(each.sheet.name), each.sheet_id, link)
        content += b'%s name="%s" sheetId="%d" %s/>' % inside
        names |= _names(each.sheet, number)
    if root.child("bookViews") is None:
        # the frozen headings are those of a window, and Excel wants to know of one
        view = prefixed(b"<bookViews><workbookView/></bookViews>", root.prefix)
        edits.insert(place_of(root, _ORDER, "bookViews"), view)
    edits.append(sheets, content)
    _define(edits, root, names)
    return edits.done()


def _office_prefix(root: Node, space: str) -> bytes:
    """The prefix that the workbook declares for relationships; empty if it declares none."""
    for key, value in root.attributes.items():
        if value == space and key.startswith("xmlns:"):
            return key.removeprefix("xmlns:").encode()
    return b""


def _names(sheet: NewSheet, number: int) -> dict[tuple[str, int | None], str]:
    """Defined names by name and sheet: ours, and those of filter and print titles."""
    where = "'" + sheet.name.replace("'", "''") + "'!"
    head, width = sheet.head_row, column_letters(len(sheet.widths))
    names: dict[tuple[str, int | None], str] = {
        (name, None): f"{where}${column_letters(column)}${row}"
        for name, (row, column) in sheet.names.items()
    }
    names["_xlnm._FilterDatabase", number] = f"{where}$A${head}:${width}${last_row(sheet)}"
    names["_xlnm.Print_Titles", number] = f"{where}${head}:${head}"
    return names


def _define(edits: Edits, root: Node, names: dict[tuple[str, int | None], str]) -> None:
    """Add defined names; one of ours that has lost its sheet is given its new cell."""
    block = root.child("definedNames")
    there: dict[str, Node] = {}
    for node in block.children if block else ():
        if "localSheetId" not in node.attributes:
            there[node.attributes.get("name", "").casefold()] = node
    content, added = b"", 0
    for (name, local), text in names.items():
        scope = b"" if local is None else b' localSheetId="%d"' % local
        hidden = b' hidden="1"' if name.endswith("_FilterDatabase") else b""
        inside = (root.prefix, quoted(name), scope, hidden, escape(text), root.prefix)
        element = b'<%sdefinedName name="%s"%s%s>%s</%sdefinedName>' % inside
        old = there.get(name.casefold()) if local is None else None
        if old is not None:
            edits.replace(old.start, old.end, element)
            continue
        content, added = content + element, added + 1
    if block is not None:
        edits.append(block, content, added)
    elif content:
        start, end = (b"<%s%sdefinedNames>" % (mark, root.prefix) for mark in (b"", b"/"))
        edits.insert(place_of(root, _ORDER, "definedNames"), start + content + end)
