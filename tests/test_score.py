"""The arithmetic: every rule of the policy, exact, half-up, with its trace."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from xltools.decimals import half_up, percent, plain
from xltools.profile import ExecutionPolicy, OverCompletion, ScoringPolicy, load_profile
from xltools.score import Outcome, score_value
from xltools.score.indicator import Case
from xltools.value import parse_value

NATIONAL = load_profile("national-2020").policy


def score(
    target: str,
    actual: str,
    points: str = "10",
    *,
    policy: ScoringPolicy = NATIONAL,
    subcategory: str | None = None,
    typed: str | None = None,
    budget: str | None = None,
) -> tuple[Outcome, Decimal | None]:
    """Score one pair as the form of 2020 would."""
    case = Case(
        policy=policy,
        points=Decimal(points),
        subcategory=subcategory,
        year=2020,
        budget=Decimal(budget) if budget else None,
        typed_score=Decimal(typed) if typed else None,
    )
    return score_value(parse_value(target), parse_value(actual, role="actual"), case)


@pytest.mark.parametrize(
    ("target", "actual", "points", "subcategory", "rate", "expected"),
    [
        ("100%", "100%", "10", None, "100%", "10"),
        ("130", "221个", "15", "quantity", "170%", "15"),
        ("100", "100%", "15", "quality", "100%", "15"),
        ("及时", "70%", "15", "timeliness", "70%", "10.5"),
        ("19.48", "19.27万元", "15", "cost", "98.92%", "15"),
        ("可持续", "60%", "15", "sustainability", "60%", "9"),
        ("90", "90%", "15", "beneficiary", "100%", "15"),
    ],
)
def test_the_published_shanxi_rows_are_reproduced(
    target: str, actual: str, points: str, subcategory: str | None, rate: str, expected: str
) -> None:
    """Rates and scores of the published table (山西, 创建党建先进县) come out as printed."""
    outcome, got = score(target, actual, points, subcategory=subcategory)
    assert outcome.rate is not None
    assert percent(outcome.rate) == rate
    assert got == Decimal(expected)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥95%", "97%", "10"),
        ("≥95%", "90.25%", "9.5"),  # in proportion (V1)
        ("≥4754人", "4604人", "9.68"),
        ("=8次", "6次", "7.5"),
        ("=8次", "12次", "10"),  # over-completion is not cut by default (V2)
        ("=0件", "0件", "10"),
        ("=0件", "1件", "0"),
        ("≤5%", "4%", "10"),
        ("≤5300元", "5830元", "9"),  # 10 % above (V3)
        ("≤10次", "20次", "0"),  # twice the target
        ("≤10次", "25次", "0"),
        ("<1681680元", "1681680元", "10"),
        ("80%-90%", "85%", "10"),
        ("80%-90%", "40%", "5"),
        ("2020年9月30日前", "2020年9月30日", "10"),
        ("2020年9月30日前", "2020年10月1日", "0"),
        ("12月底前", "11月", "10"),
        ("9月30日前完成", "2020年11月", "0"),
        ("≥10个", "-3个", "0"),  # V5
        ("≥5万元", "60000元", "10"),  # compared after conversion
        ("有效提升", "达成年度指标", "10"),
        ("有效提升", "部分达成年度指标并具有一定效果（70%）", "7"),
        ("有效提升", "有效提升", "10"),
    ],
)
def test_each_rule_gives_its_score(target: str, actual: str, expected: str) -> None:
    """Ten points under the national policy."""
    assert score(target, actual)[1] == Decimal(expected)


@pytest.mark.parametrize(
    ("target", "actual", "points", "expected"),
    [
        ("0起", "2起", "10", "0"),  # nobody aims at two accidents
        ("0起", "0起", "10", "10"),
        (">0个", "0个", "10", "0"),
        ("≥24个", "5个", "3", "0.63"),  # an exact tie: 0.625
        ("≥48个", "7个", "6", "0.88"),
        ("≥-5%", "-3%", "10", "10"),  # a fall of 3 % is within a fall of 5 %
        ("及时", "-5%", "10", "0"),
        ("达成", "120%", "10", "10"),
        ("及时", "已及时。", "10", "10"),
        ("2020年9月30日前", "未完成", "10", "0"),
        ("不超过预算", "预算的98%", "10", None),
    ],
)
def test_the_corners_of_the_rules(
    target: str, actual: str, points: str, expected: str | None
) -> None:
    """Zero, ties, negative numbers, unfinished work."""
    got = score(target, actual, points)[1]
    assert got == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("name", "subcategory", "target", "actual", "expected"),
    [
        ("计划完成率", "cost", "90%", "60%", "6.67"),  # a rate among the costs is no ceiling
        ("成本控制率", "cost", "100%", "95%", "10"),
        ("人均培训成本", "cost", "=300元/人", "280元/人", "10"),  # saving is no fault
        ("森林火灾受害率", "social", "0.9%", "0%", "10"),  # the fewer the better, sign or not
        ("群众投诉次数", "social", "5次", "6次", "8"),
        ("惠及群众人数", "social", "5人", "6人", "10"),
    ],
)
def test_a_target_without_a_sign_points_the_way_its_name_says(
    name: str, subcategory: str, target: str, actual: str, expected: str
) -> None:
    """Costs and bad things are ceilings; everything else a floor; the words are policy data."""
    case = Case(policy=NATIONAL, points=Decimal(10), subcategory=subcategory, name=name)
    pair = parse_value(target, name=name), parse_value(actual, role="actual", name=name)
    assert score_value(*pair, case)[1] == Decimal(expected)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("及时", "不及时"),
        ("合格", "不合格"),
        ("达标", "未达标"),
        ("完善", "尚不完善"),
        ("满意", "基本满意"),
        ("按时完成", "未按时完成"),
        ("有效", "完成目标情况较差"),
        ("有效", "达到目标的一半"),
        ("≥20%", "0.18"),
        ("≥5%", "0.06"),
        ("≥95%", ""),
        ("", "95%"),
        ("≥95%", "完成"),
        ("≥10公里", "9人"),
        ("≥100个", "7,00.0,77"),
        ("有效提升", "有所改善"),
        ("有效提升", "12个"),
        ("不超过预算", "5万元"),  # and no budget is known
    ],
)
def test_what_cannot_be_computed_is_none_and_says_why(target: str, actual: str) -> None:
    """Never 0, never a guess, no full marks for a negation; the trace is a Chinese sentence."""
    outcome, got = score(target, actual)
    assert got is None
    assert outcome.share is None
    assert "不能计算得分" in outcome.trace


def test_a_ceiling_at_the_budget_takes_the_budget_of_the_form() -> None:
    """不超过预算: 5 万元 spent of 4 is 25 % over."""
    assert score("不超过预算", "5万元", budget="4")[1] == Decimal("7.5")
    assert score("不超过预算", "4万元", budget="4")[1] == Decimal(10)


def test_the_inverse_formula_is_a_line_of_the_policy() -> None:
    """V8/V9: target ÷ actual instead of 1 − excess."""
    inverse = replace(NATIONAL, at_most="inverse")
    assert score("≤5%", "8%", policy=inverse)[1] == Decimal("6.25")
    assert score("≤5%", "8%")[1] == Decimal("4")


def test_over_completion_may_be_cut_by_policy() -> None:
    """Linear: 170 % against a threshold of 130 % loses 40 % of the points."""
    linear = replace(NATIONAL, over_completion=OverCompletion(mode="linear"))
    assert score("130个", "221个", policy=linear)[1] == Decimal(6)


def test_lateness_may_be_counted_in_days_by_policy() -> None:
    """V18: ten days late of the 274 planned from 1 January to 30 September 2020."""
    by_days = replace(NATIONAL, late="by_days")
    assert score("2020年9月30日前", "2020年10月10日", policy=by_days)[1] == Decimal("9.64")


def test_a_persons_score_stands_where_no_rule_decides() -> None:
    """A judgement within the points is kept; one above them is not."""
    assert score("有效提升", "有所改善", typed="7")[1] == Decimal(7)
    assert score("有效提升", "有所改善", typed="11")[1] is None
    assert score("有效提升", "达成年度指标", typed="9")[1] == Decimal(9)
    assert score("有效提升", "达成年度指标", typed="5")[1] == Decimal(10)
    assert score("有效提升", "部分达成年度指标", typed="7")[1] == Decimal(7)
    assert score("有效提升", "部分达成年度指标", typed="9")[1] is None
    assert score("有效提升", "实现目标程度较低", typed="10")[1] is None


@given(
    points=st.decimals("0.5", "50", places=1),
    target=st.decimals("-10", "100000", places=2),
    actual=st.decimals("-10", "200000", places=2),
)
def test_a_score_lies_between_zero_and_the_points(
    points: Decimal, target: Decimal, actual: Decimal
) -> None:
    """0 ≤ score ≤ points, for floors, ceilings and equals alike."""
    for sign in ("≥", "≤", "=", "<", ">", ""):
        got = score(f"{sign}{target}个", f"{actual}个", str(points))[1]
        assert got is None if got is None else 0 <= got <= points
        assert got is not None or target < 0


@given(st.decimals("0", "1000", places=6), st.integers(0, 4))
def test_half_up_differs_from_the_exact_value_by_at_most_half_a_unit(
    value: Decimal, places: int
) -> None:
    """And a tie goes up."""
    got = half_up(value, places)
    unit = Decimal(1).scaleb(-places)
    assert -unit / 2 < value - got <= unit / 2 or value - got == -unit / 2


def test_ties_go_up() -> None:
    """2.675 is 2.68 and not Python's 2.67."""
    assert half_up(Decimal("2.675"), 2) == Decimal("2.68")
    assert plain(Decimal("89.50")) == "89.5"


def test_the_default_policy_in_code_is_the_national_one() -> None:
    """A county that leaves a line out gets the national rule, not another one."""
    assert ScoringPolicy(name="", source="").grades == NATIONAL.grades
    assert ScoringPolicy(name="", source="").bands == NATIONAL.bands
    assert ExecutionPolicy() == NATIONAL.execution
    assert OverCompletion() == NATIONAL.over_completion
