"""Numbers that speak of an indicator of the form, by no label and a shortened name; and the many
numbers beside them that do not.
"""

from __future__ import annotations

import pytest
from test_audit_form_handwritten import BRIEFING, forms_of

from xltools.audit import Remark, audit_report
from xltools.audit.read_text import parse_text

HEAD = "农村公路安全生命防护工程2020年度绩效自评报告\n云岭县公路事务中心\n一、完成情况\n"

OTHERS = (
    "全县共安装护栏88.2公里，占任务的102.56%。",
    "其中，东部片区安装护栏41公里，西部片区安装护栏47.2公里。",
    "本年度共排查隐患路段96公里，纳入计划86公里。",
    "共安装波形护栏88.2公里、警示标志420块、减速带35处。",
    "波形护栏每公里造价由上年的5.3万元降到5.05万元。",
    "沿线货车通行时间由50分钟缩短到47分钟，缩短6%。",
    "全年隐患路段交通事故由50起降到41起，下降了18%。",
    "工程合格率达到100%，一次验收合格率98%。",
    "11月18日完工，11月25日组织验收。",
    "第一标段于9月30日完工，第二标段于11月18日完工。",
    "护栏材料采购于6月底前完成，路面工程于10月20日完成。",
    "满意度调查共发放问卷200份，收回195份，回收率97.5%，其中非常满意的占60%，满意的占33.5%，满意度93.5%。",
    "货车司机满意度91%，沿线群众满意度93.5%。",
    "12个乡镇中有9个乡镇安装护栏超过5公里。",
    "甲镇安装护栏12.5公里，乙镇安装护栏9.7公里。",
    "管护协议签订率100%，护栏管护责任落实率96%，比目标高1个百分点。",
    "弃土弃渣规范处置率达到100%，处置弃土3200立方米。",
    "材料合格率100%，抽检护栏20公里，抽检合格率99%。",
    "截至6月底，安装护栏40公里，完成计划的46.5%。",
    "与2019年的71.5公里相比，护栏安装里程增加16.7公里，增长23.36%。",
    "护栏安装超额完成2.2公里，超额完成2.56%。",
    "事故下降率没有达到20%的目标，只有18%，差2个百分点。",
    "项目总投资480万元，每公里平均投入5.44万元。",
    "每块警示标志造价约1200元。",
    "公路养护人员培训3期，培训120人。",
    "工程比合同工期提前12天完工。",
    "沿线群众满意率超过90%。",
    "警示标志设置完成率100%。",
    "群众对护栏质量的满意度为95%，对施工扰民情况的满意度为92%，总体满意度93.5%。",
    "三年计划安装护栏240公里，已累计安装159.7公里，完成66.5%。",
    "事故起数下降率18%，死亡人数下降率25%。",
    "预算编制完整率100%，资金使用合规率100%。",
    "工程于2020年4月正式开工建设，2020年11月18日全面完工。",
    "计划工期8个月，实际工期7个半月。",
    "护栏完好率98%，标志完好率99%。",
)
"""All true beside a form that has 88.2 of 86公里, 420块, 100%, 18 of 20%, 6 of 5%, 96 of 95%, 93.5 of 90%."""

WRONG = (
    ("全县共安装护栏82.8公里。", "82.8公里"),
    ("安装警示标志共402块。", "402块"),
    ("共设置警示标志440块，与计划一致。", "440块"),
    ("沿线群众对项目的满意度为95.3%。", "95.3%"),
    ("沿线群众满意率95.3%。", "95.3%"),
    ("安全隐患路段交通事故比上年下降16%。", "16%"),
    ("验收合格率为99%。", "99%"),
    ("工程合格率98%。", "98%"),
    ("全部工程于2020年11月28日完工。", "2020年11月28日"),
    ("项目2020年3月开工。", "2020年3月"),
    ("护栏管护责任落实率97%，高于目标1个百分点。", "97%"),
    ("护栏管护责任落实率96%，高于目标2个百分点。", "2个百分点"),
    ("护栏安装任务86公里，完成88.6公里。", "88.6公里"),
    ("年度目标为安装护栏85公里。", "85公里"),
    ("弃土弃渣处置率98%。", "98%"),
    ("隐患路段事故下降率18%，得10分。", "10分"),
    ("沿线群众满意度93.5%，得9分。", "9分"),
    ("安装波形护栏长度指标目标值86公里，实际值88.2公里，分值10分，得8分。", "8分"),
    ("护栏完成率为102.65%。", "102.65%"),
    ("安装波形护栏80余公里，标志300块。", "300块"),
    ("项目自评总分98.6分。", "98.6分"),
    ("自评98.7分，等级“优”。", "98.7分"),
    ("标志牌420块，护栏88.3公里。", "88.3公里"),
)


def told(text: str) -> list[Remark]:
    """Errors and warnings against the form."""
    found = audit_report(parse_text("报告.txt", HEAD + text), forms_of(BRIEFING))
    return [
        each
        for each in found
        if each.code.number.startswith("T5") and each.code.severity.key != "hint"
    ]


@pytest.mark.parametrize("text", OTHERS)
def test_a_number_of_something_else_is_not_told(text: str) -> None:
    """Parts, places, other years, half a year, plans of years, surveys, unit prices, derived numbers."""
    assert [each.message for each in told(text)] == []


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_number_that_the_form_does_not_have_is_told(text: str, words: str) -> None:
    """With the cell."""
    found = [each for each in told(text) if words in each.words]
    assert found
    assert all("!" in each.message or "各项得分之和" in each.message for each in found)


def test_a_number_that_is_the_target_is_no_wrong_result() -> None:
    """缩短5% may be said of the target: the words do not tell."""
    assert told("沿线货运通行时间缩短5%。") == []
