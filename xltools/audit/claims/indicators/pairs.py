"""Target and result of one claim as numbers: are they comparable, which way, was it reached?"""

from __future__ import annotations

from decimal import Decimal

from xltools.audit.claims.indicators.record import IndicatorClaim
from xltools.decimals import plain
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import align, settle

_LESS_IS_BETTER = Pattern(
    r"[灾害病死伤漏错误差失缺污诉访超闲损耗险贫]|事故|事件|案件|发案|犯罪|流失|违|故障|下降|减少|降低|下浮|排放|噪声|隐患|逾期|辍学|空置|负债|不满意|发生"
    r"|时间|时长|天数|成本|费用|经费|标准|单价|支出|金额|控制|时限|周期|变动|波动|浮动|压减|节约|占比|比重|半径|距离"
)


def comparable(claim: IndicatorClaim) -> tuple[TypedValue, TypedValue] | None:
    """Target and actual as numbers in one unit; None where they are not, or only a bound is known."""
    if claim.target is None or claim.actual is None:
        return None
    target, actual = settle(claim.target.value, claim.actual.value, claim.name)
    if not (target.is_numeric and actual.is_numeric) or "qualitative" in (
        target.kind, actual.kind,
    ):  # fmt: skip
        return None
    pair = align(target, actual)
    if pair is None or pair[0].upper is not None or pair[1].upper is not None:
        return None
    return pair


def wants_less(claim: IndicatorClaim, target: TypedValue) -> bool:
    """True where less may be better: a ceiling, a cost, a fault."""
    if target.kind == "at_most" or claim.subcategory == "cost" or claim.category == "cost":
        return True
    if target.kind == "at_least":
        return False
    unit = target.unit or ""
    return "元" in unit or _LESS_IS_BETTER.search(claim.name) is not None


def missed(claim: IndicatorClaim, target: TypedValue, actual: TypedValue) -> str:
    """The comparison that shows a miss; "" where there is none, or one may read it otherwise."""
    bound, value = target.value, actual.value
    if bound is None or value is None or "≈" in (target.comparator, actual.comparator):
        return ""
    if actual.kind not in ("number", "equal"):
        return ""
    if target.kind == "at_most" and value > bound:
        return f"{plain(value)} > {plain(bound)}"
    if wants_less(claim, target) or value >= bound:
        return ""
    return f"{plain(value)} < {plain(bound)}"


def reached(target: TypedValue, actual: TypedValue) -> bool:
    """True where no usual rule takes points: from the target up to a fifth more, or just met."""
    bound, value = target.value, actual.value
    if bound is None or value is None or actual.kind not in ("number", "equal"):
        return False
    if target.kind == "at_most":
        return value <= bound
    return target.kind == "at_least" and bound <= value <= bound * Decimal("1.2")
