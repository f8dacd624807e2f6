"""The cell styles of an .xlsx whose cells nobody can read.

Colours are those of ECMA-376 part 1, 18.8.3 (color), 18.8.27 (indexedColors) and 20.1.6.2 (clrScheme).
Gradients and patterns are no known ground, and hide nothing.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from lxml import etree
from msgspec import Struct

from xltools.package.contrast import BLACK, RGB, WHITE, Unreadable, judge_style, rgb_of

T = TypeVar("T")

_FIRST = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_REST = """
800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333
"""
INDEXED = tuple(f"{_FIRST} {_FIRST} {_REST}".split())
"""The palette that a file means unless it brings its own; 64 is black for letters, 65 white ground."""

_THEME = (
    *("lt1", "dk1", "lt2", "dk2"),
    *("accent1", "accent2", "accent3", "accent4", "accent5", "accent6"),
    *("hlink", "folHlink"),
)
_OFFICE = [
    "FFFFFF",
    "000000",
    "E7E6E6",
    "44546A",
    "4472C4",
    "ED7D31",
    "A5A5A5",
    "FFC000",
    "5B9BD5",
    "70AD47",
    "0563C1",
    "954F72",
]
"""The theme of a workbook without one."""


class Styles(Struct, frozen=True):
    """The cell styles of a workbook: those (by number, as in a cell's `s`) whose cells cannot be read,
    each with the reason; the ground of each, None where it is not known; its colours.
    """

    unreadable: dict[bytes, Unreadable]
    grounds: tuple[RGB | None, ...]
    colours: Colours


@lru_cache(maxsize=64)
def styles_of(styles: bytes, theme: bytes) -> Styles:
    """What the styles of a workbook show; forms of one blank share them, so a batch looks once."""
    root = parsed(styles)
    if root is None:
        return Styles({}, (), Colours((), theme))
    own = [
        each.get("rgb") or ""
        for each in root.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")
    ]
    colours = Colours(own, theme)
    fonts = [colours.font(each) for each in root.iterfind("{*}fonts/{*}font")]
    fills = [colours.fill(each) for each in root.iterfind("{*}fills/{*}fill")]
    codes = {
        each.get("numFmtId"): each.get("formatCode") or ""
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    known: dict[tuple[str | None, ...], Unreadable | None] = {}
    found: dict[bytes, Unreadable] = {}
    grounds = []
    for order, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        key = style.get("fontId"), style.get("fillId"), style.get("numFmtId")
        grounds.append(_at(fills, key[1], WHITE))
        if key not in known:
            font, size = _at(fonts, key[0], (BLACK, 11.0))
            known[key] = judge_style(font, grounds[-1], size, codes.get(key[2], ""))
        reason = known[key]
        if reason is not None:
            found[b"%d" % order] = reason
    return Styles(found, tuple(grounds), colours)


def parsed(xml: bytes) -> etree._Element | None:
    """The root of a part; None where there is none or it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser) if xml else None
    except etree.XMLSyntaxError:
        return None


class Colours:
    """What the colours of a workbook are: its palette and its theme."""

    def __init__(self, own: Sequence[str], theme: bytes) -> None:
        self._indexed = (*own, *INDEXED[len(own) :])
        self._theme = _theme(theme)

    def font(self, element: etree._Element) -> tuple[RGB | None, float]:
        """Colour and size of a font; letters without a colour are black."""
        colour, size = element.find("{*}color"), element.find("{*}sz")
        rgb = BLACK if colour is None else self.of(colour, BLACK)
        return rgb, number(size.get("val") if size is not None else None, 11.0)

    def fill(self, element: etree._Element) -> RGB | None:
        """The ground: white without a fill, the colour of a solid one, else None."""
        pattern = element.find("{*}patternFill")
        if pattern is None:
            return WHITE if len(element) == 0 else None
        kind = pattern.get("patternType", "none")
        if kind == "none":
            return WHITE
        ground = pattern.find("{*}fgColor")
        if kind != "solid" or ground is None or ground.get("indexed") == "64":
            return None  # what is automatic is another colour in every program
        return self.of(ground, None)

    def of(self, colour: etree._Element, automatic: RGB | None) -> RGB | None:
        """The colour that an element names; None for one that nobody knows."""
        digits, theme, index = colour.get("rgb"), colour.get("theme"), colour.get("indexed")
        if digits is not None:
            rgb = rgb_of(digits)
        elif theme is not None:
            rgb = rgb_of(_at(self._theme, theme, ""))
        elif index in ("64", "65"):
            rgb = BLACK if index == "64" else WHITE
        elif index is not None:
            rgb = rgb_of(_at(self._indexed, index, ""))
        else:
            rgb = automatic
        return tinted(rgb, number(colour.get("tint"), 0.0)) if rgb else None


def tinted(rgb: RGB, tint: float) -> RGB:
    """A colour made darker (tint below 0) or lighter.

    >>> tinted((0, 0, 0), 1.0), tinted((255, 255, 255), -0.5)
    ((255, 255, 255), (128, 128, 128))
    """
    if not tint:
        return rgb
    red, green, blue = (each / 255 for each in rgb)
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), full)
    return round(red * 255), round(green * 255), round(blue * 255)


@lru_cache(maxsize=16)
def _theme(xml: bytes) -> tuple[str, ...]:
    """The colours of a theme in the order in which styles count them."""
    root = parsed(xml)
    scheme = root.find("{*}themeElements/{*}clrScheme") if root is not None else None
    if scheme is None:
        return tuple(_OFFICE)
    found = []
    for name, standard in zip(_THEME, _OFFICE, strict=True):
        colour = scheme.find(f"{{*}}{name}/*")
        told = None if colour is None else colour.get("lastClr") or colour.get("val")
        found.append(told or standard)
    return tuple(found)


def _at(values: Sequence[T], told: str | None, default: T) -> T:
    at = int(told) if told and told.isdigit() else 0
    return values[at] if at < len(values) else default


def number(text: str | None, default: float) -> float:
    """The number of an attribute; `default` where it is missing or none."""
    try:
        return float(text) if text else default
    except ValueError:
        return default
