"""What a rule is asked, what it answers, and the answers that several rules share."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from xltools.decimals import plain
from xltools.model import TypedValue
from xltools.profile import ScoringPolicy
from xltools.score.words import band_of

ONE, ZERO = Decimal(1), Decimal(0)


class Outcome(Struct, frozen=True, gc=False):
    """What one pair of target and actual comes to.

    `rate` is an unrounded ratio or None. `earned` is the share of the points as numerator
    and denominator, so that the score is divided once and a tie stays a tie; None when
    nothing decides. `ceiling` says that the target was read as an upper bound, `judged` that
    no rule decides and the score a person typed stands, `dropped` that the indicator does not
    apply and leaves the total. `fact` is the trace's comparison without its conclusion,
    `over` that a floor was passed so far that the form must say why.
    """

    rate: Decimal | None
    earned: tuple[Decimal, Decimal] | None
    trace: str
    ceiling: bool = False
    judged: bool = False
    dropped: bool = False
    fact: str = ""
    over: bool = False

    @property
    def share(self) -> Decimal | None:
        """The share of the points, between 0 and 1; None when nothing decides."""
        return self.earned[0] / self.earned[1] if self.earned else None


class Case(Struct, frozen=True, gc=False):
    """What a rule needs to know besides target and actual.

    `category` and `subcategory` are keys of 一级 and 二级指标, `name` the indicator's name (a plain
    amount is a ceiling under `cost`, a plain 事故数 is one anywhere), `year` the form's year for
    dates without one, `budget` and `outturn` 全年预算数 and 执行数 in 万元 for 不超过预算, and
    `scoring_rule` what the form prints under 指标赋分规则.
    """

    policy: ScoringPolicy
    points: Decimal | None = None
    subcategory: str | None = None
    name: str = ""
    year: int | None = None
    budget: Decimal | None = None
    outturn: Decimal | None = None
    typed_score: Decimal | None = None
    category: str | None = None
    scoring_rule: str = ""


def undecided(why: str, rate: Decimal | None = None) -> Outcome:
    """Nothing decides; the trace says why."""
    return Outcome(rate, None, f"{why}，不能计算得分。", fact=why)


def full(rate: Decimal | None, words: str, *, ceiling: bool = False, fact: str = "") -> Outcome:
    """All the points."""
    return Outcome(rate, (ONE, ONE), words, ceiling, fact=fact or words)


def nothing(
    rate: Decimal | None, words: str, *, ceiling: bool = False, fact: str = ""
) -> Outcome:
    """None of the points."""
    return Outcome(rate, (ZERO, ONE), words, ceiling, fact=fact or words)


def by_person(actual: TypedValue, case: Case, why: str) -> Outcome:
    """No rule decides: a score that a person typed stands, if it can be one for these words.

    Without one, words of a band earn what the policy gives that band, if it gives anything.
    """
    typed, points = case.typed_score, case.points
    number = band_of(actual)
    bands = case.policy.bands
    band = bands[min(number, len(bands)) - 1] if number else None
    if typed is None and band is not None and band.share is not None:
        return Outcome(None, (band.share, ONE), f"{why}，按“{band.label}”一档计分", fact=why)
    if typed is None or not points or not ZERO <= typed <= points:
        return undecided(why)
    if band is not None and not band.holds(typed, points):
        return undecided(f"{why}，填报得分 {plain(typed)} 不在这一档内")
    words = f"{why}，无法按公式计算，采用填报得分 {plain(typed)}"
    return Outcome(None, (typed, points), words, judged=True, fact=why)


def in_first_band(actual: TypedValue, case: Case) -> Outcome:
    """达成年度指标: full points, or the person's score if it lies in the first band."""
    typed, points, first = case.typed_score, case.points, case.policy.bands[0]
    said = f"定性指标“{actual.raw}”，达成"
    if points and typed is not None and first.holds(typed, points):
        words = f"{said}，采用填报得分 {plain(typed)}"
        return Outcome(ONE, (typed, points), words, fact=said)
    return full(ONE, f"{said}，得满分", fact=said)
