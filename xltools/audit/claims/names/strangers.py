"""Words that only another kind of unit uses: 局务会 in the report of an office, 我校 of a bureau."""

from __future__ import annotations

from collections import Counter

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.units import KINDS, find_own_units
from xltools.audit.claims.text.lexicon import is_word
from xltools.audit.report import Report
from xltools.patterns import Pattern

_WORDS: dict[str, Pattern] = {
    "局": Pattern(r"我局|局务会|局党组|局长办公会|局领导班子|局机关"),
    "校": Pattern(r"我校|校务会|校长办公会"),
    "院": Pattern(r"我院|院务会|院长办公会"),
    "镇": Pattern(r"我镇"),
    "乡": Pattern(r"我乡"),
    "厅": Pattern(r"我厅|厅务会|厅党组"),
}
_BODIES: dict[str, Pattern] = {
    "局": Pattern(
        r"(?<!财政)(?<!审计)(?<!税务)(?<!统计)(?<![我全大结布格时开])局(?![务党长领机面部限势属])"
    ),
    "校": Pattern(r"学校|中学|小学|大学|学院|幼儿园|教育|校区|校园"),
    "院": Pattern(r"医院|学院|法院|检察院|研究院|卫生院|剧院|福利院|敬老院|科学院"),
    "镇": Pattern(r"镇(?:人民)?政府|(?<!乡)(?<!我)镇(?!党)"),
    "乡": Pattern(r"乡(?:人民)?政府|(?<![城下家我])乡(?![党镇村])"),
    "厅": Pattern(r"(?<!财政)(?<![我大餐客])厅(?![务党])"),
}
"""Bodies of the kind: where the report names one, the words may be its own, or those above it."""
_NAME = Pattern(
    r"[\u4e00-\u9fff]{2,18}?(?:人民政府办公室|委员会办公室|办公室|委员会|服务中心|中心|组织部|宣传部|联合会|联络处|管理处|管理所|人民政府)"
)
_SEVERAL = 3


class Stranger(Claim, frozen=True):
    """A word of another kind of unit, and the name of the report's own."""

    unit: str


def find_strangers(report: Report) -> tuple[Stranger, ...]:
    """局务会 in the report of an office that names no bureau but the one of finance; 我校 where 我局 reports."""
    first_persons = _first_persons(report)
    taken = {(each.line.index, each.start) for each in first_persons}
    others = [
        each for each in _words_of_others(report) if (each.line.index, each.start) not in taken
    ]
    return (*first_persons, *others)


def _words_of_others(report: Report) -> list[Stranger]:
    unit = _unit_of(report)
    if not unit:
        return []
    text = "\n".join(line.text for line in report.lines)
    found = []
    for kind, words in _WORDS.items():
        if kind in unit or any(
            _is_body(text, each.start(), kind) for each in _BODIES[kind].finditer(text)
        ):
            continue
        places = [
            Stranger(line, each.start(), each.end(), unit)
            for line in report.prose
            for each in words.finditer(line.text)
            if not _is_quoted(line.text, each.start())
        ]
        if 0 < len(places) < _SEVERAL:
            found += places
    return found


def _is_body(text: str, at: int, kind: str) -> bool:
    """局 ends the name of a bureau behind a word or a region, and not inside a person's name."""
    return kind != "局" or text[at - 1 : at] in _REGIONS or is_word(text[at - 2 : at])


_REGIONS = frozenset("省市县区州旗盟")


def _unit_of(report: Report) -> str:
    """The report's own unit, else the body that it names most, at least three times; "" if none."""
    own = find_own_units(report)
    if own:
        return max((each.name for each in own), key=len)
    counts: dict[str, int] = {}
    for line in report.lines:
        for each in _NAME.finditer(line.text):
            counts[each[0]] = counts.get(each[0], 0) + 1
    ends: dict[str, int] = {}
    for name in counts:
        ends[name] = sum(n for other, n in counts.items() if other.endswith(name))
    best = max(ends, key=lambda name: (ends[name], -len(name)), default="")
    return best if ends.get(best, 0) >= _SEVERAL else ""


_WE = Pattern(
    r"(?<!自)(?<!忘)我(?P<kind>中心|街道|公司|社区|局(?![部限面势])|校|院|镇|乡(?!村)|厅|委(?![托员])|办(?![理公好事结的])|"
    r"处(?![在于理置])|站(?![在点])|所(?![在有属需])|馆|队(?!伍)|园|部(?![分门])|村(?!级))(?!们)"
)
_FIELD = {"局", "校", "院", "厅", "馆", "公司", "镇", "乡", "村", "园"}
"""Kinds of which a unit is one or is none; 办, 处, 委, 所 may be parts of another."""


def _first_persons(report: Report) -> list[Stranger]:
    """我校 in the report of a bureau: by its name, and by 我局 that the report says otherwise."""
    own = find_own_units(report)
    kinds = {kind for each in own for kind, says in KINDS.items() if says.search(each.name)}
    places = [
        (found["kind"], line, found.start(), found.end())
        for line in report.prose
        for found in _WE.finditer(line.text)
        if not _is_quoted(line.text, found.start())
    ]
    times = Counter(kind for kind, *_ in places)
    usual = {kind for kind in times if kind in kinds} or _most(times)
    if not usual or (not own and max(times.values()) < _SEVERAL):
        return []
    known = "、".join(f"我{kind}" for kind in usual if times[kind]) or own[0].name
    ours = max(times[kind] for kind in usual)
    return [
        Stranger(line, start, end, known)
        for kind, line, start, end in places
        if kind in _FIELD
        and kind not in kinds | usual
        and times[kind] < min(_SEVERAL, ours + 1)
    ]


def _most(times: Counter[str]) -> set[str]:
    """The kind that the report says of itself three times as often as any other."""
    ranked = times.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
        return set()
    return {ranked[0][0]}


def _is_quoted(text: str, at: int) -> bool:
    """True inside quotation marks: what somebody else said."""
    return text.count("“", 0, at) > text.count("”", 0, at)
