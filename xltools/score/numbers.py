"""Numbers against numbers: floors, ceilings, ranges, the budget (V1–V3, V5, V8, V9, V11, V12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec.structs import replace

from xltools.decimals import percent, plain
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.score.outcome import (
    ONE,
    ZERO,
    Case,
    Outcome,
    by_person,
    full,
    nothing,
    undecided,
)
from xltools.score.words import band_of
from xltools.value import align, describe

Direction = Literal["at_least", "at_most", "equal"]
_MEASURED_RATE = Pattern("控制|超支")
_CHANGES = Pattern(
    "变动|变化|增长|增幅|增速|增减|增加|涨幅|升幅|气温|温度|同比|[较比](?:上年|去年)"
)
_DEPARTS = Pattern("误差|偏差|差异|偏离")


def direction(target: TypedValue, unit: str | None, case: Case) -> Direction:
    """Which way a target points; one without a sign follows the policy.

    A cost is a ceiling also when written as an exact amount (=300元/人): saving is no fault.
    A rate among the costs is one only if its name says so (成本控制率, not 计划完成率).
    """
    if target.kind in ("at_least", "at_most"):
        return "at_least" if target.kind == "at_least" else "at_most"
    money = unit is None or "元" in unit
    if case.subcategory in case.policy.ceiling_subcategories:
        if money or _MEASURED_RATE.search(case.name):
            return "at_most"
    elif target.kind == "number" and any(w in case.name for w in case.policy.ceiling_words):
        return "at_most"
    return "equal" if target.kind == "equal" else case.policy.plain_direction


def judge_budget(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """不超过预算: the amount stated, or 全年执行数 where the actual is words, against the budget."""
    if actual.unit == "%":  # 预算的 98%
        return _ceiling(replace(target, value=Decimal(100), unit="%"), actual, case)
    if case.budget is None:
        return undecided("目标是不超过预算，但全年预算数没有填")
    bound = replace(target, kind="at_most", value=case.budget, unit="万元")
    if actual.is_numeric:
        pair = align(bound, actual)
        if pair is None:
            return undecided(f"实际“{actual.raw}”不是金额")
        return _ceiling(*pair, case)
    if ("budget" in actual.marks or band_of(actual) == 1) and case.outturn is not None:
        spent = replace(actual, kind="number", value=case.outturn, unit="万元")
        return _ceiling(bound, spent, case)
    return by_person(actual, case, f"实际“{actual.raw}”不是金额")


def judge_number(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Any number against any other, once both are in the target's unit."""
    pair = align(target, actual)
    if actual.value is None:
        return undecided(f"目标“{target.raw}”是数值，实际“{actual.raw}”不是数值")
    if pair is None:
        return undecided(f"目标“{target.raw}”与实际“{actual.raw}”不能直接比较")
    target, actual = pair
    if actual.upper is not None and actual.value == -actual.upper:
        return _spread(target, actual, case)
    bound, value = target.value, actual.value
    assert bound is not None
    assert value is not None
    if target.kind == "range" and bound < 0:
        return _around_nought(target, actual, case)
    if bound < 0:
        return _negative_target(target, actual, case)
    if value < 0:
        return _below_a_ceiling(target, actual, case) or _negative_actual(value, case)
    return _in_its_direction(target, actual, case)


def _below_a_ceiling(target: TypedValue, actual: TypedValue, case: Case) -> Outcome | None:
    """变动率 ≤0 with -3.2 %, 能耗增幅 ≤2% with -1.5 %: what changes may fall, what departs may do so
    either way; None where a minus is a slip (V5).
    """
    if target.kind != "at_most":
        return None
    if _DEPARTS.search(case.name):
        return _ceiling(target, replace(actual, value=abs(_number(actual))), case)
    return _ceiling(target, actual, case) if _CHANGES.search(case.name) else None


