"""The auditor on words, counts and sentences that stand twice."""

from __future__ import annotations

import pytest
from text_reports import numbers, only

BODY = "本项目按计划实施，资金及时到位，各项任务已经完成。"


def report(*lines: str) -> str:
    """A report of one chapter with these lines, and a chapter behind it."""
    return "\n".join(("一、项目概况", *lines, "二、其他需要说明的问题", "无。"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("生活补助按月按月足额发放到位。", "按月按月"),
        ("专账核算，账目账目清楚。", "账目账目"),
        ("在甲县人民政府政府门户网站公开。", "政府政府"),
        ("受疫情影响，群众的购买购买意愿不强。", "购买购买"),
        ("支出50万元，其中：其中：商品和服务支出2万元。", "其中：其中："),
        ("采购设备设备12台。", "设备设备"),
        ("全年开展培训培训3次。", "培训培训"),
        ("加强学习学习贯彻会议精神。", "学习学习"),
        ("符合合同合同约定的条件。", "合同合同"),
        ("完成老旧小区管网管网改造。", "管网管网"),
        ("资金由县财政局县财政局直接拨付。", "县财政局县财政局"),
        ("义务兵家庭优待金金发放完毕。", "金金"),
        ("工程于9月9月底完工。", "9月9月"),
        ("邀请专家共12人12人参加评审。", "12人12人"),
        ("2022年2022年度预算100万元。", "2022年2022年"),
        ("建立了甲市建立了生态补偿工作领导组织。", "建立了甲市建立了"),
        ("及时拨付项目资金，及时拨付项目资金，专款专用。", "及时拨付项目资金，及时拨付项目资金，"),
    ],
)  # fmt: skip
def test_words_of_any_kind_that_stand_twice_are_told(line: str, words: str) -> None:
    """Words in no list, counts, months, a sentence begun a second time."""
    assert only(report(line), "T141").words == words


@pytest.mark.parametrize(
    "line",
    [
        "一批一批地抓，一户一户走访，三个三个一组，一年一年坚持。",
        "专家们研究研究再定，大家讨论讨论，研究研究生培养方案。",
        "彼此彼此、清清楚楚、方方面面，尽快尽快整改。",
        "该项目项目负责人已到岗，三级指标指标值已设定，重点项目项目库已建立。",
        "第二小学小学生参加，该市场市场化运作，工程工程款已支付。",
        "评定结果分别为合格、合格、合格；完成率分别为100%、100%、100%。",
        "单位 单位名称 预算 预算执行数",
        "古丽古丽·买某任组长。",
        "提高了效率并提高了质量。",
    ],
)
def test_what_is_doubled_on_purpose_or_meets_is_not_told(line: str) -> None:
    """Verbs that are tried, counted things, names that end and begin alike, heads of columns."""
    assert not {"T141", "T142", "T143"} & set(numbers(report(line)))


def test_a_year_is_not_also_called_this_year() -> None:
    """2022年今年 says one thing in two ways; 2022年当年财政拨款 is a kind of money."""
    assert only(report("2022年今年以来共接待120批次。"), "T143").words == "2022年今年"
    assert "T143" not in numbers(report("2022年当年财政拨款20万元。"))


@pytest.mark.parametrize(
    "lines",
    [
        [BODY + "群众反映良好。" + BODY],
        [f"1.{BODY}群众反映良好。", f"项目成效明显。{BODY}"],
        ["制定了管理办法并严格执行；专款专用；制定了管理办法并严格执行。"],
    ],
)
def test_a_sentence_that_stands_twice_is_told_at_its_second_place(lines: list[str]) -> None:
    """In one paragraph, or in two that follow each other."""
    found = only(report(*lines), "T169")

    assert found.line.text.rindex(found.line.text[found.start : found.end]) == found.start


@pytest.mark.parametrize(
    "lines",
    [
        ["（1）培训人数与目标值一致，不扣分，得5分。", "（2）培训次数与目标值一致，不扣分，得5分。"],
        ["甲项目：已完成全部建设任务。", "乙项目：已完成全部建设任务。"],
        ["1.已完成全部建设任务并验收。", "2.已完成全部建设任务并验收。"],
        [BODY, "第二段说的是另一件事情。", BODY],
        ["群众满意。资金到位。群众满意。"],
    ],
)  # fmt: skip
def test_formulas_and_items_told_alike_are_no_repetition(lines: list[str]) -> None:
    """Scoring has fixed words, items of a list may be in the same state."""
    assert "T169" not in numbers(report(*lines))
