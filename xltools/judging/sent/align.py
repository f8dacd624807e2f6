"""Where a cell of the form that was sent stands in the form that came back.

Rows and columns that somebody inserts or deletes move everything below and beside them. Texts
that stand once in either sheet and cells with our names tell where a row went; rows between them
follow in their order. Nothing is read off an address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from xltools.judging.sent.same import folded, is_blank, same
from xltools.snapshot import Position, Sheet

_NAMED, _OWN, _MERGED = 3.0, 2.0, 0.5
"""What speaks for a row: a cell with our name, a text of the row, a text merged over several rows,
which stays where it is when the first of them goes."""

_FURTHER = 100
"""So many rows more than were sent are looked at between two known ones: who pastes thousands of rows
in between has another sheet."""


class Alignment(Struct, frozen=True):
    """Rows and columns of the form that was sent → those of the one that came.

    A row that is nowhere is absent. `added` are rows that came and were not sent.
    """

    rows: dict[int, int]
    columns: dict[int, int]
    added: frozenset[int]

    def at(self, row: int, column: int) -> Position | None:
        """Where a cell is now; None if its row is gone."""
        now = self.rows.get(row)
        return None if now is None else (now, self.column(column))

    def column(self, column: int) -> int:
        """Where a column is now."""
        return self.columns.get(column, column)

    def expected(self, row: int) -> int:
        """Where a row is now, or would be if it had not gone."""
        if row in self.rows:
            return self.rows[row]
        before = max((each for each in self.rows if each < row), default=0)
        return self.rows.get(before, 0) + 1

    @property
    def is_identity(self) -> bool:
        """True if everything stands where it was sent."""
        return not self.added and all(
            sent == now for each in (self.rows, self.columns) for sent, now in each.items()
        )


def align(
    sent: Sheet,
    came: Sheet,
    named: Iterable[tuple[Position, Position]] = (),
    span: tuple[int, int] | None = None,
) -> Alignment:
    """Find the rows and columns of `sent` in `came`.

    `named` are cells that bear the same name of ours, `span` the rows of the form where the
    sheet holds several.
    """
    first, last = span or (1, len(came.rows))
    pinned = list(named)
    found = _alone(sent, range(1, len(sent.rows) + 1))
    there = _alone(came, range(first, last + 1))
    pairs = [(spot, there[text]) for text, spot in found.items() if text in there]
    columns = _columns(sent, [*pairs, *pinned])
    best = _rows(sent, pairs, pinned, columns)
    rows = _heaviest([(row, now, weight) for row, (now, weight) in sorted(best.items())])
    rows = _between(sent, came, rows, columns, (first, last))
    for row, (now, _) in best.items():  # moved, or merged over rows whose first has gone
        rows.setdefault(row, now)
    taken = set(rows.values())
    added = frozenset(row for row in range(first, last + 1) if row not in taken)
    return Alignment(rows, columns, added)


def _alone(sheet: Sheet, rows: range) -> dict[str, Position]:
    """The texts that stand in one cell only."""
    found: dict[str, Position] = {}
    twice: set[str] = set()
    for row in rows:
        for column, value in enumerate(
            sheet.rows[row - 1] if row <= len(sheet.rows) else (), 1
        ):
            if isinstance(value, str) and not is_blank(value):
                text = folded(value)
                if text in found:
                    twice.add(text)
                found[text] = (row, column)
    return {text: spot for text, spot in found.items() if text not in twice}


def _rows(
    sent: Sheet,
    pairs: Iterable[tuple[Position, Position]],
    pinned: Iterable[tuple[Position, Position]],
    columns: Mapping[int, int],
) -> dict[int, tuple[int, float]]:
    """Where most of a row's cells say that it went, and how much speaks for it."""
    merged = {(top, left) for top, left, bottom, _ in sent.merges if bottom > top}
    votes: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for spot, now in pairs:
        if columns.get(spot[1]) == now[1]:
            votes[spot[0]][now[0]] += _MERGED if spot in merged else _OWN
    for spot, now in pinned:
        votes[spot[0]][now[0]] += _NAMED
    return {row: _most(each, row) for row, each in votes.items()}