def _in_its_direction(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Nothing below zero on either side: within a range, up to a ceiling, from a floor on."""
    bound = target.value
    assert bound is not None
    if target.kind == "range" and target.upper is not None:
        return _range(target, actual, target.upper, case)
    meant = direction(target, target.unit, case)
    if meant == "at_most":
        return _ceiling(target, actual, case)
    if meant == "equal" and case.policy.equal != "at_least" and bound > 0:
        return _equal(target, actual, case)
    return _floor(target, actual, case)


def _negative_actual(value: Decimal, case: Case) -> Outcome:
    """A result below zero where the target is none (V5)."""
    if case.policy.negative_actual == "undecided":
        return undecided(f"实际值 {plain(value)} 是负数")
    return nothing(None, f"实际值 {plain(value)} 是负数，得 0 分")


def _range(target: TypedValue, actual: TypedValue, upper: Decimal, case: Case) -> Outcome:
    value = _number(actual)
    if value > upper:
        return _ceiling(replace(target, value=upper), actual, case)
    if value < _number(target):
        return _floor(replace(target, kind="at_least"), actual, case)
    return full(ONE, f"{_show(actual)} 在 {describe(target)} 之内，得满分")


def _spread(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """A result of ±2% is as good as its largest departure, and says nothing of a floor."""
    worst = replace(actual, kind="number", value=actual.upper, upper=None)
    around = target.kind == "range" and _number(target) < 0
    if not around and direction(target, target.unit, case) != "at_most":
        return undecided(f"目标“{target.raw}”与实际“{actual.raw}”不能直接比较")
    return judge_number(target, worst, case)


def _around_nought(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """±5%: a departure of either sign, as a ceiling once it is passed."""
    value, low, high = _number(actual), _number(target), target.upper or ZERO
    if low <= value <= high:
        return full(ONE, f"{_show(actual)} 在 {describe(target)} 之内，得满分")
    if low != -high:
        return undecided(f"实际“{actual.raw}”不在 {describe(target)} 之内，无法按比例折算")
    departs = replace(actual, value=abs(value))
    return _ceiling(replace(target, kind="at_most", value=high, upper=None), departs, case)


def _negative_target(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """A target below zero (增长率不低于 -5%) is reached or not; no proportion has a meaning."""
    bound, value = _number(target), _number(actual)
    ceiling = direction(target, target.unit, case) == "at_most"
    if value <= bound if ceiling else value >= bound:
        return full(None, f"{_show(actual)} 已达到 {_show(target)}，得满分", ceiling=ceiling)
    return undecided(f"目标值 {_show(target)} 是负数，没有达到时无法按比例折算")


def _floor(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """At least / equal: reached → full, else in proportion (V1, V2)."""
    bound, value = target.value, actual.value
    assert bound is not None
    assert value is not None
    if bound == 0:
        return _zero_floor(target, actual, case)
    rate = value / bound
    sums = f"{_show(actual)} ÷ {_show(target)} = {percent(rate)}"
    if value < bound:
        return Outcome(rate, (value, bound), f"{sums}，按比例得分", fact=sums)
    if target.comparator == ">" and value == bound:
        return full(rate, f"{sums}，按比例得满分", fact=sums)
    policy = case.policy.over_completion
    over, earned = policy.needs_reason(value, bound), policy.earned(value, bound)
    if earned[0] == earned[1]:
        words = f"{sums}，已达到目标，得满分"
        return Outcome(rate, (ONE, ONE), words, fact=sums, over=over)
    if policy.mode == "linear":
        words = f"{sums}，高出 {percent(policy.threshold)} 的部分扣分"
    else:
        words = f"{sums}，超额过多，扣分值的 {percent(ONE - earned[0] / earned[1])}"
    return Outcome(rate, earned, words, fact=sums, over=over)


def _zero_floor(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    value = _number(actual)
    if value > 0 and target.kind in ("equal", "number"):
        return _above_zero(actual, None, case, ceiling=False)
    if value == 0 and target.comparator == ">":
        return nothing(None, "目标大于 0，实际为 0，得 0 分")
    reached = full(ONE, "目标为 0，已达到，得满分")
    return replace(reached, over=case.policy.over_completion.needs_reason(value, ZERO))


def _above_zero(
    actual: TypedValue, rate: Decimal | None, case: Case, *, ceiling: bool
) -> Outcome:
    """None was allowed: everything is lost at once, or a share for each unit (V2, V11)."""
    value, policy = _number(actual), case.policy
    fact = f"目标为 0，实际 {_show(actual)}"
    if policy.zero_target == "zero":
        return nothing(rate, f"{fact}，得 0 分", ceiling=ceiling, fact=fact)
    cut = min(ONE, policy.zero_target_cut * value)
    words = f"{fact}，每多 1 扣分值的 {percent(policy.zero_target_cut)}，共扣 {percent(cut)}"
    return Outcome(rate, (ONE - cut, ONE), words, ceiling, fact=fact)


def _equal(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Exactly so much: anything else earns nothing, or what it departs by is lost."""
    bound, value = _number(target), _number(actual)
    rate = value / bound
    sums = f"{_show(actual)} ÷ {_show(target)} = {percent(rate)}"
    if value == bound:
        return full(rate, f"{sums}，与目标相等，得满分", fact=sums)
    if case.policy.equal == "exact":
        return nothing(rate, f"{sums}，与目标不等，得 0 分", fact=sums)
    left = max(ZERO, bound - abs(value - bound))
    words = f"{sums}，偏离 {percent(abs(value - bound) / bound)}，按偏离度扣分"
    return Outcome(rate, (left, bound), words, fact=sums)


def _ceiling(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """At most: within → full; above, by the policy's formula (V3, V8/V9, V11)."""
    bound, value = _number(target), _number(actual)
    rate = _ceiling_rate(value, bound, case)
    formula = case.policy.ceiling_formula(target.comparator)
    if value < bound or (value == bound and target.comparator != "<"):
        within = f"{_show(actual)} 不超过 {_show(target)}"
        return full(rate, f"{within}，得满分", ceiling=True, fact=within)
    if value == bound and bound > 0 and formula != "all_or_nothing":
        return full(rate, f"{_show(actual)} 等于上限，按比例得满分", ceiling=True)
    if bound == 0 and value > 0 and case.policy.zero_target == "per_unit":
        return _above_zero(actual, rate, case, ceiling=True)
    above = f"{_show(actual)} {'超过' if value > bound else '没有低于'} {_show(target)}"
    if bound <= 0 or formula == "all_or_nothing":
        return nothing(rate, f"{above}，得 0 分", ceiling=True, fact=above)
    if formula == "inverse":
        fact = f"超过上限，{_show(target)} ÷ {_show(actual)} = {percent(bound / value)}"
        return Outcome(rate, (bound, value), f"{fact}，按此得分", ceiling=True, fact=fact)
    left, over = max(ZERO, bound + bound - value), percent((value - bound) / bound)
    fact = f"超过上限 {over}，1 − {over} = {percent(left / bound)}"
    return Outcome(rate, (left, bound), f"{fact}，按此得分", ceiling=True, fact=fact)


def _ceiling_rate(value: Decimal, bound: Decimal, case: Case) -> Decimal | None:
    actual_first = case.policy.ceiling_rate == "actual_over_target"
    top, bottom = (value, bound) if actual_first else (bound, value)
    if value < 0:
        return None  # a negative rate would mean nothing
    if bottom > 0:
        return top / bottom
    return ONE if top == bottom else None


def _number(value: TypedValue) -> Decimal:
    assert value.value is not None
    return value.value


def _show(value: TypedValue) -> str:
    assert value.value is not None
    return f"{plain(value.value)}{value.unit or ''}"
