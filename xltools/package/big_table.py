"""Tables of a workbook that is no form: a summary may have a hundred thousand rows.

What a form may be (`limits`) does not hold for it; it is a file of the user's own, saved by
Excel, WPS or LibreOffice in whatever format.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from xltools.errors import FileError, reason
from xltools.model import CellValue
from xltools.package import limits
from xltools.patterns import BytePattern

_PROPERTIES = 1 << 20
_NAME = BytePattern(rb"""<property\b[^>]*?\bname=["']([^"']*)["']""")
_WORK = "xltools.package.big_reading:read"


class BigTable(Struct, frozen=True):
    """A table below its headings: where each heading stands (columns from 1), and its rows.

    `rows` yields the number on the sheet of each row that says something, and its values from column A on, of
    the columns that were asked for; None is an empty cell, and every other one.
    """

    sheet: str
    columns: dict[str, int]
    rows: Iterator[tuple[int, list[CellValue]]]


class Found(Struct, frozen=True):
    """A table as it was read: the number of each row that says something, its values as in `columns`."""

    sheet: str
    columns: dict[str, int]
    rows: list[tuple[int, list[CellValue]]]


class AllFound(Struct, frozen=True):
    """The tables of a workbook."""

    tables: tuple[Found, ...]


def find_tables(
    path: Path, wanted: Collection[str], also: Collection[str] = ()
) -> Iterator[BigTable]:
    """Yield the table of each sheet that has all the headings `wanted`, in sight or hidden.

    Of its columns those are read, and those headed by one of `also`.

    Raises:
        FileError: the file cannot be read.
        NotAWorkbookError: it is no workbook, a damaged or encrypted one, or its reader died of it.
    """
    if not path.is_file():
        raise FileError(f"找不到文件“{path}”。请检查文件名和所在文件夹。")
    from xltools.apart.parent import Allowance, crashed, work_apart
    from xltools.wire import WireError, decode

    data = _bytes(path)
    asked = (path.name, tuple(wanted), tuple(also))
    allowance = Allowance(limits.SUMMARY_SECONDS, limits.SUMMARY_MEGABYTES)
    try:
        tables = decode(AllFound, work_apart(_WORK, data, path.name, asked, allowance)).tables
    except WireError:
        raise crashed(path.name) from None
    for table in tables:
        yield BigTable(table.sheet, table.columns, _rows(table))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > limits.SUMMARY_BYTES:
            most = limits.SUMMARY_BYTES // limits.MEGABYTE
            raise FileError(f"“{path.name}”超过 {most} MB，没有读。")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"读不了“{path.name}”（{reason(error)}）。") from None


def _rows(table: Found) -> Iterator[tuple[int, list[CellValue]]]:
    """All rows, each value in its column again."""
    spots = [column - 1 for column in table.columns.values()]
    width = max(spots) + 1
    for number, values in table.rows:
        row: list[CellValue] = [None] * width
        for spot, value in zip(spots, values, strict=True):
            row[spot] = value
        yield number, row


def property_names(path: Path) -> frozenset[str]:
    """The custom document properties of an .xlsx however large; none of what is no .xlsx."""
    try:
        with ZipFile(path) as archive:
            part = archive.getinfo("docProps/custom.xml")
            if part.file_size > _PROPERTIES:
                return frozenset()
            data = archive.read(part)
    except (OSError, KeyError, BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return frozenset()
    return frozenset(name.decode(errors="replace") for name in _NAME.findall(data))
