"""A number with its sign, unit and the words around it: 不少于12种, 5(次/年), 80%~90%."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from xltools.patterns import Pattern
from xltools.value.numbers import NUMBER, NUMBER_PATTERN, has_doubtful_start, to_decimal
from xltools.value.units import canonical, is_known, known_prefix, same_dimension, word_set
from xltools.value.words import band

SYMBOLS = "≥≤<>=≈"

# word → sign, or what else it says of the number behind it
_LEADS = {
    "大于等于": "≥", "大于或等于": "≥", "高于等于": "≥", "高于或等于": "≥", "多于等于": "≥",
    "不低于": "≥", "不少于": "≥", "不小于": "≥", "不短于": "≥", "不得低于": "≥", "不得少于": "≥",
    "不得小于": "≥", "等于或大于": "≥", "大于且等于": "≥", "达到或超过": "≥", "大于及等于": "≥",
    "至少": "≥", "最少": "≥", "最低": "≥",
    "大于": ">", "高于": ">", "多于": ">", "超过": ">", "超": ">",
    "小于等于": "≤", "小于或等于": "≤", "低于等于": "≤", "低于或等于": "≤", "少于等于": "≤",
    "不高于": "≤", "不超过": "≤", "不大于": "≤", "不多于": "≤", "不超": "≤", "不得超过": "≤",
    "不得高于": "≤", "不得大于": "≤", "不得多于": "≤", "不超出": "≤", "等于或小于": "≤", "小于且等于": "≤",
    "小于及等于": "≤", "至多": "≤", "最多": "≤", "最高": "≤", "控制在": "≤", "限制在": "≤",
    "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不到": "<",
    "等于": "=",
    "约": "approximate", "大约": "approximate", "约为": "approximate", "近": "approximate",
    "将近": "approximate", "接近": "approximate",
    "达到": "reach", "达": "reach", "完成": "reach", "实现": "reach", "完成了": "reach",
    "达到了": "reach", "覆盖": "reach", "到位": "reach", "保持在": "reach", "保持": "reach",
    "稳定在": "reach", "维持在": "reach",
    "提高到": "risen", "提高至": "risen", "提升到": "risen", "提升至": "risen", "增长到": "risen",
    "增长至": "risen", "增加到": "risen", "增加至": "risen", "上升到": "risen", "上升至": "risen",
    "降低到": "fallen", "降低至": "fallen", "下降到": "fallen", "下降至": "fallen", "降到": "fallen",
    "降至": "fallen", "减少到": "fallen", "减少至": "fallen", "减至": "fallen", "压减至": "fallen",
    "缩短到": "fallen", "缩短至": "fallen",
    "使用": "statement", "支出": "statement", "支付": "statement", "执行": "statement",
    "拨付": "statement", "发放": "statement",
    "提高": "increase", "增长": "increase", "提升": "increase", "增加": "increase",
    "上升": "increase", "降低": "decrease", "下降": "decrease", "减少": "decrease",
    "已": "", "共": "", "共计": "", "累计": "", "人民币": "", "¥": "yuan", "￥": "yuan", "实际": "", "目前": "", "目标值": "",
    "预计值": "", "预期值": "", "计划": "", "预计": "", "为": "", "是": "", ":": "", "合计": "",
    "同比": "", "较上年": "", "比上年": "", "较去年": "", "比去年": "", "总计": "", "总共": "", "均": "", "全年": "", "原则上": "", "成本": "", "比例": "",
}  # fmt: skip
_REACHES = {"reach": "≥", "risen": "≥", "fallen": "≤"}
_BY_FIRST: dict[str, list[tuple[str, str]]] = {}
for _word in sorted(_LEADS, key=len, reverse=True):
    _BY_FIRST.setdefault(_word[0], []).append((_word, _LEADS[_word]))

_RANGE = Pattern(rf"(?P<unit>[^0-9~至到≤≥<>=-]{{0,5}})[~至到-](?P<upper>{NUMBER_PATTERN})")
_TAIL = Pattern(
    r"(?P<more>余|多|几|来)?(?P<unit>.*?)(?:整|人民币)?(?P<near>左右|上下|余)?"
    r"(?P<inclusive>\(不?含[^()]{0,8}\)|\(包含\)|含)?"
    r"(?P<bound>[及或]?以上|[及或]?以下|以内|之内|之间|内)?"
    r"(?P<inclusive2>\(不?含[^()]{0,8}\))?"
    r"(?P<done>(?:均|全部|全面|已|都|按时|按期|全)*"
    r"(?:完成|覆盖|达成|到位|实现|达标|合格|发放|落实|达到|执行|兑付|支付|拨付|满意|通过|达|及时|有效|准确|合规|公开|知晓|安全)[^0-9]{0,10})?"
)
_BRACKET = Pattern(r"([^()]*)\((?!不?含)([^()]*)\)(.*)")
_NOT_A_NOUN = Pattern(r"[^\w“”‘’《》]|\d|部分")
_MORE = Pattern(r"([百千万亿]{1,2})[余多](.*)")
_NEGATED = Pattern(r"[未不没无尚缺差欠超]|部分|以外|除外")
_NO_UNIT = Pattern(
    r"[未不没无尚缺差欠超完成达到及和或的了均已约为是在有按标准率前后起止底末初、,;:。]|全部|以[上下内外]"
)
_PLAIN_UNIT = Pattern(
    r"(?:[a-zA-Zμ°℃]{1,6}|[^\W\d_a-zA-Z]{1,6})(?:[/·](?:[a-zA-Zμ°℃]{1,6}|[^\W\d_a-zA-Z]{1,6})){0,2}"
)
TIMES = word_set("天 日 小时 分钟 秒 年 个月 月 周 个工作日 工作日 星期")
_NO_NOUN = TIMES | {"%", "‰", "比例", "点"}
# 二级以上 may mean the first class or the third: an order and not a quantity
RANKS = ("级", "等", "档", "A", "流", "号", "版", "星", "D", "K")
_LABELS = ("号", "版", "星", "级")  # 1号楼
_OWN_BOUND = Pattern(rf"({NUMBER_PATTERN})[^0-9]*")
_STRAY = frozenset("/.,、·*")
_SCALE_ALONE = ("十", "百", "千")  # 5千 of what?
_OTHER_NUMBER = Pattern(r"(?:实际|计划|目标|预计|原|应|调整).*[0-9]")


class Quantity(Struct, frozen=True):
    """What was read: `sign` one of ≥ > = ≤ < ≈ or None.

    `reach` is the sign that the words ask for where none is written: ≥ for 达到 and 完成, ≤ for
    降至, "" for a number without them.
    """

    sign: str | None
    value: Decimal
    upper: Decimal | None = None
    unit: str | None = None
    reach: str = ""
    marks: tuple[str, ...] = ()


class _Lead(Struct):
    sign: str | None = None
    reach: str = ""
    marks: tuple[str, ...] = ()


class _Tail(Struct):
    unit: str | None = None
    sign: str | None = None
    approximate: bool = False
    inclusive: bool = False
    exclusive: bool = False
    included: str = ""
    marks: tuple[str, ...] = ()

    @property
    def says_more(self) -> bool:
        """True if it is more than a unit."""
        told = self.sign or self.approximate or self.inclusive or self.exclusive
        return bool(told or self.included or self.marks)


def read_quantity(text: str) -> Quantity | None:
    """Read a cleaned text that is one number with what belongs to it, else None."""
    found = read_lead(text)
    if found is None:
        return None
    before, (lead, text) = text, found
    number = NUMBER.match(text)
    if number is None or (text[0] in "0+-." and has_doubtful_start(number[0])):
        return None
    value, upper, rest = to_decimal(number[0]), None, text[number.end() :]
    between = _RANGE.match(rest) if rest else None
    first_unit = None
    if between:
        if has_doubtful_start(between["upper"]) or between["unit"][:1] in _STRAY:
            return None
        upper, rest = to_decimal(between["upper"]), rest[between.end() :]
        first_unit = canonical(between["unit"]) or None
    tail = read_tail(rest) if rest else _Tail()
    if tail is None or (tail.unit in TIMES and _is_another_time(tail, value, before)):
        return None
    if upper is not None and not _range_fits(value, upper, first_unit, tail, lead):
        return None
    sign = _one_sign(lead.sign, tail)
    if sign == "?" or (tail.included and not _includes_itself(tail.included, value, upper)):
        return None
    if "yuan" in lead.marks and not _in_yuan(lead, tail):
        return None
    marks = _unique(lead.marks + tail.marks) if lead.marks or tail.marks else ()
    return Quantity(sign, value, upper, tail.unit, lead.reach, marks)


def _is_another_time(tail: _Tail, value: Decimal, text: str) -> bool:
    """2022年 is a date, 近3年 are years gone by, 12月内 is December or twelve months."""
    if tail.unit == "月" and value <= 12 and tail.sign and text.endswith("内"):
        return True
    return text.startswith("近") or (tail.unit == "年" and 1900 <= value < 2100)


def _in_yuan(lead: _Lead, tail: _Tail) -> bool:
    """￥298 are 元, ￥3万 are 万元; ￥5人 is a slip."""
    lead.marks = tuple(mark for mark in lead.marks if mark != "yuan")
    tail.unit = tail.unit or "元"
    return "元" in tail.unit


def _includes_itself(remark: str, value: Decimal, upper: Decimal | None) -> bool:
    """95%以上(含95%) names its own bound, (含5%) is a slip, (含市级2个) a remark."""
    named = remark.strip("()不含")
    if not named[:1].isdigit():
        return True
    found = _OWN_BOUND.fullmatch(named)
    return found is not None and to_decimal(found[1]) in (value, upper)


def read_lead(text: str) -> tuple[_Lead, str] | None:
    """Take signs and words off the front; None if two of them contradict each other."""
    lead = _Lead()
    while (word := _leading_word(text)) is not None:
        length, meaning = word
        text = text[length:]
        if meaning in _REACHES:
            lead.reach = _REACHES[meaning]
            if meaning != "reach":
                lead.marks += ("level",)
        elif meaning and meaning in SYMBOLS:
            if lead.sign not in (None, meaning):
                return None
            lead.sign = meaning
        elif meaning:
            lead.marks += (meaning,)
    if "approximate" in lead.marks and lead.sign is None:
        lead.sign = "≈"
    return lead, text


def _leading_word(text: str) -> tuple[int, str] | None:
    """Length and meaning of the sign or word that the text begins with."""
    first = text[:1]
    if first and first in SYMBOLS:
        return 1, first
    for word, meaning in _BY_FIRST.get(first, ()):
        if text.startswith(word):
            return len(word), meaning
    return None


def read_tail(rest: str) -> _Tail | None:
    """Read what follows the number; None if it is no unit, bound or remark that we know."""
    tail = _Tail()
    bracket = _BRACKET.fullmatch(rest)
    if bracket and not rest.startswith("/"):
        before, inner, after = bracket.groups()
        unit = _in_brackets(inner, before)
        if unit is None:
            return None
        rest = before + unit + after
        tail.marks = () if unit else ("remark",)
    more = _MORE.fullmatch(rest)
    found = _TAIL.fullmatch(more[1] + more[2] if more else rest)
    if found is None or not _unit_fits(found):
        return None
    unit, noun = _split_noun(found["unit"])
    tail.unit = canonical(unit) or None
    if "%%" in unit or "%百分" in unit or unit == "百分比%":
        tail.marks += ("unit_twice",)
    if noun:
        tail.marks += ("number_in_text",)
    tail.approximate = bool(more or found["more"] or found["near"])
    if remark := found["inclusive"] or found["inclusive2"]:
        tail.included = remark
        tail.exclusive = "不" in remark
        tail.inclusive = not tail.exclusive
    bound = found["bound"] or ""
    tail.sign = "≥" if bound.endswith("上") else "≤" if bound.endswith(("下", "内")) else None
    return _with_statement(tail, found["done"])


def _in_brackets(inner: str, before: str) -> str | None:
    """A unit in brackets, "" for a remark to leave out, None for what changes the value."""
    unit = canonical(inner)
    if is_known(unit) and not before:
        return unit
    if before and (is_known(before + inner) or is_known(canonical(before + inner))):
        return inner
    if any(char.isdigit() for char in inner) and (not before or _is_second(inner, before)):
        return None
    return None if _NEGATED.search(inner) else ""


def _is_second(inner: str, before: str) -> bool:
    """100人(120人) and 10人(实际12人) are two values; 3次(其中市级1次) is one."""
    if inner.endswith("制"):
        return False  # 4.5分(5分制)
    if _OTHER_NUMBER.match(inner):
        return True
    other = read_quantity(inner)
    return other is not None and same_dimension(other.unit, canonical(before))


def _unit_fits(found: re.Match[str]) -> bool:
    unit = found["unit"]
    if found["bound"] == "内" and canonical(unit) not in TIMES:
        return False
    if unit[:1] in _STRAY or unit in _SCALE_ALONE:
        return False
    if not unit or is_known(canonical(unit)) or _split_noun(unit)[1]:
        return True
    if unit.endswith(RANKS) or unit.startswith(_LABELS) or known_prefix(unit):
        return False
    return _PLAIN_UNIT.fullmatch(canonical(unit)) is not None and not _NO_UNIT.search(unit)


def _split_noun(unit: str) -> tuple[str, str]:
    """部宣传片 → 部, 宣传片; a known unit or an unknown word stays whole."""
    if not unit or is_known(canonical(unit)):
        return unit, ""
    known = known_prefix(unit)
    noun = unit[len(known) :] if known else ""
    if not known or known in _NO_NOUN or not 0 < len(noun) <= 8:
        return unit, ""
    if noun == "点" or noun.startswith("半"):
        return unit, ""  # 5个点 are percentage points in speech, 1个半月 six weeks
    if _NOT_A_NOUN.search(noun) or _NO_UNIT.search(noun) or noun.endswith(RANKS):
        return unit, ""
    return known, noun


def _with_statement(tail: _Tail, done: str | None) -> _Tail | None:
    if not done:
        return tail
    if _NEGATED.search(done):
        return None
    named = band(done)
    tail.marks += ("statement", named) if named else ("statement",)
    return tail


def _range_fits(
    low: Decimal, high: Decimal, first_unit: str | None, tail: _Tail, lead: _Lead
) -> bool:
    if low >= high or lead.sign in ("≥", ">", "≤", "<"):
        return False
    if tail.sign and tail.sign != "≤":
        return False
    tail.sign = lead.sign = None
    return first_unit in (None, tail.unit)


def _one_sign(lead: str | None, tail: _Tail) -> str | None:
    """One sign of the words before and after; "?" if they point apart."""
    if tail.sign and lead and lead != "≈":
        up = {"≥", ">"}
        if (lead in up) != (tail.sign in up) or lead == "=":
            return "?"
    sign = lead if lead and lead != "≈" else tail.sign or lead
    if tail.approximate:
        if sign not in (None, "≈"):
            return sign
        tail.marks += ("approximate",)
        return "≈"
    if tail.exclusive:
        return {"≥": ">" if tail.sign else "?", "≤": "<" if tail.sign else "?"}.get(
            sign or "", sign or "?"
        )
    if tail.inclusive:
        return {">": "≥", "<": "≤"}.get(sign or "", sign)
    return sign


def _unique(marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(marks))
