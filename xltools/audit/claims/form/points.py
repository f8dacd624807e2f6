"""Scores of parts in any words: 产出指标得48分, 产出得分为48分, 满意度方面得了10分, 执行率9.76分."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.money.scores import Score, find_scores
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_PART = r"(?P<part>决策|过程|产出|效益|效果|满意度|管理|投入|成本|预算执行|执行)"
_EARNED = Pattern(
    rf"{_PART}(?:率)?(?:类|情况|方面|部分)?(?:指标)?(?:\d{{1,2}}个[,，]?)?(?:\((?:满分|分值|权重)?(?:共|为)?(?P<worth>\d+(?:\.\d+)?)分\))?"
    r"(?:的)?(?:自评|实际|评价|共|总)*(?:得分|得了|得|评分|实得)(?:为|是|:)?(?P<earned>\d+(?:\.\d+)?)分(?!之|别)"
)


class PartScore(Claim, frozen=True):
    """So many points of a part; `sure`: earned (得), and not perhaps what it is worth (分值)."""

    part: str
    value: Decimal
    sure: bool


def find_part_scores(report: Report) -> tuple[PartScore, ...]:
    """Return the scores that parts earned, each once."""
    found: dict[tuple[int, int], PartScore] = {}
    for line in report.prose:
        for each in _in_line(line):
            found[line.index, each.start] = each
    for score in find_scores(report):
        if score.kind == "part":
            key = (score.line.index, score.start)
            found.setdefault(key, _of(score))
    return tuple(found[key] for key in sorted(found))


def _of(score: Score) -> PartScore:
    part = "预算执行" if score.part.endswith("执行") else score.part
    sure = "得" in score.label or "评分" in score.label
    return PartScore(score.line, score.start, score.end, part, score.value, sure)


def _in_line(line: Line) -> Iterator[PartScore]:
    """Yield those of one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "产出得分50分、效益指标（30分）得29分,社会效益指标得10分")
    >>> [(each.part, str(each.value)) for each in _in_line(line)]
    [('产出', '50'), ('效益', '29')]
    """
    for found in _EARNED.finditer(line.text):
        if _IS_LEAD.search(line.text[: found.start()]) is None:
            continue  # 社会效益指标 is a part of 效益
        part = "预算执行" if found["part"].endswith("执行") else found["part"]
        start, end = found.start("earned"), found.end()
        yield PartScore(line, start, end, part, Decimal(found["earned"]), sure=True)


_IS_LEAD = Pattern(r"(?:^|[^\u4e00-\u9fff]|其中|项目|和|及|与|中|资金|预算)$")


def find_part_points(report: Report) -> tuple[Score, ...]:
    """Return what parts are said to be worth: 产出指标（50分，得48分）."""
    return tuple(each for each in find_scores(report) if each.kind == "points" and each.part)
