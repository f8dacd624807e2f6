"""V1–V21: each variant of the scoring rules is a line of the policy, with its arithmetic in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from xltools.profile import (
    Band,
    CutStep,
    ExecutionPolicy,
    GradeCap,
    OverCompletion,
    RateRange,
    Rule,
    ScoringPolicy,
)
from xltools.profile.policy_file import load_policy, policy_ids
from xltools.score.execution import execution_of
from xltools.score.indicator import score_value
from xltools.score.outcome import Case, Outcome
from xltools.score.rules import printed_rule
from xltools.value import parse_value

D = Decimal
NATIONAL = load_policy("national-2020")
POLICIES = {name: load_policy(name) for name in policy_ids()}
RANGES = (
    RateRange(D("0.9"), D(1)),
    RateRange(D("0.8"), D("0.8")),
    RateRange(D("0.6"), D("0.5")),
)


def score(
    policy: ScoringPolicy,
    target: str,
    actual: str,
    points: str = "10",
    **facts: str | None,
) -> tuple[Outcome, Decimal | None]:
    """Score one pair of the year 2022."""
    typed = facts.pop("typed", None)
    case = Case(
        policy=policy, points=D(points), year=2022, name=facts.get("name") or "",
        category=facts.get("category"), subcategory=facts.get("subcategory"),
        scoring_rule=facts.get("rule") or "", typed_score=D(typed) if typed else None,
    )  # fmt: skip
    name = case.name
    pair = parse_value(target, name=name), parse_value(actual, role="actual", name=name)
    return score_value(*pair, case)


def over(**lines: object) -> ScoringPolicy:
    """The national policy with another line for over-completion."""
    return replace(NATIONAL, over_completion=OverCompletion(**lines))  # type: ignore[arg-type]


INVERSE = replace(NATIONAL, at_most="inverse")
STRICT = replace(NATIONAL, strict_at_most="all_or_nothing")
STEPS = (CutStep(D("1.5"), D("0.1")), CutStep(D(2), D("0.2")), CutStep(D(3), D("0.5")))

PAIRS = [
    # V1, V2: reached full, else in proportion; more than "=" is no fault; equal with target 0
    ("V1", NATIONAL, "≥4754人", "4604人", "5", "4.84", "4604人 ÷ 4754人 = 96.84%"),
    ("V1", NATIONAL, "≥80人", "87人", "30", "30", "已达到目标"),
    ("V2", NATIONAL, "=8次", "12次", "10", "10", "已达到目标"),
    ("V2", NATIONAL, "=0起", "0起", "10", "10", "目标为 0，已达到"),
    ("V2", NATIONAL, "=0起", "1起", "10", "0", "目标为 0，实际 1起"),
    ("V2 exact", replace(NATIONAL, equal="exact"), "=8次", "9次", "10", "0", "与目标不等"),
    ("V2 exact", replace(NATIONAL, equal="exact"), "=8次", "8次", "10", "10", "与目标相等"),
    ("V2 both ways", replace(NATIONAL, equal="deviation"), "=8次", "10次", "10", "7.5", "偏离 25%"),
    ("V2 both ways", replace(NATIONAL, equal="deviation"), "=8次", "6次", "10", "7.5", "偏离 25%"),
    # V3 against V8, V9
    ("V3", NATIONAL, "≤5300元", "5830元", "10", "9", "超过上限 10%，1 − 10% = 90%"),
    ("V3", NATIONAL, "≤10次", "20次", "10", "0", "1 − 100% = 0%"),
    ("V8", INVERSE, "≤5300元", "5830元", "10", "9.09", "5300元 ÷ 5830元 = 90.91%"),
    ("V9", INVERSE, "≤10次", "20次", "10", "5", "10次 ÷ 20次 = 50%"),
    ("V3 or nothing", replace(NATIONAL, at_most="all_or_nothing"), "≤10次", "11次", "10", "0", "超过"),
    # V5
    ("V5", NATIONAL, "≥10个", "-3个", "10", "0", "是负数，得 0 分"),
    ("V5", replace(NATIONAL, negative_actual="undecided"), "≥10个", "-3个", "10", None, "是负数，不能"),
    ("V5", NATIONAL, "≤30万元", "完成", "90", None, "实际“完成”不是数值"),
    # V9, what does not apply
    ("V9 ask", NATIONAL, "≥95%", "不适用", "10", None, "实际值写“不适用”"),
    ("V9 full", replace(NATIONAL, not_applicable="full"), "≥95%", "不适用", "10", "10", "得满分"),
    ("V9 zero", replace(NATIONAL, not_applicable="zero"), "≥95%", "不适用", "10", "0", "得 0 分"),
    ("V9 rescale", POLICIES["central-rescale"], "不适用", "/", "10", None, "其余得分折算"),
    # V11
    ("V11 ≤", STRICT, "≤5%", "5%", "10", "10", "不超过"),
    ("V11 <", STRICT, "<5%", "5%", "10", "0", "没有低于"),
    ("V11 ≤", STRICT, "≤5%", "6%", "10", "8", "超过上限 20%"),
    ("V11 <", STRICT, "<5%", "6%", "10", "0", "超过"),
    ("V11 =0", replace(NATIONAL, zero_target="per_unit", zero_target_cut=D("0.2")),
     "=0起", "2起", "10", "6", "每多 1 扣分值的 20%"),
    ("V11 ≤0", replace(NATIONAL, zero_target="per_unit", zero_target_cut=D("0.2")),
     "≤0起", "9起", "10", "0", "共扣 100%"),
    # V12
    ("V12", NATIONAL, "130个", "221个", "15", "15", "170%"),
    # V16: limit 130 %, actual 170 %
    ("V16 none", over(mode="none"), "130个", "221个", "10", "10", "得满分"),
    ("V16 linear", over(mode="linear"), "130个", "221个", "10", "6", "高出 130% 的部分扣分"),
    ("V16 linear", over(mode="linear"), "130个", "390个", "10", "0", "300%"),
    ("V16 fixed", over(mode="fixed", cut=D("0.3")), "130个", "221个", "10", "7", "扣分值的 30%"),
    ("V16 fixed", over(mode="fixed", cut=D("0.3")), "130个", "169个", "10", "10", "得满分"),
    ("V16 steps", over(mode="steps", steps=STEPS), "100个", "150个", "10", "10", "得满分"),
    ("V16 steps", over(mode="steps", steps=STEPS), "100个", "151个", "10", "9", "扣分值的 10%"),
    ("V16 steps", over(mode="steps", steps=STEPS), "100个", "340个", "10", "5", "扣分值的 50%"),
    # V18: 30 September, done on 10 October and on 2 December
    ("V18 zero", NATIONAL, "2022年9月30日前", "2022年10月10日", "10", "0", "逾期"),
    ("V18 days", replace(NATIONAL, late="by_days"), "2022年9月30日前", "2022年10月10日", "10", "9.63", "逾期 10 天"),
    ("V18 month", replace(NATIONAL, late="by_month"), "2022年9月30日前", "2022年10月10日", "10", "9", "逾期 1 个月"),
    ("V18 month", replace(NATIONAL, late="by_month", late_cut=D("0.25")), "2022年9月15日前", "2022年12月2日", "10", "2.5", "逾期 3 个月"),
    ("V18 band", replace(NATIONAL, late="band", late_share=D("0.3")), "2022年9月30日前", "2022年10月10日", "10", "3", "按分值的 30% 计"),
    ("V18 on time", replace(NATIONAL, late="band"), "2022年9月30日前", "2022年9月30日", "10", "10", "按期"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("variant", "policy", "target", "actual", "points", "expected", "said"),
    PAIRS,
    ids=[f"{row[0]} {row[2]} {row[3]}" for row in PAIRS],
)
def test_a_variant_gives_its_score_and_says_how(
    variant: str, policy: ScoringPolicy, target: str, actual: str, points: str,
    expected: str | None, said: str,
) -> None:  # fmt: skip
    """The policy's line decides; the trace shows the arithmetic."""
    outcome, got = score(policy, target, actual, points)
    assert got == (None if expected is None else D(expected)), variant
    assert said in outcome.trace


