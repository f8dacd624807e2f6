"""Counts: of indicators by level, of items in a list, of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.indicators import IndicatorClaim, find_told
from xltools.audit.claims.money.counts import (
    DONE,
    LevelCount,
    People,
    composed_of,
    find_level_counts,
    find_list_counts,
    find_people,
)
from xltools.audit.claims.money.scores import Score, find_scores
from xltools.audit.codes.money import MoneyCode
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

    Where the report lists nothing, nothing is said. A table lists all; sentences do when they are as
    many as the report says.
    """
    listed = _listed(case)
    if listed is None:
        return
    claims, place, tabled = listed
    stated = {each.count for each in case.of(find_level_counts) if each.level == 3}
    if not tabled and stated != {len(claims)}:
        return  # sentences may have been read in part; the report's own count tells
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
        if _OF_A_PART.search(each.line.text[: each.start][-8:]):
            continue
        right = counts[each.level]
        if right and each.count != right and (each.level < 3 or tabled):
            yield remark(
                MoneyCode.LEVEL_COUNT, each.at,
                claim=f"{_LEVELS[each.level]}{each.count}个",
                against=f"{right}个{_names(claims, each.level)}", place=place,
            )  # fmt: skip


_OF_A_PART = Pattern(
    r"(?:决策|过程|产出|效益|效果|满意度|成本|数量|质量|时效|社会|经济|生态|定量|定性|管理|投入)(?:类|方面|指标)?(?:的|共|有)*$"
)


def _listed(case: Case) -> tuple[Sequence[IndicatorClaim], str, bool] | None:
    """The indicators that the report lists with their results, where, and if that is a table."""
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
    place = f"表{best.table}" if best.table else first.where.partition("›")[0]
    return claims, place, bool(best.table)


def _names(claims: Sequence[IndicatorClaim], level: int) -> str:
    if level != 2:
        return ""
    seen = dict.fromkeys(each.level2 for each in claims if each.level2)
    return f"（{'、'.join(seen)}）" if 0 < len(seen) <= 10 else ""


def a_chapter_has_the_indicators_it_says(case: Case) -> Iterator[Remark]:
    """由22个三级指标构成: the items that the chapter lists are so many (R1)."""
    for chapter, claimed in _composed(case.report):
        items = _items_of(chapter, case, claimed.line)
        if len(items) < 2 or len(items) == claimed.count or not _one_a_line(chapter, case):
            continue
        shown = "、".join(items[:8]) + ("等" if len(items) > 8 else "")
        yield remark(
            MoneyCode.COMPOSED_COUNT, claimed.at,
            claim="由" + claimed.line.words(claimed.start, claimed.end), against=str(len(items)),
            list=shown,
        )  # fmt: skip


def a_chapter_has_the_indicators_of_the_table(case: Case) -> Iterator[Remark]:
    """（三）项目产出情况。该类指标由9个三级指标构成: the table lists seven under 产出."""
    best = max(
        (told for told in case.of(find_told) if told.table),
        key=lambda t: len(t.claims),
        default=None,
    )
    if best is None:
        return
    rows: dict[str | None, int] = {}
    for claim in best.claims.values():
        rows[claim.category] = rows.get(claim.category, 0) + 1
    if len(rows) < 2 or None in rows:
        return
    for line in case.report.prose:
        claimed = composed_of(line)
        named = _PART.search(line.text[: claimed.start]) if claimed else None
        right = rows.get(_KEYS[named["part"]]) if named else None
        if claimed is not None and right is not None and right != claimed.count:
            yield remark(
                MoneyCode.LEVEL_COUNT, claimed.at, claim=f"{claimed.count}个三级指标",
                against=f"{right}个", place=f"表{best.table}",
            )  # fmt: skip


_PART = Pattern(r"(?P<part>产出|效益|满意度)(?:情况|类|指标)")
_KEYS = {"产出": "output", "效益": "outcome", "满意度": "satisfaction"}


def _one_a_line(chapter: Chapter, case: Case) -> bool:
    """True if the items can be counted: a paragraph tells of one, and no table of them."""
    own = [line.index for line in chapter.everything if line.kind == "body"]
    scored = [each.line.index for each in case.of(find_scores) if each.kind == "item"]
    several = any(scored.count(index) > 1 for index in own)
    tabled = any(line.kind == "cell" for line in chapter.everything)
    return (
        not several
        and not tabled
        and not any(_EACH.search(line.text) for line in chapter.lines)
    )


_EACH = Pattern(r"各得|均得|都得|分别得")


def _in_bracket(score: Score) -> bool:
    """1.产出数量（12分，得12分） heads items, and is none."""
    before = score.line.text[: score.start]
    return before.count("(") > before.count(")")


def _composed(report: Report) -> Iterator[tuple[Chapter, LevelCount]]:
    """The claims that open a chapter; where several share one, nobody knows which items are whose."""
    for top in report.chapters:
        for chapter in top.walk():
            claims = [claimed for line in chapter.lines if (claimed := composed_of(line))]
            if len(claims) == 1:
                yield chapter, claims[0]


_BLANK_ITEM = Pattern(r"^(?:\(?\d{1,2}[)、.]+|[①-⑩])*[^,。;]{0,14}?[(:]?待补充[)。]*$")
"""（1）数量指标：（待补充）"""


def _items_of(chapter: Chapter, case: Case, head: Line) -> list[str]:
    """Names of what the chapter judges: numbered items, or results with a score each.

    A numbered item that is a group (（1）产出数量：) counts by its results. A chapter with an item
    that is still to be written cannot be counted.
    """
    if any(_BLANK_ITEM.match(line.text) for line in chapter.everything):
        return []
    own = {line.index for line in chapter.everything} - {head.index}
    scored = [
        each
        for each in case.of(find_scores)
        if each.kind == "item" and each.line.index in own and not _in_bracket(each)
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
    a_chapter_has_the_indicators_of_the_table,
    the_framework_has_the_indicators_of_its_chapters,
    a_list_has_as_many_items_as_it_says,
    people_add_up,
    nobody_serves_beyond_the_establishment,
)
