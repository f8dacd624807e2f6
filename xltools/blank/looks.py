"""How a form looks as it was sent out: drawn again in memory, with the rows of a filled one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xltools.blank.build import draw_blank
from xltools.blank.indicator_plan import Rows
from xltools.blank.styles import height_for
from xltools.profile import Profile
from xltools.snapshot import Area, CellLook, Position, Validation


class Drawn(Struct, frozen=True):
    """One sheet of a blank; `printed` are its words, `names` the cells of its defined names."""

    name: str
    looks: dict[Position, CellLook]
    validations: tuple[Validation, ...]
    widths: dict[int, float]
    heights: dict[int, float]
    protected: bool
    printed: dict[Position, str]
    names: dict[str, Position]
    merges: tuple[Area, ...]


def draw_looks(profile: Profile, rows: Rows, *, issues: int) -> tuple[Drawn, ...]:
    """Return how the sheets of a form look, in the order of their tabs.

    Raises:
        ProfileError: the profile's form cannot be drawn.
    """
    book, canvases = draw_blank(profile, rows, issues=issues)
    names = _names(book)
    return tuple(_drawn(canvas.sheet, names) for canvas in canvases)


def _names(book: Workbook) -> dict[str, dict[str, Position]]:
    """Sheet → name → its first cell; names of lists are no places of the form."""
    found: dict[str, dict[str, Position]] = {}
    for name, defined in book.defined_names.items():
        for sheet, reference in defined.destinations:
            first, _, more = reference.replace("$", "").partition(":")
            if not more:
                letters = first.rstrip("0123456789")
                row, column = int(first[len(letters) :]), column_index_from_string(letters)
                found.setdefault(sheet, {})[name] = (row, column)
    return found


def _drawn(sheet: Worksheet, names: dict[str, dict[str, Position]]) -> Drawn:
    looks: dict[Position, CellLook] = {}
    printed: dict[Position, str] = {}
    known: dict[int, CellLook] = {}
    for spot, cell in _cells(sheet):
        style = cell.style_id
        if style not in known:
            known[style] = _look(cell)
        looks[spot] = known[style]
        if isinstance(cell.value, str) and cell.data_type != "f":
            printed[spot] = cell.value
    widths = {
        column_index_from_string(letters): float(column.width)
        for letters, column in sheet.column_dimensions.items()
    }
    heights = {
        row: float(each.height)
        for row, each in sheet.row_dimensions.items()
        if each.height is not None
    }
    return Drawn(
        sheet.title,
        looks,
        tuple(_validation(each) for each in sheet.data_validations.dataValidation),
        widths,
        heights,
        bool(sheet.protection.sheet),
        printed,
        names.get(sheet.title, {}),
        tuple(
            (each.min_row, each.min_col, each.max_row, each.max_col)
            for each in sheet.merged_cells.ranges
        ),
    )


def height_of(text: str, width: float, look: CellLook) -> float:
    """The height in points that a text takes in a cell so many characters wide."""
    # as `Canvas.fit` counts: a column's width is that of 11 points
    room = (width + 2 - 2 * look.indent) * 10.5 / look.size
    return min(height_for(text, room, look.size), 409.0)


def _cells(sheet: Worksheet) -> Iterator[tuple[Position, Cell | MergedCell]]:
    """All cells of the drawn rectangle: those that a merge covers have a look, spaces too."""
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        yield from (((row, column), cell) for column, cell in enumerate(cells, start=1))


def _look(cell: Cell | MergedCell) -> CellLook:
    font, fill, border, alignment = cell.font, cell.fill, cell.border, cell.alignment
    sides = (border.left, border.right, border.top, border.bottom)
    return CellLook(
        number_format=str(cell.number_format),
        locked=bool(cell.protection.locked),
        font=str(font.name),
        size=float(font.sz),
        bold=bool(font.b),
        color=font.color.rgb[-6:] if font.color is not None else None,
        fill=fill.fgColor.rgb[-6:] if fill.patternType else None,
        borders=tuple((side.style or "") if side else "" for side in sides),  # type: ignore[arg-type]
        horizontal=alignment.horizontal or "general",
        vertical=alignment.vertical or "bottom",
        wrap=bool(alignment.wrap_text),
        shrink=bool(alignment.shrink_to_fit),
        indent=int(alignment.indent or 0),
    )


_STYLES: dict[str, Literal["stop", "warning", "information"]] = {
    "warning": "warning",
    "information": "information",
}


def _validation(rule: DataValidation) -> Validation:
    areas: list[Area] = [
        (each.min_row, each.min_col, each.max_row, each.max_col) for each in rule.sqref.ranges
    ]
    return Validation(
        areas=tuple(sorted(areas)),
        kind=rule.type or "none",
        operator=rule.operator or "between",
        low=rule.formula1 or "",
        high=rule.formula2 or "",
        style=_STYLES.get(rule.errorStyle or "", "stop"),
        shows_error=bool(rule.showErrorMessage),
        prompt_title=rule.promptTitle or "",
        prompt=rule.prompt or "",
        error_title=rule.errorTitle or "",
        error=rule.error or "",
    )
