"""Excel's own ways to what xlwings has no words for; see `xltools.live.beyond`.

Written from Microsoft's reference of the object model, plain enough to be read beside it. Names and
numbers are that model's; where two versions differ, the older way is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from xltools.anchors import IDENTITY_PROPERTY, ISSUES_SHEET
from xltools.live import excel_looks
from xltools.live.asking import layout_by_asking
from xltools.live.beyond import Layout, Link, password
from xltools.live.gone import is_gone
from xltools.live.wings import xw
from xltools.package.hyperlinks import TIP
from xltools.snapshot import Area, CellLook, NewSheet, Position, Validation

_FORMULAS, _PART, _BY_ROWS, _BY_COLUMNS, _PREVIOUS = -4123, 2, 1, 2, 2
"""xlFormulas, xlPart, xlByRows, xlByColumns, xlPrevious"""

_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
    "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
    "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables",
)  # fmt: skip
"""What a protected sheet lets people do: members of Protection, arguments of Protect."""

_OURS = {
    "AllowFormattingColumns": True, "AllowFormattingRows": True, "AllowSorting": True,
    "AllowFiltering": True, "AllowInsertingHyperlinks": True,
}  # fmt: skip
"""What our blanks let people do."""

_FONT = ("Name", "Size", "Bold", "Color", "Underline")


class ExcelStep:
    """What a program writes into Excel is on no list of things to undo."""

    def take_back(self) -> bool:
        """We take it back ourselves."""
        return False


class ExcelBeyond:
    """Keeps the contract of `Beyond`."""

    def is_alive(self, book: xw.Book) -> bool:
        """True if Excel still answers for the workbook."""
        try:
            return isinstance(book.name, str)
        except Exception as error:  # busy, as while a cell is being edited, is alive
            return not is_gone(error)

    # --- reading

    def last_cell(self, sheet: xw.Sheet) -> Position | None:
        """The used range would count every cell that was ever given a border."""
        own, cells = sheet.api, sheet.api.Cells
        if own.FilterMode:  # Find may pass over rows that a filter hides
            last = sheet.used_range.last_cell
            return int(last.row), int(last.column)
        found = [
            cells.Find(
                What="*",
                LookIn=_FORMULAS,
                LookAt=_PART,
                SearchOrder=order,
                SearchDirection=_PREVIOUS,
            )
            for order in (_BY_ROWS, _BY_COLUMNS)
        ]
        if found[0] is None or found[1] is None:
            return None
        return int(found[0].Row), int(found[1].Column)

    def layout(self, sheet: xw.Sheet, area: Area) -> Layout:
        """Excel answers with nothing where cells differ."""
        return layout_by_asking(sheet, area)

    def numbers(self, block: xw.Range) -> Sequence[Sequence[object]]:
        """`Value` gives what is formatted as a currency four places, `Value2` all."""
        found = block.api.Value2
        return found if isinstance(found, tuple) else ((found,),)

    def properties(self, book: xw.Book) -> dict[str, str]:
        """Only ours: the collection has no type library, and walking it fails in some versions."""
        try:
            value = book.api.CustomDocumentProperties(IDENTITY_PROPERTY).Value
        except Exception as error:  # it is not there, as in somebody else's form
            if is_gone(error):
                raise
            return {}
        return {IDENTITY_PROPERTY: value} if isinstance(value, str) else {}

    def selection(self, book: xw.Book) -> tuple[str, int, int] | None:
        """The active cell of the workbook's window; of a whole row the last one."""
        window = book.api.Windows(1)
        cell = window.ActiveCell
        if cell is None:
            return None
        width = int(window.RangeSelection.Columns.Count)
        column = width if width == int(cell.Worksheet.Columns.Count) else int(cell.Column)
        return str(cell.Worksheet.Name), int(cell.Row), column

    def is_locked(self, book: xw.Book) -> bool:
        """True where the owner locked the structure."""
        return bool(book.api.ProtectStructure)

    # --- writing

    @contextmanager
    def writing(self, book: xw.Book, caption: str) -> Iterator[ExcelStep]:
        """Draw, compute and call nobody's macros until done."""
        app = book.app
        wanted: dict[str, Any] = {
            "screen_updating": False,
            "enable_events": False,
            "display_alerts": False,
            "interactive": False,  # while a cell is being edited Excel refuses every call
            "calculation": "manual",
        }
        before = {name: getattr(app, name) for name in wanted}
        try:
            for name, value in wanted.items():
                setattr(app, name, value)
            app.cut_copy_mode = False  # what waits to be pasted would come in with a new row
            yield ExcelStep()
        finally:
            for name, value in reversed(before.items()):  # first compute, last draw
                with suppress(Exception):  # an Excel that is gone needs nothing of this
                    setattr(app, name, value)

    def unlock(self, sheet: xw.Sheet) -> Callable[[], None] | None:
        """Lift a sheet's protection; it is put back with all that it allowed."""
        own = sheet.api
        if not _is_locked(own):
            return None
        options = {name: bool(getattr(own.Protection, name)) for name in _ALLOWED}
        options["Contents"] = bool(own.ProtectContents)
        options["DrawingObjects"] = bool(own.ProtectDrawingObjects)
        options["Scenarios"] = bool(own.ProtectScenarios)
        try:
            own.Unprotect(Password="")  # without one Excel would ask the user
        except Exception as error:
            if is_gone(error):
                raise
        if _is_locked(own):
            raise password(sheet.name)

        def lock() -> None:
            if not _is_locked(own):
                own.Protect(**options)

        return lock

    def show_rows(self, sheet: xw.Sheet) -> None:
        """Values for several rows at once go astray where a filter hides some of them."""
        if sheet.api.FilterMode:
            sheet.api.ShowAllData()

    def protect(self, sheet: xw.Sheet) -> None:
        """Protect a sheet without a password."""
        if not sheet.api.ProtectContents:
            sheet.api.Protect(Contents=True, DrawingObjects=False, Scenarios=False, **_OURS)

    def links(
        self, sheet: xw.Sheet, wanted: Mapping[Position, Link], written: Container[Position]
    ) -> None:
        """A link of Excel's lies over the cell, and stays when another text is written."""
        listing = sheet.name.startswith(ISSUES_SHEET)
        for spot, link in wanted.items():
            cell, target = sheet.range(spot).api, link.target
            there = cell.Hyperlinks(1) if cell.Hyperlinks.Count else None
            if target is None:
                if there is not None and _is_ours(there, listing=listing):
                    cell.ClearHyperlinks()
            elif there is not None and not there.Address:
                if there.SubAddress != target:
                    there.SubAddress = target
            else:
                _add_link(sheet, cell, target, link.text)

    # --- looks

    def is_bare(self, block: xw.Range) -> bool:
        """True if no cell of a range was ever given a fill or a border."""
        own = block.api
        return bool(
            own.Interior.ColorIndex == excel_looks.NONE
            and own.Borders.LineStyle == excel_looks.NONE
        )

    def lend_look(self, source: xw.Range, target: xw.Range) -> None:
        """Copy the cells past the clipboard, then take away what is in them."""
        source.copy(target)
        target.api.ClearContents()
        target.api.ClearComments()
        target.api.ClearHyperlinks()

    def dress(self, sheet: xw.Sheet, areas: Sequence[Area], look: CellLook) -> None:
        """Give cells a look."""
        excel_looks.dress(sheet.api, areas, look)

    def clear_validations(self, sheet: xw.Sheet) -> None:
        """Take all validations from a sheet."""
        sheet.api.Cells.Validation.Delete()

    def validate(self, sheet: xw.Sheet, rule: Validation) -> None:
        """Say what cells accept."""
        excel_looks.validate(sheet.api, rule)

    def finish(self, sheet: xw.Sheet, new: NewSheet, last_row: int) -> None:
        """Give a new sheet what frames it."""
        excel_looks.finish(sheet.api, new, last_row)


def _is_locked(sheet: Any) -> bool:  # noqa: ANN401 - COM has no types
    """Notes are drawings to Excel."""
    return bool(sheet.ProtectContents or sheet.ProtectDrawingObjects)


def _is_ours(link: Any, *, listing: bool) -> bool:  # noqa: ANN401 - COM has no types
    """A jump inside the workbook that bears our tip; on 问题清单 all of them are ours."""
    return bool(not link.Address and (listing or link.ScreenTip == TIP))


def _add_link(sheet: xw.Sheet, cell: Any, target: str, text: str) -> None:  # noqa: ANN401
    """Excel gives a new link its own font; the cell keeps the one that it has."""
    if cell.Hyperlinks.Count:
        cell.ClearHyperlinks()
    font = {name: getattr(cell.Font, name) for name in _FONT}
    sheet.api.Hyperlinks.Add(
        Anchor=cell, Address="", SubAddress=target, ScreenTip=TIP, TextToDisplay=text
    )
    for name, value in font.items():
        if value is not None:
            setattr(cell.Font, name, value)
