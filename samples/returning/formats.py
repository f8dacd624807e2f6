"""The values of a workbook as .xls or .et (BIFF8) and as .ods.

Values, formulas, merges, names and what a number format prints; fonts and widths are the
program's own.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from returning.containers import ole, packed
from xltools.model import CellValue, column_letters
from xltools.package.references import column_number
from xltools.snapshot import Sheet, Snapshot

# --- .xls and .et

_PERCENT, _PLAIN = 16, 15
_OPERAND = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_FORMULA = re.compile(r"(SUM|LEN)\((.*)\)")
_SPECIAL = {"SUM": 4, "LEN": 32}


def biff(snapshot: Snapshot) -> bytes:
    """The values, formulas, merges and names as Excel 97 keeps them, in an OLE container."""
    suffixes = _suffixes(snapshot)
    sheets = [_substream(sheet, suffixes) for sheet in snapshot.sheets]
    head = [
        _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x1CAF, 1997, 0x40, 0x106)),
        _record(0x42, struct.pack("<H", 1200)),
        *[_record(0x31, struct.pack("<HHHHHBBBx", 210, 0, 0x7FFF, 400, 0, 0, 0, 134) + _short("宋体"))] * 4,
        *(_record(0x41E, struct.pack("<H", 164 + n) + _long(f'0"{each}"')) for n, each in enumerate(suffixes)),
        *[_xf(0, 0xFFF5)] * 15,
        _xf(0, 1),
        _xf(10, 1),
        *(_xf(164 + number, 1) for number in range(len(suffixes))),
        _record(0x293, struct.pack("<HBB", 0x8000, 0, 0xFF)),
    ]  # fmt: skip
    names = [_record(0x1AE, struct.pack("<HH", len(sheets), 0x0401))]
    names.append(
        _record(0x17, struct.pack("<H", len(sheets)) + b"".join(struct.pack("<HHH", 0, n, n) for n in range(len(sheets))))
    )  # fmt: skip
    order = {sheet.name: number for number, sheet in enumerate(snapshot.sheets)}
    for name, cell in snapshot.names.items():
        target = struct.pack("<BHHH", 0x3A, order[cell.sheet], cell.row - 1, cell.column - 1)
        names.append(_name(name, target))
    for name, text in snapshot.constants.items():
        names.append(_name(name, b"\x17" + _short(text)))
    tail = b"".join(names) + _record(0x0A, b"")
    bounds = [
        struct.pack("<BB", int(sheet.hidden), 0) + _short(sheet.name)
        for sheet in snapshot.sheets
    ]
    start = sum(map(len, head)) + sum(len(each) + 8 for each in bounds) + len(tail)
    book = b"".join(head)
    for bound, content in zip(bounds, sheets, strict=True):
        book += _record(0x85, struct.pack("<I", start) + bound)
        start += len(content)
    return ole({"Workbook": book + tail + b"".join(sheets)})


def _suffixes(snapshot: Snapshot) -> list[str]:
    """What number formats print behind the digits, each once."""
    found = {text for sheet in snapshot.sheets for text in sheet.suffixes.values()}
    return sorted(found)


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _short(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<BB", len(raw) // 2, 1) + raw


def _long(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<HB", len(raw) // 2, 1) + raw


def _xf(number_format: int, kind: int) -> bytes:
    used = 0xF8 if kind == 1 else 0
    return _record(
        0xE0, struct.pack("<HHHBBBBIIH", 0, number_format, kind, 0x20, 0, 0, used, 0, 0, 0x20C0)
    )


def _name(name: str, tokens: bytes) -> bytes:
    raw = name.encode("utf-16-le")
    head = struct.pack("<HBBHHH4x", 0, 0, len(name), len(tokens), 0, 0)
    return _record(0x18, head + b"\x01" + raw + tokens)


def _substream(sheet: Sheet, suffixes: list[str]) -> bytes:
    parts = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x1CAF, 1997, 0x40, 0x106))]
    width = max((len(row) for row in sheet.rows), default=0)
    parts.append(_record(0x200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)))
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            spot = (number + 1, column + 1)
            style = _PERCENT if spot in sheet.percents else _PLAIN
            if spot in sheet.suffixes:
                style = _PERCENT + 1 + suffixes.index(sheet.suffixes[spot])
            parts.append(_biff_cell(spot, style, value, sheet.formulas.get(spot)))
    for first in range(0, len(sheet.merges), 1000):
        some = sheet.merges[first : first + 1000]
        areas = b"".join(
            struct.pack("<HHHH", a - 1, c - 1, b - 1, d - 1) for a, b, c, d in some
        )
        parts.append(_record(0xE5, struct.pack("<H", len(some)) + areas))
    parts.append(_record(0x0A, b""))
    return b"".join(parts)


def _biff_cell(
    spot: tuple[int, int], style: int, value: CellValue, formula: str | None
) -> bytes:
    head = struct.pack("<HHH", spot[0] - 1, spot[1] - 1, style)
    if formula:
        tokens = _tokens(formula)
        number = float(value) if isinstance(value, int | float) else 0.0
        body = struct.pack("<dHIH", number, 0, 0, len(tokens)) + tokens
        return _record(0x06, head + body)
    if value is None:
        return b""
    if isinstance(value, str):
        return _record(0x204, head + _long(value))
    return _record(0x203, head + struct.pack("<d", float(_number(value))))


def _number(value: CellValue) -> float:
    assert isinstance(value, int | float | Decimal), value
    return float(value)


def _tokens(formula: str) -> bytes:
    """A sum or a length compiled: what the forms compute with."""
    found = _FORMULA.fullmatch(formula)
    assert found is not None, formula
    out = b""
    operands = found[2].split(",")
    for operand in operands:
        match = _OPERAND.fullmatch(operand)
        assert match is not None, formula
        rows = [int(match[2]) - 1]
        columns = [column_number(match[1]) - 1 | 0xC000]
        if match[3]:
            rows.append(int(match[4]) - 1)
            columns.append(column_number(match[3]) - 1 | 0xC000)
        kind = 0x25 if match[3] else (0x24 if found[1] == "SUM" else 0x44)
        out += struct.pack(f"<B{len(rows) * 2}H", kind, *rows, *columns)
    if found[1] == "LEN":
        return out + struct.pack("<BH", 0x41, _SPECIAL["LEN"])
    return out + struct.pack("<BBH", 0x42, len(operands), _SPECIAL["SUM"])


# --- .ods

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{prefix}="{_URN}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("meta", "meta"),
    )
) + ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'  # fmt: skip
_STYLES = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="2"'
    ' number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>'
    '<style:style style:name="rate" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def ods(snapshot: Snapshot) -> bytes:
    """The values, formulas, merges and names as OpenDocument keeps them."""
    suffixes = _suffixes(snapshot)
    styles = _STYLES + "".join(
        f'<number:number-style style:name="S{n}"><number:number number:min-integer-digits="1"/><number:text>{each}'
        f'</number:text></number:number-style><style:style style:name="s{n}" style:family="table-cell"'
        f' style:data-style-name="S{n}"/>'
        for n, each in enumerate(suffixes)
    )
    tables = "".join(_table(sheet, suffixes) for sheet in snapshot.sheets)
    names = "".join(_ods_names(snapshot))
    content = (
        f'{_XML}<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}<table:named-expressions>"
        f"{names}</table:named-expressions></office:spreadsheet></office:body></office:document-content>"
    )
    properties = "".join(
        f"<meta:user-defined meta:name={quoteattr(name)}>{escape(text)}</meta:user-defined>"
        for name, text in snapshot.properties.items()
    )
    meta = f'{_XML}<office:document-meta {_SPACES} office:version="1.3"><office:meta>{properties}</office:meta></office:document-meta>'
    manifest = (
        f'{_XML}<manifest:manifest xmlns:manifest="{_URN}manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    parts = {"mimetype": _MIME, "content.xml": content, "meta.xml": meta, "META-INF/manifest.xml": manifest}  # fmt: skip
    return packed((name, text.encode()) for name, text in parts.items())


def _ods_names(snapshot: Snapshot) -> Iterator[str]:
    for name, cell in snapshot.names.items():
        where = quoteattr(f"$'{cell.sheet}'.${column_letters(cell.column)}${cell.row}")
        yield f"<table:named-range table:name={quoteattr(name)} table:base-cell-address={where} table:cell-range-address={where}/>"
    for name, text in snapshot.constants.items():
        held = quoteattr(f'of:="{text}"')
        yield f"<table:named-expression table:name={quoteattr(name)} table:expression={held}/>"


def _table(sheet: Sheet, suffixes: list[str]) -> str:
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in sheet.merges}
    covered = {
        (row, column)
        for a, b, c, d in sheet.merges
        for row in range(a, c + 1)
        for column in range(b, d + 1)
    } - spans.keys()
    width = max(
        [len(row) for row in sheet.rows] + [each[3] for each in sheet.merges], default=1
    )
    rows = []
    for number in range(1, len(sheet.rows) + 1):
        cells = []
        for column in range(1, width + 1):
            spot = (number, column)
            tag = "covered-table-cell" if spot in covered else "table-cell"
            cells.append(_ods_cell(sheet, spot, tag, spans.get(spot), suffixes))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    hidden = ' table:style-name="away"' if sheet.hidden else ""
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table table:name={quoteattr(sheet.name)}{hidden}>{columns}{''.join(rows)}</table:table>"


def _ods_cell(
    sheet: Sheet,
    spot: tuple[int, int],
    tag: str,
    span: tuple[int, int] | None,
    suffixes: list[str],
) -> str:
    attributes = ""
    if span:
        rows, columns = span
        attributes += (
            f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        )
    formula = sheet.formulas.get(spot)
    if formula:
        attributes += (
            f' table:formula="of:={_OPERAND.sub(_ods_area, formula).replace(",", ";")}"'
        )
    value = sheet.value(*spot)
    shown = ""
    if isinstance(value, str):
        attributes += ' office:value-type="string"'
        shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    elif value is not None:
        number, behind = _number(value), sheet.suffixes.get(spot, "")
        percent = spot in sheet.percents
        if percent or behind:
            style = "rate" if percent else f"s{suffixes.index(behind)}"
            attributes += f' table:style-name="{style}"'
        kind = "percentage" if percent else "float"
        attributes += f' office:value-type="{kind}" office:value="{number:.15g}"'
        text = f"{number * 100:.2f}%" if percent else f"{number:.10g}{behind}"
        shown = f"<text:p>{text}</text:p>"
    return f"<table:{tag}{attributes}>{shown}</table:{tag}>"


def _ods_area(found: re.Match[str]) -> str:
    end = f":.{found[3]}{found[4]}" if found[3] else ""
    return f"[.{found[1]}{found[2]}{end}]"
