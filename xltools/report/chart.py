"""Charts as Word's own: a DrawingML part with its values, and a small workbook to edit them in.

    scores      分值 and 得分 of each 一级指标, from `categories` and 预算执行率: columns
    execution   预算 and 执行 of each project, from `projects`: bars, long names beside them

They are made for a black and white printer: the one series is hatched, the other dark, every
bar carries its figure, and no colour means anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from xltools.decimals import plain
from xltools.package.zipfile_writer import pack_stored
from xltools.report.word import escape, quoted

ChartKind: TypeAlias = Literal["scores", "execution"]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONTS = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
_EMU = 635  # in a twip
_CM = 360_000  # EMU in a centimetre
_FIRST_ID = 9001  # above the numbers that Word gives to the drawings of a cover
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_LINE = f'<a:ln w="9525">{_BLACK}</a:ln>'
_HATCHED = (
    '<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="808080"/></a:fgClr>'
    '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
)
_DARK = '<a:solidFill><a:srgbClr val="404040"/></a:solidFill>'

_LOOKS = ("斜线", "深色")
"""What the bars of each series look like, in words."""


class Chart(Struct, frozen=True):
    """What a chart shows: `series` have a name and a value for each label, None for none."""

    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    unit: str

    @property
    def is_empty(self) -> bool:
        """True while there is not one value to show."""
        return not any(value is not None for _, values in self.series for value in values)

    @property
    def spoken(self) -> str:
        """The chart in words, for those who hear a report read."""
        parts = [
            f"{label}：{'，'.join(self._figures(at))}" for at, label in enumerate(self.labels)
        ]
        return (
            f"{'、'.join(name for name, _ in self.series)}（{self.unit}）。{'；'.join(parts)}。"
        )

    def _figures(self, at: int) -> list[str]:
        found = [(name, values[at]) for name, values in self.series]
        return [f"{name} {'—' if value is None else plain(value)}" for name, value in found]


def chart_of(kind: ChartKind, names: dict[str, Any]) -> Chart:
    """Return the chart of a report's data."""
    if kind == "scores":
        parts = [part for part in names["categories"] if part.count]
        execution = names["category"]["execution"]
        own = {row.category for row in execution.indicators}
        if execution.points and not own & {part.key for part in parts}:
            parts.insert(0, execution)
        points = tuple(part.points for part in parts)
        score = tuple(part.score for part in parts)
        labels = tuple(part.label for part in parts)
        return Chart(kind, labels, (("分值", points), ("得分", score)), "分")
    projects = names["projects"]
    budget = tuple(project["budget"] for project in projects)
    outturn = tuple(project["outturn"] for project in projects)
    labels = tuple(project["name"] or f"项目{project['number']}" for project in projects)
    return Chart(kind, labels, (("预算数", budget), ("执行数", outturn)), "万元")


def drawing(chart: Chart, number: int, relation: str, width: int, title: str) -> str:
    """A run with the chart in it; `width` in twips, `title` is the name of its alternative text."""
    size = f'cx="{width * _EMU}" cy="{_height(chart)}"'
    spoken = f'descr="{quoted(chart.spoken)}" title="{quoted(title)}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{_FIRST_ID + number}" name="图 {number}" {spoken}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _height(chart: Chart) -> int:
    if chart.kind == "scores":
        return 7 * _CM
    return min(21 * _CM, (24 + 9 * len(chart.labels)) * _CM // 10)


def chart_parts(chart: Chart, number: int) -> dict[str, bytes]:
    """Return the parts of the package that a chart consists of, by name."""
    book = f"chart{number}.xlsx"
    relation = (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_R}/package" Target="../embeddings/{book}"/></Relationships>'
    )
    return {
        f"word/charts/chart{number}.xml": _chart_space(chart).encode(),
        f"word/charts/_rels/chart{number}.xml.rels": relation.encode(),
        f"word/embeddings/{book}": _workbook(chart),
    }


# --- the chart


def _chart_space(chart: Chart) -> str:
    sideways = chart.kind == "execution"
    series = "".join(
        _series(chart, at, fill)
        for at, fill in enumerate((_HATCHED, _DARK)[: len(chart.series)])
    )
    bars = (
        f'<c:barChart><c:barDir val="{"bar" if sideways else "col"}"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        '<c:gapWidth val="60"/><c:overlap val="0"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
    )
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_key(chart) if sideways else _NO_TITLE}<c:plotArea><c:layout/>"
        f"{bars}{_axes(sideways)}</c:plotArea>{'' if sideways else _legend()}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text(1000)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )


_NO_TITLE = '<c:autoTitleDeleted val="1"/>'


def _legend() -> str:
    return f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_text(1050)}</c:legend>'


def _key(chart: Chart) -> str:
    """The legend in words: of bars LibreOffice turns a legend round, whatever their order."""
    said = "　".join(
        f"{look}：{name}" for look, (name, _) in zip(_LOOKS, chart.series, strict=False)
    )
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1050" b="0"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1050" b="0">{_BLACK}{_FONTS}</a:rPr>'
        f"<a:t>{escape(said)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
    )


def _text(size: int) -> str:
    """The type of a part of the chart; `size` in hundredths of a point."""
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{size}" b="0">{_BLACK}{_FONTS}</a:defRPr>'
        '</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _series(chart: Chart, at: int, fill: str) -> str:
    name, values = chart.series[at]
    column, last = "BC"[at], len(chart.labels) + 1
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{plain(value)}</c:v></c:pt>'
        for index, value in enumerate(values)
        if value is not None
    )
    shown = "".join(
        f'<c:{flag} val="{int(flag == "showVal")}"/>'
        for flag in (
            "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"
        )
    )  # fmt: skip
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache>'
        f"</c:strRef></c:tx><c:spPr>{fill}{_LINE}</c:spPr>"
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="General" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(900)}"
        f'<c:dLblPos val="outEnd"/>{shown}</c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f>"
        f"<c:strCache>{_labels(chart.labels)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _labels(labels: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(label)}</c:v></c:pt>'
        for index, label in enumerate(labels)
    )
    return f'<c:ptCount val="{len(labels)}"/>{points}'


def _axes(sideways: bool) -> str:
    """Both axes; the one of values is not drawn, because each bar carries its figure."""
    order, place = ("maxMin", "l") if sideways else ("minMax", "b")
    across = "b" if sideways else "l"
    return (
        f'<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{place}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr>{_LINE}</c:spPr>{_text(1000)}<c:crossAx val="1002"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
        "</c:catAx>"
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        f'</c:scaling><c:delete val="1"/><c:axPos val="{across}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1001"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


# --- the workbook behind it


def _workbook(chart: Chart) -> bytes:
    """The smallest workbook that Excel opens when somebody edits the chart's data."""
    office = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rows = [("", *(name for name, _ in chart.series))]
    rows += zip(chart.labels, *(values for _, values in chart.series), strict=True)
    parts = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": f'{office} Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{office} Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'{_HEAD}<worksheet xmlns="{_S}"><sheetData>'
            f"{''.join(_row(number, row) for number, row in enumerate(rows, 1))}"
            "</sheetData></worksheet>"
        ),
    }
    return pack_stored({name: text.encode() for name, text in parts.items()})


def _row(number: int, values: Sequence[str | Decimal | None]) -> str:
    cells = []
    for column, value in zip("ABC", values, strict=False):
        place = f'r="{column}{number}"'
        if isinstance(value, Decimal):
            cells.append(f"<c {place}><v>{plain(value)}</v></c>")
        elif value:
            cells.append(f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
