"""Rewrite a sheet as the big programs write it, so that it can be edited as bytes.

Only for the rare sheet that is written differently: cells without address, comments,
single quotes. Its content stays; lxml is imported only here.
"""

from __future__ import annotations

from lxml import etree

from xltools.model import column_letters
from xltools.package.references import column_number
from xltools.package.sheet_xml import NotCanonicalError


def canonical(xml: bytes) -> bytes:
    """Return the same sheet with every address written out and no comments among cells.

    Raises:
        NotCanonicalError: not even then.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise NotCanonicalError from None
    tag = str(root.tag)
    space = tag[: tag.index("}") + 1]
    data = root.find(space + "sheetData")
    if data is None:
        raise NotCanonicalError
    for comment in data.iter(etree.Comment, etree.ProcessingInstruction):
        _remove(comment)
    number = 0
    for row in data.iterchildren(space + "row"):
        said = row.get("r") or str(number + 1)
        if not (said.isascii() and said.isdigit()):
            raise NotCanonicalError
        number = int(said)
        _address_first(row, str(number))
        column = 0
        for cell in row.iterchildren(space + "c"):
            address = cell.get("r") or ""
            letters = address.rstrip("0123456789")
            if address and address != f"{letters}{number}":
                raise NotCanonicalError
            column = column_number(letters) if letters else column + 1
            _address_first(cell, f"{column_letters(column)}{number}")
    # one namespace under two prefixes cannot be told apart in bytes
    if any(element.prefix != root.prefix for element in data.iter(space + "*")):
        raise NotCanonicalError
    declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return declaration + etree.tostring(root, encoding="UTF-8")


def _remove(node: etree._Element) -> None:
    """Take a comment out and leave the text behind it."""
    parent, previous = node.getparent(), node.getprevious()
    assert parent is not None
    if previous is not None:
        previous.tail = (previous.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    node.tail = None
    parent.remove(node)


def _address_first(element: etree._Element, address: str) -> None:
    """Put the address before the other attributes, where everybody writes it."""
    others = {str(key): str(value) for key, value in element.attrib.items() if key != "r"}
    element.attrib.clear()
    element.set("r", address)
    for key, value in others.items():
        element.set(key, value)
