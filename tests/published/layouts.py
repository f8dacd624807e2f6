"""A transcription and a layout make a drawing: the sheet as the office would print it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from published.drawing import Drawing, Pen, Value, spread
from published.money import Shown, draw_beside, draw_funding
from published.styles import Style
from published.transcripts import Form, Row


@dataclass(frozen=True)
class Options:
    """What differs from office to office within one layout.

    `values`: "numbers" (figures as numbers, the rest as text), "text", "separators"
    (1,234.50 as text), "percent" (rates and percentages as formatted numbers). `order`
    "points_first" puts 分值 before the targets. `subtotals`, `ellipses`, `remarks` put further rows
    into the table: 小计, ……, a line of remarks, `templates` rows that hold only 指标2：; `headings` are
    printed once more before the second 一级指标, as on a second page. `starred` marks names with ★.
    """

    values: str = "numbers"
    order: str = ""
    subtotals: bool = False
    ellipses: bool = False
    remarks: bool = False
    templates: bool = False
    headings: bool = False
    starred: bool = False
    total_label: str = ""
    fixed_scores: bool = False


PLAIN = Options()


def figure(text: str | None, options: Options) -> Value:
    """An amount, points or a score as it stands in the cell."""
    if text is None or options.values == "text":
        return text
    bare = text.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", bare):
        return text
    if options.values == "separators":
        whole, dot, rest = bare.partition(".")
        return f"{int(whole):,}{dot}{rest}"
    return float(bare) if "." in bare else int(bare)


def percentage(text: str | None, options: Options) -> tuple[Value, str | None]:
    """A printed percentage as a number with its format, where that is asked for."""
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?%", text or "")
    if match is None or options.values != "percent":
        return text, None
    places = len(match[2] or "")
    return round(float(text[:-1]) / 100, places + 2), f"0.{'0' * places}%" if places else "0%"


def draw(form: Form, style: Style, options: Options = PLAIN) -> Drawing:
    """The form in this layout, from A1 on."""
    pen = Pen(width(style))
    for line in (*style.preface, *style.lines[:1]):
        pen.line(line)
    pen.line(style.title.format(year=form.year), "title")
    for line in style.lines[1:]:
        pen.line(line)
    if style.year:
        key = "year" if "{year}" in style.year else None
        pen.line(style.year.format(year=form.year, unit=form.money_unit), "title", key=key)
    blocks = {
        "head": draw_head,
        "funding": draw_money,
        "objective": draw_objective,
        "indicators": draw_indicators,
        "total": draw_total,
        "assessments": draw_assessments,
    }
    for block in style.order:
        if block != "total":
            pen.gap()
        if block in style.captions:
            pen.line(style.captions[block], "label")
        blocks[block](pen, form, style, options)
    pen.gap()
    draw_tail(pen, form, style)
    return pen.drawing()


def width(style: Style) -> int:
    """Columns of the sheet: those of the indicators and the side head."""
    return len(style.columns) + bool(style.side)


def draw_head(pen: Pen, form: Form, style: Style, options: Options) -> None:
    """项目名称, 主管部门 and the like: words and values side by side, or in one cell."""
    if style.head_kind == "beside_money":
        draw_beside(pen, form, style, money_shown(options))
        return
    for pairs in style.head:
        if style.head_kind == "inline":
            draw_inline(pen, [(f"{word}：", form.fields.get(key), key) for word, key in pairs])
            continue
        rest = spread(pen.width - 2 - (len(pairs) - 1), len(pairs))
        column = 1
        for number, (word, key) in enumerate(pairs):
            span = 1 if number else 2
            pen.label(column, word, width=span)
            column += span
            value = head_value(form, key, options)
            pen.put(column, value, width=rest[number], key=key)
            column += rest[number]
        pen.row += 1


def draw_inline(pen: Pen, parts: list[tuple[str, str | None, str]]) -> None:
    """Words with their values behind them, a cell each: 项目名称：道路养护."""
    column = 1
    for (word, value, key), span in zip(parts, spread(pen.width, len(parts)), strict=True):
        pen.put(column, f"{word}{value or ''}", width=span, key=key, role="inline")
        column += span
    pen.row += 1


BOXES = {
    "project_kind": "1、部门预算项目 ☑  2、市直专项 □  3、市对下转移支付项目 □",
    "project_attribute": "1、持续性项目 □  2、新增性项目 ☑",
    "project_type": "1、常年性项目 □  2、延续性项目 □  3、一次性项目 ☑",
}


def head_value(form: Form, key: str, options: Options) -> Value:
    """What stands beside a word of the head."""
    if key == "total_score":
        return figure(form.total_score, options)
    if key == "unit_name":  # a department reports on all it does: its name is the project's
        return form.fields["project_name"]
    return form.fields.get(key) or form.texts.get(key) or BOXES.get(key)


def draw_money(pen: Pen, form: Form, style: Style, options: Options) -> None:
    """The block of money, in one of its shapes."""
    if style.funding is not None and style.head_kind != "beside_money":
        draw_funding(pen, form, style.funding, money_shown(options))


def money_shown(options: Options) -> Shown:
    """How a figure of the block of money stands in its cell."""

    def shown(key: str, text: str | None) -> tuple[Value, str | None]:
        if key == "rate" and "%" in (text or ""):
            return percentage(text, options)
        return figure(text, options), None

    return shown


def draw_objective(pen: Pen, form: Form, style: Style, options: Options) -> None:
    """年度总体目标: words above, texts below; or each word beside its text."""
    if not style.objective:
        return
    if style.objective_kind == "beside":
        rest = spread(pen.width - len(style.objective), len(style.objective))
        column = 1
        for (word, key), span in zip(style.objective, rest, strict=True):
            pen.label(column, word)
            pen.put(column + 1, form.fields.get(key), width=span, key=key)
            column += 1 + span
        pen.row += 1
        return
    start = 1
    if style.objective_side:
        pen.label(1, style.objective_side, height=2)
        start = 2
    column = start
    for (word, key), span in zip(
        style.objective, spread(pen.width - start + 1, len(style.objective)), strict=True
    ):
        pen.label(column, word, width=span)
        value = form.fields.get(key)
        pen.put(column, value, below=1, width=span, key=key)
        column += span
    pen.row += 2


def stem(word: str) -> str:
    """A level-2 word without what differs between the spellings of one and the same."""
    bare = re.sub(r"[(（].*?[)）]|指标|等|服务对象|\s", "", word)
    return bare.replace("环境", "生态")


@dataclass(frozen=True)
class Group:
    """Rows under one 二级指标: numbers of the indicators; none for an unused row."""

    level2: str
    rows: tuple[int, ...]


def groups(form: Form, style: Style) -> list[tuple[str, list[Group]]]:
    """The rows of the table: 一级 → 二级 → indicators, unused 二级指标 in their places."""
    found: list[tuple[str, list[Group]]] = []
    for number, row in enumerate(form.rows):
        if not found or found[-1][0] != row.level1:
            found.append((row.level1, []))
        below = found[-1][1]
        if below and below[-1].level2 == row.level2:
            below[-1] = replace(below[-1], rows=(*below[-1].rows, number))
        else:
            below.append(Group(row.level2, (number,)))
    present = dict(found)
    for level1, words in style.frame.items():
        if level1 not in present and words:
            found.append((level1, []))
    return [
        (level1, with_unused(below, style.frame.get(level1, ()))) for level1, below in found
    ]


def with_unused(below: list[Group], words: Sequence[str]) -> list[Group]:
    """The groups with the unused 二级指标 of the printed form between them."""
    order = {stem(word): number for number, word in enumerate(words)}
    ranked, last = [], -1
    for each in below:
        last = order.get(stem(each.level2), last)
        ranked.append((last, each))
    taken = {stem(each.level2) for each in below}
    ranked += [
        (order[stem(word)], Group(word, ())) for word in words if stem(word) not in taken
    ]
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


def ordered(style: Style, options: Options) -> list[str]:
    """Column keys from left to right."""
    keys = [column.key for column in style.columns]
    if options.order == "points_first" and "points" in keys:
        keys.remove("points")
        first = min(keys.index(key) for key in ("nature", "target") if key in keys)
        keys.insert(first, "points")
    return keys


def draw_indicators(pen: Pen, form: Form, style: Style, options: Options) -> None:
    """The table of indicators with its headings; one for each objective where there are more."""
    every = groups(form, style)
    if not style.objectives:
        draw_block(pen, form, style, options, style.side, every)
    for side, words in style.objectives:
        own = [(level1, below) for level1, below in every if level1 in words]
        draw_block(pen, form, style, options, side, own)


def draw_block(
    pen: Pen,
    form: Form,
    style: Style,
    options: Options,
    side: str,
    every: list[tuple[str, list[Group]]],
) -> None:
    """The headings, these rows, and the side head beside them."""
    start = 2 if style.side else 1
    keys = ordered(style, options)
    at = {key: start + number for number, key in enumerate(keys)}
    side_row = pen.row
    draw_headings(pen, style, at)
    for page, (level1, below) in enumerate(every):
        if options.headings and page == 1:
            draw_headings(pen, style, at)
        if style.level1_rows:  # 产出指标 has a row of its own above its indicators
            own = [number for group in below for number in group.rows]
            pen.put(
                start, level1, width=pen.width - start + 1, role="level",
                keys=tuple((f"ind.{number}.category", 0) for number in own),
            )  # fmt: skip
            pen.row += 1
        first = pen.row
        level1_keys: list[tuple[str, int]] = []
        for group in below:
            for number in group.rows or (None,):
                if number is not None:
                    level1_keys.append((f"ind.{number}.category", pen.row - first))
                draw_row(pen, form, number, at, options)
            height = len(group.rows) or 1
            if "subcategory" in at:
                level2_keys = tuple(
                    (f"ind.{n}.subcategory", i) for i, n in enumerate(group.rows)
                )
                pen.put(
                    *(at["subcategory"], group.level2 or None),
                    below=-height, height=height, role="level", keys=level2_keys,
                )  # fmt: skip
        draw_extra_rows(pen, form, below, at, options)
        if "category" in at:
            height = pen.row - first
            pen.put(
                *(at["category"], style.level1.get(level1, level1) or None),
                below=-height, height=height, role="level", keys=tuple(level1_keys),
            )  # fmt: skip
    if style.side:
        height = pen.row - side_row
        pen.label(1, side, below=-height, height=height)


def draw_headings(pen: Pen, style: Style, at: dict[str, int]) -> None:
    """One row of headings, or more where some stand under common ones."""
    paths = {
        column.key: [*filter(None, column.over.split(">")), column.heading]
        for column in style.columns
    }
    depth = max(map(len, paths.values()))
    for key, path in paths.items():
        below = len(path) - 1
        pen.label(at[key], path[-1], below=below, height=depth - below)
        for level in range(below):
            same = [
                at[other]
                for other, its in paths.items()
                if its[: level + 1] == path[: level + 1]
            ]
            if at[key] == min(same):
                pen.label(at[key], path[level], below=level, width=len(same))
    pen.row += depth


TEXTS = ("nature", "target", "unit", "actual", "deviation_note")
FIGURES = ("points", "score", "converted_score", "review_score")


def draw_row(
    pen: Pen, form: Form, number: int | None, at: dict[str, int], options: Options
) -> None:
    """One row of the table, but for its levels; an unused row keeps its empty cells."""
    for key, column in at.items():
        if key in ("category", "subcategory"):
            continue
        if number is None:
            pen.put(column, None)
            continue
        row = form.rows[number]
        if key == "score" and is_shared(form, number) and not options.fixed_scores:
            continue
        value, number_format = indicator_value(row, key, number, options)
        height = 1
        if key == "score" and not options.fixed_scores:
            height = 1 + shared_below(form, number)
        pen.put(
            column, value, key=f"ind.{number}.{key}", height=height,
            number_format=number_format, role="shared" if height > 1 else "value",
        )  # fmt: skip
    pen.row += 1


def is_shared(form: Form, number: int) -> bool:
    """True where a form that scores without points leaves the score to the row above.

    The transcription of the Huangshi library marks the first of the merged cells; that the
    other blanks are merged too follows from its sum: 70 and 10 of 满意度 make the 80.
    """
    scored = any(row.merged_with_next for row in form.rows)
    return scored and number > 0 and form.rows[number].score is None


def shared_below(form: Form, number: int) -> int:
    """How many rows below have their score in this one's cell."""
    count = 0
    while number + count + 1 < len(form.rows) and is_shared(form, number + count + 1):
        count += 1
    return count


