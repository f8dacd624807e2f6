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
from xltools.model import CellValue
from xltools.package.members import damaged
from xltools.package.zipfile_writer import pack_stored
from xltools.snapshot import Area, Position

_UNREAD = ("xl/theme/", "xl/drawings/", "xl/charts/", "customXml/", "docProps/")
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
    needed = {name: xml for name, xml in parts.items() if not name.startswith(_UNREAD)}
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


def _read_sheet(sheet: CalamineSheet) -> SheetValues:
    merges = sheet.merged_cell_ranges or []
    raw = sheet.to_python(skip_empty_area=False)
    floats = [value for values in raw for value in values if type(value) is float]
    # one sum tells that all are finite; only a doubtful one is looked at cell by cell
    not_finite = {} if isfinite(sum(floats)) else dict(_not_finite(raw))
    rows: list[list[CellValue]] = [
        [None if value == "" else value for value in row] for row in raw
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
