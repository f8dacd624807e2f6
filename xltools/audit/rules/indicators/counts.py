"""Things that are counted in several places have one number."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators.quantities import find_disagreements
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark


def the_same_things_are_as_many(case: Case) -> Iterator[Remark]:
    """64所农村学校 once, 46所农村学校 everywhere else: one of them was mistyped."""
    for each in case.of(find_disagreements):
        first = each.usual[0]
        yield remark(
            IndicatorCode.COUNT_DIFFERS, each.odd.at, claim=each.odd.words,
            place=first.at[0].where, against=first.words,
            more=f"等{len(each.usual)}处" if len(each.usual) > 1 else "",
        )  # fmt: skip


RULES: tuple[Rule, ...] = (the_same_things_are_as_many,)
