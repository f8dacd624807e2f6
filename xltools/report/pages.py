"""Sections: orientation and page numbers, derived from the page of official.docx."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from xltools.errors import TemplateError
from xltools.report.blocks import Section
from xltools.report.word import W, make

_NAMES = {"w": W}
_DEFAULT = {"w": 11906, "h": 16838, "top": 2098, "bottom": 1984, "left": 1587, "right": 1474}
# What follows w:type and w:pgNumType in the schema's order of w:sectPr.
_AFTER_TYPE = "pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote"
_AFTER_NUMBERS = "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"


def end_section(paragraph: etree._Element, section: etree._Element) -> None:
    """Make this paragraph the last of its section."""
    properties = paragraph.find("w:pPr", _NAMES)
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    properties.append(section)


class Pages:
    """The section being written; `text_width` in twips."""

    def __init__(self, page: etree._Element) -> None:
        self.page = page
        self.current = Section(section="portrait")
        self.closed = 0

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        size = self._sizes()
        if self.current.section == "landscape":
            return size["h"] - size["top"] - size["bottom"]
        return size["w"] - size["left"] - size["right"]

    def open(self, section: Section, where: str) -> None:
        """Begin a section.

        Raises:
            TemplateError: page numbers are switched off in the middle of the document, where
                Word would carry on the footer of the section before.
        """
        if self.closed and not section.page_numbers:
            raise TemplateError(f"{where}：只有第一节（封面、目录）可以不要页码。")
        self.current = section

    def close(self) -> etree._Element:
        """Return the properties of the section just written."""
        section = deepcopy(self.page)
        if not self.current.page_numbers:
            for kind in ("headerReference", "footerReference"):
                for reference in section.findall(f"w:{kind}", _NAMES):
                    section.remove(reference)
        _put(section, make("type", val="nextPage"), _AFTER_TYPE)
        if self.current.first_page is not None:
            _put(section, make("pgNumType", start=self.current.first_page), _AFTER_NUMBERS)
        if self.current.section == "landscape":
            self._turn(section)
        self.closed += 1
        return section

    def _sizes(self) -> dict[str, int]:
        found = dict(_DEFAULT)
        for tag in ("pgSz", "pgMar"):
            element = self.page.find(f"w:{tag}", _NAMES)
            for key in _DEFAULT:
                value = element.get(f"{{{W}}}{key}") if element is not None else None
                if value:
                    found[key] = int(float(value))
        return found

    def _turn(self, section: etree._Element) -> None:
        """Turn the sheet left: what was the head of the page is now its right side."""
        size, margin = section.find("w:pgSz", _NAMES), section.find("w:pgMar", _NAMES)
        was = self._sizes()
        if size is None or margin is None:
            return
        for key, value in {"w": was["h"], "h": was["w"], "orient": "landscape"}.items():
            size.set(f"{{{W}}}{key}", str(value))
        turned = {"top": "left", "bottom": "right", "left": "bottom", "right": "top"}
        for key, source in turned.items():
            margin.set(f"{{{W}}}{key}", str(was[source]))


def _put(section: etree._Element, element: etree._Element, followers: str) -> None:
    """Replace or insert a child where the schema wants it: before the first follower."""
    old = section.find(element.tag)
    if old is not None:
        section.remove(old)
    wanted = {f"{{{W}}}{name}" for name in followers.split()}
    for index, child in enumerate(section):
        if child.tag in wanted:
            section.insert(index, element)
            return
    section.append(element)
