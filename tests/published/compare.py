"""What the reader returned against what was drawn: a list of differences, empty when right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from published.drawing import Cell, Drawing
from published.transcripts import Form, money, number, ratio, said
from xltools.model import Amount, Entry, Indicator, Place, SelfEvaluation

CATEGORIES = {
    "产出指标": "output",
    "项目产出": "output",
    "效益指标": "outcome",
    "效果指标": "outcome",
    "项目效益": "outcome",
    "满意度指标": "satisfaction",
    "成本指标": "cost",
    "项目决策": "decision",
    "项目管理": "process",
}
"""RULES §2 and §3: the words of one level 1, whatever a region calls it."""

SUBCATEGORIES = {
    "数量": "quantity",
    "质量": "quality",
    "时效": "timeliness",
    "成本": "cost",
    "经济效益": "economic",
    "社会效益": "social",
    "生态效益": "environmental",
    "环境效益": "environmental",
    "可持续影响": "sustainability",
    "满意度": "beneficiary",
    "服务对象满意度": "beneficiary",
}

SOURCES = {
    "年度资金总额": "total",
    "年度财政资金总额": "total",
    "年度总金额": "total",
    "总额": "total",
    "预算数/到位数/执行数": "total",
    "当年财政拨款": "appropriation",
    "本年财政拨款": "appropriation",
    "财政资金": "appropriation",
    "上年结转资金": "carry_over",
    "其他资金": "other",
    "其他": "other",
}

QUESTIONS = (
    *("分配科学性", "下达及时性", "拨付合规性", "使用规范性"),
    *("执行准确性", "预算绩效管理情况", "支出责任履行情况"),
)
"""转移支付 asks these about the money; they have no target."""

SIGNS = {">=": "≥", "≧": "≥", "≥": "≥", "═": "=", "=": "=", "≤": "≤"}
UNITS = {"%(百分比)": "%", "%": "%", "人次": "人次", "万元": "万元"}

Said = Iterator[str]


def squeezed(text: str | None) -> str:
    """A text without spaces and line ends."""
    return re.sub(r"\s", "", text or "")


def shown(cell: Cell) -> str | None:
    """The value in a drawn cell as a person reads it; behind its word where it has one."""
    if cell.value is None:
        return None
    if cell.role == "inline":
        return said(str(cell.value).partition("：")[2])
    if cell.number_format and "%" in cell.number_format:
        return f"{Decimal(str(cell.value)) * 100}%"
    return said(str(cell.value))


def same_text(expected: str | None, got: str | None, loose: bool) -> bool:
    """Equal, up to spaces for words of the form, up to trailing zeros for percentages."""
    if expected == got:
        return True
    if expected is None or got is None:
        return False
    if loose and squeezed(expected) == squeezed(got):
        return True
    if expected.endswith("%") and got.endswith("%"):
        bare = expected[:-1], got[:-1]
        return all(re.fullmatch(r"-?[\d.]+(E[+-]\d+)?", each) for each in bare) and Decimal(
            bare[0]
        ) == Decimal(bare[1])
    return False


def check_entry(key: str, cell: Cell, sheet: str, entry: Entry | None, loose: bool) -> Said:
    """One text: its words and its cell."""
    expected = shown(cell)
    if entry is None:
        if expected is not None:
            yield f"{key}: not read, {cell.row},{cell.column} holds {expected!r}"
        return
    if not same_text(expected, entry.text, loose):
        yield f"{key}: {expected!r} read as {entry.text!r}"
    place = Place(sheet, cell.row, cell.column)
    if expected is not None and entry.place != place:
        yield f"{key}: at {place}, said to be at {entry.place}"


def check_amount(
    key: str, expected: Decimal | None, cell: Cell, sheet: str, amount: Amount | None
) -> Said:
    """One figure: its value and its cell."""
    if amount is None:
        if expected is not None:
            yield f"{key}: not read, {cell.row},{cell.column} holds {expected}"
        return
    if amount.value != expected:
        yield f"{key}: {expected} read as {amount.value}"
    place = Place(sheet, cell.row, cell.column)
    if expected is not None and amount.place != place:
        yield f"{key}: at {place}, said to be at {amount.place}"


def none_of(faults: list[str]) -> None:
    """Fail with all faults, one a line; a person wants the list and not its repr."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def differences(form: Form, drawing: Drawing, sheet: str, read: SelfEvaluation) -> list[str]:
    """Everything that the reader did not return as drawn."""
    return [
        *check_head(form, drawing, sheet, read),
        *check_funding(form, drawing, sheet, read),
        *check_indicators(form, drawing, sheet, read),
        *check_total(form, drawing, sheet, read),
    ]


