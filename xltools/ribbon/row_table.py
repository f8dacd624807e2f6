"""The indicator table that a row lies in: what each of its rows is, and which belong together."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from xltools.model import CellValue, Indicator, Place, SelfEvaluation
from xltools.profile import Profile
from xltools.read import find_forms, read_form
from xltools.read.cells import CellReader
from xltools.read.locate import locate
from xltools.read.row_kinds import TableRows
from xltools.read.spots import Table
from xltools.snapshot import Sheet, Snapshot

Kind: TypeAlias = Literal["indicator", "execution", "fixed", "other"]
"""An indicator's row, filled in or not; 预算执行率; an item of a fixed list; a band, a remark."""


_SCORED = ("target", "points", "score")
"""A table with none of these tells of what the form lists (资金管理情况), and of nothing else."""

_BELOW = 20
"""So many empty rows at the end of a sheet are looked at."""


class Levels(Struct, frozen=True):
    """Rows in which the 一级 and the 二级指标 of a row begin; None on forms without them."""

    category: int | None
    subcategory: int | None


class RowTable:
    """The table of indicators around one row of a form."""

    def __init__(
        self,
        evaluation: SelfEvaluation,
        profile: Profile,
        table: Table,
        rows: TableRows,
    ) -> None:
        self.evaluation, self.profile, self.table = evaluation, profile, table
        self.reader, self.grid = rows, rows.grid
        self.sheet: Sheet = rows.grid.sheet
        self.columns = table.heading.columns
        self.indicators = {each.row: each for each in evaluation.indicators}
        self.fixed = self.columns.keys().isdisjoint(_SCORED)
        self.levels = dict(self._levels())

    @property
    def name_column(self) -> int:
        """The first grid column of 三级指标."""
        return self.columns["name"].left

    def holds(self, place: Place) -> bool:
        """True if a cell lies in the rows of the table."""
        return (
            self.sheet.name == place.sheet and self.table.first <= place.row <= self.table.last
        )

    def kind(self, row: int) -> Kind:
        """What a row of the table is."""
        if self.fixed:
            return "fixed"
        found = self.indicators.get(row)
        if found is not None:
            return "execution" if found.is_execution else "indicator"
        reader = self.reader
        odd = reader.across(row) is not None or reader.is_page_break(row)
        return "other" if odd or reader.is_remark(row) else "indicator"

    def block(self, row: int, key: Literal["category", "subcategory"] | None = None) -> range:
        """The rows around an indicator's row that share its 二级指标, or the level asked for."""
        first = last = row
        while first > self.table.first and self._together(first - 1, row, key):
            first -= 1
        while last < self.table.last and self._together(last + 1, row, key):
            last += 1
        return range(first, last + 1)

    def _together(self, row: int, other: int, key: str | None) -> bool:
        if self.kind(row) == "other" or row not in self.levels:
            return False
        mine, theirs = self.levels[row], self.levels[other]
        if key == "category":
            return mine.category == theirs.category
        return mine == theirs

    def name(self, row: int) -> str:
        """三级指标 of a row; empty where there is none."""
        spot = self.reader.spot("name", row)
        return _line(self.grid.text(*spot)) if spot and spot[0] == row else ""

    def words(self, row: int) -> str:
        """产出指标·数量指标: the levels of a row; empty on forms without them."""
        found = []
        levels = self.levels.get(row)
        for key, begins in (
            ("category", levels and levels.category),
            ("subcategory", levels and levels.subcategory),
        ):
            spot = self.reader.spot(key, begins) if begins else None
            text = _line(self.grid.text(*spot)) if spot else ""
            if text and text not in found:
                found.append(text)
        return "·".join(found)

    def _levels(self) -> list[tuple[int, Levels]]:
        """The levels that hold for each row; a word that is only printed again begins nothing."""
        found: list[tuple[int, Levels]] = []
        category = subcategory = None
        for row in range(self.table.first, self.table.last + 1):
            if self.kind(row) == "other":
                if self.reader.across(row) is not None:
                    category, subcategory = row, None
                continue
            if self._starts("category", row, category):
                category, subcategory = row, None
            if self._starts("subcategory", row, subcategory):
                subcategory = row
            found.append((row, Levels(category, subcategory)))
        return found

    def _starts(self, key: str, row: int, since: int | None) -> bool:
        """True if another word of a level begins in this row."""
        if key not in self.columns or not self.reader.begins(key, row):
            return since is None and key in self.columns
        spot = (row, self.columns[key].left)
        if since is None or self.grid.is_anchor(*spot):
            return True
        return _line(self.grid.text(*spot)) != _line(self.grid.text(since, spot[1]))


def find_table(
    snapshot: Snapshot, selection: Place | None, beside: Path | None
) -> tuple[list[RowTable], list[RowTable]]:
    """Return the tables in the selection's row, and all tables of the workbook's forms.

    In one row stand several only where forms stand side by side.

    Raises:
        FormError: there is no form.
    """
    tables: list[RowTable] = []
    snapshot = _with_last_rows(snapshot)
    for found in find_forms(snapshot, None, beside):
        evaluation, _ = read_form(snapshot, found)
        profile = found.recognition.profile
        layout = locate(snapshot, profile, found.sheet, found.area)
        own = not evaluation.foreign
        for table in layout.tables:
            rows = TableRows(profile, table, CellReader(layout.grid), own=own)
            tables.append(RowTable(evaluation, profile, table, rows))
    chosen = [each for each in tables if selection is not None and each.holds(selection)]
    return chosen, [each for each in tables if not each.fixed] or tables


def _with_last_rows(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the empty rows that merged cells take below the last value."""
    sheets = []
    for sheet in snapshot.sheets:
        height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
        bottoms = [bottom for top, _, bottom, _ in sheet.merges if top <= height]
        missing = min(max(bottoms, default=0) - height, _BELOW)
        empty: list[list[CellValue]] = [[None] * width for _ in range(missing)]
        sheets.append(replace(sheet, rows=[*sheet.rows, *empty]) if empty else sheet)
    return replace(snapshot, sheets=tuple(sheets))


def own_indicators(table: RowTable) -> list[Indicator]:
    """The indicators that stand in this table, filled in, top down."""
    first, last = table.table.first, table.table.last
    return [each for row, each in sorted(table.indicators.items()) if first <= row <= last]


def row_of(table: RowTable, selection: Place) -> int:
    """The row that a selection means: of a level's merged cell the last one."""
    bottom, right = table.grid.end(selection.row, selection.column)
    return min(bottom, table.table.last) if right < table.name_column else selection.row


def _line(text: str | None) -> str:
    return "".join((text or "").split())
