"""What a row that comes or goes does to addresses: cells, areas, lists of areas, formulas.

A row comes below `row` and takes number `row` + 1; what stood there moves down. Two things
are asked of an area that ends at `row`: whether the new row joins it (`grow`), and for a row
that goes, where the value of a merged block lives on when the block's first row is the one.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.model import column_letters
from xltools.package import limits
from xltools.package.formulas import rewritten
from xltools.package.references import column_number
from xltools.patterns import Pattern
from xltools.snapshot import Area, Position, RowChange

Grow: TypeAlias = Literal["never", "several", "always"]
"""Which areas that end at the row take the new one in: none, those of several rows, all."""

_CORNER = Pattern(r"(\$?)([A-Z]{1,3})?(\$?)([0-9]{1,7})?")
LOST = "#REF!"


class Shift(Struct, frozen=True):
    """One row of one sheet that comes or goes.

    `kept` are the columns whose cell in a row that goes hands its value to the cell below:
    there a merged block of several rows begins.
    """

    kind: Literal["insert", "delete"]
    sheet: str
    row: int
    kept: frozenset[int] = frozenset()

    @property
    def inserts(self) -> bool:
        """True where a row comes."""
        return self.kind == "insert"

    def line(self, row: int) -> int | None:
        """The number that a row has afterwards; None for the one that goes or falls off the sheet."""
        if row <= self.row and (self.inserts or row < self.row):
            return row
        if self.inserts:
            return row + 1 if row < limits.ROWS else None
        return row - 1 if row > self.row else None

    def spot(self, spot: Position) -> Position | None:
        """Where a cell is afterwards."""
        row = self.line(spot[0])
        if row is None and not self.inserts and spot[1] in self.kept:
            return spot
        return None if row is None else (row, spot[1])

    def rows(self, top: int, bottom: int, grow: Grow = "never") -> tuple[int, int] | None:
        """The rows of an area afterwards; None if nothing is left of it."""
        if self.inserts:
            first = self.line(top)
            grows = bottom == self.row and (
                grow == "always" or (grow == "several" and top < bottom)
            )
            last = min(bottom + (bottom > self.row or grows), limits.ROWS)
            return None if first is None else (first, last)
        if top == bottom == self.row:
            return None
        last = bottom - (bottom >= self.row and bottom < limits.ROWS)
        return top - (top > self.row), last

    def area(self, area: Area, grow: Grow = "never") -> Area | None:
        """An area afterwards; None if nothing is left of it."""
        top, left, bottom, right = area
        if not self.inserts and top == bottom == self.row and left == right in self.kept:
            return area
        rows = self.rows(top, bottom, grow)
        return None if rows is None else (rows[0], left, rows[1], right)

    # --- as texts

    def reference(self, text: str, grow: Grow = "never", *, fixed: bool = False) -> str:
        """`$B$2:D4`, `B2` or `5:7` as it reads afterwards, `#REF!` if it is gone.

        With `fixed` only rows with a $ move: what has none counts from whoever asks.
        """
        first, colon, last = text.partition(":")
        ends = [_corner(part) for part in ((first, last) if colon else (first,))]
        numbers = [int(end[3]) for end in ends if end[3]]
        if len(numbers) < len(ends) or (
            fixed and not all(end[2] or not end[1] for end in ends)
        ):
            return text
        moved = self._moved([column_number(end[1]) for end in ends if end[1]], numbers, grow)
        if moved is None:
            return LOST
        new = moved if numbers[0] <= numbers[-1] else moved[::-1]
        if [*new[: len(ends)]] == numbers:
            return text
        return ":".join(
            f"{end[0]}{end[1]}{end[2]}{number}" for end, number in zip(ends, new, strict=False)
        )

    def _moved(
        self, columns: list[int], numbers: list[int], grow: Grow
    ) -> tuple[int, int] | None:
        top, bottom = min(numbers), max(numbers)
        left, right = (min(columns), max(columns)) if columns else (0, limits.COLUMNS)
        area = self.area((top, left, bottom, right), grow)
        return None if area is None else (area[0], area[2])

    def areas(self, text: str, grow: Grow = "always") -> str:
        """A list of areas between spaces (`sqref`) afterwards; empty if all are gone."""
        moved = []
        for part in text.split():
            new = self.reference(part, grow)
            if new != LOST:
                first, _, last = self._grown(part, new, grow).partition(":")
                moved.append(first if last in ("", first) else f"{first}:{last}")
        return " ".join(moved)

    def _grown(self, old: str, new: str, grow: Grow) -> str:
        """A single cell that takes the new row in becomes an area of two."""
        if ":" in old or grow != "always" or not self.inserts:
            return new
        end = _corner(old)
        if end[3] and int(end[3]) == self.row:
            return f"{old}:{end[0]}{end[1]}{end[2]}{self.row + 1}"
        return new

    def formula(
        self, formula: str, *, own: bool, grow: Grow = "several", fixed: bool = False
    ) -> str:
        """A formula as it reads afterwards; `own` if a bare address is one of the sheet's.

        >>> Shift("insert", "表", 20).formula("SUM(F5:F20)+F21", own=True)
        'SUM(F5:F21)+F22'
        >>> Shift("delete", "表", 20).formula("F20+表!F21", own=True)
        '#REF!+表!F20'
        """
        here = self.sheet.casefold()
        if not own and here.replace("'", "''") not in formula.casefold():
            return formula

        def change(sheet: str | None, text: str) -> str:
            if own if sheet is None else sheet.casefold() == here:
                return self.reference(text, grow, fixed=fixed)
            return text

        return rewritten(formula, change)

    def place(self, location: str, *, own: bool) -> str:
        """What a link jumps to afterwards; one whose row is gone stays where it was."""
        new = self.formula(location, own=own, grow="never")
        return location if LOST in new else new


def shift_of(change: RowChange, merges: tuple[Area, ...]) -> Shift:
    """What a change of a sheet with these merges does to addresses."""
    kept = frozenset[int]()
    if change.kind == "delete":
        kept = frozenset(left for top, left, bottom, _ in merges if top == change.row < bottom)
    return Shift(change.kind, change.sheet, change.row, kept)


def reference_of(area: Area) -> str:
    """An area as an address: `B2:D4`, or `B2` where it is one cell.

    >>> reference_of((2, 2, 4, 4)), reference_of((2, 2, 2, 2))
    ('B2:D4', 'B2')
    """
    top, left, bottom, right = area
    first, last = f"{column_letters(left)}{top}", f"{column_letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _corner(part: str) -> tuple[str, str, str, str]:
    """$ of the column, column, $ of the row, row; of a bare row the $ is its own."""
    match = _CORNER.fullmatch(part)
    if match is None:
        return "", "", "", ""
    fixed_column, letters, fixed_row, digits = (group or "" for group in match.groups())
    if not letters:
        return "", "", fixed_column or fixed_row, digits
    return fixed_column, letters, fixed_row, digits
