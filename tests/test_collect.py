"""Rules over a set of forms: each fault is found at its place, and its absence is not."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from collect_forms import a_set, contents, good, spot, told, unit
from msgspec.structs import replace

from samples.build_samples import Content
from xltools.collect import Given, Listed, ProjectList, ProjectSet, check_set
from xltools.collect.names import bare, doubled, match, mentioned, unpaired
from xltools.model import Entry, Place

ROADS, BRIDGES, SCHOOLS = "农村公路安防工程", "危桥改造", "校车购置补助"
OTHER_TEXTS = {
    "fields__objective_planned": "改造危桥12座，10月底前完工，验收全部合格。",
    "fields__objective_achieved": "改造危桥12座，10月20日完工，验收合格率100%。",
    "texts": {},
}


def bridges(**changes: Any) -> Content:
    """A second project that shares no sentence and no row with the first."""
    content = good(BRIDGES, **OTHER_TEXTS)
    for number, row in enumerate(content["indicators"]):
        row["name"] = f"改造危桥项目指标{number}"
        row.pop("deviation_note", None)
    for key, value in changes.items():
        content["fields"][key] = value
    return content


def test_two_careful_forms_give_no_finding_about_the_set() -> None:
    """Nothing is suspicious in two different projects of one unit and year."""
    assert check_set(a_set(good(ROADS), bridges())) == []


# --- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三名工作室经费", "三名工作室经费经费项目"),
        ("“七一”表彰经费", "“七一“表彰经费"),
        ("春节走访慰问（2022年）", "春节走访慰问 2022年"),
        ("人才经费及住院看望经费", "人才经费及住院看望"),
        ("选调生中央、省、市补助", "选调生中央省市补助资金"),
    ],
)
def test_spellings_of_one_name_are_one_project(one: str, other: str) -> None:
    """Quotation marks, brackets, stops, doubled words and 经费 or 项目 at the end do not count."""
    assert bare(one) == bare(other)
    assert match(other, ["别的项目", one]) == 1
    (found,) = told(a_set(good(one), good(other, **OTHER_TEXTS)), "NAME_SPELLED_TWICE")
    assert spot(found) == ("2.xlsx", "C3")
    assert "1.xlsx 自评表!C3" in found.finding.message


def test_years_and_numbers_of_a_name_do_count() -> None:
    """The second phase is another project than the first, and so is next year's."""
    names = [
        "公路安防工程（一期）",
        "公路安防工程（二期）",
        "2021年度党建经费",
        "2022年度党建经费",
    ]
    assert len({bare(name) for name in names}) == 4
    assert match("党建经费", names) is None  # two years fit, so neither is meant


def test_one_project_in_two_forms_is_an_error_that_names_both() -> None:
    """Its money would be counted twice."""
    (found,) = told(a_set(good(ROADS), bridges(), good(ROADS)), "NAME_TWICE")
    assert spot(found) == ("3.xlsx", "C3")
    assert found.finding.is_error
    assert "（1.xlsx 自评表!C3）" in found.finding.message
    assert told(a_set(good(ROADS), good(ROADS)), "TEXT_COPIED") == []  # told once, not twice


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("三名工作室经费经费", "经费"),
        ("公路养护养护工程", "养护"),
        ("大组工网维护费经费项目", "费"),
        ("研究研究生培养", "研究"),
        ("人才经费", None),
        ("三三制改革", None),
    ],
)
def test_a_word_written_twice_in_a_name_is_seen(name: str, expected: str | None) -> None:
    """Two characters and more, at any place."""
    assert doubled(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("“七一“表彰", True),
        ("““七一”表彰", True),
        ("党代表活动（2022年", True),
        ('"七一表彰', True),
        ("“七一”表彰（2022年）", False),
        ("《民法典》宣传", False),
        ('"七一"表彰', False),
    ],
)
def test_marks_without_a_partner_are_seen(name: str, expected: bool) -> None:
    """Of every kind that stands in names."""
    assert unpaired(name) is expected


