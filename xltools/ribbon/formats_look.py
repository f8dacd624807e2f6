"""The looks of a blank's sheet put onto the open one: as few rectangles as possible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from msgspec.structs import replace

from xltools.anchors import PREFIX
from xltools.blank.looks import Drawn, height_of
from xltools.model import CellValue
from xltools.package.formulas import shift as seen_from
from xltools.package.number_formats import read_format
from xltools.package.rectangles import rectangles
from xltools.ribbon.formats_place import Placing
from xltools.snapshot import Area, CellLook, Position, Sheet, SheetLook, Validation

_DAY, _MONTH, _MOMENT, _CLOCK = (
    'yyyy"年"m"月"d"日"',
    'yyyy"年"m"月"',
    "yyyy-m-d h:mm",
    "h:mm",
)
LISTED_FROM = 3
"""The heading's row of 问题清单: what is listed below has the heights that the checker gave it."""
_MOST = 10
"""A number above this in a cell for a rate was meant in per cent: 95.5, not 9550 %."""


def look_for(
    drawn: Drawn,
    placing: Placing,
    sheet: Sheet,
    lists: Iterable[str],
    doubtful: Collection[int] = (),
    *,
    listing: bool = False,
) -> SheetLook:
    """Return the look of the open sheet; `lists` are the names of lists that still exist.

    `doubtful` rows keep the look that they have, and get the validations of plain ones. A
    `listing` gives its filled rows their heights itself.
    """
    cells: dict[Position, CellLook] = {}
    for spot, look in drawn.looks.items():
        at = placing.spot(spot)
        if at is not None and at[0] not in doubtful:
            cells[at] = _meant(look, sheet, at)
    columns, rows = placing.columns.places, placing.rows.places
    widths = {columns[n]: width for n, width in drawn.widths.items() if n in columns}
    heights = {
        rows[n]: height
        for n, height in drawn.heights.items()
        if n in rows and not (listing and _is_filled(sheet, rows[n]) and n > LISTED_FROM)
    }
    needed = _needed(cells, sheet, widths, drawn)
    return SheetLook(
        sheet.name,
        tuple((look, tuple(areas)) for look, areas in _grouped(cells).items()),
        tuple(_validations(drawn.validations, placing, set(lists))),
        widths,
        {row: max(height, needed.get(row, 0.0)) for row, height in heights.items()},
        drawn.protected,
    )


def _is_filled(sheet: Sheet, row: int) -> bool:
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    return any(value not in (None, "") for value in cells)


# --- what a number format says of the value


def _meant(look: CellLook, sheet: Sheet, spot: Position) -> CellLook:
    """The look, with a format that leaves the value what it is: 95 % no 0.95, a day no 44104."""
    value = sheet.value(*spot)
    if isinstance(value, str | bool) or value is None:
        return look
    code = _format_for(value, look.number_format, sheet, spot)
    return look if code == look.number_format else replace(look, number_format=code)


def _format_for(value: CellValue, code: str, sheet: Sheet, spot: Position) -> str:
    shown = read_format(code)
    if isinstance(value, datetime | date | time):
        return _format_of_date(value, code, month=spot in sheet.months)
    if not isinstance(value, int | float | Decimal):
        return code
    if spot in sheet.percents:
        whole = (Decimal(str(value)) * 100) % 1 == 0
        return code if shown.percent else ("0%" if whole else "0.00%")
    suffix = sheet.suffixes.get(spot, "")
    if suffix and suffix != shown.suffix:
        return "General" + _quoted(suffix)
    if shown.percent and abs(float(value)) > _MOST:
        return "General"
    return code


def _quoted(text: str) -> str:
    """A unit as a format code prints it."""
    return '"' + text.replace('"', "") + '"'


def _format_of_date(value: date | time, code: str, *, month: bool) -> str:
    if isinstance(value, time):
        return _CLOCK
    if "yyyy" in code and not month:
        return code
    if month:
        return _MONTH
    return _MOMENT if isinstance(value, datetime) and (value.hour or value.minute) else _DAY


# --- heights


def _needed(
    cells: Mapping[Position, CellLook], sheet: Sheet, widths: Mapping[int, float], drawn: Drawn
) -> dict[int, float]:
    """What rows need for the texts that people typed, so that none is cut."""
    printed = {"".join(text.split()) for text in drawn.printed.values()}
    spans = {merge[:2]: merge for merge in sheet.merges}
    found: dict[int, float] = {}
    for (row, column), look in cells.items():
        text = sheet.value(row, column)
        if not isinstance(text, str) or not look.wrap or "".join(text.split()) in printed:
            continue
        top, left, bottom, right = spans.get((row, column), (row, column, row, column))
        if top != bottom:
            continue
        width = sum(widths.get(each, 0.0) for each in range(left, right + 1))
        found[row] = max(found.get(row, 0.0), round(height_of(text, width, look), 1))
    return found


# --- validations


def _validations(
    rules: Iterable[Validation], placing: Placing, lists: set[str]
) -> Iterator[Validation]:
    """The rules at their new places; one whose list or cells are gone is left out."""
    for rule in rules:
        areas = tuple(placing.areas(rule.areas))
        low, high = placing.formula(rule.low), placing.formula(rule.high)
        lost = rule.low.startswith(PREFIX) and rule.low not in lists
        if not areas or low is None or high is None or lost:
            continue
        moved = replace(rule, areas=areas, low=low, high=high)
        yield from _apart(moved) if rule.kind == "custom" else (moved,)


def _apart(rule: Validation) -> Iterator[Validation]:
    """A rule that reads cells, one for each of its areas."""
    top, left, *_ = rule.areas[0]
    for area in rule.areas:
        down, right = area[0] - top, area[1] - left
        low, high = (seen_from(text, down, right) for text in (rule.low, rule.high))
        yield replace(rule, areas=(area,), low=low, high=high)


# --- rectangles


def _grouped(cells: Mapping[Position, CellLook]) -> dict[CellLook, list[Area]]:
    """Cells of one look as rectangles."""
    spots: dict[CellLook, list[Position]] = {}
    for spot, look in sorted(cells.items(), key=lambda item: item[0]):
        spots.setdefault(look, []).append(spot)
    return {look: sorted(rectangles(own)) for look, own in spots.items()}
