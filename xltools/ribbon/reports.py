"""生成报告, 核对报告: the Word report of the open form, beside its workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xltools.audit.read import load_report, read_bytes
from xltools.audit.remark import Remark
from xltools.errors import FileError
from xltools.hosts.audit import SUFFIX, Judged, judge, report_beside, save_annotated
from xltools.hosts.examine import Examined
from xltools.hosts.file import free_name
from xltools.hosts.returned import FormFile, ReportFile
from xltools.package import save_new
from xltools.ribbon.desk import Answer, Desk
from xltools.ribbon.fill_in import all_findings, counted, examined

MOST = 40
"""Remarks that a window shows; the copy with comments has them all."""


def report(desk: Desk) -> Answer:
    """Write the report from what stands in the sheets now, saved or not."""
    from xltools.report import compose_report

    path = _home(desk)
    forms = examined(desk)
    written, missing = [], 0
    for form in forms:
        made = compose_report([(form.evaluation, form.scores, form.profile)])
        target = free_name(_named(path, form, alone=len(forms) == 1), SUFFIX, ".docx")
        save_new(target, made.content)
        written.append(target)
        missing += sum(made.missing.values())
    said = f"，{missing} 处标为“（待补充）”" if missing else ""
    findings = all_findings(forms)
    has = "有 " if findings else ""
    return Answer(
        f"已生成 {'、'.join(each.name for each in written)}{said}；自评表{has}{counted(findings)}",
        "warning" if missing or any(each.is_error for each in findings) else "done",
        tuple(f"已生成：{each}" for each in written),
        files=tuple(written),
    )


def audit(desk: Desk) -> Answer:
    """Hold the report that lies beside the workbook, or one that the user chose, against the form."""
    path = _home(desk)
    examinees = examined(desk)  # a workbook without a form asks for no report
    found = desk.chosen or report_beside(path)
    if found is None:
        return Answer(f"“{path.name}”旁边没有找到自评报告，请选择要核对的报告", ask="report")
    forms = [FormFile(path, form) for form in examinees]
    data = load_report(found)
    judged = judge(ReportFile(found, data, read_bytes(found.name, data)), forms)
    copies = (save_annotated(judged),) if judged.is_word and judged.remarks else ()
    said = f"，批注写在 {copies[0].name}" if copies else ""
    return Answer(
        f"{found.name}：{_counted(judged.remarks)}{said}",
        "warning" if judged.has_errors else "done",
        _lines(judged),
        files=copies or (found,),
    )


def _home(desk: Desk) -> Path:
    """The workbook's file, whose folder takes the report.

    Raises:
        FileError: it was never saved to a folder.
    """
    if desk.path is None:
        raise FileError("请先把自评表保存到一个文件夹，报告会放在它旁边。")
    return desk.path


def _named(path: Path, form: Examined, *, alone: bool) -> Path:
    return (
        path if alone else path.with_name(f"{path.stem}-{form.evaluation.sheet}{path.suffix}")
    )


def _counted(remarks: Sequence[Remark]) -> str:
    errors = sum(each.is_error for each in remarks)
    others = len(remarks) - errors
    parts = [f"{errors} 处错误"] if errors else []
    parts += [f"{others} 处提醒或提示"] if others else []
    return "，".join(parts) or "没有发现问题"


def _lines(judged: Judged) -> tuple[str, ...]:
    lines = [f"{each.where}：{each.message}" for each in judged.remarks[:MOST]]
    left = len(judged.remarks) - MOST
    return (*lines, *([f"另有 {left} 处，见批注。"] if left > 0 else []))
