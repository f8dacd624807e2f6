"""The rows of our own forms, read at once where nothing about them is odd.

Nearly every row of a returned form is one name, one target, one result and two numbers in cells of
their own. `IndicatorReader` reads any row and comes to the same (a test holds the two against
each other); this takes a third of its time, and leaves to it whatever is not as plain as that.
"""

from __future__ import annotations

from collections.abc import Callable

from xltools.model import Amount, CellValue, Entry, Indicator, Place
from xltools.profile import CategoryBlock
from xltools.read.cells import CellReader
from xltools.read.row_kinds import is_heading, may_be_remark, names_an_indicator
from xltools.read.table_shape import PlainRow, TableShape
from xltools.value import is_filler, settle
from xltools.value.numbers import exact_float
from xltools.value.plain import read_plain

Levels = tuple[str | None, str | None, CategoryBlock | None]


class PlainRows:
    """Reads the plain rows of one table; `levels` looks up what two heads mean."""

    def __init__(
        self, shape: TableShape, cells: CellReader, levels: Callable[[Entry, Entry], Levels]
    ) -> None:
        self.shape, self.cells, self.grid = shape, cells, cells.grid
        self._levels = levels
        sheet = cells.grid.sheet
        self._odd = sheet.percents | sheet.suffixes.keys()
        heads = (shape.columns.get(key) for key in ("category", "subcategory"))
        self._heads = [head.left - 1 for head in heads if head is not None]

    def read(self, row: int, level1: Entry, level2: Entry) -> Indicator | None:
        """The row as an indicator; None if somebody else must look at it."""
        found = self._line(row)
        if found is None:
            return None
        blank, line = found
        name = self._text(blank.name, line)
        if name is None or name.text is None or not names_an_indicator(name.text):
            return None
        target = self._text(blank.target, line)
        if target is None or (aim := target.text) is None or is_heading(aim):
            return None
        points, score = self._number(blank.points, line), self._number(blank.score, line)
        if points is None or score is None:
            return None
        category, subcategory, block = self._levels(level1, level2)
        if block is not None and (block.execution or block.judged):
            return None
        actual = self._text(blank.actual, line) or self._entry(blank.actual)
        done = actual.text if type(actual.raw) is str else None
        wanted, got = settle(
            read_plain(aim, actual=False) or self.cells.value(target, "target", name.text),
            (done is not None and read_plain(done, actual=True))
            or self.cells.value(actual, "actual", name.text),
            name.text,
        )
        note = self._text(blank.note, line) or self._entry(blank.note)
        return Indicator(
            row, category, subcategory, level1, level2, name, target, wanted, actual, got,
            points, None, score, note,
        )  # fmt: skip

    def is_blank(self, row: int) -> bool:
        """True for a row in which nothing stands; False also where somebody else must look."""
        found = self._line(row)
        if found is None:
            return False
        blank, line = found
        cells = (blank.name, blank.target, blank.actual, blank.note, blank.points)
        return all(line[each.place.column - 1] is None for each in cells)

    def _line(self, row: int) -> tuple[PlainRow, list[CellValue]] | None:
        """What a row has in which cells, unless something about it is odd."""
        plain = self.shape.plain
        if row not in plain:
            plain[row] = _find(self.shape, row, self.cells)
        blank = plain[row]
        line = self.grid.sheet.rows[row - 1] if row <= self.grid.height else []
        if blank is None or blank.last > len(line):
            return None
        for column in self._heads:
            head = line[column] if column < len(line) else None
            if head is not None and type(head) is str and may_be_remark(head):
                return None
        return blank, line

    def _text(self, blank: Entry, line: list[CellValue]) -> Entry | None:
        """A cell that holds a text or nothing; None for anything else."""
        raw = line[blank.place.column - 1]
        if raw is None:
            return blank
        if type(raw) is not str:
            return None
        text = raw.strip()
        if not text:
            return blank
        filler = text[0] not in _SAYS and is_filler(text)
        return Entry(blank.label, blank.place, raw, None if filler else text)

    def _entry(self, blank: Entry) -> Entry:
        """A cell that holds a number or a date, which its format may explain."""
        return self.grid.entry(blank.label, blank.place.row, blank.place.column)

    def _number(self, blank: Amount, line: list[CellValue]) -> Amount | None:
        """A cell that holds a number from 0 on as it stands, or nothing; else None."""
        place = blank.place
        raw = line[place.column - 1] if blank.label else None  # there may be no such column
        if raw is None:
            return blank
        if type(raw) is not float or raw < 0 or (place.row, place.column) in self._odd:
            return None
        value = exact_float(raw)
        return None if value is None else Amount(blank.label, place, raw, value)


_SAYS = frozenset("0123456789≥≤")
"""What no filler begins with."""


def _find(shape: TableShape, row: int, cells: CellReader) -> PlainRow | None:
    grid = cells.grid
    texts = dict(shape.texts(row, grid))
    name, target, actual = (texts.get(key) for key in ("name", "target", "actual"))
    points, score = (_number_at(shape, key, row, cells) for key in ("points", "score"))
    if name is None or target is None or actual is None or points is None or score is None:
        return None
    note = texts.get("deviation_note") or Entry(
        shape.labels.get("deviation_note", ""), Place(grid.name, row, 1)
    )
    own = all(each.place.row == row for each in (name, target, actual, note))
    last = max(each.place.column for each in (name, target, actual, note, points, score))
    return PlainRow(name, target, actual, note, points, score, last) if own else None


def _number_at(shape: TableShape, key: str, row: int, cells: CellReader) -> Amount | None:
    """The cell of a number as if blank; without a label where the form has no such column."""
    if key not in shape.columns:
        return Amount("", Place(cells.grid.name, row, 1))
    place = shape.number(key, row, cells.grid)
    return None if place is None else Amount(shape.labels[key], place)
