"""The single cells above and below the tables: project, unit, year, objective, total, grade.

A label is answered by the cell to its right, by the one below it (预期目标 over its text), or
by the rest of its own text (主管部门：某局).
"""

from __future__ import annotations

from collections.abc import Iterator

from xltools.patterns import Pattern
from xltools.read.areas import leading_label
from xltools.read.grid import Grid
from xltools.read.labels import Lexicon, normal_label
from xltools.read.spots import Area, FieldSpot, FundingSpots, TailSpots
from xltools.snapshot import Position
from xltools.widths import one_width

_OBJECTIVES = ("objective_planned", "objective_achieved", "objective_rate")
_YEAR_LINE = Pattern(r"(20\d\d)年度")
_IN_TITLE = Pattern(r"(20\d\d)年")
_DAY = Pattern(r"月|日期|时间")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEARS = range(2000, 2101)
_TOLD_TOTAL = Pattern(
    r"(?:^|自评|综合|最终|评价|绩效|项目|总)(?:总?得分|总分|评分)(?:合计)?(?:为|是|:)?(\d+(?:\.\d+)?)分(?!以上|以下|及|\(含|-|至|~)"
)
_TOLD_GRADE = Pattern(
    r"(?:等级|结论|结果)(?:为|是|:|属于)*[“\"']?([优良中差])(?:[”\"'，。,;；]|$)"
)
_REVIEW = Pattern(
    r"^(?:注|备注|说明)\s*[:：\d]|上年|去年|抽查|复核|审核|评审|审查|专家"
    r"|(?:财政|主管)[^:：]{0,6}(?:意见|结论|结果|情况|得分|评分|评价)"
)
"""Rows that speak of another year, or hold somebody else's judgement, or explain."""
_SECTION = Pattern(r"^\s*[一二三四五六七八九十]+\s*[、.．]")
_INLINE = Pattern(r"^\s*([^:：\n]{2,16}?)\s*[:：]|(?<=\s)([^\s:：\d][^\s:：]{1,13})[:：]")
_COMPUTED = ("total_score", "grade")


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
            if key in _COMPUTED and _of_others(area, row):
                continue
            spot = answer(grid, words, (row, column), below=key in _OBJECTIVES)
            if spot is not None and not _heads_itself(grid, words, (row, column), key):
                found[key] = FieldSpot(spot, text, heading=(row, column))
        for key, each in _inline(grid, words, first, last).items():
            found.setdefault(key, each)
    _name_units(found)
    year = found.get("year")
    if year is None or (year.inline is None and grid.text(*year.position) is None):
        titled = _year_in_title(area, {spot.position for spot in found.values()})
        if titled is not None:
            found["year"] = titled
    return found


def _name_units(found: dict[str, FieldSpot]) -> None:
    """单位名称, 部门名称 and 填报单位 are the unit, or its department, where nothing else says so."""
    for other in ("unit_name", "department_name", "reporting_unit"):
        keys = ["implementing_unit"]
        if other == "department_name" and "project_name" in found:
            keys = ["supervising_department", *keys]  # the department whose project it is
        for key in keys:
            if key not in found and other in found:
                found[key] = found.pop(other)


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
                    bare = normal_label(label)
                    scored = bare in words.totals or bare in words.tail_scores
                    key = words.fields.exact(bare) or ("total_score" if scored else None)
                    told = key in _COMPUTED and _REVIEW.search(value[:20])
                    if key is not None and key not in found and not told:
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
    headed = named or beside is None or _ends_head_row(grid, words, row, column)
    if free and (below or headed):
        return under
    if below and (headed or _has_twin(grid, words, row, column)):
        return under
    return beside if beside is not None else grid.anchor(row, right + 1)


def _ends_head_row(grid: Grid, words: Lexicon, row: int, column: int) -> bool:
    """True for the last of labels that stand side by side in a row, over their answers."""
    before = [each for each in grid.row_labels(row) if each[0] < column]
    if not before or words.fields.exact(before[-1][1]) is None:
        return False
    return grid.end(row, before[-1][0])[1] + 1 == column


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


def _year_in_title(area: Area, answers: set[Position]) -> FieldSpot | None:
    """（2020年度） under the title, else a year inside a title.

    Neither the day of filling in nor the answer of a field (a project of 2019) tells it.
    """
    last = min(area.top + 6, area.first_heading_row)
    texts = [
        (row, column, value)
        for row in range(area.top, last)
        for column, value in enumerate(area.grid.sheet.rows[row - 1], start=1)
        if (row, column) not in answers
    ]
    for pattern in (_YEAR_LINE, _IN_TITLE):
        for row, column, value in texts:
            if isinstance(value, str) and len(value) <= 100:
                text = "".join(one_width(value).split())
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
    told_total, told_grade = _told_in_words(area, words)
    return TailSpots(points, total or told_total, grade or told_grade)


def _told_in_words(area: Area, words: Lexicon) -> tuple[FieldSpot | None, FieldSpot | None]:
    """Total and grade in a line of text: 得分：98 分; 本项目自评得分98分，评价等级为“优”."""
    total = grade = None
    for first, last in (area.around[-1], area.around[0]):
        for row in range(first, last + 1):
            for column, value in enumerate(area.grid.sheet.rows[row - 1], start=1):
                if not isinstance(value, str) or _of_others(area, row):
                    continue
                text = "".join(one_width(value).split())
                scored, graded = _TOLD_TOTAL.search(text), _TOLD_GRADE.search(text)
                if scored and total is None:
                    total = FieldSpot((row, column), "总分", scored[1])
                if graded and grade is None:
                    grade = FieldSpot((row, column), "等级", graded[1])
    return total, grade


def _of_others(area: Area, row: int) -> bool:
    """True for a row that holds somebody else's judgement: 财政部门复核意见."""
    lead = leading_label(area.grid, row, area.grid.width)
    return lead is not None and _REVIEW.search(lead[1][:20]) is not None


def _total_row(area: Area, words: Lexicon) -> int | None:
    """The row that closes the table: 总分, else the last 合计 below it."""
    grid = area.grid
    best = None
    for (row, column), label in grid.labels(area.last_row + 1, area.bottom):
        if words.is_total(label) and column <= area.heading.name_column:
            if "总" in label:
                return row
            best = best or row
    return best


def _row_totals(
    area: Area, words: Lexicon, row: int
) -> tuple[Position | None, Position | None, FieldSpot | None]:
    """Total points, total score and grade of the closing row, by column or by small labels."""
    grid, columns = area.grid, area.heading.columns
    label = next(c for c, text in grid.row_labels(row) if words.is_total(text))
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
    grade = by_label.get("grade") or _bare_grade(grid, row, last)
    return points, score, FieldSpot(grade, "等级") if grade else None


def _bare_grade(grid: Grid, row: int, after: int) -> Position | None:
    """A cell of the closing row that holds nothing but 优, 良, 中 or 差."""
    for column in range(after + 1, grid.width + 1):
        if grid.text(row, column) in ("优", "良", "中", "差"):
            return grid.anchor(row, column)
    return None


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
