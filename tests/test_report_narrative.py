"""Indicators in words: by kind of target, by result, by direction; amounts, units, marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from xltools.model import Amount, Entry, FundingLine, Indicator, Place, SelfEvaluation, Tail
from xltools.profile import Profile, load_profile
from xltools.report.context import gather
from xltools.report.rows import Part, Row
from xltools.score import score_form
from xltools.value import parse_value

SHEET = "自评表"
NATIONAL = load_profile("national-2020")
UNSCORED = load_profile("kashi-2018")


def entry(label: str, row: int, column: int, text: str | None) -> Entry:
    """A text cell."""
    return Entry(label, Place(SHEET, row, column), text, text)


def amount(label: str, row: int, column: int, value: str | None) -> Amount:
    """A numeric cell."""
    number = None if value is None else Decimal(value)
    return Amount(label, Place(SHEET, row, column), number, number)


def indicator(number: int, given: dict[str, Any]) -> Indicator:
    """One row of the form from what somebody typed."""
    name, target, actual = given.get("name"), given.get("target"), given.get("actual")
    return Indicator(
        row=number,
        category=given.get("category", "output"),
        subcategory=given.get("subcategory", "quantity"),
        level1=entry("一级指标", number, 1, "产出指标"),
        level2=entry("二级指标", number, 2, "数量指标"),
        name=entry("三级指标", number, 3, name),
        target=entry("年度指标值", number, 4, target),
        target_value=parse_value(target or "", role="target", name=name or ""),
        actual=entry("实际完成值", number, 5, actual),
        actual_value=parse_value(actual or "", role="actual", name=name or ""),
        points=amount("分值", number, 6, given.get("points", "10")),
        typed_rate=None,
        typed_score=amount("得分", number, 7, given.get("score")),
        deviation_note=entry("偏差原因", number, 8, given.get("note")),
    )


def evaluation(rows: list[dict[str, Any]], budget: str = "480", outturn: str = "468.6") -> Any:
    """A form of 2020 with these rows."""
    money = {
        "revised_budget": amount("全年预算数", 5, 4, budget),
        "outturn": amount("全年执行数", 5, 5, outturn),
        "points": amount("分值", 5, 6, "10"),
    }
    return SelfEvaluation(
        profile_id="national-2020",
        sheet=SHEET,
        fields={"year": entry("年度", 1, 1, "2020")},
        year=2020,
        funding={"total": FundingLine("total", "年度资金总额", Place(SHEET, 5, 1), money)},
        indicators=tuple(indicator(number, row) for number, row in enumerate(rows, 10)),
        tail=Tail(),
        texts={},
    )


def told(profile: Profile = NATIONAL, **row: Any) -> Row:
    """One indicator as the report shows it."""
    form = evaluation([row])
    return gather(form, score_form(form, profile.policy), profile).rows[0]


SENTENCES = [
    # name, 二级指标, target, actual → result, sentence
    ("制作宣传手册数量（本）", "quantity", "≥50本", "52本", "exceeded", "制作宣传手册52本，超过目标2本"),
    ("制作宣传手册数量（本）", "quantity", "≥50本", "50本", "reached", "制作宣传手册50本，与目标一致"),
    ("制作宣传手册数量（本）", "quantity", "50本以上", "45本", "missed", "制作宣传手册45本，比目标少5本"),
    ("保障职工人数（人）", "quantity", "=44人", "44人", "reached", "保障职工44人，与目标一致"),
    ("保障职工人数（人）", "quantity", "44", "44", "reached", "保障职工44人，与目标一致"),
    ("缴费月数（月）", "quantity", "=12个月", "11个月", "missed", "缴费11个月，比目标少1个月"),
    ("采购批次（次/年）", "quantity", "=5次/年", "5次", "reached", "采购5次，与目标一致"),
    ("安装波形护栏长度", "quantity", "≥86公里", "88.2公里", "exceeded", "安装波形护栏88.2公里，超过目标2.2公里"),
    ("道路硬化长度", "quantity", "≥3公里", "3公里", "reached", "道路硬化长度3公里，与目标一致"),
    ("参训学员数", "quantity", "100~120人", "110人", "reached", "参训学员110人，在目标范围之内"),
    ("参训学员数", "quantity", "100~120人", "90人", "missed", "参训学员90人，不在目标范围之内"),
    ("工程验收合格率（%）", "quality", "=100%", "100%", "reached", "工程验收合格率100%，与目标一致"),
    ("工程验收合格率（%）", "quality", "100", "98%", "missed", "工程验收合格率98%，低于目标2个百分点"),
    ("工程验收合格率（%）", "quality", ">=95%", "97.5%", "exceeded", "工程验收合格率97.5%，高于目标2.5个百分点"),
    ("项目总成本（万元）", "cost", "≤12.5万元", "11.25万元", "reached", "项目总成本11.25万元，控制在目标以内"),
    ("项目总成本（万元）", "cost", "12.5万元", "12.5万元", "reached", "项目总成本12.5万元，与目标一致"),
    ("项目总成本（万元）", "cost", "≤12.5万元", "13万元", "missed", "项目总成本13万元，超出目标0.5万元"),
    ("投诉率", "quality", "≤5%", "6%", "missed", "投诉率6%，超出目标1个百分点"),
    ("完工时间", "timeliness", "2020年11月30日前", "2020年11月18日", "reached", "完工时间为2020年11月18日，按期完成"),
    ("完工时间", "timeliness", "9月30日前", "10月8日", "missed", "完工时间为10月8日，比目标期限晚8天"),
    ("完工时间", "timeliness", "9月30日前", "2020年11月底", "missed", "完工时间为2020年11月底，晚于目标期限"),
    ("知晓率", "quality", "稳步提升", "稳步提升", "reached", "知晓率稳步提升，与目标一致"),
    ("业务保障能力提升情况", "quality", "有效提高", "达成年度指标", "reached",
     "业务保障能力提升情况为“达成年度指标”，达到目标"),
    ("提升公共服务水平", "quality", "有效提升", "有效提升", "reached", "公共服务水平有效提升，与目标一致"),
    ("系统响应及时率", "timeliness", "及时", "70%", "missed", "系统响应及时率70%，未完全达到“及时”的目标"),
    ("长期影响", "quality", "可持续", "60%", "missed", "长期影响的完成程度为60%，未完全达到“可持续”的目标"),
    ("业务能力", "quality", "有效提高", "部分达成年度指标", "missed",
     "业务能力为“部分达成年度指标”，未完全达到“有效提高”的目标"),
    # nobody knows
    ("合格率", "quality", "≥95%", None, "unknown", "“合格率”指标目标为不低于95%，实际完成值（待补充）"),
    ("合格率", "quality", "大于等于95%", "大于等于95%", "unknown",
     "“合格率”指标目标为大于等于95%，实际完成值（待补充）"),
    ("表彰人数", "quantity", "10人以上", "10人以上", "unknown", "“表彰人数”指标目标为10人以上，实际完成值（待补充）"),
    ("合格率", "quality", None, "97%", "unknown", "“合格率”指标目标为（待补充），实际为97%，是否达到目标（待补充）"),
    ("培训人数", "quantity", "≥50人", "2020年12月", "unknown",
     "“培训人数”指标目标为不低于50人，实际为2020年12月，是否达到目标（待补充）"),
    (None, "quantity", "≥50人", "60人", "exceeded",
     "（待补充）指标目标为不低于50人，实际为60人，超过目标10人"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sub", "target", "actual", "result", "sentence"), SENTENCES)
def test_an_indicator_is_told_by_kind_result_and_direction(
    name: str | None,
    sub: str,
    target: str | None,
    actual: str | None,
    result: str,
    sentence: str,
) -> None:
    """Each number with its unit once, each shortfall by how much, each delay by how long."""
    row = told(name=name, subcategory=sub, target=target, actual=actual)
    assert (row.result, row.sentence) == (result, sentence)


def test_a_target_over_again_is_never_completed_whatever_points_it_got() -> None:
    """≥95% beside ≥95% scores in full, and the report does not call it reached."""
    row = told(name="合格率", subcategory="quality", target="≥95%", actual="≥95%")
    assert row.score == 10
    assert row.completed is None
    assert row.actual_words is None
    assert row.rate_words is None


def test_a_degree_of_a_hundred_proves_nothing_where_nothing_is_scored() -> None:
    """有效提高 beside 100% (S0-E2): the kinds differ, and no rule says what it is worth."""
    row = told(UNSCORED, name="业务保障能力", target="有效提高", actual="100%", points=None)
    assert (row.result, row.completed, row.rate_words) == ("unknown", None, None)


def test_a_kept_ceiling_has_no_rate_that_looks_like_a_shortfall() -> None:
    """57.04 of an allowed 59.2 is 96.35 %, and nothing is missing (S3-E23)."""
    row = told(name="总成本", subcategory="cost", target="≤59.2万元", actual="57.04万元")
    assert row.completion_rate is not None
    assert row.rate_words is None
    assert row.verdict == "控制在目标以内"


WORDS = [
    # typed, name → as a sentence says it
    ("5家", "示范点（家）", "5家"),
    ("5", "示范点（家）", "5家"),
    ("44人人", "职工人数（人）", "44人"),
    ("20人数", "出差干部人数（人）", "20人"),
    ("=5(次/年）", "采购批次(次/年）", "=5次/年"),
    ("=68.95（万元）", "办公费（万元）", "=68.95万元"),
    (">=100%", "合规率（%）", "≥100%"),
    ("95", "满意度（%）", "95%"),
    ("11.25万元", "成本（万元)", "11.25万元"),
    ("20", "费用（万元）", "20万元"),
    ("0.5188万元", "费用", "0.5188万元"),
    ("大于等于95%", "落实率(%)", "大于等于95%"),
    ("9月30日前。", "完成时间", "9月30日前"),
]


@pytest.mark.parametrize(("typed", "name", "said"), WORDS)
def test_a_value_has_its_unit_once_and_its_places_as_given(
    typed: str, name: str, said: str
) -> None:
    """The unit of the cell, else of the name's brackets; 11.25 stays 11.25 and 20 stays 20."""
    assert told(name=name, target=typed, actual="1").target_words == said


