"""The foot of the form: 总分, 等级 and the rows below."""

from __future__ import annotations

from msgspec import Struct

from xltools import anchors
from xltools.blank import styles, validations
from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.funding_cells import FundingPlace
from xltools.blank.head_block import draw_rows
from xltools.blank.indicator_plan import IndicatorPlace
from xltools.profile import Profile

HEIGHT = 26.0
_NO_ZERO = '[=0]"";General'
"""A blank form shows no 0 where nothing has points yet."""
_BOLD = styles.COMPUTED.but(bold=True)


class TailPlace(Struct, frozen=True):
    """Where the foot stands; `points` is the cell of the points' sum, None without one."""

    row: int
    points: tuple[int, int] | None
    fields: dict[str, Area]


def draw_tail(
    canvas: Canvas,
    profile: Profile,
    row: int,
    tables: tuple[IndicatorPlace, ...],
    funding: FundingPlace,
) -> TailPlace:
    """Draw what the form has of total, grade and rows; `row` of the result is the next one.

    `tables` are all tables with points, the indicators last.
    """
    place, tail = tables[-1], profile.form.tail
    points: tuple[int, int] | None = None
    end = _label_end(place)
    if tail.total_label and end:
        canvas.put(row, 1, tail.total_label, styles.HEADING, columns=end)
        points = _draw_sums(canvas, profile, row, tables, funding)
        canvas.height(row, HEIGHT)
        row += 1
    if tail.grade_label:
        _draw_grade(canvas, profile, row, place)
        row += 1
    row, fields = draw_rows(canvas, profile, tail.rows, row)
    return TailPlace(row, points, fields)


def _label_end(place: IndicatorPlace) -> int:
    """The last column of the label 总分; 0 where the table has nothing to add up."""
    sums = [place.columns[key] for key in ("points", "score") if key in place.columns]
    return min(sums) - 1 if sums else 0


def _draw_sums(
    canvas: Canvas,
    profile: Profile,
    row: int,
    tables: tuple[IndicatorPlace, ...],
    funding: FundingPlace,
) -> tuple[int, int] | None:
    """Draw the boxes right of 总分: sums under their columns, the rest free."""
    place, whole = tables[-1], len(profile.form.widths)
    sums = {key: place.columns[key] for key in ("points", "score") if key in place.columns}
    last = max(place.columns[key] + place.spans[key] - 1 for key in sums)
    for key, column in place.columns.items():
        if min(sums.values()) <= column <= last:
            style = _BOLD if key in sums else styles.STILL
            canvas.put(row, column, None, style, columns=place.spans[key])
    if last < whole:
        canvas.put(row, last + 1, None, styles.STILL, columns=whole - last)
    if "score" in sums:
        canvas.name(anchors.TOTAL_SCORE, row, sums["score"])
        if not profile.policy.scored:
            _open_total(canvas, profile, row, place)
    if "points" not in sums:
        return None
    formula, blank = _points_sum(canvas, tables, funding)
    if not blank:
        canvas.cell(row, sums["points"]).number_format = _NO_ZERO
    canvas.formula(row, sums["points"], formula, blank)
    canvas.name(anchors.TOTAL_POINTS, row, sums["points"])
    return row, sums["points"]


def _open_total(canvas: Canvas, profile: Profile, row: int, place: IndicatorPlace) -> None:
    """Let staff type the total where the policy computes none."""
    column = place.columns["score"]
    area = Area(row, column, row, column + place.spans["score"] - 1)
    canvas.restyle(area, styles.NUMBER)
    label, most = profile.form.tail.total_label, profile.policy.total_points
    validations.apply(canvas, validations.points(label, most), [area])


def _draw_grade(canvas: Canvas, profile: Profile, row: int, place: IndicatorPlace) -> None:
    """Draw the grade below the sums, or over half the form where there are none."""
    whole = len(profile.form.widths)
    end = _label_end(place) or max(whole // 2, 1)
    sums = [key for key in ("points", "score") if key in place.columns]
    last = max((place.columns[key] + place.spans[key] - 1 for key in sums), default=whole)
    canvas.height(row, HEIGHT)
    canvas.put(row, 1, profile.form.tail.grade_label, styles.HEADING, columns=end)
    canvas.put(row, end + 1, None, _BOLD, columns=last - end)
    if last < whole:
        canvas.put(row, last + 1, None, styles.STILL, columns=whole - last)
    canvas.name(anchors.GRADE, row, end + 1)
    if not profile.policy.scored:
        area = Area(row, end + 1, row, last)
        canvas.restyle(area, styles.INPUT_CENTRED)
        label = profile.form.tail.grade_label
        rule = validations.choice(label, "grades", "从下拉列表中选择等级。")
        validations.apply(canvas, rule, [area])


def _points_sum(
    canvas: Canvas, tables: tuple[IndicatorPlace, ...], funding: FundingPlace
) -> tuple[str, float]:
    """The formula of all points, with those of 执行率, and what it gives in the blank."""
    ranges, cells = [], []
    for place in reversed(tables):
        column = place.columns.get("points")
        if column is not None:
            ranges.append(Area(place.first, column, place.last, column).a1)
            cells += [(row, column) for row in range(place.first, place.last + 1)]
    execution = funding.at("total", "points")
    if execution:
        ranges.append(a1(*execution))
        cells.append(execution)
    values = [canvas.cell(*cell).value for cell in cells]
    blank = sum(value for value in values if isinstance(value, int | float))
    return f"=SUM({','.join(ranges)})", blank
