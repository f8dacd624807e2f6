"""The package around the sheets: relationships, the workbook part, names, properties.

Read with expat: it is part of the interpreter and understands prefixes and entities,
which searching bytes does not.
"""

from __future__ import annotations

import pyexpat as expat
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from xltools.errors import NotAWorkbookError
from xltools.package.members import damaged
from xltools.patterns import BytePattern

Element = tuple[str, dict[str, str], str]
"""Local name, attributes by local name, text."""


_TRUE = ("1", "true", "on")


class Relationship(Struct, frozen=True):
    """One relationship inside the package; `kind` is the last word of its type."""

    id: str
    kind: str
    target: str


class SheetPart(Struct, frozen=True):
    """One declared sheet and the part that holds it; `kind` is worksheet, chartsheet …"""

    name: str
    sheet_id: str
    part: str
    kind: str
    hidden: bool


class DefinedName(Struct, frozen=True):
    """One defined name; `local` when it is valid in one sheet only."""

    name: str
    text: str
    local: bool


class Book(Struct, frozen=True):
    """What the workbook part and the package's relationships say."""

    part: str
    sheets: tuple[SheetPart, ...]
    custom_properties: str | None
    related: dict[str, str]
    """Part by kind of the workbook's relationships: styles, sharedStrings, calcChain …"""
    names: bytes = b""
    """The XML in which the defined names are; see `names_apart`."""
    locked: bool = False
    """True where the owner locked the structure: no sheet may be added, moved or renamed."""


def elements(xml: bytes, part: str, label: str) -> tuple[Element, ...]:
    """Return all elements of a small part, in order of their end.

    Raises:
        NotAWorkbookError: not well-formed.
    """
    try:
        return _known_elements(xml) if len(xml) <= _LONGEST else _elements(xml)
    except _BROKEN:
        raise damaged(label, f"{part} 不是完整的 XML") from None


