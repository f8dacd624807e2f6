"""Which rows of a sheet are one form: several may stand below one another."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.patterns import Pattern
from xltools.read.funding_table import heads_funding
from xltools.read.grid import Grid
from xltools.read.headings import find_headings
from xltools.read.labels import LONGEST_LABEL, Lexicon, normal_label
from xltools.read.spots import Area, Heading, Table
from xltools.snapshot import Sheet

_TITLE = Pattern(r"(自评|绩效).*表$|评价(评分|打分)表$|绩效目标.*(表|情况)$")
_BEGINS = ("project_name", "supervising_department", "implementing_unit", "project_code")
_STOP_FIELDS = frozenset(
    {
        "conclusion", "problems", "improvement", "deviation_analysis", "other_matters",
        "person", "finance_person", "contact", "phone", "grade", "total_score", "review_total",
    }
)  # fmt: skip
_NOTE = Pattern(r"^(?:注|备注|说明|填表说明|填报说明)\s*[:：\d]")


_INLINE = Pattern(r"^([^:：]{2,14})[:：]\s*\S")


def find_areas(sheet: Sheet, words: Lexicon) -> list[Area]:
    """Return the forms of a sheet, top down."""
    grid = Grid(sheet)
    headings = find_headings(grid, words)
    groups: list[list[Heading]] = []
    tops: list[int] = []
    for heading in headings:
        above = groups[-1][-1].bottom + 1 if groups else 1
        begin = _beginning(grid, words, above, heading.top) if groups else 1
        if begin is None:
            groups[-1].append(heading)
        else:
            groups.append([heading])
            tops.append(begin)
    ends = [*(top - 1 for top in tops[1:]), grid.height][: len(tops)]
    return [
        Area(grid, top, end, tuple(_tables(grid, words, group, end)), len(groups) == 1)
        for group, top, end in zip(groups, tops, ends, strict=True)
    ]


def _beginning(grid: Grid, words: Lexicon, first: int, last: int) -> int | None:
    """The row where the next form begins, between two headings; None if it is the same form."""
    for (row, column), label in grid.labels(first, last - 1):
        titled = _TITLE.search(label) and not words.is_label(label) and column <= 3
        if titled or words.fields.exact(label) in _BEGINS:
            return row
    return None


def _tables(
    grid: Grid, words: Lexicon, headings: list[Heading], bottom: int
) -> Iterator[Table]:
    for number, heading in enumerate(headings):
        limit = headings[number + 1].top - 1 if number + 1 < len(headings) else bottom
        first = heading.bottom + 1
        yield Table(heading, first, _last_row(grid, words, heading, first, limit))


def _last_row(grid: Grid, words: Lexicon, heading: Heading, first: int, limit: int) -> int:
    """The last row before the total, a note, or a field of the tail."""
    for row in range(first, limit + 1):
        if _begins_other_block(grid, words, row):
            return row - 1
        lead = leading_label(grid, row, heading.name_column)
        if lead is None:
            continue
        label, raw = lead
        if (
            (label in words.totals and label not in words.subtotals)
            or _NOTE.search(raw)
            or label in words.notes
        ):
            if not _goes_on(grid, words, heading, row + 1, limit):
                return row - 1
        elif label in words.grades or words.fields.exact(label) in _STOP_FIELDS:
            return row - 1
    return limit


def _begins_other_block(grid: Grid, words: Lexicon, row: int) -> bool:
    """True where the objective or the funding table stands below a table of indicators."""
    keys = {words.fields.exact(label) for _, label in grid.row_labels(row)}
    both = {"objective_planned", "objective_achieved"} <= keys
    return both or heads_funding(grid, words, row)


def leading_label(grid: Grid, row: int, last_column: int) -> tuple[str, str] | None:
    """Normal label and raw text of the first text that starts in this row, up to a column.

    Of 自评总分：99 the label is what stands before the colon.
    """
    for value in grid.sheet.rows[row - 1][:last_column]:
        if isinstance(value, str) and value.strip():
            text = value.strip()
            split = _INLINE.match(text)
            label = split[1] if split else text
            return (normal_label(label) if len(label) <= LONGEST_LABEL else ""), text
    return None


def _goes_on(grid: Grid, words: Lexicon, heading: Heading, first: int, limit: int) -> bool:
    """True if indicators follow: 合计 may also close a block, and a note stand between them."""
    for row in range(first, limit + 1):
        if _begins_other_block(grid, words, row):
            return False
        lead = leading_label(grid, row, heading.name_column)
        if lead is None:
            continue
        if lead[0] in words.totals or lead[0] in words.grades or _NOTE.search(lead[1]):
            return False
        if words.fields.exact(lead[0]) in _STOP_FIELDS:
            return False
        values = [
            grid.text(row, heading.columns[key].left)
            for key in ("target", "actual")
            if key in heading.columns
        ]
        name = grid.text(row, heading.columns["name"].left)
        if name is not None and any(values):
            return True
    return False
