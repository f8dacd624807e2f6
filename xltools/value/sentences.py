"""Numbers in words: 十个, 每亩300, 满意度达到95%以上, 按进度执行,已使用约40%.

Only forms in which the number is the value are read; a number that a text merely contains
(预算标准1000元/人) is left alone.
"""

from __future__ import annotations

import re
from decimal import Decimal

from xltools.decimals import plain
from xltools.patterns import Pattern
from xltools.value.numbers import CHINESE_DIGITS, chinese_number, has_doubtful_start
from xltools.value.quantity import Quantity, read_quantity
from xltools.value.units import canonical, word_set

# units that a Chinese numeral counts; 一期, 二类, 一方 name a thing instead
_SPELLED = word_set(
    "个 次 人 人次 家 项 台 套 件 场 篇 份 本 天 年 个月 小时 户 名 辆 座 条 所 批 部 处 "
    "种 成 万元 亿元 元 个工作日 公里 亩 倍 个百分点 % 只 头 株 架 块 幅 班 米 吨 周 场次 "
    "起 例 岁 支 学时 课时 分钟 位 册 张 间 栋 幢 盏 艘 台次 车次"
)
# 三期 may be the third phase; 两 only counts
_COUNTED_BY_TWO = word_set("期 类 届 轮 款 组 队 门 节 片 班 团 季 村 镇 乡 县 校")
_NOUGHT = Pattern(r"(?:为|是|等于|=)?[零〇]")
_AFTER = frozenset(
    (
        "",
        "以上",
        "及以上",
        "以内",
        "以下",
        "及以下",
        "之内",
        "内",
        "左右",
        "(含)以上",
        "以上(含)",
    )
)
_CHINESE_VALUE = Pattern(
    r"([零一二两三四五六七八九十百千]+)(?:点([零一二三四五六七八九]+))?(.*)"
)
# 九成五 and 一年半: the numeral goes on behind its unit
_NUMERALS = "[一二两三四五六七八九十]+"
_ENDS = "(?=$|[以及之内左(])"
_TENTHS = Pattern(rf"({_NUMERALS})成([一二三四五六七八九]){_ENDS}")
_AND_A_HALF = Pattern(
    rf"(?<![0-9.])([0-9]{{1,2}}|{_NUMERALS})(?:([年天周])半|个半(月|小时|)){_ENDS}"
)
_HALF = Pattern(rf"(?<![^于少过到约达在为是≥≤<>=:])半(年|天|个月|个?小时){_ENDS}")
_PART_OF = Pattern(r"([百千万])分之([零一二两三四五六七八九十百点]+|[0-9]+(?:\.[0-9]+)?)")
_ONE_PER = Pattern(
    r"^[一1]个?(年|月|周|天|日|季度|学期)(?=(?:不少于|不低于|至少|[≥>])?(?:[0-9]+|[一二两三四五六七八九十]+)(?:次|场|期)(?:及?以上)?$)"
)
_PER = Pattern(
    r"((?:每个?(?:公里|平方米|学期|季度|半年|标段|社区|[人亩户天日月年周季次个头只台米村场期名件吨生师校县镇乡班])"
    r"|[人户亩生村日月年](?=均))+)均?(.*)"
)
_EVERY = Pattern(r"每个(?=[^每])")
_TIME_ONLY = Pattern(r"(?:每个?(?:学期|季度|半年|[天日月年周季]))+")
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
    spelled = with_parts(text)
    if spelled != text:
        return spelled
    if not any(char in CHINESE_DIGITS for char in text):
        return None
    if _NOUGHT.fullmatch(text):
        return "0"
    head = ""
    if often := _ONE_PER.match(text):
        head, text = f"每{often[1]}", text[often.end() :]
    found = _CHINESE_VALUE.search(text)
    if found is None:
        return None
    number, rest = _spelled_number(found[1], found[2]), found[3]
    if number is None:
        return None
    head += text[: found.start()]
    for length in range(min(5, len(rest)), 0, -1):
        unit, after = rest[:length], rest[length:]
        counted = unit in _SPELLED or (unit[0] in "万亿" and unit[1:] in _SPELLED)
        counted = counted or (found[1] == "两" and unit in _COUNTED_BY_TWO)
        if counted and after in _AFTER:
            return f"{head}{number}{rest}"
    return None


