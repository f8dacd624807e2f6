"""The filters of sentences: `{{ execution_rate | percent }}`. A blank comes out as （待补充）."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from xltools.report.head import run_on
from xltools.report.rows import counted
from xltools.report.text import MISSING, number, one_line, percent


class Said(str):
    """What a named sentence came to: its lines stay lines, since each value in it was printed."""

    __slots__ = ()


def printed(value: object) -> object:
    """What `{{ value }}` prints: a blank shows, a number has no trailing zeros."""
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Said):
        return value
    return one_line(value) if isinstance(value, str) else value


def _percent(value: object, places: int = 2) -> str:
    """A ratio as a percentage: `{{ execution_rate | percent }}` → 98.92%."""
    return MISSING if value is None else percent(Decimal(str(value)), places)


def _number(value: object) -> str:
    """A number or （待补充）."""
    return MISSING if value is None else number(Decimal(str(value)))


def _after(value: object, lead: str) -> str:
    """The lead with the text behind it: `{{ phrase.project_use | after("资金主要用于") }}`."""
    return run_on(lead, None if value is None else str(value))


def _counted(value: object) -> str:
    """A number as one says it before what is counted: 两, 三."""
    return MISSING if value is None else counted(int(str(value)))


FILTERS: dict[str, Callable[..., Any]] = {
    "percent": _percent,
    "points": _number,
    "amount": _number,
    "after": _after,
    "counted": _counted,
}
