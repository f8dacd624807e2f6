"""Target and actual result in one unit, so that they can be divided."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value.units import convert, scale_of

_NEAR = Decimal("1.25")
_YEARLY = Pattern(r"(?<=/)(?:年度?|每年)$|·(?:年度?)$|(?<=/)年度?·")


def align(target: TypedValue, actual: TypedValue) -> tuple[TypedValue, TypedValue] | None:
    """Return both values in the target's unit; None if they cannot be compared.

    A unit missing on one side is the other side's, marked `unit_implied`. A target marked
    `ambiguous` (0.97 in a column of %, 97 in one of 比例) is read as the result has it where
    that leaves no doubt. None means: a side has no number, the units conflict (人, %; 人次
    counts visits and 人 heads), one says 提高 and the other 降低 or 提高到, or a number without a
    unit may be in another one than the other side names: 0.97 beside 95 %, 50000 beside
    5 万元. Nobody means 0.97 % where 95 % was the aim, and whether 97 % was meant is for a
    person to say.
    """
    if not target.marks and not actual.marks and target.unit == actual.unit is not None:
        both = target.value is not None and actual.value is not None
        return (target, actual) if both else None  # as nearly always
    if target.value is None or actual.value is None or _move_apart(target.marks, actual.marks):
        return None
    if "ambiguous" in target.marks or "ambiguous" in actual.marks:
        settled = _settled(target, actual)
        if settled is None:
            return None
        target, actual = settled
    if _in_another_size(target, actual) or _in_another_size(actual, target):
        return None
    if target.unit == actual.unit:
        return target, actual
    if target.unit is None:
        return _with_unit(target, actual.unit), actual
    if actual.unit is None:
        return target, _with_unit(actual, target.unit)
    return _converted(target, actual)


def _converted(target: TypedValue, actual: TypedValue) -> tuple[TypedValue, TypedValue] | None:
    assert actual.value is not None
    ours, theirs = _of_one_year(target.unit, actual.unit)
    value = convert(actual.value, theirs, ours)
    if value is None:
        return None
    upper = actual.upper and convert(actual.upper, theirs, ours)
    return target, replace(actual, value=value, upper=upper, unit=target.unit)


def _of_one_year(a: str | None, b: str | None) -> tuple[str | None, str | None]:
    """3次 on the form of one year are 3次/年: the year may be said on one side alone.

    A month may not: 24次 beside 2次/月 may be the year's count or the month's.
    """
    yearly = [bool(unit) and _YEARLY.search(unit or "") is not None for unit in (a, b)]
    if yearly[0] == yearly[1] or a is None or b is None:
        return a, b
    return _YEARLY.sub("", a).rstrip("/"), _YEARLY.sub("", b).rstrip("/")


def _move_apart(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """提高5% beside 降低3%, or beside 提高到95%: a change and a level."""
    both = {*ours, *theirs}
    if {"increase", "decrease"} <= both:
        return True
    change = {"increase", "decrease"}
    return (bool(change & {*ours}) and "level" in theirs) or (
        bool(change & {*theirs}) and "level" in ours
    )


def _settled(target: TypedValue, actual: TypedValue) -> tuple[TypedValue, TypedValue] | None:
    """Both sides once the doubtful one is read as the other has it; None where doubt stays.

    Doubtful alike, they are compared as they stand: 0.97 beside 0.95 in one column of %.
    Only a target is read anew: a result that falls short a hundredfold may be true.
    """
    doubts = _doubt(target), _doubt(actual)
    if doubts[0] == doubts[1]:
        return target, actual
    side, other = (target, actual) if doubts[0] else (actual, target)
    assert side.value is not None
    assert other.value is not None
    meant = side.value * 100 if side.unit == "%" else side.value
    seen = other.value * 100 if other.unit == "比例" else other.value
    if side.unit == "比例":  # nobody aims at 97 times
        if side is actual or other.unit not in ("%", "比例") or seen < 10:
            return None
        return replace(side, unit="%"), other
    if other.unit != "%" or not _may_be_a_share(side.value, seen):
        return target, actual
    clear = seen >= 50 and meant / _NEAR <= seen <= meant * _NEAR and side.value < 1
    if side is actual or not clear or target.kind == "at_most":
        return None
    return replace(side, value=meant, upper=side.upper and side.upper * 100), other


def _doubt(value: TypedValue) -> str | None:
    return value.unit if "ambiguous" in value.marks and value.unit in ("%", "比例") else None


def _in_another_size(bare: TypedValue, other: TypedValue) -> bool:
    return _fraction(bare, other) or _in_another_scale(bare, other)


def _fraction(bare: TypedValue, other: TypedValue) -> bool:
    """A bare fraction facing a percentage that a hundredfold of it would fit."""
    implied = bare.unit == "%" and "unit_implied" in bare.marks
    if other.unit != "%" or (bare.unit is not None and not implied):
        return False
    assert bare.value is not None
    assert other.value is not None
    return _may_be_a_share(bare.value, other.upper or other.value)


def _may_be_a_share(number: Decimal, percentage: Decimal) -> bool:
    if not 0 < number <= 1:
        return False
    # 0.18 against 20 %: a hundredfold comes close, so the fraction was meant as a rate
    return percentage >= 50 or percentage / 3 <= number * 100 <= percentage * 3


def _in_another_scale(bare: TypedValue, other: TypedValue) -> bool:
    """50000 beside 5万元 is in 元, and 50 beside 500000元 in 万元, or somebody erred."""
    if other.unit is None or (bare.unit is not None and "unit_implied" not in bare.marks):
        return False
    scale = scale_of(other.unit)
    if scale is None or not bare.value or not other.value:
        return False
    ratio = abs(bare.value / other.value)
    wanted = {Decimal(scale), Decimal(scale) / 10_000} if scale > 1 else {Decimal("0.0001")}
    return any(each != 1 and each / 3 <= ratio <= each * 3 for each in wanted)


def _with_unit(value: TypedValue, unit: str | None) -> TypedValue:
    return replace(value, unit=unit, marks=(*value.marks, "unit_implied"))