def indicator_value(
    row: Row, key: str, number: int, options: Options
) -> tuple[Value, str | None]:
    """What stands in one cell of an indicator's row, with its number format."""
    if key == "name":
        star = "★" if options.starred and number % 2 == 0 and "★" not in row.name else ""
        return star + row.name, None
    if key == "index":
        return number + 1, None
    if key in row.extras:
        return (
            percentage(row.extras[key], options)
            if key == "rate"
            else (
                figure(row.extras[key], options) if key in FIGURES else row.extras[key],
                None,
            )
        )
    if key in FIGURES:
        return figure(getattr(row, key, None), options), None
    if key == "weight_percent":
        return figure(row.points, options), None
    text = getattr(row, key, None) if key in TEXTS else None
    if options.values == "percent":
        if re.fullmatch(r"\d+(\.\d+)?", text or ""):
            return figure(text, options), None
        return percentage(text, options)
    return text, None


def draw_extra_rows(
    pen: Pen, form: Form, below: list[Group], at: dict[str, int], options: Options
) -> None:
    """Rows that hold no indicator: ……, a remark, 小计."""
    level2 = at.get("subcategory", at["name"])
    if options.templates:
        pen.put(level2, None, role="level")
        if "subcategory" in at:
            pen.put(at["name"], "指标2：")
        pen.row += 1
    if options.ellipses:
        pen.put(level2, "……", role="level")
        if "subcategory" in at:
            pen.put(at["name"], "……")
        pen.row += 1
    if options.remarks:
        last = max(at.values())
        pen.put(level2, "本类指标按批复的绩效目标填写", width=last - level2 + 1, role="note")
        pen.row += 1
    numbers = [number for group in below for number in group.rows]
    if options.subtotals and numbers and "points" in at and not is_shared(form, numbers[-1]):
        pen.put(level2, "小计", role="level")
        for key in ("points", "score"):
            values = [getattr(form.rows[number], key) for number in numbers]
            if key in at and all(value and re.fullmatch(r"[\d.]+", value) for value in values):
                total = sum(float(value) for value in values)
                pen.put(at[key], int(total) if total == int(total) else round(total, 2))
        pen.row += 1


