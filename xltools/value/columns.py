"""What the columns beside 指标值 say: 指标性质 (≥, 正向, 定性 …) and 度量单位 (%, 人次, 定性 …)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from xltools.patterns import Pattern
from xltools.value.quantity import SYMBOLS, read_lead, read_quantity
from xltools.value.text import clean
from xltools.value.units import word_set
from xltools.value.words import blank_marks

# words that name a direction and leave open whether the bound itself is meant
_DIRECTIONS = {
    "≥": word_set("正 正向 正向型 正相关 越大越好 越高越好 越多越好 望大 效益型 极大型 增长型"),
    "≤": word_set("反 负 逆 反向 逆向 负向 反向型 逆向型 负相关 越小越好 越低越好 越少越好 望小 成本型 极小型"),
}  # fmt: skip
_DIRECTION = {word: sign for sign, words in _DIRECTIONS.items() for word in words}
_BOUNDS = {"以上": "≥", "及以上": "≥", "以内": "≤", "以下": "≤", "及以下": "≤", "之内": "≤",
           "等于以上": "≥", "等于以下": "≤", "不少": "≥", "不多": "≤", "至少为": "≥"}  # fmt: skip
_QUALITATIVE = word_set("定性 定性描述 文字 文字描述 文字型 描述 文本 性质 非量化 定性型")
_QUANTITATIVE = word_set("定量 定量型 量化 数值 数值型 数字 数字型 定量描述")
# what else forms sort indicators by; it says nothing of the value
_NEUTRAL = word_set(
    "约束性 预期性 约束 预期 共性 个性 核心 一般 中性 适度 适中 区间 区间型 范围 固定值 绝对值 相对值 "
    "绝对 相对 常规 年度 计划 必选 自选 通用 特色 指导性"
)
_LIKE_A_SIGN = Pattern(f"[{SYMBOLS}≠±~0-9]|[大小高低少多等]于|超过")
_SIGNS = Pattern(f"[{SYMBOLS}]+")
_SEPARATOR = Pattern(r"[\s():;,、/·|。\[\]-]+")


class Nature(Struct, frozen=True):
    """What 指标性质 says: a sign, or words; all empty for a blank cell.

    `soft`: the sign comes from a word such as 正向, which does not tell ≥ from >. `problem` is
    set where the cell contradicts itself or holds a number.
    """

    sign: str | None = None
    soft: bool = False
    qualitative: bool = False
    quantitative: bool = False
    known: bool = True
    problem: str | None = None


@lru_cache(maxsize=128)
def read_nature(text: str) -> Nature:
    """Read 指标性质 or 计算符号 as printed.

    >>> [read_nature(text).sign for text in ("≧", "＞=", "大于等于", "反向指标", "≥（大于等于）", "定性")]
    ['≥', '≥', '≥', '≤', '≥', None]
    >>> read_nature("≥/≤/=").problem is not None, read_nature("产出").known
    (True, False)
    """
    cleaned = clean(text).replace("指标", "")
    if not cleaned or blank_marks(cleaned) is not None:
        return Nature()
    signs: set[str] = set()
    directions: set[str] = set()
    kinds: set[str] = set()
    for word in _SEPARATOR.split(_SIGNS.sub(r" \g<0> ", cleaned)):
        if word in _DIRECTION:
            directions.add(_DIRECTION[word])
        elif sign := _sign(word):
            signs.add(sign)
        elif word:
            kinds.add(_kind(word))
    return _one_nature(cleaned, signs, directions, kinds)


def _sign(word: str) -> str | None:
    if word in _BOUNDS:
        return _BOUNDS[word]
    found = read_lead(word)
    return found[0].sign if found and not found[1] else None


def _kind(word: str) -> str:
    if word in _QUALITATIVE:
        return "qualitative"
    if word in _QUANTITATIVE:
        return "quantitative"
    return "neutral" if word in _NEUTRAL else "unknown"


def _one_nature(text: str, signs: set[str], directions: set[str], kinds: set[str]) -> Nature:
    up = {sign in "≥>" for sign in signs | directions if sign != "="}
    unclear = "unknown" in kinds and (bool(signs) or _LIKE_A_SIGN.search(text) is not None)
    torn = len(signs) > 1 or len(up) > 1 or len(directions) > 1
    mixed = "qualitative" in kinds and bool(signs | directions or "quantitative" in kinds)
    if unclear or torn or mixed:
        return Nature(problem=f"指标性质“{text}”看不出是哪一种")
    sign = next(iter(signs or directions), None)
    return Nature(
        sign=sign,
        soft=not signs,
        qualitative="qualitative" in kinds,
        quantitative="quantitative" in kinds,
        known="unknown" not in kinds,
    )


class UnitColumn(Struct, frozen=True):
    """What 度量单位 says.

    `kind`: "none" for a blank cell, "unit", "scale" (万 without what is counted), "date"
    (年月日), "words" (定性, 文字) or "unknown".
    """

    kind: Literal["none", "unit", "scale", "date", "words", "unknown"] = "none"
    unit: str | None = None


_NO_UNIT = word_set("无单位 无量纲 无计量单位 无度量单位")
_WORDS = _QUALITATIVE | word_set("是/否 是否 有/无 有无 好坏 等级 档次 优良中低差")
_DATES = word_set(
    "日期 年月日 年月 时间 年份 时限 年-月-日 年/月/日 月份 年月份 月日 具体时间 年度"
)
_PREFIX = Pattern(r"^(?:计量|度量)?单位:?")
_HARMLESS = frozenset(("unit_twice", "remark", "number_in_text"))
_SQUARE = Pattern(r"([^0-9]*m)\^?([23])")


@lru_cache(maxsize=256)
def read_unit(text: str) -> UnitColumn:
    """Read 度量单位 or 计量单位 as printed.

    >>> [read_unit(text).unit for text in ("%(百分比)", "元/人*月", "（人次）", "m2", "", "定性")]
    ['%', '元/人·月', '人次', '平方米', None, None]
    >>> read_unit("万").kind, read_unit("年月日").kind, read_unit("95%").kind
    ('scale', 'date', 'unknown')
    """
    cleaned = _PREFIX.sub("", clean(text))
    if cleaned in _NO_UNIT or not cleaned or blank_marks(cleaned) is not None:
        return UnitColumn()
    if cleaned in _WORDS:
        return UnitColumn("words")
    if cleaned in _DATES:
        return UnitColumn("date", cleaned)
    if cleaned in ("万", "亿", "十万", "百万", "千万"):
        return UnitColumn("scale", cleaned)
    if square := _SQUARE.fullmatch(cleaned):
        cleaned = square[1] + ("平方" if square[2] == "2" else "立方")
    found = None if cleaned[0] in ".,-+0123456789" else read_quantity(f"2{cleaned}")
    if (
        found is None
        or found.unit is None
        or found.sign
        or not _HARMLESS.issuperset(found.marks)
    ):
        return UnitColumn("unknown")
    if any(char.isdigit() for char in cleaned):
        return UnitColumn("unknown")
    return UnitColumn("unit", found.unit)
