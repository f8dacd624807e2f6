"""The block 项目资金: where source and measure cross stands the amount.

Here are the two tables whose labels cross at the amounts; the two whose labels do not
(河北, 广水) are in `funding_wide`.
"""

from __future__ import annotations

from xltools import anchors
from xltools.blank import styles, validations
from xltools.blank.canvas import Area, Canvas
from xltools.blank.funding_cells import (
    FundingPlace,
    draw_amount,
    draw_groups,
    draw_measure_label,
    draw_side,
    is_input,
    stretched,
)
from xltools.blank.funding_wide import draw_one_row, draw_pairs
from xltools.profile import Profile

_REASON = 300
"""Characters of a reason beside the figures before we warn."""


def draw_funding(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """Draw the block; return the next row and where its amounts are."""
    form = profile.form.funding
    if form.heading:
        whole = len(profile.form.widths)
        canvas.put(row, 1, form.heading, styles.SECTION, columns=whole)
        canvas.height(row, 22)
        row += 1
    draw = {
        "sources_down": _draw_sources_down,
        "measures_down": _draw_measures_down,
        "pairs": draw_pairs,
        "one_row": draw_one_row,
    }[form.orientation]
    row, place = draw(canvas, profile, row)
    _validate(canvas, profile, place)
    return row, place


def _draw_sources_down(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """A row for each source, headings once above (the national form)."""
    form = profile.form.funding
    label_column = draw_side(canvas, form, row, len(form.sources) + 1)
    canvas.put(row, label_column, form.corner or None, styles.HEADING, columns=form.label_span)
    canvas.height(row, 24)
    first = label_column + form.label_span
    spans = stretched(profile, first, [measure.span for measure in form.measures])
    columns, column = {}, first
    for measure, span in zip(form.measures, spans, strict=True):
        draw_measure_label(canvas, measure, row, column, columns=span)
        columns[measure.key] = column, span
        column += span
    cells = {}
    for source in form.sources:
        row += 1
        canvas.height(row, 24)
        canvas.put(row, label_column, source.label, styles.LABEL, columns=form.label_span)
        canvas.name(anchors.source(source.key), row, label_column)
        if source.hint:
            canvas.note(row, label_column, source.hint)
        for measure in form.measures:
            column, span = columns[measure.key]
            draw_amount(canvas, profile, source, measure, (row, column), span)
            cells[source.key, measure.key] = row, column
    return row + 1, FundingPlace(cells)


def _draw_measures_down(canvas: Canvas, profile: Profile, row: int) -> tuple[int, FundingPlace]:
    """A row for each measure, sources as headings, groups of sources above (Shanxi)."""
    form = profile.form.funding
    heads = 2 if any(source.group for source in form.sources) else 1
    first = draw_side(canvas, form, row, len(form.measures) + heads)
    columns = _draw_source_headings(canvas, profile, row, first, heads)
    row += heads
    cells = {}
    for measure in form.measures:
        canvas.height(row, 22)
        draw_measure_label(canvas, measure, row, first, columns=form.label_span, down=True)
        if form.number_label:
            number = styles.STILL.but(size=9.5)
            canvas.put(row, first + form.label_span, measure.number, number)
        for source in form.sources:
            column, span = columns[source.key]
            draw_amount(canvas, profile, source, measure, (row, column), span)
            cells[source.key, measure.key] = row, column
        row += 1
    return row, FundingPlace(cells)


def _draw_source_headings(
    canvas: Canvas, profile: Profile, row: int, first: int, heads: int
) -> dict[str, tuple[int, int]]:
    """Draw the heading, of two rows where sources have groups; return each column and span."""
    form = profile.form.funding
    for line in range(row, row + heads):
        canvas.height(line, 22)
    corner = form.corner or None
    canvas.put(row, first, corner, styles.HEADING, rows=heads, columns=form.label_span)
    column = first + form.label_span
    if form.number_label:
        canvas.put(row, column, form.number_label, styles.HEADING, rows=heads)
        column += 1
    columns: dict[str, tuple[int, int]] = {}
    spans = stretched(profile, column, [source.span for source in form.sources])
    for source, span in zip(form.sources, spans, strict=True):
        top, rows = (row + 1, 1) if source.group else (row, heads)
        canvas.put(top, column, source.label, styles.HEADING, rows=rows, columns=span)
        canvas.name(anchors.source(source.key), top, column)
        if source.hint:
            canvas.note(top, column, source.hint)
        columns[source.key] = column, span
        column += span
    draw_groups(canvas, form, columns, row)
    return columns


def _validate(canvas: Canvas, profile: Profile, place: FundingPlace) -> None:
    """One rule for each measure, over its input cells."""
    form = profile.form.funding
    for measure in form.measures:
        spots = [
            spot
            for source in form.sources
            if is_input(source, measure) and (spot := place.at(source.key, measure.key))
        ]
        if measure.key == "points":
            rule = validations.points(measure.label, profile.policy.total_points)
        elif measure.key == "reason":
            rule = validations.words(measure.label, measure.hint, _REASON)
        else:
            rule = validations.amount(measure.label, form.unit, measure.hint)
        validations.apply(canvas, rule, [Area(*spot, *spot) for spot in spots])
