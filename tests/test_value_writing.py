"""What holds for every value, spelled, written, split and disturbed in every way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from xltools.model import TypedValue
from xltools.value import (
    align,
    describe,
    parse_cell_value,
    parse_split_value,
    parse_value,
    write_value,
)

LEADING = {
    "≥": ("≥", "≧", "⩾", ">=", "＞＝", "=>", "＝＞", "大于等于", "大于或等于", "不低于", "不少于", "不小于",
          "至少", "不得低于", "不得少于"),
    "≤": ("≤", "≦", "⩽", "<=", "＜＝", "=<", "小于等于", "小于或等于", "不高于", "不超过", "不大于", "至多",
          "不得超过", "控制在"),
    ">": (">", "＞", "﹥", "大于", "高于", "超过", "多于"),
    "<": ("<", "＜", "﹤", "小于", "低于", "少于"),
    "=": ("=", "＝", "═", "等于"),
}  # fmt: skip
TRAILING = {"≥": ("以上", "及以上", "（含）以上"), "≤": ("以内", "以下", "之内", "及以下")}
UNITS = {
    "%": ("%", "％", "百分比", "（%）"),
    "‰": ("‰", "千分比"),
    "个": ("个", "（个）"),
    "人次": ("人次", "人（次）"),
    "万元": ("万元", "万", "（万元）"),
    "元/亩": ("元/亩", "元每亩"),
    "元/人·月": ("元/人·月", "元/人*月", "元/人、月", "元/人/月", "元/（人·月）", "元每人每月"),
    "平方米": ("平方米", "㎡", "m²", "m2"),
    "公里": ("公里",),
    "万亩": ("万亩",),
}
SPACES = ("", " ", "  ", "\u3000", "\u00a0", "\n", "\t", "\u200b")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
CHINESE = "零一二三四五六七八九"

numbers = st.decimals(min_value=0, max_value=10**9, places=3).map(lambda n: n.normalize() + 0)
spaces = st.sampled_from(SPACES)


def reading(value: TypedValue) -> tuple[Any, ...]:
    """What a value says, without its text, marks and problem."""
    return (
        value.kind, value.comparator, value.value, value.upper, value.unit, value.start, value.end,
    )  # fmt: skip


def spelled_number(number: Decimal, data: st.DataObject) -> str:
    """A number with or without separators and idle zeros behind the point."""
    text = format(number, ",f") if data.draw(st.booleans()) else format(number, "f")
    zeros = "0" * data.draw(st.integers(0, 2))
    return text + (zeros if "." in text else f".{zeros}" if zeros else "")


@given(numbers, st.sampled_from([*LEADING]), st.sampled_from([*UNITS]), st.data())
def test_no_spelling_changes_a_value(
    number: Decimal, sign: str, unit: str, data: st.DataObject
) -> None:
    """Word and width of the sign, its place, spaces, separators, zeros, the unit's spelling."""
    gaps = [data.draw(spaces) for _ in range(4)]
    digits, written = spelled_number(number, data), data.draw(st.sampled_from(UNITS[unit]))
    if sign in TRAILING and data.draw(st.booleans()):
        tokens = [digits, written, data.draw(st.sampled_from(TRAILING[sign]))]
    else:
        tokens = [data.draw(st.sampled_from(LEADING[sign])), digits, written]
    text = "".join(gap + token for gap, token in zip(gaps, [*tokens, ""], strict=True))
    if data.draw(st.booleans()):
        text = text.translate(WIDE)

    assert reading(parse_value(text)) == reading(parse_value(f"{sign}{number:f}{unit}")), text


