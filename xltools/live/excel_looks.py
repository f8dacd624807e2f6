"""How cells look and what they accept, in the words of Excel's object model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, TypeAlias

from xltools.model import column_letters
from xltools.package.shift import reference_of
from xltools.snapshot import Area, CellLook, NewSheet, Validation

Com: TypeAlias = Any
"""An object of Excel's: COM has no types."""

NONE, _AUTOMATIC = -4142, -4105
"""xlNone, xlAutomatic"""

_ACROSS = {
    "general": 1, "left": -4131, "center": -4108, "right": -4152, "fill": 5, "justify": -4130,
    "centerContinuous": 7, "distributed": -4117,
}  # fmt: skip
_DOWN = {"top": -4160, "center": -4108, "bottom": -4107, "justify": -4130, "distributed": -4117}
_LEFT, _TOP, _BOTTOM, _RIGHT, _UPRIGHT, _LEVEL = 7, 8, 9, 10, 11, 12
"""xlEdgeLeft, xlEdgeTop, xlEdgeBottom, xlEdgeRight, xlInsideVertical, xlInsideHorizontal"""

_LINES = {
    "hair": (1, 1), "thin": (1, 2), "medium": (1, -4138), "thick": (1, 4),
    "dotted": (-4118, 2), "dashed": (-4115, 2), "double": (-4119, 4),
}  # fmt: skip
"""LineStyle and Weight."""

_KINDS = {
    "whole": 1, "decimal": 2, "list": 3, "date": 4, "time": 5, "textLength": 6, "custom": 7,
}  # fmt: skip
_OPERATORS = {
    "between": 1, "notBetween": 2, "equal": 3, "notEqual": 4, "greaterThan": 5, "lessThan": 6,
    "greaterThanOrEqual": 7, "lessThanOrEqual": 8,
}  # fmt: skip
_ALERTS = {"stop": 1, "warning": 2, "information": 3}
_TITLE, _TEXT = 32, 255
"""Characters that Excel takes for the title and for the text of a message."""

_EXPRESSION, _LANDSCAPE, _A4 = 2, 2, 9
"""xlExpression, xlLandscape, xlPaperA4"""

_ADDRESS = 250
"""Characters of the longest address that Range takes, with some to spare."""


def bgr(color: str) -> int:
    """A colour as Excel counts it: blue first.

    >>> hex(bgr("FF9F00"))
    '0x9fff'
    """
    return int(color[4:] + color[2:4] + color[:2], 16)


def addresses(areas: Sequence[Area]) -> Iterator[str]:
    """Areas as addresses that name as many as Excel takes at once.

    >>> list(addresses([(1, 1, 2, 2), (4, 1, 4, 1)]))
    ['A1:B2,A4']
    """
    taken: list[str] = []
    for area in areas:
        one = reference_of(area)
        if taken and len(",".join((*taken, one))) > _ADDRESS:
            yield ",".join(taken)
            taken = []
        taken.append(one)
    if taken:
        yield ",".join(taken)


def dress(sheet: Com, areas: Sequence[Area], look: CellLook) -> None:
    """Give cells a look."""
    for address in addresses(areas):
        cells = sheet.Range(address)
        cells.NumberFormat = look.number_format
        cells.Locked = look.locked
        cells.Font.Name, cells.Font.Size, cells.Font.Bold = look.font, look.size, look.bold
        if look.color is None:
            cells.Font.ColorIndex = _AUTOMATIC
        else:
            cells.Font.Color = bgr(look.color)
        if look.fill is None:
            cells.Interior.ColorIndex = NONE
        else:
            cells.Interior.Color = bgr(look.fill)
        cells.HorizontalAlignment = _ACROSS.get(look.horizontal, 1)
        cells.VerticalAlignment = _DOWN.get(look.vertical, -4107)
        cells.WrapText = look.wrap
        cells.ShrinkToFit = look.shrink and not look.wrap
        if look.horizontal in ("left", "right", "distributed"):
            cells.IndentLevel = look.indent
        if len(set(look.borders)) == 1:
            _draw(cells.Borders, look.borders[0])
    if len(set(look.borders)) > 1:
        for area in areas:
            _box(sheet.Range(reference_of(area)), area, look.borders)


