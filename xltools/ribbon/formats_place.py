"""Where the cells of a blank's sheet are in the open workbook, as far as that is certain.

Defined names and printed words that occur once on both sides say where their rows and
columns went. What lies between two that moved alike moved with them; of the rest nobody knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec import Struct

from xltools.blank.looks import Drawn
from xltools.model import column_letters
from xltools.package.references import column_number
from xltools.patterns import Pattern
from xltools.snapshot import Area, Position, Sheet, Snapshot

_NAMED, _PRINTED = 5, 1
"""What a name and a printed word weigh; a word may have been typed elsewhere."""

_CELL = Pattern(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d*)(?![\w(.])")

_Pairs = list[tuple[int, int, int]]


class Gap(Struct, frozen=True):
    """Lines of the blank that could not be placed, between two of the open sheet that were."""

    after: int
    before: int
    missing: int


class Line(Struct, frozen=True):
    """One direction, rows or columns: where each line of the blank is now."""

    places: dict[int, int]
    gaps: tuple[Gap, ...]

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """What has become of a stretch: the stretches that lie together now."""
        found: list[tuple[int, int]] = []
        for each in range(first, last + 1):
            at = self.places.get(each)
            if at is None:
                continue
            if found and found[-1][1] == at - 1:
                found[-1] = found[-1][0], at
            else:
                found.append((at, at))
        return found


class Placing(Struct, frozen=True):
    """Both directions of one sheet."""

    rows: Line
    columns: Line

    def spot(self, spot: Position) -> Position | None:
        """Where a cell is; None where that is not certain."""
        row, column = self.rows.places.get(spot[0]), self.columns.places.get(spot[1])
        return None if row is None or column is None else (row, column)

    def areas(self, areas: Iterable[Area]) -> list[Area]:
        """Where areas are; what cannot be placed of them is left out."""
        return [
            (top, left, bottom, right)
            for first, from_, last, to in areas
            for top, bottom in self.rows.runs(first, last)
            for left, right in self.columns.runs(from_, to)
        ]

    def formula(self, formula: str) -> str | None:
        """A formula of the blank as it reads now; None where a cell of it has no place."""
        lost = False

        def moved(match: re.Match[str]) -> str:
            nonlocal lost
            fixed, letters, pinned, number = match.groups()
            spot = self.spot((int(number), column_number(letters)))
            lost |= spot is None
            row, column = spot or (1, 1)
            return f"{fixed}{column_letters(column)}{pinned}{row}"

        text = _CELL.sub(moved, formula)
        return None if lost else text


def place(drawn: Drawn, snapshot: Snapshot, sheet: Sheet) -> Placing | None:
    """Find the places of a sheet's rows and columns; None if nothing of it is found."""
    pairs = [*_named(drawn, snapshot, sheet), *_printed(drawn, sheet)]
    if not pairs:
        return None
    last_row = max(
        [area[2] for rule in drawn.validations for area in rule.areas]
        + [row for row, _ in drawn.looks]
    )
    last_column = max(column for _, column in drawn.looks)
    rows = _line([(old[0], new[0], weight) for old, new, weight in pairs], last_row)
    columns = _line([(old[1], new[1], weight) for old, new, weight in pairs], last_column)
    return Placing(rows, columns)


def sheet_of(drawn: Drawn, snapshot: Snapshot) -> Sheet | None:
    """The open sheet that a drawn one was: by its names, else by its title."""
    found = Counter(
        cell.sheet for name in drawn.names if (cell := snapshot.names.get(name)) is not None
    )
    title = found.most_common(1)[0][0] if found else drawn.name
    return snapshot.sheet(title)


def _named(
    drawn: Drawn, snapshot: Snapshot, sheet: Sheet
) -> Iterable[tuple[Position, Position, int]]:
    for name, spot in drawn.names.items():
        cell = snapshot.names.get(name)
        if cell is not None and cell.sheet == sheet.name:
            yield spot, (cell.row, cell.column), _NAMED


def _printed(drawn: Drawn, sheet: Sheet) -> Iterable[tuple[Position, Position, int]]:
    """Words that stand once in the blank and once on the sheet."""
    values = {
        (row, column): value
        for row, cells in enumerate(sheet.rows, start=1)
        for column, value in enumerate(cells, start=1)
        if isinstance(value, str)
    }
    before, after = _once(drawn.printed), _once(values)
    for text, spot in before.items():
        if text in after:
            yield spot, after[text], _PRINTED


def _once(texts: Mapping[Position, str]) -> dict[str, Position]:
    normal = {spot: "".join(text.split()) for spot, text in texts.items()}
    counts = Counter(normal.values())
    return {text: spot for spot, text in normal.items() if text and counts[text] == 1}


def _line(pairs: _Pairs, last: int) -> Line:
    """Where lines are: the heaviest choice of pairs that keeps their order, and what it tells."""
    votes: dict[int, Counter[int]] = {}
    for old, new, weight in pairs:
        votes.setdefault(old, Counter())[new] += weight
    clear = []
    for old, counts in sorted(votes.items()):
        (new, weight), *others = counts.most_common(2)
        if not others or weight > others[0][1]:
            clear.append((old, new, weight))
    return _filled(_in_order(clear), last)


def _in_order(pairs: _Pairs) -> list[tuple[int, int]]:
    """The heaviest increasing chain."""
    best: list[tuple[int, int]] = []  # weight of the chain that ends here, its link before
    for index, (_, new, weight) in enumerate(pairs):
        before = [n for n in range(index) if pairs[n][1] < new]
        link = max(before, key=lambda n: best[n][0], default=-1)
        best.append((weight + (best[link][0] if link >= 0 else 0), link))
    chain = []
    at = max(range(len(pairs)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        chain.append(pairs[at][:2])
        at = best[at][1]
    return chain[::-1]


def _filled(chain: list[tuple[int, int]], last: int) -> Line:
    """Lines between two of the chain that keep their distance are known, too."""
    places, gaps = dict(chain), []
    first_old, first_new = chain[0]
    if first_new >= first_old:
        places |= {n: n + first_new - first_old for n in range(1, first_old)}
    elif first_old > 1:
        gaps.append(Gap(0, first_new, first_old - 1))
    for (old, new), (next_old, next_new) in pairwise(chain):
        if next_new - new == next_old - old:
            places |= {n: n + new - old for n in range(old + 1, next_old)}
        else:
            gaps.append(Gap(new, next_new, next_old - old - 1))
    end_old, end_new = chain[-1]
    places |= {n: n + end_new - end_old for n in range(end_old + 1, last + 1)}
    return Line(dict(sorted(places.items())), tuple(gaps))