def test_a_late_date_may_be_judged_within_the_last_band() -> None:
    """V18: with "band" a person's score between 60 and 0 % stands, one above does not."""
    band = replace(NATIONAL, late="band", late_share=D("0.3"))
    assert score(band, "9月30日前", "2022年10月10日", typed="5")[1] == 5
    assert score(band, "9月30日前", "2022年10月10日", typed="9")[1] == 3


@pytest.mark.parametrize(
    ("target", "actual", "line", "needed"),
    [
        ("≥100个", "130个", "1.3", True),  # V6: from 130 % on
        ("≥100个", "129个", "1.3", False),
        ("≥100个", "120个", "1.2", True),  # V7: from 120 % on
        ("≤100个", "10个", "1.3", False),
        ("有效提升", "有效提升", "1.3", False),
        ("≥0个", "30个", "1.3", True),  # V6: nothing was aimed at and 30 came
        ("≥0个", "29个", "1.3", False),
    ],
)
def test_over_completion_asks_for_a_reason(
    target: str, actual: str, line: str, needed: bool
) -> None:
    """Full points, and `over` says that the form must explain them."""
    policy = over(threshold=D(line), zero_target_reason=D(30))
    outcome, got = score(policy, target, actual)
    assert got == 10
    assert outcome.over is needed


