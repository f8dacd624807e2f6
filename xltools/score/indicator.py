"""One target, one actual result, so many points → rate, score, and the arithmetic in words.

Sources: 财预〔2020〕10号 art. 16 (reached: full points; else completion ÷ target × points)
and, where the paper gives no number, the variants that finance systems implement; each is
a line of the policy.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xltools.decimals import half_up, percent, plain
from xltools.model import TypedValue
from xltools.profile import ScoringPolicy
from xltools.value import align, describe, first_day, last_day

Direction = Literal["at_least", "at_most", "equal"]
ONE, ZERO = Decimal(1), Decimal(0)


class Outcome(Struct, frozen=True):
    """What one pair of target and actual comes to.

    `rate` is an unrounded ratio or None, `share` the unrounded share of the points earned
    or None when nothing decides, `reached` whether the target was met (None: unknown),
    `judged` that no rule decides and the score a person typed stands.
    """

    rate: Decimal | None
    share: Decimal | None
    reached: bool | None
    trace: str
    judged: bool = False


class Case(Struct, frozen=True):
    """What a rule needs to know besides target and actual.

    `subcategory` is the key of the 二级指标 (a plain number is a ceiling under `cost`),
    `year` the form's year for dates without one, `budget` 全年预算数 in 万元 for 不超过预算.
    """

    policy: ScoringPolicy
    points: Decimal | None = None
    subcategory: str | None = None
    year: int | None = None
    budget: Decimal | None = None
    typed_score: Decimal | None = None


def score_value(
    target: TypedValue, actual: TypedValue, case: Case
) -> tuple[Outcome, Decimal | None]:
    """Return the outcome and the score, rounded half-up; None when it cannot be computed."""
    outcome = judge(target, actual, case)
    if outcome.share is None or case.points is None:
        return outcome, None
    score = half_up(outcome.share * case.points, case.policy.score_places)
    return outcome, score


def judge(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Decide one pair. What no rule can decide has share None and a trace that says why."""
    for value, what in ((target, "目标值"), (actual, "实际值")):
        if value.kind == "unreadable":
            return _undecided(f"{what}“{value.raw}”读不懂")
        if value.kind == "none" and not value.is_numeric:
            return _undecided(f"{what}没有填")
    if "budget" in target.marks:
        if case.budget is None:
            return _undecided("目标是不超过预算，但全年预算数没有填")
        target = replace(target, kind="at_most", comparator="≤", value=case.budget, unit="万元")
    if target.kind == "date":
        return _judge_date(target, actual, case)
    if target.is_numeric and target.kind != "qualitative":
        return _judge_number(target, actual, case)
    return _judge_words(target, actual, case)


def direction(target: TypedValue, case: Case) -> Direction:
    """Which way a target points; a plain number follows the policy."""
    if target.kind in ("at_least", "at_most", "equal"):
        return target.kind
    if case.subcategory in case.policy.ceiling_subcategories:
        return "at_most"
    return case.policy.plain_direction


def _undecided(why: str) -> Outcome:
    return Outcome(None, None, None, f"{why}，不能计算得分。")


# --- numbers


