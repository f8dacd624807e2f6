"""The office's Word file: its styles and page are taken, its text is replaced.

Only word/document.xml and the document properties are written anew; styles, fonts,
headers, footers and pictures are copied as the office saved them.
"""

from __future__ import annotations

import zipfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from lxml import etree
from msgspec import Struct

from xltools.errors import TemplateError
from xltools.report.word import W, make

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
CORE, APP = "docProps/core.xml", "docProps/app.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NAMES = {"w": W}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class Base(Struct, frozen=True):
    """official.docx, opened: its parts, its style ids by (kind, name), its page."""

    path: Path
    parts: dict[str, bytes]
    styles: dict[tuple[str, str], str]
    root: etree._Element
    page: etree._Element

    def style(self, name: str, kind: str, where: str) -> str:
        """Return the id of a style.

        Found by name, since Chinese Word renames every id when it saves the file.

        Raises:
            TemplateError: the file has no style of that name.
        """
        found = self.styles.get((kind, name.lower()))
        if found is None:
            raise TemplateError(f"{where}：样式文件 {self.path.name} 里没有样式“{name}”。")
        return found


def open_base(path: Path) -> Base:
    """Open the Word file that lends its styles.

    Raises:
        TemplateError: no Word file, or one without styles or page.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        root = etree.fromstring(parts[DOCUMENT], _PARSER)
        styles = etree.fromstring(parts[STYLES], _PARSER)
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise TemplateError(f"样式文件 {path} 不是可用的 .docx（{error}）。") from None
    page = root.find("w:body/w:sectPr", _NAMES)
    if page is None:
        raise TemplateError(f"样式文件 {path} 没有页面设置，请在 Word 里重新保存。")
    return Base(path, parts, _style_ids(styles), root, page)


def save(base: Base, body: list[etree._Element], core: dict[str, str]) -> bytes:
    """Return the docx with this body; equal input gives equal bytes."""
    root = deepcopy(base.root)  # its namespaces and attributes stay
    for child in list(root):
        root.remove(child)
    root.append(make("body", *body))
    parts = base.parts | {DOCUMENT: _xml(root)}
    if CORE in parts:
        parts[CORE] = _core(core)
    if APP in parts:  # names the office and its machine: not the report's business
        parts[APP] = _app()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0
            package.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


def _style_ids(styles: etree._Element) -> dict[tuple[str, str], str]:
    found = {}
    for style in styles.iterfind("w:style", _NAMES):
        name = style.find("w:name", _NAMES)
        if name is not None:
            key = (style.get(f"{{{W}}}type", ""), name.get(f"{{{W}}}val", "").lower())
            found[key] = style.get(f"{{{W}}}styleId", "")
    return found


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _core(values: dict[str, str]) -> bytes:
    """Title, subject, author. No dates: what is made twice is the same file twice."""
    names = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    root = etree.Element(f"{{{names['cp']}}}coreProperties", nsmap=names)
    for key, value in values.items():
        etree.SubElement(root, f"{{{names['dc']}}}{key}").text = value
    return _xml(root)


def _app() -> bytes:
    name = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    content = f'<Properties xmlns="{name}"><Application>xltools</Application></Properties>'
    return _xml(etree.fromstring(content))
