"""A funding table with its measures across: a line below for each source.

Also with sources among the headings (广水), with labels inside the lines (河北), and with
each figure right beside its label.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from xltools.read.funding_parts import (
    MONEY,
    PART,
    Line,
    first_of_each,
    is_figure,
    lines_of,
    source_key,
    spots_of,
)
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, normal_label
from xltools.read.spots import FundingSpots
from xltools.snapshot import Position


class _Head(Struct, frozen=True):
    """The headings of a block: measures, sources between them, parts right behind their whole."""

    measures: list[Line]
    mixed: list[Line]
    parts: dict[Line, str]


def across_spots(
    grid: Grid, words: Lexicon, lines: list[Line], row: int, last: int
) -> FundingSpots:
    """Headings in one row, a line below for each source; or figures right beside the labels."""
    head = first_of_each(_without_side(words, [line for line in lines if line.top == row]))
    more = [line for line in lines if line.top > row]
    return _beside_labels(grid, words, head, more, row) or _under_headings(
        grid, words, _sorted_out(grid, words, head, row), row, last
    )


def _beside_labels(
    grid: Grid, words: Lexicon, head: list[Line], more: list[Line], row: int
) -> FundingSpots | None:
    """Each figure right beside its label, in this row and those below; None if they are not."""
    beside = {
        line.key: spot
        for line in head
        if (spot := _figure_beside(grid, words, line)) is not None
    }
    if len(beside) * 2 <= len(head) or _figures_below(grid, head):
        return None
    for line in first_of_each(more):
        spot = _figure_beside(grid, words, line)
        if spot is not None and row < line.top <= row + 3:
            beside.setdefault(line.key, spot)
            head = head if line.key in {each.key for each in head} else [*head, line]
    own = {("total", key): spot for key, spot in beside.items()}
    return spots_of(grid, own, {"total": (row, head[0].left)}, {}, head, row, row)


def _sorted_out(grid: Grid, words: Lexicon, head: list[Line], row: int) -> _Head:
    """The headings of one row, told apart."""
    taken = {line.left for line in head}
    named = lines_of(grid, row, row, lambda label: _source_heading(words, label))
    others = [line for line in named if line.left not in taken]
    parts = _parts(head, others)
    others = [line for line in others if line not in parts]
    mixed = first_of_each(others) if len(others) > 1 else []
    budgets = {"original_budget", "revised_budget"}
    if len(others) == 1 and budgets.isdisjoint(line.key for line in head):
        total = others[0]  # 资金总额 | 到位资金 | 使用资金: the total is the budget
        if total.key == "total" and total.left > 1:
            head = [replace(total, key="revised_budget"), *head]
    if mixed:  # 预算资金 before them is what they are all about
        head = [line for line in head if line.left > mixed[0].left]
    return _Head(head, mixed, parts)


def _under_headings(
    grid: Grid, words: Lexicon, head: _Head, row: int, last: int
) -> FundingSpots:
    """A line of amounts below the headings for each source."""
    end = bottom = max(line.bottom for line in head.measures)
    cells: dict[tuple[str, str], Position] = {}
    sources: dict[str, Position] = {}
    labels: dict[str, str] = {}
    for at in range(bottom + 1, last + 1):
        ends = _ends_block(grid, words, at, head.measures)
        if ends and not _names_source(grid, words, at, head.measures):
            break
        found = _row_cells(grid, words, at, head.measures, head.mixed)
        for source, measure, spot, label_spot in found:
            cells.setdefault((source, measure), spot)
            if label_spot is not None and source not in sources:
                sources[source] = label_spot
                text = str(grid.raw(*label_spot))
                told = words.measures.exact(normal_label(text)) is None
                labels[source] = text if told else "总额"  # 河北 calls its total 预算数
        if any(source == "total" for source, *_ in found):
            for line, measure in head.parts.items():
                cells.setdefault((line.key, measure), grid.anchor(at, line.left))
        end = at if found else end
    for line in [*head.mixed, *head.parts]:
        sources.setdefault(line.key, (line.top, line.left))
        labels.setdefault(line.key, line.label)
    return spots_of(grid, cells, sources, labels, head.measures, row, end)


def _parts(head: list[Line], others: list[Line]) -> dict[Line, str]:
    """Columns of a part right behind its whole: 全年执行数 | 其中：财政资金; with the whole's key."""
    parts: dict[Line, str] = {}
    lines = sorted([*head, *others], key=lambda line: line.left)
    for before, line in pairwise(lines):
        whole = parts.get(before, before.key if before in head else None)
        if line in others and PART.search(normal_label(line.label)) and whole in MONEY:
            parts[line] = whole
    return parts


def _source_heading(words: Lexicon, label: str) -> str | None:
    """The source that a heading names; 项目资金 beside the block names none."""
    return None if label in words.ignored else words.sources.exact(PART.sub("", label))


def _without_side(words: Lexicon, head: list[Line]) -> list[Line]:
    """Headings proper: a side head (年度预算申请) goes down beside the rows, and listed words win."""
    usual = min(line.bottom for line in head)

    def guessed(line: Line) -> bool:
        return words.measures.exact(normal_label(line.label)) is None

    first = min(line.left for line in head)
    kept = [
        line
        for line in head
        if line.bottom <= usual
        or not (guessed(line) or line.bottom > usual + 1)
        or line.left > first
    ]
    return sorted(kept, key=guessed)


