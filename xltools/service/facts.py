"""What a JavaScript host read of its workbook → the `Snapshot` that the file host would read.

The host sends what its program says and judges nothing: values as Value2 gives them (a date is
a serial number), formulas, number formats by area, merged areas, errors, defined names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import TypeAlias

from msgspec import Struct

from xltools.model import CellValue
from xltools.package import limits
from xltools.package.number_formats import PLAIN, Shown, read_format, sort_out
from xltools.package.opc import DefinedName
from xltools.package.references import resolve_names
from xltools.service.moments import DateKind, date_kind, moment
from xltools.snapshot import Area, Position, Sheet, Snapshot
from xltools.wire import WireError

RawValue: TypeAlias = str | float | bool | None


class SheetFacts(Struct, forbid_unknown_fields=True):
    """One sheet: `rows` from A1 on, `formulas` with their =, `formats` of areas that are not General.

    A value in `errors` (#DIV/0! by its text) is null in `rows`.
    """

    name: str
    visible: bool = True
    rows: list[list[RawValue]] = []
    formulas: list[tuple[int, int, str]] = []
    formats: list[tuple[int, int, int, int, str]] = []
    merges: list[Area] = []
    errors: list[tuple[int, int, str]] = []


class Facts(Struct, forbid_unknown_fields=True):
    """One workbook: `names` with what they refer to (a local one is called Sheet!name)."""

    sheets: list[SheetFacts]
    names: list[tuple[str, str]] = []
    properties: list[tuple[str, str]] = []
    since_1904: bool = False


def snapshot_of(facts: Facts) -> Snapshot:
    """Return the snapshot, as if the workbook had been saved and loaded.

    Raises:
        WireError: a sheet that no form of this world has.
    """
    sheets = tuple(_sheet(sheet, since_1904=facts.since_1904) for sheet in facts.sheets)
    names, constants = resolve_names(
        _names(facts.names), (sheet.name for sheet in facts.sheets)
    )
    return Snapshot(sheets, names, constants, dict(facts.properties))


def _names(names: Iterable[tuple[str, str]]) -> Iterator[DefinedName]:
    for name, text in names:
        scope, _, bare = name.rpartition("!")
        yield DefinedName(bare, text, bool(scope))


def _sheet(facts: SheetFacts, *, since_1904: bool) -> Sheet:
    errors = {(row, column): text for row, column, text in facts.errors}
    rows = _trimmed(facts.rows, errors)
    shown: list[tuple[Position, Shown]] = []
    for top, left, bottom, right, code in facts.formats:
        kind, look = date_kind(code), read_format(code)
        if not kind and look == PLAIN:
            continue
        for spot in _spots((top, left, bottom, right), facts.rows):
            if look != PLAIN:
                shown.append((spot, look))
            if kind:
                _put_date(rows, spot, kind, since_1904=since_1904)
    shows = sort_out(rows, shown)
    return Sheet(
        facts.name,
        rows,
        tuple(sorted(facts.merges)),
        not facts.visible,
        errors,
        {(row, column): text.removeprefix("=") for row, column, text in facts.formulas},
        shows.percents,
        shows.suffixes,
        shows.months,
        shows.blank_percents,
    )


def _trimmed(raw: list[list[RawValue]], errors: dict[Position, str]) -> list[list[CellValue]]:
    """The rectangle from A1 to the last cell that holds something; "" is nothing."""
    bottom = max((row for row, _ in errors), default=0)
    right = max((column for _, column in errors), default=0)
    for number, row in enumerate(raw, start=1):
        last = next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)
        if last:
            bottom, right = max(bottom, number), max(right, last)
    if bottom * right > limits.BOX_CELLS:
        raise WireError("too many cells")
    rows: list[list[CellValue]] = [[None] * right for _ in range(bottom)]
    for made, sent in zip(rows, raw, strict=False):
        made[: len(sent)] = [_value(each) for each in sent[:right]]
    for at, column in errors:
        rows[at - 1][column - 1] = None
    return rows


def _value(value: RawValue) -> CellValue:
    if isinstance(value, float) and not isfinite(value):
        raise WireError("a number that is none")
    return None if value == "" else value


def _spots(area: Area, rows: list[list[RawValue]]) -> Iterator[Position]:
    """The cells of an area inside what the host sent: a format may reach to the end of the sheet."""
    top, left, bottom, right = area
    for row in range(max(top, 1), min(bottom, len(rows)) + 1):
        for column in range(max(left, 1), min(right, len(rows[row - 1])) + 1):
            yield row, column


def _put_date(
    rows: list[list[CellValue]], spot: Position, kind: DateKind, *, since_1904: bool
) -> None:
    row, column = spot
    if row <= len(rows) and column <= len(rows[row - 1]):
        value = rows[row - 1][column - 1]
        if type(value) is float:
            rows[row - 1][column - 1] = moment(value, kind, since_1904=since_1904)
