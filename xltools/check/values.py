"""Targets and actual results: kinds, units, direction (checks 21, 23–29)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from xltools.check.context import Context, Rule, holds_several, show
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Indicator, TypedValue
from xltools.patterns import Pattern
from xltools.value import align, same_dimension

NUMERIC = ("at_least", "at_most", "equal", "number", "range")
_BRACKETED = Pattern(r"[(（]([^)）]*)[)）]")
_SIGN = Pattern(
    r"^\s*(?:[≥≧>＞≤≦<＜=＝]+|大于等于|小于等于|不低于|不少于|不超过|不高于|大于|小于|至少|等于)|以上|以内|以下"
)
_NOT_A_SHARE = Pattern(r"(频|效|功|速|分辨|汇|利|税|倍|斜|曲)率$")
_LESS_IS_BETTER = Pattern(
    r"投诉|事故|死亡|受灾|受害|成灾|发案|犯罪|发病|流失|违规|差错|故障|缺陷|下降|减少|降低|下浮|排放|污染|噪声|PM|耗|信访|上访|隐患|逾期|辍学|返贫|失业|空置|负债|不满意|发生|时间|时长|天数|成本|费用"
)
_SAVING = Pattern(r"节约|节支|降低|下浮|结余|标准|补助|控制率|超支")
# ratios that cannot pass 100 %; growth rates (增长率, 增幅) can
_BOUNDED_RATE = Pattern(
    r"(合格|达标|满意|覆盖|到位|及时|准确|知晓|普及|解决|合规|优良|完好|参与|就业|入学|办结|发放|拨付|接种|处置|落实)(率|度)"
)


def kind_name(value: TypedValue) -> str:
    """What kind of thing a cell holds, in words."""
    if value.kind in NUMERIC:
        return "百分数" if value.unit == "%" else "数值"
    if "number_in_text" in value.marks:
        return "读不出单一数值的文字"
    return {"date": "日期", "qualitative": "定性描述"}.get(value.kind, "空白")


def kinds_agree(context: Context) -> Iterator[Finding]:
    """A qualitative target has a qualitative result, a number a number, a date a date (23)."""
    for row in context.rows():
        indicator = row.indicator
        target, actual = indicator.target_value, indicator.actual_value
        if "none" in (target.kind, actual.kind) or "unreadable" in (target.kind, actual.kind):
            continue
        if _kind(target) == _kind(actual) or holds_several(indicator):
            continue
        if target.kind == "qualitative" and any(m.startswith("band") for m in actual.marks):
            continue  # 部分达成（70%）: a judgement with its degree
        if target.kind == "date" and actual.kind == "qualitative":
            yield Code.DATE_NOT_GIVEN.at(
                indicator.actual.place,
                indicator.actual.label,
                target=indicator.target.text,
                actual=indicator.actual.text,
            )
            continue
        consequence = "按实际百分数折算得分。" if row.score is not None else "不能计算得分。"
        yield Code.KIND_MISMATCH.at(
            indicator.actual.place, indicator.actual.label,
            target=indicator.target.text, target_kind=kind_name(target),
            actual=indicator.actual.text, actual_kind=kind_name(actual),
            consequence=consequence,
        )  # fmt: skip


def _kind(value: TypedValue) -> str:
    return "number" if value.kind in NUMERIC or "budget" in value.marks else value.kind


def units_agree(context: Context) -> Iterator[Finding]:
    """Target and actual name the same unit, and both name it (24)."""
    for row in context.rows():
        indicator = row.indicator
        target, actual = indicator.target_value, indicator.actual_value
        if (
            "budget" in (*target.marks, *actual.marks)
            or target.value is None
            or actual.value is None
        ):
            continue
        if target.kind not in NUMERIC or actual.kind not in NUMERIC:
            continue
        texts = {"target": indicator.target.text, "actual": indicator.actual.text}
        written = _written_unit(target), _written_unit(actual)
        if align(target, actual) is None:
            yield Code.UNIT_CONFLICT.at(indicator.actual.place, indicator.actual.label, **texts)
        elif bool(written[0]) != bool(written[1]):
            bare = indicator.actual if written[0] else indicator.target
            unit = written[0] or written[1]
            yield Code.UNIT_MISSING.at(bare.place, bare.label, unit=unit, **texts)
        elif not any(written) and not _BRACKETED.search(indicator.name.text or ""):
            yield Code.UNIT_ABSENT.at(
                indicator.target.place, indicator.target.label, target=indicator.target.text
            )


def _written_unit(value: TypedValue) -> str | None:
    return None if "unit_implied" in value.marks else value.unit


def unit_fits_name(context: Context) -> Iterator[Finding]:
    """人数 is not counted in 个, a *率 is a percentage, 月数 is not money (25)."""
    for row in context.rows():
        indicator = row.indicator
        name = indicator.name.text or ""
        unit = indicator.target_value.unit or indicator.actual_value.unit
        why = _unit_misfit(name, unit) if unit else None
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
_STATED = ("元", "万元", "%", "人", "次", "个", "‰", "户", "台", "天", "公里", "米", "亩", "吨")


def _unit_misfit(name: str, unit: str) -> str | None:
    folded = unicodedata.normalize("NFKC", name)
    bare, stated = _BRACKETED.sub("", folded).strip(), _BRACKETED.findall(folded)
    money = unit in ("元", "千元", "万元", "亿元")
    if bare.endswith("率") and not _NOT_A_SHARE.search(bare) and unit not in SHARES:
        return "“率”应是百分数"
    if bare.endswith(("人数", "人次", "人员数")) and not same_dimension(
        unit.split("/", maxsplit=1)[0], "人"
    ):
        return "人数应以“人”为单位"
    if bare.endswith(("月数", "天数", "次数", "户数", "台数", "个数", "数量")):
        if money or unit == "%":
            return "数量不应以金额或百分数为单位"
        if bare.endswith(("月数", "天数")) and any(each in ("元", "万元") for each in stated):
            return "名称是时间，括号里却是金额"
    units = [each for each in stated if each in _STATED]
    if units and not same_dimension(units[0], unit):
        return f"名称括号里写的是{units[0]}"
    return None


def percent_written_once(context: Context) -> Iterator[Finding]:
    """100%% and 100%百分比 say it twice (26)."""
    for row in context.rows():
        for entry in (row.indicator.target, row.indicator.actual):
            text = unicodedata.normalize("NFKC", entry.text or "")
            if re.search(r"%\s*(%|百分比|百分点)|百分比\s*%|百分之.*%", text):
                clean = re.sub(r"(%|百分比|百分点)[%百分比点\s]*$", "%", text).replace(
                    "百分之", ""
                )
                yield Code.PERCENT_DOUBLED.at(
                    entry.place, entry.label, text=entry.text, clean=clean
                )


def rate_targets_possible(context: Context) -> Iterator[Finding]:
    """合格率 ≥100% or 120% promises what cannot be (27)."""
    for row in context.rows():
        indicator = row.indicator
        target = indicator.target_value
        bounded = _BOUNDED_RATE.search(indicator.name.text or "")
        if target.value is None or target.unit != "%" or not bounded:
            continue
        if target.value > 100 or (target.value == 100 and target.comparator in ("≥", ">")):
            yield Code.RATE_ABOVE_100.at(
                indicator.target.place, indicator.target.label,
                target=indicator.target.text, name=bounded[0],
            )  # fmt: skip


def results_possible(context: Context) -> Iterator[Finding]:
    """Nobody is 9350 % satisfied: a bounded rate is at most 100 % (27)."""
    for row in context.rows():
        indicator = row.indicator
        pair = align(indicator.target_value, indicator.actual_value)
        bounded = _BOUNDED_RATE.search(indicator.name.text or "")
        if pair and bounded and pair[1].unit == "%" and (pair[1].value or 0) > 100:
            yield Code.RESULT_ABOVE_100.at(
                indicator.actual.place,
                indicator.actual.label,
                actual=indicator.actual.text,
                name=bounded[0],
            )


def direction_fits_kind(context: Context) -> Iterator[Finding]:
    """≤ does not suit a benefit, ≥ does not suit a cost (28)."""
    for row in context.rows():
        indicator = row.indicator
        sign = indicator.target_value.comparator
        name = indicator.name.text or ""
        if indicator.subcategory == "cost":
            if sign in ("≥", ">") and not _SAVING.search(name):
                yield Code.FLOOR_ON_COST.at(
                    indicator.target.place, indicator.target.label, name=name, sign=sign
                )
        elif sign in ("≤", "<") and _wants_more(indicator, name):
            yield Code.CEILING_ON_BENEFIT.at(
                indicator.target.place, indicator.target.label,
                name=name, sign=sign, subcategory=indicator.level2.text or "数量指标",
            )  # fmt: skip


def _wants_more(indicator: Indicator, name: str) -> bool:
    """Benefits, satisfaction and quantities want more, except counts of what is bad."""
    if _LESS_IS_BETTER.search(name):
        return False
    return (
        indicator.category in ("outcome", "satisfaction") or indicator.subcategory == "quantity"
    )


def cost_is_money(context: Context) -> Iterator[Finding]:
    """A cost indicator states an amount, or a rate of saving (29)."""
    for row in context.rows():
        indicator = row.indicator
        target = indicator.target_value
        if indicator.subcategory != "cost" or target.kind in ("none", "unreadable"):
            continue
        unit = target.unit or indicator.actual_value.unit
        money = unit is not None and ("元" in unit)
        saving = _SAVING.search(indicator.name.text or "") and unit == "%"
        bare = unit is None and target.kind in NUMERIC
        if not (money or saving or bare or "budget" in target.marks):
            yield Code.COST_NOT_MONEY.at(
                indicator.target.place, indicator.target.label,
                name=indicator.name.text, target=indicator.target.text,
            )  # fmt: skip


def actual_is_measured(context: Context) -> Iterator[Finding]:
    """An actual of ≥95% repeats the target and measures nothing (21)."""
    for row in context.rows():
        actual, entry = row.indicator.actual_value, row.indicator.actual
        sign = _SIGN.search(entry.text or "")
        if actual.kind not in NUMERIC or "budget" in actual.marks or sign is None:
            continue
        example = (
            f"{show(actual.value)}{actual.unit or ''}" if actual.value is not None else "97%"
        )
        yield Code.ACTUAL_REPEATS_TARGET.at(
            entry.place, entry.label, actual=entry.text, sign=sign[0].strip(), example=example
        )


RULES: tuple[Rule, ...] = (
    kinds_agree,
    units_agree,
    unit_fits_name,
    percent_written_once,
    rate_targets_possible,
    results_possible,
    direction_fits_kind,
    cost_is_money,
    actual_is_measured,
)
