"""What the form has, too, is not accused: where two places are at odds, the other one is told."""

from __future__ import annotations

import pytest
from test_audit_form_claims import evaluation, made

from xltools.audit import Remark, audit_report
from xltools.audit.pieces import Number
from xltools.audit.read_text import parse_text
from xltools.audit.report import make_line

TITLE = "2022年村干部培训经费项目绩效自评报告\n××县农业农村局\n"
INTERNAL = ("T402", "T403", "T404", "T406", "T407")


def told(text: str, *, beside: bool = True) -> list[Remark]:
    """What the rules of money say of a text beside a form: first 18, then 20, spent 19.48 万元."""
    forms = [made(evaluation())] if beside else []
    found = audit_report(parse_text("报告.txt", TITLE + text), forms)
    return [each for each in found if each.code.number in INTERNAL]


def test_of_two_amounts_the_one_that_the_form_lacks_is_told() -> None:
    """By itself a report is told at the later place; the form knows better."""
    text = "一、资金\n项目实际支出18.92万元。\n二、管理\n项目实际支出19.48万元，管理规范。\n"
    (alone,) = told(text, beside=False)
    (found,) = told(text)
    assert alone.code.number == found.code.number == "T403"
    assert (alone.words, found.words) == ("19.48万元", "18.92万元")
    assert "19.48万元" in found.message


def test_the_first_budget_and_the_last_are_both_the_form_s() -> None:
    """18 and 20: neither place is wrong."""
    text = "一、资金\n项目预算18万元。\n二、管理\n项目预算20万元，实际支出19.48万元。\n"
    assert told(text) == []
    assert [each.code.number for each in told(text, beside=False)] == ["T403"]


@pytest.mark.parametrize(
    "text",
    [
        "一、资金\n项目资金来源为财政拨款15万元，实际支出19.48万元，预算执行率97.4%。\n",
        "一、资金\n项目年初预算18万元，实际支出19.48万元，结余0.52万元。\n",
    ],
)
def test_a_rate_and_a_balance_that_the_form_gives_are_right(text: str) -> None:
    """Whatever other amounts stand beside them."""
    assert told(text) == []


def test_a_rate_that_the_form_lacks_is_told_still() -> None:
    """92.4% of 19.48÷20."""
    text = "一、资金\n项目全年预算20万元，实际支出19.48万元，预算执行率92.4%。\n"
    assert "T404" in [each.code.number for each in told(text)]


def test_next_year_s_budget_is_no_second_number() -> None:
    """拟安排 in the chapter on what is to come, with a form or without."""
    text = "一、资金\n项目预算20万元。\n二、下一步打算\n项目预算33万元，继续培训。\n"
    assert told(text) == told(text, beside=False) == []


def test_points_of_a_percentage_are_quoted_whole() -> None:
    """5.3个百分点, not 5.3个."""
    line = make_line(0, "比目标低5.3个百分点。")
    assert Number(line, 4, 7, "5.3").with_unit == "5.3个百分点"


def test_items_that_are_still_to_be_written_are_not_counted() -> None:
    """由3个三级指标构成, and one of the items is （待补充）."""
    head = "一、分析\n（一）产出\n该类指标由3个三级指标构成。\n"
    items = "（1）培训人数：完成210人，得2分。\n（2）合规率：达到100%，得2分。\n"
    found = audit_report(parse_text("报告.txt", f"{TITLE}{head}{items}"))
    assert "T442" in [each.code.number for each in found]
    blank = audit_report(
        parse_text("报告.txt", f"{TITLE}{head}{items}（3）成本指标：（待补充）\n")
    )
    more = audit_report(
        parse_text("报告.txt", f"{TITLE}{head}{items}（3）（待补充）\n（4）（待补充）\n")
    )
    assert "T442" not in [each.code.number for each in (*blank, *more)]
