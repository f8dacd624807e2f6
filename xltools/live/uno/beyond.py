"""LibreOffice's own ways to what xlwings has no words for; see `xltools.live.beyond`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from xltools.live.beyond import Layout, password
from xltools.live.uno import links
from xltools.live.uno.app import selection_of
from xltools.live.uno.bridge import Remote
from xltools.live.uno.probe import Probe
from xltools.live.wings import xw
from xltools.snapshot import Area, Position

_CONTENT = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas."""

_ANNOTATION = 8

_LOOK = ("CellBackColor", "CharFontName", "CharHeight", "HoriJustify", "TopBorder")


class UnoBeyond:
    """Keeps the contract of `Beyond`."""

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

    def properties(self, book: xw.Book) -> dict[str, str]:
        """The custom document properties that are texts."""
        held = book.api.getDocumentProperties().getUserDefinedProperties()
        names = [each.Name for each in held.getPropertySetInfo().getProperties()]
        values = {name: held.getPropertyValue(name) for name in names}
        return {name: value for name, value in values.items() if isinstance(value, str)}

    def selection(self, book: xw.Book) -> tuple[str, int, int] | None:
        """Sheet, row and column of the first selected cell."""
        chosen = selection_of(book.impl)
        return None if chosen is None else (chosen.sheet.name, chosen.row, chosen.column)

    # --- while writing

    @contextmanager
    def writing(self, book: xw.Book, caption: str) -> Iterator[None]:
        """Draw and compute nothing until done; all of it is one step to undo, and undone if it fails."""
        doc = book.api
        computes = doc.isAutomaticCalculationEnabled()
        undo = doc.getUndoManager()
        undo.enterUndoContext(caption)
        doc.lockControllers()
        doc.enableAutomaticCalculation(False)
        failed = True
        try:
            yield
            failed = False
        finally:
            with suppress(Exception):  # an office that is gone needs nothing of this
                doc.enableAutomaticCalculation(computes)
                if failed:
                    undo.leaveUndoContext()
                    self._take_back(undo, caption)
                    doc.unlockControllers()
                else:
                    doc.unlockControllers()
                    undo.leaveUndoContext()

    def _take_back(self, undo: Remote, caption: str) -> None:
        """Undo what the failed step did, more exactly than we could; nobody should redo it."""
        if undo.isUndoPossible() and undo.getCurrentUndoActionTitle() == caption:
            undo.undo()
            undo.clearRedo()

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

    def links(self, sheet: xw.Sheet, wanted: Mapping[Position, tuple[str | None, str]]) -> None:
        """A link is in the cell's text: writing another text removed it already."""
        for spot, (target, text) in wanted.items():
            if target is None:
                continue
            cell = sheet.range(spot)
            if cell.impl.hyperlink != links.url(f"#{target}"):
                cell.add_hyperlink(f"#{target}", text)

    def is_bare(self, block: xw.Range) -> bool:
        """True if no cell of a range was ever given a look."""
        states = block.api.getPropertyStates(_LOOK)
        return all(state.value == "DEFAULT_VALUE" for state in states)

    def lend_look(self, source: xw.Range, target: xw.Range) -> None:
        """Copy the cells, then take away what is in them."""
        source.copy(target)
        target.api.clearContents(_CONTENT | _ANNOTATION)
