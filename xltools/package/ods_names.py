"""The namespaces of OpenDocument (OASIS ODF 1.3, part 3)."""

from __future__ import annotations

from lxml import etree

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_URN}office:1.0}}"
TABLE = f"{{{_URN}table:1.0}}"
TEXT = f"{{{_URN}text:1.0}}"
STYLE = f"{{{_URN}style:1.0}}"
NUMBER = f"{{{_URN}datastyle:1.0}}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def local(element: etree._Element) -> str:
    """An element's name without its space; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def count(element: etree._Element, name: str) -> int:
    """A positive number in a table attribute; 1 where it is missing.

    Raises:
        ValueError: the attribute is no number.
    """
    text = element.get(TABLE + name)
    number = 1 if text is None else int(text[:12])
    if number < 1:
        raise ValueError(name)
    return number
