"""Forms as records, for rules that no workbook of ours can show: other columns, other money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from xltools.check import check_form
from xltools.findings import Finding
from xltools.model import (
    Amount,
    Entry,
    FundingLine,
    Indicator,
    Place,
    SelfEvaluation,
    Tail,
    TypedValue,
)
from xltools.profile import Profile, load_profile
from xltools.score import score_form
from xltools.value import parse_value

SHEET = "表"
NATIONAL = load_profile("national-2020")
CATEGORIES = {"产出": "output", "效益": "outcome", "满意": "satisfaction", "成本": "cost"}
KINDS = {
    "数量": "quantity", "质量": "quality", "时效": "timeliness", "成本": "cost",
    "经济效益": "economic", "社会": "social", "生态": "environmental", "可持续": "sustainability",
    "满意": "beneficiary",
}  # fmt: skip
ALL = frozenset(
    ("category", "subcategory", "name", "target", "actual", "points", "score", "deviation_note")
)
MEASURES = ("original_budget", "revised_budget", "outturn", "points", "rate", "score")
LABELS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")


def row(
    name: str, target: str = "", actual: str = "", score: str | None = None, **more: Any
) -> dict[str, Any]:
    """One indicator as typed; `more`: level1, level2, points, note, nature, unit, judged …"""
    return {"name": name, "target": target, "actual": actual, "score": score, **more}


def money(label: str, source: str, *values: str | None, **more: Any) -> FundingLine:
    """One source: 年初, 全年, 执行 (万元), 分值, 执行率 (a ratio), 得分; None is a blank cell.

    A short list says that the form has no such columns. The row is the number of characters
    of the source's key, which differs enough between the sources.
    """
    at = 3 + len(source)
    amounts = {
        key: Amount(label, Place(SHEET, at, 4 + n), value, None if value is None else Decimal(value))
        for n, (key, label, value) in enumerate(zip(MEASURES, LABELS, values, strict=False))
    }  # fmt: skip
    return FundingLine(source, label, Place(SHEET, at, 2), amounts, **more)


def _key(words: dict[str, str], text: str | None) -> str | None:
    return next((key for word, key in words.items() if text and word in text), None)


def entry(label: str, at: int, column: int, text: str | None) -> Entry:
    """One cell."""
    return Entry(label, Place(SHEET, at, column), text or None, text or None)


def number(label: str, at: int, column: int, value: str | None) -> Amount:
    """One numeric cell."""
    return Amount(
        label, Place(SHEET, at, column), value, Decimal(value) if value is not None else None
    )


def _value(text: str, role: Any) -> TypedValue:
    return parse_value(text, role=role) if text else TypedValue("", "none")


def _indicators(rows: Sequence[dict[str, Any]]) -> list[Indicator]:
    found, heads = [], [0, 0]
    previous: tuple[str, str] = ("", "")
    for at, each in enumerate(rows, start=30):
        levels = each.get("level1", "产出指标"), each.get("level2", "数量指标")
        heads = [at if levels[n] != previous[n] else heads[n] for n in (0, 1)]
        previous = levels
        nature, unit = each.get("nature"), each.get("unit")
        sign = nature if nature and nature != "定性" else ""
        judged = each.get("judged", False)
        extra = {key: number(key, at, 20, v) for key, v in each.get("amounts", {}).items()}
        found.append(
            Indicator(
                row=at,
                category="decision" if judged else _key(CATEGORIES, levels[0]),
                subcategory=None if judged else _key(KINDS, levels[1]),
                level1=entry("一级指标", heads[0], 2, levels[0]),
                level2=entry("二级指标", heads[1], 3, levels[1]),
                name=entry("三级指标", at, 4, each["name"]),
                target=entry("年度指标值", at, 5, each["target"]),
                target_value=_value(f"{sign}{each['target']}{unit or ''}", "target"),
                actual=entry("实际完成值", at, 6, each["actual"]),
                actual_value=_value(each["actual"], "actual"),
                points=number("分值", at, 7, each.get("points")),
                typed_rate=None,
                typed_score=number("得分", at, 8, each["score"]),
                deviation_note=entry("偏差原因", at, 9, each.get("note")),
                judged=judged,
                shared_score=each.get("shared", False),
                nature=entry("指标性质", at, 10, nature) if nature is not None else None,
                unit=entry("度量单位", at, 11, unit) if unit is not None else None,
                amounts=extra,
            )
        )
    return found


def form(
    rows: Sequence[dict[str, Any]],
    *lines: FundingLine,
    columns: frozenset[str] = ALL,
    total: str | None = None,
    fields: dict[str, str] | None = None,
    **more: Any,
) -> SelfEvaluation:
    """A form of 2022 with these indicators and sources; `total` is typed at the foot."""
    labels = {"total_score": "自评得分", "review_total": "财政审核评分", "problems": "存在问题",
              "objective_planned": "预期目标", "objective_achieved": "实际完成情况",
              "deviation_analysis": "偏差大或目标未完成原因分析"}  # fmt: skip
    entries = {
        key: entry(labels.get(key, key), at, 3, text)
        for at, (key, text) in enumerate((fields or {}).items(), start=10)
    }
    tail = Tail(score=number("总分", 90, 8, total)) if total else Tail()
    return SelfEvaluation(
        profile_id="x",
        sheet=SHEET,
        fields=entries,
        year=2022,
        funding={line.source: line for line in lines},
        indicators=tuple(_indicators(rows)),
        tail=more.pop("tail", tail),
        texts={},
        columns=columns,
        **more,
    )


def findings(evaluation: SelfEvaluation, profile: Profile = NATIONAL) -> list[Finding]:
    """Everything that is to be said of a form."""
    return check_form(evaluation, score_form(evaluation, profile.policy), profile)


def said(evaluation: SelfEvaluation, profile: Profile = NATIONAL) -> list[tuple[str, str]]:
    """Number and cell of everything that is to be said."""
    found = findings(evaluation, profile)
    return [(each.code.number, each.place.a1 if each.place else "") for each in found]


def numbers(evaluation: SelfEvaluation, profile: Profile = NATIONAL) -> set[str]:
    """The numbers of the checks that have something to say."""
    return {number for number, _ in said(evaluation, profile)}


def with_policy(**changes: Any) -> Profile:
    """The national profile with another policy."""
    return replace(NATIONAL, policy=replace(NATIONAL.policy, **changes))
