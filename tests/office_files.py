"""Test workbooks in other formats: made by LibreOffice, or spelled out by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    "office": f"{_URN}office:1.0",
    "table": f"{_URN}table:1.0",
    "text": f"{_URN}text:1.0",
    "style": f"{_URN}style:1.0",
    "number": f"{_URN}datastyle:1.0",
    "meta": f"{_URN}meta:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
ODS = "application/vnd.oasis.opendocument.spreadsheet"

CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet into a file of its own: comma, quotes, UTF-8, cells as they are shown."""

FILTERS = {"xls": "xls:MS Excel 97", "ods": "ods:calc8", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


def ods(
    body: str, styles: str = "", *, mime: str | None = ODS, **others: str | bytes | None
) -> bytes:
    """An .ods whose spreadsheet holds this XML; more members by name, None leaves one out."""
    parts: dict[str, str | bytes | None] = {
        "mimetype": mime,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_DECLARED}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    } | others
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def table(rows: str, name: str = "表", attributes: str = "") -> str:
    """One table of an .ods."""
    return f'<table:table table:name="{name}" {attributes}>{rows}</table:table>'


def row(*cells: str, repeated: int = 1) -> str:
    """One row of an .ods."""
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "") -> str:
    """One cell of an .ods."""
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


def meta(properties: str) -> str:
    """The part with the document's properties."""
    return f"<office:document-meta {_DECLARED}><office:meta>{properties}</office:meta></office:document-meta>"


def converted(office: Callable[..., object], source: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice converts it, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    office("--convert-to", FILTERS.get(kind, kind), "--outdir", str(folder), str(source))
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


def book_file(path: Path, cells: dict[str, object], formats: dict[str, str]) -> Path:
    """A workbook of openpyxl with values and number formats by address."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    for address, value in cells.items():
        sheet[address] = value
    for address, code in formats.items():
        sheet[address].number_format = code
    book.save(path)
    return path
