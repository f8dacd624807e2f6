"""Forms for the projects of a list: one blank for each number of rows, one stamping a project."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from xltools.anchors import Identity
from xltools.blank import build_blank
from xltools.blank.build import check_rows
from xltools.blank.indicator_cells import SENTENCES
from xltools.blank.styles import height_for
from xltools.package import load_bytes
from xltools.profile import Profile
from xltools.read.locate import locate, named_sheet
from xltools.read.spots import Layout
from xltools.sending.headings import COMPUTED, money_measures
from xltools.sending.identity import copy_of
from xltools.sending.model import ToSend, Value
from xltools.sending.rows import Part, RowPlan, RowPlanner
from xltools.sending.stamp import Stamp, make_stamp
from xltools.sending.targets import RESULTS
from xltools.snapshot import Position

_SIZE, _SMALL = 10.5, 10.0
"""Points of what is typed, and of columns of sentences."""
_HIGHEST = 409.0
"""Excel takes no higher row."""


class _Blank(Struct, frozen=True):
    """One kind of blank: its rows, its stamp, and where things stand on its sheet."""

    plan: RowPlan
    stamp: Stamp
    layout: Layout
    first: int
    printed_points: dict[int, Decimal]
    rooms: dict[Position, tuple[float, float]]


class FormMaker:
    """Makes the forms of one profile; `rows` are the empty rows of each 二级指标."""

    def __init__(self, profile: Profile, rows: int | None = None) -> None:
        """Raises XltoolsError if `rows` is not between 1 and 50."""
        if rows is not None:
            check_rows(rows)
        self.profile = profile
        self._planner = RowPlanner(profile, rows)
        self._blanks: dict[tuple[tuple[Part, int], ...], _Blank] = {}
        funding = profile.form.funding
        self._scale = 4 if funding.unit == "元" else 0

    def form(self, project: ToSend) -> bytes:
        """The project's form; the same project gives the same bytes."""
        needed = self._planner.needed(project.targets)
        blank = self._blanks.get(needed)
        if blank is None:
            blank = self._blanks[needed] = self._draw(needed)
        values = self._values(blank, project)
        return blank.stamp.fill(
            values,
            _heights(blank, values),
            _total(blank, values),
            copy_of(self.profile.id, project),
        )

    def _draw(self, needed: tuple[tuple[Part, int], ...]) -> _Blank:
        profile = self.profile
        plan = self._planner.plan(needed)
        name = f"{profile.form.title}-{profile.id}.xlsx"
        book = load_bytes(build_blank(profile, rows=plan.lines), Path(name))
        sheet = named_sheet(book.snapshot, profile)
        assert sheet is not None, profile.id
        layout = locate(book.snapshot, profile, sheet, None)
        rows = range(layout.tables[-1].first, layout.tables[-1].first + len(plan.lines))
        identity = Identity(profile.id, profile.version)
        spots = self._open_spots(layout, rows)
        stamp = make_stamp(book, sheet, spots, layout.tail.points, identity)
        rooms = {spot: self._room(layout, spot) for spot in spots}
        return _Blank(plan, stamp, layout, rows.start, _points(layout, rows), rooms)

    def _open_spots(self, layout: Layout, rows: range) -> set[Position]:
        """The cells that a list may fill."""
        money = {measure.key for measure in money_measures(self.profile)}
        spots = {s.position for key, s in layout.fields.items() if key not in COMPUTED}
        spots |= {spot for (_, key), spot in layout.funding.cells.items() if key in money}
        columns = [
            head.left
            for key, head in layout.columns.items()
            if key not in RESULTS and key not in ("category", "subcategory")
        ]
        spots |= {(row, column) for row in rows for column in columns}
        return {
            spot
            for spot in spots - set(layout.grid.sheet.formulas)
            if layout.grid.anchor(*spot) == spot
        }

    def _room(self, layout: Layout, spot: Position) -> tuple[float, float]:
        """How many digits a line of this cell holds, and the size of its letters."""
        left, right = spot[1], layout.grid.end(*spot)[1]
        # as the blank counts (`Canvas.fit`): Excel keeps 0.71 of a column for its margins
        width = sum(each + 0.71 for each in self.profile.form.widths[left - 1 : right])
        sentences = {head.left for key, head in layout.columns.items() if key in SENTENCES}
        inside = spot[0] >= layout.tables[-1].first
        size = _SMALL if inside and left in sentences else _SIZE
        return (width + 2) * _SIZE / size, size

    def _values(self, blank: _Blank, project: ToSend) -> dict[Position, Value]:
        layout = blank.layout
        values: dict[Position, Value] = {
            layout.fields[key].position: value for key, value in project.fields.items()
        }
        for cell, amount in project.amounts.items():
            values[layout.funding.cells[cell]] = self._printed(amount)
        columns = layout.columns
        places = blank.plan.places(project.targets)
        for target, place in zip(project.targets, places, strict=True):
            for key, value in target.cells.items():
                values[blank.first + place, columns[key].left] = value
        return values

    def _printed(self, amount: Decimal) -> Decimal:
        """An amount of 万元 in the form's unit."""
        return amount if self._scale == 0 else Decimal(format(amount.scaleb(4), "f"))


def _points(layout: Layout, rows: range) -> dict[int, Decimal]:
    """The points that the blank prints, by row."""
    column = layout.columns.get("points")
    if column is None:
        return {}
    printed = ((row, layout.grid.sheet.value(row, column.left)) for row in rows)
    return {
        row: Decimal(str(value)) for row, value in printed if isinstance(value, int | float)
    }


def _heights(blank: _Blank, values: dict[Position, Value]) -> dict[int, float]:
    """What rows need so that no text is cut on paper."""
    heights: dict[int, float] = {}
    for spot, value in values.items():
        if isinstance(value, Decimal):
            continue
        room, size = blank.rooms[spot]
        if len(value) * 2 > room - 2 or "\n" in value:
            height = min(height_for(value, room, size), _HIGHEST)
            heights[spot[0]] = max(heights.get(spot[0], 0.0), height)
    return heights


def _total(blank: _Blank, values: dict[Position, Value]) -> Decimal | None:
    """What the sum of the points shows; None where the form has none."""
    spot, column = blank.layout.tail.points, blank.layout.columns.get("points")
    if spot is None or column is None:
        return None
    total = Decimal(str(blank.layout.grid.sheet.value(*spot) or 0))
    for (row, at), value in values.items():
        if at == column.left and row >= blank.first and isinstance(value, Decimal):
            total += value - blank.printed_points.get(row, Decimal(0))
    return total
