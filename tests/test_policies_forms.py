"""A whole form under a policy: points dealt out, merged scores, rows that do not count, totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from xltools.decimals import plain
from xltools.model import (
    Amount,
    Entry,
    FundingLine,
    Indicator,
    Place,
    Scores,
    SelfEvaluation,
    Tail,
)
from xltools.profile import GradeCap, ScoringPolicy
from xltools.profile.policy_file import load_policy
from xltools.score import score_form
from xltools.value import parse_value

D = Decimal
NATIONAL = load_policy("national-2020")
HUBEI = load_policy("hubei-20-80")
FULL = frozenset({"name", "target", "actual", "points", "score"})
NO_POINTS = FULL - {"points"}
NO_SCORES = NO_POINTS - {"score"}


def amount(text: str | None, row: int = 1) -> Amount:
    """A numeric cell; "" and None are blank."""
    value = D(text) if text else None
    return Amount("数", Place("表", row, 9), text or None, value)


def entry(text: str | None, row: int = 1) -> Entry:
    """A text cell."""
    return Entry("栏", Place("表", row, 2), text, text)


def row(
    name: str,
    target: str = "",
    actual: str = "",
    points: str | None = None,
    typed: str | None = None,
    *,
    level1: str = "产出指标",
    level2: str = "数量指标",
    category: str | None = "output",
    subcategory: str | None = "quantity",
    weight: str | None = None,
    rule: str | None = None,
    **flags: bool,
) -> Indicator:
    """One indicator of 2022."""
    return Indicator(
        row=1, category=category, subcategory=subcategory, level1=entry(level1),
        level2=entry(level2), name=entry(name), target=entry(target),
        target_value=parse_value(target, name=name), actual=entry(actual),
        actual_value=parse_value(actual, role="actual", name=name), points=amount(points),
        typed_rate=None, typed_score=amount(typed), deviation_note=entry(None),
        extras={"scoring_rule": entry(rule)} if rule else {},
        amounts={"weight_percent": amount(weight)} if weight else {},
        **flags,
    )  # fmt: skip


def form(
    *rows: Indicator,
    columns: frozenset[str] = FULL,
    budget: str | None = "100",
    outturn: str | None = "100",
    **money: str,
) -> SelfEvaluation:
    """One form; money in 万元."""
    amounts = {"revised_budget": amount(budget), "outturn": amount(outturn)}
    amounts |= {key: amount(value) for key, value in money.items()}
    line = FundingLine("total", "年度资金总额", Place("表", 2, 1), amounts)
    return SelfEvaluation(
        profile_id="x", sheet="表", fields={}, year=2022, funding={"total": line},
        indicators=rows, tail=Tail(), texts={}, columns=columns,
    )  # fmt: skip


def scores_of(scores: Scores) -> list[str | None]:
    """The scores as text."""
    return [None if each.score is None else plain(each.score) for each in scores.indicators]


def test_a_sum_is_told_with_its_parts() -> None:
    """普陀 2022: 8.62 for the money and 90 for the indicators."""
    scores = score_form(
        form(row("完成率", "=100%", "100%", "90"), budget="25", outturn="21.54576"), NATIONAL
    )
    assert (scores.total, scores.grade) == (D("98.62"), "优")
    assert scores.trace == "指标得分合计 90＋预算执行率得分 8.62＝98.62。"


def test_an_indicator_that_does_not_apply_leaves_and_the_rest_is_rescaled() -> None:
    """V9: 60 of 80 points and 8 of 10 for the money become 68 ÷ 90 × 100."""
    rows = (
        row("甲", "≥100个", "75个", "80"),
        row("乙", "不适用", "不适用", "10"),
    )
    scores = score_form(form(*rows, outturn="80"), load_policy("central-rescale"))
    assert scores.indicators[1].left_out == "not_applicable"
    assert scores.total == D("75.56")
    assert "68 × 100 ÷ 90 = 75.56" in scores.trace
    assert score_form(form(*rows), NATIONAL).total is None


def test_a_budget_of_zero_is_scored_as_the_policy_says() -> None:
    """V14: dropped and rescaled, full, or nothing."""
    evaluation = form(row("甲", "≥100个", "90个", "90"), budget="0", outturn="0")
    assert score_form(evaluation, NATIONAL).total == 90  # 81 of 90
    choices = {"full": "91", "zero": "81", "divide_by_one": "81"}
    for choice, total in choices.items():
        execution = replace(NATIONAL.execution, zero_budget=choice)
        assert score_form(evaluation, replace(NATIONAL, execution=execution)).total == D(total)


def test_a_form_without_a_score_column_gets_its_rates_only() -> None:
    """湖南, 武汉, 转移支付: None and never 0, and the trace says why."""
    rows = (row("甲", "≥90%", "81%"), row("乙", "高", "高"))
    scores = score_form(form(*rows, columns=NO_SCORES, outturn="80"), NATIONAL)
    assert scores.indicators[0].completion_rate == D("0.9")
    assert scores_of(scores) == [None, None]
    assert (scores.total, scores.grade, scores.execution.score) == (None, None, None)
    assert scores.execution.rate == D("0.8")
    assert "不计分" in scores.indicators[0].trace
    assert "不计分" in scores.execution.trace
    assert "没有得分栏" in scores.trace


def test_the_policy_none_scores_nothing_on_any_form() -> None:
    """The form has a column for scores, the region does not use it."""
    scores = score_form(form(row("甲", "≥90%", "81%", "90", "80")), load_policy("none"))
    assert scores_of(scores) == [None]
    assert scores.execution.rate == 1


SPONGE = [
    row("甲", "≥10个", "10个", typed="10"),
    row("乙", "通过", "通过", typed="10"),
    row("丙", "≥10个", "8个", typed="9"),
]


def test_without_points_a_typed_score_stands() -> None:
    """湖北: no 分值 column and no equal split; what a rule cannot weigh, a person has weighed."""
    scores = score_form(form(*SPONGE, columns=NO_POINTS, outturn="97.75"), HUBEI)
    assert scores_of(scores) == ["10", "10", "9"]
    assert [each.judged for each in scores.indicators] == [False, False, True]
    assert scores.total == D("48.55")  # 29 + 19.55
    assert "表上没有分值栏，采用填报得分 9" in scores.indicators[2].trace


@pytest.mark.parametrize(
    ("typed", "said"), [("81", "不在 0 到 80 之间"), (None, "还没有填得分")]
)
def test_without_points_a_typed_score_has_a_limit(typed: str | None, said: str) -> None:
    """Nobody has more than all indicators together; a blank is no score."""
    scores = score_form(form(row("甲", "≥1个", "1个", typed=typed), columns=NO_POINTS), HUBEI)
    assert scores_of(scores) == [None]
    assert said in scores.indicators[0].trace
    assert scores.total is None


def test_what_earns_nothing_earns_nothing_of_any_points() -> None:
    """=0 with one accident is 0 points, however many there were to have."""
    scores = score_form(form(row("事故", "=0起", "1起", typed="10"), columns=NO_POINTS), HUBEI)
    assert scores_of(scores) == ["0"]


def test_points_are_dealt_out_evenly_where_the_policy_says_so() -> None:
    """V20: 产出指标（50分） over three rows is 17, 17, 16; a 二级指标 with points takes its own."""
    integers = replace(NATIONAL, equal_split="integers")
    rows = [row(name, "≥1个", "1个", level1="产出指标（50分）") for name in "甲乙丙"]
    scores = score_form(form(*rows, columns=NO_POINTS), integers)
    assert scores_of(scores) == ["17", "17", "16"]
    rows[0] = replace(rows[0], level2=entry("质量指标（20分）"), subcategory="quality")
    scores = score_form(form(*rows, columns=NO_POINTS), integers)
    assert scores_of(scores) == ["20", "15", "15"]


def test_dealt_points_add_up_to_the_head_with_decimals_too() -> None:
    """50 over three rows: 16.67, 16.67, 16.66; heads without points take the policy's."""
    policy = replace(NATIONAL, equal_split="decimals")
    rows = [row(name, "≥1个", "1个") for name in "甲乙丙"]
    rows.append(row("丁", "≥90%", "45%", level1="满意度指标", category="satisfaction"))
    scores = score_form(form(*rows, columns=NO_POINTS), policy)
    assert scores_of(scores) == ["16.67", "16.67", "16.66", "5"]
    assert scores.indicators[0].points == D("16.67")