def _spelled_number(whole: str, decimals: str | None) -> str | None:
    """九十五 and, behind 点, 五 → 95.5; digits behind the point are named one by one."""
    number = chinese_number(whole)
    if number is None:
        return None
    if not decimals:
        return str(number)
    return f"{number}." + "".join(str(chinese_number(each) or 0) for each in decimals)


def with_parts(text: str) -> str:
    """百分之九十五, 千分之3, 九成五, 一年半, 半天, 一半 in digits; anything else as it was.

    >>> [with_parts(text) for text in ("不低于百分之九十五点五", "万分之五", "九成五以上", "1个半月", "半年")]
    ['不低于95.5%', '0.05%', '9.5成以上', '1.5个月', '0.5年']
    """
    if "分之" in text:
        return _PART_OF.sub(_percentage, text)
    if "成" in text:
        text = _TENTHS.sub(_tenths, text)
    if "半" not in text:
        return text
    if text.startswith("一半") and text[2:] in _AFTER:
        return "50%" + text[2:]
    return _HALF.sub(r"0.5\1", _AND_A_HALF.sub(_one_half, text))


def _percentage(found: re.Match[str]) -> str:
    whole, point, decimals = found[2].partition("点")
    number = found[2] if found[2][0].isdigit() else _spelled_number(whole, decimals)
    if number is None or (point and not decimals) or has_doubtful_start(number):
        return found[0]
    if found[1] == "万":
        return f"{plain(Decimal(number) / 100)}%"
    return number + ("%" if found[1] == "百" else "‰")


def _tenths(found: re.Match[str]) -> str:
    number = chinese_number(found[1])
    return found[0] if number is None else f"{number}.{chinese_number(found[2])}成"


def _one_half(found: re.Match[str]) -> str:
    """两年半 → 2.5年, 1个半月 → 1.5个月."""
    number = found[1] if found[1].isdigit() else chinese_number(found[1])
    return found[0] if number is None else f"{number}.5{found[2] or '个' + found[3]}"


def read_per_unit(text: str) -> Quantity | None:
    """每亩300 → 300 元/亩, the 元 implied; 每周2次 → 2 次/周; 人均500元 → 500 元/人."""
    found = _PER.fullmatch(_ONE_PER.sub(r"每\1", text) if text[:1] in "1一" else text)
    inner = read_quantity(found[2]) if found else None
    if found is None or inner is None or not _divisible(inner, found[1]):
        return None
    each = _EVERY.sub("每", found[1])
    unit = canonical(f"{inner.unit or '元'}/{'·'.join(filter(None, each.split('每')))}")
    marks = inner.marks if inner.unit else (*inner.marks, "unit_implied")
    return Quantity(inner.sign, inner.value, inner.upper, unit, inner.reach, marks)


def _divisible(inner: Quantity, per: str) -> bool:
    """每年12月 is a month of each year; 每年4 lacks its unit, and so does 人均50."""
    if inner.unit is None:
        return per.startswith("每") and not _TIME_ONLY.fullmatch(per)
    return "/" not in inner.unit and inner.unit not in ("月", "日", "号", "年", "%", "‰", "点")


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
            return _from_text(inner, reach="≥")
    head, comma, last = text.rpartition(",")
    if comma and last.startswith(("已", "实际", "累计", "目前", "共")):
        inner = read_quantity(last)
        clear = not _DIGIT.search(head) and not _NOT_DONE.search(text)
        if inner and inner.unit and clear:
            return _from_text(inner)
    return None


def _from_text(found: Quantity, *, reach: str = "") -> Quantity:
    marks = tuple(dict.fromkeys((*found.marks, "number_in_text")))
    return Quantity(
        found.sign, found.value, found.upper, found.unit, reach or found.reach, marks
    )
