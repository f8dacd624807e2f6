"""A workbook on disk: load, examine, fill into a copy or in place."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from xltools.errors import SaveError
from xltools.fill import fill_form, list_findings
from xltools.hosts.examine import Examined, examine
from xltools.package import Workbook, apply_patch, load, replace, save_new
from xltools.profile import Profile


class Opened(Struct, frozen=True):
    """One file, loaded and examined."""

    path: Path
    workbook: Workbook
    examined: Examined


def open_form(path: Path, profile: Profile | None = None) -> Opened:
    """Load and examine one workbook.

    Raises:
        FileError: it cannot be read.
        FormError: it holds no form known to us.
    """
    workbook = load(path)
    return Opened(path, workbook, examine(workbook.snapshot, profile))


def filled(opened: Opened) -> bytes:
    """The workbook with its computed cells and 问题清单 brought up to date."""
    one = opened.examined
    patch = fill_form(one.snapshot, one.evaluation, one.scores, one.profile, one.findings)
    return apply_patch(opened.workbook, patch)


def annotated(opened: Opened) -> bytes:
    """The workbook with its 问题清单 filled and nothing else changed."""
    return apply_patch(
        opened.workbook, list_findings(opened.examined.snapshot, opened.examined.findings)
    )


def save_beside(opened: Opened, data: bytes, suffix: str) -> Path:
    """Save a copy beside the original, as 名称-<suffix>.xlsx; never over an existing file."""
    stem = f"{opened.path.stem}-{suffix}"
    for number in range(1, 1000):
        name = stem if number == 1 else f"{stem}({number})"
        target = opened.path.with_name(name + opened.path.suffix)
        if not target.exists():
            save_new(target, data)
            return target
    raise SaveError(f"{opened.path.parent} 里“{stem}”的副本太多，请先清理。")


def save_as(opened: Opened, data: bytes, target: Path) -> Path:
    """Save to a path that the user named; an older result there is replaced."""
    if target.exists() and target.samefile(opened.path):
        raise SaveError(
            f"输出文件就是原文件 {target.name}；要写回原文件请用 --in-place（会留备份）。"
        )
    save_new(target, data)
    return target


def save_in_place(opened: Opened, data: bytes) -> Path | None:
    """Write back into the original; returns the path of the backup."""
    return replace(opened.path, data, expected=opened.workbook, backup=True)
