"""Words that were not meant: known confusions, and phrases that differ from their like elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.text.lexicon import is_word, sound_alike
from xltools.audit.report import Report
from xltools.audit.tables import load_table
from xltools.patterns import Pattern


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of confusions.toml."""

    key: str
    wrong: str
    right: str = ""
    swap: str = ""

    def meant(self, written: str) -> str:
        """What stands in the place of the wrong words."""
        return written.replace(*self.swap) if self.swap else self.right


class Confusions(Struct, frozen=True, forbid_unknown_fields=True):
    """confusions.toml."""

    pair: tuple[Pair, ...]


class Typo(Claim, frozen=True):
    """Wrong words, and what was meant."""

    meant: str

    @property
    def written(self) -> str:
        """The words as they stand."""
        return self.line.text[self.start : self.end]

    @property
    def around(self) -> str:
        """The words with some before and behind, as they were written."""
        start, end = max(0, self.start - 4), min(len(self.line.text), self.end + 4)
        return self.line.words(start, end).strip()


def find_typos(report: Report) -> tuple[Typo, ...]:
    """Known confusions, in the order of the table."""
    text = "\n".join(line.text for line in report.lines)
    found = []
    for pair in load_table("confusions", Confusions).pair:
        if pair.key not in text:
            continue
        pattern = Pattern(pair.wrong)
        for line in report.lines:
            if pair.key in line.text:
                found += [
                    Typo(line, each.start(), each.end(), pair.meant(each[0]))
                    for each in pattern.finditer(line.text)
                ]
    return tuple(found)


class Phrase(Claim, frozen=True):
    """A stretch between two marks."""


class Variant(Struct, frozen=True):
    """Two phrases that differ in one place; `wrong` is the one that looks mistyped."""

    wrong: Phrase
    right: Phrase
    times: int


_PHRASE = Pattern(r"[\u4e00-\u9fff]{9,40}")
_SAME = 8
"""Characters that two phrases must have in common around the place where they differ."""


def find_variants(report: Report) -> tuple[Variant, ...]:
    """Phrases that are another phrase of the report but for one or two characters.

    The odd one must look mistyped: its characters make no word where the other's do, and sound
    like them; or they sound like them and stand far more seldom.
    """
    phrases: dict[str, list[Phrase]] = {}
    for line in report.lines:
        if line.kind != "contents":
            for each in _PHRASE.finditer(line.text):
                phrases.setdefault(each[0], []).append(Phrase(line, each.start(), each.end()))
    by_length: dict[int, list[str]] = {}
    for text in phrases:
        by_length.setdefault(len(text), []).append(text)
    found = []
    for same_length in by_length.values():
        for n, one in enumerate(same_length):
            for other in same_length[n + 1 :]:
                wrong = _mistyped(one, other)
                if wrong is not None:
                    right = other if wrong == one else one
                    found.append(
                        Variant(phrases[wrong][0], phrases[right][0], len(phrases[wrong]))
                    )
    return tuple(sorted(found, key=lambda each: (each.wrong.line.index, each.wrong.start)))


def _mistyped(one: str, other: str) -> str | None:
    """Which of two texts of one length is mistyped; None if they differ otherwise."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), None)
    if start is None:
        return None
    end = len(one)
    while one[end - 1] == other[end - 1]:
        end -= 1
    if end - start > 2 or len(one) - (end - start) < _SAME:
        return None
    if set(one[start:end] + other[start:end]) & _FREE:
        return None
    pairs = zip(one[start:end], other[start:end], strict=True)
    if not any(a != b and sound_alike(a, b) for a, b in pairs):
        return None
    good, bad = _makes_words(one, start, end), _makes_words(other, start, end)
    if good == bad:
        return None
    return other if good else one


_FREE = frozenset("一二三四五六七八九十百千万亿零两的地得他她它了年月日省市县区镇乡村某")


def _makes_words(text: str, start: int, end: int) -> bool:
    """True if the characters between two places belong to a common word."""
    if end - start == 2:
        return is_word(text[start:end])
    return is_word(text[start - 1 : end]) or is_word(text[start : end + 1])


def in_order(typos: tuple[Typo, ...]) -> Iterator[list[Typo]]:
    """Equal typos together."""
    groups: dict[tuple[str, str], list[Typo]] = {}
    for each in typos:
        groups.setdefault((each.written, each.meant), []).append(each)
    yield from groups.values()
