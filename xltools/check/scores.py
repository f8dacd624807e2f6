"""得分 as typed against the rule, row by row (checks 3, 12–15, 33, 49)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xltools.check.context import Context, Rule, answers_otherwise, show, target_words
from xltools.codes import Code
from xltools.decimals import half_up, percent
from xltools.findings import Finding
from xltools.model import Indicator, IndicatorScore
from xltools.profile import Band
from xltools.value import describe


def points_behind(row: IndicatorScore) -> Decimal | None:
    """The points that a row's score is out of; of all its rows where one score serves several."""
    return row.points if row.points is not None else row.indicator.points.value


def _serves_several(context: Context) -> set[int]:
    """Rows whose typed score is merged over the rows below them."""
    indicators = context.evaluation.indicators
    return {before.row for before, after in pairwise(indicators) if after.shared_score}


def score_in_range(context: Context) -> Iterator[Finding]:
    """0 ≤ score ≤ points (3)."""
    several = _serves_several(context)
    for row in context.scores.indicators:
        typed, points = row.indicator.typed_score, points_behind(row)
        if typed.value is None:
            continue
        if row.indicator.row in several and points == row.indicator.points.value:
            continue  # a score of several rows against the points of one
        if points is not None and not 0 <= typed.value <= points:
            yield Code.SCORE_OUT_OF_RANGE.at(
                typed.place, typed.label, score=show(typed.value), points=show(points)
            )


def typed_score_follows_rule(context: Context) -> Iterator[Finding]:
    """A typed score is what the rule gives; the message says why it is not (12–15, 33)."""
    several = _serves_several(context)
    for row in context.measured():
        typed = row.indicator.typed_score.value
        if typed is None or typed == row.score:
            continue
        points = points_behind(row)
        if points is None or not 0 <= typed <= points:
            continue
        if row.indicator.row in several and points == row.indicator.points.value:
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
    facts = {"gap": show(abs(typed - rule)), "trace": row.trace}
    pair = {"actual": indicator.actual.text, "target": target_words(indicator)}
    if indicator.target_value.kind == "date" and rule < typed:
        return Code.DATE_MISSED.at(
            cell.place, cell.label, **_dates(indicator), score=show(typed), rule=show(rule),
            **facts,
        )  # fmt: skip
    if typed == points and rule < points:
        code = Code.FULL_ABOVE_CEILING if row.ceiling else Code.FULL_BELOW_TARGET
        return code.at(
            cell.place, cell.label, score=show(typed), rule=show(rule), **pair, **facts
        )
    if rule == points and typed < points:
        return Code.LOST_THOUGH_REACHED.at(
            cell.place, cell.label, score=show(typed), rule=show(rule), **pair, **facts
        )
    return Code.SCORE_DIFFERS.at(
        cell.place, cell.label, typed=show(typed), score=show(rule), **facts
    )


def _dates(indicator: Indicator) -> dict[str, str]:
    actual = indicator.actual_value
    done = describe(actual) if actual.kind == "date" else f"“{actual.raw}”"
    return {"target": describe(indicator.target_value), "actual": done}


def qualitative_score_in_band(context: Context) -> Iterator[Finding]:
    """A judgement's degree and score lie within its band: 100–80 %, 80–60 %, 60–0 % (49)."""
    for row in context.worded():
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
        points, typed = points_behind(row), indicator.typed_score.value
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
    for row in context.measured():
        indicator = row.indicator
        if row.score is not None and not row.judged:
            continue
        facts = {"actual": indicator.actual.text, "target": target_words(indicator)}
        waits = row.left_out is None and not indicator.shared_score
        if answers_otherwise(indicator):
            continue  # told by satisfied_is_not_done
        cell, rate = indicator.typed_score, row.completion_rate
        if (
            row.judged
            and row.score is not None
            and rate is not None
            and not context.has("points")
        ):
            yield Code.SCORE_UNCHECKED.at(
                cell.place, cell.label, score=show(row.score), rate=percent(rate), **facts
            )
        elif row.judged and row.score is not None:
            yield Code.JUDGED_BY_PERSON.at(
                cell.place, cell.label, score=show(row.score), **facts
            )
        elif row.score is None and waits and indicator.points.value is not None:
            kinds = indicator.target_value.kind, indicator.actual_value.kind
            if kinds == ("qualitative", "qualitative") and context.is_scored:
                entry = indicator.actual
                yield Code.JUDGEMENT_NEEDED.at(entry.place, entry.label, **facts)


def converted_scores_are_right(context: Context) -> Iterator[Finding]:
    """折算得分 = 得分 × 权重, and the weight counts once (14; 河北).

    Where 分值 already is the weight (25 points, 25 %), multiplying again makes the points of a
    whole form add up to far less than 100.
    """
    full, twice = Decimal(0), True
    found: list[tuple[Indicator, Decimal, Decimal, Decimal]] = []
    for indicator in context.evaluation.indicators:
        if not indicator.amounts:
            continue
        weight, cell = (indicator.amounts.get(k) for k in ("weight_percent", "converted_score"))
        score, points = indicator.typed_score.value, indicator.points.value
        if weight is None or weight.value is None or points is None:
            continue
        full += points * weight.value / 100
        twice = twice and points == weight.value
        if cell is None or cell.value is None or score is None:
            continue
        rule = half_up(score * weight.value / 100, context.policy.score_places)
        found.append((indicator, score, weight.value, cell.value))
        share = score / points * weight.value if points else rule
        if min(abs(cell.value - rule), abs(cell.value - share)) > context.policy.tolerance:
            yield Code.CONVERTED_DIFFERS.at(
                cell.place, cell.label, typed=show(cell.value), score=show(score),
                weight=show(weight.value), rule=show(rule), gap=show(abs(cell.value - rule)),
            )  # fmt: skip
    products = [each for each in found if each[3] < each[1]]
    if len(found) < 2 or not twice or not products:
        return
    indicator, score, share, converted = products[0]
    cell = indicator.amounts["converted_score"]
    yield Code.WEIGHTED_TWICE.at(
        cell.place, cell.label, points=show(indicator.points.value or share),
        weight=show(share), score=show(score), converted=show(converted), most=show(full),
        total=show(context.policy.total_points),
    )  # fmt: skip


def reviewed_scores_are_seen(context: Context) -> Iterator[Finding]:
    """The bureau's 复核分 beside another 得分 is worth a look (14)."""
    for indicator in context.evaluation.indicators:
        typed, review = indicator.typed_score, indicator.amounts.get("review_score")
        if review is None or review.value is None or typed.value is None:
            continue
        if review.value != typed.value:
            yield Code.REVIEW_DIFFERS.at(
                review.place, review.label, what=typed.label or "得分", typed=show(typed.value),
                review=show(review.value), gap=show(abs(review.value - typed.value)),
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    score_in_range,
    typed_score_follows_rule,
    qualitative_score_in_band,
    judgement_is_given,
    converted_scores_are_right,
    reviewed_scores_are_seen,
)
