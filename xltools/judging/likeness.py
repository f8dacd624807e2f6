"""How alike two names are."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from xltools.collect.names import bare


def likeness(one: str, other: str) -> float:
    """From 0 to 1, whichever comes first; 1 for names that mean the same.

    >>> round(likeness("农村饮水安全巩固提升工程", "农村饮水安全巩固提升"), 2)
    0.91
    """
    return _likeness(*sorted((bare(one), bare(other))))


@lru_cache(maxsize=4096)
def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def pairs_of(name: str) -> set[str]:
    """Every two characters that stand side by side; of a single one itself.

    >>> sorted(pairs_of("危桥改造"))
    ['危桥', '改造', '桥改']
    """
    return {name[n : n + 2] for n in range(len(name) - 1)} or {name}
