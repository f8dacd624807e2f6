"""What a report claims of its one project is what the form says: money, rates, scores, counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Form, Rule
from xltools.audit.claims.money.amounts import Amount
from xltools.audit.claims.money.counts import DONE, LevelCount, find_level_counts
from xltools.audit.claims.money.grades import find_grades
from xltools.audit.claims.money.rates import Rate, find_rates
from xltools.audit.claims.money.scope import find_stated, is_of_one_project
from xltools.audit.claims.money.scores import Score, find_scores
from xltools.audit.claims.money.tables import find_funding
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import (
    Known,
    amounts,
    context_of,
    grades,
    indicator_counts,
    rates,
    span_of,
    total_scores,
)
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.audit.rules.form.numbers import comparison_of
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

NAMES = {
    "budget": "预算数", "original": "年初预算数", "received": "到位资金", "outturn": "执行数",
    "balance": "结余", "execution": "预算执行率", "arrival": "资金到位率",
}  # fmt: skip
GRADE_WORDS = {
    "优秀": "优", "优良": "良", "良好": "良", "中等": "中", "合格": "中", "较差": "差",
    "不合格": "差",
}  # fmt: skip
_FEWEST_PLACES = 2
"""So many places of 万元 are exact enough for a sentence (0.48 for 0.4812)."""
_SETS = Pattern(r"一般|满分|设置为|设定|百分制|共计?100分制|总分值|分值")


def only_form(case: Case) -> Form | None:
    """The form of a report that tells of one project; None where there are several."""
    if len(case.forms) != 1 or not case.of(is_of_one_project):
        return None
    return case.forms[0]


def spans_told(case: Case) -> dict[int, list[tuple[int, int]]]:
    """By line, what the generated report has decided: where it was changed, and where it stands.

    There nothing more is said.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    comparison = case.once(comparison_of)
    if comparison is None:
        return found
    spans = [(e.stated.line, e.stated.start, e.stated.end) for e in comparison.differences]
    spans += [change.mine.at(*change.mine_span) for change in comparison.changes]
    spans += [span for piece in comparison.same for span in piece.spans]
    for line, start, end in spans:
        found.setdefault(line.index, []).append((start, end))
    return found


def is_told(case: Case, at: tuple[Line, int, int]) -> bool:
    """True if the generated report decides of these words."""
    line, start, end = at
    spans = case.once(spans_told).get(line.index, ())
    return any(first < end and start < last for first, last in spans)


def amounts_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """预算、到位、执行、结余 of the whole project."""
    form = only_form(case)
    if form is None:
        return
    for each in case.of(find_stated):
        known = amounts(form, each.role)
        if not known or is_told(case, each.at) or _of_another_year(form, each.year):
            continue
        if any(abs(each.value - one.value) <= _half(each) for one in known):
            continue
        is_rounded = any(_rounds_to(each, one) for one in known)
        yield remark(
            FormCode.AMOUNT_ROUNDED if is_rounded else FormCode.AMOUNT, each.at,
            what=NAMES[each.role], claim=each.words, against=money(known[0].value),
            place=known[0].where,
        )  # fmt: skip


def money(value: Decimal) -> str:
    """An amount in 万元 as messages print it."""
    return f"{plain(half_up(value, 6))}万元"


def _half(each: Amount) -> Decimal:
    """How far a stated amount may be off: half a last place from two places on."""
    fine = Decimal(1).scaleb(-_FEWEST_PLACES)
    return each.ulp / 2 if each.ulp <= fine else Decimal(0)


def _rounds_to(each: Amount, known: Known) -> bool:
    return abs(each.value - known.value) <= each.ulp / 2


def _of_another_year(form: Form, year: int | None) -> bool:
    return year is not None and form.evaluation.year not in (None, year)


def sources_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """A funding table prints the sources (财政拨款, 其他资金) as the form has them."""
    form = only_form(case)
    if form is None:
        return
    lines = {_label(each.label): each for each in form.evaluation.funding.values()}
    measures = {"budget": "revised_budget", "original": "original_budget"}
    for each in case.of(find_funding):
        line = lines.get(_label(each.label))
        measure = measures.get(each.role, each.role)
        cell = line.amounts.get(measure) if line and line.source != "total" else None
        if cell is None or cell.value is None or is_told(case, each.figure.at):
            continue
        if abs(cell.value - each.figure.value) > each.figure.ulp / 2:
            yield remark(
                FormCode.AMOUNT, each.figure.at, what=f"{each.label}的{NAMES[each.role]}",
                claim=each.figure.line.raw.strip(), against=money(cell.value),
                place=str(cell.place),
            )  # fmt: skip


_LEAD = Pattern(r"^其中[::]?|[\s:()]|\(.*?\)")