def test_typed_points_are_never_dealt_out_again() -> None:
    """A form with a points column keeps what stands there."""
    policy = replace(NATIONAL, equal_split="integers")
    scores = score_form(form(row("甲", "≥1个", "1个", "40"), row("乙", "≥1个", "1个")), policy)
    assert scores_of(scores) == ["40", None]


def test_a_merged_score_is_the_groups_and_belongs_to_its_first_row() -> None:
    """黄石图书馆: two indicators, one cell of ten points."""
    rows = [
        row("存储备份器", "25TB", "25TB", typed="10"),
        row("WIFI", "100%", "100%", shared_score=True),
        row("满意", "≥360天", "180天", typed="7"),
        row("覆盖", "≥360天", "360天", shared_score=True),
    ]
    scores = score_form(form(*rows, columns=NO_POINTS), HUBEI)
    assert scores_of(scores) == ["10", None, "7", None]
    assert [each.left_out for each in scores.indicators] == [None, "shared", None, "shared"]
    assert [each.judged for each in scores.indicators] == [False, False, True, False]
    assert scores.total == 37
    assert scores.indicators[3].completion_rate == 1


def test_a_merged_score_follows_the_rule_where_its_points_are_known() -> None:
    """All reached: full. One missed: the typed score stands. Points for each row: their sum."""
    reached = [
        row("甲", "≥10个", "10个", "20", "12"),
        row("乙", "及时", "及时", shared_score=True),
    ]
    assert scores_of(score_form(form(*reached), NATIONAL))[0] == "20"
    missed = [replace(reached[0], actual_value=parse_value("5个", role="actual")), reached[1]]
    scores = score_form(form(*missed), NATIONAL)
    assert scores_of(scores)[0] == "12"
    assert scores.indicators[0].judged
    each = [missed[0], replace(reached[1], points=amount("10"))]
    scores = score_form(form(*each), NATIONAL)
    assert scores_of(scores)[0] == "20"  # 20 × 50 % + 10
    assert scores.indicators[0].points == 30


