"""Cells that hold numbers, dates and text: values, amounts, rates, points and years."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from xltools.model import CellValue, Day
from xltools.value import (
    ValueParseError,
    parse_amount,
    parse_cell_value,
    parse_number,
    parse_points,
    parse_rate,
    parse_year,
)


def test_a_float_is_the_number_excel_shows() -> None:
    """Fifteen significant digits; what a float has beyond them was never typed."""
    assert parse_cell_value(274.65999999999997).value == Decimal("274.66")
    assert parse_cell_value(130.0).value == Decimal("130")
    assert parse_cell_value(1e-7).value == Decimal("0.0000001")


def test_a_cell_formatted_as_percentage_is_a_percentage() -> None:
    """0.95 that reads 95% is 95 %, and 0.957 is 95.7 % even if the cell shows no decimals."""
    assert parse_cell_value(0.95, "95%").value == Decimal("95")
    assert parse_cell_value(0.957, "96%").value == Decimal("95.7")
    assert parse_cell_value(0.95, "95%").unit == "%"


def test_a_date_cell_is_a_deadline_or_a_day() -> None:
    """A date typed into a cell is read as the same date in words."""
    raw = datetime(2022, 12, 30, 8, 0)
    assert parse_cell_value(raw, "2022-12-30").start is None
    assert parse_cell_value(raw, "2022-12-30", role="actual").start == Day(2022, 12, 30)


@pytest.mark.parametrize("raw", [True, float("nan"), float("inf"), Decimal("NaN"), time(8, 30)])
def test_a_cell_that_is_no_value_is_unreadable(raw: CellValue) -> None:
    """Logical values, times and infinities are refused with a problem."""
    value = parse_cell_value(raw)

    assert (value.kind, value.value) == ("unreadable", None)
    assert value.problem


def test_a_number_like_a_month_is_marked() -> None:
    """2022.12 as a number may be December; under (万元) it is money."""
    assert parse_cell_value(2022.12).marks == ("ambiguous",)
    assert parse_cell_value(2022.12, name="成本（万元）").marks == ("unit_implied",)


def test_a_blanked_filler_is_none() -> None:
    """Where the reader gives no text, the raw filler decides."""
    assert parse_cell_value("/", None).kind == "none"
    assert parse_cell_value(None, None).kind == "none"


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("１，234.50 万元", "1234.50"),
        ("238.93", "238.93"),
        (238.93, "238.93"),
        ("5亿元", "50000"),
        ("5亿", "50000"),
        ("120元", "0.012"),
        ("1,681,680元", "168.168"),
        ("3千元", "0.3"),
        ("200万", "200"),
        ("200(万元)", "200"),
        ("￥500元", "0.05"),
        ("500元整", "0.05"),
        ("-3.5", "-3.5"),
        (0, "0"),
        (Decimal("1.10"), "1.10"),
    ],
)
def test_an_amount_is_in_ten_thousands(raw: CellValue, amount: str) -> None:
    """Money is 万元 whatever unit the cell names, exactly."""
    assert parse_amount(raw) == Decimal(amount)


def test_a_bare_amount_is_in_the_unit_of_the_form() -> None:
    """On a form in 元 a bare number is converted, and a written unit still counts."""
    assert parse_amount(1681680, unit="元") == Decimal("168.168")
    assert parse_amount("3万元", unit="元") == 3


@pytest.mark.parametrize("raw", [None, "", " ", "/", "—", "无"])
def test_a_blank_cell_is_none_and_not_zero(raw: CellValue) -> None:
    """Blank and its spellings are None for every parser."""
    for parse in (parse_amount, parse_number, parse_points, parse_rate, parse_year):
        assert parse(raw) is None


@pytest.mark.parametrize(
    "raw", ["7,00.0,77", "约5万元", "5%", "5吨", "1e5", "1_5", "١٥", "nan", "5 3", True,
            float("nan"), date(2022, 1, 1)],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_chinese(raw: CellValue) -> None:
    """The error quotes the cell and says what to write."""
    with pytest.raises(ValueParseError, match=r"请填写数字（单位：万元），如 238\.93。"):
        parse_amount(raw)


@pytest.mark.parametrize(
    ("raw", "percent_number", "rate"),
    [
        ("95.8%", None, "0.958"),
        ("９５．８％", True, "0.958"),
        ("102.59%", None, "1.0259"),
        ("9‰", None, "0.009"),
        ("百分之95", None, "0.95"),
        (0.958, None, "0.958"),
        ("100", None, "1"),
        (100, None, "1"),
        (1, None, "1"),
        (0, None, "0"),
        (95.5, True, "0.955"),
        (1, True, "0.01"),
        (1.7, False, "1.7"),
    ],
)
def test_a_rate_is_a_ratio(raw: CellValue, percent_number: bool | None, rate: str) -> None:
    """Text says what it is; bare numbers follow the heading, else their size."""
    assert parse_rate(raw, percent_number=percent_number) == Decimal(rate)


def test_a_rate_of_two_readings_is_refused() -> None:
    """5 without a sign is 5 % or 500 %, and nobody knows."""
    with pytest.raises(ValueParseError, match="百分之5还是5倍"):
        parse_rate(5)


def test_points_are_read_with_and_without_their_word() -> None:
    """15, 15.0, “15分” and “（15分）” are 15 points; “十五” is refused."""
    assert {parse_points(raw) for raw in ("15", "15分", 15.0, "（15分）")} == {Decimal(15)}
    with pytest.raises(ValueParseError, match="如 15"):
        parse_points("十五")


@pytest.mark.parametrize("raw", ["2020", "2020年", "（2020年度）", "２０２０", 2020.0, 2020])
def test_a_year_is_read(raw: CellValue) -> None:
    """Year cells come as numbers and as printed."""
    assert parse_year(raw) == 2020


@pytest.mark.parametrize("raw", ["20", "二〇二〇", "2020-2021", 20.0, True, "1e3"])
def test_what_is_no_year_is_refused(raw: CellValue) -> None:
    """A year has four digits."""
    with pytest.raises(ValueParseError, match="四位数字"):
        parse_year(raw)
