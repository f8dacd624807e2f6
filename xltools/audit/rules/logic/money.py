"""What is said of execution, adjustments, sources and balances, against the amounts themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import Amount, amounts_in
from xltools.audit.claims.money.rates import find_rates
from xltools.audit.claims.money.scope import find_stated, is_of_one_project
from xltools.audit.claims.statements import place_of
from xltools.audit.codes.logic import LogicCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report
from xltools.audit.rules.form.stated import said_to_be_spent
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


def _only(report: Report, role: str) -> Amount | None:
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
        for found in UNADJUSTED.finditer(line.text)
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


UNADJUSTED = Pattern(
    r"(?:项目|预算|资金)?(?:不存在|没有(?:发生|进行)?|未(?:发生|进行|作)过?|无)(?:任何)?(?:项目|预算|资金)?调整(?:情况|事项)?(?![,，]?(?:手续|绩效))"
)
_MUCH = Decimal("0.05")


def low_execution_is_among_the_problems(case: Case) -> Iterator[Remark]:
    """Where a fifth of the budget and more was not spent, the problems say so."""
    execution = case.of(find_execution)
    problems = [
        line
        for line in case.report.prose
        if place_of(line) == "problem" and "待补充" not in line.text
    ]
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
    """全部由区本级财政安排 cannot stand before 市级 and 中央 items that have money."""
    told: set[tuple[int, int]] = set()
    for line in case.report.prose:
        for found in _ALL_OF.finditer(line.text):
            at = _first_other(case.report, line, found.end(), found["level"])
            if at is None or (at[0].index, at[1]) in told:
                continue
            told.add((at[0].index, at[1]))
            yield remark(
                LogicCode.MONEY_OF_ANOTHER_LEVEL, at, claim=found[0],
                words=at[0].words(*at[1:]), against=line.where,
            )  # fmt: skip


def _first_other(
    report: Report, line: Line, start: int, level: str
) -> tuple[Line, int, int] | None:
    """Money of another level behind a claim: in its line, or below it in its chapter."""
    below = [each for each in report.lines[line.index + 1 :] if each.chapter == line.chapter]
    places = ((line, start), *((each, 0) for each in below[:_REACH]))
    found = (_other_level(each, begin, level) for each, begin in places)
    return next((at for at in found if at is not None), None)


_ALL_OF = Pattern(
    r"(?:全部|均|全)(?:是|为|都)?由?(?:我)?(?P<level>区|县|市|州|镇|乡)(?:本?级)?(?:财政|财力)(?:资金)?(?:预算)?(?:安排|拨款|承担|保障|资金)"
)
_OTHER_LEVEL = Pattern(
    r"(?P<level>中央|省|自治区|市|上级)(?:级|财政)*(?:(?:、|和|及|与)(?:中央|省|市|自治区)(?:级|财政)*)*"
    r"(?:财政|专项|补助|补贴|配套|转移支付|奖补|衔接)*(?:资金|经费|补助|补贴|拨款|配套|转移支付)[^,。;]{0,16}?"
    r"\d[\d,]*(?:\.\d+)?(?:亿|万)?元"
)
_NONE_OF_IT = Pattern(r"(?:无|没有|不含|不包括|未安排|除)[^,。;]{0,4}$")
_REACH = 40


def _other_level(line: Line, start: int, level: str) -> tuple[Line, int, int] | None:
    """Money of a level that is not this one, in a line from a position on; None if none."""
    for found in _OTHER_LEVEL.finditer(line.text, start):
        denied = _NONE_OF_IT.search(line.text[: found.start()])
        has_money = any(each.value > 0 for each in amounts_in(line) if each.end == found.end())
        if found["level"] != level and has_money and not denied:
            return line, found.start(), found.end()
    return None


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


def all_is_spent_only_if_the_rate_says_so(case: Case) -> Iterator[Remark]:
    """资金已全部支付完毕 cannot stand where the rate of execution is below 99%."""
    execution = case.of(find_execution)
    if execution is None or execution.rate >= _NEARLY_ALL:
        return
    told = {(line.index, start) for line, start, _ in case.once(said_to_be_spent)}
    for line in case.report.prose:
        for found in _ALL_SPENT.finditer(line.text):
            if place_of(line) == "account" and not any(
                index == line.index and found.start() <= start < found.end()
                for index, start in told
            ):
                yield remark(
                    LogicCode.NOT_ALL_SPENT, (line, *found.span()), claim=found[0],
                    against=percent(execution.rate), arithmetic=execution.arithmetic,
                )  # fmt: skip


_NEARLY_ALL = Decimal("0.99")
_ALL_SPENT = Pattern(
    r"(?:(?:项目|专项|财政|预算)(?:资金|经费)|(?:(?<=[,。;:])|(?<=^))资金)(?:已|均|均已|已经)*(?:全部|全额|足额)(?:支付|支出|使用|执行)(?:完毕|完成|完)?(?=[,。;]|$)"
    r"|(?:(?<=[,。;:])|(?<=^)|(?<=年末))(?:无|没有)(?:资金)?(?:结余|剩余)(?:资金)?(?=[,。;]|$)"
)

RULES: tuple[Rule, ...] = (
    nothing_is_unfinished_only_if_all_was_spent,
    nothing_is_adjusted_only_if_the_money_is_the_budget,
    low_execution_is_among_the_problems,
    all_money_is_of_one_level,
    a_balance_was_received,
    all_is_spent_only_if_the_rate_says_so,
)
