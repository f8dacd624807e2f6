"""The same form and its troubles in .xls, .ods, as text and as a web page."""

from __future__ import annotations

import re
import struct
from html import escape

from exotic import Package
from msgspec.structs import replace
from returning.formats import biff, ods

from corpus.base import Base, Group
from corpus.lies import Part, parts_of, zip_of
from xltools.model import CellValue
from xltools.snapshot import Snapshot

GROUP = Group("formats")
VARIANTS = GROUP.variants


def _add(name: str, ending: str, make: object) -> None:
    GROUP.add(name, make, ending, converts=True)  # type: ignore[arg-type]


def values_of(base: Base) -> Snapshot:
    """The workbook's values; a formula that nobody has reckoned yet is left out."""
    snapshot = base.opened.workbook.snapshot
    sheets = tuple(
        replace(
            each,
            formulas={s: f for s, f in each.formulas.items() if each.value(*s) is not None},
        )
        for each in snapshot.sheets
    )
    return replace(snapshot, sheets=sheets)


def _with(base: Base, role: str, value: CellValue) -> Snapshot:
    """The workbook's values with one changed."""
    place = base.cells[role]
    sheets = []
    for sheet in values_of(base).sheets:
        if sheet.name == place.sheet:
            rows = [list(row) for row in sheet.rows]
            rows[place.row - 1][place.column - 1] = value
            sheets.append(replace(sheet, rows=rows))
        else:
            sheets.append(sheet)
    return replace(values_of(base), sheets=tuple(sheets))


_add("xls", ".xls", lambda base: biff(values_of(base)))
_add("et", ".et", lambda base: biff(values_of(base)))
_add("xls_named_xlsx", ".xlsx", lambda base: biff(values_of(base)))
_add("xls_with_nan", ".xls", lambda base: biff(_with(base, "outturn", float("nan"))))
_add("xls_with_infinity", ".xls", lambda base: biff(_with(base, "outturn", float("inf"))))
_add("xls_with_1e308", ".xls", lambda base: biff(_with(base, "outturn", 1e308)))
_add("xls_with_minus_5", ".xls", lambda base: biff(_with(base, "outturn", -5.0)))
_add("xls_under_a_password", ".xls", lambda base: _locked(biff(values_of(base))))
_add("xls_far_cell", ".xls", lambda base: biff(values_of(base)).replace(
    struct.pack("<HHHHH", 0x203, 14, base.cells["outturn"].row - 1, base.cells["outturn"].column - 1, 15),
    struct.pack("<HHHHH", 0x203, 14, 65_535, 255, 15)))  # fmt: skip
