"""One survey, one result: what is said of satisfaction is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import find_claims
from xltools.audit.claims.indicators.satisfied import (
    Satisfaction,
    are_others,
    find_satisfaction,
    is_generic,
    who_of,
)
from xltools.audit.claims.indicators.surveys import find_surveys
from xltools.audit.claims.money.projects import find_projects
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.decimals import plain
from xltools.patterns import Pattern


def satisfaction_is_one_number(case: Case) -> Iterator[Remark]:
    """受益职工满意度达到99% here and 受益群众满意度95% there: one of them is wrong.

    Several groups of people, and several projects, have several rates.
    """
    if case.of(find_projects) is not None:
        return
    told = [
        each for each in case.of(find_satisfaction) if not each.goal and _is_current(case, each)
    ]
    for group in _by_people(told):
        results = [each for each in group if not each.bound]
        clusters = _clusters([*results, *_surveyed(case, results)])
        clusters.sort(key=lambda group: _weight(case, group), reverse=True)
        if len(clusters) == 2:
            yield from _disagreements(*clusters)
        elif len(clusters) == 1:
            exact = clusters[0][0]
            for each in group:
                if each.bound and (each.rate or 0) > (exact.rate or 0):
                    yield _differs(each, exact)


def _is_current(case: Case, said: Satisfaction) -> bool:
    """False for a rate of a part, of another year or beside which another is laid."""
    if said.rate is None:
        return False
    first, _ = sentence_span(said.line, said.start)
    words = said.line.text[first : said.start] + said.words
    if said.source is not None and said.source[0]:
        return True  # a cell of a table has no sentence
    year = case.of(find_report_year)
    others = {int(each) for each in _YEAR.findall(words)} - {year}
    return not (_OF_OTHERS.search(words) or (year is not None and others))


_YEAR = Pattern(r"(?<!\d)(20[0-4]\d)年")
_OF_OTHERS = Pattern(
    r"其中|分别|上年|去年|往年|比|较|上半年|季度|全省|全国|以往|之前|原来|提高|上升"
)


def _by_people(said: list[Satisfaction]) -> Iterator[list[Satisfaction]]:
    """Statements about the same people: all, or where several groups are named each apart."""
    named = {each.who for each in said if not is_generic(each.who)}
    asked = {each.who for each in said if each.source is not None}
    apart = len(asked) > 1 or any(
        a != b and a not in b and b not in a for a in named for b in named
    )
    if not apart:
        yield said
        return
    lines = {each.line.index for each in said}
    if len(named) == len(said) == len(lines) == 2 and are_others(*named):
        yield said  # 受益职工 here, 受益群众 there: one survey under two names
        return
    for who in sorted(named | asked):
        yield [each for each in said if each.who == who]


def _surveyed(case: Case, said: list[Satisfaction]) -> Iterator[Satisfaction]:
    """The rate that the counts of the only survey give, where no rate stands beside them."""
    surveys = case.of(find_surveys)
    if len({each.rate for each in surveys}) != 1 or not said:
        return
    survey = surveys[0]
    if not any(each.line is survey.line for each in said):
        yield Satisfaction(
            *survey.at, said[0].who, survey.rate, bound=False, goal=False,
            words=survey.arithmetic, source=(0, 0),
        )  # fmt: skip


def _clusters(said: list[Satisfaction]) -> list[list[Satisfaction]]:
    """Statements of one rate together; 95% is 94.83% rounded."""
    found: list[list[Satisfaction]] = []
    for each in sorted(said, key=_places, reverse=True):
        same = next((group for group in found if _is_rounded(each, group[0])), None)
        if same is None:
            found.append([each])
        else:
            same.append(each)
    return found


def _places(said: Satisfaction) -> int:
    return max(-int((said.rate or Decimal(0)).as_tuple().exponent), 0)


def _is_rounded(coarse: Satisfaction, fine: Satisfaction) -> bool:
    assert coarse.rate is not None
    assert fine.rate is not None
    return abs(coarse.rate - fine.rate) <= Decimal("0.5").scaleb(-_places(coarse)) and (
        coarse.rate == fine.rate or _places(coarse) < _places(fine)
    )


def _weight(case: Case, group: list[Satisfaction]) -> tuple[int, int, int]:
    """How much speaks for a rate: an indicator or the counts of a survey, how often, how early."""
    rates = {each.rate for each in case.of(find_surveys)}
    backed = sum(each.source is not None or each.rate in rates for each in group)
    return backed, len(group), -min(each.line.index for each in group)


def _disagreements(usual: list[Satisfaction], odd: list[Satisfaction]) -> Iterator[Remark]:
    for each in odd:
        yield _differs(each, usual[0])


def _differs(said: Satisfaction, against: Satisfaction) -> Remark:
    shown = against.words if "÷" in against.words else _percent(against)
    return remark(
        IndicatorCode.SATISFACTION_DIFFERS, said.at, claim=_percent(said),
        place=against.line.where, against=shown,
    )  # fmt: skip


def _percent(said: Satisfaction) -> str:
    return f"{plain(said.rate or Decimal(0))}%{'以上' if said.bound else ''}"


def the_same_people_are_asked(case: Case) -> Iterator[Remark]:
    """Goal and result speak of the same group; so does the sentence around the indicator."""
    said = case.of(find_satisfaction)
    goals = [each for each in said if each.goal]
    groups = {each.who for each in goals}
    if len(groups) == 1 and not is_generic(goals[0].who):
        goal = goals[0]
        results = [each for each in said if not each.goal and _is_alone(each, said)]
        strange = [each for each in results if are_others(each.who, goal.who)]
        for each in strange:
            told = any(r.source for r in results if r not in strange)
            if each.source is None or not told:
                yield remark(
                    IndicatorCode.SATISFIED_OTHERS, each.at, claim=each.words,
                    place=goal.line.where, against=goal.words,
                )  # fmt: skip
    yield from _lead_ins(case)


_LEAD = Pattern(r"(?P<who>[\u4e00-\u9fff]{2,16})满意(?:度|率)(?:为|是|情况)?:$")


def _is_alone(said: Satisfaction, others: Sequence[Satisfaction]) -> bool:
    """False where a paragraph tells of several groups that were asked: 教师95%，学生97%."""
    here = {each.who for each in others if each.line is said.line and not each.goal}
    return len({who for who in here if not is_generic(who)}) < 2


def _lead_ins(case: Case) -> Iterator[Remark]:
    """经问卷调查项目收益群众满意度为：“党建工作人员的满意度%”…"""
    for claim in case.of(find_claims):
        if "满意" not in claim.name:
            continue
        at = claim.line.text.find(claim.name, claim.start)
        found = _LEAD.search(claim.line.text[:at].rstrip('“"'))
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
