"""Findings → notes on the cells that they are about, one a cell, tagged as ours."""

from __future__ import annotations

from collections.abc import Iterable

from xltools.anchors import NOTE_TAG
from xltools.findings import Finding
from xltools.model import Place
from xltools.snapshot import NoteWrite, Snapshot


def notes_of(snapshot: Snapshot, findings: Iterable[Finding]) -> tuple[NoteWrite, ...]:
    """Return one note a cell, with all that is to be said of it; a merged area bears it top left."""
    said: dict[Place, list[str]] = {}
    for finding in findings:
        if finding.place is not None and snapshot.sheet(finding.place.sheet) is not None:
            lines = said.setdefault(_anchor(snapshot, finding.place), [])
            line = f"{finding.code.severity.value} {finding.code.number}：{finding.message}{finding.advice}"
            if line not in lines:
                lines.append(line)
    return tuple(
        NoteWrite(place.sheet, place.row, place.column, "\n".join((NOTE_TAG, *lines)))
        for place, lines in sorted(said.items())
    )


def _anchor(snapshot: Snapshot, place: Place) -> Place:
    """The top left cell of the merged area that a cell lies in, else the cell."""
    sheet = snapshot.sheet(place.sheet)
    for top, left, bottom, right in sheet.merges if sheet else ():
        if top <= place.row <= bottom and left <= place.column <= right:
            return Place(place.sheet, top, left)
    return place
