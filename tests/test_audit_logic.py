"""Claims of one report that cannot both hold."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.read_text import parse_text
from xltools.audit.rules.logic import done as logic_done
from xltools.audit.rules.logic import money as logic_money
from xltools.audit.rules.logic import plan as logic_plan
from xltools.audit.rules.logic import topics as logic

RULES = (*logic.RULES, *logic_money.RULES, *logic_plan.RULES, *logic_done.RULES)


def remarks(text: str) -> list[Remark]:
    """What the rules of logic say of a report in text form."""
    case = Case(parse_text("报告.txt", text))
    return [each for rule in RULES for each in rule(case)]


def codes(text: str) -> list[str]:
    """The codes of the remarks, in the order of the rules."""
    return [each.code.number for each in remarks(text)]


def report(account: str, problem: str, advice: str = "加强学习。") -> str:
    """A report with a chapter of analysis, one of problems, one of suggestions."""
    return (
        f"四、绩效评价指标分析\n（一）项目决策情况\n{account}\n"
        f"五、存在的问题及原因分析\n{problem}\n六、有关建议\n{advice}\n"
    )


@pytest.mark.parametrize(
    ("account", "problem", "claim", "against"),
    [
        ("预算编制经过科学论证，有明确标准。", "工作任务重，资金安排不合理。", "资金安排不合理", "预算编制经过科学论证"),
        ("资金分配合理，与任务相符。", "前期未能合理安排资金。", "未能合理安排资金", "资金分配合理"),
        ("项目资金到位足额及时，及时支付。", "年中资金未能及时支付。", "资金未能及时支付", "及时支付"),
        ("资金拨付有完整的审批程序和手续。", "支付时手续不完善。", "手续不完善", "完整的审批程序和手续"),
        ("绩效目标全部完成。", "部分指标未完成。", "部分指标未完成", "目标全部完成"),
    ],
)  # fmt: skip
def test_a_problem_that_is_praised_elsewhere_is_an_error(
    account: str, problem: str, claim: str, against: str
) -> None:
    """The words of both places are quoted; the remark stands at the problem."""
    found = [each for each in remarks(report(account, problem)) if each.code.number == "T601"]

    assert [(each.claim, each.against) for each in found] == [(claim, against)]
    assert found[0].words == claim
    assert "决策情况" in found[0].message


@pytest.mark.parametrize(
    ("account", "problem"),
    [
        ("项目财务管理制度健全。", "内控制度不够健全。"),
        ("绩效目标设置合理，指标明确。", "绩效指标设置不够细化。"),
        ("资料齐全并及时归档。", "档案管理不规范。"),
        ("截至年底预算执行率为100%。", "年中执行进度缓慢。"),
        ("资金足额及时到位，得4分。", "项目资金拨付滞后，开工后才到账。"),
        ("（5）预算编制科学性：按定额编制，该指标不扣分，得5分。", "预算编制不够精细。"),
    ],
)
def test_a_problem_with_reserve_is_a_warning(account: str, problem: str) -> None:
    """不够, or a thing that has many parts."""
    assert codes(report(account, problem)) == ["T602"]


@pytest.mark.parametrize(
    ("account", "problem"),
    [
        ("预算编制经过科学论证。", "不存在资金安排不合理的问题。"),
        ("确保资金及时支付，保证手续完备。", "资金未能及时支付，手续不完善。"),
        ("评价预算编制是否科学合理。", "资金安排不合理。"),
        ("预算编制科学性、资金分配合理性。", "资金安排不合理。"),
        ("资金分配科学。", "项目实施前资金安排不合理的情况已改变。"),
        ("预算编制科学合理。", "宣传力度不够，群众知晓率不高。"),
        ("管理制度健全。", "制度执行的检查较少。"),
        ("监督到位。", "专业技术人员不足。"),
        ("资金足额到位。", "资金未能及时支付。"),
    ],
)
def test_what_is_denied_wished_or_of_another_thing_stays_silent(
    account: str, problem: str
) -> None:
    """A denied problem, an aim, an indicator's name, another topic: no contradiction."""
    assert codes(report(account, problem)) == []


def test_blame_outside_the_problems_is_the_background_of_a_project() -> None:
    """What was bad before the project is why there is one."""
    text = (
        "一、项目背景\n老旧小区物业管理制度不健全，资料不齐全。\n"
        "二、项目过程情况\n管理制度健全，资料齐全。"
    )

    assert codes(text) == []


