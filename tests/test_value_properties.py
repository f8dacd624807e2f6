"""What holds for every value: spelling does not change it, and what is written reads back."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from xltools.value import convert, describe, parse_amount, parse_cell_value, parse_value

SIGNS = {
    "≥": ("≥", "≧", ">=", "＞＝", "=>", "大于等于", "不低于", "不少于", "至少"),
    "≤": ("≤", "≦", "<=", "＜＝", "=<", "小于等于", "不高于", "不超过", "至多"),
    ">": (">", "＞", "大于", "高于", "超过"),
    "<": ("<", "＜", "小于", "低于"),
    "=": ("=", "＝", "═", "等于"),
}
UNITS = ("%", "个", "人", "人次", "万元", "元/亩", "元/人·月", "公里", "平方米", "")
AFTER = {"≥": ("以上", "及以上"), "≤": ("以内", "以下")}
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

numbers = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda n: n.normalize() + 0)
spaces = st.sampled_from(["", " ", "  ", "\u3000", "\u00a0", "\n", "\u200b"])


def digits(number: Decimal) -> str:
    """Write a number as a person does."""
    return format(number, "f")


@given(numbers, st.sampled_from([*SIGNS]), st.sampled_from(UNITS), st.data())
def test_the_spelling_of_a_value_does_not_change_it(
    number: Decimal, sign: str, unit: str, data: st.DataObject
) -> None:
    """Width, spaces and the word for a sign are spelling."""
    assume(unit or not (1900 <= number < 2100))  # ≤2022.12 may be a month
    written = data.draw(st.sampled_from(SIGNS[sign]))
    gap, end = data.draw(spaces), data.draw(spaces)
    text = f"{gap}{written}{gap}{digits(number)}{end}{unit}{end}"
    if data.draw(st.booleans()):
        text = text.translate(WIDE)
    value = parse_value(text)

    assert (value.comparator, value.value, value.unit) == (sign, number, unit or None)


@given(numbers, st.sampled_from([*AFTER]), st.sampled_from(UNITS), st.data())
def test_a_sign_may_stand_before_or_after(
    number: Decimal, sign: str, unit: str, data: st.DataObject
) -> None:
    """不低于95% and 95%以上 are the same target, and so is the unit in brackets."""
    assume(unit or not (1900 <= number < 2100))  # ≤2022.12 may be a month
    after = data.draw(st.sampled_from(AFTER[sign]))
    before = parse_value(f"{sign}{digits(number)}{unit}")
    behind = parse_value(f"{digits(number)}{unit}{after}")
    bracketed = parse_value(f"{sign}{digits(number)}（{unit}）" if unit else before.raw)

    for other in (behind, bracketed):
        assert (other.kind, other.comparator) == (before.kind, before.comparator)
        assert (other.value, other.unit) == (before.value, before.unit)


@given(numbers, st.sampled_from(["", *SIGNS]), st.sampled_from(UNITS))
def test_what_is_described_reads_back(number: Decimal, sign: str, unit: str) -> None:
    """The words of `describe` are read as the value they describe."""
    assume(unit or not (1900 <= number < 2100))
    value = parse_value(f"{sign}{digits(number)}{unit}")
    again = parse_value(describe(value))

    assert (again.kind, again.comparator) == (value.kind, value.comparator)
    assert (again.value, again.unit) == (value.value, value.unit)


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 28))
def test_every_spelling_of_a_date_is_the_same_day(year: int, month: int, day: int) -> None:
    """2022-12-31, 2022/12/31, 2022.12.31 and 2022年12月31日 are one deadline."""
    texts = (
        f"{year}-{month}-{day}",
        f"{year}/{month:02d}/{day:02d}",
        f"{year}.{month}.{day}",
        f"{year}年{month}月{day}日",
        f"{year} 年 {month} 月 {day} 日前",
    )

    assert len({parse_value(text).end for text in texts}) == 1
    assert parse_value(texts[0]).kind == "date"


@given(st.integers(-(10**14), 10**14), st.integers(0, 12))
def test_a_number_typed_in_excel_is_read_exactly(digits: int, places: int) -> None:
    """What was typed with up to 14 digits comes back from the float, digit for digit."""
    typed = Decimal(digits).scaleb(-places)

    assert parse_cell_value(float(typed)).value == typed
    assert parse_amount(float(typed)) == typed


@given(
    numbers, st.sampled_from([("元", "万元"), ("%", "比例"), ("亩", "公顷"), ("米", "公里")])
)
def test_a_conversion_there_and_back_changes_nothing(
    number: Decimal, units: tuple[str, str]
) -> None:
    """Units of one dimension convert both ways."""
    there = convert(number, *units)
    assert there is not None
    back = convert(there, units[1], units[0])
    assert back is not None
    assert abs(back - number) < Decimal("1e-12")


@given(
    st.text(
        alphabet="0123456789.,%-+≥≤<>= ~()（）/年月日前底个元万人约达到未完成*…#", max_size=14
    )
)
def test_nothing_breaks_the_reader(text: str) -> None:
    """Any text gives a typed value; only an unreadable one has a problem."""
    for role in ("target", "actual"):
        value = parse_value(text, role=role)  # type: ignore[arg-type]

        assert (value.problem is not None) == (value.kind == "unreadable")
        assert (value.upper is not None) == (value.kind == "range")
        assert describe(value)
        if value.kind in ("at_least", "at_most", "equal") and "budget" not in value.marks:
            assert value.value is not None
