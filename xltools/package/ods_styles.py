"""Styles of an OpenDocument: number formats as Excel writes them, hidden sheets."""

from __future__ import annotations

from lxml import etree

from xltools.package.number_formats import PLAIN, Shown, read_format
from xltools.package.ods_names import NUMBER, STYLE, local

_FORMATS = {
    "number-style", "currency-style", "percentage-style", "date-style", "time-style",
}  # fmt: skip
_SIGNS = {"year": "y", "month": "m", "day": "d", "day-of-week": "aaa", "hours": "h",
          "minutes": "m", "seconds": "s", "era": "g", "quarter": "q"}  # fmt: skip
_CHAIN = 16
"""A style's parents are followed so far; a circle ends there."""


class Styles:
    """What has been read of styles so far: they stand before the cells that use them."""

    def __init__(self) -> None:
        self._hidden: dict[str, bool] = {}
        self._parents: dict[str, str | None] = {}
        self._formats: dict[str, str | None] = {}
        self._codes: dict[str, str] = {}
        self._maps: dict[str, list[str]] = {}
        self._shown: dict[str, Shown] = {}

    @staticmethod
    def is_format(element: etree._Element) -> bool:
        """True for an element that describes a number format."""
        return str(element.tag).startswith(NUMBER) and local(element) in _FORMATS

    def add_style(self, element: etree._Element) -> None:
        """Keep what a cell's or a table's style says; a later one of the same name wins."""
        name, family = element.get(STYLE + "name"), element.get(STYLE + "family")
        if name is None:
            return
        if family == "table-cell":
            self._parents[name] = element.get(STYLE + "parent-style-name")
            self._formats[name] = element.get(STYLE + "data-style-name")
        elif family == "table":
            display = [
                value
                for child in element
                for key, value in child.attrib.items()
                if str(key).endswith("}display")
            ]
            self._hidden[name] = "false" in display

    def add_format(self, element: etree._Element) -> None:
        """Keep a number format as an Excel format code."""
        name = element.get(STYLE + "name")
        if name is None:
            return
        self._codes[name] = "".join(_code(child) for child in element)
        self._maps[name] = [
            value
            for child in element
            if child.tag == STYLE + "map" and (value := child.get(STYLE + "apply-style-name"))
        ]

    def is_hidden(self, style: str | None) -> bool:
        """True if a table of this style is not displayed."""
        return style is not None and self._hidden.get(style, False)

    def shown(self, style: str | None) -> Shown:
        """What a cell style's number format shows besides digits."""
        if style is None:
            return PLAIN
        if style not in self._shown:
            self._shown[style] = self._resolve(style)
        return self._shown[style]

    def _resolve(self, style: str) -> Shown:
        each: str | None = style
        for _ in range(_CHAIN):
            if each is None:
                break
            format_ = self._formats.get(each)
            if format_ is not None:
                names = [format_, *self._maps.get(format_, ())]
                found = read_format(";".join(self._codes.get(name, "") for name in names))
                return PLAIN if found == PLAIN else found
            each = self._parents.get(each)
        return PLAIN


def _code(part: etree._Element) -> str:
    """One piece of a format."""
    name, text = local(part), _text(part)
    if name in ("text", "currency-symbol"):
        return "%" if text.strip() == "%" and _is_percentage(part) else f'"{_unquoted(text)}"'
    if name in ("number", "scientific-number", "fraction"):
        return _digits(part)
    sign = _SIGNS.get(name)
    return sign if sign else ""


def _text(part: etree._Element) -> str:
    return "".join(map(str, part.itertext()))


def _is_percentage(part: etree._Element) -> bool:
    parent = part.getparent()
    return parent is not None and local(parent) == "percentage-style"


def _unquoted(text: str) -> str:
    return text.replace('"', "")


def _digits(part: etree._Element) -> str:
    """Digits, a text printed among them, and by how many thousands they are divided."""
    code = "0"
    for embedded in part:
        text = _unquoted(_text(embedded))
        places = int((embedded.get(NUMBER + "position") or "0")[:2])
        if text:
            code = f'0"{text}"' + "0" * max(places, 0)
    factor = part.get(NUMBER + "display-factor") or "1"
    thousands = (len(factor.partition(".")[0]) - 1) // 3
    return code + "," * thousands
