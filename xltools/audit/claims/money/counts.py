"""Counts in prose: 一级指标3个, 14个项目, 三方面的内容, 由22个三级指标构成; sums of people."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.numbers import count_of, numbers_in
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_N = r"(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})"
_LEVEL_FIRST = Pattern(
    r"(?P<level>[一二三])级指标(?:共|有|为|共有|共计|数)?(?P<n>\d{1,3})[个项]"
)
_LEVEL_LAST = Pattern(
    r"(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})[个项](?P<level>[一二三])级指标"
)
_NOT_DONE = r"(?:没有|[未没]能?|尚未)(?:按[期时]|全部|如期)?(?:完成|达标|达到(?:年度|预期|绩效|既定)*(?:目标|指标)值?)"
_DONE = Pattern(
    r"(?<![未没有能])已?(?<![未没有能])完成(?:的)?(?:三级|绩效)?指标(?P<n>\d{1,3})[个项]|其中已完成三级指标(?P<m>\d{1,3})[个项]"
    r"|(?<=[个项],)(?:其中)?已?完成(?P<k>\d{1,3})[个项](?=[,。;])"
    r"|(?<=指标)中?,?(?:其中)?(?:已经?)?完成了?(?P<j>\d{1,3})[个项](?=[,。;])"
)
_UNDONE = Pattern(
    rf"{_NOT_DONE}的?(?:三级|绩效)?指标(?:共?有|共|为|共计)?(?P<n>\d{{1,3}}|[一二三四五六七八九两])[个项]"
    rf"|(?P<m>\d{{1,3}}|[一二三四五六七八九两])[个项](?:三级|绩效)?指标{_NOT_DONE}"
    r"|(?<=[个项],)(?:另?有)?未完成(?P<k>\d{1,3})[个项](?=[,。;])"
)
_COMPOSED = Pattern(rf"由{_N}[个项]三级指标(?:构成|组成)")
_PROJECTS = Pattern(
    rf"(?<![第\d]){_N}个(?:(?:预算|部门预算|财政|绩效评价|自评)?项目)(?!负责|组|实施单位)|项目(?:共|共计)?{_N.replace('<n>', '<m>')}个"
)
_LISTED = Pattern(
    r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})(?P<unit>个|项|种|类|家|所|条|方面|名)"
    r"(?P<what>[\u4e00-\u9fff]{0,10}?)[,，]?(?:分别[是为][:]?|即[:]?|包括[:]?|包含[:]?|为:)(?P<list>[^。;]+)"
)
_LISTED_BEFORE = Pattern(
    r"(?:包括|分为|含)(?P<list>[\u4e00-\u9fff、和及以与]{4,60}?)(?P<n>[一二三四五六七八九十两]|\d{1,2})个?方面"
)
_BRACKETED = Pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,8}?)(?P<n>\d{1,2})(?P<unit>个|家|项|所)\((?P<list>[^()\d]+)\)"
)
_CLOSED = Pattern(
    r"(?:成员(?:为|有|包括|:)?|包括|分别为|[由:])(?P<list>[\u4e00-\u9fff某·]{1,5}(?:、[\u4e00-\u9fff某·]{1,5})+)[,，]?(?:等)?共(?:计)?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})(?:人|名)"
)
_OPEN_END = ("等", "等等", "其他", "…")


class LevelCount(Claim, frozen=True):
    """So many indicators of level 1, 2 or 3 (completed ones: level 4, others: 5) are claimed."""

    level: int
    count: int


DONE = 4
"""The level of 已完成三级指标."""
UNDONE = 5
"""The level of 未完成指标."""


class ListCount(Claim, frozen=True):
    """A count and the list behind or before it: 5个处室，分别是：…"""

    count: int
    items: tuple[str, ...]
    printed: str


def find_level_counts(report: Report) -> tuple[LevelCount, ...]:
    """Return the counts of indicators by level, in order."""
    return tuple(each for line in report.prose for each in level_counts_in(line))


def level_counts_in(line: Line) -> Iterator[LevelCount]:
    """Yield the counts of indicators in one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "一级指标3个，三级指标9个，其中已完成三级指标9个。由22个三级指标构成")
    >>> [(each.level, each.count) for each in level_counts_in(line)]
    [(1, 3), (3, 9), (4, 9), (3, 22)]
    >>> line = make_line(0, "10个三级指标中已完成9个，未完成指标1个。")
    >>> [(each.level, each.count) for each in level_counts_in(line)]
    [(3, 10), (4, 9), (5, 1)]
    """
    done = {
        found.span(): (level, found)
        for level, pattern in ((DONE, _DONE), (UNDONE, _UNDONE))
        for found in pattern.finditer(line.text)
    }
    found_ones = []
    for pattern in (_LEVEL_FIRST, _LEVEL_LAST):
        for found in pattern.finditer(line.text):
            if any(a <= found.start() < b for a, b in done):
                continue
            count = count_of(found["n"])
            if count is not None:
                level = "一二三".index(found["level"]) + 1
                found_ones.append(LevelCount(line, found.start(), found.end(), level, count))
    for (start, end), (level, found) in done.items():
        count = next((n for each in found.groups() if each and (n := count_of(each))), None)
        if count is not None:
            first = start + len(found[0]) - len(found[0].lstrip("中,其"))
            found_ones.append(LevelCount(line, first, end, level, count))
    yield from sorted(found_ones, key=lambda each: each.start)


def composed_of(line: Line) -> LevelCount | None:
    """Return the claim 由…个三级指标构成 of a line."""
    found = _COMPOSED.search(line.text)
    count = count_of(found["n"]) if found else None
    if found is None or count is None:
        return None
    return LevelCount(line, found.start("n"), found.end(), 3, count)


class ProjectCount(Claim, frozen=True):
    """The report says that it tells of so many projects."""

    count: int


def find_project_counts(report: Report) -> tuple[ProjectCount, ...]:
    """Return the claims about how many projects there are."""
    found = []
    for line in report.prose:
        for each in _PROJECTS.finditer(line.text):
            count = count_of(each["n"] or each["m"])
            if count is not None and count >= 2:
                found.append(ProjectCount(line, each.start(), each.end(), count))
    return tuple(found)


def find_list_counts(report: Report) -> tuple[ListCount, ...]:
    """Return the counts that stand beside a closed list of names."""
    return tuple(each for line in report.prose for each in list_counts_in(line))


def list_counts_in(line: Line) -> Iterator[ListCount]:
    """Yield the counts with their lists; an open list (…等) is no proof and not returned.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "下设5个处室，分别是：秘书室、财务室、总务室。")
    >>> [(each.count, each.items) for each in list_counts_in(line)]
    [(5, ('秘书室', '财务室', '总务室'))]
    """
    for pattern in (_LISTED, _LISTED_BEFORE, _BRACKETED, _CLOSED):
        for found in pattern.finditer(line.text):
            count = count_of(found["n"])
            items = _items(found["list"])
            if count is not None and len(items) >= 2:
                yield ListCount(line, found.start("n"), found.end("n"), count, items, found[0])


def _items(text: str) -> tuple[str, ...]:
    """The items of a list; none when it is open, or its items are sentences."""
    text = text.strip(":")
    if any(mark in text for mark in _OPEN_END) or "(" in text or any(c.isdigit() for c in text):
        return ()
    separator = "、" if "、" in text else ","
    parts = [part for part in text.split(separator) if part]
    if separator == "、":
        last = parts[-1].partition(",")[0]
        parts[-1:] = [each for each in _LAST_AND.split(last) if each]
    if any(len(part) > (14 if separator == "、" else 8) for part in parts):
        return ()
    return tuple(parts)


_LAST_AND = Pattern(r"以及|和|及(?!时)|与")


class People(Claim, frozen=True):
    """A number of people (or posts) and the parts it is said to consist of."""

    label: str
    total: int
    parts: tuple[tuple[str, int], ...]


_STAFF = Pattern(r"编制|在职|在编|实有|在岗|人员")
_LABEL = Pattern(r"[\u4e00-\u9fff]{2,14}$")


def find_people(report: Report) -> tuple[People, ...]:
    """Return the statements 编制数43，行政编制20人，工勤9人，事业编制14人."""
    return tuple(each for line in report.prose for each in people_in(line))


def people_in(line: Line) -> Iterator[People]:
    r"""Yield totals of people with their parts, from the sentences that speak of staff.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "编制43人，其中行政编制20人，工勤9人，事业编制14人；实有在职44人。")
    >>> [(each.label, each.total, each.parts) for each in people_in(line)]
    [('编制', 43, (('行政编制', 20), ('工勤', 9), ('事业编制', 14))), ('实有在职', 44, ())]
    """
    if _STAFF.search(line.text) is None:
        return
    current: list[tuple[str, int, int, int]] = []
    for number in numbers_in(line):
        text = line.text
        before = text[: number.start].rstrip("为是共有")
        label = _LABEL.search(before)
        behind = text[number.end : number.end + 1]
        if label is None or number.places or not (behind in "人名,、。;" and behind):
            continue
        words = label[0]
        starts = _is_total(words)
        if not starts and not (current and _KIND_OF.search(words)):
            continue
        if starts and current:
            yield _people(line, current)
            current = []
        current.append((words, number.start, number.end, int(number.value)))
    if current:
        yield _people(line, current)


_TOTAL_OF = Pattern(
    r"(?:编制(?:数|总数|人数)?|(?:实有|现有|在职|在编|在岗)[\u4e00-\u9fff]{0,8}(?:人数|人员|职工|人)?)$"
)
_KIND_OF = Pattern(
    r"^(?:其中)?(?:行政|事业|工勤|参公|机关|聘用|公益|编外|退休|离休|离退休|后勤|专项)"
)


def _is_total(words: str) -> bool:
    return _TOTAL_OF.search(words) is not None and _KIND_OF.search(words) is None


def _people(line: Line, numbers: list[tuple[str, int, int, int]]) -> People:
    (label, start, end, total), *parts = numbers
    named = tuple((words.removeprefix("其中"), value) for words, _, _, value in parts)
    return People(line, start, end, label, total, named)
