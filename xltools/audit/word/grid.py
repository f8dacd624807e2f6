"""Rows and cells of a Word table, whatever controls and tracked changes stand around them."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.word.names import Element, W, child, number

WIDEST = 200
"""Columns beyond which a grid is nonsense."""
_LONG = 150


def unwrapped(parent: Element, name: str) -> Iterator[Element]:
    """Children of one name, also inside content controls and tracked insertions."""
    for each in parent:
        if each.tag == f"{W}{name}":
            yield each
        elif each.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from unwrapped(each, name)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows; deleted ones are gone."""
    for row in unwrapped(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row


def cells_of(row: Element) -> list[Element]:
    """The cells; deleted ones are gone."""
    return [cell for cell in unwrapped(row, "tc") if child(cell, "tcPr", "cellDel") is None]


def span_of(cell: Element) -> int:
    """The number of columns that a cell covers."""
    span = number(child(cell, "tcPr", "gridSpan"))
    return min(span or 1, WIDEST)


def paragraphs_of(cell: Element, inner: list[Element]) -> Iterator[Element]:
    """The paragraphs of a cell; tables inside it are put aside."""
    for each in cell:
        if each.tag == f"{W}p":
            yield each
        elif each.tag == f"{W}tbl":
            inner.append(each)
        elif each.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from paragraphs_of(each, inner)


def is_text(cell: Element) -> bool:
    """True for a cell that holds running text and not a value."""
    texts = [
        "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        for paragraph in unwrapped(cell, "p")
    ]
    filled = [text for text in texts if text.strip()]
    return len(filled) >= 3 or any(len(text) >= _LONG for text in filled)
