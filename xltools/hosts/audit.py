"""Reports on disk: audited beside their forms, in the workbook's own folder or a heap of them.

audit_beside(form)          the report that lies beside a form, for the ribbon's button
audit_files(report, forms)  one report against forms that the user names
judge(report, forms)        the same for files that are read already
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct

from xltools.audit import Form, Remark, Report, audit_report
from xltools.audit.annotate import annotated
from xltools.audit.read import load_report, read_bytes
from xltools.errors import FileError, SaveError, TemplateError
from xltools.hosts.file import check_target, free_name, is_folder, open_form
from xltools.hosts.returned import FormFile, ReportFile
from xltools.package import save_new
from xltools.profile import Profile

SUFFIX = "自评报告"
_COPY = re.compile(r"(?P<original>.+)-(?:已评分|问题清单)(?:\(\d+\))?")
_ANNOTATED = re.compile(r"(?P<original>.+)-批注(?:\(\d+\))?")


class Judged(Struct, frozen=True):
    """A report with all remarks on it; `why`: how it came to its forms.

    `trouble` says why it was not compared with the report that we would write, where that was
    asked for; "" if it was, or there was nothing to compare with.
    """

    file: ReportFile
    forms: tuple[FormFile, ...]
    remarks: list[Remark]
    why: str = ""
    trouble: str = ""

    @property
    def is_word(self) -> bool:
        """True for a Word file, which can take comments."""
        return self.file.data.startswith(b"PK")

    @property
    def has_errors(self) -> bool:
        """True if something in the report is wrong as it stands."""
        return any(each.is_error for each in self.remarks)


def audit_beside(form: Path, profile: Profile | None = None) -> Judged:
    """Audit the report that `xltools report` wrote beside a form and people edited.

    Of several (…-自评报告.docx, …-自评报告(2).docx) the one that was saved last.

    Raises:
        FileError: no report lies there, or a file cannot be read.
        FormError: the workbook holds no form.
    """
    report = report_beside(form)
    if report is None:
        name = f"{_original(form.stem)}-{SUFFIX}.docx"
        raise FileError(
            f"“{form.name}”旁边没有找到报告“{name}”：请先生成报告，或写明报告文件。"
        )
    return audit_files(report, [form], profile)


def report_beside(form: Path) -> Path | None:
    """The report beside a form that bears the name `xltools report` gives; None without one."""
    stems = re.escape(_original(form.stem))
    wanted = re.compile(
        rf"{stems}(?:-已评分(?:\(\d+\))?)?-{SUFFIX}(?:\((?P<number>\d+)\))?\.docx"
    )
    folder = form.parent
    found = [
        (path.stat().st_mtime_ns, int(match["number"] or 1), path)
        for path in (folder.iterdir() if is_folder(folder) else ())
        if (match := wanted.fullmatch(path.name)) and path.is_file()
    ]
    return max(found)[2] if found else None


def audit_files(
    report: Path, forms: Sequence[Path] = (), profile: Profile | None = None
) -> Judged:
    """Audit one report against all the forms in the workbooks given.

    Raises:
        FileError: a file cannot be read.
        FormError: a workbook holds no form.
    """
    data = load_report(report)
    file = ReportFile(report, data, read_bytes(report.name, data))
    opened = [(path, open_form(path, profile)) for path in forms]
    return judge(file, [FormFile(path, form) for path, each in opened for form in each.forms])


def judge(
    file: ReportFile,
    forms: Sequence[FormFile] = (),
    why: str = "",
    template_dir: Path | None = None,
) -> Judged:
    """Audit a report that is read, against forms that are read."""
    given = [_form(each) for each in forms]
    expected, trouble = None, ""
    try:
        expected = expected_report(given, template_dir) if given else None
    except TemplateError as error:  # the report is judged without it
        trouble = str(error) if template_dir is not None or given[0].profile.report else ""
    remarks = audit_report(file.report, given, expected)
    return Judged(file, tuple(forms), remarks, why, trouble)


def expected_report(forms: Sequence[Form], template_dir: Path | None = None) -> Report | None:
    """The report that we would write from the forms; None where one form has one of its own.

    Raises:
        TemplateError: the template is missing or broken, or does not fit the forms.
    """
    from xltools.report import compose_report, tells_of_units

    if len(forms) > 1 and not tells_of_units(forms[0].profile, template_dir):
        return None
    written = compose_report(
        [(each.evaluation, each.scores, each.profile) for each in forms],
        template_dir=template_dir,
    )
    return read_bytes("expected.docx", written.content)


def check_given(template: Path, forms: Sequence[FormFile]) -> None:
    """Refuse a template that a user named and none of the forms can be written with.

    Raises:
        TemplateError: there is none there, or it is broken; says what to do.
    """
    from xltools.report import require_template

    require_template(template, [each.examined.profile for each in forms])


def save_annotated(
    judged: Judged,
    target: Path | None = None,
    *,
    force: bool = False,
    used: Collection[Path] = (),
) -> Path:
    """Save a copy with the remarks as comments; returns its path.

    `target` is a file, a folder, or None: beside the report as 名称-批注.docx. Those `used` in the
    same run are left alone, also with `force`.

    Raises:
        SaveError: it cannot be written there, or the report is a plain text.
    """
    file = judged.file
    if not judged.is_word:
        raise SaveError(f"“{file.path.name}”是纯文本，不能加批注。")
    ending = file.path.suffix.lower() if file.path.suffix.lower() == ".docm" else ".docx"
    if target is None or is_folder(target):
        again = _ANNOTATED.fullmatch(file.path.stem)  # a copy of a copy bears the name once
        named = file.path.with_stem(again["original"]) if again else file.path
        used = {*used, file.path}
        target = free_name(named, "批注", ending, target, force=force, used=used)
    if target.resolve() == file.path.resolve():
        raise SaveError(f"输出文件就是原报告 {target.name}，没有覆盖；请换一个文件名。")
    check_target(target, ending, force=force)
    save_new(target, annotated(file.path.name, file.data, judged.remarks))
    return target


def _form(file: FormFile) -> Form:
    form = file.examined
    return Form(file.path.name, form.evaluation, form.scores, form.profile)


def _original(stem: str) -> str:
    copy = _COPY.fullmatch(stem)
    return copy["original"] if copy else stem
