"""One cell, whatever it holds → a typed value, an amount, a rate, points, a year."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xltools.decimals import plain
from xltools.model import CellValue, Day, MoneyUnit, TypedValue
from xltools.patterns import Pattern
from xltools.value.grammar import DAY_DIGITS, Role, parse_value, time_of_number
from xltools.value.numbers import NUMBER_PATTERN, exact, to_decimal
from xltools.value.problems import ValueParseError, shown
from xltools.value.text import clean
from xltools.value.units import unit_in_name
from xltools.value.words import blank_marks

# units of money → power of ten of one of them in 万元
_MONEY = {
    "元": -4,
    "千元": -1,
    "万元": 0,
    "万": 0,
    "百万元": 2,
    "千万元": 3,
    "亿元": 4,
    "亿": 4,
}
_AMOUNT = Pattern(
    rf"(?:人民币|[¥￥])?(?P<number>{NUMBER_PATTERN})"
    r"(?:\(?(?P<unit>百万元|千万元|亿元|万元|千元|元|万|亿)\)?)?整?"
)
# 100(含上年结转20), 100;其中中央60: what follows tells more of the amount
_COMPOSED = Pattern(
    r"(.*?[0-9元万亿])(?:\((?:其中|包括|包含|含)[^()]*\)|[;,](?:其中|包括|包含|含).*)"
)
_RATE = Pattern(rf"(?P<number>{NUMBER_PATTERN})(?P<unit>%+|‰|百分比|%百分比)?")
_PERCENT_WORDS = Pattern(r"百分之(?P<number>[0-9]+(?:\.[0-9]+)?)")
_NUMBER = Pattern(rf"(?P<number>{NUMBER_PATTERN})")
_POINTS = Pattern(rf"\(?(?P<number>{NUMBER_PATTERN})分?\)?")
_YEAR = Pattern(r"\(?((?:19|20)[0-9]{2})年?度?\)?")
_LONGEST = 80
"""Longer texts are no numbers, though they be all of digits."""

_LIKE_A_MONTH = Pattern(r"(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])")


def parse_cell_value(
    raw: CellValue, text: str | None = None, *, role: Role = "target", name: str = ""
) -> TypedValue:
    """Read a cell that holds a target or an actual result.

    `text` is the cell as a person reads it; a number whose text ends in % is a percentage.
    Fillers that the reader blanked (`text` None) are read from `raw` when that is text.

    >>> parse_cell_value(0.95, "95%").value, parse_cell_value(274.65999999999997).value
    (Decimal('95'), Decimal('274.66'))
    >>> str(parse_cell_value(date(2022, 12, 30), role="actual").start)
    '2022-12-30'
    """
    if raw is None or isinstance(raw, str):
        return parse_value(text if text is not None else raw, role=role, name=name)
    seen = text or str(raw)
    if isinstance(raw, date):
        return _date_value(raw, seen, role)
    if isinstance(raw, (bool, time, timedelta)):
        kind = "逻辑值" if isinstance(raw, bool) else "时间"
        problem = f"单元格里是{kind}{shown(seen)}，请写数字、日期或文字。"
        return TypedValue(seen, "unreadable", problem=problem)
    number = exact(raw)
    if number is None:
        problem = f"单元格里是{shown(seen)}，不是数字，或大得不合常理，请重新填写。"
        return TypedValue(seen, "unreadable", problem=problem)
    if text and text.rstrip().endswith(("%", "％")):
        value = Decimal(format((number * 100).normalize(), "f"))
        return TypedValue(text, "number", value=value, unit="%")
    if DAY_DIGITS.fullmatch(plain(number)):
        return parse_value(plain(number), role=role, name=name)
    if name and (dated := time_of_number(number, clean(name), role)):
        return dated
    return _number_value(number, text or plain(number), name)


def _number_value(number: Decimal, seen: str, name: str) -> TypedValue:
    unit = unit_in_name(clean(name)) if name else None
    marks = ("unit_implied",) if unit else ()
    if unit is None and _LIKE_A_MONTH.fullmatch(plain(number)):
        marks = ("ambiguous",)  # 2022.12 typed into a cell: December, or a number
    return TypedValue(seen, "number", value=number, unit=unit, marks=marks)


def _date_value(raw: date, seen: str, role: Role) -> TypedValue:
    day = Day(raw.year, raw.month, raw.day)
    return TypedValue(seen, "date", start=None if role == "target" else day, end=day)


def parse_number(raw: CellValue) -> Decimal | None:
    """Return the plain number in a cell; None if the cell is blank or a filler.

    >>> parse_number("１，234.50"), parse_number(130.0), parse_number("—")
    (Decimal('1234.50'), Decimal('130'), None)

    Raises:
        ValueParseError: the cell holds something else.
    """
    found = _match(raw, _NUMBER, "请填写数字，如 238.93")
    return found if not isinstance(found, re.Match) else to_decimal(found["number"])


def parse_amount(raw: CellValue, *, unit: MoneyUnit = "万元") -> Decimal | None:
    """Return an amount of money in 万元; None if the cell is blank or a filler.

    `unit` is the form's unit, for numbers without one. A unit in the cell is converted
    exactly.

    >>> parse_amount("１，234.50 万元"), parse_amount("5亿元"), parse_amount(120, unit="元")
    (Decimal('1234.50'), Decimal('50000'), Decimal('0.0120'))

    Raises:
        ValueParseError: the cell holds no amount.
    """
    if isinstance(raw, str) and (composed := _COMPOSED.fullmatch(clean(raw))):
        raw = composed[1]
    if isinstance(raw, str):
        raw = raw.strip().removeprefix("'")
    found = _match(raw, _AMOUNT, f"请填写数字（单位：{unit}），如 238.93")
    if found is None:
        return None
    if isinstance(found, Decimal):
        return _shifted(found, _MONEY[unit])
    return _shifted(to_decimal(found["number"]), _MONEY[found["unit"] or unit])


def _shifted(value: Decimal, power: int) -> Decimal:
    return Decimal(format(value.scaleb(power), "f")) if power else value


def parse_points(raw: CellValue) -> Decimal | None:
    """Return points: 15, “15分”, 15.0; None if the cell is blank or a filler.

    Raises:
        ValueParseError: the cell holds no number of points.
    """
    found = _match(raw, _POINTS, "分值和得分请填写数字，如 15")
    return found if not isinstance(found, re.Match) else to_decimal(found["number"])


def parse_rate(raw: CellValue, *, percent_number: bool | None = None) -> Decimal | None:
    """Return a rate as a ratio (0.958 is 95.8 %); None if the cell is blank or a filler.

    Text with % or ‰ says what it is. A bare number is a percentage if `percent_number`
    (the heading says "(%)"), a ratio if that is False. If it is None, forms write 100, 1
    and 0.958: up to 1.5 it is a ratio, from 10 on a percentage, and what lies between is
    refused, for 5 may be either.

    >>> parse_rate("95.8%"), parse_rate(0.958), parse_rate("100"), parse_rate(1)
    (Decimal('0.958'), Decimal('0.958'), Decimal('1.00'), Decimal('1'))

    Raises:
        ValueParseError: no rate, or one that may be read in two ways.
    """
    remedy = "请填写百分数，如 95.8%"
    if isinstance(raw, str) and "百分之" in raw:
        raw = _PERCENT_WORDS.sub(r"\g<number>%", clean(raw))
    found = _match(raw, _RATE, remedy)
    if found is None:
        return None
    value = found if isinstance(found, Decimal) else to_decimal(found["number"])
    if isinstance(found, re.Match) and found["unit"]:
        return _shifted(value, -3 if found["unit"] == "‰" else -2)
    if percent_number is None:
        if Decimal("1.5") < abs(value) < 10:
            raise ValueParseError(
                f"看不出{shown(plain(value))}是百分之{plain(value)}还是{plain(value)}倍，{remedy}。"
            )
        percent_number = abs(value) >= 10
    return _shifted(value, -2) if percent_number else value


def parse_year(raw: CellValue) -> int | None:
    """Return the year: 2020, “（2020年度）”; None if the cell is blank or a filler.

    >>> parse_year("（２０２０年度）"), parse_year(2020.0), parse_year(None)
    (2020, 2020, None)

    Raises:
        ValueParseError: the cell holds no year between 1900 and 2099.
    """
    if isinstance(raw, date):
        return raw.year
    text = plain(number) if (number := exact(raw)) is not None else raw
    found = _match(text, _YEAR, "年度请填写四位数字，如 2022")
    return int(found[1]) if isinstance(found, re.Match) else None


def _match(raw: CellValue, pattern: Pattern, remedy: str) -> re.Match[str] | Decimal | None:
    """A cell's number, or the match of its text; None for a blank cell."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        number = exact(raw)
        if number is None:
            kind = "日期" if isinstance(raw, (date, datetime)) else ""
            if isinstance(raw, bool):
                kind, raw = "逻辑值", str(raw).upper()
            elif isinstance(raw, float):
                kind = "大得不合常理的数"
            raise ValueParseError(f"单元格里是{kind}{shown(raw)}，{remedy}。")
        return number
    text = clean(raw)
    if blank_marks(text) is not None:
        return None
    found = pattern.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise ValueParseError(f"{shown(raw)}不能读成数字，{remedy}。")
    return found