def test_an_item_with_points_of_its_own_is_dealt_none() -> None:
    """广水: 评价内容 prints its points in a table above; the indicators share what the head has left."""
    policy = replace(NATIONAL, equal_split="integers", category_points={"output": D(50)})
    rows = (
        row("保障机制", "", "健全", "10", "9", judged=True),
        row("甲", "≥1个", "1个"),
        row("乙", "≥1个", "1个"),
    )
    scores = score_form(form(*rows, columns=NO_POINTS), policy)
    assert scores_of(scores) == ["9", "20", "20"]


def test_an_equal_split_deals_to_scores_and_not_to_merged_rows() -> None:
    """效益 30 over 经济＋社会 in one cell and 可持续 in another is 15 and 15."""
    policy = replace(HUBEI, equal_split="integers", category_points={"outcome": D(30)})
    facts = {"level1": "效益指标", "category": "outcome"}
    rows = [
        row("经济", "良好", "良好", **facts),
        row("社会", "良好", "良好", shared_score=True, **facts),
        row("可持续", "≥360天", "180天", **facts),
    ]
    scores = score_form(form(*rows, columns=NO_POINTS), policy)
    assert scores_of(scores) == ["15", None, "7.5"]


@pytest.mark.parametrize(
    ("points", "typed", "expected", "said"),
    [
        ("4", "3.5", "3.5", "采用填报得分 3.5"),
        ("4", "5", None, "不在 0 到 4 之间"),
        ("4", None, None, "还没有填得分"),
    ],
)
def test_a_judged_row_keeps_the_evaluators_score(
    points: str, typed: str | None, expected: str | None, said: str
) -> None:
    """决策, 过程: no target is asked for, so none is missed."""
    finding = row("立项依据充分性", "", "依据充分", points, typed, judged=True)
    scores = score_form(form(finding), NATIONAL)
    assert scores_of(scores) == [expected]
    assert said in scores.indicators[0].trace
    assert scores.indicators[0].judged is (expected is not None)


