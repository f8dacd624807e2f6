"""One indicator as a report tells of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from xltools.audit.claims.claim import Claim
from xltools.audit.report import Line
from xltools.model import TypedValue

At: TypeAlias = tuple[Line, int, int]
"""Where a remark stands: line, start, end."""

Style: TypeAlias = Literal["labelled", "affirmed", "scored", "listed", "table"]
"""How it is told: with labels (预期指标值为…), as 与预期目标一致, with a score alone, in a list of
targets, in a table."""


class Said(Claim, frozen=True):
    """A value with its place; `value` is what it means (a rate's and a score's number, too)."""

    value: TypedValue

    @property
    def at(self) -> At:
        """Where a remark on it stands."""
        return self.line, self.start, self.end

    @property
    def words(self) -> str:
        """As it is written."""
        return self.line.words(self.start, self.end).strip()


class IndicatorClaim(Claim, frozen=True):
    """What one place of a report says of one indicator; None is what it does not say.

    `name` is folded, with its brackets and without quotation marks; `level2` the words of the
    二级指标 that it stands under, "" if none; `category` and `subcategory` the keys of both.
    `affirmed`: the result is said to be as expected. `table` 0 is prose, `row` counts the claims.
    """

    name: str
    style: Style
    category: str | None = None
    subcategory: str | None = None
    level2: str = ""
    target: Said | None = None
    actual: Said | None = None
    rate: Said | None = None
    points: Said | None = None
    score: Said | None = None
    affirmed: bool = False
    table: int = 0
    row: int = 0
    called: At | None = None
    """Where the same sentence says that the target was reached: 完成目标, 按期完成, 不扣分."""
    owned: bool = False
    """The same sentence says that it was not, or late."""
    aim: str = ""
    """The target as a person reads it, where a table prints sign, value and unit apart."""

    @property
    def at(self) -> At:
        """Where a remark on the whole claim stands."""
        return self.line, self.start, self.end

    @property
    def is_goal(self) -> bool:
        """True if it says what is aimed at, and nothing of what came of it."""
        told = (self.actual, self.rate, self.score)
        return self.target is not None and not self.affirmed and all(e is None for e in told)

    @property
    def is_result(self) -> bool:
        """True if it says what came of it."""
        return not self.is_goal

    @property
    def aims_at(self) -> str:
        """The target in words; "" if none is stated."""
        return self.aim or (self.target.words if self.target else "")

    @property
    def came_to(self) -> str:
        """The result in words; "" if none is stated."""
        return self.actual.words if self.actual else ""

    @property
    def words(self) -> str:
        """The claim as it is written, shortened to one line."""
        text = " ".join(self.line.words(self.start, self.end).split())
        return text if len(text) <= 40 else f"{text[:39]}…"
