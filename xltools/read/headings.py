"""Headings of indicator tables: found by their words, in one row, two or three.

A heading is a band of rows. Each grid column of the band shows a stack of labels (年度指标值 over
度量单位); the lowest names the column, those above it say under what it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.patterns import Pattern
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, normal_label
from xltools.read.spots import HeadColumn, Heading
from xltools.snapshot import Position

LEVELS = ("category", "subcategory", "name")
RESULTS = ("target", "actual", "score", "points", "deviation_note")
_YEAR = Pattern(r"^(20\d\d)年度?(.+)$")
_TALLEST = 3
_AS_NAME = ("绩效指标", "年度绩效指标", "项目绩效指标")


def find_headings(grid: Grid, words: Lexicon) -> list[Heading]:
    """Return the headings of all indicator tables on the sheet, top down."""
    found: list[Heading] = []
    below = 0
    for row in range(1, grid.height + 1):
        if row <= below or not _may_head(grid, words, row):
            continue
        heading = _heading_at(grid, words, row, below + 1)
        if heading is not None:
            found.append(heading)
            below = heading.bottom
    return found


def _may_head(grid: Grid, words: Lexicon, row: int) -> bool:
    """True if the row prints a word for a level, or the pair 情况说明 and 存在问题和改进措施."""
    keys = [words.columns.exact(label) for _, label in grid.row_labels(row)]
    known = {key for key in keys if key}
    levelled = len(known) >= 2 and not known.isdisjoint(LEVELS)
    # 满意度指标 | 目标值 | 实际值 | 分值 | 得分: a table whose rows are named by their own head
    plain = len(known) >= 3 and "actual" in known and not known.isdisjoint(("target", "score"))
    return levelled or plain or known == {"actual", "deviation_note"}


def _heading_at(grid: Grid, words: Lexicon, row: int, first: int) -> Heading | None:
    top, bottom = _band(grid, words, row, first)
    columns: dict[str, HeadColumn] = {}
    unknown: list[HeadColumn] = []
    seen = list(_columns(grid, words, top, bottom))
    # what stands before the levels is a side head: 年度绩效目标1（80分）
    first_level = min((each.left for each in seen if each.key in LEVELS), default=0)
    inside = [each for each in seen if each.left >= first_level]
    for column in sorted(
        inside, key=lambda each: (each.doubt, -(each.year or 9999), each.left)
    ):
        if column.key and column.key not in columns:
            columns[column.key] = column
        elif column.key == "unit" and column.left > columns["unit"].left:
            columns["actual_unit"] = column  # the result has a unit of its own
        elif column.key == "actual" and column.year and "last_year" not in columns:
            columns["last_year"] = column  # 2022年完成值 beside 2023年完成值
        elif column.key or normal_label(column.label) not in words.ignored:
            unknown.append(column)
    _find_name(grid, top, bottom, columns)
    complete = "name" in columns and len(columns) >= 3
    if not complete or columns.keys().isdisjoint(RESULTS):
        return None
    after = first_level or columns["name"].left
    return Heading(top, bottom, columns, tuple(each for each in unknown if each.left > after))


def _band(grid: Grid, words: Lexicon, row: int, first: int) -> tuple[int, int]:
    """The rows of the heading that this row belongs to."""
    bottom = row
    for column, label in grid.row_labels(row):
        if words.columns.exact(label):
            end = grid.end(row, column)[0]
            bottom = max(bottom, end if end - row < _TALLEST else row)
    top = row
    while top > first and bottom - top < _TALLEST - 1 and _is_upper(grid, words, top - 1):
        top -= 1
    while bottom - top < _TALLEST - 1 and _is_lower(grid, words, bottom + 1):
        bottom += 1
    return top, bottom


def _is_upper(grid: Grid, words: Lexicon, row: int) -> bool:
    """True if the row above prints more of the heading: names of columns, or of groups of them."""
    labels = grid.row_labels(row)
    if any(words.fields.exact(label) for _, label in labels) or _holds_data(grid, row):
        return False
    keys = [words.columns.exact(label) for _, label in labels]
    return len({key for key in keys if key and key not in LEVELS}) >= 2


def _is_lower(grid: Grid, words: Lexicon, row: int) -> bool:
    """True if the row below only names parts of the columns above it: 符号, 值, 单位."""
    labels = grid.row_labels(row)
    small = {label for _, label in words.grouped}
    known = [label for _, label in labels if label in small or words.columns.exact(label)]
    return len(known) >= 2 and len(known) == len(labels) and not _holds_data(grid, row)


def _holds_data(grid: Grid, row: int) -> bool:
    return any(
        value is not None and not isinstance(value, str) for value in grid.sheet.rows[row - 1]
    )


def _columns(grid: Grid, words: Lexicon, top: int, bottom: int) -> Iterator[HeadColumn]:
    """What each printed column means, from left to right; key "" where nobody knows."""
    done: set[Position] = set()
    for column in range(1, grid.width + 1):
        stack = _stack(grid, column, top, bottom)
        if not stack or stack[-1] in done or _is_gap(grid, stack[-1], column, bottom):
            continue
        done.add(stack[-1])
        texts = [str(grid.raw(*spot)) for spot in stack]
        labels = [normal_label(text) for text in texts]
        right = max(grid.end(*stack[-1])[1], column)
        yield _head_column(words, labels, (column, right), stack[-1], texts[-1])


def _head_column(
    words: Lexicon, labels: list[str], span: tuple[int, int], spot: Position, text: str
) -> HeadColumn:
    """A column with what its stack of labels means, and how sure that is."""
    dated = _YEAR.match(labels[-1])
    if dated is not None:
        labels = [*labels[:-1], dated[2]]
    key = _meaning(words, labels)
    doubt = 0
    if key is None:
        key = words.columns.key(labels[-1]) if labels[-1] not in words.ignored else None
        doubt = 1
    if key is None:
        key, doubt = _meaning_above(words, labels), 2
    year = int(dated[1]) if dated else 0
    return HeadColumn(key or "", *span, spot, text, doubt, year)


def _is_gap(grid: Grid, leaf: Position, column: int, bottom: int) -> bool:
    """True for a blank column under a group whose small headings stand in other columns."""
    low, right = grid.end(*leaf)
    if low >= bottom or grid.raw(bottom, column) is not None:
        return False
    return any(isinstance(grid.raw(bottom, at), str) for at in range(leaf[1], right + 1))


def _stack(grid: Grid, column: int, top: int, bottom: int) -> list[Position]:
    """The label cells over one grid column, top down, merged ones once."""
    stack: list[Position] = []
    for row in range(top, bottom + 1):
        spot = grid.anchor(row, column)
        text = grid.raw(*spot)
        inside = spot[0] >= top and isinstance(text, str) and normal_label(text)
        if inside and spot not in stack:
            stack.append(spot)
        elif text is None and row < bottom:
            group = _group_before(grid, row, column, bottom)
            if group is not None:
                stack.append(group)
    return stack


def _group_before(grid: Grid, row: int, column: int, bottom: int) -> Position | None:
    """The upper heading that an unmerged sheet prints only over the first of its columns."""
    if not isinstance(grid.raw(bottom, column), str):
        return None
    for at in range(column - 1, 0, -1):
        if isinstance(grid.raw(row, at), str):
            own = grid.anchor(row, at)
            return own if grid.end(*own)[0] < bottom and _heads(grid, own, bottom) else None
    return None


def _heads(grid: Grid, spot: Position, bottom: int) -> bool:
    """True if a smaller heading stands under this one too, so that it is a group's."""
    return isinstance(grid.raw(bottom, spot[1]), str) and grid.anchor(bottom, spot[1]) != spot


