"""Counts of indicators in a report are the form's: all, those of a part, those completed or not."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.form.counted import IndicatorCount, find_indicator_counts
from xltools.audit.claims.form.words import is_of_another_time
from xltools.audit.claims.money.counts import DONE, UNDONE, LevelCount, find_level_counts
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import context_of, indicator_counts, is_completed, scored_rows, span_of
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.form.parts import Part, counts_of, parts_of
from xltools.audit.rules.form.shared import is_told, only_form
from xltools.patterns import Pattern

_LEVELS = {
    1: "一级指标", 2: "二级指标", 3: "三级指标", DONE: "已完成的三级指标", UNDONE: "未完成的三级指标",
}  # fmt: skip
_PART = Pattern(
    r"(?P<part>决策|过程|投入|管理|产出|效益|效果|满意度|数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响)类?(?:三级)?指标"
)
_SOME = Pattern(
    r"(?:另有|其余|其[他它]|其中|还有|剩余|尚有|仅有?|[没还]有|未完成)(?:[一二三]级)?(?:指标)?$"
)


def _form(case: Case) -> Form | None:
    form = only_form(case)
    return form if form is not None and context_of(form).evaluation.indicators else None


def counts_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """三级指标9个, 已完成8个, 未完成指标1个: as many as the form has."""
    form = _form(case)
    if form is None:
        return
    counts = indicator_counts(form)
    for each in case.of(find_level_counts):
        if is_told(case, each.at) or _is_of_some(each):
            continue
        part = _part_before(case, each)
        if part is _UNKNOWN:
            continue
        right = _of_part(part, each.level) if isinstance(part, Part) else counts.get(each.level)
        if not isinstance(part, Part) and right:
            right = _of_whole(form, each, right)
        if not right or each.count in right:
            continue
        whose = f"{part.word}指标中" if isinstance(part, Part) else ""
        yield remark(
            FormCode.COUNT, each.at, claim=f"{whose}{_LEVELS[each.level]}{each.count}个",
            against=_shown(right), place=part.where if isinstance(part, Part) else span_of(form),
        )  # fmt: skip


def _of_whole(form: Form, each: LevelCount, right: set[int]) -> set[int]:
    """Of 6个指标中，完成4个 where 预算执行率 is or is not one of the six."""
    start, _ = sentence_span(each.line, each.start)
    stated = _STATED.findall(each.line.text[start : each.start])
    rows = scored_rows(form)
    more = sum(row.is_execution for row in form.evaluation.indicators)
    if not stated or each.level not in (DONE, UNDONE) or not more:
        return right
    done = counts_of(is_completed(row) for row in rows)
    done = done if each.level == DONE else {len(rows) - n for n in done}
    if int(stated[-1]) == len(rows):
        return done or right
    counted = {n + more for n in done} if each.level == DONE else done
    return (counted or right) if int(stated[-1]) == len(rows) + more else right


_STATED = Pattern(r"(\d{1,3})[个项](?:三级|绩效|年度|考核)*指标")


def _shown(right: set[int]) -> str:
    return " 或 ".join(f"{n}个" for n in sorted(right))


_UNKNOWN = "?"


def _part_before(case: Case, each: LevelCount) -> Part | str | None:
    """The part that the sentence speaks of before the count, None for all; _UNKNOWN for others."""
    start, end = sentence_span(each.line, each.start)
    named = _PART.findall(each.line.text[start : each.end])
    behind = _PART.match(each.line.text, each.end)
    if not named and behind is None:
        return None if _NARROW.search(each.line.text[start:end]) is None else _UNKNOWN
    if behind is not None or len(set(named)) > 1 or each.level in (1, 2):
        return _UNKNOWN
    return case.once(parts_of).get(named[0], _UNKNOWN)


_NARROW = Pattern(r"定量|定性|核心|共性|个性")


def _of_part(part: Part, level: int) -> set[int]:
    if level == DONE:
        return part.done
    if level == UNDONE:
        return {whole - n for whole in part.sizes for n in part.done if n <= whole}
    return part.sizes if level == 3 else set()


def _is_of_some(each: LevelCount) -> bool:
    """True for 另有5个三级指标没有…, and for a count of another year."""
    text = each.line.text
    start, _ = sentence_span(each.line, each.start)
    if is_of_another_time(each.line, start, each.start):
        return True
    return each.level not in (DONE, UNDONE) and _SOME.search(text[: each.start]) is not None


def counts_of_parts_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """产出指标5个; 共设置10个绩效指标."""
    form = _form(case)
    if form is None:
        return
    parts, levels = case.once(parts_of), indicator_counts(form)
    for each in case.of(find_indicator_counts):
        part = parts.get(each.part)
        if is_told(case, each.at) or (each.part and part is None):
            continue
        right = _rows_of(part) if part else {n for level in (1, 2, 3) for n in levels[level]}
        if each.count in right or not any(right) or _is_of_others(each):
            continue
        yield remark(
            FormCode.COUNT, each.at, claim=f"{each.part or '绩效'}指标{each.count}个",
            against=_shown(right if part else levels[3]),
            place=part.where if part else span_of(form),
        )  # fmt: skip


def _is_of_others(each: IndicatorCount) -> bool:
    """True for 其余3个指标, 未完成产出指标1个, and for another year's."""
    start, _ = sentence_span(each.line, each.start)
    if is_of_another_time(each.line, start, each.start):
        return True
    return _ONLY.search(each.line.text[start : each.start]) is not None


_ONLY = Pattern(r"未完成|没有完成|未达|扣分|其余|其[他它]|另有|完成[的了]?$|新增|调整|删除")


def _rows_of(part: Part) -> set[int]:
    """As many as its rows; a part may be said to have so many 二级指标."""
    return part.sizes | {len({row.indicator.level2.text for row in part.rows})}


RULES: tuple[Rule, ...] = (
    counts_are_those_of_the_form,
    counts_of_parts_are_those_of_the_form,
)
