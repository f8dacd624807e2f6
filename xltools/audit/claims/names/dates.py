"""Days and months that a report names, and what was done then: evaluated, asked, begun, ended."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.claims.text.signature import Date
from xltools.audit.report import Line, Report, Sentence, sentences_of
from xltools.patterns import Pattern


class Dated(Claim, frozen=True):
    """A date in prose and the sentence that it stands in."""

    date: Date
    sentence: Sentence


_DATE = Pattern(
    r"(?:(?<!\d)(?P<year>20[0-4]\d)年(?:(?P<month>\d{1,2})月(?!份?度)(?:(?P<day>\d{1,2})日)?)?"
    r"|(?<![\d年.])(?P<month2>\d{1,2})月(?!度)(?:(?P<day2>\d{1,2})日)?)"
)


def dates_in(line: Line, *, carried: bool = False) -> Iterator[Dated]:
    """Yield the dates of a line; a month without a year is of the year named before it.

    `carried`: or of the year named in a sentence before it.

    >>> from xltools.audit.report import make_line
    >>> [str(each.date) for each in dates_in(make_line(0, "2022年3月开工，5月20日完工，8月付款"))]
    ['2022年3月', '2022年5月20日', '2022年8月']
    """
    year: int | None = None
    for sentence in sentences_of(line):
        year = year if carried else None
        for found in _DATE.finditer(line.text, sentence.start, sentence.end):
            if found["year"]:
                year = int(found["year"])
            month = found["month"] or found["month2"]
            if year is None or month is None or not 1 <= int(month) <= 12:
                continue
            date = Date(year, int(month), int(found["day"] or found["day2"] or 0))
            yield Dated(line, found.start(), found.end(), date, sentence)


def find_dates(report: Report) -> tuple[Dated, ...]:
    """Return the dates of the prose in order."""
    return tuple(each for line in report.prose for each in dates_in(line))


def is_before(one: Date, other: Date) -> bool:
    """True if the first lies before the second; a month is as long as its days can be.

    >>> is_before(Date(2022, 3), Date(2022, 3, 5)), is_before(Date(2022, 2), Date(2022, 3, 5))
    (False, True)
    """
    return (one.year, one.month, one.day or 31) < (other.year, other.month, other.day or 0)


_OF_EVALUATION = Pattern(
    r"(?:评价|自评)(?:工作)?(?:的)?(?:过程|开展|组织|情况|实施)|工作简述|评价工作"
)
_EVALUATES = Pattern(
    r"(?:开展|组织|实施|启动|进行|完成|安排)[^。;《]{0,14}(?:自评|评价)(?!指标|办法|体系|方案|制度|目标|细则)"
    r"|(?:自评|评价)工作(?:于|自|从)|(?:成立|组建)[^。;]{0,12}(?:评价|自评)[^。;]{0,6}组"
    r"|(?:评价|自评)(?:工作)?小?组[^。;]{0,20}(?:赴|深入|进驻|查阅|核查|现场|走访|开展|工作)"
    r"|(?:形成|撰写|起草|出具|提交)[^。;]{0,14}报告"
)
_STAGES = Pattern(
    r"准备阶段|实施阶段|评价阶段|分析阶段|总结阶段|前期准备|组织实施|分析评价|现场评价|撰写|报告阶段"
)
_ANOTHER = Pattern(
    r"印发|出台|制定|修订|《|目标(?:申报|编制|设定|审核|批复)|监控|监测|事前|中期|评审|上一?年|去年|往年|问卷|满意度|调查|整改|"
    r"预算绩效管理|拟|计划(?!标准)|将于|培训"
)
"""Words of other things than this evaluation; surveys may well be made within the year."""
_ABOUT_YEAR = Pattern(r"(20\d\d)年度")
_BEFORE, _BEHIND = 10, 26


def find_evaluations(report: Report) -> tuple[Dated, ...]:
    """Return the dates at which the evaluation of the report's year itself was carried out."""
    year = find_report_year(report)
    return tuple(
        each
        for each in find_dates(report)
        if _is_of_evaluation(each) and not _is_of_another(each, year)
    )


