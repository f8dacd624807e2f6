"""Values of one cell: numbers, dates, words, and everything that looks like one."""

from __future__ import annotations

from random import Random

from fuzzing.target import Target, check_words
from fuzzing.words import word
from xltools.model import TypedValue
from xltools.value import (
    ValueParseError,
    align,
    describe,
    parse_amount,
    parse_cell_value,
    parse_number,
    parse_points,
    parse_rate,
    parse_value,
    parse_year,
    write_value,
)
from xltools.value.units import is_known

_PARTS = (
    "≥", ">=", "≤", "不低于", "不超过", "约", "=", "±", "-", "~", "至", "到", "比", "每", "/", "·", "、", "，", "。", "（", "）", "(", ")",
    "1", "12", "95", "0.5", "1,200", "100", "2024", "3", "07", "10000", "零", "十", "百", "万", "亿", "两", "半", "%", "‰", "％", "个", "人",
    "人次", "万元", "元", "元/人·月", "公里", "亩", "㎡", "年", "月", "日", "底", "前", "上旬", "季度", "以上", "以下", "以内", "左右", "余", "多",
    "提高", "降低", "增加", "下降", "达到", "完成", "已", "未", "无", "有效", "及时", "优", "良好", "全部", "第", "次", "率", "数", " ", "\n", "及",
)  # fmt: skip


_SIGNS = (
    "",
    "",
    "≥",
    ">=",
    "≤",
    "不低于",
    "不超过",
    "约",
    "＝",
    "大于",
    "至少",
    "提高",
    "降低",
    "±",
    "达到",
)
_NUMBERS = (
    "0",
    "1",
    "12",
    "95",
    "0.5",
    "1,200",
    "100",
    "99.99",
    "１２",
    "三",
    "十二",
    "一百二十",
    "3万",
    "1.5",
    "2~4",
    "3-5",
    "1/3",
)
_UNITS = (
    "",
    "%",
    "％",
    "‰",
    "个",
    "人",
    "人次",
    "万元",
    "元",
    "元/人·月",
    "公里",
    "亩",
    "㎡",
    "年",
    "月底前",
    "次/年",
    "家（个）",
)
_AFTER = (
    "",
    "",
    "",
    "以上",
    "及以上",
    "以内",
    "左右",
    "。",
    "（含）",
    "余",
    "等",
    "，其中2个",
    "完成",
)


def _value(chance: Random) -> bytes:
    texts = []
    for _ in range(2):
        kind = chance.random()
        if kind < 0.2:
            texts.append(word(chance))
        elif kind < 0.5:
            texts.append("".join(chance.choice(_PARTS) for _ in range(chance.randrange(1, 9))))
        else:
            texts.append("".join(map(chance.choice, (_SIGNS, _NUMBERS, _UNITS, _AFTER))))
    return "\t".join(texts).encode("utf-8", "surrogatepass")


def is_understood(data: bytes) -> bool:
    """What a cell says is read the same however it is spaced, and what is told reads back."""
    target, _, actual = data.decode("utf-8", "surrogatepass").partition("\t")
    value, result = parse_value(target, role="target"), parse_value(actual, role="actual")
    for each in (
        value,
        result,
        parse_cell_value(target),
        parse_cell_value(actual, name=target),
    ):
        _check_value(each)
    align(value, result)
    for parse in (parse_number, parse_points, parse_rate, parse_year, parse_amount):
        try:
            found = parse(target)
        except ValueParseError as error:
            check_words(error)
        else:
            assert found is None or isinstance(found, int) or found.is_finite()
    spaced = parse_value(f" \u3000{target}\u00a0", role="target")
    assert _meaning(spaced) == _meaning(value), "spaces around it change it"
    known = value.unit is None or is_known(value.unit)
    if value.value is not None and not value.marks and known:
        again = parse_value(describe(value), role="target")
        assert _meaning(again) == _meaning(value), f"{describe(value)!r} reads back as another"
        written = parse_value(write_value(value), role="target")
        assert _meaning(written) == _meaning(value), (
            f"{write_value(value)!r} reads back as another"
        )
    return value.is_numeric or value.kind == "date"


def _check_value(value: TypedValue) -> None:
    for number in (value.value, value.upper):
        assert number is None or number.is_finite()
    assert (value.kind == "unreadable") == (value.problem is not None)


def _meaning(value: TypedValue) -> tuple[object, ...]:
    return (
        value.kind,
        value.comparator,
        value.value,
        value.upper,
        value.unit,
        value.start,
        value.end,
    )


TARGETS = (Target("value", _value, is_understood),)
