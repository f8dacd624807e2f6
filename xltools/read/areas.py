"""Which rows of a sheet are one form: several may stand below one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from xltools.errors import FormError
from xltools.patterns import Pattern
from xltools.read.funding_table import heads_funding
from xltools.read.grid import Grid
from xltools.read.headings import LEVELS, find_headings
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
_TOLD_SCORE = Pattern(r"得分(?:合计)?(?:为|是|[:：])?\d+(?:\.\d+)?分")
_NOTE = Pattern(r"^(?:注|备注|说明|填表说明|填报说明)\s*[:：\d]")


_MOST_BESIDE = 50
"""Forms side by side on one sheet: reading one more costs as much as all before."""

_INLINE = Pattern(r"^([^:：]{2,14})[:：]\s*\S")


def find_areas(sheet: Sheet, words: Lexicon) -> list[Area]:
    """Return the forms of a sheet, top down, those side by side from left to right.

    Raises:
        FormError: more of them stand beside one another than anybody can print.
    """
    areas: list[Area] = []
    rest, beside = [(sheet, 1)], 0
    while rest:
        part, left = rest.pop()
        grid = Grid(part)
        headings = find_headings(grid, words)
        middle = _second_form(headings)
        if middle is not None and left < middle <= grid.width:
            rest.append((_part(part, middle, grid.width), middle))
            rest.append((_part(part, left, middle - 1), left))
        else:
            areas += _one_below_another(grid, headings, words)
            beside += 1
        if max(beside + len(rest), _most_repeated(headings)) > _MOST_BESIDE:
            raise FormError(
                f"工作表“{sheet.name}”里并排的表超过 {_MOST_BESIDE} 份，没有读。请一份表放一个工作表。"
            )
    return areas


def _most_repeated(headings: list[Heading]) -> int:
    """How often a heading of the first form stands in one row again."""
    again = (
        Counter(each.key for each in row.unknown if each.key in row.columns) for row in headings
    )
    return max((max(found.values(), default=0) for found in again), default=0)


def _one_below_another(grid: Grid, headings: list[Heading], words: Lexicon) -> list[Area]:
    """The forms of a sheet, or of some of its columns, top down."""
    groups: list[list[Heading]] = []
    tops: list[int] = []
    for heading in headings:
        above = groups[-1][-1].bottom + 1 if groups else 1
        begin = _beginning(grid, words, above, heading.top) if groups else 1
        if groups and begin and _goes_on_overleaf(grid, words, tops[-1], begin, heading.top):
            begin = None
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


def _second_form(headings: list[Heading]) -> int | None:
    """The first column of a form that stands to the right of another; None if there is none."""
    for heading in headings:
        again = [each for each in heading.unknown if each.key in heading.columns]
        if len(again) >= 3 and any(each.key in LEVELS for each in again):
            return max(each.right for each in heading.columns.values()) + 1
    return None


def _part(sheet: Sheet, left: int, right: int) -> Sheet:
    """The sheet with nothing outside these columns; every cell stays where it is."""
    rows = [[None] * (left - 1) + cells[left - 1 : right] for cells in sheet.rows]
    merges = tuple(each for each in sheet.merges if left <= each[1] and each[3] <= right)
    return replace(sheet, rows=rows, merges=merges)


def _beginning(grid: Grid, words: Lexicon, first: int, last: int) -> int | None:
    """The row where the next form begins, between two headings; None if it is the same form.

    A title alone begins nothing: after a page break it is printed again （续表）.
    """
    titles: list[int] = []
    begun: int | None = None
    for (row, column), label in grid.labels(first, last - 1):
        if column <= 3 and _is_title(words, label):
            titles.append(row)
        split = _INLINE.match(str(grid.sheet.value(row, column)))
        named = words.fields.exact(normal_label(split[1]) if split else label)
        if begun is None and (named in _BEGINS or heads_funding(grid, words, row)):
            begun = row
    if begun is None:
        return None
    return min([row for row in titles if row < begun][-1:] or [begun])


def _is_title(words: Lexicon, label: str) -> bool:
    return _TITLE.search(label) is not None and not words.is_label(label)


def _goes_on_overleaf(grid: Grid, words: Lexicon, top: int, begin: int, end: int) -> bool:
    """True if the head is only printed again: the same project, and no money below it."""
    if any(heads_funding(grid, words, row) for row in range(begin, end)):
        return False
    before, now = _project(grid, words, top, begin - 1), _project(grid, words, begin, end - 1)
    return now is not None and now == before


def _project(grid: Grid, words: Lexicon, first: int, last: int) -> str | None:
    """The project that the first label 项目名称 in these rows is answered by."""
    for (row, column), label in grid.labels(first, last):
        text = str(grid.sheet.value(row, column))
        split = _INLINE.match(text)
        if words.fields.exact(normal_label(split[1]) if split else label) == "project_name":
            answer = (
                text[split.end() - 1 :]
                if split
                else grid.text(row, grid.end(row, column)[1] + 1)
            )
            return "".join((answer or "").split()) or None
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
        if words.fields.exact(label) in _BEGINS or _is_title(words, label):
            return row - 1  # the head printed again overleaf
        if (
            _is_total_row(grid, words, heading, row, label)
            or _TOLD_SCORE.search("".join(raw.split()))
            or _NOTE.search(raw)
            or label in words.notes
        ):
            if not _goes_on(grid, words, heading, row + 1, limit):
                return row - 1
        elif label in words.grades or words.fields.exact(label) in _STOP_FIELDS:
            return row - 1
    return limit


def _is_total_row(grid: Grid, words: Lexicon, heading: Heading, row: int, label: str) -> bool:
    """True for a row named as a total; 费用合计 with a target is an indicator."""
    if label in words.subtotals or not words.is_total(label):
        return False
    if label in words.totals:
        return True
    values = [
        heading.columns[key].left for key in ("target", "actual") if key in heading.columns
    ]
    name = grid.anchor(row, heading.columns["name"].left)
    return all(grid.text(row, at) is None or grid.anchor(row, at) == name for at in values)


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
        if words.is_total(lead[0]) or lead[0] in words.grades or _NOTE.search(lead[1]):
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