def _is_of_another(each: Dated, year: int | None) -> bool:
    start = max(each.sentence.start, each.start - _BEFORE)
    around = each.line.text[start : min(each.sentence.end, each.end + _BEHIND)]
    years = {int(found) for found in _ABOUT_YEAR.findall(each.sentence.text)}
    return _ANOTHER.search(around) is not None or bool(years - {year})


def _is_of_evaluation(each: Dated) -> bool:
    if _EVALUATES.search(each.sentence.text):
        return True
    about = any(_OF_EVALUATION.search(heading) for heading in each.line.chapter)
    return about and _STAGES.search(each.line.text) is not None


_ASKS = Pattern(r"问卷|满意度调查|满意度测评|电话回访|回访")
_ASKED = Pattern(r"开展|发放|进行|组织|回收|收回|共|完成|调查了")
_BEGINS = Pattern(
    r"^[^,。;]{0,4}(?:正式)?(?:开工|动工|启动|开始(?:实施|建设|施工)|进场施工|进场|破土)(?!仪式|前|令|条件)"
)
_ENDS = Pattern(r"^[^,。;]{0,6}(?:完工|竣工|建成|完成|验收|结束|投入使用|交付)(?!前)")


def find_surveys(report: Report) -> tuple[Dated, ...]:
    """Return the dates at which people were asked what they thought."""
    return tuple(
        each for each in find_dates(report)
        if _ASKS.search(each.sentence.text) and _ASKED.search(each.sentence.text)
        and not _PLANNED.search(each.sentence.text)
    )  # fmt: skip


def find_beginnings(report: Report) -> tuple[Dated, ...]:
    """Return the dates at which work began: 2022年5月开工."""
    return tuple(
        each for each in find_dates(report)
        if _BEGINS.search(each.line.text[each.end :]) and not _PLANNED.search(each.sentence.text)
    )  # fmt: skip


def ends_here(each: Dated) -> bool:
    """True for 2022年5月完工."""
    return _ENDS.search(each.line.text[each.end :]) is not None


_PLANNED = Pattern(
    r"计划|拟|预计|将于|应|要求|目标|分别|其中|二期|一期|第[一二三]批|上一?年|去年"
)

_RANGE = Pattern(
    r"(?<!\d)(?P<y1>20[0-4]\d)年(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})日)?[至到~-]+(?:(?P<y2>20[0-4]\d)年)?(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?"
)


class Span(Claim, frozen=True):
    """2022年3月至5月: first and last."""

    first: Date
    last: Date


def find_spans(report: Report) -> tuple[Span, ...]:
    """Return the spans of time that the report names, tables included."""
    found = []
    for line in report.lines:
        for each in _RANGE.finditer(line.text) if line.kind != "contents" else ():
            first = Date(int(each["y1"]), int(each["m1"]), int(each["d1"] or 0))
            year = int(each["y2"] or each["y1"])
            last = Date(year, int(each["m2"]), int(each["d2"] or 0))
            found.append(Span(line, *each.span(), first, last))
    return tuple(found)


_DAY = Pattern(r"(?<![\d.])(?:(?P<year>20[0-4]\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_MONTH = Pattern(r"(?<!\d)20[0-4]\d年(?P<month>\d{1,2})月")
_YEAR = Pattern(r"(?<![\d.])(?:20\d|20\d{3})年(?=度|\d{1,2}月)")


def find_impossible(report: Report) -> Iterator[tuple[Line, int, int]]:
    """2022年13月, 2月30日, 202年1月: no calendar has them."""
    for line in report.lines:
        if line.kind == "contents":
            continue
        spans = [
            each.span() for each in _DAY.finditer(line.text) if not _exists(each.groupdict())
        ]
        spans += [
            each.span()
            for each in _MONTH.finditer(line.text)
            if not 1 <= int(each["month"]) <= 12
        ]
        spans += [each.span() for each in _YEAR.finditer(line.text)]
        told: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if not told or start >= told[-1][1]:
                told.append((start, end))
                yield line, start, end


def _exists(parts: dict[str, str | None]) -> bool:
    month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    if not 1 <= month <= 12:
        return False
    year = int(parts["year"] or _LEAP)
    return 1 <= day <= calendar.monthrange(year, month)[1]


_LEAP = 2020
"""A year that has every day."""
