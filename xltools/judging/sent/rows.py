"""Which indicator of the form that came is which of those that were sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xltools.judging.sent.align import Alignment
from xltools.judging.sent.roles import named_rows
from xltools.judging.sent.same import folded
from xltools.model import Indicator, SelfEvaluation


class Paired(Struct, frozen=True):
    """The indicators that were sent, by their row, and where they are now; `added` are the unit's own.

    An indicator whose row is absent from `rows` is gone. Where somebody gave it another name it
    is still the one of its row.
    """

    rows: dict[int, Indicator]
    added: tuple[Indicator, ...]


def pair(sent: SelfEvaluation, came: SelfEvaluation, alignment: Alignment) -> Paired:
    """Pair by name, first in the row where an indicator ought to be; what is left by its row."""
    old, new = named_rows(sent), named_rows(came)
    by_row = {each.row: each for each in new}
    rows: dict[int, Indicator] = {}
    free = {each.row for each in new}

    def take(row: Indicator, now: Indicator) -> None:
        rows[row.row] = now
        free.discard(now.row)

    for each in old:
        now = by_row.get(alignment.rows.get(each.row, 0))
        if now is not None and now.row in free and _name(now) == _name(each):
            take(each, now)
    for each in old:
        if each.row not in rows:
            found = next(_called(each, [r for r in new if r.row in free]), None)
            if found is not None:
                take(each, found)
    for each in old:
        now = by_row.get(alignment.rows.get(each.row, 0))
        if each.row not in rows and now is not None and now.row in free:
            take(each, now)
    return Paired(rows, tuple(each for each in new if each.row in free))


def _called(row: Indicator, others: Sequence[Indicator]) -> Iterator[Indicator]:
    """Those of the same name, first the ones of the same 二级指标."""
    named = [each for each in others if _name(each) == _name(row)]
    kin = [each for each in named if each.subcategory == row.subcategory]
    yield from (*kin, *named)


def _name(row: Indicator) -> str:
    return folded(row.name.text or "")
