"""One target, one actual result, so many points → rate, score, and the arithmetic in words.

Sources: 财预〔2020〕10号 art. 16 (reached: full points; else completion ÷ target × points)
and, where the paper gives no number, the variants that finance systems implement; each is
a line of the policy.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xltools.decimals import half_up, percent, plain
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.profile import ScoringPolicy
from xltools.score.words import band_of, degree_of, same_words
from xltools.value import align, describe, first_day, last_day

Direction = Literal["at_least", "at_most", "equal"]
ONE, ZERO = Decimal(1), Decimal(0)
_MEASURED_RATE = Pattern("控制|超支")


class Outcome(Struct, frozen=True):
    """What one pair of target and actual comes to.

    `rate` is an unrounded ratio or None. `earned` is the share of the points as numerator
    and denominator, so that the score is divided once and a tie stays a tie; None when
    nothing decides. `ceiling` says that the target was read as an upper bound, `judged` that
    no rule decides and the score a person typed stands.
    """

    rate: Decimal | None
    earned: tuple[Decimal, Decimal] | None
    trace: str
    ceiling: bool = False
    judged: bool = False

    @property
    def share(self) -> Decimal | None:
        """The share of the points, between 0 and 1; None when nothing decides."""
        return self.earned[0] / self.earned[1] if self.earned else None


class Case(Struct, frozen=True):
    """What a rule needs to know besides target and actual.

    `subcategory` is the key of the 二级指标 and `name` the indicator's name (a plain amount is
    a ceiling under `cost`, a plain 事故数 is one anywhere), `year` the form's year for dates
    without one, `budget` and `outturn` 全年预算数 and 执行数 in 万元 for 不超过预算.
    """

    policy: ScoringPolicy
    points: Decimal | None = None
    subcategory: str | None = None
    name: str = ""
    year: int | None = None
    budget: Decimal | None = None
    outturn: Decimal | None = None
    typed_score: Decimal | None = None


def score_value(
    target: TypedValue, actual: TypedValue, case: Case
) -> tuple[Outcome, Decimal | None]:
    """Return the outcome and the score, rounded half-up; None when it cannot be computed.

    The outcome's trace ends with the multiplication where there was one.
    """
    outcome = judge(target, actual, case)
    points = case.points
    if outcome.earned is None:
        return outcome, None
    if points is None or points < 0:
        return replace(outcome, trace=f"{outcome.trace}；没有分值，不能计算得分。"), None
    top, bottom = outcome.earned
    score = half_up(points * top / bottom, case.policy.score_places)
    share = outcome.share
    if share not in (0, 1) and not outcome.judged and share is not None:
        words = f"{outcome.trace}：{plain(points)} × {percent(share)} = {plain(score)}"
        outcome = replace(outcome, trace=words)
    return outcome, score


def judge(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Decide one pair. What nothing can decide has no share and a trace that says why."""
    for value, what in ((target, "目标值"), (actual, "实际值")):
        if value.kind == "unreadable":
            return _undecided(f"{what}“{value.raw}”读不懂")
        if value.kind == "none" and not value.is_numeric:
            return _undecided(f"{what}没有填")
    if "budget" in target.marks:
        return _judge_budget(target, actual, case)
    if target.kind == "date":
        return _judge_date(target, actual, case)
    if target.is_numeric and target.kind != "qualitative":
        return _judge_number(target, actual, case)
    return _judge_words(target, actual, case)


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


def _undecided(why: str) -> Outcome:
    return Outcome(None, None, f"{why}，不能计算得分。")


def _full(rate: Decimal | None, words: str, *, ceiling: bool = False) -> Outcome:
    return Outcome(rate, (ONE, ONE), words, ceiling)


def _nothing(rate: Decimal | None, words: str, *, ceiling: bool = False) -> Outcome:
    return Outcome(rate, (ZERO, ONE), words, ceiling)


# --- numbers


