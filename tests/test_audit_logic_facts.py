"""What is blamed here and praised there, of the same thing; nothing that was something after all."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.claims.statements import things_in
from xltools.audit.read_text import parse_text
from xltools.audit.rules.logic import facts as logic_facts
from xltools.audit.rules.logic import topics as logic


def remarks(text: str) -> list[Remark]:
    """What the rules of logic say of a report in text form, without hints."""
    case = Case(parse_text("报告.txt", text))
    found = [e for rule in (*logic.RULES, *logic_facts.RULES) for e in rule(case)]
    return [each for each in found if each.code.number not in ("T603", "T604")]


def report(account: str, problem: str) -> str:
    """A report with a chapter of analysis, one of problems, one of suggestions."""
    return (
        f"四、绩效评价指标分析\n（一）完成情况\n{account}\n"
        f"五、存在的问题及原因分析\n{problem}\n六、有关建议\n加强学习。\n"
    )


@pytest.mark.parametrize(
    ("account", "problem", "code"),
    [
        ("大型设备使用率88.20%，高于目标，得满分。", "大型设备长期闲置，没有达到预期指标。", "T601"),
        ("工资发放及时率100%，得5分。", "部分工资未能按时发放，拖欠3个月。", "T601"),
        ("村医补助按月足额发放。", "村医补助没有按时足额发放。", "T601"),
        ("生活补贴发放及时率为100%。", "2月至4月的生活补贴发放滞后。", "T601"),
        ("资金足额及时到位。", "资金直到11月才到位，影响了进度。", "T602"),
        ("配套资金及时到位。", "县级配套资金未足额到位。", "T602"),
        ("管网改造工程按期完工。", "管网改造工程进度滞后。", "T601"),
        ("道路工程竣工及时率100%。", "道路工程未能按期完工。", "T601"),
        ("验收合格率100%。", "部分路面出现开裂。", "T602"),
        ("专业人员配备齐全。", "专业技术人员不足。", "T602"),
        ("参训率100%。", "部分学员参训率不高。", "T602"),
        ("档案完整规范。", "部分档案资料不齐全。", "T602"),
        ("严格按照政府采购程序执行。", "未进行公开招标。", "T601"),
        ("资金专款专用，不存在挤占挪用。", "检查中发现存在挪用专项资金的情况。", "T601"),
        ("资金分配结果已全部公示。", "资金分配结果未及时公示。", "T602"),
        ("群众政策知晓率98%。", "群众政策知晓率不高。", "T602"),
        ("设备维护及时到位。", "设备维护不及时。", "T602"),
        ("视频系统运行稳定。", "视频系统经常出现故障。", "T602"),
        ("全年未发生安全责任事故。", "6月发生1起安全事故。", "T601"),
        ("全年零投诉。", "全年收到群众投诉12件。", "T601"),
        ("工程款已全部支付完毕。", "尚有工程款35万元未支付。", "T601"),
        ("补助资金已全面拨付使用。", "管护补助资金当年未使用。", "T601"),
        ("制度健全。", "未建立管护制度。", "T602"),
        ("人员配备到位。", "管护力量薄弱，人手不足。", "T602"),
        ("资金支付手续齐全。", "部分支出审批手续不全。", "T601"),
        ("绩效目标设定合理、细化量化。", "绩效目标未细化量化。", "T602"),
        ("水质检测做到全覆盖。", "偏远村未实现水质检测全覆盖。", "T602"),
    ],
)  # fmt: skip
def test_what_is_blamed_is_not_praised(account: str, problem: str, code: str) -> None:
    """A plain fact of one thing is an error; of something with many parts a warning."""
    found = remarks(report(account, problem))

    assert [each.code.number for each in found] == [code]
    assert found[0].words in problem
    assert found[0].against in account


@pytest.mark.parametrize(
    ("account", "problem"),
    [
        ("大型设备使用率88.20%，得满分。", "小型仪器长期闲置。"),
        ("设备使用率83%，部分康复设备使用率不高。", "无。"),
        ("检测设备使用率83%。", "个别检测设备使用率不高。"),
        ("工资发放及时率100%。", "部分工程款未能按时支付。"),
        ("村医补助按月足额发放。", "救护车燃油补贴未及时兑付。"),
        ("资金足额及时到位。", "资金支付进度较慢。"),
        ("管网改造工程按期完工。", "绿化工程进度滞后。"),
        ("利用闲置校舍改建，校舍已投入使用。", "绿化不足。"),
        ("确保补助按时足额发放。", "补助未能按时发放。"),
        ("工资发放及时率100%。", "3月工资未能按时发放，4月已补发到位。"),
        ("防止设备闲置，建立了共享机制。", "设备数量不足。"),
        ("按照合同约定分期支付。", "质保金5万元尚未到期。"),
        ("截至年底支付率96%，尚有尾款4万元未支付。", "无。"),
    ],
)
def test_other_things_and_matters_that_were_settled_stay_silent(
    account: str, problem: str
) -> None:
    """Two things of one kind, what was made good, what is only aimed at."""
    assert remarks(report(account, problem)) == []


def test_a_fact_is_blamed_anywhere_and_an_indicator_praises() -> None:
    """The analysis tells of arrears; the table of indicators has 100% for the same pay."""
    table = "三级指标\t年度指标值\t实际完成值\t分值\t得分\n{}发放及时率\t100%\t100%\t10\t10\n"
    text = report("受疫情影响，教师工资未能按时发放。", "无。") + "附件：自评表\n" + table

    (found,) = remarks(text.format("教师工资"))

    assert (found.code.number, found.words) == ("T601", "未能按时发放")
    assert remarks(text.format("学生奖学金")) == []


def test_words_that_name_no_thing_are_left_out() -> None:
    """全部按时足额发放 says how, not what."""
    assert things_in("全部按时足额发放") == frozenset()
    assert things_in("大型设备使用率88.20%") == {"大型", "设备"}


ACCOUNT = "二、实施情况\n{}\n三、过程情况\n{}\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("6月调整了采购数量，由20台减为15台。", "6月调整了采购数量"),
        ("9月追加预算5万元。", "9月追加预算"),
        ("将建设地点由甲村调整为乙村。", "将建设地点由甲村调整为"),
        ("因资金不足，调减培训3期。", "调减培训3期"),
    ],
)
def test_nothing_was_adjusted_only_if_no_change_is_told(change: str, words: str) -> None:
    """The change is quoted with its place."""
    (found,) = remarks(ACCOUNT.format("本项目不存在任何调整情况。", change))

    assert (found.code.number, found.against) == ("T620", words)


@pytest.mark.parametrize(
    "change",
    [
        "项目确需调整的，按规定程序报批。",
        "调整优化产业结构，组织服务3次。",
        "全年未调整预算，未追加资金5万元以上的项目。",
    ],
)
def test_rules_of_changes_are_no_changes(change: str) -> None:
    """How a change would be made, and what was not changed."""
    assert remarks(ACCOUNT.format("本项目不存在任何调整情况。", change)) == []


def test_no_deviation_needs_equal_rates() -> None:
    """92% were spent and 100% done."""
    text = "五、偏差\n项目预算执行率{}%，指标完成率100%，预算执行进度与绩效指标无偏差。"

    (found,) = remarks(text.format(92))

    assert found.code.number == "T621"
    assert "92%" in found.message
    assert "相差8%" in found.arithmetic
    assert remarks(text.format(100)) == []
    assert remarks(text.format("99.5")) == []


def test_nothing_is_left_only_if_no_balance_is_told() -> None:
    """无结余 beside 结余8万元; that of the year before is another."""
    text = ACCOUNT.format("项目资金无结余。", "{}结余资金8万元，已上缴财政。")

    assert [each.code.number for each in remarks(text.format(""))] == ["T622"]
    assert remarks(text.format("上年")) == []


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ("设备使用率不足60%", True),
        ("设备使用率仅60%", True),
        ("设备使用率不足90%", False),
        ("病床使用率不足60%", False),
        ("设备使用率低于80%的目标", False),
    ],
)
def test_a_rate_lies_below_what_it_is_said_to_lie_below(bound: str, told: bool) -> None:
    """75% were measured; a goal is no bound, and another thing has a rate of its own."""
    text = report("检测设备使用率75%。", f"{bound}。")

    found = [each for each in remarks(text) if each.code.number == "T623"]

    assert bool(found) is told
