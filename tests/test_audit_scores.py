"""Scores and grades of a report: totals, parts, items, tables, and the grade that they earn."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said


def test_parts_make_the_total() -> None:
    """20 + 20 + 38 + 20 is not 100."""
    text = "本项目总得分为100分。其中，决策类指标得分20分，过程类指标得分20分，产出类指标得分{}分，效益类指标得分20分。"

    assert only(text.format(38), "T411").arithmetic == "20＋20＋38＋20＝98"
    assert said(text.format(40), "T411") == []


def test_a_score_rate_is_score_over_points() -> None:
    """18 of 20 is 90 %."""
    text = "权重分为20分，实际得分18分，得分率为{}。"

    assert only(text.format("100%"), "T412").against == "90%"
    assert said(text.format("90%"), "T412") == []


def test_no_score_is_above_its_points() -> None:
    """12 of 10 cannot be."""
    assert only("该指标分值10分，得分12分。", "T413").words == "12分"
    assert said("该指标分值10分，得分10分。", "T413") == []


CHAPTER = """一、绩效评价指标分析
（一）项目决策情况
项目决策类指标由3个三级指标构成，权重分为12分，实际得分12分，得分率为100%。
（1）立项依据充分性：依据充分{first}。
（2）立项程序规范性：程序规范，得5分。
（3）绩效目标合理性：目标合理，得{last}分。
（二）项目过程情况
制度健全。
"""


def test_the_items_of_a_chapter_make_its_score() -> None:
    """A missing item is named; a sum above the chapter's score is another message."""
    missing = only(CHAPTER.format(first="", last=5), "T414")
    above = only(CHAPTER.format(first="，得2分", last=6), "T414")

    assert "没有写得分的：立项依据充分性" in missing.message
    assert above.against == "13分"
    assert said(CHAPTER.format(first="，得2分", last=5), "T414") == []


def test_a_subtotal_is_what_stands_above_it() -> None:
    """2 + 2 + 1 makes 5."""
    text = (
        "（1）产出数量\n培训完成，得2分。\n发放完成，得2分。\n检查完成，得1分。\n合计得{}分。"
    )

    assert only(text.format(6), "T415").arithmetic == "2＋2＋1＝5"
    assert said(text.format(5), "T415") == []


def test_a_part_has_one_score_in_conclusion_and_chapter() -> None:
    """The conclusion says 20, the chapter 19."""
    text = (
        "三、结论\n本项目总得分为99分。其中，决策类指标得分20分，过程类指标得分20分。\n"
        "四、分析\n（一）项目决策情况\n项目决策类指标权重分为20分，实际得分{}分，得分率为100%。"
    )

    assert only(text.format(19), "T416").against == "20分"
    assert said(text.format(20), "T416") == []


def test_the_total_is_one_number() -> None:
    """98.5 in one chapter and 95.8 in another."""
    text = "一、概述\n自评总得分98.5分，等级为优。\n三、结论\n综合得分为{}分，评价等级为优。"

    assert only(text.format("95.8"), "T417").against == "98.5分"
    assert said(text.format("98.5"), "T417") == []
    assert said("自评总得分98分，其中产出指标得分50分，满意度得分9分。", "T417") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("总得分89.5分，评价等级为“优”。", "T432"),
        ("总得分90分，评价等级为“优”。", ""),
        ("总得分89.5分，属于“良好”。", "T431"),
        ("总得分为84.47分，评级为“优”。", "T432"),
        ("总得分为59.9分，评价结果为差。", ""),
        ("质量优良，服务态度良好，总得分95分，评价等级为优。", ""),
        (
            "优（90分（含）—100分）；良（80分（含）—90分）；中（60分（含）—80分）；差（0分—60分）。",
            "",
        ),
    ],
)
def test_a_grade_fits_the_score(text: str, code: str) -> None:
    """By the national table where the report prints none; 良好 is 良 written wrongly."""
    assert [each.code.number for each in said(text, ["T431", "T432"])] == (
        [code] if code else []
    )


def test_a_grade_table_of_the_report_counts() -> None:
    """优 from 80 where the report says so."""
    table = "总分为85～100分（含85分）的为“优”；75～85分（含75分）为“良”；60～75分（含60分）为“中”；低于60分的为“差”。"

    assert said(f"{table}\n综合得分86分，考评等级为“优”。", "T432") == []
    assert (
        "报告所写的等级标准" in only(f"{table}\n综合得分76分，考评等级为“优”。", "T432").message
    )


