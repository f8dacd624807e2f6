"""Where in a line a claim stands: its clause, the words before it, its sentence and year."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

from xltools.audit.report import Line
from xltools.patterns import Pattern

STOPS = "。;!?"
_CLAUSE = ",，。;!?"
_YEAR = Pattern(r"(?<!\d)(20[0-4]\d)年")
_OPEN, _CLOSE = "(《“", ")》”"


def clause_start(text: str, at: int, stops: str = _CLAUSE) -> int:
    """Return where the clause around a position begins; brackets hide their commas."""
    depth = 0
    while at > 0:
        char = text[at - 1]
        if char in _CLOSE:
            depth += 1
        elif char in _OPEN:
            depth = max(0, depth - 1)
        elif char in stops and not depth:
            return at
        at -= 1
    return 0


def sentence_span(line: Line, at: int) -> tuple[int, int]:
    """Return start and end of the sentence around a position."""
    stops = _stops(line.text)
    n = bisect_left(stops, at)
    return stops[n - 1] + 1 if n else 0, stops[n] if n < len(stops) else len(line.text)


@lru_cache(maxsize=64)
def _stops(text: str) -> tuple[int, ...]:
    """Where sentences end; asked for each number of a paragraph, which may be long."""
    return tuple(at for at, char in enumerate(text) if char in STOPS)


def year_before(line: Line, at: int) -> int | None:
    """Return the year that a claim speaks of: the last one named in its sentence before it."""
    start, _ = sentence_span(line, at)
    years = _years(line.text)
    n = bisect_right(years, at, key=lambda each: each[1])
    return years[n - 1][2] if n and years[n - 1][0] >= start else None


@lru_cache(maxsize=64)
def _years(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where years are named: start, end, which; asked for each number, as the stops are."""
    return tuple((*found.span(), int(found[1])) for found in _YEAR.finditer(text))
