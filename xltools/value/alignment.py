"""Target and actual result in one unit, so that they can be divided."""

from __future__ import annotations

from msgspec.structs import replace

from xltools.model import TypedValue
from xltools.value.units import convert


def align(target: TypedValue, actual: TypedValue) -> tuple[TypedValue, TypedValue] | None:
    """Return both values in the target's unit; None if they cannot be compared.

    A unit missing on one side is the other side's, marked `unit_implied`. None means:
    a side has no number, the units conflict (人, %), one says 提高 and the other 降低, or a
    bare fraction faces a percentage that a hundredfold of it would fit: nobody means 0.97 %
    where 95 % was the aim, and whether 97 % was meant is for a person to say.
    """
    if target.value is None or actual.value is None:
        return None
    if {"increase", "decrease"} <= {*target.marks, *actual.marks}:
        return None
    if _bare_fraction(target, actual) or _bare_fraction(actual, target):
        return None
    if target.unit == actual.unit:
        return target, actual
    if target.unit is None:
        return _with_unit(target, actual.unit), actual
    if actual.unit is None:
        return target, _with_unit(actual, target.unit)
    value = convert(actual.value, actual.unit, target.unit)
    if value is None:
        return None
    upper = actual.upper and convert(actual.upper, actual.unit, target.unit)
    return target, replace(actual, value=value, upper=upper, unit=target.unit)


def _bare_fraction(bare: TypedValue, other: TypedValue) -> bool:
    if other.unit != "%" or (bare.unit is not None and "unit_implied" not in bare.marks):
        return False
    assert bare.value is not None
    assert other.value is not None
    if not 0 < bare.value <= 1:
        return False
    # 0.18 against 20 %: a hundredfold comes close, so the fraction was meant as a rate
    return other.value >= 50 or other.value / 3 <= bare.value * 100 <= other.value * 3


def _with_unit(value: TypedValue, unit: str | None) -> TypedValue:
    return replace(value, unit=unit, marks=(*value.marks, "unit_implied"))
