"""Colours that follow what a cell says, also when the clerk chooses another state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xltools.ledger.states import EXCLUDED, MISSING, PASSED, RETURNED, REVISED
from xltools.model import column_letters
from xltools.overview.columns import Column
from xltools.overview.looks import BLUE, GREEN, GREY, ORANGE, RED, Looks
from xltools.overview.words import SEVERITIES, YES

_BY_KIND = {
    "severity": {SEVERITIES["error"]: RED, SEVERITIES["warning"]: ORANGE},
    "state": {MISSING: RED, RETURNED: ORANGE, REVISED: BLUE, PASSED: GREEN, EXCLUDED: GREY},
}
_BY_HEADING = {"逾期": {YES: ORANGE}, "是否算数": {YES: GREEN}}
_DARK_RED, _DARK_GREY = "#C00000", "#7F7F7F"


def paint(
    sheet: Worksheet, looks: Looks, columns: Sequence[Column], first: int, last: int
) -> None:
    """Give the rows `first` to `last` (from 0) of a sheet their rules."""
    for place, column in enumerate(columns):
        for rule in _rules(looks, column, place, first):
            everywhere = rule["type"] == "formula"
            left, right = (0, len(columns) - 1) if everywhere else (place, place)
            sheet.conditional_format(first, left, last, right, rule)


def _rules(looks: Looks, column: Column, place: int, first: int) -> Iterator[dict[str, Any]]:
    words = _BY_KIND.get(column.kind, {})
    if column.kind == "short":
        words = _BY_HEADING.get(column.heading, {})
    for word, colour in words.items():
        look = looks.of_rule(bg_color=colour)
        yield {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
    if column.heading == "差" and column.kind == "score":
        look = looks.of_rule(font_color=_DARK_RED, bold=True)
        yield {"type": "cell", "criteria": "!=", "value": 0, "format": look}
    if column.kind == "state" and column.typed:
        look = looks.of_rule(font_color=_DARK_GREY, italic=True)
        formula = f'=${column_letters(place + 1)}{first + 1}="{EXCLUDED}"'
        yield {"type": "formula", "criteria": formula, "format": look}
