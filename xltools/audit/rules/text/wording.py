"""Nothing is written twice in a row, and words are the ones that were meant."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.text.echoes import find_listed_twice
from xltools.audit.claims.text.typos import find_typos, find_variants, in_order
from xltools.audit.claims.text.wording import Doubling, find_doublings, find_two_names
from xltools.audit.codes.text import TextCode
from xltools.audit.remark import Remark, remark


def times(count: int) -> str:
    """How often a fault occurs, for a message; nothing for once."""
    return f"（全文{count}处）" if count > 1 else ""


def nothing_is_written_twice(case: Case) -> Iterator[Remark]:
    """主要用于主要用于, 经费经费, 内设设: each doubled word is told once, with its number."""
    told: dict[str, list[Doubling]] = {}
    for each in case.of(find_doublings):
        told.setdefault(each.twice, []).append(each)
    for same in told.values():
        first = same[0]
        at = (first.line, first.start, first.end)
        if not first.is_titles:
            yield remark(
                TextCode.WORDS_DOUBLED, at, claim=first.around(4, 3), once=first.once,
                times=times(len(same)),
            )  # fmt: skip
        else:
            yield remark(
                TextCode.TITLES_RUN_TOGETHER, at, claim=first.line.raw.strip(), once=first.once
            )


def no_list_names_a_thing_twice(case: Case) -> Iterator[Remark]:
    """底数清、情况明、底数清 was meant to name three."""
    for line, start, end, once in case.of(find_listed_twice):
        yield remark(
            TextCode.LISTED_TWICE, (line, start, end), claim=line.words(start, end), once=once
        )


def a_thing_has_one_name(case: Case) -> Iterator[Remark]:
    """项目资金预算资金的使用情况 should name one of the two."""
    for each in case.of(find_two_names):
        yield remark(
            TextCode.NOUNS_RUN_TOGETHER, (each.line, each.start, each.end),
            claim=each.around(0, 5),
        )  # fmt: skip


def words_are_those_that_were_meant(case: Case) -> Iterator[Remark]:
    """收益群众 is 受益群众: known confusions, each told once with its number."""
    for same in in_order(case.of(find_typos)):
        first = same[0]
        yield remark(
            TextCode.WORD_WRONG, (first.line, first.start, first.end), claim=first.written,
            against=first.meant, around=first.around, times=times(len(same)),
        )  # fmt: skip


def a_phrase_is_written_in_one_way(case: Case) -> Iterator[Remark]:
    """党徽示范点的引领作用 stands elsewhere as 发挥示范点的引领作用."""
    for each in case.of(find_variants):
        wrong, right = each.wrong, each.right
        yield remark(
            TextCode.PHRASES_DIFFER, (wrong.line, wrong.start, wrong.end), claim=wrong.text,
            against=right.text, where=right.line.where, times=times(each.times),
        )  # fmt: skip


RULES: tuple[Rule, ...] = (
    nothing_is_written_twice,
    no_list_names_a_thing_twice,
    a_thing_has_one_name,
    words_are_those_that_were_meant,
    a_phrase_is_written_in_one_way,
)
