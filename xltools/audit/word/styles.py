"""What a paragraph has from its style: outline level, numbering, alignment, and its kind.

Word numbers style ids in other languages (标题 1 is "1" or "2" or "a3"), so a style is known by
its name, which files keep in English, and by its outline level.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.report import Kind
from xltools.audit.word.names import Element, W, child, number, value
from xltools.patterns import Pattern

_HEADING = Pattern(r"(?:heading|标题) ?([1-9])")
_KINDS: dict[str, Kind] = {
    "title": "title", "标题": "title", "文档标题": "title", "subtitle": "title", "副标题": "title",
    "caption": "caption", "题注": "caption", "表题": "caption", "图题": "caption",
    "表标题": "caption", "表格标题": "caption", "toc heading": "contents", "toc标题": "contents",
}  # fmt: skip
_CONTENTS = Pattern(r"(?:toc|目录) ?[1-9]")
_DEEPEST = 9


class Style(Struct, frozen=True):
    """One paragraph style, what it inherits not included."""

    id: str
    name: str
    based_on: str
    properties: Element | None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, part: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._default = ""
        for each in part.iterfind(f"{W}style") if part is not None else ():
            if each.get(f"{W}type", "paragraph") != "paragraph":
                continue
            style = Style(
                each.get(f"{W}styleId", ""),
                value(child(each, "name")).strip().casefold(),
                value(child(each, "basedOn")),
                child(each, "pPr"),
            )
            self._styles[style.id] = style
            if each.get(f"{W}default") in ("1", "true", "on"):
                self._default = style.id

    def chain(self, paragraph: Element) -> tuple[Style, ...]:
        """The paragraph's style and those it is based on, nearest first."""
        name = value(child(paragraph, "pPr", "pStyle")) or self._default
        if name not in self._chains:
            self._chains[name] = tuple(self._inherited(name))
        return self._chains[name]

    def _inherited(self, name: str) -> Iterator[Style]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].based_on

    def property(self, paragraph: Element, name: str) -> Element | None:
        """A property of a paragraph: its own, or the nearest style's."""
        own = child(paragraph, "pPr", name)
        if own is not None:
            return own
        found = (child(style.properties, name) for style in self.chain(paragraph))
        return next((each for each in found if each is not None), None)

    def level(self, paragraph: Element) -> int:
        """The outline level from 1; 0 for body text."""
        own = number(child(paragraph, "pPr", "outlineLvl"))
        if own is not None:
            return own + 1 if own < _DEEPEST else 0
        for style in self.chain(paragraph):
            known = number(child(style.properties, "outlineLvl"))
            if known is not None:
                return known + 1 if known < _DEEPEST else 0
            named = _HEADING.fullmatch(style.name)
            if named is not None:
                return int(named[1])
        return 0

    def kind(self, paragraph: Element) -> Kind | None:
        """Title, caption or entry of the contents, where the name of a style says so."""
        for style in self.chain(paragraph):
            if style.name in _KINDS:
                return _KINDS[style.name]
            if _CONTENTS.fullmatch(style.name):
                return "contents"
            if _HEADING.fullmatch(style.name):
                return None
        return None

    def is_centred(self, paragraph: Element) -> bool:
        """True if its lines stand in the middle of the page."""
        return value(self.property(paragraph, "jc")) == "center"
