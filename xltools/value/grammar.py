"""One cell's text → one typed value. The order of trying is the order of `_read`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, TypeAlias

from xltools.model import Comparator, TypedValue, ValueKind
from xltools.patterns import Pattern
from xltools.value.dates import read_dates
from xltools.value.problems import shown
from xltools.value.quantity import RANKS, SYMBOLS, Quantity, read_quantity
from xltools.value.sentences import in_digits, read_per_unit, read_sentence
from xltools.value.text import clean, without_stop
from xltools.value.units import canonical, unit_in_name
from xltools.value.words import band, blank_marks, is_budget, word_marks

Role: TypeAlias = Literal["target", "actual"]

# longer texts are prose; a typed value of this length has not been seen
_LONGEST = 80

_KINDS: dict[str | None, ValueKind] = {
    "≥": "at_least", ">": "at_least", "≤": "at_most", "<": "at_most", "=": "equal",
    "≈": "number", None: "number",
}  # fmt: skip
_ASCII_DIGIT = Pattern(r"[0-9]")
_PERCENT_WORDS = Pattern(r"百分之([0-9.]+)")
_BAND_PERCENT = Pattern(r"(.*?)[(,:]?(?:约)?([0-9.]+)(%|‰|百分比)\)?")
DAY_DIGITS = Pattern(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
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
    raw = text.strip()
    if len(raw) > _LONGEST:
        return _prose(raw, clean(raw))
    cleaned = clean(raw)
    marks = blank_marks(cleaned)
    if marks is not None:
        return TypedValue(raw, "none", marks=marks)
    return _read(raw, without_stop(cleaned), role, clean(name) if name else "")


def _read(raw: str, text: str, role: Role, name: str) -> TypedValue:
    if is_budget(text):
        marks = ("budget", "repeats_comparator") if role == "actual" else ("budget",)
        return TypedValue(raw, "at_most", "≤", marks=marks)
    text = _dashed_day(text, name).replace("百分之百", "100%")
    numeric = _ASCII_DIGIT.search(text) is not None
    dated = None if _is_months(text, name) else read_dates(text, deadline=role == "target")
    if dated is not None:
        if dated.problem:
            problem = f"{shown(raw)}不是正确的日期：{dated.problem}。请写成如 2022年12月31日 或 12月底前。"
            return TypedValue(raw, "unreadable", problem=problem)
        return TypedValue(raw, "date", start=dated.start, end=dated.end, marks=dated.marks)
    if not numeric:
        spelled = in_digits(text)
        if spelled is None:
            return _words(raw, text)
        text = spelled
    elif "百分之" in text:
        text = _PERCENT_WORDS.sub(r"\1%", text)
    quantity = read_quantity(text)
    if quantity is None:
        quantity = read_per_unit(text) or read_sentence(text)
    if quantity is not None:
        return _typed(raw, quantity, role, name)
    return _no_value(raw, text)


def _dashed_day(text: str, name: str) -> str:
    """20240831 is a day where the name counts nothing: nobody aims at twenty million."""
    match = DAY_DIGITS.fullmatch(text)
    return "-".join(match.groups()) if match and not unit_in_name(name) else text


def _typed(raw: str, found: Quantity, role: Role, name: str) -> TypedValue:
    """A quantity in its role: 达到95% asks for it as a target and reports it as a result."""
    sign, marks = found.sign, list(found.marks)
    if found.reach and role == "target" and sign is None:
        sign = "≥"
    if role == "actual":
        if found.reach and "statement" not in marks:
            marks.append("statement")
        if sign in ("≥", ">", "≤", "<"):
            marks.append("repeats_comparator")
    unit = found.unit
    if unit in (None, "万元") and name:
        unit = _unit_from_name(raw, unit, name, marks)
    kind: ValueKind = "range" if found.upper is not None else _KINDS[sign]
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
    counted = named or next(
        (word for word in ("人次", "人") if word + "数" in name or name.endswith(word)), None
    )
    if counted is None or counted == "%":
        return unit
    marks.append("unit_implied")
    return "万" + counted


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
    first = text.lstrip("-+约达到已¥￥").lstrip("(")[:1]
    if first in SYMBOLS and first:
        return words <= 20
    return bool(_ASCII_DIGIT.match(first)) and words <= 4


def _problem(raw: str, text: str) -> str:
    digits = text.lstrip(SYMBOLS + "+-")
    if re.match(r"[0-9]+ [0-9]", digits):
        return f"{shown(raw)}中间有空格，看不出是一个数还是两个数，请只写一个数字。"
    if re.match(r"[0-9.,]*[.,][0-9.,]*(?:$|[^0-9.,])", digits):
        return f"{shown(raw)}不是正确的数字，请写成如 1234.5 或 1,234.5。"
    if re.search(r"[0-9][^0-9.]+[0-9]", digits):
        return f"{shown(raw)}里有不止一个数字，看不出以哪个为准，请只写一个值，如 ≥95%；范围请写 80%-90%。"
    return f"{shown(raw)}读不出数值，请写成“符号＋数字＋单位”，如 ≥95% 或 12个；文字说明请写在偏差原因栏。"