def test_a_text_speaks_of_the_longest_name_that_fits() -> None:
    """基层党建 inside 基层党建信息化平台建设 is not the other project."""
    names = ["基层党建经费", "基层党建信息化平台建设经费", "8人赴常州学习"]
    assert mentioned("3.基层党建信息化平台建设经费项目59.2万元", names) == [1]
    assert mentioned("4.8人赴常州学习、基层党建", names) == [0, 2]


def test_one_project_code_belongs_to_one_form() -> None:
    """A form without a code field, or with a blank one, is no fault."""
    assert told(unit(), "CODE_TWICE") == []
    given = a_set(good(ROADS), bridges())
    place = Place("自评表", 3, 9)

    def with_code(number: int, code: str) -> Any:
        project = given.projects[number]
        fields = {**project.evaluation.fields, "project_code": Entry("编码", place, code, code)}
        return replace(project, evaluation=replace(project.evaluation, fields=fields))

    same = ProjectSet((with_code(0, "36050222 T001"), with_code(1, "36050222T001")))
    (found,) = told(same, "CODE_TWICE")
    assert spot(found) == ("2.xlsx", "I3")
    other = ProjectSet((with_code(0, "36050222T001"), with_code(1, "36050222T002")))
    assert told(other, "CODE_TWICE") == []


# --- year, unit, sources


def test_the_form_of_another_year_or_unit_is_told_at_its_own_cell() -> None:
    """The majority is right; of two, the second is asked about."""
    third = good(SCHOOLS, fields__year=2019, fields__implementing_unit="××县教育局")
    given = a_set(good(ROADS), bridges(), third)
    (year,) = told(given, "YEAR_DIFFERS")
    (unit_,) = told(given, "UNIT_DIFFERS")
    assert spot(year)[0] == spot(unit_)[0] == "3.xlsx"
    assert "2019 年度，其他 2 份是 2020 年度" in year.finding.message
    two = a_set(good(ROADS), bridges(year=2021))
    assert [spot(each)[0] for each in told(two, "YEAR_DIFFERS")] == ["2.xlsx"]


def test_many_units_without_a_main_one_are_told_once() -> None:
    """A bureau that collects a whole county is no row of faults."""
    forms = [good(f"项目{n}工程", fields__implementing_unit=f"××县第{n}局") for n in "一二三"]
    given = a_set(*forms)
    assert told(given, "UNIT_DIFFERS") == []
    (found,) = told(given, "UNITS_SEVERAL")
    assert "3 份表来自 3 个单位" in found.finding.message


def test_carried_over_money_answers_the_year_in_a_name() -> None:
    """2021年度 in a form of 2022 is right where the money is 上年结转."""

    def carry(changed: dict[str, Content]) -> None:
        for number in ("01", "02"):
            funding = changed[number]["funding"]
            funding["carry_over"] = funding.pop("county")

    given = unit(carry)
    assert told(given, "NAME_OF_OTHER_YEAR") == []
    assert {spot(each)[0] for each in told(given, "NAME_OF_OTHER_SOURCE")} == {"07.xlsx"}


# --- copies


def test_the_same_goal_in_two_projects_is_found_also_with_the_name_put_in() -> None:
    """A template into which only the project's name was typed says nothing of it."""
    texts = {"objective_achieved": "{}已按计划全部完成，社会反响良好。"}
    one = good(ROADS, fields__objective_achieved=texts["objective_achieved"].format(ROADS))
    other = bridges(objective_achieved=texts["objective_achieved"].format(BRIDGES))
    (found,) = told(a_set(one, other), "TEXT_COPIED")
    assert spot(found) == ("1.xlsx", "F11")
    assert "2.xlsx 自评表!F11" in found.finding.message


def test_texts_that_are_a_units_own_may_be_alike() -> None:
    """Purpose, method and process of the evaluation are written once; so is 无."""
    texts = {
        "purpose": "了解资金使用和目标完成情况。",
        "method": "比较法和公众评判法。",
        "other": "无",
    }
    one, other = good(ROADS, texts=texts), bridges()
    other["texts"] = texts
    assert told(a_set(one, other), "TEXT_COPIED") == []


def test_a_whole_table_of_indicators_copied_is_one_finding() -> None:
    """Ten rows alike are told once and not ten times."""
    copied = good(BRIDGES, **OTHER_TEXTS)
    for row in copied["indicators"]:
        row.pop("deviation_note", None)
    given = a_set(good(ROADS), copied)
    (found,) = told(given, "FORM_COPIED")
    assert "10 个指标" in found.finding.message
    assert told(given, "INDICATOR_COPIED") == []


