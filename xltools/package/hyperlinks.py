"""The hyperlinks of one sheet: ours jump inside the workbook, other people's stay."""

from __future__ import annotations

import re

from msgspec import Struct

from xltools.anchors import ISSUES_SHEET
from xltools.model import column_letters
from xltools.package.cells import quoted
from xltools.package.references import area
from xltools.package.scan import unescape
from xltools.package.sheet_order import place_behind_cells
from xltools.patterns import BytePattern
from xltools.snapshot import Area, Position

_ATTRIBUTE = BytePattern(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG_REST = rb"""(?:[^>"']|"[^"]*"|'[^']*')*"""

TIP = "点击跳到该单元格"
"""Shown beside the pointer, and the mark by which a link is known to be ours."""


class Link(Struct, frozen=True):
    """What one written cell is to link to; `target` None removes a link of ours.

    `area` is the cell, or the merge whose top-left it is.
    """

    spot: Position
    area: Area
    target: str | None
    text: str


def write_links(xml: bytes, prefix: bytes, sheet: str, links: list[Link]) -> bytes:
    """Return the sheet with the links of the written cells brought up to date."""
    start = xml.rfind(b"sheetData")
    holder = re.compile(
        rb"<%shyperlinks\s*(?:/>|>(.*?)</%shyperlinks\s*>)" % (prefix, prefix), re.DOTALL
    ).search(xml, start)
    if holder is None and not any(link.target for link in links):
        return xml
    elements = _elements(holder[1] or b"", prefix) if holder else []
    kept = _updated(elements, prefix, sheet, links)
    if kept == elements:
        return xml
    content = b"".join(kept)
    if content:
        content = b"<%shyperlinks>%s</%shyperlinks>" % (prefix, content, prefix)
    if holder is not None:
        return xml[: holder.start()] + content + xml[holder.end() :]
    at = place_behind_cells(xml, prefix, "hyperlinks")
    return xml[:at] + content + xml[at:]


def _elements(content: bytes, prefix: bytes) -> list[bytes]:
    pattern = rb"<%shyperlink\b%s?(?:/>|>.*?</%shyperlink\s*>)" % (prefix, _TAG_REST, prefix)
    return re.findall(pattern, content, re.DOTALL)


def _updated(
    elements: list[bytes], prefix: bytes, sheet: str, links: list[Link]
) -> list[bytes]:
    """The links after the run: those of written cells replaced, new ones at the end."""
    wanted: dict[Area, Link] = {}
    for link in links:
        wanted[link.area] = wanted[(*link.spot, *link.spot)] = link
    kept, there = [], set()
    for element in elements:
        attributes = _attributes(element)
        own = _wanted(wanted, attributes.get("ref", ""))
        if own is None:
            kept.append(element)
        elif own.target is None:
            if not _is_ours(attributes, sheet):
                kept.append(element)
        elif own.spot not in there and _says(attributes, own):
            kept.append(element)
            there.add(own.spot)
    for link in links:
        if link.target is not None and link.spot not in there:
            kept.append(_element(link, link.target, prefix))
            there.add(link.spot)
    return kept


def _attributes(element: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape(double or single)
        for key, double, single in _ATTRIBUTE.findall(element)
    }


def _wanted(wanted: dict[Area, Link], reference: str) -> Link | None:
    try:
        return wanted.get(area(reference))
    except ValueError:
        return None


def _is_outside(attributes: dict[str, str]) -> bool:
    """A link with a relationship leads out of the workbook."""
    return any(key.endswith(":id") for key in attributes)


def _says(attributes: dict[str, str], link: Link) -> bool:
    """True if the link is there as we would write it."""
    same = attributes.get("location") == link.target and attributes.get("display") == link.text
    return same and not _is_outside(attributes)


def _is_ours(attributes: dict[str, str], sheet: str) -> bool:
    """A jump inside the workbook that bears our mark; on 问题清单 all of them are ours.

    LibreOffice drops the mark when it saves.
    """
    inside = "location" in attributes and not _is_outside(attributes)
    ours = sheet.startswith(ISSUES_SHEET)  # 问题清单(2) where a user had one of that name
    return inside and (ours or attributes.get("tooltip") == TIP)


def _element(link: Link, target: str, prefix: bytes) -> bytes:
    row, column = link.spot
    place = f"{column_letters(column)}{row}".encode()
    values = (prefix, place, quoted(target), quoted(TIP), quoted(link.text))
    return b'<%shyperlink ref="%s" location="%s" tooltip="%s" display="%s"/>' % values
