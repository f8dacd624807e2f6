"""What a new or a missing row means for the cells around it: merges, numbers, words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xltools.package.shift import Shift, shift_of
from xltools.patterns import Pattern
from xltools.ribbon.row_formulas import chained, differing, repeated
from xltools.ribbon.row_table import RowTable
from xltools.snapshot import Area, CellWrite, RowChange, Snapshot
from xltools.value import exact

_SERIAL = Pattern(r"([（(]?)(\d{1,3})([)）.、．]?)")
_SERIAL_HEAD = Pattern("序号|编号")
LEVELS: tuple[Literal["category", "subcategory"], ...] = ("category", "subcategory")


class Serial(Struct, frozen=True):
    """A running number as printed: 3, 3. or （3）; `typed` where it is a text."""

    before: str
    number: int
    behind: str
    typed: bool

    def plus(self, step: int) -> Decimal | str:
        """The number so many rows further on."""
        if not self.typed:
            return Decimal(self.number + step)
        return f"{self.before}{self.number + step}{self.behind}"


class Lined(Struct, frozen=True):
    """The change of one row and the cells to write afterwards."""

    change: RowChange
    cells: tuple[CellWrite, ...]


def added(table: RowTable, row: int, snapshot: Snapshot) -> Lined:
    """A row below an indicator's row, in its block."""
    shift = Shift("insert", table.sheet.name, row)
    merges = dict.fromkeys(_grown(table, shift))
    own, elsewhere = differing(snapshot, shift)
    formulas = own | dict(repeated(table, row))
    change = RowChange("insert", shift.sheet, row, tuple(merges), formulas, elsewhere)
    return Lined(change, (*_again(table, row, merges), *_numbered(table, row, 1)))


def removed(table: RowTable, row: int, snapshot: Snapshot) -> Lined:
    """The row gone; what its merged cells show stays with the rows that are left."""
    sheet = table.sheet
    shift = shift_of(RowChange("delete", sheet.name, row), sheet.merges)
    moved = {area: shift.area(area) for area in sheet.merges}
    merges = tuple(
        after
        for before, after in moved.items()
        if after is not None
        and after[:2] != after[2:]
        and (before[0] <= row <= before[2] or after[0] <= row <= after[2])
    )
    own, elsewhere = differing(snapshot, shift)
    kept = {
        (row, column): shift.formula(sheet.formulas[row, column], own=True)
        for column in sorted(shift.kept)
        if (row, column) in sheet.formulas
    }
    formulas = own | kept | dict(chained(table, row))
    change = RowChange("delete", sheet.name, row, merges, formulas, elsewhere)
    return Lined(change, (*_handed_down(table, row, shift.kept), *_numbered(table, row, -1)))


# --- merges


def _grown(table: RowTable, shift: Shift) -> Iterator[Area]:
    """All merged areas of the row and of the new one below it."""
    row = shift.row
    for area in table.sheet.merges:
        top, left, bottom, right = area
        if not top <= row <= bottom:
            continue
        moved = shift.area(area)
        assert moved is not None
        if bottom > row:
            yield moved
        elif _joins(table, area):
            yield top, left, row + 1, right
        elif top < row:
            yield area
        else:
            yield from (area, (row + 1, left, row + 1, right))
    for key in LEVELS:
        alone = _alone(table, key, row)
        if alone is not None:
            yield row, alone[0], row + 1, alone[1]


def _joins(table: RowTable, area: Area) -> bool:
    """True for a merge that ends in the row and is one of its block: a level, a head at the side.

    Behind the name that is one over all rows of the block, such as the points of all of them.
    """
    top, left, bottom, right = area
    if right < table.name_column:
        return not _serials(table, bottom).get(left)
    blocks = [table.block(bottom, key) for key in (*LEVELS, None)]
    return top < bottom and any(block == range(top, bottom + 1) for block in blocks)


def _alone(
    table: RowTable, key: Literal["category", "subcategory"], row: int
) -> tuple[int, int] | None:
    """Columns of a level's cell that is one single cell over its only row; else None."""
    column = table.columns.get(key)
    if column is None or column.left >= table.name_column:
        return None
    spot = (row, column.left)
    single = table.grid.anchor(*spot) == spot == table.grid.end(*spot)
    begins = table.sheet.value(*spot) not in (None, "")
    if single and begins and len(table.block(row, key)) == 1:
        return column.left, column.left
    return None


