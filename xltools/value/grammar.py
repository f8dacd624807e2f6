"""One cell's text → one typed value. The order of trying is the order of `_read`."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from xltools.decimals import plain
from xltools.model import Comparator, TypedValue, ValueKind
from xltools.patterns import Pattern
from xltools.value.dates import Dates, read_dates
from xltools.value.plain import BARE_SCALES, read_plain
from xltools.value.problems import shown
from xltools.value.quantity import RANKS, SYMBOLS, Quantity, read_quantity
from xltools.value.sentences import in_digits, read_per_unit, read_sentence, with_parts
from xltools.value.text import clean, without_stop
from xltools.value.units import canonical, unit_in_name
from xltools.value.words import band, blank_marks, is_budget, word_marks

Role: TypeAlias = Literal["target", "actual"]

_COUNTED = ("人次", "户次", "人", "户", "次", "场次")
_COUNT_NAME = Pattern(r"(?:数|量|面积|里程|长度|规模|册|株|份|度)$")
_MONEY_NAME = Pattern(
    r"[费金款资价额税利奖酬元]|成本|收入|支出|产值|投入|补助|补贴|标准|预算|花销|货币"
)

# longer texts are prose; a typed value of this length has not been seen
_LONGEST = 80

KINDS: dict[str | None, ValueKind] = {
    "≥": "at_least", ">": "at_least", "≤": "at_most", "<": "at_most", "=": "equal",
    "≈": "number", None: "number",
}  # fmt: skip
_ASCII_DIGIT = Pattern(r"[0-9]")
_BAND_PERCENT = Pattern(r"(.*?)[(,:]?(?:约)?([0-9.]+)(%|‰|百分比)\)?")
DAY_DIGITS = Pattern(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_SQUARES = Pattern(r"(?<![a-zA-Z])(k?m)\^?([23])(?![0-9a-zA-Z.,%])")
IN_TIME = Pattern(
    r"(?:完成|竣工|完工|验收|支付|拨付|到位|发放|交付|开工|实施|上线|启动|截止|举办|召开|投入使用)的?(?:时间|时限|期限|日期|年份)"
)
_LIKE_A_MONTH = Pattern(r"([≤<=]?)(?:19|20)[0-9]{2}\.[0-9]{1,2}")
_LOST_ZERO = Pattern(r"(?:1[0-2]|[1-9])\.[1-3]|(?:19|20)[0-9]{2}\.1")
_YEARS = Pattern(r"(?:19|20)[0-9]{2}[-~至到](?:19|20)[0-9]{2}")
_TIME_DIGITS = Pattern(r"((?:19|20)[0-9]{2})|(1[0-2]|0?[1-9])\.(3[01]|[12][0-9]|0?[1-9])")
_ERROR = Pattern(r"#(?:DIV/0|REF|N/A|NAME\?|VALUE|NUM|NULL)!?")


def parse_value(text: str | None, *, role: Role = "target", name: str = "") -> TypedValue:
    """Read the text of a target (年度指标值) or an actual result (实际完成值).

    `name` is the indicator's name, from which a missing unit may be noted. What cannot be
    read is "unreadable" with a Chinese `problem`; a wrong number is never returned.

    >>> parse_value("不少于12种").comparator, parse_value("=5(次/年）").unit
    ('≥', '次/年')
    >>> str(parse_value("12月底前").end), parse_value("及时").kind
    ('12-31', 'qualitative')
    >>> parse_value("7,00.0,77", role="actual").problem
    '“7,00.0,77”不是正确的数字，请写成如 1234.5 或 1,234.5。'
    """
    if text is None:
        return TypedValue("", "none")
    if len(text) <= _LONGEST >= len(name):
        return read_plain(text, actual=role == "actual") or _known(text, role, name)
    return _parse(text, role, name)


def _parse(text: str, role: Role, name: str) -> TypedValue:
    raw = text.strip()
    if len(raw) > _LONGEST:
        return _prose(raw, clean(raw))
    cleaned = clean(raw, lists=True)
    marks = blank_marks(cleaned)
    if marks is not None:
        return TypedValue(raw, "none", marks=marks)
    return _read(raw, without_stop(cleaned), role, clean(name) if name else "")


_known = lru_cache(maxsize=4096)(_parse)
"""Forms say the same over and over: 及时, 有效提升, 2022年12月底前."""


def _read(raw: str, text: str, role: Role, name: str) -> TypedValue:
    if is_budget(text):
        marks = ("budget", "repeats_comparator") if role == "actual" else ("budget",)
        return TypedValue(raw, "at_most", "≤", marks=marks)
    text = _dashed_day(text, name).replace("百分之百", "100%")
    if name and IN_TIME.search(name) and unit_in_name(name) is None:
        text = _time_digits(text)
    numeric = _ASCII_DIGIT.search(text) is not None
    dated = None if _is_months(text, name) else read_dates(text, deadline=role == "target")
    value = _dated(raw, text, dated, name) if dated else None
    if value is not None:
        return value
    spelled = text
    if not numeric:
        spelled = in_digits(text) or ""
    elif "分之" in text or "半" in text:
        spelled = with_parts(text)
    quantity = _quantity(spelled, name) if spelled else None
    if quantity is not None:
        return _typed(raw, quantity, role, name)
    if not numeric and not (spelled and _looks_like_a_value(spelled)):
        return _words(raw, text)
    return _no_value(raw, spelled)


def _dated(raw: str, text: str, dated: Dates, name: str) -> TypedValue | None:
    """The date; None for 2022.68, and where the name says that 2022.12 is an amount or a count."""
    if doubt := _LIKE_A_MONTH.fullmatch(text):
        if dated.problem or (name and (_COUNT_NAME.search(name) or _MONEY_NAME.search(name))):
            return None
        if doubt[1] and not IN_TIME.search(name):
            problem = (
                f"{shown(raw)}看不出是年月还是数量，请写成如 2022年12月底前 或 2022.12万元。"
            )
            return TypedValue(raw, "unreadable", problem=problem)
    if dated.problem:
        problem = f"{shown(raw)}不是正确的日期：{dated.problem}。请写成如 2022年12月31日 或 12月底前。"
        return TypedValue(raw, "unreadable", problem=problem)
    return TypedValue(raw, "date", start=dated.start, end=dated.end, marks=dated.marks)


def _quantity(text: str, name: str) -> Quantity | None:
    found = read_quantity(text)
    if found and found.upper and found.unit is None and _YEARS.fullmatch(text):
        return found if unit_in_name(name) else None  # years, or a count of something
    if found is None and ("m2" in text or "m3" in text):
        found = read_quantity(_SQUARES.sub(_squares, text))
    found = found or read_per_unit(text) or read_sentence(text)
    if found is None:
        from xltools.value.phrases import read_phrase  # few forms need it

        found = read_phrase(text, name)
    return found


def _squares(found: re.Match[str]) -> str:
    return found[1] + ("平方" if found[2] == "2" else "立方")


def _dashed_day(text: str, name: str) -> str:
    """20240831 is a day where the name counts nothing: nobody aims at twenty million."""
    match = DAY_DIGITS.fullmatch(text)
    return "-".join(match.groups()) if match and not unit_in_name(name) else text


def _time_digits(text: str) -> str:
    """Under 完成时间 2022 is a year and 12.31 a day; anywhere else they are numbers."""
    found = _TIME_DIGITS.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    return f"{year}年" if year else f"{month}月{day}日"


def time_of_number(number: Decimal, name: str, role: Role) -> TypedValue | None:
    """The date that a numeric cell under a (cleaned) name such as 完成时间 holds; else None.

    12.31 is a day, but 12.3 may have been typed as 12.30, and so 2022.1 as 2022.10.
    """
    text = plain(number)
    if not IN_TIME.search(name) or unit_in_name(name) is not None:
        return None
    if _LOST_ZERO.fullmatch(text):
        problem = f"{shown(text)}看不出是哪一天，请写成如 12月3日 或 2022年10月。"
        return TypedValue(text, "unreadable", problem=problem)
    value = parse_value(text, role=role, name=name)
    return value if value.kind == "date" else None


def _typed(raw: str, found: Quantity, role: Role, name: str) -> TypedValue:
    """A quantity in its role: 达到95% asks for it as a target and reports it as a result."""
    sign, marks = found.sign, list(found.marks)
    if found.reach and role == "target" and sign is None and found.upper is None:
        sign = found.reach
    if role == "actual":
        if found.reach and "statement" not in marks:
            marks.append("statement")
        if sign in ("≥", ">", "≤", "<"):
            marks.append("repeats_comparator")
    unit = found.unit
    if name and (unit is None or unit in BARE_SCALES):
        unit = _unit_from_name(raw, unit, name, marks)
        if unit == "?":
            problem = f"{shown(raw)}看不出单位，请写完整，如 5万元、5万人。"
            return TypedValue(raw, "unreadable", problem=problem)
    if unit == "比例" and found.value >= 2:
        marks.append("ambiguous")  # 97 of a 比例 are 97 %, or a slip
    kind: ValueKind = "range" if found.upper is not None else KINDS[sign]
    comparator: Comparator | None = sign  # type: ignore[assignment]
    return TypedValue(raw, kind, comparator, found.value, found.upper, unit, marks=tuple(marks))


def _unit_from_name(raw: str, unit: str | None, name: str, marks: list[str]) -> str | None:
    """The unit that the indicator's name states; 3万 of 参会人数(人) are 万人 and not money."""
    named = unit_in_name(name)
    if unit is None:
        if named:
            marks.append("unit_implied")
        return named
    if "元" in raw or (named and "元" in named):
        return unit
    counted = named or next((word for word in _COUNTED if _counts(name, word)), None)
    if counted is None:
        wants_a_count = _COUNT_NAME.search(name) and not _MONEY_NAME.search(name)
        return "?" if wants_a_count else unit
    if counted in ("%", "‰", "比例"):
        return "?"
    marks.append("unit_implied")
    return counted if counted[0] in "万亿" else unit.removesuffix("元") + counted


