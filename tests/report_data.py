"""A Shanxi evaluation with the published figures of seed 003, built by hand."""

from __future__ import annotations

from decimal import Decimal

from xltools.model import (
    Amount,
    Entry,
    ExecutionScore,
    FundingLine,
    Indicator,
    IndicatorScore,
    Place,
    Scores,
    SelfEvaluation,
    TableRow,
    Tail,
)
from xltools.value import parse_value

SHEET = "自评表"
GOAL = (
    "着力加强党建先进县创建工作，继续推进党建先进县建设，加强13个乡镇、348个农村党支部"
    "全面推广智慧党建平台建设工作。"
)
PAPERS = (
    "根据临组通字〔2018〕21号、临发〔2015〕18号、关于转发省委组织部《“山西智慧党建”信息化平台"
    "运行管理暂行办法》的通知（临组通字〔2018〕151号）文件精神"
)
TEXTS = {
    "overview": f"{PAPERS}，{GOAL}",
    "basis": f"{PAPERS}。",
    "safeguards": f"{PAPERS}，加强财务管理，确保资金支付的及时性、准确性。",
    "plan": "按照年中、年终工作计划，逐步完成创建工作。\n　　上半年完成平台维护，下半年完成验收。",
    "period_objective": GOAL,
    "annual_objective": GOAL,
    "output_analysis": "维护系统221个，超过目标130个；系统故障响应及时率为70%，未达到目标。",
}
FUNDED = ("total", "appropriation", "county")
INDICATORS = [
    # category, subcategory, level1, level2, name, points, target, actual, rate, score, note
    ("execution", "execution", "预算执行指标", "预算执行指标", "预算执行率",
     "10", "100%", None, "1", "10", None),
    ("output", "quantity", "产出指标", "数量指标", "维护系统数量",
     "15", "130", "221个", "1.7", "15.00", "维护221个村系统。"),
    ("output", "quality", "产出指标", "质量指标", "系统平台故障解决率（%）",
     "15", "100", "100%", "1", "15.00", None),
    ("output", "timeliness", "产出指标", "时效指标", "系统故障响应及时率",
     "15", "及时", "70%", "0.7", "10.50", "全县行政村较多，维护存在不及时问题。"),
    ("output", "cost", "产出指标", "成本指标", "维护系统成本",
     "15", "19.48", "19.27万元", "0.98921971252566735", "15.00", "全年使用资金19.27万元。"),
    ("outcome", "sustainability", "效益指标", "可持续影响指标", "可持续影响",
     "15", "可持续", "60%", "0.6", "9.00", "全县行政村较多，维护存在不及时问题。"),
    ("satisfaction", "beneficiary", "满意度指标", "服务对象满意度指标", "受益对象满意度（%）",
     "15", "90", "90%", "1", "15.00", None),
]  # fmt: skip


def entry(label: str, row: int, column: int, text: str | None) -> Entry:
    """A text cell of the form."""
    return Entry(label, Place(SHEET, row, column), text, text)


def amount(label: str, row: int, column: int, value: str | None) -> Amount:
    """A numeric cell of the form."""
    number = None if value is None else Decimal(value)
    return Amount(label, Place(SHEET, row, column), number, number)


def shanxi_evaluation(
    fields: dict[str, str | None] | None = None, texts: dict[str, str | None] | None = None
) -> SelfEvaluation:
    """The evaluation of seed 003; `fields` and `texts` overwrite single cells."""
    heads = {
        "year": "2020",
        "project_name": "创建党建先进县",
        "supervising_department": "县委组织部",
        "implementing_unit": "县委组织部",
    } | (fields or {})
    written = TEXTS | (texts or {})
    return SelfEvaluation(
        profile_id="shanxi-2020",
        sheet=SHEET,
        fields={key: entry(key, 2, 2, text) for key, text in heads.items()},
        year=2020,
        funding=_funding(),
        indicators=tuple(_indicator(row, data) for row, data in enumerate(INDICATORS, 16)),
        tail=Tail(),
        texts={key: entry(key, 3, 2, text) for key, text in written.items()},
    )


def shanxi_scores(evaluation: SelfEvaluation, *, total: str | None = "89.50") -> Scores:
    """The published scores: 10 + 15 + 15 + 10.5 + 15 + 9 + 15 = 89.5."""
    pairs = zip(evaluation.indicators, INDICATORS, strict=True)
    money = Decimal("19.48")
    computed = {"rate": Decimal(1), "arrival_rate": Decimal(1), "balance": Decimal("0.00")}
    blank = dict.fromkeys(computed)
    return Scores(
        execution=ExecutionScore(money, money, Decimal(1), Decimal(10), Decimal("10.00"), ""),
        indicators=tuple(
            IndicatorScore(indicator, Decimal(data[8] or 0), Decimal(data[9] or 0), "")
            for indicator, data in pairs
        ),
        total=None if total is None else Decimal(total),
        grade=None if total is None else "良",
        funding={key: computed if key in FUNDED else dict(blank) for key in evaluation.funding},
    )


def side_row(row: int, **cells: str | Decimal) -> TableRow:
    """A row of 评价组 or 支出明细."""
    place = Place("支出明细", row, 1)
    return TableRow(row, {key: Entry(key, place, raw, str(raw)) for key, raw in cells.items()})


def _funding() -> dict[str, FundingLine]:
    keys = ("total", "appropriation", "central", "provincial", "municipal", "county",
            "carry_over", "other")  # fmt: skip
    measures = ("original_budget", "revised_budget", "received", "outturn")
    lines = {}
    for column, key in enumerate(keys, 3):
        value = "19.48" if key in FUNDED else None
        amounts = {
            each: amount(each, row, column, value) for row, each in enumerate(measures, 7)
        }
        lines[key] = FundingLine(key, key, Place(SHEET, 6, column), amounts)
    return lines


def _indicator(row: int, data: tuple[str | None, ...]) -> Indicator:
    category, subcategory, level1, level2, name, points, target, actual, rate, score, note = (
        data
    )
    return Indicator(
        row=row,
        category=category,
        subcategory=subcategory,
        level1=entry("一级指标", row, 1, level1),
        level2=entry("二级指标", row, 2, level2),
        name=entry("目标指标", row, 3, name),
        target=entry("目标值", row, 5, target),
        target_value=parse_value(target or "", role="target", name=name or ""),
        actual=entry("业绩值", row, 6, actual),
        actual_value=parse_value(actual or "", role="actual", name=name or ""),
        points=amount("权重", row, 4, points),
        typed_rate=amount("完成率", row, 7, rate),
        typed_score=amount("指标得分", row, 8, score),
        deviation_note=entry("偏差原因分析及改进措施", row, 9, note),
        is_execution=category == "execution",
    )
