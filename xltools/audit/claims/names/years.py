"""The years that a report names outside of papers, and the year that it evaluates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.documents import find_papers, find_titles
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_YEAR = Pattern(
    r"(?<![\d.])(?P<year>20[0-4]\d)(?:年|(?=[-/.](?:0?[1-9]|1[0-2])(?!\d))|(?=[-~至]20[0-4]\d[学财]?年)|(?=[学财]年|度))"
    r"|(?P<chinese>二[〇○O0零][〇○O0零一二三][〇○O0零一二三四五六七八九])年"
    r"|(?P<bare>(?<!\d)20[0-4]\d)(?=[\u4e00-\u9fff]{2,30}(?:项目|绩效|自评|评价|预算))"
)
_DIGITS = str.maketrans("〇○O零一二三四五六七八九", "0000123456789")
_OF_THE_REPORT = Pattern(r"绩效|自评|评价|项目|预算|支出")


class YearNamed(Claim, frozen=True):
    """A year in the text."""

    year: int


def find_years(report: Report) -> tuple[YearNamed, ...]:
    """Return the years named outside the numbers and titles of papers, in order."""
    hidden: dict[int, list[tuple[int, int]]] = {}
    for paper in find_papers(report):
        hidden.setdefault(paper.line.index, []).append((paper.start, paper.end))
    for title in find_titles(report):
        hidden.setdefault(title.line.index, []).append((title.start, title.end))
    return tuple(
        year
        for line in report.lines
        for year in _years_in(line)
        if not any(a <= year.start < b for a, b in hidden.get(line.index, ()))
    )


def _years_in(line: Line) -> Iterator[YearNamed]:
    for found in _YEAR.finditer(line.text):
        digits = found["year"] or found["bare"] or found["chinese"].translate(_DIGITS)
        yield YearNamed(line, found.start(), found.end(), int(digits))


def find_report_year(report: Report) -> int | None:
    """Return the evaluated year: the one in the title, else the one named most; None if unsure.

    In 2023年…2022年度…报告 the second is meant. A title of another year than the text speaks of
    most decides nothing.
    """
    years = find_years(report)
    counts = Counter(each.year for each in years)
    if not counts:
        return None
    most, times = counts.most_common(1)[0]
    named = [each for each in years if _is_in_title(each)]
    titled = [each.year for each in named if each.line.text.startswith("度", each.end)]
    titled = titled or [each.year for each in named]
    if titled:
        return titled[0] if counts[titled[0]] * 2 >= times else None
    return most if times >= 2 and times * 2 > counts.total() else None


def _is_in_title(named: YearNamed) -> bool:
    line = named.line
    is_early = line.kind == "title" or (line.index < 6 and not line.chapter)
    is_short = len(line.text) <= 60 and not set(line.text) & set("。;")
    return is_early and is_short and _OF_THE_REPORT.search(line.text) is not None
