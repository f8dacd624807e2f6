"""How a region scores: points, formulas, bands, caps, rounding, grades.

Every line is data with a default that is the national practice; a region's TOML says what
differs. `V1` … `V21` are the variants found in systems, forms and notices.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct

ExecutionBase = Literal["revised_budget", "received", "original_budget"]
CeilingFormula = Literal["excess", "inverse", "all_or_nothing"]
RuleKind = Literal["formula", "direct", "proportional", "bands", "ranges"]
NotApplicable = Literal["ask", "rescale", "full", "zero"]

ZERO, ONE = Decimal(0), Decimal(1)


class RateRange(Struct, frozen=True, forbid_unknown_fields=True):
    """From this rate on, so large a share of the points (both as ratios)."""

    floor: Decimal
    share: Decimal


def share_in(ranges: tuple[RateRange, ...], rate: Decimal) -> Decimal:
    """The share that a rate earns; nothing below the lowest range.

    >>> share_in((RateRange(Decimal("0.9"), Decimal(1)),), Decimal("0.89"))
    Decimal('0')
    """
    reached = [each for each in ranges if rate >= each.floor]
    return max(reached, key=lambda each: each.floor).share if reached else ZERO


class ExecutionPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """预算执行率: points × rate, never above the points (V10, V13, V14, V15, V17).

    `scored` false, or no `points`, says that execution is no part of the total unless the
    form itself prints points for it. `base` is what the outturn is divided by. A rate of
    `full_from` earns full points, one below `pass_mark` nothing; `ranges`, if there are any,
    say in their place what each rate earns. `zero_budget` is for a budget of 0 with nothing
    spent; "divide_by_one" divides by 1 whatever was spent. A rate below `reason_below`, and
    a budget adjusted by `adjustment_reason` or more of the original one (0: by anything at
    all; None: never), must be explained.
    """

    points: Decimal = Decimal(10)
    scored: bool = True
    base: ExecutionBase = "revised_budget"
    full_from: Decimal = ONE
    pass_mark: Decimal = ZERO
    ranges: tuple[RateRange, ...] = ()
    zero_budget: Literal["not_applicable", "full", "zero", "divide_by_one"] = "not_applicable"
    reason_below: Decimal = Decimal("0.9")
    adjustment_reason: Decimal | None = Decimal("0.1")

    def earned(self, outturn: Decimal, base: Decimal) -> tuple[Decimal, Decimal]:
        """The share of the points as numerator and denominator, between 0 and 1; base > 0."""
        rate = outturn / base
        if self.ranges:
            return share_in(self.ranges, rate), ONE
        if rate >= self.full_from:
            return ONE, ONE
        if rate < self.pass_mark:
            return ZERO, ONE
        return max(ZERO, min(outturn, base)), base


class CutStep(Struct, frozen=True, forbid_unknown_fields=True):
    """Above this multiple of the target, so large a share of the points is lost."""

    above: Decimal
    cut: Decimal


class OverCompletion(Struct, frozen=True, forbid_unknown_fields=True):
    """超额完成 (V6, V7, V16): what happens from `threshold` × target on.

    "none" nothing; "reason" full points and a reason; the others cut the points as well:
    "linear" by what lies above the threshold, "fixed" by the share `cut`, "steps" by the
    highest of `steps` that is passed. `zero_target_reason`: a target of 0 has no multiple,
    so from this result on a reason is needed (None: never).
    """

    mode: Literal["none", "reason", "linear", "fixed", "steps"] = "reason"
    threshold: Decimal = Decimal("1.3")
    cut: Decimal = Decimal("0.1")
    steps: tuple[CutStep, ...] = ()
    zero_target_reason: Decimal | None = None

    def earned(self, actual: Decimal, target: Decimal) -> tuple[Decimal, Decimal]:
        """The share of the points left to a target that was reached; target > 0."""
        if self.mode in ("none", "reason"):
            return ONE, ONE
        rate = actual / target
        if self.mode == "linear" and rate > self.threshold:
            return max(ZERO, target + self.threshold * target - actual), target
        if self.mode == "fixed" and rate > self.threshold:
            return max(ZERO, ONE - self.cut), ONE
        if self.mode == "steps":
            return max(ZERO, ONE - self._step(rate)), ONE
        return ONE, ONE

    def needs_reason(self, actual: Decimal, target: Decimal) -> bool:
        """True if a floor was passed so far that the form must say why."""
        if self.mode == "none":
            return False
        if target == 0:
            return self.zero_target_reason is not None and actual >= self.zero_target_reason
        if self.mode == "steps":
            return target > 0 and self._step(actual / target) > 0
        return target > 0 and actual / target >= self.threshold

    def _step(self, rate: Decimal) -> Decimal:
        return max((each.cut for each in self.steps if rate > each.above), default=ZERO)


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the 赋分规则 of 财预〔2021〕101号, for a 二级 or 一级指标.

    "formula" is the policy's own arithmetic. "direct": reached earns everything, anything
    else the share `missed`. "proportional": the arithmetic, but full points from `full_from`
    and nothing below `pass_mark`. "bands": an evaluator judges, also where a number was not
    reached. "ranges": by `ranges`, of the result itself (满意度 93%) or, with `of` "rate", of
    the share that the arithmetic gives.
    """

    kind: RuleKind = "formula"
    pass_mark: Decimal = ZERO
    full_from: Decimal = ONE
    missed: Decimal = ZERO
    ranges: tuple[RateRange, ...] = ()
    of: Literal["actual", "rate"] = "actual"


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """One band of a qualitative judgement; bounds are shares of the points.

    `low` belongs to the band, `high` only to the first one (RULES §1.8, V4). `share` is what
    the words alone earn; None where a person must score within the band.
    """

    label: str
    low: Decimal
    high: Decimal
    share: Decimal | None = None

    def holds(self, score: Decimal, points: Decimal) -> bool:
        """True if a score of so many points lies in this band."""
        low, high = points * self.low, points * self.high
        return low <= score < high or (self.high == 1 and score == high)


