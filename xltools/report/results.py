"""How an indicator came out: what kind of target it has, whether it was met, by how much.

Only a measured result is set against its target. One that repeats the target's sign (大于等于95%
beside 大于等于95%) was not measured, and nothing is said of it, whatever points it was given.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from xltools.model import IndicatorScore, TypedValue
from xltools.profile import ScoringPolicy
from xltools.score.indicator import Case, direction, judge
from xltools.score.words import band_of, degree_of
from xltools.value import align, first_day, last_day

Kind: TypeAlias = Literal["number", "date", "words", "judged", "blank"]
Result: TypeAlias = Literal["reached", "exceeded", "missed", "unknown"]
Way: TypeAlias = Literal["at_least", "at_most", "equal", "range", "none"]

ONE = Decimal(1)
_ABOUT_A_DAY = ("底", "末", "初", "旬", "左右", "上半", "下半", "季度")


class Money(Struct, frozen=True):
    """What 不超过预算 is set against: 全年预算数 and 全年执行数, 万元; the form's year."""

    year: int | None = None
    budget: Decimal | None = None
    outturn: Decimal | None = None


class Measured(Struct, frozen=True):
    """One result against its target.

    `difference` is how far a number is from its bound, without sign, in `unit`; None where that
    says nothing. `late` counts the days behind a deadline; None if it is not known to the day.
    `degree` is the ratio that words were fulfilled to, as far as the form states one.
    """

    kind: Kind = "blank"
    result: Result = "unknown"
    way: Way = "none"
    difference: Decimal | None = None
    unit: str | None = None
    late: int | None = None
    degree: Decimal | None = None


def measure(row: IndicatorScore, policy: ScoringPolicy, money: Money) -> Measured:
    """Set one indicator's result against its target."""
    indicator = row.indicator
    target, actual = indicator.target_value, indicator.actual_value
    if indicator.judged:
        return Measured("judged")
    kind = kind_of(target)
    case = Case(
        policy=policy,
        subcategory=indicator.subcategory,
        name=indicator.name.text or "",
        year=money.year,
        budget=money.budget,
        outturn=money.outturn,
        category=indicator.category,
    )
    if kind == "blank" or actual.kind in ("none", "unreadable"):
        return Measured(kind)
    if kind == "number":
        return _number(target, actual, case)
    if kind == "date":
        return _date(target, actual, case)
    return _words(target, actual, case, scored=row.score is not None)


def kind_of(target: TypedValue) -> Kind:
    """What a target asks for."""
    if "budget" in target.marks:
        return "number"
    if target.kind in ("none", "unreadable"):
        return "blank"
    if target.kind in ("date", "qualitative"):
        return "date" if target.kind == "date" else "words"
    return "number" if target.is_numeric else "blank"


def is_measured(actual: TypedValue) -> bool:
    """False for a result that is only the target over again: ≥95%, 50本以上."""
    return "repeats_comparator" not in actual.marks


# --- numbers


def _number(target: TypedValue, actual: TypedValue, case: Case) -> Measured:
    if not is_measured(actual):
        return Measured("number", way=_way(target, case))
    if "budget" in target.marks and target.value is None:
        if case.budget is None:
            return Measured("number", way="at_most")
        target = replace(target, kind="at_most", value=case.budget, unit="万元")
        if "budget" in actual.marks and case.outturn is not None:
            actual = replace(actual, kind="number", value=case.outturn, unit="万元", marks=())
    way = _way(target, case)
    pair = align(target, actual) if actual.upper is None else None
    if pair is None or pair[0].value is None or pair[1].value is None:
        return Measured("number", way=way)
    bound, value, unit = pair[0].value, pair[1].value, pair[0].unit
    if target.upper is not None:
        inside = bound <= value <= target.upper
        return Measured("number", "reached" if inside else "missed", "range", unit=unit)
    result = _result(value, bound, way, target, case)
    return Measured("number", result, way, abs(value - bound), unit)


def _way(target: TypedValue, case: Case) -> Way:
    return "range" if target.upper is not None else direction(target, target.unit, case)


def _result(value: Decimal, bound: Decimal, way: Way, target: TypedValue, case: Case) -> Result:
    strict = value == bound and target.comparator in (">", "<")
    if way == "at_most":
        return "missed" if value > bound or strict else "reached"
    if value < bound or strict:
        return "missed"
    if value == bound:
        return "reached"
    exactly = way == "equal" and case.policy.equal != "at_least"
    zero = bound == 0 and target.kind in ("equal", "number")
    return "missed" if exactly or zero else "exceeded"


# --- dates and words


def _date(target: TypedValue, actual: TypedValue, case: Case) -> Measured:
    share = judge(target, actual, case).share
    if share is None:
        return Measured("date")
    if share == 1:
        return Measured("date", "reached")
    return Measured("date", "missed", late=_days_late(target, actual, case.year))


def _days_late(target: TypedValue, actual: TypedValue, year: int | None) -> int | None:
    """Days from the deadline to the day of completion; None unless both are known to the day.

    11月底 reads as the month's last day, but nobody said that it was that day.
    """
    due, done = target.end, actual.end
    if any(word in actual.raw for word in _ABOUT_A_DAY):
        return None
    if due is None or done is None or due.day is None or done.day is None:
        return None
    in_year = due.year or year
    if in_year is None:
        return None
    passed: date = first_day(done, in_year)
    return (passed - last_day(due, in_year)).days


def _words(target: TypedValue, actual: TypedValue, case: Case, *, scored: bool) -> Measured:
    """Words beside words, or beside a degree; 100 % on a form without scores proves nothing."""
    if not is_measured(actual):
        return Measured("words")
    if band_of(actual) in (2, 3):
        return Measured("words", "missed", degree=degree_of(actual))
    outcome = judge(target, actual, case)
    degree = degree_of(actual) if actual.kind != "qualitative" else None
    if outcome.share is None or outcome.judged:
        return Measured("words")
    if degree is not None and degree < 1:
        return Measured("words", "missed", degree=degree)
    if degree is not None and not scored:
        return Measured("words", degree=degree)
    return Measured("words", "reached" if outcome.share == ONE else "missed", degree=degree)
