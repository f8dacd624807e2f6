"""A table as plain data, and how wide its columns should be. No Word in here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import ceil, sqrt
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.patterns import Pattern
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

SHORT = 6  # characters: up to so many a text rather gets more width than another line
SLACK = 0.2
NORMAL, SMALLEST = 21, 15  # half-points: 10.5 and 7.5 pt
_WORD = Pattern(r"[!-~]+")  # Latin letters, digits, signs: not to be broken


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


def type_size(grid: Grid, available: int, padding: int) -> int:
    """Return the type size in half-points: 五号, or less where figures would be broken.

    A character is as wide as its size, ten twips a half-point.
    """
    least = sum(column.least for column in _columns(grid))
    for size in range(NORMAL, SMALLEST, -1):
        if least * size * 10 + padding * grid.columns <= available:
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
    columns = _columns(grid)
    wanted: list[float] = []
    for head_lines in (1, 2, 3):
        wanted = [column.wanted(head_lines) * em + padding for column in columns]
        if sum(wanted) <= available:
            return wanted
    least = [
        min(column.least * em + padding, want)
        for column, want in zip(columns, wanted, strict=True)
    ]
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


class _Column(Struct, frozen=True):
    """What one column asks for, in characters: of its headings, of its longest value.

    `least` is the width at which no number, unit or pair of words is broken.
    """

    heads: tuple[float, ...]
    body: float
    least: float

    def wanted(self, head_lines: int) -> float:
        """Width with every value on one line and the heading on some."""
        broken = (width if width <= 3 else ceil(width / head_lines) for width in self.heads)
        return max([2.0, *broken, self.body]) + SLACK


@lru_cache(maxsize=64)
def _columns(grid: Grid) -> tuple[_Column, ...]:
    heads, bodies = _texts(grid.head, grid.columns), _texts(grid.rows, grid.columns)
    return tuple(_column(head, body) for head, body in zip(heads, bodies, strict=True))


def _column(head: list[str], body: list[str]) -> _Column:
    heads = tuple(text_width(part) for text in head for part in text.split("\n"))
    texts = [(text_width(text), _widest_word(text)) for text in body]
    least = [2.0, *(width for width in heads if width <= 3)]
    for width, word in texts:
        least += (word, min(width, 4.0))
    return _Column(heads, max((width for width, _ in texts), default=0.0), max(least) + SLACK)


def _texts(lines: Sequence[Line], columns: int) -> list[list[str]]:
    """The texts of every column; a cell over several says nothing about the width of one."""
    found: list[list[str]] = [[] for _ in range(columns)]
    for line in lines:
        at = 0
        for cell in line:
            if cell.span == 1 and at < columns:
                found[at].append(cell.text)
            at += cell.span
    return found


@lru_cache(maxsize=4096)
def _widest_word(text: str) -> float:
    return max((text_width(word) for word in _WORD.findall(text)), default=0.0)


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """Width of the longest line in Chinese characters; Latin has room for a wider font.

    >>> text_width("得分"), text_width("得分10.5")
    (2.0, 4.57)
    """
    return round(max(_line_width(line) for line in text.split("\n")), 2)


def _line_width(line: str) -> float:
    """Advances, and the quarter that Word leaves between Chinese and a letter or digit."""
    total, before, was_ascii = 0.0, "", True
    for character in line:
        is_ascii = character < "\x80"
        if before and is_ascii != was_ascii:
            total += 0.25 * (character if is_ascii else before).isalnum()
        total += _advance(character)
        before, was_ascii = character, is_ascii
    return total


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in "().,:;'|-/[] ":
        return 0.4
    return 0.9 if character in "%mMW@=+" else 0.64
