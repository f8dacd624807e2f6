"""The indicator table: headings, 一级 and 二级指标 merged over their rows, cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby

from xltools import anchors
from xltools.blank import styles
from xltools.blank.canvas import Canvas
from xltools.blank.indicator_cells import cell_style, is_label, printed, validate
from xltools.blank.indicator_plan import (
    IndicatorPlace,
    Row,
    Rows,
    planned_rows,
    with_right_edge,
)
from xltools.blank.styles import Style
from xltools.profile import Column, Profile

FINDING_HEIGHT = 62.0
"""Room for four lines: an evaluator writes what was found."""

ROW_HEIGHT = 31.0
"""Room for two lines of 10.5 points."""


def draw_indicators(
    canvas: Canvas, profile: Profile, row: int, rows: Rows
) -> tuple[int, IndicatorPlace]:
    """Draw headings and rows; return the next row and where things are.

    `rows` are the blank rows for each 二级指标, or all rows that a filled form has.
    """
    form, width = profile.form.indicators, len(profile.form.widths)
    if form.heading:
        canvas.put(row, 1, form.heading, styles.SECTION, columns=width)
        canvas.height(row, 22)
        row += 1
    first = form.side_span + 1 if form.side else 1
    plan = planned_rows(form, rows, scored=profile.policy.scored)
    place = draw_table(canvas, form.columns, (row, first), width, plan, anchors.column)
    _draw_labels(canvas, place)
    draw_table_side(canvas, form.side, form.side_span, place)
    validate(canvas, profile, form.columns, place)
    return place.last + 1, place


def draw_table(
    canvas: Canvas,
    columns: tuple[Column, ...],
    spot: tuple[int, int],
    width: int,
    plan: tuple[Row, ...],
    name: Callable[[str], str],
) -> IndicatorPlace:
    """Draw headings and cells from `spot` on; `name` gives the name of a column's heading."""
    row, first = spot
    spans = with_right_edge(columns, first, width)
    numbers = [first + sum(spans[:index]) for index in range(len(spans))]
    heads = 2 if any(column.group for column in columns) else 1
    place = IndicatorPlace(
        row,
        row + heads,
        {column.key: number for column, number in zip(columns, numbers, strict=True)},
        {column.key: span for column, span in zip(columns, spans, strict=True)},
        plan,
    )
    _draw_headings(canvas, columns, place, name)
    for number, line in place.numbered():
        canvas.height(number, FINDING_HEIGHT if line.judged else ROW_HEIGHT)
        for column in columns:
            if not is_label(column):
                _draw_cell(canvas, column, place, number, line)
    return place


def _draw_headings(
    canvas: Canvas,
    columns: tuple[Column, ...],
    place: IndicatorPlace,
    name: Callable[[str], str],
) -> None:
    """Draw one heading row, or two where columns stand under a common heading."""
    row, heads = place.heading, place.first - place.heading
    for line in range(row, place.first):
        canvas.height(line, ROW_HEIGHT if heads == 1 else 24)
    for column in columns:
        top, rows = (row + 1, 1) if column.group else (row, heads)
        left, span = place.columns[column.key], place.spans[column.key]
        canvas.put(top, left, column.label, styles.HEADING, rows=rows, columns=span)
        canvas.name(name(column.key), top, left)
        if column.hint:
            canvas.note(top, left, column.hint)
    for group, run in groupby(columns, key=lambda column: column.group):
        members = [column.key for column in run]
        if group:
            span = sum(place.spans[key] for key in members)
            canvas.put(row, place.columns[members[0]], group, styles.HEADING, columns=span)


def _draw_cell(
    canvas: Canvas, column: Column, place: IndicatorPlace, number: int, row: Row
) -> None:
    style, left = cell_style(column.key, row), place.columns[column.key]
    value = printed(column.key, row)
    canvas.put(number, left, value, style, columns=place.spans[column.key])
    if isinstance(value, str):
        canvas.cell(number, left).data_type = "s"  # a target may be printed as =8次
    explained = row.preset is not None and row.preset.explanation
    if column.key == "name" and explained and "explanation" not in place.columns:
        canvas.note(number, left, str(explained))


def _draw_labels(canvas: Canvas, place: IndicatorPlace) -> None:
    """Draw 一级指标 and 二级指标 beside their rows, with their points where they have some."""
    number = place.first
    for block, lines in groupby(place.rows, key=lambda row: row.block):
        start = number
        for sub, members in groupby(lines, key=lambda row: row.sub):
            count = len(list(members))
            words = sub.label, sub.points
            _draw_label(canvas, place, "subcategory", words, number, count, styles.STILL)
            number += count
        words = block.label, block.points
        _draw_label(canvas, place, "category", words, start, number - start, styles.LABEL)


def _draw_label(
    canvas: Canvas,
    place: IndicatorPlace,
    key: str,
    words: tuple[str, Decimal | None],
    row: int,
    count: int,
    style: Style,
) -> None:
    if key not in place.columns:
        return
    left, span = place.columns[key], place.spans[key]
    width = canvas.width(left, left + span - 1)
    label, points = words
    text = styles.with_points(styles.stacked(label, width, count * ROW_HEIGHT), points, width)
    canvas.put(row, left, text, style, rows=count, columns=span)


def draw_table_side(canvas: Canvas, side: str, span: int, place: IndicatorPlace) -> None:
    """Draw the head to the left of a table, over headings and rows."""
    if side:
        rows = place.last - place.heading + 1
        words = styles.stacked(side, canvas.width(1, span), rows * ROW_HEIGHT)
        canvas.put(place.heading, 1, words, styles.LABEL, rows=rows, columns=span)
