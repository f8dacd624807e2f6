"""校验, 计算得分, 清除结果: the open form judged, filled, emptied of what was computed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from xltools.anchors import ISSUES_SHEET
from xltools.decimals import plain
from xltools.fill import clear_forms, fill_forms, rewritten, rounded
from xltools.findings import Finding, Severity
from xltools.hosts.annotate import notes_of
from xltools.hosts.examine import Examined, examine_all
from xltools.issues import list_findings
from xltools.model import Place
from xltools.ribbon.desk import Answer, Desk, Level
from xltools.snapshot import Patch, Snapshot


def check(desk: Desk) -> Answer:
    """Fill the 问题清单 and mark the cells; no value of the form changes."""
    forms = examined(desk)
    findings = all_findings(forms)
    return _answer(desk, forms, findings, list_findings(_snapshot(desk), findings))


def score(desk: Desk) -> Answer:
    """Fill the computed cells, too."""
    forms = examined(desk)
    snapshot = _snapshot(desk)
    patch = fill_forms(snapshot, forms)
    # the list tells what was wrong and is rewritten; the form itself shows what is wrong now
    mended = rewritten(snapshot, patch.cells)
    left = [each for each in all_findings(forms) if each.place not in mended]
    return _answer(desk, forms, left, patch)


def clear(desk: Desk) -> Answer:
    """Empty what 计算得分 and 校验 wrote; what people typed stays."""
    patch = replace(clear_forms(_snapshot(desk), examined(desk)), notes=())
    return Answer("已清除计算结果、《问题清单》和校验标注；填写的内容没有改动。", patch=patch)


def examined(desk: Desk) -> tuple[Examined, ...]:
    """Every form of the open workbook, read, scored and checked.

    Raises:
        FormError: there is none.
    """
    return examine_all(_snapshot(desk), beside=desk.beside)


def all_findings(forms: Sequence[Examined]) -> list[Finding]:
    """The findings of all forms, form by form."""
    return [finding for form in forms for finding in form.findings]


def _snapshot(desk: Desk) -> Snapshot:
    assert desk.snapshot is not None  # `click` sees to it
    return desk.snapshot


def _answer(
    desk: Desk, forms: Sequence[Examined], findings: list[Finding], patch: Patch
) -> Answer:
    patch = replace(patch, notes=notes_of(_snapshot(desk), findings))
    first = _first_place(findings)
    return Answer(
        _in_one_line(forms, findings),
        _level(findings),
        _where(first),
        patch=patch,
        select=first,
    )


def _where(first: Place | None) -> tuple[str, ...]:
    """Where to begin, and where all of it is."""
    if first is None:
        return ()
    return (f"第一处错误在 {first}；全部问题见《{ISSUES_SHEET}》，点其中的“位置”可以跳转。",)


def _in_one_line(forms: Sequence[Examined], findings: Sequence[Finding]) -> str:
    """得分 89.5，良；3 处错误，5 处提醒. Of several forms each by the name of its sheet."""
    results = [_result(form) for form in forms]
    if len(forms) > 1:
        sheets = [form.evaluation.sheet for form in forms]
        results = [f"“{sheet}”{said}" for sheet, said in zip(sheets, results, strict=True)]
    return "；".join((*results, counted(findings)))


def _result(form: Examined) -> str:
    total, grade = form.scores.total, form.scores.grade
    if total is None:
        return "还算不出总分"
    shown = rounded(total, form.profile.policy.score_places)
    assert shown is not None
    return f"得分 {plain(shown)}" + (f"，{grade}" if grade else "")


def counted(findings: Sequence[Finding]) -> str:
    """3 处错误，5 处提醒; 没有发现问题 if there is none.

    >>> counted([])
    '没有发现问题'
    """
    kinds = [each.code.severity for each in findings]
    parts = [f"{n} 处{kind.value}" for kind in Severity if (n := kinds.count(kind))]
    return "，".join(parts) or "没有发现问题"


def _level(findings: Sequence[Finding]) -> Level:
    return "warning" if any(each.is_error for each in findings) else "done"


def _first_place(findings: Sequence[Finding]) -> Place | None:
    """The first error's cell; None if no error has one."""
    return next((each.place for each in findings if each.is_error and each.place), None)
