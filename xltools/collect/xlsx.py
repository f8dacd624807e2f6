"""A small writer of .xlsx: texts, exact numbers, formulas with their results, few styles.

openpyxl can write no result beside a formula, and a phone or Excel's protected view shows only
results. A text is an inline string and never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

from xltools.model import column_letters
from xltools.package.cells import clean_text, number_text, text_xml

Look: TypeAlias = Literal[
    "plain", "title", "note", "heading", "text", "centre", "money", "count", "percent_number",
    "rate", "score", "total_text", "total_money", "total_count", "total_percent_number",
    "total_rate", "total_score", "error", "warning",
]  # fmt: skip

_DATE = (2020, 2, 25, 0, 0, 0)
_MONEY, _HUNDREDTHS, _RATE = 164, 2, 10
_FORMATS = {_MONEY: "#,##0.00####"}
"""Numbers 2 and 10 are Excel's own 0.00 and 0.00%."""
_GREY, _BLUE, _RED, _ORANGE = 2, 3, 4, 5
_FILLS = ("F0F0F0", "DFE8F3", "FF9F9F", "FFE2BD")
_TEXT, _BOLD, _TITLE, _HEAD, _SMALL = range(5)
_FONTS = (
    ("宋体", 10.5, 0),
    ("宋体", 10.5, 1),
    ("黑体", 18, 1),
    ("黑体", 10.5, 0),
    ("宋体", 9.5, 0),
)

_LOOKS: dict[Look, tuple[int, int, int, int, str]] = {
    # font, fill, boxed, number format, across
    "plain": (_TEXT, 0, 0, 0, "general"),
    "title": (_TITLE, 0, 0, 0, "center"),
    "note": (_SMALL, 0, 0, 0, "left"),
    "heading": (_HEAD, _GREY, 1, 0, "center"),
    "text": (_TEXT, 0, 1, 0, "left"),
    "centre": (_TEXT, 0, 1, 0, "center"),
    "money": (_TEXT, 0, 1, _MONEY, "right"),
    "count": (_TEXT, 0, 1, 1, "center"),
    "percent_number": (_TEXT, 0, 1, _HUNDREDTHS, "right"),
    "rate": (_TEXT, 0, 1, _RATE, "right"),
    "score": (_TEXT, 0, 1, _HUNDREDTHS, "right"),
    "total_text": (_BOLD, _BLUE, 1, 0, "center"),
    "total_money": (_BOLD, _BLUE, 1, _MONEY, "right"),
    "total_count": (_BOLD, _BLUE, 1, 1, "center"),
    "total_percent_number": (_BOLD, _BLUE, 1, _HUNDREDTHS, "right"),
    "total_rate": (_BOLD, _BLUE, 1, _RATE, "right"),
    "total_score": (_BOLD, _BLUE, 1, _HUNDREDTHS, "right"),
    "error": (_TEXT, _RED, 1, 0, "center"),
    "warning": (_TEXT, _ORANGE, 1, 0, "center"),
}
_INDEX = {look: index for index, look in enumerate(_LOOKS)}


class Cell(Struct, frozen=True):
    """One cell: a text, a number or nothing; with a formula, `value` is what it gives."""

    value: str | Decimal | None = None
    look: Look = "text"
    formula: str = ""


class Page(Struct, frozen=True):
    """One sheet: widths in characters, rows of cells, and which row heads the table.

    `wide` are rows whose first cell is merged over all columns; `filtered` draws the arrows of
    a filter on the heading.
    """

    name: str
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: int
    wide: tuple[int, ...] = ()
    filtered: bool = False


def write_workbook(pages: Sequence[Page], title: str, mark: str) -> bytes:
    """Return the workbook; the same pages give the same bytes.

    `mark` is written as the document property of that name, so that we know our own files.
    """
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _content_types(len(pages)),
        "_rels/.rels": _relations([
            ("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml"),
            ("custom-properties", "docProps/custom.xml"),
        ]),
        "docProps/app.xml": _APP,
        "docProps/custom.xml": _CUSTOM.replace(b"{mark}", text_xml(mark)),
        "docProps/core.xml": _CORE.replace(b"{title}", text_xml(clean_text(title))),
        "xl/workbook.xml": _workbook(pages),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(),
    }  # fmt: skip
    for number, page in enumerate(pages, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(page, first=number == 1)
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, part)
    return target.getvalue()


_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPES = "application/vnd.openxmlformats-officedocument."
_APP = (
    _XML
    + (
        f'<Properties xmlns="{_OFFICE}extended-properties"><Application>xltools</Application></Properties>'
    ).encode()
)
_CUSTOM = (
    _XML
    + (
        f'<Properties xmlns="{_OFFICE}custom-properties" xmlns:vt="{_OFFICE}docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="{mark}">'
        "<vt:lpwstr>1</vt:lpwstr></property></Properties>"
    ).encode()
)
_CORE = (
    _XML
    + (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
        "<dc:creator>xltools</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-02-25T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    ).encode()
)


def _content_types(pages: int) -> bytes:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}spreadsheetml.worksheet+xml"/>'
        for n in range(1, pages + 1)
    )
    return (
        _XML
        + (
            f'<Types xmlns="{_PACKAGE}content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}spreadsheetml.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}spreadsheetml.styles+xml"/>'
            f'<Override PartName="/docProps/app.xml" ContentType="{_TYPES}extended-properties+xml"/>'
            f'<Override PartName="/docProps/custom.xml" ContentType="{_TYPES}custom-properties+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f"{sheets}</Types>"
        ).encode()
    )


def _relations(found: Sequence[tuple[str, str]]) -> bytes:
    core = ""
    if found[0][0] == "officeDocument":
        core = f'<Relationship Id="core" Type="{_PACKAGE}relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    items = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(found, start=1)
    )
    return (
        _XML
        + f'<Relationships xmlns="{_PACKAGE}relationships">{items}{core}</Relationships>'.encode()
    )


