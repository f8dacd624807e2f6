"""A workbook on disk: load, examine, fill into a copy or in place."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from xltools.anchors import GUIDE_SHEET, ISSUES_SHEET, ROSTER_PROPERTY, SUMMARY_PROPERTY
from xltools.errors import FileError, FormError, SaveError
from xltools.fill import fill_forms
from xltools.findings import Finding
from xltools.hosts.examine import Examined, examine_all
from xltools.issues import issues_head, list_findings
from xltools.package import Workbook, apply_patch, load, load_bytes, replace, save_new
from xltools.profile import Profile
from xltools.snapshot import Patch

UNREAD = (GUIDE_SHEET,)
"""Sheets whose values nobody asks for."""

NAME_BYTES = 255
"""The longest file name that common file systems take."""

HONEST = {".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett"}
"""Endings under which Excel or WPS opens the bytes of an .xlsx without complaint."""


_OURS = {SUMMARY_PROPERTY: "汇总表", ROSTER_PROPERTY: "报送名册"}
"""Workbooks of ours by their property, which have tables that look like a form's."""


class Opened(Struct, frozen=True):
    """One file, loaded and examined; `forms` has every form in it, at least one."""

    path: Path
    workbook: Workbook
    forms: tuple[Examined, ...]

    @property
    def examined(self) -> Examined:
        """The first form, which is the only one as a rule."""
        return self.forms[0]

    @property
    def findings(self) -> list[Finding]:
        """The findings of all its forms, form by form."""
        return [finding for form in self.forms for finding in form.findings]

    @property
    def has_errors(self) -> bool:
        """True if one of its forms cannot be accepted as it is."""
        return any(form.has_errors for form in self.forms)


def open_form(path: Path, profile: Profile | None = None) -> Opened:
    """Load and examine one workbook.

    Raises:
        FileError: it cannot be read.
        FormError: it holds no form known to us.
    """
    if path.name.startswith("~$"):
        raise FileError(
            f"“{path.name}”是表格打开时留下的占用标记，不是自评表，请选不带 ~$ 的文件。"
        )
    workbook = load(path, unread=UNREAD)
    for mark, kind in _OURS.items():
        if mark in workbook.snapshot.properties:
            raise FormError(f"“{path.name}”是 xltools 做的{kind}，不是自评表。")
    try:
        return Opened(path, workbook, examine_all(workbook.snapshot, profile, path.parent))
    except FormError as error:
        raise FormError(f"“{path.name}”：{error}") from None


def filled(opened: Opened) -> bytes:
    """The workbook with its computed cells and 问题清单 brought up to date."""
    return _patched(opened, fill_forms(opened.examined.snapshot, opened.forms))


def annotated(opened: Opened) -> bytes:
    """The workbook with its 问题清单 filled and nothing else changed."""
    return _patched(opened, list_findings(opened.examined.snapshot, opened.findings))


def _patched(opened: Opened, patch: Patch) -> bytes:
    """A workbook that takes no further sheet gets all but the list; see `unlisted`."""
    workbook = _patchable(opened.workbook)
    if patch.added and workbook.closed:
        patch = Patch(patch.cells)
    return apply_patch(workbook, patch)


def unlisted(opened: Opened, data: bytes) -> str:
    """Why `data`, made of this file, has no 问题清单, as a clause for its owner; else ""."""
    workbook = opened.workbook
    if not workbook.can_patch:  # its twin tells, which LibreOffice made
        workbook = load_bytes(data, workbook.path, unread=UNREAD)
    if not workbook.closed or issues_head(workbook.snapshot) is not None:
        return ""
    return f"；这个文件{workbook.closed}，没有加“{ISSUES_SHEET}”工作表，问题见屏幕所列"


def _patchable(workbook: Workbook) -> Workbook:
    """The workbook, or its twin as .xlsx where its own format can only be read."""
    if workbook.can_patch:
        return workbook
    from xltools.hosts.convert import patchable  # who has an .xlsx does not wait for it

    return patchable(workbook, UNREAD)


def save_beside(opened: Opened, data: bytes, suffix: str, folder: Path | None = None) -> Path:
    """Save a copy as 名称-<suffix>.xlsx beside the original or in `folder`; see `free_name`."""
    target = free_name(opened.path, suffix, ending(opened), folder)
    save_new(target, data)
    return target


def ending(opened: Opened) -> str:
    """The ending of a saved copy: the file's own where it fits the bytes, else .xlsx."""
    own = opened.path.suffix
    return own if opened.workbook.can_patch and own.lower() in HONEST else ".xlsx"


def free_name(
    form: Path,
    suffix: str,
    ending: str,
    folder: Path | None = None,
    *,
    force: bool = False,
    used: Collection[Path] = (),
) -> Path:
    """A name for something made from a form that no file bears yet: 表-已评分(2).xlsx.

    With `force` an old file gives way, one of those `used` in this run never.

    Raises:
        SaveError: a thousand of them lie there.
    """
    for number in range(1, 1000):
        tail = f"-{suffix}" if number == 1 else f"-{suffix}({number})"
        room = NAME_BYTES - len(os.fsencode(tail + ending))
        stem = os.fsencode(form.stem)[:room].decode(errors="ignore")
        target = (folder or form.parent) / f"{stem}{tail}{ending}"
        if target not in used and (force or not os.path.lexists(target)):
            return target
    raise SaveError(f"“{folder or form.parent}”里“{form.stem}-{suffix}”太多，请先清理。")


def is_folder(path: Path) -> bool:
    """True for an existing folder; a name that the system refuses is none."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for a name too long


def check_target(target: Path, ending: str, *, force: bool) -> None:
    """Refuse an output that would surprise: another kind of file, a missing folder, an old file.

    Raises:
        SaveError: with what to do instead.
    """
    if len(os.fsencode(target.name)) > NAME_BYTES:
        raise SaveError(f"文件名太长，请改短：{target.name[:30]}…")
    if target.suffix.lower() != ending:
        raise SaveError(f"输出文件应以 {ending} 结尾：{target}")
    if not is_folder(target.parent):
        if os.path.lexists(target.parent):
            raise SaveError(f"这是文件，不是文件夹：{target.parent}")
        raise SaveError(f"文件夹不存在，请先建好：{target.parent}")
    if not force and os.path.lexists(target):
        raise SaveError(f"{target} 已存在，没有覆盖。请换一个文件名，或加 --force。")


def save_as(opened: Opened, data: bytes, target: Path, *, force: bool = False) -> Path:
    """Save to a path that the user named; an existing file only with `force`."""
    if os.path.exists(target) and target.samefile(opened.path):  # noqa: PTH110 - as is_folder
        raise SaveError(
            f"输出文件就是原文件 {target.name}；要写回原文件请用 --in-place（会留备份）。"
        )
    check_target(target, ending(opened).lower(), force=force)
    save_new(target, data)
    return target


def save_in_place(opened: Opened, data: bytes) -> Path | None:
    """Write back into the original; returns the path of the backup.

    Raises:
        SaveError: the format can only be read, or the file is write-protected.
    """
    if not opened.workbook.can_patch:
        raise SaveError(
            f"“{opened.path.name}”不是 .xlsx，不能写回原文件；"
            "请去掉 --in-place，结果会另存为 .xlsx。"
        )
    return replace(opened.path, data, expected=opened.workbook, backup=True)


def holds(path: Path, data: bytes) -> bool:
    """True if the file is there and has these very bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except (OSError, ValueError):
        return False
