"""Where the form's cells are in this workbook: defined names first, then printed labels.

A name moves with its cell when somebody inserts rows, moves columns or renames a sheet.
Where names are gone (the sheet was copied) or never were (another's form) the labels tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from xltools import anchors
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Place
from xltools.profile import Profile
from xltools.read.grid import Grid
from xltools.read.spots import (
    Area,
    FieldSpot,
    FundingSpots,
    HeadColumn,
    Heading,
    Layout,
    Table,
    TailSpots,
)
from xltools.snapshot import Position, Sheet, Snapshot


class Names:
    """Our defined names on one sheet."""

    def __init__(self, snapshot: Snapshot, grid: Grid) -> None:
        self.grid = grid
        self._cells = {
            name: (cell.row, cell.column)
            for name, cell in snapshot.names.items()
            if cell.sheet == grid.name and name.startswith(anchors.PREFIX)
        }

    def at(self, name: str) -> Position | None:
        """The cell that a name points at."""
        return self._cells.get(name)

    def columns(self, profile: Profile) -> dict[str, HeadColumn]:
        """The named headings of indicator columns."""
        found: dict[str, HeadColumn] = {}
        for column in profile.form.indicators.columns:
            spot = self.at(anchors.column(column.key))
            if spot is not None:
                right = self.grid.end(*spot)[1]
                head = HeadColumn(column.key, spot[1], right, spot, column.label)
                found[column.key] = head
        return found

    def fields(self, profile: Profile) -> dict[str, FieldSpot]:
        """The named cells of the head's fields and of the objective."""
        found = {}
        for field in profile.form.fields:
            spot = self.at(anchors.field(field.key))
            if spot is not None:
                found[field.key] = FieldSpot(self.grid.anchor(*spot), field.label)
        return found

    def funding(self, profile: Profile) -> FundingSpots:
        """The amounts of the funding table: by a name each, or where two named labels cross."""
        form = profile.form.funding
        down = form.orientation == "sources_down"
        crossing_labels = down or form.orientation == "measures_down"
        cells: dict[tuple[str, str], Position] = {}
        sources: dict[str, Position] = {}
        for source in form.sources:
            label = self.at(anchors.source(source.key))
            if label is not None:
                sources[source.key] = label
            for measure in form.measures:
                spot = self.at(anchors.amount(source.key, measure.key))
                head = self.at(anchors.measure(measure.key))
                if spot is None and label and head and crossing_labels:
                    crossing = (label[0], head[1]) if down else (head[0], label[1])
                    spot = self.grid.anchor(*crossing)
                if spot is not None:
                    cells[source.key, measure.key] = spot
        labels = {source.key: source.label for source in form.sources}
        measures = {measure.key: measure.label for measure in form.measures}
        return FundingSpots(cells, sources, labels, measures)

    def tail(self) -> TailSpots:
        """The named cells of total points, total score and grade."""
        grade, score = self.at(anchors.GRADE), self.at(anchors.TOTAL_SCORE)
        return TailSpots(
            self.at(anchors.TOTAL_POINTS),
            FieldSpot(score, "总分") if score else None,
            FieldSpot(grade, "等级") if grade else None,
        )


def locate(snapshot: Snapshot, profile: Profile, sheet: str, area: Area | None) -> Layout:
    """Return where everything is, on a sheet or in one area of it."""
    if area is not None:
        return _by_labels(profile, area)
    found = snapshot.sheet(sheet)
    assert found is not None, sheet
    grid = Grid(found)
    known = _known.get(_key(snapshot, profile, grid))
    if known is not None:
        one = known[0]
        return Layout(grid, one.fields, one.funding, one.tables, one.tail)
    names = Names(snapshot, grid)
    named = Layout(
        grid,
        names.fields(profile),
        names.funding(profile),
        _named_tables(grid, names, profile),
        names.tail(),
    )
    if _is_whole(named, profile):
        if _ends_at_name(named):
            _remember(named, snapshot, profile)
        return named
    # a form of ours with all its names is read without them; importing them takes its time
    from xltools.read.areas import find_areas
    from xltools.read.labels import lexicon

    areas = find_areas(found, lexicon(profile))
    if not areas:
        return named
    rows = {head.spot[0] for head in named.columns.values()}
    printed = next((a for a in areas if a.heading.bottom in rows), areas[0])
    return _joined(named, _by_labels(profile, printed))


_Key = tuple[int, int, int, int, str]
_known: dict[_Key, tuple[Layout, object, object, Profile]] = {}
_KEPT = 32


def _key(snapshot: Snapshot, profile: Profile, grid: Grid) -> _Key:
    return (
        id(snapshot.names), id(grid.sheet.merges), id(profile), grid.height, grid.name
    )  # fmt: skip


def _remember(named: Layout, snapshot: Snapshot, profile: Profile) -> None:
    """Keep a layout that no cell's content had a part in, for forms with the very same names.

    What is kept holds on to names, merges and profile, so that no others can have their ids.
    """
    if len(_known) >= _KEPT:
        _known.clear()
    key, merges = _key(snapshot, profile, named.grid), named.grid.sheet.merges
    empty = Grid(Sheet(named.grid.name, []))
    kept = Layout(empty, named.fields, named.funding, named.tables, named.tail)
    _known[key] = kept, snapshot.names, merges, profile


def _by_labels(profile: Profile, area: Area) -> Layout:
    from xltools.read.by_labels import by_labels

    return by_labels(profile, area)


