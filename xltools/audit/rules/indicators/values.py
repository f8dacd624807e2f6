"""Targets and results of one indicator: what holds for a form holds for a report that tells of it.

The rules of `check` look at the indicators as at a form; what they find stands here at the words.
A report that prints the same table twice is told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import (
    IndicatorClaim,
    Said,
    Told,
    find_claims,
    find_told,
)
from xltools.audit.claims.indicators.levels import tells_results
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.claims.indicators.surveys import Survey, survey_near
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.check import deviations, units, values
from xltools.check.context import Rule as FormRule
from xltools.check.context import show
from xltools.codes import Code
from xltools.findings import Finding
from xltools.patterns import Pattern

_TAKEN: tuple[tuple[FormRule, dict[Code, IndicatorCode]], ...] = (
    (values.kinds_agree, {Code.KIND_MISMATCH: IndicatorCode.KINDS_DIFFER}),
    (values.results_possible, {Code.RESULT_ABOVE_100: IndicatorCode.RATE_RESULT_ABOVE_ALL}),
    (values.direction_fits_kind, {Code.FLOOR_ON_COST: IndicatorCode.FLOOR_ON_COST}),
    (units.unit_fits_name, {Code.UNIT_AGAINST_NAME: IndicatorCode.UNIT_AGAINST_NAME}),
    (units.percent_written_once, {Code.PERCENT_DOUBLED: IndicatorCode.PERCENT_TWICE}),
    (deviations.over_completion_is_explained,
     {Code.OVER_WITHOUT_REASON: IndicatorCode.OVER_UNEXPLAINED}),
    (deviations.lost_points_are_explained,
     {Code.REASON_SAYS_NONE: IndicatorCode.REASON_SAYS_NONE}),
    (deviations.full_score_has_no_cause, {Code.FULL_WITH_REASON: IndicatorCode.FULL_WITH_REASON}),
    (deviations.reasons_come_with_measures,
     {Code.REASON_WITHOUT_MEASURE: IndicatorCode.REASON_WITHOUT_MEASURE}),
)  # fmt: skip
"""Rules of forms that hold for any region's report, and what their findings are called here."""


def indicators_are_as_on_a_form(case: Case) -> Iterator[Remark]:
    """Kinds and units agree, a rate is at most 100 %, a reason says why and what will be done."""
    seen: set[tuple[str, str, str]] = set()
    measures = _tells_measures(case)
    for told in case.of(find_told):
        for rule, taken in _TAKEN:
            for finding in rule(told.context):
                code = taken.get(finding.code)  # type: ignore[call-overload]
                claim = _claim(told, finding)
                if code is None or claim is None:
                    continue
                if measures and code is IndicatorCode.REASON_WITHOUT_MEASURE:
                    continue  # what will be done stands in the text
                said = f"{finding.message.rstrip('。')}。"
                key = (code.name, without_unit(claim.name), said)
                if key not in seen:
                    seen.add(key)
                    assert finding.place is not None
                    at = told.at[finding.place]
                    if at[1] == at[2] and claim.actual is not None:
                        at = claim.actual.at  # an empty cell has no words to stand at
                    if finding.code is Code.UNIT_AGAINST_NAME and "金额" not in said:
                        code = IndicatorCode.UNIT_ODD_FOR_NAME
                    yield remark(code, at, name=without_unit(claim.name), said=said)


_MEASURES = Pattern(r"措施|建议|整改|改进|下一步|今后|打算")


def _tells_measures(case: Case) -> bool:
    """True if a chapter says what will be done: a table's column need not say it again."""
    return any(
        len(line.text) >= 12
        for top in case.report.chapters
        for chapter in top.walk()
        if _MEASURES.search(chapter.heading.title)
        for line in chapter.everything
        if line.kind == "body"
    )


def _claim(told: Told, finding: Finding) -> IndicatorClaim | None:
    place = finding.place
    if place is None or place not in told.at:
        return None
    return told.claims.get(place.row)


_SIGN = Pattern(
    r"[≥≤><]=?|大于等于|小于等于|不低于|不少于|不超过|不高于|大于|小于|至少|以上|以内|以下"
)


