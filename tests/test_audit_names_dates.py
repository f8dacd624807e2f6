"""Dates of a report: of its evaluation, its signature, its surveys, its work."""

from __future__ import annotations

import pytest

from xltools.audit import Remark
from xltools.audit.case import Case
from xltools.audit.read_text import parse_text
from xltools.audit.rules.names import dates, projects

TEXT = (
    "桃溪县档案局2023年度档案数字化加工项目绩效自评报告\n一、概况\n"
    "2023年预算20万元，截至2023年12月31日支出20万元。{}\n"
    "二、自评工作开展情况\n自评工作严格规范。{}\n桃溪县档案局\n{}"
)


def remarks(work: str = "", evaluation: str = "", signed: str = "2024年3月5日") -> list[Remark]:
    """What the rules on dates say of the report on 2023."""
    case = Case(parse_text("报告.txt", TEXT.format(work, evaluation, signed)))
    return [each for rule in dates.RULES for each in rule(case)]


@pytest.mark.parametrize(
    ("evaluation", "words"),
    [
        ("我局于2022年2月开展绩效自评。", "2022年2月"),
        ("2022年2月，我局组织开展2023年度项目绩效自评。", "2022年2月"),
        ("评价组于2023年2月6日至2月20日查阅资料。", "2023年2月6日"),
        ("一是前期准备（2023年1月）。制定方案，收集资料。", "2023年1月"),
        ("2023年3月形成自评报告。", "2023年3月"),
    ],
)
def test_a_year_is_not_evaluated_before_it_is_over(evaluation: str, words: str) -> None:
    """The evaluation of 2023 in 2022, or early in 2023."""
    found = [each for each in remarks(evaluation=evaluation) if each.code.number == "T251"]

    assert [each.words for each in found] == [words]


@pytest.mark.parametrize(
    "evaluation",
    [
        "2024年2月，成立自评小组；3月形成报告。",
        "2023年12月，成立自评小组，布置自评工作。",
        "2023年7月开展绩效监控，9月开展中期评价。",
        "2022年3月开展2021年度绩效评价，发现的问题已整改。",
        "2021年3月印发绩效评价办法，2023年6月开展绩效评价培训。",
        "2023年11月开展满意度调查，发放问卷100份。",
    ],
)
def test_other_things_may_be_done_within_the_year(evaluation: str) -> None:
    """Monitoring, surveys, papers, the evaluation of another year."""
    assert remarks(evaluation=evaluation) == []


def test_a_report_bears_a_date_behind_its_year_and_its_evaluation() -> None:
    """Dated within the year it is wrong; dated before the evaluation ended one of both is."""
    found = [each.code.number for each in remarks(signed="2023年3月5日")]
    before = remarks(evaluation="2024年4月形成报告。")

    assert found == ["T252"]
    assert [each.code.number for each in before] == ["T253"]
    assert remarks(evaluation="2024年3月形成报告。") == []
    assert remarks(signed="二〇二四年三月五日") == []


def test_people_are_not_asked_before_the_work_began() -> None:
    """Begun in May, asked in March."""
    begun = "项目于2023年5月开工。2023年{}月发放问卷100份，满意度95%。"

    assert [each.words for each in remarks(begun.format(3))] == ["2023年3月"]
    assert remarks(begun.format(11)) == []
    assert remarks(begun.format(3).replace("于", "计划于")) == []


@pytest.mark.parametrize(
    ("work", "code", "words"),
    [
        ("实施期为2023年5月至2023年3月。", "T255", "2023年5月至2023年3月"),
        ("于2023年5月10日-5月2日培训。", "T255", "2023年5月10日-5月2日"),
        ("项目于2023年5月开工，2023年3月完工。", "T256", "2023年5月开工，2023年3月"),
        ("2023年13月验收。", "T257", "2023年13月"),
        ("2023年2月29日付款。", "T257", "2023年2月29日"),
        ("6月31日付款。", "T257", "6月31日"),
        ("资金于202年1月11日到位。", "T257", "202年"),
    ],
)
def test_time_runs_forwards_and_keeps_to_the_calendar(work: str, code: str, words: str) -> None:
    """Spans, work, days and years that cannot be."""
    assert [(each.code.number, each.words) for each in remarks(work)] == [(code, words)]


@pytest.mark.parametrize(
    "work",
    [
        "实施期为2023年11月至2024年3月，2022年10月至次年3月为前期。",
        "2023年3月立项，5月开工，11月完工，12月31日前付款。",
        "2024年2月29日前归档。",
        "2020年建成1期，共用2023年资金。",
    ],
)
def test_dates_in_order_stay_silent(work: str) -> None:
    """A span may cross the year; leap years have their day."""
    assert remarks(work) == []


def test_work_is_accepted_after_it_is_done() -> None:
    """Accepted in October, finished in November; the other way round is silent."""
    late = "全部工程于2023年11月20日完工，2023年10月28日通过竣工验收。"
    sound = "全部工程于2023年10月20日完工，2023年10月28日通过竣工验收。"

    assert [e.words for e in remarks(work=late) if e.code.number == "T258"] == [
        "2023年10月28日"
    ]
    assert [e for e in remarks(work=sound) if e.code.number == "T258"] == []


def test_money_until_another_year_is_a_leftover() -> None:
    """截至2021年…支出 in the report on 2023; a number of people is background."""
    text = "某局2023年度项目绩效自评报告\n一、概况\n截至2021年12月31日，{}。"
    for words, told in (("实际支出20万元", True), ("全县户籍人口26万人", False)):
        case = Case(parse_text("报告.txt", text.format(words)))
        found = [e for e in projects.dates_are_of_the_year(case) if e.code.number == "T235"]
        assert bool(found) is told
