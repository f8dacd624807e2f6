"""预算执行: its score, and the reasons that a low rate or a changed budget needs (5, 35–37)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.check.context import Context, Rule, says, show, stem
from xltools.check.money import amount_of, cells_of, total_line
from xltools.codes import Code
from xltools.decimals import half_up, percent
from xltools.findings import Finding
from xltools.model import Amount, Entry, FundingLine, Indicator
from xltools.value import says_nothing

_ABOUT_EXECUTION = (
    "执行率", "执行数", "未支付", "未执行", "未使用", "结余", "结转", "支付进度", "支出进度", "剩余",
    "尾款", "质保金", "执行进度", "支出率", "资金未",
)  # fmt: skip
_ABOUT_ADJUSTMENT = (
    "调整", "追加", "调增", "调减", "核减", "压减", "结转", "收回", "统筹", "下达", "年中", "新增",
    "变更", "增加预算", "减少预算", "预算增加", "预算减少", "压缩",
)  # fmt: skip
_SPENT_LESS = (
    "节约", "节支", "节省", "结余", "中标", "招标", "尾款", "质保金", "保证金", "结算", "审计", "审定",
    "未支付", "未付", "待支付", "下年支付", "跨年", "发票", "核减",
)  # fmt: skip
_EXPLAINING = ("原因", "偏差", "说明", "问题", "执行", "资金", "预算")
_EXPLAINING_KEYS = ("problems", "funds_use", "deviation_analysis", "other_matters", "other")
_MUCH_UNSPENT = Decimal("0.8")
_EXECUTION_NAMES = ("预算执行率", "执行率", "资金执行率", "预算执行情况")


def execution_score_is_right(context: Context) -> Iterator[Finding]:
    """A typed score of the execution rate is what the rule gives (5)."""
    rule, trace = _rule_score(context)
    for amount in _typed_scores(context):
        if amount.value is None or rule is None:
            continue
        if abs(amount.value - rule) > context.policy.tolerance:
            yield Code.EXECUTION_SCORE_DIFFERS.at(
                amount.place, amount.label, typed=show(amount.value), score=show(rule),
                gap=show(abs(amount.value - rule)), trace=trace,
            )  # fmt: skip
    yield from _judged_execution_score(context)


def _typed_scores(context: Context) -> Iterator[Amount]:
    for row in context.scores.indicators:
        if row.indicator.is_execution:
            yield row.indicator.typed_score
    total = total_line(context)
    if total and "score" in total.amounts:
        yield total.amounts["score"]


def _rule_score(context: Context) -> tuple[Decimal | None, str]:
    """What the execution rate earns, and how.

    Where the total's row is blank or 0 but the sources hold money, it is computed from
    them; where no amounts are given at all, from the printed rate.
    """
    execution, policy = context.scores.execution, context.policy
    if execution.score is not None and execution.rate is not None:
        return execution.score, execution.trace
    points = execution.points
    outturn, base = amount_of(context, "outturn"), amount_of(context, policy.execution.base)
    if points is None or points < 0:
        return None, ""
    if base and outturn is not None:
        top, bottom = policy.execution.earned(outturn, base)
        score = half_up(points * top / bottom, policy.score_places)
        sums = f"{show(outturn)} ÷ {show(base)} = {percent(outturn / base)}"
        product = f"{show(points)} × {percent(top / bottom)} = {show(score)}"
        return score, f"总额为 0 或空白，按各分项之和：{sums}；{product}"
    total = total_line(context)
    typed = total.value("rate") if total else None
    if typed is None or base is not None or typed < 0:
        return None, ""
    top, bottom = policy.execution.earned(typed, Decimal(1))
    score = half_up(points * top / bottom, policy.score_places)
    return score, f"按填报的执行率：{show(points)} × {percent(top / bottom)} = {show(score)}"


def _judged_execution_score(context: Context) -> Iterator[Finding]:
    """预算执行率 among the items that an evaluator scores follows its formula all the same (5)."""
    rate = context.scores.execution.rate
    for indicator in context.evaluation.indicators:
        typed, points = indicator.typed_score, indicator.points.value
        if not indicator.judged or indicator.is_execution or rate is None:
            continue
        if stem(indicator.name.text) not in _EXECUTION_NAMES or not points:
            continue
        score = half_up(points * max(Decimal(0), min(rate, Decimal(1))), 2)
        if typed.value is not None and abs(typed.value - score) > context.policy.tolerance:
            yield Code.EXECUTION_SCORE_DIFFERS.at(
                typed.place, typed.label, typed=show(typed.value), score=show(score),
                gap=show(abs(typed.value - score)),
                trace=f"{show(points)} × {percent(rate)} = {show(score)}",
            )  # fmt: skip


def low_execution_is_explained(context: Context) -> Iterator[Finding]:
    """An execution rate below the policy's threshold needs a reason (35; 四川 90 %)."""
    rate, threshold = _rate(context), context.policy.execution.reason_below
    cell = next(cells_of(context, "outturn"), None)
    if rate is None or rate >= threshold or cell is None:
        return
    rows = [r.indicator for r in context.scores.indicators if r.indicator.is_execution]
    if any(True for _ in _reasons(context, _ABOUT_EXECUTION)):
        return
    note = rows[0].deviation_note if rows and context.has("deviation_note") else None
    yield Code.LOW_EXECUTION_WITHOUT_REASON.at(
        note.place if note else cell.place, note.label if note else cell.label,
        rate=percent(rate), threshold=percent(threshold), where=_where(context, note),
    )  # fmt: skip


