"""Is an indicator in its place, can it be measured, do the texts say what the table says?"""

from __future__ import annotations

import pytest

from tests.check_forms import ALL, findings, form, money, numbers, row, said

OUTPUT, OUTCOME, SATISFACTION = "产出指标", "效益指标", "满意度指标"


@pytest.mark.parametrize(
    ("level2", "name", "target", "told"),
    [
        ("数量指标", "结算完成率", "=100%", True),
        ("数量指标", "布点全覆盖", "100%", True),
        ("数量指标", "培训人数", "≥100人", False),
        ("数量指标", "签约率", "24694人", False),  # the unit is wrong, and R25 says so
        ("质量指标", "报告提交及时率", "≥95%", True),
        ("质量指标", "及时准确率", "≥95%", False),
        ("质量指标", "合格率", "≥95%", False),
        ("质量指标", "培训人数", "≥95人", True),
        ("质量指标", "返工次数", "≤2次", False),
        ("质量指标", "农村低保标准", "≥530元/人·月", False),
        ("时效指标", "资金到位及时率", "100%", False),
        ("时效指标", "当期完成", "90%", False),
        ("时效指标", "验收合格率", "90%", True),
        ("时效指标", "发放对象户数", "≥90户", True),
        ("时效指标", "办结天数", "≤5天", False),
        ("时效指标", "每月巡查频次", "≥2次", False),
        ("时效指标", "设备响应", "≤2小时", False),
    ],
)
def test_quantity_quality_and_time_are_told_apart(
    level2: str, name: str, target: str, told: bool
) -> None:
    """A rate is no quantity, 及时率 no quality, a count no timeliness (30)."""
    actual = target.lstrip("≥≤=")
    assert ("R30" in numbers(form([row(name, target, actual, level2=level2)]))) is told


@pytest.mark.parametrize(
    ("level1", "level2", "told"),
    [
        (OUTPUT, "经济效益指标", True),
        (OUTCOME, "数量指标", True),
        (OUTCOME, "服务对象满意度指标", True),
        (OUTPUT, "经济成本指标", True),  # 大英: the word of 101号文 in the old set
        (OUTPUT, "成本指标", False),
        ("成本指标", "经济成本指标", False),
        (OUTCOME, "环境效益指标", False),
        (SATISFACTION, "满意度指标", False),
        ("项目完成指标", "数量指标", False),
        ("项目决策", "项目目标", False),
    ],
)
def test_second_levels_stand_under_their_own(level1: str, level2: str, told: bool) -> None:
    """By 10号文 and 101号文 (46)."""
    rows = [row("甲", "≥5个", "5个", level1=level1, level2=level2)]
    assert (("R46", "C30") in said(form(rows))) is told


@pytest.mark.parametrize(
    ("name", "target", "told"),
    [
        ("粮食安全事件发生数", "0起", True),
        ("补贴发放率", "≥95%", True),
        ("受益户数", "≥95户", True),
        ("市民满意度调查", "≥90%", False),
        ("群众投诉次数", "≤3次", False),
        ("服务对象认可度", "≥90%", False),
        ("沿线群众", "≥90%", False),
        ("受益群众人数比例", "满意", False),
    ],
)
def test_satisfaction_is_what_people_think(name: str, target: str, told: bool) -> None:
    """衡山: an accident among 满意度 (46)."""
    rows = [row(name, target, "90%", level1=SATISFACTION, level2="服务对象满意度指标")]
    assert (("R46", "D30") in said(form(rows))) is told


