"""退回意见: the letter with which a bureau sends a form back, in the looks of official.docx.

What is wrong stands by severity, each with its cell, the words of the finding and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from xltools.errors import TemplateError
from xltools.findings import Finding, Group, Severity, grouped
from xltools.report import pages
from xltools.report.base import DOCUMENT, Base, open_base
from xltools.report.grid import Cell, Grid, rows_kept, spoken
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
_TITLES = {
    Severity.ERROR: "必须改正的错误",
    Severity.WARNING: "需要核实的事项",
    Severity.HINT: "供参考的提示",
}
_TITLE = 20  # characters of 二号 on a line
_GAP_LINES = 2
_KEEP = "<w:keepNext/>"
_SIGNED = ("审核单位（盖章）：＿＿＿＿＿＿＿＿", "审核人：＿＿＿＿　联系电话：＿＿＿＿＿")


class Returned(Struct, frozen=True):
    """One form of the workbook that is sent back: its project, year and findings.

    `where` is its sheet, "" where the workbook has no other form.
    """

    project: str
    year: int | None
    findings: Sequence[Finding]
    where: str = ""


class Letter(Struct, frozen=True):
    """One workbook that is sent back: to whom, when, what is in it, what goes with the letter.

    `unit` is "" where no form names one; `enclosed` are the names of files.
    """

    unit: str
    day: date
    file: str
    forms: Sequence[Returned]
    enclosed: Sequence[str] = ()


def write_letter(letter: Letter) -> bytes:
    """Return the letter as the bytes of a .docx; the same input gives the same bytes.

    Raises:
        TemplateError: there is no official.docx, or none with our styles.
    """
    return _Writer(_base()).write(letter)


def _base() -> Base:
    """The office's own official.docx where it lends nothing but looks, else ours."""
    for folder in shared_folders():
        path = folder / OFFICIAL
        if path.is_file():
            base = open_base(path)
            plain = not base.is_frame and not base.margins
            if plain or folder in bundled_folders():
                return base
    raise TemplateError(f"没有找到样式文件 {OFFICIAL}，请重新安装 xltools。")


