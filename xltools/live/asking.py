"""The layout of a sheet found by asking about ranges, through xlwings alone."""

from __future__ import annotations

from xltools.live.areas import alike, merges
from xltools.live.beyond import Layout
from xltools.live.wings import xw
from xltools.snapshot import Area


def layout_by_asking(sheet: xw.Sheet, area: Area) -> Layout:
    """The merges of an area that begins at A1, and its number formats."""

    def block(part: Area) -> xw.Range:
        return sheet.range(part[:2], part[2:])

    def number_format(part: Area) -> str | None:
        code: str | None = block(part).number_format
        return code

    def is_merged(part: Area) -> bool | None:
        merged: bool | None = block(part).merge_cells
        return merged

    def merge_of(row: int, column: int) -> Area:
        found = sheet.range((row, column)).merge_area
        rows, columns = found.shape
        return found.row, found.column, found.row + rows - 1, found.column + columns - 1

    return Layout(merges(area, is_merged, merge_of), list(alike(area, number_format)))
