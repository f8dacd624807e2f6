"""Numbers in a folded line: digits with thousands separators, and Chinese numerals of counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_DIGITS = Pattern(r"(?<![\d.])\d+(?:\.\d+)?")
_GROUP = Pattern(r"\d{3}(?!\d)(?:\.\d+)?")
_CHINESE = Pattern("[〇零一二三四五六七八九十百两]+")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}


class Number(Struct, frozen=True, gc=False):
    """A number where it stands: `start`, `end` in the line's text; `places` as printed."""

    start: int
    end: int
    value: Decimal
    places: int


def numbers_in(line: Line) -> Iterator[Number]:
    """Yield the numbers of a line; 1,234.50 is one, but 共5，100人 are two.

    The folded text has one width of comma; the raw text tells a separator from a stop.
    """
    text, at = line.text, 0
    for found in _DIGITS.finditer(text):
        if found.start() < at:
            continue
        written, end = found[0], found.end()
        while (
            "." not in written
            and 1 <= len(written.rpartition(",")[2]) <= 3
            and end < len(text)
            and text[end] == ","
            and line.raw[line.offsets[end]] == ","
            and (group := _GROUP.match(text, end + 1)) is not None
        ):
            written, end = f"{written},{group[0]}", group.end()
        at = end
        digits = written.replace(",", "")
        yield Number(found.start(), end, Decimal(digits), len(digits.partition(".")[2]))


def find_numbers(report: Report) -> dict[int, tuple[Number, ...]]:
    """Return the numbers of the prose by the index of their line, in order."""
    return {line.index: tuple(numbers_in(line)) for line in report.prose}


def within(numbers: Sequence[Number], start: int, end: int) -> Sequence[Number]:
    """Return those of a line's numbers that begin between two positions.

    A paragraph may have thousands of sentences; each must not look at all numbers.
    """
    first = bisect_left(numbers, start, key=lambda each: each.start)
    return numbers[first : bisect_left(numbers, end, key=lambda each: each.start)]


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral below a thousand; None if it is none.

    >>> chinese_number("十四"), chinese_number("二十"), chinese_number("两"), chinese_number("万")
    (14, 20, 2, None)
    """
    if _CHINESE.fullmatch(text) is None:
        return None
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit


def count_of(written: str) -> int | None:
    """Return a count written in digits or as a Chinese numeral.

    >>> count_of("22"), count_of("三"), count_of("若干")
    (22, 3, None)
    """
    return int(written) if written.isdecimal() else chinese_number(written)