HEAD = (
    *("project_name", "supervising_department", "implementing_unit"),
    *("objective_planned", "objective_achieved"),
)


NAMES = ("project_name", "implementing_unit", "unit_name")
"""A department's own form has one name, which is the project's and the unit's."""


def check_head(form: Form, drawing: Drawing, sheet: str, read: SelfEvaluation) -> Said:
    """项目名称, 主管部门, 实施单位, the year, the unit of money and the objective."""
    for key in HEAD:
        cell = drawing.holding(key)
        if cell is not None:
            yield from check_entry(key, cell, sheet, read.fields.get(key), loose=False)
    cell = drawing.holding("unit_name")
    if cell is not None:
        names = [read.fields.get(key) for key in NAMES]
        named = next((each for each in names if each is not None and each.text), None)
        yield from check_entry("unit_name", cell, sheet, named, loose=False)
    if drawing.holding("year") is not None and read.year != form.year:
        yield f"year: {form.year} read as {read.year}"
    printed = any(
        cell.keys and cell.keys[0][0].startswith("funding.") for cell in drawing.cells
    )
    if printed and read.money_unit != form.money_unit:
        yield f"money unit: {form.money_unit} read as {read.money_unit}"


MONEY = ("original_budget", "revised_budget", "received", "outturn")


def check_funding(form: Form, drawing: Drawing, sheet: str, read: SelfEvaluation) -> Said:
    """Every source with its amounts in 万元, its rate as a ratio, points and score."""
    by_place = {
        (line.amounts[measure].place, measure): (line, line.amounts[measure])
        for line in read.funding.values()
        for measure in line.amounts
    }
    for index, row in enumerate(form.funding):
        for measure in (*MONEY, "rate", "points", "score"):
            key = f"funding.{index}.{measure}"
            cell = drawing.holding(key)
            if cell is None:
                continue
            text = getattr(row, measure)
            expected = {"rate": ratio, "points": number, "score": number}.get(
                measure, lambda each: money(each, form.money_unit)
            )(text)
            line, amount = by_place.get(
                (Place(sheet, cell.row, cell.column), measure), (None, None)
            )
            yield from check_amount(key, expected, cell, sheet, amount)
            if line is None:
                continue
            name = re.sub(r"[:：\s]|其中", "", row.name)
            source = SOURCES.get(name)
            if expected is not None and source not in (None, line.source):
                yield f"{key}: source {source} read as {line.source}"


def check_indicators(form: Form, drawing: Drawing, sheet: str, read: SelfEvaluation) -> Said:
    """Every row of the table, and no row that is none."""
    indicators = [each for each in read.indicators if not asked(form, each)]
    if len(indicators) != len(form.rows):
        names = [squeezed(each.name.text)[:12] for each in indicators]
        yield f"{len(form.rows)} indicators read as {len(indicators)}: {names}"
        return
    for index, indicator in enumerate(indicators):
        yield from check_texts(form, drawing, sheet, index, indicator)
        yield from check_figures(form, drawing, sheet, index, indicator)
        yield from check_values(form, index, indicator)


def asked(form: Form, indicator: Indicator) -> bool:
    """True for a fixed question (资金管理情况) that a form asks beside its indicators."""
    names = {row.name for row in form.rows}
    name = squeezed(indicator.name.text)
    return name in QUESTIONS and name not in names


def entries(indicator: Indicator) -> dict[str, Entry | None]:
    """The texts of one indicator by the keys of the columns."""
    return {
        "category": indicator.level1,
        "subcategory": indicator.level2,
        "name": indicator.name,
        "target": indicator.target,
        "actual": indicator.actual,
        "nature": indicator.nature,
        "unit": indicator.unit,
        "deviation_note": indicator.deviation_note,
        **indicator.extras,
    }


