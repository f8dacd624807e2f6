"""Points and scores of single indicators: no more than there are, none full for a miss."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, Said, find_told
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.claims.indicators.pairs import comparable, missed, reached
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.check.context import Context
from xltools.decimals import plain
from xltools.patterns import Pattern


def scores_fit_results(case: Case) -> Iterator[Remark]:
    """No score above its points, none full for a miss, none lost for what was reached."""
    seen: set[tuple[str, ...]] = set()
    for told in case.of(find_told):
        for claim, points, score in _scored(told.context, told.claims):
            key = (claim.name, plain(points), plain(score))
            found = None if key in seen else _score(told.context, claim, points, score)
            if found is not None and not (
                found.code is IndicatorCode.LOST_THOUGH_REACHED and _is_deducted(case, claim)
            ):
                seen.add(key)
                yield found


def _scored(
    context: Context, claims: dict[int, IndicatorClaim]
) -> Iterator[tuple[IndicatorClaim, Decimal, Decimal]]:
    """Claims with points and a score of their own: not one that serves several rows."""
    rows = {row.row: row for row in context.evaluation.indicators}
    for claim in claims.values():
        points, score = _number(claim.points), _number(claim.score)
        below = rows.get(claim.row + 1)
        merged = rows[claim.row].shared_score or (below is not None and below.shared_score)
        if points is not None and score is not None and not merged:
            yield claim, points, score


def _number(said: Said | None) -> Decimal | None:
    return said.value.value if said else None


def _score(
    context: Context, claim: IndicatorClaim, points: Decimal, score: Decimal
) -> Remark | None:
    assert claim.score is not None
    at = claim.score.at
    facts = {
        "name": without_unit(claim.name), "claim": f"{plain(score)}分",
        "against": f"{plain(points)}分", "target": claim.aims_at, "actual": claim.came_to,
    }  # fmt: skip
    if score > points:
        return remark(IndicatorCode.SCORE_ABOVE_POINTS, at, **facts)
    pair = comparable(claim)
    if pair is None:
        return None
    miss = missed(claim, *pair)
    if miss and score == points and points > 0:
        verdict = "超过了上限" if ">" in miss else "没有达到"
        return remark(
            IndicatorCode.FULL_THOUGH_MISSED, at, arithmetic=miss, verdict=verdict, **facts
        )
    if score < points and _is_silent(context, claim) and reached(*pair):
        return remark(IndicatorCode.LOST_THOUGH_REACHED, at, **facts)
    return None


def _is_silent(context: Context, claim: IndicatorClaim) -> bool:
    """True if no reason is given where one would be expected."""
    row = next(row for row in context.evaluation.indicators if row.row == claim.row)
    return row.deviation_note.text is None and not (row.judged or row.is_execution)


def lost_points_have_a_reason(case: Case) -> Iterator[Remark]:
    """Where the table has a column for reasons, lost points fill it; one remark for all."""
    found: dict[tuple[str, ...], IndicatorClaim] = {}
    for told in case.of(find_told):
        if not told.context.has("deviation_note"):
            continue
        for claim, points, score in _scored(told.context, told.claims):
            pair = comparable(claim)
            told_already = pair is not None and reached(*pair)
            told_already = told_already or _is_explained(case, claim)
            if score < points and _is_silent(told.context, claim) and not told_already:
                found.setdefault((claim.name, plain(points), plain(score)), claim)
    if found:
        claims = list(found.values())
        shown = "、".join(f"“{without_unit(each.name)}”" for each in claims[:3])
        more = f"等{len(claims)}个指标" if len(claims) > 3 else ""
        at = claims[0].score.at if claims[0].score else claims[0].at
        yield remark(IndicatorCode.LOST_WITHOUT_REASON, at, listed=f"{shown}{more}")


_WHY = Pattern(r"原因|由于|主要是|因为|扣|未达|没有达|不足|低于")


def _is_explained(case: Case, claim: IndicatorClaim) -> bool:
    """True if a sentence of the text names the indicator and says why it fell short."""
    name = without_unit(claim.name)
    return len(name) >= 4 and any(
        name in each.text and _WHY.search(each.text) is not None
        for each in case.report.sentences
    )


_DEDUCTED = Pattern(r"扣(?:除|减|去|了)?\d")


def _is_deducted(case: Case, claim: IndicatorClaim) -> bool:
    """True if a paragraph names the indicator and says that points were taken off."""
    name = without_unit(claim.name)
    return len(name) >= 3 and any(
        name in line.text and _DEDUCTED.search(line.text) is not None
        for line in case.report.prose
    )


RULES: tuple[Rule, ...] = (
    scores_fit_results,
    lost_points_have_a_reason,
)
