"""What a host hands to the core and what it gets back: snapshot in, patch out.

A host (a file, Excel, LibreOffice, WPS) turns the open workbook into a `Snapshot`; the core
answers with a `Patch`, a list of cell writes. Nothing in between knows where the workbook
lives, so the same logic runs behind every button and command.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.model import CellValue

Position: TypeAlias = tuple[int, int]
"""(row, column), both 1-based."""

Area: TypeAlias = tuple[int, int, int, int]
"""(first row, first column, last row, last column), 1-based, inclusive."""


class Sheet(Struct, frozen=True):
    """The values of one sheet; `rows[0][0]` is A1 whatever the sheet's used range.

    `errors` are cells that show #DIV/0! and the like (their value is None in `rows`),
    `formulas` cells that hold a formula (their value is the cached result),
    `percents` numeric cells formatted as a percentage, `suffixes` numeric cells whose format
    prints a unit behind the digits (`0"套"` → 套; 5 in the cell is 5套 on the screen, also
    % or ‰ that is only printed), `months` date cells whose format shows year and month and
    no day: the day in the value is nobody's. `blank_percents` are empty cells formatted as a
    percentage, known of an .xlsx: a rate that is put there is a ratio. `password` says that
    somebody protects the sheet with one, where that is known.
    """

    name: str
    rows: list[list[CellValue]]
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    errors: dict[Position, str] = {}
    formulas: dict[Position, str] = {}
    percents: frozenset[Position] = frozenset()
    suffixes: dict[Position, str] = {}
    months: frozenset[Position] = frozenset()
    blank_percents: frozenset[Position] = frozenset()
    password: bool = False

    def value(self, row: int, column: int) -> CellValue:
        """The cell's value; None outside the used range. Merged cells are not resolved."""
        if 0 < row <= len(self.rows):
            cells = self.rows[row - 1]
            if 0 < column <= len(cells):
                return cells[column - 1]
        return None


Danger: TypeAlias = Literal["macro", "object", "link", "dde", "hyperlink"]
"""What may become active in a workbook: it runs, it is opened, it is fetched, it starts a program."""


class Active(Struct, frozen=True):
    """One thing in a workbook that may do something when it is opened; `what` it is, in words.

    `row` and `column` are 0 where it stands in no cell.
    """

    danger: Danger
    what: str
    sheet: str = ""
    row: int = 0
    column: int = 0


class NamedCell(Struct, frozen=True, gc=False):
    """What a defined name points at: the top-left cell of its reference."""

    sheet: str
    row: int
    column: int


