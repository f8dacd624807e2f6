"""A report of several projects: text against table, sums, deviations."""

from __future__ import annotations

from tests.audit_texts import only, said

REPORT = """一、基本情况
2022年我局3个项目预算总额是{budget}万元，执行金额是{spent}万元，预算执行率{rate}。
四、完成情况总体分析
1.培训经费项目：预算金额20万元，执行金额{training}万元，执行率{training_rate}，得分100分。
2.道路养护项目：预算金额50万元，执行金额40万元，执行率80%，得分98分。因延期扣2分{tail}
3.宣传经费项目：预算金额30万元，执行金额30万元，执行率100%，得分100分。
五、偏离绩效目标的原因和改进措施
{reason}
附件：评分表
| 项目名称 | 全年预算数(万元) | 全年执行数(万元) | 执行率(%) | 自评得分 |
|---|---|---|---|---|
| 培训经费 | 20 | 20 | 100 | 100 |
| 道路养护 | 50 | 40 | {row_rate} | {score} |
| 宣传经费 | 30 | 30 | 100 | 100 |
{total}
"""
SOUND = {
    "budget": "100", "spent": "90", "rate": "90%", "training": "20", "training_rate": "100%",
    "tail": "。", "reason": "道路养护项目因雨季停工，明年一季度完成。", "row_rate": "80", "score": "98",
    "total": "| 合计 | 100 | 90 | 90 | |",
}  # fmt: skip


def report(**changes: str) -> str:
    """The report with some of its words changed."""
    return REPORT.format(**(SOUND | changes))


def test_a_sound_report_of_several_projects_is_silent() -> None:
    """All that these rules compare fits."""
    assert said(report(), "T4") == []


def test_sums_are_those_of_the_rows() -> None:
    """The text claims that all was spent; the rows say 90 of 100."""
    found = said(report(spent="100", rate="100%"), ["T452", "T453"])

    assert [(each.words, each.against) for each in found] == [
        ("100万元", "90万元"),
        ("100%", "90%"),
    ]
    assert found[0].arithmetic == "20＋40＋30＝90"


def test_another_project_s_money_is_recognised() -> None:
    """培训经费 with the outturn of 道路养护."""
    money, rate = said(report(training="40", training_rate="200%"), "T454")

    assert (money.words, rate.words) == ("40万元", "200%")
    assert "道路养护" in money.message


def test_a_rate_or_score_of_the_text_is_that_of_the_row() -> None:
    """80 % in the text, 90 % in the row: one of them is wrong, and the row does not compute."""
    assert only(report(row_rate="90"), "T454").claim == "80%"
    assert only(report(row_rate="90"), "T404").against == "80%"
    assert only(report(score="95"), "T454").claim == "98分"


def test_the_number_of_projects_is_counted() -> None:
    """Three rows; 14 of another year are not this list, 4 would be."""
    assert only(report().replace("我局3个项目", "我局4个项目"), "T451").against == "3个"
    assert said(report().replace("一、基本", "我局有1个项目库。\n一、基本"), "T451") == []


def test_a_low_execution_belongs_into_the_deviations() -> None:
    """80 % without a word about it."""
    found = only(report(reason="无。"), "T458")

    assert "道路养护" in found.message
    assert "10万元" in found.message


def test_a_table_has_a_total_row_that_adds_up() -> None:
    """A missing row is a warning, a wrong one an error."""
    assert only(report(total=""), "T419").against == "预算金额100万元，执行金额90万元"
    assert only(report(total="| 合计 | 100 | 95 | 95 | |"), "T418").claim == "95"


def test_a_lost_point_is_explained() -> None:
    """98 with 80 %: two of ten are lost for the execution; 95 needs a word, 99 is impossible."""
    quiet = (
        report(score="95", tail="。")
        .replace("因延期扣2分", "因延期")
        .replace("得分98分", "得分95分")
    )
    above = report(score="99.5").replace("得分98分", "得分99.5分")

    assert not only(quiet, "T457").is_error
    assert only(above, "T457").is_error


def test_every_project_is_told_of() -> None:
    """A chapter that goes project by project and stops after two."""
    text = report().replace(
        "3.宣传经费项目：预算金额30万元，执行金额30万元，执行率100%，得分100分。\n", ""
    )

    assert "宣传经费" in only(text, "T459").message


def test_a_project_has_one_name() -> None:
    """道路养护 with a year before it in one place only."""
    text = (
        report()
        .replace("2.道路养护项目", "2.2021年度县乡道路养护项目")
        .replace("| 道路养护 |", "| 县乡道路养护 |")
    )

    assert only(text, "T455").against == "县乡道路养护"
