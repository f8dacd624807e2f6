"""Deadlines: on or before → full; late as the policy says (V18)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from xltools.decimals import percent, plain
from xltools.model import TypedValue
from xltools.score.outcome import ONE, ZERO, Case, Outcome, by_person, full, nothing
from xltools.score.words import band_of
from xltools.value import describe, first_day, last_day


def judge_date(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """On or before the deadline → full; late by policy (V18).

    Nothing late is guessed: an actual of 2022年12月 is late only if its first day is.
    """
    if band_of(actual) == 3:
        return nothing(None, f"要求{describe(target)}，实际“{actual.raw}”，没有完成，得 0 分")
    if actual.kind != "date" or (actual.start is None and actual.end is None):
        return by_person(actual, case, "目标是期限，实际值不是日期")
    if target.end is None or (case.year is None and target.end.year is None):
        return by_person(actual, case, "期限没有确定的日子")
    year = target.end.year or case.year or 0
    due = last_day(target.end, year)
    done_day = actual.end or actual.start
    assert done_day is not None
    done = first_day(done_day, year)
    words = f"要求{describe(target)}，实际{describe(actual)}"
    if done <= due:
        return full(ONE, f"{words}，按期，得满分", fact=words)
    return _late(due, done, words, case)


def _late(due: date, done: date, words: str, case: Case) -> Outcome:
    policy = case.policy
    if policy.late == "by_days":
        planned, late = Decimal(due.timetuple().tm_yday), Decimal((done - due).days)
        left = max(ZERO, planned - late)
        words = f"{words}，逾期 {late} 天，1 − {late} ÷ {planned} = {percent(left / planned)}"
        return Outcome(None, (left, planned), words, fact=words)
    if policy.late == "by_month":
        months = months_late(due, done)
        left = max(ZERO, ONE - policy.late_cut * months)
        sums = f"逾期 {months} 个月（不足一个月按一个月计），每月扣 {percent(policy.late_cut)}"
        return Outcome(None, (left, ONE), f"{words}，{sums}", fact=words)
    if policy.late == "band":
        return _late_band(words, case)
    return nothing(None, f"{words}，逾期，得 0 分", fact=words)


def _late_band(words: str, case: Case) -> Outcome:
    """A person may score within the last band; otherwise the policy's share."""
    policy, typed, points = case.policy, case.typed_score, case.points
    if typed is not None and points and policy.bands[-1].holds(typed, points):
        said = f"{words}，逾期，采用填报得分 {plain(typed)}"
        return Outcome(None, (typed, points), said, judged=True, fact=words)
    said = f"{words}，逾期，按分值的 {percent(policy.late_share)} 计"
    return Outcome(None, (policy.late_share, ONE), said, fact=words)


def months_late(due: date, done: date) -> int:
    """Months begun since the deadline; a month's last day counts as the end of that month.

    >>> months_late(date(2022, 9, 30), date(2022, 10, 31)), months_late(date(2022, 9, 15), date(2022, 11, 20))
    (1, 3)
    """
    months = (done.year - due.year) * 12 + done.month - due.month
    at_end = (due + timedelta(days=1)).day == 1
    return months if at_end or done.day <= due.day else months + 1
