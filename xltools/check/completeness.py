"""Is everything there that the form asks for? (checks 40–43)"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.check.context import Context, Rule
from xltools.codes import Code
from xltools.findings import Finding
from xltools.patterns import Pattern
from xltools.value import says_nothing

_INSTRUCTION = Pattern(
    r"[(（【\[][^)）】\]]{0,20}(字以内|字以上|字左右|请填写|请说明|据实填写|可另附|附表说明)[^)）】\]]{0,20}[)）】\]]"
    r"|^[(（]?请(在此)?(填写|填列|说明|输入|描述)"
    r"|\*\*|[X×]{3,}|…{2,}|_{3,}"
    r"|^包括.{4,}等。?$"
)
_NOT_A_SENTENCE = Pattern(r"[\d.,，%％\s]+(?:万?元)?|无|略|同上")


def required_fields_filled(context: Context) -> Iterator[Finding]:
    """A required head field is not blank (40, 42)."""
    for field in context.profile.form.fields:
        entry = context.evaluation.fields.get(field.key)
        if not field.required or entry is None:
            continue
        if entry.text is None and field.key.startswith("objective_"):
            yield Code.OBJECTIVE_EMPTY.at(entry.place, entry.label, label=entry.label)
        elif entry.text is None or (field.kind != "long_text" and says_nothing(entry.text)):
            hint = field.hint and f"{field.hint}。"
            yield Code.REQUIRED_EMPTY.at(entry.place, entry.label, label=entry.label, hint=hint)


def total_amounts_filled(context: Context) -> Iterator[Finding]:
    """Budget and outturn of the year are not blank: everything else hangs on them (38, 42)."""
    line = context.evaluation.funding.get("total")
    for measure in context.profile.form.funding.measures:
        amount = line.amounts.get(measure.key) if line else None
        if amount is None or measure.computed or amount.value is not None:
            continue
        if measure.key == "original_budget":
            yield Code.ORIGINAL_BUDGET_EMPTY.at(amount.place, amount.label, label=amount.label)
            continue
        hint = "" if measure.key == "points" else "没有的填 0。"
        yield Code.REQUIRED_EMPTY.at(amount.place, amount.label, label=amount.label, hint=hint)


def indicator_cells_filled(context: Context) -> Iterator[Finding]:
    """A row that is begun has name, target, actual and points (42); fillers do not count."""
    for indicator in context.evaluation.indicators:
        name = indicator.name
        if name.text is None or says_nothing(name.text):
            yield Code.NAME_MISSING.at(name.place, name.label, where=name.place.a1)
        cells = [(indicator.target, indicator.target_value)]
        if not indicator.is_execution:  # its actual is computed from the funding table
            cells.append((indicator.actual, indicator.actual_value))
        for entry, value in cells:
            if "placeholder" in value.marks:
                yield Code.INSTRUCTION_LEFT.at(entry.place, entry.label, text=value.raw)
            elif value.kind == "none":
                zero = entry is indicator.actual and indicator.target_value.value == 0
                hint = "没有发生的填 0。" if zero else ""
                yield Code.REQUIRED_EMPTY.at(
                    entry.place, entry.label, label=entry.label, hint=hint
                )
        points = indicator.points
        if points.value is None:
            yield Code.REQUIRED_EMPTY.at(
                points.place, points.label, label=points.label, hint=""
            )


def objectives_are_sentences(context: Context) -> Iterator[Finding]:
    """A goal cell that holds only a number or 无 says nothing (40)."""
    for key in ("objective_planned", "objective_achieved"):
        entry = context.evaluation.fields.get(key)
        if entry and entry.text and _NOT_A_SENTENCE.fullmatch(entry.text):
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
    for entry in entries:
        found = _INSTRUCTION.search(entry.text) if entry.text else None
        if found:
            yield Code.INSTRUCTION_LEFT.at(entry.place, entry.label, text=found[0])


def kinds_of_indicator_present(context: Context) -> Iterator[Finding]:
    """Quantity, outcome and satisfaction indicators are there (43; 10号文第十三条)."""
    rows = context.evaluation.indicators
    if not rows:
        return
    place = rows[-1].name.place
    subcategories = {row.subcategory for row in rows}
    categories = {row.category for row in rows}
    if "quantity" not in subcategories:
        yield Code.KIND_OF_INDICATOR_MISSING.at(place, "绩效指标", kind="数量指标")
    if "outcome" not in categories:
        yield Code.KIND_OF_INDICATOR_MISSING.at(place, "绩效指标", kind="效益指标")
    if "satisfaction" not in categories:
        yield Code.KIND_OF_INDICATOR_MISSING.at(place, "绩效指标", kind="满意度指标")


RULES: tuple[Rule, ...] = (
    required_fields_filled,
    total_amounts_filled,
    indicator_cells_filled,
    objectives_are_sentences,
    instructions_removed,
    kinds_of_indicator_present,
)
