"""Forms that nobody filled in: what a template is tried on when there is no data.

An empty form takes the branches for what is missing, a filled one those for what is there;
two together make a unit. The filled ones have for each 二级指标 a result that was reached, one
that was missed and one in words, money from every source, and every text.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from xltools.model import (
    Amount,
    Entry,
    ExecutionScore,
    FundingLine,
    Indicator,
    Place,
    Scores,
    SelfEvaluation,
    TableRow,
    Tail,
)
from xltools.profile import CategoryBlock, Profile, SideTable
from xltools.report.several import Form
from xltools.score import score_form
from xltools.value import parse_value

YEAR = 2022
_PAIRS = (
    ("数量", "≥10个", "12个", None),
    ("比率", "≥95%", "90%", "因天气原因推迟，下一年度补做。"),
    ("时间", "2022年12月底前", "2022年11月", None),
    ("效果", "有效提高", "有效提高", None),
)
"""Name, target, result and reason: reached, missed, a date, words."""


def empty_form(profile: Profile) -> Form:
    """A form of this profile on which nothing was filled in."""
    evaluation = SelfEvaluation(
        profile_id=profile.id,
        sheet=profile.form.sheet,
        fields={},
        year=None,
        funding={},
        indicators=(),
        tail=Tail(),
        texts={},
    )
    execution = ExecutionScore(None, None, None, None, None, "")
    scores = Scores(execution=execution, indicators=(), total=None, grade=None)
    return evaluation, scores, profile


def filled_form(profile: Profile, number: int = 1) -> Form:
    """A form of this profile on which everything was filled in; `number` tells two apart."""
    sheet = profile.form.sheet
    fields = {
        field.key: _entry(sheet, row, field.label, _word(field.key, field.label, number))
        for row, field in enumerate(profile.form.fields, 1)
    }
    texts = {
        text.key: _entry("报告文本", row, text.label, f"写明{text.label}。\n第二段。")
        for row, text in enumerate(profile.texts, 1)
    }
    blocks = profile.form.indicators.categories
    count = sum(len(_PAIRS) * len(block.subcategories) for block in blocks)
    points = (Decimal(90) / count).quantize(Decimal("0.01"))
    rows = [row for block in blocks for row in _rows(block, sheet, points)]
    evaluation = SelfEvaluation(
        profile_id=profile.id,
        sheet=sheet,
        fields=fields,
        year=YEAR,
        funding=_funding(profile, sheet),
        indicators=tuple(rows),
        tail=Tail(),
        texts=texts,
        group=_side(profile.group),
        spending=_side(profile.spending),
        columns=frozenset(column.key for column in profile.form.indicators.columns),
    )
    return evaluation, score_form(evaluation, profile.policy), profile


def half_filled_form(profile: Profile) -> Form:
    """A filled form on which one result is missing: no score, no grade."""
    evaluation, _, _ = filled_form(profile, 2)
    rows = list(evaluation.indicators)
    at = next((n for n, row in enumerate(rows) if not row.is_execution and not row.judged), 0)
    blank = replace(rows[at].actual, raw=None, text=None)
    rows[at] = replace(rows[at], actual=blank, actual_value=parse_value(None))
    evaluation = replace(evaluation, indicators=tuple(rows))
    return evaluation, score_form(evaluation, profile.policy), profile


def _word(key: str, label: str, number: int) -> str:
    if key == "year":
        return str(YEAR)
    if key.startswith("staff_") or key.endswith(("score", "total")):
        return "10"
    return f"{label}{number}" if key == "project_name" else label


def _entry(sheet: str, row: int, label: str, text: str | None) -> Entry:
    return Entry(label, Place(sheet, row, 1), text, text)


def _amount(sheet: str, row: int, label: str, value: Decimal | None) -> Amount:
    return Amount(label, Place(sheet, row, 1), value, value)


def _funding(profile: Profile, sheet: str) -> dict[str, FundingLine]:
    """100 from each source, 90 of it spent; the total is their sum."""
    parts = sum(source.part_of == "total" for source in profile.form.funding.sources)
    lines = {}
    for row, source in enumerate(profile.form.funding.sources, 1):
        whole = Decimal(100 if source.part_of else 100 * max(parts, 1))
        spent = whole * Decimal("0.9")
        given = {"original_budget": whole, "revised_budget": whole, "received": whole}
        amounts = {
            key: _amount(sheet, row, source.label, value)
            for key, value in (given | {"outturn": spent}).items()
        }
        lines[source.key] = FundingLine(source.key, source.label, Place(sheet, row, 1), amounts)
    return lines


def _rows(block: CategoryBlock, sheet: str, points: Decimal) -> Iterator[Indicator]:
    for sub in block.subcategories:
        for number, (name, target, actual, note) in enumerate(_PAIRS, 1):
            row = 10 * len(sub.key) + number
            yield Indicator(
                row=row,
                category=block.key,
                subcategory=sub.key,
                level1=_entry(sheet, row, "一级指标", block.label),
                level2=_entry(sheet, row, "二级指标", sub.label),
                name=_entry(sheet, row, "三级指标", f"{sub.label}{name}"),
                target=_entry(sheet, row, "指标值", target),
                target_value=parse_value(target),
                actual=_entry(sheet, row, "实际完成值", actual),
                actual_value=parse_value(actual),
                points=_amount(sheet, row, "分值", points),
                typed_rate=None,
                typed_score=_amount(sheet, row, "得分", points if block.judged else None),
                deviation_note=_entry(sheet, row, "偏差原因", note),
                is_execution=block.execution,
                judged=block.judged,
            )
            if block.execution:
                return


def _side(table: SideTable | None) -> tuple[TableRow, ...]:
    if table is None:
        return ()
    cells = {
        column.key: _entry(table.sheet, 2, column.label, _cell(column.key, column.label))
        for column in table.columns
    }
    return (TableRow(2, cells),)


def _cell(key: str, label: str) -> str:
    return "10" if key == "amount" else label
