"""How many indicators there are, of a part or of all: 产出指标5个, 共设置10个绩效指标."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.numbers import count_of
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_N = r"\d{1,3}|[一二三四五六七八九十两]{1,3}"
_PART = (
    r"经济效益|社会效益|生态效益|可持续(?:影响)?|产出|效益|满意度|数量|质量|时效|成本|决策|过程"
)
_OF_PART = Pattern(
    rf"(?P<part>{_PART})类?(?:三级)?指标(?:共?设置?了?|共计?|共有|有|为|:)?(?P<n>{_N})[个项](?!二级|一级|方面|百分点|工作日)"
)
_OF_ALL = Pattern(
    rf"(?:共|设置|设定|确定|制定|分解为|细化为|包括|包含|涉及|全部)(?:了|有|计)?(?P<n>{_N})[个项](?:绩效|年度|具体|考核|评价|自评|三级)*指标(?![体评]|中?(?:已|未|没|完成|达))"
    rf"|^(?P<m>{_N})[个项](?:绩效|三级)*指标(?=中|,)"
)


class IndicatorCount(Claim, frozen=True):
    """So many indicators of a part; `part` is empty for all of them."""

    part: str
    count: int


def find_indicator_counts(report: Report) -> tuple[IndicatorCount, ...]:
    """Return the counts of indicators that name no level."""
    return tuple(each for line in report.prose for each in counts_in(line))


def counts_in(line: Line) -> Iterator[IndicatorCount]:
    """Yield those of one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "共设置10个绩效指标,其中产出指标5个、社会效益指标1个")
    >>> [(each.part, each.count) for each in counts_in(line)]
    [('', 10), ('产出', 5), ('社会效益', 1)]
    """
    for found in _OF_ALL.finditer(line.text):
        key = "n" if found["n"] else "m"
        count = count_of(found[key])
        if count is not None:
            yield IndicatorCount(line, found.start(key), found.end(), "", count)
    for found in _OF_PART.finditer(line.text):
        count = count_of(found["n"])
        if count is not None:
            yield IndicatorCount(line, found.start(), found.end(), found["part"], count)
