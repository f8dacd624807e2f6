"""Units of targets and actual results (checks 24–26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from xltools.check.context import NUMERIC, Context, Rule, bare_name, says, target_words
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Indicator, TypedValue
from xltools.patterns import Pattern
from xltools.remembered import LONGEST
from xltools.value import same_dimension
from xltools.value.text import clean
from xltools.value.units import unit_in_name
from xltools.widths import one_width

_BRACKETED = Pattern(r"[(（]([^)）]*)[)）]")
_TWICE = Pattern(r"%\s*(%|百分比|百分点)|百分比\s*%|百分之.*%")
_NOT_A_SHARE = Pattern(r"(频|效|功|速|分辨|汇|利|税|倍|斜|曲)率$")


def units_agree(context: Context) -> Iterator[Finding]:
    """Target and actual name the same unit, and both name it (24).

    On a form with a column for the unit it is written there, once for both.
    """
    apart = context.has("unit")
    for row in context.measured():
        indicator = row.indicator
        target, actual = indicator.target_value, indicator.actual_value
        if target.unit and target.unit == actual.unit and not (target.marks or actual.marks):
            continue  # as nearly always
        if (
            "budget" in (*target.marks, *actual.marks)
            or target.value is None
            or actual.value is None
        ):
            continue
        if target.kind not in NUMERIC or actual.kind not in NUMERIC:
            continue
        texts = {"target": target_words(indicator), "actual": indicator.actual.text}
        written = _written_unit(target), _written_unit(actual)
        if context.aligned(indicator) is None:
            yield Code.UNIT_CONFLICT.at(indicator.actual.place, indicator.actual.label, **texts)
        elif apart and indicator.unit is not None:
            if not indicator.unit.text and not any(written):
                entry = indicator.unit
                yield Code.UNIT_ABSENT.at(entry.place, entry.label, target=texts["target"])
        elif bool(written[0]) != bool(written[1]):
            if _is_bare_zero(target, actual) or _is_named(indicator):
                continue
            bare = indicator.actual if written[0] else indicator.target
            unit = written[0] or written[1]
            yield Code.UNIT_MISSING.at(bare.place, bare.label, unit=unit, **texts)
        elif (
            not any(written)
            and not _is_bare_zero(target, actual)
            and not _BRACKETED.search(indicator.name.text or "")
        ):
            yield Code.UNIT_ABSENT.at(
                indicator.target.place, indicator.target.label, target=texts["target"]
            )


def _is_bare_zero(target: TypedValue, actual: TypedValue) -> bool:
    """True for 0 beside 0起: nothing is nothing in any unit."""
    return 0 in (target.value, actual.value)


def _is_named(indicator: Indicator) -> bool:
    """True for ≥90 and 95% under 满意度（%）: the name gives both sides their unit.

    Not for a plain 100 beside 100%: to any formula one is a hundred times the other.
    """
    target, actual = indicator.target_value, indicator.actual_value
    plain = target.kind == actual.kind == "number" and "%" in (target.unit, actual.unit)
    return not plain and unit_in_name(clean(indicator.name.text or "")) is not None


def _written_unit(value: TypedValue) -> str | None:
    return None if "unit_implied" in value.marks else value.unit


def unit_fits_name(context: Context) -> Iterator[Finding]:
    """人数 is not counted in 个, a *率 is a percentage, 月数 is not money (25)."""
    for row in context.measured():
        indicator = row.indicator
        name = indicator.name.text or ""
        unit = indicator.target_value.unit or indicator.actual_value.unit
        misfit = _unit_misfit if len(name) <= LONGEST else _unit_misfit.__wrapped__
        why = misfit(bare_name(name), unit) if unit else None
        if why:
            place = (
                indicator.target.place
                if indicator.target_value.unit
                else indicator.actual.place
            )
            yield Code.UNIT_AGAINST_NAME.at(
                place, indicator.name.label, name=name, unit=unit, why=why
            )


SHARES = ("%", "‰", "比例", "倍", "百分点")
_EFFECTS = ("促进", "推动", "推进", "保障", "维护", "有利于", "带动", "助力", "支持", "服务")
_SHARES_IN_NAME = (
    "率",
    "比",
    "度",
    "占",
    "覆盖",
    "完成",
    "达标",
    "情况",
    "水平",
    "增",
    "减",
    "下降",
    "到位",
)
_STATED = ("元", "万元", "%", "人", "次", "个", "‰", "户", "台", "天", "公里", "米", "亩", "吨")


@lru_cache(maxsize=2048)
def _unit_misfit(name: str, unit: str) -> str | None:
    folded = one_width(name)
    bare, stated = _BRACKETED.sub("", folded).strip(), _BRACKETED.findall(folded)
    money = unit in ("元", "千元", "万元", "亿元")
    if bare.endswith("率") and not _NOT_A_SHARE.search(bare) and unit not in SHARES:
        return "“率”应是百分数"
    top = unit.split("/", maxsplit=1)[0]
    if bare.endswith("人次") and not (same_dimension(top, "人次") or same_dimension(top, "人")):
        return "人次应以“人次”为单位"
    if bare.endswith(("人数", "人员数")) and not same_dimension(top, "人"):
        return "人数应以“人”为单位"
    if bare.endswith(("月数", "天数", "次数", "户数", "台数", "个数", "数量")):
        if money or unit == "%":
            return "数量不应以金额或百分数为单位"
        if bare.endswith(("月数", "天数")) and any(each in ("元", "万元") for each in stated):
            return "名称是时间，括号里却是金额"
    if unit == "%" and bare.startswith(_EFFECTS) and not says(bare, _SHARES_IN_NAME):
        return "名称说的是作用，不是比率"
    units = [each for each in stated if each in _STATED]
    if units and not same_dimension(units[0], unit):
        return f"名称括号里写的是{units[0]}"
    return None


def percent_written_once(context: Context) -> Iterator[Finding]:
    """100%% and 100%百分比 say it twice (26)."""
    for row in context.measured():
        for entry in (row.indicator.target, row.indicator.actual):
            text = entry.text or ""
            if (
                text.count("%") < 2
                and "％" not in text
                and "百分" not in text
                and "﹪" not in text
            ):
                continue
            text = one_width(text)
            if _TWICE.search(text):
                clean = re.sub(r"(%|百分比|百分点)[%百分比点\s]*$", "%", text).replace(
                    "百分之", ""
                )
                yield Code.PERCENT_DOUBLED.at(
                    entry.place, entry.label, text=entry.text, clean=clean
                )


def unit_written_once(context: Context) -> Iterator[Finding]:
    """A % in the column of units is not written again beside the figure (26).

    Another unit that stands twice misleads nobody.
    """
    for row in context.measured():
        unit = row.indicator.unit
        text = one_width(unit.text or "") if unit else ""
        if unit is None or not text.startswith(("%", "百分")):
            continue
        for entry in (row.indicator.target, row.indicator.actual):
            value = one_width(entry.text or "").strip()
            if value.endswith("%") and value[:1].isdigit():
                yield Code.UNIT_TWICE.at(
                    entry.place, entry.label, label=unit.label, unit=unit.text,
                    other=entry.label,
                )  # fmt: skip


RULES: tuple[Rule, ...] = (
    units_agree,
    unit_fits_name,
    percent_written_once,
    unit_written_once,
)