@pytest.mark.parametrize(
    ("name", "target", "actual", "code"),
    [
        ("统筹海绵城市项目谋划", "统筹海绵城市项目谋划。", "完成", "TARGET_IS_NAME"),
        ("指标1：指导城市建设", "指导城市建设", "完成", "TARGET_IS_NAME"),
        ("城市建设", "指导城市建设", "完成", "TARGET_UNMEASURABLE"),
        ("机制健全性", "好坏", "好坏", "TARGET_IS_SCALE"),
        ("机制健全性", "好坏", "好", "TARGET_IS_SCALE"),
        ("办学条件", "改善学校的办学条件", "改善学校的办学条件", "TARGET_ECHOED"),
        ("政策支持", "有效", "有效", None),
        ("评审", "通过", "通过", None),
        ("管护", "严格执行相关制度规定", "达成预期指标", None),
        ("资金使用", "组织培训2期以上", "2期", None),
        ("机制", "持续推进", "达成年度指标", None),
    ],
)
def test_a_target_in_words_says_what_will_be_reached(
    name: str, target: str, actual: str, code: str | None
) -> None:
    """Its own name, a scale and a mere task do not; a long copy is worth a hint (48)."""
    rows = [row(name, target, actual, level1=OUTCOME, level2="社会效益指标")]
    found = [f.code.name for f in findings(form(rows)) if f.code.number == "R48"]
    assert found == ([code] if code else [])


def test_satisfied_is_not_answered_by_done() -> None:
    """黄石: 满意 and 完成 (23)."""
    rows = [
        row(
            "群众满意度",
            "满意",
            "完成",
            "10",
            points="10",
            level1=SATISFACTION,
            level2="满意度",
        )
    ]
    assert ("R23", "F30") in said(form(rows))
    rows = [
        row(
            "群众满意度",
            "满意",
            "满意",
            "10",
            points="10",
            level1=SATISFACTION,
            level2="满意度",
        )
    ]
    assert "R23" not in numbers(form(rows))


def test_a_ceiling_in_figures_is_not_answered_by_done() -> None:
    """大英: ≤ 30 万元 and 完成 (23)."""
    rows = [
        row(
            "成本控制数",
            "30",
            "完成",
            "90",
            points="90",
            nature="≤",
            unit="万元",
            level2="成本指标",
        )
    ]
    assert ("R23", "F30") in said(form(rows, columns=ALL | {"nature", "unit"}))


def test_a_full_timeliness_score_and_a_delay_do_not_go_together() -> None:
    """鄂州: 15 of 15 beside 部分项目延续至下年; a day that was kept is another matter (18)."""
    late = row("计划完成率", "≥90%", "60%", "10", points="15", note="部分项目延续至下年")
    year = row("完成时限", "2022年", "2022年", "15", points="15", level2="时效指标")
    assert ("R18", "H31") in said(form([late, year]))
    day = year | {"target": "2022年11月底前", "actual": "2022年11月18日"}
    assert "R18" not in numbers(form([late, day]))
    denied = late | {"note": "部分款项年底结算，没有延期。"}
    assert "R18" not in numbers(form([denied, year]))


