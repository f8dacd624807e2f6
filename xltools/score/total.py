"""总分: which scores count, what is rescaled, 折算得分 (V9, V11, V14, V19)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import half_up, plain
from xltools.model import ExecutionScore, IndicatorScore
from xltools.profile import ScoringPolicy

ZERO = Decimal(0)


def convert(row: IndicatorScore, policy: ScoringPolicy) -> IndicatorScore:
    """Add 折算得分 where the policy and the row's 权重占比 give one."""
    if policy.conversion == "none":
        return row
    weight = row.indicator.amounts.get("weight_percent")
    if weight is None or weight.value is None:
        return row
    if row.score is None:
        return row
    share = weight.value / 100
    if policy.conversion == "product":
        value = half_up(row.score * share, policy.score_places)
        words = f"折算 {plain(row.score)} × {plain(weight.value)}% = {plain(value)}"
    elif row.points:
        value = half_up(
            row.score * share * policy.total_points / row.points, policy.score_places
        )
        words = f"折算 {plain(row.score)} ÷ {plain(row.points)} × {plain(weight.value)}% × {plain(policy.total_points)} = {plain(value)}"
    else:
        return row
    return replace(row, converted=value, trace=f"{row.trace}；{words}")


def total_of(
    execution: ExecutionScore, rows: Sequence[IndicatorScore], policy: ScoringPolicy
) -> tuple[Decimal | None, str]:
    """The total and how it came about: the sum of the printed scores, rescaled where a part does not apply."""
    apart = [row for row in rows if not row.indicator.is_execution]
    own_row = len(apart) < len(rows)
    counted = [row for row in apart if not row.left_out]
    if not counted:
        return None, "没有可以计分的指标。"
    adds_converted = _adds_converted(execution, rows, policy)
    if adds_converted:
        counted += [row for row in rows if row.indicator.is_execution and row.score is not None]
    scores = [row.converted if adds_converted else row.score for row in counted]
    if None in scores:
        missing = [row for row, score in zip(counted, scores, strict=True) if score is None]
        names = "、".join(f"“{row.indicator.name.text or ''}”" for row in missing[:3])
        more = "等" if len(missing) > 3 else ""
        return None, f"{names}{more} {len(missing)} 项没有得分，不能计算总分。"
    total = sum([score for score in scores if score is not None], ZERO)
    sums = f"指标得分合计 {plain(total)}"
    if execution.score is not None and not (adds_converted and own_row):
        sums = f"{sums}＋预算执行率得分 {plain(execution.score)}"
        total += execution.score
        sums = f"{sums}＝{plain(total)}"
    elif execution.applies and execution.score is None:
        return None, "预算执行率没有得分，不能计算总分。"
    return _rescaled(total, sums, execution, rows, policy)


def _rescaled(
    total: Decimal,
    sums: str,
    execution: ExecutionScore,
    rows: Sequence[IndicatorScore],
    policy: ScoringPolicy,
) -> tuple[Decimal | None, str]:
    dropped = [row.points for row in rows if row.left_out == "not_applicable"]
    if not execution.applies and execution.points != 0:
        dropped.append(execution.points)
    if not dropped:
        return total, f"{sums}。"
    if any(points is None for points in dropped):
        return None, "不适用的项没有分值，其余得分不能折算。"
    points = sum((each for each in dropped if each is not None), ZERO)
    rest = policy.total_points - points
    if rest <= 0:
        return None, "所有分值都不适用，不能计算总分。"
    value = half_up(total * policy.total_points / rest, policy.score_places)
    scale = f"不适用的占 {plain(points)} 分，{plain(total)} × {plain(policy.total_points)} ÷ {plain(rest)} = {plain(value)}"
    return value, f"{sums}；{scale}。"


def _adds_converted(
    execution: ExecutionScore, rows: Sequence[IndicatorScore], policy: ScoringPolicy
) -> bool:
    """True if the total adds up 折算得分.

    "fitting": scores that are out of the total already are added as they are; where each is
    out of a hundred, only the converted ones make a total.
    """
    if policy.conversion == "none" or policy.total_from == "score":
        return False
    if policy.total_from == "converted":
        return True
    points = [row.points or ZERO for row in rows if not row.left_out]
    if not any(row.indicator.is_execution for row in rows):
        points.append(execution.points or ZERO)
    return sum(points, ZERO) > policy.total_points
