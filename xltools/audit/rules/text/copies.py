"""Every chapter has its own words, and they are this unit's."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.names.approvers import find_approvers
from xltools.audit.claims.names.strangers import find_strangers
from xltools.audit.claims.text.copied_cells import find_equal_levels, find_equal_reasons
from xltools.audit.claims.text.copies import (
    find_definitions,
    find_passages,
    find_purposes,
    find_twins,
    find_wrong_entries,
)
from xltools.audit.claims.text.echoes import find_echoes
from xltools.audit.codes.text import TextCode
from xltools.audit.remark import Remark, remark

_SHOWN = 4


def chapters_have_their_own_words(case: Case) -> Iterator[Remark]:
    """No passage stands in three chapters."""
    for each in case.of(find_passages):
        places = "、".join(f"“{place}”" for place in each.places[:_SHOWN])
        more = "等" if len(each.places) > _SHOWN else ""
        yield remark(
            TextCode.TEXT_REPEATED, each.at, claim=each.line.words(each.start, each.end),
            against=places + more, count=len(each.places),
        )  # fmt: skip


def sentences_are_said_once(case: Case) -> Iterator[Remark]:
    """No sentence stands twice in a paragraph, or in two that follow each other."""
    told: set[str] = set()
    for each in case.of(find_echoes):
        if each.again.text in told:
            continue
        told.add(each.again.text)
        yield remark(
            TextCode.SENTENCE_REPEATED, each.again, claim=_short(each.again.words),
            against="同一段" if each.is_beside else "上一段",
        )  # fmt: skip


def _short(words: str) -> str:
    """A long sentence by its ends."""
    words = words.strip()
    return words if len(words) <= _LONG else f"{words[:16]}……{words[-8:]}"


_LONG = 40


def chapters_are_not_equal(case: Case) -> Iterator[Remark]:
    """No chapter is another to the letter."""
    for each in case.of(find_twins):
        yield remark(
            TextCode.CHAPTERS_EQUAL, each.second, claim=each.second.raw.strip(),
            against=each.first.raw.strip(),
        )  # fmt: skip


def findings_are_no_definitions(case: Case) -> Iterator[Remark]:
    """What an indicator measures is not what was found."""
    for each in case.of(find_definitions):
        yield remark(
            TextCode.DEFINITION_AS_FINDING, each.at, claim=each.line.words(each.start, each.end)
        )


def a_background_is_no_purpose(case: Case) -> Iterator[Remark]:
    """Why the project was begun is not why it is evaluated."""
    for each in case.of(find_purposes):
        yield remark(
            TextCode.PURPOSE_AS_BACKGROUND, each.at, chapter=each.places[0],
            claim=each.line.words(each.start, each.end),
        )  # fmt: skip


def words_are_those_of_the_unit(case: Case) -> Iterator[Remark]:
    """An office has no 局务会."""
    for each in case.of(find_strangers):
        yield remark(
            TextCode.WORD_OF_ANOTHER_UNIT, (each.line, each.start, each.end),
            claim=each.line.words(each.start, each.end), against=each.unit,
        )  # fmt: skip


def approvers_are_of_the_field(case: Case) -> Iterator[Remark]:
    """No bureau of education approves what a hospital buys."""
    for each in case.of(find_approvers):
        yield remark(
            TextCode.APPROVED_BY_ANOTHER_FIELD, (each.line, each.start, each.end),
            claim=each.line.words(each.start, each.end),
        )  # fmt: skip


def third_levels_say_more(case: Case) -> Iterator[Remark]:
    """A third-level indicator is not named as its second level."""
    for each in case.of(find_equal_levels):
        yield remark(
            TextCode.LEVELS_EQUAL, each.cell, claim=each.row.strip(),
            against=f"二级指标“{each.other_row.strip()}”",
        )  # fmt: skip


def each_deviation_has_its_reason(case: Case) -> Iterator[Remark]:
    """Two indicators that missed for different causes give different reasons."""
    for each in case.of(find_equal_reasons):
        yield remark(
            TextCode.REASON_COPIED, each.cell, claim=each.row, against=each.other_row,
            reason=each.cell.raw.strip(),
        )  # fmt: skip


def entries_say_what_their_label_says(case: Case) -> Iterator[Remark]:
    """Behind 绩效目标： stands a goal and no amount."""
    for line, start, end, label, said in find_wrong_entries(case.report):
        yield remark(
            TextCode.LABEL_AND_TEXT_DIFFER, (line, start, end), label=label, claim=said
        )


RULES: tuple[Rule, ...] = (
    chapters_have_their_own_words,
    sentences_are_said_once,
    chapters_are_not_equal,
    findings_are_no_definitions,
    a_background_is_no_purpose,
    words_are_those_of_the_unit,
    approvers_are_of_the_field,
    third_levels_say_more,
    each_deviation_has_its_reason,
    entries_say_what_their_label_says,
)