def test_an_outturn_copied_from_another_project_is_found_in_the_table() -> None:
    """48.824 typed where 5.6 was budgeted: the other project and its cell are named."""

    def copy_amount(changed: dict[str, Content]) -> None:
        changed["08"]["funding"]["total"]["outturn"] = Decimal("48.824")

    found = [each for each in told(unit(copy_amount), "AMOUNT_COPIED") if spot(each)[1] == "F6"]
    assert [spot(each) for each in found] == [("08.xlsx", "F6")]
    assert (
        "“党代表活动经费”的全年预算数分毫不差（10.xlsx 自评表!D6）" in found[0].finding.message
    )


def test_round_amounts_and_small_differences_are_coincidence() -> None:
    """20 万 stands in many forms; who spent about what it had copied nothing."""

    def round_amount(changed: dict[str, Content]) -> None:
        changed["08"]["fields"]["objective_achieved"] = "表彰优秀共产党员，支出20万元。"
        changed["13"]["funding"]["total"]["outturn"] = Decimal(18)

    assert told(unit(round_amount), "AMOUNT_COPIED") == []


# --- scores


def test_the_same_total_in_a_whole_unit_is_told() -> None:
    """Fourteen times 95: nobody scores like that."""

    def alike(changed: dict[str, Content]) -> None:
        for content in changed.values():
            content["tail"]["score"] = 95

    given = unit(alike)
    (found,) = told(given, "TOTALS_ALIKE")
    assert "14 个项目的总分都是 95" in found.finding.message
    assert told(given, "MOST_FULL") == []


def test_scores_that_differ_raise_nothing() -> None:
    """Seven full of fourteen are no suspicion."""

    def differ(changed: dict[str, Content]) -> None:
        for number, content in enumerate(changed.values()):
            content["tail"]["score"] = 100 - number // 2 - number % 2

    given = unit(differ)
    assert told(given, "TOTALS_ALIKE") == told(given, "MOST_FULL") == []


def test_a_reason_in_the_form_silences_the_unspent_money() -> None:
    """Money left over is no fault; silence about it is."""

    def explain(changed: dict[str, Content]) -> None:
        changed["03"]["fields"]["deviation_analysis"] = (
            "合同约定验收后付款，尾款未付，执行率低；下一步加快验收，2023年3月前支付。"
        )

    assert told(unit(explain), "UNSPENT_UNEXPLAINED") == []
    assert len(told(unit(), "UNSPENT_UNEXPLAINED")) == 1


# --- sums, lists, statements


def a_list(*rows: tuple[str, str]) -> Given:
    """A bureau's list out of a file."""
    listed = tuple(
        Listed(name, Decimal(amount), Place("清单", number, 1))
        for number, (name, amount) in enumerate(rows, start=2)
    )
    return Given(lists=(ProjectList("清单.xlsx", listed),))


def test_the_list_of_the_bureau_tells_who_is_missing_who_is_too_many_and_who_differs() -> None:
    """Each at the place where it can be mended: the list's cell, or the form's."""
    given = a_set(
        good(ROADS), bridges(), given=a_list((f"{ROADS}项目", "481"), (SCHOOLS, "30"))
    )
    (missing,) = told(given, "FORM_MISSING")
    assert (missing.file, str(missing.finding.place)) == ("清单.xlsx", "清单!A3")
    (more,) = told(given, "PROJECT_UNLISTED")
    assert spot(more) == ("2.xlsx", "C3")
    (amount,) = told(given, "LISTED_AMOUNT_DIFFERS")
    assert spot(amount)[0] == "1.xlsx"
    assert "480 万元" in amount.finding.message
    assert "相差 1 万元" in amount.finding.message


def test_a_complete_list_raises_nothing() -> None:
    """Names up to 项目 at the end, amounts to the digit."""
    given = a_set(
        good(ROADS), bridges(), given=a_list((f"{ROADS}项目", "480"), (BRIDGES, "480"))
    )
    assert check_set(given) == []


