"""Which rows an indicator table has, and where it stands once it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct

from xltools.blank.canvas import Area
from xltools.profile import (
    CategoryBlock,
    Column,
    IndicatorForm,
    PresetIndicator,
    Subcategory,
)

LEAST_ROWS = 12
"""A plain list without 一级指标 and 二级指标 offers at least so many rows."""


class Line(Struct, frozen=True):
    """One row of a table that is filled in: the keys of its 一级 and 二级指标, and its name.

    With an unknown `category` the row is any plain one, with an unknown `subcategory` it
    belongs to the first of the 一级指标.
    """

    category: str
    subcategory: str
    name: str


Rows: TypeAlias = int | Sequence[Line] | None
"""Blank rows for each 二级指标, all the rows there are, or None for what the profile says."""


class Row(Struct, frozen=True):
    """One row to be: the words it belongs to, and what the blank prints in it."""

    block: CategoryBlock
    sub: Subcategory
    preset: PresetIndicator | None = None
    scored: bool = True
    """False on a form whose policy leaves the scores to whoever fills it in."""

    @property
    def typed_score(self) -> bool:
        """True where a person scores and we do not."""
        return self.judged or not self.scored

    @property
    def execution(self) -> bool:
        """True for the row of 预算执行率."""
        return self.block.execution

    @property
    def judged(self) -> bool:
        """True where an evaluator finds and scores, and no target is asked for."""
        return self.block.judged

    @property
    def fixed(self) -> bool:
        """True where the indicator's name is printed."""
        return self.preset is not None and bool(self.preset.name)

    @property
    def has_points(self) -> bool:
        """True where the blank prints points."""
        return self.preset is not None and self.preset.points is not None


class IndicatorPlace(Struct, frozen=True):
    """Rows and columns of the table.

    `heading` is the first row of the heading, `first` the first indicator; `columns` maps a
    key to its first column and `spans` to its width.
    """

    heading: int
    first: int
    columns: dict[str, int]
    spans: dict[str, int]
    rows: tuple[Row, ...]

    @property
    def last(self) -> int:
        """The last row of the table."""
        return self.first + len(self.rows) - 1

    def numbered(self) -> Iterator[tuple[int, Row]]:
        """Yield each row with its number on the sheet."""
        yield from enumerate(self.rows, start=self.first)

    def runs(self, key: str, keep: Callable[[Row], bool] = lambda _: True) -> list[Area]:
        """The cells of one column in the rows that are wanted; none without the column."""
        if key not in self.columns:
            return []
        left = self.columns[key]
        right = left + self.spans[key] - 1
        runs: list[Area] = []
        for number, row in self.numbered():
            if not keep(row):
                continue
            if runs and runs[-1].bottom == number - 1:
                runs[-1] = Area(runs[-1].top, left, number, right)
            else:
                runs.append(Area(number, left, number, right))
        return runs


def planned_rows(form: IndicatorForm, blank: Rows, *, scored: bool = True) -> tuple[Row, ...]:
    """Return the rows of a blank table, preset ones before the empty ones of each 二级指标.

    `blank` is the number of empty rows for each 二级指标, None for what the profile says;
    预算执行率 and fixed lists have none to choose. The lines of a filled form give its own rows.
    """
    if isinstance(blank, Sequence):
        return tuple(_rows_of_lines(form, blank, scored))
    rows = [
        row for block in form.categories for sub in block.subcategories
        for row in _rows_of(block, sub, blank, scored)
    ]  # fmt: skip
    keys = {column.key for column in form.columns}
    if not rows or (blank is None and not keys & {"category", "subcategory"}):
        nothing = Row(CategoryBlock("", "", ()), Subcategory("", ""))
        last = rows[-1] if rows else nothing
        rows += [Row(last.block, last.sub, None, scored)] * (LEAST_ROWS - len(rows))
    return tuple(rows)


def lines_of(plan: Sequence[Row]) -> tuple[Line, ...]:
    """A plan as lines, from which `planned_rows` makes the same plan again."""
    return tuple(
        Line(row.block.key, row.sub.key, row.preset.name if row.preset else "") for row in plan
    )


def _rows_of(
    block: CategoryBlock, sub: Subcategory, blank: int | None, scored: bool
) -> list[Row]:
    presets = _presets(block, sub)
    if block.execution:
        free = max(sub.rows - len(presets), 0)
    elif blank is None or (presets and not sub.rows):
        free = sub.rows
    else:
        free = blank
    rows = [Row(block, sub, preset, scored) for preset in presets]
    return rows + [Row(block, sub, None, scored)] * free


def _presets(block: CategoryBlock, sub: Subcategory) -> list[PresetIndicator]:
    """The fixed rows of a 二级指标; the one of its 一级指标 comes before those of the first."""
    presets = list(sub.presets)
    if block.preset is not None and sub == block.subcategories[0]:
        presets.insert(0, block.preset)
    return presets


def _rows_of_lines(form: IndicatorForm, lines: Sequence[Line], scored: bool) -> Iterator[Row]:
    """A line is that of a preset by its name, else by its place among the others."""
    unknown = Row(CategoryBlock("", "", ()), Subcategory("", ""), None, scored)
    blocks = {block.key: block for block in form.categories if block.subcategories}
    for _, run in groupby(lines, key=lambda line: (line.category, line.subcategory)):
        members = list(run)
        block = blocks.get(members[0].category)
        if block is None:
            yield from [unknown] * len(members)
            continue
        subs = {sub.key: sub for sub in block.subcategories}
        sub = subs.get(members[0].subcategory, block.subcategories[0])
        presets = dict(enumerate(_presets(block, sub)))
        found = {}
        for number, line in enumerate(members):
            same = (n for n, each in presets.items() if each.name and each.name == line.name)
            at = next(same, None)
            if at is not None:
                found[number] = presets.pop(at)
        for number in range(len(members)):
            preset = found.get(number) or presets.pop(number, None)
            yield Row(block, sub, preset, scored)


def with_right_edge(columns: tuple[Column, ...], first: int, width: int) -> list[int]:
    """Return the spans of columns, the last one widened to the edge of the form."""
    spans = [column.span for column in columns]
    spans[-1] += max(width + 1 - first - sum(spans), 0)
    return spans
