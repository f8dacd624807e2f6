"""The values of a block of cells, in one call each way.

LibreOffice hands out numbers and texts alone: which numbers are dates or truth values only
their formats tell, and which cells hold errors it tells when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from xltools.live.areas import alike
from xltools.live.uno.bridge import Remote
from xltools.live.uno.probe import Probe
from xltools.package.rectangles import rectangles
from xltools.snapshot import Area

_VALUE, _TEXT, _ERROR = 1, 2, 4
"""com.sun.star.sheet.FormulaResult"""

DATETIME = 2
"""com.sun.star.sheet.CellFlags.DATETIME"""

_ANNOTATION, _FORMULAS = 8, 16

_DATE, _DATES, LOGICAL = 2, 2 | 4, 1024
"""com.sun.star.util.NumberFormat: DATE; with TIME; LOGICAL"""

ERRORS = {
    532: "#DIV/0!", 32767: "#N/A", 524: "#REF!", 525: "#NAME?", 519: "#VALUE!", 503: "#NUM!",
    502: "#VALUE!", 504: "#VALUE!", 508: "#NAME?", 521: "#NULL!", 522: "#REF!", 523: "#NUM!",
}  # fmt: skip
"""LibreOffice's numbers for what Excel shows."""

_HANDFUL = 5

_PER_LANGUAGE = 10_000
"""Formats of one language have numbers in one such range; the first is General."""

Spot = tuple[int, int]
"""Row and column inside the block, from 0."""


class CellError(str):
    """What a cell shows in place of a value."""

    __slots__ = ()


def read(doc: Remote, block: Remote) -> list[list[Any]]:
    """The values of a range: "" where a cell is empty, datetime, bool and `CellError` where they are."""
    rows = [list(row) for row in block.getDataArray()]
    if any(value is None for row in rows for value in row):
        for row, column in spots(block, block.queryFormulaCells(_ERROR)):
            number = block.getCellByPosition(column, row).getError()
            rows[row][column] = CellError(ERRORS.get(number, "#VALUE!"))
    computed = set(spots(block, block.queryFormulaCells(_VALUE)))
    dates = set(spots(block, block.queryContentCells(DATETIME)))
    doubtful = computed | {
        (row, column)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value in (0.0, 1.0) and type(value) is float
    }
    if doubtful:
        kinds = _kinds(doc, block, doubtful, computed)
        dates |= {spot for spot in computed if kinds[spot] & _DATES}
        for row, column in (spot for spot in doubtful if kinds[spot] == LOGICAL):
            rows[row][column] = rows[row][column] == 1.0
    if dates:
        zero = _null_date(doc)
        for row, column in dates:
            if type(rows[row][column]) is float:
                rows[row][column] = _moment(zero, rows[row][column])
    return rows


def spots(block: Remote, found: Remote) -> Iterator[Spot]:
    """The cells of a query's result, as rows and columns inside the block."""
    home = block.getRangeAddress()
    for area in found.getRangeAddresses():
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row - home.StartRow, column - home.StartColumn


def _kinds(
    doc: Remote, block: Remote, wanted: set[Spot], computed: set[Spot]
) -> dict[Spot, int]:
    """What kind of number each cell's format shows.

    A formula without a format of its own is shown as what it computes, which a cell tells only
    when it is asked alone.
    """
    home = block.getRangeAddress()
    probe = Probe(block.getSpreadsheet())
    formats = doc.getNumberFormats()

    def ask(area: Area) -> int | None:
        if not any(_inside(spot, area) for spot in wanted):
            return 0
        return probe.number_format(_moved(area, home))

    rows, columns = zip(*wanted, strict=True)
    keys: dict[Spot, int] = {}
    for area, key in alike((min(rows), min(columns), max(rows), max(columns)), ask):
        keys |= {spot: key for spot in wanted if _inside(spot, area)}
    for spot in computed:
        if keys[spot] % _PER_LANGUAGE == 0:
            keys[spot] = probe.number_format(_moved((*spot, *spot), home)) or 0
    kinds = {key: formats.getByKey(key).Type & ~1 for key in set(keys.values())}
    return {spot: kinds[key] for spot, key in keys.items()}


def _inside(spot: Spot, area: Area) -> bool:
    return area[0] <= spot[0] <= area[2] and area[1] <= spot[1] <= area[3]


