"""Which two characters make a common word, and which characters sound alike.

The tables stand in audit/data and are read when first asked for (two milliseconds).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent.parent.parent / "data"


def is_word(pair: str) -> bool:
    """True if two characters are a common word.

    >>> is_word("设施"), is_word("费月"), is_word("设")
    (True, False, False)
    """
    return len(pair) == 2 and pair[1] in _followers().get(pair[0], "")


def sound_alike(one: str, other: str) -> bool:
    """True if two characters have a reading in common, tones and zh/z, -ng/-n left aside.

    >>> sound_alike("至", "止"), sound_alike("行", "付")
    (True, False)
    """
    readings = _readings()
    return bool(readings.get(one, frozenset()) & readings.get(other, frozenset()))


def is_common(char: str) -> bool:
    """True for a character that the table of readings knows; 沚 and 堌 stand in names only."""
    return char in _readings()


@lru_cache(maxsize=1)
def _followers() -> dict[str, str]:
    return {line[0]: line[1:] for line in _lines("words.txt")}


@lru_cache(maxsize=1)
def _readings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _lines("readings.txt"):
        syllable, _, chars = line.partition(" ")
        for char in chars:
            found.setdefault(char, set()).add(_plain(syllable))
    return {char: frozenset(all_) for char, all_ in found.items()}


def _plain(syllable: str) -> str:
    """The syllable as many typists do not tell it apart: zhong is zong, xing is xin."""
    for retroflex in ("zh", "ch", "sh"):
        syllable = syllable.replace(retroflex, retroflex[0])
    return syllable.removesuffix("g") if syllable.endswith(("eng", "ing", "ang")) else syllable


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