def test_a_judged_row_that_does_not_apply_is_scored_as_the_policy_says() -> None:
    """The evaluator's score stands where the policy asks; elsewhere 不适用 has its own rule."""
    rows = (
        row("资金到位率", "", "不适用", "5", "5", judged=True),
        row("甲", "≥1个", "1个", "85"),
    )
    assert scores_of(score_form(form(*rows), NATIONAL)) == ["5", "85"]
    rescaled = score_form(form(*rows), replace(NATIONAL, not_applicable="rescale"))
    assert scores_of(rescaled) == [None, "85"]
    assert rescaled.total == 100
    nothing = score_form(form(*rows), replace(NATIONAL, not_applicable="zero"))
    assert scores_of(nothing) == ["0", "85"]


def test_a_part_row_without_points_is_no_hole_in_the_total() -> None:
    """★★★其中： rows of the rural forms repeat a part of the row above and carry no points."""
    rows = (row("★★★低保人数", "≥10人", "10人", "90"), row("★★★其中:贫困人口", "≥5人", "4人"))
    scores = score_form(form(*rows), NATIONAL)
    assert scores.indicators[1].left_out == "part"
    assert scores.indicators[1].completion_rate == D("0.8")
    assert scores.total == 100
    with_points = (rows[0], row("★★★其中:贫困人口", "≥5人", "4人", "5"))
    assert scores_of(score_form(form(*with_points), NATIONAL)) == ["90", "4"]


def test_execution_among_the_indicators_takes_its_points_from_its_row() -> None:
    """部门评价: 5 points under 过程, divided by the money received."""
    rows = (
        row("预算执行率", "100%", "", "5", is_execution=True),
        row("甲", "≥1个", "1个", "95"),
    )
    scores = score_form(
        form(*rows, received="80", outturn="60"), load_policy("department-2020")
    )
    assert scores.execution.trace == "60 ÷ 80 = 75%；5 × 75% = 3.75"
    assert scores.total == D("98.75")
    assert scores.funding["total"]["rate"] == D("0.75")


def test_execution_without_points_of_its_own_is_no_part_of_the_total() -> None:
    """The policy says so, in a line; nothing is guessed from the sum of the indicators."""
    evaluation = form(row("甲", "≥1个", "1个", "100"), received="100", outturn="50")
    scores = score_form(evaluation, load_policy("department-2020"))
    assert (scores.total, scores.execution.score, scores.execution.applies) == (
        100,
        None,
        False,
    )
    assert "不单独计分" in scores.execution.trace
    assert score_form(evaluation, NATIONAL).total == 105  # the national policy adds its ten


def test_points_printed_beside_the_money_are_the_forms() -> None:
    """裕安 prints 9 for the execution rate; the policy's ten do not overrule it, nor its nothing."""
    evaluation = form(row("甲", "≥1个", "1个", "91"), points="9", outturn="50")
    assert score_form(evaluation, NATIONAL).total == D("95.5")
    policy = replace(NATIONAL, execution=replace(NATIONAL.execution, scored=False))
    assert score_form(evaluation, policy).total == D("95.5")


