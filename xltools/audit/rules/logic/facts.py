"""Claims of nothing (no change, no deviation, nothing left) and bounds, against what is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import find_told
from xltools.audit.claims.money.amounts import find_amounts
from xltools.audit.claims.money.rates import Rate, find_rates
from xltools.audit.claims.money.scope import is_of_one_project
from xltools.audit.claims.places import clause_start, sentence_span
from xltools.audit.claims.statements import place_of, things_in
from xltools.audit.codes.logic import LogicCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report
from xltools.audit.rules.logic.money import UNADJUSTED, find_execution
from xltools.decimals import percent
from xltools.patterns import Pattern

_UNIT = r"(?:万元|元|个|人|人次|名|台|套|公里|米|平方米|次|处|户|亩|所|座|期|场|件|项|吨|辆)"
_ADJUSTED = Pattern(
    rf"(?:追加|调增|调减|压减|核减|增补|调整)(?:了)?(?:年初|项目|财政|专项|部门|预算|资金|经费|培训|建设|采购|指标|目标|数量|规模|内容)*(?:到|至|为|数|额)?\d[\d.,]*{_UNIT}"
    r"|(?:将|把|由|从)[^,。;]{2,18}(?:调整|变更)(?:为|至|到|成)"
    r"|\d{1,2}月(?:份)?[^,。;]{0,14}(?:调整|变更|调减|调增|追加|压减)了?(?:[^,。;]{0,8}(?:数量|内容|预算|资金|经费|目标|指标|方案|规模|地点|计划|期限))"
)
_NOT = Pattern(
    r"(?:不|未|无|没有|是否|如|若|需|应|可|按规定|办法|不得|严禁|确需)[^,。;]{0,10}$"
)
_RULED = Pattern(r"程序|规定办理|办法|制度|原则上|不得|应当|需要|确需|须")
_OF_RULES = Pattern(r"制度|办法|建议|措施|计划|下一步")


def nothing_is_adjusted_where_a_change_is_told(case: Case) -> Iterator[Remark]:
    """不存在任何调整情况 cannot stand where 6月调整了采购数量, 追加5万元."""
    claims = [
        (line, *found.span())
        for line in case.report.prose
        for found in UNADJUSTED.finditer(line.text)
    ]
    change = next(_changes(case.report), None)
    if not claims or change is None:
        return
    line, start, end = claims[0]
    yield remark(
        LogicCode.ADJUSTED_AFTER_ALL, claims[0], claim=line.words(start, end),
        against=change[0].words(*change[1:]), where=change[0].where,
    )  # fmt: skip


def _changes(report: Report) -> Iterator[tuple[Line, int, int]]:
    for line in report.prose:
        if any(_OF_RULES.search(heading) for heading in line.chapter[-1:]):
            continue
        for found in _ADJUSTED.finditer(line.text):
            start, end = sentence_span(line, found.start())
            before = line.text[clause_start(line.text, found.start()) : found.start()]
            if not _NOT.search(before) and not _RULED.search(line.text[start:end]):
                yield line, *found.span()


_NO_DEVIATION = Pattern(
    r"(?:预算执行|资金执行|执行进度|支出进度|预算)[^,。;]{0,8}(?:与|和)[^,。;]{0,12}(?:绩效)?(?:指标|目标)[^,。;]{0,10}(?:无|不存在|没有|未(?:出现|发生|产生))(?:明显|较大)?(?:的)?偏差"
    r"|(?:预算执行|资金执行|执行进度|支出进度)[^,。;]{0,8}(?:与|和)[^,。;]{0,12}(?:指标|目标)[^,。;]{0,8}(?:一致|同步|相符|相匹配)"
)
_CLOSE = Decimal("0.01")


def no_deviation_only_where_rates_agree(case: Case) -> Iterator[Remark]:
    """执行进度与绩效指标无偏差 cannot stand where 92% were spent and 100% done."""
    for line in case.report.prose:
        for found in _NO_DEVIATION.finditer(line.text):
            rates = _both_rates(case, line)
            if rates is not None and abs(rates[0] - rates[1]) > _CLOSE:
                yield remark(
                    LogicCode.DEVIATION_AFTER_ALL, (line, *found.span()), claim=found[0],
                    execution=percent(rates[0]), done=percent(rates[1]),
                    arithmetic=f"{percent(rates[0])}与{percent(rates[1])}相差{percent(abs(rates[0] - rates[1]))}",
                )  # fmt: skip


def _both_rates(case: Case, line: Line) -> tuple[Decimal, Decimal] | None:
    """The rate of execution and that of completion: told in the paragraph, else in the report."""
    if not is_of_one_project(case.report):
        return None
    rates = case.of(find_rates)
    spent, done = (_only(rates, line, kinds) for kinds in (("execution",), _DONE))
    if spent is None:
        execution = case.of(find_execution)
        spent = execution.rate if execution is not None else None
    return (spent, done) if spent is not None and done is not None else None


_DONE = ("indicators", "completion")


def _only(rates: tuple[Rate, ...], line: Line, kinds: tuple[str, ...]) -> Decimal | None:
    own = {each.value for each in rates if each.kind in kinds and each.line is line}
    if kinds == _DONE and not own:
        own = {each.value for each in rates if each.kind == "indicators"}
    return own.pop() if len(own) == 1 else None


_NOTHING_LEFT = Pattern(
    r"(?<!如)(?:无|没有|未(?:产生|形成|出现)|不存在)(?:任何)?(?:资金)?(?:结余|结转|剩余)(?:资金|情况)?(?=[,。;]|$)"
)


def nothing_is_left_only_if_no_balance_is_told(case: Case) -> Iterator[Remark]:
    """无结余 cannot stand beside 结余2万元 of the same project and year."""
    if not is_of_one_project(case.report):
        return
    left = [
        each for each in case.of(find_amounts)
        if each.role == "balance" and each.value > 0 and not _OF_OTHERS.search(each.label)
    ]  # fmt: skip
    for line in case.report.prose:
        found = _NOTHING_LEFT.search(line.text)
        if found is None or not left:
            continue
        if _OF_OTHERS.search(line.text[sentence_span(line, found.start())[0] : found.start()]):
            continue
        yield remark(
            LogicCode.LEFT_AFTER_ALL, (line, *found.span()), claim=found[0],
            against=left[0].words, where=left[0].line.where,
        )  # fmt: skip
        return


_OF_OTHERS = Pattern(r"上年|上一年|往年|以前年度|去年|年初|其他|子项目|净结余|累计")


class Bound(Struct, frozen=True):
    """使用率不足60%: a rate that is said to be below a number; 仅60%: that number (`is_exact`)."""

    line: Line
    start: int
    end: int
    name: str
    limit: Decimal
    things: frozenset[str]
    is_exact: bool


_BELOW = Pattern(
    r"(?P<name>[\u4e00-\u9fff]{2,10}率)(?:(?:仅|只|还|尚|均|都|一直|长期)*(?:不足|不到|未达到?|没有达到|达不到|低于)|(?P<only>仅(?:有|为)?|只有))(?P<n>\d+(?:\.\d+)?)%(?!的?(?:目标|要求|标准|指标|控制|预期))"
)
_MEASURED = Pattern(
    r"(?P<name>[\u4e00-\u9fff]{2,12}率)(?:实际)?(?:完成)?(?:值)?(?:为|达到?了?|是|:)*(?P<n>\d+(?:\.\d+)?)%(?!以上|以下|以内|左右|的目标)"
)
_AIMED = Pattern(r"目标|≥|不低于|预期|计划|要求|应|确保|指标值|上年|去年|同比|提高到")


def rates_keep_within_what_is_said_of_them(case: Case) -> Iterator[Remark]:
    """设备使用率不足60% cannot stand where 设备使用率88.20% was measured."""
    bounds = [each for line in case.report.prose for each in _bounds(line)]
    if not bounds:
        return
    measured = [*_measured(case.report), *_results(case)]
    for each in bounds:
        for line, start, end, name, value in measured:
            over = value > each.limit if each.is_exact else value >= each.limit
            if line is each.line or not over or not _is_one_rate(each, name):
                continue
            yield remark(
                LogicCode.RATE_ABOVE_ITS_BOUND, (each.line, each.start, each.end),
                claim=each.line.words(each.start, each.end), where=line.where,
                against=line.words(start, end).strip(),
            )  # fmt: skip
            break


def _bounds(line: Line) -> Iterator[Bound]:
    for found in _BELOW.finditer(line.text):
        start, _ = sentence_span(line, found.start())
        before = line.text[start : found.start()]
        if not _AIMED.search(before[-8:]) and place_of(line) != "aim":
            things = things_in(before + found["name"])
            limit, is_exact = Decimal(found["n"]), found["only"] is not None
            yield Bound(line, *found.span(), found["name"], limit, things, is_exact)


def _measured(report: Report) -> Iterator[tuple[Line, int, int, str, Decimal]]:
    for line in report.prose:
        if place_of(line) != "account":
            continue
        for found in _MEASURED.finditer(line.text):
            before = line.text[clause_start(line.text, found.start()) : found.start("n")]
            if not _AIMED.search(before):
                yield line, *found.span(), found["name"], Decimal(found["n"])


def _results(case: Case) -> Iterator[tuple[Line, int, int, str, Decimal]]:
    """Results of indicators that are rates."""
    for told in case.of(find_told):
        for claim in told.claims.values():
            actual = claim.actual
            if actual is not None and actual.words.endswith(("%", "％")):
                value = actual.value.value
                if value is not None and claim.name.endswith("率"):
                    yield actual.line, actual.start, actual.end, claim.name, value


def _is_one_rate(bound: Bound, name: str) -> bool:
    """True if both are one kind of rate (使用率) of one thing (设备)."""
    if bound.name[-_KIND:] != name[-_KIND:]:
        return False
    things = things_in(name[:-1])
    return name == bound.name or bool(things & bound.things)


_KIND = 3

RULES: tuple[Rule, ...] = (
    nothing_is_adjusted_where_a_change_is_told,
    no_deviation_only_where_rates_agree,
    nothing_is_left_only_if_no_balance_is_told,
    rates_keep_within_what_is_said_of_them,
)
