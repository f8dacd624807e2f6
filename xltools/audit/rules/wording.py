"""Nothing is written twice in a row, and words are the ones that were meant."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.wording import Doubling, find_doublings
from xltools.audit.codes_text import TextCode
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
        if first.twice == first.once * 2:
            yield remark(
                TextCode.WORDS_DOUBLED, at, claim=first.around(4, 3), once=first.once,
                times=times(len(same)),
            )  # fmt: skip
        else:
            yield remark(
                TextCode.TITLES_RUN_TOGETHER, at, claim=first.line.raw.strip(), once=first.once
            )


RULES: tuple[Rule, ...] = (nothing_is_written_twice,)
