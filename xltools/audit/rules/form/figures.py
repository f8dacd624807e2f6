"""Numbers of the prose that speak of an indicator of the form, in whatever words."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.codes.form import FormCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.form.allowed import derived, is_aimed, numbers_of, untrue
from xltools.audit.rules.form.amounts import amounts_meant
from xltools.audit.rules.form.indicators import matched
from xltools.audit.rules.form.mentions import Mention
from xltools.audit.rules.form.rows import Row
from xltools.audit.rules.form.shared import is_told
from xltools.check.context import target_words
from xltools.decimals import half_up, plain

_WHAT = {
    "score": "得分",
    "points": "分值",
    "lost": "扣分",
    "rate": "完成率",
    "gap": "与目标的差",
}


def figures_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """安装护栏82.8公里, 满意度92.5%, 比目标低3个百分点: where no label and no full name stands."""
    taken = case.once(spans_read)
    for mention in case.once(_untrue):
        each = mention.saying
        spans = taken.get(each.line.index, ())
        if is_told(case, each.at) or any(a < each.end and each.start < b for a, b in spans):
            continue
        yield _remark(mention)


def _untrue(case: Case) -> tuple[Mention, ...]:
    return tuple(untrue(case))


def spans_read(case: Case) -> dict[int, list[tuple[int, int]]]:
    """By line, what other rules of this room judge: labelled claims, the project's money."""
    found: dict[int, list[tuple[int, int]]] = {}
    for claim, _ in case.once(matched):
        for said in (claim.target, claim.actual, claim.score, claim.points):
            if said is not None:
                found.setdefault(said.line.index, []).append((said.start, said.end))
    for meant in case.once(amounts_meant):
        if meant.sure or meant.agrees():
            line = meant.amount.line
            found.setdefault(line.index, []).append((meant.amount.start, meant.amount.end))
    return found


def _remark(mention: Mention) -> Remark:
    each, row = mention.saying, mention.rows[0]
    indicator = row.score.indicator
    name = indicator.name.text or ""
    what = _WHAT.get(each.role)
    known = derived(row, each) if what else []
    if what and known:
        shown = f"{plain(half_up(known[0], max(each.places, 2)))}{each.unit}"
        return remark(
            FormCode.INDICATOR_POINTS, each.at, name=name, what=what, claim=each.words,
            against=shown, place=_place(row, each.role),
        )  # fmt: skip
    if is_aimed(each) or mention.goal or _is_nearer_target(mention, row):
        return remark(
            FormCode.TARGET, each.at, name=name, claim=each.words,
            against=target_words(indicator), place=str(indicator.target.place),
        )  # fmt: skip
    return remark(
        FormCode.ACTUAL, each.at, name=name, claim=each.words,
        against=indicator.actual.text or "", place=str(indicator.actual.place),
    )  # fmt: skip


def _place(row: Row, role: str) -> str:
    indicator = row.score.indicator
    if role in ("score", "lost"):
        return str(indicator.typed_score.place)
    if role == "points":
        return str(indicator.points.place)
    return (
        f"{indicator.actual.place}{'÷' if role == 'rate' else '－'}{indicator.target.place.a1}"
    )


def _is_nearer_target(mention: Mention, row: Row) -> bool:
    """True for a number called a target, and where the form has no result."""
    each = mention.saying
    actual = numbers_of(row, each, "actual")
    return each.role == "target" or not actual


RULES: tuple[Rule, ...] = (figures_are_those_of_the_form,)
