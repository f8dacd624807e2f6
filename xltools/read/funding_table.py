"""Where the amounts of the funding table stand, whichever way round it is printed.

An amount belongs to a source (年度资金总额, 财政拨款) and a measure (全年预算数, 执行率). Either may be
printed across or down, both beside each other, or each label right before its figure; what
is not said is the total, and the budget of the year.
"""

from __future__ import annotations

from collections.abc import Callable

from xltools.read.funding_across import across_spots
from xltools.read.funding_parts import (
    MONEY,
    Line,
    is_figure,
    lines_of,
    measure_key,
    spots_of,
)
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon
from xltools.read.spots import FundingSpots
from xltools.snapshot import Position


def heads_funding(grid: Grid, words: Lexicon, row: int) -> bool:
    """True if the row prints the headings of a funding table."""
    keys = {words.measures.exact(label) for _, label in grid.row_labels(row)}
    return len(keys - {None}) >= 2 and not keys.isdisjoint(MONEY)


def find_funding(grid: Grid, words: Lexicon, first: int, last: int) -> FundingSpots:
    """Return where the amounts stand in these rows; empty if there is no funding table."""
    measures = list(lines_of(grid, first, last, lambda label: measure_key(words, label)))
    across, row_hits = _fullest(measures, lambda line: line.top)
    down, column_hits = _fullest(measures, lambda line: line.left)
    if max(row_hits, column_hits) < 2:
        return FundingSpots()
    if row_hits >= column_hits:
        stacked = _stacked(grid, words, across)
        if len({line.key for line in stacked}) > row_hits:
            measures, across = stacked, across + 1
        spots = across_spots(grid, words, measures, across, last)
    else:
        side = [line for line in measures if line.left == down]
        spots = down_spots(grid, words, side, first, last)
    return spots


def _stacked(grid: Grid, words: Lexicon, row: int) -> list[Line]:
    """Headings in two rows: 年初 and 调整 under 预算, 数额 and 执行率 under 执行."""
    columns = range(1, grid.width + 1)
    if any(is_figure(grid.raw(at, column)) for at in (row, row + 1) for column in columns):
        return []
    lines: list[Line] = []
    upper = grid.row_labels(row)
    for column, small in grid.row_labels(row + 1):
        above = [label for at, label in upper if at <= column]
        names = [small, *([small + above[-1], above[-1] + small] if above else [])]
        key = next((found for name in names if (found := words.measures.exact(name))), None)
        key = key or next((k for name in names[1:] if (k := words.measures.key(name))), None)
        if key is not None:
            text = str(grid.sheet.value(row + 1, column))
            bottom, right = grid.end(row + 1, column)
            lines.append(Line(key, text, row + 1, column, bottom, right))
    return lines


def _fullest(lines: list[Line], lane: Callable[[Line], int]) -> tuple[int, int]:
    """The row or column in which most different measures stand, and how many; money among them."""
    lanes: dict[int, set[str]] = {}
    for line in lines:
        lanes.setdefault(lane(line), set()).add(line.key)
    best = (0, 0)
    for number, keys in lanes.items():
        if len(keys) > best[1] and not keys.isdisjoint(MONEY):
            best = number, len(keys)
    return best


def down_spots(
    grid: Grid, words: Lexicon, side: list[Line], first: int, last: int
) -> FundingSpots:
    """A line for each measure; sources across above them (山西), or one column of figures."""
    side = _first_down(side)
    top, left = side[0].top, max(line.right for line in side)
    above = list(lines_of(grid, first, top - 1, words.sources.exact))
    above = [line for line in above if line.left > left and line.top >= top - 3]
    heads: dict[str, Line] = {}
    for line in sorted(above, key=lambda each: -each.bottom):  # 小计 stands under 财政资金
        covered = any(
            other.top > line.bottom and line.left <= other.left <= line.right for other in above
        )
        if not covered:
            heads.setdefault(line.key, line)
    cells: dict[tuple[str, str], Position] = {}
    for line in side:
        if heads:
            for key, head in heads.items():
                cells[key, line.key] = grid.anchor(line.top, head.left)
        else:
            cells["total", line.key] = _answer(grid, line)
    sources = {key: (head.top, head.left) for key, head in heads.items()}
    labels = {key: head.label for key, head in heads.items()}
    start = min([line.top for line in heads.values()], default=top)
    bottom = max(line.bottom for line in side)
    return spots_of(
        grid, cells, sources or {"total": (top, side[0].left)}, labels, side, start, bottom
    )


def _first_down(lines: list[Line]) -> list[Line]:
    seen: dict[str, Line] = {}
    for line in sorted(lines, key=lambda each: each.top):
        seen.setdefault(line.key, line)
    return list(seen.values())


def _answer(grid: Grid, line: Line) -> Position:
    for column in range(line.right + 1, min(line.right + 6, grid.width) + 1):
        if grid.raw(line.top, column) is not None:
            return grid.anchor(line.top, column)
    return grid.anchor(line.top, line.right + 1)
