"""得分, 总分 and 等级 as typed against the rule (checks 2, 3, 12–15, 22, 33, 47, 49)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, show
from xltools.codes import Code
from xltools.decimals import percent
from xltools.findings import Finding
from xltools.model import Indicator, IndicatorScore
from xltools.profile import Band
from xltools.value import describe


def score_in_range(context: Context) -> Iterator[Finding]:
    """0 ≤ score ≤ points (3)."""
    for row in context.evaluation.indicators:
        typed, points = row.typed_score, row.points.value
        if typed.value is not None and points is not None and not 0 <= typed.value <= points:
            yield Code.SCORE_OUT_OF_RANGE.at(
                typed.place, typed.label, score=show(typed.value), points=show(points)
            )


def typed_score_follows_rule(context: Context) -> Iterator[Finding]:
    """A typed score is what the rule gives; the message says why it is not (12–15, 33)."""
    for row in context.rows():
        typed = row.indicator.typed_score.value
        points = row.indicator.points.value
        if typed is None or points is None or not 0 <= typed <= points:
            continue
        band = _band(row, context)
        if band is not None and not band.holds(typed, points):
            continue  # said by qualitative_score_in_band
        if row.score is None or abs(typed - row.score) <= context.policy.tolerance:
            continue
        yield _score_differs(row, typed, points, row.score)


def _score_differs(
    row: IndicatorScore, typed: Decimal, points: Decimal, rule: Decimal
) -> Finding:
    indicator = row.indicator
    cell = indicator.typed_score
    facts = {"actual": indicator.actual.text, "target": indicator.target.text}
    if indicator.target_value.kind == "date" and rule < typed:
        return Code.DATE_MISSED.at(
            cell.place, cell.label, **_dates(indicator), score=show(typed), rule=show(rule)
        )
    if typed == points and rule < points:
        code = Code.FULL_ABOVE_CEILING if row.ceiling else Code.FULL_BELOW_TARGET
        return code.at(
            cell.place, cell.label, score=show(typed), rule=show(rule), trace=row.trace, **facts
        )
    if rule == points and typed < points:
        return Code.LOST_THOUGH_REACHED.at(
            cell.place, cell.label, score=show(typed), points=show(points), **facts
        )
    return Code.SCORE_DIFFERS.at(
        cell.place, cell.label, typed=show(typed), score=show(rule), trace=row.trace
    )


def _dates(indicator: Indicator) -> dict[str, str]:
    actual = indicator.actual_value
    done = describe(actual) if actual.kind == "date" else f"“{actual.raw}”"
    return {"target": describe(indicator.target_value), "actual": done}


def qualitative_score_in_band(context: Context) -> Iterator[Finding]:
    """A judgement's degree and score lie within its band: 100–80 %, 80–60 %, 60–0 % (49)."""
    for row in context.rows():
        indicator = row.indicator
        band = _band(row, context)
        if band is None:
            continue
        degree, entry = indicator.actual_value, indicator.actual
        if degree.value is not None and not band.holds(degree.value, Decimal(100)):
            yield Code.DEGREE_OUTSIDE_BAND.at(
                entry.place,
                entry.label,
                actual=entry.text,
                band=band.label,
                low=percent(band.low),
                high=percent(band.high),
            )
            continue
        points, typed = indicator.points.value, indicator.typed_score.value
        if points is None or typed is None or not 0 <= typed <= points:
            continue
        if not band.holds(typed, points):
            yield Code.SCORE_OUTSIDE_BAND.at(
                indicator.typed_score.place,
                indicator.typed_score.label,
                actual=entry.text,
                band=f"{band.label}，{percent(band.low)}—{percent(band.high)}",
                low=show(points * band.low),
                high=show(points * band.high),
                score=show(typed),
            )


def _band(row: IndicatorScore, context: Context) -> Band | None:
    """The band that the actual's words name, for a qualitative target."""
    marks = row.indicator.actual_value.marks
    if row.indicator.target_value.kind != "qualitative":
        return None
    for number, band in enumerate(context.policy.bands, start=1):
        if f"band{number}" in marks:
            return band
    return None


