"""The same things counted in several places: 64所农村学校 here, 46所农村学校 there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from xltools.audit.claims.indicators.figures import Figure, find_figures
from xltools.audit.claims.indicators.names import core_of
from xltools.audit.claims.indicators.record import At
from xltools.audit.claims.indicators.told import find_told
from xltools.audit.claims.names.years import find_report_year
from xltools.audit.report import Report
from xltools.decimals import plain
from xltools.patterns import Pattern

_GENERIC = frozenset(
    ["工作人员", "服务对象", "三级指标", "二级指标", "绩效指标", "指标", "问卷", "有效问卷", "调查问卷", "项目", "个项目", "部门", "单位", "人员", "资料", "问题", "会议", "工作"]
)  # fmt: skip
_SHARES = ("%", "‰", "个百分点", "百分点")
_PLACE = Pattern(
    r"[\u4e00-\u9fff]{1,6}(?:镇|乡|村|街道|社区|小学|中学|学校|医院|卫生院|分局|支队|公司|标段|片区|批)(?=[^,，。;]*$)"
)
_OF_ALL = Pattern(r"全[县市区镇乡省]|我[县市区镇乡]|现有|下辖|辖|总数")
_VERB = Pattern(r"[\u4e00-\u9fff]{1,4}$")


class Mention(Struct, frozen=True):
    """One place that says how many there are; `place` names a part of the whole, "" if none."""

    at: At
    value: Decimal
    words: str
    place: str
    lead: str
    is_firm: bool = False
    """It stands in a table, or target and result agree."""
    goal: Decimal | None = None
    of_all: bool = False
    """There are so many in the whole region, whatever was done to them."""


class Disagreement(Struct, frozen=True):
    """A number that stands once against another that stands oftener, for one noun."""

    noun: str
    unit: str
    odd: Mention
    usual: tuple[Mention, ...]


def find_disagreements(report: Report) -> tuple[Disagreement, ...]:
    """Return the counts of one noun that were mistyped in one place.

    Only where the usual value stands at least twice, or in a table, the odd one once, and both
    differ in one digit or in the order of two.
    """
    groups: dict[tuple[str, str, int | None], list[Mention]] = defaultdict(list)
    year = find_report_year(report)
    for figure in find_figures(report):
        key = _noun(figure)
        if key:
            groups[key, _unit(figure.unit), figure.year or year].append(_mention(figure))
    stated = _stated(report)
    found = []
    for (noun, unit, when), said in groups.items():
        odd = _odd(said, stated.get((noun, unit), ()) if when == year else ())
        if odd is not None:
            found.append(Disagreement(noun, unit, *odd))
    return tuple(found)


def _noun(figure: Figure) -> str:
    if figure.unit in _SHARES or figure.bound or figure.is_part or figure.places:
        return ""
    noun = figure.noun if figure.behind else core_of(figure.noun)
    return noun if len(noun) >= 3 and noun not in _GENERIC else ""


def _mention(figure: Figure) -> Mention:
    places = _PLACE.findall(figure.sentence[: figure.sentence.find(figure.words) + 1])
    verb = _VERB.search(figure.lead) if figure.behind else None
    return Mention(
        figure.at, figure.value, figure.words, places[-1] if places else "",
        verb[0] if verb else "", of_all=_OF_ALL.search(figure.lead) is not None,
    )  # fmt: skip


def _stated(report: Report) -> dict[tuple[str, str], tuple[Mention, ...]]:
    """Results of indicators (targets, where there is none) by the core of their names and unit."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for told in find_told(report):
        for claim in told.claims.values():
            said = claim.actual or claim.target
            value = said.value.value if said else None
            if said is None or value is None or not said.value.unit or claim.owned:
                continue
            goal = claim.target.value.value if claim.target else None
            firm = bool(told.table) or goal == value
            found[core_of(claim.name), _unit(said.value.unit)].append(
                Mention(said.at, value, said.words, "", "", firm, goal)
            )
    return {key: tuple(each) for key, each in found.items()}


def _unit(unit: str) -> str:
    return "人" if unit in ("名", "位") else unit


def _odd(
    said: Sequence[Mention], stated: Sequence[Mention]
) -> tuple[Mention, tuple[Mention, ...]] | None:
    """The odd one out and those that agree; None where that is not clear."""
    by_value: dict[Decimal, dict[int, Mention]] = defaultdict(dict)
    for each in (*stated, *said):
        by_value[each.value].setdefault(each.at[0].index, each)
    if len(by_value) != 2 or any(
        each.goal in by_value for each in stated if each.goal != each.value
    ):
        return None
    few, many = sorted((list(each.values()) for each in by_value.values()), key=len)
    if len(few) == len(many) and any(each.is_firm for each in few):
        few, many = many, few
    strong = len(many) >= 2 or any(each.is_firm for each in many)
    if len(few) != 1 or few[0].is_firm or not strong:
        return None
    odd = few[0]
    if is_slip(odd.value, many[0].value) and _is_of_the_same(odd, many):
        return odd, tuple(many)
    return None


def _is_of_the_same(odd: Mention, many: Sequence[Mention]) -> bool:
    """True if nothing tells that the odd one counts a part, another place or another doing."""
    places = {each.place for each in many}
    here = any(each.at[0] is odd.at[0] for each in many)  # both in one paragraph: two things
    elsewhere = odd.place not in places if odd.place else "" not in places
    if here or elsewhere or odd.of_all is not any(each.of_all for each in many):
        return False
    return any(_fits(odd.lead, each.lead) for each in many)


def _fits(a: str, b: str) -> bool:
    """True if the words before two counts do not tell of different doings."""
    return not a or not b or bool(set(a) & set(b)) or a in _NEUTRAL or b in _NEUTRAL


_NEUTRAL = (
    "为",
    "对",
    "共",
    "全县",
    "全市",
    "全区",
    "涉及",
    "覆盖",
    "包括",
    "项目覆盖",
    "有",
    "在",
    "共有",
)


def is_slip(a: Decimal, b: Decimal) -> bool:
    """True if two whole numbers differ in one digit, or in the order of two.

    >>> is_slip(Decimal(64), Decimal(46)), is_slip(Decimal(28), Decimal(18))
    (True, True)
    >>> is_slip(Decimal(284), Decimal(248)), is_slip(Decimal(35), Decimal(48))
    (True, False)
    """
    first, second = plain(a), plain(b)
    if len(first) != len(second) or first == second:
        return False
    wrong = [n for n in range(len(first)) if first[n] != second[n]]
    if len(wrong) == 1:
        return True
    if len(wrong) != 2:
        return False
    i, j = wrong
    return j == i + 1 and first[i] == second[j] and first[j] == second[i]
