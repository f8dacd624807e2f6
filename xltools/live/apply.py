"""A patch → the open workbook, all of it or nothing, in Excel and LibreOffice alike."""

from __future__ import annotations

from collections.abc import Callable

from xltools.errors import SaveError, XltoolsError
from xltools.live.beyond import Beyond
from xltools.live.book import snapshot_of
from xltools.live.cells import CellWriter
from xltools.live.gone import HostGoneError, is_gone
from xltools.live.journal import Journal
from xltools.live.looks import restyle
from xltools.live.notes import Found, find_notes, replace_notes
from xltools.live.rows import change_row
from xltools.live.sheets import add_sheet
from xltools.live.wings import xw
from xltools.ribbon import TAB
from xltools.snapshot import Patch, Snapshot

UNLISTED = "；工作簿结构有保护，没有加“{name}”工作表"


def apply(
    book: xw.Book,
    patch: Patch,
    beyond: Beyond,
    *,
    snapshot: Snapshot | None = None,
    caption: str = TAB,
) -> str:
    """Write a patch in the order that `Patch` states; `snapshot` is what was read just now.

    Protected sheets are opened for it and protected again. Returns what of it could not be
    done, as a clause for a message, or "".

    Raises:
        FileError: the patch names a sheet that is not there.
        SaveError: a sheet is protected with a password, or something could not be written; then
            the workbook is as it was.
        HostGoneError: the program or the workbook was closed meanwhile.
    """
    known = snapshot or snapshot_of(book, beyond)
    journal = Journal()
    with beyond.writing(book, caption) as step:
        try:
            notes = find_notes(book) if patch.notes is not None else {}
            locks = _unlock(book, patch, beyond, journal, notes)
            told = _write(book, patch, beyond, known, journal, notes)
            for lock in locks:
                lock()
            _protect(book, patch, beyond)
        except Exception as error:
            if is_gone(error) or not beyond.is_alive(book):
                raise HostGoneError from None
            whole = step.take_back() or journal.roll_back()
            if isinstance(error, XltoolsError) and whole:
                raise
            raise _failed(error, whole=whole) from error
        except BaseException:
            if not step.take_back():
                journal.roll_back()
            raise
    return told


def _failed(error: Exception, *, whole: bool) -> SaveError:
    said = str(error).strip().splitlines()
    reason = said[0][:80] if said else type(error).__name__
    after = "已恢复原状，没有改动" if whole else "没有能全部恢复，请不要保存，关闭后重新打开"
    return SaveError(f"写入工作簿时出错（{reason}），{after}。")


def _write(
    book: xw.Book,
    patch: Patch,
    beyond: Beyond,
    known: Snapshot,
    journal: Journal,
    notes: dict[str, list[Found]],
) -> str:
    """The steps in their order; a step that moved rows is followed by another look."""
    told = ""
    for change in patch.rows:
        change_row(book, change, known, beyond, journal)
        known = snapshot_of(book, beyond)
    if patch.rows and notes:
        notes = find_notes(book)
    if patch.cells:
        CellWriter(book, known, beyond, journal).write(patch.cells, patch.heights)
    if patch.added and beyond.is_locked(book):
        told = UNLISTED.format(name=patch.added[0].name)
    else:
        for new in patch.added:
            add_sheet(book, new, beyond, journal)
    if patch.notes is not None:
        replace_notes(book, patch.notes, notes, journal)
    for look in patch.looks:
        restyle(book, look, beyond, journal)
    return told


def _unlock(
    book: xw.Book,
    patch: Patch,
    beyond: Beyond,
    journal: Journal,
    notes: dict[str, list[Found]],
) -> list[Callable[[], None]]:
    """Lift the protection of every sheet that is written to; nothing is written if one has a password.

    Rows that a filter hides are shown where the program would not write to them.
    """
    touched = {change.sheet for change in patch.rows} | {cell.sheet for cell in patch.cells}
    touched |= {name for change in patch.rows for name in change.elsewhere}
    touched |= {look.sheet for look in patch.looks} | {note.sheet for note in patch.notes or ()}
    locks = []
    for sheet in book.sheets:
        written = sheet.name in touched or any(
            note.is_ours for note in notes.get(sheet.name, ())
        )
        lock = beyond.unlock(sheet) if written else None
        if lock is not None:
            locks.append(lock)
            journal.note(lock)
        if written:
            beyond.show_rows(sheet)
    return locks


def _protect(book: xw.Book, patch: Patch, beyond: Beyond) -> None:
    """Protect sheets whose look says so and that were open."""
    for look in patch.looks:
        if look.protected:
            beyond.protect(book.sheets[look.sheet])
