"""Percentages in prose that money or counts decide: 执行率, 到位率, 完成率, 得分率, 剩余…%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.numbers import numbers_in
from xltools.audit.claims.places import clause_start, year_before
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

RateKind: TypeAlias = Literal[
    "execution", "arrival", "indicators", "completion", "score", "rest"
]
"""预算执行率, 资金到位率, 指标完成率 (of counts), another 完成率, 得分率, what is left of the money."""

_KINDS: tuple[tuple[RateKind, Pattern], ...] = (
    ("score", Pattern(r"得分率[^,。;]{0,4}$")),
    ("rest", Pattern(r"(?:剩余|结余|未(?:支付|执行|使用))(?:的|资金|部分|比例|率|为|约|占){0,4}$")),
    ("arrival", Pattern(r"到位率[^,。;率]{0,6}$")),
    ("execution", Pattern(r"(?:执行率|支出率|支付率|支出进度|执行进度|(?:资金|预算)使用率)[^,。;率]{0,6}$")),
    ("indicators", Pattern(r"指标(?:总体|整体)?完成率[^,。;率]{0,6}$")),
    ("completion", Pattern(r"完成率[^,。;率]{0,6}$")),
)  # fmt: skip
_NOT_MEASURED = Pattern(
    r"(?:≥|≤|>|<|不低于|不少于|不高于|目标|大于|小于|达标|权重|分值|未达到?|没有达到|达不到|要求)[^,。;]{0,6}$"
)
_BOUND = Pattern(r"以上|以内|以下|左右|的(?:需|须|应)|及以")


class Rate(Claim, frozen=True):
    """A percentage as a ratio; `ulp` what its last printed digit is worth, as a ratio."""

    value: Decimal
    ulp: Decimal
    kind: RateKind
    label: str
    year: int | None = None

    @property
    def places(self) -> int:
        """Decimal places of the percentage."""
        return -int(self.ulp.as_tuple().exponent) - 2

    def agrees(self, exact: Decimal) -> bool:
        """True if the ratio is this when rounded half-up to the places printed."""
        return abs(exact - self.value) < self.ulp / 2 or exact - self.value == -self.ulp / 2


def find_rates(report: Report) -> tuple[Rate, ...]:
    """Return the rates of the prose in order."""
    return tuple(each for line in report.prose for each in rates_in(line))


def rates_in(line: Line) -> Iterator[Rate]:
    """Yield the rates of one line; targets and bounds (≥95%, 90%以上) are none.

    >>> from xltools.audit.report import make_line
    >>> [(str(r.value), r.kind) for r in rates_in(make_line(0, "执行率：100%，剩余3%资金"))]
    [('1.00', 'execution'), ('0.03', 'rest')]
    """
    text = line.text
    for number in numbers_in(line):
        if text[number.end : number.end + 1] != "%":
            continue
        label = text[clause_start(text, number.start) : number.start]
        kind = next((kind for kind, pattern in _KINDS if pattern.search(label)), None)
        if kind is None or _NOT_MEASURED.search(label) or _BOUND.match(text, number.end + 1):
            continue
        yield Rate(
            line, number.start, number.end + 1, number.value.scaleb(-2),
            Decimal(1).scaleb(-2 - number.places), kind, label,
            year_before(line, number.start),
        )  # fmt: skip
