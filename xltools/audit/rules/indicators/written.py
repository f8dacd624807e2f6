"""How targets and results are written: a rate has its %, a row that earns points has a result."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, Told, find_told
from xltools.audit.claims.indicators.names import without_unit
from xltools.audit.claims.indicators.record import At
from xltools.audit.codes.indicators import IndicatorCode
from xltools.audit.remark import Remark, remark
from xltools.decimals import plain
from xltools.patterns import Pattern

_RATE = r"(?P<what>满意[度率]|合格率|覆盖率|完成率|到位率|执行率|及时率|达标率|知晓率|巩固率|使用率|准确率|完好率|兑现率|兑付率)"
_BARE = Pattern(
    rf"{_RATE}(?:均|都|已)?(?:不低于|不少于|达到?了?|为|是|≥|>=|高于|:)*(?P<n>[5-9]\d(?:\.\d+)?|100)(?:以上|左右)?(?=[,。;)]|$)"
)
_IN_POINTS = Pattern(
    r"(?P<what>满意[度率])(?:达到?了?|为|是|:)*(?P<n>[5-9]\d(?:\.\d+)?|100)分(?![值之])"
)
_IN_PERCENT = Pattern(r"满意[度率][^,。;\d]{0,10}\d+(?:\.\d+)?%")
_NOT_POINTS = Pattern(r"得分|评分|打分|扣|分值|满分|权重|百分制")


def rates_have_their_percent_sign(case: Case) -> Iterator[Remark]:
    """满意度90以上; 满意度90.5分 in a report that elsewhere counts it in per cent."""
    text = "\n".join(line.text for line in case.report.lines)
    in_percent = _IN_PERCENT.search(text) is not None
    for line in case.report.prose if "%" in text else ():
        for found in _BARE.finditer(line.text):
            yield _percent(line.words(*found.span()), "没有“%”", found["n"], found["what"],
                               (line, found.start(), found.end()))  # fmt: skip
        for found in _IN_POINTS.finditer(line.text) if in_percent else ():
            if not _NOT_POINTS.search(line.text[: found.end()][-40:]):
                yield _percent(line.words(*found.span()), "写的却是“分”", found["n"], found["what"],
                               (line, found.start(), found.end()))  # fmt: skip


def _percent(claim: str, fault: str, number: str, what: str, at: At) -> Remark:
    return remark(
        IndicatorCode.PERCENT_LEFT_OUT, at, claim=claim, what=what, fault=fault,
        right=f"{number}%",
    )  # fmt: skip


def what_earns_points_has_a_result(case: Case) -> Iterator[Remark]:
    """A row with a target and a score, in a table whose other rows have results, has one too."""
    for told in case.of(find_told):
        rows = [each for each in told.claims.values() if each.target is not None]
        blank = [each for each in rows if _is_blank(told, each)]
        if not told.table or not blank or len(blank) * 3 > len(rows):
            continue
        for claim in blank:
            if claim.score is None or claim.score.value.value is None:
                continue
            yield remark(
                IndicatorCode.RESULT_BLANK, claim.at, name=without_unit(claim.name),
                target=claim.aims_at, claim=f"{plain(claim.score.value.value)}分",
            )  # fmt: skip


def _is_blank(told: Told, claim: IndicatorClaim) -> bool:
    """True if the row earns points for a result that is not written anywhere in it."""
    if claim.actual is not None or claim.score is None or not claim.score.value.value:
        return False
    row = next(row for row in told.context.evaluation.indicators if row.row == claim.row)
    return (
        told.context.has("actual")
        and not row.shared_score
        and row.actual.text is None
        and row.deviation_note.text is None
        and not row.is_execution
    )


RULES: tuple[Rule, ...] = (rates_have_their_percent_sign, what_earns_points_has_a_result)
