"""A target and its result in one unit: what may be compared, and what nobody may guess."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltools.model import TypedValue
from xltools.value import align, parse_split_value, parse_value

Cell = str | tuple[str, str, str]
"""A cell's text, or sign, value and unit where they stand apart."""


def read(cell: Cell, role: str) -> TypedValue:
    """A cell in its role; a number in columns comes as text."""
    if isinstance(cell, str):
        return parse_value(cell, role=role)  # type: ignore[arg-type]
    return parse_split_value(cell[0], cell[1], cell[1], cell[2], role=role)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "actual", "ours", "theirs", "unit"),
    [
        # money, areas, lengths, masses, times
        ("≤30万元", "298000元", "30", "29.8", "万元"),
        ("2.6亿元", "24500万元", "2.6", "2.45", "亿元"),
        ("200万", "1955000元", "200", "195.5", "万元"),
        ("5000元", "0.48万元", "5000", "4800", "元"),
        ("5万", "49000元", "5", "4.9", "万元"),
        ("1千万", "980万元", "1", "0.98", "千万元"),
        ("≥1.2万亩", "12100亩", "1.2", "1.21", "万亩"),
        ("≥10公里", "9500米", "10", "9.5", "公里"),
        ("≥10千米", "10公里", "10", "10", "千米"),
        ("≥3吨", "3200公斤", "3", "3.2", "吨"),
        ("≥25TB", "25600GB", "25", "25", "TB"),
        ("≤30天", "28日", "30", "28", "天"),
        ("≤24小时", "20h", "24", "20", "小时"),
        ("≤半年", "5个月", "0.5", "0.4166666666666666666666666667", "年"),
        ("≥3万人次", "31200人次", "3", "3.12", "万人次"),
        # one price, however its parts are written
        (">=530元/人*月", "583元/人·月", "530", "583", "元/人·月"),
        (">=530元/人·月", "583元/月/人", "530", "583", "元/人·月"),
        (">=530元/人·月", "每人每月583元", "530", "583", "元/人·月"),
        ("≤0.5万元/人", "4800元/人", "0.5", "0.48", "万元/人"),
        ("≥1000元/生·年", "1000元/人·年", "1000", "1000", "元/生·年"),
        ("≤50元/㎡", "48元/m2", "50", "48", "元/平方米"),
        ("≥4次/季", "5次/季度", "4", "5", "次/季"),
        # rates
        ("≥95%", "97百分比", "95", "97", "%"),
        ("≥0.97比例", "98%", "0.97", "0.98", "比例"),
        ("≥95%", "0.97比例", "95", "97", "%"),
        ("≥九成", "92%", "9", "9.2", "成"),
        ("≤5‰", "0.4%", "5", "4", "‰"),
        ("≥百分之九十五", "96", "95", "96", "%"),
        # 个 stands for any classifier
        ("≥5个", "6家", "5", "6", "个"),
        ("≥5套", "6个", "5", "6", "套"),
        ("≥30名", "31人", "30", "31", "名"),
        # what the columns say
        (("≥", "97", "%"), ("≥", "98", "%"), "97", "98", "%"),
        (("≥", "97", "%"), ("≥", "98%", "%"), "97", "98", "%"),
        (("≥", "0.97", "比例"), ("≥", "0.98", "比例"), "0.97", "0.98", "比例"),
        (("≥", "0.97", "比例"), ("≥", "98%", "比例"), "0.97", "0.98", "比例"),
        (("", "0.9", "%"), ("", "0", "%"), "0.9", "0", "%"),
        (("", "0.4", "%"), ("", "0.1", "%"), "0.4", "0.1", "%"),
        (("≥", "0.97", "%"), ("≥", "0.98", "%"), "0.97", "0.98", "%"),
        # doubtful targets that the result settles
        (("≥", "0.97", "%"), ("≥", "98%", "%"), "97.00", "98", "%"),
        (("≥", "97", "比例"), ("≥", "98%", "比例"), "97", "98", "%"),
        (("≥", "97", "比例"), ("≥", "0.98", "比例"), "97", "98", "%"),
        (("≤", "5万", "元"), "48000元", "5", "4.8", "万元"),
    ],
)
def test_a_result_is_compared_in_the_unit_of_its_target(
    target: Cell, actual: Cell, ours: str, theirs: str, unit: str
) -> None:
    """Money, measures, prices and rates of different units are brought to one, exactly."""
    pair = align(read(target, "target"), read(actual, "actual"))

    assert pair is not None
    assert (pair[0].value, pair[1].value) == (Decimal(ours), Decimal(theirs))
    assert pair[0].unit == pair[1].unit == unit


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥100人", "120人次"),
        ("≥100户", "120人"),
        ("≥5项", "6套"),
        ("≥5种", "6本"),
        ("≥95%", "95人"),
        ("≥5%", "5个百分点"),
        ("≥500元/人·月", "6000元/人·年"),
        ("≥500元/人", "500元/户"),
        ("≥12次/年", "1次/月"),
        ("≤5天", "3个工作日"),
        ("提高5%", "降低5%"),
        ("提高5%", "提高到95%"),
        # a number without a unit that may be in another size of it
        ("≤5万元", "50000"),
        ("5万元", "48500"),
        ("500000元", "50"),
        ("≥5万人", "48000"),
        ("≥1亿元", "9800"),
        ("≥95%", "0.97"),
        ("≥95%", "1"),
        ("20%", "0.18"),
        # a doubt that the other side does not settle
        (("≥", "97", "%"), ("≥", "0.98", "%")),
        (("≥", "95%", "%"), ("≥", "0.97", "%")),
        (("≤", "0.9", "%"), ("≤", "80%", "%")),
        (("≥", "1", "%"), ("≥", "100%", "%")),
        (("≥", "0.97", "比例"), ("≥", "98", "比例")),
        (("≥", "97", "比例"), "0.98"),
        (("≥", "735", "人次"), ("≥", "735人", "人次")),
        (("≤", "5", "万元"), ("≤", "50000", "万元")),
        ("≥97比例", "0.5%"),
    ],
)
def test_what_may_mean_two_things_is_not_compared(target: Cell, actual: Cell) -> None:
    """Persons and visits, changes and levels, sizes that nobody wrote down: None, no guess."""
    assert align(read(target, "target"), read(actual, "actual")) is None


def test_a_target_read_anew_keeps_its_doubt_and_its_text() -> None:
    """97 that was written 0.97 under % is still marked, and shown as it was typed."""
    target = read(("≥", "0.97", "%"), "target")
    pair = align(target, read("98%", "actual"))

    assert pair is not None
    assert (pair[0].raw, pair[0].kind) == ("0.97", "at_least")
    assert "ambiguous" in pair[0].marks
    assert target.value == Decimal("0.97")


def test_a_value_is_comparable_with_itself() -> None:
    """Whatever has a number aligns with itself unchanged, but for a bare fraction."""
    for text in ("95%", "5万元", "0.97比例", "97比例", "80%-90%", "提高5%", "5", "300元/人·月"):
        value = parse_value(text)

        assert align(value, value) == (value, value)
