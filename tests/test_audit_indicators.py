"""Indicators of a report: kinds, results, rates, scores, units; and what is near a fault and none."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said

HEAD = "（三）项目产出情况\n"


def labelled(name: str, target: str, actual: str, rate: str = "") -> str:
    """One sentence in the style of 新疆."""
    behind = f"，指标完成率为{rate}" if rate else ""
    return f"“{name}”指标：预期指标值为{target}，实际完成指标值为{actual}{behind}；\n"


# --- kinds and results


@pytest.mark.parametrize(
    ("target", "actual"),
    [("有效提高", "100%"), ("≥95%", "显著提升"), ("12次", "达成预期指标"), ("及时", "70%")],
)
def test_target_and_result_are_of_one_kind(target: str, actual: str) -> None:
    """Words against a number cannot be compared; the remark stands at the result."""
    found = only(HEAD + labelled("业务保障能力提升情况", target, actual), "T301")

    assert found.words == actual
    assert target in found.message


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("有效提高", "有效提高"),
        ("≥95%", "98%"),
        ("2022年12月底前", "2022年11月"),
        ("2022年12月底前", "按期完成"),  # a date is better, but the answer fits
        ("有效提高", "部分达成（70%）"),
        ("不超过预算", "36.5万元"),
    ],
)
def test_what_answers_the_target_is_passed_over(target: str, actual: str) -> None:
    """The same kind, a judgement with its degree, an amount against the budget."""
    assert said(HEAD + labelled("业务保障情况", target, actual), "T301") == []


def test_a_result_does_not_repeat_the_sign_of_its_target() -> None:
    """大于等于95% was not measured; the remark offers the bare number."""
    found = only(HEAD + labelled("落实率（%）", "大于等于95%", "大于等于95%"), "T302")

    assert found.words == "大于等于95%"
    assert "95%" in found.advice
    assert said(HEAD + labelled("落实率（%）", "大于等于95%", "96.2%"), "T302") == []


def test_a_rate_needs_a_target_and_a_result() -> None:
    """Beside three whole indicators one with nothing but 完成率100% stands out."""
    whole = "".join(labelled(name, "5次", "5次", "100%") for name in ("培训", "宣传", "检查"))
    bare = "本项目对党建工作的长期影响，指标完成率为100%；\n"

    assert "长期影响" in only(HEAD + whole + bare, "T303").message
    assert said(HEAD + bare, "T303") == []  # no others to compare with
    total = "本项目绩效指标总体完成率为100%。\n西秀镇产业项目已完成竣工验收，完成率100%。\n"
    assert said(HEAD + whole + "（二）其他\n" + total.split("\n", maxsplit=1)[0], "T303") == []


def test_an_affirmed_result_says_how_much() -> None:
    """A bare task is no result; words of degree and numbers are."""
    text = "四、绩效评价指标分析\n（四）项目效益情况\n对于“社会效益指标”：\n{}，与预期指标一致，根据评分标准，该指标不扣分，得5分。\n"

    assert only(text.format("提升公共服务水平"), "T304").claim == "提升公共服务水平"
    for sound in ("公共服务水平有效提升", "有效提升公共服务水平", "服务企业32家", "未发生投诉"):
        assert said(text.format(sound), "T304") == [], sound


LIST = (
    "主要内容:制作宣传手册50本以上、宣传展板1块；全年开展宣传2次以上；发放率100%；"
    "宣传工作须在9月30日前完成；单本购置成本0.0062万元以内；投诉率5%以内，满意度达到90%以上。\n"
)


def test_completed_goals_have_at_least_one_result() -> None:
    """Eight targets, 已完成8个, and not one actual value anywhere."""
    done = "共设置三级指标8个，其中已完成三级指标8个，指标完成率为100%。\n"
    found = only(LIST + "四、绩效情况\n" + done, "T305")

    assert "8个" in found.claim
    assert "制作宣传手册50本以上" in found.message
    assert said(LIST + "四、绩效情况\n" + done + "制作宣传手册62本。\n", "T305") == []
    assert said("四、绩效情况\n" + done, "T305") == []  # no targets: nothing to prove


def test_a_plan_is_no_result() -> None:
    """计划表彰10个以上 says what was meant; 实际表彰12个 says what was done."""
    text = "计划表彰优秀党员10个以上，{}绩效目标完成率达到了100%；得分100分。\n"

    assert only(text.format(""), "T306").words == "计划表彰优秀党员10个以上"
    assert said(text.format("实际表彰12个。"), "T306") == []
    assert said(text.format("共表彰12个。"), "T306") == []
    assert said("明年计划表彰优秀党员10个以上。\n", "T306") == []


def test_the_paragraph_on_economy_compares_costs() -> None:
    """Goals of cost were set; 经济性 only repeats the budget."""
    text = "四、绩效情况\n经济性：项目预算1万元，于当年支出0.5188万元{}。\n"

    found = only(LIST + text.format(""), "T307")
    assert "单本购置成本0.0062万元以内" in found.message
    assert said(LIST + text.format("，单本成本0.0044万元"), "T307") == []
    assert said(text.format(""), "T307") == []


# --- rates and scores


@pytest.mark.parametrize(
    ("target", "actual", "rate"),
    [("130个", "221个", "150%"), ("≥95%", "98%", "100.5%"), ("12次", "9次", "80%")],
)
def test_a_completion_rate_is_the_quotient(target: str, actual: str, rate: str) -> None:
    """A rate that no way of counting gives is wrong; the division is shown."""
    found = only(HEAD + labelled("系统维护", target, actual, rate), "T310")

    assert found.words == rate
    assert "÷" in found.arithmetic


@pytest.mark.parametrize(
    ("target", "actual", "rate"),
    [
        ("130个", "221个", "170%"),
        ("130个", "221个", "100%"),  # capped
        ("≤19.48万元", "19.27万元", "98.92%"),
        ("≤19.48万元", "19.27万元", "100%"),
        ("≤19.48万元", "19.27万元", "101.09%"),  # target ÷ actual
        ("≤20万元", "22万元", "90%"),  # less the excess
        ("3次", "2次", "66.67%"),
        ("3次", "2次", "66.6%"),  # cut and not rounded
        ("3次", "2次", "67%"),
        ("有效提高", "有效提高", "100%"),
        ("2022年12月底前", "2022年11月", "100%"),
        ("≥95%", "≥95%", "100%"),
    ],
)
def test_every_usual_way_of_counting_a_rate_is_allowed(
    target: str, actual: str, rate: str
) -> None:
    """Capped, cut, inverse, less the excess: regions differ."""
    assert said(HEAD + labelled("系统维护成本", target, actual, rate), "T310") == []


ROWS = (
    "| 二级指标 | 三级指标 | 分值 | 目标值 | 实际完成值 | 完成率 | 得分 | 偏差原因分析及改进措施 |\n"
    "| 数量指标 | {name} | {points} | {target} | {actual} | {rate} | {score} | {note} |\n"
    "| 质量指标 | 验收合格率 | 10 | ≥95% | 96% | | 10 | |\n"
)


def row(**cells: str) -> str:
    """A table with one row of these cells and a sound one."""
    given = {"name": "维护系统数量", "points": "15", "target": "≥130个", "actual": "130个"}
    return ROWS.format(**(given | {"rate": "", "score": "15", "note": ""} | cells))


def test_far_more_than_the_target_is_explained() -> None:
    """170 % with a reason that only says 221 again; the sum is in the message."""
    found = only(row(actual="221个", note="维护221个村系统。"), "T311")

    assert found.words == "维护221个村系统。"
    assert "170%" in found.message
    assert said(row(actual="221个", note="因新增91个行政村，全部纳入维护。"), "T311") == []
    assert said(row(actual="140个"), "T311") == []


def test_an_over_completion_without_any_note_stands_at_the_result() -> None:
    """An empty cell has no words to stand at."""
    assert only(row(actual="221个"), "T311").words == "221个"


def test_a_score_is_not_above_its_points() -> None:
    """16 of 15."""
    assert only(row(score="16"), "T312").words == "16"
    assert said(row(score="15"), "T312") == []


@pytest.mark.parametrize(
    ("cells", "arithmetic"),
    [
        ({"actual": "120个"}, "120 < 130"),
        ({"name": "设备购置单价", "target": "≤5000元", "actual": "5200元"}, "5200 > 5000"),
    ],
)
def test_a_miss_does_not_earn_all_points(cells: dict[str, str], arithmetic: str) -> None:
    """Below a floor, above a ceiling; the comparison is shown."""
    found = only(row(**cells), "T313")

    assert found.words == "15"
    assert arithmetic in found.message


@pytest.mark.parametrize(
    "cells",
    [
        {"actual": "120个", "score": "13.85", "note": "两站点停机，6月底前恢复。"},
        {"name": "有害生物成灾率", "target": "4‰", "actual": "1‰"},  # less is better
        {"name": "培训成本", "target": "20万元", "actual": "18万元"},
        {"name": "响应时间", "target": "24小时", "actual": "12小时"},
        {"target": "≥95%", "actual": "0.96"},
    ],
)
def test_what_may_be_a_success_is_no_miss(cells: dict[str, str]) -> None:
    """Points that were taken, costs, faults, times; units that leave a doubt."""
    assert said(row(**cells), "T313") == []


def test_points_are_not_lost_without_a_word_for_what_was_reached() -> None:
    """Reached, 12 of 15, no reason; a reason or a long way past the target is silent."""
    assert only(row(score="12"), "T314").words == "12"
    assert said(row(score="12", note="资料归档不全扣3分，已补齐。"), "T314") == []
    assert said(row(actual="300个", score="12"), "T314") == []


def test_a_reason_comes_with_a_measure() -> None:
    """Why, and what will be done."""
    cells = {"actual": "91个", "score": "10.5"}

    found = only(row(**cells, note="全县行政村较多，维护存在不及时问题。"), "T317")
    assert found.words == "全县行政村较多，维护存在不及时问题。"
    assert said(row(**cells, note="行政村较多，下一步增设维护人员。"), "T317") == []


def test_the_sum_of_a_level_is_right() -> None:
    """合计得10分 under scores of 4 and 5."""
    text = (
        "四、指标分析\n（1）对于“产出数量”：\n"
        "培训12次，与预期目标一致，根据评分标准，该指标不扣分，得4分。\n"
        "宣传8次，与预期目标一致，根据评分标准，该指标不扣分，得{}分。\n合计得10分。\n"
    )
    found = only(text.format(5), "T415")

    assert (found.against, found.arithmetic) == ("9分", "4＋5＝9")
    assert said(text.format(6), "T415") == []


def test_a_table_printed_twice_is_told_once() -> None:
    """The same miss in the chapter's table and in the annex."""
    table = row(actual="120个")

    assert len(said(table + "附件1：自评表\n" + table, "T313")) == 1


