"""一级 and 二级指标 by their words: a profile's own, then those that other forms use."""

from __future__ import annotations

from xltools.patterns import Pattern
from xltools.profile import CategoryBlock, Profile, Subcategory
from xltools.read.labels import normal_label
from xltools.remembered import of_short_texts

_COUNTED = Pattern(r"^[\d\-.]+")
_TAIL = Pattern(r"(?:类?指标|类)?等?(?:\d+分)?$")


@of_short_texts(1024)
def level_stem(text: str) -> str:
    """What identifies a 一级 or 二级指标: no number before it, no points or 指标 after it.

    >>> level_stem("一、产出指标50分"), level_stem("数量"), level_stem("效益类指标")
    ('产出', '数量', '效益')
    """
    label = _COUNTED.sub("", normal_label(text))
    return _TAIL.sub("", label) or label


_vocabularies: dict[int, tuple[Profile, Vocabulary]] = {}


def vocabulary(profile: Profile) -> Vocabulary:
    """The vocabulary of a profile, made once for all its forms."""
    known = _vocabularies.get(id(profile))
    if known is None or known[0] is not profile:
        known = _vocabularies[id(profile)] = profile, Vocabulary(profile)
    return known[1]


class Vocabulary:
    """一级 and 二级指标 of a profile, found by any of their spellings."""

    def __init__(self, profile: Profile) -> None:
        self.categories: dict[str, CategoryBlock] = {}
        self.subcategories: dict[str, list[tuple[CategoryBlock, Subcategory]]] = {}
        for block in profile.form.indicators.categories:
            for spelling in (block.label, *block.synonyms):
                self.categories.setdefault(level_stem(spelling), block)
            for sub in block.subcategories:
                for spelling in (sub.label, *sub.synonyms):
                    self.subcategories.setdefault(level_stem(spelling), []).append((block, sub))

    def category(self, text: str | None) -> CategoryBlock | None:
        """The 一级指标 of that printed word."""
        return self.categories.get(level_stem(text)) if text else None

    def subcategory(
        self, text: str | None, block: CategoryBlock | None
    ) -> tuple[CategoryBlock, Subcategory] | None:
        """The 二级指标 of that printed word, under `block` if it occurs there."""
        found = self.subcategories.get(level_stem(text), []) if text else []
        for each in found:
            if each[0] is block:
                return each
        return found[0] if found else None


_shared: dict[str, dict[str, str]] = {}


def _shared_words(kind: str) -> dict[str, str]:
    """Stem → key of the words of all forms, read when a profile does not know one."""
    if kind not in _shared:
        from xltools.profile.vocabulary import load_vocabulary

        words = load_vocabulary()
        listed = words.categories if kind == "categories" else words.subcategories
        _shared[kind] = {level_stem(each): key for key, all_ in listed.items() for each in all_}
    return _shared[kind]


def shared_category(text: str | None) -> str | None:
    """The key of a 一级指标 that some form prints."""
    return _shared_words("categories").get(level_stem(text)) if text else None


def shared_subcategory(text: str | None) -> tuple[str, str] | None:
    """The keys of 一级 and 二级指标 of a 二级指标 that some form prints."""
    found = _shared_words("subcategories").get(level_stem(text)) if text else None
    category, _, subcategory = (found or "").partition(".")
    return (category, subcategory) if found else None