def _elements(xml: bytes) -> tuple[Element, ...]:
    found: list[Element] = []
    stack: list[tuple[str, dict[str, str], list[str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        stack.append((name.rpartition(" ")[2], local, []))

    def end(_: str) -> None:
        name, attributes, pieces = stack.pop()
        found.append((name, attributes, "".join(pieces)))

    def text(characters: str) -> None:
        stack[-1][2].append(characters)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(xml, True)
    return tuple(found)


_BROKEN = (expat.ExpatError, ValueError, LookupError)
_LONGEST = 1 << 14
_known_elements = lru_cache(maxsize=64)(_elements)
"""Forms of one blank share their relationships and all of the workbook part but the names."""


def relationships(
    parts: Mapping[str, bytes], source: str, label: str
) -> tuple[Relationship, ...]:
    """Return the relationships of a part ("" for the package) to other parts."""
    folder, _, name = source.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    xml = parts.get(path)
    if xml is None:
        return ()
    try:
        return _known_related(xml, folder) if len(xml) <= _LONGEST else _related(xml, folder)
    except _BROKEN:
        raise damaged(label, f"{path} 不是完整的 XML") from None


def _related(xml: bytes, folder: str) -> tuple[Relationship, ...]:
    found = []
    for element, attributes, _ in _elements(xml):
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = resolve(folder, attributes.get("Target", ""))
            found.append(Relationship(attributes.get("Id", ""), kind, target))
    return tuple(found)


_known_related = lru_cache(maxsize=64)(_related)


def resolve(folder: str, target: str) -> str:
    """Return the part name of a target as seen from a folder.

    >>> resolve("xl", "worksheets/sheet1.xml"), resolve("xl", "/xl/styles.xml")
    ('xl/worksheets/sheet1.xml', 'xl/styles.xml')
    >>> resolve("xl/worksheets", "../media/image1.png")
    'xl/media/image1.png'
    """
    path = target.replace("\\", "/")
    steps: list[str] = []
    for step in (path if path.startswith("/") else f"{folder}/{path}").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def read_book(parts: Mapping[str, bytes], label: str) -> Book:
    """Find the workbook part and read sheets, names and where the properties are.

    Raises:
        NotAWorkbookError: no workbook, another kind of document, or a part is missing.
    """
    top = relationships(parts, "", label)
    main = next((rel.target for rel in top if rel.kind == "officeDocument"), None)
    if main is None or main not in parts or "[Content_Types].xml" not in parts:
        raise _not_a_workbook(parts, main, label)
    rest, names = names_apart(parts[main])
    found = elements(_unsaved(rest), main, label)
    if found[-1][0] != "workbook":
        raise _not_a_workbook(parts, main, label)
    if main != "xl/workbook.xml":
        raise NotAWorkbookError(
            f"“{label}”的内部结构少见（工作簿部件在 {main}）。请用 Excel 或 WPS 打开后另存为 .xlsx。"
        )
    properties = next((rel.target for rel in top if rel.kind == "custom-properties"), None)
    related = relationships(parts, main, label)
    return Book(
        main,
        _sheets(parts, main, related, found, label),
        properties,
        {rel.kind: rel.target for rel in related},
        names,
        any(
            element == "workbookProtection" and attributes.get("lockStructure") in _TRUE
            for element, attributes, _ in found
        ),
    )


_SAVED = (b"<workbookView ", b"<xr:revisionPtr ", b"<x15ac:absPath ")
_TAG = 1 << 11
"""Bytes of such a tag that are remembered."""

_ALONE = BytePattern(rb'<[a-zA-Z0-9:]+(?: [a-zA-Z0-9:]+="[^"<>&]*")*/>')


def _unsaved(xml: bytes) -> bytes:
    """The part without where window and file were when somebody saved: that always differs."""
    for begin in _SAVED:
        start = xml.find(begin)
        end = xml.find(b">", start) + 1
        if 0 <= start < end <= start + _TAG and _is_alone(xml[start:end]):
            xml = xml[:start] + xml[end:]
    return xml


@lru_cache(maxsize=64)
def _is_alone(xml: bytes) -> bool:
    return _ALONE.fullmatch(xml) is not None


def names_apart(xml: bytes) -> tuple[bytes, bytes]:
    """The workbook part without its defined names, and these; twice the whole if they are unclear."""
    start, end = xml.find(b"<definedNames>"), xml.find(b"</definedNames>")
    clear = 0 <= start < end and xml.count(b"definedNames") == 2 and b"<!" not in xml
    if not clear:
        return xml, xml
    end += len(b"</definedNames>")
    return xml[:start] + xml[end:], xml[start:end]


def _sheets(
    parts: Mapping[str, bytes],
    main: str,
    related: tuple[Relationship, ...],
    found: tuple[Element, ...],
    label: str,
) -> tuple[SheetPart, ...]:
    """Declared sheets; each must have its part, or a reader would skip it silently."""
    targets = {rel.id: rel for rel in related}
    sheets = []
    for element, attributes, _ in found:
        if element != "sheet":
            continue
        name, rel = attributes.get("name", ""), targets.get(attributes.get("id", ""))
        if rel is None or rel.target not in parts:
            raise damaged(label, f"工作表“{name}”的内容不见了")
        hidden = attributes.get("state", "visible") != "visible"
        sheet_id = attributes.get("sheetId", "")
        sheets.append(SheetPart(name, sheet_id, rel.target, rel.kind, hidden))
    if not sheets:
        raise damaged(label, "里面没有工作表")
    if len({sheet.name.casefold() for sheet in sheets}) < len(sheets):
        raise damaged(label, "里面有同名的工作表")
    if len({sheet.part for sheet in sheets} - {main}) < len(sheets):
        raise damaged(label, "两张工作表共用一个部件")
    return tuple(sheets)


def _not_a_workbook(
    parts: Mapping[str, bytes], main: str | None, label: str
) -> NotAWorkbookError:
    """Say what kind of package it is instead."""
    inside = main or ""
    if inside.startswith("word/"):
        kind = "是 Word 文档，不是 Excel 工作簿。请选择 .xlsx 自评表。"
    elif inside.startswith("ppt/"):
        kind = "是 PowerPoint 文稿，不是 Excel 工作簿。请选择 .xlsx 自评表。"
    elif inside.startswith("visio/"):
        kind = "是 Visio 图，不是 Excel 工作簿。请选择 .xlsx 自评表。"
    elif inside.endswith(".bin"):
        kind = "是 .xlsb 二进制工作簿，目前不能直接读取。请用 Excel 或 WPS 另存为 .xlsx 再试。"
    elif "OFD.xml" in parts:
        kind = "是 OFD 版式文件，不是 Excel 工作簿。请提供 .xlsx 原表。"
    elif "[Content_Types].xml" in parts:
        kind = "已损坏（找不到工作簿部件）。请用 Excel 或 WPS 打开后另存，或请对方重新发送。"
    else:
        kind = "是压缩包，不是 Excel 工作簿。请解压后选择里面的 .xlsx。"
    return NotAWorkbookError(f"“{label}”{kind}")


def custom_properties(parts: Mapping[str, bytes], book: Book, label: str) -> dict[str, str]:
    """Return the custom document properties, all as text."""
    part = book.custom_properties
    if part is None or part not in parts:
        return {}
    xml = parts[part]
    found = _IDENTITY.findall(xml)
    if len(found) != 1 or len(xml) > _LONGEST:
        return _properties(elements(xml, part, label))
    # forms of one blank differ in their identity alone
    common = _properties(elements(xml.replace(found[0], _MARK), part, label))
    told = found[0].decode()
    return {name: told if text == _MARK.decode() else text for name, text in common.items()}


_MARK = b"xltools|"
_IDENTITY = BytePattern(rb"xltools\|[A-Za-z0-9|._-]*")


def _properties(found: tuple[Element, ...]) -> dict[str, str]:
    properties, text = {}, ""
    # a property ends after the one element that holds its value
    for element, attributes, value in found:
        if element == "property":
            properties[attributes.get("name", "")] = text
        else:
            text = value
    return properties
