"""What a sentence of the report may say: evaluation, scores and profile as plain names.

The names are those of model.py and of docs (one term, one identifier). Amounts are 万元,
rates ratios, points Decimal; `None` is a blank and prints as （待补充）.

    project_name supervising_department implementing_unit year objective_planned …
                        every head field of the form; None when blank or not on the form
    texts.KEY           the texts of the sheet 报告文本
    funding.SOURCE      label, part_of, original_budget, revised_budget, received, outturn,
                        balance, arrival_rate, rate
    funding_parts       the same records: the parts of the total that hold any money
    budget outturn balance execution_rate execution_points execution_score
    total_score total_points grade rescaled
    indicators          every row but 预算执行率: category, level1, level2, name, target,
                        actual, points, completion_rate, score, lost, deviation_note,
                        completed (None: not known), trace, cell
    categories          key, label, points, score, score_rate, count, indicators
    category.KEY        the same, by key; execution is the 预算执行率
    indicator_count completed_count completed_share unfinished unscored
    group spending      rows of the side tables, column keys as in the profile
    spending_total      sum of their amounts, None when one is not a number
    form_title region policy_name grades
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec import Struct

from xltools.model import IndicatorScore, Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.report.side import side_tables
from xltools.report.text import percent

ZERO = Decimal(0)
MEASURES = ("original_budget", "revised_budget", "received", "outturn")
COMPUTED = ("balance", "arrival_rate", "rate")


class Row(Struct, frozen=True):
    """One indicator as the report shows it; `lost` is points minus score."""

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

    @property
    def lost(self) -> Decimal | None:
        """Points not earned; None while points or score are missing."""
        if self.points is None or self.score is None:
            return None
        return self.points - self.score

    @property
    def completed(self) -> bool | None:
        """True when every point was earned; None while that is not known."""
        return None if self.lost is None else self.lost <= 0


class Category(Struct, frozen=True):
    """One 一级指标 with what it earned; sums are None while a row's figure is missing."""

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
    def score_rate(self) -> Decimal | None:
        """得分率: score ÷ points, a ratio."""
        points, score = self.points, self.score
        return score / points if points and score is not None else None


class Facts(Struct, frozen=True):
    """All a report is made of: `rows` in the order of the form, the rest by name."""

    rows: tuple[Row, ...]
    execution: Row
    names: dict[str, Any]


def gather(evaluation: SelfEvaluation, scores: Scores, profile: Profile) -> Facts:
    """Derive the names of a report from one evaluation; the same input gives the same names."""
    rows = tuple(_row(score, scores, profile) for score in scores.indicators if _filled(score))
    own = [row for row in rows if row.is_execution]
    execution = own[0] if own else _execution_row(scores, profile)
    names: dict[str, Any] = {each.key: None for each in profile.form.fields}
    names |= {key: entry.text for key, entry in evaluation.fields.items()}
    names |= {"year": evaluation.year, "form_title": profile.form.title}
    names |= {"region": profile.region, "policy_name": profile.policy.name}
    names |= {"grades": profile.policy.grades, "texts": _texts(evaluation, profile)}
    names |= _money(evaluation, scores, profile)
    names |= _results(rows, execution, scores, profile)
    names |= side_tables(evaluation, profile)
    return Facts(rows, execution, names)


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """Sum of decimals; None when one of them is missing, 0 of none."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, ZERO) if len(known) == len(found) else None


def _filled(score: IndicatorScore) -> bool:
    row = score.indicator
    return bool(row.is_execution or row.name.text or row.target.text or row.actual.text)


def _row(score: IndicatorScore, scores: Scores, profile: Profile) -> Row:
    row = score.indicator
    level1, level2 = _labels(row.category, row.subcategory, profile)
    actual = row.actual.text
    if row.is_execution and scores.execution.rate is not None:
        # Computed from the funding table, so the report cannot contradict itself (S3-E2).
        actual = _rate_text(scores, profile)
    return Row(
        category=row.category,
        subcategory=row.subcategory,
        level1=level1 or row.level1.text,
        level2=level2 or row.level2.text,
        name=row.name.text,
        target=row.target.text,
        actual=actual,
        points=row.points.value,
        completion_rate=score.completion_rate,
        score=score.score,
        deviation_note=row.deviation_note.text,
        trace=score.trace,
        cell=str(row.name.place),
        is_execution=row.is_execution,
    )


def _labels(
    category: str | None, subcategory: str | None, profile: Profile
) -> tuple[str | None, str | None]:
    """The profile's words for a row, whatever spaces the printed ones hold."""
    for block in profile.form.indicators.categories:
        if block.key == category:
            found = (sub.label for sub in block.subcategories if sub.key == subcategory)
            return block.label, next(found, None)
    return None, None


