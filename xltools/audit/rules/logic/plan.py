"""What was planned is reported on, where the report repeats the plan as its result."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from xltools.audit.case import Case, Rule
from xltools.audit.codes.logic import LogicCode
from xltools.audit.outline import number_of
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.patterns import Pattern

_PLAN = Pattern(
    r"^(?:项目)?(?:主要|建设|工作|实施)?内容|^(?:年度|总体|预期|绩效)*目标|^实施计划"
)
_RESULT = Pattern(
    r"^(?:项目)?(?:实施|完成|工作)(?:结果|情况|成效)|^实际完成|^(?:目标|计划)?完成情况"
)
_CLAUSES = Pattern(r"[^,。;:]+")
_SHORTEST, _FEWEST, _MOST_LEFT = 8, 4, 2
_NEAR = 0.6
_SHARE = 0.6


def plans_are_reported_on(case: Case) -> Iterator[Remark]:
    """A result that repeats the plan clause by clause leaves none out.

    Only where most clauses are the same is one text the copy of the other; a result in other
    words is not judged.
    """
    plans = [line for line in case.report.prose if _PLAN.search(_label(line))]
    results = [line for line in case.report.prose if _RESULT.search(_label(line))]
    for plan in plans:
        for result in results:
            if result.index > plan.index:
                yield from _left_out(plan, result)


def _label(line: Line) -> str:
    """The words before a colon, else the heading above."""
    head, colon, _ = line.text.partition(":")
    if colon and len(head) <= 10:
        return head
    heading = line.chapter[-1].replace(" ", "") if line.chapter else ""
    number = number_of(heading.translate(_HALF))
    return heading[len(number.printed) :] if number else heading


_HALF = {ord("（"): "(", ord("）"): ")", ord("．"): "."}


def _left_out(plan: Line, result: Line) -> Iterator[Remark]:
    clauses = [each for each in _CLAUSES.findall(plan.text) if len(each) >= _SHORTEST]
    told = _CLAUSES.findall(result.text)
    if len(clauses) < _FEWEST or plan.text == result.text:
        return
    missing = [each for each in clauses if not _is_told(each, told)]
    kept = [each for each in clauses if each in result.text]
    if len(missing) > _MOST_LEFT or len(kept) < _SHARE * len(clauses):
        return
    for each in missing:
        yield remark(LogicCode.PLAN_WITHOUT_RESULT, result, claim=each, where=plan.where)


def _is_told(clause: str, told: list[str]) -> bool:
    return any(
        clause in each or SequenceMatcher(a=clause, b=each, autojunk=False).ratio() >= _NEAR
        for each in told
    )


RULES: tuple[Rule, ...] = (plans_are_reported_on,)
