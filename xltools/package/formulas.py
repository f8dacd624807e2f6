"""What a formula refers to, and the same formula as seen from another cell.

Only what a cached result's fate hangs on is understood: cell addresses, areas, sheets.
Everything else that could reach a cell (names, tables, INDIRECT) is reported as unknown,
and the caller assumes the worst.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from xltools.model import column_letters
from xltools.package import limits
from xltools.package.references import column_number
from xltools.patterns import Pattern
from xltools.snapshot import Area

_TOKEN: Final = Pattern(
    r"""
      (?P<string>"(?:[^"]|"")*")
    | (?P<error>\#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|NULL!|GETTING_DATA|SPILL!|CALC!))
    | (?P<sheet>(?:'(?:[^']|'')+'|[\w.]+(?::[\w.]+)?)!)
    | (?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    | (?P<cells>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?(?![\w.(!]))
    | (?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w.(!]))
    | (?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.(!]))
    | (?P<function>[^\W\d][\w.]*\()
    | (?P<number>[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?|\.[0-9]+)
    | (?P<name>[^\W\d][\w.\\?]*|\\[\w.\\?]*)
    | (?P<reach>[:\#])
    """,
    re.VERBOSE,
)
_PART = Pattern(r"(\$?)([A-Z]{1,3})?(\$?)([0-9]{1,7})?")
_REACHING = {"INDIRECT(", "OFFSET(", "CELL(", "GETPIVOTDATA("}
_WORDS = {"TRUE", "FALSE"}
_EVERY_ROW, _EVERY_COLUMN = limits.ROWS, limits.COLUMNS


class Reach(Struct, frozen=True):
    """The cells a formula reads: areas by sheet (None is its own); `unknown` is any cell."""

    areas: tuple[tuple[str | None, Area], ...]
    unknown: bool


def reach(formula: str) -> Reach:
    """Return what a formula reads.

    >>> reach("SUM(A1:B2)*'自评 表'!$C$3").areas
    ((None, (1, 1, 2, 2)), ('自评 表', (3, 3, 3, 3)))
    >>> reach('INDIRECT("A1")').unknown, reach("总预算*2").unknown
    (True, True)
    """
    areas: list[tuple[str | None, Area]] = []
    sheet, unknown = None, False
    for match in _TOKEN.finditer(formula):
        kind, text = match.lastgroup, match.group()
        if kind == "sheet":
            sheet = text[:-1].strip("'").replace("''", "'")
            # a span of sheets or another workbook: leave it to the reader of `unknown`
            unknown |= ":" in sheet or "[" in sheet
            continue
        if kind in ("cells", "columns", "rows"):
            areas.append((sheet, _area(text)))
        elif kind == "function":
            unknown |= text.upper() in _REACHING
        elif kind == "name":
            unknown |= text.upper() not in _WORDS
        elif kind in ("bracket", "reach"):
            unknown = True
        sheet = None
    return Reach(tuple(areas), unknown)


def rewritten(formula: str, change: Callable[[str | None, str], str]) -> str:
    """Return the formula with its references to rows exchanged.

    `change` is given the sheet that is named before a reference and the reference itself. The
    sheet is None where none is named, `表1:表3` for a span of sheets, and begins with [ where
    it is one of another workbook.

    >>> rewritten("A1+'表 2'!B2*LOG10(C:C)", lambda sheet, text: f"<{sheet}|{text}>")
    "<None|A1>+'表 2'!<表 2|B2>*LOG10(C:C)"
    """
    out: list[str] = []
    done, sheet, outside = 0, None, False
    for match in _TOKEN.finditer(formula):
        kind, text = match.lastgroup, match.group()
        out.append(formula[done : match.start()])
        touches = match.start() == done
        done = match.end()
        if kind == "sheet":
            name = text[:-1]
            if name.startswith("'"):
                name = name[1:-1].replace("''", "'")
            sheet = f"[{name}" if outside and touches else name
        else:
            out.append(change(sheet, text) if kind in ("cells", "rows") else text)
            outside, sheet = kind == "bracket", None
            continue
        out.append(text)
    return "".join((*out, formula[done:]))


def _area(text: str) -> Area:
    ends = [_PART.fullmatch(part) for part in text.split(":")]
    columns, rows = [], []
    for end in ends:
        assert end is not None
        columns.append(column_number(end[2]) if end[2] else None)
        rows.append(int(end[4]) if end[4] else None)
    known_columns = [column for column in columns if column is not None]
    known_rows = [row for row in rows if row is not None]
    return (
        min(known_rows, default=1),
        min(known_columns, default=1),
        max(known_rows, default=_EVERY_ROW),
        max(known_columns, default=_EVERY_COLUMN),
    )


def shift(formula: str, rows: int, columns: int) -> str:
    """Return the formula as it reads so many rows below and columns to the right.

    >>> shift('A1+$B$2&"A1"', 1, 2)
    'C2+$B$2&"A1"'
    """
    return "".join(_shifted(formula, rows, columns))


def _shifted(formula: str, rows: int, columns: int) -> Iterator[str]:
    done = 0
    for match in _TOKEN.finditer(formula):
        yield formula[done : match.start()]
        done = match.end()
        text = match.group()
        if match.lastgroup in ("cells", "columns", "rows"):
            moved = [_moved(part, rows, columns) for part in text.split(":")]
            yield "#REF!" if None in moved else ":".join(part for part in moved if part)
        else:
            yield text
    yield formula[done:]


def _moved(part: str, rows: int, columns: int) -> str | None:
    """One corner of a reference, moved; None when it falls off the sheet."""
    match = _PART.fullmatch(part)
    assert match is not None
    fixed_column, letters, fixed_row, digits = match.groups()
    if letters is None:
        fixed_column, fixed_row = "", fixed_column or fixed_row
    if letters and not fixed_column:
        column = column_number(letters) + columns
        if not 1 <= column <= limits.COLUMNS:
            return None
        letters = column_letters(column)
    if digits and not fixed_row:
        row = int(digits) + rows
        if not 1 <= row <= limits.ROWS:
            return None
        digits = str(row)
    return f"{fixed_column}{letters or ''}{fixed_row}{digits or ''}"
