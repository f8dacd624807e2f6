"""The commonest cell read at once: a sign, a number and a unit that we know, ≥95% or 221个.

The grammar comes to the same (a test holds them against each other) and takes ten times as long;
what is not as plain as that is left to it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xltools.model import Comparator, TypedValue, ValueKind
from xltools.patterns import Pattern
from xltools.value.quantity import TIMES, read_tail
from xltools.value.text import clean, without_stop
from xltools.value.words import blank_marks

# 2022.5 may be a month, 095 a slip
_NUMBER = Pattern(
    r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,6})?|[1-9][0-9]{3,11}(?:(?<!19[0-9]{2})(?<!20[0-9]{2})\.[0-9]{1,6})?"
)
_UNIT = Pattern(r"[^\W\d_a-zA-Z]{1,4}|%|[^\W\d_a-zA-Z]{1,2}/[^\W\d_a-zA-Z]{1,2}")
_MOST, _LONGEST = 12, 5
"""Digits of a whole number, characters of a unit."""

_UNSIGNED = "0123456789."
_SIGNED = f"≥≤><={_UNSIGNED}"
_OTHERWISE = frozenset("年月季度底日号前止半之预算比例")
"""Where one of these is in the unit more than the number may tell."""

_KINDS: dict[str, tuple[ValueKind, Comparator | None, tuple[str, ...]]] = {
    "": ("number", None, ()),
    "=": ("equal", "=", ()),
    "≥": ("at_least", "≥", ("repeats_comparator",)),
    ">": ("at_least", ">", ("repeats_comparator",)),
    "≤": ("at_most", "≤", ("repeats_comparator",)),
    "<": ("at_most", "<", ("repeats_comparator",)),
}
"""By sign: the kind, the comparator, what an actual result with that sign is marked."""


def read_plain(text: str, *, actual: bool) -> TypedValue | None:
    """The value of a text as written in its cell; None if it is not as plain as that."""
    # no regular expression for the whole, which takes twice as long
    sign = text[:1]
    if sign in _KINDS:
        rest = text.lstrip(_SIGNED)
        number = text[1 : len(text) - len(rest)]
    else:
        sign, rest = "", text.lstrip(_UNSIGNED)
        number = text[: len(text) - len(rest)]
    unit = _unit(rest) if len(rest) <= _LONGEST else None
    if unit is None:
        return None
    whole = number.isdecimal() and number[0] != "0" and len(number) <= _MOST
    if not whole and _NUMBER.fullmatch(number) is None:
        return None
    kind, comparator, marks = _KINDS[sign]
    return TypedValue(
        text, kind, comparator, Decimal(number), None, unit, None, None, marks if actual else ()
    )


@lru_cache(maxsize=1024)
def _unit(rest: str) -> str | None:
    """The unit that a text behind a number is, if it is that and says nothing more."""
    if _UNIT.fullmatch(rest) is None:
        return None
    if not _OTHERWISE.isdisjoint(rest) or clean(rest) != rest or without_stop(rest) != rest:
        return None
    if blank_marks("1" + rest) is not None:
        return None
    tail = read_tail(rest)
    if tail is None or not tail.unit or tail.says_more or tail.unit in TIMES:
        return None
    # 3万 may be money or people
    return tail.unit if "元" in rest or tail.unit not in BARE_SCALES else None


BARE_SCALES = ("万元", "亿元", "十万元", "百万元", "千万元")
"""Units of money that are also written for a 万 without 元."""