def _moved(area: Area, home: Remote) -> Area:
    """An area of the block as one of the sheet."""
    row, column = home.StartRow + 1, home.StartColumn + 1
    return area[0] + row, area[1] + column, area[2] + row, area[3] + column


def _null_date(doc: Remote) -> datetime:
    zero = doc.NullDate
    return datetime(zero.Year, zero.Month, zero.Day)


def _moment(zero: datetime, number: float) -> datetime | float:
    """The day and time that a number stands for; itself where the calendar ends."""
    try:
        return zero + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return number


def write(doc: Remote, block: Remote, rows: Sequence[Sequence[Any]], formulas: Remote) -> None:
    """Fill a range with values: a text that begins with = is a formula, after ' it is a text.

    True and dates get a format that shows them as such where the cell has none. Notes stay.
    """
    zero = _null_date(doc)
    special: list[tuple[int, int, str]] = []
    shown: dict[int, list[Spot]] = {}
    plain: list[list[float | str]] = []
    for row, values in enumerate(rows):
        line: list[float | str] = []
        for column, value in enumerate(values):
            if isinstance(value, str) and value.startswith("=") and len(value) > 1:
                special.append((row, column, value))
            elif (kind := _kind_of(value)) is not None:
                shown.setdefault(kind, []).append((row, column))
            line.append(_plain(value, zero))
        plain.append(line)
    _put(block, plain)
    for row, column, formula in special:
        formulas.write(block.getCellByPosition(column, row), formula)
    for kind, cells in shown.items():
        _show_as(doc, block, kind, cells)


def _put(block: Remote, rows: list[list[float | str]]) -> None:
    """Values into cells; those with a note one by one, since a block takes its notes away.

    A handful goes one by one, too: that is quicker than to ask about notes.
    """
    cells = {(row, column) for row, values in enumerate(rows) for column in range(len(values))}
    alone = cells
    if len(cells) > _HANDFUL:
        alone = set(spots(block, block.queryContentCells(_ANNOTATION)))
    for row, column in sorted(alone):
        cell, value = block.getCellByPosition(column, row), rows[row][column]
        if isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)
    if not alone:
        _put_block(block, rows)
        return
    for top, left, bottom, right in rectangles(cells - alone):
        part = block.getCellRangeByPosition(left, top, right, bottom)
        _put_block(part, [values[left : right + 1] for values in rows[top : bottom + 1]])


def _put_block(block: Remote, rows: list[list[float | str]]) -> None:
    """One call. LibreOffice would not empty again, on undo, what was empty: so it is filled first."""
    if block.queryEmptyCells().getCount():
        block.setArrayFormula('=""')
        block.clearContents(_FORMULAS)
    block.setDataArray(tuple(map(tuple, rows)))


def _kind_of(value: object) -> int | None:
    """The kind of number format that shows a value as what it is; None where any does."""
    if isinstance(value, bool):
        return LOGICAL
    if isinstance(value, datetime) and value.time() != value.min.time():
        return _DATES
    return _DATE if isinstance(value, date) else None


def _plain(value: Any, zero: datetime) -> float | str:  # noqa: ANN401 - whatever a caller hands over
    """A value as LibreOffice takes it; a formula comes later."""
    if isinstance(value, str):
        return "" if value.startswith("=") and len(value) > 1 else value.removeprefix("'")
    return _number(value, zero)


def _number(value: Remote, zero: datetime) -> float | str:
    if value is None:
        return ""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        return (moment.replace(tzinfo=None) - zero) / timedelta(days=1)
    if isinstance(value, int | float | Decimal):
        return float(value)
    raise TypeError(f"no cell holds a {type(value).__name__}")


def _show_as(doc: Remote, block: Remote, kind: int, cells: Iterable[Spot]) -> None:
    """Give cells without a number format one of this kind, a run of a row at a time."""
    formats = doc.getNumberFormats()
    key = formats.getStandardFormat(kind, doc.CharLocale)
    for row, group in groupby(sorted(cells), key=lambda spot: spot[0]):
        columns = [column for _, column in group]
        run = block.getCellRangeByPosition(columns[0], row, columns[-1], row)
        if run.NumberFormat is not None and columns[-1] - columns[0] + 1 == len(columns):
            if formats.getByKey(run.NumberFormat).Type & ~1 == 16:
                run.NumberFormat = key
            continue
        for column in columns:
            cell = block.getCellByPosition(column, row)
            if formats.getByKey(cell.NumberFormat).Type & ~1 == 16:
                cell.NumberFormat = key