_add("xls_noise", ".xls", lambda base: _noise(base, biff(values_of(base))))
_add("ods", ".ods", lambda base: ods(values_of(base)))
_add("ods_named_xlsx", ".xlsx", lambda base: ods(values_of(base)))
_add("ods_with_minus_5", ".ods", lambda base: ods(_with(base, "outturn", -5.0)))
_add(
    "ods_with_nan", ".ods", lambda base: _money(base, 'float" office:value="NaN"><text:p>468.6')
)
_add(
    "ods_with_an_error",
    ".ods",
    lambda base: _money(base, 'string" office:string-value=""><text:p>#DIV/0!'),
)
_add(
    "ods_with_a_doctype",
    ".ods",
    lambda base: _content(
        base,
        "<office:document-content",
        '<!DOCTYPE a [<!ENTITY x "y">]><office:document-content',
    ),
)
_add("ods_cut_off", ".ods", lambda base: _content(base, "</office:body>", ""))
_add(
    "ods_a_million_rows",
    ".ods",
    lambda base: _content(
        base,
        "</table:table>",
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>',
    ),
)
_add(
    "ods_a_million_empty_rows",
    ".ods",
    lambda base: _content(
        base,
        "</table:table>",
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>',
    ),
)
_add(
    "ods_a_cell_repeated_without_end",
    ".ods",
    lambda base: _content(
        base,
        "</table:table>",
        '<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="99999999999"/></table:table-row></table:table>',
    ),
)
_add(
    "ods_spaces_without_end",
    ".ods",
    lambda base: _content(base, "</text:p>", '<text:s text:c="2000000000"/></text:p>'),
)
_add(
    "ods_nested_deep",
    ".ods",
    lambda base: _content(
        base, "</text:p>", "<text:span>" * 50_000 + "</text:span>" * 50_000 + "</text:p>"
    ),
)
_add(
    "ods_encrypted",
    ".ods",
    lambda base: zip_of(
        parts_of(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "encrypted-package": bytes(500),
            }
        )
    ),
)
_add(
    "ods_with_a_macro",
    ".ods",
    lambda base: _more(base, "Basic/Standard/Evil.xml", b"<script:module/>"),
)
_add(
    "ods_with_an_object",
    ".ods",
    lambda base: _more(base, "Object 1", b"\xd0\xcf\x11\xe0" + bytes(500)),
)
_add(
    "ods_of_a_text_document",
    ".ods",
    lambda base: zip_of(
        parts_of(
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
        )
    ),
)
_add("ods_wrong_crc", ".ods", lambda base: _crc(ods(values_of(base))))
_add("csv_utf8", ".csv", lambda base: _csv(base).encode("utf-8-sig"))
_add("csv_gbk", ".csv", lambda base: _csv(base).encode("gb18030"))
_add("csv_utf16_tabs", ".txt", lambda base: _csv(base, "\t").encode("utf-16"))
_add("csv_quote_never_closed", ".csv", lambda base: (_csv(base) + '\n"未完').encode())
_add("csv_with_nul", ".csv", lambda base: _csv(base).replace("项目名称", "项目\0名称").encode())
_add("csv_of_10_million_commas", ".csv", lambda base: b"," * 10_000_000)
_add("csv_with_a_cell_far_away", ".csv", lambda base: b"1\n" * 130 + b"," * 16_000 + b"1\n")
_add("web_page", ".xls", lambda base: _html(base).encode())
_add(
    "web_page_with_a_script",
    ".xls",
    lambda base: _html(base).replace("<table", "<script>alert(1)</script><table").encode(),
)
_add(
    "web_page_with_endless_spans",
    ".xls",
    lambda base: (
        _html(base).replace("<td", '<td colspan="999999999" rowspan="999999999"', 1).encode()
    ),
)
_add("web_page_nested_deep", ".xls", lambda base: ("<html><table><tr><td>" * 30_000).encode())
_add(
    "xml_of_excel_2003",
    ".xls",
    lambda base: (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    ),
)
_add(
    "mht",
    ".xls",
    lambda base: (
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + _html(base).encode()
    ),
)


def _locked(data: bytes) -> bytes:
    """The record that says that a password is needed, instead of another one of its length."""
    return data.replace(struct.pack("<HHH", 0x42, 2, 1200), struct.pack("<HHH", 0x2F, 2, 0), 1)


def _noise(base: Base, data: bytes) -> bytes:
    chance = base.chance("xls")
    out = bytearray(data)
    for _ in range(40):
        out[chance.randrange(512, len(out))] = chance.randrange(256)
    return bytes(out)


def _content(base: Base, old: str, new: str) -> bytes:
    package = Package(ods(values_of(base)))
    head, mark, tail = (
        package.parts["content.xml"]
        .decode()
        .partition(f'<table:table table:name="{base.cells["outturn"].sheet}"')
    )
    if old in tail:  # in the form's own sheet, where it is said anywhere there
        tail = tail.replace(old, new, 1)
    else:
        assert old in head, old
        head = head.replace(old, new, 1)
    package.parts["content.xml"] = f"{head}{mark}{tail}".encode()
    return package.zip()


def _money(base: Base, shown: str) -> bytes:
    """The total in another way."""
    number = f"{base.number('outturn'):.15g}"
    old = f'office:value-type="float" office:value="{number}"><text:p>{base.number("outturn"):.10g}'
    return _content(base, old, f'office:value-type="{shown}')


def _more(base: Base, name: str, content: bytes) -> bytes:
    package = Package(ods(values_of(base)))
    package.parts[name] = content
    return package.zip()


def _crc(data: bytes) -> bytes:
    parts = [Part(n.encode(), c) for n, c in Package(data).parts.items()]
    next(each for each in parts if each.name == b"content.xml").crc = 5
    return zip_of(parts)


def _rows(base: Base) -> list[list[str]]:
    sheet = values_of(base).sheet(base.cells["outturn"].sheet)
    assert sheet is not None
    return [
        [
            f"{v:.15g}{sheet.suffixes.get((row, column), '')}"
            if isinstance(v, float)
            else str(v or "")
            for column, v in enumerate(values, start=1)
        ]
        for row, values in enumerate(sheet.rows, start=1)
    ]


def _csv(base: Base, separator: str = ",") -> str:
    return "\r\n".join(
        separator.join(f'"{field}"' if re.search(r"[\s,]", field) else field for field in row)
        for row in _rows(base)
    )


def _html(base: Base) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(field)}</td>' for field in row)}</tr>"
        for row in _rows(base)
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'
