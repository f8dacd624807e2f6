"""Money of any form: partitions, blank totals, costs, and what must be explained."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.check_forms import ALL, NATIONAL, findings, form, money, numbers, row, said
from xltools.model import Entry, FundingLine, Place, SelfEvaluation
from xltools.profile import ExecutionPolicy

ROWS = [
    row("造林面积", "≥100亩", "100亩", "40", points="40"),
    row("成活率", "≥85%", "90%", "20", points="20", level2="质量指标"),
]
NO_SCORES = ALL - {"points", "score"}


def test_a_blank_total_is_the_sum_of_its_sources() -> None:
    """池州: 0/0/0 above 90/89.974/89.974, 0 points, and a cost of 90 (7, 5, 32)."""
    rows = [
        *ROWS,
        row("项目总成本", "≤90万元", "90", "20", points="20", level2="成本指标"),
        row("单项业务成本", "符合规定", "达成年度指标", "10", points="10", level2="成本指标"),
    ]
    evaluation = form(
        rows,
        money("年度资金总额", "total", "0", "0", "0", "10", "0", "0"),
        money("其中：本年财政拨款", "appropriation", "90", "89.974", "89.974"),
    )
    found = findings(evaluation)
    at = [(f.code.number, f.place.a1) for f in found if f.place]
    assert {("R07", "D8"), ("R07", "E8"), ("R07", "F8"), ("R05", "I8"), ("R32", "F32")} <= {*at}
    (score,) = [f for f in found if f.code.number == "R05"]
    assert "填 0，按规则应为 10，相差 10" in score.message
    assert "89.974 ÷ 89.974 = 100%" in score.message
    (cost,) = [f for f in found if f.code.number == "R32"]
    assert "相差 0.026" in cost.message


def department(*lines: FundingLine) -> SelfEvaluation:
    """零陵: a total divided by source and again by use."""
    total = money("年度资金总额", "total", "4753.66", "4753.66", "4753.66")
    return form(ROWS, total, *lines, columns=NO_SCORES)


def test_two_partitions_of_one_total_are_not_added_together() -> None:
    """一般公共预算 + 其他资金 is the total, and so is 基本支出 + 项目支出 (7)."""
    lines = [
        money("其中：一般公共预算", "appropriation", "1873.66", None, None),
        money("其他资金", "other", "2880", None, None),
        money("其中：基本支出", "basic_expenditure", "1768.16", None, None),
        money("项目支出", "project_expenditure", "2985.5", None, None),
    ]
    assert "R07" not in numbers(department(*lines))
    wrong = money("项目支出", "project_expenditure", "2985", None, None)
    (only,) = [f for f in findings(department(*lines[:3], wrong)) if f.code.number == "R07"]
    assert "1768.16 + 2985" in only.message


def test_a_source_that_no_profile_knows_may_fill_the_gap() -> None:
    """银行贷款 beside 财政拨款: together they are the total, and nothing is said."""
    own = money("其中：当年财政拨款", "appropriation", "4000", "4000", "4000")
    loan = money("银行贷款", "银行贷款", "753.66", "753.66", "753.66")
    assert "R07" not in numbers(department(own, loan))
    small = money("银行贷款", "银行贷款", "700", "700", "700")
    assert "R07" in numbers(department(own, small))


def test_of_unknown_sources_only_what_is_certain_is_said() -> None:
    """A part above the whole is wrong; a list without 其他资金 may leave something out."""
    levels = [money("中央资金", "central", "4000", None, None), money("地方资金", "local", "500", None, None)]  # fmt: skip
    assert "R07" not in numbers(department(*levels))
    rest = money("其他资金", "unit_funds", "200", None, None)
    assert "R07" not in numbers(department(*levels, rest))
    larger = money("中央资金", "central", "4800", None, None)
    (only,) = [f for f in findings(department(larger)) if f.code.number == "R07"]
    assert only.code.name == "PART_ABOVE_TOTAL"


def test_levels_of_government_that_exclude_each_other_do_not_exceed_the_total() -> None:
    """中央 + 地方 above 年度资金总额: certain, though no profile names them."""
    sources = tuple(s for s in NATIONAL.form.funding.sources if s.key == "total")
    funding = replace(NATIONAL.form.funding, sources=sources)
    profile = replace(NATIONAL, form=replace(NATIONAL.form, funding=funding))
    lines = [
        money("中央财政资金", "central", "4000", None, None),
        money("地方资金", "local", "800", None, None),
    ]
    assert "R07" in numbers(department(*lines), profile)
    less = [lines[0], money("地方资金", "local", "500", None, None)]
    assert "R07" not in numbers(department(*less), profile)
    rest = money("其他资金", "other", "0", None, None)
    assert "R07" in numbers(department(*less, rest), profile)


def test_a_printed_rate_gives_the_score_where_no_amounts_are_known() -> None:
    """重庆 梁平: 79.27 % of 10 points is 7.93 (5)."""
    right = money("年度总金额", "total", None, None, None, "10", "0.7927", "7.93")
    assert "R05" not in numbers(form(ROWS, right))
    wrong = money("年度总金额", "total", None, None, None, "10", "0.7927", "8")
    assert "R05" in numbers(form(ROWS, wrong))


def costs(*pairs: tuple[str, str]) -> list[dict[str, object]]:
    """Cost indicators with their targets and results."""
    return [
        row(f"成本{n}", target, actual, level2="成本指标", points="10", score="10")
        for n, (target, actual) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("15万元", "15万元"), ("35万元", "35万元"), ("14.8万元", "14.8万元")], []),  # 银川
        (
            [("15万元", "15万元"), ("35万元", "35万元"), ("14.8万元", "12万元")],
            ["COSTS_NOT_OUTTURN"],
        ),
        (
            [("15万元", "15万元"), ("35万元", "35万元"), ("14万元", "14.8万元")],
            ["COSTS_NOT_BUDGET"],
        ),
        ([("150000元", "150000元"), ("49.8万元", "49.8万元")], []),
        ([("15万元", "15万元"), ("20万元", "19万元")], []),  # two of many costs
        ([("≤300元/人", "280元/人"), ("≤100元/人", "90元/人")], []),  # prices, no parts
        ([("64.8万元", "64.8万元"), ("30万元", "30万元")], []),  # the whole and one part
        ([("15.001万元", "15.001万元"), ("49.8万元", "49.8万元")], []),  # rounding
    ],
)
def test_costs_that_make_up_the_budget_make_up_the_spending(
    pairs: list[tuple[str, str]], told: list[str]
) -> None:
    """Only where the targets add up to the budget, nearly or exactly, are they its parts (31)."""
    line = money("总额", "total", "64.8", "64.8", "64.8")
    found = findings(form([*ROWS, *costs(*pairs)], line))
    assert [f.code.name for f in found if f.code.number == "R31"] == told


LOW = money("总额", "total", "100", "100", "40", "10", "0.4", "4")


def test_a_reason_in_the_table_of_money_explains_a_low_rate() -> None:
    """四川 prints 原因 beside the figures (35)."""
    assert "R35" in numbers(form(ROWS, LOW))
    entry = Entry("原因", Place("表", 8, 10), "工程尾款未付", "工程尾款未付")
    assert not {"R35", "R36"} & numbers(form(ROWS, replace(LOW, reason=entry)))
    nothing = replace(entry, text="无")
    assert "R35" in numbers(form(ROWS, replace(LOW, reason=nothing)))


def test_a_form_without_scores_explains_a_low_rate_too() -> None:
    """转移支付: the rule is about money (35)."""
    line = money("总额", "total", "100", "100", "40")
    assert ("R35", "F8") in said(form(ROWS, line, columns=NO_SCORES))


@pytest.mark.parametrize(
    ("rate", "second", "told"),
    [("40", "20", True), ("40", "15", False), ("85", "20", False)],
)
def test_complete_outputs_for_little_money_are_doubted(
    rate: str, second: str, told: bool
) -> None:
    """昌宁: a fifth of the money and all outputs complete (36)."""
    line = money("总额", "total", "100", "100", rate)
    rows = [ROWS[0], ROWS[1] | {"score": second}]
    assert ("R36" in numbers(form(rows, line))) is told


@pytest.mark.parametrize(
    ("original", "revised", "told"),
    [
        ("100", "109", False),
        ("100", "110", True),
        ("100", "37.1", True),
        ("0", "207.4538", True),  # 稷山
        ("0", "0", False),
        (None, "207", False),
    ],
)
def test_a_budget_changed_by_a_tenth_is_explained(
    original: str | None, revised: str, told: bool
) -> None:
    """Up or down, or out of nothing (37)."""
    line = money("总额", "total", original, revised, revised)
    found = [f for f in findings(form(ROWS, line)) if f.code.number == "R37"]
    assert bool(found) is told
    entry = Entry("原因", Place("表", 8, 10), "上级追加", "上级追加")
    assert "R37" not in numbers(form(ROWS, replace(line, reason=entry)))


def test_money_carried_over_explains_the_change_of_the_budget() -> None:
    """年初 100, 全年 150: the 50 are last year's (37)."""
    lines = [
        money("总额", "total", "100", "150", "150"),
        money("当年财政拨款", "appropriation", "100", "100", "100"),
        money("上年结转资金", "carry_over", "0", "50", "50"),
    ]
    assert "R37" not in numbers(form(ROWS, *lines))


def test_a_region_says_which_change_needs_a_reason() -> None:
    """四川: any; elsewhere perhaps none (V10)."""
    line = money("总额", "total", "100", "101", "101")
    for limit, told in ((Decimal(0), True), (None, False), (Decimal("0.1"), False)):
        execution = ExecutionPolicy(adjustment_reason=limit)
        profile = replace(NATIONAL, policy=replace(NATIONAL.policy, execution=execution))
        assert ("R37" in numbers(form(ROWS, line), profile)) is told


def test_points_on_a_source_count_twice_unless_they_are_zero() -> None:
    """濉溪 prints 10 and 10 beside the source as well (8)."""
    total = money("总额", "total", "30", "30", "30", "10", "1", "10")
    part = money("其中：本年财政拨款", "appropriation", "30", "30", "30", "10", None, "0")
    assert [cell for number, cell in said(form(ROWS, total, part)) if number == "R08"] == [
        "G16"
    ]