def _named_tables(grid: Grid, names: Names, profile: Profile) -> tuple[Table, ...]:
    columns = names.columns(profile)
    if not columns:
        return ()
    bottom = max(grid.end(*head.spot)[0] for head in columns.values())
    heading = Heading(min(head.spot[0] for head in columns.values()), bottom, columns)
    total = names.at(anchors.TOTAL_SCORE)
    in_tail = total is not None and total[0] > bottom
    last = total[0] - 1 if total is not None and in_tail else _end_of_rows(grid, bottom + 1)
    return (Table(heading, bottom + 1, last),)


def _end_of_rows(grid: Grid, first_row: int) -> int:
    """The last row of a table without 总分: the one before the first note, or the sheet's end."""
    for row in range(first_row, grid.height + 1):
        text = grid.text(row, 1)
        if text and text.startswith(("注", "备注", "说明")):
            return row - 1
    return grid.height


def _is_whole(named: Layout, profile: Profile) -> bool:
    """True if the names alone tell where all is that the profile's form has."""
    form = profile.form
    keys = {column.key for column in form.indicators.columns}
    amounts = len(form.funding.sources) * len(form.funding.measures)
    return (
        keys == named.columns.keys()
        and not form.assessments
        and len(named.fields) == len(form.fields)
        and len(named.funding.cells) == amounts
        and (named.tail.score is not None or "score" not in keys)
        and (named.tail.grade is not None or not form.tail.grade_label)
    )


def _ends_at_name(named: Layout) -> bool:
    """True if the row of 总分 ends the table, and not what some cell holds."""
    score, bottom = named.tail.score, named.tables[-1].heading.bottom
    return score is not None and score.position[0] > bottom


def _joined(named: Layout, printed: Layout) -> Layout:
    """What has no name any more stands where its label is."""
    funding = named.funding
    if len(funding.cells) < len(printed.funding.cells):
        funding = FundingSpots(
            printed.funding.cells | funding.cells,
            printed.funding.sources | funding.sources,
            printed.funding.labels | funding.labels,
            printed.funding.measures | funding.measures,
            printed.funding.headings | funding.headings,
            printed.funding.unit,
            printed.funding.stated_points,
        )
    return Layout(
        printed.grid,
        printed.fields | named.fields,
        funding,
        _joined_tables(named.tables, printed.tables),
        TailSpots(
            named.tail.points or printed.tail.points,
            named.tail.score or printed.tail.score,
            named.tail.grade or printed.tail.grade,
        ),
        printed.area,
    )


def _joined_tables(named: tuple[Table, ...], printed: tuple[Table, ...]) -> tuple[Table, ...]:
    if not named or not printed:
        return named or printed
    own, seen = named[-1], printed[-1]
    columns = seen.heading.columns | own.heading.columns
    heading = Heading(own.heading.top, own.heading.bottom, columns, seen.heading.unknown)
    return (*printed[:-1], Table(heading, own.first, min(own.last, seen.last)))


def missing(layout: Layout, profile: Profile, *, own: bool) -> Iterator[Finding]:
    """A finding for each thing of the profile's form that is gone.

    Of a form that is not `own` (made from our blank) a column is missed only where one
    without a heading holds data: other forms leave columns, fields and lines out as they please.
    """
    form = profile.form
    sheet = layout.grid.name
    row = layout.tables[-1].heading.top if layout.tables else 1
    if own or _has_headless_column(layout):
        for column in form.indicators.columns:
            if column.key not in layout.columns:
                place = Place(sheet, row, 1)
                yield Code.ANCHOR_MISSING.at(place, column.label, label=column.label)
    if not own:
        return
    for field in form.fields:
        if field.key not in layout.fields:
            yield Code.ANCHOR_MISSING.at(Place(sheet, 1, 1), field.label, label=field.label)
    for source in form.funding.sources:
        for measure in form.funding.measures:
            if (source.key, measure.key) not in layout.funding.cells and source.part_of == "":
                label = f"{source.label}的{measure.label}"
                yield Code.ANCHOR_MISSING.at(Place(sheet, 1, 1), label, label=label)


def _has_headless_column(layout: Layout) -> bool:
    """True if two rows or more of the table hold something under no heading at all."""
    if not layout.tables:
        return False
    table, grid = layout.tables[-1], layout.grid
    heads = [*table.heading.columns.values(), *table.heading.unknown]
    covered = {at for each in heads for at in range(each.left, each.right + 1)}
    for column in range(min(covered), grid.width + 1):
        if column in covered or _stands_under_label(grid, table, column):
            continue
        spots = {grid.anchor(row, column) for row in range(table.first, table.last + 1)}
        if sum(spot[1] == column and grid.raw(*spot) is not None for spot in spots) >= 2:
            return True
    return False


def _stands_under_label(grid: Grid, table: Table, column: int) -> bool:
    rows = range(table.heading.top, table.heading.bottom + 1)
    return any(grid.raw(row, column) is not None for row in rows)


def named_sheet(snapshot: Snapshot, profile: Profile) -> str | None:
    """The sheet that our names point at as the form's; None if they are gone."""
    for column in profile.form.indicators.columns:
        cell = snapshot.names.get(anchors.column(column.key))
        if cell is not None and snapshot.sheet(cell.sheet) is not None:
            return cell.sheet
    return None


def our_sheets(snapshot: Snapshot) -> set[str]:
    """Sheets that belong to a form of ours and hold no other form."""
    ours = {
        cell.sheet for name, cell in snapshot.names.items() if name.startswith(anchors.PREFIX)
    }
    return ours | {anchors.GUIDE_SHEET, anchors.TEXTS_SHEET, anchors.ISSUES_SHEET}
