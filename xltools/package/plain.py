"""A table of texts → a plain .xlsx that can be patched: for .csv files and web pages.

Every text stays the text that it was; Excel is told not to mark numbers among them.
"""

from __future__ import annotations

import io
import zipfile
from itertools import islice
from unicodedata import east_asian_width

from xltools.package.cells import clean_text, letters, text_xml
from xltools.snapshot import Area, Sheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NARROWEST, _WIDEST = 8, 40
_ROOM = 100_000
"""Cells up to which the empty ones, too, get the frame of the table."""

_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_LINE = '<{0} style="thin"><color auto="1"/></{0}>'
_FRAME = "".join(_LINE.format(side) for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/>'
    '<charset val="134"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border>'
    f"<left/><right/><top/><bottom/><diagonal/></border><border>{_FRAME}<diagonal/></border>"
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def plain_workbook(sheet: Sheet) -> bytes:
    """Return an .xlsx with one sheet of texts, framed, wide enough, merges kept."""
    name = text_xml(sheet.name).decode().replace('"', "&quot;")
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(sheet),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, text in parts.items():
            member = zipfile.ZipInfo(part)  # a fixed date: the same table, the same bytes
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, (_HEAD + text).encode())
    return out.getvalue()


def _relationships(*targets: tuple[str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _sheet(sheet: Sheet) -> str:
    rows = sheet.rows
    framed = sum(map(len, rows)) <= _ROOM
    right = max(map(len, rows), default=0)
    widths = "".join(
        f'<col min="{column}" max="{column}" width="{_width(sheet, column)}" customWidth="1"/>'
        for column in range(1, right + 1)
    )
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            _cell(f"{letters(column).decode()}{number}", value, framed=framed)
            for column, value in enumerate(row, start=1)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    merges = "".join(f'<mergeCell ref="{_reference(area)}"/>' for area in sheet.merges)
    if merges:
        merges = f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>'
    box = f"A1:{letters(max(right, 1)).decode()}{max(len(rows), 1)}"
    return (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="{box}"/>'
        + (f"<cols>{widths}</cols>" if widths else "")
        + f"<sheetData>{''.join(lines)}</sheetData>{merges}"
        f'<ignoredErrors><ignoredError sqref="{box}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def _cell(address: str, value: object, *, framed: bool) -> str:
    if value is None:
        return f'<c r="{address}" s="1"/>' if framed else ""
    text = text_xml(clean_text(str(value))).decode()
    return (
        f'<c r="{address}" s="1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _width(sheet: Sheet, column: int) -> int:
    """Wide enough for the longest line in the first rows; a Chinese character takes two."""
    wide = (
        area[0] for area in sheet.merges if area[1] <= column <= area[3] and area[1] < area[3]
    )
    merged = set(wide)
    texts = (
        str(row[column - 1])
        for number, row in enumerate(islice(sheet.rows, 500), start=1)
        if len(row) >= column and row[column - 1] is not None and number not in merged
    )
    longest = max((_columns(line) for text in texts for line in text.split("\n")), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line[:_WIDEST])


def _reference(area: Area) -> str:
    top, left, bottom, right = area
    return f"{letters(left).decode()}{top}:{letters(right).decode()}{bottom}"
