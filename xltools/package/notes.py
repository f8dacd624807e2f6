"""Notes of ours on the cells of an .xlsx: written, brought up to date, taken away.

A note is a text in the sheet's comments part and a box in its VML drawing; Excel and WPS
want both. Notes, threaded comments, controls and pictures of others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xltools.errors import FileError
from xltools.package import notes_boxes, notes_text
from xltools.package.cells import clean_text
from xltools.package.notes_boxes import Boxes, has_shapes
from xltools.package.notes_parts import SheetParts, with_mark, without_mark
from xltools.package.notes_ruler import Box, Ruler
from xltools.package.notes_text import Notes
from xltools.package.verify import verify
from xltools.package.workbook import Workbook
from xltools.package.zipfile_writer import rewrite
from xltools.snapshot import Area, NoteWrite, Position

_Wanted = dict[Position, str]


def write_notes(workbook: Workbook, notes: Iterable[NoteWrite]) -> bytes:
    """Return the workbook's bytes with these notes of ours and no others of ours.

    The same bytes if all is there. A cell with somebody else's note gets none.

    Raises:
        FileError: a note is for a sheet that the workbook does not have.
        SaveError: the notes that are there are written in an odd way, or the result fails
            its check.
    """
    wanted = _by_sheet(workbook, notes)
    parts = SheetParts(workbook)
    for number, sheet in enumerate(workbook.book.sheets, start=1):
        if sheet.kind == "worksheet":
            merges = workbook.snapshot.sheets[number - 1].merges
            writer = _Writer(parts, sheet.part, workbook.path.name, number)
            writer.write(wanted.get(sheet.name, {}), merges)
    changed = {
        name: content
        for name, content in parts.changed.items()
        if content != workbook.parts.get(name)
    }
    if not changed and not parts.added and not parts.removed:
        return workbook.data
    removed = frozenset(parts.removed)
    data = rewrite(workbook.archive, changed, removed, parts.added)
    verify(workbook.archive, data, changed, removed, parts.added, {}, workbook.path.name)
    return data


def _by_sheet(workbook: Workbook, notes: Iterable[NoteWrite]) -> dict[str, _Wanted]:
    sheets = {sheet.name for sheet in workbook.book.sheets if sheet.kind == "worksheet"}
    found: dict[str, _Wanted] = {}
    for note in notes:
        if note.sheet not in sheets:
            raise FileError(f"“{workbook.path.name}”里没有工作表“{note.sheet}”，无法写批注。")
        found.setdefault(note.sheet, {})[note.row, note.column] = clean_text(note.text)
    return found


class _Writer:
    """Writes the notes of one sheet."""

    def __init__(self, parts: SheetParts, sheet: str, label: str, number: int) -> None:
        self._parts, self._sheet, self._label, self._number = parts, sheet, label, number
        self._comments = parts.related(sheet, "comments")
        space = parts.space.encode()
        content = parts.content(self._comments) if self._comments else notes_text.EMPTY % space
        self._notes = Notes(content, label)

    def write(self, wishes: _Wanted, merges: Iterable[Area]) -> None:
        """Bring texts and boxes up to date; touch nothing where they are."""
        there, others = self._notes.ours, self._notes.others
        wanted = {spot: text for spot, text in wishes.items() if spot not in others}
        if not wanted and not there:
            return
        xml = self._parts.content(self._sheet)
        drawing = self._parts.drawing(self._sheet, xml)
        vml = self._parts.content(drawing) if drawing else notes_boxes.EMPTY % self._number
        boxes = Boxes(vml, self._label)
        gone = {spot for spot, text in there.items() if wanted.get(spot) != text}
        lacking = {
            spot: text for spot, text in wanted.items() if spot not in boxes.spots - gone
        }
        if not gone and not lacking and wanted == there:
            return
        any_left = self._write_texts(wanted)
        new = _measured(xml, lacking, merges) if lacking else {}
        vml = boxes.changed(gone, new)
        if drawing is None and new:
            _, rel = self._parts.add(self._sheet, "vmlDrawing", vml)
            self._parts.put(self._sheet, with_mark(xml, rel, self._parts.office))
        elif drawing is not None and not any_left and not has_shapes(vml):
            self._parts.drop(self._sheet, drawing)
            self._parts.put(self._sheet, without_mark(xml))
        elif drawing is not None:
            self._parts.put(drawing, vml)

    def _write_texts(self, wanted: _Wanted) -> bool:
        """Write the comments part; False if no note is left and the part is gone."""
        content = self._notes.with_ours(wanted)
        if self._comments is None:
            self._parts.add(self._sheet, "comments", content)
        elif Notes(content, self._label).there:
            self._parts.put(self._comments, content)
        else:
            self._parts.drop(self._sheet, self._comments)
            return False
        return True


def _measured(
    xml: bytes, texts: Mapping[Position, str], merges: Iterable[Area]
) -> dict[Position, Box]:
    ruler, areas = Ruler(xml), {merge[:2]: merge for merge in merges}
    return {
        spot: ruler.box(areas.get(spot, (*spot, *spot)), text) for spot, text in texts.items()
    }
