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
    low_execution       whether the rate is below the policy's 90 % and needs a reason
    total_score total_points full_points grade rescaled
                        of a form that scores nothing itself, as people wrote them
    indicators          every row but 预算执行率: category, level1, level2, name, target,
                        actual, points, completion_rate, score, lost, deviation_note,
                        completed (None: not known), trace, cell; and in words (see rows.py)
                        kind, result, label, title, target_words, target_said, actual_words,
                        achieved, verdict, sentence, account, rate_words, finding, reason,
                        reason_lead, extras (the other columns of the form by key)
    categories          key, label, points, weight, score, score_rate, lost, count,
                        completed_count, indicators, parts, parts_words, told
    category.KEY        the same, by key; execution is the 预算执行率
    subcategory.KEY     key, label, short, points, score, lost, count, indicators, told
    level1_count level2_count indicator_count completed_count completed_share
                        the share is None while a single result is not known
    unfinished unknown unscored deducted
                        indicators that missed their target, of which nobody can say, without a
                        score, with points taken off
    staff               quota, actual, retired (people); quota_parts, actual_parts (label, count)
    assessments         items that are described and not scored: name, finding, problem
    group spending      rows of the side tables, column keys as in the profile
    spending_total      sum of their amounts, None when one is not a number
    spending_amounts    the amounts that are numbers
    scored              whether the form gives points at all
    form_title region policy_name grades
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xltools.model import Indicator, IndicatorScore, Scores, SelfEvaluation
from xltools.profile import CategoryBlock, Profile
from xltools.report.head import assessments, staff
from xltools.report.results import Measured, Money, measure
from xltools.report.rows import ZERO, Category, Part, Row, total
from xltools.report.side import amount_of, side_tables
from xltools.report.text import number, percent
from xltools.value import parse_value

__all__ = [
    "COMPUTED", "MEASURES", "Category", "Facts", "Row", "gather", "indicator_names", "total",
]  # fmt: skip

MEASURES = ("original_budget", "revised_budget", "received", "outturn")
COMPUTED = ("balance", "arrival_rate", "rate")


class Facts(Struct, frozen=True):
    """All a report is made of: `rows` in the order of the form, the rest by name."""

    rows: tuple[Row, ...]
    execution: Row
    names: dict[str, Any]


def gather(evaluation: SelfEvaluation, scores: Scores, profile: Profile) -> Facts:
    """Derive the names of a report from one evaluation; the same input gives the same names."""
    whole = evaluation.funding.get("total")
    budget = whole.value("revised_budget") if whole else scores.execution.budget
    money = Money(evaluation.year, budget, scores.execution.outturn)
    rows = tuple(
        _row(_dated(score, evaluation), scores, profile, money)
        for score in scores.indicators
        if _filled(score)
    )
    own = [row for row in rows if row.is_execution]
    execution = own[0] if own else _execution_row(scores, profile)
    names: dict[str, Any] = {each.key: None for each in profile.form.fields}
    names |= {key: entry.text for key, entry in evaluation.fields.items()}
    names |= {"year": evaluation.year, "form_title": profile.form.title}
    names |= {"region": profile.region, "policy_name": profile.policy.name}
    names |= {"scored": _is_scored(profile), "grades": profile.policy.grades}
    names |= {"full_points": profile.policy.total_points}
    names |= {"texts": _texts(evaluation, profile), "staff": staff(evaluation)}
    names |= {"assessments": assessments(evaluation)}
    names |= _money(evaluation, scores, profile)
    names |= _results(rows, execution, profile)
    names |= _totals(evaluation, scores, profile, names["total_points"], execution)
    names |= side_tables(evaluation, profile)
    return Facts(rows, execution, names)


def _is_scored(profile: Profile) -> bool:
    """Whether points are given: by the policy, or by people in columns of the form."""
    columns = {column.key for column in profile.form.indicators.columns}
    return profile.policy.scored or {"points", "score"} <= columns


def _filled(score: IndicatorScore) -> bool:
    row = score.indicator
    return bool(row.is_execution or row.name.text or row.target.text or row.actual.text)


def _dated(score: IndicatorScore, evaluation: SelfEvaluation) -> IndicatorScore:
    """A deadline without a result of its own is met by 完工日期, where the form's head has one."""
    row, finished = score.indicator, evaluation.fields.get("completion_date")
    blank = row.actual_value.kind == "none" and row.target_value.kind == "date"
    if not blank or finished is None or not finished.text:
        return score
    value = parse_value(finished.text, role="actual")
    if value.kind != "date":
        return score
    actual = replace(row.actual, raw=finished.raw, text=finished.text)
    return replace(score, indicator=replace(row, actual=actual, actual_value=value))


