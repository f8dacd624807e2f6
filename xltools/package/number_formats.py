"""What a number format says about the value beneath it: a percentage, a unit, a month.

`0"套"` shows 5 as 5套: the unit is on the screen and nowhere in the cell. The grammar is
that of ECMA-376 part 1, 18.8.31, with the East Asian `!` for a literal character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from xltools.model import CellValue
from xltools.snapshot import Position

_DIGITS = "0#?"
_ERAS = "yYeEgGbB"
_GENERAL = ("General", "G/通用格式", "GENERAL", "general", "Standard")
_AROUND = " \u00a0\u3000()[]（）【】-+:：;,，.。、/*_'“”"
"""Characters beside a unit that are none of it."""

_SCALES = {"千万": 7, "百万": 6, "十万": 5, "亿": 8, "万": 4, "千": 3}
"""Words for a power of ten, the longer first."""

_DIGIT, _POINT, _COMMA, _LITERAL, _PERCENT, _DATE, _SECTION, _OTHER = range(8)


class Shown(Struct, frozen=True, gc=False):
    """`suffix` is the literal unit behind the number, `month` a date shown without its day.

    At most one of the three holds.
    """

    percent: bool = False
    month: bool = False
    suffix: str = ""


PLAIN = Shown()
"""What most formats say: nothing."""

MONTH_IDS = frozenset({17, 27, 36, 50, 52, 57})
"""Built-in formats (18.8.30) that show year and month: mmm-yy and, in Chinese, 2022年5月."""


@lru_cache(maxsize=256)
def read_format(code: str) -> Shown:
    r"""Return what a format code shows besides digits.

    >>> read_format('#,##0.00"万元"').suffix, read_format(r'0\人').suffix
    ('万元', '人')
    >>> read_format('yyyy"年"m"月"').month, read_format("0.0%").percent
    (True, True)

    A format that divides what it shows gives the unit of the value, not of the digits
    on the screen, and none where that is not certain:

    >>> read_format('0!.0,"万元"').suffix, read_format('0,"套"').suffix
    ('元', '')
    """
    sections: list[list[tuple[int, str]]] = [[]]
    for kind, text in _tokens(code):
        if kind == _SECTION:
            sections.append([])
        else:
            sections[-1].append((kind, text))
    if any(kind == _PERCENT for section in sections for kind, _ in section):
        return Shown(percent=True)
    if any(kind == _DATE for section in sections for kind, _ in section):
        return Shown(month=_is_month(sections[0]))
    numeric = [
        section for section in sections[:3] if any(kind == _DIGIT for kind, _ in section)
    ]
    suffixes = {_suffix(section) for section in numeric}
    # sections that disagree show a unit for some values only
    return Shown(suffix=suffixes.pop() if len(suffixes) == 1 else "")


class Shows(Struct, frozen=True):
    """The cells of one sheet whose format says more than digits; see `Sheet`."""

    percents: frozenset[Position]
    suffixes: dict[Position, str]
    months: frozenset[Position]
    blank_percents: frozenset[Position]


def sort_out(
    rows: Sequence[Sequence[CellValue]], shown: Iterable[tuple[Position, Shown]]
) -> Shows:
    """Keep what fits the value: a percentage and a unit need a number, a month a date."""
    percents, suffixes, months, blanks = [], {}, [], []
    for spot, format_ in shown:
        row, column = spot
        inside = row <= len(rows) and column <= len(rows[row - 1])
        value = rows[row - 1][column - 1] if inside else None
        if type(value) is float or type(value) is int:
            if format_.percent:
                percents.append(spot)
            elif format_.suffix:
                suffixes[spot] = format_.suffix
        elif value is None and format_.percent:
            blanks.append(spot)
        elif format_.month and isinstance(value, date):
            months.append(spot)
    return Shows(frozenset(percents), suffixes, frozenset(months), frozenset(blanks))


def _tokens(code: str) -> Iterator[tuple[int, str]]:
    """The code's signs and literals in order."""
    at, length = 0, len(code)
    while at < length:
        sign = code[at]
        general = next((word for word in _GENERAL if code.startswith(word, at)), "")
        if general:
            yield _DIGIT, "0"
            at += len(general)
            continue
        if sign == '"':
            end = code.find('"', at + 1)
            end = length if end < 0 else end
            yield _LITERAL, code[at + 1 : end]
            at = end + 1
        elif sign == "[":
            end = code.find("]", at)
            end = length if end < 0 else end
            yield _bracket(code[at + 1 : end])
            at = end + 1
        elif sign in "\\!":
            yield _LITERAL, code[at + 1 : at + 2]
            at += 2
        elif sign in "_*" or (sign in "eE" and code[at + 1 : at + 2] in ("+", "-")):
            yield _OTHER, ""
            at += 2
        else:
            yield _plain(sign), sign
            at += 1


def _plain(sign: str) -> int:
    if sign in _DIGITS:
        return _DIGIT
    if sign == ".":
        return _POINT
    if sign == ",":
        return _COMMA
    if sign == "%":
        return _PERCENT
    if sign == ";":
        return _SECTION
    return _DATE if sign in _ERAS or sign in "mMdDhHsS" else _LITERAL


def _bracket(inside: str) -> tuple[int, str]:
    """`[$元-804]` prints its sign, `[h]` counts hours; a colour or a condition prints nothing."""
    if inside.startswith("$"):
        return _LITERAL, inside[1:].rpartition("-")[0] if "-" in inside else inside[1:]
    elapsed = bool(inside) and not inside.strip("hHmMsS")
    return (_DATE, inside) if elapsed else (_OTHER, "")


def _is_month(section: list[tuple[int, str]]) -> bool:
    """Year and month, and neither a day nor a time of day."""
    signs = {text.lower() for kind, text in section if kind == _DATE}
    return "m" in signs and bool(signs & {"y", "e"}) and not signs & {"d", "h", "s"}


def _suffix(section: list[tuple[int, str]]) -> str:
    """The unit behind the last digit; "" for none, or for one that cannot be relied on."""
    behind, power, commas = "", 0, 0
    started = shifted = False
    for kind, text in section:
        if kind == _DIGIT:
            if started and behind == "." and not shifted:
                shifted = True  # `0!.0`: the point is only printed
            elif started and behind:
                return ""  # digits on both sides: `0"时"00"分"`
            started, behind, commas = True, "", 0
            power += shifted
        elif not started:
            continue
        elif kind == _COMMA:
            commas += 1
        elif kind == _POINT and not behind:
            power, commas = power + 3 * commas, 0
        elif kind in (_LITERAL, _PERCENT, _POINT):
            behind += "" if kind == _PERCENT else text
    return _unscaled(behind.strip(_AROUND), power + 3 * commas)


def _unscaled(unit: str, power: int) -> str:
    """The unit of the value itself where the format shows it divided by a power of ten."""
    if not power:
        return unit
    for word, zeros in _SCALES.items():
        if unit.startswith(word) and zeros == power:
            return unit.removeprefix(word)
    return ""
