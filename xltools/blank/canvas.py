"""One sheet while it is drawn: styled cells, merges, names, notes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from xltools.blank.styles import PLAIN, Style, height_for, lines_needed

NOTE_WIDTH = 280
"""Width of a note's box in pixels: some twenty Chinese characters of 9 points."""


class Area(Struct, frozen=True):
    """A rectangle of cells, 1-based, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """The range as a validation wants it: `E9` or `E9:G12`."""
        first, last = a1(self.top, self.left), a1(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


def a1(row: int, column: int, *, fixed: str = "") -> str:
    """Return an address; `fixed` names what gets a $: "c" the column, "rc" both.

    >>> a1(9, 5), a1(9, 5, fixed="c"), a1(9, 5, fixed="rc")
    ('E9', '$E9', '$E$9')
    """
    letter = get_column_letter(column)
    return f"{'$' * ('c' in fixed)}{letter}{'$' * ('r' in fixed)}{row}"


class Canvas:
    """Draws on one sheet of a workbook."""

    def __init__(self, book: Workbook, title: str, *, tab: str = "", grid: bool = True) -> None:
        sheet: Worksheet = book.create_sheet(title)
        self.book, self.sheet = book, sheet
        self.cached: dict[str, float | str] = {}
        """Results of the formulas while the form is blank: viewers that do not calculate
        (phones, Excel's protected view) show these."""
        sheet.sheet_view.showGridLines = grid
        sheet.sheet_view.zoomScale = 100
        sheet.sheet_view.tabSelected = False
        if tab:
            sheet.sheet_properties.tabColor = tab

    def widths(self, widths: tuple[float, ...]) -> None:
        """Set the widths of the first columns, in characters."""
        for column, width in enumerate(widths, start=1):
            # Excel keeps five pixels of a column for its margins
            self.sheet.column_dimensions[get_column_letter(column)].width = round(
                width + 0.71, 2
            )

    def width(self, left: int, right: int) -> float:
        """Return the width of a run of columns, in characters."""
        sizes = self.sheet.column_dimensions
        return sum(sizes[get_column_letter(column)].width for column in range(left, right + 1))

    def height(self, row: int, points: float) -> None:
        """Set the height of a row; Excel allows 409 points at most."""
        self.sheet.row_dimensions[row].height = min(round(points, 1), 409)

    def fit(self, top: int, bottom: int) -> None:
        """Raise rows whose printed words would be cut; a merge's rows are raised alike."""
        needs = sorted(
            (area.bottom - area.top, area.top, area.left, area, text, size)
            for area, text, size in self._printed(top, bottom)
        )
        for count, *_, area, text, size in needs:
            rows = range(area.top, area.bottom + 1)
            # these are short and stand in 10.5 points where a column's width counts 11
            indent = 2 * self.cell(area.top, area.left).alignment.indent
            room = (self.width(area.left, area.right) + 2 - indent) * 10.5 / size
            heights = [self.sheet.row_dimensions[row].height or 15.0 for row in rows]
            missing = height_for(text, room, size) - sum(heights)
            if missing > 0:
                for row, height in zip(rows, heights, strict=True):
                    self.height(row, height + missing / (count + 1))

    def _printed(self, top: int, bottom: int) -> Iterator[tuple[Area, str, float]]:
        """Yield every cell with wrapped words: what it covers, the words, their size."""
        ends = {
            (merge.min_row, merge.min_col): (merge.max_row, merge.max_col)
            for merge in self.sheet.merged_cells.ranges
        }
        for row in range(top, bottom + 1):
            for column in range(1, self.sheet.max_column + 1):
                cell = self.sheet.cell(row, column)
                text = cell.value
                if isinstance(text, str) and cell.data_type != "f" and cell.alignment.wrap_text:
                    last, right = ends.get((row, column), (row, column))
                    yield Area(row, column, last, right), text, float(cell.font.sz)

    def put(
        self,
        row: int,
        column: int,
        value: str | float | None = None,
        style: Style = PLAIN,
        *,
        rows: int = 1,
        columns: int = 1,
    ) -> Area:
        """Draw one cell, merged over so many rows and columns; return what it covers."""
        area = Area(row, column, row + rows - 1, column + columns - 1)
        if area.top != area.bottom or area.left != area.right:
            self.sheet.merge_cells(area.a1)
        # every cell of a merge carries border and lock, or Excel draws half a box and
        # refuses to let the box be typed in; merging resets them, so it comes first
        self.restyle(area, style)
        self.cell(row, column).value = value
        return area

    def restyle(self, area: Area, style: Style) -> None:
        """Give all cells of an area, merged or not, one look."""
        parts = style.parts()
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                cell = self.sheet.cell(row, column)
                for name, part in parts.items():
                    setattr(cell, name, part)

    def words(
        self, row: int, column: int, text: str, style: Style, *, columns: int = 1
    ) -> Area:
        """Draw a text that may begin with "=", such as the example =8次."""
        area = self.put(row, column, text, style, columns=columns)
        self.cell(row, column).data_type = "s"
        return area

    def formula(self, row: int, column: int, formula: str, blank: float | str) -> None:
        """Put a formula into a drawn cell and keep what it gives in the blank form."""
        self.cached[a1(row, column)] = blank
        self.cell(row, column).value = formula

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a position that holds a value."""
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell), a1(row, column)
        return cell

    def name(self, name: str, row: int, column: int) -> None:
        """Give a cell a defined name."""
        where = f"{quote_sheetname(self.sheet.title)}!{absolute_coordinate(a1(row, column))}"
        self.book.defined_names[name] = DefinedName(name, attr_text=where)

    def note(self, row: int, column: int, text: str) -> None:
        """Attach a note whose box shows the whole text."""
        note = Comment(text, "填报说明")
        note.width = NOTE_WIDTH
        note.height = 20 + 18 * lines_needed(text, NOTE_WIDTH / 7)
        self.cell(row, column).comment = note

    def select(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        for selection in self.sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = a1(row, column)
