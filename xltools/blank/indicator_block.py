"""The indicator table: headings, 一级 and 二级指标 merged over their rows, the total."""

from __future__ import annotations

from msgspec import Struct

from xltools import anchors
from xltools.blank import styles, validations
from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.funding_block import FundingPlace
from xltools.blank.styles import Style
from xltools.profile import CategoryBlock, Column, Profile

ROW_HEIGHT = 31.0
"""Room for two lines of 10.5 points."""

_STYLES: dict[str, Style] = {
    "name": styles.INPUT.but(format=styles.TEXT),
    "target": styles.INPUT_CENTRED.but(format=styles.TEXT),
    "actual": styles.INPUT_CENTRED.but(format=styles.TEXT),
    "points": styles.NUMBER,
    "rate": styles.COMPUTED.but(format=styles.RATE),
    "score": styles.COMPUTED.but(locked=False),
    # no text format here: Excel shows ##### for texts over 255 characters in it
    "deviation_note": styles.INPUT.but(size=10),
}
"""A score is computed, yet not locked: for words such as 部分达成 a person sets it (V4)."""


class IndicatorPlace(Struct, frozen=True):
    """Rows and columns of the table; `execution` are the rows of 预算执行率."""

    heading: int
    first: int
    last: int
    columns: dict[str, int]
    spans: dict[str, int]
    execution: tuple[int, ...]

    def runs(self, key: str, *, execution: bool = True) -> list[Area]:
        """The cells of one column, without or with the rows of 预算执行率."""
        left = self.columns[key]
        right = left + self.spans[key] - 1
        runs: list[Area] = []
        for row in range(self.first, self.last + 1):
            if row in self.execution and not execution:
                continue
            if runs and runs[-1].bottom == row - 1:
                runs[-1] = Area(runs[-1].top, left, row, right)
            else:
                runs.append(Area(row, left, row, right))
        return runs


def draw_indicators(
    canvas: Canvas, profile: Profile, row: int, rows: int | None
) -> tuple[int, IndicatorPlace]:
    """Draw headings and rows; return the next row and where things are.

    `rows` is the number of blank rows for each 二级指标, None for what the profile says.
    """
    form = profile.form.indicators
    if form.heading:
        canvas.put(row, 1, form.heading, styles.SECTION, columns=len(profile.form.widths))
        canvas.height(row, 22)
        row += 1
    heading, columns = row, _draw_headings(canvas, profile, row)
    row += 1
    execution: list[int] = []
    for block in form.categories:
        start = row
        row = _draw_category(canvas, block, row, columns, rows)
        if block.execution:
            execution += range(start, row)
    if form.side:
        side = styles.stacked(form.side, canvas.width(1, form.side_span))
        span = form.side_span
        canvas.put(heading, 1, side, styles.LABEL, rows=row - heading, columns=span)
    spans: dict[str, int] = {column.key: column.span for column in form.columns}
    place = IndicatorPlace(heading, heading + 1, row - 1, columns, spans, tuple(execution))
    _draw_cells(canvas, form.columns, place)
    _preset(canvas, form.categories, place)
    _validate(canvas, profile, place)
    return row, place


def _draw_headings(canvas: Canvas, profile: Profile, row: int) -> dict[str, int]:
    form = profile.form.indicators
    canvas.height(row, ROW_HEIGHT)
    columns: dict[str, int] = {}
    column = form.side_span + 1 if form.side else 1
    for each in form.columns:
        canvas.put(row, column, each.label, styles.HEADING, columns=each.span)
        canvas.name(anchors.column(each.key), row, column)
        if each.hint:
            canvas.note(row, column, each.hint)
        columns[each.key] = column
        column += each.span
    return columns


def _draw_category(
    canvas: Canvas, block: CategoryBlock, row: int, columns: dict[str, int], rows: int | None
) -> int:
    """Draw the labels of one 一级指标; return the next row."""
    start = row
    for sub in block.subcategories:
        count = sub.rows if rows is None or block.execution else rows
        canvas.put(row, columns["subcategory"], sub.label, styles.STILL, rows=count)
        row += count
    label = styles.LABEL
    canvas.put(start, columns["category"], block.label, label, rows=row - start)
    return row


def _draw_cells(canvas: Canvas, columns: tuple[Column, ...], place: IndicatorPlace) -> None:
    for row in range(place.first, place.last + 1):
        canvas.height(row, ROW_HEIGHT)
        for column in columns:
            if column.key in _STYLES:
                style = _STYLES[column.key]
                if row in place.execution:
                    style = _execution_style(column, style)
                canvas.put(row, place.columns[column.key], None, style, columns=column.span)