def _meaning(words: Lexicon, labels: list[str]) -> str | None:
    """The key of a stack of labels: the lowest one, as a part of those above it, if it is listed."""
    leaf, above = labels[-1], labels[:-1]
    for upper in reversed(above):
        for parent in (upper, words.columns.key(upper)):
            found = words.grouped.get((parent, leaf)) if parent else None
            if found:
                return found
    return words.columns.exact(leaf)


def _meaning_above(words: Lexicon, labels: list[str]) -> str | None:
    """What a label that nobody knows inherits from the heading above it (偏差情况 over 情况)."""
    if labels[-1] in words.ignored:
        return None
    known = (words.columns.key(upper) for upper in reversed(labels[:-1]))
    return next((key for key in known if key), None)


def _find_name(grid: Grid, top: int, bottom: int, columns: dict[str, HeadColumn]) -> None:
    """A table without 三级指标 calls its rows 绩效指标, or names them in its last level."""
    if "name" in columns:
        return
    levels = [columns[key] for key in ("category", "subcategory") if key in columns]
    after = max((each.right for each in levels), default=0)
    for row in range(top, bottom + 1):
        for column, label in grid.row_labels(row):
            if label in _AS_NAME and column > after and levels:
                right = grid.end(row, column)[1]
                columns["name"] = HeadColumn("name", column, right, (row, column), label)
                return
    if levels:
        columns["name"] = levels[-1]
        return
    first = min((each.left for each in columns.values()), default=0)
    if first > 1 and "actual" in columns:
        last = first - 1
        before = [
            (row, column)
            for row in range(top, bottom + 1)
            for column, _ in grid.row_labels(row)
            if column <= last
        ]
        named = before[-1] if before and "target" in columns else None
        if named is not None:
            columns["name"] = HeadColumn(
                "name", named[1], grid.end(*named)[1], named, str(grid.raw(*named))
            )
        else:
            end = max((grid.end(*spot)[1] for spot in before), default=0)
            left = min(end + 1, last)
            columns["name"] = HeadColumn("name", left, last, (bottom, left), "")
