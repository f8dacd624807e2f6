"""Title, head rows, the annual objective and the rows below the total."""

from __future__ import annotations

from collections.abc import Iterable

from xltools import anchors
from xltools.blank import styles, validations
from xltools.blank.canvas import Area, Canvas
from xltools.blank.styles import Style
from xltools.blank.validations import Rule
from xltools.profile import Form, GridRow, HeadField, ObjectiveForm, Profile

LONG_TEXT = 1000
"""What a box for 年度总体目标 is expected to hold; longer is warned of."""
SHORT_TEXT = 200
LONG_HEIGHT = 60.0
"""A box for sentences is at least four lines high."""

COMPUTED_FIELDS = {"total_score": anchors.TOTAL_SCORE, "grade": anchors.GRADE}
"""Head fields that we fill in, with the name under which every form has them."""
REVIEW_FIELD = "review_total"
"""The bureau's own; staff cannot type it."""

_STYLES: dict[str, Style] = {
    "year": styles.INPUT_CENTRED.but(format=styles.YEAR, boxed=False, size=12),
    "text": styles.INPUT,
    "long_text": styles.INPUT.but(down="top"),
    "code": styles.INPUT.but(format=styles.TEXT),
    "phone": styles.INPUT.but(format=styles.TEXT),
    "date": styles.INPUT_CENTRED.but(format=styles.DATE),
    "grade": styles.INPUT_CENTRED,
    "choice": styles.INPUT_CENTRED,
    "points": styles.NUMBER,
}


def is_typed(profile: Profile, field: HeadField) -> bool:
    """True where staff type; totals and grades are computed, or the bureau's.

    A policy without scores leaves even those to the staff.
    """
    return field.key != REVIEW_FIELD and not _is_computed(profile, field)


def _is_computed(profile: Profile, field: HeadField) -> bool:
    return profile.policy.scored and field.key in COMPUTED_FIELDS


def draw_title(canvas: Canvas, form: Form, row: int) -> int:
    """Draw the title over all columns; return the next row."""
    canvas.put(row, 1, form.title, styles.TITLE, columns=len(form.widths))
    canvas.height(row, 38)
    return row + 1


def draw_rows(
    canvas: Canvas, profile: Profile, lines: Iterable[GridRow], row: int
) -> tuple[int, dict[str, Area]]:
    """Draw rows of labels and fields; return the next row and where each field stands."""
    fields: dict[str, Area] = {}
    for line in lines:
        fields |= _draw_row(canvas, profile, line, row)
        row += 1
    return row, fields


def _draw_row(canvas: Canvas, profile: Profile, line: GridRow, row: int) -> dict[str, Area]:
    height, column = line.height, 1
    fields: dict[str, Area] = {}
    bare = _bare_year(profile.form, line)
    for cell in line.cells:
        if cell.field:
            field = profile.form.field(cell.field)
            style = _style(profile, field, bare=field.key == bare)
            fields[field.key] = draw_field(
                canvas, profile, field, row, column, cell.span, style
            )
            if field.kind == "long_text":
                height = max(height, LONG_HEIGHT)
        elif cell.label:
            width = canvas.width(column, column + cell.span - 1)
            label = styles.stacked(cell.label, width, height)
            look = styles.CAPTION if bare else _label_style(line)
            canvas.put(row, column, label, look, columns=cell.span)
        column += cell.span
    canvas.height(row, height)
    return fields


def _bare_year(form: Form, line: GridRow) -> str:
    """The year that stands without a label under the title, "" for none."""
    before = ""
    for cell in line.cells:
        if cell.field and not before and form.field(cell.field).kind == "year":
            return cell.field
        before = cell.label
    return ""


def _label_style(line: GridRow) -> Style:
    """A label that has its row to itself heads a section: 一、基本情况."""
    return styles.SECTION if len(line.cells) == 1 else styles.LABEL


def draw_field(
    canvas: Canvas,
    profile: Profile,
    field: HeadField,
    row: int,
    column: int,
    span: int,
    style: Style | None = None,
) -> Area:
    """Draw one field with its name and, where staff type, its validation."""
    area = canvas.put(row, column, None, style or _style(profile, field), columns=span)
    canvas.name(anchors.field(field.key), row, column)
    if field.key in COMPUTED_FIELDS:
        canvas.name(COMPUTED_FIELDS[field.key], row, column)
    if field.key == REVIEW_FIELD:
        rule = validations.review(field.label, profile.policy.total_points)
        validations.apply(canvas, rule, [area])
    elif is_typed(profile, field):
        validations.apply(canvas, _rule(profile, field), [area])
    return area


def _style(profile: Profile, field: HeadField, *, bare: bool = False) -> Style:
    if _is_computed(profile, field):
        return styles.COMPUTED.but(bold=True)
    if field.key == "total_score":
        return styles.NUMBER
    if field.kind == "year" and not bare:
        # only the year without a label brings its brackets
        return styles.INPUT_CENTRED.but(format="0")
    return styles.REVIEW if field.key == REVIEW_FIELD else _STYLES[field.kind]


def _rule(profile: Profile, field: HeadField) -> Rule:
    label, hint = field.label, field.hint
    if field.kind == "year":
        return validations.year(label, hint)
    if field.kind == "date":
        return validations.day(label, hint)
    if field.kind == "grade":
        return validations.choice(label, "grades", hint or "从下拉列表中选择等级。")
    if field.kind == "points":
        return validations.points(label, profile.policy.total_points, hint)
    if field.choices:
        words = hint or f"从下拉列表中选：{'、'.join(field.choices)}；有几项的用顿号隔开写。"
        return validations.choice(label, validations.choice_key(field.key), words)
    usual = LONG_TEXT if field.kind == "long_text" else SHORT_TEXT
    return validations.words(label, hint, field.max_chars or usual)


def draw_objective(
    canvas: Canvas, profile: Profile, objective: ObjectiveForm, row: int
) -> tuple[int, dict[str, Area]]:
    """Draw 年度总体目标: headings over boxes; return the next row and the fields."""
    column = 1
    if objective.side:
        width, height = canvas.width(1, objective.side_span), 22 + objective.height
        side = styles.stacked(objective.side, width, height)
        canvas.put(row, 1, side, styles.LABEL, rows=2, columns=objective.side_span)
        column += objective.side_span
    canvas.height(row, 22)
    canvas.height(row + 1, objective.height)
    fields: dict[str, Area] = {}
    for key, span in zip(objective.fields, objective.spans, strict=True):
        field = profile.form.field(key)
        canvas.put(row, column, field.label, styles.HEADING, columns=span)
        fields[key] = draw_field(canvas, profile, field, row + 1, column, span)
        column += span
    return row + 2, fields
