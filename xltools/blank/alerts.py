"""Colours that show at once what is missing or contradicts itself.

The checker finds more and explains it; these only guide the eye while somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from openpyxl.formatting.rule import Rule

from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.funding_cells import FundingPlace, is_input, is_money
from xltools.blank.head_block import is_typed
from xltools.blank.indicator_plan import IndicatorPlace, Row
from xltools.blank.places import FormPlaces
from xltools.blank.styles import ORANGE, RED, alert
from xltools.profile import FundingForm, Profile, Source

HALF_A_CENT = {"万元": "0.0000005", "元": "0.005"}
"""Half of 0.01 元 in the form's unit: below this two sums are the same money."""


def warn(canvas: Canvas, areas: Iterable[Area], formula: str, color: str) -> None:
    """Colour cells while the formula, written for their first cell, is true."""
    ranges = " ".join(area.a1 for area in areas)
    if ranges:
        rule = Rule(type="expression", dxf=alert(color), formula=[formula])
        canvas.sheet.conditional_formatting.add(ranges, rule)


def blank(cell: str) -> str:
    """Formula: the cell is empty or holds only spaces."""
    return f"LEN(TRIM({cell}))=0"


def filled(cell: str) -> str:
    """Formula: the cell holds something."""
    return f"LEN(TRIM({cell}))>0"


def warn_on_form(canvas: Canvas, profile: Profile, places: FormPlaces) -> None:
    """Put all alerts of the form; red comes first and wins over orange."""
    _warn_on_funding(canvas, profile.form.funding, places.funding)
    if places.points:
        _warn_on_points(canvas, profile, places, places.points)
    for table in (places.indicators, *places.assessments):
        _warn_on_score(canvas, table)
    _warn_on_indicators(canvas, places.indicators)
    for table in places.assessments:
        _warn_on_missing(canvas, table, ("actual", "score"))
    for field in profile.form.fields:
        if field.required and field.key in places.fields and is_typed(profile, field):
            area = places.fields[field.key]
            warn(canvas, [area], blank(a1(area.top, area.left, fixed="rc")), ORANGE)


def _warn_on_funding(canvas: Canvas, form: FundingForm, place: FundingPlace) -> None:
    for source in form.sources:
        _warn_on_outturn(canvas, place, source.key)
    for measure in form.measures:
        for source in form.sources:
            if not measure.computed and not measure.only_total and is_money(measure):
                _warn_on_sum(canvas, form, place, source, measure.key)
    for measure in form.measures:
        for source in form.sources:
            spot = place.at(source.key, measure.key)
            asked = is_input(source, measure) and measure.key != "reason"
            if spot and asked and not source.part_of:
                warn(canvas, [Area(*spot, *spot)], blank(a1(*spot)), ORANGE)


def _warn_on_outturn(canvas: Canvas, place: FundingPlace, source: str) -> None:
    budget, outturn = place.at(source, "revised_budget"), place.at(source, "outturn")
    if budget and outturn:
        spent, allowed = a1(*outturn), a1(*budget)
        formula = f"AND(ISNUMBER({spent}),ISNUMBER({allowed}),{spent}>{allowed})"
        warn(canvas, [Area(*outturn, *outturn)], formula, RED)


def _warn_on_sum(
    canvas: Canvas, form: FundingForm, place: FundingPlace, whole: Source, measure: str
) -> None:
    """Red where a whole is not the sum of its parts, once one of the parts is filled in."""
    parts = [
        a1(*spot)
        for source in form.sources
        if source.part_of == whole.key and (spot := place.at(source.key, measure))
    ]
    spot = place.at(whole.key, measure)
    if not parts or not spot:
        return
    cell, run = a1(*spot), ",".join(parts)
    same = HALF_A_CENT[form.unit]
    formula = f"AND(ISNUMBER({cell}),COUNT({run})>0,ABS({cell}-SUM({run}))>{same})"
    warn(canvas, [Area(*spot, *spot)], formula, RED)


def _warn_on_points(
    canvas: Canvas, profile: Profile, places: FormPlaces, spot: tuple[int, int]
) -> None:
    """Red total of points, once an indicator has any: a blank form shows no alarm."""
    cell, total = a1(*spot), expected_points(profile)
    free = [
        run.a1
        for table in (*places.assessments, places.indicators)
        for run in table.runs("points", lambda row: not (row.has_points or row.execution))
    ]
    begun = f"COUNT({','.join(free)})>0," if free else ""
    formula = f"AND({begun}ISNUMBER({cell}),ABS({cell}-{total:f})>0.001)"
    warn(canvas, [Area(*spot, *spot)], formula, RED)


def expected_points(profile: Profile) -> Decimal:
    """What the points on the form add up to: without 执行率's where the form does not print them."""
    form, policy = profile.form, profile.policy
    printed = any(measure.key == "points" for measure in form.funding.measures)
    printed |= any(block.execution for block in form.indicators.categories)
    within = printed or not policy.execution.scored  # 过程指标 of a 部门评价
    return policy.total_points - (0 if within else policy.execution.points)


def _warn_on_score(canvas: Canvas, table: IndicatorPlace) -> None:
    if {"points", "score"} <= table.columns.keys():
        column = table.columns["score"]
        over = _both_numbers(table, "{score}>{points}")
        warn(canvas, [Area(table.first, column, table.last, column)], over, RED)


def _warn_on_indicators(canvas: Canvas, place: IndicatorPlace) -> None:
    if {"points", "score", "deviation_note"} <= place.columns.keys():
        lost = _both_numbers(place, "{score}<{points}")
        note = a1(place.first, place.columns["deviation_note"], fixed="c")
        warn(canvas, place.runs("deviation_note"), f"AND({lost},{blank(note)})", ORANGE)
    _warn_on_missing(canvas, place, ("target", "actual", "points"))
    judged = place.runs("score", lambda row: row.judged)
    if judged:
        _warn_if_named(canvas, place, "score", judged)
    runs = place.runs("name", lambda row: not (row.execution or row.fixed))
    if not runs:
        return
    name, *others = [
        a1(runs[0].top, place.columns[key], fixed="c")
        for key in ("name", "target", "actual", "points")
        if key in place.columns
    ]
    nameless = f"AND({blank(name)},OR({','.join(filled(other) for other in others)}))"
    warn(canvas, runs, nameless, ORANGE)


def _warn_on_missing(canvas: Canvas, place: IndicatorPlace, keys: tuple[str, ...]) -> None:
    """Orange where an indicator has a name and lacks one of these."""
    for key in keys:
        everywhere = key == "points"  # 预算执行率 has points like any other indicator
        runs = place.runs(key) if everywhere else place.runs(key, _is_typed_row)
        if runs:
            _warn_if_named(canvas, place, key, runs)


def _is_typed_row(row: Row) -> bool:
    return not row.execution


def _warn_if_named(canvas: Canvas, place: IndicatorPlace, key: str, runs: list[Area]) -> None:
    name = a1(runs[0].top, place.columns["name"], fixed="c")
    own = a1(runs[0].top, place.columns[key], fixed="c")
    # 无 in a row says that there is no such indicator
    warn(canvas, runs, f'AND({filled(name)},TRIM({name})<>"无",{blank(own)})', ORANGE)


def _both_numbers(place: IndicatorPlace, claim: str) -> str:
    """Formula: score and points of the first row are numbers and the claim holds."""
    score = a1(place.first, place.columns["score"], fixed="c")
    points = a1(place.first, place.columns["points"], fixed="c")
    told = claim.format(score=score, points=points)
    return f"AND(ISNUMBER({score}),ISNUMBER({points}),{told})"