def _counts(name: str, word: str) -> bool:
    return word + "数" in name or name.endswith(word)


def _is_months(text: str, name: str) -> bool:
    """12月 under 发放月数 are twelve months and not December; 2022.12 under (万元) is money."""
    if not name or (not text[-1:].isdigit() and not text.endswith("月")):
        return False
    if text.endswith("月"):
        return text[:-1].isdecimal() and (
            "月数" in name or unit_in_name(name) in ("月", "个月")
        )
    return text.count(".") == 1 and unit_in_name(name) is not None


def _words(raw: str, text: str) -> TypedValue:
    if text and all(char in SYMBOLS for char in text):
        problem = f"{shown(raw)}只有符号没有数字，请写完整，如 ≥95%。"
        return TypedValue(raw, "unreadable", problem=problem)
    if _ERROR.match(text):
        return _error(raw)
    if any(char.isdecimal() for char in text):
        problem = f"{shown(raw)}里的数字不是 0-9，请改写成阿拉伯数字。"
        return TypedValue(raw, "unreadable", problem=problem)
    return TypedValue(raw, "qualitative", marks=word_marks(text))


def _no_value(raw: str, text: str) -> TypedValue:
    """Digits, but no value: a judgement with its degree, a sentence, or a slip."""
    degree = _BAND_PERCENT.fullmatch(text)
    if degree and _is_number(degree[2]):
        named = band(degree[1])
        if named:
            unit = canonical(degree[3])
            return TypedValue(
                raw, "qualitative", value=Decimal(degree[2]), unit=unit, marks=(named,)
            )
    if _ERROR.match(text):
        return _error(raw)
    if _looks_like_a_value(text):
        return TypedValue(raw, "unreadable", problem=_problem(raw, text))
    return _prose(raw, text)


