"""The cells of a patch, written in blocks; how each was before is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from xltools.errors import FileError
from xltools.live.areas import square
from xltools.live.beyond import Beyond, Link
from xltools.live.journal import Journal
from xltools.live.rows import restorable
from xltools.live.wings import xw
from xltools.model import CellValue
from xltools.package.plan import is_there, resolve
from xltools.package.rectangles import rectangles
from xltools.patterns import Pattern
from xltools.snapshot import Area, CellWrite, Position, Sheet, Snapshot

_WORDS = frozenset({"TRUE", "FALSE", "真", "假"})
_LONGEST = 40
"""Characters of the longest text that a program would take for a date."""

_DIGIT = Pattern(r"\d")

Rows: TypeAlias = list[list[CellValue]]


class CellWriter:
    """Writes the cells of one run into an open workbook."""

    def __init__(
        self, book: xw.Book, snapshot: Snapshot, beyond: Beyond, journal: Journal
    ) -> None:
        self._book, self._snapshot = book, snapshot
        self._beyond, self._journal = beyond, journal

    def write(
        self, writes: Iterable[CellWrite], heights: Mapping[str, Mapping[int, float]]
    ) -> None:
        """Write cells, later ones winning, and give their rows the height that they need.

        Raises:
            FileError: there is no such sheet.
        """
        by_sheet: dict[str, list[CellWrite]] = {}
        for write in writes:
            by_sheet.setdefault(write.sheet, []).append(write)
        for name, own in by_sheet.items():
            sheet = self._snapshot.sheet(name)
            if sheet is None:
                raise FileError(f"“{self._book.name}”里没有工作表“{name}”，无法写入。")
            self._sheet(self._book.sheets[name], sheet, own, heights.get(name, {}))

    def _sheet(
        self,
        target: xw.Sheet,
        sheet: Sheet,
        writes: list[CellWrite],
        heights: Mapping[int, float],
    ) -> None:
        resolved, _ = resolve(sheet, writes)
        changes = {
            spot: write
            for spot, write in resolved.items()
            if not is_there(sheet, write)
            and not (write.keep_formula and spot in sheet.formulas)
        }
        if changes:
            self._remember(target, list(changes))
            self._lend_looks(target, changes)
            for area in rectangles(changes):
                values = [
                    [
                        typed(changes[row, column].value)
                        for column in range(area[1], area[3] + 1)
                    ]
                    for row in range(area[0], area[2] + 1)
                ]
                _range(target, area).value = values
            self._raise_rows(target, {row for row, _ in changes}, heights)
        links = {
            spot: Link(write.link, "" if write.value is None else str(write.value))
            for spot, write in resolved.items()
            if write.link or spot in changes
        }
        if links:
            self._beyond.links(target, links, changes)

    def _remember(self, target: xw.Sheet, spots: list[Position]) -> None:
        """Read all that is about to be written to, in two calls, and note the way back."""
        rows, columns = zip(*spots, strict=True)
        box = (min(rows), min(columns), max(rows), max(columns))
        block = _range(target, box)
        values: Rows = block.options(ndim=2).value
        formulas = square(block.formula, len(values[0]))
        old = {
            (row, column): restorable(
                values[row - box[0]][column - box[1]], formulas[row - box[0]][column - box[1]]
            )
            for row, column in spots
        }

        def back() -> None:
            for area in rectangles(old):
                _range(target, area).value = [
                    [old[row, column] for column in range(area[1], area[3] + 1)]
                    for row in range(area[0], area[2] + 1)
                ]

        self._journal.note(back)

    def _lend_looks(self, target: xw.Sheet, changes: Mapping[Position, CellWrite]) -> None:
        """Cells below the end of a table look like its first row; the end is found from below."""
        rows: dict[int, list[int]] = {}
        for (row, column), write in changes.items():
            if write.style_row not in (None, row) and write.value is not None:
                rows.setdefault(row, []).append(column)
        for row in sorted(rows, reverse=True):
            left, right = min(rows[row]), max(rows[row])
            block = _range(target, (row, left, row, right))
            if not self._beyond.is_bare(block):
                return
            lender = changes[row, left].style_row
            assert lender is not None
            self._beyond.lend_look(_range(target, (lender, left, lender, right)), block)

    def _raise_rows(
        self, target: xw.Sheet, rows: set[int], heights: Mapping[int, float]
    ) -> None:
        """A row that is higher than it needs to be stays so."""
        for row in sorted(rows & heights.keys()):
            line = target.range((row, 1))
            height = line.row_height
            if height is None or height < heights[row] - 0.5:
                self._journal.note(partial(_set_height, line, height))
                line.row_height = heights[row]


def _set_height(line: xw.Range, height: float | None) -> None:
    if height is not None:
        line.row_height = height


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range(area[:2], area[2:])


def typed(value: Decimal | str | None) -> float | str | None:
    """A value as it is typed into a cell: a text that could be taken for more begins with '.

    >>> typed("98%"), typed("=8次"), typed("优"), typed(Decimal("89.5"))
    ("'98%", "'=8次", '优', 89.5)
    >>> typed(" =cmd|''!A"), typed("＠A")
    ("' =cmd|''!A", "'＠A")
    """
    if isinstance(value, Decimal):
        return float(value)
    if value is None or value == "":
        return None
    doubtful = len(value) <= _LONGEST and _DIGIT.search(value) is not None
    begins = value.lstrip()[:1]  # a space before it does not make a formula a text everywhere
    if doubtful or begins in tuple("=+-@'#＝＋－＠") or value.upper() in _WORDS:
        return "'" + value
    return value
