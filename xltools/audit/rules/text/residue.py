"""Nothing of the template is left in a finished report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.text.marks import Fault
from xltools.audit.claims.text.residue import (
    find_blank_dates,
    find_instructions,
    find_missing,
    find_placeholders,
    find_samples,
)
from xltools.audit.codes.text import TextCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Report
from xltools.audit.rules.text.wording import times
from xltools.patterns import Pattern


def instructions_are_followed(case: Case) -> Iterator[Remark]:
    """What the outline says to the writer does not stand in the report."""
    for each in case.of(find_instructions):
        yield remark(TextCode.INSTRUCTION_LEFT, each.at, claim=each.words)


def samples_are_not_sent(case: Case) -> Iterator[Remark]:
    """A report is no sample."""
    for each in case.of(find_samples):
        yield remark(TextCode.SAMPLE_LEFT, each.at, claim=each.words)


def dates_are_filled_in(case: Case) -> Iterator[Remark]:
    """A date has a year, a month and a day."""
    for each in case.of(find_blank_dates):
        yield remark(TextCode.DATE_BLANK, each.at, claim=each.words)


_BLANK = Pattern(
    r"(?:完成|达到|实际|为|共|支出|支付|到位|安排|发放|得分?)(?P<gap>[ \u3000\xa0_＿]{2,})(?P<unit>万?(?:元|人次|人|户|个|项|次|家|份|公里|平方米|亩|%|％|分))(?![\u4e00-\u9fff]?\d)"
)


def figures_are_filled_in(case: Case) -> Iterator[Remark]:
    """实际完成   万人: a number belongs between the word and the unit."""
    for line in case.report.lines:
        for found in _BLANK.finditer(line.raw):
            start = sum(at < found.start() for at in line.offsets)
            end = sum(at < found.end() for at in line.offsets)
            words = " ".join(found[0].split())
            yield remark(TextCode.FIGURE_BLANK, (line, start, end), claim=words)


def placeholders_are_filled_in(case: Case) -> Iterator[Remark]:
    """No XX, no ____; each kind is told once, at its first place.

    20xx年 and **县 all over a text are what publishers hide, and no space that was forgotten.
    """
    for each in _once(case, find_placeholders, TextCode.PLACEHOLDER_LEFT):
        hidden = each.line.text[each.start : each.end]
        count = sum(line.text.count(hidden) for line in case.report.lines)
        if _HIDDEN.fullmatch(hidden) and count >= _OFTEN:
            at = (each.line, each.start, each.end)
            yield remark(TextCode.MASKED, at, claim=each.words, count=count)
        else:
            yield each


_HIDDEN = Pattern(r"20[xX×*]{1,2}|[*＊]{2,4}")
_OFTEN = 3


def nothing_is_missing(case: Case) -> Iterator[Remark]:
    """No （待补充） is left; told once, with the number of places."""
    yield from _once(case, find_missing, TextCode.MISSING_LEFT)


def _once(
    case: Case, find: Callable[[Report], tuple[Fault, ...]], code: TextCode
) -> Iterator[Remark]:
    groups: dict[str, list[Fault]] = {}
    for each in case.of(find):
        groups.setdefault(each.line.text[each.start : each.end], []).append(each)
    for same in groups.values():
        yield remark(code, same[0].at, claim=same[0].around, times=times(len(same)))


RULES: tuple[Rule, ...] = (
    instructions_are_followed,
    placeholders_are_filled_in,
    nothing_is_missing,
    samples_are_not_sent,
    dates_are_filled_in,
    figures_are_filled_in,
)
