"""统计图: four charts that Excel draws, each on a page of its own beside the numbers it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xltools.overview.columns import Column, Kind, Value
from xltools.overview.figures import Figures
from xltools.overview.looks import BODY, HEAD, Looks
from xltools.overview.sheets import Texts, set_up_page
from xltools.overview.texts import LEAST, cell_text, height

NAME = "统计图"
_WIDTHS = (6.0, 40.0, 14.0, 16.0, 3.0)
_CHART_COLUMN = len(_WIDTHS)
_CHART_WIDTH = 9
"""Columns of 9 digits below the charts, so that the page ends where they end."""

_PIXELS = (_CHART_WIDTH * 68 - 6, 540)
_ROWS = 21
"""Rows of 28 pixels that a chart needs with its heading."""

_BLUE, _RED = "#4472C4", "#C55A11"


class _Block(Struct, frozen=True):
    """One chart: its heading, the columns of its numbers, the numbers; `drawn` is what draws it."""

    title: str
    columns: tuple[Column, ...]
    lines: Sequence[tuple[Value, ...]]
    kind: dict[str, str]
    axes: tuple[str, str]
    note: str = ""


def write_charts(workbook: Workbook, looks: Looks, figures: Figures, when: datetime) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet(NAME, worksheet_class=Texts)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    last = _CHART_COLUMN + _CHART_WIDTH - 1
    sheet.set_column(_CHART_COLUMN, last, 9)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, last, "项目支出绩效自评统计图", looks.title)
    blocks = [block for block in _blocks(figures) if block.lines]
    row, breaks = 1, []
    for block in blocks:
        if row > 1:
            breaks.append(row)
        row = _write(workbook, sheet, looks, block, row)
    if not blocks:
        sheet.merge_range(1, 0, 1, last, "没有算数的自评表，没有图可画。", looks.note)
        row = 2
    set_up_page(sheet, NAME, sum(_WIDTHS) + 9 * _CHART_WIDTH, when, most=400)
    sheet.set_default_row(LEAST)
    sheet.set_h_pagebreaks(breaks)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, row - 1, last)


def _blocks(figures: Figures) -> tuple[_Block, ...]:
    units: list[tuple[Value, ...]] = list(figures.units)
    if figures.others is not None:
        mean, number = figures.others
        units.append((f"其余 {number} 个单位", mean, None))
    every = "" if figures.step == 1 else f"每 {figures.step} 个取 1 个，"
    return (
        _Block(
            "一、自评等级分布", _columns(("等级", "short"), ("项目数", "count")), figures.grades,
            {"type": "column"}, ("等级", "项目数"),
        ),
        _Block(
            "二、各单位平均核算得分（从高到低）",
            _columns(("单位", "text"), ("平均核算得分", "score"), ("有得分的项目数", "count")), units,
            {"type": "bar"}, ("", "平均核算得分"),
        ),
        _Block(
            "三、最常见的问题",
            _columns(("编号、级别和说的是什么", "text"), ("次数", "count")), figures.findings,
            {"type": "bar"}, ("", "次数"),
        ),
        _Block(
            "四、预算执行率与核算得分", _columns(("项目", "text"), ("执行率", "rate"), ("核算得分", "score")),
            figures.points, {"type": "scatter"}, ("执行率", "核算得分"),
            f"共 {figures.scored} 个项目有执行率和核算得分，{every}一点一个项目。",
        ),
    )  # fmt: skip


def _columns(*columns: tuple[str, Kind]) -> tuple[Column, ...]:
    return tuple(
        Column(heading, kind, width)
        for (heading, kind), width in zip(columns, _WIDTHS[1:], strict=False)
    )


def _write(workbook: Workbook, sheet: Worksheet, looks: Looks, block: _Block, top: int) -> int:
    """Write the numbers from row `top` on, and the chart beside them; the first row behind both."""
    head = looks.of(font_name=HEAD, font_size=14)
    sheet.set_row(top, 28)
    sheet.write_string(top, 0, block.title, head)
    if block.note:
        look = looks.of(font_size=9.5)
        sheet.write_string(top, _CHART_COLUMN, block.note, look)
    chart = _chart(workbook, block, top + 2)
    sheet.insert_chart(top + 1, _CHART_COLUMN, chart, {"y_offset": 2, "object_position": 2})
    for place, column in enumerate((Column("序号", "count", _WIDTHS[0]), *block.columns)):
        sheet.write_string(top + 1, place, column.heading, looks.heading)
    row = top + 2
    for number, line in enumerate(block.lines, start=1):
        _line(sheet, looks, block, row, (number, *line))
        row += 1
    return max(row, top + 1 + _ROWS)


def _line(
    sheet: Worksheet, looks: Looks, block: _Block, row: int, line: tuple[Value, ...]
) -> None:
    columns = (Column("序号", "count", _WIDTHS[0]), *block.columns)
    texts = [
        (cell_text(value), column.width)
        for value, column in zip(line, columns, strict=True)
        if isinstance(value, str)
    ]
    sheet.set_row(row, max([LEAST, *(height(text, width) for text, width in texts)]))
    for place, (value, column) in enumerate(zip(line, columns, strict=True)):
        look = looks.cell(column)
        if value is None:
            sheet.write_blank(row, place, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, place, cell_text(value), look)
        else:
            sheet.write_number(row, place, float(value), look)


def _chart(workbook: Workbook, block: _Block, first: int) -> Any:  # noqa: ANN401 - a kind of Chart
    """The chart over the first two columns of the block's numbers; scatter over the last two."""
    chart = workbook.add_chart(block.kind)
    last = first + len(block.lines) - 1
    scatter = block.kind["type"] == "scatter"
    across = 2 if scatter else 1
    chosen = [line[across - 1 : across + 1] for line in block.lines]
    series: dict[str, object] = {
        "name": block.axes[1],
        "categories": [NAME, first, across, last, across],
        "values": [NAME, first, across + 1, last, across + 1],
        "categories_data": [_plain(line[0]) for line in chosen],
        "values_data": [_plain(line[1]) for line in chosen],
    }
    if scatter:
        series["marker"] = {
            "type": "circle", "size": 6, "border": {"color": "white"},
            "fill": {"color": _BLUE, "transparency": 25},
        }  # fmt: skip
    else:
        labels: dict[str, object] = {"value": True, "font": {"name": BODY, "size": 10}}
        if isinstance(
            chosen[0][1], Decimal
        ):  # nearly as long as the axis: no room behind the bars
            labels |= {
                "position": "inside_end", "font": {"name": BODY, "size": 10, "color": "white"},
            }  # fmt: skip
        series |= {"fill": {"color": _BLUE}, "gap": 60, "data_labels": labels}
    chart.add_series(series)
    _axes(chart, block)
    title = block.title.partition("、")[2]
    chart.set_title({"name": title, "name_font": {"name": HEAD, "size": 14, "bold": False}})
    chart.set_legend({"none": True})
    chart.set_size({"width": _PIXELS[0], "height": _PIXELS[1]})
    return chart