def _label(text: str) -> str:
    return _LEAD.sub("", text.replace("：", ":").replace("（", "(").replace("）", ")"))


def rates_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """执行率 and 到位率, rounded as the report rounds them."""
    form = only_form(case)
    for each in case.of(find_rates) if form is not None else ():
        if form is None or each.kind not in ("execution", "arrival"):
            continue
        known = rates(form, each.kind)
        if not known or is_told(case, each.at) or _of_another_year(form, each.year):
            continue
        if not any(_agrees(each, one.value) for one in known):
            yield _rate(each, known[0])


def _agrees(rate: Rate, exact: Decimal) -> bool:
    return rate.agrees(exact) or abs(rate.value - exact) <= rate.ulp / 2


def _rate(each: Rate, known: Known) -> Remark:
    shown = f"{plain(half_up(known.value * 100, max(each.places, 2)))}%"
    return remark(
        FormCode.RATE, each.at, what=NAMES[each.kind], claim=each.words, against=shown,
        place=known.where, arithmetic=f"{known.trace}＝{shown}",
    )  # fmt: skip


def the_total_is_the_form_s(case: Case) -> Iterator[Remark]:
    """总得分 of the project."""
    form = only_form(case)
    known = total_scores(form) if form is not None else []
    for each in case.of(find_scores) if known else ():
        if not is_total(each) or is_told(case, each.at):
            continue
        if not _is_score(each, known):
            yield remark(
                FormCode.SCORE, each.at, what="总得分", claim=f"{plain(each.value)}分",
                against=f"{plain(known[0].value)}分", place=known[0].where,
            )  # fmt: skip


def is_total(each: Score) -> bool:
    """True for a score of the whole project: not for 满意度指标1个，得分10分."""
    if each.kind != "total" or _SETS.search(each.label):
        return False
    start, _ = sentence_span(each.line, each.start)
    lead = each.line.text[start : each.start]
    return _WHOLE.search(each.label) is not None or _OF_A_PART.search(lead) is None


_WHOLE = Pattern(r"总|自评|评价|综合|最终|最后|绩效")
_OF_A_PART = Pattern(r"指标|执行率|分值|权重|[一二三]级")


def _is_score(each: Score, known: Sequence[Known]) -> bool:
    """Equal, or rounded to the places that are printed."""
    places = max(-int(each.value.as_tuple().exponent), 0)
    return any(half_up(one.value, places) == each.value for one in known)


def the_grade_is_the_form_s(case: Case) -> Iterator[Remark]:
    """等级 of the project; 良好 is 良."""
    form = only_form(case)
    known = grades(form) if form is not None else []
    right = {_grade(each.text) for each in known}
    for each in case.of(find_grades) if known else ():
        if _grade(each.word) not in right and not is_told(case, each.at):
            yield remark(
                FormCode.GRADE, each.at, claim=each.word, against=known[0].text,
                place=known[0].where,
            )  # fmt: skip


def _grade(word: str) -> str:
    word = word.strip("“”\"' 级等")
    return GRADE_WORDS.get(word, word)


_LEVELS = {1: "一级指标", 2: "二级指标", 3: "三级指标", DONE: "已完成三级指标"}


def counts_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """三级指标9个: as many as the form has; the count of a part of them is none of these."""
    form = only_form(case)
    if form is None or not context_of(form).evaluation.indicators:
        return
    counts = indicator_counts(form)
    for each in case.of(find_level_counts):
        right = counts.get(each.level)
        if not right or each.count in right or is_told(case, each.at) or _is_of_some(each):
            continue
        shown = " 或 ".join(f"{n}个" for n in sorted(right))
        yield remark(
            FormCode.COUNT, each.at, claim=f"{_LEVELS[each.level]}{each.count}个",
            against=shown, place=span_of(form),
        )  # fmt: skip


_PART = Pattern(r"(?:决策|过程|投入|管理|产出|效益|效果|满意度|数量|质量|时效|成本)类?指标")
_SOME = Pattern(
    r"(?:另有|其余|其中|还有|剩余|尚有|仅有?|[没还]有|未完成)(?:[一二三]级)?(?:指标)?$"
)


def _is_of_some(each: LevelCount) -> bool:
    """True for the indicators of one kind, and for 另有5个三级指标没有…."""
    text = each.line.text
    is_rest = each.level != DONE and _SOME.search(text[: each.start]) is not None
    return is_rest or _PART.search(text) is not None


RULES: tuple[Rule, ...] = (
    amounts_are_those_of_the_form,
    sources_are_those_of_the_form,
    rates_are_those_of_the_form,
    the_total_is_the_form_s,
    the_grade_is_the_form_s,
    counts_are_those_of_the_form,
)
