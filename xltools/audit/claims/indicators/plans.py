"""A plan and its outcome in one sentence without the words 目标值: 计划培训600人次，实际培训580人次."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.indicators.figures import Figure, find_figures
from xltools.audit.claims.indicators.names import tidy
from xltools.audit.claims.indicators.record import IndicatorClaim, Said
from xltools.audit.claims.indicators.tails import read_tail
from xltools.audit.claims.indicators.told import find_claims
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern
from xltools.value import parse_value

_PLANNED = Pattern(
    r"(?:计划|目标|任务|原定|拟|预计)(?:数|为|是|完成|[\u4e00-\u9fff]{0,10}?)$|^(?:计划|目标|拟|原定)"
)
_DONE = Pattern(r"^(?:全年|年内|本年|年末)?(?:实际|共|累计|已)|完成")
_OTHER = Pattern(
    r"其中|上年|去年|比|较|另|剩余|明年|下一步|抽|增加|减少|目标|计划|任务|未|没有|率|分别|扣|得"
)


def find_plans(report: Report) -> tuple[IndicatorClaim, ...]:
    """Return the plans with their outcome in the same sentence, where no label tells of them."""
    told: dict[int, list[tuple[int, int]]] = {}
    for claim in find_claims(report):
        if claim.target is not None:
            told.setdefault(claim.line.index, []).append((claim.start, claim.end))
    lines: dict[int, list[Figure]] = {}
    for figure in find_figures(report):
        lines.setdefault(figure.line.index, []).append(figure)
    return tuple(
        claim
        for index, figures in lines.items()
        for claim in _in_line(figures)
        if not any(a < claim.end and claim.start < b for a, b in told.get(index, ()))
    )


def _in_line(figures: list[Figure]) -> Iterator[IndicatorClaim]:
    for number, plan in enumerate(figures):
        if not _is_a_plan(plan):
            continue
        done = next((each for each in figures[number + 1 :] if _answers(plan, each)), None)
        if done is None:
            continue
        line = plan.line
        stop = line.text.find("。", done.end)
        tail = read_tail(line, plan.end, _end(line, done.end, stop))
        noun = _PLAN_WORDS.sub("", plan.noun) or done.noun
        yield IndicatorClaim(
            line, plan.start, done.end, tidy(noun) or "该项任务", "labelled",
            target=_said(plan, noun), actual=_said(done, noun),
            called=tail.called and (line, *tail.called), owned=tail.owned,
        )  # fmt: skip


def _is_a_plan(figure: Figure) -> bool:
    """True for 计划培训600人次 and 不少于300人的目标."""
    if _OF_A_GOAL.match(figure.line.text[figure.end :]):
        return True
    lead = figure.lead.rpartition(":")[2]
    if "指标" in lead or "绩效" in lead:
        return False  # 绩效目标8项 counts the goals
    return not figure.bound and "实际" not in lead and _PLANNED.search(lead) is not None


_OF_A_GOAL = Pattern(r"的(?:年度|绩效|预期|总体)*(?:目标|任务)")


def _answers(plan: Figure, figure: Figure) -> bool:
    """True for a figure of the same unit, and of the same rate, that says what was done."""
    between = plan.line.text[plan.end : figure.start]
    if plan.unit != figure.unit or figure.bound or "。" in between:
        return False
    if figure.unit in ("%", "‰"):
        named = figure.noun[-3:]
        return len(named) == 3 and named in plan.noun
    lead = figure.lead
    return bool(_DONE.search(lead)) and not _OTHER.search(lead)


_PLAN_WORDS = Pattern(r"^(?:计划|目标|任务|原定|拟|预计|年度|全年|年初)+")


def _end(line: Line, at: int, stop: int) -> int:
    """The end of the clauses about it: the sentence, or the next semicolon."""
    end = stop if stop >= 0 else len(line.text)
    next_part = line.text.find(";", at, end)
    return next_part if next_part >= 0 else end


def _said(figure: Figure, name: str) -> Said:
    start = _number_at(figure)
    found = _WRITTEN.match(figure.line.text, start)
    end = (found.end() if found else start) + len(figure.unit)
    value = parse_value(figure.line.text[start:end], role="actual", name=name)
    return Said(figure.line, start, end, value)


_WRITTEN = Pattern(r"\d[\d,]*(?:\.\d+)?")


def _number_at(figure: Figure) -> int:
    text = figure.line.text
    return next(n for n in range(figure.start, figure.end) if text[n].isdigit())
