"""Scoring one form: execution rate, every indicator, total and grade."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from xltools.decimals import half_up, plain
from xltools.model import (
    ExecutionScore,
    Indicator,
    IndicatorScore,
    Scores,
    SelfEvaluation,
)
from xltools.profile import ScoringPolicy
from xltools.score.execution import computed_funding, execution_points, score_execution
from xltools.score.indicator import score_value
from xltools.score.outcome import Case, Outcome
from xltools.score.points import Group, groups, has_column, is_part, most_points, points_of
from xltools.score.total import convert, total_of
from xltools.score.words import not_applicable

__all__ = ["execution_points", "score_form"]
ZERO = Decimal(0)


def score_form(evaluation: SelfEvaluation, policy: ScoringPolicy) -> Scores:
    """Return the scores of one form; what cannot be computed is None and its trace says why.

    A form without a score column, or a policy that scores nothing, gets its rates only.
    """
    execution = score_execution(evaluation, policy)
    scorer = _Scorer(evaluation, policy, execution)
    rows: list[IndicatorScore] = []
    for group in groups(evaluation):
        rows += scorer.group(group)
    if scorer.scores:
        if policy.conversion != "none":
            rows = [convert(row, policy) for row in rows]
        total, trace = total_of(execution, rows, policy)
    else:
        total, trace = None, "本表没有得分栏，不计算得分和总分。"
    return Scores(
        execution=execution,
        indicators=tuple(rows),
        total=total,
        grade=policy.grade(total, execution.rate)
        if total is not None and total <= policy.total_points
        else None,
        funding={
            key: computed_funding(line, policy) for key, line in evaluation.funding.items()
        },
        trace=trace,
    )


class _Scorer:
    """The indicators of one form."""

    def __init__(
        self, evaluation: SelfEvaluation, policy: ScoringPolicy, execution: ExecutionScore
    ) -> None:
        self.evaluation, self.policy, self.execution = evaluation, policy, execution
        self.points = points_of(evaluation, policy)
        self.scores = policy.scored and has_column(evaluation, "score")
        self.has_points = has_column(evaluation, "points")
        total = evaluation.funding.get("total")
        self.budget = total.value("revised_budget") if total else None

    def group(self, group: Group) -> list[IndicatorScore]:
        """The rows that one score stands for; all but the first have none of their own."""
        if len(group) == 1:
            return [self._single(group[0])]
        first = self.evaluation.indicators[group[0]]
        if not self.scores:
            return [self._single(number) for number in group]
        members = [self._outcome(number) for number in group]
        score, points, trace, judged = self._shared(first, group, members)
        rows = []
        for number, outcome in zip(group, members, strict=True):
            indicator = self.evaluation.indicators[number]
            head = number == group[0]
            rows.append(
                IndicatorScore(
                    indicator=indicator,
                    completion_rate=outcome.rate,
                    score=score if head else None,
                    trace=trace
                    if head
                    else f"{outcome.fact or outcome.trace}；得分与上面的指标合并填写。",
                    judged=judged and head,
                    ceiling=outcome.ceiling,
                    points=points if head else None,
                    left_out=None if head else "shared",
                )
            )
        return rows

    def _shared(
        self, first: Indicator, group: Group, members: list[Outcome]
    ) -> tuple[Decimal | None, Decimal | None, str, bool]:
        """Score, points, trace and whether a person judged, for rows under one merged score."""
        own = [self.points[number] for number in group]
        facts = "；".join(member.fact or member.trace for member in members)
        shares = [None if member.judged else member.share for member in members]
        given, known = [p for p in own if p is not None], [s for s in shares if s is not None]
        points = own[0]
        if len(given) == len(own):  # each row has points, only the score is merged
            points = sum(given, ZERO)
            if len(known) == len(own):
                exact = sum((p * s for p, s in zip(given, known, strict=True)), ZERO)
                score = half_up(exact, self.policy.score_places)
                return score, points, f"{facts}；合计 {plain(score)} 分", False
        if points is not None and all(share == 1 for share in shares):
            return points, points, f"{facts}；合并的各项都达到目标，得满分", False
        typed, trace = self._stands(first, points, f"{facts}；合并计分")
        return typed, points, trace, typed is not None and not all(s == 1 for s in shares)

    def _single(self, number: int) -> IndicatorScore:
        indicator, points = self.evaluation.indicators[number], self.points[number]
        if indicator.is_execution:
            found = self.execution
            return IndicatorScore(
                indicator, found.rate, found.score, found.trace, points=points
            )
        outcome, score = score_value(
            indicator.target_value, indicator.actual_value, self._case(number)
        )
        row = IndicatorScore(
            indicator=indicator,
            completion_rate=outcome.rate,
            score=score,
            trace=outcome.trace,
            judged=outcome.judged,
            ceiling=outcome.ceiling,
            points=points,
            left_out="not_applicable" if outcome.dropped else None,
        )
        if not self.scores:
            fact = (outcome.fact or outcome.trace).rstrip("。")
            return replace(row, score=None, judged=False, trace=f"{fact}；本表不计分。")
        if outcome.dropped:
            return row
        if is_part(indicator):
            fact = outcome.fact or outcome.trace.rstrip("。")
            words = f"{fact}；“其中”项不单独计分。"
            return replace(row, score=None, trace=words, left_out="part")
        if indicator.judged and (
            self.policy.not_applicable == "ask" or not not_applicable(indicator.actual_value)
        ):
            found_score, trace = self._stands(indicator, points, "由评价人评定")
            return replace(row, score=found_score, trace=trace, judged=found_score is not None)
        if points is None and not self.has_points:
            return self._without_points(row, outcome)
        return row

    def _without_points(self, row: IndicatorScore, outcome: Outcome) -> IndicatorScore:
        """No points are printed and none are dealt out: only nothing is sure to be 0."""
        fact = (outcome.fact or outcome.trace).rstrip("。")
        if outcome.share == 0 and not outcome.judged:
            return replace(row, score=ZERO, trace=f"{fact}，得 0 分")
        score, trace = self._stands(row.indicator, None, f"{fact}；表上没有分值栏")
        return replace(
            row, score=score, trace=trace, judged=score is not None and outcome.share != 1
        )

    def _stands(
        self, indicator: Indicator, points: Decimal | None, why: str
    ) -> tuple[Decimal | None, str]:
        """The score that a person typed, if it can be one; the trace says whose it is."""
        typed = indicator.typed_score.value
        most = points if points is not None else most_points(self.policy)
        if typed is None:
            if points is None and self.has_points:
                return None, f"{why}，没有分值，也没有填得分。"
            return None, f"{why}，还没有填得分。"
        if points is None and self.has_points:
            return None, f"{why}，没有分值，填报得分 {plain(typed)} 无从核对。"
        if not ZERO <= typed <= most:
            return None, f"{why}，填报得分 {plain(typed)} 不在 0 到 {plain(most)} 之间。"
        return typed, f"{why}，采用填报得分 {plain(typed)}"

    def _outcome(self, number: int) -> Outcome:
        indicator = self.evaluation.indicators[number]
        case = self._case(number)
        return score_value(indicator.target_value, indicator.actual_value, case)[0]

    def _case(self, number: int) -> Case:
        indicator = self.evaluation.indicators[number]
        rule = indicator.extras.get("scoring_rule")
        return Case(
            policy=self.policy,
            points=self.points[number],
            subcategory=indicator.subcategory,
            name=indicator.name.text or "",
            year=self.evaluation.year,
            budget=self.budget,
            outturn=self.execution.outturn,
            typed_score=indicator.typed_score.value,
            category=indicator.category,
            scoring_rule=(rule.text or "") if rule else "",
        )