def results_are_measured(case: Case) -> Iterator[Remark]:
    """An actual of ≥95% repeats the target and measures nothing."""
    seen: set[tuple[str, str]] = set()
    for told in case.of(find_told):
        for claim in told.claims.values():
            actual = claim.actual
            if actual is None or actual.value.value is None or actual.value.kind == "range":
                continue
            sign = _SIGN.search(actual.words)
            if sign is None or "budget" in actual.value.marks:
                continue
            key = (without_unit(claim.name), actual.words)
            if key in seen:
                continue
            seen.add(key)
            survey = survey_near(case.report, actual.line) if "满意" in claim.name else None
            if claim.target is None:
                yield remark(IndicatorCode.WISH_AS_RESULT, actual.at, claim=actual.words)
                continue
            yield remark(
                IndicatorCode.RESULT_REPEATS_TARGET, actual.at, name=without_unit(claim.name),
                claim=actual.words, sign=sign[0],
                against=claim.aims_at or actual.words,
                example=_example(actual, survey),
            )  # fmt: skip


def _example(actual: Said, survey: Survey | None) -> str:
    """What a measured value looks like; the one that the counts of the survey give."""
    if survey is not None:
        return f"{survey.rate:.2f}%（{survey.quotient}）"
    return f"{show(actual.value.value or Decimal(0))}{actual.value.unit or ''}"


_BOUNDED = Pattern(
    r"(合格|达标|满意|覆盖|到位|及时|准确|知晓|普及|解决|合规|优良|完好|参与|就业|入学|办结|发放|拨付|接种|处置|落实)(率|度)"
)


def targets_are_possible(case: Case) -> Iterator[Remark]:
    """A rate that cannot pass 100 % is not asked to be ≥100%."""
    seen: set[tuple[str, str]] = set()
    for told in case.of(find_told):
        for claim in told.claims.values():
            target, bounded = claim.target, _BOUNDED.search(claim.name)
            if target is None or bounded is None or target.value.unit != "%":
                continue
            value = target.value.value
            above = value is not None and value > 100
            if not above and not (value == 100 and target.value.comparator in ("≥", ">")):
                continue
            key = (without_unit(claim.name), claim.aims_at)
            if key in seen:
                continue
            seen.add(key)
            yield remark(
                IndicatorCode.RATE_TARGET_ABOVE_ALL, target.at, name=without_unit(claim.name),
                claim=claim.aims_at, what=bounded[0],
            )  # fmt: skip


def rates_have_target_and_result(case: Case) -> Iterator[Remark]:
    """Where all others state 预期值 and 实际值, one with nothing but 完成率100% proves nothing."""
    claims = [each for each in case.of(find_claims) if each.style == "labelled"]
    whole = [each for each in claims if each.target and each.actual and each.rate]
    if len(whole) < 3:
        return
    chapters = {each.line.chapter[0] for each in whole if each.line.chapter}
    for claim in claims:
        bare = claim.rate is not None and claim.target is None and claim.actual is None
        if bare and claim.rate and claim.line.chapter[:1] and claim.line.chapter[0] in chapters:
            yield remark(
                IndicatorCode.ONLY_A_RATE, claim.at, name=claim.name, claim=claim.rate.words
            )


_TASK = Pattern(
    r"(?:提升|提高|维护|促进|保障|推动|推进|加强|增强|改善|服务(?!对象)|确保|落实|完善|优化|强化|保证|带动|助力|巩固|维持)(?!了|到|至|达|得)"
)
_DEGREE = Pattern(
    r"\d|有效|明显|显著|较|不断|持续|稳步|进一步|逐步|达到|得到|有所|大幅|全部|均|已|及时|按时|按期|了|无|零|未|没有|极大|切实|充分|全面"
)


def affirmed_results_say_something(case: Case) -> Iterator[Remark]:
    """提升公共服务水平，与预期指标一致 names a task and no result."""
    for claim in case.of(find_claims):
        if claim.style != "affirmed" or claim.actual is not None:
            continue
        bare = _TASK.match(claim.name) and _DEGREE.search(claim.name) is None
        if bare and tells_results(claim.line):
            yield remark(IndicatorCode.NO_RESULT, claim.at, claim=claim.name)


RULES: tuple[Rule, ...] = (
    indicators_are_as_on_a_form,
    results_are_measured,
    targets_are_possible,
    rates_have_target_and_result,
    affirmed_results_say_something,
)
