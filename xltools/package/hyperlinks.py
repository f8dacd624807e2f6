"""The hyperlinks of one sheet: ours jump inside the workbook, other people's stay."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from xltools.anchors import ISSUES_SHEET
from xltools.model import column_letters
from xltools.package.references import area
from xltools.package.sheet_xml import SheetXml
from xltools.snapshot import Area, Position

_BEFORE = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData",
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter",
    "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations",
}  # fmt: skip
"""What the schema puts before `<hyperlinks>` in a worksheet."""

_TIP = "点击跳到该单元格"
"""Shown beside the pointer, and the mark by which a link is known to be ours."""


class Link(Struct, frozen=True):
    """What one written cell is to link to; `target` None removes a link of ours.

    `area` is the cell, or the merge whose top-left it is.
    """

    spot: Position
    area: Area
    target: str | None
    text: str


def write_links(sheet: SheetXml, name: str, links: list[Link]) -> bool:
    """Bring the links of the written cells up to date; False if nothing changed."""
    holder = sheet.root.find(sheet.prefix + "hyperlinks")
    if holder is None and not any(link.target for link in links):
        return False
    present = _by_area(holder)
    changed = False
    for link in links:
        old = present.get((*link.spot, *link.spot), present.get(link.area))
        if old is not None and _says(old, link):
            continue
        if old is not None and (link.target or _is_ours(old, name)):
            assert holder is not None
            holder.remove(old)
            changed = True
        if link.target:
            if holder is None:
                holder = _make_holder(sheet)
            holder.append(_element(sheet, link))
            changed = True
    if holder is not None and len(holder) == 0:
        sheet.root.remove(holder)
    return changed


def _by_area(holder: etree._Element | None) -> dict[Area, etree._Element]:
    found = {}
    for element in () if holder is None else holder:
        try:
            found[area(element.get("ref", ""))] = element
        except ValueError:
            continue
    return found


def _says(element: etree._Element, link: Link) -> bool:
    """True if the link is there as we would write it."""
    return (
        link.target is not None
        and element.get("location") == link.target
        and element.get("display") == link.text
        and not any(str(key).endswith("}id") for key in element.attrib)
    )


def _is_ours(element: etree._Element, sheet: str) -> bool:
    """A jump inside the workbook that bears our mark; on 问题清单 all of them are ours.

    LibreOffice drops the mark when it saves.
    """
    inside = element.get("location") and not any(
        str(key).endswith("}id") for key in element.attrib
    )
    return bool(inside) and (sheet == ISSUES_SHEET or element.get("tooltip") == _TIP)


def _element(sheet: SheetXml, link: Link) -> etree._Element:
    row, column = link.spot
    return sheet.make(
        "hyperlink",
        ref=f"{column_letters(column)}{row}",
        location=link.target or "",
        tooltip=_TIP,
        display=link.text,
    )


def _make_holder(sheet: SheetXml) -> etree._Element:
    holder = sheet.make("hyperlinks")
    previous = None
    for child in sheet.root.iterchildren("*"):
        if etree.QName(child).localname in _BEFORE:
            previous = child
    assert previous is not None
    previous.addnext(holder)
    return holder
