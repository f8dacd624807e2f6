"""Qualitative results: which band the words name, which degree they state, whether they say
just what the target says.
"""

from __future__ import annotations

from decimal import Decimal

from xltools.model import TypedValue
from xltools.patterns import Pattern

_FOLD = Pattern(r"[\s,，。.;；、:：“”\"'（）()]+")
# Words that affirm and add nothing; 基本, 较 and any negation are left to a person.
_AFFIRMED = Pattern(r"^(?:已经?|均已?|都已?|全部|能够|能|做到|实现了?|达到了?|得到了?)+")


def band_of(actual: TypedValue) -> int | None:
    """1, 2 or 3 for 达成 / 部分达成 / 未达成年度指标; None for other words."""
    for number in (1, 2, 3):
        if f"band{number}" in actual.marks:
            return number
    return None


def degree_of(actual: TypedValue) -> Decimal | None:
    """The degree stated as a percentage — 70%, 部分达成（70%） — as a ratio; None without one."""
    if actual.value is None:
        return None
    if actual.unit == "%":
        return actual.value / 100
    return actual.value if actual.unit == "比例" else None


# what goes up or down, departs, or had better be small: its percentage is no degree of completion
_RISES = Pattern("提高|提升|上升|上涨|增长|增加|增收|扩大|翻番")
_MOVES = Pattern(
    r"增幅|增速|下降|降低|降幅|减少|缩短|缩小|压减|压缩|下浮|上浮|逐年|同比|环比"
    r"|[较比于](?:上年|去年|往年|同期|年初|以前)|误差|偏差|差异|波动|偏离"
)
_SMALL = Pattern(r"[低少小减降缩]|控制|不超|杜绝|避免")
_SMALL_IN_NAME = Pattern(
    r"(?:误差|偏差|差错|错误|失误|漏损|损耗|损失|流失|投诉|举报|信访|事故|返工|故障|缺陷|发病|患病|感染|死亡|违规|违纪|违约|逾期"
    r"|不良|不合格|空置|闲置|辍学|失业|返贫|复发|退货|超支|结余|结转|负债|能耗|排放|污染|变动|增长|下降|降低|减少|提高|提升|增加)[^,，。]{0,2}(?:率|度|比例|幅度|占比)"
)


def is_degree(target: TypedValue, actual: TypedValue, name: str = "") -> bool:
    """True if the percentage of the actual can tell how far a target in words is reached.

    70% beside 及时 can; 下降3% beside 逐年下降, 2% beside ±5%以内 or under 误差率 cannot. A judgement
    with its degree — 部分达成（70%） — always can. Beside 有效提高 100% says that all was reached, and
    25% may be the degree or the rise.

    >>> target, actual = TypedValue("及时", "qualitative"), TypedValue("70%", "number")
    >>> is_degree(target, actual), is_degree(TypedValue("不断提高", "qualitative"), actual)
    (True, False)
    """
    if actual.kind == "qualitative":
        return True
    if {"increase", "decrease", "level"} & {*actual.marks} or actual.upper is not None:
        return False
    for text in (target.raw, actual.raw):
        if _MOVES.search(text) or (_RISES.search(text) and degree_of(actual) != 1):
            return False
    if _SMALL.search(target.raw):
        return False
    if "number_in_text" in target.marks or any(char.isdigit() for char in target.raw):
        return False
    return _SMALL_IN_NAME.search(name) is None


def moves(target: TypedValue) -> bool:
    """True for a target that asks for a direction and no amount: 逐年下降, 不断提高."""
    if target.kind != "qualitative" or any(char.isdigit() for char in target.raw):
        return False
    return any(pattern.search(target.raw) for pattern in (_MOVES, _RISES))


def same_words(target: str, actual: str) -> bool:
    """True if the actual affirms the target word for word.

    A part does not do: 不及时 holds 及时 and says the contrary.

    >>> same_words("有效提升", "已有效提升。"), same_words("及时", "不及时")
    (True, False)
    """
    return _bare(target) == _bare(actual)


_NOT_APPLICABLE = Pattern(
    r"(?:本(?:年度?|项目?)|该项|此项)?(?:不适用|不涉及|无此项(?:指标|内容)?|无此指标)|N/A|NA"
)


def not_applicable(value: TypedValue) -> bool:
    """True if somebody wrote that the indicator does not apply; a blank or 无 does not say so.

    >>> [not_applicable(TypedValue(raw=text, kind="none")) for text in ("不适用", "/", "无")]
    [True, False, False]
    """
    if value.kind not in ("none", "qualitative"):
        return False
    return _NOT_APPLICABLE.fullmatch(_FOLD.sub("", value.raw)) is not None


def _bare(text: str) -> str:
    folded = _FOLD.sub("", text)
    return _AFFIRMED.sub("", folded) or folded
