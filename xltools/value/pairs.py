"""What one side of a row says once the other is known: 无 beside ≤5件 is 0, 三期 beside 3期 is 3.

Each cell is first read alone; here the pair settles what the cell alone leaves open. What
stays open stays as it was.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value.numbers import chinese_number
from xltools.value.text import clean, without_stop
from xltools.value.units import canonical, same_dimension

_FAULTS = (
    "事故|事件|案件|案例|投诉|举报|信访|上访|纠纷|差错|失误|错误|违规|违纪|违法|缺陷|故障|返工|隐患|伤亡|死亡|污染|泄露|泄漏"
    "|舆情|火灾|火情|疫情|逾期|拖欠|欠薪|流失|损失|问题"
)
_WHICH = rf"(?:[^\d,;。()未不没无法]{{0,10}}?(?:{_FAULTS}))"
_HAPPENED = "(?:发生|出现|情况|现象|行为)?"
_NONE_HAPPENED = Pattern(
    rf"(?:全年|本年度?|当年|均|都)?(?:无|没有|(?:零|0)发生|无发生|(?:从|尚)?(?:未|没有)(?:发生|出现|接到|收到)过?"
    rf"|(?:无|零|0|没有|(?:未|没有|无)(?:发生|出现|接到|收到)过?){_WHICH}{_HAPPENED})"
)
_NAMES_A_FAULT = Pattern(
    rf"(?:{_FAULTS})(?:发生)?(?:数量?|次数|起数|件数|率|情况|数目)?(?:\([^()]*\))?"
)
_NONE_WANTED = Pattern(
    rf"(?:确保|保证|力争)?(?:(?:零|0)发生|(?:不|未|无|杜绝)(?:发生|出现)|(?:无|零|0|没有|杜绝|防止|避免|(?:不|未|无|杜绝|防止|避免)(?:发生|出现)){_WHICH}{_HAPPENED})"
)
_SPELLED = Pattern(r"([零一二两三四五六七八九十百千]+)([^\W\d_]{1,3})")
_NUMERIC = ("at_least", "at_most", "equal", "number", "range")
_NO_COUNTS = (
    "元",
    "小时",
    "天",
    "年",
    "个工作日",
    "公里",
    "吨",
    "平方米",
    "立方米",
    "分",
    "度",
)
"""Units of which 无 is no nought: a response time of 无 was not measured."""


def settle(
    target: TypedValue, actual: TypedValue, name: str = ""
) -> tuple[TypedValue, TypedValue]:
    """Return target and actual, each read with the other in view.

    `name` is the indicator's name as printed. A result of 无 or 未发生 is 0 where the target is a
    ceiling on a count or says that none shall happen; anywhere else 无 stays blank.

    >>> from xltools.value import parse_value
    >>> none, spelled = parse_value("无", role="actual"), parse_value("三期")
    >>> settle(parse_value("≤5件"), none)[1].value, settle(parse_value("≥5件"), none)[1].kind
    (Decimal('0'), 'none')
    >>> str(settle(spelled, parse_value("3期", role="actual"))[0].value)
    '3'
    """
    if target.kind == "unreadable" or actual.kind == "unreadable":
        return target, actual
    if target.kind in _NUMERIC and actual.kind in _NUMERIC and _whole_units(target, actual):
        return target, actual  # as nearly always
    target, actual = _spelled(target, actual), _spelled(actual, target)
    target, actual = _nought(_none_of(name, target), actual)
    return _per_head(target, actual, name), _per_head(actual, target, name)


def _whole_units(target: TypedValue, actual: TypedValue) -> bool:
    return "/" not in (target.unit or "") and "/" not in (actual.unit or "")


def says_none(value: TypedValue) -> bool:
    """True for a result that tells that nothing happened: 无, 未发生, 零投诉, 没有发生事故.

    >>> from xltools.value import parse_value
    >>> [says_none(parse_value(text)) for text in ("无", "未发生过", "零投诉", "/", "无法统计", "未完成")]
    [True, True, True, False, False, False]
    """
    if value.kind not in ("none", "qualitative"):
        return False
    return _NONE_HAPPENED.fullmatch(without_stop(clean(value.raw))) is not None


def _nought(target: TypedValue, actual: TypedValue) -> tuple[TypedValue, TypedValue]:
    none = says_none(actual)
    if target.kind == "qualitative":
        counted = actual.kind == "number" and actual.unit != "%"
        other_words = none and clean(actual.raw) != clean(target.raw)
        wanted = (counted or other_words) and _wants_none(target)
        if not wanted:
            return target, actual
        target = replace(target, kind="equal", comparator="=", value=Decimal(0))
    return target, _zero(actual) if none and _allows_none(target) else actual


def _none_of(name: str, target: TypedValue) -> TypedValue:
    """无 as the target of 安全事故 or 投诉次数: none shall happen."""
    if target.kind != "none" or clean(target.raw) != "无":
        return target
    named = clean(name)
    fault = any(found.end() == len(named) for found in _NAMES_A_FAULT.finditer(named))
    return replace(target, kind="equal", comparator="=", value=Decimal(0)) if fault else target


def _zero(actual: TypedValue) -> TypedValue:
    return replace(actual, kind="number", value=Decimal(0))


def _wants_none(target: TypedValue) -> bool:
    return _NONE_WANTED.fullmatch(without_stop(clean(target.raw))) is not None


def _allows_none(target: TypedValue) -> bool:
    if target.value is None or "budget" in target.marks:
        return False
    if target.value == 0:
        return target.kind in ("number", "equal", "at_most") and target.upper is None
    if target.kind != "at_most" or target.value < 0:
        return False
    unit = (target.unit or "").partition("/")[0]
    return not unit or not any(same_dimension(unit, each) for each in _NO_COUNTS)


def _spelled(value: TypedValue, other: TypedValue) -> TypedValue:
    """三期 may be the third; facing 3期 it is a count."""
    if value.kind != "qualitative" or other.kind not in _NUMERIC or other.unit is None:
        return value
    found = _SPELLED.fullmatch(without_stop(clean(value.raw)))
    number = chinese_number(found[1]) if found else None
    if found is None or number is None or canonical(found[2]) != other.unit:
        return value
    return replace(value, kind="number", value=Decimal(number), unit=other.unit)


def _per_head(value: TypedValue, other: TypedValue, name: str) -> TypedValue:
    """500元 under 人均成本 are 元/人, if the other side says so; ￥298 beside 300元/人, too."""
    unit, per = value.unit, (other.unit or "").partition("/")[2]
    if not unit or "/" in unit or not per or "·" in per or "元" not in unit:
        return value
    if not same_dimension(unit, (other.unit or "").partition("/")[0]):
        return value
    said = f"{name}{value.raw}"
    named = f"{per}均" in said or f"每{per}" in said
    bare = unit == "元" and value.raw.lstrip().startswith(("¥", "￥")) and "元" not in value.raw
    return replace(value, unit=f"{unit}/{per}") if named or bare else value
