"""Findings of any origin → a copy of the workbook with its 问题清单 filled and its cells marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xltools.anchors import ISSUES_SHEET, NOTE_TAG
from xltools.errors import FileError
from xltools.findings import Finding
from xltools.hosts.file import HONEST
from xltools.issues import list_findings
from xltools.model import Place
from xltools.package import Workbook, apply_patch
from xltools.snapshot import NoteWrite, Patch, Snapshot


class Annotated(Struct, frozen=True):
    """The copy's bytes and ending; `missing` says what could not be put into it, else ""."""

    data: bytes
    ending: str
    missing: str = ""


def annotate(book: Workbook, findings: Sequence[Finding]) -> Annotated:
    """Return a copy that lists the findings and bears notes of ours; nothing else changes.

    `book` can be patched (`hosts.convert.patchable`). One that takes no further sheet, or no notes,
    goes without them, and that is told.

    Raises:
        SaveError: it cannot be written at all.
    """
    ending = book.path.suffix if book.path.suffix.lower() in HONEST else ".xlsx"
    there = [_there(book.snapshot, each) for each in findings]
    patch = list_findings(book.snapshot, there)
    missing = ""
    if patch.added and book.closed:
        patch, missing = Patch(()), f"这个文件{book.closed}，没有加“{ISSUES_SHEET}”工作表"
    notes = notes_of(book.snapshot, there)
    try:
        return Annotated(apply_patch(book, replace(patch, notes=notes)), ending, missing)
    except FileError as error:  # odd notes of somebody's; the list is worth having without ours
        data = apply_patch(book, patch)
        said = f"没有在单元格上加批注：{str(error).rstrip('。')}"
        return Annotated(data, ending, "；".join(filter(None, (missing, said))))


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


def copy_name(path: Path, ending: str) -> str:
    """What the copy is called beside others: 表-问题清单.xlsx."""
    return f"{path.stem}-{ISSUES_SHEET}{ending}"


def _there(snapshot: Snapshot, finding: Finding) -> Finding:
    """The finding without a place on a sheet that the workbook does not have: no link leads there."""
    if finding.place is None or snapshot.sheet(finding.place.sheet) is not None:
        return finding
    return replace(finding, place=None)


def _anchor(snapshot: Snapshot, place: Place) -> Place:
    """The top left cell of the merged area that a cell lies in, else the cell."""
    sheet = snapshot.sheet(place.sheet)
    for top, left, bottom, right in sheet.merges if sheet else ():
        if top <= place.row <= bottom and left <= place.column <= right:
            return Place(place.sheet, top, left)
    return place
