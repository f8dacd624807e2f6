"""Signs and results that were left out, sentences that break off, steps that run backwards."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("合格率达到98%，观众满意度90以上，按期完成。", "满意度90以上"),
        ("到位率100%，执行率97.2。", "执行率97.2"),
        ("林农满意度不低于85%。问卷显示，林农满意度90.5分。", "满意度90.5分"),
    ],
)
def test_a_rate_has_its_percent_sign(text: str, words: str) -> None:
    """In a report that writes it elsewhere."""
    assert only(text, "T318").words == words


@pytest.mark.parametrize(
    "text",
    [
        "合格率98%，满意度90%以上。",
        "满意度得分90.5分，满意度目标不低于85%。",
        "满意度90.5分。",  # the report counts in points
        "执行率10分、到位率100%。",  # points of the indicator
        "满意度10分，得9.3分，实际满意度93%。",
        "满意度95、96两个百分点之间，合格率98%。",
        "容积率12，绿化率35%。",
    ],
)
def test_points_and_other_rates_need_none(text: str) -> None:
    """Scores are points; 容积率 is no percentage."""
    assert said(text, "T318") == []


TABLE = """
| 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 |
|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 修复文物 | 40 | 40件 | 40件 | 40 |
| 产出指标 | 质量指标 | 验收合格率 | 20 | 100% | 100% | 20 |
| 效益指标 | 可持续影响指标 | 文物保护水平 | 30 | 有效提升 | {actual} | {score} |
| 满意度指标 | 服务对象满意度指标 | 观众满意度 | 10 | ≥90% | 93% | 10 |
"""


def test_what_earns_points_has_a_result() -> None:
    """An empty cell beside 30 points; told at the indicator's name."""
    assert only(TABLE.format(actual="", score="30"), "T308").words == "文物保护水平"
    assert said(TABLE.format(actual="有效提升", score="30"), "T308") == []
    assert said(TABLE.format(actual="", score="0"), "T308") == []


def test_a_table_of_goals_has_no_results() -> None:
    """Where most cells are empty the table was not filled in."""
    table = TABLE.replace("| 40件 | 40 |", "|  | 40 |").replace("| 100% | 20 |", "|  | 20 |")

    assert said(table.format(actual="", score="30"), "T308") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("下一步将倒排工期，加快。", "加快"),
        ("及时核对信息，建议县教体局。", "建议县教体局"),
        ("加强管理，进一步。", "进一步"),
    ],
)
def test_a_sentence_does_not_break_off(text: str, words: str) -> None:
    """Behind 加快 an object is missing, behind 建议县教体局 a verb."""
    assert only(text, "T160").words == words


@pytest.mark.parametrize(
    "text",
    [
        "进度明显加快。",
        "建议县教体局及时共享数据。",
        "抓好整改，落实。",
        "倒排工期，加快结算审计进度。",
        "主管部门为县财政局。",
    ],
)
def test_a_whole_sentence_is_left_alone(text: str) -> None:
    """What ends in 加快 may have its subject before it."""
    assert said(text, "T160") == []


@pytest.mark.parametrize(
    "text",
    [
        "做到底数清、情况明、底数清，台账完备。",
        "项目覆盖龙湾村、新桥村、龙湾村、白塔村。",
    ],
)
def test_a_list_names_a_thing_once(text: str) -> None:
    """The second was meant to be another."""
    assert len(said(text, "T171")) == (1 if text.startswith("做到") else 0)


def test_a_list_that_begins_a_clause_is_read_whole() -> None:
    """Where its first item ends is clear behind a stop or 包括."""
    assert only("项目覆盖五村，包括龙湾村、新桥村、龙湾村、白塔村。", "T171").words.startswith(
        "龙湾村"
    )
    assert said("项目覆盖五村，包括龙湾村、新桥村、白塔村。", "T171") == []
    assert said("甲镇卫生院、乙镇卫生院、卫生院。", "T171") == []


def test_a_clause_is_not_said_twice_in_a_row() -> None:
    """X，X。"""
    text = "建立台账，为困难学生接受教育提供了保障，为困难学生{}教育提供了保障。"

    assert only(text.format("接受"), "T141").words.startswith("为困难学生接受教育")
    assert said(text.format("完成"), "T141") == []


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("组织改厕知识训培4场次。", "T144", "培训"),
        ("人员较少，不能满足工作须要。", "T144", "需要"),
        ("由总务主任、会计和家长代表、为成员的自评小组。", "T153", ""),
        ("资料齐全。（简要说明项目执行相关法律法规及管理制度等情况。）", "T131", ""),
    ],
)
def test_small_lapses_are_seen(text: str, code: str, meant: str) -> None:
    """Words, marks, instructions."""
    assert meant in only(text, code).message


@pytest.mark.parametrize(
    "text",
    [
        "须要指出的是，培训训练并重。",
        "由会计、出纳为主，成员3人。",
        "资料齐全（详见说明第3页）。",
    ],
)
def test_their_likes_are_sound(text: str) -> None:
    """须要 is a word, 训练 is no 训培."""
    assert said(text, ["T144", "T153", "T131"]) == []


STEPS = "2025年1月成立自评小组。1月6日至1月17日核对资料，{}形成报告。"


def test_the_report_is_written_when_all_is_gathered() -> None:
    """The year may stand in the sentence before."""
    assert only(STEPS.format("1月10日"), "T259").words == "1月10日"
    assert said(STEPS.format("1月20日"), "T259") == []
    text = "各市于2021年1月上报自评材料，省级于{}完成汇总。"
    assert only(text.format("2020年3月"), "T259").against == "2021年1月"
    assert said(text.format("2021年3月"), "T259") == []


def test_other_steps_may_be_told_in_any_order() -> None:
    """What was formed earlier in another sentence, and what is no step of the evaluation."""
    assert said("2025年1月17日核对资料。1月10日形成方案。", "T259") == []
    assert said("2025年1月17日付款，1月10日形成固定资产。", "T259") == []


GOALS = "一、绩效目标\n资金支出进度不低于95%，抚育合格率不低于90%，满意度不低于85%。\n二、完成情况\n{}\n"


def test_points_from_the_goal_are_the_difference() -> None:
    """95 − 94.19 = 0.81."""
    text = GOALS.format("资金支出进度94.19%，未达到目标{}个百分点。")

    assert only(text.format("0.91"), "T344").against == "0.81个百分点"
    assert said(text.format("0.81"), "T344") == []
    assert said(GOALS.format("资金支出进度94.19%，比上年低0.91个百分点。"), "T344") == []


def test_no_problem_and_one_are_told_of_one_line() -> None:
    """（二）问题。 in a chapter that has experience and suggestions, too."""
    text = "五、经验、问题和建议\n（一）经验。做到先建机制。\n（二）问题。资金支付进度缓慢{}。\n（三）建议。列入预算。\n"

    assert only(text.format("，未发现存在问题"), "T624").words.startswith("未发现")
    assert said(text.format(""), "T624") == []
