"""Goals against results, satisfaction, deadlines, and several projects in one report."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said

GOALS = """一、基本情况
（二）项目绩效目标
①数量指标
“保障车辆数（辆）”指标，预期指标值为=12辆。
②质量指标
“验收合格率（%）”指标，预期指标值为=100%。
③时效指标
“{time}”指标，预期指标值为{due}。
④成本指标
“车辆维修费（万元）”指标，预期指标值为≤18万元。
“车辆保险费（万元）”指标，预期指标值为≤6万元。
“燃油费（万元）”指标，预期指标值为≤30万元。
四、指标分析
（1）对于“产出数量”：
保障车辆12辆，与预期目标一致，根据评分标准，该指标不扣分，得10分。
（2）对于“产出质量”：
验收合格率100%，与预期目标一致，根据评分标准，该指标不扣分，得10分。
（3）对于“产出时效”：
任务完成时间2022年12月，与预期目标一致，根据评分标准，该指标不扣分，得10分。
（4）对于“产出成本”：
{cost}
"""
COSTS = (
    "车辆维修费17万元，控制在目标内，根据评分标准，该指标不扣分，得3分。\n"
    "车辆保险费6万元，控制在目标内，根据评分标准，该指标不扣分，得3分。\n"
    "燃油费29万元，控制在目标内，根据评分标准，该指标不扣分，得4分。"
)
ONE_COST = "本年支出金额52万元，控制在目标内，根据评分标准，该指标不扣分，得10分。"


def report(time: str = "任务完成时间", due: str = "2022年12月底前", cost: str = COSTS) -> str:
    """A report with a list of goals and a list of results."""
    return GOALS.format(time=time, due=due, cost=cost)


def test_lists_that_answer_each_other_are_sound() -> None:
    """Names are varied (保障车辆数, 保障车辆12辆) and mean the same."""
    assert said(report(), "T33") == []


def test_a_result_belongs_to_a_goal() -> None:
    """时效 aims at a rate and reports a date: another indicator, and no deadline to keep."""
    text = report(time="资金支付及时率（%）", due="=100%")

    assert only(text, "T331").claim == "任务完成时间"
    assert "资金支付及时率" in only(text, "T331").message
    assert only(text, "T333").words == "2022年12月"


def test_each_goal_gets_a_result() -> None:
    """Three costs were set and one sum is reported."""
    found = only(report(cost=ONE_COST), "T332")

    assert "3个目标" in found.message
    assert found.words.startswith("本年支出金额52万元")


def test_a_name_stands_once_in_a_list() -> None:
    """验收合格率 is the goal of 质量 and of 时效."""
    found = only(report(time="验收合格率（%）", due="=100%"), "T330")

    assert "②质量指标" in found.message
    assert said(report(time="验收及时率（%）", due="=100%"), "T330") == []


def test_units_in_brackets_tell_names_apart() -> None:
    """电费（月） and 电费（万元） are two indicators."""
    text = "“电费（月）”指标，预期指标值为=12月。\n“电费（万元）”指标，预期指标值为=7万元。\n"

    assert said(text, "T330") == []


# --- satisfaction

SATISFIED = """（二）项目绩效目标
“受益群众满意度（%）”指标，预期指标值为≥95%。
三、综合评价结论
{said}
四、指标分析
对于满意度指标：受益群众满意度96%，与预期目标一致，根据评分标准，该指标不扣分，得10分。
"""


def test_satisfaction_is_one_number() -> None:
    """99% in the conclusion, 96% in the analysis."""
    found = only(SATISFIED.format(said="项目成效明显，受益群众满意度达到99%。"), "T335")

    assert (found.claim, found.against) == ("99%", "96%")
    assert found.words == "受益群众满意度达到99%"


@pytest.mark.parametrize(
    "words",
    [
        "受益群众满意度达到96%。",
        "受益群众满意度达到95%以上。",
        "受益群众满意度稳步提升。",
        "其中东区群众满意度98%，西区群众满意度94%。",  # parts of it
    ],
)
def test_bounds_parts_and_words_contradict_nothing(words: str) -> None:
    """More than 95% is true of 96%; parts have rates of their own."""
    assert said(SATISFIED.format(said=words), ("T335", "T336")) == []


def test_a_bound_that_the_result_misses_is_told() -> None:
    """98%以上 is not true of 96%."""
    text = SATISFIED.format(said="受益群众满意度达到98%以上。")

    assert only(text, "T335").claim == "98%以上"


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("受益职工满意度达到96%。", False),
        ("受益农户满意度达到96%。", True),
        ("服务对象满意度达到96%。", True),
        ("社会公众满意度达到96%。", True),
    ],
)
def test_the_same_people_are_asked(words: str, fits: bool) -> None:
    """Staff are no 群众; farmers are, and 服务对象 may be anybody."""
    assert (said(SATISFIED.format(said=words), "T336") == []) is fits


def test_the_sentence_around_an_indicator_speaks_of_its_people() -> None:
    """收益群众满意度为：“党建工作人员的满意度%” names two groups."""
    text = "经问卷调查项目{}满意度为：“党建工作人员的满意度%”指标，预期指标值为≥95%，实际完成指标值为96%。\n"

    assert only(text.format("收益群众"), "T336").words == "经问卷调查项目收益群众满意度为："
    assert said(text.format("工作人员"), "T336") == []


def test_a_table_is_the_survey_too() -> None:
    """96% in the table and 99% in the conclusion."""
    table = "| 三级指标 | 分值 | 目标值 | 实际完成值 | 得分 |\n| 学员满意度 | 10 | ≥90% | 96% | 10 |\n"
    text = "三、结论\n培训效果良好，学员满意度达到{}。\n四、指标\n" + table

    assert only(text.format("99%"), "T335").against == "96%"
    assert said(text.format("96%"), ("T335", "T336")) == []
    assert said(text.format("90%以上"), ("T335", "T336")) == []


# --- time


def dated(target: str, actual: str) -> str:
    """One indicator with a deadline."""
    return f"“验收时间”指标：预期指标值为{target}，实际完成指标值为{actual}；\n"


def test_a_deadline_is_kept() -> None:
    """Done on 10 December where 30 September was the last day."""
    found = only(dated("2022年9月30日前", "2022年12月10日"), "T340")

    assert found.words == "2022年12月10日"
    assert said(dated("2022年9月30日前", "2022年9月30日"), "T340") == []
    assert said(dated("2022年12月底前", "2022年12月"), "T340") == []
    assert said(dated("9月30日前", "2022年9月28日"), "T340") == []


LIST = (
    "主要内容:制作手册50本以上、展板1块；开展宣传2次以上；宣传工作须在9月30日前完成；"
    "投诉率5%以内，满意度达到90%以上。\n四、绩效情况\n"
)


def test_the_end_of_the_work_shows_that_a_deadline_was_kept() -> None:
    """截至11月底全部完成 does not show 9月30日前; then 6 of 6 cannot stand: 5 ÷ 6."""
    done = "截至2018年{}项目已经全部实施完成。\n共设三级指标6个，其中已完成三级指标6个，指标完成率为100%。\n"

    assert (
        only(LIST + done.format("11月底"), "T341").words
        == "截至2018年11月底项目已经全部实施完成"
    )
    assert "5 ÷ 6 = 83.33%" in only(LIST + done.format("11月底"), "T342").arithmetic
    assert said(LIST + done.format("9月20日"), ("T341", "T342")) == []


def test_all_completed_cannot_be_while_one_is_missed() -> None:
    """14 of 15 people trained, and 3 of 3 indicators completed: at most 2 ÷ 3."""
    text = (
        "本项目共设置三级指标3个，其中已完成三级指标3个，指标完成率为100%。\n"
        "“培训人数（人）”指标：预期指标值为大于等于15人，实际完成指标值为{}人；\n"
    )

    found = only(text.format(14), "T342")
    assert found.arithmetic == "最多完成 2 ÷ 3 = 66.67%"
    assert said(text.format(15), "T342") == []
    assert said(text.replace("已完成三级指标3", "已完成三级指标2").format(14), "T342") == []


@pytest.mark.parametrize(
    ("words", "false"),
    [
        ("各项绩效目标均已完成。", True),
        ("项目圆满完成了年初设定的绩效目标。", True),
        ("产出指标、效益指标均已达到预期。", True),
        ("除培训人数外，其余绩效目标均已完成。", False),
        ("下一步确保绩效目标全部完成。", False),
        ("项目完成了资金支付。", False),
    ],
)
def test_all_goals_are_not_reached_while_one_is_missed(words: str, false: bool) -> None:
    """14 of 15; only a sentence that says all is wrong."""
    text = "三、结论\n{}\n四、分析\n培训人数目标值≥15人，实际完成{}人。\n"

    assert bool(said(text.format(words, 14), "T343")) is false
    assert said(text.format(words, 15), "T343") == []


def test_the_end_of_a_part_is_not_the_end_of_the_work() -> None:
    """Accepting and paying come after the work, and have no deadline here."""
    later = "于2018年12月10日前完成检查验收。\n截至2018年12月底全部完成资金支付。\n"

    assert said(LIST + later, ("T341", "T342")) == []


# --- several projects


def test_the_execution_rate_is_not_the_goals() -> None:
    """96.35% of the money and 96.35% of the goals, in one paragraph."""
    text = "预算59.2万元，执行57.04万元，执行率96.35%，得分97分。绩效目标完成率为{}。\n"

    assert only(text.format("96.35%"), "T345").words == "绩效目标完成率为96.35%"
    assert said(text.format("98.5%"), "T345") == []
    assert said(text.replace("96.35%", "100%").format("100%"), "T345") == []
