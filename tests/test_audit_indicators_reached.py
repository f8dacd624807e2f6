"""完成目标, 全部达到, 无偏差: what such words are held against, in prose of many styles."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said
from tests.test_audit_indicators_dates import PAGE

TAIL = "四、偏离绩效目标的原因和下一步改进措施\n{deviation}\n"


def page(results: str, goals: str = "提高亮化水平。", deviation: str = "略。") -> str:
    """A short report with these goals, results and deviations."""
    text = PAGE.format(about="项目由县住建局实施。", goals=goals, results=results)
    return text + TAIL.format(deviation=deviation)


# --- the sentence of the indicator


@pytest.mark.parametrize(
    ("sentence", "words", "arithmetic"),
    [
        ("路灯安装目标200盏，实际安装188盏，完成目标。", "188盏", "188 < 200"),
        ("员工流失率：目标为不高于8%，年末流失12人，流失率9.27%，完成目标。", "9.27%", "9.27 > 8"),
        ("投诉率目标≤2%，实际为2.6%，达到年度目标，得10分。", "2.6%", "2.6 > 2"),
        ("按期完工率：目标值100%，5个工程中4个按期完工，实际80%，完成目标。", "80%", "80 < 100"),
        ("用户满意度：目标值≥95%，回访300户，满意272户，实际90.67%，达到目标，得10分。", "90.67%", "90.67 < 95"),
        ("学生满意度88.27%，目标90%，完成目标。", "88.27%", "88.27 < 90"),
        ("计划培训600人次，全年实际培训580人次，完成了年度任务。", "580人次", "580 < 600"),
        ("救助群众不少于300人的目标已完成，全年共救助268人。", "268人", "268 < 300"),
        ("资料归档率100%的目标已实现，抽查120份，归档率93.33%。", "93.33%", "93.33 < 100"),
        ("人员年流失率应控制在8%以内，实际流失率9.27%，达标。", "9.27%", "9.27 > 8"),
        ("办结时限目标≤15个工作日，平均办结18个工作日，符合要求。", "18个工作日", "18 > 15"),
    ],
)  # fmt: skip
def test_a_result_that_is_called_reached_was_reached(
    sentence: str, words: str, arithmetic: str
) -> None:
    """Counts may stand between; the figure is the one of the target's kind."""
    found = only(page(sentence), "T313")

    assert (found.words, arithmetic in found.message) == (words, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "投诉率目标≤2%，实际为1.6%，达到年度目标，得10分。",
        "学生满意度88.27%，目标90%，低于目标。",
        "2型糖尿病患者管理人数：目标值≥5200人，实际管理5037人，为目标的96.87%，未完成目标。",
        "更换智能水表：年初目标值4600块，实际更换4480块，完成率97.39%，扣0.6分。",
        "灾害发生率目标值4‰，实际1‰，完成目标。",
        "项目年度绩效目标共8项，2022年完成6项，其余没有达到。",
        "应管理10360人，实际管理9813人，完成目标。",
        "计划培训600人次，全年实际培训612人次，完成了年度任务。",
        "计划培训600人次，受疫情影响实际培训580人次，没有完成年度任务。",
        "“大棚座数（座）”指标：预期指标值为120座，实际完成指标值为118座，指标完成率为98.33%；",
    ],
)
def test_what_was_reached_or_owned_up_to_is_silent(sentence: str) -> None:
    """Reached, less is better, or the miss is admitted in the sentence."""
    assert said(page(sentence), "T313") == []


def test_a_chapter_in_full_misses_nothing() -> None:
    """权重40分，得分40分 over 1050 of 1500 平方米."""
    text = "四、指标分析\n（三）项目产出情况。共7个三级指标，权重40分，得分{}分。\n1.产出数量。门窗目标310樘，实际完成310樘；操场硬化目标1500平方米，实际完成1050平方米。\n"

    found = only(text.format(40), "T313")
    assert (found.words, found.claim) == ("1050平方米", "权重40分，得分40分")
    assert said(text.format("38.8"), "T313") == []
    headed = (
        "四、绩效\n（三）效益（满分30分，自评30分）\n管网漏损率：年初目标值≤12%，实际13.6%。\n"
    )
    assert "13.6 > 12" in only(headed, "T313").message


# --- goals of another chapter


def test_a_goal_of_another_chapter_is_reached_where_it_is_said() -> None:
    """不高于8% in the goals, 9.27%，达到预期目标 in the results."""
    goals = "员工流失率不高于8%，培训员工不少于120人。"

    found = only(page("全年员工流失率9.27%，达到预期目标。", goals), "T313")
    assert (found.words, found.claim) == ("9.27%", "达到预期目标")
    assert "9.27 > 8" in found.message
    for sound in (
        "全年员工流失率7.27%，达到预期目标。",
        "全年员工流失率9.27%，没有达到预期目标。",
        "其中新员工流失率9.27%，达到预期目标。",
        "培训员工126人，达到预期目标。",
    ):
        assert said(page(sound, goals), "T313") == [], sound


