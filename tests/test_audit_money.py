"""Amounts and rates of a report: sums, what is left, 执行率, and the same quantity twice."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said


def test_parts_of_a_closed_list_add_up() -> None:
    """财政资金 and 其他资金 are all there is; the message shows the sum."""
    found = only("本项目资金12.5万元，其中财政资金10万元，其他资金2万元。", "T401")

    assert found.words == "12.5万元"
    assert found.against == "12万元"
    assert found.arithmetic == "10＋2＝12"


@pytest.mark.parametrize(
    "text",
    [
        "本项目资金12.5万元，其中财政资金10万元，其他资金2.5万元。",
        "资金总额100万元，其中工资30万元，设备20万元。",  # not all of it
        "批复总投资3374.3万元（其中建筑工程3292万元），二批2069.51万元（其中建筑工程1975.775万元）。",
        "预算安排50万元，主要包括其中培训费20万元、资料费10万元等。",
        "资金约100万元，其中财政资金60万元，其他资金30万元。",
    ],
)
def test_sound_or_open_lists_are_passed_over(text: str) -> None:
    """A list that adds up, is open, or about another whole gives no remark."""
    assert said(text, "T401") == []


def test_the_items_of_what_was_spent_do_not_exceed_it() -> None:
    """0.22 + 0.03 + 0.29 is more than 0.52."""
    text = "本项目实际支付资金0.52万元。项目资金主要用于支付手册0.22万元，展板0.03万元，挂板0.29万元。"

    assert only(text, "T401").arithmetic == "0.22＋0.03＋0.29＝0.54"
    assert said(text.replace("0.29", "0.27"), "T401") == []


def test_what_is_left_is_budget_less_outturn() -> None:
    """结余 is compared with every base of the paragraph."""
    text = "预算安排80万元，到位75万元，实际支出70.5万元，结余{}万元。"

    assert only(text.format("8.5"), "T402").arithmetic in ("80－70.5＝9.5", "75－70.5＝4.5")
    assert said(text.format("9.5"), "T402") == []
    assert said(text.format("4.5"), "T402") == []


@pytest.mark.parametrize(
    ("rate", "right"), [("96.35%", True), ("96%", True), ("96.4%", True), ("97%", False)]
)
def test_a_rate_is_compared_to_the_places_it_is_printed(rate: str, right: bool) -> None:
    """57.04 ÷ 59.2 = 96.351…%."""
    found = said(f"预算金额59.2万元，执行金额57.04万元，执行率{rate}。", "T404")

    assert (found == []) is right


def test_a_wrong_rate_is_told_with_its_arithmetic() -> None:
    """The remark stands at the percentage and shows the division."""
    found = only("全年预算数200万元，全年执行数150万元，预算执行率85%。", "T404")

    assert (found.words, found.against) == ("85%", "75%")
    assert found.arithmetic == "150÷200＝75%"


@pytest.mark.parametrize(
    "text",
    [
        "预算100万元，到位80万元，实际支出80万元，执行率100%。",  # of what was received
        "年初预算100万元，调整后预算90万元，实际支出81万元，执行率90%。",
        "预算100万元，实际支付70万元，除质保金外执行率100%。",
        "2021年预算100万元，执行率88%。",
        "预算总额1,250.50万元，实际支出1,125.45万元，执行率90%。",
        "预算1.2亿元，实际支出9000万元，执行率75%。",
        "预算85.3万元，实际支出72.3万元，执行率84.73%。",  # of unrounded amounts
    ],
)
def test_any_base_that_gives_the_rate_will_do(text: str) -> None:
    """Received money, adjusted budgets and unrounded amounts are all legitimate bases."""
    assert said(text, "T404") == []


CHAPTERS = """一、资金情况
本项目预算安排总额为1万元。本项目实际支付资金{spent}万元，预算执行率{rate}%。
二、完成情况
项目经费已拨付0.5188万元，结余0.4812万元。
"""


def test_a_rate_of_a_rounded_amount_is_found() -> None:
    """0.52 gives 52.00 %, but 0.5188 stands elsewhere and gives 51.88 %."""
    found = only(CHAPTERS.format(spent="0.52", rate="52.00"), "T404")

    assert found.against == "51.88%"
    assert "二、完成情况" in found.message


def test_a_rounded_amount_beside_the_exact_one_is_told() -> None:
    """The rounded amount is a warning, another amount an error."""
    rounded = only(CHAPTERS.format(spent="0.52", rate="51.88"), "T403")
    wrong = only(CHAPTERS.format(spent="0.5288", rate="52.88"), "T403")

    assert not rounded.is_error
    assert wrong.is_error


def test_budgets_before_and_after_an_adjustment_are_two_numbers() -> None:
    """追加 and 调整 explain a second budget."""
    text = "本项目预算安排100万元。\n年中追加后，本项目预算安排120万元。"

    assert said(text, "T403") == []


def test_years_are_kept_apart() -> None:
    """Last year's outturn is not this year's."""
    text = "2021年本项目实际支出80万元。\n2022年本项目实际支出90万元。"

    assert said(text, "T403") == []


def test_the_rest_is_a_share_of_the_budget() -> None:
    """3 % left of 59.2 when 57.04 was spent: it is 3.65 %."""
    text = "年度资金总额59.2万元，全年执行数57.04万元，剩余{}资金待验收后支付。"

    assert only(text.format("3%"), "T406").against == "3.65%"
    assert said(text.format("3.65%"), "T406") == []
    assert said(text.format("4%"), "T406") == []


def test_more_than_everything_cannot_be_spent() -> None:
    """A rate above 100 % without amounts is told by itself."""
    assert only("本年预算执行率为103.5%。", "T405").words == "103.5%"


def test_an_outturn_in_a_table_cell_contradicts_the_funding_table() -> None:
    """全年使用资金 in a reason against 全年执行资金 in the table; the rate is wrong for one of them."""
    text = (
        "一、预算执行\n| 项目 | 年度总金额(万元) |\n|---|---|\n| 全年预算资金 | 19.48 |\n"
        "| 全年执行资金 | 19.48 |\n二、自评表\n"
        "| 三级指标 | 目标值 | 业绩值 | 原因 |\n|---|---|---|---|\n"
        "| 预算执行率 | 100% | 100% | |\n| 维护成本 | 19.48 | 19.27万元 | 全年使用资金19.27万元。 |\n"
    )

    assert only(text, "T403").words == "19.27万元"
    assert only(text, "T404").arithmetic == "19.27÷19.48＝98.92%"


def test_a_rate_of_the_project_is_one_number() -> None:
    """95 % in one chapter, 100 % in another; another base, another time and a target are others."""
    text = "一、资金\n项目资金支付率95.00%。\n二、完成情况\n项目资金已全部支付，支付率{}。"

    assert only(text.format("100%"), "T407").against == "95.00%"
    assert said(text.format("95%"), "T407") == []
    assert (
        said("预算执行率95%。\n年初预算执行率98%。\n截至2021年6月，预算执行率40%。", "T407")
        == []
    )
