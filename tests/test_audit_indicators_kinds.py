"""How results are read from prose: levels of one-line leads, figures behind counts, words for rates."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said
from tests.test_audit_indicators_dates import page
from xltools.audit.claims.indicators import IndicatorClaim, find_claims
from xltools.audit.read_text import parse_text


def claims(text: str) -> list[IndicatorClaim]:
    """The claims of the results in a short report."""
    return list(find_claims(parse_text("报告.txt", page(results=text))))


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("（2）可持续影响。在岗村医人数：目标值≥190人，实际193人。", ["sustainability"]),
        (
            "（4）成本指标。\n人均补助标准：目标值89元/人，实际89元/人。\n2.效益指标完成情况。\n（1）社会效益。受益人数：目标值≥190人，实际193人。",
            ["cost", "social"],
        ),
        (
            "1.产出指标完成情况。\n（1）数量指标。受益学生人数：目标≥100人，实际120人；供餐天数：目标200天，实际200天。\n"
            "（3）时效指标。完成时间：目标12月底前，实际12月10日。",
            ["quantity", "quantity", "timeliness"],
        ),
        ("数量指标：巡护队伍≥6支，实际组建6支。成本指标：支出≤120万元，实际118万元。", ["quantity", "cost"]),
        ("（4）成本指标。标准：目标9元，实际9元。\n2.效益指标完成情况。受益户：目标≥9户，实际9户。", ["cost", None]),
    ],
)  # fmt: skip
def test_a_lead_in_opens_a_level_also_within_a_line(
    text: str, levels: list[str | None]
) -> None:
    """Heading and item in one paragraph; a 一级指标 closes the level before it."""
    assert [each.subcategory for each in claims(text)] == levels
    assert said(page(results=text), "T327") == []


@pytest.mark.parametrize(
    ("text", "actual"),
    [
        ("工程按期完工率：目标值100%，实际4个工程中3个按期完工，实际75.00%，扣1分。", "75.00%"),
        ("案件质量合格率：年初目标值≥95%，评查446件，合格437件，实际97.98%。", "97.98%"),
        ("回访满意率：目标值≥90%，实际回访160人，满意152人，实际95.00%。", "95.00%"),
        ("清运及时率：目标值≥90%，实际考核250次，及时清运234次，实际为93.60%。", "93.60%"),
        ("建档率：目标值≥90%，常住人口214600人，累计建档200823份，建档率93.58%，完成率103.98%。", "93.58%"),
        ("管网漏损率：年初目标值≤12%，实际10.6%，比上年的14.2%下降3.6个百分点。", "10.6%"),
        ("持证率：目标值≥80%，持证88人，占应持证人数的92%，持证率92%。", "92%"),
        ("培训人数：目标≥120人，共培训126人，其中女性60人。", "126人"),
        ("完工时间：目标8月25日前，因天气原因于9月6日完工。", "9月6日完工"),
        ("学生满意度96.5%，目标90%。", "96.5%"),
    ],
)  # fmt: skip
def test_the_figure_of_the_target_s_kind_is_the_result(text: str, actual: str) -> None:
    """Counts stand between; completion rates, growth and shares are other figures."""
    (claim,) = claims(text)

    assert claim.came_to == actual
    assert said(page(results=text), "T301") == []


@pytest.mark.parametrize(
    ("results", "goals", "words"),
    [
        ("质量指标：差错率目标值≤1%，差错率为良好，得5分。", "", "差错率为良好"),
        ("服务对象普遍表示满意，达到目标，得10分。", "服务对象满意度≥90%。", "普遍表示满意"),
        ("群众满意度良好，得10分。", "群众满意度不低于90%。", "群众满意度良好"),
        ("服务对象满意度：目标值≥90%，服务对象普遍表示满意，达到目标。", "", "普遍表示满意"),
        ("设备故障率目标值≤2%，实际较低，达到目标。", "", "实际较低"),
        ("补贴发放及时率：目标值100%，实际及时，得5分。", "", "实际及时"),
        ("完成时间：目标值为2022年12月底前，实际为100%，得6分。", "", "100%"),
        ("验收时间目标值2022年11月30日前，实际合格率100%，得6分。", "", "100%"),
    ],
)
def test_words_and_other_kinds_answer_no_number(results: str, goals: str, words: str) -> None:
    """A word for a rate, a rate for a day; the goal may stand in another chapter."""
    found = only(page(results=results, goals=goals or "提高水平。"), "T301")

    assert found.words == words


@pytest.mark.parametrize(
    ("results", "goals"),
    [
        ("质量指标：差错率目标值≤1%，差错率为0.5%，得5分。", ""),
        ("服务对象普遍表示满意，满意度为95.2%，达到目标，得10分。", "服务对象满意度≥90%。"),
        ("发放问卷200份，满意度95.2%。服务对象普遍表示满意。", "服务对象满意度≥90%。"),
        ("服务对象满意度：目标值≥90%，发放问卷238份，满意219份，满意度92.02%。", ""),
        ("完成时间：目标值为2022年12月底前，实际为2022年12月10日，按期完成率100%。", ""),
        ("服务对象普遍表示满意。", "提高群众满意度。"),
        ("燃油补贴标准：目标260元/辆，实际按260元/辆发放。", ""),
        ("资金下达及时率：目标100%，实际100%，资金下达及时。", ""),
    ],
)
def test_a_number_beside_the_words_is_the_result(results: str, goals: str) -> None:
    """Words of praise around a figure are no fault; nor where no number was asked for."""
    assert said(page(results=results, goals=goals or "提高水平。"), ("T301", "T304")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("培训村医20人，考试合格率19人。", "考试合格率19人"),
        ("验收66公里，合格率为66公里。", "合格率为66公里"),
        ("考试合格率95%，合格19人。", ""),
        ("培训合格率190/200，达到95%。", ""),
        ("巡检频率2次，设备利率稳定。", ""),
    ],
)
def test_a_rate_is_no_count(text: str, words: str) -> None:
    """合格率19人 counts people where a share belongs; 频率 is no share."""
    assert [each.words for each in said(page(results=text), "T323")] == (
        [words] if words else []
    )


@pytest.mark.parametrize(
    ("results", "goals", "example"),
    [
        ("学员满意度不低于90%，收回问卷238份，满意219份。", "学员满意度不低于90%。", "92.02%（219÷238）"),
        ("群众满意度：年初目标值≥90%，实际达到≥90%以上，收回238份，满意219份。", "", "92.02%（219÷238）"),
        ("经调查，服务对象满意度达到90%以上。", "服务对象满意度90%以上。", "90%"),
    ],
)  # fmt: skip
def test_a_survey_gives_a_number_and_not_the_goal_again(
    results: str, goals: str, example: str
) -> None:
    """The counts beside it tell what should have been written."""
    found = only(page(results=results, goals=goals or "提高水平。"), "T302")

    assert example in found.advice


@pytest.mark.parametrize(
    ("results", "goals"),
    [
        ("经调查，服务对象满意度达到90%以上，实测93.4%。", "服务对象满意度90%以上。"),
        ("服务对象满意度94%，超过90%以上的目标。", "服务对象满意度90%以上。"),
        (
            "服务对象满意度达到90%以上。经测评为93.2%的服务对象满意度93.2%。",
            "服务对象满意度90%以上。",
        ),
    ],
)
def test_a_bound_beside_the_measured_value_is_no_fault(results: str, goals: str) -> None:
    """达到90%以上 repeats the goal, and the measured number follows."""
    assert said(page(results=results, goals=goals), "T302") == []
