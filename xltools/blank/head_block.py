"""Title, head rows and the annual objective of the form."""

from __future__ import annotations

from xltools import anchors
from xltools.blank import styles, validations
from xltools.blank.canvas import Area, Canvas
from xltools.blank.styles import Style
from xltools.blank.validations import Rule
from xltools.profile import Form, GridRow, HeadField, ObjectiveForm

LONG_TEXT = 1000
"""What a box for 年度总体目标 is expected to hold; longer is warned of."""
SHORT_TEXT = 200

_STYLES: dict[str, Style] = {
    "year": styles.INPUT_CENTRED.but(format=styles.YEAR, boxed=False, size=12),
    "text": styles.INPUT,
    "long_text": styles.INPUT.but(down="top"),
    "code": styles.INPUT.but(format=styles.TEXT),
    "phone": styles.INPUT.but(format=styles.TEXT),
    "date": styles.INPUT_CENTRED.but(format=styles.DATE),
    "grade": styles.INPUT_CENTRED,
}


def draw_title(canvas: Canvas, form: Form, row: int) -> int:
    """Draw the title over all columns; return the next row."""
    canvas.put(row, 1, form.title, styles.TITLE, columns=len(form.widths))
    canvas.height(row, 38)
    return row + 1


def draw_head(canvas: Canvas, form: Form, row: int) -> tuple[int, dict[str, Area]]:
    """Draw the head rows; return the next row and where each field stands."""
    fields: dict[str, Area] = {}
    for line in form.head:
        fields |= _draw_row(canvas, form, line, row)
        row += 1
    return row, fields


def _draw_row(canvas: Canvas, form: Form, line: GridRow, row: int) -> dict[str, Area]:
    canvas.height(row, line.height)
    fields: dict[str, Area] = {}
    column = 1
    for cell in line.cells:
        if cell.field:
            field = form.field(cell.field)
            fields[field.key] = draw_field(canvas, field, row, column, cell.span)
        elif cell.label:
            canvas.put(row, column, cell.label, styles.LABEL, columns=cell.span)
        column += cell.span
    return fields


def draw_field(canvas: Canvas, field: HeadField, row: int, column: int, span: int) -> Area:
    """Draw one field to fill in, with its name and its validation."""
    area = canvas.put(row, column, None, _STYLES[field.kind], columns=span)
    canvas.name(anchors.field(field.key), row, column)
    validations.apply(canvas, _rule(field), [area])
    return area


def _rule(field: HeadField) -> Rule:
    if field.kind == "year":
        return validations.year(field.label, field.hint)
    if field.kind == "date":
        return validations.day(field.label, field.hint)
    if field.kind == "grade":
        return validations.choice(field.label, "grades", field.hint or "从下拉列表中选择等级。")
    usual = LONG_TEXT if field.kind == "long_text" else SHORT_TEXT
    return validations.words(field.label, field.hint, field.max_chars or usual)


def draw_objective(
    canvas: Canvas, form: Form, objective: ObjectiveForm, row: int
) -> tuple[int, dict[str, Area]]:
    """Draw 年度总体目标: headings over boxes; return the next row and the fields."""
    side = styles.stacked(objective.side, canvas.width(1, objective.side_span))
    canvas.put(row, 1, side, styles.LABEL, rows=2, columns=objective.side_span)
    canvas.height(row, 22)
    canvas.height(row + 1, objective.height)
    column = objective.side_span + 1
    fields: dict[str, Area] = {}
    for key, span in zip(objective.fields, objective.spans, strict=True):
        field = form.field(key)
        canvas.put(row, column, field.label, styles.HEADING, columns=span)
        fields[key] = draw_field(canvas, field, row + 1, column, span)
        column += span
    return row + 2, fields
