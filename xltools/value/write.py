"""A typed value as the text of a cell that is read back as the same value."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.decimals import plain
from xltools.model import TypedValue
from xltools.value.describe import day_words
from xltools.value.grammar import Role, parse_value

_SAME = ("kind", "comparator", "value", "upper", "unit", "start", "end")


def write_value(value: TypedValue) -> str:
    """Write a value in the one spelling of this house: ≥95%, 5~10个, 12月31日前, 约30天.

    What is read from it, in the role that the value had, has the same kind, comparator,
    numbers, unit and dates; of the marks only those that the words carry (提高5%). Words,
    and what could not be read, are written as they stood; blank is "".

    >>> [write_value(parse_value(text)) for text in ("不低于百分之九十五", "50本以上", "9月底前", "3至5次")]
    ['≥95%', '≥50本', '9月30日前', '3~5次']
    """
    if value.kind == "none":
        return ""
    if value.kind in ("unreadable", "qualitative"):
        return value.raw
    first = ""
    for text in _spellings(value):
        first = first or text
        if any(_same(value, parse_value(text, role=role)) for role in _ROLES):
            return text
    return first


_ROLES: tuple[Role, ...] = ("target", "actual")


def _same(a: TypedValue, b: TypedValue) -> bool:
    return all(getattr(a, name) == getattr(b, name) for name in _SAME)


def _spellings(value: TypedValue) -> Iterator[str]:
    """The plain spelling first, then those that keep 12(月) from being December."""
    if value.kind == "date":
        yield from _dates(value)
    elif "budget" in value.marks and value.value is None:
        yield "不超过预算"
    elif value.value is not None:
        change = (
            "提高" if "increase" in value.marks else "降低" if "decrease" in value.marks else ""
        )
        sign = {"≈": "约"}.get(value.comparator or "", value.comparator or "")
        number, unit = plain(value.value), value.unit or ""
        if value.upper is not None:
            number = f"{number}~{plain(value.upper)}"
            if value.value == -value.upper:
                yield f"±{plain(value.upper)}{unit}"
        yield f"{change}{sign}{number}{unit}"
        yield f"{change}{sign}{number}({unit})"
        yield f"{change}{sign}{value.value:,f}{unit}"
    yield value.raw


def _dates(value: TypedValue) -> Iterator[str]:
    start, end = value.start, value.end
    if end is None:
        yield value.raw
    elif start is None:
        yield f"{day_words(end)}{'' if end.day else '底'}前"
        yield f"{day_words(end)}前"
        yield f"≤{day_words(end)}"
    elif start == end:
        yield day_words(end)
    else:
        yield f"{day_words(start)}至{day_words(end)}"
