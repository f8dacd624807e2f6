"""What stayed from another report: words of another unit, places and projects named otherwise."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.claims.names.units import find_own_units
from xltools.audit.read_text import parse_text
from xltools.audit.rules.names import projects as names
from xltools.audit.rules.text import copies

RULES = (*names.RULES, *copies.RULES)


def remarks(text: str, *numbers: str) -> list[Remark]:
    """The remarks with these codes on a report in text form."""
    case = Case(parse_text("报告.txt", text))
    found = [each for rule in RULES for each in rule(case)]
    return [each for each in found if each.code.number in numbers]


BUREAU = (
    "桃溪县档案局2022年度档案数字化加工项目绩效自评报告\n一、概况\n"
    "我局组织实施档案数字化加工项目，由桃溪县财政局安排20万元。{}\n桃溪县档案局\n2023年3月5日"
)


def test_the_own_unit_is_named_by_title_signature_and_short_form() -> None:
    """A bureau's name ends where its last character says so, though more words follow."""
    text = BUREAU.format("本次由桃溪县档案馆（以下简称“我馆”）承办。")

    assert [each.name for each in find_own_units(parse_text("报告.txt", text))] == [
        "桃溪县档案局",
        "本次由桃溪县档案馆",
        "桃溪县档案局",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("我校严格执行财务制度。", ["我校"]),
        ("方案经我院研究通过，我局组织验收。", ["我院"]),
        ("我镇群众对项目满意。", ["我镇"]),
        ("我县、我市均作了部署，我办公室牵头。", []),
        ("学生说“我校变美了”。", []),
        ("我委托第三方承担，我所有干部参加。", []),
    ],
)
def test_another_kind_of_unit_does_not_speak_in_a_report(line: str, words: list[str]) -> None:
    """A bureau says 我局 of itself; regions, parts of units and quotations are no strangers."""
    assert [each.words for each in remarks(BUREAU.format(line), "T165")] == words


def test_a_report_that_always_speaks_of_its_hospital_is_one_of_the_hospital() -> None:
    """The bureau above it may stand in the title."""
    text = BUREAU.replace("我局", "我院").format("我院严格管理。我院验收合格。我院按时付款。")

    assert remarks(text, "T165") == []


def test_who_approves_is_of_the_field_of_the_project() -> None:
    """县教育局 in a hospital's report without a word on teaching; 健康教育 would be one."""
    text = "桃溪县人民医院2022年度设备购置项目绩效自评报告\n一、概况\n{}"
    line = "购置CT一台，方案报县教育局审批后实施。"

    (found,) = remarks(text.format(line), "T170")
    assert found.words == "县教育局"
    assert remarks(text.format(line + "开展健康教育6次。"), "T170") == []
    assert remarks(text.format(line.replace("教育", "财政")), "T170") == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("资金由李溪县财政局拨付。", ["李溪县"]),
        ("经李溪县档案局验收。", ["李溪县"]),
        ("学习借鉴兰溪县的做法。", []),
        ("与兰溪县、石溪县联合办案。", []),
        ("兰溪县的干部来访。", []),
        ("由县财政局拨付，市档案局指导。", []),
    ],
)
def test_a_place_that_differs_in_one_character_is_told(line: str, words: list[str]) -> None:
    """Where the place acts as this one does; neighbours and visitors are other places."""
    found = remarks(BUREAU.format(line), "T238")

    assert [each.words for each in found] == words
    assert all(each.against == "桃溪县" for each in found)


def test_a_signature_with_another_place_is_told() -> None:
    """The title says 桃溪县, the signature 李溪县."""
    text = BUREAU.format("")
    at = text.rindex("桃溪县")
    wrong = text[:at] + "李溪县" + text[at + 3 :]

    assert [each.words for each in remarks(wrong, "T238")] == ["李溪县"]
    assert remarks(text, "T238") == []


def test_the_own_body_with_another_character_is_told() -> None:
    """退伍军人事务局 for 退役军人事务局; a short name may be that of another bureau."""
    text = BUREAU.replace("档案局", "退役军人事务局").format("经县{}局验收。")

    assert [e.words for e in remarks(text.format("退伍军人事务"), "T238")] == ["退伍军人事务局"]
    assert remarks(text.format("退役军人事务"), "T238") == []
    short = BUREAU.replace("档案局", "教育局").format("与县体育局会商。")
    assert remarks(short, "T238") == []


def test_schools_that_sound_alike_are_one_school_mistyped() -> None:
    """桃园小学 among 桃源小学; 第二小学 and 东桃源小学 are schools of their own."""
    text = "一、概况\n桃源小学建设操场。桃源小学支出5万元。桃源小学完工，{}验收合格。"

    assert [each.words for each in remarks(text.format("桃园小学"), "T238")] == ["桃园小学"]
    for other in ("桃源小学", "花源小学", "第二小学"):
        assert remarks(text.format(other), "T238") == []


@pytest.mark.parametrize(
    "line",
    [
        "普通公路养护项目自评得分96分。",
        "经评价，档案库房改造项目得分96分，等级为优。",
        "总的来看，普通公路养护项目组织有序。",
        "档案库房改造项目资金已全部到位。",
        "档案库房改造项目预算执行率为98%。",
    ],
)
def test_another_project_that_is_judged_here_is_told(line: str) -> None:
    """Its name stands once, as the subject of a score, of money, of praise."""
    (found,) = remarks(BUREAU.format(line), "T232")

    assert found.words in line
    assert found.words.endswith("项目")


@pytest.mark.parametrize(
    "line",
    [
        "档案数字化项目资金已全部到位。",
        "本项目实际支出19万元，该项目满意度95%。",
        "其中设备购置项目支出5万元，软件开发项目支出6万元。",
        "与档案库房改造项目相比，效果更好。",
        "馆藏档案数字化扫描项目资金已全部到位。",
        "中央财政专项资金已全部到位。",
        "纸质档案扫描项目支出8万元、音像档案转换项目支出6万元。",
        "档案库房改造项目支出8万元。\n设备购置项目实际支出6万元。",
    ],
)
def test_parts_and_other_projects_that_are_meant_stay_silent(line: str) -> None:
    """The name cut short, parts of the project, what it is compared with."""
    assert remarks(BUREAU.format(line), "T231", "T232") == []


def test_a_project_of_the_list_is_written_as_listed() -> None:
    """农村公路管护 in the list, 农村公厕管护 all over the text: the list is wrong."""
    text = (
        "一、概况\n共有3个项目。农村公厕管护经费支出5万元。\n二、完成情况\n农村公厕管护经费：管护公厕20座。\n"
        "| 项目名称 | 预算数 | 执行数 |\n|---|---|---|\n| {} | 5 | 5 |\n"
        "| 病虫害防治经费 | 6 | 6 |\n| 农机购置经费 | 7 | 7 |\n"
    )

    (found,) = remarks(text.format("农村公路管护经费"), "T231")
    assert found.words == "农村公路管护经费"
    assert remarks(text.format("农村公厕管护经费"), "T231") == []


def test_the_own_project_with_another_character_is_told() -> None:
    """农村公路管护经费 once in the report on 农村公厕管护经费; 农村公路 itself is no name."""
    text = (
        "桃溪县农业农村局2022年度农村公厕管护经费绩效自评报告\n一、概况\n"
        "农村公厕管护经费预算20万元。农村公厕管护经费用于保洁。{}"
    )

    assert [e.words for e in remarks(text.format("农村公路管护经费支出19万元。"), "T238")]
    assert remarks(text.format("加强农村公路管护。"), "T238") == []
