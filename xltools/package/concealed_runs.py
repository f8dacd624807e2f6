"""Letters of an .xlsx that nobody can read although the cell's own style is sound: a part of a text
that was coloured by itself.
"""

from __future__ import annotations

import re

from lxml import etree

from xltools.package.concealed_styles import Styles, number, parsed
from xltools.package.contrast import BLACK, RGB, WHITE, Unreadable, judge_style
from xltools.package.references import position
from xltools.patterns import BytePattern
from xltools.snapshot import Position

_SHARED = BytePattern(
    rb'<c r="([A-Z]+\d+)"(?=[^>]*? t="s")(?:[^>]*? s="(\d+)")?[^>]*>\s*<v>(\d+)</v>'
)
_INLINE = BytePattern(
    rb'<c r="([A-Z]+\d+)"(?=[^>]*? t="inlineStr")(?:[^>]*? s="(\d+)")?[^>]*>\s*<is>(.*?)</is>',
    re.DOTALL,
)
_SPACE = b'<is xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_LOOK = BytePattern(rb"<(?:color|sz) [^>]*/>")
_LEAST = 2
"""Of a text that can be read otherwise, a single letter says nothing."""


def may_hide(texts: bytes, styles: Styles) -> bool:
    """False if no letters with a look of their own can be lost on any ground of the workbook.

    LibreOffice gives nearly all letters a look of their own, and it is black.
    """
    looks = parsed(b"<r>%s</r>" % b"".join(sorted(set(_LOOK.findall(texts)))))
    if looks is None:
        return True
    kinds = set(styles.grounds)
    for each in looks:
        if each.tag == "sz" and judge_style(None, None, number(each.get("val"), 11.0), ""):
            return True
        rgb = styles.colours.of(each, BLACK) if each.tag == "color" else None
        if any(judge_style(rgb, ground, 0.0, "") for ground in kinds):
            return True
    return False


def unreadable_runs(
    xml: bytes, strings: bytes, styles: Styles
) -> dict[Position, Unreadable | None]:
    """The cells with letters of their own that cannot be read; None where the runs make a cell
    readable whose style is not.
    """
    reader = _Runs(styles)
    table = _texts(strings)
    found: dict[Position, Unreadable | None] = {}
    for spot, style, text in _SHARED.findall(xml):
        at = int(text)
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

    def __init__(self, styles: Styles) -> None:
        self._colours, self._ground = styles.colours, styles.grounds

    def judged(
        self, spot: bytes, style: bytes, text: etree._Element | None
    ) -> dict[Position, Unreadable | None]:
        """What a cell's letters hide; nothing where some of them are as the cell's style has them."""
        at = int(style or b"0")
        ground = self._ground[at] if at < len(self._ground) else WHITE
        if text is None:
            return {}
        place = position(spot.decode())
        runs = [each for each in text.iterfind("{*}r") if _letters(each)]
        reasons = [(self._reason(each, ground), _letters(each)) for each in runs]
        hidden = [(why, letters) for why, letters in reasons if why is not None]
        if hidden and (
            len(hidden) == len(runs) or sum(letters for _, letters in hidden) >= _LEAST
        ):
            return {place: hidden[0][0]}
        own = all(each.find("{*}rPr/{*}color") is not None for each in runs)
        return {place: None} if own else {}

    def _reason(self, run: etree._Element, ground: RGB | None) -> Unreadable | None:
        look = run.find("{*}rPr")
        if look is None or (look.find("{*}color") is None and look.find("{*}sz") is None):
            return None
        colour, size = self._colours.font(look)
        return judge_style(
            colour if look.find("{*}color") is not None else None, ground, size, ""
        )


def _letters(run: etree._Element) -> int:
    """How many letters a run has, spaces aside."""
    return sum(len("".join((text.text or "").split())) for text in run.iterfind("{*}t"))