def _where(context: Context, note: Entry | None) -> str:
    if note is not None:
        return f"“{note.label}”"
    total = total_line(context)
    if total and total.reason is not None:
        return f"资金表的“{total.reason.label}”"
    for _, entry in context.texts():
        if says(entry.label, ("偏差", "偏离", "未完成原因")):
            return f"“{entry.label}”"
    return "报告文本“资金投入和使用情况”" if context.evaluation.texts else "自评表或自评报告"


def _rate(context: Context) -> Decimal | None:
    """The execution rate; from the sources where the total is blank or 0, else as printed."""
    if context.scores.execution.rate is not None:
        return context.scores.execution.rate
    outturn = amount_of(context, "outturn")
    base = amount_of(context, context.policy.execution.base)
    if base and outturn is not None:
        return outturn / base
    total = total_line(context)
    return total.value("rate") if total and base is None else None


def _reasons(context: Context, words: tuple[str, ...]) -> Iterator[str]:
    """Texts that say why money was not spent or was adjusted.

    What stands in the reason column of the money or in the row 预算执行率 is such a reason
    whatever its words; a text elsewhere must speak of the matter.
    """
    for line in context.evaluation.funding.values():
        if line.reason and line.reason.text and not says_nothing(line.reason.text):
            yield line.reason.text
    for indicator in context.evaluation.indicators:
        text = indicator.deviation_note.text
        if text and (indicator.is_execution or says(text, words)) and not says_nothing(text):
            yield text
    for key, entry in context.texts():
        explains = key in _EXPLAINING_KEYS or says(entry.label, _EXPLAINING)
        if entry.text and explains and says(entry.text, words):
            yield entry.text


def outputs_fit_execution(context: Context) -> Iterator[Finding]:
    """Much money unspent and yet every output complete: one of the two needs a word (36)."""
    rate = _rate(context)
    cell = next(cells_of(context, "outturn"), None)
    rows = [row for row in context.measured() if row.indicator.category == "output"]
    if rate is None or rate >= _MUCH_UNSPENT or cell is None or len(rows) < 2:
        return
    saved = any(says(text, _SPENT_LESS) for text in _reasons(context, _SPENT_LESS))
    if not saved and all(
        _complete(row.indicator, row.completion_rate, row.score) for row in rows
    ):
        yield Code.LOW_EXECUTION_ALL_DONE.at(
            cell.place, cell.label, rate=percent(rate), count=len(rows)
        )


def _complete(indicator: Indicator, rate: Decimal | None, score: Decimal | None) -> bool:
    """True if the row claims that its output is all there."""
    points, typed = indicator.points.value, indicator.typed_score.value
    if points is not None and (typed is not None or score is not None):
        return (typed if typed is not None else score) == points
    if rate is not None and indicator.subcategory != "cost":
        return rate >= 1
    return indicator.subcategory == "cost" or indicator.actual_value.kind != "none"


def budget_change_is_explained(context: Context) -> Iterator[Finding]:
    """A budget changed by a tenth during the year needs a reason (37; 四川 any change)."""
    limit = context.policy.execution.adjustment_reason
    original, revised = (
        amount_of(context, "original_budget"),
        amount_of(context, "revised_budget"),
    )
    cell = next(cells_of(context, "revised_budget"), None)
    if limit is None or original is None or not revised or cell is None or original == revised:
        return
    if original < 0 or abs(revised - original) < limit * original:
        return
    carried = context.evaluation.funding.get("carry_over")
    if carried and revised - original == _added(carried):
        return  # the difference is last year's money
    if any(True for _ in _reasons(context, _ABOUT_ADJUSTMENT)):
        return
    share = percent(abs(revised - original) / original) if original else ""
    change = (
        f"{'调增' if revised > original else '调减'} {share}" if original else "年初没有安排"
    )
    yield Code.BUDGET_CHANGED.at(
        cell.place, cell.label, source=_name(total_line(context)), original=show(original),
        revised=show(revised), change=change,
    )  # fmt: skip


def _added(line: FundingLine) -> Decimal:
    zero = Decimal(0)
    return (line.value("revised_budget") or zero) - (line.value("original_budget") or zero)


def _name(line: FundingLine | None) -> str:
    return line.label.strip(":： ") if line else "项目资金"


RULES: tuple[Rule, ...] = (
    execution_score_is_right,
    low_execution_is_explained,
    outputs_fit_execution,
    budget_change_is_explained,
)
