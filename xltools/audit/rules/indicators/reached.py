"""完成目标, 达到预期目标 and full points are said of what reached its target."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_claims
from xltools.audit.claims.indicators.goals import Answer, find_answers
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.claims.indicators.pairs import comparable, missed
from xltools.audit.claims.indicators.plans import find_plans
from xltools.audit.claims.indicators.record import At
from xltools.audit.claims.indicators.tails import read_tail
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.decimals import plain
from xltools.patterns import Pattern


def affirmed_results_are_as_expected(case: Case) -> Iterator[Remark]:
    """与预期目标一致, 完成目标 is said of a result that reaches its target."""
    for claim in (*case.of(find_claims), *case.of(find_plans)):
        if claim.owned or not (claim.affirmed or claim.called):
            continue
        pair = comparable(claim)
        miss = missed(claim, *pair) if pair else ""
        if miss and claim.actual:
            words = claim.line.words(*claim.called[1:]) if claim.called else "与预期目标一致"
            yield remark(
                IndicatorCode.AFFIRMED_THOUGH_MISSED, claim.actual.at,
                name=without_unit(claim.name), claim=words, target=claim.aims_at,
                actual=claim.came_to, arithmetic=miss,
            )  # fmt: skip


_FROM_GOAL = Pattern(
    r"[,，](?:(?:比|较)(?:年度|预期|绩效)*目标值?(?:高|低|多|少)(?:出|了)?|(?:超过|超出|高于|高出|低于|未达到?|未达)(?:年度|预期|绩效)*目标值?)(?P<gap>\d+(?:\.\d+)?)个百分点"
)


def points_from_the_goal_are_the_difference(case: Case) -> Iterator[Remark]:
    """支出进度94.19%，低于目标0.81个百分点, where the goal is 95%."""
    answers = [
        (each.claim, each.figure.line, each.figure.end) for each in case.of(find_answers)
    ]
    claims = [
        (each, each.actual.line, each.actual.end)
        for each in case.of(find_claims)
        if each.actual
    ]
    for claim, line, end in (*answers, *claims):
        found = _FROM_GOAL.match(line.text, end)
        goal = _per_cent(claim.target.words) if claim.target else None
        came = _per_cent(claim.actual.words) if claim.actual else None
        if found is None or goal is None or came is None:
            continue
        exact = abs(came - goal)
        if exact and exact != Decimal(found["gap"]) and _is_bound(claim):
            yield remark(
                IndicatorCode.POINTS_FROM_GOAL, (line, *found.span("gap")),
                name=without_unit(claim.name), claim=f"{found['gap']}个百分点",
                against=f"{plain(exact)}个百分点", target=claim.aims_at, actual=claim.came_to,
            )  # fmt: skip


def _is_bound(claim: IndicatorClaim) -> bool:
    """True if its words set a goal: 不低于95%; a bare 18% may be a result read as one."""
    return claim.target is not None and _BOUND.search(claim.aims_at) is not None


_BOUND = Pattern(r"[≥≤><]|不[低高]于|不[少多]于|不超过|以[上内下]|达到|目标")


def _per_cent(words: str) -> Decimal | None:
    """The number of ≥95%; None for any other words."""
    found = _PERCENTAGE.search(words)
    return Decimal(found["n"]) if found else None


_PERCENTAGE = Pattern(r"^[^\d]{0,6}(?P<n>\d+(?:\.\d+)?)[%％](?:以上|及以上)?$")


_FULL = Pattern(
    r"(?:权重|满分|分值)(?:分)?(?:为|是|:)?(?P<points>\d+(?:\.\d+)?)分?[,，、]?(?:其中)?(?:实际|自评|评价|综合|本项)*(?:得分|自评分?|得)(?:为|是|:)?(?P<score>\d+(?:\.\d+)?)分"
)


def full_chapters_miss_nothing(case: Case) -> Iterator[Remark]:
    """权重40分，得分40分 cannot stand over an indicator that fell short of its target."""
    for claim in (*case.of(find_claims), *case.of(find_plans)):
        if claim.owned or claim.affirmed or claim.called or claim.target is None:
            continue
        pair = comparable(claim)
        miss = missed(claim, *pair) if pair else ""
        full = _full_above(case, claim) if miss else None
        if full is None or claim.actual is None:
            continue
        yield remark(
            IndicatorCode.FULL_CHAPTER_THOUGH_MISSED, claim.actual.at,
            name=without_unit(claim.name), target=claim.aims_at, actual=claim.came_to,
            arithmetic=miss, verdict="超过了上限" if ">" in miss else "没有达到",
            place=full[0].where, claim=full[0].words(*full[1:]),
        )  # fmt: skip


def _full_above(case: Case, claim: IndicatorClaim) -> At | None:
    """The nearest statement of points and score over a claim, where both are the same."""
    for line in reversed(case.report.lines[: claim.line.index + 1]):
        if line.kind not in ("body", "heading") or not _is_above(line, claim.line):
            continue
        end = claim.start if line is claim.line else len(line.text)
        found = list(_FULL.finditer(line.text[:end]))
        if found:
            last = found[-1]
            same = Decimal(last["points"]) == Decimal(last["score"])
            return (line, last.start(), last.end()) if same and len(found) == 1 else None
    return None


def _is_above(line: Line, claim: Line) -> bool:
    return line.chapter == claim.chapter[: len(line.chapter)] and bool(line.chapter)


def goals_are_reached_where_it_is_said(case: Case) -> Iterator[Remark]:
    """受益学生1680人，达到目标 where the goal, in another chapter, is 1860."""
    for answer in case.of(find_answers):
        miss = shortfall(answer)
        line, end = answer.figure.line, answer.figure.end
        if not miss or any(_compares(each, answer) for each in case.of(find_claims)):
            continue
        _, last = sentence_span(line, end)
        tail = read_tail(line, end, last)
        claim = answer.claim
        assert claim.actual is not None
        if tail.called is None or tail.owned:
            continue
        yield remark(
            IndicatorCode.GOAL_MISSED, claim.actual.at, name=without_unit(claim.name),
            claim=line.words(*tail.called), actual=claim.came_to, place=claim.line.where,
            target=claim.aims_at, arithmetic=miss,
        )  # fmt: skip


def _compares(claim: IndicatorClaim, answer: Answer) -> bool:
    """True for a claim that has a target of its own for this figure."""
    here = claim.line is answer.figure.line and claim.target is not None
    return here and claim.start <= answer.figure.end and answer.figure.start <= claim.end


def shortfall(answer: Answer) -> str:
    """The comparison by which an answer misses its goal; "" if it does not."""
    pair = comparable(answer.claim)
    return missed(answer.claim, *pair) if pair else ""


RULES: tuple[Rule, ...] = (
    points_from_the_goal_are_the_difference,
    affirmed_results_are_as_expected,
    full_chapters_miss_nothing,
    goals_are_reached_where_it_is_said,
)
