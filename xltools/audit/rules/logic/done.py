"""全部完成 is said only where nothing is told to be undone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.projects import find_projects, plain_name
from xltools.audit.claims.statements import find_statements
from xltools.audit.codes.logic import LogicCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report
from xltools.decimals import percent
from xltools.patterns import Pattern

_N = r"(?:[1-9]\d*|[一二两三四五六七八九十]+)"
_UNDONE = Pattern(
    rf"(?:未完成|未达标|未达到目标|没有完成)(?:的)?(?:有)?{_N}[项个](?!工作日)"
    rf"|{_N}[项个](?:绩效|三级)?(?:目标|指标|任务)(?:未|没有|没能|未能)(?:全部|按时|按期|如期)?(?:完成|达到|达标|实现)"
    r"|(?:项目|工程|任务|目标)(?:未能|没能|没有|尚未|仍未|还未)(?:全部|按时|按期|如期)*(?:完工|完成|建成|实现)"
)
_DENIED = Pattern(r"(?:不存在|没有|无|避免|防止|杜绝|若|如|如果|对)[^,。;]{0,6}$")


def all_is_done_only_if_nothing_is_undone(case: Case) -> Iterator[Remark]:
    """各项目标全部完成 cannot stand beside 未完成2项; each claim is told with the first of these."""
    undone = next(_undone(case.report), None)
    if undone is None:
        return
    for each in case.of(find_statements):
        if each.topic == _RESULTS and each.kind == "praise" and each.line is not undone[0]:
            yield remark(
                LogicCode.DONE_AND_NOT_DONE, each.at, claim=each.words,
                against=undone[0].words(*undone[1:]), where=undone[0].where,
            )  # fmt: skip


_RESULTS = "任务完成"


def _undone(report: Report) -> Iterator[tuple[Line, int, int]]:
    for line in report.prose:
        for found in _UNDONE.finditer(line.text):
            if not _DENIED.search(line.text[: found.start()]):
                yield line, *found.span()


def other_projects_are_executed(case: Case) -> Iterator[Remark]:
    """其他项目均足额执行 cannot stand where one that the chapter does not name was not."""
    projects = case.of(find_projects)
    if projects is None:
        return
    for line in case.report.prose:
        for found in _OTHERS.finditer(line.text):
            chapter = "".join(
                plain_name(each.text) for each in case.report.lines
                if each.chapter == line.chapter
            )  # fmt: skip
            low = [
                (row.name.raw.strip(), rate.value)
                for row in projects.listed.rows
                if (rate := row.figures.get("rate")) is not None and rate.value < _NEARLY_ALL
                and plain_name(row.name.text).removesuffix("经费") not in chapter
            ]  # fmt: skip
            if low:
                yield remark(
                    LogicCode.OTHERS_NOT_EXECUTED, (line, *found.span()), claim=found[0],
                    against="、".join(f"“{name}”" for name, _ in low),
                    rate="、".join(percent(rate) for _, rate in low),
                )  # fmt: skip


_OTHERS = Pattern(
    r"(?:其他|其它|其余)(?:的)?(?:\d+个|[一二三四五六七八九十]+个|各个?|所有)?项目(?:的)?(?:预算|资金|经费)?"
    r"(?:(?:均|都|全部|全)(?:已|能)?(?:按预算|按时|按计划|按要求)?(?:足额|全部|全额|100%)(?:执行|支付|支出|完成)"
    r"|(?:预算)?(?:执行率|支出率|执行)(?:均|都|全部)?(?:为|达到?了?|是)*100(?:\.0+)?%"
    r"|(?:均|都)(?:已)?(?:执行|支付|支出)(?:完毕|完成|到位|100%))"
)
_NEARLY_ALL = Decimal("0.99")

RULES: tuple[Rule, ...] = (
    all_is_done_only_if_nothing_is_undone,
    other_projects_are_executed,
)
