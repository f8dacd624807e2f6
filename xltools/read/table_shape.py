"""What all forms of one layout have in common about an indicator table."""

from __future__ import annotations

from msgspec import Struct

from xltools.model import Amount, Entry, Place
from xltools.profile import Profile
from xltools.read.grid import Grid
from xltools.read.labels import normal_label
from xltools.read.spots import HeadColumn, Table
from xltools.snapshot import Area, Position

INPUTS = ("name", "target", "actual", "points", "deviation_note")

_KEPT = 64


TEXTS = (
    "name", "target", "actual", "deviation_note", "nature", "unit", "actual_unit", "adjusted_target",
    "explanation", "basis", "last_year", "scoring_rule", "evidence", "status", "measure_note",
)  # fmt: skip
"""Columns that are read as texts in every row."""


class PlainRow(Struct, frozen=True):
    """The cells of a row as if blank; each stands in the row itself."""

    name: Entry
    target: Entry
    actual: Entry
    note: Entry
    points: Amount
    score: Amount
    last: int
    """The last grid column of them all."""


Head = tuple[int, frozenset[int]]
"""A column, counted from 0, and the rows in which a merge begins there."""


class TableShape:
    """A table but for what is typed into it: its labels, and where the cells of each row are."""

    def __init__(self, profile: Profile, table: Table, grid: Grid, *, own: bool) -> None:
        self.columns, self._name = table.heading.columns, grid.name
        columns = profile.form.indicators.columns if own else ()
        self.labels = {
            key: normal_label(column.label) for key, column in self.columns.items()
        } | {column.key: column.label for column in columns}
        """What the form calls its columns."""
        name = self.columns["name"].left
        self.last_input = max(self.columns[k].left for k in INPUTS if k in self.columns)
        """The last grid column of the inputs."""
        self.wide = {
            top
            for top, left, _, right in grid.sheet.merges
            if left <= name and right >= self.last_input
        }
        """Rows in which a merge reaches from the names to the last of the inputs."""
        self._merges = grid.sheet.merges
        self._begins: dict[str, Head | None] = {}
        self.plain: dict[int, PlainRow | None] = {}
        """What `plain_rows` knows of each row."""
        self.heads: dict[tuple[str, int], Entry] = {}
        """The 一级 or 二级指标 of a row as it was read last: the same in all forms of a blank."""
        self._spots: dict[tuple[str, int], Position | None] = {}
        self._rows: dict[int, tuple[tuple[str, Entry], ...]] = {}
        self._numbers: dict[tuple[str, int], Place | None] = {}

    def begins(self, key: str) -> Head | None:
        """Where a column's words begin to hold; None without it, or where it is that of the names."""
        if key not in self._begins:
            self._begins[key] = self._find_begins(key)
        return self._begins[key]

    def _find_begins(self, key: str) -> Head | None:
        column = self.columns.get(key)
        if column is None or (key != "name" and column == self.columns["name"]):
            return None
        tops = frozenset(top for top, left, _, _ in self._merges if left == column.left)
        return column.left - 1, tops

    def spot(self, key: str, row: int, grid: Grid) -> Position | None:
        """The cell of a column in one row; None where it depends on what the row holds."""
        if (key, row) not in self._spots:
            self._spots[key, row] = self._spot(self.columns[key], row, grid)
        return self._spots[key, row]

    def _spot(self, column: HeadColumn, row: int, grid: Grid) -> Position | None:
        first = grid.anchor(row, column.left)
        single = column.left == column.right or grid.end(*first)[1] >= column.right
        return first if single else None

    def texts(self, row: int, grid: Grid) -> tuple[tuple[str, Entry], ...]:
        """The columns whose cells in this row are known, each with its cell as if blank."""
        found = self._rows.get(row)
        if found is None:
            spots = {k: self.spot(k, row, grid) for k in TEXTS if k in self.columns}
            found = self._rows[row] = tuple(
                (key, Entry(self.labels[key], Place(self._name, *spot)))
                for key, spot in spots.items()
                if spot is not None
            )
        return found

    def number(self, key: str, row: int, grid: Grid) -> Place | None:
        """The cell of a number that has a cell of its own in this row; None where it is merged."""
        if (key, row) not in self._numbers:
            spot = self.spot(key, row, grid) if key in self.columns else None
            alone = spot is not None and spot[0] == row == grid.end(*spot)[0]
            self._numbers[key, row] = Place(self._name, *spot) if alone and spot else None
        return self._numbers[key, row]


_KEPT = 64
_Key = tuple[int, int, int, bool]
_shapes: dict[_Key, tuple[Table, Profile, tuple[Area, ...], TableShape]] = {}


def shape_of(profile: Profile, table: Table, grid: Grid, *, own: bool) -> TableShape:
    """The shape of a table, made once for all forms with the very same table and merges."""
    merges = grid.sheet.merges
    key = (id(table), id(profile), id(merges), own)
    known = _shapes.get(key)  # which holds on to all three, so that no other can have their ids
    if known is None:
        if len(_shapes) >= _KEPT:
            _shapes.clear()
        shape = TableShape(profile, table, grid, own=own)
        known = _shapes[key] = table, profile, merges, shape
    return known[3]
