"""Numbers go up one by one, chapters say something, and what is announced follows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xltools.audit.case import Case, Rule
from xltools.audit.claims.text.leads import find_leads
from xltools.audit.claims.text.lists import (
    NUMERALS,
    Announced,
    find_announced,
    find_listed,
    find_steps,
    numeral,
)
from xltools.audit.claims.text.structure import Item, Sequel, find_hollow, find_sequels
from xltools.audit.codes.text import TextCode
from xltools.audit.outline import number_of
from xltools.audit.remark import Remark, remark

_OFF_BY = 2
"""A number that is farther from the items counted belongs to another enumeration."""


def numbers_go_up_one_by_one(case: Case) -> Iterator[Remark]:
    """An item of a list is numbered one more than the item before it."""
    for each in case.of(find_sequels):
        before, value = each.first.value, each.then.value
        if value == before + 1:
            continue
        facts = {"claim": _words(each.then), "against": _words(each.first)}
        if value == before:
            yield remark(TextCode.NUMBER_REPEATED, each.then.at, **facts)
        elif value < before:
            yield remark(TextCode.NUMBER_BACKWARDS, each.then.at, **facts)
        elif not _hidden(case, each):
            missing = f"第{before + 1}项" if value == before + 2 else f"{value - before - 1}项"
            yield remark(TextCode.NUMBER_SKIPPED, each.then.at, missing=missing, **facts)


_LONG = 18


def _words(item: Item) -> str:
    """The item as it begins; a paragraph that opens with a number is not told whole."""
    line, start, end = item.at
    words = line.words(start, end).strip()
    return words if len(words) <= _LONG else f"{words[:_LONG]}…"


def _hidden(case: Case, each: Sequel) -> bool:
    """True if the missing number stands inside a paragraph between the two."""
    sign = _following(each.first)
    lines = case.report.lines[each.first.line.index : each.then.line.index]
    return any(sign in line.text for line in lines)


def _following(item: Item) -> str:
    """The number behind an item's own, as it would be printed: (二) → (三)."""
    printed, value = item.number.printed, item.value
    if item.number.style == "circle":
        return chr(0x2460 + value)
    if item.number.style == "dotted":
        head, last, tail = printed.rpartition(str(value))
        return head + last.replace(str(value), str(value + 1)) + tail
    if printed.strip("(").startswith(str(value)):
        return printed.replace(str(value), str(value + 1))
    digits = "".join(char for char in printed if char in NUMERALS)
    return printed.replace(digits, numeral(value + 1)) if digits else printed


def numbers_have_their_mark(case: Case) -> Iterator[Remark]:
    """A heading 4项目效益 stands among headings 1. 2. 3.: its mark is missing."""
    for each in case.of(find_sequels):
        mine, other = each.then.number.printed, each.first.number.printed
        if mine.isdigit() and other[:-1].isdigit() and each.then.value == each.first.value + 1:
            yield remark(
                TextCode.NUMBER_WITHOUT_MARK, each.then.at, claim=_words(each.then),
                against=_words(each.first), remedy=mine + other[-1],
            )  # fmt: skip


def marks_of_numbers_are_of_one_kind(case: Case) -> Iterator[Remark]:
    """A list is not numbered 1、 2. 3、; said once a report."""
    for each in case.of(find_sequels):
        mine, other = each.then.number.printed, each.first.number.printed
        if {mine[-1], other[-1]} == {"、", "."} and each.then.value == each.first.value + 1:
            yield remark(
                TextCode.NUMBERS_MIXED, each.then.at, claim=_words(each.then),
                against=_words(each.first),
            )  # fmt: skip
            return


def levels_go_down_one_by_one(case: Case) -> Iterator[Remark]:
    """A heading is at most one level below the heading before it; said once a report.

    Many outlines go from 一、 to 1. directly; a first item is therefore no jump.
    """
    headings = case.report.headings
    for above, below in pairwise(headings):
        number = number_of(below.text)
        if below.level > above.level + 1 and (number is None or number.value != 1):
            yield remark(
                TextCode.LEVEL_JUMPED, below, claim=below.raw.strip(), level=below.level,
                against=above.raw.strip(), above=above.level,
            )  # fmt: skip
            return


def chapters_say_something(case: Case) -> Iterator[Remark]:
    """Below a heading stands a text, a table, or at least 无."""
    for each in case.of(find_hollow):
        parts = f"，{len(each.parts)}个小标题下都是空的" if each.parts else ""
        code = TextCode.CHAPTER_CUT_OFF if each.is_last else TextCode.CHAPTER_EMPTY
        yield remark(code, each.heading, claim=each.heading.raw.strip(), parts=parts)


def what_is_announced_follows(case: Case) -> Iterator[Remark]:
    """Behind 成员如下： stand names, behind 设立的必要性： a reason."""
    for each in case.of(find_leads):
        at = (each.line, each.start, len(each.line.text))
        claim = each.line.words(*at[1:])
        if each.start == 0 and claim.endswith(("：", ":")) and "如下" not in claim:
            yield remark(TextCode.ENTRY_EMPTY, at, claim=claim)
        else:
            yield remark(TextCode.LIST_MISSING, at, claim=claim, missing=each.missing)


def as_many_items_as_announced(case: Case) -> Iterator[Remark]:
    """以下三个方面 is followed by three items."""
    for each in case.of(find_announced):
        listed = len(each.items)
        if listed == each.count or abs(listed - each.count) > _OFF_BY or listed < 2:
            continue
        yield remark(
            TextCode.ITEMS_COUNTED_WRONG, (each.line, each.start, each.end),
            claim=each.line.words(each.start, each.end), listed=listed, against=_ends(each),
        )  # fmt: skip


def _ends(each: Announced) -> str:
    return f"{each.items[0].printed}至{each.items[-1].printed}"


def as_many_names_as_counted(case: Case) -> Iterator[Remark]:
    """甲、乙和丙四个方面 names four."""
    for each in case.of(find_listed):
        if each.fewest <= each.claimed <= each.most:
            continue
        listed = each.most if each.claimed > each.most else each.fewest
        if abs(listed - each.claimed) <= _OFF_BY:
            yield remark(
                TextCode.NAMES_COUNTED_WRONG, (each.line, each.start, each.end),
                claim=each.line.words(each.start, each.end), listed=listed, said=each.claimed,
            )  # fmt: skip


def enumerations_leave_nothing_out(case: Case) -> Iterator[Remark]:
    """一是…三是… lacks 二是."""
    for each in case.of(find_steps):
        facts = {"claim": each.then.printed, "against": each.first.printed}
        if each.then.value == each.first.value:
            yield remark(TextCode.NUMBER_REPEATED, each.then.at, **facts)
        else:
            gap = each.then.value - each.first.value - 1
            missing = f"第{each.first.value + 1}项" if gap == 1 else f"{gap}项"
            yield remark(TextCode.NUMBER_SKIPPED, each.then.at, missing=missing, **facts)


RULES: tuple[Rule, ...] = (
    numbers_go_up_one_by_one,
    numbers_have_their_mark,
    marks_of_numbers_are_of_one_kind,
    levels_go_down_one_by_one,
    chapters_say_something,
    what_is_announced_follows,
    as_many_items_as_announced,
    as_many_names_as_counted,
    enumerations_leave_nothing_out,
)