def test_a_total_without_any_part_cannot_be_recomputed() -> None:
    """No points, no item, no table: said once, at the total."""
    alone = "三、结论\n经评价，项目得分为96分，评价结果为优。"

    assert only(alone, "T420").words == "96分"
    assert said(alone + "\n四、分析\n产出指标分值50分，得48分。", "T420") == []
    assert said(alone + "\n评分明细见附件1。", "T420") == []


def test_a_report_of_completed_indicators_ends_in_a_score() -> None:
    """指标完成率 without score or grade; a report that is not scored at all says so."""
    heads = "一、概况\n二、资金\n三、组织\n四、绩效\n{}三级指标5个，其中已完成三级指标5个，指标完成率为100%。\n五、问题\n无。"

    assert only(heads.format(""), "T421").words == "100%"
    assert said(heads.format("总得分98分，等级为优。"), "T421") == []
    assert said(heads.format("按转移支付要求开展自评。"), "T421") == []


TABLE = (
    "附件1 自评表\n| 一级指标 | 二级指标 | 三级指标 | 分值 | 目标值 | 实际完成值 | 得分 |\n"
    "|---|---|---|---|---|---|---|\n"
    "| 预算执行率 | 预算执行率 | 预算执行率 | 10 | 100% | 100% | 10 |\n"
    "| 产出指标 | 数量指标 | 培训人数 | {output} | ≥100人 | 120人 | {output} |\n"
    "| 效益指标 | 社会效益指标 | 就业率 | 30 | ≥90% | 95% | 30 |\n"
    "| 满意度指标 | 服务对象满意度指标 | 学员满意度 | {satisfied} | ≥90% | 96% | {satisfied} |\n"
)


def test_a_score_table_adds_up() -> None:
    """The total row, or the total of the text where the table has no row; the row is asked for."""
    table = TABLE.format(output=50, satisfied=10)
    total = "| 总分 | | | 100 | | | {} |\n"

    assert said(table + total.format(100), ["T418", "T419"]) == []
    assert only(table + total.format(98), "T418").against == "100分"
    assert only(table, "T419").against == "100分"
    assert only("总得分99分，等级为优。\n" + table, "T418").claim == "99分"


def test_other_weights_need_a_reason() -> None:
    """60 and 0 are not 50 and 10; a sentence about the weights is a reason."""
    unusual = TABLE.format(output=55, satisfied=5) + "| 总分 | | | 100 | | | 100 |\n"

    assert "产出55" in only(unusual, "T422").message
    assert said(TABLE.format(output=50, satisfied=10), "T422") == []
    assert said("本项目权重根据县财政局通知调整。\n" + unusual, "T422") == []


def test_a_part_is_not_above_the_points_that_stand_beside_it() -> None:
    """产出指标（50分，得52分）, in brackets or not, with the number of indicators between."""
    for text in (
        "产出指标（50分，得{}分）。", "产出指标50分，得分{}分。", "产出指标5个，分值50分，得分{}分。",
        "一是产出指标。产出指标（50分）得{}分。",
    ):  # fmt: skip
        assert only(text.format(52), "T413").words == "52分"
        assert said(text.format(48), "T413") == []


def test_a_total_by_another_word_is_the_total() -> None:
    """综合评分, 自评评分, 评分为; a mark of something else is none."""
    parts = "产出指标得50分，效益指标得29分，满意度指标得10分，预算执行率得9分，{}分。"
    for word in ("综合评分", "自评评分为", "评分为", "综合得分"):
        assert only(parts.format(f"{word}99"), "T411").words == "99分"
        assert said(parts.format(f"{word}98"), "T411") == []
    assert said("总得分98分。满意度评分95分。", "T417") == []


def test_a_grade_is_read_behind_the_verbs_that_give_it() -> None:
    """评为, 评定为, 自评为; what somebody else was awarded is no grade of the project."""
    for words in ("评为良", "评定为良", "自评为“良”", "属良等次", "定级为良"):
        assert only(f"项目总得分95分，{words}。", "T432").words == "良"
    for words in ("单位年度考核评为良好。", "被评为良好示范点。", "3人评为优秀。"):
        assert said(f"项目总得分95分，等级为优。{words}", ("T431", "T432")) == []
