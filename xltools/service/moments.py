"""Serial numbers that show as dates → the dates that the reader of .xlsx files makes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from xltools.model import CellValue

DateKind: TypeAlias = Literal["", "date", "span"]
"""What a number format makes of a number: a number, a date or time of day, a length of time."""

_DAY = 86_400_000  # milliseconds
_FALSE_LEAP = 60
"""Excel's 29 February 1900, which never was; serials before it are one day behind."""


@lru_cache(maxsize=256)
def date_kind(code: str) -> DateKind:
    """Return what a number format makes of a number; only its first section counts.

    >>> date_kind('yyyy"年"m"月"'), date_kind("[h]:mm"), date_kind('0"days"'), date_kind("[Red]0")
    ('date', 'span', '', '')
    """
    at, section = 0, code
    while at < len(section):
        sign = section[at]
        if sign == ";":
            break
        if sign in "\\_":
            at += 2
        elif sign == '"':
            end = section.find('"', at + 1)
            at = len(section) if end < 0 else end + 1
        elif sign == "[":
            end = section.find("]", at)
            inside = section[at + 1 : end].lower()
            if inside and len(set(inside)) == 1 and inside[0] in "hms":
                return "span"
            at = len(section) if end < 0 else end + 1
        elif sign in "dmhysDMHYS" or section[at : at + 3].upper() == "A/P":
            return "date"
        else:
            at += 1
    return ""


def moment(serial: float, kind: DateKind, *, since_1904: bool) -> CellValue:
    """Return the date, time of day, both, or length of time; the number where there is no such day.

    >>> moment(44925, "date", since_1904=False), moment(0.25, "date", since_1904=False)
    (datetime.date(2022, 12, 30), datetime.time(6, 0))
    """
    span = timedelta(milliseconds=round(serial * _DAY))
    if not kind:
        return serial
    if kind == "span":
        return span
    if since_1904:
        first = datetime(1904, 1, 1)
    else:
        first = datetime(1899, 12, 31 if serial < _FALSE_LEAP else 30)
    try:
        found = first + span
    except OverflowError:
        return serial
    if serial < 1:
        return found.time()
    return found.date() if serial == int(serial) else found
