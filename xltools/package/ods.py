"""OpenDocument spreadsheets (.ods, and what WPS and LibreOffice save so): content.xml → snapshot.

Read row by row, so that a large sheet is never held as a tree. An .ods says "this row, a
million times": empty repeats cost nothing, filled ones are checked before they are made.
"""

from __future__ import annotations

from collections.abc import Container
from io import BytesIO

from lxml import etree

from xltools.errors import NotAWorkbookError
from xltools.package.active import active_in_ods, formulas_that_reach_out
from xltools.package.members import Archive, damaged
from xltools.package.ods_cells import excel_formula, read_cell
from xltools.package.ods_names import STYLE, TABLE, local
from xltools.package.ods_sheet import SheetBuilder
from xltools.package.ods_styles import Styles
from xltools.package.opc import DefinedName, elements
from xltools.package.references import resolve_names
from xltools.package.xml_guard import check_xml
from xltools.snapshot import Sheet, Snapshot

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_OTHERS = {
    "text": "是 OpenDocument 文字文档，不是工作簿。请选择自评表。",
    "presentation": "是 OpenDocument 演示文稿，不是工作簿。请选择自评表。",
}
_ENCRYPTED = "已加密（设了打开密码）。请在 LibreOffice 或 WPS 中取消密码后再试。"
_CELLS = ("table-cell", "covered-table-cell")
_WANTED = ("mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml", "meta.xml")


def read_ods(archive: Archive, label: str, unread: Container[str]) -> Snapshot:
    """Return the snapshot of an OpenDocument spreadsheet; sheets in `unread` have no values.

    Raises:
        NotAWorkbookError: another kind of document, encrypted, damaged, or hostile.
    """
    # every member is inflated, so that every checksum is looked at
    contents = {member.name: archive.inflate(member, label) for member in archive.members}
    parts = {name: contents[name] for name in _WANTED if name in contents}
    manifest = parts.get("META-INF/manifest.xml", b"")
    if "encrypted-package" in contents or b"encryption-data" in manifest:
        raise NotAWorkbookError(f"“{label}”{_ENCRYPTED}")
    _check_kind(parts.get("mimetype", b"").decode("ascii", "replace").strip(), label)
    for name in ("content.xml", "styles.xml", "meta.xml"):
        check_xml(parts.get(name, b""), name, label)
    reader = _Reader(label, unread)
    if "styles.xml" in parts:
        reader.read(parts["styles.xml"], "styles.xml")
    reader.read(parts["content.xml"], "content.xml")
    if not reader.sheets:
        raise damaged(label, "里面没有工作表")
    names, constants = resolve_names(reader.names, (sheet.name for sheet in reader.sheets))
    active = [*active_in_ods(contents)]
    for sheet in reader.sheets:
        active += formulas_that_reach_out(sheet.name, sheet.formulas)
    properties = _properties(parts, label)
    return Snapshot(tuple(reader.sheets), names, constants, properties, tuple(active))


def _check_kind(mime: str, label: str) -> None:
    if not mime or mime.startswith(_MIME):
        return
    kind = next((text for word, text in _OTHERS.items() if word in mime.rpartition(".")[2]), "")
    raise NotAWorkbookError(
        f"“{label}”{kind or '不是 .ods 工作簿。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。'}"
    )


class _Reader:
    """Collects styles, sheets and names while the parts are parsed."""

    def __init__(self, label: str, unread: Container[str]) -> None:
        self.label, self.unread = label, unread
        self.styles = Styles()
        self.sheets: list[Sheet] = []
        self.names: list[DefinedName] = []
        self.builder: SheetBuilder | None = None

    def read(self, xml: bytes, part: str) -> None:
        """Parse one part; what has been used is thrown away at once."""
        events = etree.iterparse(
            BytesIO(xml), events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False,
        )  # fmt: skip
        try:
            for event, element in events:
                if element.tag == TABLE + "table" and _is_sheet(element):
                    self._table(event, element)
                elif event == "end":
                    self._end(element)
        except (etree.XMLSyntaxError, ValueError):
            raise damaged(self.label, f"{part} 的内容异常") from None

    def _table(self, event: str, element: etree._Element) -> None:
        if event == "start":
            name = element.get(TABLE + "name") or ""
            if any(sheet.name.casefold() == name.casefold() for sheet in self.sheets):
                raise damaged(self.label, "里面有同名的工作表")
            hidden = self.styles.is_hidden(element.get(TABLE + "style-name"))
            self.builder = SheetBuilder(name, self.styles, self.label, hidden=hidden)
        elif self.builder is not None:
            self.sheets.append(self.builder.finish())
            self.builder = None
            _forget(element)

    def _end(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str):
            return
        if element.tag.startswith(TABLE):
            name = local(element)
            if name == "table-row":
                self._row(element)
            elif name == "table-column" and self.builder is not None:
                self.builder.column(element)
            elif name in ("named-range", "named-expression"):
                self._name(element)
        elif element.tag == STYLE + "style":
            self.styles.add_style(element)
        elif self.styles.is_format(element):
            self.styles.add_format(element)

    def _row(self, element: etree._Element) -> None:
        if self.builder is None or not _is_sheet(_table_of(element)):
            return
        if self.builder.name not in self.unread:
            cells = [read_cell(child) for child in element if local(child) in _CELLS]
            self.builder.row(element, cells)
        _forget(element)

    def _name(self, element: etree._Element) -> None:
        """A name inside a table is valid in that sheet only."""
        area = element.get(TABLE + "cell-range-address")
        if area is None:
            text = excel_formula(element.get(TABLE + "expression") or "")
        else:
            sheet, _, cell = area.partition(":")[0].rpartition(".")
            text = f"{sheet.removeprefix('$')}!{cell}"
        name = element.get(TABLE + "name") or ""
        self.names.append(DefinedName(name, text, self.builder is not None))


def _table_of(row: etree._Element) -> etree._Element | None:
    """The table that a row stands in, perhaps inside groups of rows."""
    return next(row.iterancestors(TABLE + "table"), None)


def _is_sheet(table: etree._Element | None) -> bool:
    """A table of the workbook itself: not a sub-table, nor the cache of a link."""
    parent = None if table is None else table.getparent()
    return parent is not None and local(parent) == "spreadsheet"


def _forget(element: etree._Element) -> None:
    """Free an element and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _properties(parts: dict[str, bytes], label: str) -> dict[str, str]:
    if "meta.xml" not in parts:
        return {}
    return {
        attributes.get("name", ""): text
        for element, attributes, text in elements(parts["meta.xml"], "meta.xml", label)
        if element == "user-defined"
    }
