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
