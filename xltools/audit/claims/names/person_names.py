"""Whether a piece of text is a person's name, masked or whole, Han or with a dot."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.tables import load_table
from xltools.patterns import Pattern


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The table of people.toml."""

    surnames: str
    posts: tuple[str, ...]
    not_names: tuple[str, ...]
    duties: tuple[str, ...]
    titles: tuple[str, ...]


_MANY = Pattern(r"等(?:同志)?(?:共?(?P<n>\d+|[一二两三四五六七八九十])[名人位]?(?:同志)?)?$")
_BRACKET = Pattern(r"\([^()]*\)")
_MASKED = Pattern(r"[\u4e00-\u9fff]{1,2}[某×Xx*]{1,2}[\u4e00-\u9fff]{0,2}")
_PART = Pattern(r"[\u4e00-\u9fff某×Xx*]{1,6}")
_PLAIN = Pattern(r"[\u4e00-\u9fff]{2,4}")
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "东方",
    "司徒",
)


_ON_WITH_A_POST = ("长", "员", "级", "室", "科")
"""局长, 科员: the room's last character is the first of a post."""


def name_in(piece: str) -> str | None:
    """Return the person in one piece of a list; None if it names none.

    >>> [name_in(each) for each in ("办公室主任刘某涛", "财务室孙某", "买某局马·木某等7人", "各科室负责人")]
    ['刘某涛', '孙某', '买某局马·木某', None]
    """
    bare = _MANY.sub("", _BRACKET.sub("", piece)).removesuffix("同志")
    words = load_table("people", Words)
    for post in words.posts:
        if len(post) > 1:
            bare = bare.removesuffix(post)
    ends = {
        at + len(post)
        for post in words.posts
        for at in _places(bare, post)
        if len(post) > 1 or bare[at + 1 : at + 2] not in _ON_WITH_A_POST
    }
    for end in sorted(ends | {0}):
        rest = bare[end:].removeprefix("同志")
        if _is_name(rest, words):
            return rest
    return None


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_name(text: str, words: Words) -> bool:
    if any(each in text for each in (*words.not_names, *words.posts) if len(each) > 1):
        return False
    parts = text.split("·")
    if len(parts) > 1:
        return all(_PART.fullmatch(part) for part in parts)
    if _MASKED.fullmatch(text):
        return True
    if not _PLAIN.fullmatch(text):
        return False
    if text.startswith(_COMPOUND):
        return len(text) >= 3
    return text[0] in words.surnames and len(text) <= 3
