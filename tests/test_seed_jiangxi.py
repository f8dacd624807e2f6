"""渝水 2022: a unit's fourteen workbooks; what the published report prints rightly, and wrongly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from collect_forms import UNIT, spot, told, unit

from samples.build_samples import fill_in, forms_of
from xltools.collect import Given, Project, check_set, summarise
from xltools.decimals import half_up, percent
from xltools.hosts.file import open_form
from xltools.profile import load_profile

# the published 评分表: 预算, 执行, 执行率(%), 自评得分
PUBLISHED = {
    "2021年度非公有制经济组织与社会组织党建市级经费": ("1.92", "1.92", "100", "100"),
    "2021年度基层党建市级经费": ("20", "20", "100", "100"),
    "干部人事档案数字化建设": ("62.3205", "18.6932", "30", "90"),
    "春节区领导走访人才经费": ("3.6", "3.6", "100", "100"),
    "8人赴江苏省常州市钟楼区学习": ("15.0816", "15.0816", "100", "100"),
    "引进培养人才有关津补贴": ("12.6", "12.6", "100", "100"),
    "2022年度下派选调生到村工作中央、省、市财政补助": ("18.8704", "18.8704", "100", "100"),
    "“七一“表彰经费及大组工网维护费": ("5.6", "5.6", "100", "100"),
    "人才经费及副科以上干部住院看望经费": ("8.5", "8.5", "100", "100"),
    "党代表活动经费": ("48.824", "48.824", "100", "100"),
    "基层党建信息化平台建设经费": ("59.2", "57.04", "96.35", "97"),
    "第八届“新余人才日”活动经费": ("3.98", "3.98", "100", "100"),
    "三名工作室经费": ("18", "18", "100", "100"),
    "2022年春节走访慰问离任村党组织书记、村主任经费": ("11.5", "11.5", "100", "100"),
}


def project(number: int) -> Project:
    """One of the fourteen by its place in the published table."""
    return unit().projects[number - 1]


def test_the_committed_workbooks_are_what_the_toml_says() -> None:
    """Fourteen forms out of one TOML; each reads as its content rebuilt."""
    found = list(forms_of(UNIT))
    assert len(found) == 14
    for path, content in found:
        assert path.read_bytes() == fill_in(content), path.name


def test_each_workbook_is_recognised_as_its_own_form() -> None:
    """By its identity, without a doubt."""
    for path, _ in forms_of(UNIT):
        form = open_form(path).examined
        assert form.profile.id == "jiangxi-2022"
        assert not {f.code.number for f in form.findings} & {"A01", "A02", "A15", "A16", "A17"}


def test_the_summary_is_the_published_table_row_by_row() -> None:
    """Names, 预算, 执行, 执行率 and 自评得分 of all fourteen, in the published order."""
    given = unit()
    summary = summarise(given, [])
    rows = {
        str(row.values["project_name"]): tuple(
            row.values[key] for key in ("budget", "outturn", "rate", "score")
        )
        for row in summary.rows
    }
    expected = {
        name: (
            Decimal(budget),
            Decimal(outturn),
            half_up(Decimal(rate) / 100, 4),
            Decimal(score),
        )
        for name, (budget, outturn, rate, score) in PUBLISHED.items()
    }
    assert rows == expected
    assert list(rows) == list(PUBLISHED)


def test_the_sums_of_the_report_are_reproduced() -> None:
    """Σ预算 289.9965 as published; Σ执行 244.2092 and 84.21 %, which the report gets wrong."""
    summary = summarise(unit(), [])
    total = summary.total.values
    assert total["budget"] == Decimal("289.9965")
    assert total["outturn"] == Decimal("244.2092")
    assert total["rate"] == Decimal("0.8421")
    assert total["score"] == half_up(Decimal(12 * 100 + 90 + 97) / 14, 2)
    assert summary.title == "2022年度渝水区委组织部项目支出绩效自评评分表"


def test_single_rates_are_reproduced() -> None:
    """57.04 ÷ 59.2 = 96.35 %; 18.6932 ÷ 62.3205 = 29.995 %, printed 30."""
    platform, archives = project(11).rate, project(3).rate
    assert platform is not None
    assert archives is not None
    assert percent(platform) == "96.35%"
    assert half_up(archives * 100, 3) == Decimal("29.995")
    assert percent(archives) == "30%"


def test_every_project_gets_a_score_by_the_rule() -> None:
    """Twelve full; 93 for 30 % of the money, 99.64 for 96.35 %: all fourteen 优 (含90)."""
    totals = [each.scores.total for each in unit().projects]
    assert totals.count(Decimal(100)) == 12
    assert totals[2] == Decimal(93)
    assert totals[10] == Decimal("99.64")
    assert {each.scores.grade for each in unit().projects} == {"优"}


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
    ],
)
def test_the_lower_bounds_of_the_grades_are_inclusive(total: str, grade: str) -> None:
    """90～100分（含90分的）为优, and so on down."""
    assert load_profile("jiangxi-2022").policy.grade(Decimal(total)) == grade


FORM_FAULTS = [
    # seed, form, code, cell, words
    ("S4-E2", 8, "R51", "F12", "48.824"),
    ("S4-E3", 3, "R35", "F6", "30%"),
    ("S4-E4", 3, "R02", "H45", "应为 93"),
    ("S4-E5", 11, "R02", "H45", "99.64"),
    ("S4-E6", 11, "R51", "C47", "3.6486%"),
    ("S4-E19", 8, "R21", "F14", "10个以上"),
    ("S4-E18", 10, "R43", "D33", "没有满意度指标"),
    ("S4-E10", 1, "R43", "D26", "没有效益指标"),
    ("S4-E10", 1, "R40", "B12", "绩效目标"),
]


@pytest.mark.parametrize(("seed", "number", "code", "cell", "words"), FORM_FAULTS)
def test_a_fault_of_one_project_is_found_in_its_form(
    seed: str, number: int, code: str, cell: str, words: str
) -> None:
    """What the report gets wrong about one project, at that project's cell."""
    found = [
        finding
        for finding in project(number).findings
        if finding.code.number == code and finding.place and finding.place.a1 == cell
    ]
    assert any(words in finding.message for finding in found), (seed, found)


