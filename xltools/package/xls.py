"""Excel 97–2003 and WPS .et (BIFF in an OLE container): values, formats, names, by xlrd.

xlrd and not calamine, which reads these files too: only xlrd tells number formats, so that
95% is not read as 0.95, and it is Python, so that a damaged file raises and cannot abort the
process. It does not tell which cells hold a formula; that is read from the records here.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from io import StringIO
from math import isfinite
from typing import Any, Literal

import xlrd
from msgspec import Struct
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError
from xlrd.xldate import xldate_as_datetime

from xltools.anchors import PREFIX
from xltools.errors import NotAWorkbookError
from xltools.model import CellValue
from xltools.package.active import active_in_xls
from xltools.package.boxes import rectangle
from xltools.package.members import damaged
from xltools.package.number_formats import MONTH_IDS, PLAIN, Shown, read_format, sort_out
from xltools.package.plain_texts import without_controls
from xltools.snapshot import NamedCell, Position, Sheet, Snapshot

_BOUNDSHEET, _BOF, _EOF = 0x85, (0x09, 0x0209, 0x0409, 0x0809), 0x0A
_FORMULAS = (0x0006, 0x0206, 0x0406)
_WORKSHEET = 0
_REFERENCE, _TEXT = -1, 1
"""Kinds of what a defined name stands for, as xlrd numbers them."""

_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK", "workbook", "book")
_ENCRYPTED = (
    "已加密（设了打开密码或受权限保护）。请在 Excel 或 WPS 中取消密码后再试；"
    "没有设过密码的，请新建工作簿，把内容复制过去。"
)


def read_xls(data: bytes, label: str, unread: Container[str]) -> Snapshot:
    """Return the snapshot of a BIFF workbook; sheets in `unread` have no values.

    The text of a formula is "": the file holds it only as compiled tokens.

    Raises:
        NotAWorkbookError: another kind of document, encrypted, or damaged.
    """
    try:
        stream = _stream(data, label)
        book = xlrd.open_workbook(
            file_contents=stream,
            logfile=StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        formulas = dict(_formulas(stream))
        sheets = tuple(
            _sheet(book, index, formulas, unread, label) for index in range(book.nsheets)
        )
        names, constants = _names(book, sheets)
        return Snapshot(sheets, names, constants, active=active_in_xls(data))
    except (NotAWorkbookError, KeyboardInterrupt, SystemExit):
        raise
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise NotAWorkbookError(f"“{label}”{_ENCRYPTED}") from None
        raise damaged(label, "旧版 .xls 的内容无法识别") from None
    # xlrd meets a broken record with whatever its arithmetic raises
    except Exception:
        raise damaged(label, "旧版 .xls 的内容异常") from None


class _Container(CompDoc):
    """An OLE container whose chains of sectors end: xlrd follows one that bites its tail until
    the memory is full.
    """

    def _get_stream(
        self,
        mem: bytes,
        base: int,
        sat: Sequence[int],
        sec_size: int,
        start_sid: int,
        *rest: object,
        **named: object,
    ) -> bytes:
        sector = start_sid
        for _ in range(len(sat) + 1):
            if not 0 <= sector < len(sat):
                break
            sector = sat[sector]
        else:
            raise CompDocError("a chain of sectors without end")
        content: bytes = super()._get_stream(  # type: ignore[misc]
            mem, base, sat, sec_size, start_sid, *rest, **named
        )
        return content


def _stream(data: bytes, label: str) -> bytes:
    """The workbook's stream of records; the other documents that OLE holds are named."""
    if not data.startswith(SIGNATURE):
        return data
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotAWorkbookError(f"“{label}”{_ENCRYPTED}")
    container = _Container(data, logfile=StringIO())
    names = {entry.name for entry in container.dirlist}
    for name in _STREAMS:
        if name in names:
            memory, base, length = container.locate_named_stream(name)
            if memory is None:
                break
            return bytes(memory[base : base + length])
    if "WordDocument" in names:
        raise NotAWorkbookError(f"“{label}”是 Word 文档，不是 Excel 工作簿。请选择自评表。")
    if "PowerPoint Document" in names:
        raise NotAWorkbookError(
            f"“{label}”是 PowerPoint 文稿，不是 Excel 工作簿。请选择自评表。"
        )
    raise NotAWorkbookError(
        f"“{label}”是旧版 Office 文件，但里面没有工作簿。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
    )


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Number and body of the records from a place on."""
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _formulas(stream: bytes) -> Iterator[tuple[int, frozenset[Position]]]:
    """Index of each worksheet, and its cells that hold a formula."""
    starts = []
    for number, body in _records(stream, 0):
        if number == _BOUNDSHEET and len(body) >= 6 and body[5] == _WORKSHEET:
            starts.append(int.from_bytes(body[:4], "little"))
        elif number == _EOF:
            break
    # an old file holds one sheet and no list of them
    for index, start in enumerate(starts or [0]):
        yield index, frozenset(_formula_cells(stream, start))


def _formula_cells(stream: bytes, start: int) -> Iterator[Position]:
    depth = 0
    for number, body in _records(stream, start):
        if number in _BOF:
            depth += 1  # a chart inside the sheet is a stream inside the stream
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif number in _FORMULAS and depth == 1 and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            yield row + 1, column + 1


class _Cells(Struct):
    """What the cells of one sheet hold."""

    values: dict[Position, CellValue] = {}
    errors: dict[Position, str] = {}
    shown: list[tuple[Position, Shown]] = []


def _sheet(
    book: xlrd.Book,
    index: int,
    formulas: dict[int, frozenset[Position]],
    unread: Container[str],
    label: str,
) -> Sheet:
    sheet = book.sheet_by_index(index)
    if sheet.name in unread:
        return Sheet(sheet.name, [], _merges(sheet), bool(sheet.visibility))
    cells = _read_cells(book, sheet)
    rows = rectangle(dict.fromkeys(cells.errors) | cells.values, sheet.name, label)
    shows = sort_out(rows, cells.shown)
    return Sheet(
        sheet.name,
        rows,
        _merges(sheet),
        bool(sheet.visibility),
        cells.errors,
        dict.fromkeys(formulas.get(index, ()), ""),
        shows.percents,
        shows.suffixes,
        shows.months,
    )


def _read_cells(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> _Cells:
    cells = _Cells()
    format_of = cache(lambda style: _format(book, style))
    for row in range(sheet.nrows):
        kinds: Sequence[int] = sheet.row_types(row)
        values: Sequence[Any] = sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            spot = row + 1, column + 1
            if value == "" or kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            if kind == xlrd.XL_CELL_ERROR:
                cells.errors[spot] = error_text_from_code.get(value, "#N/A")
            elif kind == xlrd.XL_CELL_BOOLEAN:
                cells.values[spot] = bool(value)
            elif kind == xlrd.XL_CELL_TEXT:
                cells.values[spot] = without_controls(value) or None
            elif not isfinite(value):
                cells.errors[spot] = "#NUM!"
            else:
                shown, code = format_of(sheet.cell_xf_index(row, column))
                is_date = kind == xlrd.XL_CELL_DATE
                cells.values[spot] = _date(value, book.datemode, code) if is_date else value
                if shown is not PLAIN:
                    cells.shown.append((spot, shown))
    return cells


def _merges(sheet: xlrd.sheet.Sheet) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(
        (top + 1, left + 1, below, beyond) for top, below, left, beyond in sheet.merged_cells
    )


def _format(book: xlrd.Book, style: int) -> tuple[Shown, str]:
    """What a cell style shows besides digits, and its format code."""
    number = book.xf_list[style].format_key
    code = str(book.format_map[number].format_str or "")
    if not code and number in MONTH_IDS:
        return Shown(month=True), code
    found = read_format(code)
    return (PLAIN if found == PLAIN else found), code


def _date(serial: float, mode: Literal[0, 1], code: str) -> CellValue:
    """A serial number as the .xlsx reader gives it: date, time of day, both, or a duration.

    >>> _date(44925, 0, "yyyy/m/d"), _date(0.5, 0, "h:mm"), _date(1.5, 0, "[h]:mm")
    (datetime.date(2022, 12, 30), datetime.time(12, 0), datetime.timedelta(days=1, seconds=43200))
    """
    if any(f"[{sign}" in code.lower() for sign in "hms"):
        return timedelta(milliseconds=round(serial * 86_400_000))
    try:
        moment: datetime = xldate_as_datetime(serial, mode)
    except (ValueError, OverflowError):
        return serial
    if 0 <= serial < 1:
        return moment.time()
    if serial < 0:
        return serial
    return moment.date() if serial == int(serial) else moment


def _names(
    book: xlrd.Book, sheets: tuple[Sheet, ...]
) -> tuple[dict[str, NamedCell], dict[str, str]]:
    """Our names that point at a cell, and those that hold a text; see `resolve_names`."""
    cells: dict[str, NamedCell] = {}
    constants: dict[str, str] = {}
    ours = [name for name in book.name_obj_list if name.name.startswith(PREFIX)]
    # a name of the whole workbook (scope -1) wins over one of a single sheet
    for name in sorted(ours, key=lambda name: name.scope, reverse=True):
        result = name.result
        held: Any = None if result is None else result.value
        if result is None or not held:
            continue
        if result.kind == _TEXT:
            constants[name.name] = str(held)
        elif result.kind == _REFERENCE:
            first, last, top, _, left, _ = held[0].coords
            if last == first + 1 and 0 <= first < len(sheets):
                cells[name.name] = NamedCell(sheets[first].name, top + 1, left + 1)
    return cells, constants
