"""Notes on cells, with their authors."""

from __future__ import annotations

from xltools.live.uno.bridge import Remote, struct
from xltools.live.wings import base_classes
from xltools.snapshot import Position

_ANNOTATION = 8
"""com.sun.star.sheet.CellFlags.ANNOTATION"""


class Note(base_classes.Note):
    """A note on one cell; `sheet` is the engine's sheet, `spot` the cell's row and column."""

    def __init__(self, sheet: Remote, spot: Position, annotation: Remote = None) -> None:
        self._sheet, self._spot, self._annotation = sheet, spot, annotation

    @property
    def _cell(self) -> Remote:
        row, column = self._spot
        return self._sheet.api.getCellByPosition(column - 1, row - 1)

    @property
    def api(self) -> Remote:
        if self._annotation is None:
            self._annotation = self._cell.getAnnotation()
        return self._annotation

    @property
    def text(self) -> str:
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        return str(self.api.getAuthor())

    @property
    def location(self) -> Remote:
        return self._sheet.range(self._spot)

    def delete(self) -> None:
        self._cell.clearContents(_ANNOTATION)


def note_at(sheet: Remote, spot: Position) -> Note | None:
    """The note on a cell; every cell has an annotation, which is empty where there is none."""
    note = Note(sheet, spot)
    return note if note.text else None


def add_note(sheet: Remote, spot: Position, text: str) -> Note:
    """Put a note on a cell."""
    row, column = spot
    address = struct(
        "com.sun.star.table.CellAddress", Sheet=sheet.index - 1, Row=row - 1, Column=column - 1
    )
    sheet.annotations.insertNew(address, text)
    return Note(sheet, spot)


def notes_of(sheet: Remote) -> list[Note]:
    """All notes of a sheet."""
    notes = []
    for index in range(sheet.annotations.getCount()):
        annotation = sheet.annotations.getByIndex(index)
        address = annotation.getPosition()
        notes.append(Note(sheet, (address.Row + 1, address.Column + 1), annotation))
    return notes