KNOWN = (
    *(
        "category",
        "subcategory",
        "name",
        "nature",
        "target",
        "unit",
        "actual",
        "deviation_note",
    ),
    *("explanation", "basis", "last_year", "scoring_rule", "evidence", "status"),
    "measure_note",
)


def check_texts(
    form: Form, drawing: Drawing, sheet: str, index: int, indicator: Indicator
) -> Said:
    """The words of one row and what level 1 and 2 they mean."""
    row, got = form.rows[index], entries(indicator)
    for column in KNOWN:
        key = f"ind.{index}.{column}"
        cell = drawing.holding(key)
        if cell is not None:
            loose = column in ("category", "subcategory")
            yield from check_entry(key, cell, sheet, got.get(column), loose)
    if drawing.holding(f"ind.{index}.category") is not None:
        expected = CATEGORIES.get(row.level1)
        if expected is not None and indicator.category != expected:
            yield f"ind.{index}.category: {row.level1} means {expected}, not {indicator.category}"
    word = re.sub(r"指标|等", "", row.level2)
    meant = SUBCATEGORIES.get(word)
    printed = drawing.holding(f"ind.{index}.subcategory") is not None
    if printed and meant not in (None, indicator.subcategory):
        yield f"ind.{index}.subcategory: {word} read as {indicator.subcategory}"


def check_figures(
    form: Form, drawing: Drawing, sheet: str, index: int, indicator: Indicator
) -> Said:
    """Points, scores and what the form prints beside them."""
    row = form.rows[index]
    expected = {
        "points": number(row.points),
        "score": number(row.score),
        "weight_percent": number(row.points),
        "converted_score": number(row.converted_score),
        "review_score": number(row.extras.get("review_score")),
        "rate": ratio(row.extras.get("rate")),
    }
    got: dict[str, Amount | None] = {
        "points": indicator.points,
        "score": indicator.typed_score,
        "rate": indicator.typed_rate,
        **indicator.amounts,
    }
    for column, value in expected.items():
        key = f"ind.{index}.{column}"
        cell = drawing.holding(key)
        if cell is not None:
            yield from check_amount(key, value, cell, sheet, got.get(column))
    has_score = drawing.holding(f"ind.{index}.score") is not None
    printed = any(drawing.holding(f"ind.{each}.score") for each in range(len(form.rows)))
    if printed and not has_score:
        if not indicator.shared_score or indicator.typed_score.value is not None:
            yield f"ind.{index}.score: shared with the row above, read as its own"
    elif indicator.shared_score:
        yield f"ind.{index}.score: its own, said to be shared"


def check_values(form: Form, index: int, indicator: Indicator) -> Said:
    """Sign, number and unit in columns of their own make one target."""
    row, value = form.rows[index], indicator.target_value
    if not row.unit or not re.fullmatch(r"[\d.]+", row.target or ""):
        return
    if value.value != Decimal(row.target or ""):
        yield f"ind.{index}.target: {row.target} valued {value.value}"
    if row.nature and value.comparator != SIGNS[row.nature]:
        yield f"ind.{index}.target: sign {row.nature} read as {value.comparator}"
    if value.unit != UNITS.get(row.unit, row.unit):
        yield f"ind.{index}.target: unit {row.unit} read as {value.unit}"


def check_total(form: Form, drawing: Drawing, sheet: str, read: SelfEvaluation) -> Said:
    """总分 and 等级, at the foot or in the head."""
    cell = drawing.holding("total_points")
    if cell is not None:
        yield from check_amount(
            "total_points", number(form.total_points), cell, sheet, read.tail.points
        )
    cell = drawing.holding("total_score")
    if cell is not None:
        yield from check_amount(
            "total_score", number(form.total_score), cell, sheet, read.tail.score
        )
    cell = drawing.holding("grade")
    if cell is not None:
        yield from check_entry("grade", cell, sheet, read.tail.grade, loose=False)
