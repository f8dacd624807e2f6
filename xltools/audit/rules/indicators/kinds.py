"""Results of the prose that are no results: words for a rate, people for a rate, the target again."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_claims, find_told
from xltools.audit.claims.indicators.figures import find_figures
from xltools.audit.claims.indicators.goals import find_goals
from xltools.audit.claims.indicators.levels import tells_goals, tells_results
from xltools.audit.claims.indicators.names import core_of, without_unit
from xltools.audit.claims.indicators.satisfied import Satisfaction, find_satisfaction
from xltools.audit.claims.indicators.surveys import survey_near
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.check.values import kind_name
from xltools.patterns import Pattern

_DEGREE = r"(?:良好|较好|很好|优良|优秀|较高|很高|较低|很低|偏低|显著|明显|正常|稳定|达标|及时|有效|理想)"
_WORDED = Pattern(
    rf"(?P<name>[\u4e00-\u9fff]{{0,8}}(?:率|满意度|满意程度))(?:总体|整体|均|也|为|达到|评价为|情况|水平|:)*(?P<words>{_DEGREE})(?!率)"
    rf"|实际(?:完成)?(?:值|情况)?(?:为|是|:)?(?P<short>{_DEGREE})(?![率性])"
    r"|(?P<pleased>(?:普遍|均|都|总体|一致)?(?:表示)?(?:比较|较为|非常|十分|很|基本)?满意)(?=[,，。;]|$)"
)
_DIGIT = Pattern(r"\d")


def words_are_no_rates(case: Case) -> Iterator[Remark]:
    """差错率为良好, 普遍表示满意 do not answer ≤1% and ≥90%."""
    told: set[tuple[int, int]] = set()
    for claim in case.of(find_claims):
        if claim.target is None or not claim.target.value.is_numeric:
            continue
        if claim.actual is not None or claim.rate is not None:
            continue
        _, end = sentence_span(claim.line, claim.target.end)
        found = _WORDED.search(claim.line.text[claim.target.end : end])
        if found is None or _says_a_number(case, claim, claim.target.end, end):
            continue
        at = (claim.line, claim.target.end + found.start(), claim.target.end + found.end())
        told.add((claim.line.index, at[1]))
        yield _worded(claim, at)
    for goal in case.of(find_goals):
        if goal.target is None or goal.target.value.unit != "%" or _is_measured(case, goal):
            continue
        for each in _worded_elsewhere(case, goal):
            if (each[0].index, each[1]) not in told:
                told.add((each[0].index, each[1]))
                yield _worded(goal, each)


def _worded(claim: IndicatorClaim, at: tuple[Line, int, int]) -> Remark:
    assert claim.target is not None
    words = at[0].words(*at[1:])
    said = f"目标“{claim.aims_at}”是{kind_name(claim.target.value)}，结果“{words}”只是文字，没有测得的数。"
    return remark(
        IndicatorCode.KINDS_DIFFER, at, name=without_unit(claim.name), said=said, claim=words
    )


def _says_a_number(case: Case, claim: IndicatorClaim, start: int, end: int) -> bool:
    """True if some figure of the sentence may be the result."""
    return any(
        each.line is claim.line and start <= each.start < end and not each.bound
        for each in case.of(find_figures)
        if each.unit in ("%", "‰")
        or claim.target is None
        or each.unit == claim.target.value.unit
    )


def _is_measured(case: Case, goal: IndicatorClaim) -> bool:
    """True if a number answers the goal anywhere: in prose, in a table, by a survey's counts."""
    core = core_of(goal.name)
    if "满意" in core:
        exact = [e for e in case.of(find_satisfaction) if e.rate is not None and not e.goal]
        return bool(exact) or any(
            "满意" in e.noun and not e.goal for e in case.of(find_figures)
        )
    claims = [claim for told in case.of(find_told) for claim in told.claims.values()]
    if any(e.actual is not None and core_of(e.name) == core for e in claims):
        return True
    return any(
        each.unit in ("%", "‰") and not each.goal and each.line is not goal.line
        and (core[-3:] in each.noun or core[-3:] in each.sentence)
        for each in case.of(find_figures)
    )  # fmt: skip


