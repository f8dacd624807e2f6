"""What a Word file needs before LibreOffice can make a good PDF of it; Word needs none of it.

Three mends, in the copy that becomes the PDF and nowhere else:

- It takes what stands inside a TOC field for final, and prints the page numbers Word last
  stored there, or none. The PAGEREF fields within are worked out once the TOC is gone.
- In a justified line it drops a comma that does not quite fit (seen in 7.4), so the text is
  set left: the glyph matters more than the edge.
- Fonts that are not installed are replaced by the nearest that is.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree
from msgspec import Struct

from xltools.report.fonts import stand_ins
from xltools.report.word import W

_OWN = re.compile(r"word/(document|styles|header\d*|footer\d*|footnotes|charts/chart\d+)\.xml")
_MARK, _CODE, _TYPE = f"{{{W}}}fldChar", f"{{{W}}}instrText", f"{{{W}}}fldCharType"
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_TYPEFACE = "typeface"  # what charts call a font


class _Field(Struct):
    """A field being read: its code so far, and the elements that make it a field."""

    code: str
    marks: list[etree._Element]
    in_code: bool = True


def prepare(docx: Path) -> None:
    """Mend a Word file for LibreOffice; what we cannot read is left for it to judge."""
    try:
        with zipfile.ZipFile(docx) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        own = [name for name in parts if _OWN.fullmatch(name)]
        parts |= {name: _mend(parts[name]) for name in own}
    except (OSError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _mend(part: bytes) -> bytes:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False))
    _release_contents(root)
    for alignment in root.iter(f"{{{W}}}jc"):
        if alignment.get(f"{{{W}}}val") == "both":
            alignment.set(f"{{{W}}}val", "left")
    replaced = stand_ins()
    for fonts in root.iter(f"{{{W}}}rFonts"):
        for script in _FONTS:
            name = fonts.get(f"{{{W}}}{script}", "")
            if name in replaced:
                fonts.set(f"{{{W}}}{script}", replaced[name])
    for font in root.iterfind(f".//*[@{_TYPEFACE}]"):
        font.set(_TYPEFACE, replaced.get(font.get(_TYPEFACE, ""), font.get(_TYPEFACE, "")))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _release_contents(root: etree._Element) -> None:
    """Take the TOC fields away and keep their entries; fields nest, hence the stack."""
    stack: list[_Field] = []
    found: list[etree._Element] = []
    for element in root.iter(_MARK, _CODE):
        kind = element.get(_TYPE)
        if kind == "begin":
            stack.append(_Field("", [element]))
        elif not stack:
            continue
        elif element.tag == _CODE and stack[-1].in_code:
            stack[-1].code += element.text or ""
            stack[-1].marks.append(element)
        elif kind == "separate":
            stack[-1].in_code = False
            stack[-1].marks.append(element)
        elif kind == "end":
            field = stack.pop()
            if field.code.split()[:1] == ["TOC"]:
                found += [*field.marks, element]
    for mark in found:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)
    _unwrap(root)


def _unwrap(root: etree._Element) -> None:
    """Put the content of the contents control in its place; LibreOffice freezes it too."""
    for control in list(root.iter(f"{{{W}}}sdt")):
        gallery = control.find(f"{{{W}}}sdtPr/{{{W}}}docPartObj")
        content, parent = control.find(f"{{{W}}}sdtContent"), control.getparent()
        if gallery is not None and content is not None and parent is not None:
            at = parent.index(control)
            parent[at : at + 1] = list(content)