def test_a_set_of_fewer_forms_than_the_report_speaks_of_is_told_and_not_its_sums() -> None:
    """One form missing explains every sum: its name is told, no arithmetic beside it."""

    def drop(changed: dict[str, Content]) -> None:
        del changed["03"]

    given = unit(drop)
    assert len(told(given, "COUNT_DIFFERS")) == 5  # five texts say 14
    (missing,) = told(given, "FORM_MISSING")
    assert "干部人事档案数字化建设" in missing.finding.message
    assert told(given, "OUTTURN_DIFFERS") == told(given, "BUDGET_DIFFERS") == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        (
            "2022年我部14个项目预算总额是289.9965万元，执行金额是244.2092万元，执行率为84.21%。",
            None,
        ),
        ("我部十四个项目预算合计290万元，支出总额244.21万元，预算执行率84.2%。", None),
        ("我部14个项目预算合计291万元。", "BUDGET_DIFFERS"),
        ("我部14个项目全年支出245万元。", "OUTTURN_DIFFERS"),
        ("14个项目预算执行率达到85%。", "RATE_DIFFERS"),
        ("15个项目预算执行率达到84.21%。", "COUNT_DIFFERS"),
        ("14个项目考评等级全部为“良”。", "GRADES_DIFFER"),
        ("14个项目考评等级均为“优”。", None),
    ],
)
def test_sentences_about_all_projects_are_compared_as_exactly_as_written(
    sentence: str, code: str | None
) -> None:
    """In digits or Chinese numerals, whatever the sum is called."""

    def say(changed: dict[str, Content]) -> None:
        changed["10"]["texts"] = {"funds_use": sentence}

    codes = {
        "BUDGET_DIFFERS",
        "OUTTURN_DIFFERS",
        "RATE_DIFFERS",
        "COUNT_DIFFERS",
        "GRADES_DIFFER",
    }
    found = {each.finding.code.name for each in check_set(unit(say))} & codes
    assert found == ({code} if code else set())


def test_the_report_may_round_and_may_speak_of_the_first_budget() -> None:
    """59.2 as 59万元 is the same; 年初预算数 is another figure than 全年预算数."""

    def say(changed: dict[str, Content]) -> None:
        changed["10"]["texts"] = {
            "objective_analysis": "基层党建信息化平台建设经费项目：年初预算数50万元，执行57万元，执行率96.4%，得分97分。"
        }

    assert told(unit(say), "STATEMENT_DIFFERS") == []


def test_the_texts_of_the_unit_are_not_held_against_the_form_they_stand_beside() -> None:
    """党代表活动's workbook holds the report; its own form is without an error."""
    holder = unit().projects[9]
    assert contents()["10"]["texts"]["funds_use"]
    assert [finding for finding in holder.findings if finding.is_error] == []


def test_money_in_yuan_is_added_up_in_wan() -> None:
    """A form that prints 元 is told of, and its amounts are converted."""
    content = copy_as_shanghai()
    given = a_set(good(ROADS), bridges(), content)
    assert given.total("budget") == Decimal(480 + 480) + Decimal("12.5")
    (found,) = told(given, "MONEY_UNIT_DIFFERS")
    assert spot(found)[0] == "3.xlsx"


def copy_as_shanghai() -> Content:
    """A form of Shanghai, whose amounts are in 元."""
    return {
        "profile": "shanghai-2022",
        "fields": {"project_name": "健身步道", "year": 2020},
        "funding": {"total": {"revised_budget": 125000, "outturn": 125000}},
    }


def test_a_thousand_forms_are_compared_in_seconds() -> None:
    """No rule goes through all pairs of forms with work in the inner loop."""
    base = unit().projects
    many = []
    for number in range(1000):
        project = base[number % 14]
        old = project.evaluation.fields["project_name"]
        name = f"{project.name}{number}号"
        entry = Entry(old.label, old.place, name, name)
        fields = {**project.evaluation.fields, "project_name": entry}
        evaluation = replace(project.evaluation, fields=fields, texts={})
        many.append(replace(project, file=f"{number}.xlsx", evaluation=evaluation))
    start = time.process_time()
    found = check_set(ProjectSet(tuple(many)))
    assert time.process_time() - start < 10
    assert found
