"""The rows of an OpenDocument table → a `Sheet`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from lxml import etree

from xltools.model import CellValue
from xltools.package import limits
from xltools.package.boxes import rectangle
from xltools.package.number_formats import PLAIN, Shown, sort_out
from xltools.package.ods_cells import Cell
from xltools.package.ods_names import TABLE, count
from xltools.package.ods_styles import Styles
from xltools.package.scan import check_box
from xltools.snapshot import Area, Position, Sheet

_PERCENT = Shown(percent=True)


class SheetBuilder:
    """One table while it is read, row after row."""

    def __init__(self, name: str, styles: Styles, label: str, *, hidden: bool) -> None:
        self.name, self.styles, self.label, self.hidden = name, styles, label, hidden
        self._values: dict[Position, CellValue] = {}
        self._errors: dict[Position, str] = {}
        self._formulas: dict[Position, str] = {}
        self._shown: list[tuple[Position, Shown]] = []
        self._merges: list[Area] = []
        self._row = 0
        self._column_ends: list[int] = []
        self._column_styles: list[str | None] = []

    def column(self, element: etree._Element) -> None:
        """One table-column: the style of cells that have none, for so many columns."""
        before = self._column_ends[-1] if self._column_ends else 0
        self._column_ends.append(before + count(element, "number-columns-repeated"))
        self._column_styles.append(element.get(TABLE + "default-cell-style-name"))

    def row(self, element: etree._Element, cells: Sequence[Cell]) -> None:
        """One table-row, perhaps standing for many.

        Raises:
            NotAWorkbookError: filled cells absurdly far away.
            ValueError: a repeat is no number.
        """
        first = self._row + 1
        self._row += count(element, "number-rows-repeated")
        style = element.get(TABLE + "default-cell-style-name")
        column = 1
        for cell in cells:
            if cell.is_filled:
                check_box(self._row, column + cell.columns - 1, self.name, self.label)
                self._fill(cell, range(first, self._row + 1), column, style)
            if cell.spans != (1, 1) and first <= limits.ROWS and column <= limits.COLUMNS:
                low, right = first + cell.spans[0] - 1, column + cell.spans[1] - 1
                self._merges.append(
                    (first, column, min(low, limits.ROWS), min(right, limits.COLUMNS))
                )
            column += cell.columns

    def _fill(self, cell: Cell, rows: range, left: int, row_style: str | None) -> None:
        for column in range(left, left + cell.columns):
            shown = _PERCENT if cell.percent else self._style_of(cell, row_style, column)
            for row in rows:
                spot = row, column
                if cell.value is not None:
                    self._values[spot] = cell.value
                if cell.error is not None:
                    self._errors[spot] = cell.error
                if cell.formula is not None:
                    self._formulas[spot] = cell.formula
                if shown is not PLAIN:
                    self._shown.append((spot, shown))

    def _style_of(self, cell: Cell, row_style: str | None, column: int) -> Shown:
        style = cell.style or row_style
        if style is None:
            index = bisect_left(self._column_ends, column)
            style = self._column_styles[index] if index < len(self._column_ends) else None
        return self.styles.shown(style)

    def finish(self) -> Sheet:
        """The sheet that was read."""
        values = dict.fromkeys(self._errors) | self._values
        rows = rectangle(values, self.name, self.label)
        shows = sort_out(rows, self._shown)
        return Sheet(
            self.name,
            rows,
            tuple(self._merges),
            self.hidden,
            self._errors,
            self._formulas,
            shows.percents,
            shows.suffixes,
            shows.months,
        )