def _box(cells: Com, area: Area, borders: tuple[str, str, str, str]) -> None:
    """Every cell of an area has these borders; between two cells the stronger one shows."""
    left, right, top, bottom = borders
    sides = {_LEFT: left, _RIGHT: right, _TOP: top, _BOTTOM: bottom}
    if area[3] > area[1]:
        sides[_UPRIGHT] = left or right
    if area[2] > area[0]:
        sides[_LEVEL] = top or bottom
    for side, style in sides.items():
        _draw(cells.Borders(side), style)


def _draw(border: Com, style: str) -> None:
    if style in _LINES:
        border.LineStyle, border.Weight = _LINES[style]
        border.ColorIndex = _AUTOMATIC
    else:
        border.LineStyle = NONE


def validate(sheet: Com, rule: Validation) -> None:
    """Say what cells accept. Addresses in a formula count from the cell that is selected."""
    for area in rule.areas:
        one = sheet.Range(reference_of(area)).Validation
        one.Delete()
        with _standing_on(sheet, area) if rule.kind == "custom" else nullcontext():
            one.Add(
                Type=_KINDS[rule.kind],
                AlertStyle=_ALERTS[rule.style],
                Operator=_OPERATORS.get(rule.operator, 1),
                Formula1=_formula(rule, rule.low),
                **({"Formula2": _formula(rule, rule.high)} if rule.high else {}),
            )
        one.IgnoreBlank, one.InCellDropdown = True, True
        one.InputTitle, one.InputMessage = rule.prompt_title[:_TITLE], rule.prompt[:_TEXT]
        one.ErrorTitle, one.ErrorMessage = rule.error_title[:_TITLE], rule.error[:_TEXT]
        one.ShowInput = bool(rule.prompt or rule.prompt_title)
        one.ShowError = rule.shows_error


def _formula(rule: Validation, text: str) -> str:
    """A list of words without its quotes; any other formula with its =, a number as it is."""
    if rule.kind == "list" and text.startswith('"'):
        return text.strip('"')
    plain = text.replace(".", "", 1).lstrip("-").isdigit()
    return text if plain or not text else "=" + text


def _stand_on(sheet: Com, area: Area) -> None:
    with suppress(Exception):  # a hidden sheet cannot be stood on
        sheet.Activate()
        sheet.Cells(area[0], area[1]).Select()


@contextmanager
def _standing_on(sheet: Com, area: Area) -> Iterator[None]:
    """Select a cell; then what was in front is again, and what was selected."""
    front, before = sheet.Parent.ActiveSheet, None
    with suppress(Exception):
        sheet.Activate()
        before = sheet.Application.Selection
    _stand_on(sheet, area)
    try:
        yield
    finally:
        with suppress(Exception):
            if before is not None:
                before.Select()
            front.Activate()


def finish(sheet: Com, new: NewSheet, last_row: int) -> None:
    """Frame a new sheet, which is in front."""
    head, width = new.head_row, len(new.widths)
    for column, words in new.marks.items():
        area = (head + 1, column, last_row, column)
        _stand_on(sheet, area)
        cells = sheet.Range(reference_of(area))
        for word, color in words.items():
            quoted = word.replace('"', '""')
            formula = f'=${column_letters(column)}{head + 1}="{quoted}"'
            rule = cells.FormatConditions.Add(Type=_EXPRESSION, Formula1=formula)
            rule.Interior.Color = bgr(color)
    sheet.Range(reference_of((head, 1, last_row, width))).AutoFilter()
    window = sheet.Parent.Windows(1)
    window.FreezePanes = False
    window.ScrollRow, window.SplitColumn, window.SplitRow = 1, 0, head
    window.FreezePanes = True
    window.DisplayGridlines = False
    if new.tab:
        sheet.Tab.Color = bgr(new.tab)
    _set_page(sheet.PageSetup, head)


def _set_page(page: Com, head: int) -> None:
    """Landscape A4, one page wide; a computer without a printer refuses some of it."""
    wanted: dict[str, object] = {
        "PrintTitleRows": f"${head}:${head}",
        "Orientation": _LANDSCAPE,
        "PaperSize": _A4,
        "Zoom": False,
        "FitToPagesWide": 1,
        "FitToPagesTall": False,
        "CenterHorizontally": True,
        "CenterFooter": "&9第 &P 页，共 &N 页",
    }
    for name, value in wanted.items():
        with suppress(Exception):
            setattr(page, name, value)
