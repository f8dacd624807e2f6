"""Cell texts → typed values: "≥95%", "50本以上", "12月底前", "7,00.0,77".

Nothing is guessed: what cannot be read is `unreadable` and says why.

    text       widths, spaces, signs in one spelling
    numbers    digits → Decimal
    units      what converts into what
    dates      deadlines and periods
    words      blanks, leftovers, bands, the budget
    quantity   a number with its sign and unit
    sentences  numbers in Chinese numerals and in short sentences
    phrases    ±5%, 户均增收≥800元, 其中 and other words around a number
    grammar    the order in which a text is tried
    cells      numeric cells, amounts, rates, points, years
    columns    指标性质 and 度量单位 in columns of their own
    split      sign, value and unit in three cells
    pairs      what one side says once the other is known
    alignment  target and actual result in one unit
    describe   a value in words
    write      a value as a cell's text
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltools.value.alignment import align
from xltools.value.cells import (
    parse_amount,
    parse_cell_value,
    parse_number,
    parse_points,
    parse_rate,
    parse_year,
)
from xltools.value.dates import first_day, last_day
from xltools.value.describe import describe
from xltools.value.grammar import parse_value
from xltools.value.numbers import exact
from xltools.value.pairs import says_none, settle
from xltools.value.problems import ValueParseError
from xltools.value.units import convert, same_dimension
from xltools.value.words import is_filler, says_nothing

if TYPE_CHECKING:
    from xltools.value.split import parse_split_value
    from xltools.value.write import write_value

__all__ = [
    "ValueParseError",
    "align",
    "convert",
    "describe",
    "exact",
    "first_day",
    "is_filler",
    "last_day",
    "parse_amount",
    "parse_cell_value",
    "parse_number",
    "parse_points",
    "parse_rate",
    "parse_split_value",
    "parse_value",
    "parse_year",
    "same_dimension",
    "says_none",
    "says_nothing",
    "settle",
    "write_value",
]


def __getattr__(name: str) -> object:
    """Import what few forms need when it is first asked for: a start is counted in milliseconds."""
    if name == "parse_split_value":
        from xltools.value.split import parse_split_value

        return parse_split_value
    if name == "write_value":
        from xltools.value.write import write_value

        return write_value
    raise AttributeError(name)
