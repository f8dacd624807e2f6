"""What was made of a short text before: forms say the same over and over, and rules ask again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Made = TypeVar("Made")

LONGEST = 60
"""Longer texts are sentences, which few forms share; to keep them would take room."""


def of_short_texts(size: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Let a function of one text answer from memory; up to `size` answers for short texts are kept.

    >>> @of_short_texts(10)
    ... def length(text: str) -> int:
    ...     print("counting")
    ...     return len(text)
    >>> length("三个字"), length("三个字")
    counting
    (3, 3)
    """

    def decorate(function: Callable[[str], Made]) -> Callable[[str], Made]:
        known = lru_cache(maxsize=size)(function)

        def answer(text: str) -> Made:
            return known(text) if len(text) <= LONGEST else function(text)

        answer.__doc__ = function.__doc__
        return answer

    return decorate
