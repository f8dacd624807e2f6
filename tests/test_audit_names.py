"""The project's name, the year and the survey of a report."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.claims.names.names import find_project_names
from xltools.audit.claims.names.years import find_report_year, find_years
from xltools.audit.read_text import parse_text
from xltools.audit.rules.names import projects as names


def remarks(text: str) -> list[Remark]:
    """What the rules on names say of a report in text form."""
    case = Case(parse_text("报告.txt", text))
    return [each for rule in names.RULES for each in rule(case)]


def codes(text: str) -> list[str]:
    """The codes of the remarks, in the order of the rules."""
    return [each.code.number for each in remarks(text)]


def test_a_project_under_two_names_that_begin_alike_is_an_error() -> None:
    """The report of one project still bears the name of the one that it was copied from."""
    text = (
        "二、资金情况\n甲县政府网站运行维护项目预算安排总额为1万元。\n"
        "六、评价工作\n本次评价全面了解甲县政府网站宣传项目资金的使用效率。"
    )

    (found,) = remarks(text)

    assert found.code.number == "T231"
    assert {found.claim, found.against} == {"甲县政府网站运行维护项目", "甲县政府网站宣传项目"}


def test_a_project_of_another_report_is_a_warning() -> None:
    """Title and purpose of the evaluation speak of projects that have nothing in common."""
    text = (
        "2022年度甲县农村饮水安全项目绩效自评报告\n"
        "旨在评价乡村教师人才经费项目实施前期、过程及效果。"
    )

    (found,) = remarks(text)

    assert (found.code.number, found.words) == ("T232", "乡村教师人才经费项目")


def test_a_project_with_another_number_in_its_name_is_an_error() -> None:
    """第五小学 in the report of 第二小学; 第二小学 itself is right everywhere."""
    text = (
        "甲县第二小学校2022年度校舍维修项目绩效评价报告\n"
        "甲县第二小学校校舍维修项目资金到位。\n总的来看，甲县第{}小学校校舍维修项目组织有序。"
    )

    (found,) = remarks(text.format("五"))

    assert (found.code.number, found.words) == ("T231", "甲县第五小学校校舍维修")
    assert remarks(text.format("二")) == []
    compared = text.replace("总的来看，", "另行评价的").format("五")
    assert remarks(compared) == []


def test_the_score_of_another_project_is_told() -> None:
    """普通公路养护项目自评得分 in the report of 法律援助项目."""
    text = "甲县2022年度法律援助项目绩效自评报告\n{}自评得分96.4分。"

    assert codes(text.format("普通公路养护项目")) == ["T232"]
    assert codes(text.format("法律援助项目")) == []


@pytest.mark.parametrize(
    "text",
    [
        "旨在评价互联网领域党建工作经费项目实施效果。\n互联网党建经费项目预算安排5万元。",
        "2022年度甲县电子政务外网运维项目绩效自评报告\n全面了解电子政务外网运维项目资金的使用。",
        "甲县政府网站运行项目预算安排1万元。\n甲县政府网站宣传项目预算安排2万元。",
        "共有2个项目。\n旨在评价甲县政府网站宣传项目的效果。\n甲县政府网站运维项目预算安排2万元。",
        "甲县财政局2022年度项目绩效自评报告\n旨在评价乡村教师人才经费项目实施效果。",
        "为类似项目今后的开展提供参考。\n旨在评价乡村教师人才经费项目实施效果。",
    ],
)
def test_short_names_and_reports_of_several_projects_stay_silent(text: str) -> None:
    """A name cut short is the same name; two projects may be told of; a unit is no project."""
    assert [code for code in codes(text) if code in ("T231", "T232")] == []


def test_names_that_say_nothing_are_not_names() -> None:
    """本项目, 类似项目 and half sentences are not what a project is called."""
    text = (
        "本项目预算安排5万元。为今后项目开展。对重点项目进行评价。调整预算后项目资金共5万元。"
    )

    assert find_project_names(parse_text("报告.txt", text)) == ()


BODY = "\n".join(f"第{n}段说明项目的实施情况和管理情况。" for n in "甲乙丙丁戊己")


def test_a_report_without_a_year_is_an_error() -> None:
    """Years in numbers and titles of papers are no year of the report."""
    text = f"根据《2018年工作要点》（甲办〔2018〕1号）。\n我局负责实施。\n{BODY}"

    (found,) = remarks(text)

    assert found.code.number == "T233"
    assert "哪个单位" not in found.message
    assert "哪个单位" in remarks(text.replace("我局", "按规定"))[0].message


@pytest.mark.parametrize(
    "year",
    [
        "2022年度",
        "2022年",
        "20xx年",
        "20_年",
        "XX年",
        "二〇二二年",
        "2022.12.31",
        "2021-2022学年",
    ],
)
def test_a_year_in_any_spelling_is_a_year(year: str) -> None:
    """Masked years of published reports count as well."""
    assert codes(f"截至{year}项目已完成。\n{BODY}") == []


def test_a_fragment_is_not_asked_for_its_year() -> None:
    """A text that begins with （二） lacks what stood before."""
    assert codes(f"（二）项目效益情况\n{BODY}") == []


def test_the_evaluated_year_is_that_of_the_title_or_the_commonest() -> None:
    """One year named twice and another once: the commonest; a tie decides nothing."""
    common = parse_text("报告.txt", "2021年预算10万元。2021年支出9万元。2020年无。")
    tie = parse_text("报告.txt", "2021年预算10万元。2020年预算9万元。")

    assert find_report_year(common) == 2021
    assert find_report_year(tie) is None
    assert [each.year for each in find_years(tie)] == [2021, 2020]


def test_an_odd_amount_of_two_years_is_told() -> None:
    """192.05万元 cannot be the budget of 2021 and of 2022."""
    text = "2022年度甲项目绩效自评报告\n2021年预算安排192.05万元。\n2022年本项目预算安排192.05万元。"

    found = [each for each in remarks(text) if each.code.number == "T234"]

    assert [(each.words, each.against) for each in found] == [
        ("192.05万元", "2022年192.05万元")
    ]
    assert "T234" not in codes(text.replace("192.05", "100"))
    assert "T234" not in codes(text.replace("安排192", "结转安排192"))
    assert "T234" not in codes(text.replace("2021年预算", "2021年12月预算"))


def test_a_closing_date_of_the_year_before_is_a_hint() -> None:
    """截至2021年12月31日 alone in the report of 2022."""
    title = "2022年度甲项目绩效自评报告\n"

    assert codes(title + "截至2021年12月31日，实际支出5万元。") == ["T235"]
    assert codes(title + "截至2022年12月31日，实际支出5万元。") == []
    both = title + "截至2021年12月31日，累计5万元。截至2022年12月31日，累计9万元。"
    assert codes(both) == []


def test_a_survey_without_result_or_size_is_told() -> None:
    """Asking about 满意度 without a result; a result without the number of answers."""
    asked = "2022年对群众进行了问卷调查，了解群众对项目的满意度。"

    assert codes(asked) == ["T236"]
    assert codes(asked + "\n满意度为95%。") == ["T237"]


@pytest.mark.parametrize(
    "text",
    [
        "2022年发放调查问卷100份，收回98份，满意度98%。",
        "2022年对60名学员进行问卷调查，满意度98%。",
        "2022年采用问卷调查，满意度98%，见附件2：调查问卷汇总表。",
        "2022年问卷调查覆盖全部12个村，满意度98%。",
        "2022年问卷调查情况见附件3，满意度98%。",
        "2022年满意度98%。建议今后开展问卷调查。",
        "2022年采用比较法，满意度98%。",
    ],
)
def test_surveys_with_their_size_and_plans_of_one_stay_silent(text: str) -> None:
    """How many were asked stands anywhere; a suggestion is no survey."""
    assert [code for code in codes(text) if code in ("T236", "T237")] == []