# --- units


def test_units_stand_on_both_sides_or_on_none() -> None:
    """One remark lists all rows; percentages have their own."""
    text = (
        "| 三级指标 | 目标值 | 业绩值 | 得分 |\n| 维护系统数量 | 130 | 221个 | 15 |\n"
        "| 故障解决率（%） | 100 | 100% | 15 |\n| 维护成本 | 19.48 | 19.27万元 | 15 |\n"
    )
    found = only(text, "T320")

    assert found.words == "130"
    assert "维护成本" in found.message
    assert only(text, "T321").words == "100"
    sound = text.replace("130", "130个").replace("| 100 |", "| 100% |")
    assert said(sound.replace("19.48", "19.48万元"), ("T320", "T321")) == []


def test_a_name_and_its_unit_agree() -> None:
    """缴费月数（万元） counts months in money; 月 is right."""
    goal = "“水费缴费月数（{0}）”指标，预期指标值为=12{0}。\n"

    assert only(goal.format("万元"), "T323").words == "=12万元"
    assert said(goal.format("月"), "T323") == []
    assert said("“参训人数（人）”指标，预期指标值为≥300人。\n", "T323") == []


def test_a_rate_is_not_asked_to_pass_a_hundred() -> None:
    """≥100% of 合规率 asks for =100% at best; a growth rate may pass it."""
    goal = "“资金使用{}（%）”指标，预期指标值为>={}%。\n"

    assert only(goal.format("合规率", 100), "T324").words == ">=100%"
    assert said(goal.format("合规率", 95), "T324") == []
    assert said(goal.format("增长率", 100), "T324") == []


