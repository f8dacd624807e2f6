"""Dates that can be: the year ends before it is evaluated, and nothing ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.names.dates import (
    Dated,
    dates_in,
    ends_here,
    find_beginnings,
    find_evaluations,
    find_impossible,
    find_spans,
    find_surveys,
    is_before,
)
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.claims.text.signature import Date, find_signed
from xltools.audit.codes.names import NameCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Report
from xltools.patterns import Pattern

_DECEMBER = 12


def a_year_is_evaluated_when_it_is_over(case: Case) -> Iterator[Remark]:
    """The evaluation of 2022 is not carried out in February 2022; told once."""
    year = case.of(find_report_year)
    if year is None:
        return
    for each in case.of(find_evaluations):
        if _is_too_early(each.date, year, case.report):
            yield remark(NameCode.EVALUATED_TOO_EARLY, each.at, claim=each.words, year=year)
            return


def a_report_is_dated_when_the_year_is_over(case: Case) -> Iterator[Remark]:
    """The report on 2022 does not bear a date in May 2022, nor one before the evaluation ended."""
    year = case.of(find_report_year)
    signed = case.of(find_signed)
    last = max(
        case.of(find_evaluations), default=None,
        key=lambda each: (each.date.year, each.date.month, each.date.day),
    )  # fmt: skip
    for each in signed:
        if year is not None and _is_too_early(each.date, year, case.report):
            yield remark(
                NameCode.SIGNED_TOO_EARLY, each.line, claim=each.line.raw.strip(), year=year
            )
        elif last is not None and is_before(each.date, last.date) and each is signed[-1]:
            yield remark(
                NameCode.SIGNED_BEFORE_EVALUATION, each.line, claim=each.line.raw.strip(),
                against=last.words, where=last.line.where,
            )  # fmt: skip


def _is_too_early(date: Date, year: int, report: Report) -> bool:
    """True before December of the year; within the year only if the report tells of its end."""
    if date.year < year:
        return True
    if date.year > year or date.month >= _DECEMBER:
        return False
    end = Pattern(
        rf"{year}年(?:12月|全年|年底|底|末|末?年终)|{year}年度?[^。;]{{0,20}}(?:执行|支出|支付|完成)"
    )
    later = any(each.date.year > year for each in find_evaluations(report))
    return later or any(
        end.search(line.text)
        or any(_is_done(each) for each in dates_in(line) if is_before(date, each.date))
        for line in report.prose
    )


def _is_done(each: Dated) -> bool:
    """True if something is told to have happened on that day."""
    return _HAPPENED.match(each.line.text, each.end) is not None


_HAPPENED = Pattern(
    r"(?!之?前|底前|以前)[^,。;\d]{0,8}(?:完工|竣工|建成|完成|验收|支付|发放|投用|投入使用)"
)


def people_are_asked_after_the_work_began(case: Case) -> Iterator[Remark]:
    """Who was asked in March about what was begun in May cannot have been content with it."""
    begun = case.of(find_beginnings)
    if not begun:
        return
    first = min(begun, key=lambda each: (each.date.year, each.date.month, each.date.day))
    for each in case.of(find_surveys):
        if is_before(each.date, first.date):
            yield remark(
                NameCode.SURVEYED_TOO_EARLY, each.at, claim=each.words, against=first.words,
                where=first.line.where,
            )  # fmt: skip
            return


def time_runs_forwards(case: Case) -> Iterator[Remark]:
    """2022年5月至2022年3月 is no span; what began in May was not finished in March."""
    for span in case.of(find_spans):
        if is_before(span.last, span.first):
            at = (span.line, span.start, span.end)
            yield remark(
                NameCode.SPAN_BACKWARDS, at, claim=span.line.words(span.start, span.end)
            )
    begun = case.of(find_beginnings)
    for each in begun:
        later = _end_in_sentence(each)
        if later is not None and is_before(later.date, each.date):
            yield remark(
                NameCode.ENDED_BEFORE_BEGUN, (later.line, each.start, later.end),
                claim=each.line.words(each.start, later.end),
            )  # fmt: skip


_BUILT = Pattern(r"(?!之?前|底前)[^,。;\d]{0,8}(?:完工|竣工(?!验收)|建成|完成施工|施工完毕)")
_ACCEPTED = Pattern(r"[^,。;\d]{0,8}验收")


def work_is_accepted_when_it_is_done(case: Case) -> Iterator[Remark]:
    """2022年11月20日完工，2022年10月28日通过竣工验收: one of the days is wrong."""
    for line in case.report.prose:
        built: Dated | None = None
        for each in dates_in(line):
            if built is not None and built.sentence.start != each.sentence.start:
                built = None
            if _BUILT.match(line.text, each.end):
                built = each
            elif (
                built
                and _ACCEPTED.match(line.text, each.end)
                and is_before(each.date, built.date)
            ):
                yield remark(
                    NameCode.ACCEPTED_BEFORE_DONE, each.at,
                    claim=line.words(built.start, each.end),
                )  # fmt: skip


_GATHERED = Pattern(
    r"(?:[至到-](?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日|[前底末]|[上中下]旬)?[^,。;\d]{0,6}(?:上报|报送|收集|核对|抽查|核查|核实|走访|查阅|现场)"
)
_SUMMED_UP = Pattern(
    r"[^,。;\d]{0,4}(?:形成(?:[^,。;]{0,6}报告)?|汇总|撰写|出具|完成(?:汇总|报告|[^,。;]{0,6}报告))"
)


def steps_of_the_evaluation_follow_each_other(case: Case) -> Iterator[Remark]:
    """1月6日至17日核对资料，1月10日形成报告: what was gathered later is not in the report."""
    for line in case.report.prose:
        last: Dated | None = None
        for each in dates_in(line, carried=True):
            if last is not None and last.sentence.start != each.sentence.start:
                last = None
            if _SUMMED_UP.match(line.text, each.end):
                if last is not None and is_before(each.date, last.date):
                    yield remark(
                        NameCode.STEP_BACKWARDS, each.at, against=last.words,
                        claim=line.words(each.start, each.end),
                    )  # fmt: skip
            elif _GATHERED.match(line.text, each.end):
                last = each


def _end_in_sentence(begun: Dated) -> Dated | None:
    """The date behind a beginning, in its sentence, at which the same ended."""
    for each in dates_in(begun.line):
        if each.start > begun.end and each.sentence.start == begun.sentence.start:
            return each if ends_here(each) else None
    return None


def dates_are_in_the_calendar(case: Case) -> Iterator[Remark]:
    """No 13月, no 2月30日, no year of three digits."""
    for line, start, end in find_impossible(case.report):
        yield remark(NameCode.DATE_IMPOSSIBLE, (line, start, end), claim=line.words(start, end))


RULES: tuple[Rule, ...] = (
    a_year_is_evaluated_when_it_is_over,
    a_report_is_dated_when_the_year_is_over,
    people_are_asked_after_the_work_began,
    time_runs_forwards,
    work_is_accepted_when_it_is_done,
    steps_of_the_evaluation_follow_each_other,
    dates_are_in_the_calendar,
)
