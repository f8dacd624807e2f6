"""Tables of a workbook that is no form: a summary may have a hundred thousand rows.

What a form may be (`limits`) does not hold for it; it is a file of the user's own, saved by
Excel, WPS or LibreOffice in whatever format.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from msgspec import Struct
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from xltools.errors import FileError, NotAWorkbookError, reason
from xltools.model import CellValue
from xltools.patterns import BytePattern

_PROPERTIES = 1 << 20
_NAME = BytePattern(rb"""<property\b[^>]*?\bname=["']([^"']*)["']""")
_SEARCHED = 30
"""Rows in which the headings are looked for."""


class BigTable(Struct, frozen=True):
    """A table below its headings: where each heading stands (columns from 1), and its rows.

    `rows` yields the row's number on the sheet and its values from column A on; "" is an empty cell.
    """

    sheet: str
    columns: dict[str, int]
    rows: Iterator[tuple[int, list[CellValue]]]


def find_tables(path: Path, wanted: Collection[str]) -> Iterator[BigTable]:
    """Yield the table of each sheet that has all these headings, in sight or hidden.

    Raises:
        FileError: the file cannot be read.
        NotAWorkbookError: it is no workbook, or a damaged or encrypted one.
    """
    if not path.is_file():
        raise FileError(f"找不到文件“{path}”。请检查文件名和所在文件夹。")
    with _told(path.name), path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        names = book.sheet_names
    for name in names:
        with _told(path.name):
            found = _in_sheet(name, book.get_sheet_by_name(name), wanted)
        if found is not None:
            yield found


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


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(f"读不了“{name}”（{reason(error)}）。") from None
    except CalamineError:
        raise NotAWorkbookError(
            f"“{name}”不是工作簿，或已损坏、设了密码。请用 Excel 或 WPS 打开后另存再试。"
        ) from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a panic in calamine is no Exception
        raise NotAWorkbookError(
            f"“{name}”的内容异常。请用 Excel 或 WPS 打开后另存再试。"
        ) from None


def _in_sheet(name: str, sheet: CalamineSheet, wanted: Collection[str]) -> BigTable | None:
    if sheet.start is None:  # an empty sheet, or one of charts
        return None
    rows = _rows(sheet)
    for _, values in islice(rows, _SEARCHED):
        columns: dict[str, int] = {}
        for column, value in enumerate(values, start=1):
            if isinstance(value, str) and value.strip():
                columns.setdefault(value.strip(), column)
        if all(each in columns for each in wanted):
            return BigTable(name, columns, rows)
    return None


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[CellValue]]]:
    """All rows with their numbers, values from column A on; calamine begins at the first used one."""
    left = sheet.start[1] if sheet.start else 0
    lead: list[CellValue] = [""] * left
    for number, values in enumerate(sheet.iter_rows(), start=1):
        yield number, [*lead, *values]
