"""Is everything there that the form asks for? (checks 40–43)"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import Context, Rule, is_part_row, is_satisfaction, says
from xltools.check.money import MONEY, total_line
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Amount, Entry, Indicator, IndicatorScore, TypedValue
from xltools.patterns import Pattern
from xltools.value import says_none, says_nothing

COMPUTED = ("total_score", "review_total", "grade")
"""Fields of the head that are scored, by us or by the bureau, and not asked of a person."""

_INSTRUCTION = Pattern(
    r"[(（【\[][^)）】\]]{0,20}(字以内|字以上|字左右|请填写|请说明|据实填写|可另附|附表说明)[^)）】\]]{0,20}[)）】\]]"
    r"|^[(（]?请(在此)?(填写|填列|说明|输入|描述)"
    r"|\*\*|[X×]{3,}|…{2,}|_{3,}"
    r"|^包括.{4,}等。?$|^包括[^，。；]{4,40}。?$"
)
_NOT_A_SENTENCE = Pattern(r"[\d.,，%％\s]+(?:万?元)?|无|略|同上")


def required_fields_filled(context: Context) -> Iterator[Finding]:
    """A required head field is not blank (40, 42)."""
    for field in context.profile.form.fields:
        entry = context.evaluation.fields.get(field.key)
        if not field.required or entry is None:
            continue
        if field.key in COMPUTED:
            continue
        if entry.text is None and field.key.startswith(
            ("objective_planned", "objective_achieved")
        ):
            yield Code.OBJECTIVE_EMPTY.at(entry.place, entry.label, label=entry.label)
        elif entry.text is None or (field.kind != "long_text" and says_nothing(entry.text)):
            hint = field.hint and f"{field.hint}。"
            yield Code.REQUIRED_EMPTY.at(entry.place, entry.label, label=entry.label, hint=hint)


def total_amounts_filled(context: Context) -> Iterator[Finding]:
    """Budget and outturn of the year are not blank: everything else hangs on them (38, 42)."""
    line = total_line(context)
    for measure in context.profile.form.funding.measures:
        amount = line.amounts.get(measure.key) if line else None
        if amount is None or measure.computed or amount.value is not None:
            continue
        if measure.key == "original_budget":
            yield Code.ORIGINAL_BUDGET_EMPTY.at(amount.place, amount.label, label=amount.label)
        elif measure.key in MONEY or (measure.key == "points" and context.is_scored):
            hint = "" if measure.key == "points" else "没有的填 0。"
            yield Code.REQUIRED_EMPTY.at(
                amount.place, amount.label, label=amount.label, hint=hint
            )


def indicator_cells_filled(context: Context) -> Iterator[Finding]:
    """A row that is begun has name, target, actual and points (42); fillers do not count.

    Of these, the ones that the form has. What an evaluator judges has no target but needs
    his finding and his score.
    """
    for row in context.scores.indicators:
        indicator, name = row.indicator, row.indicator.name
        if _is_filled(row):
            continue
        if name.text is None or says_nothing(name.text):
            yield Code.NAME_MISSING.at(name.place, name.label, where=name.place.a1)
        if row.left_out != "not_applicable" and (row.score is None or indicator.judged):
            yield from _blank_values(context, indicator)
        for amount in _numbers_needed(context, row):
            if amount.value is None:
                yield Code.REQUIRED_EMPTY.at(
                    amount.place, amount.label, label=amount.label, hint=""
                )


def _is_filled(row: IndicatorScore) -> bool:
    """True for a row in which nothing can be missing, as most are: it has its score."""
    indicator, name = row.indicator, row.indicator.name.text
    scored = row.score is not None and indicator.points.value is not None
    return scored and not indicator.judged and name is not None and not says_nothing(name)


def _blank_values(context: Context, indicator: Indicator) -> Iterator[Finding]:
    for entry, value in _values_needed(context, indicator):
        if "placeholder" in value.marks:
            yield Code.INSTRUCTION_LEFT.at(entry.place, entry.label, text=value.raw)
        elif value.kind == "none" and entry is indicator.actual and entry.text:
            meaning = "（没有发生或不适用）" if says_none(value) else ""
            yield Code.RESULT_SAYS_NONE.at(
                entry.place, entry.label, label=entry.label, text=entry.text, meaning=meaning
            )
        elif value.kind == "none":
            zero = entry is indicator.actual and indicator.target_value.value == 0
            hint = "没有发生的填 0。" if zero else ""
            yield Code.REQUIRED_EMPTY.at(entry.place, entry.label, label=entry.label, hint=hint)


def _columns(context: Context, indicator: Indicator) -> frozenset[str]:
    """The columns of the table that the row stands in: some forms have a second one."""
    for table in context.profile.form.assessments:
        if table.key == indicator.category:
            return frozenset(column.key for column in table.columns)
    return context.evaluation.columns


def _values_needed(
    context: Context, indicator: Indicator
) -> Iterator[tuple[Entry, TypedValue]]:
    columns = _columns(context, indicator)
    if "target" in columns and not indicator.judged:
        yield indicator.target, indicator.target_value
    # the result of the row 预算执行率 is computed from the funding table
    if "actual" in columns and not indicator.is_execution:
        yield indicator.actual, indicator.actual_value


def _numbers_needed(context: Context, row: IndicatorScore) -> Iterator[Amount]:
    indicator = row.indicator
    columns = _columns(context, indicator)
    if "points" in columns and not is_part_row(indicator) and not indicator.shared_score:
        yield indicator.points
    typed_only = indicator.judged or "points" not in columns
    own = not indicator.shared_score and not indicator.is_execution
    if "score" in columns and typed_only and row.score is None and own:
        yield indicator.typed_score


def objectives_are_sentences(context: Context) -> Iterator[Finding]:
    """A goal cell that holds only a number or 无 says nothing (40)."""
    for key, entry in context.evaluation.fields.items():
        goal = key.startswith(("objective_planned", "objective_achieved"))
        if goal and entry.text and _NOT_A_SENTENCE.fullmatch(entry.text):
            yield Code.OBJECTIVE_A_NUMBER.at(
                entry.place, entry.label, label=entry.label, text=entry.text
            )


def instructions_removed(context: Context) -> Iterator[Finding]:
    """No instruction text or placeholder is left in a text (41).

    Names of indicators are spared: printed templates hold ** (≥**人) and stay as they are.
    """
    evaluation = context.evaluation
    entries = [*evaluation.fields.values(), *evaluation.texts.values()]
    entries += [indicator.deviation_note for indicator in evaluation.indicators]
    entries += [line.reason for line in evaluation.funding.values() if line.reason]
    for entry in entries:
        text = entry.text
        found = _INSTRUCTION.search(text) if text and _may_instruct(text) else None
        if found:
            yield Code.INSTRUCTION_LEFT.at(entry.place, entry.label, text=found[0])


def _may_instruct(text: str) -> bool:
    """False for most texts, at once: each way to instruct has one of these in it."""
    return (
        "字" in text or "请" in text or "填" in text or "附" in text or "包括" in text
        or "*" in text or "…" in text or "_" in text or "XX" in text or "×" in text
    )  # fmt: skip


def kinds_of_indicator_present(context: Context) -> Iterator[Finding]:
    """Quantity, outcome and satisfaction indicators are there (43; 10号文第十三条).

    Asked only of a form that prints 一级 or 二级指标, and only for kinds it has a place for.
    """
    rows = [row for row in context.evaluation.indicators if not row.is_execution]
    if not rows:
        return
    place = rows[-1].name.place
    blocks = context.profile.form.indicators.categories
    offered = {block.key for block in blocks}
    offered |= {sub.key for block in blocks for sub in block.subcategories}
    kinds = {row.category for row in rows} | {row.subcategory for row in rows}
    missing = []
    if context.has("subcategory") and "quantity" in offered:
        own_words = (
            "数量",
            "职责履行",
            "履职",
        )  # 职责履行 of 财预〔2013〕53号 holds the counts
        found = "quantity" in kinds or any(says(row.level2.text, own_words) for row in rows)
        missing += [] if found else ["数量指标"]
    if context.has("category") and "outcome" in offered and "outcome" not in kinds:
        missing.append("效益指标")
    if context.has("category") and offered & {"satisfaction", "beneficiary"}:
        missing += [] if any(map(is_satisfaction, rows)) else ["满意度指标"]
    for kind in missing:
        yield Code.KIND_OF_INDICATOR_MISSING.at(place, "绩效指标", kind=kind)


RULES: tuple[Rule, ...] = (
    required_fields_filled,
    total_amounts_filled,
    indicator_cells_filled,
    objectives_are_sentences,
    instructions_removed,
    kinds_of_indicator_present,
)
