"""The tables of a report as grids: every figure is looked up, none is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xltools.profile import ColumnKey, FundingForm, Measure, Profile, Source
from xltools.report.blocks import Table, TableColumn
from xltools.report.context import Category, Facts, Row
from xltools.report.grid import Align, Cell, Grid, Line, merge_down
from xltools.report.lists import head, or_empty, project_list, side_list
from xltools.report.phrases import signs
from xltools.report.text import MISSING, NOT_APPLICABLE, number, one_line, percent

RATES = ("rate", "arrival_rate")
_LONG = 20
"""Characters from which a cell reads as a text, and stands on the left."""


def build_grid(block: Table, facts: Facts, profile: Profile) -> Grid:
    """Return the table that the block names, filled from the data."""
    builders: dict[str, Callable[[Table, Facts, Profile], Grid]] = {
        "funding": _funding,
        "indicators": _indicators,
        "scores": _scores,
        "group": side_list,
        "spending": side_list,
        "projects": project_list,
    }
    return builders[block.table](block, facts, profile)


# --- funding


def _funding(block: Table, facts: Facts, profile: Profile) -> Grid:
    form = profile.form.funding
    if form.orientation == "measures_down":
        return _measures_down(form, facts, profile)
    top = head(form.corner or "资金来源", *(each.label for each in form.measures))
    rows = [
        (
            Cell(source.label, align="left"),
            *(Cell(_figure(source, each, facts, profile)) for each in form.measures),
        )
        for source in form.sources
    ]
    return Grid(top, tuple(rows))


def _measures_down(form: FundingForm, facts: Facts, profile: Profile) -> Grid:
    """Shanxi's 行次 table: sources side by side under two heading rows."""
    corner = [form.corner or "项目"] + ([form.number_label] if form.number_label else [])
    top = [Cell(label, merge="first") for label in corner]
    below = [Cell(merge="more") for _ in corner]
    for index, source in enumerate(form.sources):
        if not source.group:
            top.append(Cell(_unit_below(source.label), merge="first"))
            below.append(Cell(merge="more"))
            continue
        if index == 0 or form.sources[index - 1].group != source.group:
            same = sum(each.group == source.group for each in form.sources)
            top.append(Cell(source.group, span=same))
        below.append(Cell(source.label))
    rows = [
        (
            Cell(measure.label, align="left"),
            *([Cell(measure.number)] if form.number_label else []),
            *(Cell(_figure(source, measure, facts, profile)) for source in form.sources),
        )
        for measure in form.measures
    ]
    return Grid((tuple(top), tuple(below)), tuple(rows))


def _unit_below(label: str) -> str:
    r"""Put the unit of a heading on a line of its own: 年度总金额\n(万元)."""
    return label.replace("(", "\n(", 1) if len(label) > 6 else label


def _figure(source: Source, measure: Measure, facts: Facts, profile: Profile) -> str:
    """One figure; what the total cannot do without is asked for, other blanks stay blank."""
    names, key, of_total = facts.names, measure.key, not source.part_of
    if key in ("points", "score"):
        blank = MISSING if key == "score" else NOT_APPLICABLE
        return number(names[f"execution_{key}"], blank) if of_total else NOT_APPLICABLE
    value: Decimal | None = names["funding"][source.key].get(key)
    needed = of_total and key in ("revised_budget", "outturn")
    blank = MISSING if needed else NOT_APPLICABLE
    if key not in RATES:
        return number(value, blank)
    text = percent(value, profile.policy.rate_places - 2, blank=blank)
    return text.removesuffix("%") if measure.percent_number else text


# --- indicators


def _indicators(block: Table, facts: Facts, profile: Profile) -> Grid:
    columns = _columns(block, profile)
    rows = _chosen(block, facts)
    cells = [_column(column.key, rows, profile) for column in columns]
    lines = [tuple(line) for line in zip(*cells, strict=True)] if rows else []
    if block.total and rows and any(column.key in ("points", "score") for column in columns):
        lines.append(_total_line(columns, rows, block, facts))
    return or_empty(head(*(column.label for column in columns)), lines, block.empty)


def _columns(block: Table, profile: Profile) -> list[TableColumn]:
    printed = {column.key: column.label for column in profile.form.indicators.columns}
    chosen: Sequence[TableColumn] = block.columns or tuple(TableColumn(key) for key in printed)
    if not profile.policy.scored:  # nobody gives points where the form has no room for them
        given = {"points", "score"} - printed.keys()
        chosen = [each for each in chosen if each.key not in given]
    return [
        TableColumn(each.key, each.label or printed.get(each.key, each.key)) for each in chosen
    ]


