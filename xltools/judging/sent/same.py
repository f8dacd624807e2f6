"""When two cells say the same, and how a cell's value is told to a person."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from xltools.decimals import plain
from xltools.model import CellValue
from xltools.patterns import Pattern
from xltools.snapshot import Position, Sheet
from xltools.value import exact

_FILLERS = frozenset(("", "-", "--", "—", "——", "–", "/", "\\", "…", "……"))
_NUMBER = Pattern(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")
_GAPS = Pattern(r"[:：]|[ \u3000\u00a0_＿]{2,}")
_LONG = 30
"""Characters of a value that a finding quotes."""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    r"""A text in one width and without spaces: what programs change on the way is no change.

    >>> folded("年\n度（万元）"), folded(" A ")
    ('年度(万元)', 'a')
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def is_blank(value: CellValue) -> bool:
    """True for an empty cell and for one with a mere sign such as —."""
    if value is None:
        return True
    return isinstance(value, str) and len(value) < 9 and folded(value) in _FILLERS


def same(sent: CellValue, now: CellValue) -> bool:
    """True if a cell says what it said when it was sent, whatever program saved it since.

    >>> same(15.0, "15.00"), same(2024.0, "（2024年度）"), same("≥ 5 人", "≥5人"), same(15.0, "150")
    (True, True, True, False)
    """
    if sent == now:
        return True
    if now is None or sent is None:
        return is_blank(sent) and is_blank(now)
    if isinstance(sent, str) and isinstance(now, str):
        return folded(sent) == folded(now) or _is_number(sent, _as_number(now))
    one, other = exact(sent), exact(now)
    if one is not None and other is not None:
        return abs(one - other) <= Decimal("1e-9") * max(abs(one), Decimal(1))
    if one is None:
        return isinstance(sent, str) and _is_number(sent, other)
    return isinstance(now, str) and _is_printed(one, now)


def _as_number(text: str) -> Decimal | None:
    """The number that a text is; None for any other text."""
    match = _NUMBER.fullmatch(folded(text))
    return Decimal(match[0].replace(",", "")) if match else None


def _is_number(text: str, number: Decimal | None) -> bool:
    """True if a text is this number."""
    return number is not None and _as_number(text) == number


def _is_printed(number: Decimal, text: str) -> bool:
    """True if a text is the number as a format prints it: 1,234.50, 95.00%, （2024年度）."""
    found = _NUMBER.findall(folded(text))
    if len(found) != 1:
        return False
    shown = Decimal(found[0].replace(",", ""))
    digits = -int(shown.as_tuple().exponent)
    if "%" in folded(text):
        number *= 100
    return (
        abs(shown - number) * 2 <= Decimal(1).scaleb(-digits) if digits > 0 else shown == number
    )


def is_answered(printed: str, now: str) -> bool:
    """True if a label was completed in its own cell: 填报日期：  年  月 → 填报日期：2025年3月.

    >>> is_answered("填报人：", "填报人：李某"), is_answered("填报人：", "审核人：李某"), is_answered("得分", "得分高")
    (True, False, False)
    """
    if _GAPS.search(printed) is None:
        return False
    rest = folded(now)
    for piece in map(folded, printed.replace("_", " ").replace("＿", " ").split()):
        _, found, rest = rest.partition(piece)
        if not found:
            return False
    return (
        folded(now).startswith(folded(printed.split(maxsplit=1)[0]))
        if printed.split()
        else False
    )


def told(value: CellValue, sheet: Sheet | None = None, spot: Position | None = None) -> str:
    """A value as a person reads it in its cell, on one line."""
    if value is None:
        return ""
    number = exact(value)
    if number is not None:
        if sheet is not None and spot in sheet.percents:
            return f"{plain(number * 100)}%"
        return plain(number) + (sheet.suffixes.get(spot, "") if sheet and spot else "")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return " ".join(str(value).split())


def quoted(text: str) -> str:
    """The beginning of a text, short enough for a sentence."""
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def both(sent: str, now: str) -> tuple[str, str]:
    """Two texts short enough for a sentence; long ones from where they begin to differ.

    >>> both("甲" * 40 + "不少于12处，年内完成并通过验收。", "甲" * 40 + "不少于9处，年内完成并通过验收。")
    ('…甲甲甲甲甲不少于12处，年内完成并通过验收。', '…甲甲甲甲甲不少于9处，年内完成并通过验收。')
    """
    if max(len(sent), len(now)) <= _LONG:
        return sent, now
    at = next((n for n, (a, b) in enumerate(zip(sent, now, strict=False)) if a != b), 0)
    start = max(0, at - 8)
    return tuple(("…" if start else "") + quoted(text[start:]) for text in (sent, now))  # type: ignore[return-value]


def now_is(text: str) -> str:
    """The end of a sentence that tells what a cell holds now."""
    return f"是“{text}”" if text else "是空的"
