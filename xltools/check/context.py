"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.model import Indicator, IndicatorScore, Scores, SelfEvaluation
from xltools.patterns import Pattern
from xltools.profile import Profile, ScoringPolicy


class Context(Struct, frozen=True):
    """One form with its scores and the region's rules."""

    evaluation: SelfEvaluation
    scores: Scores
    profile: Profile

    @property
    def policy(self) -> ScoringPolicy:
        """The region's scoring policy."""
        return self.profile.policy

    def rows(self) -> Iterator[IndicatorScore]:
        """Indicators without the row 预算执行率, which has rules of its own."""
        return (each for each in self.scores.indicators if not each.indicator.is_execution)


Rule: TypeAlias = Callable[[Context], Iterator[Finding]]


def show(value: Decimal) -> str:
    """Print a number without trailing zeros; at most six places, which reach one 分."""
    return plain(half_up(value, 6))


_SEVERAL = Pattern(r"[;；]|\d\s*[^\d\s,，.、;；]{1,4}[,，、]\s*[^\d,，、]{0,8}\d")


def holds_several(indicator: Indicator) -> bool:
    """True if the target names several quantities, which no rule can score as one."""
    worded = indicator.target_value.kind in ("qualitative", "unreadable")
    return worded and bool(_SEVERAL.search(indicator.target.text or ""))
