"""Sign, value and unit in three columns: what agrees is one value, what conflicts is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from xltools.model import CellValue, Day
from xltools.value import parse_split_value
from xltools.value.columns import read_nature, read_unit

NATURES = {
    "≥": ("≥", "≧", ">=", "＞=", "＞＝", "=>", "大于等于", "不低于", "不少于", "至少", "以上",
          "正向指标", "正向", "越大越好", "越高越好", "≥（大于等于）", "定量≥", "≥大于等于"),
    "≤": ("≤", "≦", "<=", "＜＝", "小于等于", "不高于", "不超过", "以内", "反向指标", "反向", "逆向",
          "负向指标", "越小越好"),
    "=": ("=", "═", "＝", "等于"),
    ">": (">", "＞", "大于"),
    "<": ("<", "＜", "小于"),
}  # fmt: skip
KINDS = {"≥": "at_least", ">": "at_least", "≤": "at_most", "<": "at_most", "=": "equal"}


@pytest.mark.parametrize(
    ("sign", "word"), [(sign, word) for sign, words in NATURES.items() for word in words]
)
def test_every_spelling_of_the_sign_column_is_read(sign: str, word: str) -> None:
    """Symbols in any width, words and directions all become one sign of the value."""
    value = parse_split_value(word, 95, "95", "%")

    assert (value.kind, value.comparator) == (KINDS[sign], sign)
    assert (value.value, value.unit, value.raw) == (95, "%", "95")


@pytest.mark.parametrize(
    "word", [None, "", " ", "/", "—", "定量", "定量指标", "约束性", "预期性指标"]
)
def test_a_sign_column_without_a_direction_leaves_a_plain_number(word: str | None) -> None:
    """A blank cell, 定量 and kinds of duty name no sign."""
    value = parse_split_value(word, "95", "95", "%")

    assert (value.kind, value.comparator, value.marks) == ("number", None, ())


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("%", "%"),
        ("％", "%"),
        ("百分比", "%"),
        ("%(百分比)", "%"),
        ("百分比（%）", "%"),
        ("比例", "比例"),
        ("比例（%）", "%"),
        ("人次", "人次"),
        ("人（次）", "人次"),
        ("（万元）", "万元"),
        ("单位：万元", "万元"),
        ("元/人·月", "元/人·月"),
        ("元/人*月", "元/人·月"),
        ("元 / 人 、 月", "元/人·月"),
        ("元/生", "元/生"),
        ("m2", "平方米"),
        ("㎡", "平方米"),
        ("万立方米", "万立方米"),
        ("个（套）", "个"),
        ("", None),
        ("/", None),
        ("无", None),
        ("—", None),
    ],
)
def test_every_spelling_of_the_unit_column_is_read(printed: str, unit: str | None) -> None:
    """Units in any width, in brackets or said twice are one unit; fillers are none."""
    value = parse_split_value("≥", 100, "100", printed)

    assert value.unit == unit
    assert value.marks == (("ambiguous",) if unit == "比例" else ())


@pytest.mark.parametrize(
    ("nature", "text", "unit"),
    [
        ("≤", "≥95", "%"),
        ("≤", "不低于95%", "%"),
        ("=", "50本以上", "本"),
        ("≥", "=5", "个"),
        (">", "≥5", "个"),
        ("反向", "95%以上", "%"),
        ("≥", "不超过预算", "万元"),
        ("≥", "80-90", "%"),
        ("≥", "95人", "%"),
        ("≥", "735人", "人次"),
        ("≤", "30万元", "天"),
        ("≤", "2022年12月31日", "万元"),
        ("≥", "2022年12月31日", "日期"),
        ("≥/≤/=", "95", "%"),
        ("≥或定性", "95", "%"),
        ("正向/反向", "95", "%"),
        ("≠", "95", "%"),
        ("不等于", "95", "%"),
        ("≥95", "95", "%"),
        ("≥", "95", "达成率"),
        ("≥", "95", "95%"),
        ("≥", "095", "%"),
        ("≥", "9 5", "%"),
        ("≥", "7,00.0,77", "万元"),
        ("≤", "44926", "日期"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(
    nature: str, text: str, unit: str
) -> None:
    """No number is returned, and the problem quotes the cell in Chinese."""
    value = parse_split_value(nature, text, text, unit)

    assert (value.kind, value.value, value.end) == ("unreadable", None, None)
    assert value.problem
    assert value.problem.startswith(f"“{text}”")
    assert value.problem.endswith("。")


@pytest.mark.parametrize(
    ("nature", "text", "unit", "kind", "mark"),
    [
        ("定性", "95", "%", "number", "nature_conflict"),
        ("≥", "显著提高", "", "qualitative", "nature_conflict"),
        ("定量", "显著提高", "", "qualitative", "nature_conflict"),
        ("≥", "95", "定性", "at_least", "nature_conflict"),
        ("产出", "95", "%", "number", "nature_unknown"),
        ("反向", "降低5%", "", "number", "nature_conflict"),
        ("≤", "300元/亩", "元", "at_most", "unit_differs"),
        ("≥", "每月1次", "次", "at_least", "unit_differs"),
        ("≥", "97%", "%", "at_least", "unit_twice"),
        ("≥", "735人次", "人次", "at_least", "unit_twice"),
        ("≤", "30000元", "万元", "at_most", "unit_differs"),
        ("≥", "5家", "个", "at_least", "unit_differs"),
        ("≥", "0.97", "%", "at_least", "ambiguous"),
        ("≥", "1", "百分比", "at_least", "ambiguous"),
        ("≥", "97", "比例", "at_least", "ambiguous"),
        ("≥", "约30", "天", "at_least", "approximate"),
    ],
)
def test_what_a_person_should_see_is_marked(
    nature: str, text: str, unit: str, kind: str, mark: str
) -> None:
    """A doubt that does not change the number keeps the number and says so."""
    value = parse_split_value(nature, text, text, unit)

    assert value.kind == kind
    assert mark in value.marks
    assert (value.value is None) == (kind == "qualitative")


def test_agreeing_columns_carry_no_mark() -> None:
    """定性 beside words, 0.97 under 比例, 0 under % and an agreeing sign raise no doubt."""
    for nature, text, unit in (
        ("定性", "显著", ""),
        ("≥", "0.97", "比例"),
        ("≤", "0", "%"),
        ("≥", "≥95", "%"),
        ("≥", "95以上", "%"),
        ("正向", ">95", "%"),
    ):
        assert parse_split_value(nature, text, text, unit).marks == ()


@pytest.mark.parametrize(
    ("text", "unit", "number", "read"),
    [
        ("5万", "元", 5, "万元"),
        ("5万", "人次", 5, "万人次"),
        ("5万", "亩", 5, "万亩"),
        ("5万", "万元", 5, "万元"),
        ("5万", "元/人", 5, "万元/人"),
        ("500元", "元/人·月", 500, "元/人·月"),
        ("5", "万", 5, "万元"),
        ("12月", "月", 12, "月"),
        ("2022.12", "万元", Decimal("2022.12"), "万元"),
        ("20221231", "元", 20221231, "元"),
        ("2022", "人", 2022, "人"),
        ("20", "年", 20, "年"),
        ("十二", "次", 12, "次"),
        ("九十五", "%", 95, "%"),
        ("6月", "个月", 6, "个月"),
        ("1,234.5", "元", Decimal("1234.5"), "元"),
    ],
)
def test_the_unit_column_decides_what_the_digits_are(
    text: str, unit: str, number: Decimal | int, read: str
) -> None:
    """Under a unit no number is taken for a date, and 万 multiplies what the column counts."""
    value = parse_split_value("≥", text, text, unit)

    assert (value.kind, value.value, value.unit) == ("at_least", number, read)


@pytest.mark.parametrize(
    ("raw", "text", "unit", "end"),
    [
        (datetime(2022, 12, 31), "2022-12-31", "年月日", Day(2022, 12, 31)),
        (date(2022, 12, 31), "2022/12/31", "", Day(2022, 12, 31)),
        ("2022年12月31日", "2022年12月31日", "日", Day(2022, 12, 31)),
        ("20221231", "20221231", "日期", Day(2022, 12, 31)),
        ("2022年12月", "2022年12月", "时间", Day(2022, 12)),
        (2022, "2022", "年", Day(2022)),
        (2022.12, "2022.12", "年月", Day(2022, 12)),
        (12, "12", "月份", Day(None, 12)),
        ("2022", "2022", "年度", Day(2022)),
    ],
)
def test_a_deadline_may_stand_in_the_value_column(
    raw: CellValue, text: str, unit: str, end: Day
) -> None:
    """≤ beside a date is a deadline, whatever the unit column calls a date."""
    value = parse_split_value("≤", raw, text, unit)

    assert (value.kind, value.start, value.end) == ("date", None, end)


@pytest.mark.parametrize(
    ("raw", "text", "unit", "number", "read", "marks"),
    [
        (735, "735", "人次", "735", "人次", ("unit_implied",)),
        ("100%", "100%", "%", "100", "%", ("unit_twice",)),
        (1, "100%", "%", "100", "%", ("unit_twice",)),
        ("95人", "95人", "%", "95", "人", ("unit_conflict",)),
        ("3万元", "3万元", "元", "3", "万元", ("unit_differs",)),
        (0.97, "0.97", "%", "0.97", "%", ("unit_implied", "ambiguous")),
        ("90", "90", "", "90", None, ()),
        ("90", "90", "达成率", "90", None, ()),
    ],
)
def test_a_result_takes_the_unit_and_never_the_sign(
    raw: CellValue, text: str, unit: str, number: str, read: str | None, marks: tuple[str, ...]
) -> None:
    """The column belongs to the target; the result borrows its unit and says so."""
    for nature in ("≥", "≤", "定性", "≥/≤", None):
        value = parse_split_value(nature, raw, text, unit, role="actual")

        assert (value.kind, value.comparator) == ("number", None)
        assert (value.value, value.unit, value.marks) == (Decimal(number), read, marks)


def test_a_blank_value_is_blank_whatever_stands_beside_it() -> None:
    """Sign and unit alone are no target; a leftover keeps its mark."""
    for raw, marks in ((None, ()), ("", ()), ("/", ()), ("……", ("placeholder",))):
        value = parse_split_value("≥", raw, None, "%")

        assert (value.kind, value.marks) == ("none", marks)


def test_a_cell_that_is_no_value_stays_unreadable() -> None:
    """Logical values and error texts are refused under any columns."""
    assert parse_split_value("≥", True, "TRUE", "%").kind == "unreadable"
    assert parse_split_value("≥", "#DIV/0!", "#DIV/0!", "%").kind == "unreadable"
    assert parse_split_value("≥", float("nan"), "nan", "%").kind == "unreadable"


def test_blank_columns_leave_the_name_its_say() -> None:
    """Without a unit column the indicator's name is asked, with one it is not."""
    assert parse_split_value("≥", "98", "98", "", name="满意度（%）").unit == "%"
    assert parse_split_value("≥", "98", "98", "分", name="满意度（%）").unit == "分"
    assert parse_split_value("≥", "5万", "5万", "", name="参会人数").unit == "万人"


@pytest.mark.parametrize(
    "text", ["≥≤", "abc", "\x00", "指标", "1", "≥" * 50, "（）", "年", "万万"]
)
def test_no_column_breaks_the_reader(text: str) -> None:
    """Any text in the side columns gives a nature, a unit and a value."""
    assert read_nature(text) is not None
    assert read_unit(text).kind in ("none", "unit", "scale", "date", "words", "unknown")
    assert parse_split_value(text, 95, "95", text).raw == "95"
