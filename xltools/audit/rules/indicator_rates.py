"""Completion rates and scores of indicators: the quotient, and points that fit the result.

Regions differ in how a ceiling's rate is printed and what a miss costs. What every way of
counting allows is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, Said, find_claims, find_told
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.codes_indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.decimals import half_up, percent, plain
from xltools.model import TypedValue
from xltools.patterns import Pattern
from xltools.value import align, settle

ONE = Decimal(1)
_LESS_IS_BETTER = Pattern(
    r"[灾害病死伤漏错误差失缺污诉访超闲损耗险贫]|事故|事件|案件|发案|犯罪|流失|违|故障|下降|减少|降低|下浮|排放|噪声|隐患|逾期|辍学|空置|负债|不满意|发生"
    r"|时间|时长|天数|成本|费用|经费|标准|单价|支出|金额|控制|时限|周期|变动|波动|浮动|压减|节约|占比|比重|半径|距离"
)


def _pair(claim: IndicatorClaim) -> tuple[TypedValue, TypedValue] | None:
    """Target and actual as numbers in one unit; None where they are not, or only a bound is known."""
    if claim.target is None or claim.actual is None:
        return None
    target, actual = settle(claim.target.value, claim.actual.value, claim.name)
    if not (target.is_numeric and actual.is_numeric) or "qualitative" in (
        target.kind, actual.kind,
    ):  # fmt: skip
        return None
    pair = align(target, actual)
    if pair is None or pair[0].upper is not None or pair[1].upper is not None:
        return None
    return pair


def _wants_less(claim: IndicatorClaim, target: TypedValue) -> bool:
    """True where less may be better: a ceiling, a cost, a fault."""
    if target.kind == "at_most" or claim.subcategory == "cost" or claim.category == "cost":
        return True
    if target.kind == "at_least":
        return False
    unit = target.unit or ""
    return "元" in unit or _LESS_IS_BETTER.search(claim.name) is not None


def completion_rates_are_quotients(case: Case) -> Iterator[Remark]:
    """完成率 = 实际 ÷ 目标, or one of the ways in which a ceiling's rate is printed."""
    seen: set[tuple[str, ...]] = set()
    for told in case.of(find_told):
        rates = {
            row.row: row.typed_rate.value
            for row in told.context.evaluation.indicators
            if row.typed_rate is not None
        }
        for claim in told.claims.values():
            rate, pair = claim.rate, _pair(claim)
            if rate is None or pair is None or rate.value.value is None:
                continue
            target, actual = pair[0].value, pair[1].value
            if not target or actual is None or target < 0 or actual < 0:
                continue
            typed = rates.get(claim.row)
            ways = _ways(target, actual, ceiling=_wants_less(claim, pair[0]))
            key = (claim.name, claim.aims_at, rate.words)
            if (
                typed is None
                or key in seen
                or any(_printed_as(w, typed, rate.words) for w in ways)
            ):
                continue
            seen.add(key)
            assert claim.target is not None
            assert claim.actual is not None
            yield remark(
                IndicatorCode.RATE_DIFFERS, rate.at, name=without_unit(claim.name),
                claim=rate.words, target=claim.aims_at, actual=claim.actual.words,
                against=percent(ways[0]),
                arithmetic=f"{plain(actual)} ÷ {plain(target)} = {percent(ways[0])}",
            )  # fmt: skip


def _ways(target: Decimal, actual: Decimal, *, ceiling: bool) -> list[Decimal]:
    """What a rate may be printed as; the plain quotient first."""
    rate = actual / target
    ways = [rate]
    if rate > 1:
        ways.append(ONE)
    if ceiling:
        ways.append(ONE + (target - actual) / target)
        if actual:
            ways.append(target / actual)
        if rate <= 1:
            ways.append(ONE)
    return ways


def _printed_as(ratio: Decimal, typed: Decimal, words: str) -> bool:
    """True if the ratio, rounded or cut to the places printed, is what was typed.

    A whole percentage may be rounded from any number of places.
    """
    digits = words.rstrip("%％")
    places = len(digits.partition(".")[2]) + (2 if "%" in words or "％" in words else 0)
    places = max(places, 2)
    cut = ratio.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    return typed in (half_up(ratio, places), cut) or abs(ratio - typed) <= Decimal("0.0001")


def scores_fit_results(case: Case) -> Iterator[Remark]:
    """No score above its points, none full for a miss, none lost without a word."""
    seen: set[tuple[str, ...]] = set()
    for told in case.of(find_told):
        rows = {row.row: row for row in told.context.evaluation.indicators}
        for claim in told.claims.values():
            points, score = _number(claim.points), _number(claim.score)
            row, below = rows[claim.row], rows.get(claim.row + 1)
            merged = row.shared_score or (below is not None and below.shared_score)
            if points is None or score is None or merged:
                continue
            silent = row.deviation_note.text is None and not (row.judged or row.is_execution)
            column = told.context.has("deviation_note")
            found = _score(claim, points, score, silent=silent, column=column)
            key = (claim.name, plain(points), plain(score))
            if found is not None and key not in seen:
                seen.add(key)
                yield found


