"""The form's sheet from top to bottom."""

from __future__ import annotations

from msgspec import Struct
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xltools.blank import alerts, styles
from xltools.blank.canvas import Area, Canvas
from xltools.blank.funding_block import FundingPlace, draw_funding
from xltools.blank.head_block import draw_head, draw_objective, draw_title
from xltools.blank.indicator_block import IndicatorPlace, draw_indicators, draw_tail
from xltools.blank.page import protect, set_page
from xltools.profile import Profile


class FormPlaces(Struct, frozen=True):
    """Where everything on the form stands; `total` is the row of 总分."""

    fields: dict[str, Area]
    funding: FundingPlace
    indicators: IndicatorPlace
    total: int


def draw_form(book: Workbook, profile: Profile, rows: int | None) -> tuple[Canvas, FormPlaces]:
    """Draw the form; return its sheet and where things are."""
    form = profile.form
    canvas = Canvas(book, form.sheet, tab="C00000", grid=False)
    canvas.widths(form.widths)
    row, fields = draw_head(canvas, form, draw_title(canvas, form, 1))
    row, funding = draw_funding(canvas, profile, row)
    if form.objective:
        row, objective = draw_objective(canvas, form, form.objective, row)
        fields |= objective
    total, indicators = draw_indicators(canvas, profile, row, rows)
    row = draw_tail(canvas, profile, total, indicators, funding)
    last = _draw_notes(canvas, profile, row)
    places = FormPlaces(fields, funding, indicators, total)
    alerts.warn_on_form(canvas, profile, places.fields, funding, indicators, total)
    _set_print(canvas, profile, indicators.heading, last)
    protect(canvas.sheet)
    first = next(iter(fields.values()))
    canvas.select(first.top, first.left)
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


def _set_print(canvas: Canvas, profile: Profile, heading: int, last: int) -> None:
    set_page(canvas.sheet)
    canvas.sheet.print_title_rows = f"{heading}:{heading}"
    canvas.sheet.print_area = f"A1:{get_column_letter(len(profile.form.widths))}{last}"