def test_without_the_line_a_target_of_zero_asks_for_nothing() -> None:
    """The national policy does not know the threshold of 30."""
    assert not score(NATIONAL, "≥0个", "50个")[0].over


@pytest.mark.parametrize(
    ("policy", "words", "typed", "expected"),
    [
        ("national-2020", "部分达成年度指标", "6", "6"),
        ("national-2020", "部分达成年度指标", "5", None),
        ("hubei-20-80", "部分达成预期指标", "5", "5"),  # 80–50 %
        ("hubei-20-80", "部分达成预期指标", "4.9", None),
        ("hubei-20-80", "未达成预期指标", "4.9", "4.9"),
        ("core-2021", "基本达成目标", "8", "8"),
    ],
)
def test_a_judgement_stays_in_its_band(
    policy: str, words: str, typed: str, expected: str | None
) -> None:
    """V4 and V8: bands are data; a person's score outside of them is not taken."""
    got = score(POLICIES[policy], "有效提升", words, typed=typed)[1]
    assert got == (None if expected is None else D(expected))


def test_a_scale_answered_with_the_scale_says_nothing() -> None:
    """好坏 for 好坏 is not reached and not missed: a person has to say which."""
    assert score(NATIONAL, "好坏", "好坏")[1] is None
    outcome, got = score(NATIONAL, "好坏", "好坏", typed="8")
    assert (got, outcome.judged) == (8, True)


def test_a_band_may_earn_a_share_of_its_own() -> None:
    """Where the policy says what the words alone are worth, nobody has to score them."""
    bands = (
        *NATIONAL.bands[:1],
        Band("部分达成", D("0.6"), D("0.8"), D("0.7")),
        NATIONAL.bands[2],
    )
    policy = replace(NATIONAL, bands=bands)
    outcome, got = score(policy, "有效提升", "部分达成年度指标")
    assert got == 7
    assert "按“部分达成”一档计分" in outcome.trace
    assert score(policy, "有效提升", "部分达成年度指标", typed="6")[1] == 6


