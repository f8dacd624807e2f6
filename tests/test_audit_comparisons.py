"""Figures that a sentence computes from its own figures, and dates that cannot be."""

from __future__ import annotations

import pytest

from tests.audit_texts import said

WRONG = [
    ("支付培训费3万元、资料费4万元、场地费2万元，合计8万元。", "T471", "8万元", "9万元"),
    ("财政资金总额50万元。设备支出30万元，占总额的65%。", "T472", "65", "60%"),
    ("支出100万元，比上年80万元增加20万元，增长20%。", "T473", "20", "25%"),
    ("拨付11.5万元（11500元）。", "T474", "11.5万元（11500元", "11500元"),
    ("走访慰问115名离任干部，每人1000元，共12.5万元。", "T475", "12.5", ""),
    ("发放问卷100份，收回95份，回收率为96%。", "T476", "96", "95%"),
    ("发放问卷100份，收回95份，有效问卷90份，有效率为95.74%。", "T476", "95.74", "94.74%"),
    ("发放问卷100份，收回105份。", "T476", "105", "100份"),
]
SOUND = [
    "支付培训费3万元、资料费4万元、场地费2万元，合计9万元。",
    "预算50万元，到位40万元，合计支出30万元。",
    "财政资金总额50万元。设备支出30万元，占总额的60%。",
    "总投资80万元，财政资金50万元，其中设备30万元，占37.5%。",
    "支出100万元，比上年80万元增加20万元，增长25%。",
    "拨付11.5万元（115000元）。",
    "预算1.23万元（12345.67元）。",
    "走访慰问115名离任干部，每人1000元，共11.5万元。",
    "选派8人跟班学习6个月，每人每月2000元，共9.6万元。",
    "发放问卷100份，收回95份，有效问卷90份，回收率95%，有效率94.7%。",
    "发放问卷100份，收回有效问卷95份，有效率95%。",
    "项目于2024年2月29日完工，实施时间为2022年1月-2024年2月。",
]


@pytest.mark.parametrize(
    ("text", "code", "words", "against"), WRONG, ids=[w[0][:14] for w in WRONG]
)
def test_a_wrong_figure_is_found(text: str, code: str, words: str, against: str) -> None:
    """The remark stands at the figure and says what it ought to be."""
    found = said(text, ["T47"])

    assert [(each.code.number, each.words) for each in found] == [(code, words)]
    assert found[0].against == against


@pytest.mark.parametrize("text", SOUND)
def test_sound_figures_are_silent(text: str) -> None:
    """Rounded, open and multi-year figures too."""
    assert said(text, ["T47"]) == []