def _workbook(pages: Sequence[Page]) -> bytes:
    sheets, names = "", ""
    for number, page in enumerate(pages, start=1):
        shown = text_xml(page.name).decode().replace('"', "&quot;")
        sheets += f'<sheet name="{shown}" sheetId="{number}" r:id="r{number}"/>'
        quoted = "'" + text_xml(page.name.replace("'", "''")).decode() + "'"
        names += (
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'
            f"{quoted}!${page.heading}:${page.heading}</definedName>"
        )
    for number, page in enumerate(pages, start=1):
        if page.filtered:
            quoted = "'" + text_xml(page.name.replace("'", "''")).decode() + "'"
            first, last = (
                f"$A${page.heading}",
                f"${column_letters(len(page.widths))}${len(page.rows)}",
            )
            names = (
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" hidden="1">'
                f"{quoted}!{first}:{last}</definedName>{names}"
            )
    return (
        _XML
        + (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}relationships"><bookViews><workbookView activeTab="0"/></bookViews>'
            f'<sheets>{sheets}</sheets><definedNames>{names}</definedNames><calcPr fullCalcOnLoad="1"/></workbook>'
        ).encode()
    )


def _styles() -> bytes:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in _FORMATS.items()
    )
    fonts = "".join(
        f'<font>{"<b/>" * bold}<sz val="{size}"/><color rgb="FF000000"/><name val="{name}"/><charset val="134"/></font>'
        for name, size, bold in _FONTS
    )
    fills = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    fills += "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{color}"/><bgColor indexed="64"/></patternFill></fill>'
        for color in _FILLS
    )
    sides = "".join(
        f'<{side} style="thin"><color rgb="FF000000"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    looks = "".join(_xf(look) for look in _LOOKS)
    return (
        _XML
        + (
            f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
            f'<fonts count="{len(_FONTS)}">{fonts}</fonts><fills count="{len(_FILLS) + 2}">{fills}</fills>'
            f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>{sides}<diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(_LOOKS)}">{looks}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        ).encode()
    )


def _xf(look: Look) -> str:
    """The format of one look; the first is that of every cell nobody wrote to, and does nothing."""
    font, fill, boxed, number, across = _LOOKS[look]
    words = number == 0 and look != "plain"
    applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
    more = (_WRAP if words else "") + (_INDENT if boxed and across != "center" else "")
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{boxed}" xfId="0"'
        f'{_QUOTED if words else ""} {applied} applyAlignment="1">'
        f'<alignment horizontal="{across}" vertical="center"{more}/></xf>'
    )


_QUOTED = ' quotePrefix="1"'
"""So that a text like =1+1 stays one when somebody edits it."""
_WRAP = ' wrapText="1"'
_INDENT = ' indent="1"'


def _sheet(page: Page, *, first: bool) -> bytes:
    last = column_letters(len(page.widths))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width + 0.71:g}" customWidth="1"/>'
        for n, width in enumerate(page.widths, start=1)
    )
    rows = b"".join(
        _row(page, number, cells) for number, cells in enumerate(page.rows, start=1)
    )
    merges = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in page.wide)
    selected = ' tabSelected="1"' if first else ""
    pane = f'<pane ySplit="{page.heading}" topLeftCell="A{page.heading + 1}" activePane="bottomLeft" state="frozen"/>'
    head = (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"{selected}>{pane}'
        f'<selection pane="bottomLeft" activeCell="A{page.heading + 1}" sqref="A{page.heading + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )
    ends = f"A{page.heading}:{last}{len(page.rows)}"
    tail = (
        f"</sheetData>{f'<autoFilter ref={chr(34)}{ends}{chr(34)}/>' if page.filtered else ''}"
        f"{f'<mergeCells count={chr(34)}{len(page.wide)}{chr(34)}>{merges}</mergeCells>' if merges else ''}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.35" footer="0.35"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )
    return _XML + head.encode() + rows + tail.encode()


def _row(page: Page, number: int, cells: tuple[Cell, ...]) -> bytes:
    wide = number in page.wide
    widths = (sum(page.widths),) if wide else page.widths
    height = max(
        (_height(cell, width) for cell, width in zip(cells, widths, strict=False)), default=15.0
    )
    written = b"".join(
        _cell(cell, f"{column_letters(column)}{number}")
        for column, cell in enumerate(cells, start=1)
    )
    return f'<row r="{number}" ht="{height:g}" customHeight="1">'.encode() + written + b"</row>"


def _height(cell: Cell, width: float) -> float:
    """Points that a row needs for this cell: LibreOffice and phones do not find it themselves."""
    size = _FONTS[_LOOKS[cell.look][0]][1]
    if not isinstance(cell.value, str):
        return 22.0
    room = max((width - 3) * 10.5 / size, 2)
    lines = sum(max(1, math.ceil(_width(line) / room)) for line in cell.value.split("\n"))
    return min(max(lines * size * 1.4 + 8, 22.0), 409.0)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _cell(cell: Cell, address: str) -> bytes:
    style = _INDEX[cell.look]
    formula = f"<f>{text_xml(cell.formula).decode()}</f>" if cell.formula else ""
    if cell.value is None:
        if not formula:
            return f'<c r="{address}" s="{style}"/>'.encode()
        return f'<c r="{address}" s="{style}" t="str">{formula}<v></v></c>'.encode()
    if isinstance(cell.value, Decimal):
        number = number_text(cell.value)
        return f'<c r="{address}" s="{style}">{formula}<v>{number}</v></c>'.encode()
    text = text_xml(clean_text(cell.value)).decode()
    return (
        f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    ).encode()
