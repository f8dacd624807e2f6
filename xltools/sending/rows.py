"""Which rows of the blank a project's targets go into, and how many rows the blank needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from xltools.blank.indicator_plan import Line, Row, lines_of, planned_rows
from xltools.errors import FormError
from xltools.profile import Profile
from xltools.sending.model import Target

Part = tuple[str, str]
"""The keys of 一级 and 二级指标, as far as the form prints them."""

_MORE = (2, 4, 8, 16, 32)
"""So many rows are added to those of a part, so that few kinds of blank are drawn: drawing one takes
as long as stamping three hundred forms."""


class RowPlan(Struct, frozen=True):
    """The rows of one kind of blank: as the builder wants them, and for each part its places.

    `named` are rows that print the indicator's name, `free` those that print none.
    """

    lines: tuple[Line, ...]
    named: dict[tuple[Part, str], int]
    free: dict[Part, tuple[int, ...]]

    def places(self, targets: Sequence[Target]) -> list[int]:
        """The place of each target: its name's, else the next free one of its part."""
        used: Counter[Part] = Counter()
        taken: set[int] = set()
        places = []
        for target in targets:
            part = (target.category, target.subcategory)
            place = self.named.get((part, target.name))
            if place is None or place in taken:
                place = self.free[part][used[part]]
                used[part] += 1
            taken.add(place)
            places.append(place)
        return places


class RowPlanner:
    """Plans blanks of one profile; `rows` are the empty rows of each 二级指标, None as the profile says."""

    def __init__(self, profile: Profile, rows: int | None = None) -> None:
        form = profile.form.indicators
        self._form, self._scored = form, profile.policy.scored
        keys = {column.key for column in form.columns}
        self._levels = (bool(keys & {"category", "subcategory"}), "subcategory" in keys)
        self._base = planned_rows(form, rows, scored=self._scored)
        self._parts = [self._part(row) for row in self._base]
        self._free = Counter(
            part for part, row in zip(self._parts, self._base, strict=True) if _is_free(row)
        )
        self._names = {
            (part, row.preset.name)
            for part, row in zip(self._parts, self._base, strict=True)
            if row.preset is not None and row.fixed
        }

    def _part(self, row: Row) -> Part:
        by_category, by_subcategory = self._levels
        if row.execution:
            return ("execution", "execution")
        return (
            row.block.key if by_category else "",
            row.sub.key if by_subcategory else "",
        )

    def needed(self, targets: Sequence[Target]) -> tuple[tuple[Part, int], ...]:
        """How many free rows each part needs beyond those that it has: the kind of blank.

        Raises:
            FormError: the form has no part that a target is of.
        """
        counts: Counter[Part] = Counter()
        named: set[tuple[Part, str]] = set()
        for target in targets:
            part = (target.category, target.subcategory)
            if part not in self._parts:
                where = "、".join(each for each in part if each) or "空"
                raise FormError(f"表样里没有指标“{target.name}”所属的类别（{where}）。")
            own = (part, target.name)
            if own in self._names and own not in named:
                named.add(own)
            else:
                counts[part] += 1
        more = ((part, count - self._free[part]) for part, count in counts.items())
        return tuple(sorted((part, _rounded(n)) for part, n in more if n > 0))

    def plan(self, needed: tuple[tuple[Part, int], ...]) -> RowPlan:
        """The rows of that kind of blank."""
        more, rows = dict(needed), list(self._base)
        for part, count in more.items():
            last = max(n for n, row in enumerate(rows) if self._part(row) == part)
            like = rows[last]
            rows[last + 1 : last + 1] = [Row(like.block, like.sub, None, self._scored)] * count
        lines = lines_of(rows)
        drawn = planned_rows(self._form, lines, scored=self._scored)
        named: dict[tuple[Part, str], int] = {}
        free: dict[Part, list[int]] = {}
        for number, row in enumerate(drawn):
            part = self._part(row)
            if row.preset is not None and row.fixed:
                named[part, row.preset.name] = number
            elif _is_free(row):
                free.setdefault(part, []).append(number)
        return RowPlan(lines, named, {part: tuple(each) for part, each in free.items()})


def _rounded(count: int) -> int:
    """The next number of rows that are added; beyond the last just as many as it takes."""
    return next((each for each in _MORE if each >= count), count)


def _is_free(row: Row) -> bool:
    """True for a row whose indicator somebody else is to name."""
    return not (row.fixed or row.execution or row.judged)
