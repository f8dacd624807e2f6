"""A table as plain data. No Word in here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.report.text import one_line

Align: TypeAlias = Literal["left", "centre"]
Merge: TypeAlias = Literal["", "first", "more"]


class Cell(Struct, frozen=True):
    """One cell: `span` columns wide; `merge` joins it with the cells below or above."""

    text: str = ""
    span: int = 1
    merge: Merge = ""
    align: Align = "centre"


Line: TypeAlias = tuple[Cell, ...]

_WHOLE, _LAST, _END = 0.55, 4, 0.4
"""Shares of a page: a table kept whole, so many rows at its end, and how high they may be."""


class Grid(Struct, frozen=True):
    """Heading rows, which repeat on every page, and the rows below them."""

    head: tuple[Line, ...]
    rows: tuple[Line, ...]

    @property
    def columns(self) -> int:
        """Number of grid columns."""
        return sum(cell.span for cell in self.head[0])


def merge_down(column: Sequence[str], align: Align = "centre") -> list[Cell]:
    """Cells of one column in which equal neighbours are one cell.

    >>> [cell.merge for cell in merge_down(["产出", "产出", "效益"])]
    ['first', 'more', '']
    """
    cells = []
    for index, text in enumerate(column):
        again = index > 0 and column[index - 1] == text
        goes_on = index + 1 < len(column) and column[index + 1] == text
        merge: Merge = "more" if again else "first" if goes_on else ""
        cells.append(Cell("" if again else text, merge=merge, align=align))
    return cells


def spoken(grid: Grid) -> str:
    """A table in a sentence, for those who hear it read: its columns and how many rows."""
    labels = [one_line(cell.text) for line in grid.head for cell in line if cell.text]
    return f"共 {grid.columns} 列 {len(grid.rows)} 行，栏目：{'、'.join(labels)}。"


def rows_kept(
    grid: Grid, heights: Sequence[int], page: int, *, whole: float = _WHOLE
) -> list[bool]:
    """Say of each row whether it stays with the next; heights and the page in one unit.

    A table that fills no more than the share `whole` of a page is not divided at all. Of a longer one
    the head stays with the first row, and the last rows go over a page together: no 总分 alone
    under a repeated heading.
    """
    count = len(heights)
    together = sum(heights) <= page * whole
    last = next(
        n for n in range(count + 1) if count - n <= _LAST and sum(heights[n:]) <= page * _END
    )
    return [
        (together or at < len(grid.head) or at >= last) and at < count - 1
        for at in range(count)
    ]
