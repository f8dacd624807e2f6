"""Forms that are not ours: without points, without scores, signs and units in columns apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.check_forms import ALL, NATIONAL, findings, form, money, numbers, row, said
from xltools.profile import CategoryBlock, ExecutionPolicy, Profile

SPENT = money("年度资金总额", "total", None, "200", "195.5")
SPENT = replace(
    SPENT, amounts={k: v for k, v in SPENT.amounts.items() if k != "original_budget"}
)
NO_SCORES = ALL - {"points", "score"}
NO_LEVELS = ALL - {"category", "subcategory"}
BOXES = ALL - {"points", "deviation_note"}
GOOD = [
    row("培训人数", "≥100人", "105人"),
    row("培训合格率", "≥95%", "97%", level2="质量指标"),
    row("培训完成时间", "2022年11月30日前", "2022年11月18日", level2="时效指标"),
    row("人均培训成本", "≤500元/人", "480元/人", level2="成本指标"),
    row("持证上岗率", "≥80%", "85%", level1="效益指标", level2="社会效益指标"),
    row("学员满意度", "≥90%", "93%", level1="满意度指标", level2="服务对象满意度指标"),
]


def typed(*scores: str | None) -> list[dict[str, object]]:
    """The good rows with typed scores."""
    return [each | {"score": score} for each, score in zip(GOOD, scores, strict=True)]


def test_a_form_without_scores_is_not_asked_for_any() -> None:
    """转移支付, 湖南, 武汉: no 分值, no 得分, no 总分; a good one is clean."""
    assert said(form(GOOD, SPENT, columns=NO_SCORES)) == []


def test_the_results_of_a_form_without_scores_are_checked_all_the_same() -> None:
    """Units, kinds, blanks and the money do not depend on scores."""
    rows = [each | {"actual": ""} if each["name"] == "培训合格率" else each for each in GOOD]
    rows[0] = rows[0] | {"actual": "≥105人"}
    found = said(form(rows, money("总额", "total", "200", "200", "210"), columns=NO_SCORES))
    assert sorted(found) == [("R06", "F8"), ("R21", "F30"), ("R42", "F31")]


def test_a_form_without_points_gives_no_finding_about_points() -> None:
    """湖北: scores, but no 分值; what was typed adds up to the total."""
    scored = typed("10", "10", "10", "10", "30", "10")
    execution = ExecutionPolicy(points=Decimal(20))
    hubei = replace(NATIONAL, policy=replace(NATIONAL.policy, execution=execution))
    evaluation = form(scored, SPENT, columns=BOXES, total="99.55")
    assert said(evaluation, hubei) == []
    wrong = form(scored, SPENT, columns=BOXES, total="99.75")
    (only,) = findings(wrong, hubei)
    assert only.message == (
        "总分填 99.75，各项得分（含预算执行率）之和是 99.55，相差 0.2"
        "（6 个指标得分合计 80 + 预算执行率得分 19.55）。"
    )


def test_a_blank_score_is_missed_where_nothing_can_compute_it() -> None:
    """Without points the score must be typed; one merged into the row above is there."""
    rows = typed("10", None, "10", "10", "30", "10")
    assert ("R42", "H31") in said(form(rows, SPENT, columns=BOXES))
    rows[1] = rows[1] | {"shared": True}
    assert ("R42", "H31") not in said(form(rows, SPENT, columns=BOXES))


def test_points_printed_in_the_heads_are_the_points() -> None:
    """产出指标（40分）: the heads add up to 100 with the execution rate, the scores stay below."""
    heads = {"产出指标": "产出指标（40分）", "效益指标": "效益指标（30分）", "满意度指标": "满意度指标（10分）"}  # fmt: skip
    rows = [
        each | {"level1": heads[str(each.get("level1", "产出指标"))]}
        for each in typed("10", "10", "10", "15", "30", "10")
    ]
    hubei = replace(
        NATIONAL,
        policy=replace(NATIONAL.policy, execution=ExecutionPolicy(points=Decimal(20))),
    )
    assert said(form(rows, SPENT, columns=BOXES), hubei) == [("R03", "B30")]
    # the national profile gives the execution rate 10 points: 90 in all
    assert ("R01", "B30") in said(form(rows, SPENT, columns=BOXES))


def test_a_form_without_levels_is_not_asked_for_kinds_of_indicator() -> None:
    """重庆: 指标名称 alone; nobody can say which of them is a quantity."""
    rows = [each | {"level1": "", "level2": "", "points": "15", "score": "15"} for each in GOOD]
    assert said(form(rows, SPENT, columns=NO_LEVELS, total="99.78")) == []


def test_sign_value_and_unit_apart_are_one_target() -> None:
    """A bare actual is right where the unit has a column; a message shows the whole target."""
    columns = ALL | {"nature", "unit"}
    rows = [
        row("受助人数", "735", "735", "50", nature="≥", unit="人", points="50"),
        row("政策知晓率", "100", "98", "40", nature="=", unit="%", points="40",
            level1="效益指标", level2="社会效益指标"),
    ]  # fmt: skip
    (finding,) = [f for f in findings(form(rows, columns=columns)) if f.code.number == "R12"]
    assert "没有达到目标 =100%" in finding.message
    assert "R24" not in numbers(form(rows, columns=columns))


def test_a_unit_in_its_column_is_not_written_again() -> None:
    """永德: column %, actual 100% (26)."""
    rows = [
        row("覆盖率", "100", "100%", "10", nature="=", unit="%", points="10", level2="质量指标")
    ]
    assert ("R26", "F30") in said(form(rows, columns=ALL | {"nature", "unit"}))


@pytest.mark.parametrize(
    ("nature", "target", "told"),
    [
        ("定性", "95", True),
        ("定性", "有效提升", False),
        ("≥", "有效提升", True),
        ("≥", "95", False),
        ("", "有效", False),
        ("=", "二级", False),
        ("≤", "2022年12月31日", False),
    ],
)
def test_the_nature_of_a_target_fits_it(nature: str, target: str, told: bool) -> None:
    """定性 goes with words, a sign with a number (23)."""
    rows = [row("机制健全性", target, "好", "5", nature=nature, unit="", points="5")]
    found = [f.code.name for f in findings(form(rows, columns=ALL | {"nature", "unit"}))]
    assert ("NATURE_DIFFERS" in found) is told


def test_what_an_evaluator_judges_needs_a_finding_and_a_score_but_no_target() -> None:
    """决策, 过程 (阿克陶, 银川)."""
    good = row("立项依据充分性", "", "依据充分", "4", points="4", judged=True, level1="决策")
    assert {"R42", "R49", "R15"} & numbers(form([good])) == set()
    assert ("R42", "F30") in said(form([good | {"actual": ""}]))
    assert ("R42", "H30") in said(form([good | {"score": None}]))
    assert ("R03", "H30") in said(form([good | {"score": "5"}]))
    assert ("R16", "I30") in said(form([good | {"score": "3"}]))


def test_an_execution_rate_among_judged_items_follows_its_formula() -> None:
    """银川: 100 % executed, 9 of 10 points (5)."""
    rows = [row("预算执行率", "", "100%", "9", points="10", judged=True, level1="项目管理")]
    found = findings(form(rows, money("总额", "total", "64.8", "64.8", "64.8")))
    (only,) = [f for f in found if f.code.number == "R05"]
    assert "得分填 9，按规则应为 10，相差 1（10 × 100% = 10）" in only.message


def test_a_score_merged_over_two_rows_is_not_held_against_the_first_alone() -> None:
    """黄石: one cell of 10 points serves two indicators of 5."""
    rows = [
        row("备份器容量", "≥25TB", "25TB", "10", points="5"),
        row("布点数", "≥10个", "10个", None, points="5", shared=True),
    ]
    assert not {"R03", "R12", "R14", "A13"} & {
        number for number, cell in said(form(rows)) if cell in ("H30", "H31")
    }


def test_a_total_in_the_head_is_held_against_the_sum() -> None:
    """银川 prints 自评得分 and 财政审核评分 above the table (2)."""
    scored = [
        each | {"points": "15", "score": "15"} for each in typed("1", "1", "1", "1", "1", "1")
    ]
    line = money("总额", "total", "200", "200", "200")
    right = form(scored, line, fields={"total_score": "100", "review_total": "98"})
    assert ("R14", "C11") in said(right)  # the bureau's total differs: a hint
    assert "R02" not in numbers(right)
    assert ("R02", "C10") in said(form(scored, line, fields={"total_score": "98"}))
    twice = form(scored, line, total="100", fields={"total_score": "98"})
    assert ("R02", "C10") in said(twice)


def test_a_total_that_leaves_out_the_execution_score_is_named_so() -> None:
    """鄂州: 90 printed, 96 with the execution rate (2)."""
    rows = [
        row("服务人次", "≥100人次", "100人次", "50", points="50"),
        row("运行效率", "≥80%", "80%", "40", points="40", level1="效益指标", level2="社会效益"),
    ]
    line = money("年度资金总额", "total", "287", "287", "287", "10", "1", "10")
    (only,) = [f for f in findings(form(rows, line, total="90")) if f.code.number == "R02"]
    assert only.code.name == "TOTAL_WITHOUT_EXECUTION"
    assert "应为 100，相差 10" in only.message


def test_a_total_above_what_the_missing_scores_can_give_is_wrong() -> None:
    """银川: 84 and at most 10 more are never 98 (2)."""
    rows = [
        row("保障人数", "≥2370人", "2370人", "84", points="90"),
        row("家长满意度", "满意", "尚可", None, points="10", level1="满意度", level2="满意度"),
    ]
    line = money("总额", "total", "64.8", "64.8", "64.8", "0", "1", "0")
    found = [f for f in findings(form(rows, line, total="98")) if f.code.number == "R02"]
    assert [f.code.name for f in found] == ["TOTAL_ABOVE_POSSIBLE"]
    assert "最多是 94" in found[0].message


def test_a_weight_that_counts_twice_is_told_with_what_full_marks_would_give() -> None:
    """河北 成安: 25 points, 25 %, 6.25 converted; full marks of the form give 22.5 (14)."""
    rows = [
        row(name, target, "100%", points, points=points, level2="质量指标",
            amounts={"weight_percent": points, "converted_score": converted})
        for name, target, points, converted in (
            ("覆盖率", "≥98%", "25", "6.25"), ("发放率", "≥75%", "30", "9"), ("知晓率", "≥95%", "10", "1"),
        )
    ]  # fmt: skip
    (only,) = [f for f in findings(form(rows)) if f.code.name == "WEIGHTED_TWICE"]
    assert "25 × 25% = 6.25" in only.message
    assert "只有 16.25" in only.message
    wrong = [rows[0] | {"amounts": {"weight_percent": "25", "converted_score": "7"}}]
    assert [f.code.name for f in findings(form(wrong)) if f.code.number == "R14"] == [
        "CONVERTED_DIFFERS"
    ]


def test_scores_out_of_a_hundred_are_converted_rightly() -> None:
    """100 points × 25 % = 25: the weight counts once, and nothing is said."""
    rows = [
        row(name, "≥98%", "100%", "100", points="100", level2="质量指标",
            amounts={"weight_percent": "50", "converted_score": "50"})
        for name in ("覆盖率", "发放率")
    ]  # fmt: skip
    assert "R14" not in numbers(form(rows))


def test_another_score_of_the_reviewer_is_a_hint() -> None:
    """广水: 自评分 10, 复核分 8."""
    rows = [row("培训人数", "≥5人", "5人", "10", points="10", amounts={"review_score": "8"})]
    (only,) = [f for f in findings(form(rows)) if f.code.name == "REVIEW_DIFFERS"]
    assert only.code.severity.key == "hint"
    assert "相差 2" in only.message


def test_a_row_that_tells_more_of_the_row_above_needs_no_points() -> None:
    """衔接资金: 其中：… without 分值."""
    rows = [
        row("受益人数", "≥100人", "100人", "50", points="50"),
        row("★其中：脱贫人口数", "≥50人", "60人", None),
    ]
    assert ("R42", "G31") not in said(form(rows))
    plain = [rows[0], rows[1] | {"name": "脱贫人口数"}]
    assert ("R42", "G31") in said(form(plain))


def test_a_box_for_reasons_serves_all_indicators() -> None:
    """湖北 has 偏差大或目标未完成原因分析 at the foot and no column (16)."""
    rows = typed("8", "10", "10", "10", "30", "10")
    rows = [each | {"points": p} for each, p in zip(rows, ("10", "10", "10", "10", "30", "10"), strict=True)]  # fmt: skip
    columns = ALL - {"deviation_note"}
    blank = form(rows, SPENT, columns=columns, fields={"deviation_analysis": ""})
    assert ("R16", "C10") in said(blank)
    told = form(rows, SPENT, columns=columns, fields={"deviation_analysis": "学员出差。"})
    assert "R16" not in numbers(told)
    assert "R16" not in numbers(form(rows, SPENT, columns=columns))


def test_kinds_that_the_form_has_no_place_for_are_not_missed() -> None:
    """喀什 2018 divides by 经济性, 效率性, 效益性 (43)."""
    own = CategoryBlock(key="economy", label="经济性", subcategories=())
    indicators = replace(NATIONAL.form.indicators, categories=(own,))
    profile: Profile = replace(NATIONAL, form=replace(NATIONAL.form, indicators=indicators))
    rows = [
        row(
            "预算控制", "≤5万元", "4万元", "10", points="10", level1="经济性", level2="成本控制"
        )
    ]
    assert "R43" not in numbers(form(rows), profile)
    assert "R43" in numbers(form(rows))


def test_a_typed_score_that_nothing_can_check_is_a_hint() -> None:
    """保山: 90.25 % of ≥95 %, 9.5 typed, and the form prints no points (14)."""
    rows = typed("10", "9.5", "10", "10", "30", "10")
    rows[1] = rows[1] | {"actual": "90.25%"}
    (only,) = [f for f in findings(form(rows, SPENT, columns=BOXES)) if f.code.number == "R14"]
    assert only.code.severity.key == "hint"
    assert "完成率 95%" in only.message


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ({"产出指标": "50", "效益指标": "30", "满意度指标": "10"}, False),
        ({"产出指标": "50", "效益指标": "40"}, False),  # no 满意度
        ({"成本指标": "20", "产出指标": "40", "效益指标": "20", "满意度指标": "10"}, False),
        ({"成本指标": "10", "产出指标": "40", "效益指标": "30", "满意度指标": "10"}, False),
        ({"产出指标": "60", "效益指标": "20", "满意度指标": "10"}, True),
        ({"成本指标": "30", "产出指标": "40", "效益指标": "20", "满意度指标": "0"}, True),
    ],
)
def test_every_national_way_to_deal_out_the_points_is_accepted(
    points: dict[str, str], told: bool
) -> None:
    """50/30/10 of 10号文, 20/40/20/10 of 101号文, 满意度 added to 效益 where there is none (10)."""
    rows = [
        row(f"指标{n}", "≥5个", "5个", value, points=value, level1=level1, level2="")
        for n, (level1, value) in enumerate(points.items())
    ]
    assert ("R10" in numbers(form(rows, SPENT))) is told