SET_FAULTS = [
    # seed, code, file, cell, words
    ("S4-E1", "OUTTURN_DIFFERS", "10.xlsx", "E7", "244.2092 万元"),
    ("S4-E1", "RATE_DIFFERS", "10.xlsx", "E7", "244.2092 ÷ 289.9965 计算应为 84.21%"),
    ("S4-E2", "AMOUNT_COPIED", "08.xlsx", "F12", "48.824 万元与“党代表活动经费”的全年预算数"),
    ("S4-E2", "STATEMENT_DIFFERS", "10.xlsx", "E16", "08.xlsx 自评表!F6"),
    ("S4-E3", "UNSPENT_UNEXPLAINED", "03.xlsx", "F6", "43.6273 万元，占全单位未执行 45.7873"),
    ("S4-E7", "RATE_AS_COMPLETION", "11.xlsx", "F12", "96.35%"),
    ("S4-E8", "NAME_OF_OTHER_SOURCE", "01.xlsx", "D7", "市级"),
    ("S4-E8", "NAME_OF_OTHER_SOURCE", "02.xlsx", "D7", "区本级财政"),
    ("S4-E8", "NAME_OF_OTHER_SOURCE", "07.xlsx", "D7", "中央"),
    ("S4-E9", "PROJECTS_UNTOLD", "10.xlsx", "E16", "只写到 5 个项目，共 14 个"),
    ("S4-E9", "PROJECTS_UNTOLD", "10.xlsx", "E15", "只写到 2 个项目，共 14 个"),
    ("S4-E11", "NAME_DOUBLED", "10.xlsx", "E6", "（8 个）"),
    ("S4-E12", "NAME_QUOTES", "08.xlsx", "C3", "七一"),
    ("S4-E13", "NAMES_DIFFER", "10.xlsx", "E6", "表中“干部人事档案数字化建设”"),
    ("S4-E13", "NAMES_DIFFER", "10.xlsx", "E6", "“非公有制经济组织与社会组织党建市级经费”"),
    ("S4-E24", "NAME_OF_OTHER_YEAR", "01.xlsx", "C3", "2021"),
    ("S4-E24", "NAME_OF_OTHER_YEAR", "02.xlsx", "C3", "2021"),
    ("S4-E25", "MOST_FULL", "01.xlsx", "H45", "14 个项目中有 12 个得满分 100"),
    ("S4-E26", "GOAL_UNANSWERED", "10.xlsx", "F12", "培训"),
    ("S4-E27", "GRADE_WITH_LOW_EXECUTION", "03.xlsx", "G46", "30%"),
]


@pytest.mark.parametrize(("seed", "code", "file", "cell", "words"), SET_FAULTS)
def test_a_fault_between_the_projects_is_found_in_file_and_cell(
    seed: str, code: str, file: str, cell: str, words: str
) -> None:
    """What only the fourteen together show."""
    found = [each.finding.message for each in told(unit(), code) if spot(each) == (file, cell)]
    assert any(words in message for message in found), (seed, found)


NARRATIVE = {
    "S4-E14": "the table's title: ours is made from year and unit",
    "S4-E15": "a wrong character in running text (支行)",
    "S4-E16": "a doubled word in running text",
    "S4-E17": "how many of the eight lead the group is not said, so no sum can be made",
    "S4-E20": "the order of sentences in running text",
    "S4-E21": "the table has no total row: ours has one",
    "S4-E22": "rates in mixed precision: ours all have two decimals",
    "S4-E23": "the name of a method in running text (公众评议法)",
}
"""What is no cell's fault: left for whoever reads the text, or settled by making the table."""


def test_every_fault_of_the_seed_is_found_or_has_its_reason() -> None:
    """S4-E1 to S4-E27, none forgotten."""
    found = {fault[0] for fault in (*FORM_FAULTS, *SET_FAULTS)}
    assert found | NARRATIVE.keys() == {f"S4-E{number}" for number in range(1, 28)}
    assert not found & NARRATIVE.keys()


def test_the_set_complains_of_nothing_else() -> None:
    """Beyond the seed's faults: ten identical stand-in indicators and one more empty answer."""
    expected = {(code, file, cell) for _, code, file, cell, _ in SET_FAULTS}
    found = {(each.finding.code.name, *spot(each)) for each in check_set(unit())}
    assert found - expected == {
        ("INDICATOR_COPIED", "01.xlsx", "D14"),
        ("GOAL_UNANSWERED", "14.xlsx", "F12"),
    }


def test_the_right_budget_given_raises_nothing_and_a_wrong_one_is_told_with_the_gap() -> None:
    """289.9965 is right; 300 is 10.0035 too much; the stated outturn is 45.7873 too much."""
    right = unit(given=Given(budget=Decimal("289.9965")))
    assert told(right, "BUDGET_DIFFERS") == []
    (wrong,) = told(unit(given=Given(budget=Decimal(300))), "BUDGET_DIFFERS")
    assert "相差 10.0035 万元" in wrong.finding.message
    stated = told(unit(given=Given(outturn=Decimal("289.9965"))), "OUTTURN_DIFFERS")
    assert all("相差 45.7873 万元" in each.finding.message for each in stated)
    assert len(stated) == 2
