"""Totals: one number in the whole report, and what its parts make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.scores import Score, find_scores, goes_on
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.money.scores import earned_totals, overall_totals, points, sum_of
from xltools.decimals import plain
from xltools.patterns import Pattern

_ITEM_LEAD = Pattern(r"^(?:\(\d{1,2}\)|\d{1,2}[.、]|[①-⑩])")
_PROJECT_OF = Pattern(r"(?:\d{1,2}[、.])?([^,，。;:、]{2,40}?)项目(?:综合|自评|绩效)")


def parts_add_up_to_the_total(case: Case) -> Iterator[Remark]:
    """总得分100分，其中决策20分，过程20分，…: the parts make the total."""
    scores = case.of(find_scores)
    for total in earned_totals(case):
        here = [each for each in scores if each.line.index == total.line.index]
        at = here.index(total)
        parts = (
            _parts(here[at + 1 :])
            or _parts(_of_its_sentence(here[:at], total)[::-1])[::-1]
            or _parts(_next_paragraph(case, scores, total))
        )
        found = sum((each.value for each in parts), Decimal(0))
        if len(parts) >= 2 and found != total.value and _all_parts(parts, total, found):
            yield remark(
                MoneyCode.SCORE_PARTS, total.at, claim=points(total.value),
                against=points(found), arithmetic=sum_of(parts),
            )  # fmt: skip


def parts_of_all_chapters_make_the_total(case: Case) -> Iterator[Remark]:
    """产出指标分值40分，得分39分 … in chapters: where their points are 100, their scores are the total."""
    scores = case.of(find_scores)
    parts: dict[str, tuple[Score, Decimal]] = {}
    for worth, earned in pairwise(scores):
        if worth.kind == "points" and earned.kind == "part" and worth.line is earned.line:
            parts.setdefault(earned.part, (earned, worth.value))
    if len(parts) < 3 or sum((worth for _, worth in parts.values()), Decimal(0)) != 100:
        return
    found = [earned for earned, _ in parts.values()]
    total = sum((each.value for each in found), Decimal(0))
    for each in overall_totals(case):
        if each.value != total:
            yield remark(
                MoneyCode.SCORE_PARTS, each.at, claim=points(each.value), against=points(total),
                arithmetic=sum_of(found),
            )  # fmt: skip


_PART_OF = (
    r"决策|过程|产出|效益|效果|满意度|满意|管理|投入|成本|预算执行率?|执行率|数量|质量|时效"
)
_WORTH_AND_EARNED = Pattern(
    rf"(?P<part>{_PART_OF})(?:类|情况|方面)?(?:指标)?(?:共)?\(?(?P<worth>\d+(?:\.\d+)?)分[,，]?(?:实际|自评)?(?:得分?|评分)(?:为|是)?(?P<earned>\d+(?:\.\d+)?)分?"
)


def parts_with_their_points_make_the_total(case: Case) -> Iterator[Remark]:
    """决策15分，得15分；过程25分，得23.86分…, in a paragraph or in headings: parts of 100 points."""
    heads = case.report.headings
    groups = [[line.text] for line in case.report.prose]
    groups += [
        [line.text for line in heads if line.level == level]
        for level in {h.level for h in heads}
    ]
    for texts in groups:
        found = [each for text in texts for each in _WORTH_AND_EARNED.finditer(text)]
        worth = sum((Decimal(each["worth"]) for each in found), Decimal(0))
        if len(found) < 3 or worth != 100 or len({each["part"] for each in found}) < len(found):
            continue
        earned = [Decimal(each["earned"]) for each in found]
        total = sum(earned, Decimal(0))
        for each in overall_totals(case):
            if each.value != total:
                yield remark(
                    MoneyCode.SCORE_PARTS, each.at, claim=points(each.value),
                    against=points(total),
                    arithmetic="＋".join(plain(value) for value in earned) + f"＝{plain(total)}",
                )  # fmt: skip
        return


def _parts(scores: Sequence[Score]) -> list[Score]:
    """The scores of parts, up to one that is something else or of a part named already."""
    found: list[Score] = []
    for each in scores:
        if each.kind != "part" or each.part in {part.part for part in found}:
            break
        found.append(each)
    return found


def _next_paragraph(case: Case, scores: Sequence[Score], total: Score) -> list[Score]:
    """The scores of the paragraph behind the total, if it begins with 其中 or the like."""
    lines = [line for line in case.report.prose if line.index > total.line.index]
    if not lines or not goes_on(lines[0]):
        return []
    return [each for each in scores if each.line.index == lines[0].index]


def _of_its_sentence(before: Sequence[Score], total: Score) -> list[Score]:
    start, _ = sentence_span(total.line, total.start)
    return [each for each in before if each.start >= start]


def _all_parts(parts: Sequence[Score], total: Score, found: Decimal) -> bool:
    """False where the list may not be whole: two of four parts, far from the total."""
    return len(parts) >= 3 or found > total.value or total.value - found < 10


def a_part_has_one_score(case: Case) -> Iterator[Remark]:
    """决策类指标得分20分 in the conclusion is what chapter 项目决策情况 says."""
    stated: dict[str, Score] = {}
    for each in case.of(find_scores):
        name = each.part if each.kind == "part" else _part_of(each)
        if not name:
            continue
        known = stated.setdefault(name, each)
        if known.value != each.value:
            yield remark(
                MoneyCode.PART_TWICE, each.at, part=name, claim=points(each.value),
                against=points(known.value), place=known.line.where,
            )  # fmt: skip


_OWN = Pattern(r"^项目(决策|过程|产出|效益|效果|满意度|管理|绩效)类?指标")


def _part_of(score: Score) -> str:
    """The part whose chapter this 实际得分 opens."""
    if score.kind != "item" or "实际得" not in score.label:
        return ""
    found = _OWN.match(score.line.text)
    return found[1] if found else ""


def the_total_is_the_same_everywhere(case: Case) -> Iterator[Remark]:
    """One project has one total score."""
    totals = overall_totals(case)
    for each in totals[1:]:
        if each.value != totals[0].value:
            yield remark(
                MoneyCode.TOTAL_TWICE, each.at, claim=points(each.value),
                against=points(totals[0].value), place=totals[0].line.where,
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    parts_add_up_to_the_total,
    parts_of_all_chapters_make_the_total,
    parts_with_their_points_make_the_total,
    a_part_has_one_score,
    the_total_is_the_same_everywhere,
)
