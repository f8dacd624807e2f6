"""Units: what converts, what conflicts, and target and result brought into one unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltools.value import align, convert, parse_value, same_dimension


@pytest.mark.parametrize(
    ("number", "unit", "to", "result"),
    [
        ("120", "元", "万元", "0.012"),
        ("5", "亿元", "万元", "50000"),
        ("200", "万", "万元", "200"),
        ("3", "千元", "元", "3000"),
        ("0.97", "比例", "%", "97"),
        ("5", "‰", "%", "0.5"),
        ("9", "成", "%", "90"),
        ("1.2", "万亩", "亩", "12000"),
        ("2", "公顷", "亩", "30"),
        ("3", "万人次", "人次", "30000"),
        ("2", "年", "个月", "24"),
        ("2", "天", "小时", "48"),
        ("1", "万元/亩", "元/亩", "10000"),
        ("1", "公里", "米", "1000"),
        ("30", "名", "人", "30"),
        ("8", "个", "家", "8"),
    ],
)
def test_units_of_one_dimension_convert_exactly(
    number: str, unit: str, to: str, result: str
) -> None:
    """Money, ratios, areas, times and counts convert without rounding."""
    assert convert(Decimal(number), unit, to) == Decimal(result)
    assert same_dimension(unit, to)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("人", "%"),
        ("人", "人次"),
        ("元/亩", "元/人"),
        ("百分点", "%"),
        ("种", "本"),
        ("万元", "个"),
    ],
)
def test_units_of_different_things_do_not_convert(unit: str, to: str) -> None:
    """Persons are not visits, a percentage point is no per cent, kinds are not copies."""
    assert convert(Decimal(1), unit, to) is None
    assert not same_dimension(unit, to)


def test_a_missing_unit_is_not_converted() -> None:
    """Only two missing units are the same."""
    assert convert(Decimal(1), None, None) == 1
    assert convert(Decimal(1), None, "万元") is None


@pytest.mark.parametrize(
    ("target", "actual", "number", "unit"),
    [
        ("100", "100%", "100", "%"),
        ("≥95%", "97.5", "97.5", "%"),
        ("≥0.97比例", "98%", "0.98", "比例"),
        ("≥95%", "0.97比例", "97", "%"),
        ("≤30万元", "298000元", "29.8", "万元"),
        ("200万", "195.5万元", "195.5", "万元"),
        ("12种", "12个", "12", "种"),
        ("3061", "3000", "3000", None),
        ("≤5%", "0.8", "0.8", "%"),
    ],
)
def test_two_values_are_brought_into_the_unit_of_the_target(
    target: str, actual: str, number: str, unit: str | None
) -> None:
    """The result is converted; a missing unit is the other side's and marked so."""
    pair = align(parse_value(target), parse_value(actual, role="actual"))

    assert pair is not None
    assert pair[0].unit == pair[1].unit == unit
    assert pair[1].value == Decimal(number)
    bare = [text for text in (target, actual) if text[-1].isdigit()]
    implied = ["unit_implied" in value.marks for value in pair]
    assert any(implied) == (len(bare) == 1)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥95%", "30人"),
        ("≥95%", "0.97"),
        ("≥95%", "1"),
        ("提高5%", "降低5%"),
        ("≥95%", "及时"),
        ("不超过预算", "30万元"),
    ],
)
def test_what_cannot_be_compared_is_not_aligned(target: str, actual: str) -> None:
    """Conflicting units, opposite changes, a bare fraction against a percentage: no guess."""
    assert align(parse_value(target), parse_value(actual, role="actual")) is None