class Snapshot(Struct, frozen=True):
    """One workbook's values, merges, names and identity marks.

    `names` are the defined names that point at a cell or a range, `constants` those that
    hold a text (`="shanxi-2020"`), `properties` the custom document properties. `active` is what a
    file brings along that may do something when it is opened.
    """

    sheets: tuple[Sheet, ...]
    names: dict[str, NamedCell] = {}
    constants: dict[str, str] = {}
    properties: dict[str, str] = {}
    active: tuple[Active, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, or None."""
        for each in self.sheets:
            if each.name == name:
                return each
        return None


class CellWrite(Struct, frozen=True, gc=False):
    """One cell to write. Decimal becomes a number, str a text (never a formula), None empties it.

    The cell keeps its style. `style_row` names the row whose cell in the same column lends
    its style when the cell does not exist yet or has none. `link` makes the cell jump to a
    place in the workbook, written as Excel does: `'自评表'!F12`; `None` removes a link of ours.
    A formula in the cell is kept when `keep_formula` is set, and only its cached result
    is refreshed.
    """

    sheet: str
    row: int
    column: int
    value: Decimal | str | None
    style_row: int | None = None
    link: str | None = None
    keep_formula: bool = False


Look: TypeAlias = Literal["title", "note", "heading", "centred", "text", "link", "input"]
"""How a cell of a new sheet looks; `input` is where the reader writes."""


class NewCell(Struct, frozen=True, gc=False):
    """One cell of a new sheet; `link` is a place in the workbook as in `CellWrite`."""

    value: Decimal | str | None
    look: Look
    link: str | None = None


class NewSheet(Struct, frozen=True):
    """A sheet to put behind all others: one table, found again by a defined name.

    `name` is the one wished for; where another sheet bears it, this one is called 名称(2).
    `widths` are in characters, `heights` in points (rows without one fit their text). Row
    `head_row` stays in sight, is printed on every page and carries the filter; what stands
    above it spans the table. `names` are defined names and the cells they point at. A cell of
    a column in `choices` offers these words and takes any other; in a column of `marks` a
    text gets its fill colour (RGB). The page is landscape A4, one page wide.
    """

    name: str
    widths: tuple[float, ...]
    rows: tuple[tuple[NewCell, ...], ...]
    head_row: int = 1
    heights: dict[int, float] = {}
    names: dict[str, Position] = {}
    choices: dict[int, tuple[str, ...]] = {}
    marks: dict[int, dict[str, str]] = {}
    tab: str = ""


class RowChange(Struct, frozen=True):
    """One row that comes or goes, before any cell is written.

    `insert` puts an empty row below `row` that looks like it: height, formats, validations, locks.
    `delete` takes `row` away. `merges` are all merged areas that touch a row of the change
    afterwards (of an insert, both rows), in addresses of afterwards; they replace those that touched
    it before. Some of them may be there already. The cell that a merged block shows keeps its value
    when the block's first row goes: `cells` write it again for programs that lose it.
    `formulas` are formulas to set afterwards (without =): sums whose range ended at `row` and takes the new
    row in; `elsewhere` are those of other sheets, by sheet. Everything else that points below the row moves
    with it, as in any spreadsheet program.
    """

    kind: Literal["insert", "delete"]
    sheet: str
    row: int
    merges: tuple[Area, ...] = ()
    formulas: dict[Position, str] = {}
    elsewhere: dict[str, dict[Position, str]] = {}


class NoteWrite(Struct, frozen=True, gc=False):
    """A note of ours on a cell; its text begins with `anchors.NOTE_TAG`.

    A cell that bears somebody else's note keeps that and gets none of ours.
    """

    sheet: str
    row: int
    column: int
    text: str


class CellLook(Struct, frozen=True):
    """How a cell looks and what it shows its value as.

    `font` is its name, `size` in points, `color` and `fill` RGB (None: automatic, no fill), `borders`
    the styles of left, right, top, bottom as SpreadsheetML calls them ("thin", "" for none).
    With `shrink` a text that is too wide is printed smaller, `indent` is in steps of the program.
    """

    number_format: str
    locked: bool
    font: str
    size: float
    bold: bool
    color: str | None
    fill: str | None
    borders: tuple[str, str, str, str]
    horizontal: str
    vertical: str
    wrap: bool
    shrink: bool = False
    indent: int = 0


class Validation(Struct, frozen=True):
    """What cells accept, in the words of SpreadsheetML's dataValidation (18.3.1.32).

    Formulas are written for the first cell of the first area and shift from there; one that reads
    cells ("custom") has one area, since programs count from the cell that is selected. Blank cells are
    always accepted.
    """

    areas: tuple[Area, ...]
    kind: str
    operator: str
    low: str
    high: str
    style: Literal["stop", "warning", "information"]
    shows_error: bool
    prompt_title: str
    prompt: str
    error_title: str
    error: str


class SheetLook(Struct, frozen=True):
    """The formats of one sheet as its form was sent out; no value is touched.

    `validations` replace all that the sheet has. `widths` are in characters by column as a file
    counts them (0.71 for the margins included, which Excel's ColumnWidth leaves out),
    `heights` in points by row. A `protected` sheet is protected again without a password.
    """

    sheet: str
    looks: tuple[tuple[CellLook, tuple[Area, ...]], ...]
    validations: tuple[Validation, ...]
    widths: dict[int, float]
    heights: dict[int, float]
    protected: bool


class Patch(Struct, frozen=True):
    """All that one run writes back; later writes to the same cell win.

    Done in this order: `rows` that come and go, `cells` (in addresses of afterwards), `added`
    sheets that the workbook does not have yet, `notes`, `looks`. `heights` are what rows need
    at least, in points, by sheet and row: a row of which no cell changes keeps its own.
    `notes` replace all notes of ours in the workbook; None leaves them as they are.
    """

    cells: tuple[CellWrite, ...]
    added: tuple[NewSheet, ...] = ()
    heights: dict[str, dict[int, float]] = {}
    rows: tuple[RowChange, ...] = ()
    notes: tuple[NoteWrite, ...] | None = None
    looks: tuple[SheetLook, ...] = ()
