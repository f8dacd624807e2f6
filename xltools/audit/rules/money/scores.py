"""Scores of items, chapters and subtotals; and which totals are those of the project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.rates import find_rates
from xltools.audit.claims.money.scope import is_of_one_project
from xltools.audit.claims.money.scores import Score, find_scores
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Chapter, Line
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_ITEM_LEAD = Pattern(r"^(?:\(\d{1,2}\)|\d{1,2}[.、]|[①-⑩])")
_PROJECT_OF = Pattern(r"(?:\d{1,2}[、.])?([^,，。;:、]{2,40}?)项目(?:综合|自评|绩效)")


def points(value: Decimal) -> str:
    """A score as messages print it."""
    return f"{plain(value)}分"


def sum_of(scores: Sequence[Score]) -> str:
    """Their addition as messages print it: 20＋18＝38."""
    total = sum((each.value for each in scores), Decimal(0))
    return "＋".join(plain(each.value) for each in scores) + f"＝{plain(total)}"


def earned_totals(case: Case) -> list[Score]:
    """The total scores that were earned, of whatever project."""
    return [each for each in case.of(find_scores) if each.is_earned_total]


def overall_totals(case: Case) -> list[Score]:
    """The totals of the only project of a report: of all of it, and not of one chapter."""
    if not is_of_one_project(case.report):
        return []
    return [
        each
        for each in earned_totals(case)
        if not is_of_a_part(each) and (_OVERALL.search(each.label) or _concludes(each.line))
    ]


_OF_A_PART = Pattern(
    r"决策|过程|产出|效益|效果|满意|执行|管理|投入|数量|质量|时效|成本|指标|上年|平均|部门整体|各项|单项|最高|最低"
)


_OVERALL = Pattern(r"总|综合|最终|最后")
_CONCLUSION = Pattern(r"结论|综合评价|自评得分|评价结果|自评结果")


def _concludes(line: Line) -> bool:
    return any(
        _CONCLUSION.search(title) and not _SOME_POINTS.search(title) for title in line.chapter
    )


_SOME_POINTS = Pattern(r"\d分")


def is_of_a_part(score: Score) -> bool:
    """True for a total of one 一级指标, of another year or another project."""
    return _OF_A_PART.search(score.label) is not None or bool(_PROJECT_OF.search(score.label))


def a_score_rate_is_score_over_points(case: Case) -> Iterator[Remark]:
    """权重20分，实际得分18分，得分率90%."""
    scores = case.of(find_scores)
    for rate in case.of(find_rates):
        if rate.kind != "score":
            continue
        start, _ = sentence_span(rate.line, rate.start)
        here = [
            each
            for each in scores
            if each.line.index == rate.line.index and start <= each.start < rate.start
        ]
        earned = [each for each in here if each.kind in ("item", "part", "total")]
        worth = [each for each in here if each.kind == "points"]
        if len(earned) != 1 or len(worth) != 1 or not worth[0].value:
            continue
        exact = earned[0].value / worth[0].value
        if not rate.agrees(exact):
            shown = f"{plain(half_up(exact * 100, 2))}%"
            yield remark(
                MoneyCode.SCORE_RATE, rate.at, claim=rate.words, against=shown,
                arithmetic=f"{plain(earned[0].value)}÷{plain(worth[0].value)}＝{shown}",
            )  # fmt: skip


def a_score_is_not_above_its_points(case: Case) -> Iterator[Remark]:
    """分值10分，得分12分 in one sentence."""
    by_sentence: dict[tuple[int, int], list[Score]] = {}
    for each in case.of(find_scores):
        start, _ = sentence_span(each.line, each.start)
        by_sentence.setdefault((each.line.index, start), []).append(each)
    for sentence in by_sentence.values():
        for worth, earned in pairwise(sentence):
            if (
                worth.kind == "points"
                and earned.kind in ("item", "part")
                and earned.value > worth.value
            ):
                yield remark(
                    MoneyCode.SCORE_ABOVE_POINTS, earned.at, claim=points(earned.value),
                    against=points(worth.value),
                )  # fmt: skip


_LEFT = Pattern(
    r"(?:权重|分值|满分)(?P<worth>\d+(?:\.\d+)?)分[^。;分]{0,30}?扣(?:减|除)?(?P<lost>\d+(?:\.\d+)?)分[,，](?:实际|自评)?得(?:分)?(?P<earned>\d+(?:\.\d+)?)分"
)


def what_was_not_lost_is_earned(case: Case) -> Iterator[Remark]:
    """权重6分，…扣1分，得5分."""
    for sentence in case.report.sentences:
        for found in _LEFT.finditer(sentence.text):
            worth, lost, earned = (Decimal(found[key]) for key in ("worth", "lost", "earned"))
            if worth - lost != earned:
                yield remark(
                    MoneyCode.POINTS_LEFT, sentence.at(found.span("earned")), points=plain(worth),
                    lost=plain(lost), claim=plain(earned), against=plain(worth - lost),
                )  # fmt: skip


def items_add_up_to_their_chapter(case: Case) -> Iterator[Remark]:
    """项目决策…实际得分20分: the items of the chapter give 20, each with its score."""
    scores = case.of(find_scores)
    for chapter in _chapters(case):
        own = {line.index for line in chapter.everything}
        here = [each for each in scores if each.line.index in own]
        first = next((each for each in here if each.kind == "points"), None)
        if first is None or any(
            each.kind == "points" for each in here[here.index(first) + 1 :]
        ):
            continue
        head = [each for each in here if each.line.index == first.line.index]
        earned = next((each for each in head if each.kind in ("item", "part")), None)
        if earned is None:
            continue
        items = [each for each in here if each.kind == "item" and each.line is not earned.line]
        found = sum((each.value for each in items), Decimal(0))
        if len(items) < 2 or found == earned.value:
            continue
        unscored = _unscored(chapter, items) if found < earned.value else []
        if found < earned.value and not unscored and len(items) < 3:
            continue
        code = MoneyCode.ITEM_SCORES if found < earned.value else MoneyCode.ITEM_SCORES_ABOVE
        yield remark(
            code, earned.at, claim=points(earned.value), against=points(found),
            arithmetic=sum_of(items),
            unscored=f"没有写得分的：{'、'.join(unscored)}。" if unscored else "",
        )  # fmt: skip


def _chapters(case: Case) -> Iterator[Chapter]:
    """The chapters that state their own score in their first paragraphs."""
    for top in case.report.chapters:
        for chapter in top.walk():
            if any("得分" in line.text for line in chapter.lines[:2]):
                yield chapter


def _unscored(chapter: Chapter, items: Sequence[Score]) -> list[str]:
    """Names of the numbered items that carry no score."""
    scored = {each.line.index for each in items}
    leads: list[tuple[str, set[int]]] = []
    for line in chapter.everything:
        if _ITEM_LEAD.match(line.text):
            name = _ITEM_LEAD.sub("", line.text).partition(":")[0]
            leads.append((name[:12], {line.index}))
        elif leads:
            leads[-1][1].add(line.index)
    return [name for name, lines in leads if not lines & scored]


def a_subtotal_is_the_sum_above_it(case: Case) -> Iterator[Remark]:
    """合计得10分: the items since the last subtotal, or of its chapter, or the subtotals of it."""
    scores = case.of(find_scores)
    tables = [table.rows[0][0].index for table in case.report.tables]
    opening = {each.line.index for each in scores if "得分率" in each.line.text}
    for n, total in enumerate(scores):
        if total.kind != "subtotal" or not _ALONE.match(total.line.text[: total.start]):
            continue
        above = [each for each in scores[:n] if each.line.index not in opening]
        choices = [
            choice
            for depth in range(1, len(total.line.chapter) + 1)
            for choice in _summed(above, total, depth)
            if choice
        ]
        first = min((choice[0].line.index for choice in choices), default=0)
        if not choices or any(first < at < total.line.index for at in tables):
            continue
        if total.value in {_total_of(choice) for choice in choices} or len(choices[-1]) < 2:
            continue
        yield remark(
            MoneyCode.SUBTOTAL, total.at, claim=f"{total.label}{points(total.value)}",
            against=points(_total_of(choices[-1])), arithmetic=sum_of(choices[-1]),
        )  # fmt: skip


_ALONE = Pattern(r"^[^,。;]{0,14}(?:合计|小计|共计)得?分?(?:为|是|:)?$")
"""A line of its own; inside a sentence the sum may be of anything."""


def _summed(above: Sequence[Score], total: Score, depth: int) -> Iterator[list[Score]]:
    """What a subtotal may add up, in the chapters that it shares to a depth."""
    chapter = total.line.chapter[:depth]
    here = [each for each in above if each.line.chapter[:depth] == chapter]
    yield [each for each in here if each.kind == "subtotal"]
    yield [each for each in here if each.kind == "item"]
    last = max((n for n, each in enumerate(here) if each.kind == "subtotal"), default=-1)
    yield [each for each in here[last + 1 :] if each.kind == "item"]


def _total_of(scores: Sequence[Score]) -> Decimal:
    return sum((each.value for each in scores), Decimal(0))


RULES: tuple[Rule, ...] = (
    a_score_rate_is_score_over_points,
    a_score_is_not_above_its_points,
    what_was_not_lost_is_earned,
    items_add_up_to_their_chapter,
    a_subtotal_is_the_sum_above_it,
)
