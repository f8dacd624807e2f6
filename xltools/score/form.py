"""Scoring one form: execution rate, every indicator, total and grade."""

from __future__ import annotations

from decimal import Decimal

from xltools.decimals import half_up, percent, plain
from xltools.model import (
    ExecutionScore,
    FundingLine,
    Indicator,
    IndicatorScore,
    Scores,
    SelfEvaluation,
)
from xltools.profile import ScoringPolicy
from xltools.score.indicator import Case, score_value

ZERO = Decimal(0)


def score_form(evaluation: SelfEvaluation, policy: ScoringPolicy) -> Scores:
    """Return the scores of one form; what cannot be computed is None and its trace says why."""
    execution = _execution(evaluation, policy)
    indicators = tuple(
        _execution_row(indicator, execution)
        if indicator.is_execution
        else _indicator(indicator, evaluation, policy, execution)
        for indicator in evaluation.indicators
    )
    total = _total(execution, indicators, policy)
    return Scores(
        execution=execution,
        indicators=indicators,
        total=total,
        grade=policy.grade(total)
        if total is not None and total <= policy.total_points
        else None,
        funding={key: _computed(line) for key, line in evaluation.funding.items()},
    )


def execution_points(evaluation: SelfEvaluation, policy: ScoringPolicy) -> Decimal | None:
    """Points of 预算执行率: typed in the indicator row or the funding table, else the policy's.

    None when the form has a cell for them and it is blank.
    """
    for indicator in evaluation.indicators:
        if indicator.is_execution:
            return indicator.points.value
    total = evaluation.funding.get("total")
    if total is not None and "points" in total.amounts:
        return total.value("points")
    return policy.execution.points


def _execution(evaluation: SelfEvaluation, policy: ScoringPolicy) -> ExecutionScore:
    """分值 × 执行率, never above 分值 (10号文; V15)."""
    total = evaluation.funding.get("total")
    budget = total.value("revised_budget") if total else None
    outturn = total.value("outturn") if total else None
    points = execution_points(evaluation, policy)
    if budget is None or outturn is None:
        blank = "全年预算数" if budget is None else "全年执行数"
        return ExecutionScore(
            budget, outturn, None, points, None, f"{blank}没有填，不能计算执行率。"
        )
    if budget <= 0:
        return _zero_budget(budget, outturn, points, policy)
    rate = outturn / budget
    sums = f"{plain(outturn)} ÷ {plain(budget)} = {percent(rate)}"
    if points is None or points < 0:
        return ExecutionScore(budget, outturn, rate, points, None, f"{sums}，没有分值。")
    counted = max(ZERO, min(outturn, budget))
    score = half_up(points * counted / budget, policy.score_places)
    capped = "，超过 100% 按 100% 计" if outturn > budget else ""
    product = f"{plain(points)} × {percent(counted / budget)} = {plain(score)}"
    return ExecutionScore(budget, outturn, rate, points, score, f"{sums}{capped}；{product}")


def _zero_budget(
    budget: Decimal, outturn: Decimal, points: Decimal | None, policy: ScoringPolicy
) -> ExecutionScore:
    """Systems differ when nothing was budgeted and nothing spent, so the policy says (V14)."""
    if budget < 0 or outturn != 0:
        trace = f"全年预算数 {plain(budget)}，执行数 {plain(outturn)}，不能计算执行率。"
        return ExecutionScore(budget, outturn, None, points, None, trace)
    choice = policy.execution.zero_budget
    score = {"full": points, "zero": ZERO, "not_applicable": None}[choice]
    words = {"full": "得满分", "zero": "得 0 分", "not_applicable": "不适用，其余得分折算"}[
        choice
    ]
    return ExecutionScore(budget, outturn, None, points, score, f"全年预算数为 0，{words}。")


def _execution_row(indicator: Indicator, execution: ExecutionScore) -> IndicatorScore:
    return IndicatorScore(indicator, execution.rate, execution.score, execution.trace)


def _indicator(
    indicator: Indicator,
    evaluation: SelfEvaluation,
    policy: ScoringPolicy,
    execution: ExecutionScore,
) -> IndicatorScore:
    case = Case(
        policy=policy,
        points=indicator.points.value,
        subcategory=indicator.subcategory,
        name=indicator.name.text or "",
        year=evaluation.year,
        budget=execution.budget,
        outturn=execution.outturn,
        typed_score=indicator.typed_score.value,
    )
    outcome, score = score_value(indicator.target_value, indicator.actual_value, case)
    return IndicatorScore(
        indicator=indicator,
        completion_rate=outcome.rate,
        score=score,
        trace=outcome.trace,
        judged=outcome.judged,
        ceiling=outcome.ceiling,
    )


def _total(
    execution: ExecutionScore, indicators: tuple[IndicatorScore, ...], policy: ScoringPolicy
) -> Decimal | None:
    """Sum of the printed scores; rescaled where the execution rate does not apply."""
    scores = [each.score for each in indicators if not each.indicator.is_execution]
    if not scores or any(score is None for score in scores):
        return None
    total = sum((score for score in scores if score is not None), ZERO)
    if execution.score is not None:
        return total + execution.score
    if execution.budget != 0 or execution.outturn != 0 or execution.points is None:
        return None
    rest = policy.total_points - execution.points
    return half_up(total * policy.total_points / rest, policy.score_places) if rest else None


def _computed(line: FundingLine) -> dict[str, Decimal | None]:
    """结余 = 到位 − 执行 (万元); 到位率, 执行率 as unrounded ratios; None where blank or 0 ÷ 0."""
    budget, outturn = line.value("revised_budget"), line.value("outturn")
    received = line.value("received")
    return {
        "rate": outturn / budget if budget and outturn is not None else None,
        "arrival_rate": received / budget if budget and received is not None else None,
        "balance": received - outturn if received is not None and outturn is not None else None,
    }
