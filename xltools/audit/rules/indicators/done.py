"""已完成12个, 目标全部完成: such a sentence is as good as the worst of the indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_told
from xltools.audit.claims.indicators.goals import find_answers
from xltools.audit.claims.indicators.levels import tells_goals
from xltools.audit.claims.indicators.names import core_of, key_of, without_unit
from xltools.audit.claims.indicators.pairs import comparable, missed
from xltools.audit.claims.indicators.plans import find_plans
from xltools.audit.claims.money.projects import find_projects
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line, Report, Sentence
from xltools.audit.rules.form.stated import is_refuted
from xltools.audit.rules.indicators.dates import (
    doubtful_deadlines,
    goal_words,
    missed_deadlines,
)
from xltools.audit.rules.indicators.reached import shortfall
from xltools.decimals import percent
from xltools.patterns import Pattern

_COUNT = Pattern(
    r"三级指标(?P<all>\d{1,3})[个项].{0,12}?(?:已)?完成(?:的)?(?:三级)?(?:指标)?(?P<done>\d{1,3})[个项](?:[,，](?:指标)?完成率(?:为|达到?)?(?P<rate>100(?:\.0+)?%))?"
)


def all_done_holds(case: Case) -> Iterator[Remark]:
    """12 of 12 completed cannot be while one is missed: at most 11 ÷ 12 = 91.67 %."""
    short = {key_of(claim.name): claim for claim in fallen_short(case)}
    doubts = [] if short else list(doubtful_deadlines(case))[:1]
    missed_ones = list(short.values()) or [each.goal for each in doubts]
    for line in case.report.prose if missed_ones else ():
        found = _COUNT.search(line.text)
        if found is None or found["all"] != found["done"]:
            continue
        whole, left = int(found["all"]), int(found["all"]) - len(missed_ones)
        if left < 0:
            continue
        code = (
            IndicatorCode.ALL_DONE_THOUGH_MISSED
            if short
            else IndicatorCode.ALL_DONE_THOUGH_LATE
        )
        first = missed_ones[0]
        against = without_unit(first.name) if short else goal_words(first)
        yield remark(
            code, (line, found.start(), found.end()),
            claim=line.words(found.start(), found.end()), against=against,
            missed=len(missed_ones), target=first.aims_at, actual=first.came_to,
            arithmetic=f"最多完成 {left} ÷ {whole} = {percent(Decimal(left) / whole)}",
        )  # fmt: skip


def fallen_short(case: Case) -> Iterator[IndicatorClaim]:
    """Indicators whose own number or date shows that they were not reached."""
    yield from missed_deadlines(case)
    for told in case.of(find_told):
        for claim in told.claims.values():
            pair = comparable(claim) if claim.category != "execution" else None
            if pair is not None and missed(claim, *pair):
                yield claim
    for claim in case.of(find_plans):
        pair = comparable(claim)
        if pair is not None and missed(claim, *pair):
            yield claim


_WHICH = r"(?:全部|所有|各项|各类|各|年度|年初|绩效|三级|预期|设定的?|既定|产出|效益|满意度|数量|质量|时效|成本|指标|和|、|与|及)"
_REACHED = r"(?:完成|达成|实现|达到|达标)"
_ALL = Pattern(
    rf"{_WHICH}+[\u4e00-\u9fff、]{{0,12}}?(?:目标|指标|任务)值?[\u4e00-\u9fff]{{0,3}}?(?:均|全部|都|全面|圆满)(?:已|经|全部|均|按[期时]|如期|顺利|圆满)*{_REACHED}"
    rf"|\d{{1,3}}[个项](?:绩效|三级|考核)*(?:目标|指标)(?:已|均|都)*(?:全部|均|都|全面)(?:已|经|按[期时]|如期|顺利|圆满)*{_REACHED}"
    r"|(?:绩效(?:目标|指标)|各项(?:目标|指标)|三级指标)(?:总体|整体|综合)?完成率(?:均|全部)?(?:为|达到?了?|是|:)?100(?:\.0+)?%"
    rf"|(?:全部|所有|各项)(?:绩效|三级|产出|效益)*(?:目标|指标)(?:值)?(?:均|都)?(?:已经?)?(?:按[期时]|如期|顺利|圆满)?{_REACHED}(?!率|情况)"
    rf"|项目[\u4e00-\u9fff]{{0,6}}?已经?(?:按照?计划|按[期时]|如期|全面|圆满)?{_REACHED}了?(?:年度|总体|绩效|预期|既定|预定|各项|的)*目标(?!的?\d)"
    rf"|(?:全部|均已?|全面|圆满)(?:{_REACHED})了?(?:或超过)?(?:年初|各项|绩效|预期|年度|设定|既定|预定|的)+[\u4e00-\u9fff]{{0,6}}(?:目标|指标)"
)
_NONE_LEFT = Pattern(
    r"(?:无|没有|不存在|未出现|未发生)(?:任何|明显|较大|重大|其他)?(?:未(?:能)?(?:完成|达标|达到|实现)|偏离|偏差)(?!项目|资金|预算)[\u4e00-\u9fff]{0,10}"
)
_OF_GOALS = Pattern(r"绩效|目标|指标")
_GENERAL = Pattern(
    r"(?:综上(?:所述)?|经(?:自评|评价|分析)|总体|整体|均|本|该|年度|全年|我[局县市区镇乡校院]|20\d\d年度?|项目|各项|各|所有|全部|三级|绩效|指标|目标|完成|实现|情况|执行|实施|过程|中|自评|结果|与|和|年初|设定的?|预期|、|:|\(?[一二三四五六\d][)、.]|从|来看)*"
)
_MONEY_ONLY = Pattern(r"预算执行|资金|支出|单位|建设内容")
_NOT_SAID = Pattern(
    r"(?:确保|力争|基本|要求|推动|应当?|将|未|没|努力|争取|是否|如果|若|为了?|有望|能否|不)[^,，。;]{0,12}$"
)
_ALL_BUT = Pattern(r"除|其他|其它|其余|大部分|多数|多项|个别|部分指标")
_ONE = Pattern(r"该项?指标|此项|本项(?!目)|该目标|指标值|”的?指标")


class Statement(Struct, frozen=True):
    """Words that nothing was left undone; `about` the words that say of which indicators."""

    line: Line
    start: int
    end: int

    @property
    def words(self) -> str:
        """As it is written."""
        return self.line.words(self.start, self.end)


def find_all_done(report: Report) -> tuple[Statement, ...]:
    """Return the sentences by which every goal was reached: 全部指标均达到或超过目标, 无偏离."""
    return tuple(each for sentence in report.sentences for each in _all_done(sentence))


def _all_done(sentence: Sentence) -> Iterator[Statement]:
    text, line = sentence.text, sentence.line
    if tells_goals(line) or _ALL_BUT.search(text) or _ONE.search(text):
        return
    found = next(
        (each for each in _ALL.finditer(text) if not _NOT_SAID.search(text[: each.start()])),
        None,
    )
    if found is None and _NOTHING.fullmatch(text) and _OF_MISSES.search(_headed(line)):
        yield Statement(line, sentence.start, sentence.end)
        return
    if found is None:
        found = _NONE_LEFT.search(text)
        headed = text + "".join(line.chapter[-1:])
        if found is None or not _OF_GOALS.search(headed) or _MONEY_ONLY.search(text):
            return
        if (
            _GENERAL.fullmatch(text[text.rfind(",", 0, found.start()) + 1 : found.start()])
            is None
        ):
            return  # 亮灯率不存在偏差 is said of one indicator
    yield Statement(line, sentence.start + found.start(), sentence.start + found.end())


_NOTHING = Pattern(r"(?:本项目|本年度|20\d\d年度?|暂)*(?:无|没有|不存在)")
_OF_MISSES = Pattern(r"偏离|偏差|未完成")


def _headed(line: Line) -> str:
    return "".join(line.chapter[-1:])


def all_reached_holds(case: Case) -> Iterator[Remark]:
    """绩效目标均已完成, 无偏离绩效目标的情况 cannot be while an indicator fell short."""
    short = {key_of(claim.name): claim for claim in fallen_short(case)}
    for answer in case.of(find_answers):
        if shortfall(answer) and core_of(answer.claim.name) == core_of(answer.figure.noun):
            short.setdefault(key_of(answer.claim.name), answer.claim)
    several = case.of(find_projects) is not None
    undone = None if short or several else next(_counted_undone(case.report), None)
    for said in case.of(find_all_done) if short or undone else ():
        if is_refuted(case, said.line, said.start, said.end):
            continue
        if undone is not None:
            if _is_partial(said) or "完成率" in said.words:
                continue
            yield remark(
                IndicatorCode.ALL_REACHED_THOUGH_COUNTED, (said.line, said.start, said.end),
                claim=said.words, place=undone.line.where, against=undone.words,
            )  # fmt: skip
            continue
        fallen = [claim for claim in short.values() if _is_about(said, claim)]
        if several:  # each paragraph tells of its own project
            fallen = [claim for claim in fallen if claim.line is said.line]
        if not fallen:
            continue
        yield remark(
            IndicatorCode.ALL_REACHED_THOUGH_MISSED, (said.line, said.start, said.end),
            claim=said.words, listed=_listed(fallen),
            place=(fallen[0].actual or fallen[0]).line.where,
        )  # fmt: skip


def _listed(claims: Sequence[IndicatorClaim]) -> str:
    """“管网漏损率”目标≤12%、实际13.6%; the first three of them."""
    shown = "，".join(
        f"“{without_unit(each.name)}”目标{each.aims_at}、实际{each.came_to}"
        for each in claims[:_SHOWN]
    )
    return f"{shown}等{len(claims)}个指标" if len(claims) > _SHOWN else shown


_SHOWN = 3


_CATEGORY = (
    ("output", Pattern(r"产出|数量|质量|时效|成本")),
    ("outcome", Pattern(r"效益")),
    ("satisfaction", Pattern(r"满意")),
)


def _is_partial(said: Statement) -> bool:
    """True where only some kinds of indicators are spoken of: 产出指标均已完成."""
    named = [category for category, words in _CATEGORY if words.search(said.words)]
    return 0 < len(named) < len(_CATEGORY)


def _is_about(said: Statement, claim: IndicatorClaim) -> bool:
    named = [category for category, words in _CATEGORY if words.search(said.words)]
    return not named or claim.category in named or (claim.category is None and len(named) > 1)


_COUNTED = (
    Pattern(
        r"(?P<all>\d{1,3})[个项](?:绩效|三级)?(?:目标|指标)?[^。;\d]{0,14}?(?<!未)完成(?:了|的)?(?:绩效|三级)?(?:指标|目标)?(?P<done>\d{1,3})[个项]"
    ),
    Pattern(r"完成(?P<done>\d{1,3})[个项]?/(?P<all>\d{1,3})[个项]?"),
    Pattern(r"(?:指标|目标)(?:总体|整体)?完成率(?:为|达到?|是|:)?(?P<rate>\d{1,2}(?:\.\d+)?)%"),
)


def _counted_undone(report: Report) -> Iterator[Statement]:
    """Yield the report's own counts by which some indicators were not completed."""
    for line in report.prose:
        for pattern in _COUNTED:
            for found in pattern.finditer(line.text):
                facts = found.groupdict()
                if "rate" not in facts and int(facts["done"]) >= int(facts["all"]):
                    continue
                if "指标" in line.text or "目标" in line.text:
                    yield Statement(line, found.start(), found.end())


RULES: tuple[Rule, ...] = (
    all_done_holds,
    all_reached_holds,
)
