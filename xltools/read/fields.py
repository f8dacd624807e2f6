"""The single cells above and below the tables: project, unit, year, objective, total, grade.

A label is answered by the cell to its right, by the one below it (预期目标 over its text), or
by the rest of its own text (主管部门：某局).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from xltools.patterns import Pattern
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, normal_label
from xltools.read.spots import Area, FieldSpot, FundingSpots, TailSpots
from xltools.snapshot import Position

_OBJECTIVES = ("objective_planned", "objective_achieved", "objective_rate")
_YEAR_LINE = Pattern(r"(20\d\d)年度")
_IN_TITLE = Pattern(r"(20\d\d)年")
_DAY = Pattern(r"月|日期|时间")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEARS = range(2000, 2101)
_SECTION = Pattern(r"^\s*[一二三四五六七八九十]+\s*[、.．]")
_INLINE = Pattern(r"^\s*([^:：\n]{2,16}?)\s*[:：]|(?<=\s)([^\s:：]{2,14})[:：](?!\d\d)")
_COMPUTED = ("total_score", "review_total", "grade")


def find_fields(area: Area, words: Lexicon, funding: FundingSpots) -> dict[str, FieldSpot]:
    """Return the fields of one form by key, above its tables and below them."""
    grid, found = area.grid, {}
    for first, last in area.around:
        for (row, column), label in grid.labels(first, last):
            if funding.top <= row <= funding.bottom and _in_funding(words, label):
                continue
            key = words.fields.exact(label)
            text = str(grid.sheet.value(row, column))
            if key is None or key in found or _SECTION.search(text):
                continue
            spot = answer(grid, words, (row, column), below=key in _OBJECTIVES)
            if spot is not None and not _heads_itself(grid, words, (row, column), key):
                found[key] = FieldSpot(spot, text, heading=(row, column))
        for key, each in _inline(grid, words, first, last).items():
            found.setdefault(key, each)
    for other in ("unit_name", "reporting_unit"):
        if "implementing_unit" not in found and other in found:
            found["implementing_unit"] = found.pop(other)
    year = found.get("year")
    if year is None or (year.inline is None and grid.text(*year.position) is None):
        titled = _year_in_title(area)
        if titled is not None:
            found["year"] = titled
    return found


def _heads_itself(grid: Grid, words: Lexicon, spot: Position, key: str) -> bool:
    """True for a side head (年度目标) right before the label proper (预期目标)."""
    after = grid.raw(spot[0], grid.end(*spot)[1] + 1)
    return isinstance(after, str) and words.fields.exact(normal_label(after)) == key


def _in_funding(words: Lexicon, label: str) -> bool:
    return words.measures.key(label) is not None or words.sources.key(label) is not None


def _inline(grid: Grid, words: Lexicon, first: int, last: int) -> dict[str, FieldSpot]:
    """Labels that hold their answer: 项目名称：某项目; also several of them in one cell."""
    found: dict[str, FieldSpot] = {}
    for row in range(first, last + 1):
        for column, value in enumerate(grid.sheet.rows[row - 1], start=1):
            if isinstance(value, str) and (":" in value or "：" in value):
                for label, text in _answers_in(value):
                    key = words.fields.exact(normal_label(label))
                    if key is not None and key not in found:
                        found[key] = FieldSpot((row, column), label, text)
    return found


def _answers_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield label and answer of each 词：答 in a cell; an answer ends before the next label."""
    heads = list(_INLINE.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        return  # a sentence with a colon in it
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        answer = text[head.end() : after.start() if after else len(text)].strip()
        if answer:
            yield head[1] or head[2], answer


def answer(
    grid: Grid, words: Lexicon, spot: Position, *, below: bool = False
) -> Position | None:
    """The cell that answers a label; None if its own text holds the answer.

    To the right, past blank cells that somebody put between; `below` for labels that stand
    side by side over their answers, as 预期目标 and 实际完成情况 do.
    """
    row, column = grid.anchor(*spot)
    bottom, right = grid.end(row, column)
    beside, named = _beside(grid, words, row, right)
    if beside is not None and grid.text(*beside) is not None:
        return beside
    under = grid.anchor(bottom + 1, column)
    under_text = grid.text(*under) if bottom < grid.height else None
    free = under_text is not None and not words.is_label(normal_label(under_text))
    headed = named or beside is None
    if free and (below or headed):
        return under
    if below and (headed or _has_twin(grid, words, row, column)):
        return under
    return beside if beside is not None else grid.anchor(row, right + 1)


def _beside(grid: Grid, words: Lexicon, row: int, right: int) -> tuple[Position | None, bool]:
    """The cell to the right that may answer, and whether another label stands there instead."""
    first: Position | None = None
    for column in range(right + 1, min(right + 7, grid.width + 1)):
        spot = grid.anchor(row, column)
        text = grid.text(*spot)
        if text is not None:
            if words.is_label(normal_label(text)):
                return first, first is None
            return spot, False
        first = first or spot
        if grid.is_anchor(*spot) and grid.end(*spot)[1] > spot[1]:
            return spot, False
    return first, False


def _has_twin(grid: Grid, words: Lexicon, row: int, column: int) -> bool:
    """True if another objective's label stands in the same row."""
    return any(
        other != column and words.fields.exact(label) in _OBJECTIVES
        for other, label in grid.row_labels(row)
    )


def _year_in_title(area: Area) -> FieldSpot | None:
    """（2020年度） under the title, else a year inside a title; not the day of filling in."""
    last = min(area.top + 6, area.first_heading_row)
    texts = [
        (row, column, value)
        for row in range(area.top, last)
        for column, value in enumerate(area.grid.sheet.rows[row - 1], start=1)
    ]
    for pattern in (_YEAR_LINE, _IN_TITLE):
        for row, column, value in texts:
            if isinstance(value, str) and len(value) <= 100:
                text = "".join(unicodedata.normalize("NFKC", value).split())
                text = text.translate(_CHINESE_DIGITS)
                titled = len(text) < 16 or "自评" in text or "绩效" in text
                found = pattern.search(text)
                if found and (pattern is _YEAR_LINE or (titled and not _DAY.search(text))):
                    return FieldSpot((row, column), "年度", found[1])
    for row, column, value in texts:
        if type(value) in (int, float) and value in _YEARS:
            return FieldSpot((row, column), "年度")
    return None


# --- the tail


def find_tail(area: Area, words: Lexicon, fields: dict[str, FieldSpot]) -> TailSpots:
    """Return the cells of the total and the grade, below the table or in the head."""
    row = _total_row(area, words)
    points = score = None
    grade, total = fields.get("grade"), fields.get("total_score")
    if row is not None:
        points, score, near = _row_totals(area, words, row)
        grade = near or grade
    if score is not None:
        total = FieldSpot(score, "总分")
    return TailSpots(points, total, grade)


def _total_row(area: Area, words: Lexicon) -> int | None:
    """The row that closes the table: 总分, else the last 合计 below it."""
    grid = area.grid
    best = None
    for (row, column), label in grid.labels(area.last_row + 1, area.bottom):
        if label in words.totals and column <= area.heading.name_column:
            if "总" in label:
                return row
            best = best or row
    return best


def _row_totals(
    area: Area, words: Lexicon, row: int
) -> tuple[Position | None, Position | None, FieldSpot | None]:
    """Total points, total score and grade of the closing row, by column or by small labels."""
    grid, columns = area.grid, area.heading.columns
    label = next(c for c, text in grid.row_labels(row) if text in words.totals)
    last = grid.end(row, label)[1]
    by_label = _labelled_totals(area, words, row, label)
    points = score = None
    if "score" in columns and columns["score"].left > last:
        score = grid.anchor(row, columns["score"].left)
    if "points" in columns and columns["points"].left > last:
        points = grid.anchor(row, columns["points"].left)
    points, score = by_label.get("points", points), by_label.get("score", score)
    figures = [
        spot
        for column in range(last + 1, grid.width + 1)
        if (spot := grid.anchor(row, column)) == (row, column) and _is_number(grid, spot)
    ]
    printed = [spot for spot in figures if spot in (points, score)]
    if printed and (score != points or points is None):
        pass
    elif len(figures) == 1 and "score" in columns:
        score, points = figures[0], None if points == figures[0] else points
    elif len(figures) == 2 and "score" in columns:
        points, score = figures
    grade = by_label.get("grade")
    return points, score, FieldSpot(grade, "等级") if grade else None


def _labelled_totals(area: Area, words: Lexicon, row: int, column: int) -> dict[str, Position]:
    """Cells answered by 满分, 得分, 等级 in the closing row or the one below (云南)."""
    grid = area.grid
    found: dict[str, Position] = {}
    kinds = (
        ("score", words.tail_scores),
        ("points", words.tail_points),
        ("grade", words.grades),
    )
    for at, label in grid.row_labels(row):
        for key, labels in kinds:
            if at > column and label in labels and key not in found:
                spot = answer(grid, words, (row, at), below=True)
                if spot is not None:
                    found[key] = spot
    return found


def _is_number(grid: Grid, spot: Position) -> bool:
    value = grid.raw(*spot)
    if isinstance(value, str):
        return value.strip().rstrip("分").replace(".", "", 1).isdigit()
    return isinstance(value, (int, float)) and not isinstance(value, bool)