def test_neighbours_that_came_out_alike_share_their_verdict() -> None:
    """A clerk does not say 与目标一致 three times."""
    rows = [
        {"name": "手册数量", "target": "50本", "actual": "50本"},
        {"name": "展板数量", "target": "1块", "actual": "1块"},
        {"name": "合格率", "target": "≥95%", "actual": "94%"},
    ]
    form = evaluation(rows)
    facts = gather(form, score_form(form, NATIONAL.policy), NATIONAL)
    part = Part("quantity", "数量指标", facts.rows)
    assert part.told == "手册50本，展板1块，均与目标一致；合格率94%，低于目标1个百分点"


def test_a_shortfall_in_a_list_names_its_target() -> None:
    """What was missed, what was wanted, by how much."""
    row = told(
        name="事故下降率", target="≥20%", actual="18%", note="迁杆延误。下一步：3月完成；"
    )
    assert row.account == "事故下降率18%，目标为不低于20%，低于目标2个百分点"
    assert row.reason == "迁杆延误。下一步：3月完成"
    assert row.reason_lead == "原因和改进措施"
    assert told(name="率", target="1次", note="停电。改进措施：备用电源").reason_lead == "原因"


def test_counts_say_what_is_known_and_no_more() -> None:
    """Two reached, one missed, one unknown: no share while one is not known."""
    rows = [
        {"name": "手册数量", "target": "50本", "actual": "50本"},
        {"name": "合格率", "subcategory": "quality", "target": "≥95%", "actual": "96%"},
        {"name": "完工时间", "subcategory": "timeliness", "target": "9月底前", "actual": "10月"},
        {"name": "满意度", "category": "satisfaction", "subcategory": "beneficiary",
         "target": "≥90%", "actual": "≥90%"},
    ]  # fmt: skip
    form = evaluation(rows)
    names = gather(form, score_form(form, NATIONAL.policy), NATIONAL).names
    counts = ("level1_count", "level2_count", "indicator_count", "completed_count")
    assert [names[key] for key in counts] == [2, 4, 4, 2]
    assert names["completed_share"] is None
    assert [row.name for row in names["unfinished"]] == ["完工时间"]
    assert [row.name for row in names["unknown"]] == ["满意度"]
    known = evaluation(rows[:3])
    names = gather(known, score_form(known, NATIONAL.policy), NATIONAL).names
    assert names["completed_share"] == Decimal(2) / 3


def test_a_deadline_without_a_result_is_met_by_the_day_of_completion_in_the_head() -> None:
    """完工日期 2018年11月底 answers 9月30日前 (S1-E5)."""
    profile = UNSCORED
    form = evaluation([{"name": "宣传工作完成时间", "subcategory": "timeliness",
                        "target": "9月30日前", "points": None}])  # fmt: skip
    finished = entry("完工日期", 8, 2, "2020年11月底")
    form.fields["completion_date"] = finished
    row = gather(form, score_form(form, profile.policy), profile).rows[0]
    assert row.completed is False
    assert row.sentence == "宣传工作完成时间为2020年11月底，晚于目标期限"


def test_execution_is_divided_unrounded() -> None:
    """0.5188 of 1 is 51.88 %, not 52 (S1-E2); 18.6932 of 62.3205 is 30.00 %."""
    form = evaluation([], "1", "0.5188")
    names = gather(form, score_form(form, NATIONAL.policy), NATIONAL).names
    assert names["execution_rate"] == Decimal("0.5188")
    assert names["balance"] == Decimal("0.4812")
    assert names["low_execution"] is True