def _error(raw: str) -> TypedValue:
    problem = f"{shown(raw)}是公式的错误值，请改正公式或直接填写数值。"
    return TypedValue(raw, "unreadable", problem=problem)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", text) is not None


def _prose(raw: str, text: str) -> TypedValue:
    marks = word_marks(text) if len(text) <= _LONGEST else ()
    if _ASCII_DIGIT.search(text):
        marks = (*marks, "number_in_text")
    return TypedValue(raw, "qualitative", marks=marks)


def _looks_like_a_value(text: str) -> bool:
    """Begins like a number and holds few words: a slip, and not a sentence."""
    if text.removesuffix("以上").removesuffix("及").endswith(RANKS):
        return False
    words = sum("一" <= char <= "鿿" for char in text)
    first = text.lstrip("-+约达到已¥￥").lstrip("(")[:2]
    first = first[1:] if first[:1] == "." else first[:1]
    if first in SYMBOLS and first:
        return words <= 20
    return bool(_ASCII_DIGIT.match(first)) and words <= 4


def _problem(raw: str, text: str) -> str:
    digits = text.lstrip(SYMBOLS + "+-")
    if re.match(r"[0-9]{1,2}月[以之]?内", digits):
        return f"{shown(raw)}看不出是月份还是月数，请写成如 12月底前 或 12个月内。"
    if re.match(r"0[0-9,]|\.[0-9]", digits):
        return f"{shown(raw)}以 0 或小数点开头，可能漏了数字或小数点，请写成如 0.95 或 95。"
    if _YEARS.fullmatch(digits):
        return f"{shown(raw)}看不出是年份还是数量，请写成如 2022年至2023年。"
    if re.match(r"[0-9]+ [0-9]", digits):
        return f"{shown(raw)}中间有空格，看不出是一个数还是两个数，请只写一个数字。"
    if re.match(r"[0-9.,]*[.,][0-9.,]*(?:$|[^0-9.,])", digits):
        return f"{shown(raw)}不是正确的数字，请写成如 1234.5 或 1,234.5。"
    if re.search(r"[0-9][^0-9.]+[0-9]", digits):
        return f"{shown(raw)}里有不止一个数字，看不出以哪个为准，请只写一个值，如 ≥95%；范围请写 80%-90%。"
    return f"{shown(raw)}读不出数值，请写成“符号＋数字＋单位”，如 ≥95% 或 12个；文字说明请写在偏差原因栏。"
