"""What was made of a short text before: forms say the same over and over, and rules ask again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar, overload

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


class once(Generic[Made]):  # noqa: N801 - read like `property`
    """A property that is worked out once; without the lock that `functools.cached_property` takes.

    >>> class Form:
    ...     @once
    ...     def total(self) -> int:
    ...         print("adding")
    ...         return 100
    >>> form = Form()
    >>> form.total, form.total
    adding
    (100, 100)
    """

    def __init__(self, function: Callable[[Any], Made]) -> None:
        self._function = function
        self._name = function.__name__
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[Made]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Made: ...
    def __get__(self, instance: object | None, owner: type) -> once[Made] | Made:
        """Work it out and keep it in the instance, which answers by itself from then on."""
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._function(instance)
        return made