EXECUTION = [
    # variant, lines, base, outturn, points, score, fragment
    ("V8", {}, "200", "195.5", "20", "19.55", "195.5 ÷ 200 = 97.75%"),
    ("V10", {}, "4753.66", "3824.26", "10", "8.04", "80.45%"),
    ("V13", {"full_from": D("0.95")}, "100", "95", "10", "10", "不低于 95% 得满分"),
    ("V13", {"full_from": D("0.95")}, "100", "94", "10", "9.4", "94%"),
    ("V14 n/a", {}, "0", "0", "10", None, "不适用，其余得分折算"),
    ("V14 full", {"zero_budget": "full"}, "0", "0", "10", "10", "得满分"),
    ("V14 zero", {"zero_budget": "zero"}, "0", "0", "10", "0", "得 0 分"),
    ("V14 by one", {"zero_budget": "divide_by_one"}, "0", "0", "10", "0", "按 1 计"),
    ("V14 by one", {"zero_budget": "divide_by_one"}, "0", "0.5", "10", "5", "0.5 ÷ 1 = 50%"),
    ("V14 spent", {}, "0", "5", "10", None, "不能计算执行率"),
    ("V15", {}, "100", "102.59", "10", "10", "超过 100% 按 100% 计"),
    ("V17 ranges", {"ranges": RANGES}, "100", "85", "10", "8", "按区间计分"),
    ("V17 ranges", {"ranges": RANGES}, "100", "59.9", "10", "0", "按区间计分"),
    ("V17 pass mark", {"pass_mark": D("0.6")}, "100", "59", "10", "0", "低于 60% 不得分"),
    ("V17 pass mark", {"pass_mark": D("0.6")}, "100", "60", "10", "6", "60%"),
]


@pytest.mark.parametrize(
    ("variant", "lines", "base", "outturn", "points", "expected", "said"),
    EXECUTION,
    ids=[f"{row[0]} {row[2]}" for row in EXECUTION],
)
def test_the_execution_rate_is_scored_by_the_policys_line(
    variant: str, lines: dict[str, object], base: str, outturn: str, points: str,
    expected: str | None, said: str,
) -> None:  # fmt: skip
    """V8, V10, V13–V15, V17, each with its arithmetic."""
    policy = replace(NATIONAL, execution=ExecutionPolicy(**lines))  # type: ignore[arg-type]
    found = execution_of(D(base), D(outturn), D(points), policy)
    assert found.score == (None if expected is None else D(expected)), variant
    assert said in found.trace


RULES = [
    (Rule("direct"), "≥100个", "99个", None, "0", "直接赋分，得 0 分"),
    (Rule("direct", missed=D("0.5")), "≥100个", "99个", None, "5", "得分值的 50%"),
    (Rule("direct"), "≥100个", "100个", None, "10", "已达到"),
    (Rule("direct"), "≤5%", "6%", None, "0", "没有达到目标"),
    (Rule("direct"), "及时", "达成年度指标", None, "10", "达成"),
    (Rule("proportional", pass_mark=D("0.6")), "≥100个", "59个", None, "0", "低于及格门槛 60%"),
    (Rule("proportional", pass_mark=D("0.6")), "≥100个", "60个", None, "6", "按比例得分"),
    (Rule("proportional", full_from=D("0.9")), "≥100个", "90个", None, "10", "不低于 90%"),
    (Rule("proportional", pass_mark=D("0.6")), "≤10次", "15次", None, "0", "低于及格门槛"),
    (Rule("bands"), "≥100个", "100个", None, "10", "达成"),
    (Rule("bands"), "≥100个", "70个", "6.5", "6.5", "按评判等级赋分"),
    (Rule("bands"), "≥100个", "70个", None, None, "按评判等级赋分"),
    (Rule("ranges", ranges=RANGES), "≥95%", "93%", None, "10", "实际 93%"),
    (Rule("ranges", ranges=RANGES), "≥95%", "90%", None, "10", "实际 90%"),
    (Rule("ranges", ranges=RANGES), "≥95%", "89.99%", None, "8", "分值的 80%"),
    (Rule("ranges", ranges=RANGES), "满意", "60%", None, "5", "分值的 50%"),
    (Rule("ranges", ranges=RANGES), "≥95%", "59%", None, "0", "分值的 0%"),
    (Rule("ranges", ranges=RANGES), "≥95%", "很满意", None, None, "不是百分比"),
    (Rule("ranges", ranges=RANGES, of="rate"), "≥200人", "170人", None, "8", "85%"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "target", "actual", "typed", "expected", "said"),
    RULES,
    ids=[f"{row[0].kind} {row[1]} {row[2]}" for row in RULES],
)
def test_each_of_the_four_rules_of_2021_can_be_chosen(
    rule: Rule, target: str, actual: str, typed: str | None, expected: str | None, said: str
) -> None:
    """直接赋分, 按完成比例赋分 with a pass mark, 按评判等级赋分, 满意度赋分 (财预〔2021〕101号)."""
    policy = replace(NATIONAL, rules={"quality": rule})
    outcome, got = score(policy, target, actual, subcategory="quality", typed=typed)
    assert got == (None if expected is None else D(expected))
    assert said in outcome.trace


