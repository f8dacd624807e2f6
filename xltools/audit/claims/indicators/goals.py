"""Goals that the prose sets in one place, and the figures that answer them in another."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from xltools.audit.claims.indicators.figures import Figure, find_figures
from xltools.audit.claims.indicators.levels import tells_goals
from xltools.audit.claims.indicators.listed import items_in
from xltools.audit.claims.indicators.names import core_of
from xltools.audit.claims.indicators.pairs import comparable, missed
from xltools.audit.claims.indicators.record import IndicatorClaim, Said
from xltools.audit.claims.indicators.told import find_claims
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.report import Line, Report
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import align, parse_value

_LONGEST_NAME = 18
_LEADS_IN = Pattern(r"目标(?:任务)?(?:值)?(?:分别)?(?:是|为|:)")
_COMMON = frozenset(
    [
        "合格率",
        "完成率",
        "覆盖率",
        "及时率",
        "达标率",
        "到位率",
        "执行率",
        "准确率",
        "使用率",
        "满意度",
        "满意率",
        "知晓率",
        "增长率",
        "处置率",
        "办结率",
    ]
)
"""Rates that many things have: alone they name none."""


class Answer(Struct, frozen=True):
    """A goal with the figure that answers it: `claim` has both; `figure` where the result stands."""

    claim: IndicatorClaim
    figure: Figure


def find_goals(report: Report) -> tuple[IndicatorClaim, ...]:
    """Return the goals with a number: of lists, of labels without a result, of chapters of goals."""
    found = [each for each in find_claims(report) if each.is_goal]
    taken = {each.line.index for each in found}
    for line in report.prose:
        if line.index not in taken and (tells_goals(line) or _LEADS_IN.search(line.text)):
            found += items_in(line)
    return tuple(each for each in found if _is_a_number(each))


def _is_a_number(goal: IndicatorClaim) -> bool:
    """True for a goal in numbers of things or a rate; money and goals that were moved are none."""
    if goal.target is None or not goal.target.value.is_numeric or "调整" in goal.line.text:
        return False
    return "元" not in (goal.target.value.unit or "元") and len(goal.name) <= _LONGEST_NAME


def find_answers(report: Report) -> tuple[Answer, ...]:
    """Return goals with the figures that bear their very name in another line.

    Where one of them reaches the goal, those that do not are taken for parts.
    """
    goals = find_goals(report)
    lists = {each.line.index for each in goals}
    names: dict[str, set[str]] = {}
    for goal in goals:
        names.setdefault(core_of(goal.name), set()).add(goal.aims_at)
    found = []
    year = find_report_year(report)
    for figure in find_figures(report):
        if figure.line.index in lists or not _tells_a_result(figure):
            continue
        if figure.year is not None and year is not None and figure.year != year:
            continue
        for goal in goals:
            if len(names[core_of(goal.name)]) == 1 and _is_of(goal, figure):
                found.append(Answer(_answered(goal, figure), figure))
                break
    reached = {_place(each.claim) for each in found if _is_reached(each.claim)}
    return tuple(e for e in found if _place(e.claim) not in reached or _is_reached(e.claim))


def _place(claim: IndicatorClaim) -> tuple[int, int]:
    return claim.line.index, claim.start


def _is_reached(claim: IndicatorClaim) -> bool:
    """True for an answer that does not fall short: another of its goal may be of a part."""
    pair = comparable(claim)
    return pair is not None and not missed(claim, *pair)


def _tells_a_result(figure: Figure) -> bool:
    return not (figure.goal or figure.bound or figure.is_part) and bool(figure.noun)


def _is_of(goal: IndicatorClaim, figure: Figure) -> bool:
    assert goal.target is not None
    name, noun = core_of(goal.name), core_of(figure.noun)
    short, long = sorted((name, noun), key=len)
    if short in _COMMON or len(short) < 3 or short not in long:
        return False
    if name != noun and not long.endswith(short) and not long.startswith(short):
        return False
    return align(goal.target.value, _value(figure, goal.name)) is not None


def _answered(goal: IndicatorClaim, figure: Figure) -> IndicatorClaim:
    line: Line = figure.line
    start = line.text.find(_written(figure), figure.start)
    said = Said(line, start, start + len(_written(figure)), _value(figure, goal.name))
    return replace(goal, actual=said)


def _written(figure: Figure) -> str:
    number = _NUMBER.search(figure.line.text[figure.start :])
    return f"{number[0] if number else ''}{figure.unit}"


_NUMBER = Pattern(r"\d[\d,]*(?:\.\d+)?")


def _value(figure: Figure, name: str) -> TypedValue:
    return parse_value(_written(figure), role="actual", name=name)
