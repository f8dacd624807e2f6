"""The form's sheet from top to bottom."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xltools.blank import alerts, styles
from xltools.blank.assessment_block import draw_assessments
from xltools.blank.canvas import Canvas
from xltools.blank.funding_block import draw_funding
from xltools.blank.head_block import draw_objective, draw_rows, draw_title, is_typed
from xltools.blank.indicator_block import draw_indicators
from xltools.blank.indicator_plan import IndicatorPlace, Rows
from xltools.blank.page import protect, set_page
from xltools.blank.places import FormPlaces
from xltools.blank.tail_block import draw_tail
from xltools.profile import Form, Profile

WIDE = 95.0
"""Characters beyond which a form lies on its side; upright A4 holds some ninety of 10 points."""


def draw_form(book: Workbook, profile: Profile, rows: Rows) -> tuple[Canvas, FormPlaces]:
    """Draw the form; return its sheet and where things are."""
    form = profile.form
    canvas = Canvas(book, form.sheet, tab="C00000", grid=False)
    canvas.widths(form.widths)
    row, fields = draw_rows(canvas, profile, form.head, draw_title(canvas, form, 1))
    row, funding = draw_funding(canvas, profile, row)
    if form.objective:
        row, objective = draw_objective(canvas, profile, form.objective, row)
        fields |= objective
    row, assessments = draw_assessments(canvas, profile, row)
    row, indicators = draw_indicators(canvas, profile, row, rows)
    tail = draw_tail(canvas, profile, row, (*assessments, indicators), funding)
    fields |= tail.fields
    canvas.fit(2, tail.row - 1)
    last = _draw_notes(canvas, profile, tail.row)
    places = FormPlaces(fields, funding, assessments, indicators, tail.points)
    alerts.warn_on_form(canvas, profile, places)
    _set_print(canvas, form, indicators, last)
    protect(canvas.sheet)
    typed = [area for key, area in fields.items() if is_typed(profile, form.field(key))]
    if typed:
        canvas.select(typed[0].top, typed[0].left)
    return canvas, places


def _draw_notes(canvas: Canvas, profile: Profile, row: int) -> int:
    """Draw the lines at the foot; return the last row."""
    whole = len(profile.form.widths)
    style = styles.PLAIN.but(size=10, down="top")
    for note in profile.form.notes:
        canvas.put(row, 1, note, style, columns=whole)
        canvas.height(row, styles.height_for(note, canvas.width(1, whole), style.size))
        row += 1
    return row - 1


def _set_print(canvas: Canvas, form: Form, indicators: IndicatorPlace, last: int) -> None:
    set_page(canvas.sheet, landscape=sum(form.widths) > WIDE)
    canvas.sheet.print_title_rows = f"{indicators.heading}:{indicators.first - 1}"
    canvas.sheet.print_area = f"A1:{get_column_letter(len(form.widths))}{last}"
