"""Scores and findings → what to write back: the computed cells and the 问题清单, nothing else.

What people typed stays: a score that no rule can compute keeps the cell as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from msgspec.structs import replace

from xltools import anchors
from xltools.decimals import half_up, plain
from xltools.findings import Finding, Group, grouped
from xltools.model import Amount, CellValue, IndicatorScore, Place, Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.snapshot import CellWrite, Patch, Position, Sheet, Snapshot
from xltools.value import exact

TEN_THOUSAND = Decimal(10_000)


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


def fill_forms(snapshot: Snapshot, forms: Sequence[Judged]) -> Patch:
    """Return the patch that brings one workbook with all its forms up to date."""
    computed = [cell for each in forms for cell in _computed(snapshot, each)]
    changed = {
        Place(cell.sheet, cell.row, cell.column)
        for cell in computed
        if cell.value is not None and _differs(snapshot, cell)
    }
    told = [
        _as_mended(finding) if finding.place in changed else finding
        for each in forms
        for finding in each.findings
    ]
    return Patch((*computed, *list_findings(snapshot, told).cells))


def _computed(snapshot: Snapshot, form: Judged) -> Iterator[CellWrite]:
    """The computed cells of one form."""
    evaluation, scores, profile = form.evaluation, form.scores, form.profile
    yield from _indicator_cells(snapshot, evaluation, scores, profile)
    yield from _funding_cells(snapshot, evaluation, scores, profile)
    yield from _tail_cells(snapshot, evaluation, scores, profile)
    yield from (_write(place, None) for place in evaluation.leftovers)


def _differs(snapshot: Snapshot, cell: CellWrite) -> bool:
    """True if a cell that held something else gets our result."""
    sheet = snapshot.sheet(cell.sheet)
    typed = sheet.value(cell.row, cell.column) if sheet else None
    if typed in (None, ""):
        return False
    number = exact(typed)
    return number != cell.value if number is not None else typed != cell.value


def _as_mended(finding: Finding) -> Finding:
    """A finding about a cell that this very patch corrects says so."""
    return replace(finding, advice="本格已由系统重新计算并改写；请核对所依据的数。")


def list_findings(snapshot: Snapshot, findings: list[Finding]) -> Patch:
    """Return the patch that fills the sheet 问题清单 alone; empty if the workbook has none."""
    head = issues_head(snapshot)
    return Patch(tuple(_issue_cells(*head, findings)) if head else ())


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
            yield _rate(snapshot, evaluation, indicator.typed_rate, rate, policy.rate_places)
        place = indicator.typed_score.place
        has_cell = indicator.typed_score.label != "" and not indicator.shared_score
        if has_cell and (row.score is not None or nothing) and place not in seen:
            seen.add(place)  # a score merged over several indicators is the first one's
            yield _write(place, rounded(row.score, policy.score_places))
        converted = indicator.amounts.get("converted_score")
        if converted is not None and row.converted is not None:
            yield _write(converted.place, rounded(row.converted, policy.score_places))
        found_by_us = indicator.is_execution and not indicator.judged
        if found_by_us and rate is not None and not evaluation.foreign:
            percent = plain(half_up(rate * 100, policy.rate_places - 2))
            yield _write(indicator.actual.place, f"{percent}%")


def _rate(
    snapshot: Snapshot,
    evaluation: SelfEvaluation,
    cell: Amount,
    ratio: Decimal | None,
    places: int,
    *,
    percent_number: bool = False,
) -> CellWrite:
    """A rate as its cell shows one: a ratio under a percentage format, 98.92, or "98.92%".

    Our own cells are formatted. Of another's we know only what stands in them: a cell with
    a percentage format gets a ratio, any other the text that a person would type.
    """
    if ratio is None:
        return _write(cell.place, None)
    if percent_number:
        return _write(cell.place, rounded(ratio * 100, places - 2))
    sheet = snapshot.sheet(cell.place.sheet)
    spot = (cell.place.row, cell.place.column)
    if evaluation.foreign and not (sheet and spot in sheet.percents):
        return _write(cell.place, f"{plain(half_up(ratio * 100, places - 2))}%")
    return _write(cell.place, rounded(ratio, places))


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
                    score = rounded(scores.execution.score, profile.policy.score_places)
                    yield _write(amount.place, score)
                continue
            value = scores.funding.get(key, {}).get(measure)
            if value is None and (amount.raw is None or evaluation.foreign):
                continue
            if measure == "balance":
                yield _write(amount.place, _printed_money(value, evaluation.money_unit))
            else:
                bare = printed.get(measure, False)
                yield _rate(snapshot, evaluation, amount, value, places, percent_number=bare)


COMPUTED = ("rate", "arrival_rate", "balance", "score")
"""Measures of the funding table that follow from the others."""


def _printed_money(value: Decimal | None, unit: str) -> Decimal | None:
    """An amount in the unit in which the form prints it."""
    if value is None:
        return None
    return rounded(value * TEN_THOUSAND, 2) if unit == "元" else rounded(value, 6)


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
    if tail.score is not None and mended and not _holds_label(tail.score.raw):
        yield _write(tail.score.place, rounded(scores.total, profile.policy.score_places))
    mended = scores.grade is not None or not evaluation.foreign
    if tail.grade is not None and mended and not _holds_label(tail.grade.raw):
        yield _write(tail.grade.place, scores.grade)
    if tail.points is not None and _is_formula(snapshot, tail.points.place):
        points = [row.points.value or Decimal(0) for row in evaluation.indicators]
        if not any(row.is_execution for row in evaluation.indicators):
            points.append(scores.execution.points or Decimal(0))
        yield _write(tail.points.place, sum(points, Decimal(0)), keep_formula=True)


def _holds_label(raw: CellValue) -> bool:
    """True for 自评总分：99, a cell that holds its own label: writing would take that away."""
    return isinstance(raw, str) and any(colon in raw for colon in ":：")


def _is_formula(snapshot: Snapshot, place: Place) -> bool:
    sheet = snapshot.sheet(place.sheet)
    return sheet is not None and (place.row, place.column) in sheet.formulas


# --- 问题清单


def issues_head(snapshot: Snapshot) -> tuple[Sheet, Position] | None:
    """The sheet 问题清单 and its first heading cell; None if the workbook has none."""
    cell = snapshot.names.get(anchors.ISSUES)
    sheet = snapshot.sheet(cell.sheet if cell else anchors.ISSUES_SHEET)
    if sheet is None:
        return None
    if cell is not None:
        return sheet, (cell.row, cell.column)
    for row in range(1, len(sheet.rows) + 1):
        if sheet.value(row, 1) == anchors.ISSUE_COLUMNS[0]:
            return sheet, (row, 1)
    return None


def _issue_cells(sheet: Sheet, head: Position, findings: list[Finding]) -> Iterator[CellWrite]:
    """One row a group of equal findings; what a reader noted in the last column stays with it."""
    top, left = head
    width = len(anchors.ISSUE_COLUMNS)
    remarks = _remarks(sheet, head)
    groups = grouped(findings)
    last = left + width - 1
    for offset, group in enumerate(groups, start=1):
        row = top + offset
        values, link = _issue_row(offset, group)
        code = group.first.code.number
        spots = [str(place) for place in group.places] or [""]
        remark = next((remarks[code, spot] for spot in spots if (code, spot) in remarks), None)
        cells = (*values, remark) if remark or _text(sheet, row, last) else values
        for column, value in enumerate(cells, start=left):
            jump = link if column == left + 3 else None
            written = Decimal(value) if isinstance(value, int) else value
            yield CellWrite(sheet.name, row, column, written, top + 1, jump)
    for row in range(top + len(groups) + 1, len(sheet.rows) + 1):
        for column in range(left, left + width):
            if sheet.value(row, column) not in (None, ""):
                yield CellWrite(sheet.name, row, column, None)


def _issue_row(number: int, group: Group) -> tuple[tuple[int | str, ...], str | None]:
    """What one line says, and where its place jumps to."""
    places, finding = group.places, group.first
    link = None
    if places:
        sheet = places[0].sheet.replace("'", "''")
        link = f"'{sheet}'!{places[0].a1}"
    code = finding.code
    row = (
        number,
        code.severity.value,
        code.number,
        group.where(most=3),
        group.field,
        finding.message,
        finding.advice,
    )
    return row, link


def _remarks(sheet: Sheet, head: Position) -> dict[tuple[str, str], str]:
    """What readers wrote under 处理情况, by code and each of the places of its line."""
    top, left = head
    remarks: dict[tuple[str, str], str] = {}
    for row in range(top + 1, len(sheet.rows) + 1):
        remark = _text(sheet, row, left + len(anchors.ISSUE_COLUMNS) - 1)
        if remark:
            code, places = (_text(sheet, row, left + n) or "" for n in (2, 3))
            at = ""
            for place in places.partition("等 ")[0].split("、"):
                at, _, cell = place.rpartition("!") if "!" in place else (at, "", place)
                remarks[code, f"{at}!{cell}"] = remark
    return remarks


def _text(sheet: Sheet, row: int, column: int) -> str | None:
    value = sheet.value(row, column)
    return str(value) if value not in (None, "") else None