def draw_assessments(pen: Pen, form: Form, style: Style, options: Options) -> None:
    """转移支付's 资金管理情况: fixed questions with an answer each, no indicators."""
    pen.label(1, "资金管理情况", height=len(style.assessments) + 1)
    spans = spread(pen.width - 3, 2)
    pen.put(2, None, width=2)
    pen.label(4, "情况说明", width=spans[0])
    pen.label(4 + spans[0], "存在问题和改进措施", width=spans[1])
    pen.row += 1
    for item in style.assessments:
        pen.label(2, item, width=2)
        pen.put(4, "按规定执行", width=spans[0])
        pen.put(4 + spans[0], "无", width=spans[1])
        pen.row += 1


def draw_total(pen: Pen, form: Form, style: Style, options: Options) -> None:
    """总分 under the columns of points and scores."""
    if style.total.kind == "none":
        return
    if style.total.kind == "inline":
        label = options.total_label or style.total.label
        parts = [(f"{label}：", form.total_score, "total_score")]
        if style.total.grade:
            parts.append((f"{style.total.grade}：", form.grade, "grade"))
        draw_inline(pen, parts)
        return
    start = 2 if style.side else 1
    at = {key: start + number for number, key in enumerate(ordered(style, options))}
    label = options.total_label or style.total.label
    points, score = at.get("points"), at["score"]
    first = points if points is not None and points < score else score
    headed = style.total.kind == "headed"
    depth = 2 if headed else 1
    pen.label(1, label, width=first - 1, height=depth)
    if headed:
        for column, word in ((points, "满分"), (score, "得分"), (score + 1, style.total.grade)):
            if column is not None:
                pen.label(column, word)
        pen.row += 1
    if points is not None:
        pen.put(points, figure(form.total_points, options), key="total_points")
    pen.put(score, figure(form.total_score, options), key="total_score")
    if "review_score" in at:
        pen.put(at["review_score"], figure(form.texts.get("review_total"), options))
    if style.total.kind == "merged":  # one cell from the points to the end
        pen.cells = [cell for cell in pen.cells if cell.ident != "total_points"]
        width = pen.width - first + 1
        score_cell = next(cell for cell in pen.cells if cell.ident == "total_score")
        pen.cells.remove(score_cell)
        pen.cells.append(replace(score_cell, column=first, width=width))
    beside = score < pen.width
    if style.total.grade and beside:
        pen.put(score + 1, form.grade, key="grade")
    pen.row += 1
    if style.total.grade and not beside:
        pen.label(1, style.total.grade, width=first - 1)
        pen.put(first, form.grade, width=pen.width - first + 1, key="grade")
        pen.row += 1


def draw_tail(pen: Pen, form: Form, style: Style) -> None:
    """Texts, notes and signatures below the table."""
    for word, key in style.tail:
        pen.label(1, word, width=2)
        pen.put(3, form.texts.get(key), width=pen.width - 2, key=key)
        pen.row += 1
    for note in style.notes:
        pen.line(note)
    if style.signatures:
        pen.line(style.signatures)
