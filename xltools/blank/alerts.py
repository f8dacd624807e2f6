"""Colours that show at once what is missing or contradicts itself.

The checker finds more and explains it; these only guide the eye while somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule

from xltools.blank.canvas import Area, Canvas, a1
from xltools.blank.funding_block import FundingPlace, is_input
from xltools.blank.indicator_block import IndicatorPlace
from xltools.blank.styles import ORANGE, RED, alert
from xltools.profile import FundingForm, Profile, Source

_HALF_A_CENT = "0.0000005"
"""Half of 0.01 元 in 万元: below this two sums are the same money."""


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


def warn_on_form(
    canvas: Canvas,
    profile: Profile,
    fields: dict[str, Area],
    funding: FundingPlace,
    indicators: IndicatorPlace,
    total: int,
) -> None:
    """Put all alerts of the form; red comes first and wins over orange."""
    _warn_on_funding(canvas, profile.form.funding, funding)
    _warn_on_points(canvas, profile, indicators, total)
    _warn_on_indicators(canvas, indicators)
    for field in profile.form.fields:
        if field.required and field.key in fields:
            area = fields[field.key]
            warn(canvas, [area], blank(a1(area.top, area.left, fixed="rc")), ORANGE)


def _warn_on_funding(canvas: Canvas, form: FundingForm, place: FundingPlace) -> None:
    for source in form.sources:
        _warn_on_outturn(canvas, place, source.key)
    for measure in form.measures:
        for source in form.sources:
            if not measure.computed and not measure.only_total:
                _warn_on_sum(canvas, form, place, source, measure.key)
    for measure in form.measures:
        for source in form.sources:
            spot = place.cells[source.key, measure.key]
            if not source.part_of and is_input(source, measure):
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
        a1(*place.cells[source.key, measure])
        for source in form.sources
        if source.part_of == whole.key
    ]
    if not parts:
        return
    spot = place.cells[whole.key, measure]
    cell, run = a1(*spot), ",".join(parts)
    formula = f"AND(ISNUMBER({cell}),COUNT({run})>0,ABS({cell}-SUM({run}))>{_HALF_A_CENT})"
    warn(canvas, [Area(*spot, *spot)], formula, RED)


def _warn_on_points(
    canvas: Canvas, profile: Profile, place: IndicatorPlace, total: int
) -> None:
    """Red total of points, once an indicator has any: a blank form shows no alarm."""
    column = place.columns["points"]
    cell = a1(total, column)
    runs = [run.a1 for run in place.runs("points", execution=False)]
    wrong = f"ABS({cell}-{profile.policy.total_points:f})>0.001"
    formula = f"AND(COUNT({','.join(runs)})>0,ISNUMBER({cell}),{wrong})"
    warn(canvas, [Area(total, column, total, column)], formula, RED)
    score = place.columns["score"]
    over = _both_numbers(place, "{score}>{points}")
    warn(canvas, [Area(place.first, score, place.last, score)], over, RED)


def _warn_on_indicators(canvas: Canvas, place: IndicatorPlace) -> None:
    def cell(key: str) -> str:
        return a1(place.first, place.columns[key], fixed="c")

    lost = _both_numbers(place, "{score}<{points}")
    reason = f"AND({lost},{blank(cell('deviation_note'))})"
    warn(canvas, place.runs("deviation_note"), reason, ORANGE)
    for key in ("target", "actual", "points"):
        runs = place.runs(key, execution=key == "points")
        name = a1(runs[0].top, place.columns["name"], fixed="c")
        own = a1(runs[0].top, place.columns[key], fixed="c")
        warn(canvas, runs, f"AND({filled(name)},{blank(own)})", ORANGE)
    runs = place.runs("name", execution=False)
    name, *others = [
        a1(runs[0].top, place.columns[key], fixed="c")
        for key in ("name", "target", "actual", "points")
    ]
    nameless = f"AND({blank(name)},OR({','.join(filled(other) for other in others)}))"
    warn(canvas, runs, nameless, ORANGE)


def _both_numbers(place: IndicatorPlace, claim: str) -> str:
    """Formula: score and points of the first row are numbers and the claim holds."""
    score = a1(place.first, place.columns["score"], fixed="c")
    points = a1(place.first, place.columns["points"], fixed="c")
    told = claim.format(score=score, points=points)
    return f"AND(ISNUMBER({score}),ISNUMBER({points}),{told})"
