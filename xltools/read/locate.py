"""Where the form's cells are in this workbook: defined names first, then printed labels.

A name moves with its cell when somebody inserts rows, moves columns or renames a sheet.
When names are gone (the sheet was copied into another workbook) the labels still tell.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from xltools import anchors
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Place
from xltools.profile import Column, Profile
from xltools.read.grid import Grid, normal_label
from xltools.snapshot import Position, Snapshot


class Layout(Struct, frozen=True):
    """Positions on the form's sheet; a key that could not be found is absent.

    `funding` maps (source, measure) to the amount's cell; `columns` an indicator column to
    its 1-based number; `first_row`/`last_row` bound the indicator rows, inclusive.
    """

    grid: Grid
    fields: dict[str, Position]
    funding: dict[tuple[str, str], Position]
    sources: dict[str, Position]
    columns: dict[str, int]
    first_row: int
    last_row: int
    total: Position | None
    total_points: Position | None
    grade: Position | None


class Finder:
    """Looks anchors up on one sheet."""

    def __init__(self, snapshot: Snapshot, profile: Profile, sheet: str) -> None:
        found = snapshot.sheet(sheet)
        assert found is not None, sheet
        self.profile = profile
        self.grid = Grid(found)
        self._names = {
            name: (cell.row, cell.column)
            for name, cell in snapshot.names.items()
            if cell.sheet == sheet
        }
        self._labels: dict[str, list[Position]] | None = None
        self.own_labels = {
            normal_label(text)
            for field in profile.form.fields
            for text in (field.label, *field.synonyms)
        }

    def named(self, name: str) -> Position | None:
        """The cell that a defined name of ours points at."""
        return self._names.get(name)

    def labelled(
        self, texts: Iterable[str], first: int = 1, last: int = 1 << 20
    ) -> list[Position]:
        """All cells in the rows that print one of these labels, top down."""
        if self._labels is None:
            self._labels = {}
            for position, label in self.grid.labels():
                self._labels.setdefault(label, []).append(position)
        wanted = dict.fromkeys(normal_label(text) for text in texts)
        found = [spot for label in wanted for spot in self._labels.get(label, ())]
        return sorted(spot for spot in found if first <= spot[0] <= last)

    def right_of(self, spot: Position) -> Position:
        """The cell that answers a label: the first filled or merged one to its right.

        Somebody may have put a blank column between the two; another label ends the search.
        """
        row, column = self.grid.anchor(*spot)
        first = self.grid.end(row, column)[1] + 1
        for at in range(first, first + 6):
            text = self.grid.text(row, at)
            if text is not None and normal_label(text) in self.own_labels:
                break
            if text is not None or self.grid.is_anchor(row, at):
                return row, at
        return self.grid.anchor(row, first)

    def below(self, spot: Position) -> Position:
        """The first cell below a label, past its merge."""
        row, column = self.grid.anchor(*spot)
        return self.grid.anchor(self.grid.end(row, column)[0] + 1, column)


def form_sheet(snapshot: Snapshot, profile: Profile) -> str | None:
    """The name of the sheet that holds the form: by our names, else by its labels."""
    for column in profile.form.indicators.columns:
        cell = snapshot.names.get(anchors.column(column.key))
        if cell is not None and snapshot.sheet(cell.sheet) is not None:
            return cell.sheet
    best, most = None, 2
    for sheet in snapshot.sheets:
        heading = _heading_by_labels(Finder(snapshot, profile, sheet.name))
        if len(heading) > most:
            best, most = sheet.name, len(heading)
    return best


def other_forms(snapshot: Snapshot, profile: Profile, read: str) -> list[Finding]:
    """A finding for each further sheet that holds an indicator table: it is not read."""
    ours = {
        cell.sheet for name, cell in snapshot.names.items() if name.startswith(anchors.PREFIX)
    }
    ours |= {anchors.GUIDE_SHEET, anchors.TEXTS_SHEET, anchors.ISSUES_SHEET, read}
    found = []
    for sheet in snapshot.sheets:
        if sheet.hidden or sheet.name in ours:
            continue
        heading = _heading_by_labels(Finder(snapshot, profile, sheet.name))
        if heading:
            place = Place(sheet.name, *heading["name"])
            found.append(Code.FORM_NOT_READ.at(place, "工作表", name=sheet.name))
    return found


def indicator_columns(finder: Finder) -> dict[str, Position]:
    """Heading cell of every indicator column that can be found."""
    heading: dict[str, Position] = {}
    for column in finder.profile.form.indicators.columns:
        spot = finder.named(anchors.column(column.key))
        if spot is not None:
            heading[column.key] = spot
    if len(heading) < len(finder.profile.form.indicators.columns):
        by_labels = _heading_by_labels(finder)
        rows = {row for row, _ in heading.values()}
        for key, spot in by_labels.items():
            if not rows or spot[0] in rows:
                heading.setdefault(key, spot)
    return heading


def _heading_by_labels(finder: Finder) -> dict[str, Position]:
    """The row in which most of the column labels stand together."""
    rows: dict[int, dict[str, Position]] = {}
    for column in finder.profile.form.indicators.columns:
        for row, number in finder.labelled(_spellings(column)):
            rows.setdefault(row, {}).setdefault(column.key, (row, number))
    complete = [found for found in rows.values() if "name" in found and len(found) > 3]
    return max(complete, key=len, default={})


def _spellings(labelled: Column) -> tuple[str, ...]:
    return (labelled.label, *labelled.synonyms)


def tail_cells(
    finder: Finder, heading: dict[str, Position], first_row: int
) -> tuple[Position | None, Position | None, Position | None]:
    """Cells of total score, total points and grade."""
    tail = finder.profile.form.tail
    total = finder.named(anchors.TOTAL_SCORE)
    points = finder.named(anchors.TOTAL_POINTS)
    grade = finder.named(anchors.GRADE)
    if total is None:
        # 总分 ends the first form on the sheet; 合计 may also close a block inside it
        rows = finder.labelled((tail.total_label,), first=first_row)
        rows = rows[:1] or finder.labelled(tail.total_synonyms, first=first_row)[-1:]
        if rows and "score" in heading:
            total = finder.grid.anchor(rows[0][0], heading["score"][1])
    if points is None and total is not None and "points" in heading:
        points = finder.grid.anchor(total[0], heading["points"][1])
    if grade is None:
        labels = finder.labelled((tail.grade_label, *tail.grade_synonyms), first=first_row)
        grade = finder.right_of(labels[0]) if labels else None
    return total, points, grade