def _row(score: IndicatorScore, scores: Scores, profile: Profile, money: Money) -> Row:
    row = score.indicator
    level1, level2 = _labels(row.category, row.subcategory, profile)
    actual, measured = row.actual.text, measure(score, profile.policy, money)
    if row.is_execution and scores.execution.rate is not None:
        # Computed from the funding table, so the report cannot contradict itself (S3-E2).
        actual, measured = _rate_text(scores, profile), Measured("judged")
    points = row.points.value
    return Row(
        category=row.category,
        subcategory=row.subcategory,
        level1=level1 or row.level1.text,
        level2=level2 or row.level2.text,
        name=row.name.text,
        target=row.target.text,
        actual=actual,
        points=score.points if points is None else points,
        completion_rate=score.completion_rate,
        score=score.score,
        deviation_note=row.deviation_note.text,
        trace=score.trace,
        cell=str(row.name.place),
        is_execution=row.is_execution,
        measured=measured,
        target_value=row.target_value,
        actual_value=row.actual_value,
        split=row.nature is not None or row.unit is not None,
        places=profile.policy.rate_places - 2,
        extras=_extras(row),
    )


def _extras(row: Indicator) -> dict[str, str | None]:
    """What stands in the columns that only some forms have: sign, unit, basis, evidence …"""
    found = {key: each.text for key, each in row.extras.items()}
    for key, cell in (("nature", row.nature), ("unit", row.unit)):
        found[key] = cell.text if cell else None
    return found | {
        key: None if each.value is None else number(each.value)
        for key, each in row.amounts.items()
    }


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
    rate = scores.execution.rate
    left = None if budget is None or outturn is None else budget - outturn
    return {
        "funding": funding,
        "funding_parts": [line for line in parts if any(line[key] for key in MEASURES)],
        "budget": budget,
        "outturn": outturn,
        "balance": left,
        "execution_rate": rate,
        "low_execution": rate is not None and rate < profile.policy.execution.reason_below,
        "execution_points": scores.execution.points,
        "execution_score": scores.execution.score,
    }


def _results(rows: tuple[Row, ...], execution: Row, profile: Profile) -> dict[str, Any]:
    indicators = [row for row in rows if not row.is_execution]
    categories = [
        _category(block, [row for row in rows if row.category == block.key])
        for block in profile.form.indicators.categories
        if not block.execution
    ]
    names = indicator_names(indicators, categories)
    names["category"]["execution"] = Category("execution", "预算执行率", (execution,))
    for block in profile.form.indicators.categories:
        for sub in block.subcategories:
            names["subcategory"].setdefault(sub.key, Part(sub.key, sub.label, ()))
    names["total_points"] = total(
        [*(row.points for row in indicators), execution.points or ZERO]
    )
    return names


def _category(block: CategoryBlock, rows: Sequence[Row]) -> Category:
    """One 一级指标, its rows under their 二级指标 in the order of the form."""
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row.subcategory or row.level2 or "", []).append(row)
    found = (Part(sub, same[0].level2 or "", tuple(same)) for sub, same in parts.items())
    return Category(block.key, block.label, tuple(rows), tuple(found), block.points)


def indicator_names(
    indicators: Sequence[Row], categories: Sequence[Category]
) -> dict[str, Any]:
    """Return the lists and counts of indicators, of one form or of several together.

    `completed_share` is None while a single result is not known.
    """
    completed = sum(row.completed is True for row in indicators)
    unknown = [row for row in indicators if row.completed is None]
    parts = [part for category in categories for part in category.parts]
    share = Decimal(completed) / len(indicators) if indicators and not unknown else None
    return {
        "indicators": list(indicators),
        "categories": list(categories),
        "category": {category.key: category for category in categories},
        "subcategory": {part.key: part for part in parts},
        "level1_count": sum(bool(category.count) for category in categories),
        "level2_count": len(parts),
        "indicator_count": len(indicators),
        "completed_count": completed,
        "completed_share": share,
        "unfinished": [row for row in indicators if row.completed is False],
        "unknown": unknown,
        "unscored": [row for row in indicators if row.score is None],
        "deducted": [row for row in indicators if row.lost],
    }


def _totals(
    evaluation: SelfEvaluation,
    scores: Scores,
    profile: Profile,
    points: Decimal | None,
    execution: Row,
) -> dict[str, Any]:
    """Total and grade: by the rules, or as typed where the form scores nothing itself."""
    score, grade = scores.total, scores.grade
    if not profile.policy.scored:
        tail = evaluation.tail
        head = evaluation.fields.get("total_score")  # some forms print it there
        score = tail.score.value if tail.score else amount_of(head)
        grade = tail.grade.text if tail.grade else None
        points = profile.policy.total_points if score is not None else None
        if score is not None and 0 <= score <= profile.policy.total_points:
            grade = profile.policy.grade(score, scores.execution.rate)
    return {
        "total_points": points,
        "total_score": score,
        "grade": grade,
        # Nothing was budgeted: the other points were scaled up, so the column does not add up.
        "rescaled": scores.total is not None
        and execution.score is None
        and bool(execution.points),
    }
