"""Is everything there that the form asks for? (checks 40–43)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltools.check.context import Context, Rule
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry
from xltools.patterns import Pattern

_INSTRUCTION = Pattern(
    r"[(（【\[][^)）】\]]{0,20}(字以内|字以上|字左右|请填写|请说明|据实填写|可另附|附表说明)[^)）】\]]{0,20}[)）】\]]"
    r"|^[(（]?请(在此)?(填写|填列|说明|输入|描述)"
    r"|\*\*|[X×]{3,}|…{2,}|_{3,}"
    r"|^包括.{4,}等。?$"
)


def required_fields_filled(context: Context) -> Iterator[Finding]:
    """A required head field is not blank (42)."""
    for field in context.profile.form.fields:
        entry = context.evaluation.fields.get(field.key)
        if field.required and entry is not None and entry.text is None:
            if field.key.startswith("objective_"):
                what = "没有填"
                yield Code.OBJECTIVE_EMPTY.at(
                    entry.place, entry.label, label=entry.label, what=what
                )
            else:
                hint = field.hint and f"（{field.hint}）"
                yield Code.REQUIRED_EMPTY.at(
                    entry.place, entry.label, label=entry.label, hint=hint
                )


def total_amounts_filled(context: Context) -> Iterator[Finding]:
    """The total's budget and outturn are not blank: everything else hangs on them (42)."""
    line = context.evaluation.funding.get("total")
    for measure in context.profile.form.funding.measures:
        amount = line.amounts.get(measure.key) if line else None
        if amount is None or measure.computed or amount.raw is not None:
            continue
        yield Code.REQUIRED_EMPTY.at(
            amount.place,
            amount.label,
            label=amount.label,
            hint="（万元，没有的填 0）" if measure.key != "points" else "",
        )


def indicator_cells_filled(context: Context) -> Iterator[Finding]:
    """A row that is begun has name, target, actual and points (42)."""
    for indicator in context.evaluation.indicators:
        if indicator.name.text is None:
            yield Code.NAME_MISSING.at(
                indicator.name.place, indicator.name.label, where=indicator.name.place.a1
            )
        cells: list[Entry] = [indicator.target, indicator.actual]
        if indicator.is_execution:  # its actual is computed from the funding table
            cells = [indicator.target]
        for entry in cells:
            if entry.text is None:
                yield Code.REQUIRED_EMPTY.at(
                    entry.place, entry.label, label=entry.label, hint=""
                )
        points = indicator.points
        if points.raw is None:
            yield Code.REQUIRED_EMPTY.at(
                points.place, points.label, label=points.label, hint=""
            )


def objectives_are_sentences(context: Context) -> Iterator[Finding]:
    """A goal cell that holds only a number says nothing (40)."""
    for key in ("objective_planned", "objective_achieved"):
        entry = context.evaluation.fields.get(key)
        if entry and entry.text and re.fullmatch(r"[\d.,，%％\s]+", entry.text):
            yield Code.OBJECTIVE_EMPTY.at(
                entry.place, entry.label, label=entry.label, what="只填了数字"
            )


def instructions_removed(context: Context) -> Iterator[Finding]:
    """No instruction text or placeholder is left in a cell (41)."""
    evaluation = context.evaluation
    entries = [*evaluation.fields.values(), *evaluation.texts.values()]
    for indicator in evaluation.indicators:
        entries += [
            indicator.name,
            indicator.target,
            indicator.actual,
            indicator.deviation_note,
        ]
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