def _execution_style(column: Column, style: Style) -> Style:
    """In the row of 预算执行率 name and target are printed and the actual is computed."""
    if column.key in ("name", "target"):
        return styles.STILL
    if column.key == "actual":
        return styles.COMPUTED.but(format=styles.TEXT)  # a text such as 98.92%
    return style.but(locked=True) if column.key == "score" else style


def _preset(
    canvas: Canvas, categories: tuple[CategoryBlock, ...], place: IndicatorPlace
) -> None:
    presets = [block.preset for block in categories if block.execution]
    for row, preset in zip(place.execution, presets, strict=False):
        if preset is None:
            continue
        canvas.cell(row, place.columns["name"]).value = preset.name
        canvas.cell(row, place.columns["target"]).value = preset.target or None
        if preset.points is not None:
            whole = preset.points == int(preset.points)
            value = int(preset.points) if whole else float(preset.points)
            canvas.cell(row, place.columns["points"]).value = value


def _validate(canvas: Canvas, profile: Profile, place: IndicatorPlace) -> None:
    policy = profile.policy
    for column in profile.form.indicators.columns:
        label, hint = column.label, column.hint
        if column.key in {"name", "target"}:
            rule = validations.words(label, hint, 100)
        elif column.key == "actual":
            bands = "定性指标可从下拉列表中选，最好写明程度，如“部分达成（70%）”。"
            rule = validations.choice(label, "bands", f"{hint}\n{bands}" if hint else bands)
        elif column.key == "points":
            rule = validations.points(label, policy.total_points, hint)
        elif column.key == "score":
            rule = _score_rule(profile, label, place)
        elif column.key == "deviation_note":
            rule = validations.words(label, hint, 500)
        else:
            continue
        # the points of 预算执行率 are typed like any others; the rest of its row is not
        everywhere = column.key in ("points", "deviation_note")
        validations.apply(canvas, rule, place.runs(column.key, execution=everywhere))


def _score_rule(profile: Profile, label: str, place: IndicatorPlace) -> validations.Rule:
    rows = [row for row in range(place.first, place.last + 1) if row not in place.execution]
    score = a1(rows[0], place.columns["score"])
    points = a1(rows[0], place.columns["points"], fixed="c")
    words = "、".join(f"“{band.label}”" for band in profile.policy.bands[1:])
    return validations.Rule(
        label,
        f"由系统计算，一般不用填。定性指标的实际值为{words}时，请在此填评定的得分。",
        "得分应是 0 到本行分值之间的数字。",
        "custom",
        f"AND(ISNUMBER({score}),{score}>=0,{score}<={points})",
    )


def draw_tail(
    canvas: Canvas, profile: Profile, row: int, place: IndicatorPlace, funding: FundingPlace
) -> int:
    """Draw 总分 and the grade; return the next row."""
    whole, columns = len(profile.form.widths), place.columns
    tail = profile.form.tail
    points, score = columns["points"], columns["score"]
    label_end = min(points, score) - 1
    for line in (row, row + 1):
        canvas.height(line, 26)
        for column in range(label_end + 1, whole + 1):
            canvas.put(line, column, None, styles.STILL)
        if score < whole:
            canvas.put(line, score + 1, None, styles.STILL, columns=whole - score)
    canvas.put(row, 1, tail.total_label, styles.HEADING, columns=label_end)
    preset = _points_sum(canvas, place, funding)
    bold = styles.COMPUTED.but(bold=True)
    canvas.formula(row, points, preset[0], preset[1], bold)
    canvas.name(anchors.TOTAL_POINTS, row, points)
    canvas.put(row, score, None, bold)
    canvas.name(anchors.TOTAL_SCORE, row, score)
    row += 1
    canvas.put(row, 1, tail.grade_label, styles.HEADING, columns=label_end)
    first, last = sorted((label_end + 1, score))
    canvas.put(row, first, None, bold, columns=last - first + 1)
    canvas.name(anchors.GRADE, row, first)
    return row + 1


def _points_sum(
    canvas: Canvas, place: IndicatorPlace, funding: FundingPlace
) -> tuple[str, float]:
    """The formula of all points, with those of 执行率, and what it gives in the blank."""
    column = place.columns["points"]
    ranges = [f"{a1(place.first, column)}:{a1(place.last, column)}"]
    cells = [(row, column) for row in range(place.first, place.last + 1)]
    execution = funding.at("total", "points")
    if execution:
        ranges.append(a1(*execution))
        cells.append(execution)
    values = [canvas.cell(*cell).value for cell in cells]
    blank = sum(value for value in values if isinstance(value, int | float))
    return f"=SUM({','.join(ranges)})", blank
