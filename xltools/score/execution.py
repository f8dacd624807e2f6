"""预算执行率: the rate, its points, a budget of zero (V10, V13–V15, V17)."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import half_up, percent, plain
from xltools.model import ExecutionScore, FundingLine, SelfEvaluation
from xltools.profile import ScoringPolicy
from xltools.score.points import has_column

ZERO = Decimal(0)
BASES = {
    "revised_budget": "全年预算数",
    "received": "资金到位数",
    "original_budget": "年初预算数",
}


def score_execution(evaluation: SelfEvaluation, policy: ScoringPolicy) -> ExecutionScore:
    """The execution score of one form; one that asks for no score gets its rate all the same."""
    total = evaluation.funding.get("total")
    base = total.value(policy.execution.base) if total else None
    outturn = total.value("outturn") if total else None
    if not _asks_for_score(evaluation, policy):
        found = execution_of(base, outturn, ZERO, policy)
        trace = f"{found.trace.partition('；')[0].rstrip('。')}；本表预算执行率不计分。"
        return replace(found, points=None, score=None, trace=trace, applies=False)
    points = execution_points(evaluation, policy)
    if points == 0 and not _gives_points(evaluation):
        found = execution_of(base, outturn, ZERO, policy)
        trace = f"{found.trace.partition('；')[0].rstrip('。')}；预算执行率不单独计分。"
        return replace(found, score=None, trace=trace, applies=False)
    return execution_of(base, outturn, points, policy)


def execution_points(evaluation: SelfEvaluation, policy: ScoringPolicy) -> Decimal | None:
    """Points of 预算执行率: typed in the indicator row or the funding table, else the policy's.

    None when the form has a cell for them and it is blank; 0 when neither the form nor the
    policy gives it any.
    """
    for indicator in evaluation.indicators:
        if indicator.is_execution:
            return indicator.points.value
    total = evaluation.funding.get("total")
    if total is not None and "points" in total.amounts:
        return total.value("points")
    meant = policy.execution.scored and _leaves_room(evaluation, policy)
    return policy.execution.points if meant else ZERO


def _gives_points(evaluation: SelfEvaluation) -> bool:
    total = evaluation.funding.get("total")
    own_row = any(indicator.is_execution for indicator in evaluation.indicators)
    return own_row or (total is not None and "points" in total.amounts)


def _asks_for_score(evaluation: SelfEvaluation, policy: ScoringPolicy) -> bool:
    if not policy.scored:
        return False
    if has_column(evaluation, "score"):
        return True
    total = evaluation.funding.get("total")
    return total is not None and bool({"points", "score"} & total.amounts.keys())


def _leaves_room(evaluation: SelfEvaluation, policy: ScoringPolicy) -> bool:
    """True if the policy's points for 预算执行率 can be meant on a form that prints none for it.

    Our own form says what it scores. Another's that prints neither 分值 nor 得分 beside the money
    scores it only if the indicators leave room for it: 90 points of 100 do, 100 do not.
    """
    total = evaluation.funding.get("total")
    if not evaluation.foreign or (total is not None and "score" in total.amounts):
        return True
    known = [row.points.value for row in evaluation.indicators if row.points.value is not None]
    return bool(known) and sum(known, ZERO) + policy.execution.points <= policy.total_points


def execution_of(
    base: Decimal | None,
    outturn: Decimal | None,
    points: Decimal | None,
    policy: ScoringPolicy,
) -> ExecutionScore:
    """分值 × 执行率, never above 分值 (10号文; V15); amounts in 万元."""
    name = BASES[policy.execution.base]
    if base is None or outturn is None:
        blank = name if base is None else "全年执行数"
        trace = f"{blank}没有填，不能计算执行率。"
        return ExecutionScore(base, outturn, None, points, None, trace)
    if base <= 0:
        return _zero_budget(base, outturn, points, policy)
    rate = outturn / base
    sums = f"{plain(outturn)} ÷ {plain(base)} = {percent(rate)}"
    return _scored(base, outturn, points, policy, sums)


def _scored(
    base: Decimal,
    outturn: Decimal,
    points: Decimal | None,
    policy: ScoringPolicy,
    sums: str,
    divisor: Decimal | None = None,
) -> ExecutionScore:
    by = divisor or base
    rate = outturn / by
    if points is None or points < 0:
        return ExecutionScore(base, outturn, rate, points, None, f"{sums}，没有分值。")
    top, bottom = policy.execution.earned(outturn, by)
    score = half_up(points * top / bottom, policy.score_places)
    note = _note(rate, top / bottom, policy)
    product = f"{plain(points)} × {percent(top / bottom)} = {plain(score)}"
    return ExecutionScore(base, outturn, rate, points, score, f"{sums}{note}；{product}")


def _note(rate: Decimal, share: Decimal, policy: ScoringPolicy) -> str:
    execution = policy.execution
    if execution.ranges:
        return "，按区间计分"
    if rate < execution.pass_mark:
        return f"，低于 {percent(execution.pass_mark)} 不得分"
    if rate > 1:
        return "，超过 100% 按 100% 计"
    if share == 1 and rate < 1:
        return f"，不低于 {percent(execution.full_from)} 得满分"
    return ""


def _zero_budget(
    budget: Decimal, outturn: Decimal, points: Decimal | None, policy: ScoringPolicy
) -> ExecutionScore:
    """Systems differ when nothing was budgeted and nothing spent, so the policy says (V14)."""
    name, choice = BASES[policy.execution.base], policy.execution.zero_budget
    if budget == 0 and choice == "divide_by_one":
        sums = f"{name}为 0，按 1 计：{plain(outturn)} ÷ 1 = {percent(outturn)}"
        return _scored(budget, outturn, points, policy, sums, Decimal(1))
    if budget < 0 or outturn != 0:
        trace = f"{name} {plain(budget)}，执行数 {plain(outturn)}，不能计算执行率。"
        return ExecutionScore(budget, outturn, None, points, None, trace)
    if choice == "not_applicable":
        trace = f"{name}为 0，不适用，其余得分折算。"
        return ExecutionScore(budget, outturn, None, points, None, trace, applies=False)
    words, score = ("得满分", points) if choice == "full" else ("得 0 分", ZERO)
    return ExecutionScore(budget, outturn, None, points, score, f"{name}为 0，{words}。")


def computed_funding(line: FundingLine, policy: ScoringPolicy) -> dict[str, Decimal | None]:
    """结余 = 到位 − 执行 (万元); 到位率, 执行率 as unrounded ratios; None where blank or 0 ÷ 0."""
    budget, outturn = line.value("revised_budget"), line.value("outturn")
    base, received = line.value(policy.execution.base), line.value("received")
    return {
        "rate": outturn / base if base and outturn is not None else None,
        "arrival_rate": received / budget if budget and received is not None else None,
        "balance": received - outturn if received is not None and outturn is not None else None,
    }
