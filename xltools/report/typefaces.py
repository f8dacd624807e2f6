"""The fonts that a Word file asks for, and those that another computer will not have."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.report.base import DOCUMENT, STYLES, Base, part
from xltools.report.faults import Fault, meant
from xltools.report.fonts import USUAL
from xltools.report.markup import Markup, Node
from xltools.report.places import shown

_FONT_TABLE, _THEME = "word/fontTable.xml", "word/theme/theme1.xml"
_SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_EMBEDDED = ("w:embedRegular", "w:embedBold", "w:embedItalic", "w:embedBoldItalic")


def font_faults(base: Base) -> Iterator[Fault]:
    """Yield the fonts that are neither embedded nor usual, each with where it is asked for.

    A font that the font table gives an alternative (w:altName) is replaced by that.
    """
    carried = set(_carried(base))
    for name, where in _asked(base).items():
        if name not in USUAL and name not in carried:
            yield Fault(
                f"{shown(base.path)} {where}",
                f"字体“{name}”没有嵌入文件，也不是 Word、WPS、LibreOffice 常有的字体"
                f"{meant(name, USUAL)}：没有装它的电脑会换成别的字体。请在 Word 里改用常用字体，"
                "或在“选项”→“保存”里勾选“将字体嵌入文件”后重新保存。",
                "warning",
            )


def _asked(base: Base) -> dict[str, str]:
    """Every font by name, and the style or part that asks for it first."""
    found: dict[str, str] = {}
    styles = part(base.archive, STYLES)
    for style in styles.root.iter("w:style"):
        name = style.find("w:name")
        label = name.attributes.get("w:val", "") if name is not None else ""
        for font in _fonts(style):
            found.setdefault(font, f"样式“{label}”")
    for font in _fonts(styles.root):
        found.setdefault(font, "默认字体")
    parts = [*base.margins, *([DOCUMENT] if base.is_frame else [])]
    for each in parts:
        for font in _fonts(part(base.archive, each).root):
            found.setdefault(font, "正文" if each == DOCUMENT else "页眉、页脚")
    for font in _theme_fonts(base):
        found.setdefault(font, "主题字体")
    return found


def _fonts(root: Node) -> Iterator[str]:
    for fonts in root.iter("w:rFonts"):
        for script in _SCRIPTS:
            name = fonts.attributes.get(script, "")
            if name:
                yield name


def _theme_fonts(base: Base) -> Iterator[str]:
    """The theme's fonts for Latin and Chinese, where some style asks for the theme."""
    theme = _optional(base, _THEME)
    asks = any(
        key.endswith("Theme")
        for fonts in part(base.archive, STYLES).root.iter("w:rFonts")
        for key in fonts.attributes
    )
    if theme is None or not asks:
        return
    for kind in ("a:latin", "a:ea"):
        for font in theme.root.iter(kind):
            if font.attributes.get("typeface"):
                yield font.attributes["typeface"]


def _carried(base: Base) -> Iterator[str]:
    """The fonts that the file brings along, or says what stands in for them."""
    table = _optional(base, _FONT_TABLE)
    if table is None:
        return
    for font in table.root.iter("w:font"):
        inside = {child.name: child.attributes for child in font.children}
        other = inside.get("w:altName", {}).get("w:val", "")
        if any(name in inside for name in _EMBEDDED) or other in USUAL:
            yield font.attributes.get("w:name", "")


def _optional(base: Base, name: str) -> Markup | None:
    try:
        return part(base.archive, name)
    except KeyError:
        return None
