"""Regular expressions on bytes, compiled when first used.

The brother of `xltools.patterns.Pattern`, for XML that is searched without being decoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class BytePattern:
    """A regular expression; its methods are those of `re.Pattern`, bound at the first call.

    >>> BytePattern(rb"[0-9]+").findall(b"A1:C12")
    [b'1', b'12']
    """

    match: Callable[..., re.Match[bytes] | None]
    fullmatch: Callable[..., re.Match[bytes] | None]
    search: Callable[..., re.Match[bytes] | None]
    finditer: Callable[..., Iterator[re.Match[bytes]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., bytes]

    def __init__(self, source: bytes, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        """Compile, and put the compiled pattern's methods in the place of this one."""
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self.source, self.flags)
        for each in ("match", "fullmatch", "search", "finditer", "findall", "sub"):
            setattr(self, each, getattr(compiled, each))
        found: object = getattr(compiled, name)
        return found
