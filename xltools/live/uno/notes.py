"""Notes on cells, with their authors."""

from __future__ import annotations

from xltools.live.uno.bridge import Remote
from xltools.live.wings import base_classes

_ANNOTATION = 8
"""com.sun.star.sheet.CellFlags.ANNOTATION"""


class Note(base_classes.Note):
    """A note on one cell; `sheet` is the engine's sheet."""

    def __init__(self, sheet: Remote, annotation: Remote) -> None:
        self._sheet, self._annotation = sheet, annotation

    @property
    def api(self) -> Remote:
        return self._annotation

    @property
    def text(self) -> str:
        return str(self._annotation.getString())

    @text.setter
    def text(self, value: str) -> None:
        self._annotation.setString(value)

    @property
    def author(self) -> str:
        return str(self._annotation.getAuthor())

    @property
    def location(self) -> Remote:
        address = self._annotation.getPosition()
        return self._sheet.range((address.Row + 1, address.Column + 1))

    def delete(self) -> None:
        address = self._annotation.getPosition()
        cell = self._sheet.api.getCellByPosition(address.Column, address.Row)
        cell.clearContents(_ANNOTATION)


def note_at(sheet: Remote, cell: Remote) -> Note | None:
    """The note on a cell; every cell has an annotation, which is empty where there is none."""
    annotation = cell.getAnnotation()
    return Note(sheet, annotation) if annotation.getString() else None


def add_note(sheet: Remote, cell: Remote, text: str) -> Note:
    """Put a note on a cell."""
    sheet.api.getAnnotations().insertNew(cell.getCellAddress(), text)
    return Note(sheet, cell.getAnnotation())


def notes_of(sheet: Remote) -> list[Note]:
    """All notes of a sheet."""
    found = sheet.api.getAnnotations()
    return [Note(sheet, found.getByIndex(index)) for index in range(found.getCount())]
