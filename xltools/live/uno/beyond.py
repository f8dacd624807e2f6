"""LibreOffice's own ways to what xlwings has no words for; see `xltools.live.beyond`."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from xltools.errors import SaveError
from xltools.live.beyond import Layout, Link, password
from xltools.live.uno import links
from xltools.live.uno.app import selection_of
from xltools.live.uno.bridge import Remote
from xltools.live.uno.dress import dress, validate
from xltools.live.uno.frame import finish
from xltools.live.uno.probe import Probe
from xltools.live.wings import xw
from xltools.snapshot import Area, CellLook, NewSheet, Position, Validation

_CONTENT = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas."""

_ANNOTATION = 8

_LOOK = ("CellBackColor", "CharFontName", "CharHeight", "HoriJustify", "TopBorder")

READ_ONLY = "这个工作簿是以只读方式打开的，没有写入。请先点“编辑文档”，或另存一份再试。"


class UnoBeyond:
    """Keeps the contract of `Beyond`."""

    def is_alive(self, book: xw.Book) -> bool:
        """True if the program still answers for the workbook."""
        try:
            book.api.getURL()
        except Exception:  # a bridge that broke has many ways to say so
            return False
        return True

    def last_cell(self, sheet: xw.Sheet) -> Position | None:
        """The lowest row and the rightmost column that hold anything; None where nothing does."""
        found = sheet.api.queryContentCells(_CONTENT).getRangeAddresses()
        if not found:
            return None
        return max(a.EndRow for a in found) + 1, max(a.EndColumn for a in found) + 1

    def layout(self, sheet: xw.Sheet, area: Area) -> Layout:
        """The merges that reach into an area, and its number formats."""
        probe = Probe(sheet.api)
        book = sheet.book.impl
        formats = [(part, book.format_code(key)) for part, key in probe.formats(area)]
        return Layout(probe.merges(area), formats)

    def numbers(self, block: xw.Range) -> Sequence[Sequence[object]]:
        """LibreOffice hands them out as they are."""
        found: list[list[object]] = block.options(ndim=2).value
        return found

    def properties(self, book: xw.Book) -> dict[str, str]:
        """The custom document properties that are texts."""
        held = book.api.getDocumentProperties().getUserDefinedProperties()
        names = [each.Name for each in held.getPropertySetInfo().getProperties()]
        values = {name: held.getPropertyValue(name) for name in names}
        return {name: value for name, value in values.items() if isinstance(value, str)}

    def selection(self, book: xw.Book) -> tuple[str, int, int] | None:
        """Sheet, row and column of the first selected cell; of a whole row the last cell."""
        chosen = selection_of(book.impl)
        if chosen is None:
            return None
        width, every = chosen.shape[1], chosen.sheet.api.getColumns().getCount()
        return chosen.sheet.name, chosen.row, width if width == every else chosen.column

    def is_locked(self, book: xw.Book) -> bool:
        """True where the owner locked the structure."""
        return bool(book.api.isProtected())

    # --- writing

    @contextmanager
    def writing(self, book: xw.Book, caption: str) -> Iterator[UnoStep]:
        """Draw and compute nothing until done; all of it is one step to undo.

        Raises:
            SaveError: the workbook was opened to be read only.
        """
        doc = book.api
        if doc.isReadonly():
            raise SaveError(READ_ONLY)
        computes = doc.isAutomaticCalculationEnabled()
        step = UnoStep(doc.getUndoManager(), caption)
        doc.lockControllers()
        try:
            doc.enableAutomaticCalculation(False)
            yield step
        finally:
            for end in (
                step.leave,
                partial(doc.enableAutomaticCalculation, computes),
                doc.unlockControllers,
            ):
                with suppress(Exception):  # an office that is gone needs nothing of this
                    end()

    def unlock(self, sheet: xw.Sheet) -> Callable[[], None] | None:
        """Lift a sheet's protection; LibreOffice remembers what it allowed."""
        own = sheet.api
        if not own.isProtected():
            return None
        with suppress(Exception):
            own.unprotect("")
        if own.isProtected():
            raise password(sheet.name)

        def lock() -> None:
            if not own.isProtected():
                own.protect("")

        return lock

    def show_rows(self, sheet: xw.Sheet) -> None:
        """LibreOffice writes to hidden rows, too."""

    def protect(self, sheet: xw.Sheet) -> None:
        """Protect a sheet without a password."""
        if not sheet.api.isProtected():
            sheet.api.protect("")

    def links(
        self, sheet: xw.Sheet, wanted: Mapping[Position, Link], written: Container[Position]
    ) -> None:
        """A link is in the cell's text: writing another text removed it already."""
        for spot, link in wanted.items():
            if link.target is None:
                continue
            cell, address = sheet.range(spot).impl, f"#{link.target}"
            if spot in written or cell.hyperlink != links.url(address):
                cell.add_hyperlink(address, link.text)

    # --- looks

    def is_bare(self, block: xw.Range) -> bool:
        """True if no cell of a range was ever given a look."""
        states = block.api.getPropertyStates(_LOOK)
        return all(state.value == "DEFAULT_VALUE" for state in states)

    def lend_look(self, source: xw.Range, target: xw.Range) -> None:
        """Copy the cells, then take away what is in them."""
        source.copy(target)
        target.api.clearContents(_CONTENT | _ANNOTATION)

    def dress(self, sheet: xw.Sheet, areas: Sequence[Area], look: CellLook) -> None:
        """Give cells a look."""
        dress(sheet.impl, areas, look)

    def clear_validations(self, sheet: xw.Sheet) -> None:
        """Take all validations from a sheet."""
        sheet.api.setPropertyToDefault("Validation")

    def validate(self, sheet: xw.Sheet, rule: Validation) -> None:
        """Say what cells accept."""
        validate(sheet.impl, rule)

    def finish(self, sheet: xw.Sheet, new: NewSheet, last_row: int) -> None:
        """Give a new sheet what frames it."""
        finish(sheet.impl, new, last_row)


class UnoStep:
    """One step on LibreOffice's list of things to undo."""

    def __init__(self, undo: Remote, caption: str) -> None:
        self._undo, self._caption, self._open = undo, caption, True
        self._before = len(undo.getAllUndoActionTitles())
        undo.enterUndoContext(caption)

    def leave(self) -> None:
        """The step is complete."""
        if self._open:
            self._open = False
            self._undo.leaveUndoContext()

    def take_back(self) -> bool:
        """Undo it, and let nobody redo it; False where LibreOffice keeps no list."""
        try:
            self.leave()
            titles = self._undo.getAllUndoActionTitles()
            if len(titles) == self._before or titles[0] != self._caption:
                return False
            self._undo.undo()
            self._undo.clearRedo()
        except Exception:  # then we take it back ourselves
            return False
        return True
