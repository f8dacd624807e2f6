"""问题清单 after a row came or went: its places follow, so that its links still jump right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltools.issues import issues_head
from xltools.package.shift import LOST, Shift
from xltools.patterns import Pattern
from xltools.snapshot import CellWrite, Snapshot

_PLACE = Pattern(r"(?:([^、!]+)!)?([A-Z]{1,3}[1-9]\d{0,6})(?![A-Za-z0-9])")
_COLUMN = 3
"""位置 stands so many columns behind 序号."""


def moved_places(snapshot: Snapshot, shift: Shift) -> Iterator[CellWrite]:
    """Yield the places of the list that are others now, each with its link."""
    head = issues_head(snapshot)
    if head is None:
        return
    sheet, (top, left) = head
    column = left + _COLUMN
    for row in range(top + 1, len(sheet.rows) + 1):
        text = sheet.value(row, column)
        if isinstance(text, str) and (row, column) not in sheet.formulas:
            new, link = _moved(text, shift)
            if new != text:
                yield CellWrite(sheet.name, row, column, new, link=link)


def _moved(text: str, shift: Shift) -> tuple[str, str | None]:
    """自评表!I24、I36等 4 处 as it reads afterwards, and the address of the first cell."""
    at, link = "", None

    def place(match: re.Match[str]) -> str:
        nonlocal at, link
        at = match[1] or at
        address = match[2]
        if at.casefold() == shift.sheet.casefold():
            new = shift.reference(address)
            address = address if new == LOST else new
        if link is None and at:
            quoted = at.replace("'", "''")
            link = f"'{quoted}'!{address}"
        return f"{match[1]}!{address}" if match[1] else address

    return _PLACE.sub(place, text), link
