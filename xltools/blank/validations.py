"""What a cell accepts, and the Chinese prompt that shows when it is entered.

A validation is a courtesy: paste passes it by, so the checker asks again. It must never
refuse what the reader accepts; where words are judged, it only warns.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from openpyxl.worksheet.datavalidation import DataValidation

from xltools.anchors import PREFIX
from xltools.blank.canvas import Area, Canvas

TITLE_LIMIT = 32
PROMPT_LIMIT = 255
ERROR_LIMIT = 225
"""Excel repairs a file whose prompt or message is longer."""


def list_name(key: str) -> str:
    """Name of a drop-down list on the hidden sheet, e.g. `xlt_list_bands`."""
    return f"{PREFIX}list_{key}"


def choice_key(field: str) -> str:
    """Key of the list of a head field's words."""
    return f"choice_{field}"


class Rule(Struct, frozen=True):
    """One rule: kind and bounds as Excel wants them, and what a person reads.

    `strict` refuses; otherwise Excel only warns, or for an open list says nothing.
    """

    title: str
    prompt: str
    error: str
    kind: Literal["whole", "decimal", "date", "textLength", "list", "custom"]
    low: str
    high: str | None = None
    strict: bool = True


def apply(canvas: Canvas, rule: Rule, areas: Iterable[Area]) -> None:
    """Put a rule on cells."""
    ranges = " ".join(area.a1 for area in areas)
    if not ranges:
        return
    open_list = rule.kind == "list" and not rule.strict
    validation = DataValidation(
        type=rule.kind,
        operator=_operator(rule),
        formula1=rule.low,
        formula2=rule.high,
        allow_blank=True,
        errorStyle="stop" if rule.strict else "warning",
        showErrorMessage=not open_list,
        showInputMessage=True,
        promptTitle=clipped(rule.title, TITLE_LIMIT),
        prompt=clipped(rule.prompt, PROMPT_LIMIT),
        errorTitle=clipped(rule.title, TITLE_LIMIT),
        error=clipped(rule.error, ERROR_LIMIT),
        sqref=ranges,
    )
    canvas.sheet.add_data_validation(validation)


def _operator(rule: Rule) -> Literal["between", "greaterThanOrEqual"] | None:
    if rule.kind in ("list", "custom"):
        return None
    return "greaterThanOrEqual" if rule.high is None else "between"


def clipped(text: str, limit: int) -> str:
    """Cut a text of somebody's own profile to what Excel takes.

    >>> clipped("一二三四五", 4)
    '一二三…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def year(label: str, hint: str) -> Rule:
    """A year such as 2020; the brackets and 年度 come from the number format."""
    error = "请填四位年度，如 2020，不要加“年”字或括号。"
    return Rule(label, hint or "填四位年度，如 2020。", error, "whole", "2000", "2100")


def amount(label: str, unit: str, hint: str = "") -> Rule:
    """Money, never below zero."""
    prompt = f"只填数字，单位：{unit}，如 19.48。没有就留空，0 表示确实为零。"
    if hint:
        prompt += f"\n{hint}"
    error = f"请只填不小于 0 的数字（单位：{unit}），如 19.48；不要带“{unit}”等文字。"
    return Rule(label, prompt, error, "decimal", "0")


def points(label: str, total: Decimal, hint: str = "") -> Rule:
    """Points of one indicator."""
    prompt = f"只填数字，如 10 或 7.5。{hint}"
    error = f"请填 0 到 {total:f} 之间的数字，不要带“分”字。"
    return Rule(label, prompt, error, "decimal", "0", f"{total:f}")


def words(label: str, hint: str, limit: int, example: str = "") -> Rule:
    """A text; longer ones are only warned of."""
    prompt = (hint or f"填写{label}。") + example
    error = f"“{label}”一般不超过 {limit} 个字，请精简；确需保留可选“是”。"
    return Rule(label, prompt, error, "textLength", "0", str(limit), strict=False)


def day(label: str, hint: str = "") -> Rule:
    """A date as Excel keeps dates."""
    error = "请填日期，如 2020-9-30。"
    prompt = hint or "填日期，如 2020-9-30。"
    return Rule(label, prompt, error, "date", "36526", "73415")  # 2000-01-01 to 2100-12-31


def choice(label: str, key: str, prompt: str, *, strict: bool = False) -> Rule:
    """One of a list; an open list offers and accepts anything else."""
    return Rule(label, prompt, "请从下拉列表中选择。", "list", list_name(key), strict=strict)


def review(label: str, most: Decimal) -> Rule:
    """A figure that only the finance bureau fills in; staff are told so."""
    prompt = "由财政部门复核时填写，填报单位不用填。"
    error = f"请填 0 到 {most:f} 之间的数字，不要带“分”字。"
    return Rule(label, prompt, error, "decimal", "0", f"{most:f}")


def share(label: str, hint: str = "") -> Rule:
    """A weight as a percentage of the whole: 25 is 25 %."""
    error = "请填 0 到 100 之间的数字，不要带“%”。"
    return Rule(label, hint or "只填数字，如 25 表示 25%。", error, "decimal", "0", "100")
