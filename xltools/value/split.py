"""指标性质 | 指标值 | 度量单位 in three cells → one typed value.

The three cells must agree; where they contradict each other the value is unreadable and
the problem says how. A result (`role` "actual") takes the unit column's unit when its cell
names none, and never the sign.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import plain
from xltools.model import CellValue, TypedValue
from xltools.patterns import Pattern
from xltools.value.cells import parse_cell_value
from xltools.value.columns import Nature, UnitColumn, read_nature, read_unit
from xltools.value.grammar import IN_TIME, KINDS, Role, parse_value
from xltools.value.numbers import NUMBER, chinese_number, exact, has_doubtful_start, to_decimal
from xltools.value.plain import BARE_SCALES
from xltools.value.problems import shown
from xltools.value.quantity import read_lead
from xltools.value.text import clean
from xltools.value.units import same_dimension

_UP, _DOWN = ("≥", ">"), ("≤", "<")
_MONTHS = Pattern(r"([0-9]{1,3})月")
_YEAR = Pattern(r"(?:19|20)[0-9]{2}")
_PARTS_OF_A_DATE = ("年", "月", "日")


def parse_split_value(
    nature: str | None,
    raw: CellValue,
    text: str | None,
    unit: str | None,
    *,
    role: Role = "target",
    name: str = "",
) -> TypedValue:
    """Read a value whose sign and unit stand in columns of their own.

    `nature` is 指标性质 or 计算符号, `unit` 度量单位 or 计量单位, both as a person reads them; `raw` and
    `text` are the value's cell, as for `parse_cell_value`, and its text is `raw` of the
    result. Blank columns leave the value as its cell has it. Marks: `unit_twice` (97% under
    %), `unit_differs` (the cell's own unit stands: 3万元 under 元), `unit_implied` (a result took
    the column's unit), `unit_conflict` (a result in another kind of unit), `ambiguous` (0.97
    under %, 97 under 比例: `align` decides by the other side), `nature_conflict` (定性 beside a
    number, a sign beside words), `nature_unknown` (a word that names no direction we know).

    >>> value = parse_split_value("≧", 735, "735", "人次")
    >>> value.kind, value.comparator, str(value.value), value.unit
    ('at_least', '≥', '735', '人次')
    >>> parse_split_value("≤", "≥95", "≥95", "%").problem
    '“≥95”与指标性质“≤”矛盾，请核对，只保留一个符号。'
    >>> parse_split_value("≧", "735", "735", "人次", role="actual").marks
    ('unit_implied',)
    """
    column = read_unit(unit) if unit else UnitColumn()
    value = _cell(raw, text, column, role, name)
    if value.kind in ("none", "unreadable"):
        return value
    counted = _scaled(column, name) if column.kind == "scale" else column
    value = _with_unit(value, counted, unit or "", role)
    if counted is not column and value.unit and "元" not in value.unit:
        value = _mark(value, "unit_implied")
    if role == "actual" or value.kind == "unreadable" or not nature:
        return value
    meant = read_nature(nature)
    return _with_sign(value, meant, nature) if meant.known else _mark(value, "nature_unknown")


def _refused(value: TypedValue, why: str) -> TypedValue:
    return TypedValue(value.raw, "unreadable", problem=f"{shown(value.raw)}{why}")


def _mark(value: TypedValue, mark: str) -> TypedValue:
    return value if mark in value.marks else replace(value, marks=(*value.marks, mark))


# --- the cell of the value


def _cell(
    raw: CellValue, text: str | None, column: UnitColumn, role: Role, name: str
) -> TypedValue:
    """The value's cell alone, knowing what its unit column leaves possible."""
    seen = text if text is not None else raw if isinstance(raw, str) else ""
    if column.kind == "none":
        return parse_cell_value(raw, text, role=role, name=name)
    number = _plain_number(raw, seen)
    if number is not None and column.kind in ("unit", "scale"):
        if _is_date_part(number, column.unit, name):
            value = parse_value(f"{plain(number)}{column.unit}", role=role)
            return replace(value, raw=seen or plain(number))
        return TypedValue((seen or plain(number)).strip(), "number", value=number)
    if column.unit in ("月", "个月") and not IN_TIME.search(name):
        months = _MONTHS.fullmatch(clean(seen))
        if months:  # 12月 in a column of 月 are twelve months
            number = Decimal(months[1])
            return TypedValue(seen.strip(), "number", value=number, unit=column.unit)
    in_time = column.kind == "date"
    if column.unit == "月份" and number in range(1, 13):
        value = parse_value(f"{number}月", role=role)
        return replace(value, raw=seen or str(number))
    value = parse_cell_value(raw, text, role=role, name="完成时间" if in_time else "")
    if in_time and value.is_numeric and value.kind != "qualitative" and value.unit is None:
        return _refused(value, "不是日期，请写成如 2022年12月31日。")
    return value


def _plain_number(raw: CellValue, seen: str) -> Decimal | None:
    """The number in the cell if it holds nothing else, not even a percent format."""
    if isinstance(raw, str):
        cleaned = clean(seen, lists=True)
        if NUMBER.fullmatch(cleaned):
            return None if has_doubtful_start(cleaned) else to_decimal(cleaned)
        spelled = chinese_number(cleaned)  # 十二 in a column of 次
        return None if spelled is None else Decimal(spelled)
    return None if seen.rstrip().endswith(("%", "％")) else exact(raw)


def _is_date_part(number: Decimal, unit: str | None, name: str) -> bool:
    """2022 in a column of 年 is a year, and 12 in one of 月 December under 完成时间."""
    if unit == "年":
        return _YEAR.fullmatch(plain(number)) is not None
    return unit == "月" and IN_TIME.search(name) is not None and number in range(1, 13)


