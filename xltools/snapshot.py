"""What a host hands to the core and what it gets back: snapshot in, patch out.

A host (a file, Excel, LibreOffice, WPS) turns the open workbook into a `Snapshot`; the core
answers with a `Patch`, a list of cell writes. Nothing in between knows where the workbook
lives, so the same logic runs behind every button and command.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from xltools.model import CellValue

Position: TypeAlias = tuple[int, int]
"""(row, column), both 1-based."""

Area: TypeAlias = tuple[int, int, int, int]
"""(first row, first column, last row, last column), 1-based, inclusive."""


class Sheet(Struct, frozen=True):
    """The values of one sheet; `rows[0][0]` is A1 whatever the sheet's used range.

    `errors` are cells that show #DIV/0! and the like (their value is None in `rows`),
    `formulas` cells that hold a formula (their value is the cached result),
    `percents` numeric cells formatted as a percentage.
    """

    name: str
    rows: list[list[CellValue]]
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    errors: dict[Position, str] = {}
    formulas: dict[Position, str] = {}
    percents: frozenset[Position] = frozenset()

    def value(self, row: int, column: int) -> CellValue:
        """The cell's value; None outside the used range. Merged cells are not resolved."""
        if 0 < row <= len(self.rows):
            cells = self.rows[row - 1]
            if 0 < column <= len(cells):
                return cells[column - 1]
        return None


class NamedCell(Struct, frozen=True, gc=False):
    """What a defined name points at: the top-left cell of its reference."""

    sheet: str
    row: int
    column: int


class Snapshot(Struct, frozen=True):
    """One workbook's values, merges, names and identity marks.

    `names` are the defined names that point at a cell or a range, `constants` those that
    hold a text (`="shanxi-2020"`), `properties` the custom document properties.
    """

    sheets: tuple[Sheet, ...]
    names: dict[str, NamedCell] = {}
    constants: dict[str, str] = {}
    properties: dict[str, str] = {}

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, or None."""
        for each in self.sheets:
            if each.name == name:
                return each
        return None


class CellWrite(Struct, frozen=True, gc=False):
    """One cell to write. Decimal becomes a number, str a text (never a formula), None empties it.

    The cell keeps its style. `style_row` names the row whose cell in the same column lends
    its style when the cell does not exist yet or has none. `link` makes the cell jump to a
    place in the workbook, written as Excel does: `'自评表'!F12`; `None` removes a link of ours.
    A formula in the cell is kept when `keep_formula` is set, and only its cached result
    is refreshed.
    """

    sheet: str
    row: int
    column: int
    value: Decimal | str | None
    style_row: int | None = None
    link: str | None = None
    keep_formula: bool = False


class Patch(Struct, frozen=True):
    """All that one run writes back; later writes to the same cell win."""

    cells: tuple[CellWrite, ...]