def _axes(chart: Any, block: _Block) -> None:  # noqa: ANN401 - a kind of Chart
    font, plain = {"name": BODY, "size": 10}, {"name": BODY, "size": 10.5, "bold": False}
    lines = {"visible": True, "line": {"color": "#D9D9D9"}}
    across, up = (_axis(name, font, plain) for name in block.axes)
    values = [line[1] for line in block.lines if isinstance(line[1], Decimal | int)]
    match block.kind["type"]:
        case "scatter":
            scores = [line[2] for line in block.lines if isinstance(line[2], Decimal)]
            tenth, ten = Decimal("0.1"), Decimal(10)
            across |= {
                "num_format": "0%",
                "min": _floor(values, tenth),
                "major_gridlines": lines,
            }
            across |= {"max": _ceiling(values, tenth, 1), "major_unit": 0.1}
            up |= {"min": _floor(scores, ten), "max": _ceiling(scores, ten, 100)}
        case (
            "bar"
        ):  # what stands on the vertical axis is what XlsxWriter calls y, the first line on top
            across, up = up, across | {"reverse": True}
            across |= {"min": 0, "label_position": "high", **_steps(values)}
            chart.set_x_axis(across | {"major_gridlines": lines})
            chart.set_y_axis(up | {"major_gridlines": {"visible": False}})
            return
        case _:
            up |= {"min": 0, **_steps(values)}
    chart.set_x_axis(across)
    chart.set_y_axis(up | {"num_format": "0", "major_gridlines": lines})


def _steps(values: Sequence[Decimal | int]) -> dict[str, object]:
    """Where an axis of counts or of scores ends: whole numbers, a hundred points."""
    if any(isinstance(value, Decimal) for value in values):
        return {"num_format": "0", "max": _ceiling(values, Decimal(10), 100)}
    return {"num_format": "0", **({"major_unit": 1} if max(values) <= 10 else {})}


def _axis(name: str, font: object, name_font: object) -> dict[str, object]:
    return {"name": name, "num_font": font, "name_font": name_font}


def _floor(values: Sequence[Decimal | int], step: Decimal) -> float:
    """The beginning of an axis, a step below what lies lowest on it."""
    return float(max(Decimal(0), (min(values) // step - 1) * step))


def _ceiling(values: Sequence[Decimal | int], step: Decimal, least: int) -> float:
    """The end of an axis: all values lie on it."""
    return float(max(Decimal(least), -(-max(values) // step) * step))


def _plain(value: Value) -> str | float:
    """As it stands in the cell."""
    return (
        cell_text(value) if isinstance(value, str) else 0.0 if value is None else float(value)
    )
