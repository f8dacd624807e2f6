"""Regular expressions that are compiled when first used.

A cold process is timed in tens of milliseconds; compiling all of these costs ten of them,
and one form uses a third.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub")


class _Lazy:
    """The methods of `re.Pattern`, bound at the first call of any of them."""

    def __init__(self, source: Any, flags: int = 0) -> None:  # noqa: ANN401 - str or bytes
        self.source = source
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        """Compile, and put the compiled pattern's methods in the place of this one."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "search" and isinstance(self.source, str) and not self.flags:
            words = _needed(self.source)
            if words:  # most texts hold none of them, and so need no pattern
                return self._search_words(words)
        compiled = re.compile(self.source, self.flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        found: object = getattr(compiled, name)
        return found

    def _search_words(self, words: tuple[str, ...]) -> Callable[[str], re.Match[str] | None]:
        """A search that compiles the pattern only when one of its words is there."""

        def search(text: str) -> re.Match[str] | None:
            if not any(word in text for word in words):
                return None
            compiled = re.compile(self.source)
            for each in _METHODS:
                setattr(self, each, getattr(compiled, each))
            return compiled.search(text)

        setattr(self, "search", search)  # noqa: B010 - in the place of the lazy one
        return search


def _needed(source: str) -> tuple[str, ...]:
    """Words one of which every text that a pattern finds must hold; empty if that is not known.

    >>> _needed("事故|死亡"), _needed("将(进一步|继续)|整改"), _needed("(事故|死亡)数")
    (('事故', '死亡'), ('将', '整改'), ())
    """
    words: list[str] = []
    for alternative in _alternatives(source):
        literal = ""
        for char in alternative:
            if char in _SPECIAL:
                break
            literal += char
        rest = alternative[len(literal) :]
        if rest[:1] in _OPTIONAL:
            literal = literal[:-1]
        if not literal:
            return ()
        words.append(literal)
    return tuple(words)


def _alternatives(source: str) -> list[str]:
    """A pattern's alternatives at the outermost level."""
    found, depth, start, index = [], 0, 0, 0
    while index < len(source):
        char = source[index]
        if char == "\\":
            index += 1
        elif char == "[":
            index = source.index("]", index + 2)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            found.append(source[start:index])
            start = index + 1
        index += 1
    return [*found, source[start:]]


_SPECIAL = frozenset("\\.^$*+?{}[]()")
_OPTIONAL = frozenset("?*{")


class Pattern(_Lazy):
    """A regular expression on text.

    >>> Pattern(r"[0-9]+").fullmatch("12") is not None
    True
    """

    match: Callable[..., re.Match[str] | None]  # also from a position on
    fullmatch: Callable[[str], re.Match[str] | None]
    search: Callable[[str], re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[[str], list[str]]
    split: Callable[[str], list[str]]
    sub: Callable[[str | Callable[[re.Match[str]], str], str], str]


class BytePattern(_Lazy):
    """A regular expression on bytes, for XML that is searched without being decoded.

    >>> BytePattern(rb"[0-9]+").findall(b"A1:C12")
    [b'1', b'12']
    """

    match: Callable[..., re.Match[bytes] | None]
    fullmatch: Callable[..., re.Match[bytes] | None]
    search: Callable[..., re.Match[bytes] | None]
    finditer: Callable[..., Iterator[re.Match[bytes]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., bytes]
