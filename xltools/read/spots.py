"""Where the parts of a form stand: what the search for names and labels hands to the reader."""

from __future__ import annotations

from msgspec import Struct

from xltools.model import MoneyUnit, Place
from xltools.read.grid import Grid
from xltools.snapshot import Position


class HeadColumn(Struct, frozen=True):
    """One column under a heading: grid columns `left` to `right`, the heading's cell and text."""

    key: str
    left: int
    right: int
    spot: Position
    label: str
    doubt: int = 0
    """0 for a listed label, 1 for a guessed one, 2 where only the heading above it tells."""
    year: int = 0
    """The year that the label names (2022年完成值); 0 for none."""


class Heading(Struct, frozen=True):
    """The heading of one indicator table, `top` to `bottom`; `unknown` are labels not understood."""

    top: int
    bottom: int
    columns: dict[str, HeadColumn]
    unknown: tuple[HeadColumn, ...] = ()

    @property
    def name_column(self) -> int:
        """The last grid column of the names."""
        return self.columns["name"].right


class Table(Struct, frozen=True):
    """One indicator table: its heading and its rows, inclusive; empty when last < first."""

    heading: Heading
    first: int
    last: int


class Area(Struct, frozen=True):
    """One form on a sheet: rows `top` to `bottom` and its indicator tables, at least one."""

    grid: Grid
    top: int
    bottom: int
    tables: tuple[Table, ...]
    alone: bool = True

    @property
    def heading(self) -> Heading:
        """The heading of the last table, which is the one of 绩效指标."""
        return self.tables[-1].heading

    @property
    def first_heading_row(self) -> int:
        """The top row of the first heading; head and funding stand above it."""
        return self.tables[0].heading.top

    @property
    def around(self) -> list[tuple[int, int]]:
        """The rows above, between and below the tables, first and last of each run."""
        firsts = [self.top, *(table.last + 1 for table in self.tables)]
        lasts = [*(table.heading.top - 1 for table in self.tables), self.bottom]
        return list(zip(firsts, lasts, strict=True))

    @property
    def last_row(self) -> int:
        """The last row of the last table; total and tail stand below it."""
        return self.tables[-1].last


class FieldSpot(Struct, frozen=True):
    """Where the answer of a label stands; `inline` is the answer inside the label's own cell.

    `heading` is the label's cell where it is another one.
    """

    position: Position
    label: str
    inline: str | None = None
    heading: Position | None = None


class TailSpots(Struct, frozen=True):
    """Cells of total points, total score and grade; None where the form prints none."""

    points: Position | None = None
    score: FieldSpot | None = None
    grade: FieldSpot | None = None


class FundingSpots(Struct, frozen=True):
    """Cells of the amounts by (source, measure); cells and texts of the labels of both.

    `sources` and `headings` are label cells of sources and measures, `labels` and
    `measures` their texts.
    `unit` is what the block prints, None when it prints none; `stated_points` a cell that
    names the points of the execution rate in words: 得分（20分×执行率）.
    """

    cells: dict[tuple[str, str], Position] = {}
    sources: dict[str, Position] = {}
    labels: dict[str, str] = {}
    measures: dict[str, str] = {}
    headings: dict[str, Position] = {}
    unit: MoneyUnit | None = None
    stated_points: Place | None = None
    top: int = 0
    bottom: int = 0


class Layout(Struct, frozen=True):
    """Positions on the form's sheet; a key that could not be found is absent.

    `tables` are the indicator tables, the one of 绩效指标 last; `area` the rows of the form, None
    where its names were enough to find it.
    """

    grid: Grid
    fields: dict[str, FieldSpot]
    funding: FundingSpots
    tables: tuple[Table, ...]
    tail: TailSpots
    area: Area | None = None

    @property
    def columns(self) -> dict[str, HeadColumn]:
        """The columns of 绩效指标."""
        return self.tables[-1].heading.columns if self.tables else {}