def _worded_elsewhere(case: Case, goal: IndicatorClaim) -> Iterator[tuple[Line, int, int]]:
    """The first words that answer a goal in a chapter of results."""
    core = core_of(goal.name)
    for line in case.report.prose:
        if line is goal.line or tells_goals(line) or not tells_results(line):
            continue
        for found in _WORDED.finditer(line.text):
            name = found["name"] or ""
            pleased = "满意" in core and (found["pleased"] or "满意" in name)
            if found["short"] or not (pleased or (len(name) >= 3 and name in core)):
                continue
            yield line, found.start(), found.end()
            return


_PEOPLE = Pattern(
    r"(?P<name>[\u4e00-\u9fff]{1,8}率)(?:为|达到?了?|是|有|:|实际|完成)*(?P<value>\d+(?:人次|人|名|户|个|次|家|件|份|公里|平方米|亩|吨|处|座|所|台|套|批次|车次|辆|条|项|起))(?![/÷中内里均当])"
)
_NO_SHARE = Pattern(r"[频效功速汇利税斜曲倍]率$|分辨率$")


def rates_are_shares(case: Case) -> Iterator[Remark]:
    """合格率19人 counts people where a share is asked for."""
    said = {
        (claim.actual.line.index, claim.actual.start)
        for claim in case.of(find_claims)
        if claim.actual is not None and claim.target is not None
    }
    for line in case.report.prose:
        for found in _PEOPLE.finditer(line.text):
            if _NO_SHARE.search(found["name"]) or (line.index, found.start("value")) in said:
                continue
            yield remark(
                IndicatorCode.UNIT_AGAINST_NAME, (line, found.start(), found.end()),
                said=f"“{found[0]}”：{found['name']}应是百分数，写的却是{found['value']}。",
            )  # fmt: skip


_SIGN = Pattern(r"≥|>=?|大于等于|大于|不低于|不少于|高于|超过|以上|至少")
_RESULT = Pattern(r"经|问卷|调查|回访|测评|实际|得\d|统计|反馈|收回")


def satisfaction_is_measured(case: Case) -> Iterator[Remark]:
    """满意度不低于90% is the goal again; 收回238份，满意219份 beside it gives the number."""
    said = case.of(find_satisfaction)
    if any(each.rate is not None and not each.bound and not each.goal for each in said):
        return
    goals = [each for each in said if each.goal and each.rate is not None]
    for each in said:
        sign = _SIGN.search(each.words)
        if each.goal or not each.bound or sign is None or each.source is not None:
            continue
        survey = survey_near(case.report, each.line)
        same = [goal for goal in goals if goal.rate == each.rate]
        if not _is_a_result(each) or not (same or (survey and survey.line is each.line)):
            continue
        example = f"{survey.rate:.2f}%（{survey.quotient}）" if survey else f"{each.rate}%"
        yield remark(
            IndicatorCode.RESULT_REPEATS_TARGET, each.at,
            name=f"{each.who}满意度", claim=_value(each), sign=sign[0],
            against=_value(same[0]) if same else _value(each), example=example,
        )  # fmt: skip
        return


def _value(said: Satisfaction) -> str:
    """The words without the name: 不低于90%."""
    return _NAMED.sub("", said.words) or said.words


_NAMED = Pattern(r"^.*满意(?:度|率|程度)(?:指标|情况)?[为是达到:：]*")


def _is_a_result(said: Satisfaction) -> bool:
    first, last = sentence_span(said.line, said.start)
    if "%" in said.line.text[said.end : last]:
        return False  # 达到90%以上，实测93.4%
    return tells_results(said.line) or bool(_RESULT.search(said.line.text[first:last]))


RULES: tuple[Rule, ...] = (
    words_are_no_rates,
    rates_are_shares,
    satisfaction_is_measured,
)
