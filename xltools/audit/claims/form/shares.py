"""Execution rates in other words: 占全年预算的97.63%, 完成预算的97.63%, 资金支付进度达到97.63%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.claims.money.rates import Rate
from xltools.audit.claims.numbers import numbers_in
from xltools.audit.claims.places import clause_start, year_before
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_SHARE = Pattern(
    r"(?:^|[\u4e00-\u9fff])(?:占|完成)了?(?:全年|年度|调整后|年初|项目|财政|总|安排|下达|批复|的)*(?:预算|资金总额|总资金)(?:安排|[数额]|总[数额]|资金|金额)?的?$"
    r"|(?:资金)?(?:支付|支出|执行|使用)(?:进度|比例)(?:达到?|为|是)?(?:了)?$"
)
_BOUND = Pattern(r"以上|以内|以下|左右")


def find_shares(report: Report) -> tuple[Rate, ...]:
    """Return the shares of the budget that were spent, as rates."""
    return tuple(each for line in report.prose for each in shares_in(line))


def shares_in(line: Line) -> Iterator[Rate]:
    """Yield those of one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "实际支出468.6万元，占全年预算的97.63%，其中材料费占支出的83%。")
    >>> [str(each.value) for each in shares_in(line)]
    ['0.9763']
    """
    for number in numbers_in(line):
        if line.text[number.end : number.end + 1] != "%":
            continue
        label = line.text[clause_start(line.text, number.start) : number.start]
        if _SHARE.search(label) and not _BOUND.match(line.text, number.end + 1):
            yield Rate(
                line, number.start, number.end + 1, number.value.scaleb(-2),
                Decimal(1).scaleb(-2 - number.places), "execution", label,
                year_before(line, number.start),
            )  # fmt: skip
