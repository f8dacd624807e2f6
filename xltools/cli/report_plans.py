"""Which reports come of the files that a user named, and what each is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xltools.cli.folders import form_files
from xltools.errors import FormError, TemplateError, XltoolsError
from xltools.filenames import plain_name
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened, is_folder, open_form
from xltools.hosts.folders import without_copies
from xltools.profile import load_profile


class Plan(Struct):
    """One report to write: its forms with their files, and what it is named after."""

    forms: list[Examined]
    files: list[Path]
    named: Path

    @property
    def shown(self) -> str:
        """What a message calls it: its workbook, or the unit with the number of workbooks."""
        first = self.files[0].name
        return first if len(self.forms) == 1 else f"{self.named.stem}（{len(self.forms)} 份表）"


class Planned(Struct):
    """The reports to write, and whether something was left out (2) or not (0)."""

    plans: list[Plan]
    status: int = 0


def plan_reports(named: list[Path], profile: str | None, template: Path | None) -> Planned:
    """Open every form and say which reports come of them.

    Of several, one that cannot be read does not stop the others, nor does one without a template.

    Raises:
        XltoolsError: the only file that was named cannot be read, or not one of several.
    """
    planned = Planned([])
    alone = len(named) == 1 and not is_folder(named[0])
    opened = _opened(form_files(named), profile, planned, alone=alone)
    if not opened:
        raise FormError("没有读到一份自评表，没有生成报告。")
    forms = [(each, form) for each in opened for form in each.forms]
    if len(forms) == 1:
        planned.plans.append(Plan([forms[0][1]], [opened[0].path], opened[0].path))
        return planned
    units: dict[str, Plan] = {}
    for file, form in forms:
        try:
            one_of_unit = _tells_of_units(form, template)
        except TemplateError as error:
            if template is not None:  # what the user named is wrong for every form
                raise
            print(f"xltools：“{file.path.name}”没有生成报告：{error}", file=sys.stderr)
            planned.status = 2
            continue
        name = form.profile.report
        if not one_of_unit:
            planned.plans.append(Plan([form], [file.path], _named(file, form)))
        elif name in units:
            units[name].forms.append(form)
            units[name].files.append(file.path)
        else:
            units[name] = Plan([form], [file.path], file.path)
            planned.plans.append(units[name])
    for plan in units.values():
        plan.named = _unit_named(named[0], plan.forms)
    return planned


def _tells_of_units(form: Examined, template: Path | None) -> bool:
    from xltools.report import tells_of_units

    return tells_of_units(form.profile, template)


# --- the files


def _opened(
    files: list[Path], profile: str | None, planned: Planned, *, alone: bool
) -> list[Opened]:
    opened = []
    for path in _originals(files):
        try:
            chosen = load_profile(profile, path.parent) if profile else None
            opened.append(open_form(path, chosen))
        except XltoolsError as error:
            if alone:
                raise
            if isinstance(error, FormError) and _is_summary(path):
                print(f"跳过以前生成的表：{path.name}")
                continue
            print(f"xltools：{error}", file=sys.stderr)
            planned.status = 2
    return opened


def _originals(files: list[Path]) -> list[Path]:
    """Leave out the copies that we made of a form which is there itself."""
    kept, copies = without_copies(files)
    for path, original in copies:
        print(f"跳过副本：{path.name}（已有 {original}）")
    return kept


def _is_summary(path: Path) -> bool:
    """Who has only forms does not wait for it."""
    from xltools.hosts.summary import is_summary

    return is_summary(path)


# --- names


def _named(file: Opened, form: Examined) -> Path:
    """The file, with the project's name behind it where the file has several forms."""
    if len(file.forms) == 1:
        return file.path
    project = form.evaluation.field_text("project_name") or form.evaluation.sheet
    return file.path.with_name(f"{file.path.stem}-{plain_name(project) or '项目'}.xlsx")


def _unit_named(first: Path, forms: Sequence[Examined]) -> Path:
    """The unit that all forms name, else their folder."""
    folder = first if is_folder(first) else first.parent
    units = {form.evaluation.field_text("implementing_unit") for form in forms}
    unit = units.pop() if len(units) == 1 else None
    return folder / f"{plain_name(unit or folder.resolve().name) or '单位'}.xlsx"