def _most(votes: Mapping[int, float], here: int) -> tuple[int, float]:
    """What most speaks for, and how much; of several the nearest."""
    return max(votes.items(), key=lambda vote: (vote[1], -abs(vote[0] - here)))


def _columns(sent: Sheet, pairs: Sequence[tuple[Position, Position]]) -> dict[int, int]:
    """Where each column went, by the majority of its cells; others follow the one before them."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for spot, now in pairs:
        votes[spot[1]][now[1]] += 1
    columns, offset = {}, 0
    for column in range(1, max((len(row) for row in sent.rows), default=0) + 1):
        if column in votes:
            offset = _most(votes[column], column)[0] - column
        columns[column] = column + offset
    return columns


def _heaviest(votes: Sequence[tuple[int, int, float]]) -> dict[int, int]:
    """The rows that kept their order, so that what speaks for them weighs most."""
    chains: list[tuple[float, int]] = []
    for index, (_, now, weight) in enumerate(votes):
        before = [(chains[other][0], other) for other in range(index) if votes[other][1] < now]
        most = max(before, default=(0.0, -1))
        chains.append((most[0] + weight, most[1]))
    at = max(range(len(chains)), key=lambda index: chains[index][0], default=-1)
    rows = {}
    while at >= 0:
        rows[votes[at][0]] = votes[at][1]
        at = chains[at][1]
    return dict(sorted(rows.items()))


def _between(
    sent: Sheet,
    came: Sheet,
    known: Mapping[int, int],
    columns: Mapping[int, int],
    span: tuple[int, int],
) -> dict[int, int]:
    """The rows between those that are known, in their order."""
    rows = dict(known)
    ends = [(0, span[0] - 1), *known.items(), (len(sent.rows) + 1, span[1] + 1)]
    for (above, now_above), (below, now_below) in pairwise(ends):
        old = list(range(above + 1, below))
        new = list(range(now_above + 1, now_below))
        if len(old) == len(new):
            rows.update(zip(old, new, strict=True))
        elif old and new:
            near = new[: 2 * len(old) + _FURTHER]
            rows.update(_matched(sent, came, old, near, columns))
    return dict(sorted(rows.items()))


def _matched(
    sent: Sheet,
    came: Sheet,
    old: Sequence[int],
    new: Sequence[int],
    columns: Mapping[int, int],
) -> dict[int, int]:
    """The pairing of two runs of rows, in order, with the most cells alike; early rows first."""
    likeness = {
        (a, b): _likeness(sent, came, row, now, columns)
        for a, row in enumerate(old)
        for b, now in enumerate(new)
    }
    best: dict[tuple[int, int], float] = {}
    for a in range(len(old), -1, -1):
        for b in range(len(new), -1, -1):
            if a == len(old) or b == len(new):
                best[a, b] = 0.0
                continue
            paired = likeness[a, b] + best[a + 1, b + 1]
            best[a, b] = max(paired, best[a + 1, b], best[a, b + 1])
    found, a, b = {}, 0, 0
    while a < len(old) and b < len(new):
        if best[a, b] == likeness[a, b] + best[a + 1, b + 1]:
            found[old[a]] = new[b]
            a, b = a + 1, b + 1
        elif best[a, b] == best[a, b + 1]:
            b += 1
        else:
            a += 1
    return found


def _likeness(
    sent: Sheet, came: Sheet, row: int, now: int, columns: Mapping[int, int]
) -> float:
    """How well a row fits: cells that are the same, less those that are not."""
    fits = 0.05
    for column, value in enumerate(sent.rows[row - 1], start=1):
        if is_blank(value):
            continue
        other = came.value(now, columns.get(column, column))
        fits += 1.0 if same(value, other) else -0.2 if is_blank(other) else 0.02
    return fits
