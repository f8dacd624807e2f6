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
        compiled = re.compile(self.source, self.flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        found: object = getattr(compiled, name)
        return found


class Pattern(_Lazy):
    """A regular expression on text.

    >>> Pattern(r"[0-9]+").fullmatch("12") is not None
    True
    """

    match: Callable[[str], re.Match[str] | None]
    fullmatch: Callable[[str], re.Match[str] | None]
    search: Callable[[str], re.Match[str] | None]
    finditer: Callable[[str], Iterator[re.Match[str]]]
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
