"""The filters of sentences: `{{ execution_rate | percent }}`. A blank comes out as （待补充）."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from jinja2 import Undefined
from msgspec import Struct

from xltools.report.head import run_on
from xltools.report.rows import counted
from xltools.report.text import MISSING, number, one_line, percent


class Said(str):
    """What a named sentence came to: its lines stay lines, since each value in it was printed."""

    __slots__ = ()


class NotPrintedError(TypeError):
    """A value that is no word and no number."""


def printed(value: object) -> object:
    """What `{{ value }}` prints: a blank shows, a number has no trailing zeros.

    Raises:
        NotPrintedError: it is a list or a record, of which one item was meant.
    """
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Said):
        return value
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list | tuple | dict | Struct) or _is_program(value):
        raise NotPrintedError("这是清单或一组数据，不能整个印出来，请写明印其中哪一项")
    return value


def _is_program(value: object) -> bool:
    """True for what could be called; a name that nothing has is told by Jinja2."""
    return callable(value) and not isinstance(value, Undefined)


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
