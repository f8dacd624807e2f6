"""One cell of an indicator table: how it looks, who fills it in, what it accepts."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from xltools.blank import styles, validations
from xltools.blank.canvas import Canvas, a1
from xltools.blank.funding_cells import DASH
from xltools.blank.indicator_plan import IndicatorPlace, Row
from xltools.blank.styles import Style
from xltools.blank.validations import Rule
from xltools.profile import Column, PresetIndicator, Profile

NATURES = ("≥", "≤", "=", ">", "<", "定性")
"""What a column 指标性质 offers; any other spelling is read as well."""
UNITS = (
    "%", "个", "次", "人", "人次", "户", "家", "项", "份", "套", "台", "件", "篇", "场", "期",
    "天", "月", "年", "元", "万元", "元/人", "平方米", "公里", "亩",
)  # fmt: skip
"""What a column 度量单位 offers; any other unit may be typed."""

SENTENCES = frozenset(
    {"deviation_note", "measure_note", "explanation", "basis", "scoring_rule", "evidence"}
)
"""Columns of sentences."""
NUMBERS = frozenset({"points", "weight_percent", "converted_score", "review_score"})
"""Columns of typed numbers."""

_CENTRED = styles.INPUT_CENTRED.but(format=styles.TEXT)
_STYLES: dict[str, Style] = {
    "name": styles.INPUT.but(format=styles.TEXT),
    "target": _CENTRED,
    "actual": _CENTRED,
    "nature": _CENTRED,
    "unit": _CENTRED,
    "last_year": _CENTRED,
    "points": styles.NUMBER,
    "weight_percent": styles.NUMBER,
    "converted_score": styles.NUMBER,
    "review_score": styles.REVIEW,
    "rate": styles.COMPUTED.but(format=styles.RATE),
    "score": styles.COMPUTED.but(locked=False),
    "status": styles.INPUT_CENTRED.but(size=10),
} | dict.fromkeys(sorted(SENTENCES), styles.WORDS)
"""A score is computed, yet not locked: for words such as 部分达成 a person sets it (V4)."""

_NOT_JUDGED = frozenset({"target", "nature", "unit", "rate", "last_year"})
"""What has no meaning where an evaluator finds and scores."""
_NOT_EXECUTION = frozenset(
    {"name", "target", "nature", "unit", "last_year", "explanation", "basis", "scoring_rule"}
)
"""What is printed, not typed, in the row of 预算执行率."""


def is_label(column: Column) -> bool:
    """True for 一级指标 and 二级指标, which are merged over their rows."""
    return column.key in ("category", "subcategory")


def cell_style(key: str, row: Row) -> Style:
    """How the cell of one column looks in one row; `locked` says whether staff type there."""
    style = _STYLES[key]
    if row.execution:
        return _execution_style(key, style)
    if row.judged and key in _NOT_JUDGED:
        return styles.STILL
    if row.judged and key == "actual":
        return styles.WORDS
    if row.typed_score and key == "score":
        return styles.NUMBER
    if key == "name" and row.fixed:
        return styles.PRINTED.but(size=10.5)
    if key == "explanation" and row.preset and row.preset.explanation:
        return styles.PRINTED
    return style


def _execution_style(key: str, style: Style) -> Style:
    """In the row of 预算执行率 name and target are printed and the actual is computed."""
    if key in _NOT_EXECUTION:
        return styles.STILL
    if key == "actual":
        return styles.COMPUTED.but(format=styles.TEXT)  # a text such as 98.92%
    return style.but(locked=True) if key == "score" else style


def printed(key: str, row: Row) -> str | float | None:
    """What the blank prints in a cell, None for nothing."""
    preset = row.preset
    if preset is not None:
        value = _preset_value(key, preset)
        if value is not None:
            return value
    return DASH if row.judged and key in _NOT_JUDGED else None


def _preset_value(key: str, preset: PresetIndicator) -> str | float | None:
    if key == "points" and preset.points is not None:
        return number(preset.points)
    words = {"name": preset.name, "target": preset.target, "explanation": preset.explanation}
    return words.get(key) or None


def number(value: Decimal) -> float:
    """Points as the file holds them: 10 and not 10.0."""
    return int(value) if value == int(value) else float(value)


def validate(
    canvas: Canvas, profile: Profile, columns: tuple[Column, ...], place: IndicatorPlace
) -> None:
    """Give every cell that staff type in its rule and its prompt."""
    for column in columns:
        if is_label(column) or column.key == "rate":
            continue
        for judged in (False, True):
            areas = place.runs(column.key, partial(_asks, column.key, judged))
            if areas:
                rule = _rule(profile, column, place, areas[0].top, judged=judged)
                validations.apply(canvas, rule, areas)


def _asks(key: str, judged: bool, row: Row) -> bool:
    """True where a cell has a rule: where staff type, or the bureau."""
    typed = key == "review_score" or not cell_style(key, row).locked
    return typed and row.judged == judged


def _rule(
    profile: Profile, column: Column, place: IndicatorPlace, first: int, *, judged: bool
) -> Rule:
    key, label, hint = column.key, column.label, column.hint
    if key == "score":
        return _score_rule(profile, column, place, first, judged=judged)
    if key in NUMBERS:
        return _number_rule(profile, column)
    if key == "nature":
        return validations.choice(label, "natures", hint or "从下拉列表中选。")
    if key == "unit":
        return validations.choice(label, "units", hint or "从下拉列表中选，也可写别的单位。")
    if key == "actual" and judged:
        return validations.words(label, "写评价认定的情况和依据。", 500)
    if key == "actual":
        bands = "定性指标可从下拉列表中选，最好写明程度，如“部分达成（70%）”。"
        return validations.choice(label, "bands", f"{hint}\n{bands}" if hint else bands)
    return validations.words(label, hint, 500 if key in SENTENCES else 100)


def _number_rule(profile: Profile, column: Column) -> Rule:
    label, total = column.label, profile.policy.total_points
    if column.key == "weight_percent":
        return validations.share(label, column.hint)
    if column.key == "review_score":
        return validations.review(label, total)
    return validations.points(label, total, column.hint)


def _score_rule(
    profile: Profile, column: Column, place: IndicatorPlace, first: int, *, judged: bool
) -> Rule:
    words = "、".join(f"“{band.label}”" for band in profile.policy.bands[1:])
    prompt = f"由系统计算，一般不用填。定性指标的实际值为{words}时，请在此填评定的得分。"
    if judged or not profile.policy.scored:
        who = "评价人" if judged else "填报单位"
        prompt = column.hint or f"由{who}评定，只填数字，不超过分值。"
    if "points" not in place.columns:
        most = profile.policy.total_points
        error = f"得分应是 0 到 {most:f} 之间的数字，不要带“分”字。"
        return Rule(column.label, prompt, error, "decimal", "0", f"{most:f}")
    score = a1(first, place.columns["score"])
    points = a1(first, place.columns["points"], fixed="c")
    return Rule(
        column.label,
        prompt,
        "得分应是 0 到本行分值之间的数字。",
        "custom",
        f"AND(ISNUMBER({score}),{score}>=0,{score}<={points})",
    )
