"""The cell styles of a workbook read as looks; what is missing is put behind the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, TypeVar

from xltools.package.cells import quoted
from xltools.package.looks import Styles
from xltools.package.outline import Node, outline
from xltools.snapshot import CellLook

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 22: "m/d/yy h:mm", 49: "@",
}  # fmt: skip
"""Formats that a file names by number alone."""
_NUMBERS = {code: number for number, code in _BUILT_IN.items()}
_FIRST_OWN = 164

_SIDES = ("left", "right", "top", "bottom")
_FALSE = ("0", "false", "none")
_BLACK = ("8", "64")
"""Black among the indexed colours, and the window's own."""

_Font: TypeAlias = tuple[str, float, bool, str | None]
_Entry = TypeVar("_Entry")


class LookBook:
    """The styles part: `number` gives the cell style that looks as wanted."""

    def __init__(self, xml: bytes, label: str) -> None:
        self._styles = Styles(xml, label)
        root = outline(self._styles.xml, label, depth=4)
        self._formats = dict(_BUILT_IN)
        for node in _children(root, "numFmts"):
            self._formats[_int(node, "numFmtId")] = node.attributes.get("formatCode", "")
        self._fonts = [_font(node) for node in _children(root, "fonts")]
        self._fills = [_fill(node) for node in _children(root, "fills")]
        self._borders = [_border(node) for node in _children(root, "borders")]
        self._named = root.child("cellStyleXfs") is not None
        self._looks = [self._look(node) for node in _children(root, "cellXfs")]
        self._numbers: dict[CellLook, int] = {}
        for number, look in enumerate(self._looks):
            if look is not None:
                self._numbers.setdefault(look, number)

    def look(self, number: int) -> CellLook | None:
        """What a cell style looks like; None where it has more than a look can say (italics)."""
        return self._looks[number] if number < len(self._looks) else None

    def number(self, look: CellLook) -> int:
        """The cell style of a look: one that is there, or a new one."""
        if look not in self._numbers:
            self._numbers[look] = self._styles.entry("cellXfs", self._element(look))
        return self._numbers[look]

    def done(self) -> bytes:
        """Return the part with what is new in it."""
        return self._styles.done()

    # --- reading

    def _look(self, node: Node) -> CellLook | None:
        font = _at(self._fonts, _int(node, "fontId"))
        fill = _at(self._fills, _int(node, "fillId"))
        borders = _at(self._borders, _int(node, "borderId"))
        code = self._formats.get(_int(node, "numFmtId"))
        aligned, guarded = node.child("alignment"), node.child("protection")
        alignment = aligned.attributes if aligned else {}
        protection = guarded.attributes if guarded else {}
        odd = _is_true(protection.get("hidden")) or any(
            alignment.get(key, "0") not in _FALSE
            for key in ("textRotation", "justifyLastLine", "readingOrder", "relativeIndent")
        )
        if font is None or fill is None or borders is None or code is None or odd:
            return None
        return CellLook(
            code,
            _is_true(protection.get("locked", "1")),
            *font,
            fill or None,
            borders,
            alignment.get("horizontal", "general"),
            alignment.get("vertical", "bottom"),
            _is_true(alignment.get("wrapText")),
            _is_true(alignment.get("shrinkToFit")),
            int(alignment.get("indent", "0")),
        )

    # --- writing

    def _element(self, look: CellLook) -> bytes:
        numbers = (
            self._format_number(look.number_format),
            self._font_number((look.font, look.size, look.bold, look.color)),
            self._fill_number(look.fill),
            self._border_number(look.borders),
        )
        named = b' xfId="0"' if self._named else b""
        alignment = b'horizontal="%s" vertical="%s"' % (
            look.horizontal.encode(),
            look.vertical.encode(),
        )
        alignment += b' wrapText="1"' * look.wrap
        alignment += b' indent="%d"' % look.indent if look.indent else b""
        alignment += b' shrinkToFit="1"' * look.shrink
        return (
            b'<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d"%s applyNumberFormat="1"'
            b' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
            b' applyProtection="1"><alignment %s/><protection locked="%d"/></xf>'
        ) % (*numbers, named, alignment, look.locked)

    def _format_number(self, code: str) -> int:
        """A format's number: of those that a file may count on, else one of its own."""
        if code in _NUMBERS and self._formats[_NUMBERS[code]] == code:
            return _NUMBERS[code]
        same = (number for number, each in self._formats.items() if each == code)
        found = next(same, None)
        if found is None:
            found = max(_FIRST_OWN - 1, *self._formats) + 1
            self._formats[found] = code
            element = b'<numFmt numFmtId="%d" formatCode="%s"/>' % (found, quoted(code))
            self._styles.entry("numFmts", element)
        return found

    def _font_number(self, font: _Font) -> int:
        if font in self._fonts:
            return self._fonts.index(font)
        name, size, bold, color = font
        inside = (
            b"<b/>" if bold else b"",
            size,
            b'<color rgb="FF%s"/>' % color.encode() if color else b"",
            quoted(name),
        )
        self._fonts.append(font)
        return self._styles.entry(
            "fonts",
            b'<font>%s<sz val="%g"/>%s<name val="%s"/><family val="3"/><charset val="134"/>'
            b"</font>" % inside,
        )

    def _fill_number(self, color: str | None) -> int:
        wanted = color or ""
        if wanted in self._fills:
            return self._fills.index(wanted)
        self._fills.append(wanted)
        return self._styles.entry(
            "fills",
            b'<fill><patternFill patternType="solid"><fgColor rgb="FF%s"/>'
            b'<bgColor indexed="64"/></patternFill></fill>' % wanted.encode()
            if color
            else b'<fill><patternFill patternType="none"/></fill>',
        )

    def _border_number(self, borders: tuple[str, str, str, str]) -> int:
        if borders in self._borders:
            return self._borders.index(borders)
        self._borders.append(borders)
        sides = b"".join(
            b'<%s style="%s"><color rgb="FF000000"/></%s>' % (side, style.encode(), side)
            if style
            else b"<%s/>" % side
            for side, style in zip((s.encode() for s in _SIDES), borders, strict=True)
        )
        return self._styles.entry("borders", b"<border>%s<diagonal/></border>" % sides)