def judgement_is_given(context: Context) -> Iterator[Finding]:
    """Words that no rule can weigh need a degree or a score, and a score needs a look (49).

    The look matters after scoring: the score in the cell may belong to an older answer.
    """
    for row in context.rows():
        indicator = row.indicator
        facts = {"actual": indicator.actual.text, "target": indicator.target.text}
        if row.judged and row.score is not None:
            cell = indicator.typed_score
            yield Code.JUDGED_BY_PERSON.at(
                cell.place, cell.label, score=show(row.score), **facts
            )
        elif row.score is None and indicator.points.value is not None:
            kinds = indicator.target_value.kind, indicator.actual_value.kind
            if kinds == ("qualitative", "qualitative"):
                entry = indicator.actual
                yield Code.JUDGEMENT_NEEDED.at(entry.place, entry.label, **facts)


def total_is_sum_of_scores(context: Context) -> Iterator[Finding]:
    """The typed total is the sum of the scores: of the typed ones, else of ours (2)."""
    total = context.evaluation.tail.score
    scores = context.scores
    if total is None or total.value is None:
        return
    addends = [
        row.score
        if row.indicator.typed_score.value is None
        else row.indicator.typed_score.value
        for row in scores.indicators
    ]
    if not any(row.indicator.is_execution for row in scores.indicators):
        funding = context.evaluation.funding.get("total")
        typed = funding.value("score") if funding else None
        addends.append(scores.execution.score if typed is None else typed)
    rescaled = scores.execution.budget == 0 and total.value == scores.total
    if rescaled or any(value is None for value in addends):
        return
    amount = sum((value for value in addends if value is not None), Decimal(0))
    if abs(total.value - amount) > context.policy.tolerance:
        yield Code.TOTAL_NOT_SUM.at(
            total.place, total.label, typed=show(total.value), sum=show(amount)
        )


def grade_follows_total(context: Context) -> Iterator[Finding]:
    """The typed grade is one of the policy's words and fits the total (47)."""
    grade, total = context.evaluation.tail.grade, context.evaluation.tail.score
    if grade is None or grade.text is None:
        return
    points = total.value if total and total.value is not None else context.scores.total
    names = [each.name for each in context.policy.grades]
    facts = {"typed": grade.text, "grades": "、".join(names)}
    if points is None:
        if grade.text not in names:
            yield Code.GRADE_UNKNOWN.at(grade.place, grade.label, **facts)
        return
    right = context.policy.grade(points)
    if grade.text != right:
        code = Code.GRADE_DIFFERS if grade.text in names else Code.GRADE_WORD
        table = "、".join(
            f"{each.name}≥{show(each.floor)}" for each in context.policy.grades[:-1]
        )
        yield code.at(
            grade.place, grade.label, total=show(points), grade=right, table=table, **facts
        )


def not_everything_exactly_reached(context: Context) -> Iterator[Finding]:
    """Every actual equals its target to the digit and the total is full: was it measured? (22)"""
    pairs = [
        (row.indicator.target_value, row.indicator.actual_value)
        for row in context.rows()
        if row.indicator.actual.text is not None
    ]
    if len(pairs) < 4 or context.scores.total != context.policy.total_points:
        return
    numeric = [pair for pair in pairs if pair[0].value is not None]
    if len(numeric) >= 3 and all(
        target.value == actual.value if target.value is not None else True
        for target, actual in pairs
    ):
        total = context.evaluation.tail.score
        place = total.place if total else context.evaluation.indicators[0].actual.place
        yield Code.ALL_EXACTLY_REACHED.at(
            place, "总分", count=len(pairs), total=show(context.policy.total_points)
        )


RULES: tuple[Rule, ...] = (
    score_in_range,
    typed_score_follows_rule,
    qualitative_score_in_band,
    judgement_is_given,
    total_is_sum_of_scores,
    grade_follows_total,
    not_everything_exactly_reached,
)
