"""已完成12个, 目标全部完成: such a sentence is as good as the worst of the indicators."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_told
from xltools.audit.claims.indicators.levels import tells_goals
from xltools.audit.claims.indicators.names import key_of, without_unit
from xltools.audit.claims.indicators.pairs import comparable, missed
from xltools.audit.codes_indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.indicator_dates import (
    doubtful_deadlines,
    goal_words,
    missed_deadlines,
)
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


_ALL = Pattern(
    r"(?:绩效|各项|年度|年初|预期|产出|效益|设定的?)+[\u4e00-\u9fff、]{0,12}?(?:目标|指标)值?[\u4e00-\u9fff]{0,3}?(?:均|全部|都|全面|圆满)(?:已经?)?(?:按[期时])?"
    r"(?:完成|达成|实现|达到)"
    r"|(?:全部|均已?|全面|圆满)(?:完成|达到|达成|实现)了?(?:年初|各项|绩效|预期|年度|设定|既定|预定|的)+[\u4e00-\u9fff]{0,6}(?:目标|指标)"
)
_NOT_SAID = Pattern(
    r"确保|力争|除|基本|要求|推动|应当?|将|未|不|没|努力|争取|是否|如|若|大部分|多数|其他|其余"
)


def all_reached_holds(case: Case) -> Iterator[Remark]:
    """绩效目标均已完成 cannot be while an indicator of the report fell short."""
    short = {key_of(claim.name): claim for claim in fallen_short(case)}
    if not short:
        return
    first = next(iter(short.values()))
    for sentence in case.report.sentences:
        found = _ALL.search(sentence.text)
        if found is None or _NOT_SAID.search(sentence.text) or tells_goals(sentence.line):
            continue
        start = sentence.start + found.start()
        at = (sentence.line, start, sentence.start + found.end())
        more = f"等{len(short)}个指标" if len(short) > 1 else ""
        yield remark(
            IndicatorCode.ALL_REACHED_THOUGH_MISSED, at, claim=sentence.line.words(*at[1:]),
            name=without_unit(first.name), target=first.aims_at, actual=first.came_to,
            place=first.line.where, more=more,
        )  # fmt: skip


RULES: tuple[Rule, ...] = (
    all_done_holds,
    all_reached_holds,
)
