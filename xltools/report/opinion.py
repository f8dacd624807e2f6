"""退回意见: the letter with which a bureau sends a form back, in the looks of official.docx.

What is wrong stands by severity, each with its cell, the words of the finding and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from xltools.findings import Finding
from xltools.report.paper import Paper, counted


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
    paper = Paper()
    names = "、".join(dict.fromkeys(f"“{each.project}”" for each in letter.forms))
    about, kind = f"关于{names}", "项目支出绩效自评表的退回意见"
    paper.head(about, kind, letter.unit)
    paper.put("Body Text", _opening(letter, names))
    _findings(paper, letter.forms)
    paper.close(letter.enclosed, letter.day)
    return paper.saved(about + kind, letter.unit)


def _findings(paper: Paper, forms: Sequence[Returned]) -> None:
    """One form by severity; several form by form, each by severity."""
    if len(forms) == 1:
        paper.by_severity(forms[0].findings, level=1)
        return
    for number, form in enumerate(forms, start=1):
        where = f"（{form.where}）" if form.where else ""
        paper.heading(1, number, f"{form.project}{where}")
        paper.by_severity(form.findings, level=2)


def _opening(letter: Letter, names: str) -> str:
    years = {each.year for each in letter.forms}
    year = years.pop() if len(years) == 1 else None
    found = counted([each.findings for each in letter.forms])
    return (
        f"你单位报送的{f'{year}年度' if year else ''}{names}项目支出绩效自评表（文件“{letter.file}”）已审核，"
        f"发现{found or '问题 0 项'}，现予退回。错误必须改正；提醒请逐项核实，情况属实的在表中写明原因；"
        "提示供参考。请修改后重新报送。"
    )