def _execution_row(scores: Scores, profile: Profile) -> Row:
    """预算执行率 as a row, for forms that score it in the funding table."""
    done = scores.execution
    actual = _rate_text(scores, profile) if done.rate is not None else None
    return Row(
        category="execution",
        subcategory="execution",
        level1="预算执行指标",
        level2="预算执行指标",
        name="预算执行率",
        target="100%",
        actual=actual,
        points=done.points,
        completion_rate=done.rate,
        score=done.score,
        deviation_note=None,
        trace=done.trace,
        is_execution=True,
    )


def _rate_text(scores: Scores, profile: Profile) -> str:
    return percent(scores.execution.rate, profile.policy.rate_places - 2)


def _texts(evaluation: SelfEvaluation, profile: Profile) -> dict[str, str | None]:
    found: dict[str, str | None] = {text.key: None for text in profile.texts}
    return found | {key: entry.text for key, entry in evaluation.texts.items()}


def _money(evaluation: SelfEvaluation, scores: Scores, profile: Profile) -> dict[str, Any]:
    funding: dict[str, dict[str, Any]] = {}
    for source in profile.form.funding.sources:
        line = evaluation.funding.get(source.key)
        computed = scores.funding.get(source.key, {})
        funding[source.key] = {
            "label": source.label.removeprefix("其中："),
            "part_of": source.part_of,
            **{key: line.value(key) if line else None for key in MEASURES},
            **{key: computed.get(key) for key in COMPUTED},
        }
    parts = [line for line in funding.values() if line["part_of"] == "total"]
    budget, outturn = scores.execution.budget, scores.execution.outturn
    left = None if budget is None or outturn is None else budget - outturn
    return {
        "funding": funding,
        "funding_parts": [line for line in parts if any(line[key] for key in MEASURES)],
        "budget": budget,
        "outturn": outturn,
        "balance": left,
        "execution_rate": scores.execution.rate,
        "execution_points": scores.execution.points,
        "execution_score": scores.execution.score,
    }


def _results(
    rows: tuple[Row, ...], execution: Row, scores: Scores, profile: Profile
) -> dict[str, Any]:
    indicators = [row for row in rows if not row.is_execution]
    categories = [
        Category(
            block.key, block.label, tuple(row for row in rows if row.category == block.key)
        )
        for block in profile.form.indicators.categories
        if not block.execution
    ]
    completed = sum(row.completed is True for row in indicators)
    named = {category.key: category for category in categories}
    return {
        "indicators": indicators,
        "categories": categories,
        "category": named | {"execution": Category("execution", "预算执行率", (execution,))},
        "indicator_count": len(indicators),
        "completed_count": completed,
        "completed_share": Decimal(completed) / len(indicators) if indicators else None,
        "unfinished": [row for row in indicators if row.completed is False],
        "unscored": [row for row in indicators if row.completed is None],
        "total_points": _total_points(indicators, execution),
        "total_score": scores.total,
        "grade": scores.grade,
        # Nothing was budgeted: the other points were scaled up, so the column does not add up.
        "rescaled": scores.total is not None
        and execution.score is None
        and bool(execution.points),
    }


def _total_points(indicators: list[Row], execution: Row) -> Decimal | None:
    return total([*(row.points for row in indicators), execution.points or ZERO])