def test_a_suggestion_of_what_is_claimed_already_is_a_hint() -> None:
    """及时拨付资金 beside 及时支付; where the problem is told, the problem is enough."""
    done = report("资金到位足额，及时支付。", "人员不足。", "按进度及时拨付资金。")
    undone = report("资金足额到位。", "人员不足。", "按进度及时拨付资金。")

    assert codes(done) == ["T603"]
    assert codes(undone) == []


def test_full_marks_beside_problems_are_a_hint() -> None:
    """100 points and 资金安排不合理; 98 points have lost something."""
    text = report("项目得分为{}分。", "资金安排不合理。")

    assert codes(text.replace("{}", "100")) == ["T604"]
    assert codes(text.replace("{}", "98")) == []
    soft = report("项目得分为100分。", "绩效目标编制不够完善，制度有待健全。")
    assert codes(soft) == []


MONEY = "二、资金情况\n项目预算安排总额为{}万元，实际到位{}万元，实际支付{}万元。\n"


def test_nothing_unfinished_needs_an_executed_budget() -> None:
    """52% were spent, and 不存在未完成原因; with 95% it may stand."""
    claim = "四、未完成原因分析\n绩效目标全部达成，不存在未完成原因。"

    found = remarks(MONEY.format(100, 100, 52) + claim)

    assert [each.code.number for each in found] == ["T611"]
    assert found[0].arithmetic == "（52÷100＝52%）"
    assert codes(MONEY.format(100, 100, 95) + claim) == []
    saved = "三、组织实施\n公开招标节约资金48万元。\n"
    assert codes(MONEY.format(100, 100, 52) + saved + claim) == []


def test_nothing_adjusted_needs_the_money_of_the_budget() -> None:
    """Half of the budget arrived, and 不存在调整情况."""
    claim = "三、组织实施\n本项目不存在调整情况。"

    (found,) = remarks(MONEY.format(100, 52, 52) + claim)

    assert (found.code.number, found.words) == ("T612", "项目不存在调整情况")
    assert "少48%" in found.message
    assert codes(MONEY.format(100, 100, 100) + claim) == []
    assert codes(MONEY.format(100, 52, 52) + "三、组织实施\n项目调整手续完备。") == []


def test_problems_speak_of_low_execution() -> None:
    """52% were spent, and the problem is the menu of a computer system."""
    problem = "五、存在的问题\n系统菜单不便填写。"

    found = [each.code.number for each in remarks(MONEY.format(100, 100, 52) + problem)]

    assert found == ["T613"]
    assert codes(MONEY.format(100, 100, 52) + "五、存在的问题\n部分资金年底未付。") == []
    assert codes(MONEY.format(100, 100, 90) + problem) == []
    assert codes(MONEY.format(100, 100, 52)) == []


SOURCES = "1.资金来源\n资金{}，其中：\n甲项目：5万元\n乙市级经费项目：{}万元\n丙项目：2万元\n"


def test_money_of_one_level_has_no_items_of_another() -> None:
    """全部由区本级财政安排, and 市级经费 below; without money it is only a heading."""
    (found,) = remarks(SOURCES.format("全部是由区本级财政安排", 20))

    assert (found.code.number, found.words) == ("T614", "市级经费项目：20万元")
    assert codes(SOURCES.format("全部是由区本级财政安排", 0)) == []
    assert codes(SOURCES.format("由各级财政安排", 20)) == []
    assert codes(SOURCES.format("全部由市本级财政安排", 20)) == []


def test_money_of_another_level_in_the_same_sentence_is_told() -> None:
    """全部由区本级财政安排，其中…含中央和省级补贴; 无上级补助 is none."""
    text = "1.资金来源\n资金639万元，全部由区本级财政安排，{}。"

    (found,) = remarks(text.format("其中保费补贴210万元含中央和省级补贴147.21万元"))

    assert (found.code.number, found.words) == ("T614", "中央和省级补贴147.21万元")
    assert codes(text.format("无上级补助资金10万元的配套要求")) == []


