"""A table as plain data, and how wide its columns should be. No Word in here."""

from __future__ import annotations

import re
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

SHORT = 6  # characters: up to so many a text rather gets more width than another line
SLACK = 0.2
NORMAL, SMALLEST = 21, 15  # half-points: 10.5 and 7.5 pt
_WORD = re.compile(r"[!-~]+")  # Latin letters, digits, signs: not to be broken


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


def type_size(grid: Grid, available: int, padding: int) -> int:
    """Return the type size in half-points: 五号, or less where figures would be broken.

    A character is as wide as its size, ten twips a half-point.
    """
    for size in range(NORMAL, SMALLEST, -1):
        least = sum(
            _least(grid, column) * size * 10 + padding for column in range(grid.columns)
        )
        if least <= available:
            return size
    return SMALLEST


def widths(
    grid: Grid, available: int, em: int, padding: int, shares: Sequence[float] = ()
) -> list[int]:
    """Return the width of every column; `available`, `em`, `padding` and result in twips.

    By `shares` if the template gives them. Else no number is broken, short words stay on
    one line if that leaves room, and long texts divide the rest. `em` is the width of one
    Chinese character, `padding` the inner margin of a cell, left and right together.
    """
    needs = list(shares) or _needs(grid, available, em, padding)
    scale = available / sum(needs)
    rounded = [int(need * scale) for need in needs]
    rounded[-1] += available - sum(rounded)
    return rounded


def _needs(grid: Grid, available: int, em: int, padding: int) -> list[float]:
    """Widths that fit, or what is wanted when even the least does not."""
    columns = range(grid.columns)
    wanted: list[float] = []
    for head_lines in (1, 2, 3):
        wanted = [_wanted(grid, column, head_lines) * em + padding for column in columns]
        if sum(wanted) <= available:
            return wanted
    least = [min(_least(grid, n) * em + padding, want) for n, want in enumerate(wanted)]
    spare = available - sum(least)
    if spare <= 0:
        return least
    more = [want - little for want, little in zip(wanted, least, strict=True)]
    short = [gap if gap <= SHORT * em else 0.0 for gap in more]
    if sum(short) > spare / 2:
        short = [0.0] * len(more)
    gaps = [gap - first for gap, first in zip(more, short, strict=True)]
    rest = _pour(gaps, [sqrt(gap) for gap in gaps], spare - sum(short))
    return [sum(parts) for parts in zip(least, short, rest, strict=True)]


def _pour(needs: list[float], weights: list[float], available: float) -> list[float]:
    """Divide `available` by weight, nobody getting more than they need."""
    given: dict[int, float] = {n: 0.0 for n, need in enumerate(needs) if need <= 0}
    while len(given) < len(needs):
        waiting = [n for n in range(len(needs)) if n not in given]
        left = available - sum(given.values())
        per_weight = left / sum(weights[n] for n in waiting)
        content = [n for n in waiting if needs[n] <= weights[n] * per_weight]
        if not content:
            given |= {n: weights[n] * per_weight for n in waiting}
        given |= {n: needs[n] for n in content}
    return [given[n] for n in range(len(needs))]


def _wanted(grid: Grid, column: int, head_lines: int) -> float:
    """Width in characters with every value on one line and the heading on some."""
    body = [text_width(text) for text in _texts(grid.rows, column)]
    heads = [text_width(part) for part in _head_parts(grid, column)]
    broken = (width if width <= 3 else ceil(width / head_lines) for width in heads)
    return max([2.0, *broken, *body]) + SLACK


def _least(grid: Grid, column: int) -> float:
    """Width in characters at which no number, unit or pair of words is broken."""
    words = [text_width(part) for part in _head_parts(grid, column)]
    found = [2.0, *(width for width in words if width <= 3)]
    for text in _texts(grid.rows, column):
        found += [text_width(word) for word in _WORD.findall(text)]
        found.append(min(text_width(text), 4.0))
    return max(found) + SLACK


def _head_parts(grid: Grid, column: int) -> list[str]:
    return [part for text in _texts(grid.head, column) for part in text.split("\n")]


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
