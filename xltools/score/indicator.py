"""One target, one actual result, so many points → rate, score, and the arithmetic in words.

Sources: 财预〔2020〕10号 art. 16 (reached: full points; else completion ÷ target × points)
and, where the paper gives no number, the variants that finance systems implement; each is
a line of the policy.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import half_up, percent, plain
from xltools.model import TypedValue
from xltools.score.dates import judge_date
from xltools.score.numbers import Direction, direction, judge_budget, judge_number
from xltools.score.outcome import (
    ONE,
    ZERO,
    Case,
    Outcome,
    by_person,
    full,
    in_first_band,
    nothing,
    undecided,
)
from xltools.score.rules import apply_rule, by_ranges, rule_of
from xltools.score.words import (
    band_of,
    degree_of,
    is_degree,
    moves,
    not_applicable,
    same_words,
)
from xltools.value import is_filler

__all__ = ["Case", "Direction", "Outcome", "direction", "judge", "score_value"]


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
    if top == bottom:  # as mostly: no sum to show
        return outcome, half_up(points, case.policy.score_places)
    score = half_up(points * top / bottom, case.policy.score_places)
    share = outcome.share
    if share not in (0, 1) and not outcome.judged and share is not None:
        words = f"{outcome.trace}：{plain(points)} × {percent(share)} = {plain(score)}"
        outcome = replace(outcome, trace=words)
    return outcome, score


def judge(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Decide one pair. What nothing can decide has no share and a trace that says why."""
    if target.kind in _WORDS or actual.kind in _WORDS:
        told = _words_instead(target, actual, case)
        if told is not None:
            return told
    rule = rule_of(case)
    if rule.kind == "ranges" and rule.of == "actual":
        ranged = by_ranges(rule, target, actual, case)
        return ranged or _arithmetic(target, actual, case)
    outcome = _arithmetic(target, actual, case)
    if rule.kind == "formula":
        return outcome
    return apply_rule(rule, outcome, target, actual, case)


_WORDS = ("none", "qualitative", "unreadable")


def _words_instead(target: TypedValue, actual: TypedValue, case: Case) -> Outcome | None:
    """What is not applicable, cannot be read, or is blank; None for words that are an answer."""
    if not_applicable(target) or not_applicable(actual):
        found = _not_applicable(target, actual, case)
        if found is not None:
            return found
    for value, what in ((target, "目标值"), (actual, "实际值")):
        if value.kind == "unreadable":
            return undecided(f"{what}“{value.raw}”读不懂")
        if value.kind == "none" and not value.is_numeric:
            written = bool(value.raw) and not is_filler(value.raw)
            return undecided(f"{what}写的是“{value.raw}”" if written else f"{what}没有填")
    return None


def _arithmetic(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    if "budget" in target.marks:
        return judge_budget(target, actual, case)
    if target.kind == "date":
        return judge_date(target, actual, case)
    if target.value is not None and target.kind != "qualitative":
        return judge_number(target, actual, case)
    return _judge_words(target, actual, case)


def _not_applicable(target: TypedValue, actual: TypedValue, case: Case) -> Outcome | None:
    """不适用 as the policy says (V9); None where the words are scored like any others."""
    which, said = ("目标值", target) if not_applicable(target) else ("实际值", actual)
    words = f"{which}写“{said.raw}”"
    choice = case.policy.not_applicable
    if choice == "rescale":
        why = f"{words}，此项不计分，其余得分折算为满分。"
        return Outcome(None, None, why, dropped=True)
    if choice == "full":
        return full(None, f"{words}，不适用的指标得满分")
    if choice == "zero":
        return nothing(None, f"{words}，不适用的指标得 0 分")
    return undecided(words) if said.kind == "none" else None


def _judge_words(target: TypedValue, actual: TypedValue, case: Case) -> Outcome:
    """Qualitative: a degree of completion counts as it is, a band bounds a person's score (V4)."""
    degree = degree_of(actual)
    if degree is not None and not is_degree(target, actual, case.name):
        return by_person(actual, case, f"实际“{actual.raw}”不是“{target.raw}”的完成程度")
    if degree is not None:
        share = min(max(degree, ZERO), ONE)
        words = f"定性目标“{target.raw}”，按实际填写的 {plain(actual.value or ZERO)}{actual.unit or ''} 计分"
        return Outcome(share, (share, ONE), words, fact=words)
    if actual.is_numeric and actual.kind != "qualitative":
        if moves(target):
            return by_person(actual, case, f"实际“{actual.raw}”不是“{target.raw}”的完成程度")
        return undecided(f"目标“{target.raw}”是定性的，实际“{actual.raw}”是数值")
    band = band_of(actual)
    if "scale" in actual.marks:  # 好坏 answered with 好坏 says nothing
        return by_person(actual, case, f"定性指标，实际“{actual.raw}”没有说明程度")
    if band == 1 or (band is None and same_words(target.raw, actual.raw)):
        return in_first_band(actual, case)
    return by_person(actual, case, f"定性指标，实际“{actual.raw}”")