def _number(said: Said | None) -> Decimal | None:
    return said.value.value if said else None


def _score(
    claim: IndicatorClaim, points: Decimal, score: Decimal, *, silent: bool, column: bool
) -> Remark | None:
    """What is wrong with a score; `silent`: no reason is given, `column`: one is asked for."""
    assert claim.score is not None
    at = claim.score.at
    facts = {
        "name": without_unit(claim.name), "claim": f"{plain(score)}分",
        "against": f"{plain(points)}分", "target": claim.aims_at, "actual": claim.came_to,
    }  # fmt: skip
    if score > points:
        return remark(IndicatorCode.SCORE_ABOVE_POINTS, at, **facts)
    pair = _pair(claim)
    missed = _missed(claim, *pair) if pair else ""
    if missed and score == points and points > 0:
        verdict = "超过了上限" if ">" in missed else "没有达到"
        return remark(
            IndicatorCode.FULL_THOUGH_MISSED, at, arithmetic=missed, verdict=verdict, **facts
        )
    if score < points and silent and pair and _reached(claim, *pair):
        return remark(IndicatorCode.LOST_THOUGH_REACHED, at, **facts)
    if score < points and silent and column:
        return remark(IndicatorCode.LOST_WITHOUT_REASON, at, **facts)
    return None


def _missed(claim: IndicatorClaim, target: TypedValue, actual: TypedValue) -> str:
    """The comparison that shows a miss; "" where there is none, or one may read it otherwise."""
    bound, value = target.value, actual.value
    if bound is None or value is None or "≈" in (target.comparator, actual.comparator):
        return ""
    if actual.kind not in ("number", "equal"):
        return ""
    if target.kind == "at_most" and value > bound:
        return f"{plain(value)} > {plain(bound)}"
    if _wants_less(claim, target) or value >= bound:
        return ""
    return f"{plain(value)} < {plain(bound)}"


def _reached(claim: IndicatorClaim, target: TypedValue, actual: TypedValue) -> bool:
    """True where no usual rule takes points: from the target up to a fifth more, or just met."""
    bound, value = target.value, actual.value
    if bound is None or value is None or actual.kind not in ("number", "equal"):
        return False
    if target.kind == "at_most":
        return value <= bound
    return target.kind == "at_least" and bound <= value <= bound * Decimal("1.2")


def affirmed_results_are_as_expected(case: Case) -> Iterator[Remark]:
    """与预期目标一致 is said of a result that reaches its target."""
    for claim in case.of(find_claims):
        pair = _pair(claim) if claim.affirmed else None
        missed = _missed(claim, *pair) if pair else ""
        if missed and claim.target and claim.actual:
            yield remark(
                IndicatorCode.AFFIRMED_THOUGH_MISSED, claim.actual.at,
                name=without_unit(claim.name), claim="与预期目标一致",
                target=claim.aims_at, actual=claim.actual.words, arithmetic=missed,
            )  # fmt: skip


_SUM = Pattern(r"合计得?分?(?:为|是|:)?(?P<sum>\d+(?:\.\d+)?)分")


def sums_of_scores_are_right(case: Case) -> Iterator[Remark]:
    """合计得10分 under a 二级指标 is what its results earned."""
    scored: list[IndicatorClaim] = []
    at = 0
    claims = [each for each in case.of(find_claims) if each.score is not None]
    for line in case.report.prose:
        while at < len(claims) and claims[at].line.index < line.index:
            scored.append(claims[at])
            at += 1
        found = _SUM.fullmatch(line.text.rstrip("。;"))
        if found is None:
            continue
        group = [each for each in scored if each.line.chapter == line.chapter]
        scored = []
        values = [
            e.score.value.value for e in group if e.score and e.score.value.value is not None
        ]
        known = {each.subcategory for each in group}
        if len(values) < 2 or len(known) != 1 or None in known:
            continue
        total, stated = sum(values, Decimal(0)), Decimal(found["sum"])
        if total != stated:
            yield remark(
                IndicatorCode.SUM_DIFFERS, (line, found.start(), found.end()),
                claim=plain(stated), against=plain(total),
                arithmetic=f"{'＋'.join(map(plain, values))}＝{plain(total)}",
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    completion_rates_are_quotients,
    scores_fit_results,
    affirmed_results_are_as_expected,
    sums_of_scores_are_right,
)