def _judge_number(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    if not actual.is_numeric:
        return _undecided(f"目标“{target.raw}”是数值，实际“{actual.raw}”不是数值")
    pair = align(target, actual)
    if pair is None:
        return _undecided(f"目标“{target.raw}”与实际“{actual.raw}”单位不同")
    target, actual = pair
    assert target.value is not None
    assert actual.value is not None
    if actual.value < 0:
        return Outcome(None, ZERO, False, f"实际值 {plain(actual.value)} 是负数，得 0 分")
    if target.kind == "range":
        return _judge_range(target, actual, case)
    way = direction(target, case)
    if way == "at_most":
        return _judge_ceiling(target, actual, target.value, case)
    return _judge_floor(target, actual, target.value, case)


def _judge_floor(target: TypedValue, actual: TypedValue, bound: Decimal, case: Case) -> Outcome:
    """At least / equal: reached → full, else in proportion (V1, V2)."""
    value = actual.value or ZERO
    if bound == 0:
        if target.kind == "equal" and value > 0:
            return Outcome(None, ZERO, False, f"目标为 0，实际 {_show(actual)}，得 0 分")
        return Outcome(ONE, ONE, True, "目标为 0，已达到，得满分")
    if bound < 0:
        return _undecided(f"目标值 {plain(bound)} 是负数")
    rate = value / bound
    sums = f"{_show(actual)} ÷ {_show(target)} = {percent(rate)}"
    if target.comparator == ">" and value == bound:
        return Outcome(rate, ONE, False, f"{sums}，按比例得满分")
    if value < bound:
        return Outcome(rate, rate, False, f"{sums}，按比例得分")
    policy = case.policy.over_completion
    if policy.mode == "linear" and rate > policy.threshold:
        share = max(ZERO, ONE - (rate - policy.threshold))
        words = f"{sums}，超过 {percent(policy.threshold)} 的部分按比例扣分"
        return Outcome(rate, share, True, words)
    return Outcome(rate, ONE, True, f"{sums}，已达到目标，得满分")


def _judge_ceiling(
    target: TypedValue, actual: TypedValue, bound: Decimal, case: Case
) -> Outcome:
    """At most: within → full; above, by the policy's formula (V3 or V8/V9)."""
    value = actual.value or ZERO
    rate = _ceiling_rate(value, bound, case)
    within = value < bound if target.comparator == "<" else value <= bound
    if within:
        words = f"{_show(actual)} 不超过 {_show(target)}，得满分"
        return Outcome(rate, ONE, True, words)
    if bound <= 0:
        return Outcome(rate, ZERO, False, f"{_show(actual)} 超过 {_show(target)}，得 0 分")
    if case.policy.at_most == "inverse":
        share = bound / value
        words = f"超过上限，{_show(target)} ÷ {_show(actual)} = {percent(share)}"
    else:
        share = max(ZERO, ONE - (value - bound) / bound)
        over = percent((value - bound) / bound)
        words = f"超过上限 {over}，1 − {over} = {percent(share)}"
    return Outcome(rate, share, False, f"{words}，按此得分")


def _ceiling_rate(value: Decimal, bound: Decimal, case: Case) -> Decimal | None:
    top, bottom = (
        (value, bound) if case.policy.ceiling_rate == "actual_over_target" else (bound, value)
    )
    if bottom > 0:
        return top / bottom
    return ONE if top == bottom else None


def _judge_range(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    assert target.value is not None
    assert actual.value is not None
    low, high = target.value, target.upper if target.upper is not None else target.value
    if actual.value < low:
        return _judge_floor(target, actual, low, case)
    if actual.value > high:
        return _judge_ceiling(target, actual, high, case)
    return Outcome(ONE, ONE, True, f"{_show(actual)} 在 {describe(target)} 之内，得满分")


def _show(value: TypedValue) -> str:
    number = plain(value.value) if value.value is not None else value.raw
    return f"{number}{value.unit or ''}"


# --- dates


def _judge_date(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """On or before the deadline → full; late by policy (V18). Nothing late is guessed:
    an actual of 2022年12月 counts as late only if its first day is.
    """
    if actual.kind != "date" or (actual.start is None and actual.end is None):
        return _judge_by_person(target, actual, case, "目标是期限，实际值不是日期")
    if target.end is None or (case.year is None and target.end.year is None):
        return _judge_by_person(target, actual, case, "期限没有确定的日子")
    year = target.end.year or case.year or 0
    due = last_day(target.end, year)
    done_day = actual.end or actual.start
    assert done_day is not None
    done = first_day(done_day, year)
    words = f"要求{describe(target)}，实际{describe(actual)}"
    if done <= due:
        return Outcome(ONE, ONE, True, f"{words}，按期，得满分")
    if case.policy.late == "zero":
        return Outcome(None, ZERO, False, f"{words}，逾期，得 0 分")
    planned = max(1, (due - date(due.year, 1, 1)).days + 1)
    late = (done - due).days
    share = max(ZERO, ONE - Decimal(late) / planned)
    return Outcome(
        None,
        share,
        False,
        f"{words}，逾期 {late} 天，1 − {late} ÷ {planned} = {percent(share)}",
    )


# --- words


def _judge_words(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Qualitative: a percentage counts as it is, a band bounds a person's score (V4)."""
    share = _percentage(actual)
    band = band_of(actual)
    if share is not None:
        share = min(share, ONE)
        words = f"定性目标“{target.raw}”，按实际填写的 {_show(actual)} 计分"
        return Outcome(share, share, share == ONE, words)
    if actual.is_numeric and actual.kind != "qualitative":
        return _undecided(f"目标“{target.raw}”是定性的，实际“{actual.raw}”是数值")
    if band is None and _same_words(target.raw, actual.raw):
        band = 1
    if band == 1:
        return _within_band(actual, case)
    return _judge_by_person(target, actual, case, f"定性指标，实际“{actual.raw}”")


def band_of(actual: TypedValue) -> int | None:
    """1, 2 or 3 for 达成 / 部分达成 / 未达成年度指标; None for other words."""
    for number in (1, 2, 3):
        if f"band{number}" in actual.marks:
            return number
    return None


def _percentage(actual: TypedValue) -> Decimal | None:
    if actual.value is None:
        return None
    if actual.unit == "%":
        return actual.value / 100
    return actual.value if actual.unit == "比例" else None


def _same_words(target: str, actual: str) -> bool:
    return target.strip(" 。.") in actual.strip(" 。.")


def _within_band(actual: TypedValue, case: Case) -> Outcome:
    """达成年度指标: full points, or the person's score if it lies in the first band."""
    band = case.policy.bands[0]
    if case.points and case.typed_score is not None:
        share = case.typed_score / case.points
        if band.low <= share < 1:
            words = f"定性指标“{actual.raw}”属“{band.label}”，采用填报得分 {plain(case.typed_score)}"
            return Outcome(None, share, True, words)
    return Outcome(ONE, ONE, True, f"定性指标“{actual.raw}”，达成，得满分")


def _judge_by_person(target: TypedValue, actual: TypedValue, case: Case, why: str) -> Outcome:
    """No rule decides: a score that a person typed stands, if it is one."""
    typed = case.typed_score
    if typed is not None and case.points and ZERO <= typed <= case.points:
        words = f"{why}，无法按公式计算，采用填报得分 {plain(typed)}"
        return Outcome(None, typed / case.points, None, words, judged=True)
    return _undecided(why)
