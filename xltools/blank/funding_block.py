"""The block 项目资金, either way round: where source and measure cross stands the amount."""

from __future__ import annotations

from msgspec import Struct

from xltools import anchors
from xltools.blank import styles, validations
from xltools.blank.canvas import Area, Canvas
from xltools.blank.styles import Style
from xltools.profile import FundingForm, Measure, Profile, Source

DASH = "—"


class FundingPlace(Struct, frozen=True):
    """Where the amounts stand; `cells` maps (source, measure) to (row, column)."""

    cells: dict[tuple[str, str], tuple[int, int]]

    def at(self, source: str, measure: str) -> tuple[int, int] | None:
        """The cell of one amount, None if the form has none."""
        return self.cells.get((source, measure))


def is_input(source: Source, measure: Measure) -> bool:
    """True where staff type; points of the total come preset but may be changed."""
    return not measure.computed and applies(source, measure)


def applies(source: Source, measure: Measure) -> bool:
    """False for 分值 and 得分 of a part, which print a dash."""
    return not (measure.only_total and source.part_of)


def draw_funding(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """Draw the block; return the next row and where its amounts are."""
    form = profile.form.funding
    if form.heading:
        whole = len(profile.form.widths)
        canvas.put(row, 1, form.heading, styles.SECTION, columns=whole)
        canvas.height(row, 22)
        row += 1
    down = form.orientation == "sources_down"
    row, place = (_draw_sources_down if down else _draw_measures_down)(canvas, profile, row)
    _validate(canvas, profile, place)
    return row, place


def _draw_sources_down(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """A row for each source, headings once above (the national form)."""
    form = profile.form.funding
    label_column = form.side_span + 1 if form.side else 1
    if form.side:
        count = len(form.sources) + 1
        canvas.put(row, 1, form.side, styles.LABEL, rows=count, columns=form.side_span)
    canvas.put(row, label_column, form.corner or None, styles.HEADING, columns=form.label_span)
    canvas.height(row, 24)
    columns, column = {}, label_column + form.label_span
    for measure in form.measures:
        _draw_measure_label(canvas, measure, row, column, columns=measure.span)
        columns[measure.key] = column
        column += measure.span
    cells = {}
    for source in form.sources:
        row += 1
        canvas.height(row, 24)
        canvas.put(row, label_column, source.label, styles.LABEL, columns=form.label_span)
        canvas.name(anchors.source(source.key), row, label_column)
        for measure in form.measures:
            spot = row, columns[measure.key]
            _draw_amount(canvas, profile, source, measure, spot, measure.span)
            cells[source.key, measure.key] = spot
    return row + 1, FundingPlace(cells)


def _draw_measures_down(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """A row for each measure, sources as headings, groups of sources above (Shanxi)."""
    form = profile.form.funding
    columns = _draw_source_headings(canvas, form, row)
    row += 2
    cells = {}
    for measure in form.measures:
        canvas.height(row, 22)
        _draw_measure_label(canvas, measure, row, 1, columns=form.label_span, down=True)
        if form.number_label:
            number = styles.STILL.but(size=9.5)
            canvas.put(row, form.label_span + 1, measure.number, number)
        for source in form.sources:
            spot = row, columns[source.key]
            _draw_amount(canvas, profile, source, measure, spot, source.span)
            cells[source.key, measure.key] = spot
        row += 1
    return row, FundingPlace(cells)


def _draw_source_headings(canvas: Canvas, form: FundingForm, row: int) -> dict[str, int]:
    """Draw the two-row heading; return the column of each source."""
    canvas.height(row, 22)
    canvas.height(row + 1, 22)
    canvas.put(row, 1, form.corner, styles.HEADING, rows=2, columns=form.label_span)
    column = form.label_span + 1
    if form.number_label:
        canvas.put(row, column, form.number_label, styles.HEADING, rows=2)
        column += 1
    columns: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    for source in form.sources:
        top, rows = (row + 1, 1) if source.group else (row, 2)
        canvas.put(top, column, source.label, styles.HEADING, rows=rows, columns=source.span)
        canvas.name(anchors.source(source.key), top, column)
        if source.hint:
            canvas.note(top, column, source.hint)
        columns[source.key] = column
        if source.group:
            groups.setdefault(source.group, []).extend(range(column, column + source.span))
        column += source.span
    for label, run in groups.items():
        canvas.put(row, run[0], label, styles.HEADING, columns=len(run))
    return columns


def _draw_measure_label(
    canvas: Canvas, measure: Measure, row: int, column: int, *, columns: int, down: bool = False
) -> None:
    style = styles.LABEL if down else styles.HEADING
    canvas.put(row, column, measure.label, style, columns=columns)
    canvas.name(anchors.measure(measure.key), row, column)
    if measure.hint:
        canvas.note(row, column, measure.hint)


def _draw_amount(
    canvas: Canvas,
    profile: Profile,
    source: Source,
    measure: Measure,
    spot: tuple[int, int],
    span: int,
) -> None:
    value: str | float | None = None
    if not applies(source, measure):
        value = DASH
    elif measure.key == "points":
        value = float(profile.policy.execution.points)
    canvas.put(*spot, _whole(value), _style(source, measure), columns=span)


def _whole(value: str | float | None) -> str | float | None:
    """10.0 as 10, so that the file says what the policy says."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _style(source: Source, measure: Measure) -> Style:
    if not applies(source, measure):
        return styles.STILL
    if measure.key in ("rate", "arrival_rate"):
        number = styles.PERCENT_NUMBER if measure.percent_number else styles.RATE
        return styles.COMPUTED.but(format=number)
    if measure.key in ("points", "score"):
        return styles.COMPUTED if measure.computed else styles.NUMBER
    if measure.computed:
        return styles.COMPUTED.but(format=styles.MONEY, across="right")
    return styles.AMOUNT


def _validate(canvas: Canvas, profile: Profile, place: FundingPlace) -> None:
    """One rule for each measure, over its input cells."""
    form = profile.form.funding
    for measure in form.measures:
        spots = [
            place.cells[source.key, measure.key]
            for source in form.sources
            if is_input(source, measure)
        ]
        areas = [Area(row, column, row, column) for row, column in spots]
        if measure.key == "points":
            rule = validations.points(measure.label, profile.policy.total_points)
        else:
            rule = validations.amount(measure.label, form.unit, measure.hint)
        validations.apply(canvas, rule, areas)
