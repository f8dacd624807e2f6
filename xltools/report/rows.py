"""The indicators of a report: one row each, grouped by 二级 and 一级指标."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from xltools.decimals import percent
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.report import phrases
from xltools.report.results import Kind, Measured, Result, is_measured
from xltools.report.text import one_line

ZERO = Decimal(0)
NO_VALUE = TypedValue("", "none")

_REMARK = Pattern(r"[（(][^（()）]*[)）]$")
_DIGITS = "零一二三四五六七八九"


class Row(Struct, frozen=True):
    """One indicator as the report shows it.

    `points` and `score` are the form's own, `lost` is their difference. `measured` says how the
    result stands to the target; from it come the words `target_words`, `actual_words`, `achieved`,
    `verdict` and `sentence`. `places` are those of a rate in percent. `extras` has what the form's
    other columns hold, by their keys.
    """

    category: str | None
    subcategory: str | None
    level1: str | None
    level2: str | None
    name: str | None
    target: str | None
    actual: str | None
    points: Decimal | None
    completion_rate: Decimal | None
    score: Decimal | None
    deviation_note: str | None
    trace: str = ""
    cell: str = ""
    is_execution: bool = False
    measured: Measured = Measured()
    target_value: TypedValue = NO_VALUE
    actual_value: TypedValue = NO_VALUE
    split: bool = False
    places: int = 2
    extras: dict[str, str | None] = {}

    @property
    def lost(self) -> Decimal | None:
        """Points not earned; None while points or score are missing."""
        if self.points is None or self.score is None:
            return None
        return self.points - self.score

    @property
    def completed(self) -> bool | None:
        """Whether the target was met; None while that is not known.

        What a person judged counts as met when no point was taken off. A result that only
        repeats its target was not measured, and its full score does not make it met.
        """
        if self.measured.result != "unknown":
            return self.measured.result != "missed"
        if self.lost is None or not is_measured(self.actual_value):
            return None
        return self.lost <= 0

    @property
    def kind(self) -> Kind:
        """What the target asks for: number, date, words; judged by a person; blank."""
        return self.measured.kind

    @property
    def result(self) -> Result:
        """The result against its target: reached, exceeded, missed, unknown."""
        return self.measured.result

    @property
    def label(self) -> str | None:
        """The name as a sentence quotes it, its brackets of one width: 落实率（%）."""
        return phrases.label_of(self.name)

    @property
    def title(self) -> str | None:
        """The name without the unit in its brackets."""
        return phrases.title_of(self.name)

    @property
    def target_words(self) -> str | None:
        """The target with its unit: ≥95%, 5家, 9月30日前."""
        unit = phrases.unit_of(self.name, self.target_value, self.actual_value)
        return phrases.value_words(self.target, self.target_value, unit, split=self.split)

    @property
    def target_said(self) -> str | None:
        """The target as running text says it: 不低于95%, 44人."""
        return phrases.said(self.target_words)

    @property
    def actual_words(self) -> str | None:
        """The measured result with its unit; None for a blank and for a target over again."""
        if not is_measured(self.actual_value):
            return None
        unit = phrases.unit_of(self.name, self.actual_value, self.target_value)
        words = phrases.value_words(self.actual, self.actual_value, unit, split=self.split)
        return words.lstrip("=") if words else None

    @property
    def achieved(self) -> str | None:
        """Name and result as one clause: 保障职工44人."""
        return phrases.achieved(
            self.title, self.actual_words, self.target_value, self.actual_value, self.measured
        )

    @property
    def verdict(self) -> str | None:
        """How the result stands to the target: 与目标一致, 低于目标2个百分点."""
        return phrases.verdict(self.measured, self.target_value, self.actual_value)

    @property
    def sentence(self) -> str:
        """`achieved` and `verdict` as one clause without a stop; what is missing shows."""
        return phrases.sentence(
            self.title, self.target_words, self.actual_words, self.achieved, self.verdict
        )

    @property
    def account(self) -> str:
        """`sentence` with the target in it, for a list of what was missed."""
        if not self.achieved or not self.verdict or self.kind == "words":
            return self.sentence
        return f"{self.achieved}，目标为{self.target_said}，{self.verdict}"

    @property
    def rate_words(self) -> str | None:
        """完成率 as a percentage, where it says what a reader takes it to say.

        A ceiling that was kept has none: 96.35% of an allowed cost looks like a shortfall.
        """
        rate = self.completion_rate
        if rate is None or self.result == "unknown":
            return None
        if self.measured.way == "at_most" and rate != 1:
            return None
        return percent(rate, self.places)

    @property
    def finding(self) -> str | None:
        """What an evaluator found, as part of a longer sentence."""
        return phrases.reason_of(self.actual)

    @property
    def reason_lead(self) -> str:
        """What to write before the reason: it may tell of the measures by itself."""
        return "原因" if self.reason and "措施" in self.reason else "原因和改进措施"

    @property
    def reason(self) -> str | None:
        """The reason of a deviation, as part of a longer sentence."""
        return phrases.reason_of(self.deviation_note)


class Part(Struct, frozen=True):
    """One 二级指标 with its indicators; sums are None while a row's figure is missing."""

    key: str
    label: str
    indicators: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many indicators there are."""
        return len(self.indicators)

    @property
    def points(self) -> Decimal | None:
        """Points available."""
        return total(row.points for row in self.indicators)

    @property
    def score(self) -> Decimal | None:
        """Points earned."""
        return total(row.score for row in self.indicators)

    @property
    def told(self) -> str:
        """The sentences of its indicators; neighbours that came out alike share their verdict."""
        return phrases.together(
            [(row.achieved, row.verdict, row.sentence) for row in self.indicators]
        )

    @property
    def short(self) -> str:
        """The label without the remark in its brackets: 产出数量."""
        return _REMARK.sub("", one_line(self.label))

    @property
    def lost(self) -> Decimal | None:
        """Points not earned."""
        points, score = self.points, self.score
        return None if points is None or score is None else points - score


class Category(Part, frozen=True):
    """One 一级指标 with what it earned; `parts` are its 二级指标 that have indicators.

    `given` are the points that form or policy set for it; None where they set none.
    """

    parts: tuple[Part, ...] = ()
    given: Decimal | None = None

    @property
    def weight(self) -> Decimal | None:
        """权重分: what the form or the policy gives it, else the points of its indicators."""
        return self.points if self.given is None else self.given

    @property
    def score_rate(self) -> Decimal | None:
        """得分率: score ÷ weight, a ratio."""
        points, score = self.weight, self.score
        return score / points if points and score is not None else None

    @property
    def completed_count(self) -> int:
        """How many of its indicators met their target."""
        return sum(row.completed is True for row in self.indicators)

    @property
    def parts_words(self) -> str:
        """How many parts, as one says it before 方面: 两, 三."""
        return counted(len(self.parts))


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """Sum of decimals; None when one of them is missing, 0 of none."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, ZERO) if len(known) == len(found) else None


def counted(number: int) -> str:
    """Write a small number as one says it before what is counted.

    >>> [counted(number) for number in (1, 2, 4, 10, 12, 20, 43, 120)]
    ['一', '两', '四', '十', '十二', '二十', '四十三', '120']
    """
    if number == 2:
        return "两"
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
