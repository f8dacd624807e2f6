"""Letters of an .xlsx that nobody can read although the cell's own style is sound: a part of a text
that was coloured by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from xltools.package.concealed_styles import Colours, grounds, parsed
from xltools.package.contrast import RGB, WHITE, Unreadable, judge_style
from xltools.package.references import position
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_SHARED = BytePattern(
    rb'<c r="([A-Z]+\d+)"(?=[^>]*? t="s")(?:[^>]*? s="(\d+)")?[^>]*>\s*<v>(\d+)</v>'
)
_INLINE = BytePattern(
    rb'<c r="([A-Z]+\d+)"(?=[^>]*? t="inlineStr")(?:[^>]*? s="(\d+)")?[^>]*>\s*<is>(.*?)</is>'
)
_SPACE = b'<is xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_LEAST = 2
"""A single character says nothing."""


def unreadable_runs(
    xml: bytes, strings: bytes, styles: bytes, theme: bytes
) -> dict[Position, Unreadable | None]:
    """The cells with letters of their own that cannot be read; None where the runs make a cell
    readable whose style is not.
    """
    root = parsed(styles)
    if root is None:
        return {}
    reader = _Runs(Colours(root, theme), grounds(styles, theme))
    table = _texts(strings)
    found: dict[Position, Unreadable | None] = {}
    for spot, style, number in _SHARED.findall(xml):
        at = int(number)
        if at < len(table) and table[at] is not None:
            found |= reader.judged(spot, style, table[at])
    if b"rPr" in xml:
        for spot, style, inside in _INLINE.findall(xml):
            if b"rPr" in inside:
                found |= reader.judged(spot, style, parsed(_SPACE + inside + b"</is>"))
    return found


def _texts(strings: bytes) -> list[etree._Element | None]:
    """The shared texts that have letters of their own; None for the others."""
    root = parsed(strings) if b"rPr" in strings else None
    if root is None:
        return []
    return [
        each if each.find("{*}r/{*}rPr") is not None else None
        for each in root.iterfind("{*}si")
    ]


class _Runs:
    """Judges texts whose letters have colours and sizes of their own."""

    def __init__(self, colours: Colours, ground: tuple[RGB | None, ...]) -> None:
        self._colours, self._ground = colours, ground

    def judged(
        self, spot: bytes, style: bytes, text: etree._Element | None
    ) -> dict[Position, Unreadable | None]:
        """What a cell's letters hide; nothing where some of them are as the cell's style has them."""
        number = int(style or b"0")
        ground = self._ground[number] if number < len(self._ground) else WHITE
        if text is None:
            return {}
        runs = list(text.iterfind("{*}r"))
        reasons = [self._reason(each, ground) for each in runs if _long(each)]
        hidden = [each for each in reasons if each is not None]
        if hidden:
            return {position(spot.decode()): hidden[0]}
        own = all(each.find("{*}rPr/{*}color") is not None for each in runs)
        return {position(spot.decode()): None} if own else {}

    def _reason(self, run: etree._Element, ground: RGB | None) -> Unreadable | None:
        look = run.find("{*}rPr")
        if look is None or (look.find("{*}color") is None and look.find("{*}sz") is None):
            return None
        colour, size = self._colours.font(look)
        return judge_style(
            colour if look.find("{*}color") is not None else None, ground, size, ""
        )


def _long(run: etree._Element) -> bool:
    return len("".join(_words(run)).strip()) >= _LEAST


def _words(run: etree._Element) -> Iterator[str]:
    for text in run.iterfind("{*}t"):
        yield text.text or ""
