"""The values and merges of all sheets, by calamine.

calamine is handed an uncompressed copy of just the parts it reads, made from the bytes
that were checked: it can neither see another content than we do nor inflate it again.
"""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Mapping, Sequence
from math import isfinite

from msgspec import Struct
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from xltools.errors import NotAWorkbookError
from xltools.model import CellValue, column_letters
from xltools.package.members import damaged
from xltools.package.plain_texts import without_controls
from xltools.package.zipfile_writer import pack_stored
from xltools.patterns import BytePattern
from xltools.snapshot import Area, Position

_UNREAD = ("xl/theme/", "xl/drawings/", "xl/charts/", "customXml/", "docProps/")
_UNKNOWN_ERROR = BytePattern(
    rb'( t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>)#(?!(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)<)[^<]*'
)
"""calamine refuses a whole workbook for a #BUSY!; what the cell really shows is found by the scan."""

_LARGEST = 1.7976931348623157e308


class SheetValues(Struct, frozen=True):
    """One sheet's values from A1 on, and its merges; `not_finite` are NaN and infinity."""

    rows: list[list[CellValue]]
    merges: tuple[Area, ...]
    not_finite: dict[Position, str]


def read_values(
    parts: Mapping[str, bytes], names: Sequence[str], label: str, unread: Container[str] = ()
) -> dict[str, SheetValues]:
    """Return the values of the sheets, which must be the sheets that calamine sees.

    Sheets in `unread` have no values here.

    Raises:
        NotAWorkbookError: calamine cannot read it.
    """
    needed = {
        name: _UNKNOWN_ERROR.sub(rb"\1#N/A", xml) if b't="e"' in xml else xml
        for name, xml in parts.items()
        if not name.startswith(_UNREAD)
    }
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(pack_stored(needed)))
        if book.sheet_names != list(names):
            raise damaged(label, "工作表清单前后不一致")
        return {
            name: SheetValues([], (), {})
            if name in unread
            else _read_sheet(book.get_sheet_by_index(index))
            for index, name in enumerate(names)
        }
    except CalamineError:
        raise damaged(label, "工作表内容无法识别") from None
    except (NotAWorkbookError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    # a panic in calamine is no Exception, and one bad file must not end a batch
    except BaseException:
        raise damaged(label, "工作表内容异常") from None


def check_written(
    written: Mapping[Position, tuple[str, str]], read: SheetValues, name: str, label: str
) -> None:
    """Refuse a sheet of which calamine makes something else than stands in its XML.

    It reads a number with a comment in it as an empty cell, and takes the last of two values.

    Raises:
        NotAWorkbookError: a cell that may be read in two ways.
    """
    for (row, column), (kind, text) in written.items():
        value = _value(read.rows, row, column)
        if not text.strip() or (row, column) in read.not_finite or kind in ("s", "e"):
            continue
        if value is None or (kind in ("", "n") and not _is_number(value, text)):
            cell = f"{column_letters(column)}{row}"
            raise damaged(label, f"工作表“{name}”的 {cell} 写法少见，可能读错")


def _value(rows: Sequence[Sequence[CellValue]], row: int, column: int) -> CellValue:
    if row > len(rows) or column > len(rows[row - 1]):
        return None
    return rows[row - 1][column - 1]


def _is_number(value: CellValue, text: str) -> bool:
    """True unless two different numbers are there, or a number and a text."""
    try:
        number = float(text)
    except ValueError:
        return isinstance(value, str)
    return not isinstance(value, float) or value == number


def _read_sheet(sheet: CalamineSheet) -> SheetValues:
    merges = sheet.merged_cell_ranges or []
    raw = sheet.to_python(skip_empty_area=False)
    floats = [value for values in raw for value in values if type(value) is float]
    # one sum tells that all are finite; only a doubtful one is looked at cell by cell
    not_finite = {} if isfinite(sum(floats)) else dict(_not_finite(raw))
    rows: list[list[CellValue]] = [
        [(without_controls(value) or None) if type(value) is str else value for value in row]
        for row in raw
    ]
    for row, column in not_finite:
        rows[row - 1][column - 1] = None
    return SheetValues(
        rows,
        tuple((top + 1, left + 1, low + 1, right + 1) for (top, left), (low, right) in merges),
        not_finite,
    )


def _not_finite(raw: Sequence[Sequence[object]]) -> Iterator[tuple[Position, str]]:
    """Numbers that no spreadsheet shows: a form holding one is not to be computed with."""
    for row, values in enumerate(raw, start=1):
        for column, value in enumerate(values, start=1):
            if type(value) is float and not -_LARGEST <= value <= _LARGEST:
                yield (row, column), "#NUM!"
