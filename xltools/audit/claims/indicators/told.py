"""All indicators that a report tells of, as the forms that they amount to.

A table is a form by itself; the claims of the prose make another. Rules for forms (`check`)
then hold for reports: each of their findings leads back to the words.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from xltools.audit.claims.indicators.labelled import labelled_in
from xltools.audit.claims.indicators.levels import find_levels
from xltools.audit.claims.indicators.listed import listed_in
from xltools.audit.claims.indicators.record import At, IndicatorClaim, Said
from xltools.audit.claims.indicators.tables import TableForm, find_table_forms
from xltools.audit.report import Report
from xltools.check.context import Context, target_words
from xltools.model import Amount, Entry, Indicator, Place, SelfEvaluation, Tail, TypedValue
from xltools.profile import load_profile
from xltools.score import score_form
from xltools.value import parse_value, settle

PROSE = ""
"""The sheet of places that stand in the prose."""

_NAME, _TARGET, _ACTUAL, _POINTS, _SCORE, _RATE, _LEVEL = range(1, 8)


class Told(Struct, frozen=True):
    """One form's worth of indicators: what rules look at, and where each place stands.

    `claims` are the same indicators, by their row.
    """

    context: Context
    at: dict[Place, At]
    claims: dict[int, IndicatorClaim]
    table: int = 0


def find_claims(report: Report) -> tuple[IndicatorClaim, ...]:
    """Return all claims of the prose in order; `row` numbers them from 1."""
    levels = find_levels(report)
    found: list[IndicatorClaim] = []
    for line in report.prose:
        listed = tuple(listed_in(line))
        found += listed or labelled_in(line, levels.get(line.index, ()))
    return tuple(_numbered(each, row) for row, each in enumerate(found, start=1))


def _numbered(claim: IndicatorClaim, row: int) -> IndicatorClaim:
    from msgspec.structs import replace

    return replace(claim, row=row)


def find_told(report: Report) -> tuple[Told, ...]:
    """Return the prose as one form (if it tells of any indicator), and each table as another."""
    found = [_of_table(form) for form in find_table_forms(report)]
    claims = [each for each in find_claims(report) if each.style != "listed"]
    if claims:
        found.insert(0, _of_prose(claims))
    return tuple(found)


def _of_prose(claims: list[IndicatorClaim]) -> Told:
    at: dict[Place, At] = {}
    indicators = tuple(_indicator(each, at) for each in claims)
    columns = frozenset({"name", "target", "actual", "points", "score", "rate"})
    evaluation = SelfEvaluation(
        "national-2020", PROSE, {}, None, {}, indicators, Tail(), {}, columns=columns,
        foreign=True,
    )  # fmt: skip
    profile = load_profile("national-2020")
    scores = score_form(evaluation, profile.policy)
    return Told(Context(evaluation, scores, profile), at, {each.row: each for each in claims})


def _indicator(claim: IndicatorClaim, at: dict[Place, At]) -> Indicator:
    def place(column: int, where: At) -> Place:
        found = Place(PROSE, claim.row, column)
        at[found] = where
        return found

    def entry(label: str, column: int, said: Said | None) -> Entry:
        where = place(column, said.at if said else claim.at)
        words = said.words if said else None
        return Entry(label, where, words, words)

    def amount(label: str, column: int, said: Said | None) -> Amount:
        where = place(column, said.at if said else claim.at)
        value = said.value.value if said else None
        return Amount(label, where, said.words if said else None, value)

    target, actual = settle(_value(claim.target), _value(claim.actual), claim.name)
    rate = amount("完成率", _RATE, claim.rate)
    if rate.value is not None:
        rate = Amount(rate.label, rate.place, rate.raw, rate.value / Decimal(100))
    level = Entry("二级指标", place(_LEVEL, claim.at), claim.level2, claim.level2 or None)
    return Indicator(
        row=claim.row,
        category=claim.category,
        subcategory=claim.subcategory,
        level1=Entry("一级指标", level.place),
        level2=level,
        name=Entry("指标", place(_NAME, claim.at), claim.name, claim.name),
        target=entry("目标值", _TARGET, claim.target),
        target_value=target,
        actual=entry("实际值", _ACTUAL, claim.actual),
        actual_value=actual,
        points=amount("分值", _POINTS, claim.points),
        typed_rate=rate if claim.rate else None,
        typed_score=amount("得分", _SCORE, claim.score),
        deviation_note=Entry("偏差原因", level.place),
    )


def _value(said: Said | None) -> TypedValue:
    return said.value if said else TypedValue("", "none")


def _of_table(form: TableForm) -> Told:
    evaluation, profile = form.evaluation, form.profile
    at: dict[Place, At] = {}
    claims: dict[int, IndicatorClaim] = {}

    def where(place: Place) -> At:
        line = form.line(place)
        at[place] = (line, 0, len(line.text))
        return at[place]

    def said(entry: Entry, value: TypedValue) -> Said | None:
        found = where(entry.place)
        return Said(*found, value) if entry.text is not None else None

    def number(amount: Amount | None) -> Said | None:
        if amount is None or not amount.label:
            return None
        found = where(amount.place)
        return Said(*found, parse_value(found[0].text)) if amount.value is not None else None

    for each in evaluation.indicators:
        line, start, end = where(each.name.place)
        apart = [entry for entry in (each.nature, each.unit) if entry is not None]
        for entry in (
            each.level1,
            each.level2,
            each.deviation_note,
            *apart,
            *each.extras.values(),
        ):
            where(entry.place)
        claims[each.row] = IndicatorClaim(
            line, start, end, line.text, "table", each.category, each.subcategory,
            each.level2.text or "", said(each.target, each.target_value),
            said(each.actual, each.actual_value), number(each.typed_rate),
            number(each.points), number(each.typed_score),
            table=form.table.number, row=each.row, aim=target_words(each),
        )  # fmt: skip
    scores = score_form(evaluation, profile.policy)
    context = Context(evaluation, scores, profile)
    return Told(context, at, claims, form.table.number)
