"""What a sentence or a table computes from numbers that stand beside it: changes, sums, rates, extremes."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said


@pytest.mark.parametrize(
    ("text", "wrong", "right", "code", "against"),
    [
        ("平均住院日由9.8天缩短到9.1天，缩短{}天。", "0.9", "0.7", "T473", "0.7天"),
        ("投诉由上年的47件减少到16件，减少{}件。", "21", "31", "T473", "31件"),
        ("用水由过去的280立方米下降到190立方米，减少{}立方米。", "80", "90", "T473", "90立方米"),
        ("火灾由2019年的15起下降到2020年的6起，下降{}%。", "40", "60", "T477", "60%"),
        ("应兑付补偿资金1986.4万元，实际兑付1986.4万元，兑付率{}%。", "99.8", "100", "T477", "100%"),
        ("应发放200人，实际发放190人，发放率{}%。", "96", "95", "T477", "95%"),
        ("目标值1800户，实际1926户，超额完成{}%。", "6", "7", "T477", "7%"),
        ("公开招标4批次、竞争性磋商2批次，共{}批次。", "7", "6", "T471", "6批次"),
        ("其中公开招标4批次、竞争性磋商2批次，共{}批次。", "7", "6", "T471", "6批次"),
        ("慰问老人12人，儿童8人，共计{}人。", "21", "20", "T471", "20人"),
        ("发放问卷300份，收回295份，满意281份，满意度{}%。", "95.52", "95.25", "T477", "95.25%"),
        ("预算安排198万元。总成本187.6万元，比预算节约{}%。", "5.35", "5.25", "T477", "5.25%"),
    ],
)  # fmt: skip
def test_a_number_that_its_neighbours_give_is_computed(
    text: str, wrong: str, right: str, code: str, against: str
) -> None:
    """The wrong number is told with the right one; the right one is left alone."""
    assert only(text.format(wrong), code).against == against
    assert said(text.format(right), ["T449", "T471", "T473", "T477"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "等候时间由9.8天缩短到9.1天，其中门诊缩短0.9天。",
        "平均住院日由9.8天缩短到9.1小时，缩短0.9天。",  # two units: nothing is subtracted
        "火灾由2019年的15起下降到2020年的6起，损失下降40%。",
        "应兑付补偿资金100万元，实际兑付90万元，及时率100%。",
        "目标值1800户，实际1926户，超额完成全年任务。",
        "慰问老人12人，儿童8人，全年累计共慰问35人。",
        "甲村3户、乙村5户等，共12户。",
        "培训3期、每期5期，共9期。",
        "发放问卷300份，收回295份，非常满意200份、基本满意81份，满意度96.5%。",
        "发放问卷300份，收回295份，回收率98.33%。",
        "总成本187.6万元，比预算节约约10万元。",
    ],
)
def test_numbers_of_other_things_are_not_computed(text: str) -> None:
    """Parts, other units, lists that are open, degrees that are weighed."""
    assert said(text, ["T449", "T471", "T473", "T477"]) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("惠及5.83万名农村群众，其中脱贫人口0.92万人、监测户6.1万人。", "6.1"),
        ("培训基层医生236人次，其中第一期124人次、第二期363人次。", "363"),
    ],
)
def test_a_part_is_not_more_than_all(text: str, words: str) -> None:
    """Whoever is counted in a part is counted in the whole."""
    assert only(text, "T449").words == words


@pytest.mark.parametrize(
    "text",
    [
        "涉及3个乡镇，其中12个村已经完成。",  # 个 of two things
        "落实保洁员312人，比指标值多12人，其中脱贫户家庭成员185人。",
        "实际补助50人，其中目标80人以上的村2个。",
        "惠及5.83万名农村群众，其中脱贫人口0.92万人、监测对象0.06万人。",
    ],
)
def test_other_things_may_be_more(text: str) -> None:
    """A gap, a goal, units that count anything."""
    assert said(text, "T449") == []


def test_two_parts_that_leave_no_third_are_all() -> None:
    """县内3家、县外2家 are five; 甲县3家、乙县2家 need not be all."""
    assert only("确定康复机构4家，其中县内3家、县外2家。", "T448").against == "5家"
    assert said("确定康复机构6家，其中甲县3家、乙县2家。", "T448") == []
    assert (
        only("开放床位580张，其中一部240张、二部200张、三部160张。", "T448").against == "600张"
    )


SPENT = "全年支付291.72万元，结余14.28万元。其中：管网支出168.4万元，水源支出47.52万元，设备支出62.3万元，检测支出{}万元。"


def test_a_sentence_of_its_own_divides_what_was_spent() -> None:
    """其中：…支出…: the items are those of the outturn before it."""
    found = only(SPENT.format("15.3"), "T401")

    assert (found.words, found.against) == ("291.72万元", "293.52万元")
    assert said(SPENT.format("13.5"), "T401") == []
    halves = SPENT.replace("，水源", "；水源").replace(
        "62.3万元，", "62.3万元（每台0.7万元）；"
    )
    assert only(halves.format("15.3"), "T401").against == "293.52万元"


@pytest.mark.parametrize(
    "text",
    [
        "全年支付291.72万元。其中：管网支出168.4万元，水源支出47.52万元，设备支出22.3万元等。",
        "全年支付91.72万元。其中：上年支出168.4万元，本年支出47.52万元，设备支出22.3万元。",
        "全年支付91.72万元。其中：管网预算168.4万元，水源预算47.52万元，设备预算22.3万元。",
        "全年支付291.72万元。其中：管网支出100万元，水源支出47.52万元，设备支出62.3万元。",
    ],
)
def test_a_list_that_is_open_or_of_something_else_divides_nothing(text: str) -> None:
    """等, 上年, 预算; and a list that leaves much out."""
    assert said(text, "T401") == []


ROWS = """
| 支出内容 | 全年预算 | 支出金额 | {head} |
|---|---|---|---|
| 展览更新 | 120 | 116.40 | 97.00% |
| 藏品保护 | 85 | 81.60 | {rate} |
| 社教活动 | 50 | 49.02 | 98.04% |
| 运行维护 | 130 | {paid} | 97.85% |
"""


def test_heads_say_how_a_rate_is_computed() -> None:
    """Two odd rows of four show no relation, but 预算, 支出 and 执行率 do."""
    sound = ROWS.format(head="执行率", rate="96.00%", paid="127.20")
    wrong = ROWS.format(head="执行率", rate="98.00%", paid="127.02")

    assert said(sound, "T425") == []
    assert [each.words for each in said(wrong, "T425")] == ["98.00%", "97.85%"]
    one = ROWS.format(head="执行率", rate="98.00%", paid="127.20")
    assert only(one, "T425").against == "96%"


def test_other_heads_say_nothing() -> None:
    """A rate of something else is not outturn over budget."""
    assert said(ROWS.format(head="完成率", rate="98.00%", paid="127.02"), "T425") == []


CITIES = """{said}