def test_a_rule_belongs_to_a_name_a_subcategory_a_category_or_all() -> None:
    """The nearest one decides."""
    rules = {key: Rule("direct") for key in ("到位及时率", "quality", "output", "default")}
    rules["quality"] = Rule("bands")
    policy = replace(NATIONAL, rules=rules)
    assert policy.rule("output", "quality", "资金到位及时率").kind == "direct"
    assert policy.rule("output", "quality").kind == "bands"
    assert policy.rule("output", "quantity").kind == "direct"
    assert policy.rule(None, None).kind == "direct"
    assert NATIONAL.rule("output", "quality").kind == "formula"


@pytest.mark.parametrize(
    ("text", "kind", "mark"),
    [
        ("直接赋分", "direct", "0"),
        ("完成得满分，否则不得分", "direct", "0"),
        ("达到目标得满分，未达到不得分。", "direct", "0"),
        ("按完成比例赋分", "proportional", "0"),
        ("按照完成比例赋分，同时设置及格门槛60%", "proportional", "0.6"),
        ("按完成率计分，低于50%不得分", "proportional", "0.5"),
        ("按评判等级赋分", "bands", "0"),
        ("满意度赋分", "ranges", "0"),
    ],
)
def test_a_printed_rule_that_is_sure_decides(text: str, kind: str, mark: str) -> None:
    """What the form prints under 指标赋分规则, however it is punctuated."""
    found = printed_rule(text, Rule(), POLICIES["core-2021"])
    assert found is not None
    assert (found.kind, found.pass_mark) == (kind, D(mark))


@pytest.mark.parametrize(
    "text",
    [
        "完成得满分，每少1个扣1分",
        "按完成比例赋分，超过150%的酌情扣分",
        "完成90%以上得满分，否则按比例扣分",
        "根据完成情况酌情赋分",
        "直接赋分，未完成的扣50%权重分",
        "见评分细则",
    ],
)
def test_a_printed_rule_that_leaves_a_doubt_changes_nothing(text: str) -> None:
    """Half a sentence understood would be a wrong score; the policy's rule stays."""
    assert printed_rule(text, Rule(), POLICIES["core-2021"]) is None
    assert score(NATIONAL, "≥100个", "60个", rule=text)[1] == 6


def test_printed_rules_can_be_switched_off() -> None:
    """A bureau whose forms print any words scores by its own policy."""
    assert score(NATIONAL, "≥100个", "60个", rule="直接赋分")[1] == 0
    off = replace(NATIONAL, printed_rules=False)
    assert score(off, "≥100个", "60个", rule="直接赋分")[1] == 6
    assert printed_rule("满意度赋分", Rule(), NATIONAL) is None  # no ranges, nothing to look up