def test_a_problem_beside_a_hundred_points_is_a_hint() -> None:
    """大英: the money came late, and yet 100 (50)."""
    rows = [row("借阅人次", "≥100人次", "120人次", "90", points="90")]
    line = money("总额", "total", "5", "5", "5", "10", "1", "10")
    late = form(rows, line, total="100", fields={"problems": "资金下达较晚，影响购书进度。"})
    assert ("R50", "C10") in said(late)
    for text in ("无", "暂无问题。", "本项目不存在问题", "未发现明显问题"):
        none = form(rows, line, total="100", fields={"problems": text})
        assert "R50" not in numbers(none)
    assert "R50" not in numbers(form(rows, line, total="99", fields={"problems": "资金晚。"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全年执行数195.5万元，执行率97.75%。", []),
        ("全年执行数195.5万元，执行率98%。", []),  # rounded as written
        ("执行率97.7%。", []),  # cut off
        ("执行率为99%。", ["执行率 99%"]),
        ("全年支出196万元。", []),
        ("全年支出190万元。", ["执行数 190万元"]),
        ("全年预算200万元", []),
        ("上年执行率为99%。", []),
        ("群众满意度达到95%。", ["满意度 95%"]),
        ("群众满意度93％。", []),
        ("自评得分99.55分", []),
        ("自评得分98分", ["总分 98分"]),
    ],
)
def test_the_texts_say_what_the_table_says(text: str, told: list[str]) -> None:
    """Rate, money, total and satisfaction, as exactly as the text writes them (51)."""
    rows = [
        row("宣传片数量", "≥1部", "1部", "70", points="80"),
        row(
            "群众满意度", "≥90%", "93%", "10", points="10", level1=SATISFACTION, level2="满意度"
        ),
    ]
    line = money("总额", "total", "200", "200", "195.5", "20", "0.9775", "19.55")
    form_ = form(rows, line, total="99.55", fields={"objective_achieved": text})
    found = [f.message for f in findings(form_) if f.code.number == "R51"]
    assert len(found) == len(told)
    assert all(words in message for words, message in zip(told, found, strict=True))


def test_a_text_that_tells_of_a_later_month_is_held_against_the_target() -> None:
    """黄石: 11月完成专家评审, and the reasons tell of December (33)."""
    target = "6月份完成宣传片制作;9月份完成文本;11月完成专家评审"
    rows = [row("完成文本", target, "完成", "10", points="10", level2="时效指标")]
    late = form(rows, fields={"deviation_analysis": "2022年12月专家评审通过，比计划晚。"})
    (only,) = [f for f in findings(late) if f.code.number == "R33"]
    assert "11月完成“专家评审”" in only.message
    kept = form(rows, fields={"deviation_analysis": "2022年10月专家评审通过。"})
    assert "R33" not in numbers(kept)


def test_an_effect_is_no_rate() -> None:
    """永德: 促进学校教育事业健康发展 measured as 100 % (25)."""
    more = {"level1": OUTCOME, "level2": "可持续影响指标"}
    rows = [row("促进学校教育事业健康发展", "≥100%", "100%", **more)]
    assert "R25" in numbers(form(rows))
    assert "R25" not in numbers(form([row("促进就业率提升", "≥90%", "95%", **more)]))


def test_every_difference_of_a_score_is_told_with_its_arithmetic() -> None:
    """Typed, by the rule, the difference, and how: whoever reads it can recompute it."""
    rows = [
        row("建册数", "≥120人", "69人", "1", points="2", note="因孕妇外出。下一步加强宣传。"),
        row("面积", "≥4754人", "4604人", "5", points="5", note="因迁出。下一步加强核查。"),
        row("标准", "≤5300元/户", "5830元/户", "10", points="10", level2="成本指标", note="因物价。下一步控制。"),
        row("及时率", "≥100%", "100%", "7", points="10", level2="时效指标", note="因故。下一步改进。"),
        row("签约数", "≥24694人", "22584人", "1.83", points="2"),
    ]  # fmt: skip
    line = money("总额", "total", "287", "287", "171", "10", "0.5958", "6")
    found = {f.code.number: f.message for f in findings(form(rows, line, total="30"))}
    for code, words in {
        "R14": "得分填 1，按规则应为 1.15，相差 0.15（69人 ÷ 120人 = 57.5%，按比例得分：2 × 57.5% = 1.15）",
        "R12": "按规则应为 4.84，相差 0.16（4604人 ÷ 4754人 = 96.84%",
        "R13": "按规则应为 9，相差 1（超过上限 10%",
        "R15": "按规则应为 10，相差 3（100% ÷ 100% = 100%",
        "R16": "得分 1.83，比分值 2 少 0.17",
        "R05": "填 6，按规则应为 5.96，相差 0.04（171 ÷ 287 = 59.58%；10 × 59.58% = 5.96）",
        "R02": "之和是 30.83，相差 0.83（5 个指标得分合计 24.83 + 预算执行率得分 6）",
    }.items():
        assert words in found[code], found[code]
