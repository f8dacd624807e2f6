"""Our notes on cells: a run replaces those of the last one, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from msgspec import Struct

from xltools.anchors import NOTE_TAG
from xltools.live.journal import Journal
from xltools.live.wings import xw
from xltools.snapshot import NoteWrite, Position


class Found(Struct):
    """One note that is there; `note` is the engine's."""

    note: Any
    spot: Position
    text: str

    @property
    def is_ours(self) -> bool:
        """True for a note that an earlier run put there."""
        return self.text.startswith(NOTE_TAG)


def find_notes(book: xw.Book) -> dict[str, list[Found]]:
    """All notes by sheet, held fast: deleting one does not move the others along."""
    found = {}
    for sheet in book.sheets:
        notes = []
        for note in list(sheet.impl.notes):
            cell = note.location
            notes.append(Found(note, (cell.row, cell.column), note.text))
        found[sheet.name] = notes
    return found


def replace_notes(
    book: xw.Book,
    notes: Iterable[NoteWrite],
    there: dict[str, list[Found]],
    journal: Journal,
) -> None:
    """Bring our notes up to date; one that says the same already stays as it is."""
    wanted: dict[str, dict[Position, str]] = {}
    for note in notes:
        wanted.setdefault(note.sheet, {})[note.row, note.column] = note.text
    for sheet in book.sheets:
        own = wanted.get(sheet.name, {})
        old = there.get(sheet.name, [])
        if own or old:
            _sheet(sheet, own, old, journal)


def _sheet(
    sheet: xw.Sheet, wanted: dict[Position, str], there: list[Found], journal: Journal
) -> None:
    taken: set[Position] = set()
    for found in there:
        if not found.is_ours or wanted.get(found.spot) == found.text:
            taken.add(found.spot)
            continue
        journal.note(partial(_put, sheet, found.spot, found.text))
        found.note.delete()
    for spot, text in wanted.items():
        cell = sheet.range(spot)
        if spot in taken or _has_thread(cell):
            continue
        journal.note(partial(_remove, sheet, spot, text))
        cell.impl.add_note(text)


def _has_thread(cell: xw.Range) -> bool:
    """A threaded comment, which Excel does not let stand beside a note."""
    try:
        return cell.comment is not None
    except (AttributeError, NotImplementedError):  # an Excel that knows no threads
        return False


def _put(sheet: xw.Sheet, spot: Position, text: str) -> None:
    if sheet.range(spot).note is None:
        sheet.range(spot).add_note(text)


def _remove(sheet: xw.Sheet, spot: Position, text: str) -> None:
    note = sheet.range(spot).note
    if note is not None and note.text == text:
        note.delete()