# --- the unit


def _scaled(column: UnitColumn, name: str) -> UnitColumn:
    """万 in the unit column counts what the indicator's name says, or money."""
    unit = parse_value(f"1{column.unit}", name=name).unit
    return UnitColumn("unit" if unit else "unknown", unit)


def _with_unit(value: TypedValue, column: UnitColumn, printed: str, role: Role) -> TypedValue:
    if column.kind == "none":
        return value
    if value.kind == "date":
        if column.kind != "unit" or column.unit in _PARTS_OF_A_DATE or role == "actual":
            return value
        return _refused(value, f"是日期，度量单位却是{shown(printed)}，请核对。")
    if value.value is None or value.kind == "qualitative":
        return value
    if column.kind == "words":
        return _mark(value, "nature_conflict")
    if column.unit is None or column.kind != "unit":
        if role == "actual" or value.unit is not None:
            return value
        return _refused(value, f"的度量单位{shown(printed)}读不懂，请填写如 %、人次、万元。")
    return _in_one_unit(value, column.unit, printed, role)


def _in_one_unit(value: TypedValue, unit: str, printed: str, role: Role) -> TypedValue:
    if value.unit is None:
        return _from_column(value, unit, role)
    own = value.unit
    if own in BARE_SCALES and "元" not in value.raw:
        value = _in_scale(value, own, unit)
        own = value.unit or own
        if own.endswith(unit):
            return value
    return _two_units(value, own, unit, printed, role)


def _in_scale(value: TypedValue, own: str, unit: str) -> TypedValue:
    """5万 in a column of 亩 are 5万亩: the 元 that 万 alone stands for was never written."""
    if same_dimension(unit, "%") or same_dimension(unit, "百分点"):
        return value
    scale = own.removesuffix("元")
    if unit.startswith(scale):
        return replace(value, unit=unit)
    return value if unit[0] in "十百千万亿" else replace(value, unit=scale + unit)


def _from_column(value: TypedValue, unit: str, role: Role) -> TypedValue:
    assert value.value is not None
    size = abs(value.upper or value.value)
    doubtful = (unit == "%" and 0 < size <= 1) or (unit == "比例" and size >= 2)
    value = replace(value, unit=unit)
    if role == "actual":
        value = _mark(value, "unit_implied")
    return _mark(value, "ambiguous") if doubtful else value


def _two_units(value: TypedValue, own: str, unit: str, printed: str, role: Role) -> TypedValue:
    """The cell names a unit as well: the same, one that converts, or a contradiction."""
    if own == unit:
        return _mark(value, "unit_twice")
    top, _, below = unit.partition("/")
    if below and "/" not in own and same_dimension(own, top):
        return replace(value, unit=f"{own}/{below}")
    more_exact = not below and same_dimension(own.partition("/")[0], unit)
    if more_exact or same_dimension(own, unit) or {own, unit} <= {"%", "百分点", "个百分点"}:
        return _mark(value, "unit_differs")
    if role == "actual":
        return _mark(value, "unit_conflict")
    return _refused(value, f"与度量单位{shown(printed)}矛盾，请核对，只保留一个单位。")


# --- the sign


def _with_sign(value: TypedValue, meant: Nature, printed: str) -> TypedValue:
    if value.kind == "qualitative":
        clash = bool(meant.sign or meant.quantitative or meant.problem)
        return _mark(value, "nature_conflict") if clash else value
    if meant.problem:
        return _refused(value, f"的{meant.problem}，请填写 ≥、≤、＝ 或 定性。")
    if value.kind == "date":
        return _date_with_sign(value, meant, printed)
    if meant.sign is None:
        return _mark(value, "nature_conflict") if meant.qualitative else value
    if meant.soft and (meant.sign == "≤" or "decrease" in value.marks) and _changes(value):
        return _mark(value, "nature_conflict")  # 反向 beside 降低5%: at least, or at most
    sign = _one_sign(value, meant)
    if sign is None:
        return _refused(value, f"与指标性质{shown(printed)}矛盾，请核对，只保留一个符号。")
    return _signed(value, sign)


def _signed(value: TypedValue, sign: str) -> TypedValue:
    if value.kind == "range" or "budget" in value.marks:
        return value
    if sign == "≈":
        value = _mark(value, "approximate")
    return replace(value, kind=KINDS[sign], comparator=sign)


def _changes(value: TypedValue) -> bool:
    return "increase" in value.marks or "decrease" in value.marks


def _date_with_sign(value: TypedValue, meant: Nature, printed: str) -> TypedValue:
    """≤ makes a month or year a deadline; not before a day is no target that we know."""
    if meant.sign in _UP:
        if meant.soft:
            return _mark(value, "nature_conflict")
        return _refused(value, f"是日期，指标性质却是{shown(printed)}，请核对；期限请用 ≤。")
    if meant.sign in _DOWN and not meant.soft and value.start == value.end:
        return replace(value, start=None)
    return value


def _one_sign(value: TypedValue, meant: Nature) -> str | None:
    """The sign of cell and column together; None if they point apart."""
    sign, own = meant.sign, value.comparator
    if value.kind == "range":
        return "=" if meant.soft or sign == "=" else None
    if own in (None, "≈", sign):
        return sign
    lead = read_lead(clean(value.raw))
    written = lead[0].sign if lead else own
    if written is None and lead and lead[0].reach and _only_reached(value):
        return sign
    same = any(own in side and sign in side for side in (_UP, _DOWN))
    if not same:
        return None
    if meant.soft:
        return own
    return sign if written is None else None  # 95%以上 under > is more than 95 %


def _only_reached(value: TypedValue) -> bool:
    """The sign comes from 达到 or 降至 and not from a bound."""
    return parse_value(value.raw, role="actual").comparator is None
