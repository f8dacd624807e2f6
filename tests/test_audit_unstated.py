"""What a report says in another place or another way must not be told as missing or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_audit_form_handwritten import LETTER, forms_of

from tests.audit_texts import only, said
from xltools.audit import audit_report, read_report
from xltools.audit.read_text import parse_text

HANDWRITTEN = Path(__file__).parent / "data" / "handwritten"


@pytest.mark.parametrize(
    "name", ["roads_letter.txt", "roads_briefing.txt", "roads_sections.md"]
)
def test_a_budget_that_was_raised_leaves_what_the_raised_one_leaves(name: str) -> None:
    """年初450 and 追加30 make 480, and 480 less 468.6 is 11.4; the 430 of one source is no budget."""
    found = audit_report(read_report(HANDWRITTEN / name))

    assert [each.message for each in found if each.code.number in ("T402", "T404")] == []


def test_a_balance_of_a_raised_budget_is_still_computed() -> None:
    """Neither 450 nor 480 less 468.6 is 21.4."""
    text = (
        "项目年初预算450万元，财政追加了30万元，全年财政安排资金480万元，其中当年财政拨款430万元，"
        "上年结转50万元。累计支付468.6万元，剩余{}万元。"
    )

    assert said(text.format("11.4"), "T402") == []
    assert only(text.format("21.4"), "T402").words == "21.4万元"


def test_a_rate_behind_the_sources_is_over_the_whole() -> None:
    """其中：财政拨款430万元 stands between the 480 and the rate."""
    text = (
        "项目资金480万元。其中：财政拨款430万元，上年结转资金50万元。全年共花费468.6万元，"
        "执行率为{}。"
    )

    assert said(text.format("97.6%"), "T404") == []
    assert only(text.format("87.6%"), "T404").arithmetic == "468.6÷480＝97.63%"


PROGRESS = """单位：万元、%

| 市 | 下达资金 | 累计支出 | 支出{head} |
|---|---|---|---|
| 甲市 | 1200 | 1152.4 | 96.03 |
| 乙市 | 860 | 790.15 | 91.88 |
| 丙市 | 640 | 640 | 100 |
| 合计 | 2700 | {all} | 95.65 |
"""


@pytest.mark.parametrize("head", ["进度", "情况"])
def test_a_column_of_rates_has_no_sum(head: str) -> None:
    """By its head, or because its total lies between its parts."""
    assert said(PROGRESS.format(head=head, all="2582.55"), "T424") == []
    assert only(PROGRESS.format(head=head, all="2585.25"), "T424").words == "2585.25"


def test_the_form_beside_a_report_is_its_breakdown() -> None:
    """A score without parts is told only where nobody can see the parts."""
    text = "农村公路安全生命防护工程自评报告\n一、自评结论\n项目自评得分98.76分，等级为优。\n"

    assert only(text, "T420").words == "98.76分"
    found = audit_report(parse_text("报告.txt", text), forms_of(LETTER))
    assert [each for each in found if each.code.number == "T420"] == []


SCORED = """| 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 |
|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 修复文物 | 50 | 40件 | 40件 | 50 |
| 效益指标 | 社会效益指标 | 接待观众人次 | 30 | ≥52万人次 | 56.3万人次 | 30 |
| 满意度指标 | 服务对象满意度指标 | 观众满意度 | 20 | ≥90% | 93% | 19.3 |

"""


def test_points_that_the_text_says_were_taken_off_have_their_reason_there() -> None:
    """Below the table: 观众满意度93%, …扣0.7分."""
    assert only(SCORED, "T314").words == "19.3"
    assert said(SCORED + "观众满意度93%。与先进水平仍有差距，自评扣0.7分。\n", "T314") == []


def test_what_the_form_refutes_is_told_once() -> None:
    """全部指标均已完成 beside a table with a missed one, and a form with the same."""
    table = (
        "\n| 三级指标 | 年度指标值 | 实际完成值 |\n|---|---|---|\n| 护栏安装里程 | ≥86公里 | 88.2公里 |\n"
        "| 隐患路段交通事故下降率 | ≥20% | 18% |\n| 工程验收合格率 | 100% | 100% |\n"
    )
    text = f"农村公路安全生命防护工程自评报告\n一、完成情况\n全部指标均已完成。\n{table}"

    assert [each.code.number for each in said(text, ["T343", "T541"])] == ["T343"]
    found = audit_report(parse_text("报告.txt", text), forms_of(LETTER))
    assert [r.code.number for r in found if r.code.number in ("T343", "T541")] == ["T541"]


def test_what_fits_the_corrected_amount_is_not_told_beside_it() -> None:
    """428 ought to be 386 + 96 = 482: the rates of 482 are right, and the 428 is told."""
    text = (
        "项目预算{}万元，其中中央和省级补助资金386万元、县级资金96万元，实际到位482万元，到位率100%。"
        "全年支出468.6万元，预算执行率{}%，结余13.4万元。"
    )

    assert [r.code.number for r in said(text.format("428", "97.22"), "T4")] == ["T401"]
    assert [r.code.number for r in said(text.format("482", "97.22"), "T4")] == []
    wrong = said(text.format("428", "95.22"), "T404")
    assert [each.arithmetic for each in wrong] == ["468.6÷482＝97.22%"]


def test_what_fits_the_budget_after_adjustments_is_not_told_beside_it() -> None:
    """160 + 38 = 198: the 196 is told, the rate of 198 is not."""
    text = "年初预算160万元，年中追加38万元，全年预算{}万元，实际到位198万元，资金到位率100%。"

    assert [r.code.number for r in said(text.format("196"), "T4")] == ["T478"]
    assert said(text.format("198"), "T4") == []
