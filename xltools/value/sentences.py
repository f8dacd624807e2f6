"""Numbers in words: 十个, 每亩300, 满意度达到95%以上, 按进度执行,已使用约40%.

Only forms in which the number is the value are read; a number that a text merely contains
(预算标准1000元/人) is left alone.
"""

from __future__ import annotations

from xltools.patterns import Pattern
from xltools.value.numbers import CHINESE_DIGITS, chinese_number
from xltools.value.quantity import Quantity, read_quantity
from xltools.value.units import word_set

# units that a Chinese numeral counts; 一期, 二类, 一方 name a thing instead
_SPELLED = word_set(
    "个 次 人 人次 家 项 台 套 件 场 篇 份 本 天 年 个月 小时 户 名 辆 座 条 所 批 部 处 "
    "种 成 万元 亿元 元 个工作日 公里 亩 倍 个百分点 %"
)
_CHINESE_VALUE = Pattern(r"(百分之)?([零一二两三四五六七八九十百千]+)(.*)")
_PER = Pattern(
    r"((?:每(?:公里|平方米|学期|季度|[人亩户天日月年周次个头只台米村场期名件吨]))+)(.*)"
)
_NAMED_RATE = Pattern(
    r"[^\W\d_]{0,14}?(?:率|度|比例|占比|比重|增幅)(?=[\W\d为是达不大小超高低约])(.+)"
)
_DONE_OBJECT = Pattern(
    r"(?:完成|实现|达到|确保|保证|新增|新建|建成)(?P<object>[^0-9,;。、():每按标未不无没]{1,12})(?P<value>[0-9].*)"
)
_NOT_DONE = Pattern(r"[未不没无尚缺]|部分")
_DIGIT = Pattern(r"[0-9]")


def in_digits(text: str) -> str | None:
    """十个 → 10个, 不少于三次 → 不少于3次; None unless the unit proves that it is a number."""
    if not any(char in CHINESE_DIGITS for char in text):
        return None
    found = _CHINESE_VALUE.search(text)
    if found is None:
        return None
    percent, digits, rest = found.groups()
    number = chinese_number(digits)
    if number is None:
        return None
    head = text[: found.start()]
    if percent:
        return f"{head}{number}%{rest}"
    for length in range(min(5, len(rest)), 0, -1):
        unit, after = rest[:length], rest[length:]
        if unit in _SPELLED and after in ("", "以上", "及以上", "以内", "以下"):
            return f"{head}{number}{rest}"
    return None


def read_per_unit(text: str) -> Quantity | None:
    """每亩300 → 300 元/亩, the 元 implied; 每周2次 → 2 次/周."""
    found = _PER.fullmatch(text)
    inner = read_quantity(found[2]) if found else None
    if found is None or inner is None or (inner.unit and "/" in inner.unit):
        return None
    per = "·".join(found[1].split("每")[1:])
    marks = inner.marks if inner.unit else (*inner.marks, "unit_implied")
    return Quantity(
        inner.sign, inner.value, inner.upper, f"{inner.unit or '元'}/{per}", inner.reach, marks
    )


def read_sentence(text: str) -> Quantity | None:
    """A number that a short sentence states as its result; marked `number_in_text`."""
    found = _NAMED_RATE.fullmatch(text)
    if found and not _NOT_DONE.search(text[: found.start(1)]):
        inner = read_quantity(found[1])
        if inner and (inner.unit in ("%", "‰") or (inner.unit is None and not inner.value)):
            return _from_text(inner)
    done = _DONE_OBJECT.fullmatch(text)
    if done:
        inner = read_quantity(done["value"])
        if inner and inner.unit and "/" not in inner.unit and inner.sign in (None, "≥"):
            return _from_text(inner, reach=True)
    head, comma, last = text.rpartition(",")
    if comma and last.startswith(("已", "实际", "累计", "目前", "共")):
        inner = read_quantity(last)
        clear = not _DIGIT.search(head) and not _NOT_DONE.search(text)
        if inner and inner.unit and clear:
            return _from_text(inner)
    return None


def _from_text(found: Quantity, *, reach: bool = False) -> Quantity:
    marks = tuple(dict.fromkeys((*found.marks, "number_in_text")))
    return Quantity(
        found.sign, found.value, found.upper, found.unit, reach or found.reach, marks
    )