def _judge_budget(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """不超过预算: the amount stated, or 全年执行数 where the actual is words, against the budget."""
    if actual.unit == "%":  # 预算的 98%
        return _judge_ceiling(replace(target, value=Decimal(100), unit="%"), actual, case)
    if case.budget is None:
        return _undecided("目标是不超过预算，但全年预算数没有填")
    bound = replace(target, kind="at_most", value=case.budget, unit="万元")
    if actual.is_numeric:
        pair = align(bound, actual)
        if pair is None:
            return _undecided(f"实际“{actual.raw}”不是金额")
        return _judge_ceiling(*pair, case)
    if ("budget" in actual.marks or band_of(actual) == 1) and case.outturn is not None:
        spent = replace(actual, kind="number", value=case.outturn, unit="万元")
        return _judge_ceiling(bound, spent, case)
    return _judge_by_person(actual, case, f"实际“{actual.raw}”不是金额")


def _judge_number(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    if not actual.is_numeric:
        return _undecided(f"目标“{target.raw}”是数值，实际“{actual.raw}”不是数值")
    pair = align(target, actual)
    if pair is None:
        return _undecided(f"目标“{target.raw}”与实际“{actual.raw}”不能直接比较")
    target, actual = pair
    bound, value = _number(target), _number(actual)
    if bound < 0:
        return _judge_negative(target, actual, case)
    if value < 0:
        return _nothing(None, f"实际值 {plain(value)} 是负数，得 0 分")
    if target.kind == "range" and target.upper is not None:
        return _judge_range(target, actual, target.upper, case)
    if direction(target, target.unit, case) == "at_most":
        return _judge_ceiling(target, actual, case)
    return _judge_floor(target, actual, case)


def _judge_range(target: TypedValue, actual: TypedValue, upper: Decimal, case: Case) -> Outcome:
    value = _number(actual)
    if value > upper:
        return _judge_ceiling(replace(target, value=upper), actual, case)
    if value < _number(target):
        return _judge_floor(replace(target, kind="at_least"), actual, case)
    return _full(ONE, f"{_show(actual)} 在 {describe(target)} 之内，得满分")


def _judge_negative(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """A target below zero (增长率不低于 -5%) is reached or not; no proportion has a meaning."""
    bound, value = _number(target), _number(actual)
    ceiling = direction(target, target.unit, case) == "at_most"
    if value <= bound if ceiling else value >= bound:
        return _full(None, f"{_show(actual)} 已达到 {_show(target)}，得满分", ceiling=ceiling)
    return _undecided(f"目标值 {_show(target)} 是负数，没有达到时无法按比例折算")


def _judge_floor(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """At least / equal: reached → full, else in proportion (V1, V2)."""
    bound, value = _number(target), _number(actual)
    if bound == 0:
        if value > 0 and target.kind in ("equal", "number"):
            return _nothing(None, f"目标为 0，实际 {_show(actual)}，得 0 分")
        if value == 0 and target.comparator == ">":
            return _nothing(None, "目标大于 0，实际为 0，得 0 分")
        return _full(ONE, "目标为 0，已达到，得满分")
    rate = value / bound
    sums = f"{_show(actual)} ÷ {_show(target)} = {percent(rate)}"
    if value < bound:
        return Outcome(rate, (value, bound), f"{sums}，按比例得分")
    if target.comparator == ">" and value == bound:
        return _full(rate, f"{sums}，按比例得满分")
    policy = case.policy.over_completion
    if policy.mode == "linear" and rate > policy.threshold:
        left = max(ZERO, bound + policy.threshold * bound - value)
        return Outcome(
            rate, (left, bound), f"{sums}，高出 {percent(policy.threshold)} 的部分扣分"
        )
    return _full(rate, f"{sums}，已达到目标，得满分")


def _judge_ceiling(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """At most: within → full; above, by the policy's formula (V3 or V8/V9)."""
    bound, value = _number(target), _number(actual)
    rate = _ceiling_rate(value, bound, case)
    if value < bound or (value == bound and target.comparator != "<"):
        return _full(rate, f"{_show(actual)} 不超过 {_show(target)}，得满分", ceiling=True)
    if value == bound and bound > 0:
        return _full(rate, f"{_show(actual)} 等于上限，按比例得满分", ceiling=True)
    if bound <= 0:
        return _nothing(rate, f"{_show(actual)} 超过 {_show(target)}，得 0 分", ceiling=True)
    if case.policy.at_most == "inverse":
        words = f"超过上限，{_show(target)} ÷ {_show(actual)} = {percent(bound / value)}"
        return Outcome(rate, (bound, value), f"{words}，按此得分", ceiling=True)
    left, over = max(ZERO, bound + bound - value), percent((value - bound) / bound)
    words = f"超过上限 {over}，1 − {over} = {percent(left / bound)}"
    return Outcome(rate, (left, bound), f"{words}，按此得分", ceiling=True)


def _ceiling_rate(value: Decimal, bound: Decimal, case: Case) -> Decimal | None:
    actual_first = case.policy.ceiling_rate == "actual_over_target"
    top, bottom = (value, bound) if actual_first else (bound, value)
    if bottom > 0:
        return top / bottom
    return ONE if top == bottom else None


def _number(value: TypedValue) -> Decimal:
    assert value.value is not None
    return value.value


def _show(value: TypedValue) -> str:
    return f"{plain(_number(value))}{value.unit or ''}"


# --- dates


def _judge_date(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """On or before the deadline → full; late by policy (V18).

    Nothing late is guessed: an actual of 2022年12月 is late only if its first day is.
    """
    if band_of(actual) == 3:
        return _nothing(None, f"要求{describe(target)}，实际“{actual.raw}”，没有完成，得 0 分")
    if actual.kind != "date" or (actual.start is None and actual.end is None):
        return _judge_by_person(actual, case, "目标是期限，实际值不是日期")
    if target.end is None or (case.year is None and target.end.year is None):
        return _judge_by_person(actual, case, "期限没有确定的日子")
    year = target.end.year or case.year or 0
    due = last_day(target.end, year)
    done_day = actual.end or actual.start
    assert done_day is not None
    done = first_day(done_day, year)
    words = f"要求{describe(target)}，实际{describe(actual)}"
    if done <= due:
        return _full(ONE, f"{words}，按期，得满分")
    if case.policy.late == "zero":
        return _nothing(None, f"{words}，逾期，得 0 分")
    planned, late = Decimal(due.timetuple().tm_yday), Decimal((done - due).days)
    left = max(ZERO, planned - late)
    words = f"{words}，逾期 {late} 天，1 − {late} ÷ {planned} = {percent(left / planned)}"
    return Outcome(None, (left, planned), words)


# --- words


def _judge_words(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Qualitative: a percentage counts as it is, a band bounds a person's score (V4)."""
    degree = degree_of(actual)
    if degree is not None:
        share = min(max(degree, ZERO), ONE)
        words = f"定性目标“{target.raw}”，按实际填写的 {_show(actual)} 计分"
        return Outcome(share, (share, ONE), words)
    if actual.is_numeric and actual.kind != "qualitative":
        return _undecided(f"目标“{target.raw}”是定性的，实际“{actual.raw}”是数值")
    band = band_of(actual)
    if band == 1 or (band is None and same_words(target.raw, actual.raw)):
        return _in_first_band(actual, case)
    return _judge_by_person(actual, case, f"定性指标，实际“{actual.raw}”")


def _in_first_band(actual: TypedValue, case: Case) -> Outcome:
    """达成年度指标: full points, or the person's score if it lies in the first band."""
    typed, points = case.typed_score, case.points
    if points and typed is not None and case.policy.bands[0].holds(typed, points):
        words = f"定性指标“{actual.raw}”，达成，采用填报得分 {plain(typed)}"
        return Outcome(ONE, (typed, points), words)
    return _full(ONE, f"定性指标“{actual.raw}”，达成，得满分")


def _judge_by_person(actual: TypedValue, case: Case, why: str) -> Outcome:
    """No rule decides: a score that a person typed stands, if it can be one for these words."""
    typed, points = case.typed_score, case.points
    if typed is None or not points or not ZERO <= typed <= points:
        return _undecided(why)
    band = band_of(actual)
    if band is not None and not case.policy.bands[band - 1].holds(typed, points):
        return _undecided(f"{why}，填报得分 {plain(typed)} 不在这一档内")
    words = f"{why}，无法按公式计算，采用填报得分 {plain(typed)}"
    return Outcome(None, (typed, points), words, judged=True)
