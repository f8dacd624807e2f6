"""Our notes on cells: a run replaces those of the last one, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from xltools.anchors import NOTE_TAG
from xltools.live.journal import Journal
from xltools.live.wings import xw
from xltools.snapshot import NoteWrite, Position


def replace_notes(book: xw.Book, notes: Iterable[NoteWrite], journal: Journal) -> None:
    """Bring our notes up to date; one that says the same already stays as it is."""
    wanted: dict[str, dict[Position, str]] = {}
    for note in notes:
        wanted.setdefault(note.sheet, {})[note.row, note.column] = note.text
    for sheet in book.sheets:
        _sheet(sheet, wanted.get(sheet.name, {}), journal)


def has_ours(sheet: xw.Sheet) -> bool:
    """True if a note on the sheet is ours."""
    return any(note.text.startswith(NOTE_TAG) for note in _notes(sheet))


def _sheet(sheet: xw.Sheet, wanted: dict[Position, str], journal: Journal) -> None:
    taken: set[Position] = set()
    for note in _notes(sheet):
        text, cell = note.text, note.location
        spot = (cell.row, cell.column)
        if not text.startswith(NOTE_TAG) or wanted.get(spot) == text:
            taken.add(spot)
            continue
        journal.note(partial(_put, sheet, spot, text))
        note.delete()
    for spot, text in wanted.items():
        cell = sheet.range(spot)
        if spot in taken or cell.note is not None or _has_thread(cell):
            continue
        journal.note(partial(_remove, sheet, spot, text))
        cell.add_note(text)


def _notes(sheet: xw.Sheet) -> list[Any]:
    """Xlwings' notes of a sheet, held fast: deleting one must not move the others along."""
    return list(sheet.impl.notes)


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
