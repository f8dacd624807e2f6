"""Counts: of indicators by level, of items in a list, of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.counts import (
    DONE,
    LevelCount,
    People,
    composed_of,
    find_level_counts,
    find_list_counts,
    find_people,
)
from xltools.audit.claims.indicators import IndicatorClaim, find_told
from xltools.audit.claims.scores import find_scores
from xltools.audit.codes_money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.report import Chapter, Line, Report
from xltools.patterns import Pattern

_LEVELS = {1: "一级指标", 2: "二级指标", 3: "三级指标", DONE: "已完成三级指标"}
_FRAMEWORK = Pattern(
    r"^(?P<level>[一二三])级指标(?:为|包括|有|分别为|包含)[:]?(?P<list>.+?)。?$"
)
_LEAD = Pattern(r"^(?:\(\d{1,2}\)|[①-⑩])")
_GROUP = Pattern(r"^(?:\(\d{1,2}\)|[①-⑩])(?:对于|实施效益|满意度|产出)")


def levels_are_counted(case: Case) -> Iterator[Remark]:
    """一级指标3个，二级指标7个，三级指标9个: what the report itself lists (R1).

    A count below what is listed is wrong as well; where the report lists nothing, nothing is said.
    """
    listed = _listed(case)
    if listed is None:
        return
    claims, place = listed
    counts = {
        1: len({each.category for each in claims if each.category}),
        2: len({(each.category, each.subcategory) for each in claims if each.subcategory}),
        3: len(claims),
    }
    if any(each.subcategory is None for each in claims):
        counts.pop(1), counts.pop(2)
    for each in case.of(find_level_counts):
        if each.level not in counts or composed_of(each.line) is not None:
            continue
        right = counts[each.level]
        if right and each.count != right and _speaks_of_all(each, right):
            yield remark(
                MoneyCode.LEVEL_COUNT, each.at,
                claim=f"{_LEVELS[each.level]}{each.count}个",
                against=f"{right}个{_names(claims, each.level)}", place=place,
            )  # fmt: skip


def _speaks_of_all(each: LevelCount, right: int) -> bool:
    """A count of three in a report of thirty is of a part; one near is a wrong count."""
    return each.level < 3 or abs(each.count - right) <= max(3, right // 3)


def _listed(case: Case) -> tuple[Sequence[IndicatorClaim], str] | None:
    """The indicators that the report lists with their results, and where."""
    forms = [told for told in case.of(find_told) if len(told.claims) >= 3]
    if not forms:
        return None
    tables = [told for told in forms if told.table]
    best = max(tables or forms, key=lambda told: len(told.claims))
    claims = [
        each for each in best.claims.values() if each.is_result and each.category != "execution"
    ]
    if len({(each.name, each.level2) for each in claims}) != len(claims) or len(claims) < 3:
        return None
    first = claims[0].line
    return claims, (f"表{best.table}" if best.table else first.where.partition("›")[0])


def _names(claims: Sequence[IndicatorClaim], level: int) -> str:
    if level != 2:
        return ""
    seen = dict.fromkeys(each.level2 for each in claims if each.level2)
    return f"（{'、'.join(seen)}）" if 0 < len(seen) <= 10 else ""


def a_chapter_has_the_indicators_it_says(case: Case) -> Iterator[Remark]:
    """由22个三级指标构成: the items that the chapter lists are so many (R1)."""
    for chapter, claimed in _composed(case.report):
        items = _items_of(chapter, case, claimed.line)
        if len(items) < 2 or len(items) == claimed.count:
            continue
        shown = "、".join(items[:8]) + ("等" if len(items) > 8 else "")
        yield remark(
            MoneyCode.COMPOSED_COUNT, claimed.at,
            claim="由" + claimed.line.words(claimed.start, claimed.end), against=str(len(items)),
            list=shown,
        )  # fmt: skip


def _composed(report: Report) -> Iterator[tuple[Chapter, LevelCount]]:
    for top in report.chapters:
        for chapter in top.walk():
            for line in chapter.lines:
                claimed = composed_of(line)
                if claimed is not None:
                    yield chapter, claimed


def _items_of(chapter: Chapter, case: Case, head: Line) -> list[str]:
    """Names of what the chapter judges: numbered items, or results with a score each.

    A numbered item that is a group (（1）产出数量：) counts by its results.
    """
    own = {line.index for line in chapter.everything} - {head.index}
    scored = [
        each for each in case.of(find_scores) if each.kind == "item" and each.line.index in own
    ]
    leads: list[tuple[str, int]] = []
    for line in chapter.everything:
        if line.index == head.index:
            continue
        if _LEAD.match(line.text):
            leads.append((_LEAD.sub("", line.text).partition(":")[0][:14], 0))
        elif not leads:
            continue
        count = sum(each.line.index == line.index for each in scored)
        if leads and count:
            leads[-1] = (leads[-1][0], leads[-1][1] + count)
    if leads and all(count <= 1 for _, count in leads):
        grouped = any(_GROUP.match(line.text) for line in chapter.everything)
        if not grouped or len(scored) <= len(leads):
            return [name for name, _ in leads]
    return [each.line.text.partition(",")[0][:14] for each in scored]


def the_framework_has_the_indicators_of_its_chapters(case: Case) -> Iterator[Remark]:
    """三级指标为：…、…: so many as the chapters say together."""
    claims = [claimed for _, claimed in _composed(case.report)]
    if len(claims) < 2:
        return
    total = sum(each.count for each in claims)
    for line in case.report.prose:
        found = _FRAMEWORK.match(line.text)
        if found is None or found["level"] != "三":
            continue
        items = [item for item in found["list"].split("、") if item]
        if len(items) >= 3 and len(items) != total:
            yield remark(
                MoneyCode.FRAMEWORK_COUNT, line, claim=str(total), against=str(len(items)),
                arithmetic="＋".join(str(each.count) for each in claims) + f"＝{total}",
            )  # fmt: skip


def a_list_has_as_many_items_as_it_says(case: Case) -> Iterator[Remark]:
    """下设5个处室，分别是：…: five names."""
    for each in case.of(find_list_counts):
        if len(each.items) != each.count:
            yield remark(
                MoneyCode.LIST_COUNT, each.at, claim=f"{each.count}个",
                against=f"{len(each.items)}个", list="、".join(each.items),
            )  # fmt: skip


_RETIRED = Pattern(r"退休|离休")
_IN_SERVICE = Pattern(r"在职|在编|在岗")
_POSTS = Pattern(r"编制")


def people_add_up(case: Case) -> Iterator[Remark]:
    """实有在职77人 = 行政 + 工勤 + 事业; retired people are not in service."""
    for each in case.of(find_people):
        retired = [(name, n) for name, n in each.parts if _RETIRED.search(name)]
        serving = [(name, n) for name, n in each.parts if not _RETIRED.search(name)]
        total = sum(n for _, n in serving)
        if len(serving) < 2 or each.total == total:
            continue
        if retired and _IN_SERVICE.search(each.label) and each.total == total + retired[0][1]:
            yield remark(
                MoneyCode.IN_SERVICE, each.at, what=each.label, claim=f"{each.total}人",
                retired=f"{retired[0][0]}{retired[0][1]}人", against=f"{total}人",
                arithmetic=_people_sum(serving),
            )  # fmt: skip
        elif total > each.total or _is_all(each, total):
            yield remark(
                MoneyCode.PEOPLE_SUM, each.at, what=each.label, claim=f"{each.total}人",
                against=f"{total}人", arithmetic=_people_sum(serving),
            )  # fmt: skip


def _is_all(each: People, total: int) -> bool:
    """True if the parts mean to be all: three kinds, or nearly the whole."""
    return len(each.parts) >= 3 and Decimal(total) >= Decimal(each.total) * Decimal("0.8")


def _people_sum(parts: Sequence[tuple[str, int]]) -> str:
    return "＋".join(str(n) for _, n in parts) + f"＝{sum(n for _, n in parts)}"


def nobody_serves_beyond_the_establishment(case: Case) -> Iterator[Remark]:
    """在职 ≤ 编制, of the unit and of each kind of post (行政, 事业, 工勤)."""
    posts = next((each for each in case.of(find_people) if _POSTS.search(each.label)), None)
    serving = next(
        (
            each
            for each in case.of(find_people)
            if not _POSTS.search(each.label) and _SERVING.search(each.label)
        ),
        None,
    )
    if posts is None or serving is None or serving.start < posts.start == serving.start:
        return
    active = [(name, n) for name, n in serving.parts if not _RETIRED.search(name)]
    count = sum(n for _, n in active) if len(active) >= 2 else serving.total
    established = {_kind(name): n for name, n in posts.parts}
    over = [
        f"{name}{n}人＞编制{established[_kind(name)]}人"
        for name, n in active
        if _kind(name) in established and n > established[_kind(name)]
    ]
    if count > posts.total:
        over.insert(0, f"在职{count}人＞编制{posts.total}人")
    if over:
        yield remark(
            MoneyCode.ABOVE_ESTABLISHMENT, serving.at, what="在职人数",
            claim=f"{count}人（{'，'.join(over)}）", against=f"{posts.total}人",
        )  # fmt: skip


_SERVING = Pattern(r"在职|在编|在岗|实有")


def _kind(name: str) -> str:
    return next((kind for kind in ("行政", "事业", "工勤", "参公") if kind in name), name)


RULES: tuple[Rule, ...] = (
    levels_are_counted,
    a_chapter_has_the_indicators_it_says,
    the_framework_has_the_indicators_of_its_chapters,
    a_list_has_as_many_items_as_it_says,
    people_add_up,
    nobody_serves_beyond_the_establishment,
)
