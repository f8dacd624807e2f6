"""Names of WordprocessingML as lxml spells them, and the attributes we ask for."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC_SPACE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W = f"{{{W_SPACE}}}"
M = f"{{{M_SPACE}}}"
MC = f"{{{MC_SPACE}}}"

_OFF = ("0", "false", "off", "none")


def value(element: Element | None) -> str:
    """The `w:val` of an element; "" where there is none."""
    return "" if element is None else element.get(f"{W}val", "")


def child(element: Element | None, *names: str) -> Element | None:
    """The element that `w:` names lead down to, such as pPr, numPr; None where the way ends."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return element


def is_on(element: Element | None) -> bool:
    """True for a switch that is there and not turned off: <w:vanish/>, not val="0"."""
    return element is not None and value(element) not in _OFF


def number(element: Element | None) -> int | None:
    """The `w:val` as a whole number from 0; None where there is none that can be read."""
    text = value(element)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
