"""Reports that tell of several projects in a paragraph each: rates that were reused, plans told as results."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.patterns import Pattern

_GOAL_RATE = Pattern(
    r"绩效(?:目标|指标)(?:总体|整体)?完成(?:率|比例)(?:为|达到了?|是|:)?(?P<rate>\d{1,3}(?:\.\d+)?)%"
)
_EXECUTION = Pattern(r"(?:预算|资金)?执行率(?:为|达到?|是|:)?(?P<rate>\d{1,3}(?:\.\d+)?)%")


def goals_are_not_the_money(case: Case) -> Iterator[Remark]:
    """绩效目标完成率96.35% where 执行率 is 96.35% too was copied and not counted."""
    for line in case.report.prose:
        executed = {found["rate"] for found in _EXECUTION.finditer(line.text)}
        for found in _GOAL_RATE.finditer(line.text):
            rate = found["rate"]
            if rate in executed and float(rate) < 100 and "." in rate:
                yield remark(
                    IndicatorCode.EXECUTION_AS_COMPLETION, (line, found.start(), found.end()),
                    claim=f"{rate}%", against=f"{rate}%",
                )  # fmt: skip


_PLANNED = Pattern(
    r"(?:计划|拟|预计|力争)(?P<what>[\u4e00-\u9fff]{2,20}?)(?P<value>\d[\d.]*[\u4e00-\u9fff]{1,2}?(?:及?以上))"
)
_COMPLETE = Pattern(
    r"(?:绩效目标|项目|绩效指标|目标)完成率(?:为|达到了?|是|:)?(?P<rate>100(?:\.0+)?%)"
)
_ACTUAL = Pattern(
    r"实际(?!支付|支出|到位|执行)|共(?:计)?[\u4e00-\u9fff]{1,8}\d|完成(?!率)了?[\u4e00-\u9fff]{0,8}\d|已[\u4e00-\u9fff]{1,10}\d"
)


def plans_are_not_results(case: Case) -> Iterator[Remark]:
    """计划表彰10个以上…完成率100%: how many were there?"""
    for line in case.report.prose:
        done = _COMPLETE.search(line.text)
        for found in _PLANNED.finditer(line.text) if done else ():
            if done is None or found.start() > done.start():
                continue
            if _ACTUAL.search(line.text[found.end() :]) is None:
                yield remark(
                    IndicatorCode.PLAN_AS_RESULT, (line, found.start(), found.end()),
                    claim=line.words(found.start(), found.end()), against=done["rate"],
                )  # fmt: skip


RULES: tuple[Rule, ...] = (
    goals_are_not_the_money,
    plans_are_not_results,
)
