"""Numbers with words around them that leave one reading: ±5%以内, 户均增收≥800元, 85%≤x≤95%.

Tried last, after every plainer form. The indicator's name helps: 培训105人 under 培训人数 is the
number of people trained.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from xltools.patterns import Pattern
from xltools.value.numbers import NUMBER_PATTERN, has_doubtful_start
from xltools.value.quantity import Quantity, read_lead, read_quantity

_TOLERANCE = Pattern(
    r"(?:允许|最大)?的?(?:误差|偏差|波动|浮动|变化|差异|偏离|变动)?(?:率|值|度|幅度|范围|比例)?"
    r"(?:[≤=:]|不超过|不大于|不高于|小于等于|控制在|保持在|在|为)*"
    rf"±(?P<number>{NUMBER_PATTERN})(?P<unit>[^0-9±()]{{0,5}}?)(?:范围)?(?:以内|之内|之间|内)?"
)
_NOMINAL = Pattern(
    rf"(?P<middle>{NUMBER_PATTERN})(?P<first>[^0-9±()]{{0,4}})±(?P<number>{NUMBER_PATTERN})(?P<unit>[^0-9±()%‰]{{0,4}})"
)
_MIDDLE = r"[^0-9≤≥<>=±(),;]{1,12}"
_END = rf"({NUMBER_PATTERN})([^0-9≤≥<>=±(),;]{{0,5}})"
_BETWEEN = Pattern(rf"{_END}≤{_MIDDLE}≤{_END}")
_BETWEEN_DOWN = Pattern(rf"{_END}≥{_MIDDLE}≥{_END}")

_PART = Pattern(r"(?P<whole>[^,;()]+)[,;](?:其中|包括|包含|含):?(?P<part>.+)")
_RATE_BEHIND = Pattern(
    r"(?P<whole>[^,;()]+)[,;](?:目标|任务|指标|计划)?(?:的)?(?:完成|达成|实现)(?:率|比例|度)?(?:为|是|达到?|:)?[0-9]+(?:\.[0-9]+)?%"
)
_NEGATED = Pattern(r"[未不没无尚缺除]|部分")

_WORDS = Pattern(
    r"(?P<words>[^\W\d_]{1,14}?):?"
    r"(?P<value>(?:[≥≤<>=]|不低于|不少于|不小于|不高于|不超过|不大于|不多于|大于|小于|高于|低于|超过|至少|控制在).+)"
)
_WORDS_AND_NUMBER = Pattern(r"(?P<words>[^\W\d_]{2,14}):?(?P<value>[0-9].*)")
_SAID_BEFORE = Pattern(r"^(?:实际|已经?|共计?|累计|全年|本年度?|当年|年度|项目|目前|合计)+")
_BRACKETED = Pattern(r"\([^()]*\)")
_OF_WHAT = Pattern(
    r"其中|[每各按第如若未不没无与和及或至到从]|上年|去年|往年|同期|[较比](?!例|重|率)"
)
_MEASURES = (
    "率", "度", "人数", "人次", "户数", "次数", "天数", "个数", "台数", "件数", "数量", "面积", "长度", "里程",
    "金额", "总额", "收入", "增收", "成本", "费用", "产值", "产量", "单价", "时间", "时长", "比例", "占比",
)  # fmt: skip
"""Words that plainly name what the number behind them measures."""
_NAME_GOES_ON = Pattern(
    r"的?(?:人员|对象|总)?(?:人数|人次|数量?|户数|次数|场次|个数|台数|套数|件数|面积|长度|里程|金额|资金|规模|额|量)?"
)


def read_phrase(text: str, name: str) -> Quantity | None:
    """Read a cleaned text whose words around the number leave one reading; else None.

    `name` is the indicator's cleaned name, "" where it is not known.

    >>> found = read_phrase("±5%以内", "")
    >>> str(found.value), str(found.upper), found.unit
    ('-5', '5', '%')
    >>> found = read_phrase("户均增收≥800元", "增收")
    >>> found.sign, str(found.value), found.unit
    ('≥', '800', '元')
    >>> read_phrase("其中脱贫户≥20人", "带动就业人数")
    """
    if "±" in text:
        return _tolerance(text) or _nominal(text)
    if "≤" in text or "≥" in text:
        between = _between(text)
        if between is not None:
            return between
    return _followed(text, name) or _named(text, name)


def _tolerance(text: str) -> Quantity | None:
    """±5%以内 is a range around nought."""
    found = _TOLERANCE.fullmatch(text)
    inner = _plain(found["number"] + found["unit"]) if found else None
    if inner is None or inner.value <= 0:
        return None
    return replace(inner, value=-inner.value, upper=inner.value)


def _nominal(text: str) -> Quantity | None:
    """100mm±5mm is 95~105mm; 100±5% may mean points or parts and is not read."""
    found = _NOMINAL.fullmatch(text)
    if found is None or found["first"] not in ("", found["unit"]):
        return None
    middle, off = _plain(found["middle"] + found["unit"]), _plain(found["number"])
    if middle is None or off is None or off.value <= 0:
        return None
    return replace(middle, value=middle.value - off.value, upper=middle.value + off.value)


def _plain(text: str) -> Quantity | None:
    """A number and its unit, and nothing else."""
    found = read_quantity(text)
    if found is None or found.sign or found.upper is not None or found.marks:
        return None
    return found


def _between(text: str) -> Quantity | None:
    """85%≤优良率≤95%, or the other way round; with < the ends would be another matter."""
    found = _BETWEEN.fullmatch(text)
    ends = found.groups() if found else None
    if ends is None and (found := _BETWEEN_DOWN.fullmatch(text)):
        high, high_unit, low, low_unit = found.groups()
        ends = low, low_unit, high, high_unit
    if ends is None or any(has_doubtful_start(each) for each in (ends[0], ends[2])):
        return None
    unit = ends[3] or ends[1]
    if ends[1] not in ("", unit) or ends[3] not in ("", unit):
        return None
    return read_quantity(f"{ends[0]}~{ends[2]}{unit}")


def _followed(text: str, name: str) -> Quantity | None:
    """≥50人,其中脱贫户20人 and 105人,完成率105%: the first number; what follows tells more of it."""
    found = _PART.fullmatch(text)
    if found is not None and _NEGATED.search(found["part"]):
        return None
    if found is None:
        found = _RATE_BEHIND.fullmatch(text)
    if found is None:
        return None
    inner = read_quantity(found["whole"]) or _named(found["whole"], name)
    if inner is None or (inner.unit in (None, "%", "‰")):
        return None
    return _marked(inner, "remark")


def _named(text: str, name: str) -> Quantity | None:
    """Words before the number that are the indicator's own, or name a measure before a sign."""
    solid = _BRACKETED.sub("", name)
    signed = _WORDS.fullmatch(text)
    if signed is not None:
        inner = read_quantity(signed["value"])
        if inner is None or inner.sign is None or inner.unit is None:
            return None
        return _of_text(inner) if _fits(signed, solid) else None
    stated = _WORDS_AND_NUMBER.fullmatch(_SAID_BEFORE.sub("", text))
    if stated is None or not solid or not _is_the_name(stated["words"], solid):
        return None
    inner = read_quantity(stated["value"])
    return None if inner is None or inner.unit is None else _of_text(inner)


def _fits(found: re.Match[str], name: str) -> bool:
    words = found["words"]
    if _OF_WHAT.search(words):
        return False
    lead = read_lead(words)
    if lead is None or lead[0].marks or lead[0].reach:
        return False  # 提高, 达到: another grammar's words
    own = bool(name) and (_is_the_name(words, name) or words.endswith(name))
    return own or ("均" not in words and words.endswith(_MEASURES))


def _is_the_name(words: str, name: str) -> bool:
    """培训 and 培训人数 under 培训人数; 新建 is only a part of 新建和改造管网长度."""
    return name.startswith(words) and bool(_NAME_GOES_ON.fullmatch(name[len(words) :]))


def _of_text(found: Quantity) -> Quantity:
    return _marked(found, "number_in_text")


def _marked(found: Quantity, mark: str) -> Quantity:
    return replace(found, marks=tuple(dict.fromkeys((*found.marks, mark))))
