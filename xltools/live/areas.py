"""Areas of a sheet that are alike, found with few questions.

Excel answers a question about a range (its format, whether it is merged) with nothing where
its cells differ. Halving such ranges finds all areas in a few dozen calls instead of one a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from xltools.snapshot import Area

_Answer = TypeVar("_Answer")


def alike(area: Area, ask: Callable[[Area], _Answer | None]) -> Iterator[tuple[Area, _Answer]]:
    """Yield areas whose cells have the same answer; together they cover the area.

    >>> ask = lambda area: None if area[1] <= 2 < area[3] else area[1] > 2
    >>> list(alike((1, 1, 9, 4), ask))
    [((1, 1, 9, 2), False), ((1, 3, 9, 4), True)]
    """
    answer = ask(area)
    if answer is not None:
        yield area, answer
        return
    for half in halves(area):
        yield from alike(half, ask)


def halves(area: Area) -> Iterator[Area]:
    """Cut an area once, between columns where it has several: a column of a table is alike.

    A single cell is not cut: what has no answer there has none.
    """
    top, left, bottom, right = area
    if right > left:
        middle = (left + right) // 2
        yield (top, left, bottom, middle)
        yield (top, middle + 1, bottom, right)
    elif bottom > top:
        middle = (top + bottom) // 2
        yield (top, left, middle, right)
        yield (middle + 1, left, bottom, right)


def merges(
    area: Area,
    is_merged: Callable[[Area], bool | None],
    merge_of: Callable[[int, int], Area],
) -> list[Area]:
    """All merges that reach into an area, in the order of their first cells."""
    found: dict[Area, None] = {}
    waiting = [area]
    while waiting:
        part = waiting.pop()
        if any(covers(one, part) for one in found):
            continue
        merged = is_merged(part)
        if merged is False:
            continue
        if merged:  # inside one merge, or several side by side
            one = merge_of(part[0], part[1])
            found[one] = None
            if covers(one, part):
                continue
        waiting += reversed(list(halves(part)))
    return sorted(found)


def covers(outer: Area, inner: Area) -> bool:
    """True if all of the inner area lies in the outer one."""
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )


def square(formulas: object, width: int) -> Sequence[Sequence[str]]:
    """A range's formulas as rows; xlwings hands them out as the program does.

    >>> square("=A1", 1), square(("=A1", "2"), 1)
    ((('=A1',),), (('=A1',), ('2',)))
    """
    if isinstance(formulas, str):
        return ((formulas,),)
    rows = tuple(formulas) if isinstance(formulas, list | tuple) else ()
    if rows and isinstance(rows[0], str):
        return (rows,) if width > 1 else tuple((each,) for each in rows)
    return rows
