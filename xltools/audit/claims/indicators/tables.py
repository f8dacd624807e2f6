"""Tables of indicators in a report, read as the forms that they are."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.indicators.labelled import TO_FILL
from xltools.audit.report import Line, Report, Table
from xltools.model import CellValue, Place, SelfEvaluation
from xltools.profile import Profile, load_profile
from xltools.snapshot import Area as Merge
from xltools.snapshot import Sheet, Snapshot


class TableForm(Struct, frozen=True):
    """A table read as a form: its cells' places are rows and columns of the table."""

    table: Table
    evaluation: SelfEvaluation
    profile: Profile

    def line(self, place: Place) -> Line:
        """The cell at a place."""
        return self.table.rows[place.row - 1][place.column - 1]


def find_table_forms(report: Report) -> tuple[TableForm, ...]:
    """Return the tables that print indicators with targets or results."""
    return tuple(form for table in report.tables for form in _forms(table))


def _forms(table: Table) -> Iterator[TableForm]:
    from xltools.read.areas import find_areas
    from xltools.read.form import read_form
    from xltools.read.labels import lexicon
    from xltools.read.recognition import FoundForm, Recognition

    sheet = _sheet(table)
    words = lexicon()
    for area in find_areas(sheet, words):
        keys = {key for each in area.tables for key in each.heading.columns}
        if keys.isdisjoint(("target", "actual")):
            continue  # 一级指标 with points and scores alone
        profile = load_profile("national-2020")
        found = FoundForm(sheet.name, area, Recognition(profile, "labels"))
        evaluation, _ = read_form(Snapshot((sheet,)), found)
        if any(not each.is_execution for each in evaluation.indicators):
            yield TableForm(table, evaluation, profile)


def _sheet(table: Table) -> Sheet:
    rows: list[list[CellValue]] = []
    merges: list[Merge] = []
    spans: dict[int, list[int]] = {}
    for number, row in enumerate(table.rows, start=1):
        cells: list[CellValue] = []
        for column, cell in enumerate(row, start=1):
            span = spans.get(id(cell))
            if span is None:
                spans[id(cell)] = [number, column, number, column]
                blank = TO_FILL in cell.text and len(cell.text) <= 6
                cells.append(None if blank else cell.raw.strip() or None)
            else:
                span[2], span[3] = max(span[2], number), max(span[3], column)
                cells.append(None)
        rows.append(cells)
    merges = [
        (top, left, bottom, right)
        for top, left, bottom, right in spans.values()
        if (top, left) != (bottom, right)
    ]
    return Sheet(f"表{table.number}", rows, tuple(merges))
