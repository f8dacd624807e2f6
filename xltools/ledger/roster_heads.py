"""The columns of a roster by their headings: ours, and those of a plain list of projects."""

from __future__ import annotations

from msgspec import Struct

from xltools.collect.lists import AMOUNT_HEADS
from xltools.model import Place
from xltools.patterns import Pattern
from xltools.read.grid import Grid
from xltools.read.labels import lexicon
from xltools.sending.headings import (
    CODE_HEADS,
    DEADLINE_HEADS,
    DEPARTMENT_HEADS,
    NUMBER_HEADS,
    UNIT_HEADS,
    is_name,
)
from xltools.sending.model import Mistake

_OURS = {
    **dict.fromkeys(NUMBER_HEADS, "number"),
    **dict.fromkeys(CODE_HEADS, "code"),
    **dict.fromkeys(DEADLINE_HEADS, "deadline"),
    **dict.fromkeys(UNIT_HEADS, "unit"),
    **dict.fromkeys(DEPARTMENT_HEADS, "department"),
    **dict.fromkeys(("文件", "发放文件", "表格文件"), "sent"),
    **dict.fromkeys(("标识", "表格标识"), "copy"),
    **dict.fromkeys(("表样", "表式", "表样编号"), "profile"),
    **dict.fromkeys(("预算数", "预算金额", "预算"), "budget"),
}
_FIELDS = {
    "implementing_unit": "unit",
    "unit_name": "unit",
    "reporting_unit": "unit",
    "supervising_department": "department",
    "year": "year",
    "project_code": "code",
}
_BUDGETS = (Pattern("^全年预算|调整后"), Pattern("^年初预算"), Pattern("^预算数"))
"""What is the budget where several columns speak of money, best first."""


class Columns(Struct, frozen=True):
    """The row of headings; the columns by what they hold, and their headings as printed."""

    row: int
    spots: dict[str, int]
    labels: dict[str, str]

    def get(self, kind: str) -> int | None:
        """The column; None where the roster has none."""
        return self.spots.get(kind)


def find_columns(grid: Grid, rows: int, mistakes: list[Mistake]) -> Columns | None:
    """The headings: the first of so many rows with a project's name and something that tells it.

    Two columns with one meaning are a mistake.
    """
    for row in range(1, min(grid.height, rows) + 1):
        labels = grid.row_labels(row)
        kinds = [(_kind(label), column) for column, label in labels]
        found = {kind for kind, _ in kinds}
        if "name" not in found or not found & {"unit", "code", "department", "copy"}:
            continue
        spots: dict[str, int] = {}
        for kind, column in kinds:
            if kind and spots.setdefault(kind, column) != column:
                first, second = (str(grid.raw(row, each)) for each in (spots[kind], column))
                place = Place(grid.name, row, column)
                told = f"“{second}”与“{first}”是同一栏，请只留一栏。"
                mistakes.append(Mistake(place, told))
        if "budget" not in spots:
            spots |= _budget(labels, set(spots.values()))
        shown = {kind: str(grid.raw(row, column)) for kind, column in spots.items()}
        return Columns(row, spots, shown)
    return None


def _kind(label: str) -> str:
    words = lexicon()
    if label in _OURS:
        return _OURS[label]
    if is_name(label, words):
        return "name"
    return _FIELDS.get(words.fields.exact(label) or "", "")


def _budget(labels: list[tuple[int, str]], taken: set[int]) -> dict[str, int]:
    """The column of money that is the project's budget as a whole."""
    left = [(c, label) for c, label in labels if c not in taken and AMOUNT_HEADS.search(label)]
    for pattern in _BUDGETS:
        for column, label in left:
            if pattern.search(label):
                return {"budget": column}
    return {"budget": left[0][0]} if len(left) == 1 else {}
