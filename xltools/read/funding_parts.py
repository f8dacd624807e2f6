"""The parts of a funding table: its labels, where its amounts stand, its unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from xltools.model import MoneyUnit, Place
from xltools.patterns import Pattern
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, normal_label
from xltools.read.spots import FundingSpots
from xltools.snapshot import Position
from xltools.value import ValueParseError, parse_amount

MONEY = ("original_budget", "revised_budget", "received", "outturn")
PART = Pattern(r"^其中")
_ORIGINAL = Pattern(r"[(（][^)）]*年初[^)）]*[)）]")
_UNITS: dict[str, MoneyUnit] = {
    "百万元": "百万元", "亿元": "亿元", "千元": "千元", "万元": "万元", "元": "元",
}  # fmt: skip
_ANY_UNIT = "|".join(_UNITS)
_IN_BRACKETS = Pattern(rf"[(（](?:人民币|金额|单位|[:：、,，])*({_ANY_UNIT})[)）]")
_AFTER_COLON = Pattern(
    rf"(?:(?<![一-鿿])|金额|货币|计量|资金)(?:单位|金额)\s*[:：]\s*(?:人民币)?\s*({_ANY_UNIT})(?=[\s)）,，;；。]|$)"
)
"""Not 实施单位：元谋县某局: the word before the colon and the one after it must be nothing else."""

_POINTS = Pattern(r"(\d+(?:\.\d+)?)\s*分")


class Line(Struct, frozen=True):
    """A label of the block with the grid cells it covers."""

    key: str
    label: str
    top: int
    left: int
    bottom: int
    right: int


def lines_of(
    grid: Grid, first: int, last: int, key_of: Callable[[str], str | None]
) -> Iterator[Line]:
    """The labels in these rows that mean something to `key_of`, top down."""
    for (row, column), label in grid.labels(first, last):
        key = key_of(label)
        if key is not None:
            bottom, right = grid.end(row, column)
            text = str(grid.sheet.value(row, column))
            if key == "revised_budget" and _ORIGINAL.search(text):
                key = "original_budget"  # 预算数（年初） beside 预算数（调整后）
            yield Line(key, text, row, column, bottom, right)


def measure_key(words: Lexicon, label: str) -> str | None:
    """The measure a label names; a field's label (预算单位) only sounds like one."""
    if label in words.ignored:  # 项目资金 heads the block, whatever a county calls so
        return None
    found = words.measures.exact(label)
    if found is None and not words.is_label(label):
        found = words.measures.key(label)
    return found


def first_of_each(lines: list[Line]) -> list[Line]:
    """One line a key, the first; from left to right."""
    seen: dict[str, Line] = {}
    for line in lines:
        seen.setdefault(line.key, line)
    return sorted(seen.values(), key=lambda each: each.left)


def is_figure(value: object) -> bool:
    """True for a number, or a text that reads as an amount or a rate."""
    if isinstance(value, str):
        try:
            return parse_amount(value.rstrip("%％")) is not None
        except ValueParseError:
            return False
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def source_key(words: Lexicon, grid: Grid, spot: Position) -> str:
    """The key of a source's label; its own words where nobody knows them."""
    label = normal_label(str(grid.raw(*spot)))
    bare = PART.sub("", label)
    return words.sources.exact(label) or words.sources.key(bare or label) or bare or "total"


def spots_of(
    grid: Grid,
    cells: dict[tuple[str, str], Position],
    sources: dict[str, Position],
    labels: dict[str, str],
    lines: list[Line],
    top: int,
    bottom: int,
) -> FundingSpots:
    """Put together what was found, with the unit and points that the block states."""
    unit, points = _stated(grid, lines, top, bottom)
    for first, last in ((max(1, top - 2), top - 1), (1, top - 1)):  # the nearest says it
        if unit is None:
            unit, told = _stated(grid, lines, first, last)
            points = points or (told if first > 1 or top <= 3 else None)
    return FundingSpots(
        cells,
        sources,
        labels,
        {line.key: line.label for line in lines},
        {line.key: (line.top, line.left) for line in lines},
        unit,
        points,
        top,
        bottom,
    )


def _stated(
    grid: Grid, lines: list[Line], first: int, last: int
) -> tuple[MoneyUnit | None, Place | None]:
    """The money's unit and the points of the execution rate, where the block prints them."""
    unit: MoneyUnit | None = None
    points: Place | None = None
    has_points = any(line.key == "points" for line in lines)
    for row in range(first, last + 1):
        for column, value in enumerate(grid.sheet.rows[row - 1], start=1):
            if not isinstance(value, str) or len(value) > 60:
                continue
            unit = unit or unit_in(value)
            told = "执行" in value and _POINTS.search(value)
            if not has_points and points is None and told:
                points = Place(grid.name, row, column)
    return unit, points


def unit_in(text: str) -> MoneyUnit | None:
    """The money's unit that a heading names: 全年执行数（元）."""
    found = _IN_BRACKETS.search("".join(text.split())) or _AFTER_COLON.search(text)
    return _UNITS[found[1]] if found else None


def points_in(text: str) -> str | None:
    """The number of points in a heading: 得分（20分*执行率） → 20."""
    found = _POINTS.search(text)
    return found[1] if found else None
