"""The report against the report that xltools writes from the same data, sentence by sentence.

A report that was generated and then edited keeps most of its sentences. Sentences, table rows
and headings are laid side by side: first those that are equal, then, between them, those whose
words are the same and whose numbers are not (执行率为#%). What people moved, rewrote or added has
no counterpart and is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from xltools.audit.edited import (
    Difference,
    WordChange,
    by_context,
    edited,
    one_change,
    value_of,
)
from xltools.audit.outline import number_of
from xltools.audit.pieces import Number, Piece
from xltools.patterns import Pattern

_TELLING = 4
"""Chinese characters from which on a sentence is not another one by chance."""
_CHINESE = Pattern("[\u4e00-\u9fff]")


class Comparison(Struct, frozen=True):
    """The differences, and what part of the expected pieces is there word for word (0 to 1).

    `same` are the pieces that stand as they are expected.
    """

    differences: tuple[Difference, ...]
    changes: tuple[WordChange, ...]
    same: tuple[Piece, ...]
    share: float


class _Gap(Struct):
    """What stands between two places that are equal, on either side."""

    ours: list[Piece]
    theirs: list[Piece]


def compare(ours: Sequence[Piece], theirs: Sequence[Piece]) -> Comparison:
    """Lay the two side by side; pieces that have no counterpart are passed over."""
    exact, gaps = _laid(ours, theirs, [p.words for p in ours], [p.words for p in theirs])
    masked: list[tuple[Piece, Piece]] = []
    left: list[_Gap] = []
    for gap in gaps:
        masks = [p.mask for p in gap.ours], [p.mask for p in gap.theirs]
        alike, rest = _laid(gap.ours, gap.theirs, *masks)
        masked += alike
        left += rest
    same = [mine for mine, _ in exact] + _drop_moved(left)
    order = _Order(ours, theirs, exact, masked)
    pairs = [pair for pair in masked if order.is_sure(pair)]
    found = [each for pair in pairs for each in _unequal(*pair, in_turn=order.is_in_turn(pair))]
    elsewhere = _moved(left)
    found += [each for pair in elsewhere for each in _unequal(*pair, in_turn=False)]
    pairs += elsewhere
    changes: list[WordChange] = []
    for gap in left:
        for mine, other in edited(gap.ours, gap.theirs, theirs):
            found += by_context(mine, other)
            change = one_change(mine, other)
            changes += [change] if change else []
    share = (len(exact) + len(pairs)) / len(theirs) if theirs else 0.0
    return Comparison(tuple(found), tuple(changes), tuple(same), share)


class _Order:
    """Which pairs with equal words are one sentence.

    A sentence that occurs once on either side is; one of many of its kind (预算金额#万元，执行金额#万元
    under each project) only where the sentences beside it lead to one that is.
    """

    def __init__(
        self,
        ours: Sequence[Piece],
        theirs: Sequence[Piece],
        exact: Sequence[tuple[Piece, Piece]],
        masked: Sequence[tuple[Piece, Piece]],
    ) -> None:
        self._mine = {id(piece): n for n, piece in enumerate(ours)}
        self._other = {id(piece): n for n, piece in enumerate(theirs)}
        words = Counter(p.words for p in ours), Counter(p.words for p in theirs)
        masks = Counter(p.mask for p in ours), Counter(p.mask for p in theirs)
        self._known = {
            self._at(pair)
            for pairs, key, counts in ((exact, "words", words), (masked, "mask", masks))
            for pair in pairs
            if all(count[getattr(pair[0], key)] == 1 for count in counts)
            and _tells(pair[0].mask)
        }
        ends = len(ours) - 1, len(theirs) - 1
        places = {self._at(pair) for pair in (*exact, *masked)}
        self._known |= places & {(0, 0), ends}
        for step in (1, -1):
            for mine, other in sorted(places, reverse=step < 0):
                if (mine - step, other - step) in self._known:
                    self._known.add((mine, other))

    def is_sure(self, pair: tuple[Piece, Piece]) -> bool:
        """True if both are one sentence."""
        return self._at(pair) in self._known

    def is_in_turn(self, pair: tuple[Piece, Piece]) -> bool:
        """True if what stands before it is the same, too: then its number in a list is."""
        mine, other = self._at(pair)
        return (mine, other) == (0, 0) or (mine - 1, other - 1) in self._known

    def _at(self, pair: tuple[Piece, Piece]) -> tuple[int, int]:
        return self._mine[id(pair[0])], self._other[id(pair[1])]


def _laid(
    ours: Sequence[Piece], theirs: Sequence[Piece], mine: list[str], other: list[str]
) -> tuple[list[tuple[Piece, Piece]], list[_Gap]]:
    """Pairs of pieces with equal keys in the order of both, and what stands between them."""
    matcher = SequenceMatcher(a=mine, b=other, autojunk=False)
    pairs: list[tuple[Piece, Piece]] = []
    gaps: list[_Gap] = []
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(ours[a0:a1], theirs[b0:b1], strict=True)
        else:
            gaps.append(_Gap(list(ours[a0:a1]), list(theirs[b0:b1])))
    return pairs, gaps


def _drop_moved(gaps: list[_Gap]) -> list[Piece]:
    """Return our sentences that are expected elsewhere word for word: right where they are."""
    there = Counter(p.words for gap in gaps for p in gap.theirs)
    moved = Counter(p.words for gap in gaps for p in gap.ours) & there
    found: list[Piece] = []
    mine, other = Counter(moved), Counter(moved)
    for gap in gaps:
        kept: list[Piece] = []
        for piece in gap.ours:
            (found if _take(piece, mine) else kept).append(piece)
        gap.ours = kept
        gap.theirs = [piece for piece in gap.theirs if not _take(piece, other)]
    return found


def _take(piece: Piece, budget: Counter[str]) -> bool:
    if budget[piece.words] <= 0:
        return False
    budget[piece.words] -= 1
    return True


def _moved(gaps: list[_Gap]) -> list[tuple[Piece, Piece]]:
    """Pairs with the same words that stand once on each side, wherever."""
    ours = Counter(p.mask for gap in gaps for p in gap.ours)
    theirs = Counter(p.mask for gap in gaps for p in gap.theirs)
    once = {
        mask
        for mask in ours.keys() & theirs.keys()
        if ours[mask] == theirs[mask] == 1 and _tells(mask)
    }
    mine = {p.mask: p for gap in gaps for p in gap.ours if p.mask in once}
    other = {p.mask: p for gap in gaps for p in gap.theirs if p.mask in once}
    for gap in gaps:
        gap.ours = [p for p in gap.ours if p.mask not in once]
        gap.theirs = [p for p in gap.theirs if p.mask not in once]
    return [(mine[mask], other[mask]) for mask in mine]


def _tells(mask: str) -> bool:
    return len(_CHINESE.findall(mask)) >= _TELLING


def _unequal(mine: Piece, theirs: Piece, *, in_turn: bool) -> Iterator[Difference]:
    for stated, expected in zip(mine.numbers, theirs.numbers, strict=True):
        if value_of(stated) == value_of(expected):
            continue
        numbers = _is_of_a_list(stated, mine)
        if in_turn or not numbers:
            yield Difference(stated, expected, numbers)


def _is_of_a_list(number: Number, piece: Piece) -> bool:
    """True for the number that a heading, an item or a caption begins with."""
    line, start, end = piece.spans[0]
    found = number_of(line.text[start:end])
    printed = found.printed if found else ""
    return number.line is line and number.end <= start + len(printed)
