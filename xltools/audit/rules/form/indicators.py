"""The indicators that a report tells of are those of the form, with their targets and results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, Said, find_told
from xltools.audit.claims.indicators.names import alike, key_of
from xltools.audit.codes.form import FormCode
from xltools.audit.forms import scored_rows
from xltools.audit.remark import Remark, remark
from xltools.audit.report import fold
from xltools.audit.rules.form.shared import is_told, only_form
from xltools.check.context import target_words
from xltools.decimals import half_up, plain
from xltools.model import Entry, Indicator, IndicatorScore, TypedValue

_SHOWN = 3
_SCALES = {
    "亿元": Decimal(10000),
    "万元": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
_NUMERIC = ("at_least", "at_most", "equal", "number")


def matched(case: Case) -> tuple[tuple[IndicatorClaim, IndicatorScore], ...]:
    """Each claim with the row of the form that bears its name; names that occur twice are left."""
    form = only_form(case)
    if form is None:
        return ()
    rows = scored_rows(form)
    keys = Counter(_key(row.indicator) for row in rows)
    by_key = {_key(row.indicator): row for row in rows if keys[_key(row.indicator)] == 1}
    return tuple(
        (claim, by_key[key])
        for told in case.of(find_told)
        for claim in told.claims.values()
        if (key := key_of(claim.name)) in by_key
    )


def _key(indicator: Indicator) -> str:
    return key_of(fold(indicator.name.text or "")[0])


def targets_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """预期指标值 of an indicator is its 年度指标值."""
    for claim, row in case.once(matched):
        said, indicator = claim.target, row.indicator
        if said is None or indicator.target.text is None or is_told(case, said.at):
            continue
        if _differ(said.value, indicator.target_value, said, indicator.target):
            yield remark(
                FormCode.TARGET, said.at, name=claim.name, claim=said.words,
                against=target_words(indicator), place=str(indicator.target.place),
            )  # fmt: skip


def results_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """实际完成值 of an indicator is that of the form."""
    for claim, row in case.once(matched):
        said, indicator = claim.actual, row.indicator
        if said is None or indicator.actual.text is None or is_told(case, said.at):
            continue
        if _differ(said.value, indicator.actual_value, said, indicator.actual):
            yield remark(
                FormCode.ACTUAL, said.at, name=claim.name, claim=said.words,
                against=indicator.actual.text, place=str(indicator.actual.place),
            )  # fmt: skip


def _differ(said: TypedValue, known: TypedValue, where: Said, entry: Entry) -> bool:
    """True where both are numbers and not the same one, or both dates and not the same one.

    What one side writes in words and the other as a number is told where one of them is wrong by
    itself; a result in other words may mean the same.
    """
    if fold(where.words)[0] == fold(entry.text or "")[0]:
        return False
    if said.kind == known.kind == "date":
        return said.end != known.end and str(said.end) not in str(known.end)
    if said.kind not in _NUMERIC or known.kind not in _NUMERIC:
        return False
    if said.value is None or known.value is None:
        return False
    scale = _scale(said.unit, known.unit)
    if scale is None:
        return False
    exact = known.value * scale
    places = max(-int(said.value.as_tuple().exponent), 0)
    return said.value != exact and not (places >= 2 and half_up(exact, places) == said.value)


def _scale(said: str | None, known: str | None) -> Decimal | None:
    """What the form's number is to be multiplied by; None where the units do not compare."""
    if said == known or said is None or known is None:
        return Decimal(1) if "比例" not in (said, known) or said == known else None
    if said in _SCALES and known in _SCALES:
        return _SCALES[known] / _SCALES[said]
    if {said, known} <= {"%", "％"}:
        return Decimal(1)
    return None


def points_and_scores_are_those_of_the_form(case: Case) -> Iterator[Remark]:
    """分值 and 得分 of an indicator; a score as typed in the form or as the rules give it."""
    for claim, row in case.once(matched):
        indicator = row.indicator
        points = [indicator.points.value, row.points]
        scores = [indicator.typed_score.value, row.score]
        for what, said, known, place in (
            ("分值", claim.points, points, indicator.points.place),
            ("得分", claim.score, scores, indicator.typed_score.place),
        ):
            right = [value for value in known if value is not None]
            if said is None or said.value.value is None or not right or is_told(case, said.at):
                continue
            if said.value.value not in right:
                yield remark(
                    FormCode.INDICATOR_POINTS, said.at, name=claim.name, what=what,
                    claim=said.words, against=f"{plain(right[0])}分", place=str(place),
                )  # fmt: skip


def the_report_tells_of_all_indicators(case: Case) -> Iterator[Remark]:
    """A report that goes through the form's indicators by name leaves none out."""
    form = only_form(case)
    if form is None:
        return
    rows = scored_rows(form)
    text = key_of("".join(line.text for line in case.report.lines))
    told = [row for row in rows if _key(row.indicator) and _key(row.indicator) in text]
    missing = [row for row in rows if row not in told and _key(row.indicator)]
    if not missing or len(told) < _SHOWN or len(missing) * 3 > len(rows):
        return
    pairs = case.once(matched)
    last = pairs[-1][0].line if pairs else case.report.lines[-1]
    yield remark(
        FormCode.INDICATOR_LEFT_OUT, last, claim=_names(missing),
        place="、".join(str(row.indicator.name.place) for row in missing[:_SHOWN]),
    )  # fmt: skip


def tables_have_the_indicators_of_the_form(case: Case) -> Iterator[Remark]:
    """A table of the form's indicators holds no others."""
    form = only_form(case)
    names = [row.indicator.name.text or "" for row in scored_rows(form)] if form else []
    known = {claim.table for claim, _ in case.once(matched)}
    for told in case.of(find_told) if names else ():
        claims = list(told.claims.values())
        others = [
            each
            for each in claims
            if len(key_of(each.name)) > 1
            and not _is_execution(each.name)
            and not any(alike(each.name, fold(name)[0]) for name in names)
        ]
        if not told.table or told.table not in known or len(others) * 2 > len(claims):
            continue
        for each in others:
            yield remark(FormCode.INDICATOR_UNKNOWN, each.at, claim=each.name)


def _is_execution(name: str) -> bool:
    return "执行率" in name or "支出率" in name


def _names(rows: Sequence[IndicatorScore]) -> str:
    shown = "、".join(f"“{row.indicator.name.text}”" for row in rows[:_SHOWN])
    return shown + (f"等{len(rows)}个" if len(rows) > _SHOWN else "")


RULES: tuple[Rule, ...] = (
    targets_are_those_of_the_form,
    results_are_those_of_the_form,
    points_and_scores_are_those_of_the_form,
    the_report_tells_of_all_indicators,
    tables_have_the_indicators_of_the_form,
)
