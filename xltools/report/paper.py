"""What letters of a bureau have in common: looks of official.docx, tables of findings, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xltools.errors import TemplateError
from xltools.findings import Finding, Group, Severity, grouped
from xltools.report import pages
from xltools.report.base import DOCUMENT, Base, open_base
from xltools.report.grid import Cell, Grid, Line, rows_kept, spoken
from xltools.report.lists import head
from xltools.report.package import save
from xltools.report.places import OFFICIAL, bundled_folders, shared_folders
from xltools.report.text import clean, one_line
from xltools.report.widths import NORMAL, row_lines, widths
from xltools.report.word import TableStyles, paragraph, run, table

_PADDING, _MARGINS, _LEADING = 110, 96, 1.3
_SHARES = (0.07, 0.21, 0.4, 0.32)
_COLUMNS = ("序号", "位置、栏目", "问题", "修改办法")
_MOST = 6
"""Cells that a line names; 问题清单 has them all."""
_NUMERALS = "一二三四五六七八九十"
TITLES = {
    Severity.ERROR: "必须改正的错误",
    Severity.WARNING: "需要核实的事项",
    Severity.HINT: "供参考的提示",
}
_TITLE = 20  # characters of 二号 on a line
_GAP_LINES = 2
_KEEP = "<w:keepNext/>"
_SIGNED = ("审核单位（盖章）：＿＿＿＿＿＿＿＿", "审核人：＿＿＿＿　联系电话：＿＿＿＿＿")


class Paper:
    """A letter being written; `body` holds paragraphs and tables, and ends in a paragraph.

    Raises:
        TemplateError: there is no official.docx, or none with our styles.
    """

    def __init__(self) -> None:
        self.base = _base()
        self.body: list[str] = []
        self.pages = pages.Pages(self.base.page, numbered=self.base.numbered)

    def head(self, about: str, kind: str, unit: str) -> None:
        """The title, on two lines where one has no room for it, and to whom it goes."""
        title = about + kind
        for line in (title,) if len(title) <= _TITLE else (about, kind):
            self.put("Title", line)
        self.put("间隔", "")
        self.put("Normal", f"{unit or '填报单位'}：")

    def put(self, style: str, text: str, properties: str = "") -> None:
        """A paragraph in a style of official.docx."""
        shown = one_line(text)
        written = run(shown) if shown else ""
        self.body.append(paragraph(self._style(style), written, properties))

    def heading(self, level: int, number: int, text: str) -> None:
        """一、text, or （一）text on the second level."""
        numeral = _numeral(number)
        lead = (
            f"{numeral}、" if level == 1 else f"（{numeral}）" if level == 2 else f"{number}."
        )
        self.put(f"heading {level}", lead + text)

    def by_severity(self, findings: Sequence[Finding], level: int) -> None:
        """A table for each severity that there is, each under its heading."""
        groups = grouped(findings)
        kinds = [(each, of_severity(groups, each)) for each in Severity]
        found = [(each, lines) for each, lines in kinds if lines]
        for number, (severity, lines) in enumerate(found, start=1):
            title = f"{TITLES[severity]}（{len(lines)} 项）"
            self.heading(level, number, title)
            rows = tuple(_row(count, group) for count, group in enumerate(lines, start=1))
            self.table(_COLUMNS, rows, title, _SHARES)
        if not found:
            self.put("Body Text", "没有发现问题。")

    def table(
        self, columns: Sequence[str], rows: Sequence[Line], title: str, shares: Sequence[float]
    ) -> None:
        """A table that may go over the page; whole, it would leave half of one empty."""
        grid = Grid(head(*columns), tuple(rows))
        broad = widths(grid, self.pages.text_width, NORMAL * 10, _PADDING, shares)
        styles = TableStyles(
            self._style("报告表格", "table"),
            self._style("表格表头"),
            self._style("表格文字"),
            self._style("表格数字"),
            "",  # words of a finding are quoted, nothing is left to be filled in
        )
        heights = [
            round(each * NORMAL * 10 * _LEADING) + _MARGINS
            for each in row_lines(grid, broad, NORMAL * 10, _PADDING)
        ]
        keep = rows_kept(grid, heights, self.pages.text_height, whole=0)
        self.body.append(table(grid, broad, styles, keep, (title, spoken(grid))))
        self.put("间隔", "")

    def close(self, enclosed: Sequence[str], day: date) -> None:
        """What goes with it, who sends it, when: never the seal alone on a page."""
        many = len(enclosed) > 1
        for number, name in enumerate(enclosed, start=1):
            lead = "附件：" if number == 1 else "　　　"
            text = f"{lead}{f'{number}.' if many else ''}{one_line(name)}"
            self.body.append(paragraph(self._style("附件说明"), run(text), _KEEP))
        for _ in range(_GAP_LINES):
            self.put("Normal", "", _KEEP)
        for line in _SIGNED:
            self.put("落款", line, _KEEP)
        self.put("落款", f"{day.year}年{day.month}月{day.day}日", '<w:keepNext w:val="0"/>')

    def saved(self, title: str, unit: str) -> bytes:
        """The whole package; the same letter gives the same bytes."""
        around = [piece.fill(_no_tag, "") for piece in (self.base.before, self.base.after)]
        document = f"{around[0]}{''.join(self.body)}{self.pages.close()}{around[1]}"
        properties = {
            "dc:title": one_line(title),
            "dc:subject": "绩效自评退回意见",
            "cp:keywords": one_line(unit),
            "dc:language": "zh-CN",
        }
        return save(self.base, {DOCUMENT: document}, properties, ())

    def _style(self, name: str, kind: str = "paragraph") -> str:
        return self.base.style(name, kind, "退回意见")


def counted(findings: Sequence[Sequence[Finding]]) -> str:
    """错误 3 项、提醒 1 项 of several forms, equal findings of one form once; "" if there is none."""
    groups = [group for each in findings for group in grouped(each)]
    return "、".join(
        f"{severity.value} {len(found)} 项"
        for severity in Severity
        if (found := of_severity(groups, severity))
    )


def of_severity(groups: Sequence[Group], severity: Severity) -> list[Group]:
    """Those of one severity."""
    return [each for each in groups if each.first.code.severity is severity]


def _base() -> Base:
    """The office's own official.docx where it lends nothing but looks, else ours."""
    for folder in shared_folders():
        path = folder / OFFICIAL
        if path.is_file():
            base = open_base(path)
            plain = not (base.is_frame or base.margins or base.faults)
            if plain or folder in bundled_folders():
                return base
    raise TemplateError(f"没有找到样式文件 {OFFICIAL}，请重新安装 xltools。")


def _row(number: int, group: Group) -> Line:
    where = group.where(most=_MOST) or "整份表"
    field = f"\n{one_line(group.field)}" if group.field else ""
    return (
        Cell(str(number)),
        Cell(f"{where}{field}", align="left"),
        Cell(clean(group.first.message), align="left"),
        Cell(clean(group.first.advice), align="left"),
    )


def _numeral(number: int) -> str:
    """一, 二, 三 … 十, 十一 …, up to 九十九; digits beyond.

    >>> [_numeral(number) for number in (1, 10, 11, 20, 21, 100)]
    ['一', '十', '十一', '二十', '二十一', '100']
    """
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


def _no_tag(sentence: str, _: str) -> str:
    return sentence
