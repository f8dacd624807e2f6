"""The blocks of judged items above the indicators: 资金管理情况, 评价内容."""

from __future__ import annotations

from functools import partial

from xltools import anchors
from xltools.blank.canvas import Canvas
from xltools.blank.indicator_block import draw_table, draw_table_side
from xltools.blank.indicator_cells import validate
from xltools.blank.indicator_plan import IndicatorPlace, Row
from xltools.profile import AssessmentForm, CategoryBlock, Profile, Subcategory


def draw_assessments(
    canvas: Canvas, profile: Profile, row: int
) -> tuple[int, tuple[IndicatorPlace, ...]]:
    """Draw all blocks; return the next row and where each stands."""
    places = []
    for form in profile.form.assessments:
        place = _draw_assessment(canvas, profile, form, row)
        places.append(place)
        row = place.last + 1
    return row, tuple(places)


def _draw_assessment(
    canvas: Canvas, profile: Profile, form: AssessmentForm, row: int
) -> IndicatorPlace:
    sub = Subcategory(form.key, form.side, rows=0, presets=form.items)
    block = CategoryBlock(form.key, form.side, (sub,), judged=True)
    plan = tuple(Row(block, sub, item) for item in form.items)
    first = form.side_span + 1 if form.side else 1
    name = partial(anchors.assessment, form.key)
    width = len(profile.form.widths)
    place = draw_table(canvas, form.columns, (row, first), width, plan, name)
    draw_table_side(canvas, form.side, form.side_span, place)
    validate(canvas, profile, form.columns, place)
    return place