class _Writer:
    """Writes one letter; `body` holds paragraphs and tables, and ends in a paragraph."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.body: list[str] = []
        self.pages = pages.Pages(base.page, numbered=base.numbered)

    def write(self, letter: Letter) -> bytes:
        """The whole package."""
        names = "、".join(dict.fromkeys(f"“{each.project}”" for each in letter.forms))
        about, kind = f"关于{names}", "项目支出绩效自评表的退回意见"
        title = about + kind
        for line in (title,) if len(title) <= _TITLE else (about, kind):
            self._put("Title", line)
        self._put("间隔", "")
        self._put("Normal", f"{letter.unit or '填报单位'}：")
        self._put("Body Text", _opening(letter, names))
        self._findings(letter.forms)
        self._close(letter)
        return save(self.base, {DOCUMENT: self._document()}, _properties(letter, title), ())

    def _document(self) -> str:
        around = [piece.fill(_no_tag, "") for piece in (self.base.before, self.base.after)]
        return f"{around[0]}{''.join(self.body)}{self.pages.close()}{around[1]}"

    def _style(self, name: str, kind: str = "paragraph") -> str:
        return self.base.style(name, kind, "退回意见")

    def _put(self, style: str, text: str, properties: str = "") -> None:
        shown = one_line(text)
        written = run(shown) if shown else ""
        self.body.append(paragraph(self._style(style), written, properties))

    def _findings(self, forms: Sequence[Returned]) -> None:
        """One form by severity; several form by form, each by severity."""
        if len(forms) == 1:
            self._by_severity(forms[0], "heading 1", "{}、")
            return
        for numeral, form in zip(_numerals(len(forms)), forms, strict=True):
            where = f"（{form.where}）" if form.where else ""
            self._put("heading 1", f"{numeral}、{form.project}{where}")
            self._by_severity(form, "heading 2", "（{}）")

    def _by_severity(self, form: Returned, style: str, numbered: str) -> None:
        groups = grouped(form.findings)
        kinds = [(each, _of(groups, each)) for each in Severity]
        found = [(each, lines) for each, lines in kinds if lines]
        for numeral, (severity, lines) in zip(_numerals(len(found)), found, strict=True):
            title = f"{_TITLES[severity]}（{len(lines)} 项）"
            self._put(style, numbered.format(numeral) + title)
            self._table(lines, title)
        if not found:
            self._put("Body Text", "没有发现问题。")

    def _table(self, lines: Sequence[Group], title: str) -> None:
        rows = tuple(_row(number, group) for number, group in enumerate(lines, start=1))
        grid = Grid(head(*_COLUMNS), rows)
        columns = widths(grid, self.pages.text_width, NORMAL * 10, _PADDING, _SHARES)
        styles = TableStyles(
            self._style("报告表格", "table"),
            self._style("表格表头"),
            self._style("表格文字"),
            self._style("表格数字"),
            "",  # words of a finding are quoted, nothing is left to be filled in
        )
        heights = [
            round(each * NORMAL * 10 * _LEADING) + _MARGINS
            for each in row_lines(grid, columns, NORMAL * 10, _PADDING)
        ]
        # a list of findings may go over the page; whole, it would leave half of one empty
        keep = rows_kept(grid, heights, self.pages.text_height, whole=0)
        self.body.append(table(grid, columns, styles, keep, (title, spoken(grid))))
        self._put("间隔", "")

    def _close(self, letter: Letter) -> None:
        """What goes with it, who sends it, when: never the seal alone on a page."""
        many = len(letter.enclosed) > 1
        for number, name in enumerate(letter.enclosed, start=1):
            lead = "附件：" if number == 1 else "　　　"
            self._put("附件说明", f"{lead}{f'{number}.' if many else ''}{name}", _KEEP)
        for _ in range(_GAP_LINES):
            self._put("Normal", "", _KEEP)
        day = letter.day
        for line in _SIGNED:
            self._put("落款", line, _KEEP)
        self._put("落款", f"{day.year}年{day.month}月{day.day}日", '<w:keepNext w:val="0"/>')


def _opening(letter: Letter, names: str) -> str:
    years = {each.year for each in letter.forms}
    year = years.pop() if len(years) == 1 else None
    groups = [group for form in letter.forms for group in grouped(form.findings)]
    counted = "、".join(
        f"{severity.value} {len(found)} 项"
        for severity in Severity
        if (found := _of(groups, severity))
    )
    return (
        f"你单位报送的{f'{year}年度' if year else ''}{names}项目支出绩效自评表（文件“{letter.file}”）已审核，"
        f"发现{counted or '问题 0 项'}，现予退回。错误必须改正；提醒请逐项核实，情况属实的在表中写明原因；"
        "提示供参考。请修改后重新报送。"
    )


def _row(number: int, group: Group) -> tuple[Cell, ...]:
    where = group.where(most=_MOST) or "整份表"
    field = f"\n{one_line(group.field)}" if group.field else ""
    return (
        Cell(str(number)),
        Cell(f"{where}{field}", align="left"),
        Cell(clean(group.first.message), align="left"),
        Cell(clean(group.first.advice), align="left"),
    )


def _of(groups: Sequence[Group], severity: Severity) -> list[Group]:
    return [each for each in groups if each.first.code.severity is severity]


def _numerals(count: int) -> list[str]:
    """一, 二, 三 … 十, 十一 …, up to 九十九.

    >>> _numerals(21)[9:12], _numerals(21)[19:]
    (['十', '十一', '十二'], ['二十', '二十一'])
    """
    found = []
    for number in range(1, count + 1):
        tens, ones = divmod(number, 10)
        lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
        found.append(lead + (_NUMERALS[ones - 1] if ones else ""))
    return found


def _properties(letter: Letter, title: str) -> dict[str, str]:
    return {
        "dc:title": one_line(title),
        "dc:subject": "绩效自评退回意见",
        "cp:keywords": one_line(letter.unit),
        "dc:language": "zh-CN",
    }


def _no_tag(sentence: str, _: str) -> str:
    return sentence
