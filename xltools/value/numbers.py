"""Digits → Decimal. Text is matched against an ASCII grammar first, never given to `float`."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from xltools.model import CellValue
from xltools.patterns import Pattern

NUMBER_PATTERN = (
    r"[-+]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)(?![0-9]|[.,][0-9])"
)
"""ASCII digits, separators only in groups of three, and no digits after it:
`7,00.0,77` has no number at its start."""

NUMBER = Pattern(NUMBER_PATTERN)


def has_doubtful_start(digits: str) -> bool:
    """True for 095 and .95: a point or a digit may have been lost.

    >>> [has_doubtful_start(digits) for digits in ("095", "-.5", "0.95", "0")]
    [True, True, False, False]
    """
    digits = digits.lstrip("+-")
    return digits[0] == "." or (len(digits) > 1 and digits[0] == "0" and digits[1] != ".")


_MOST_DIGITS = 24
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_STEPS = {"十": 10, "百": 100, "千": 1000}
CHINESE_DIGITS = frozenset(_DIGITS) | frozenset(_STEPS)


def to_decimal(digits: str) -> Decimal:
    """Return the number that `NUMBER` matched.

    >>> to_decimal("1,234.50")
    Decimal('1234.50')
    """
    return Decimal(digits.replace(",", ""))


def exact(raw: CellValue) -> Decimal | None:
    """Return the number of a numeric cell as Excel shows it; None for anything else.

    Excel keeps 15 significant digits; what a float has beyond them was never typed.

    A number that no amount and no count can have (1e30) is none.

    >>> exact(274.65999999999997), exact(130.0), exact(1e21), exact(float("nan")), exact(1e308)
    (Decimal('274.66'), Decimal('130'), Decimal('1000000000000000000000'), None, None)
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float):
        return exact_float(raw)
    if not isinstance(raw, Decimal) or not raw.is_finite() or raw.adjusted() > _MOST_DIGITS:
        return None
    return Decimal(format(raw, "f")) if raw else Decimal(0)


@lru_cache(maxsize=2048)
def exact_float(raw: float) -> Decimal | None:
    """Return the number of a cell as `exact` does: points and scores are few, over and over."""
    value = Decimal(format(raw, ".15g"))
    if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        return None
    return Decimal(format(value, "f")) if value else Decimal(0)


def chinese_number(text: str) -> int | None:
    """Read a Chinese numeral below ten thousand; None if it is not written in full.

    >>> [chinese_number(word) for word in ("十", "十二", "两百零五", "三千", "一百二", "五六")]
    [10, 12, 205, 3000, None, None]
    """
    total, digit, last = 0, None, 10_000
    for position, char in enumerate(text):
        step = _STEPS.get(char)
        if step is None:
            value = _DIGITS.get(char)
            if value is None or digit:
                return None
            digit = value
            continue
        if step >= last or (digit is None and (step != 10 or position)) or digit == 0:
            return None
        total += step * (1 if digit is None else digit)
        digit, last = None, step
    if not text:
        return None
    if digit and last in (100, 1000) and text[-2] != "零":
        return None  # 一百二 is 120 in speech
    return total + (digit or 0)
