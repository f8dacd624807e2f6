"""A form with errors → what goes back to its unit: 退回意见 as .docx and a copy with 问题清单.

Both lie in 退回意见/单位名/ below the folder of the forms; the forms themselves stay untouched.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from xltools.errors import SaveError
from xltools.filenames import plain_name
from xltools.hosts.examine import Examined
from xltools.hosts.file import Opened, annotated, ending, free_name, holds
from xltools.hosts.folders import RETURNED, made_folder
from xltools.package import save_new

NO_UNIT = "未填单位"


class SentBack(Struct, frozen=True):
    """The two files; `trouble` says why there is no copy of the workbook, "" if there is one."""

    letter: Path
    copy: Path | None
    trouble: str = ""


def send_back(opened: Opened, folder: Path, day: date) -> SentBack:
    """Write what goes back for one workbook.

    What was written before and is the same is left; what somebody changed since then stays, and
    the new file gets a number.

    Raises:
        SaveError: it cannot be written.
        TemplateError: there is no official.docx.
    """
    from xltools.report.opinion import Letter, Returned, write_letter

    unit = unit_of(opened)
    target = made_folder(folder / RETURNED / (plain_name(unit) or NO_UNIT))
    copy, trouble = None, ""
    try:
        copy = _kept(opened.path, "问题清单", ending(opened), target, annotated(opened))
    except SaveError as error:
        trouble = str(error)
    several = len(opened.forms) > 1
    forms = [
        Returned(
            _project(each), each.evaluation.year, each.findings,
            each.evaluation.sheet if several else "",
        )
        for each in opened.forms
        if each.has_errors
    ]  # fmt: skip
    enclosed = (copy.name,) if copy is not None else ()
    data = write_letter(Letter(unit, day, opened.path.name, forms, enclosed))
    return SentBack(_kept(opened.path, RETURNED, ".docx", target, data), copy, trouble)


def unit_of(opened: Opened) -> str:
    """The unit that fills in the form, else the one above it; "" where no form names any."""
    for key in ("implementing_unit", "supervising_department"):
        for form in opened.forms:
            text = form.evaluation.field_text(key)
            if text:
                return " ".join(text.split())
    return ""


def _project(form: Examined) -> str:
    name = form.evaluation.field_text("project_name")
    return " ".join(name.split()) if name else "未填项目名称"


def _kept(form: Path, suffix: str, ending: str, folder: Path, data: bytes) -> Path:
    """Save under the first name that is free or bears these very bytes."""
    used: list[Path] = []
    while True:
        target = free_name(form, suffix, ending, folder, force=True, used=used)
        if not target.exists():
            save_new(target, data)
            return target
        if holds(target, data):
            return target
        used.append(target)
