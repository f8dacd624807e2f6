"""`xltools report`: one Word report a form, or one of all the forms of a unit."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xltools.cli.folders import form_files
from xltools.cli.tables import finding_lines, tally
from xltools.codes import Code
from xltools.errors import FileError, FormError, SaveError, XltoolsError
from xltools.findings import Finding
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened, check_target, free_name, is_folder, open_form
from xltools.package import load, save_new
from xltools.profile import load_profile

SUFFIX = "自评报告"
_COPY = re.compile(r"(?P<original>.+)-(?:已评分|问题清单)(?:\(\d+\))?")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class _Plan(Struct):
    """One report to write: its forms, and what it is named after unless the user says."""

    forms: list[Examined]
    named: Path


class _Read(Struct):
    """What came of the files; `alone` if the user named one file, which may not fail."""

    alone: bool
    opened: list[Opened]
    status: int = 0


def run_report(args: argparse.Namespace) -> int:
    """Write the report or reports, and the PDF if asked for; or only check a template."""
    if args.check_template:
        from xltools.cli.template import check_template

        return check_template(args.check_template, args.profile)
    if not args.files:
        raise FileError("缺少参数：文件。用 xltools report --help 看用法。")
    read = _read(args)
    plans = _plans(args, read.opened)
    if len(plans) > 1 and args.output is not None and not is_folder(args.output):
        raise SaveError(f"要生成 {len(plans)} 份报告，-o 后面请写一个文件夹：{args.output}")
    status = read.status
    for plan in plans:
        try:
            _write(args, plan)
        except XltoolsError as error:
            if len(plans) == 1:
                raise
            print(f"xltools：{plan.named.name}：{error}", file=sys.stderr)
            status = 2
    errors = any(form.has_errors for plan in plans for form in plan.forms)
    return max(status, int(errors))


# --- the files


def _read(args: argparse.Namespace) -> _Read:
    """Open every form; of several, one that cannot be read does not stop the others."""
    files = _originals(form_files(args.files))
    read = _Read(alone=len(args.files) == 1 and not is_folder(args.files[0]), opened=[])
    for path in files:
        try:
            profile = load_profile(args.profile, path.parent) if args.profile else None
            read.opened.append(open_form(path, profile))
        except XltoolsError as error:
            if read.alone:
                raise
            if isinstance(error, FormError) and _is_summary(path):
                print(f"跳过以前生成的评分表：{path.name}")
                continue
            print(f"xltools：{error}", file=sys.stderr)
            read.status = 2
    if not read.opened:
        raise FormError("没有读到一份自评表，没有生成报告。")
    return read


def _originals(files: list[Path]) -> list[Path]:
    """Leave out the copies that we made of a form which is there itself."""
    there = {(path.parent, path.stem) for path in files}
    kept = []
    for path in files:
        copy = _COPY.fullmatch(path.stem)
        if copy is None or (path.parent, copy["original"]) not in there:
            kept.append(path)
        else:
            print(f"跳过副本：{path.name}（已有 {copy['original']}）")
    return kept


def _is_summary(path: Path) -> bool:
    """True for a 评分表 of ours, which lies in the folder with the forms it tells of."""
    from xltools.collect import MARK

    try:
        return MARK in load(path).snapshot.properties
    except XltoolsError:
        return False


# --- which reports


def _plans(args: argparse.Namespace, opened: Sequence[Opened]) -> list[_Plan]:
    """One report of all forms whose template tells of a unit, and one for each other form."""
    from xltools.report import tells_of_units

    forms = [(each, form) for each in opened for form in each.forms]
    if len(forms) == 1:
        return [_Plan([forms[0][1]], opened[0].path)]
    plans: list[_Plan] = []
    units: dict[str, _Plan] = {}
    for file, form in forms:
        name = form.profile.report
        if not tells_of_units(form.profile, args.template):
            plans.append(_Plan([form], _named(file, form)))
        elif name in units:
            units[name].forms.append(form)
        else:
            units[name] = _Plan([form], file.path)
            plans.append(units[name])
    for plan in units.values():
        plan.named = _unit_named(args.files[0], plan.forms)
    return plans


def _named(file: Opened, form: Examined) -> Path:
    """The file, with the project's name behind it where the file has several forms."""
    if len(file.forms) == 1:
        return file.path
    project = form.evaluation.field_text("project_name") or form.evaluation.sheet
    return file.path.with_name(f"{file.path.stem}-{_plain(project)}.xlsx")


def _unit_named(first: Path, forms: Sequence[Examined]) -> Path:
    """The unit that all forms name, else their folder."""
    folder = first if is_folder(first) else first.parent
    units = {form.evaluation.field_text("implementing_unit") for form in forms}
    unit = units.pop() if len(units) == 1 else None
    return folder / f"{_plain(unit or folder.resolve().name)}.xlsx"


def _plain(name: str) -> str:
    """A name as a file may bear it."""
    return _FORBIDDEN.sub("", name).strip(" .") or "单位"


def _target(args: argparse.Namespace, plan: _Plan) -> Path:
    """Where a report goes: to the name the user gave, else to one that is free.

    Raises:
        SaveError: the name that the user gave cannot be used.
    """
    target: Path | None = args.output
    if target is None or is_folder(target):
        target = free_name(plan.named, SUFFIX, ".docx", target)
    check_target(target, ".docx", force=args.force)
    if args.pdf:
        check_target(target.with_suffix(".pdf"), ".pdf", force=args.force)
    return target


# --- writing and telling


def _write(args: argparse.Namespace, plan: _Plan) -> None:
    from xltools.report import compose_report, convert_to_pdf, missing_texts

    forms = [(form.evaluation, form.scores, form.profile) for form in plan.forms]
    target = _target(args, plan)
    written = compose_report(forms, template_dir=args.template)
    save_new(target, written.content)
    told = [f"{len(forms)} 个项目"] if len(forms) > 1 else []
    told += ["在 Word 中右键目录选“更新域”，即显示页码"] if written.has_contents else []
    more = f"（{'，'.join(told)}）" if told else ""
    print(f"已生成：{target}{more}")
    findings = [finding for form in plan.forms for finding in form.findings]
    lacking = [each for each in missing_texts(written, forms) if each not in findings]
    print(f"自评表：{tally([*findings, *lacking])}。报告中缺的内容标为“（待补充）”。")
    _tell_missing(written.missing, [*findings, *lacking])
    if args.pdf:
        pdf = target.with_suffix(".pdf")
        convert_to_pdf(target, pdf)
        print(f"已生成：{pdf}")


def _tell_missing(missing: dict[str, int], findings: Sequence[Finding]) -> None:
    """Say in which chapters something is missing, and which texts are to be written."""
    if missing:
        where = "、".join(
            f"{chapter or '开头'}（{count} 处）" for chapter, count in missing.items()
        )
        print(f"待补充 {sum(missing.values())} 处：{where}")
    empty = [finding for finding in findings if finding.code is Code.TEXT_EMPTY]
    for line in finding_lines(empty):
        print(line)
