"""A typed value in short Chinese words, for traces and messages."""

from __future__ import annotations

from xltools.decimals import plain
from xltools.model import Day, TypedValue

_SIGNS = {"≥": "不低于", ">": "高于", "≤": "不超过", "<": "低于", "=": "等于", "≈": "约"}


def describe(value: TypedValue) -> str:
    """Say a value in words that are read back as the same value.

    >>> from xltools.value import parse_value
    >>> [describe(parse_value(text)) for text in (">=95%", "221 个", "9月30日前完成", "及时。")]
    ['不低于95%', '221个', '9月30日前', '及时']
    """
    if value.kind == "none":
        return "未填"
    if value.kind == "unreadable":
        return f"读不懂的“{value.raw}”"
    if value.kind == "date":
        return _date_words(value)
    if value.kind == "qualitative":
        return " ".join(value.raw.split()).rstrip("。.；;，,")
    if "budget" in value.marks:
        return "不超过预算"
    return _number_words(value)


def _number_words(value: TypedValue) -> str:
    number = plain(value.value) if value.value is not None else ""
    if value.upper is not None:
        if value.value == -value.upper:
            return f"±{plain(value.upper)}{value.unit or ''}"
        return f"{number}~{plain(value.upper)}{value.unit or ''}"
    change = (
        "提高" if "increase" in value.marks else "降低" if "decrease" in value.marks else ""
    )
    return f"{change}{_SIGNS.get(value.comparator or '', '')}{number}{value.unit or ''}"


def _date_words(value: TypedValue) -> str:
    start, end = value.start, value.end
    if end is None:
        return value.raw
    if start is None:
        return f"{day_words(end)}{'' if end.day else '底'}前"
    return day_words(end) if start == end else f"{day_words(start)}至{day_words(end)}"


def day_words(day: Day) -> str:
    """Write a date as exactly as it is known.

    >>> day_words(Day(2022, 12)), day_words(Day(None, 9, 30))
    ('2022年12月', '9月30日')
    """
    year = f"{day.year}年" if day.year else ""
    month = f"{day.month}月" if day.month else ""
    return f"{year}{month}{f'{day.day}日' if day.day else ''}"
