"""Links in cells: a field in the cell's text, which LibreOffice opens with Ctrl and a click."""

from __future__ import annotations

from xltools.live.uno.bridge import Remote
from xltools.patterns import Pattern

_PLACE = Pattern(r"#(.+)!(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)")


def read(cell: Remote) -> str:
    """Where a cell's first link leads; empty if it has none."""
    fields = cell.getTextFields()
    for index in range(fields.getCount()):
        field = fields.getByIndex(index)
        if hasattr(field, "URL"):
            return str(field.URL)
    return ""


def write(doc: Remote, cell: Remote, address: str, text: str) -> None:
    """Make a cell's whole text a link; `#'自评表'!F12` jumps inside the workbook."""
    field = doc.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = url(address), text
    cell.setString("")
    cursor = cell.createTextCursor()
    cell.insertTextContent(cursor, field, False)


def url(address: str) -> str:
    """An address as LibreOffice writes it: a dot stands between sheet and cell.

    >>> url("#'自评表'!F12"), url("https://example.org/#a!B1")
    ("#'自评表'.F12", 'https://example.org/#a!B1')
    """
    match = _PLACE.fullmatch(address)
    return f"#{match[1]}.{match[2]}" if match else address
