"""Marks come in pairs, stand once, and are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xltools.audit.case import Case, Rule
from xltools.audit.claims.text.lapses import find_mixed_angles, find_no_stops, find_no_yuan
from xltools.audit.claims.text.marks import (
    Fault,
    find_broken_terms,
    find_comma_ends,
    find_cut_off,
    find_doubled_marks,
    find_half_width,
    find_lone_brackets,
    find_lone_quotes,
    find_mixed_brackets,
    find_no_full_stop,
    find_semicolon_ends,
)
from xltools.audit.codes.text import TextCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Report
from xltools.audit.rules.text.wording import times


def _alike(faults: Sequence[Fault], before: int, behind: int) -> Iterator[list[Fault]]:
    """Faults with the same words around, together."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for each in faults:
        around = each.line.text[max(0, each.start - before) : each.end + behind]
        groups.setdefault((around, each.why), []).append(each)
    yield from groups.values()


def quotes_come_in_pairs(case: Case) -> Iterator[Remark]:
    """Every “ has its ”."""
    for same in _alike(case.of(find_lone_quotes), 1, 5):
        yield remark(
            TextCode.QUOTES_UNBALANCED, same[0].at, claim=same[0].around, why=same[0].why,
            times=times(len(same)),
        )  # fmt: skip


def brackets_come_in_pairs(case: Case) -> Iterator[Remark]:
    """Every bracket and every 《 has its partner of the same kind."""
    for same in _alike(case.of(find_lone_brackets), 4, 4):
        yield remark(
            TextCode.BRACKETS_UNBALANCED, same[0].at, claim=same[0].around, why=same[0].why,
            times=times(len(same)),
        )  # fmt: skip


def titles_in_titles_have_one_kind_of_bracket(case: Case) -> Iterator[Remark]:
    """A 〈 closes with 〉 and a < with >."""
    for same in _alike(case.of(find_mixed_angles), 4, 4):
        yield remark(
            TextCode.BRACKETS_UNBALANCED, same[0].at, claim=same[0].words, why=same[0].why,
            times=times(len(same)),
        )  # fmt: skip


def units_and_stops_are_there(case: Case) -> Iterator[Remark]:
    """元 stands behind an amount in 万, and a stop before the next item; each told once."""
    amounts, stops = case.of(find_no_yuan), case.of(find_no_stops)
    if amounts:
        yield remark(
            TextCode.YUAN_MISSING, amounts[0].at, claim=amounts[0].words,
            times=times(len(amounts)),
        )  # fmt: skip
    if stops:
        yield remark(
            TextCode.STOP_MISSING, stops[0].at, claim=stops[0].words, times=times(len(stops))
        )


def stops_stand_once(case: Case) -> Iterator[Remark]:
    """No two stops stand in a row, none before 等, none behind an opening bracket."""
    for same in _alike(case.of(find_doubled_marks), 3, 2):
        yield remark(
            TextCode.MARKS_DOUBLED, same[0].at, claim=same[0].around, times=times(len(same))
        )


def terms_are_not_broken(case: Case) -> Iterator[Remark]:
    """No comma stands inside a term."""
    for each in case.of(find_broken_terms):
        yield remark(TextCode.TERM_BROKEN, each.at, claim=each.words, against=each.why)


def paragraphs_end(case: Case) -> Iterator[Remark]:
    """A paragraph does not break off with a comma; told once, at the first."""
    found = case.of(find_comma_ends)
    if found:
        yield remark(
            TextCode.ENDS_WITH_COMMA, found[0].at, claim=found[0].words, times=times(len(found))
        )


def sentences_end(case: Case) -> Iterator[Remark]:
    """A sentence does not end in 加快 or 建议县财政局."""
    for each in case.of(find_cut_off):
        yield remark(TextCode.SENTENCE_CUT_OFF, each.at, claim=each.words)


_COUNTED: tuple[tuple[Callable[[Report], tuple[Fault, ...]], TextCode], ...] = (
    (find_half_width, TextCode.WIDTHS_MIXED),
    (find_mixed_brackets, TextCode.BRACKETS_MIXED),
    (find_no_full_stop, TextCode.FULL_STOP_MISSING),
    (find_semicolon_ends, TextCode.ENDS_WITH_SEMICOLON),
)


def small_marks_are_right(case: Case) -> Iterator[Remark]:
    """Widths and last stops: one hint a report for each kind, at the first place."""
    for find, code in _COUNTED:
        found = case.of(find)
        if found:
            first = found[0]
            words = first.around if find is find_half_width else first.words
            yield remark(code, first.at, claim=words, count=len(found))


RULES: tuple[Rule, ...] = (
    quotes_come_in_pairs,
    brackets_come_in_pairs,
    titles_in_titles_have_one_kind_of_bracket,
    units_and_stops_are_there,
    stops_stand_once,
    terms_are_not_broken,
    paragraphs_end,
    sentences_end,
    small_marks_are_right,
)