def _figure_beside(grid: Grid, words: Lexicon, line: Line) -> Position | None:
    spot = grid.anchor(line.top, line.right + 1)
    value = grid.raw(*spot)
    if value is None or spot[1] > grid.width:
        return None
    if isinstance(value, str) and words.measures.key(normal_label(value)) is not None:
        return None
    return spot if is_figure(value) else None


def _figures_below(grid: Grid, head: list[Line]) -> bool:
    return any(is_figure(grid.raw(line.bottom + 1, line.left)) for line in head)


def _ends_block(grid: Grid, words: Lexicon, row: int, head: list[Line]) -> bool:
    """True for the first row of what follows: the objective, another field, a section."""
    before = min(line.left for line in head)
    for column, label in grid.row_labels(row):
        key = words.fields.exact(label)
        if key is not None and words.sources.key(label) is None and column <= before:
            return True
        if key in ("objective_planned", "objective_achieved"):
            return True
    return False


def _names_source(grid: Grid, words: Lexicon, row: int, head: list[Line]) -> bool:
    """True if the text right before the figures names a source, whatever else is in the row."""
    spot = _row_label(grid, row, min(line.left for line in head))
    if spot is None:
        return False
    label = PART.sub("", normal_label(str(grid.raw(*spot))))
    return words.sources.key(label) is not None and words.fields.exact(label) is None


def _row_cells(
    grid: Grid, words: Lexicon, row: int, head: list[Line], mixed: list[Line]
) -> list[tuple[str, str, Position, Position | None]]:
    """Source, measure, cell and label cell of each amount in one row below the headings."""
    before = min(line.left for line in [*head, *mixed])
    own = _row_label(grid, row, before)
    found: list[tuple[str, str, Position, Position | None]] = []
    if own is None and not mixed and not _anything(grid, row, head):
        return found
    if own is not None and not mixed and not _is_line(grid, words, row, own, head):
        return found
    source = source_key(words, grid, own) if own and not mixed else "total"
    for line in head:
        inner = _inner_label(grid, words, row, line)
        if inner is not None:
            source = source_key(words, grid, inner)
            spot = _figure_after(grid, inner, _reach(grid, line))
        else:
            spot = grid.anchor(row, line.left)
        if inner is None and _names_another(grid, words, spot):
            return []  # 按收入性质分 beside 按支出性质分: pairs that belong to no heading
        if spot[0] == row:  # a cell merged over several lines is the first one's
            found.append((source, line.key, spot, inner or own))
    for line in mixed:
        found.append((line.key, "revised_budget", grid.anchor(row, line.left), None))
    return found


def _names_another(grid: Grid, words: Lexicon, spot: Position) -> bool:
    """True if a source's label stands where an amount should."""
    value = grid.raw(*spot)
    if not isinstance(value, str) or is_figure(value):
        return False
    label = PART.sub("", normal_label(value))
    return words.sources.exact(label) is not None


def _is_line(grid: Grid, words: Lexicon, row: int, own: Position, head: list[Line]) -> bool:
    """True if a row with a label is one of money: a source's name, or a figure, stands in it."""
    label = PART.sub("", normal_label(str(grid.raw(*own))))
    if words.sources.key(label) is not None or words.measures.exact(label) is not None:
        return True
    return any(is_figure(grid.raw(row, line.left)) for line in head)


def _anything(grid: Grid, row: int, head: list[Line]) -> bool:
    return any(grid.raw(row, line.left) is not None for line in head)


def _row_label(grid: Grid, row: int, before: int) -> Position | None:
    """The label of a row: the last text left of the figures that starts in this row."""
    for column in range(before - 1, 0, -1):
        spot = grid.anchor(row, column)
        value = grid.raw(*spot)
        if isinstance(value, str) and spot[0] == row:
            return spot
    return None


def _inner_label(grid: Grid, words: Lexicon, row: int, line: Line) -> Position | None:
    """A label inside a measure's own columns, with its figure beside it (河北)."""
    right = _reach(grid, line)
    if right == line.left:
        return None
    spot = grid.anchor(row, line.left)
    value = grid.raw(*spot)
    if not isinstance(value, str) or grid.end(*spot)[1] >= right or is_figure(value):
        return None
    label = normal_label(value)
    known = words.sources.key(label) or words.measures.key(label)
    return spot if known or PART.search(label) else None


def _reach(grid: Grid, line: Line) -> int:
    """The last column under a heading: its merge's, or the one before the next heading."""
    right = line.right
    if line.left == line.right:
        while right < grid.width and grid.raw(line.top, right + 1) is None:
            right += 1
    return right


def _figure_after(grid: Grid, label: Position, right: int) -> Position:
    """The cell of the figure beside a label; blank ones may stand between."""
    first = grid.end(*label)[1] + 1
    for column in range(first, right + 1):
        if grid.raw(label[0], column) is not None:
            return grid.anchor(label[0], column)
    return grid.anchor(label[0], first)