def test_the_annex_and_the_chapter_tell_one_result() -> None:
    """操场硬化 1050 in the text is 操场硬化面积 1500 in the annex: one name, one target."""
    rows = "".join(
        f"| 数量指标 | {name} | 4 | {target} | {actual} | 4 |\n"
        for name, target, actual in (
            ("屋面防水面积", "≥2400平方米", "2460平方米"), ("更换门窗数量", "≥310樘", "310樘"),
            ("改造厕所数量", "4间", "4间"), ("操场硬化面积", "≥1500平方米", "1500平方米"),
            ("屋面防水单位成本", "≤245元/平方米", "236元/平方米"),
        )
    )  # fmt: skip
    text = (
        "四、指标分析\n屋面防水目标2400平方米，实际完成2460平方米；更换门窗目标310樘，实际完成310樘；"
        "改造厕所目标4间，实际完成4间；操场硬化目标1500平方米，实际完成{}平方米。\n附件：评分表\n"
        "| 二级指标 | 三级指标 | 权重 | 目标值 | 实际值 | 得分 |\n" + rows
    )
    assert only(text.format(1050), "T334").against == "1050平方米"
    assert said(text.format(1500), "T334") == []


# --- statements about all


MISSED = (
    "1.产出指标。路灯安装数量：目标值≥200盏，实际188盏，为目标的94.00%，未完成目标。\n"
    "亮灯率：目标值≥95%，实际97%，完成目标。"
)


@pytest.mark.parametrize(
    ("results", "deviation", "words"),
    [
        (MISSED + "\n全部指标均达到或超过目标。", "略。", "全部指标均达到"),
        ("全部三级指标均达到或超过年初目标值。\n" + MISSED, "略。", "全部三级指标均达到"),
        (MISSED, "各项绩效目标均已完成，无未完成情况。", "各项绩效目标均已完成"),
        (MISSED, "本项目无偏离绩效目标的情况。", "无偏离绩效目标的情况"),
        (MISSED, "不存在偏差。", "不存在偏差"),
        (MISSED, "项目产出指标全部完成。", "产出指标全部完成"),
        (MISSED, "无。", "无"),
        (MISSED, "本年度不存在未完成的绩效目标。", "不存在未完成的绩效目标"),
        (MISSED, "9项指标全部完成。", "9项指标全部完成"),
        (MISSED, "该资金项目已按照计划完成目标，完成质量较好。", "项目已按照计划完成目标"),
        (MISSED, "绩效目标完成率100%。", "绩效目标完成率100%"),
    ],
)
def test_what_says_all_is_held_against_each(results: str, deviation: str, words: str) -> None:
    """The indicator that fell short is named with both numbers."""
    found = only(page(results, deviation=deviation), "T343")

    assert words in found.words
    assert "“路灯安装数量”目标≥200盏、实际188盏" in found.message


@pytest.mark.parametrize(
    ("results", "deviation"),
    [
        (MISSED, "除路灯安装数量外，其他指标均已完成。"),
        (MISSED, "效益指标全部完成。"),
        (MISSED, "下一步确保各项绩效目标全部完成。"),
        (MISSED, "资金使用不存在偏差。"),
        (MISSED, "亮灯率指标不存在偏差。"),
        (MISSED, "多数指标达到或超过目标，仅路灯安装数量没有达到。"),
        (MISSED.replace("188盏，为目标的94.00%，未完成", "210盏，完成"), "各项绩效目标均已完成，无未完成情况。"),
        ("设三级指标9个，完成9个，完成率100%。", "本项目不存在偏离绩效目标的情况。"),
        ("全年计划检查12次，完成12次。", "无偏离绩效目标的情况。"),
    ],
)  # fmt: skip
def test_what_speaks_of_some_or_is_true_is_silent(results: str, deviation: str) -> None:
    """The rest, other kinds, wishes, the money, one indicator, and sound reports."""
    assert said(page(results, deviation=deviation), "T343") == []


def test_the_rate_of_one_indicator_speaks_of_it_alone() -> None:
    """指标完成率为100% in the sentence of an indicator is no word about the others."""
    other = "“培训期数（期）”指标：预期指标值为4期，实际完成指标值为4期，指标完成率为100%；"

    assert said(page(f"{MISSED}\n{other}"), "T343") == []


@pytest.mark.parametrize(
    ("results", "against"),
    [
        ("本项目设置三级指标9个，完成7个，完成率77.78%。", "9个，完成7个"),
        ("指标完成情况：完成7个/9个。", "完成7个/9个"),
        ("三级指标完成率为77.78%。", "指标完成率为77.78%"),
    ],
)
def test_the_report_s_own_count_contradicts_no_deviation(results: str, against: str) -> None:
    """完成7个/9个 and 不存在偏离 cannot both hold."""
    found = only(page(results, deviation="本项目不存在偏离绩效目标的情况。"), "T343")

    assert f"“{against}”" in found.message


def test_a_goal_of_the_list_that_was_missed_counts_too() -> None:
    """Goals in one chapter, results in another, 绩效目标全部完成 behind them."""
    goals = "安装路灯200盏，亮灯率不低于95%。"

    found = only(page("安装路灯188盏，亮灯率97%。绩效目标全部完成。", goals), "T343")
    assert "“安装路灯”目标200盏、实际188盏" in found.message
    for sound in (
        "安装路灯200盏，其中主干道88盏。绩效目标全部完成。",
        "2021年安装路灯180盏。安装路灯200盏。绩效目标全部完成。",
    ):
        assert said(page(sound, goals), "T343") == [], sound