def test_all_is_spent_only_with_a_full_rate() -> None:
    """82% were executed, and 项目资金已全部支付完毕; how it is to be used is another thing."""
    claim = "三、资金管理\n项目资金已全部支付完毕。"

    assert codes(MONEY.format(100, 100, 82) + claim) == ["T617"]
    assert codes(MONEY.format(100, 100, 100) + claim) == []
    used = "三、资金管理\n项目资金全部支付给养护单位。项目资金全部使用国库集中支付。"
    assert codes(MONEY.format(100, 100, 82) + used) == []


@pytest.mark.parametrize(
    "undone",
    ["2022年完成6项，未完成2项。", "两项指标未达到目标值。", "受疫情影响，项目未能全部完工。"],
)
def test_all_is_done_only_if_nothing_is_undone(undone: str) -> None:
    """The sentence that tells of what was not done is quoted with its place."""
    text = f"二、目标情况\n{undone}\n三、分析评价\n各项绩效目标全部完成。"

    (found,) = remarks(text)

    assert (found.code.number, found.words) == ("T618", "目标全部完成")


@pytest.mark.parametrize(
    "text",
    [
        "二、目标情况\n未完成0项。\n三、分析评价\n各项绩效目标全部完成。",
        "二、目标情况\n不存在未完成3项以上的情况。\n三、分析评价\n各项绩效目标全部完成。",
        "二、目标情况\n未完成2项。\n三、分析评价\n其余绩效目标如期完成。",
        "二、目标情况\n未完成2项。\n三、下一步措施\n确保目标全部完成。",
    ],
)
def test_nothing_undone_and_what_is_hoped_stay_silent(text: str) -> None:
    """未完成0项 is done; the rest, and what is aimed at, are not all."""
    assert codes(text) == []


PROJECTS = (
    "五、偏离原因\n1.甲经费：执行率80%，原因是跨年支付。\n{}\n"
    "附件：评分表\n| 项目名称 | 预算数(万元) | 执行数(万元) | 执行率(%) |\n"
    "| 甲经费 | 10 | 8 | 80 |\n| 乙经费 | 20 | 11 | 55 |\n| 丙经费 | 5 | 5 | 100 |\n"
)


def test_other_projects_are_executed_only_if_the_table_says_so() -> None:
    """乙 is executed with 55% and not among those that the chapter names."""
    (found,) = remarks(PROJECTS.format("其他项目均按预算足额执行。"))

    assert found.code.number == "T619"
    assert "“乙经费”的执行率却是55%" in found.message
    told = "2.乙经费：执行率55%，已收回。\n其他项目均按预算足额执行。"
    assert codes(PROJECTS.format(told)) == []


def test_a_balance_is_what_was_received_and_not_spent() -> None:
    """100 planned, 52 received and spent: 48 were never there; 60 received leave 8."""
    text = "二、资金情况\n预算安排总额为100万元，实际到位{}万元。\n实际支付52万元，结余资金{}万元。"

    (found,) = remarks(text.format(52, 48))

    assert (found.code.number, found.words) == ("T615", "48万元")
    assert "到位减支出＝0万元" in found.message
    assert codes(text.format(60, 8)) == []
    assert codes(text.format(100, 48)) == []


PLAN = (
    "（1）主要内容\n保障机关办文办会工作，加强公务接待管理，维护电子政务外网系统，"
    "及时完成督导室验收工作，完成应急视频会议系统建设。\n（2）实施情况\n实施结果：{}\n"
)


def test_a_planned_step_that_the_result_leaves_out_is_told() -> None:
    """The result repeats the plan but for one clause."""
    result = "已完成机关办文办会工作，加强公务接待管理，维护电子政务外网系统，完成应急视频会议系统建设。"

    (found,) = remarks(PLAN.format(result))

    assert (found.code.number, found.claim) == ("T616", "及时完成督导室验收工作")


@pytest.mark.parametrize(
    "result",
    [
        "保障机关办文办会工作，加强公务接待管理，维护电子政务外网系统，已及时完成督导室的验收工作，完成应急视频会议系统建设。",
        "全年办会30次，接待50批次，外网无故障，视频会议系统通过验收。",
        "按计划实施。",
    ],
)
def test_a_result_that_tells_all_or_tells_it_otherwise_stays_silent(result: str) -> None:
    """A clause in other words is told; a result of its own is no copy of the plan."""
    assert codes(PLAN.format(result)) == []
