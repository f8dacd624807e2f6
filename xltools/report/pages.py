"""Sections: orientation and page numbers, derived from the page of official.docx."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from xltools.errors import TemplateError
from xltools.report.blocks import Section
from xltools.report.markup import Markup, Node
from xltools.report.word import quoted

Children: TypeAlias = tuple[tuple[str, str], ...]
"""What stands in w:sectPr, in the schema's order: name and text of each element."""

_SIZE, _MARGINS, _TYPE, _NUMBERS = "w:pgSz", "w:pgMar", "w:type", "w:pgNumType"
REFERENCES = ("w:headerReference", "w:footerReference")
_DEFAULT = {"w": 11906, "h": 16838, "top": 2098, "bottom": 1984, "left": 1587, "right": 1474}
_TURNED = {"top": "left", "bottom": "right", "left": "bottom", "right": "top"}
# What follows w:type and w:pgNumType in the schema's order of w:sectPr.
_AFTER_TYPE = frozenset(
    f"w:{name}"
    for name in (
        "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt",
        "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
        "printerSettings", "sectPrChange",
    )
)  # fmt: skip
_AFTER_NUMBERS = _AFTER_TYPE - {
    "w:pgSz", "w:pgMar", "w:paperSrc", "w:pgBorders", "w:lnNumType", "w:pgNumType"
}  # fmt: skip


class Page(Struct, frozen=True):
    """The page of official.docx: its section as text, and the numbers of size and margins."""

    children: Children
    size: dict[str, str]
    margins: dict[str, str]
    sizes: dict[str, int]


def read_page(document: Markup, section: Node) -> Page:
    """Return what a w:sectPr says."""
    found = {child.name: child.attributes for child in section.children}
    size, margins = found.get(_SIZE, {}), found.get(_MARGINS, {})
    given = {**size, **margins}
    sizes = {
        key: int(float(given.get(f"w:{key}") or default)) for key, default in _DEFAULT.items()
    }
    children = tuple((child.name, document.outer(child)) for child in section.children)
    return Page(children, size, margins, sizes)


def end_section(paragraph: str, section: str) -> str:
    """Return a paragraph as the last of its section; its properties end with the section."""
    return paragraph.replace("</w:pPr>", f"{section}</w:pPr>", 1)


class Pages:
    """The section being written; `text_width` in twips."""

    def __init__(self, page: Page, *, numbered: bool = False) -> None:
        self.page = page
        self.current = Section(section="portrait")
        self.closed = int(numbered)  # a section before has footers that Word would carry on

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        size = self.page.sizes
        if self.is_turned:
            return size["h"] - size["top"] - size["bottom"]
        return size["w"] - size["left"] - size["right"]

    @property
    def text_height(self) -> int:
        """Height between the margins."""
        size = self.page.sizes
        if self.is_turned:
            return size["w"] - size["left"] - size["right"]
        return size["h"] - size["top"] - size["bottom"]

    def open(self, section: Section, where: str) -> None:
        """Begin a section.

        Raises:
            TemplateError: page numbers are switched off in the middle of the document, where
                Word would carry on the footer of the section before.
        """
        if self.closed and not section.page_numbers:
            raise TemplateError(f"{where}：只有第一节（封面、目录）可以不要页码。")
        self.current = section

    @property
    def is_turned(self) -> bool:
        """True in a section that does not have the direction of the office's page."""
        return self.current.section == "landscape"

    def straight(self) -> str:
        """Return the properties of a last section as the office made the page, numbered on."""
        self.current = Section(section="portrait")
        return self.close()

    def close(self) -> str:
        """Return the properties of the section just written."""
        children = self.page.children
        if not self.current.page_numbers:
            children = tuple(child for child in children if child[0] not in REFERENCES)
        children = _put(children, _TYPE, '<w:type w:val="nextPage"/>', _AFTER_TYPE)
        if self.current.first_page is not None:
            numbers = f'<w:pgNumType w:start="{self.current.first_page}"/>'
            children = _put(children, _NUMBERS, numbers, _AFTER_NUMBERS)
        if self.is_turned:
            children = self._turned(children)
        self.closed += 1
        return f"<w:sectPr>{''.join(text for _, text in children)}</w:sectPr>"

    def _turned(self, children: Children) -> Children:
        """Turn the sheet left: what was the head of the page is now its right side."""
        was = self.page.sizes
        size = self.page.size | {
            "w:w": str(was["h"]), "w:h": str(was["w"]), "w:orient": "landscape",
        }  # fmt: skip
        margins = self.page.margins | {
            f"w:{key}": str(was[source]) for key, source in _TURNED.items()
        }
        turned = {_SIZE: _element(_SIZE, size), _MARGINS: _element(_MARGINS, margins)}
        return tuple((name, turned.get(name, text)) for name, text in children)


def _element(name: str, attributes: dict[str, str]) -> str:
    given = "".join(f' {key}="{quoted(value)}"' for key, value in attributes.items())
    return f"<{name}{given}/>"


def _put(children: Children, name: str, text: str, followers: frozenset[str]) -> Children:
    """Replace or insert a child where the schema wants it: before the first follower."""
    kept = [child for child in children if child[0] != name]
    at = next((n for n, child in enumerate(kept) if child[0] in followers), len(kept))
    return (*kept[:at], (name, text), *kept[at:])
