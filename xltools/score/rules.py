"""The 赋分规则 of 财预〔2021〕101号: direct, proportional with a pass mark, judged, by ranges.

A policy names them by 二级 or 一级指标; a form may print one for each indicator.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import percent
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.profile import Rule, ScoringPolicy, share_in
from xltools.score.outcome import ONE, Case, Outcome, by_person, in_first_band
from xltools.score.words import degree_of, is_degree
from xltools.value import align
from xltools.widths import one_width

FORMULA = Rule()
"""The policy's own arithmetic."""

_FOLD = Pattern(r"[\s,，。.;；、:：“”\"'（）()]+")
_DONE = "(?:指标)?(?:完成|达到?|达标|达成|实现|是|符合)(?:年度|预期|年初|绩效)*(?:目标|指标|目标值|指标值|要求)?"
_DIRECT = Pattern(
    rf"(?:按照?)?直接赋分(?:法|规则)?|{_DONE}的?得满分(?:(?:否则|反之|未(?:完成|达到|达标|达成|实现)的?|否)(?:不得分|得?0分|计?0分))"
)
_PROPORTIONAL = Pattern(
    r"(?:按照?)?(?:实际)?(?:完成|达成|实现)(?:值)?(?:率|比例|情况比例)(?:法)?(?:赋分|得分|计分|计算得分)"
    r"(?:(?:同时)?(?:设置|设|并设)?及格门槛(?:为)?(?P<mark>\d+)%"
    r"|(?:完成率|比例)?(?:低于|不足|小于)(?P<below>\d+)%(?:的)?(?:不得分|得?0分))?"
)
_BANDS = Pattern(r"(?:按照?)?评判等级(?:法)?赋分")
_SATISFACTION = Pattern(r"(?:按照?)?满意度(?:区间|调查结果|情况)?(?:法)?赋分")


def rule_of(case: Case) -> Rule:
    """The rule of one indicator: the printed one if it is sure, else the policy's."""
    own = FORMULA
    if case.policy.rules:
        own = case.policy.rule(case.category, case.subcategory, case.name)
    if not (case.scoring_rule and case.policy.printed_rules):
        return own
    return printed_rule(case.scoring_rule, own, case.policy) or own


def printed_rule(text: str, own: Rule, policy: ScoringPolicy) -> Rule | None:
    """What a form's words under 指标赋分规则 surely mean; None for words that leave a doubt.

    Words that name a kind and no figures take the figures of the policy's own rule. 满意度赋分
    says nothing without the policy's ranges.

    >>> printed_rule("完成得满分，否则不得分", Rule(), ScoringPolicy("", "")).kind
    'direct'
    >>> printed_rule("按完成比例赋分，低于60%不得分", Rule(), ScoringPolicy("", "")).pass_mark
    Decimal('0.6')
    >>> printed_rule("完成得满分，每少一个扣1分", Rule(), ScoringPolicy("", ""))
    """
    words = _FOLD.sub("", one_width(text))
    if _DIRECT.fullmatch(words):
        # "or nothing" is said by the words themselves, only 直接赋分 leaves it to the policy
        return own if own.kind == "direct" and "直接" in words else Rule(kind="direct")
    found = _PROPORTIONAL.fullmatch(words)
    if found:
        stated = found["mark"] or found["below"]
        if stated:
            return Rule(kind="proportional", pass_mark=Decimal(stated) / 100)
        return own if own.kind == "proportional" else Rule(kind="proportional")
    if _BANDS.fullmatch(words):
        return own if own.kind == "bands" else Rule(kind="bands")
    if _SATISFACTION.fullmatch(words):
        known = (own, policy.rule("satisfaction", "beneficiary"))
        return next((each for each in known if each.kind == "ranges"), None)
    return None


def by_ranges(rule: Rule, target: TypedValue, actual: TypedValue, case: Case) -> Outcome | None:
    """The result itself, a percentage, looked up; None where words leave it to words."""
    value = _percentage(target, actual, case.name)
    if value is None:
        if target.is_numeric:
            why = f"按区间赋分，实际“{actual.raw}”不是百分比"
            return by_person(actual, case, why)
        return None
    share, rate = share_in(rule.ranges, value), None
    pair = align(target, actual)
    if pair and pair[0].value and pair[1].value is not None:
        rate = pair[1].value / pair[0].value
    fact = f"实际 {percent(value)}"
    words = f"{fact}，按区间得分值的 {percent(share)}"
    return Outcome(value if rate is None else rate, (share, ONE), words, fact=fact)


def _percentage(target: TypedValue, actual: TypedValue, name: str) -> Decimal | None:
    degree = degree_of(actual)
    if degree is not None and not (target.is_numeric or is_degree(target, actual, name)):
        return None
    if degree is not None or not target.is_numeric:
        return degree
    pair = align(target, actual)
    return degree_of(pair[1]) if pair else None


def apply_rule(
    rule: Rule, outcome: Outcome, target: TypedValue, actual: TypedValue, case: Case
) -> Outcome:
    """What the rule makes of the arithmetic's outcome."""
    share = outcome.share
    if rule.kind == "formula" or share is None or outcome.judged or outcome.over:
        return outcome
    if rule.kind == "direct":
        return _direct(rule, outcome, share)
    number = target.is_numeric and target.kind not in ("qualitative", "date")
    if not number:
        return outcome
    if rule.kind == "proportional":
        return _proportional(rule, outcome, share)
    if rule.kind == "bands":
        judged = in_first_band(actual, case) if share == 1 else None
        judged = judged or by_person(actual, case, f"{outcome.fact}，按评判等级赋分")
        return replace(judged, rate=outcome.rate, ceiling=outcome.ceiling)
    got = share_in(rule.ranges, share)
    words = f"{outcome.fact}，按区间得分值的 {percent(got)}"
    return replace(outcome, earned=(got, ONE), trace=words)


def _direct(rule: Rule, outcome: Outcome, share: Decimal) -> Outcome:
    if share == 1:
        return outcome
    kept = "得 0 分" if rule.missed == 0 else f"得分值的 {percent(rule.missed)}"
    words = f"{outcome.fact}，没有达到目标，直接赋分，{kept}"
    return replace(outcome, earned=(rule.missed, ONE), trace=words)


def _proportional(rule: Rule, outcome: Outcome, share: Decimal) -> Outcome:
    if 0 < share < rule.pass_mark:
        words = f"{outcome.fact}，低于及格门槛 {percent(rule.pass_mark)}，得 0 分"
        return replace(outcome, earned=(Decimal(0), ONE), trace=words)
    if rule.full_from <= share < 1:
        words = f"{outcome.fact}，不低于 {percent(rule.full_from)}，得满分"
        return replace(outcome, earned=(ONE, ONE), trace=words)
    return outcome
