"""Reading one form as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from xltools import anchors
from xltools.codes import Code
from xltools.errors import FormError
from xltools.findings import Finding
from xltools.model import Amount, Entry, FundingLine, Place, SelfEvaluation, Tail
from xltools.patterns import Pattern
from xltools.profile import Measure, Profile
from xltools.read.cells import CellReader
from xltools.read.funding_table import funding_cells
from xltools.read.grid import Grid
from xltools.read.indicators import IndicatorReader
from xltools.read.locate import (
    Finder,
    Layout,
    form_sheet,
    indicator_columns,
    other_forms,
    tail_cells,
)
from xltools.read.side_sheets import read_side_table, read_texts
from xltools.snapshot import Position, Snapshot
from xltools.value import ValueParseError, parse_year

_YEAR_LINE = Pattern(r"\d{4}\s*年度?")


def read_form(snapshot: Snapshot, profile: Profile) -> tuple[SelfEvaluation, list[Finding]]:
    """Return the form in the workbook and what could not be read, each with its cell.

    Raises:
        FormError: no sheet holds this profile's indicator table.
    """
    sheet = form_sheet(snapshot, profile)
    if sheet is None:
        raise FormError(
            f"工作簿里没有“{profile.title}”的指标表（需有"
            f"“{'、'.join(c.label for c in profile.form.indicators.columns[:4])}”等表头）。"
            "请确认选对了文件，或用 xltools new 生成空白表重新填写。"
        )
    layout, findings = locate(Finder(snapshot, profile, sheet))
    findings += other_forms(snapshot, profile, sheet)
    cells = CellReader(layout.grid)
    rows = IndicatorReader(profile, layout, cells)
    indicators = tuple(rows.read())
    fields = {f.key: cells.entry(f.label, layout.fields[f.key])
              for f in profile.form.fields if f.key in layout.fields}  # fmt: skip
    evaluation = SelfEvaluation(
        profile_id=profile.id,
        sheet=sheet,
        fields=fields,
        year=_year(fields.get("year"), cells),
        funding=dict(_funding(profile, layout, cells)),
        indicators=indicators,
        tail=_tail(profile, layout, cells),
        texts=read_texts(snapshot, profile),
        group=read_side_table(snapshot, profile.group, anchors.GROUP),
        spending=read_side_table(snapshot, profile.spending, anchors.SPENDING),
        columns=frozenset(layout.columns),
        money_unit=profile.form.funding.unit,
        leftovers=tuple(rows.leftovers),
    )
    if not indicators or all(i.is_execution for i in indicators):
        place = Place(sheet, layout.first_row, layout.columns.get("name", 1))
        findings.append(Code.FORM_EMPTY.at(place, "绩效指标"))
    return evaluation, findings + cells.findings


def locate(finder: Finder) -> tuple[Layout, list[Finding]]:
    """Return where everything is, and a finding for each heading that is gone."""
    heading = indicator_columns(finder)
    grid = finder.grid
    heading_row = min((row for row, _ in heading.values()), default=0)
    first_row = max((grid.end(*spot)[0] for spot in heading.values()), default=0) + 1
    total, points, grade = tail_cells(finder, heading, first_row)
    funding, sources = funding_cells(finder, heading_row - 1)
    layout = Layout(
        grid=grid,
        fields=dict(_field_spots(finder, heading_row)),
        funding=funding,
        sources=sources,
        columns={key: column for key, (_, column) in heading.items()},
        first_row=first_row,
        last_row=(total[0] if total else _end_of_rows(grid, first_row)) - 1,
        total=total,
        total_points=points,
        grade=grade,
    )
    return layout, list(_missing(finder, layout, heading_row))


def _end_of_rows(grid: Grid, first_row: int) -> int:
    """The row after the table on a form without 总分: the first note, or the sheet's end."""
    for row in range(first_row, grid.height + 1):
        text = grid.text(row, 1)
        if text and text.startswith(("注", "备注", "说明")):
            return row
    return grid.height + 1


def _missing(finder: Finder, layout: Layout, heading_row: int) -> Iterator[Finding]:
    form = finder.profile.form
    sheet = layout.grid.name
    for column in form.indicators.columns:
        if column.key not in layout.columns:
            place = Place(sheet, heading_row, 1)
            yield Code.ANCHOR_MISSING.at(place, column.label, label=column.label)
    for field in form.fields:
        if field.key not in layout.fields:
            yield Code.ANCHOR_MISSING.at(Place(sheet, 1, 1), field.label, label=field.label)
    for source in form.funding.sources:
        for measure in form.funding.measures:
            if (source.key, measure.key) not in layout.funding and source.part_of == "":
                label = f"{source.label}的{measure.label}"
                yield Code.ANCHOR_MISSING.at(Place(sheet, 1, 1), label, label=label)


def _field_spots(finder: Finder, heading_row: int) -> Iterator[tuple[str, Position]]:
    form = finder.profile.form
    stacked = form.objective.fields if form.objective else ()
    for field in form.fields:
        spot = finder.named(anchors.field(field.key))
        if spot is None:
            labels = finder.labelled((field.label, *field.synonyms), last=heading_row)
            if field.kind == "year":
                spot = _year_spot(finder, heading_row)
            elif labels:
                below = field.key in stacked
                spot = finder.below(labels[0]) if below else finder.right_of(labels[0])
        if spot is not None:
            yield field.key, finder.grid.anchor(*spot)


def _year_spot(finder: Finder, heading_row: int) -> Position | None:
    """The line （2020年度） under the title: text, or a number shown as one."""
    for row in range(1, min(heading_row, 6)):
        for column in range(1, 12):
            raw = finder.grid.raw(row, column)
            if isinstance(raw, str) and _YEAR_LINE.search(raw) and len(raw) < 16:
                return row, column
            if isinstance(raw, (int, float)) and 2000 <= raw <= 2100:
                return row, column
    return None


def _year(entry: Entry | None, cells: CellReader) -> int | None:
    if entry is None or entry.text is None:
        return None
    try:
        return parse_year(entry.raw)
    except ValueParseError as error:
        finding = Code.NUMBER_UNREADABLE.at(entry.place, entry.label, problem=str(error))
        cells.findings.append(finding)
        return None


def _funding(
    profile: Profile, layout: Layout, cells: CellReader
) -> Iterator[tuple[str, FundingLine]]:
    for source in profile.form.funding.sources:
        amounts = {
            measure.key: _amount(profile, measure, source.label, spot, cells)
            for measure in profile.form.funding.measures
            if (spot := layout.funding.get((source.key, measure.key))) is not None
        }
        if amounts:
            place = Place(layout.grid.name, *layout.sources[source.key])
            yield source.key, FundingLine(source.key, source.label, place, amounts)


def _amount(
    profile: Profile, measure: Measure, source: str, spot: Position, cells: CellReader
) -> Amount:
    label = f"{source}·{measure.label}"
    if measure.key in ("points", "score"):
        return cells.points(label, spot)
    if measure.key in ("rate", "arrival_rate"):
        return cells.rate(label, spot, percent_number=measure.percent_number)
    if measure.key == "balance":  # may rightly be negative: money not yet received
        return cells.signed_money(label, spot, profile.form.funding.unit)
    return cells.money(label, spot, profile.form.funding.unit)


def _tail(profile: Profile, layout: Layout, cells: CellReader) -> Tail:
    tail = profile.form.tail
    points, total, grade = layout.total_points, layout.total, layout.grade
    return Tail(
        points=cells.points("分值合计", points) if points else None,
        score=cells.points(tail.total_label, total) if total else None,
        grade=cells.entry(tail.grade_label, grade) if grade else None,
    )
