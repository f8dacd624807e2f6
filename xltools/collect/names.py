"""Names of projects: what is one name in another spelling, and where a text speaks of a project.

Lists, reports and forms of one unit spell a project's name in two or three ways: with or without
经费 and 项目, with quotation marks of every kind, with a word doubled.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from xltools.patterns import Pattern

_MARKS = Pattern(r"[\s\"'“”‘’「」『』《》〈〉()（）\[\]【】、,，.。·:：;；\-—－_/]+")
_TWICE = Pattern(r"([\u4e00-\u9fff]{2,6})\1|(?<=费)经费$")
_ENDINGS = ("项目", "经费", "资金", "专项")
_YEAR = Pattern(r"^20\d\d年?度?")
_PAIRS = (
    ("“", "”"),
    ("‘", "’"),
    ("《", "》"),
    ("（", "）"),
    ("(", ")"),
    ("【", "】"),
    ("「", "」"),
)
_SHORTEST = 3
"""A name of fewer characters may stand in any text by chance."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text in one width, without spaces, quotation marks, brackets and stops.

    >>> folded("“七一“表彰（2022 年）")
    '七一表彰2022年'
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def spelling(name: str) -> str:
    """The name without what its spellings differ in; doubled words count once.

    >>> spelling("第八届“新余人才日”活动经费经费")
    '第八届新余人才日活动经费'
    """
    return _TWICE.sub(lambda found: found[1] or "", folded(name))


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """The name without 项目, 经费 and the like at its end.

    >>> bare("三名工作室经费经费项目"), bare("经费")
    ('三名工作室', '经费')
    """
    text = folded(name)
    while True:
        shorter = spelling(
            next((text.removesuffix(e) for e in _ENDINGS if text.endswith(e)), text)
        )
        if shorter == text or len(shorter) < 2:
            return text
        text = shorter


@lru_cache(maxsize=4096)
def undated(name: str) -> str:
    """The bare name without the year that it begins with.

    >>> undated("2021年度基层党建市级经费")
    '基层党建市级'
    """
    return _YEAR.sub("", bare(name)) or bare(name)


def doubled(name: str) -> str | None:
    """What is written twice in a name; None where nothing is.

    >>> doubled("三名工作室经费经费项目"), doubled("大组工网维护费经费项目"), doubled("三名工作室经费")
    ('经费', '费', None)
    """
    text = folded(name).removesuffix("项目")
    found = _TWICE.search(text)
    return None if found is None else found[1] or "费"


def unpaired(name: str) -> bool:
    """True if a quotation mark or a bracket of the name has no partner.

    >>> unpaired("“七一“表彰经费"), unpaired("“七一”表彰经费（2022）")
    (True, False)
    """
    for left, right in _PAIRS:
        depth = 0
        for char in name:
            depth += (char == left) - (char == right)
            if depth not in (0, 1):
                return True
        if depth:
            return True
    return name.count('"') % 2 == 1


_LEVELS: tuple[Callable[[str], str], ...] = (str.strip, spelling, bare, undated)


def match(name: str, names: Sequence[str]) -> int | None:
    """The index of the one of `names` that means the same project; None if there is none.

    The strictest spelling that decides counts; where only the year or an ending tells two
    apart, none is meant.

    >>> match("非公有制党建市级经费项目", ["2021年度非公有制党建市级经费", "三名工作室"])
    0
    """
    for level in _LEVELS:
        wanted = level(name)
        same = [index for index, each in enumerate(names) if level(each) == wanted]
        if len(same) == 1 or (same and level in _LEVELS[:2]):
            return same[0]
        if same:
            return None
    return None


def mentioned(text: str, names: Sequence[str]) -> list[int]:
    """The indices of the names that a text speaks of.

    A name that only stands there as a part of a longer one is not spoken of.

    >>> mentioned("1.基层党建平台项目：59.2万元", ["基层党建", "基层党建平台"])
    [1]
    """
    rest = spelling(text)
    found = []
    keys = [
        (key, index) for index, name in enumerate(names) for key in {bare(name), undated(name)}
    ]
    for key, index in sorted(keys, key=lambda each: (-len(each[0]), each)):
        if len(key) >= _SHORTEST and key in rest:
            rest = rest.replace(key, "\n")
            found.append(index)
    return sorted(set(found))


def plain_code(code: str) -> str:
    """A code in one spelling.

    >>> plain_code("ｘm－ 001")
    'xm-001'
    """
    return "".join(unicodedata.normalize("NFKC", code).casefold().split())
