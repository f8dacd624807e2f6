"""Scores and grades of a report are the form's: the total, each part, the grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.form.points import find_part_points, find_part_scores
from xltools.audit.claims.form.words import is_of_another_time, looks_ahead
from xltools.audit.claims.money.grades import find_grades
from xltools.audit.claims.money.scores import Score, find_scores
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import Known, grades, total_scores
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Line
from xltools.audit.rules.form.parts import parts_of
from xltools.audit.rules.form.shared import is_told, only_form
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

GRADE_WORDS = {
    "优秀": "优", "优良": "良", "良好": "良", "中等": "中", "合格": "中", "较差": "差",
    "不合格": "差",
}  # fmt: skip
_SETS = Pattern(r"一般|满分|设置为|设定|百分制|共计?100分制|总分值|分值")
_WHOLE = Pattern(r"总|自评|评价|综合|最终|最后|绩效|评分|打分")
_OF_A_PART = Pattern(r"指标|执行率|分值|权重|[一二三]级")
_FEWEST_PARTS = 2


def the_total_is_the_form_s(case: Case) -> Iterator[Remark]:
    """总得分 of the project."""
    form = only_form(case)
    known = total_scores(form) if form is not None else []
    for each in case.of(find_scores) if known else ():
        if not (is_total(each) or _adds_up(case, each)) or is_told(case, each.at):
            continue
        if looks_ahead(each.line) or _is_of_another_time(each):
            continue
        if not is_score(each.value, [one.value for one in known]):
            yield _score("总得分", each.at, each.value, known)


def _score(
    what: str, at: tuple[Line, int, int], value: Decimal, known: Sequence[Known]
) -> Remark:
    return remark(
        FormCode.SCORE, at, what=what, claim=f"{plain(value)}分",
        against=f"{plain(known[0].value)}分", place=known[0].where,
    )  # fmt: skip


def _is_of_another_time(each: Score) -> bool:
    start, _ = sentence_span(each.line, each.start)
    return is_of_another_time(each.line, start, each.start)


def is_total(each: Score) -> bool:
    """True for a score of the whole project: not for 满意度指标1个，得分10分."""
    if each.kind != "total" or _SETS.search(each.label):
        return False
    start, _ = sentence_span(each.line, each.start)
    lead = each.line.text[start : each.start]
    return _WHOLE.search(each.label) is not None or _OF_A_PART.search(lead) is None


def _adds_up(case: Case, each: Score) -> bool:
    """True for 合计98.76分 behind the scores of the parts."""
    if each.kind != "subtotal":
        return False
    start = each.line.text.rfind("。", 0, each.start) + 1
    parts = {
        part.part
        for part in case.of(find_part_scores)
        if part.line.index == each.line.index and start <= part.start < each.start
    }
    return len(parts) > _FEWEST_PARTS


def is_score(value: Decimal, known: Sequence[Decimal]) -> bool:
    """Equal, or rounded to the places that are printed."""
    places = max(-int(value.as_tuple().exponent), 0)
    return any(half_up(one, places) == value for one in known)


def parts_have_the_form_s_scores(case: Case) -> Iterator[Remark]:
    """产出指标得48分: the sum of its indicators' scores; and so for what it is worth."""
    parts = case.once(parts_of)
    for each in case.of(find_part_scores) if parts else ():
        part = parts.get(each.part)
        if part is None or not part.scores or is_told(case, each.at):
            continue
        right = part.scores if each.sure else (*part.scores, *part.points)
        if looks_ahead(each.line) or is_score(each.value, right):
            continue
        yield remark(
            FormCode.PART_SCORE, each.at, part=_named(part.word), what="得分",
            claim=f"{plain(each.value)}分", against=f"{plain(part.scores[0])}分",
            place=part.where, arithmetic=f"：{part.trace}" if part.trace else "",
        )  # fmt: skip
    for worth in case.of(find_part_points) if parts else ():
        part = parts.get("预算执行" if worth.part.endswith("执行") else worth.part)
        if part is None or not part.points or is_told(case, worth.at):
            continue
        if not is_score(worth.value, part.points):
            yield remark(
                FormCode.PART_SCORE, worth.at, part=_named(part.word), what="分值",
                claim=f"{plain(worth.value)}分", against=f"{plain(part.points[0])}分",
                place=part.where, arithmetic="",
            )  # fmt: skip


def _named(word: str) -> str:
    return "预算执行率" if word == "预算执行" else f"{word}指标"


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


RULES: tuple[Rule, ...] = (
    the_total_is_the_form_s,
    parts_have_the_form_s_scores,
    the_grade_is_the_form_s,
)