def test_units_are_written_one_way() -> None:
    """=8次 beside =18（辆）; and 人数 is no unit."""
    goals = (
        "“购买批次（次）”指标，预期指标值为=8次。\n“车辆数（辆）”指标，预期指标值为=18{}。\n"
    )

    assert only(goals.format("（辆）"), "T326").words == "=18（辆）"
    assert said(goals.format("辆"), "T326") == []
    result = "四、指标分析\n出差干部20人数，与预期目标一致，得2分。\n"
    assert only(result, "T326").against == "20人"
    assert said(result.replace("人数", "人"), "T326") == []


def test_rows_of_rates_are_labelled_alike() -> None:
    """预算到位率 and 预算执行率(%) print percentages both."""
    table = (
        "| 项目 | 金额 | 省级 |\n| 预算到位率{} | 100 | 100 |\n| 预算执行率(%) | 98 | 98 |\n"
        "| 全年预算 | 50 | 50 |\n| 实际到位 | 50 | 50 |\n| 全年执行 | 49 | 49 |\n"
    )

    assert only(table.format(""), "T329").words == "预算到位率"
    assert said(table.format("(%)"), "T329") == []


def test_lost_points_are_explained_where_a_column_asks_for_it() -> None:
    """One remark for all rows; a table without the column asks for nothing."""
    cells = {"actual": "91个", "score": "10.5"}

    found = only(row(**cells), "T315")
    assert found.words == "10.5"
    assert "维护系统数量" in found.message
    assert said(row(**cells, note="停机较多，下一步增设人员。"), "T315") == []
    bare = "| 三级指标 | 分值 | 目标值 | 实际完成值 | 得分 |\n| 维护数量 | 15 | ≥130个 | 91个 | 10.5 |\n"
    assert said(bare, "T315") == []