class Grade(Struct, frozen=True, forbid_unknown_fields=True):
    """A grade and the lowest total (of 100) that earns it."""

    name: str
    floor: Decimal


class GradeCap(Struct, frozen=True, forbid_unknown_fields=True):
    """No better grade than `best` while the execution rate is below `rate_below`."""

    rate_below: Decimal
    best: str


class ScoringPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """How scores are computed; every line is signed by a finance officer, none is code.

    `scored` false: the form asks for no scores (转移支付区域表); rates are computed all the same.
    `category_points`, `subcategory_points`: points of the 一级 and 二级指标 (V19). `equal_split`
    deals them out evenly over the rows of a form without a points column, as "integers" or
    with decimals, the remainder to the first rows (V20).

    `at_most` "excess": points × (1 − (actual − target) ÷ target), 0 from twice the target
    (V3); "inverse": points × target ÷ actual (V8, V9); "all_or_nothing". `strict_at_most`
    is the formula for "<", None for the same one; `zero_target` what a ceiling of 0 costs:
    everything at once, or `zero_target_cut` of the points for each unit above (V11).
    `equal` "at_least": more than the target is no fault (V2); "exact": anything else earns
    nothing; "deviation": both sides cost.
    `negative_actual`: a result below 0 where the target is none (V5). `not_applicable`: what
    不适用 as target or result earns; "rescale" drops the row and rescales the rest (V9).
    `plain_direction` says how a target without a comparator (130) is meant; subcategories
    in `ceiling_subcategories` are ceilings instead (成本指标), and so are indicators whose name
    holds one of `ceiling_words` (事故数: nobody aims at many).
    `ceiling_rate` which way round 完成率 is printed for a ceiling (cost 19.27 of 19.48 is
    98.92 % on the Shanxi form).

    `late` what a missed date earns (V18): nothing; points less the share of days late in the
    days planned; `late_share` of the points, or what a person scored in the last band; points
    less `late_cut` for each month begun.
    `rules`: 赋分规则 by key of 二级 or 一级指标, by Chinese words that the indicator's name holds
    (到位及时率), "default" for all others; `printed_rules`: what the form prints under 指标赋分规则 decides before them.
    `conversion` 折算得分 (V11): "product" is 得分 × 权重 %, "share" 得分 ÷ 分值 × 权重 % of the total;
    `total_from` which of the two columns the total adds up, "fitting": the scores as long as
    the points do not exceed the total.
    `reason_max_chars`, `text_max_chars`: longest reason and text, 0 for any length (V10).
    `grade_cap` ties the grade to the execution rate (V21).
    """

    name: str
    source: str
    scored: bool = True
    total_points: Decimal = Decimal(100)
    category_points: dict[str, Decimal] = {}
    subcategory_points: dict[str, Decimal] = {}
    equal_split: Literal["none", "integers", "decimals"] = "none"
    execution: ExecutionPolicy = ExecutionPolicy()
    at_most: CeilingFormula = "excess"
    strict_at_most: CeilingFormula | None = None
    zero_target: Literal["zero", "per_unit"] = "zero"
    zero_target_cut: Decimal = Decimal("0.1")
    equal: Literal["at_least", "exact", "deviation"] = "at_least"
    negative_actual: Literal["zero", "undecided"] = "zero"
    not_applicable: NotApplicable = "ask"
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
    late: Literal["zero", "by_days", "band", "by_month"] = "zero"
    late_share: Decimal = ZERO
    late_cut: Decimal = Decimal("0.1")
    rules: dict[str, Rule] = {}
    printed_rules: bool = True
    conversion: Literal["none", "product", "share"] = "none"
    total_from: Literal["score", "converted", "fitting"] = "score"
    reason_max_chars: int = 0
    text_max_chars: int = 0
    score_places: int = 2
    rate_places: int = 4
    tolerance: Decimal = Decimal("0.01")
    grades: tuple[Grade, ...] = (
        Grade("优", Decimal(90)),
        Grade("良", Decimal(80)),
        Grade("中", Decimal(60)),
        Grade("差", Decimal(0)),
    )
    grade_cap: GradeCap | None = None

    def grade(self, total: Decimal, execution_rate: Decimal | None = None) -> str:
        """Return the grade of a total given in points of `total_points`.

        With the execution rate, a cap of the policy on the grade is kept.
        """
        share = total / self.total_points * 100
        names = [grade.name for grade in self.grades]
        reached = [grade.name for grade in self.grades if share >= grade.floor]
        found = reached[0] if reached else names[-1]
        cap = self.grade_cap
        if cap is None or execution_rate is None or execution_rate >= cap.rate_below:
            return found
        if cap.best not in names:
            return found
        return names[max(names.index(found), names.index(cap.best))]

    def rule(self, category: str | None, subcategory: str | None, name: str = "") -> Rule:
        """The 赋分规则 of one indicator: by words of its name, else its 二级 or 一级指标's, else the default."""
        named = (key for key in self.rules if not key.isascii() and key in name)
        return _first(self.rules, *named, subcategory, category, "default") or _FORMULA

    def ceiling_formula(self, comparator: str | None) -> CeilingFormula:
        """How an excess is scored; "<" may have a formula of its own (V11)."""
        if comparator == "<" and self.strict_at_most is not None:
            return self.strict_at_most
        return self.at_most


_FORMULA = Rule()


def _first(rules: Mapping[str, Rule], *keys: str | None) -> Rule | None:
    return next((rules[key] for key in keys if key is not None and key in rules), None)