def test_missing_money_for_the_base_is_said_by_its_name() -> None:
    """Money received is not the revised budget."""
    execution = replace(NATIONAL.execution, base="received")
    scores = score_form(
        form(row("甲", "≥1个", "1个", "90")), replace(NATIONAL, execution=execution)
    )
    assert scores.execution.trace == "资金到位数没有填，不能计算执行率。"
    assert scores.total is None


CHENGAN = [
    row("覆盖率", "≥98%", "100%", "25", weight="25"),
    row("完成率", "≥99%", "100%", "25", weight="25"),
    row("发放率", "≥75%", "100%", "30", weight="30"),
    row("满意度", "≥95%", "100%", "10", weight="10"),
]


def test_a_converted_score_is_the_score_times_its_weight() -> None:
    """V11 as 成安 prints it: 25 × 25 % is 6.25; scores that are weighted already make the total."""
    scores = score_form(form(*CHENGAN), load_policy("hebei-weighted"))
    assert [str(each.converted) for each in scores.indicators] == [
        "6.25",
        "6.25",
        "9.00",
        "1.00",
    ]
    assert "折算 25 × 25% = 6.25" in scores.indicators[0].trace
    assert scores.total == 90


def test_scores_out_of_a_hundred_are_added_as_converted() -> None:
    """Four indicators of a hundred points each, a quarter of the weight each."""
    rows = [row(str(n), "≥100个", "80个", "100", weight="25") for n in range(4)]
    policy = load_policy("hebei-weighted")
    assert score_form(form(*rows), policy).total == 80
    always = replace(policy, total_from="converted")
    assert score_form(form(*CHENGAN), always).total == D("22.5")
    share = replace(policy, conversion="share")
    assert score_form(form(*CHENGAN), share).indicators[0].converted == 25


def test_the_execution_rate_caps_the_grade_of_a_form() -> None:
    """S4: a total of 93 with 30 % spent is not 优 where the policy caps it."""
    evaluation = form(row("甲", "≥1个", "1个", "90"), outturn="30")
    capped = replace(NATIONAL, grade_cap=GradeCap(D("0.8"), "良"))
    assert score_form(evaluation, NATIONAL).grade == "优"
    assert score_form(evaluation, capped).grade == "良"


def test_a_zero_in_the_total_row_is_computed_as_printed() -> None:
    """池州: total 0/0, parts 90/89.974; whether the parts are right is for the checks to say."""
    scores = score_form(form(row("甲", "≥1个", "1个", "90"), budget="0", outturn="0"), NATIONAL)
    assert (scores.execution.rate, scores.execution.score) == (None, None)


def test_the_forms_own_rule_for_a_row_decides() -> None:
    """阜康 prints 指标赋分规则 beside each indicator."""
    rows = (
        row("甲", "≥100个", "90个", "45", rule="直接赋分"),
        row("乙", "≥100个", "90个", "45", rule="按完成比例赋分"),
    )
    assert scores_of(score_form(form(*rows), NATIONAL)) == ["0", "40.5"]


def test_what_misses_for_a_total_is_named() -> None:
    """The first holes, and how many there are."""
    rows = [row(name, "≥100个", "", "20") for name in "甲乙丙丁"]
    scores = score_form(form(*rows), NATIONAL)
    assert scores.total is None
    assert scores.trace == "“甲”、“乙”、“丙”等 4 项没有得分，不能计算总分。"
    assert score_form(form(), NATIONAL).total is None


def test_a_form_that_names_no_columns_has_them_all() -> None:
    """An evaluation built by hand is scored as the national form."""
    policy: ScoringPolicy = NATIONAL
    scores = score_form(form(row("甲", "≥1个", "1个", "90"), columns=frozenset()), policy)
    assert scores.total == 100
