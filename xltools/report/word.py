"""WordprocessingML from plain values: runs, paragraphs, fields, tables.

lxml escapes what it is given, so a `<` or `&` in a cell stays text. The elements are made
here and not through python-docx because a report is one part made from scratch: this takes
milliseconds, leaves every other part of the office's file untouched, and gives the same
bytes each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from xltools.report.grid import Cell, Grid
from xltools.report.text import MISSING

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKED = re.compile(f"({re.escape(MISSING)})")
# Punctuation that both scripts use: without the hint Word sets it in Times New Roman,
# and “ ” come out narrow.
_AMBIGUOUS = re.compile("[“”‘’…—·±×÷°§]")


def make(tag: str, *children: etree._Element, **attributes: str | int) -> etree._Element:
    """Return `<w:tag>` with `w:` attributes and children."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W})
    for name, value in attributes.items():
        element.set(f"{{{W}}}{name}", str(value))
    element.extend(children)
    return element


def run(text: str, style: str = "", size: int = 0) -> etree._Element:
    """One run of text in a character style; line ends become line breaks."""
    properties = []
    if style:
        properties.append(make("rStyle", val=style))
    if _AMBIGUOUS.search(text):
        properties.append(make("rFonts", hint="eastAsia"))
    if size:
        properties += [make("sz", val=size), make("szCs", val=size)]
    element = make("r", make("rPr", *properties)) if properties else make("r")
    for index, line in enumerate(text.split("\n")):
        if index:
            element.append(make("br"))
        node = make("t")
        node.text = line
        node.set(XML_SPACE, "preserve")
        element.append(node)
    return element


def runs(text: str, missing_style: str, *, size: int = 0) -> list[etree._Element]:
    """Runs of a text; every （待补充） in its own, marked."""
    parts = [part for part in _MARKED.split(text) if part]
    return [run(part, missing_style if part == MISSING else "", size) for part in parts]


def paragraph(
    style: str, children: Iterable[etree._Element] = (), *properties: etree._Element
) -> etree._Element:
    """A paragraph in a style; `properties` follow the style in schema order."""
    return make("p", make("pPr", make("pStyle", val=style), *properties), *children)


def field(instruction: str, shown: Iterable[etree._Element]) -> list[etree._Element]:
    """A complex field with what it shows until Word updates it."""
    return [
        *field_begin(instruction),
        *shown,
        make("r", make("fldChar", fldCharType="end")),
    ]


def field_begin(instruction: str) -> list[etree._Element]:
    """The runs that open a field; what follows is its result."""
    code = make("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    return [
        make("r", make("fldChar", fldCharType="begin")),
        make("r", code),
        make("r", make("fldChar", fldCharType="separate")),
    ]


WHOLE = 8
"""Rows up to which a table is kept on one page, landscape too."""


class TableStyles:
    """Style ids of a table, its three kinds of paragraph and the mark 待补充.

    `size` in half-points overrides that of the styles; 0 leaves it to them.
    """

    def __init__(
        self, table: str, head: str, text: str, figure: str, missing: str, size: int = 0
    ) -> None:
        self.table, self.head, self.missing, self.size = table, head, missing, size
        self.of = {"left": text, "centre": figure}


def table(grid: Grid, widths: list[int], styles: TableStyles, title: str) -> etree._Element:
    """A table of fixed layout; heading rows repeat, no row breaks, a short one stays whole."""
    properties = make(
        "tblPr",
        make("tblStyle", val=styles.table),
        make("tblW", w=sum(widths), type="dxa"),
        make("jc", val="center"),
        make("tblLayout", type="fixed"),
        make("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0,
             noHBand=0, noVBand=1),
    )  # fmt: skip
    if title:
        properties.append(make("tblCaption", val=title))
    element = make("tbl", properties, make("tblGrid", *(make("gridCol", w=w) for w in widths)))
    count = len(grid.head) + len(grid.rows)
    together = len(grid.rows) <= WHOLE
    for index, line in enumerate((*grid.head, *grid.rows)):
        is_head = index < len(grid.head)
        # the last rows go over a page together: no 总分 alone under a repeated heading
        keep = (together or is_head or index >= count - 4) and index < count - 1
        element.append(_row(line, widths, styles, is_head=is_head, keep=keep))
    return element


def _row(
    line: tuple[Cell, ...], widths: list[int], styles: TableStyles, *, is_head: bool, keep: bool
) -> etree._Element:
    properties = make("trPr", make("cantSplit"))
    if is_head:
        properties.append(make("tblHeader"))
    row, at = make("tr", properties), 0
    for cell in line:
        width = sum(widths[at : at + cell.span])
        style = styles.head if is_head else styles.of[cell.align]
        row.append(_cell(cell, width, style, styles, keep=keep))
        at += cell.span
    return row


def _cell(
    cell: Cell, width: int, style: str, styles: TableStyles, *, keep: bool
) -> etree._Element:
    properties = make("tcPr", make("tcW", w=width, type="dxa"))
    if cell.span > 1:
        properties.append(make("gridSpan", val=cell.span))
    if cell.merge:
        properties.append(
            make("vMerge", val="restart" if cell.merge == "first" else "continue")
        )
    properties.append(make("vAlign", val="center"))
    kept = [make("keepNext")] if keep else []
    content = runs(cell.text, styles.missing, size=styles.size)
    return make("tc", properties, paragraph(style, content, *kept))
