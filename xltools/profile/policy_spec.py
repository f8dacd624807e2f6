"""How a region scores: points, formulas, bands, caps, rounding, grades."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct


class ExecutionPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """预算执行率: points × rate, never above the points (RULES §4 V10, V14, V15, V17)."""

    points: Decimal = Decimal(10)
    zero_budget: Literal["not_applicable", "full", "zero"] = "not_applicable"
    reason_below: Decimal = Decimal("0.9")


class OverCompletion(Struct, frozen=True, forbid_unknown_fields=True):
    """超额完成: nothing, a reason from `threshold` × target on, or a linear deduction (V6, V16)."""

    mode: Literal["none", "reason", "linear"] = "reason"
    threshold: Decimal = Decimal("1.3")


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """One band of a qualitative judgement; bounds are shares of the points.

    `low` belongs to the band, `high` only to the first one (RULES §1.8, V4).
    """

    label: str
    low: Decimal
    high: Decimal

    def holds(self, score: Decimal, points: Decimal) -> bool:
        """True if a score of so many points lies in this band."""
        low, high = points * self.low, points * self.high
        return low <= score < high or (self.high == 1 and score == high)


class Grade(Struct, frozen=True, forbid_unknown_fields=True):
    """A grade and the lowest total (of 100) that earns it."""

    name: str
    floor: Decimal


class ScoringPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """How scores are computed; every line is signed by a finance officer, none is code.

    `at_most` "excess": points × (1 − (actual − target) ÷ target), 0 from twice the target
    (V3); "inverse": points × target ÷ actual (V8, V9).
    `plain_direction` says how a target without a comparator (130) is meant; subcategories
    in `ceiling_subcategories` are ceilings instead (成本指标), and so are indicators whose name
    holds one of `ceiling_words` (事故数: nobody aims at many).
    `ceiling_rate` which way round 完成率 is printed for a ceiling (cost 19.27 of 19.48 is
    98.92 % on the Shanxi form). `late` what a missed date earns: nothing, or points less
    the share of days late in the days planned (V18).
    """

    name: str
    source: str
    total_points: Decimal = Decimal(100)
    category_points: dict[str, Decimal] = {}
    execution: ExecutionPolicy = ExecutionPolicy()
    at_most: Literal["excess", "inverse"] = "excess"
    ceiling_rate: Literal["actual_over_target", "target_over_actual"] = "actual_over_target"
    plain_direction: Literal["at_least", "equal"] = "at_least"
    ceiling_subcategories: tuple[str, ...] = ("cost",)
    ceiling_words: tuple[str, ...] = ()
    over_completion: OverCompletion = OverCompletion()
    bands: tuple[Band, ...] = (
        Band("达成年度指标", Decimal("0.8"), Decimal(1)),
        Band("部分达成年度指标并具有一定效果", Decimal("0.6"), Decimal("0.8")),
        Band("未达成年度指标且效果较差", Decimal(0), Decimal("0.6")),
    )
    late: Literal["zero", "by_days"] = "zero"
    score_places: int = 2
    rate_places: int = 4
    tolerance: Decimal = Decimal("0.01")
    grades: tuple[Grade, ...] = (
        Grade("优", Decimal(90)),
        Grade("良", Decimal(80)),
        Grade("中", Decimal(60)),
        Grade("差", Decimal(0)),
    )

    def grade(self, total: Decimal) -> str:
        """Return the grade of a total given in points of `total_points`."""
        share = total / self.total_points * 100
        for grade in self.grades:
            if share >= grade.floor:
                return grade.name
        return self.grades[-1].name
