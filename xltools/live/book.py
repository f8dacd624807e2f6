"""An open workbook → a `Snapshot`, in Excel and LibreOffice alike.

Values and formulas of a sheet come in one call each. Formats and merges are looked at as far
down as anything is written and a little further: below a form often lie thousands of rows with borders
and nothing in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from xltools.anchors import PREFIX
from xltools.live.areas import square
from xltools.live.beyond import Beyond
from xltools.live.wings import xw
from xltools.model import CellValue
from xltools.package.number_formats import PLAIN, Shown, read_format, sort_out
from xltools.package.opc import DefinedName
from xltools.package.references import resolve_names
from xltools.package.scan import check_box
from xltools.snapshot import Area, Position, Sheet, Snapshot

_BELOW = _BESIDE = 30
"""Rows and columns behind the last value whose merges and formats still belong to a form."""

_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
_ZERO, _MARCH_1900 = datetime(1899, 12, 30), datetime(1900, 3, 1)
"""What days are counted from; before March 1900 Excel counts a day that never was."""

_COUNTED = ("[h", "[m", "[s", "[H", "[M", "[S")
"""Number formats of a duration begin so somewhere."""


def snapshot_of(book: xw.Book, beyond: Beyond) -> Snapshot:
    """Read an open workbook as it stands on the screen, saved or not.

    Raises:
        NotAWorkbookError: a sheet with values absurdly far away.
    """
    sheets = tuple(_sheet(sheet, beyond, book.name) for sheet in book.sheets)
    names, constants = resolve_names(_our_names(book), (sheet.name for sheet in sheets))
    return Snapshot(sheets, names, constants, beyond.properties(book))


def is_visible(sheet: xw.Sheet) -> bool:
    """True for a sheet that people see; Excel has 2 for one that even its menu does not show."""
    return sheet.visible in (True, -1)


def _our_names(book: xw.Book) -> Iterator[DefinedName]:
    """A name that is valid in one sheet is called 自评表!xlt_… by Excel."""
    for each in book.names:
        local, _, name = each.name.rpartition("!")
        if name.startswith(PREFIX):
            yield DefinedName(name, each.refers_to or "", bool(local))


def _sheet(sheet: xw.Sheet, beyond: Beyond, label: str) -> Sheet:
    name, hidden = sheet.name, not is_visible(sheet)
    last = beyond.last_cell(sheet)
    bottom, right = last or (0, 0)
    check_box(bottom, right, name, label)
    rows: list[list[CellValue]] = []
    errors: dict[Position, str] = {}
    formulas: dict[Position, str] = {}
    if last is not None:
        block = sheet.range((1, 1), last)
        rows = _exact(block.options(ndim=2, err_to_str=True).value, block, beyond)
        errors = _take_errors(rows)
        formulas = dict(_formulas(rows, square(block.formula, right)))
    layout = beyond.layout(sheet, _worth_looking_at(sheet, bottom, right))
    shown = _shown(rows, layout.formats)
    shows = sort_out(rows, shown)
    return Sheet(
        name, rows, tuple(layout.merges), hidden, errors, formulas,
        shows.percents, shows.suffixes, shows.months, shows.blank_percents,
    )  # fmt: skip


def _worth_looking_at(sheet: xw.Sheet, bottom: int, right: int) -> Area:
    """From A1 to what is used, but not far behind the last value."""
    used = sheet.used_range.last_cell
    return (
        1,
        1,
        max(bottom, min(used.row, bottom + _BELOW), 1),
        max(right, min(used.column, right + _BESIDE), 1),
    )


def _exact(
    rows: list[list[CellValue]], block: xw.Range, beyond: Beyond
) -> list[list[CellValue]]:
    """The values with money as it is; COM hands it out as a Decimal that was cut."""
    if any(isinstance(value, Decimal) for values in rows for value in values):
        for values, whole in zip(rows, beyond.numbers(block), strict=True):
            for column, value in enumerate(whole):
                if isinstance(values[column], Decimal) and isinstance(value, float):
                    values[column] = value
    return rows


def _take_errors(rows: list[list[CellValue]]) -> dict[Position, str]:
    """Take the errors out of the values."""
    errors = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if type(value) is str and value in _ERRORS:
                errors[row, column] = value
                values[column - 1] = None
    return errors


def _formulas(
    rows: Sequence[Sequence[CellValue]], formulas: Sequence[Sequence[str]]
) -> Iterator[tuple[Position, str]]:
    """The formulas without their =; a text that begins with = is its own value."""
    for row, texts in enumerate(formulas, start=1):
        for column, text in enumerate(texts, start=1):
            is_formula = len(text) > 1 and text[0] == "=" and text[1:] not in _ERRORS
            if is_formula and rows[row - 1][column - 1] != text:
                yield (row, column), text[1:]


def _shown(
    rows: list[list[CellValue]], formats: Iterable[tuple[Area, str]]
) -> Iterator[tuple[Position, Shown]]:
    """What formats tell; on the way moments become what their format shows."""
    moments: dict[Position, datetime] = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, datetime):
                moments[row, column] = value
                values[column - 1] = _moment(value)
    for (top, left, bottom, right), code in formats:
        shown = read_format(code)
        counted = any(sign in code for sign in _COUNTED)
        if shown == PLAIN and not counted:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if counted and (row, column) in moments:
                    rows[row - 1][column - 1] = moments[row, column] - _ZERO
                if shown != PLAIN:
                    yield (row, column), shown


def _moment(value: datetime) -> CellValue:
    """A day, a time of day, or both, as the number in the cell says."""
    number = value - _ZERO
    if not number.days:
        return time(value.hour, value.minute, value.second, value.microsecond)
    if value < _MARCH_1900:
        value += timedelta(days=1)
    return value if number.seconds or number.microseconds else value.date()
