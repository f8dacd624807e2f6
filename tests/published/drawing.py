"""A form drawn on squared paper: cells with what they hold, moved about before being saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal

from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Alignment, Border, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xltools.model import Place

Value = str | int | float | Decimal | None
Spot = tuple[int, int]

THIN = Side(style="thin")
WRAPPED = Alignment(wrap_text=True, vertical="center")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@dataclass(frozen=True)
class Cell:
    """One printed cell, possibly merged; `keys` name the values in it with their row below.

    Roles: `title`, `label` (headings, side heads), `level` (一级/二级指标), `value`, `note`,
    `shared` (one score for several rows: its merge means something).
    """

    row: int
    column: int
    value: Value = None
    height: int = 1
    width: int = 1
    role: str = "value"
    keys: tuple[tuple[str, int], ...] = ()
    number_format: str | None = None

    @property
    def ident(self) -> str:
        """What the cell is, wherever it stands: its value's key, or its words."""
        if self.keys:
            return self.keys[0][0]
        return "label:" + re.sub(r"\s", "", str(self.value or ""))


@dataclass(frozen=True)
class Drawing:
    """All cells of one form; `gaps` are rows before which a blank row may be put in."""

    cells: tuple[Cell, ...]
    gaps: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def last_row(self) -> int:
        """The lowest row in use."""
        return max(cell.row + cell.height - 1 for cell in self.cells)

    @property
    def last_column(self) -> int:
        """The rightmost column in use."""
        return max(cell.column + cell.width - 1 for cell in self.cells)

    def mapped(self, change: Callable[[Cell], Cell]) -> Drawing:
        """The drawing with every cell changed."""
        return replace(self, cells=tuple(change(cell) for cell in self.cells))

    def moved(self, down: int, right: int) -> Drawing:
        """The whole drawing somewhere else."""
        shifted = self.mapped(
            lambda cell: replace(cell, row=cell.row + down, column=cell.column + right)
        )
        return replace(shifted, gaps=tuple(gap + down for gap in self.gaps))

    def with_row(self, at: int, count: int = 1) -> Drawing:
        """Blank rows put in before row `at`, as Excel does: merges across it grow."""

        def change(cell: Cell) -> Cell:
            if cell.row >= at:
                return replace(cell, row=cell.row + count)
            if cell.row + cell.height > at:
                keys = tuple(
                    (key, down + count if cell.row + down >= at else down)
                    for key, down in cell.keys
                )
                return replace(cell, height=cell.height + count, keys=keys)
            return cell

        gaps = tuple(gap + count if gap >= at else gap for gap in self.gaps)
        return replace(self.mapped(change), gaps=gaps)

    def with_column(self, at: int, count: int = 1) -> Drawing:
        """Blank columns put in before column `at`."""

        def change(cell: Cell) -> Cell:
            if cell.column >= at:
                return replace(cell, column=cell.column + count)
            if cell.column + cell.width > at:
                return replace(cell, width=cell.width + count)
            return cell

        return self.mapped(change)

    def unmerged(self, repeated: bool, roles: Iterable[str] = ("label", "level")) -> Drawing:
        """Merged cells taken apart: the value in the first cell, or in each row of it."""
        wanted = frozenset(roles)
        cells: list[Cell] = []
        for cell in self.cells:
            if cell.role not in wanted or (cell.height == 1 and cell.width == 1):
                cells.append(cell)
            elif not repeated or cell.height == 1:
                keys = tuple((key, 0) for key, _ in cell.keys)
                cells.append(replace(cell, height=1, width=1, keys=keys))
            else:
                for down in range(cell.height):
                    keys = tuple((key, 0) for key, below in cell.keys if below == down)
                    row = cell.row + down
                    cells.append(replace(cell, row=row, height=1, width=1, keys=keys))
        return replace(self, cells=tuple(cells))

    def places(self, sheet: str) -> dict[str, Place]:
        """Where each value stands; a value in a merged cell stands in its first cell."""
        return {
            key: Place(sheet, cell.row, cell.column)
            for cell in self.cells
            for key, _ in cell.keys
        }

    def idents(self) -> dict[Spot, str]:
        """What stands in each cell that has a meaning of its own."""
        return {(cell.row, cell.column): cell.ident for cell in self.cells}

    def holding(self, key: str) -> Cell | None:
        """The cell of one value; None where the layout has no room for it."""
        for cell in self.cells:
            if any(each == key for each, _ in cell.keys):
                return cell
        return None

    def draw(self, sheet: Worksheet) -> None:
        """Put the drawing on a sheet; styles are copied, for making each anew takes longest."""
        looks = styles(sheet)
        for cell in self.cells:
            target = sheet.cell(cell.row, cell.column)
            target.value = cell.value
            if isinstance(cell.value, str) and cell.value.startswith("="):
                target.data_type = "s"  # =100% is a target, no formula
            target._style = copy(looks[cell.role not in ("title", "note")])
            if cell.number_format:
                target.number_format = cell.number_format
            if cell.height > 1 or cell.width > 1:
                corner = get_column_letter(cell.column + cell.width - 1)
                sheet.merged_cells.add(
                    f"{target.coordinate}:{corner}{cell.row + cell.height - 1}"
                )
        for row in self.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in self.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True


def styles(sheet: Worksheet) -> dict[bool, StyleArray]:
    """The two looks of a cell in this workbook: with a box and without."""
    looks = {}
    for boxed in (False, True):
        pattern = OpenpyxlCell(sheet, 1, 1)
        pattern.alignment = WRAPPED
        if boxed:
            pattern.border = BOX
        looks[boxed] = pattern._style
    return looks


def spread(total: int, parts: int) -> list[int]:
    """So many columns dealt out to so many cells, the first ones getting the rest.

    >>> spread(7, 3)
    [3, 2, 2]
    """
    each, rest = divmod(total, parts)
    return [each + (number < rest) for number in range(parts)]


@dataclass
class Pen:
    """Writes row by row; `row` is where the next one goes."""

    width: int
    row: int = 1
    cells: list[Cell] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)

    def put(self, column: int, value: Value, **how: object) -> Cell:
        """One cell in the present row, or `below` rows further down."""
        below = how.pop("below", 0)
        key = how.pop("key", None)
        if key is not None:
            how["keys"] = ((key, 0),)
        cell = Cell(self.row + int(below), column, value, **how)  # type: ignore[call-overload]
        self.cells.append(cell)
        return cell

    def label(self, column: int, value: str, **how: object) -> Cell:
        """One printed word of the form."""
        return self.put(column, value, role="label", **how)

    def line(self, value: Value, role: str = "note", **how: object) -> None:
        """One cell over the whole width, and on to the next row."""
        self.put(1, value, width=self.width, role=role, **how)
        self.row += 1

    def gap(self) -> None:
        """A blank row may be put in here."""
        self.gaps.append(self.row)

    def drawing(self) -> Drawing:
        """What has been drawn."""
        check_no_overlap(self.cells)
        return Drawing(tuple(self.cells), tuple(self.gaps))


def covered(cell: Cell) -> Iterator[Spot]:
    """All squares of a cell."""
    for row in range(cell.row, cell.row + cell.height):
        for column in range(cell.column, cell.column + cell.width):
            yield row, column


def check_no_overlap(cells: Iterable[Cell]) -> None:
    """A square belongs to one cell: a slip of the layout is no fault of the reader."""
    taken: dict[Spot, Cell] = {}
    for cell in cells:
        for spot in covered(cell):
            if spot in taken:
                raise ValueError(f"{cell} lies on {taken[spot]}")
            taken[spot] = cell