@pytest.mark.parametrize(
    ("policy", "total", "grade"),
    [
        ("national-2020", "90", "优"),
        ("national-2020", "89.99", "良"),
        ("national-2020", "84.47", "良"),
        ("wushan-80", "84.47", "优"),  # V21
        ("shanxi-grades-80", "79.99", "良"),  # V7
        ("shanxi-grades-80", "70", "良"),
        ("shanxi-grades-80", "60", "中"),
        ("jiangxi-2022", "59.99", "差"),
    ],
)
def test_the_grade_follows_the_policys_table(policy: str, total: str, grade: str) -> None:
    """Lower bounds belong to the grade."""
    assert POLICIES[policy].grade(D(total)) == grade


def test_a_low_execution_rate_can_cap_the_grade() -> None:
    """优 with 30 % spent is held down to 良; a worse grade stays, and so does all without a cap."""
    capped = replace(NATIONAL, grade_cap=GradeCap(D("0.8"), "良"))
    assert capped.grade(D(93), D("0.3")) == "良"
    assert capped.grade(D(93), D("0.8")) == "优"
    assert capped.grade(D(65), D("0.3")) == "中"
    assert capped.grade(D(93)) == "优"
    assert NATIONAL.grade(D(93), D("0.3")) == "优"


@given(
    name=st.sampled_from([each for each in POLICIES if each != "none"]),
    sign=st.sampled_from(["≥", "≤", "=", "<", ">", ""]),
    target=st.decimals("0", "1000", places=2),
    actual=st.decimals("-10", "4000", places=2),
    points=st.decimals("0.5", "50", places=1),
    subcategory=st.sampled_from(["quantity", "cost", "beneficiary"]),
)
def test_under_every_policy_a_score_lies_between_zero_and_the_points(
    name: str, sign: str, target: Decimal, actual: Decimal, points: Decimal, subcategory: str
) -> None:
    """Whatever the line, nobody earns more than the points or less than nothing."""
    category = "satisfaction" if subcategory == "beneficiary" else "output"
    outcome, got = score(
        POLICIES[name], f"{sign}{target}%", f"{actual}%", str(points),
        category=category, subcategory=subcategory,
    )  # fmt: skip
    assert got is None or 0 <= got <= points
    assert (got is None) == (outcome.share is None)


@given(
    name=st.sampled_from([each for each in POLICIES if each != "none"]),
    sign=st.sampled_from(["≥", "≤"]),
    target=st.decimals("0", "1000", places=2),
    pair=st.tuples(st.decimals("0", "4000", places=2), st.decimals("0", "4000", places=2)),
)
def test_more_is_never_worse_for_a_floor_and_never_better_for_a_ceiling(
    name: str, sign: str, target: Decimal, pair: tuple[Decimal, Decimal]
) -> None:
    """Every shared policy is monotone in the actual result: none of them cuts over-completion."""
    low, high = sorted(pair)
    less, more = (
        score(POLICIES[name], f"{sign}{target}个", f"{each}个")[1] for each in (low, high)
    )
    assert less is not None
    assert more is not None
    assert less <= more if sign == "≥" else less >= more


@given(rate=st.decimals("0", "1.5", places=4), name=st.sampled_from(sorted(POLICIES)))
def test_more_money_spent_never_scores_less(rate: Decimal, name: str) -> None:
    """And the score stays within the points."""
    policy = POLICIES[name]
    low = execution_of(D(10000), rate * 10000, D(10), policy).score
    high = execution_of(D(10000), rate * 10000 + 1, D(10), policy).score
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 10


def test_a_tie_stays_a_tie_under_every_formula() -> None:
    """The share is divided once: 3 × 5 ÷ 24 is 0.625 and goes up to 0.63."""
    assert score(NATIONAL, "≥24个", "5个", "3")[1] == D("0.63")
    assert score(INVERSE, "≤5次", "24次", "3")[1] == D("0.63")
    shares = replace(NATIONAL, rules={"default": Rule("proportional")})
    assert score(shares, "≥24个", "5个", "3")[1] == D("0.63")