def in_words(number: int) -> str:
    """A number below a hundred in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return CHINESE[ones]
    return ("" if tens == 1 else CHINESE[tens]) + "十" + (CHINESE[ones] if ones else "")


@given(st.integers(0, 99), st.sampled_from(["≥", "≤", "="]), st.data())
def test_a_percentage_may_be_written_in_words(
    number: int, sign: str, data: st.DataObject
) -> None:
    """不低于百分之九十五, 百分之95以上, 九十五%以上 and ≥95% are one value."""
    word = data.draw(st.sampled_from(LEADING[sign]))
    digits = data.draw(st.sampled_from([str(number), in_words(number)]))
    forms = [f"{word}百分之{digits}", f"{word}{digits}%", f"{word} 百分之 {digits}"]
    if sign in TRAILING:
        forms.append(f"百分之{digits}{TRAILING[sign][0]}")

    for form in forms:
        assert reading(parse_value(form)) == reading(parse_value(f"{sign}{number}%")), form


@given(st.integers(1, 99), st.sampled_from(["个", "次", "人", "项", "家", "天", "年", "万元"]))
def test_a_count_may_be_written_in_words(number: int, unit: str) -> None:
    """十二个 is 12个, and 不少于十二个 is ≥12个."""
    words = in_words(number)

    assert reading(parse_value(f"{words}{unit}")) == reading(parse_value(f"{number}{unit}"))
    assert reading(parse_value(f"不少于{words}{unit}")) == reading(
        parse_value(f"≥{number}{unit}")
    )


@given(
    numbers,
    st.sampled_from(["", *LEADING, "约"]),
    st.sampled_from(["", *UNITS, "月", "年", "分"]),
)
def test_what_is_written_is_read_back(number: Decimal, sign: str, unit: str) -> None:
    """`write_value` and `parse_value` undo each other, for targets and results."""
    for role in ("target", "actual"):
        value = parse_value(f"{sign}{number:f}{unit}", role=role)
        again = parse_value(write_value(value), role=role)

        assert reading(again) == reading(value)
        assert write_value(again) == write_value(value)


@given(
    st.lists(st.integers(0, 9999), min_size=2, max_size=2, unique=True),
    st.sampled_from([*UNITS]),
)
def test_a_range_is_read_back(ends: list[int], unit: str) -> None:
    """Both ends and the unit of a range survive, whatever stood between them."""
    low, high = sorted(ends)
    values = {
        reading(parse_value(f"{low}{between}{high}{unit}"))
        for between in ("-", "~", "—", "至", "～")
    }
    value = parse_value(f"{low}-{high}{unit}")

    assert len(values) == 1
    assert (value.kind, value.value, value.upper, value.unit) == ("range", low, high, unit)
    assert reading(parse_value(write_value(value))) == reading(value)


@given(
    st.one_of(st.none(), st.integers(2000, 2099)), st.integers(1, 12), st.integers(1, 28),
    st.sampled_from(["{y}{m}月{d}日", "{y}{m}月{d}日前", "{y}{m}月底前", "{y}{m}月", "{y}1月-{m}月",
                     "{y}第三季度", "{y}上半年", "{y}{m}月中旬", "{y}年底前"]),
)  # fmt: skip
def test_a_date_is_read_back(year: int | None, month: int, day: int, form: str) -> None:
    """Deadlines, periods and points of time survive writing in the role they had."""
    text = form.format(y=f"{year}年" if year else "", m=month, d=day)
    for role in ("target", "actual"):
        value = parse_value(text, role=role)
        assume(value.kind == "date" and value.end is not None)
        again = parse_value(write_value(value), role=role)

        assert reading(again) == reading(value)


@given(numbers, st.sampled_from([*LEADING]), st.sampled_from([*UNITS]), st.data())
def test_three_columns_say_what_one_cell_says(
    number: Decimal, sign: str, unit: str, data: st.DataObject
) -> None:
    """Splitting a value over 指标性质, 指标值 and 度量单位 does not change it."""
    nature = data.draw(st.sampled_from(LEADING[sign]))
    column = data.draw(st.sampled_from(UNITS[unit]))
    digits = spelled_number(number, data)
    whole = parse_value(f"{sign}{number:f}{unit}")
    splits = [
        (nature, digits, column),
        (nature, f"{digits}{unit}", ""),
        ("", f"{sign}{digits}", column),
        (f" {nature} ", f" {digits} ", f" {column} "),
        (None, f"{sign}{digits}{unit}", column),
        (nature, f"{sign}{digits}{unit}", column),
    ]

    for parts in splits:
        value = parse_split_value(parts[0], parts[1], parts[1], parts[2])
        assert reading(value) == reading(whole), parts


@given(
    numbers.filter(lambda n: n > 0),
    st.sampled_from([*LEADING]),
    st.sampled_from(["%", "个", "人次", "万元", "元/人·月", ""]),
    st.data(),
)
def test_a_digit_more_or_less_is_never_swallowed(
    number: Decimal, sign: str, unit: str, data: st.DataObject
) -> None:
    """A digit put in or taken out anywhere changes the value or makes it unreadable."""
    text = f"{sign}{number:,f}{unit}" if data.draw(st.booleans()) else f"{sign}{number:f}{unit}"
    before = reading(parse_value(text))
    position = data.draw(st.integers(0, len(text)))
    if data.draw(st.booleans()):
        changed = text[:position] + data.draw(st.sampled_from("0123456789")) + text[position:]
    else:
        assume(position < len(text) and text[position].isdigit())
        changed = text[:position] + text[position + 1 :]
    idle = "." in changed and _without_idle_zeros(changed, unit) == _without_idle_zeros(
        text, unit
    )
    after = parse_value(changed)

    assert idle or after.kind == "unreadable" or reading(after) != before, changed
    assert idle or after.value is None or after.value != before[2], changed


def _without_idle_zeros(text: str, unit: str) -> str:
    digits = text.removesuffix(unit) if unit else text
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


@given(st.text(max_size=30), st.text(max_size=6), st.text(max_size=8), st.text(max_size=8))
def test_any_text_in_any_column_gives_a_finite_value(
    text: str, nature: str, unit: str, name: str
) -> None:
    """Nothing raises, nothing is infinite, and only what is unreadable has a problem."""
    for role in ("target", "actual"):
        for value in (
            parse_value(text, role=role, name=name),
            parse_split_value(nature, text, text, unit, role=role, name=name),
        ):
            assert value.value is None or value.value.is_finite()
            assert value.upper is None or value.upper.is_finite()
            assert (value.problem is not None) == (value.kind == "unreadable")
            assert align(value, value) is None or value.value is not None
            assert isinstance(write_value(value), str)


@given(
    st.text(
        alphabet="0123456789.,%％-+≥≤<>=≈ ~()（）/年月日前底个元万亿千百人次约达到未完成半两十九成分之点每均以上内含不*…#、；",
        max_size=12,
    ),
    st.sampled_from(["", "≥", "≤", "正向", "定性", "＝", "5"]),
    st.sampled_from(["", "%", "比例", "万元", "月", "年", "日期", "万", "定性", "元/人"]),
)
def test_no_likely_text_breaks_the_readers(text: str, nature: str, unit: str) -> None:
    """Texts made of the words of such cells are read, refused or left in words."""
    for role in ("target", "actual"):
        value = parse_value(text, role=role)
        split = parse_split_value(nature, text, text, unit, role=role)
        written = write_value(value)

        assert reading(parse_value(written, role=role))[2:5] == reading(value)[2:5]
        assert describe(split)
        assert (split.upper is not None) == (split.kind == "range")
        if split.kind in ("at_least", "at_most", "equal") and "budget" not in split.marks:
            assert split.value is not None


@given(
    st.one_of(
        st.floats(), st.integers(), st.decimals(), st.booleans(), st.datetimes(), st.times(),
        st.timedeltas(), st.none(),
    ),
    st.sampled_from(["", "≥", "≤", "定性"]),
    st.sampled_from(["", "%", "比例", "万元", "年", "日期", "万"]),
)  # fmt: skip
def test_any_cell_gives_a_finite_value(raw: Any, nature: str, unit: str) -> None:
    """Whatever type a cell has, in whatever columns: a value, and no exception."""
    for value in (
        parse_cell_value(raw, role="actual"),
        parse_split_value(nature, raw, None if raw is None else str(raw), unit),
    ):
        assert value.value is None or value.value.is_finite()
        assert (value.problem is not None) == (value.kind == "unreadable")
