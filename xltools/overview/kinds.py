"""One finding's message → what all of its kind say: the catalogue's words, with “…” for what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from xltools.codes import Code
from xltools.findings import Catalogue
from xltools.hazards import HazardCode
from xltools.patterns import Pattern
from xltools.returns.codes.across import AcrossCode
from xltools.returns.codes.files import FileCode
from xltools.returns.codes.matching import MatchCode
from xltools.returns.codes.scores import ScoreCode
from xltools.returns.codes.sent import SentCode

_CATALOGUES: tuple[type[Catalogue], ...] = (
    Code, HazardCode, FileCode, MatchCode, SentCode, ScoreCode, AcrossCode,
)  # fmt: skip
_BLANK = Pattern(r"“?\{[^}]*\}”?")
_QUOTED = Pattern(r"“[^”]*”")
_AGAIN = Pattern(r"…(?:、?…)+")
_LONGEST = 24
"""Characters of a kind that are shown beside its bar."""


def kind_of(number: str, severity: str, example: str) -> str:
    """What findings like the example say, short enough for a label; `severity` is its key.

    >>> kind_of("D33", "error", "表样版本是 1，发出的是 2。")
    '表样版本是 …，发出的是 …'
    >>> kind_of("D11", "error", "“表.xlsx”已损坏（文件不完整，可能没有下载完或没有传完）。")
    '…已损坏（文件不完整，可能没有下载完或没有传完）'
    """
    fits = [each for each in _messages().get((number, severity), ()) if _fits(each, example)]
    said = max(fits, key=_told) if fits else _QUOTED.sub("…", " ".join(example.split()))
    said = _AGAIN.sub("…", _BLANK.sub("…", said)).rstrip("。")
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip("…，、：（ ") + "…"


def _fits(message: str, example: str) -> bool:
    """Whether the example has all that the message says, in its order."""
    at = 0
    for piece in _pieces(message):
        at = example.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _told(message: str) -> int:
    return sum(map(len, _pieces(message)))


def _pieces(message: str) -> Iterator[str]:
    """What stands between the blanks; an end may have lost its full stop."""
    return (each for each in re.split(r"\{[^}]*\}", message.rstrip("。")) if each)


@cache
def _messages() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for catalogue in _CATALOGUES:
        for code in catalogue:
            found.setdefault((code.number, code.severity.key), []).append(code.message)
    return found
