"""What is left of a template: instructions of the outline, placeholders, marks of samples."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.claims.text.marks import Fault
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_IN_HEADING = Pattern(
    r"(?:(?<=。)(?:主要|应当?)?包括[^。]{3,70}[。]?$)"
    r"|\((?:请|应当?说明|需说明|须说明|注明|填写|简要(?:说明|介绍|描述|概述|分析)|详细(?:说明|列出|描述|填写)|逐项(?:说明|填写))[^()]{0,40}\)"
    r"|\((?:如有|如无|若有|若无|附表说明|可附表|选填|必填)\)"
    r"|\(附(?:相关|有关)[^()]{1,12}\)"
)
"""Said to the writer in a heading: （附表说明）, （附相关评分表）, 。包括项目背景…等。"""

_ANYWHERE = Pattern(
    r"\((?:[^()]{0,14}[,;])?(?:字数)?(?:不少于|不超过|控制在|限|约)?\d{2,5}字(?:以内|以上|左右|之内|内)?\)"
    r"|\{\{[^{}]{0,30}\}\}|\$\{[^{}]{0,30}\}"
    r"|(?:单击|点击)此处[^。,;]{0,20}"
    r"|(?:^|(?<=[。;:(\[【]))(?:请|此处|在此处?)(?:单位)?(?:简要|详细|如实|逐项|根据实际情况?)?"
    r"(?:填写|填入|填报|说明|简述|描述|列出|列示|补充|插入|粘贴)[^。;)\]】]{0,40}"
    r"|(?<=[。;])\((?:请|简要|简单|详细|逐项|重点)(?:说明|介绍|描述|概述|分析|填写|列出|阐述)[^()\d]{6,70}\)"
    r"|填表说明[:。]?$|填报说明[:。]?$|填写说明[:。]?$"
)

_ADDRESSED = Pattern(
    r"(?:简要|简单|重点|分别|逐一|逐项|详细)(?:说明|介绍|描述|阐述|简述|概述|反映|分析|列出)[^0-9,;]{4,70}。?$"
)
"""简要介绍项目立项背景、目的和依据。: the outline speaks to the writer, nobody has answered."""


def find_instructions(report: Report) -> tuple[Fault, ...]:
    """Sentences of the outline that speak to the writer."""
    return tuple(each for line in report.lines for each in _instructions(line))


def _instructions(line: Line) -> Iterator[Fault]:
    if line.kind == "contents":
        return
    if line.kind in ("heading", "title", "caption"):
        for found in _IN_HEADING.finditer(line.text):
            yield Fault(line, found.start(), found.end())
    for found in _ANYWHERE.finditer(line.text):
        yield Fault(line, found.start(), found.end())
    if line.kind == "body" and len(line.text) < 90 and _ADDRESSED.match(line.text):
        yield Fault(line, 0, len(line.text))


_PLACEHOLDER = Pattern(
    r"(?<![A-Za-z0-9.])(?:20)?(?:[Xx]{2,4}|[×xX*＊╳✕]{2,4}|(?<![一二])[○〇]{2,4})(?![A-Za-z0-9*])"
    r"|(?<![A-Za-z0-9])_{2,}|(?<=[(])_|_(?=[\u4e00-\u9fff]{1,2}[)])"
    r"|(?<=[\u4e00-\u9fff])\(\)"
    r"|(?:^|(?<=[、;。:]))(?:\d{1,2}[.、])?(?:…{1,2}|\.{6,})[。;]?$"
    r"|\((?:略|待填|待定|待补|待完善|待更新)\)|【\s*】|\[\]"
)


def find_placeholders(report: Report) -> tuple[Fault, ...]:
    """XX, ××, ____, ……, （略） in the place of words."""
    return tuple(
        Fault(line, found.start(), found.end())
        for line in report.lines
        if line.kind != "contents"
        for found in _PLACEHOLDER.finditer(line.text)
        if found[0] != line.text or found[0][0] not in "*＊○"  # a line of stars parts chapters
    )


_MISSING = Pattern(r"\((?:待补充|待补写|待填写|待核实)\)|【(?:待补充|待填写|待核实)】")


def find_missing(report: Report) -> tuple[Fault, ...]:
    """（待补充）, with which a generated report marks what the form left blank."""
    return tuple(
        Fault(line, found.start(), found.end())
        for line in report.lines
        for found in _MISSING.finditer(line.text)
    )


_SAMPLE = Pattern(
    r"(?<=报告|评表|分表|提纲)\((?:参考|示例|样例|范例|样表|样式|样本|模板|范本|范文|格式|参考(?:样式|格式|提纲|文本|模板|范本)|供参考)\)"
    r"|^[(【](?:参考格式|参考提纲|参考范本|参考样式|示例文本|参考)[)】]$"
)


def find_samples(report: Report) -> tuple[Fault, ...]:
    """（参考格式）, （样表） in titles, headings and captions."""
    return tuple(
        Fault(line, found.start(), found.end())
        for line in report.lines
        if line.kind != "contents" and len(line.text) <= 45 and line.kind != "cell"
        for found in _SAMPLE.finditer(line.text)
    )


_DATE = Pattern(r"(?:(?:20\d\d|20)?年(?:\d{1,2})?月日|20\d\d年月(?:\d{1,2}日)?)$")


def find_blank_dates(report: Report) -> tuple[Fault, ...]:
    """2022年  月  日 at the end of a line: the date was left open."""
    found = []
    for line in report.lines:
        date = _DATE.search(line.text)
        if date is not None and line.kind != "contents" and len(line.text) <= 24:
            found.append(Fault(line, date.start(), date.end()))
    return tuple(found)
