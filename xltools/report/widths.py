"""How wide the columns of a table should be, and how high its rows become. No Word in here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, sqrt

from msgspec import Struct
from msgspec.structs import replace

from xltools.patterns import Pattern
from xltools.report.grid import Cell, Grid, Line

SHORT = 6  # characters: up to so many a text rather gets more width than another line
SLACK = 0.2
NORMAL, SMALLEST = 21, 15  # half-points: 10.5 and 7.5 pt
_STEPS = (1, 2, 3)  # characters that a column may give to the longest text at a time
_PLAIN = Pattern("[\u4e00-\u9fff]+")
_WORD = Pattern(r"[!-~]+")  # Latin letters, digits, signs: not to be broken


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
    if shares:
        return _exactly(shares, available)
    columns = _columns(grid)
    for head_lines in (1, 2, 3):
        wanted = [column.wanted(head_lines) * em + padding for column in columns]
        if sum(wanted) <= available:
            return _exactly(wanted, available)
    least = [
        min(column.least * em + padding, want)
        for column, want in zip(columns, wanted, strict=True)
    ]
    found = _exactly(_needs(wanted, least, available, em), available)
    return _lowered(grid, found, wanted, least, em, padding)


def row_lines(grid: Grid, columns: Sequence[int], em: int, padding: int) -> list[int]:
    """Return how many lines of text each row is high, heading rows first.

    A cell that is joined with others below it makes no row higher.
    """
    found = []
    for line in (*grid.head, *grid.rows):
        at, most = 0, 1
        for cell in line:
            if cell.text and not cell.merge:
                room = columns[at] if cell.span == 1 else sum(columns[at : at + cell.span])
                widths = _line_widths(cell.text)
                most = max(most, _count(widths, max(room - padding, em), em))
            at += cell.span
        found.append(most)
    return found


def with_even_heads(grid: Grid, columns: Sequence[int], em: int, padding: int) -> Grid:
    """Break headings that do not fit on one line in even parts: 一级 / 指标, not 一级指 / 标.

    Only plain Chinese words: where letters, digits or brackets stand, Word knows better.
    """
    head = tuple(
        tuple(
            replace(cell, text=_evenly(cell.text, (columns[at] - padding) / em))
            if cell.span == 1
            else cell
            for at, cell in _placed(line)
        )
        for line in grid.head
    )
    return Grid(head, grid.rows)


def _placed(line: Line) -> Iterator[tuple[int, Cell]]:
    at = 0
    for cell in line:
        yield at, cell
        at += cell.span


def _evenly(text: str, room: float) -> str:
    count = ceil(len(text) / room) if room > 0 else 1
    if count < 2 or _PLAIN.fullmatch(text) is None:
        return text
    size = ceil(len(text) / count)
    return "\n".join(text[n : n + size] for n in range(0, len(text), size))


def _exactly(needs: Sequence[float], available: int) -> list[int]:
    """Stretch or shrink the needs to what is there."""
    scale = available / sum(needs)
    rounded = [int(need * scale) for need in needs]
    rounded[-1] += available - sum(rounded)
    return rounded


def _needs(
    wanted: Sequence[float], least: Sequence[float], available: int, em: int
) -> list[float]:
    """Widths where not all is on one line: the least, what is short, then the rest by need."""
    spare = available - sum(least)
    if spare <= 0:
        return list(least)
    more = [want - little for want, little in zip(wanted, least, strict=True)]
    short = [gap if gap <= SHORT * em else 0.0 for gap in more]
    if sum(short) > spare / 2:
        short = [0.0] * len(more)
    gaps = [gap - first for gap, first in zip(more, short, strict=True)]
    rest = _pour(gaps, [sqrt(gap) for gap in gaps], spare - sum(short))
    return [sum(parts) for parts in zip(least, short, rest, strict=True)]


def _lowered(
    grid: Grid,
    found: list[int],
    wanted: Sequence[float],
    least: Sequence[float],
    em: int,
    padding: int,
) -> list[int]:
    """Let columns give width to the one with the longest text while that makes the table lower.

    Beside a reason of eighty characters a name may well take two lines.
    """
    texts = _cell_widths(grid)
    taker = max(range(len(found)), key=lambda n: wanted[n] - found[n])
    lines = [_lines(texts[n], found[n] - padding, em) for n in range(len(found))]
    height = _height(lines)
    while True:
        best: tuple[int, int, int] | None = None
        for giver in range(len(found)):
            for step in _STEPS:
                given = step * em
                if giver == taker or found[giver] - given < least[giver]:
                    break
                tried = list(lines)
                tried[giver] = _lines(texts[giver], found[giver] - given - padding, em)
                tried[taker] = _lines(texts[taker], found[taker] + given - padding, em)
                lower = _height(tried)
                if lower < (best[0] if best else height):
                    best = lower, giver, given
        if best is None:
            return found
        height, giver, given = best
        found[giver] -= given
        found[taker] += given
        for n in (giver, taker):
            lines[n] = _lines(texts[n], found[n] - padding, em)


def _cell_widths(grid: Grid) -> list[list[tuple[float, ...]]]:
    """The widths of the lines in each cell of each column, in characters; no lines in a cell that
    spans columns or is joined with others, since it makes no row higher.
    """
    found: list[list[tuple[float, ...]]] = [[] for _ in range(grid.columns)]
    for line in (*grid.head, *grid.rows):
        for cell in line:
            alone = cell.span == 1 and cell.text and not cell.merge
            parts = _line_widths(cell.text) if alone else ()
            at = min(range(len(found)), key=lambda n: len(found[n]))
            for n in range(at, at + cell.span):
                found[n].append(parts)
    return found


def _lines(cells: Sequence[tuple[float, ...]], room: int, em: int) -> list[int]:
    """How many lines each cell of a column takes."""
    room = max(room, em)
    return [_count(cell, room, em) for cell in cells]


def _count(widths: tuple[float, ...], room: int, em: int) -> int:
    if len(widths) == 1:
        return ceil(widths[0] * em / room) or 1
    return sum(ceil(width * em / room) or 1 for width in widths)


@lru_cache(maxsize=4096)
def _line_widths(text: str) -> tuple[float, ...]:
    """The width of each line of a cell, in characters."""
    return tuple(map(text_width, text.split("\n")))


def _height(columns: Sequence[Sequence[int]]) -> int:
    """Lines of the whole table: of each row the most that a cell takes."""
    return sum(max(1, *row) for row in zip(*columns, strict=True))


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
