"""Names of places and bodies that differ in one character from one that the report writes often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.units import find_own_units
from xltools.audit.claims.text.lexicon import is_common, sound_alike
from xltools.audit.claims.text.signature import find_signature
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern


class Misnamed(Claim, frozen=True):
    """A name that stands once or twice, and the name that was meant, with its place and number."""

    meant: str
    where: Line
    times: int


_LEADS = "在对由向从以为给使经与和及将把本该各全的是"
_PLACE = Pattern(
    rf"(?:^|(?<=[,。;:、“《(省市州县区盟{_LEADS}]))(?P<name>(?![{_LEADS}])[\u4e00-\u9fff]{{2,5}}?(?:县|市|区|旗|镇|乡|街道))"
    r"(?=[\u4e00-\u9fff]{0,12}(?:局|委|办|人民政府|政府|财政|中心|学校|小学|中学|医院|党委)|20\d\d|\d|[,。;:、)》]|$|本级|级|的|[\u4e00-\u9fff]{2,10}项目)"
)
_BODY = Pattern(
    r"(?:^|(?<=[,。;:、“《(]))(?P<name>[\u4e00-\u9fff]{2,14}?(?:小学|中学|学校|医院|卫生院|幼儿园|福利院|敬老院|水库|公司|村|社区))"
)
_APART = frozenset(
    "东西南北中上下左右前后内外大小新老古高低一二三四五六七八九十甲乙丙丁省市县区乡镇村州旗盟"
)
"""Characters by which names of different places differ on purpose."""
_OTHER_PLACE = Pattern(
    r"(?:学习|借鉴|考察|邻近|毗邻|周边|兄弟|外地|对口|支援|援助|帮扶|来自|户籍|籍|比|较|相邻|接壤|赴|到|前往|调往|调入|原|曾用名|更名)[\u4e00-\u9fff]{0,4}$"
)
_ACTS = Pattern(
    r"本级|级财政|财政|人民政府|政府|20\d\d|境内|全域|[\u4e00-\u9fff]{1,12}(?:局|委员会|委|办公室|中心|医院|学校|小学|中学|项目)"
)
"""What stands behind the name of the place whose report it is."""
_USUAL, _SELDOM, _LONG = 3, 1, 3


def find_misnamed(report: Report) -> tuple[Misnamed, ...]:
    """Return the places where a name stands with one other character, in order."""
    own = {each.name for each in find_own_units(report)}
    told = [line for line in report.lines if line.kind != "contents"]
    text = "\n".join(line.text for line in told)
    signature = {line.index for line in find_signature(report)}
    found: list[Misnamed] = []
    for name in _usual(told, text, own):
        found += _like(name, told, text, signature, is_own=any(name in each for each in own))
    for name in own:
        found += _like_own(name, told, text)
    found.sort(key=lambda each: (each.line.index, each.start))
    return tuple(found)


def _usual(lines: list[Line], text: str, own: set[str]) -> Iterator[str]:
    """Names that stand several times; names of the report's own unit already twice."""
    names = Counter(
        found["name"]
        for line in lines
        for pattern in (_PLACE, _BODY)
        for found in pattern.finditer(line.text)
    )
    for name in names:
        times = text.count(name)
        is_own = any(name in each for each in own)
        if times >= _USUAL or (is_own and times > _SELDOM):
            yield name


_REGION = Pattern(r"^.*?[省市县区州旗盟]")


def _like_own(name: str, lines: list[Line], text: str) -> Iterator[Misnamed]:
    """退伍军人事务局 for the report's own 退役军人事务局: no two bodies of such names are so alike."""
    region = _REGION.match(name)
    body = name[region.end() :] if region else name
    if len(body) < _BODY_LENGTH or text.count(body) < _SELDOM + 1:
        return
    first = next(line for line in lines if body in line.text)
    for at, char in enumerate(body[:-1]):
        other = re.compile(
            f"{re.escape(body[:at])}([\u4e00-\u9fff]){re.escape(body[at + 1 :])}"
        )
        for line in lines:
            for found in other.finditer(line.text):
                odd = found[1]
                begins = at or _begins(line.text, found.start(), at)
                if odd != char and begins and not {odd, char} & _APART:
                    yield Misnamed(line, *found.span(), body, first, text.count(body))


_BODY_LENGTH = 5


def _like(
    name: str, lines: list[Line], text: str, signature: set[int], *, is_own: bool
) -> Iterator[Misnamed]:
    stem = re.match(
        r".+?(?=(?:县|市|区|旗|镇|乡|街道|小学|中学|学校|医院|卫生院|幼儿园|福利院|敬老院|水库|公司|村|社区)$)",
        name,
    )
    if stem is None:
        return
    times = text.count(name)
    first = next(line for line in lines if name in line.text)
    for at in range(stem.end()):
        other = re.compile(
            f"{re.escape(name[:at])}([\u4e00-\u9fff]){re.escape(name[at + 1 :])}"
        )
        for line in lines:
            for found in other.finditer(line.text):
                char = found[1]
                if (
                    char == name[at]
                    or {char, name[at]} & _APART
                    or text.count(found[0]) > _SELDOM
                ):
                    continue
                if not _begins(line.text, found.start(), at):
                    continue
                is_long = stem.end() >= _LONG or _ACTS.match(line.text, found.end())
                sure = is_own and is_long and not _is_another(line.text, *found.span())
                if line.index in signature or sure or _mistyped(char, name[at]):
                    yield Misnamed(line, *found.span(), name, first, times)


def _mistyped(char: str, meant: str) -> bool:
    """True if one is typed for the other: they sound alike, or one is too rare to be typed so."""
    return sound_alike(char, meant) or not is_common(meant) or not is_common(char)


def _begins(text: str, start: int, at: int) -> bool:
    """True where the name begins: its first character is not the end of other words before it."""
    before = text[start - 1 : start]
    if at or not before:
        return True
    return text[start] not in _LEADS and (
        not before.isalpha() or before in _LEADS + "省市州县区"
    )


def _is_another(text: str, start: int, end: int) -> bool:
    """True for a place that the sentence means: beside others, or where people went to learn."""
    before, behind = text[:start], text[end : end + 1]
    beside = before[-1:] in ("、", "和", "与", "及") or behind in ("、", "和", "与", "及", "等")
    return beside or _OTHER_PLACE.search(before) is not None
