"""One survey, one result: what is said of satisfaction is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators.satisfied import (
    Satisfaction,
    are_others,
    find_satisfaction,
    is_generic,
)
from xltools.audit.codes_indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.decimals import plain


def satisfaction_is_one_number(case: Case) -> Iterator[Remark]:
    """受益职工满意度达到99% here and 受益群众满意度95% there: one of them is wrong.

    Only where the report has one indicator of satisfaction; several groups have several rates.
    """
    said = case.of(find_satisfaction)
    told = {(e.who, e.rate): e for e in reversed(said) if e.source and not e.goal}
    others = [each for each in said if not each.source and not each.goal]
    aims = {each.who for each in said if each.source and each.goal}
    if len(told) != 1 or not others or len(aims) > 1:
        return
    (result,) = told.values()
    rates = {each.rate for each in others if each.rate is not None}
    if len(rates) != 1 or result.rate is None:
        return
    for each in others:
        if each.rate is not None and _contradicts(each, result):
            yield remark(
                IndicatorCode.SATISFACTION_DIFFERS, each.at, claim=_percent(each),
                place=result.line.where, against=_percent(result),
            )  # fmt: skip


def _contradicts(a: Satisfaction, b: Satisfaction) -> bool:
    assert a.rate is not None
    assert b.rate is not None
    if not a.bound and not b.bound:
        return a.rate != b.rate
    if a.bound and b.bound:
        return False
    bound, exact = (a, b) if a.bound else (b, a)
    return (exact.rate or Decimal(0)) < (bound.rate or Decimal(0))


def _percent(said: Satisfaction) -> str:
    return f"{plain(said.rate or Decimal(0))}%{'以上' if said.bound else ''}"


def the_same_people_are_asked(case: Case) -> Iterator[Remark]:
    """Goal and result speak of the same group; so does the sentence around the indicator."""
    said = case.of(find_satisfaction)
    goals = [each for each in said if each.goal]
    groups = {each.who for each in goals}
    if len(groups) == 1 and not is_generic(goals[0].who):
        goal = goals[0]
        results = [each for each in said if not each.goal]
        strange = [each for each in results if are_others(each.who, goal.who)]
        for each in strange:
            told = any(r.source for r in results if r not in strange)
            if each.source is None or not told:
                yield remark(
                    IndicatorCode.SATISFIED_OTHERS, each.at, claim=each.words,
                    place=goal.line.where, against=goal.words,
                )  # fmt: skip
    yield from _lead_ins(case)


def _lead_ins(case: Case) -> Iterator[Remark]:
    """经问卷调查项目收益群众满意度为：“党建工作人员的满意度%”…"""
    from xltools.audit.claims.indicators import find_claims
    from xltools.audit.claims.indicators.satisfied import who_of
    from xltools.patterns import Pattern

    lead = Pattern(r"(?P<who>[\u4e00-\u9fff]{2,16})满意(?:度|率)(?:为|是|情况)?:$")
    for claim in case.of(find_claims):
        if "满意" not in claim.name:
            continue
        at = claim.line.text.find(claim.name, claim.start)
        found = lead.search(claim.line.text[:at].rstrip('“"'))
        if found is None:
            continue
        who, named = who_of(found["who"]), who_of(claim.name)
        if are_others(who, named):
            yield remark(
                IndicatorCode.SATISFIED_OTHERS, (claim.line, found.start(), found.end()),
                claim=f"{who}满意度", place="同一句里的指标", against=claim.name,
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    satisfaction_is_one_number,
    the_same_people_are_asked,
)
