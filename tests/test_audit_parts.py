"""Quantities and their parts, lists of what was spent, changes, months."""

from __future__ import annotations

import pytest

from tests.audit_texts import only, said

WRONG = [
    ("河长8.60公里，其中上游段2.35公里、城区段3.80公里、下游段2.54公里。", "T448", "8.69公里"),
    ("建档立卡1864户，其中已脱贫1742户、未脱贫142户。", "T448", "1884户"),
    ("在职36人，其中管理人员4人、专业技术人员31人、工勤人员2人。", "T448", "37人"),
    (
        "全年支付21.5万元。支出构成为：设备10万元，材料8万元，培训3.05万元。",
        "T401",
        "21.05万元",
    ),
    ("浓度由上年的46微克下降到43微克，下降7.52%。", "T477", "6.52%"),
    ("发放问卷350份，满意310份，满意度为89.57%。", "T477", "88.57%"),
    ("59人，每人每月600元，全年发放42.84万元。", "T475", ""),
    ("概算总投资1286万元。\n累计支付1085.74万元，占概算总投资的82.43%。", "T472", "84.43%"),
]
SOUND = [
    "河长8.60公里，其中上游段2.35公里、城区段3.80公里、下游段2.45公里。",
    "参训100人，其中女性41人、党员20人。",
    "参训100人，其中党员98人。",
    "新建校舍3处，其中教室12间、宿舍20间。",
    "覆盖23条道路，其中柳坪镇5条12.40公里、北河镇18条9.85公里。",
    "建档立卡1864户，其中已脱贫1742户、未脱贫122户。",
    "全年支付21.05万元。支出构成为：设备10万元（含运费1万元），材料8万元，培训3.05万元。",
    "浓度由上年的46微克下降到43微克，下降6.52%。",
    "59人，每人每月600元，全年发放42.48万元。",
    "概算总投资1286万元。\n累计支付1085.74万元，占概算总投资的84.43%。",
    "参训约100人，其中甲县33人、乙县33人、丙县33人。",
]


@pytest.mark.parametrize(
    ("text", "code", "against"), WRONG, ids=[each[0][:12] for each in WRONG]
)
def test_a_sum_or_ratio_that_misses_is_told(text: str, code: str, against: str) -> None:
    """With what it ought to be."""
    assert only(text, code).against == against


@pytest.mark.parametrize("text", SOUND)
def test_sound_or_open_statements_are_silent(text: str) -> None:
    """Parts that overlap, name other things or leave something out prove nothing."""
    assert said(text, ["T401", "T448", "T472", "T475", "T477"]) == []
