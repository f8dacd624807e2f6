"""The work of a process that reads the tables of one large workbook and ends; see `big_table`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from xltools.errors import NotAWorkbookError
from xltools.model import CellValue
from xltools.package.big_table import AllFound, Found
from xltools.package.members import damaged
from xltools.wire import encode

_SEARCHED = 30
"""Rows in which the headings are looked for."""


def read(data: bytes, name: str, wanted: tuple[str, ...], also: tuple[str, ...]) -> bytes:
    """Return all tables with these headings, encoded.

    Raises:
        NotAWorkbookError: no workbook, or a damaged or encrypted one.
    """
    _check_sums(data, name)
    found = []
    with _told(name):
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in book.sheet_names:
            table = _in_sheet(sheet, book.get_sheet_by_name(sheet), wanted, also)
            if table is not None:
                found.append(table)
    return encode(AllFound(tuple(found)))


def _check_sums(data: bytes, name: str) -> None:
    """Refuse a zip in which a bit has changed: calamine would read another remark."""
    if not data.startswith(b"PK"):
        return
    try:
        with ZipFile(BytesIO(data)) as archive:
            bad = archive.testzip()
    except BadZipFile:
        return  # calamine says what it is
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        bad = "压缩内容"
    if bad is not None:
        raise damaged(name, f"{bad} 校验不符")


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except CalamineError:
        raise NotAWorkbookError(
            f"“{name}”不是工作簿，或已损坏、设了密码。请用 Excel 或 WPS 打开后另存再试。"
        ) from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # a panic in calamine is no Exception
        raise NotAWorkbookError(
            f"“{name}”的内容异常。请用 Excel 或 WPS 打开后另存再试。"
        ) from None


def _in_sheet(
    name: str, sheet: CalamineSheet, wanted: tuple[str, ...], also: tuple[str, ...]
) -> Found | None:
    if sheet.start is None:  # an empty sheet, or one of charts
        return None
    rows = _rows(sheet)
    for _, values in islice(rows, _SEARCHED):
        columns: dict[str, int] = {}
        for column, value in enumerate(values, start=1):
            if isinstance(value, str) and value.strip():
                columns.setdefault(value.strip(), column)
        if all(each in columns for each in wanted):
            asked = {each: columns[each] for each in (*wanted, *also) if each in columns}
            spots = [column - 1 for column in asked.values()]
            picked = ((row, _picked(cells, spots)) for row, cells in rows)
            # one cell in the last row there is would make a million rows of nothing
            return Found(name, asked, [each for each in picked if any(map(_is_told, each[1]))])
    return None


def _is_told(value: CellValue) -> bool:
    return value is not None


def _picked(values: list[CellValue], spots: list[int]) -> list[CellValue]:
    """The values of these columns; None for an empty cell."""
    picked = (values[spot] if spot < len(values) else None for spot in spots)
    return [None if value == "" else value for value in picked]


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[CellValue]]]:
    """All rows with their numbers, values from column A on; calamine begins at the first used one."""
    left = sheet.start[1] if sheet.start else 0
    lead: list[CellValue] = [""] * left
    for number, values in enumerate(sheet.iter_rows(), start=1):
        yield number, [*lead, *values]
