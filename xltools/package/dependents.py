"""Which cached results are stale once some cells have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from xltools.package.formulas import Reach, reach
from xltools.package.scan import Scan
from xltools.snapshot import Area, Position, Sheet

Spots = dict[str, set[Position]]
"""Positions by sheet name."""

_reach = lru_cache(maxsize=4096)(reach)


class _Formula(Struct, frozen=True):
    """One formula cell: where, what it fills, what it reads."""

    sheet: str
    spot: Position
    fills: tuple[Position, ...]
    reads: Reach


def stale_results(
    sheets: Iterable[tuple[Sheet, Scan]],
    changed: Mapping[str, set[Position]],
    known: Mapping[str, set[Position]],
) -> Spots:
    """Return the cells, formulas and what arrays fill, whose results may be stale.

    `changed` are the cells that get a new value, `known` all whose value was given, new
    or not: these are never stale. A formula that reads a changed or a stale cell is
    stale, and one whose reach is unknown always is.
    """
    pending = list(_formulas(sheets, known))
    stale: Spots = {}
    fresh = {sheet.casefold(): set(spots) for sheet, spots in changed.items() if spots}
    while fresh:
        still: list[_Formula] = []
        found: list[_Formula] = []
        for formula in pending:
            (found if _reads(formula, fresh) else still).append(formula)
        fresh = {}
        for formula in found:
            spots = set(formula.fills) - known.get(formula.sheet, set())
            stale.setdefault(formula.sheet, set()).update(spots)
            fresh.setdefault(formula.sheet.casefold(), set()).update(spots)
        pending = still
    return stale


def _formulas(
    sheets: Iterable[tuple[Sheet, Scan]], known: Mapping[str, set[Position]]
) -> Iterable[_Formula]:
    for sheet, scan in sheets:
        own = known.get(sheet.name, set())
        for spot, text in sheet.formulas.items():
            if spot not in own:
                raw = scan.formulas[spot]
                fills = tuple(_positions(raw.area, sheet)) if raw.area else (spot,)
                yield _Formula(sheet.name, spot, fills, _reach(text))


def _positions(area: Area, sheet: Sheet) -> Iterable[Position]:
    """The cells of an area that hold a value: an array may claim a whole column."""
    top, left, bottom, right = area
    width = max(map(len, sheet.rows), default=0)
    for row in range(top, min(bottom, len(sheet.rows)) + 1):
        for column in range(left, min(right, width) + 1):
            yield row, column


def _reads(formula: _Formula, fresh: Mapping[str, set[Position]]) -> bool:
    if formula.reads.unknown:
        return True
    for sheet, area in formula.reads.areas:
        spots = fresh.get((sheet or formula.sheet).casefold())
        if spots and _meets(area, spots):
            return True
    return False


def _meets(area: Area, spots: set[Position]) -> bool:
    top, left, bottom, right = area
    if top == bottom and left == right:
        return (top, left) in spots
    return any(top <= row <= bottom and left <= column <= right for row, column in spots)
