"""The computed cells of one form: 完成率, 得分, 执行率, 结余, 总分, 等级, as each cell shows them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias

from xltools.decimals import half_up, plain
from xltools.findings import Finding
from xltools.model import (
    Amount,
    CellValue,
    IndicatorScore,
    MoneyUnit,
    Place,
    Scores,
    SelfEvaluation,
)
from xltools.profile import Profile
from xltools.snapshot import CellWrite, Snapshot
from xltools.value import ValueParseError, exact, parse_amount, parse_points


class Judged(Protocol):
    """One form of the workbook with what was made of it."""

    @property
    def evaluation(self) -> SelfEvaluation:
        """The form as read."""
        ...

    @property
    def scores(self) -> Scores:
        """What it earned."""
        ...

    @property
    def profile(self) -> Profile:
        """Whose form it is."""
        ...

    @property
    def findings(self) -> list[Finding]:
        """What a person must look at."""
        ...


def computed_cells(snapshot: Snapshot, form: Judged) -> Iterator[CellWrite]:
    """Yield every computed cell of a form with its result, None where it has none."""
    parts = (_indicator_cells, _funding_cells, _tail_cells)
    for part in parts:
        yield from part(snapshot, form.evaluation, form.scores, form.profile)


def points_in(text: str) -> Decimal | None:
    """The points that a text says; None if it says none."""
    try:
        return parse_points(text)
    except ValueParseError:
        return None


def rounded(value: Decimal | None, places: int) -> Decimal | None:
    """Round half-up and drop trailing zeros, as a person would write it; None stays None."""
    return None if value is None else Decimal(plain(half_up(value, places)))


def _write(
    place: Place, value: Decimal | str | None, *, keep_formula: bool = False
) -> CellWrite:
    return CellWrite(place.sheet, place.row, place.column, value, keep_formula=keep_formula)


def _indicator_cells(
    snapshot: Snapshot, evaluation: SelfEvaluation, scores: Scores, profile: Profile
) -> Iterator[CellWrite]:
    """Rate and score of each indicator.

    Without target, actual or points there is nothing to judge and an older result goes;
    where no rule gives a score, a typed one stays.
    """
    policy = profile.policy
    seen: set[Place] = set()
    for row in scores.indicators:
        indicator, rate = row.indicator, row.completion_rate
        nothing = rate is None and not evaluation.foreign and _nothing_to_judge(row, evaluation)
        if indicator.typed_rate is not None and (rate is not None or nothing):
            typed = indicator.typed_rate
            yield from _rate(snapshot, evaluation, typed, rate, policy.rate_places)
        place = indicator.typed_score.place
        has_cell = indicator.typed_score.label != "" and not indicator.shared_score
        if has_cell and (row.score is not None or nothing) and place not in seen:
            seen.add(place)  # a score merged over several indicators is the first one's
            yield _score(snapshot, evaluation, place, row.score, policy.score_places)
        converted = indicator.amounts.get("converted_score")
        if converted is not None and row.converted is not None:
            where, value = converted.place, row.converted
            yield _score(snapshot, evaluation, where, value, policy.score_places)
        found_by_us = indicator.is_execution and not indicator.judged
        if found_by_us and rate is not None and not evaluation.foreign:
            percent = plain(half_up(rate * 100, policy.rate_places - 2))
            yield _write(indicator.actual.place, f"{percent}%")


def _score(
    snapshot: Snapshot,
    evaluation: SelfEvaluation,
    place: Place,
    value: Decimal | None,
    places: int,
) -> CellWrite:
    """A score; somebody else's cell may show 10 points as 10 %."""
    score = rounded(value, places)
    sheet = snapshot.sheet(place.sheet) if evaluation.foreign else None
    if score is not None and sheet and (place.row, place.column) in sheet.percents:
        score = score.scaleb(-2)
    return _write(place, score)


def _rate(
    snapshot: Snapshot,
    evaluation: SelfEvaluation,
    cell: Amount,
    ratio: Decimal | None,
    places: int,
    *,
    percent_number: bool = False,
) -> Iterator[CellWrite]:
    """A rate as its cell shows one: a ratio under a percentage format, 98.92, or "98.92%".

    Our own cells are formatted. Somebody else's cell gets the kind of number that stands in it;
    an empty one a ratio if it is formatted as a percentage, else the text that a person would
    type. A rate that is right as far as we would round it stays as it is.
    """
    if ratio is None:
        yield _write(cell.place, None)
        return
    kind: _Kind = "hundred" if percent_number else "ratio"
    if evaluation.foreign:
        if cell.value is not None and half_up(cell.value, places) == half_up(ratio, places):
            return
        kind = _kind(snapshot, cell, percent_number=percent_number)
    hundred = rounded(ratio * 100, places - 2)
    if kind == "text":
        yield _write(cell.place, f"{plain(half_up(ratio * 100, places - 2))}%")
    else:
        yield _write(cell.place, hundred if kind == "hundred" else rounded(ratio, places))