# --- cells


def _again(table: RowTable, row: int, merges: dict[Area, None]) -> Iterator[CellWrite]:
    """A level's word for the new row, on forms that print it in every row."""
    for key in LEVELS:
        column = table.columns.get(key)
        if column is None or column.left >= table.name_column:
            continue
        value = table.sheet.value(row, column.left)
        neighbours = (r for r in (row - 1, row + 1) if r in table.block(row, key))
        repeats = any(table.sheet.value(r, column.left) == value for r in neighbours)
        merged = any(a[0] <= row + 1 <= a[2] and a[1] <= column.left <= a[3] for a in merges)
        if isinstance(value, str) and value and repeats and not merged:
            yield CellWrite(table.sheet.name, row + 1, column.left, value)


def _handed_down(table: RowTable, row: int, kept: frozenset[int]) -> Iterator[CellWrite]:
    """Values of the row that also hold for rows below it."""
    columns = set(kept)
    for key in LEVELS:
        head, block = table.columns.get(key), table.block(row, key)
        if head is not None and head.left < table.name_column and row + 1 in block:
            below = table.sheet.value(row + 1, head.left)
            if below in (None, "") and table.grid.anchor(row + 1, head.left)[0] > row:
                columns.add(head.left)
    for column in sorted(columns):
        value = table.sheet.value(row, column)
        if (row, column) not in table.sheet.formulas and value not in (None, ""):
            number = exact(value)
            if number is not None or isinstance(value, str):
                write = value if isinstance(value, str) else number
                yield CellWrite(table.sheet.name, row, column, write)


def _serials(table: RowTable, row: int) -> dict[int, Serial]:
    """The running numbers in a row, by column."""
    return {
        column: serial
        for column in _free_columns(table)
        if (serial := _serial_at(table, row, column)) is not None
        and (_heads_serials(table, column) or _runs(table, row, column, serial))
    }


def _free_columns(table: RowTable) -> list[int]:
    """Columns before the names that belong to no heading that we know, or to the names' own."""
    name = table.columns["name"]
    known = {
        at
        for key, column in table.columns.items()
        for at in range(column.left, column.right + 1)
        if key != "name"
    }
    return [column for column in range(1, name.right) if column not in known]


def _heads_serials(table: RowTable, column: int) -> bool:
    return any(
        each.left <= column <= each.right and _SERIAL_HEAD.search(each.label)
        for each in table.table.heading.unknown
    )


def _runs(table: RowTable, row: int, column: int, serial: Serial) -> bool:
    """True if the number goes on from the row above or in the row below."""
    above, below = (_serial_at(table, at, column) for at in (row - 1, row + 1))
    before = above is not None and above.number + 1 == serial.number
    return before or (below is not None and below.number == serial.number + 1)


def _serial_at(table: RowTable, row: int, column: int) -> Serial | None:
    spot = (row, column)
    single = table.grid.anchor(*spot) == spot and table.grid.end(*spot)[0] == row
    if not single or spot in table.sheet.formulas:
        return None
    return _serial(table.sheet.value(*spot))


def _serial(value: object) -> Serial | None:
    if isinstance(value, str):
        match = _SERIAL.fullmatch(value.strip())
        return Serial(match[1], int(match[2]), match[3], typed=True) if match else None
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = exact(value)
        if number is not None and number == int(number) and 0 < number < 1000:
            return Serial("", int(number), "", typed=False)
    return None


def _numbered(table: RowTable, row: int, step: Literal[1, -1]) -> Iterator[CellWrite]:
    """Running numbers go on in the new row and in those below it, as far as they ran on."""
    name = table.sheet.name
    for column, serial in _serials(table, row).items():
        number = serial.number
        if step > 0:
            yield CellWrite(name, row + 1, column, serial.plus(1))
        for below in range(row + 1, table.table.last + 1):
            following = _serial_at(table, below, column)
            if following is not None and following.number != number + 1:
                break
            if following is not None:
                number += 1
                yield CellWrite(name, below + step, column, following.plus(step))
