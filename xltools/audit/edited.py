"""Sentences whose words people edited, beside those that were expected; and what is different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from msgspec import Struct

from xltools.audit.pieces import NUMBER, Number, Piece
from xltools.decimals import half_up
from xltools.patterns import Pattern

_NEAR = 0.8
_CLEAR = 0.05
"""By so much the likest sentence must be more like than the next."""
_MOST = 20_000
"""Pairs of unlike pieces that are compared letter by letter at most."""
_NAMED = Pattern("“[^“”]*”|《[^《》]*》")


class Difference(Struct, frozen=True):
    """One number that is not what the data give."""

    stated: Number
    expected: Number
    numbers: bool = False
    """True for the number of a heading, or of an item of a list."""


class WordChange(Struct, frozen=True):
    """Words of one sentence that were exchanged, all others being equal.

    Positions are those in the words of each piece.
    """

    mine: Piece
    theirs: Piece
    mine_span: tuple[int, int]
    theirs_span: tuple[int, int]

    @property
    def stated(self) -> str:
        """The words that stand there."""
        return self.mine.words[slice(*self.mine_span)]

    @property
    def expected(self) -> str:
        """The words that the data give."""
        return self.theirs.words[slice(*self.theirs_span)]


def value_of(number: Number) -> Decimal:
    """The number without its separators."""
    return Decimal(number.written.replace(",", ""))


def edited(
    ours: Sequence[Piece], left: Sequence[Piece], theirs: Sequence[Piece]
) -> Iterator[tuple[Piece, Piece]]:
    """Each piece with the likest of those `left`, if none of all that are expected is as like."""
    if len(ours) * len(left) > _MOST:
        return
    free = list(left)
    for mine in ours:
        near = [(ratio, -n) for n, each in enumerate(free) if (ratio := _near(mine, each))]
        if not near:
            continue
        ratio, at = max(near)
        best = free[-at]
        if any(_near(mine, each) > ratio - _CLEAR for each in theirs if each is not best):
            continue  # one of many of a kind
        free.remove(best)
        yield mine, best


def _is_of_one_thing(mine: Piece, theirs: Piece) -> bool:
    """The first cell of a row, the first words of a sentence, and all quoted names and titles.

    One word that was exchanged, or a 未 put in, may be any of them.
    """
    if len(mine.spans) != len(theirs.spans):
        return False
    change = one_change(mine, theirs)
    if change is not None and min(len(change.stated), len(change.expected)) > 0:
        return len(mine.spans) == 1 or change.mine_span[0] > mine.words.find("|")
    if len(mine.spans) > 1 and mine.words.partition("|")[0] != theirs.words.partition("|")[0]:
        return False
    is_small = change is not None and len(change.stated + change.expected) <= _SHORT
    named = sorted(_NAMED.findall(mine.words)) == sorted(_NAMED.findall(theirs.words))
    return is_small or (named and _lead(theirs) in mine.words)


def _lead(piece: Piece) -> str:
    """The words up to the first number or comma, without the number of a list."""
    found = _LEAD.match(piece.words)
    return found[1] if found else ""


_LEAD = Pattern(r"(?:\(?\d{1,2}[.、)])?([^\d,:;|]*)")


def _near(mine: Piece, theirs: Piece) -> float:
    """How like they are, 0 for pieces of different things.

    A short one in which only one word was exchanged is like enough.
    """
    if not _is_of_one_thing(mine, theirs):
        return 0.0
    change = one_change(mine, theirs)
    if change is not None:
        exchanged = max(len(change.stated), len(change.expected))
        kept = len(mine.words) - len(change.stated)
        return max(_likeness(mine.mask, theirs.mask), _NEAR if kept >= exchanged else 0.0)
    return _likeness(mine.mask, theirs.mask)


def _likeness(a: str, b: str) -> float:
    matcher = SequenceMatcher(a=a, b=b, autojunk=False)
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _NEAR else 0.0


def by_context(mine: Piece, theirs: Piece) -> Iterator[Difference]:
    """Numbers between the same words, four characters before and two behind, once on each side.

    In a sentence that people wrote anew a number that they rounded is no other number.
    """
    ours, known = _contexts(mine), _contexts(theirs)
    for key, numbers in ours.items():
        if len(numbers) == len(known.get(key, ())) == 1:
            stated, expected = numbers[0], known[key][0]
            if not _is_rounded(stated, expected):
                yield Difference(stated, expected)


def _is_rounded(stated: Number, expected: Number) -> bool:
    places = len(stated.written.partition(".")[2])
    return value_of(stated) == half_up(value_of(expected), places)


def _contexts(piece: Piece) -> dict[tuple[str, str], list[Number]]:
    found: dict[tuple[str, str], list[Number]] = {}
    for number in piece.numbers:
        before = NUMBER.sub("#", number.line.text[: number.start])[-4:]
        behind = NUMBER.sub("#", number.line.text[number.end :])[:2]
        found.setdefault((before, behind), []).append(number)
    return found


def one_change(mine: Piece, theirs: Piece) -> WordChange | None:
    """The only place in which two pieces differ; None where nothing or more than one does."""
    a, b = mine.words, theirs.words
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    behind = 0
    most = min(len(a), len(b)) - start
    while behind < most and a[-1 - behind] == b[-1 - behind]:
        behind += 1
    first, second = (start, len(a) - behind), (start, len(b) - behind)
    if a == b or max(first[1] - first[0], second[1] - second[0]) > _WORD:
        return None
    return WordChange(mine, theirs, first, second)


_SHORT = 2
"""Characters that may be put in or taken out at the beginning: 未, 没有."""
_WORD = 40
"""Characters of the longest word (a project's name) that is exchanged as one."""
