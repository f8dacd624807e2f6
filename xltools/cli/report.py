"""`xltools report`: one Word report a form, or one of all the forms of a unit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from xltools.cli.outputs import Output, output_of
from xltools.cli.report_plans import Plan, plan_reports
from xltools.cli.tables import finding_lines, tally
from xltools.codes import Code
from xltools.errors import FileError, SaveError, XltoolsError
from xltools.hosts.examine import Examined
from xltools.hosts.file import check_target, free_name, is_folder
from xltools.package import save_new

if TYPE_CHECKING:
    from xltools.report import Form
    from xltools.report.document import Written

SUFFIX = "自评报告"
_EMPTY = frozenset((Code.REQUIRED_EMPTY, Code.OBJECTIVE_EMPTY, Code.LOST_WITHOUT_REASON))
"""Findings on a cell that says nothing; texts have S14 of their own."""
_SHOWN = 12


class _Run(Struct):
    """How the reports of one command are written, and what was written and said so far."""

    output: Output
    template: Path | None
    force: bool
    pdf: bool
    used: list[Path] = []
    told: set[str] = set()


def run_report(args: argparse.Namespace) -> int:
    """Write the report or reports, and the PDF if asked for; or only check a template."""
    if args.check_template:
        from xltools.cli.template import check_template

        return check_template(args.check_template, args.profile)
    if not args.files:
        raise FileError("缺少参数：文件。用 xltools report --help 看用法。")
    planned = plan_reports(args.files, args.profile, args.template)
    plans, status = planned.plans, planned.status
    several = len(plans) > 1 or any(map(is_folder, args.files))
    output = output_of(args.output, several=several)
    if len(plans) > 1 and output.is_file:
        raise SaveError(f"要生成 {len(plans)} 份报告，-o 后面请写一个文件夹：{args.output}")
    run = _Run(output, args.template, args.force, args.pdf)
    for plan in plans:
        try:
            _write(run, plan)
        except XltoolsError as error:
            if len(plans) == 1 and not several:
                raise
            print(f"xltools：“{plan.shown}”没有生成报告：{error}", file=sys.stderr)
            status = 2
    errors = any(form.has_errors for plan in plans for form in plan.forms)
    return max(status, int(errors))


def _target(run: _Run, plan: Plan) -> Path:
    """Where a report goes: to the name the user gave, else to one that is free.

    Raises:
        SaveError: the name that the user gave cannot be used.
    """
    target = run.output.ready()
    if target is None or run.output.is_folder:
        target = free_name(plan.named, SUFFIX, ".docx", target, force=run.force, used=run.used)
    check_target(target, ".docx", force=run.force)
    if run.pdf:
        check_target(target.with_suffix(".pdf"), ".pdf", force=run.force)
    return target


# --- writing and telling


def _write(run: _Run, plan: Plan) -> None:
    from xltools.report import compose_report, convert_to_pdf

    forms: list[Form] = [(form.evaluation, form.scores, form.profile) for form in plan.forms]
    written = compose_report(forms, template_dir=run.template)
    target = _target(run, plan)
    save_new(target, written.content)
    run.used.append(target)
    told = [f"{len(forms)} 个项目"] if len(forms) > 1 else []
    told += ["在 Word 中右键目录选“更新域”，即显示页码"] if written.has_contents else []
    more = f"（{'，'.join(told)}）" if told else ""
    print(f"已生成：{target}{more}")
    _tell_outline(run, plan)
    _tell_findings(plan, forms, written)
    if run.pdf:
        pdf = target.with_suffix(".pdf")
        convert_to_pdf(target, pdf)
        print(f"已生成：{pdf}")


def _tell_outline(run: _Run, plan: Plan) -> None:
    """Say once of each kind of form that the national outline stands in."""
    from xltools.report import stands_in

    profile = plan.forms[0].profile
    if stands_in(profile, run.template) and profile.id not in run.told:
        run.told.add(profile.id)
        print(f"表样 {profile.id} 没有自己的报告模板，按全国提纲（财预〔2020〕10号附件3）写。")


def _tell_findings(plan: Plan, forms: Sequence[Form], written: Written) -> None:
    """What is wrong with the forms, and what is still to be written into form or report."""
    from xltools.report import missing_texts

    names = [path.name for path in plan.files] if len(plan.forms) > 1 else []
    findings = [finding for form in plan.forms for finding in form.findings]
    lacking = missing_texts(written, forms, names)
    known = {(each.code, each.place, each.field) for each in findings}
    more = [each for each in lacking if (each.code, each.place, each.field) not in known]
    said = "报告中缺的内容标为“（待补充）”。" if written.missing else ""
    print(f"自评表：{tally([*findings, *more])}。{said}")
    if written.missing:
        where = "、".join(
            f"{chapter or '开头'}（{count} 处）" for chapter, count in written.missing.items()
        )
        print(f"待补充 {sum(written.missing.values())} 处：{where}")
        for line in _to_fill(plan):
            print(line)
    for line in finding_lines(lacking):
        print(line.replace("整份表", "报告", 1) if line.startswith("整份表") else line)


def _to_fill(plan: Plan) -> Iterator[str]:
    """A line a workbook with the cells in which something is still to be written."""
    cells: dict[str, list[str]] = {}
    for form, path in zip(plan.forms, plan.files, strict=True):
        cells.setdefault(path.name, []).extend(_empty_cells(form))
    for name, found in cells.items():
        if found:
            more = f"等 {len(found)} 格" if len(found) > _SHOWN else ""
            yield f"  “{name}”上没有填的：{'、'.join(found[:_SHOWN])}{more}"


def _empty_cells(form: Examined) -> list[str]:
    """The cells of a form that were left blank and leave a gap in its report."""
    found = {
        each.place: each.field
        for each in form.findings
        if each.code in _EMPTY and each.place is not None
    }
    if form.profile.policy.scored:
        for row in form.scores.indicators:
            place = row.indicator.typed_score.place
            if row.score is None and row.indicator.actual.text and place is not None:
                found.setdefault(place, "得分")
    return [f"{place} {label}" for place, label in found.items()]
