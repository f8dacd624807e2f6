"""What is said of execution, adjustments, sources and balances, against the amounts themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money import amounts_in
from xltools.audit.claims.rates import find_rates
from xltools.audit.claims.scope import Stated, find_stated, is_of_one_project
from xltools.audit.claims.statements import place_of
from xltools.audit.codes_logic import LogicCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report
from xltools.decimals import percent, plain
from xltools.patterns import Pattern

_LOW = Decimal("0.8")
"""Below this rate of execution a report has something to explain."""


class Execution(Struct, frozen=True):
    """The rate at which the only project of a report was executed, and how it comes about."""

    rate: Decimal
    arithmetic: str


def find_execution(report: Report) -> Execution | None:
    """Return the rate: outturn over budget, else the one that is printed; None if unclear."""
    budget, outturn = _only(report, "budget"), _only(report, "outturn")
    if budget is not None and outturn is not None and budget.value > 0:
        rate = outturn.value / budget.value
        sums = f"{plain(outturn.value)}÷{plain(budget.value)}＝{percent(rate)}"
        return Execution(rate, f"（{sums}）") if rate <= 1 else None
    printed = {each.value for each in find_rates(report) if each.kind == "execution"}
    if len(printed) == 1 and is_of_one_project(report):
        return Execution(printed.pop(), "")
    return None


def _only(report: Report, role: str) -> Stated | None:
    """The amount that the report states for the whole, its finest spelling; None if there are two."""
    found = [each for each in find_stated(report) if each.role == role]
    if not found:
        return None
    finest = min(found, key=lambda each: (each.ulp, each.line.index))
    agree = all(abs(each.value - finest.value) <= each.ulp for each in found)
    return finest if agree else None


def nothing_is_unfinished_only_if_all_was_spent(case: Case) -> Iterator[Remark]:
    """不存在未完成原因 cannot stand where a fifth of the budget and more was not spent."""
    execution = case.of(find_execution)
    if execution is None or execution.rate >= _LOW:
        return
    if any(_SAVED.search(line.text) for line in case.report.prose):
        return
    for line in case.report.prose:
        for found in _UNFINISHED.finditer(line.text):
            yield remark(
                LogicCode.NOTHING_UNFINISHED, (line, *found.span()), claim=found[0],
                against=percent(execution.rate), arithmetic=execution.arithmetic,
            )  # fmt: skip


_UNFINISHED = Pattern(
    r"(?:不存在|没有)(?:任何)?未完成[^,。;]{0,8}|(?<![\u4e00-\u9fff])无未完成(?:情况|原因)|"
    r"预算执行[^,。;]{0,12}无偏差"
)
_SAVED = Pattern(r"节约|节支|节省|中标|招标结余|招投标结余|审减|核减")
"""Money that was saved was not left unspent."""


def nothing_is_adjusted_only_if_the_money_is_the_budget(case: Case) -> Iterator[Remark]:
    """不存在调整情况 cannot stand where much less was received than planned."""
    spans = [
        (line, *found.span())
        for line in case.report.prose
        for found in _UNADJUSTED.finditer(line.text)
    ]
    budget, received = (_only(case.report, role) for role in ("budget", "received"))
    if not spans or budget is None or received is None or budget.value <= 0:
        return
    missing = budget.value - received.value
    if missing / budget.value > _MUCH:
        line, start, end = spans[0]
        share = percent(missing / budget.value)
        yield remark(
            LogicCode.NOTHING_ADJUSTED, spans[0], claim=line.words(start, end),
            what="实际到位", against=f"{received.words}，比预算{budget.words}少{share}",
            arithmetic=f"（{plain(budget.value)}－{plain(received.value)}）÷{plain(budget.value)}＝{share}",
        )  # fmt: skip


_UNADJUSTED = Pattern(
    r"(?:项目|预算|资金)?(?:不存在|没有(?:发生|进行)?|未(?:发生|进行|作)过?|无)(?:任何)?(?:项目|预算|资金)?调整(?:情况|事项)?(?![,，]?(?:手续|绩效))"
)
_MUCH = Decimal("0.05")


def low_execution_is_among_the_problems(case: Case) -> Iterator[Remark]:
    """Where a fifth of the budget and more was not spent, the problems say so."""
    execution = case.of(find_execution)
    problems = [line for line in case.report.prose if place_of(line) == "problem"]
    if execution is None or execution.rate >= _LOW or not problems:
        return
    explaining = [
        *problems,
        *(line for line in case.report.prose if any(_EXPLAINS.search(h) for h in line.chapter)),
    ]
    if not any(_OF_MONEY.search(line.text) for line in explaining):
        yield remark(
            LogicCode.PROBLEMS_WITHOUT_EXECUTION, problems[0], claim=percent(execution.rate),
            arithmetic=execution.arithmetic.strip("（）"),
        )  # fmt: skip


_EXPLAINS = Pattern(r"偏差|偏离|未完成|原因")
_OF_MONEY = Pattern(r"执行|支付|支出|拨付|进度|结余|资金|到位|尾款|付款|经费|收回|压减")


def all_money_is_of_one_level(case: Case) -> Iterator[Remark]:
    """全部由区本级财政安排 cannot stand above a list with 市级 and 中央 items that have money."""
    lines = case.report.lines
    for line in case.report.prose:
        for found in _ALL_OF.finditer(line.text):
            level = found["level"]
            rest = (line, found.end()), *((each, 0) for each in lines[line.index + 1 :])
            for below, start in rest[:_REACH]:
                if below.chapter != line.chapter:
                    break
                other = _OTHER_LEVEL.search(below.text[start:])
                if other is None or other[0].startswith(level) or not _has_money(below):
                    continue
                at = (below, start + other.start(), start + other.end())
                yield remark(
                    LogicCode.MONEY_OF_ANOTHER_LEVEL, at, claim=found[0], words=other[0],
                    against=line.where,
                )  # fmt: skip
                break


_ALL_OF = Pattern(
    r"(?:全部|均|全)(?:是|为|都)?由?(?:我)?(?P<level>区|县|市|州|镇|乡)(?:本?级)?(?:财政|财力)(?:资金)?(?:预算)?(?:安排|拨款|承担|保障|资金)"
)
_OTHER_LEVEL = Pattern(
    r"(?:中央|省|自治区|市|上级)(?:级|、省|、市|、自治区)*(?:财政)?(?:专项|补助|配套|转移支付|拨款|奖补)?(?:资金|经费|补助|拨款)"
)
_REACH = 40


def _has_money(line: Line) -> bool:
    return any(each.value > 0 for each in amounts_in(line))


def a_balance_was_received(case: Case) -> Iterator[Remark]:
    """Budget less outturn is no 结余 where the rest of the budget never arrived."""
    report = case.report
    budget, received, outturn = (_only(report, r) for r in ("budget", "received", "outturn"))
    if budget is None or received is None or outturn is None:
        return
    if budget.value - received.value <= _MUCH * budget.value:
        return
    left = received.value - outturn.value
    for each in case.of(find_stated):
        if each.role != "balance":
            continue
        is_of_budget = abs(each.value - (budget.value - outturn.value)) <= each.ulp
        if is_of_budget and abs(each.value - left) > each.ulp:
            yield remark(
                LogicCode.BALANCE_NEVER_RECEIVED, each.at, claim=each.words,
                arithmetic=f"预算{budget.words}，到位{received.words}，支出{outturn.words}，"
                f"到位减支出＝{plain(left)}万元",
            )  # fmt: skip
            return


RULES: tuple[Rule, ...] = (
    nothing_is_unfinished_only_if_all_was_spent,
    nothing_is_adjusted_only_if_the_money_is_the_budget,
    low_execution_is_among_the_problems,
    all_money_is_of_one_level,
    a_balance_was_received,
)
