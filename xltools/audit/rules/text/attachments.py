"""Attachments and tables that the text names are there, under one name, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltools.audit.case import Case, Rule
from xltools.audit.claims.text.attachments import (
    Annex,
    Caption,
    Mention,
    find_annexes,
    find_bare_chapters,
    find_captions,
    find_mentions,
    find_references,
    find_unnumbered,
    find_unsupported_total,
)
from xltools.audit.codes.text import TextCode
from xltools.audit.remark import Remark, remark


def attachments_are_there(case: Case) -> Iterator[Remark]:
    """What 详见附件1 sends the reader to is in the report, or at least in its list of attachments."""
    annexes = case.of(find_annexes)
    told: dict[str, list[Mention]] = {}
    for each in case.of(find_mentions):
        if not _answers(annexes, each):
            told.setdefault(each.name, []).append(each)
    for name, same in told.items():
        others = f"（全文{len(same)}处）" if len(same) > 1 else ""
        yield remark(
            TextCode.ATTACHMENT_MISSING, same[0].at, claim=same[0].words, against=name,
            others=others,
        )  # fmt: skip


def _answers(annexes: Sequence[Annex], mention: Mention) -> bool:
    """True for an attachment of this number; the only one of the report answers to any name."""
    same = [each for each in annexes if each.number == mention.number]
    if any(each.kind == mention.kind or not mention.number for each in same):
        return True
    return bool(annexes) and (not mention.number or len(annexes) == 1)


def chapters_of_attachments_hold_them(case: Case) -> Iterator[Remark]:
    """Below 七、附表 or 附：《自评表》 stands the table, not only its name."""
    for each in case.of(find_bare_chapters):
        code = TextCode.ATTACHMENT_CHAPTER_EMPTY
        if each.is_list:
            code = TextCode.ATTACHMENTS_ONLY_LISTED
        yield remark(
            code, each.heading, claim=each.heading.raw.strip(), against="、".join(each.names)
        )


def a_score_has_its_table(case: Case) -> Iterator[Remark]:
    """A report that scores by a frame of indicators shows it, in the text or attached."""
    at = case.of(find_unsupported_total)
    if at is not None:
        yield remark(TextCode.SCORE_TABLE_MISSING, at, claim=at[0].words(*at[1:]))


def an_attachment_has_one_name(case: Case) -> Iterator[Remark]:
    """附件1 is not called 附表1 elsewhere, unless both are there."""
    annexes = case.of(find_annexes)
    first: dict[int, Mention] = {}
    for each in case.of(find_mentions):
        if not each.number:
            continue
        before = first.setdefault(each.number, each)
        if before.kind == each.kind:
            continue
        there = {annex.kind for annex in annexes if annex.number == each.number}
        if {before.kind, each.kind} <= there:
            continue
        state = "报告里两个都没有" if not there else f"报告里只有{there.pop()}{each.number}"
        yield remark(
            TextCode.ATTACHMENT_TWO_NAMES, each.at, claim=each.words, against=before.words,
            state=state,
        )  # fmt: skip
        return


def captions_are_numbered_in_order(case: Case) -> Iterator[Remark]:
    """表1, 表2, 表3: none twice, none left out."""
    last: dict[tuple[str, int], Caption] = {}
    for each in case.of(find_captions):
        before = last.get((each.kind, each.part))
        last[each.kind, each.part] = each
        if before is None or each.number == before.number + 1 or each.number == 1:
            continue
        code = TextCode.CAPTION_SKIPPED
        if each.number == before.number:
            code = TextCode.CAPTION_REPEATED
        yield remark(
            code, each.line, claim=each.line.raw.strip(), against=before.line.raw.strip()
        )


def tables_have_numbers(case: Case) -> Iterator[Remark]:
    """A report that numbers its tables numbers all of them."""
    for line in case.of(find_unnumbered):
        yield remark(TextCode.CAPTION_WITHOUT_NUMBER, line, claim=line.raw.strip())


def tables_that_are_named_are_there(case: Case) -> Iterator[Remark]:
    """详见表3 finds a table with this number, if tables are numbered at all."""
    captions = {each.name for each in case.of(find_captions)}
    if not captions:
        return
    told: set[str] = set()
    for line, start, end, name in find_references(case.report):
        if name in captions or name in told or not any(c[0] == name[0] for c in captions):
            continue
        told.add(name)
        yield remark(
            TextCode.TABLE_NOT_THERE, (line, start, end), claim=line.words(start, end),
            against=name,
        )  # fmt: skip


RULES: tuple[Rule, ...] = (
    attachments_are_there,
    chapters_of_attachments_hold_them,
    a_score_has_its_table,
    an_attachment_has_one_name,
    captions_are_numbered_in_order,
    tables_have_numbers,
    tables_that_are_named_are_there,
)
