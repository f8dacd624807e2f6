"""What is blamed is not praised: problems and suggestions against the rest of the report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.scores import find_scores
from xltools.audit.claims.places import sentence_span
from xltools.audit.claims.statements import Statement, are_one_thing, find_statements
from xltools.audit.codes.logic import LogicCode
from xltools.audit.remark import Remark, remark
from xltools.patterns import Pattern


def problems_are_not_praised_elsewhere(case: Case) -> Iterator[Remark]:
    """资金安排不合理 among the problems, and 预算编制科学 in the analysis, exclude each other.

    A topic whose praise and blame may be meant of different parts gives a warning, and so does
    a blame with reserve; a topic is told once.
    """
    told: set[str] = set()
    for each in case.of(find_statements):
        praise = _praise(case, each) if each.kind in ("blame", "weak") else None
        if praise is None or each.topic in told:
            continue
        told.add(each.topic)
        is_plain = each.kind == "blame" and each.grave and are_one_thing(each, praise)
        code = (
            LogicCode.BLAMED_AND_PRAISED if is_plain else LogicCode.BLAMED_A_LITTLE_AND_PRAISED
        )
        yield _remark(code, each, praise)


def _praise(case: Case, each: Statement) -> Statement | None:
    """The praise of a statement's topic that has most characters in common with it."""
    found = [
        other for other in case.of(find_statements)
        if other.topic == each.topic and other.kind == "praise" and _clash(each, other)
    ]  # fmt: skip
    return max(found, key=lambda one: len(set(one.words[:20]) & set(each.words)), default=None)


def _clash(blame: Statement, praise: Statement) -> bool:
    """True unless the two speak of different things, or one sentence weighs both."""
    if praise.line is blame.line:
        one, other = (sentence_span(each.line, each.start)[0] for each in (blame, praise))
        if one == other or blame.factual:
            return False
    if blame.factual and _is_of_some(blame) and not _ABSOLUTE.search(praise.words):
        return False
    return are_one_thing(blame, praise) is not False


def _is_of_some(blame: Statement) -> bool:
    """True for 部分设备使用率不高: with 83% of all that may well be."""
    start = sentence_span(blame.line, blame.start)[0]
    return _SOME.search(blame.line.text[start : blame.end]) is not None


_SOME = Pattern(r"部分|个别|有的|少数|某些|一些")
_ABSOLUTE = Pattern(
    r"100(?:\.0+)?%|全部|全额|均|都|足额|按月|按时|按期|如期|及时|无|未|没有|不存在|零|(?<!\d)0(?![.\d])"
)


def _remark(code: LogicCode, each: Statement, praise: Statement) -> Remark:
    return remark(
        code, each.at, claim=each.words, against=_short(praise.words), where=praise.line.where
    )


def _short(words: str) -> str:
    """资金分配合理性……不扣分 for a long sentence about an indicator with full marks."""
    return words if len(words) <= _LONG else f"{words[:10]}……{words[-6:]}"


_LONG = 40


def suggestions_are_not_done_already(case: Case) -> Iterator[Remark]:
    """及时拨付资金 is no suggestion where 资金及时支付 is claimed, and no problem was."""
    statements = case.of(find_statements)
    blamed = {each.topic for each in statements if each.kind in ("blame", "weak")}
    told: set[str] = set()
    for each in statements:
        praise = _praise(case, each)
        if each.kind != "advice" or praise is None or each.topic in told | blamed:
            continue
        told.add(each.topic)
        yield _remark(LogicCode.ADVISED_AND_PRAISED, each, praise)


def problems_cost_points(case: Case) -> Iterator[Remark]:
    """100 points of 100 and a plain problem of money, procedures or results do not fit."""
    totals = [e for e in case.of(find_scores) if e.kind == "total" and "得" in e.label]
    blamed = [each for each in case.of(find_statements) if each.kind == "blame" and each.grave]
    if totals and blamed and all(each.value == _FULL for each in totals):
        yield remark(
            LogicCode.FULL_MARKS_WITH_PROBLEMS, totals[0].at, claim=totals[0].words,
            against=blamed[0].words,
        )  # fmt: skip


_NO_PROBLEM = Pattern(
    r"(?:不存在|没有|未发现|暂无|无)(?:存在)?(?:任何|明显|突出|其他|什么)?(?:的)?问题(?=[,。;]|$)"
)


def no_problem_is_said_only_where_none_is_told(case: Case) -> Iterator[Remark]:
    """项目不存在问题, and behind it what did not go well."""
    told = [each for each in case.of(find_statements) if each.kind in ("blame", "weak")]
    for line in case.report.prose:
        found = _NO_PROBLEM.search(line.text)
        other = next((e for e in told if e.line.chapter == line.chapter), None)
        if found is not None and other is not None:
            yield remark(
                LogicCode.NO_PROBLEM_AND_ONE, (line, *found.span()), claim=found[0],
                against=other.words,
            )  # fmt: skip


_FULL = Decimal(100)

RULES: tuple[Rule, ...] = (
    problems_are_not_praised_elsewhere,
    suggestions_are_not_done_already,
    problems_cost_points,
    no_problem_is_said_only_where_none_is_told,
)