def test_a_wish_is_no_result() -> None:
    """满意度95%以上 of an affirmed result was never counted."""
    text = "四、指标分析\n受益群众满意度95%{}，与预期目标一致，得10分。\n"

    assert only(text.format("以上"), "T306").words == "95%以上"
    assert said(text.format(""), "T306") == []


ANNEX = (
    "| 三级指标 | 分值 | 目标值 | 实际完成值 | 得分 |\n| 培训次数 | 15 | ≥6次 | {times} | 15 |\n"
    "| 培训人数 | 15 | ≥300人 | 312人 | 15 |\n| 合格率 | 10 | ≥95% | 98% | 10 |\n"
    "| 学员满意度 | 10 | ≥90% | 96% | 10 |\n"
)


def test_chapter_and_annex_tell_the_same() -> None:
    """6次 in the chapter, 8次 in the annex."""
    found = only(
        ANNEX.format(times="6次") + "附件1：自评表\n" + ANNEX.format(times="8次"), "T334"
    )

    assert found.words == "8次"
    assert "6次" in found.message


def test_tables_of_two_projects_may_differ() -> None:
    """More than a quarter of the shared indicators differ: another project's table."""
    other = ANNEX.format(times="8次").replace("312人", "345人").replace("96%", "91%")
    text = ANNEX.format(times="6次") + "二、乙项目\n" + other

    assert said(text, "T334") == []
    assert (
        said(ANNEX.format(times="6次") * 1 + "附件\n" + ANNEX.format(times="6次"), "T334") == []
    )


@pytest.mark.parametrize(
    ("code", "cells", "sound"),
    [
        ("T316", {"note": "因招标推迟，未按期完成。"}, {"note": "因招标节约，未使用质保金。"}),
        ("T322", {"target": "≥130个", "actual": "95%"}, {"target": "≥130个", "actual": "130个"}),
        ("T325", {"name": "设备合格率", "target": "≥95%", "actual": "9350%"},
         {"name": "设备合格率", "target": "≥95%", "actual": "93.5%", "score": "14.7"}),
        ("T328", {"target": "≥95%%", "actual": "96%"}, {"target": "≥95%", "actual": "96%"}),
    ],
)  # fmt: skip
def test_what_holds_for_a_form_holds_for_a_table(
    code: str, cells: dict[str, str], sound: dict[str, str]
) -> None:
    """Failure beside full points, units that conflict, 9350 %, %%."""
    assert len(said(row(**cells), code)) == 1
    assert said(row(**sound), code) == []


def test_a_cost_has_a_ceiling_and_no_floor() -> None:
    """≥ asks for more to be spent."""
    text = (
        "| 二级指标 | 三级指标 | 分值 | 目标值 | 实际完成值 | 得分 |\n"
        "| 成本指标 | 设备购置成本 | 10 | {}20万元 | 19.8万元 | 10 |\n"
        "| 质量指标 | 验收合格率 | 10 | ≥95% | 96% | 10 |\n"
    )

    assert "设备购置成本" in only(text.format("≥"), "T327").message
    assert said(text.format("≤"), "T327") == []