| 序号 | 市 | 支出进度（%） | 完成面积 |
|---|---|---|---|
| 1 | 甲市 | 96.03 | 2.46 |
| 2 | 乙市 | 91.88 | 1.70 |
| 3 | 丙市 | 100 | 1.25 |
| 4 | 丁市 | 89.52 | 3.02 |
| | 合计 | 94.19 | 8.43 |
"""


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("支出进度最低的是乙市，为91.88%。", "丁市"),
        ("支出进度最高的是甲市，达到96.03%。", "丙市"),
        ("完成面积最少的是乙市。", "丙市"),
    ],
)
def test_the_least_and_the_most_are_those_of_the_table(sentence: str, right: str) -> None:
    """Another row has less or more."""
    assert only(CITIES.format(said=sentence), "T479").against.startswith(right)


@pytest.mark.parametrize(
    "sentence",
    [
        "支出进度最低的是丁市，为89.52%。",
        "支出进度最高的是丙市，达到100%。",
        "完成面积最多的是丁市。",
        "投诉最多的是乙市。",  # no such column
        "支出进度最低的是戊市。",  # no such row
    ],
)
def test_what_the_table_shows_or_does_not_have_is_passed_over(sentence: str) -> None:
    """The total row is no city."""
    assert said(CITIES.format(said=sentence), "T479") == []