def _chosen(block: Table, facts: Facts) -> list[Row]:
    """All rows of the form, or those of some categories in the order they are named."""
    if not block.categories:
        return list(facts.rows)
    chosen = []
    for key in block.categories:
        if key == "execution":
            chosen.append(facts.execution)
        else:
            chosen += [
                row for row in facts.rows if row.category == key and not row.is_execution
            ]
    return chosen


def _column(key: ColumnKey, rows: list[Row], profile: Profile) -> list[Cell]:
    if key == "category":
        return merge_down([one_line(row.level1 or "") for row in rows])
    if key == "subcategory":
        # 数量指标 of another 一级指标 is another cell
        tagged = merge_down([f"{row.level1}\n{row.level2}" for row in rows])
        texts = [
            one_line(row.level2 or "") if cell.text else ""
            for row, cell in zip(rows, tagged, strict=True)
        ]
        return [Cell(text, merge=cell.merge) for text, cell in zip(texts, tagged, strict=True)]
    align: Align = "left" if key in ("name", "deviation_note") else "centre"
    texts = [_value(key, row, profile) for row in rows]
    return [Cell(text, align="left" if len(text) > _LONG else align) for text in texts]


def _value(key: ColumnKey, row: Row, profile: Profile) -> str:
    if key == "points":
        return number(row.points)
    if key == "score":
        return number(row.score, NOT_APPLICABLE if row.is_execution else MISSING)
    if key == "rate":
        places = profile.policy.rate_places - 2
        return percent(row.completion_rate, places, fixed=True, blank=NOT_APPLICABLE)
    if key == "deviation_note":
        needed = row.completed is False and not row.is_execution
        return one_line(row.deviation_note or "") or (MISSING if needed else "")
    if key == "target" and row.kind == "judged":
        return one_line(row.target or "") or NOT_APPLICABLE
    if key not in ("name", "target", "actual"):
        return one_line(row.extras.get(key) or "")
    text = {"name": row.name, "target": signs(row.target), "actual": row.actual}.get(key)
    return one_line(text or "") or MISSING


def _total_line(
    columns: list[TableColumn], rows: list[Row], block: Table, facts: Facts
) -> Line:
    """总分: its label spans the columns before the first figure."""
    whole = Category("", "", tuple(rows))
    points, score = whole.points, whole.score
    if not block.categories:
        points, score = facts.names["total_points"], facts.names["total_score"]
    figures = {"points": number(points), "score": number(score)}
    first = next((n for n, each in enumerate(columns) if each.key in figures), len(columns))
    label = "合计" if block.categories else "总分"
    cells = [Cell(label, span=first)] if first else []
    return (*cells, *(Cell(figures.get(each.key, "")) for each in columns[first:]))


# --- scores by 一级指标


def _measured(part: Category) -> int:
    """How many indicators it has; 预算执行率 among them is none."""
    return sum(not row.is_execution for row in part.indicators)


def _scores(block: Table, facts: Facts, profile: Profile) -> Grid:
    """What every 一级指标 earned; 预算执行率 is no indicator and does not count as one."""
    names = facts.names
    execution: Category = names["category"]["execution"]
    parts = [part for part in names["categories"] if part.count]
    # A form without 分值 deals none out by row; what a head prints is all there is.
    typed = any(column.key == "points" for column in profile.form.indicators.columns)
    blank = MISSING if typed else NOT_APPLICABLE
    rows = [
        (
            part.label,
            str(_measured(part)),
            number(part.points if typed else part.weight, blank),
            number(part.score),
            part.score_rate,
        )
        for part in parts
    ]
    own = {part.key for part in parts}
    if execution.points and facts.execution.category not in own:
        # Its 得分率 would be 执行率 once more, and rounded twice.
        figures = (number(execution.points), number(execution.score, NOT_APPLICABLE))
        rows.insert(0, (execution.label, NOT_APPLICABLE, *figures, None))
    score = names["total_score"]
    points = names["total_points"] if typed else names["full_points"]
    rate = score / points if points and score is not None else None
    rows.append(
        (
            "总分",
            str(sum(map(_measured, parts))),
            number(points, blank),
            number(score),
            rate,
        )
    )
    places = profile.policy.rate_places - 2
    lines = [
        tuple(
            Cell(text)
            for text in (*texts, percent(share, places, fixed=True, blank=NOT_APPLICABLE))
        )
        for *texts, share in rows
    ]
    return Grid(head("一级指标", "指标数（个）", "分值", "得分", "得分率"), tuple(lines))