def _children(root: Node, name: str) -> Iterator[Node]:
    block = root.child(name)
    yield from block.children if block else ()


def _int(node: Node, key: str) -> int:
    text = node.attributes.get(key, "0")
    return int(text) if text.isdigit() else 0


def _at(entries: list[_Entry | None], number: int) -> _Entry | None:
    return entries[number] if number < len(entries) else None


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _font(node: Node) -> _Font | None:
    """Name, size, weight and colour; None for a font with anything else, or of the theme."""
    values = {child.name: child.attributes.get("val", "1") for child in node.children}
    known = {"name", "sz", "b", "color", "family", "charset", "scheme"}
    if any(values[key] not in _FALSE for key in values.keys() - known):
        return None
    if values.get("scheme", "none") != "none" or "name" not in values:
        return None
    color = node.child("color")
    shade = _color(color) if color else None
    if color is not None and shade is None and not _is_true(color.attributes.get("auto")):
        return None
    return (
        values["name"],
        float(values.get("sz", "11")),
        values.get("b", "0") not in _FALSE,
        shade,
    )


def _color(node: Node) -> str | None:
    """A colour as RGB; None where it is the program's or the theme's."""
    if "rgb" in node.attributes:
        return node.attributes["rgb"][-6:].upper()
    return "000000" if node.attributes.get("indexed") in _BLACK else None


def _fill(node: Node) -> str | None:
    """The colour of a plain fill, "" for none; None for any other."""
    pattern = node.child("patternFill")
    if pattern is None:
        return None
    kind = pattern.attributes.get("patternType", "none")
    if kind == "none":
        return ""
    front = pattern.child("fgColor")
    return _color(front) if kind == "solid" and front else None


def _border(node: Node) -> tuple[str, str, str, str] | None:
    """The styles of the four sides; None where one is coloured, or there is a diagonal."""
    styles = []
    for side in (*_SIDES, "diagonal"):
        line = node.child(side)
        style = line.attributes.get("style", "none") if line else "none"
        color = line.child("color") if line else None
        black = (
            color is None
            or _is_true(color.attributes.get("auto"))
            or (_color(color) == "000000")
        )
        if style != "none" and (not black or side == "diagonal"):
            return None
        styles.append("" if style == "none" else style)
    left, right, top, bottom, _ = styles
    return left, right, top, bottom
