"""Deadlines, periods and points in time."""

from __future__ import annotations

from datetime import date

import pytest

from xltools.model import Day
from xltools.value import first_day, last_day, parse_cell_value, parse_value

# target → start, end
TARGETS = {
    "2022.12": ("2022-12", "2022-12"),
    "2022-12-31": (None, "2022-12-31"),
    "2022/12/31": (None, "2022-12-31"),
    "2022年底前": (None, "2022-12-31"),
    "2022年末": (None, "2022-12-31"),
    "12.31前": (None, "12-31"),
    "年底前完成": (None, "12-31"),
    "年内完成": ("01-01", "12-31"),
    "上半年": ("01", "06"),
    "2022年下半年": ("2022-07", "2022-12"),
    "第三季度": ("07", "09"),
    "2023年3季度": ("2023-07", "2023-09"),
    "三季度末前": (None, "09-30"),
    "12月中旬": ("12-11", "12-20"),
    "9月初": ("09-01", "09-10"),
    "2月底前": (None, "02"),
    "2024年2月底前": (None, "2024-02-29"),
    "十二月底前": (None, "12-31"),
    "二〇二二年十二月": ("2022-12", "2022-12"),
    "1-12月": ("01", "12"),
    "3月5日-10日": ("03-05", "03-10"),
    "2022.01.01-2022.12.31": ("2022-01-01", "2022-12-31"),
    "2022/1/1至2022/12/31": ("2022-01-01", "2022-12-31"),
    "2022年1月1日至12月31日": ("2022-01-01", "2022-12-31"),
    "2021-2022年": ("2021", "2022"),
    "2022年度": ("2022", "2022"),
    "2022年内": ("2022", "2022"),
    "≤2022年12月31日": (None, "2022-12-31"),
    "截至2022年12月31日": (None, "2022-12-31"),
    "不晚于11月30日": (None, "11-30"),
    "2023年1月前": (None, "2022-12-31"),
    "国庆节前": (None, "09-30"),
    "2022年12月已完成": ("2022-12", "2022-12"),
    "２０２２年１２月３１日之前完成竣工验收": (None, "2022-12-31"),
}


@pytest.mark.parametrize("text", TARGETS)
def test_a_target_in_time_is_read(text: str) -> None:
    """A deadline has only an end; a period and a point have both."""
    value = parse_value(text)

    assert value.kind == "date"
    assert (value.start and str(value.start), value.end and str(value.end)) == TARGETS[text]


@pytest.mark.parametrize("text", ["2022年12月30日", "完成时间为2022年12月30日", "2022-12-30"])
def test_a_full_date_is_a_deadline_to_keep_and_a_day_when_done(text: str) -> None:
    """As a target a day is the last one; as a result it is the day itself."""
    assert parse_value(text).start is None
    assert parse_value(text, role="actual").start == Day(2022, 12, 30)
    assert parse_value(text, role="actual").end == Day(2022, 12, 30)


@pytest.mark.parametrize(
    "text", ["2023年12月前", "12月前完成", "2022年前", "上半年前", "9月中旬前"]
)
def test_before_a_whole_span_is_read_leniently_and_marked(text: str) -> None:
    """12月前 mostly means within December: the end of the span, marked ambiguous."""
    value = parse_value(text)

    assert value.kind == "date"
    assert "ambiguous" in value.marks


def test_before_a_month_ends_with_the_month_before() -> None:
    """9月前 is strictly before 1 September; 9月30日前 includes the day."""
    assert parse_value("9月前").end == Day(None, 8, 31)
    assert parse_value("3月前").end == Day(None, 2)
    assert parse_value("9月30日前").end == Day(None, 9, 30)


@pytest.mark.parametrize(
    "text", ["2月30日", "4月31日前", "2022年2月29日", "2022-13-01", "2023年6月-2023年3月"]
)
def test_an_impossible_date_is_unreadable(text: str) -> None:
    """A day that does not exist is never moved to another one."""
    value = parse_value(text)

    assert (value.kind, value.end) == ("unreadable", None)
    assert value.problem


def test_twelve_months_are_told_from_december() -> None:
    """A sign, 个月, or a name that counts months make a duration of 12月."""
    assert parse_value("12月").kind == "date"
    assert parse_value("=12月").kind == "equal"
    assert parse_value("12个月").unit == "个月"
    assert parse_value("12月", name="工资发放月数").kind == "number"
    assert parse_value("2022.12", name="项目成本（万元）").kind == "number"


def test_days_are_found_within_the_year_of_the_form() -> None:
    """A date without a year is in the form's year; missing parts widen to the span."""
    assert first_day(Day(None, 7), 2021) == date(2021, 7, 1)
    assert last_day(Day(None, 7), 2021) == date(2021, 7, 31)
    assert last_day(Day(None, 2, 29), 2023) == date(2023, 2, 28)
    assert last_day(Day(2022), 2021) == date(2022, 12, 31)
    assert first_day(Day(), 2021) == date(2021, 1, 1)


def test_eight_digits_are_a_day_unless_the_name_counts_something() -> None:
    """20240831, as text or as a number, is a date; under 资金（元） it is money."""
    for raw in ("20240831", 20240831.0):
        target = parse_cell_value(raw, "20240831", name="完工时间")
        assert (target.kind, str(target.end)) == ("date", "2024-08-31")
        actual = parse_cell_value(raw, "20240831", role="actual", name="完工时间")
        assert (actual.kind, str(actual.start)) == ("date", "2024-08-31")
        money = parse_cell_value(raw, "20240831", name="项目资金（元）")
        assert (money.kind, money.unit) == ("number", "元")
    assert parse_cell_value("20241331").kind != "date"
    assert parse_cell_value("20230231").kind == "unreadable"
