"""Targets and actual results: kinds, bounds, direction (checks 21, 23, 27–29)."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import (
    NUMERIC,
    Context,
    Rule,
    answers_otherwise,
    holds_several,
    show,
    target_words,
)
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Indicator, TypedValue
from xltools.patterns import Pattern
from xltools.widths import one_width

_SIGN = Pattern(
    r"^\s*(?:[≥≧>＞≤≦<＜=＝]+|大于等于|小于等于|不低于|不少于|不超过|不高于|大于|小于|至少|等于)|以上|以内|以下"
)
_NUMBER_ONLY = Pattern(r"[≥≤<>=]?\s*[\d.,]+\s*[%‰]?")
_DIGIT = Pattern(r"[\d一二三四五六七八九十百千万零]")
_LESS_IS_BETTER = Pattern(
    r"投诉|事故|死亡|误差|偏差|半径|距离|受灾|受害|成灾|发案|犯罪|发病|流失|违规|差错|故障|缺陷|下降|减少|降低|下浮|排放|污染|噪声|PM|耗|信访|上访|隐患|逾期|辍学|返贫|失业|空置|负债|不满意|发生|时间|时长|天数|成本|费用"
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
    for row in context.worded():
        indicator = row.indicator
        target, actual = indicator.target_value, indicator.actual_value
        if "none" in (target.kind, actual.kind) or "unreadable" in (target.kind, actual.kind):
            continue
        if _kind(target) == _kind(actual) or holds_several(indicator):
            continue
        if target.kind == "qualitative" and any(m.startswith("band") for m in actual.marks):
            continue  # 部分达成（70%）: a judgement with its degree
        if target.kind == "qualitative" and row.judged:
            continue  # 下降3% answers 逐年下降; judgement_is_given asks for a look
        if target.kind == "date" and actual.kind == "qualitative":
            yield Code.DATE_NOT_GIVEN.at(
                indicator.actual.place,
                indicator.actual.label,
                target=target_words(indicator),
                actual=indicator.actual.text,
            )
            continue
        consequence = "按实际百分数折算得分。" if row.score is not None else "不能计算得分。"
        yield Code.KIND_MISMATCH.at(
            indicator.actual.place, indicator.actual.label,
            target=target_words(indicator), target_kind=kind_name(target),
            actual=indicator.actual.text, actual_kind=kind_name(actual),
            consequence=consequence,
        )  # fmt: skip


def satisfied_is_not_done(context: Context) -> Iterator[Finding]:
    """Who is asked whether people are 满意 does not answer 完成 (23)."""
    for row in context.worded():
        indicator = row.indicator
        if answers_otherwise(indicator):
            yield Code.STATE_ANSWERED_DONE.at(
                indicator.actual.place, indicator.actual.label,
                target=indicator.target.text, actual=indicator.actual.text,
            )  # fmt: skip


def nature_fits_target(context: Context) -> Iterator[Finding]:
    """定性 goes with words, a sign with a number, where they stand in columns apart (23)."""
    for row in context.measured():
        indicator = row.indicator
        nature, target = indicator.nature, indicator.target
        if nature is None or not nature.text or not target.text:
            continue
        number = _NUMBER_ONLY.fullmatch(one_width(target.text))
        kind = None
        if "定性" in nature.text and number:
            kind = "数值"
        elif (
            "定性" not in nature.text
            and _SIGN.search(nature.text)
            and not _DIGIT.search(target.text)
        ):
            kind = "文字"
        if kind:
            yield Code.NATURE_DIFFERS.at(
                nature.place, nature.label, label=nature.label or "指标性质",
                nature=nature.text, target=target.text, kind=kind,
            )  # fmt: skip


def _kind(value: TypedValue) -> str:
    return "number" if value.kind in NUMERIC or "budget" in value.marks else value.kind


def rate_targets_possible(context: Context) -> Iterator[Finding]:
    """合格率 ≥100% or 120% promises what cannot be (27)."""
    for row in context.measured():
        indicator = row.indicator
        target = indicator.target_value
        if target.value is None or target.unit != "%" or target.value < 100:
            continue
        bounded = _BOUNDED_RATE.search(indicator.name.text or "")
        above = target.value > 100 or target.comparator in ("≥", ">")
        if bounded and above:
            yield Code.RATE_ABOVE_100.at(
                indicator.target.place, indicator.target.label,
                target=target_words(indicator), name=bounded[0],
            )  # fmt: skip


def results_possible(context: Context) -> Iterator[Finding]:
    """Nobody is 9350 % satisfied: a bounded rate is at most 100 % (27)."""
    for row in context.measured():
        indicator = row.indicator
        if "%" not in (indicator.target_value.unit, indicator.actual_value.unit):
            continue
        pair = context.aligned(indicator)
        if pair is None or pair[1].unit != "%" or (pair[1].value or 0) <= 100:
            continue
        bounded = _BOUNDED_RATE.search(indicator.name.text or "")
        if bounded:
            yield Code.RESULT_ABOVE_100.at(
                indicator.actual.place,
                indicator.actual.label,
                actual=indicator.actual.text,
                name=bounded[0],
            )


def direction_fits_kind(context: Context) -> Iterator[Finding]:
    """≤ does not suit a benefit, ≥ does not suit a cost (28)."""
    for row in context.measured():
        indicator = row.indicator
        sign = indicator.target_value.comparator
        if sign is None or sign == "=":
            continue
        name = indicator.name.text or ""
        if context.is_cost(indicator):
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
    for row in context.costs():
        indicator = row.indicator
        target = indicator.target_value
        if target.kind in ("none", "unreadable"):
            continue
        unit = target.unit or indicator.actual_value.unit
        money = unit is not None and ("元" in unit)
        saving = _SAVING.search(indicator.name.text or "") and unit == "%"
        bare = unit is None and target.kind in NUMERIC
        if not (money or saving or bare or "budget" in target.marks):
            yield Code.COST_NOT_MONEY.at(
                indicator.target.place, indicator.target.label,
                name=indicator.name.text, target=target_words(indicator),
            )  # fmt: skip


def actual_is_measured(context: Context) -> Iterator[Finding]:
    """An actual of ≥95% repeats the target and measures nothing (21)."""
    for row in context.measured():
        actual, entry = row.indicator.actual_value, row.indicator.actual
        text = entry.text or ""
        if actual.kind not in NUMERIC or (text[:1].isdigit() and "以" not in text):
            continue
        sign = _SIGN.search(text)
        if "budget" in actual.marks or sign is None:
            continue
        example = (
            f"{show(actual.value)}{actual.unit or ''}" if actual.value is not None else "97%"
        )
        yield Code.ACTUAL_REPEATS_TARGET.at(
            entry.place, entry.label, actual=entry.text, sign=sign[0].strip(), example=example
        )


RULES: tuple[Rule, ...] = (
    kinds_agree,
    satisfied_is_not_done,
    nature_fits_target,
    rate_targets_possible,
    results_possible,
    direction_fits_kind,
    cost_is_money,
    actual_is_measured,
)
