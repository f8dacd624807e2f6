"""WordprocessingML as text from plain values: runs, paragraphs, fields, tables.

A report is one part made from scratch, so it is written as text: a tenth of the time that
elements take, and the same bytes each time. Whatever a person typed passes `escape`, which
no caller can leave out: `run` and `quoted` are the only ways from a text into the XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from xltools.patterns import Pattern
from xltools.report.grid import Cell, Grid
from xltools.report.text import MISSING

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MARKED = Pattern(f"({MISSING})")
# Punctuation that both scripts use: without the hint Word sets it in Times New Roman,
# and “ ” come out narrow.
_AMBIGUOUS = Pattern("[“”‘’…—·±×÷°§]")
_KEEP = "<w:keepNext/>"


def escape(text: str) -> str:
    r"""Return a text as XML character data; what XML 1.0 cannot hold is left out.

    >>> escape("投诉率<5%\x07 & 满意")
    '投诉率&lt;5% &amp; 满意'
    """
    if not text.isprintable():  # a pattern for this takes longer to compile than a report
        text = "".join(char for char in text if _is_legal(char))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_legal(char: str) -> bool:
    """Tell whether XML 1.0 can hold a character."""
    if char < " ":
        return char in "\t\n\r"
    return not ("\ud800" <= char <= "\udfff" or char in "\ufffe\uffff")


def quoted(text: str) -> str:
    r"""Return a text as the value of an attribute, between its quotes.

    >>> quoted('表"1"')
    '表&quot;1&quot;'
    """
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def run(text: str, style: str = "", size: int = 0) -> str:
    """One run of text in a character style; line ends become line breaks."""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    if _AMBIGUOUS.search(text):
        properties += '<w:rFonts w:hint="eastAsia"/>'
    if size:
        properties += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    return f"<w:r>{properties}{run_parts(text)}</w:r>"


def run_parts(text: str) -> str:
    """The text of a run, as it stands between its properties and its end."""
    shown = escape(text)
    if "\n" in shown:
        shown = shown.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{shown}</w:t>'


def runs(text: str, missing_style: str, *, size: int = 0) -> str:
    """Runs of a text; every （待补充） in its own, marked."""
    if not text:
        return ""
    if MISSING not in text:
        return run(text, "", size)
    return "".join(
        run(part, missing_style if part == MISSING else "", size)
        for part in _MARKED.split(text)
        if part
    )


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph in a style; `properties` follow the style in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, shown: str) -> str:
    """A complex field with what it shows until Word updates it."""
    return f"{field_begin(instruction)}{shown}{FIELD_END}"


def field_begin(instruction: str) -> str:
    """The runs that open a field; what follows is its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


Spoken: TypeAlias = tuple[str, str]
"""The name of a table or picture and what is in it, for those who hear a report read."""


class TableStyles:
    """Style ids of a table, its three kinds of paragraph and the mark 待补充.

    `size` in half-points overrides that of the styles; 0 leaves it to them.
    """

    def __init__(
        self, table: str, head: str, text: str, figure: str, missing: str, size: int = 0
    ) -> None:
        self.table, self.head, self.missing, self.size = table, head, missing, size
        self.of = {"left": text, "centre": figure}


def table(
    grid: Grid, widths: list[int], styles: TableStyles, keep: Sequence[bool], spoken: Spoken
) -> str:
    """A table of fixed layout; heading rows repeat, no row breaks over two pages.

    `keep` says of each row, heading rows first, whether the next is to be on the same page.
    """
    told = f'<w:tblCaption w:val="{quoted(spoken[0])}"/>' if spoken[0] else ""
    told += f'<w:tblDescription w:val="{quoted(spoken[1])}"/>'
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [
        _row(line, widths, styles, is_head=index < len(grid.head), keep=keep[index])
        for index, line in enumerate((*grid.head, *grid.rows))
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles.table}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0"'
        ' w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"{told}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    line: tuple[Cell, ...], widths: list[int], styles: TableStyles, *, is_head: bool, keep: bool
) -> str:
    cells, at = [], 0
    for cell in line:
        width = widths[at] if cell.span == 1 else sum(widths[at : at + cell.span])
        style = styles.head if is_head else styles.of[cell.align]
        cells.append(_cell(cell, width, style, styles, _KEEP if keep else ""))
        at += cell.span
    repeats = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int, style: str, styles: TableStyles, keep: str) -> str:
    joined = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    if cell.merge:
        joined += f'<w:vMerge w:val="{"restart" if cell.merge == "first" else "continue"}"/>'
    content = runs(cell.text, styles.missing, size=styles.size)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{paragraph(style, content, keep)}</w:tc>"
    )
