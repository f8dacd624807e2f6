"""A table as plain data, and how wide its columns should be. No Word in here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from math import ceil, sqrt
from typing import Literal, TypeAlias

from msgspec import Struct

Align: TypeAlias = Literal["left", "centre"]
Merge: TypeAlias = Literal["", "first", "more"]


class Cell(Struct, frozen=True):
    """One cell: `span` columns wide; `merge` joins it with the cells below or above."""

    text: str = ""
    span: int = 1
    merge: Merge = ""
    align: Align = "centre"


Line: TypeAlias = tuple[Cell, ...]


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


def widths(
    grid: Grid, available: int, em: int, padding: int, shares: Sequence[float] = ()
) -> list[int]:
    """Return the width of every column; `available`, `em`, `padding` and result in twips.

    By `shares` if the template gives them. Else figures and short words get what they need
    and long texts share the rest: none is wider than a common level unless everything fits.
    `em` is the width of one Chinese character, `padding` the inner margin of a cell, left
    and right together.
    """
    needs = [share * 1.0 for share in shares]
    if not shares:
        for head_lines in (1, 2, 3):
            columns = range(grid.columns)
            needs = [_need(grid, column, head_lines) * em + padding for column in columns]
            if sum(needs) <= available:
                break
        needs = _fit(needs, _long(grid), available, 6 * em)
    scale = available / sum(needs)
    rounded = [int(need * scale) for need in needs]
    rounded[-1] += available - sum(rounded)
    return rounded


def _fit(needs: list[float], long: list[bool], available: int, least: int) -> list[float]:
    """Cut the columns of long texts, or every column if those alone cannot make it fit."""
    if sum(needs) <= available:
        return needs
    texts = [need for need, is_long in zip(needs, long, strict=True) if is_long]
    rest = available - (sum(needs) - sum(texts))
    if rest < sum(min(need, least) for need in texts) or not texts:
        return _pour(needs, [1.0] * len(needs), available)
    cut = iter(_pour(texts, [sqrt(need) for need in texts], rest))
    return [next(cut) if is_long else need for need, is_long in zip(needs, long, strict=True)]


def _pour(needs: list[float], weights: list[float], available: float) -> list[float]:
    """Divide `available` by weight, nobody getting more than they need."""
    given: dict[int, float] = {}
    while len(given) < len(needs):
        open_ = [index for index in range(len(needs)) if index not in given]
        left = available - sum(given.values())
        per_weight = left / sum(weights[index] for index in open_)
        content = [index for index in open_ if needs[index] <= weights[index] * per_weight]
        for index in content:
            given[index] = needs[index]
        if not content:
            given |= {index: weights[index] * per_weight for index in open_}
    return [given[index] for index in range(len(needs))]


def _long(grid: Grid) -> list[bool]:
    """Which columns hold texts, set left, that may run over several lines."""
    found = [False] * grid.columns
    for line in grid.rows:
        at = 0
        for cell in line:
            if cell.align == "left" and cell.span == 1:
                found[at] = True
            at += cell.span
    return found


def _need(grid: Grid, column: int, head_lines: int) -> float:
    """Width in characters; a heading may break into some lines, a value should not."""
    body = [text_width(text) for text in _texts(grid.rows, column)]
    heads = [
        text_width(part) for text in _texts(grid.head, column) for part in text.split("\n")
    ]
    broken = (width if width <= 3 else ceil(width / head_lines) for width in heads)
    return max([2.0, *broken, *body]) + 0.2


def _texts(lines: Sequence[Line], column: int) -> list[str]:
    found = []
    for line in lines:
        at = 0
        for cell in line:
            if at == column and cell.span == 1:
                found.append(cell.text)
            at += cell.span
    return found


def text_width(text: str) -> float:
    """Width of the longest line in Chinese characters; Latin has room for a wider font.

    >>> text_width("得分"), text_width("得分10.5")
    (2.0, 4.57)
    """
    return round(max(_line_width(line) for line in text.split("\n")), 2)


def _line_width(line: str) -> float:
    """Advances, and the quarter that Word leaves between Chinese and a letter or digit."""
    kinds = [character.isascii() for character in line]
    meetings = sum(
        one != other and line[at + (not one)].isalnum()
        for at, (one, other) in enumerate(pairwise(kinds))
    )
    return sum(map(_advance, line)) + 0.25 * meetings


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in "().,:;'|-/[] ":
        return 0.4
    return 0.9 if character in "%mMW@=+" else 0.64
