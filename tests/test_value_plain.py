"""The commonest cells are read at once: the same as by the whole grammar."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from xltools.value import parse_value
from xltools.value import units as known
from xltools.value.grammar import _parse
from xltools.value.plain import read_plain

STRINGS = Path("tests/data/value_strings.tsv")
SIGNS = ("", "=", "≥", "≤", ">", "<")
NUMBERS = (
    "0", "1", "5", "09", "12", "95", "100", "0.5", "95.5", "99.99", "2022", "2022.5", "1999.12", "12022.5",
    "20220831", "1234.56", "999999999999", "0.0161", "150000", "100.",
)  # fmt: skip
UNITS = (
    *known._SIZES, *known._THINGS, *known._OTHER, "万元", "万", "亿", "亿元", "万人", "千元", "百", "人次", "元/人",
    "次/年", "人/次", "次/月", "元/年", "个/县", "字", "级", "号楼", "项目", "以上", "以内", "元以上", "左右", "余人",
    "部宣传片", "个村", "点", "半年", "年度", "月底", "日前", "例", "成", "预算", "%%", "％", "比例", "套/", "元。", "内",
    "度", "期", "人左右", "完成", "种以上", "分", "分之", "人均", "多人", "几人", "个月", "x", "人次数",
)  # fmt: skip
NAMES = (
    "", "参训人数", "完成时间", "发放月数", "补助标准(元)", "受益人口(万人)", "工程造价", "验收合格率(%)", "人均成本",
    "项目完成时间(%)", "增长率",
)  # fmt: skip


def test_what_is_read_at_once_is_what_the_grammar_reads() -> None:
    """Every sign, number and unit, under every kind of name, as target and as result."""
    seen = 0
    for sign, number, unit in product(SIGNS, NUMBERS, UNITS):
        text = sign + number + unit
        for role in ("target", "actual"):
            found = read_plain(text, actual=role == "actual")
            if found is None:
                continue
            seen += 1
            for name in NAMES if number in ("5", "2022", "0.5") else ("完成时间", "参训人数"):
                assert repr(found) == repr(_parse(text, role, name)), (text, role, name)  # type: ignore[arg-type]
    assert seen > 20_000


def test_the_published_strings_are_the_same_at_once() -> None:
    """All strings that real forms print, whichever way they go."""
    rows = csv.reader(STRINGS.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    for text in {cell for row in rows for cell in row}:
        for role, name in product(("target", "actual"), NAMES):
            parsed = parse_value(text, role=role, name=name)  # type: ignore[arg-type]
            assert repr(parsed) == repr(_parse(text, role, name))  # type: ignore[arg-type]


@settings(max_examples=500)
@given(
    text=st.text(st.sampled_from("0123456789.≥≤=%个人次万元亿米/年月日前底以上内约左右()，, "), max_size=9),
    name=st.sampled_from(NAMES),
    actual=st.booleans(),
)  # fmt: skip
def test_any_text_is_the_same_at_once(text: str, name: str, *, actual: bool) -> None:
    """Whatever a cell holds."""
    found = read_plain(text, actual=actual)
    if found is not None:
        assert repr(found) == repr(_parse(text, "actual" if actual else "target", name))