_Kind: TypeAlias = Literal["ratio", "hundred", "text"]
"""How a rate is written: 0.9892, 98.92 or "98.92%"."""


def _kind(snapshot: Snapshot, cell: Amount, *, percent_number: bool) -> _Kind:
    """How a rate is written in this cell of somebody else's form."""
    sheet = snapshot.sheet(cell.place.sheet)
    spot = (cell.place.row, cell.place.column)
    if sheet and (spot in sheet.percents or spot in sheet.blank_percents):
        return "ratio"
    raw = cell.raw
    if isinstance(raw, str) and raw.strip():
        number = None if "%" in raw or "％" in raw else points_in(raw)
    else:
        number = exact(raw)
    if number is None:
        return "hundred" if percent_number and raw is None else "text"
    return "ratio" if number == cell.value else "hundred"


def _nothing_to_judge(row: IndicatorScore, evaluation: SelfEvaluation) -> bool:
    """True where a row lacks what every score needs; a judged one needs no target."""
    indicator = row.indicator
    blank = "none" in (
        "" if indicator.judged else indicator.target_value.kind,
        indicator.actual_value.kind,
    )
    return blank or (row.points is None and evaluation.has("points"))


def _funding_cells(
    snapshot: Snapshot, evaluation: SelfEvaluation, scores: Scores, profile: Profile
) -> Iterator[CellWrite]:
    """Rates, balances and the score of 预算执行率, wherever the form prints a cell for them."""
    places = profile.policy.rate_places
    printed = {m.key: m.percent_number for m in profile.form.funding.measures}
    for key, line in evaluation.funding.items():
        for measure, amount in line.amounts.items():
            if measure not in COMPUTED:
                continue
            if measure == "score":
                if key == "total":
                    points, decimals = scores.execution.score, profile.policy.score_places
                    yield _score(snapshot, evaluation, amount.place, points, decimals)
                continue
            value = scores.funding.get(key, {}).get(measure)
            if value is None and (amount.raw is None or evaluation.foreign):
                continue
            if evaluation.foreign and key != "total" and _is_dash(amount):
                continue
            if measure == "balance":
                yield _write(amount.place, _printed_money(value, evaluation.money_unit))
            else:
                bare = printed.get(measure, False)
                yield from _rate(
                    snapshot, evaluation, amount, value, places, percent_number=bare
                )


def _is_dash(amount: Amount) -> bool:
    """True for — in a row of 其中: somebody's word that no rate is asked for there."""
    return isinstance(amount.raw, str) and bool(amount.raw.strip()) and amount.value is None


COMPUTED = ("rate", "arrival_rate", "balance", "score")
"""Measures of the funding table that follow from the others."""


def _printed_money(value: Decimal | None, unit: MoneyUnit) -> Decimal | None:
    """An amount in the unit in which the form prints it, to the last 分."""
    if value is None:
        return None
    one = parse_amount(Decimal(1), unit=unit) or Decimal(1)
    return rounded(value / one, 2 if unit == "元" else 6)


def _tail_cells(
    snapshot: Snapshot, evaluation: SelfEvaluation, scores: Scores, profile: Profile
) -> Iterator[CellWrite]:
    """Total and grade; both are emptied when they cannot be computed, lest an old one be read.

    On a form without a column 得分 a person gives them, and they stay.
    """
    tail = evaluation.tail
    if evaluation.columns and not evaluation.has("score"):
        return
    mended = scores.total is not None or not evaluation.foreign
    if tail.score is not None and mended and _is_answer(tail.score.raw):
        total, decimals = scores.total, profile.policy.score_places
        yield _score(snapshot, evaluation, tail.score.place, total, decimals)
    mended = scores.grade is not None or not evaluation.foreign
    if tail.grade is not None and mended and _is_answer(tail.grade.raw):
        yield _write(tail.grade.place, scores.grade)
    if tail.points is not None and _is_formula(snapshot, tail.points.place):
        points = [row.points.value or Decimal(0) for row in evaluation.indicators]
        if not any(row.is_execution for row in evaluation.indicators):
            points.append(scores.execution.points or Decimal(0))
        yield _write(tail.points.place, sum(points, Decimal(0)), keep_formula=True)


def _is_answer(raw: CellValue) -> bool:
    """True if nothing but a score or a grade stands in the cell, or nothing.

    自评总分：99, 优□ 良☑ and 本项目自评得分98分 hold words that writing would take away.
    """
    if not isinstance(raw, str):
        return True
    text = raw.strip()
    return len(text) <= 3 or text.rstrip("分%％ ").translate(_POINTS_AND_COMMAS).isdecimal()


_POINTS_AND_COMMAS = {ord(each): None for each in ".,，"}


def _is_formula(snapshot: Snapshot, place: Place) -> bool:
    sheet = snapshot.sheet(place.sheet)
    return sheet is not None and (place.row, place.column) in sheet.formulas
