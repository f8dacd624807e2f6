"""Names of files that nobody handed in: lock files, litter of systems and programs, our own products.

They are told from the name alone, so that none of them is opened.
"""

from __future__ import annotations

import os
from glob import escape
from pathlib import Path

from xltools.findings import Finding
from xltools.hosts.folders import FORM_ENDINGS, RETURNED, original_of
from xltools.intake.walk import shown
from xltools.patterns import Pattern
from xltools.returns.codes.files import FileCode

_SYSTEM = frozenset(
    (
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        ".ds_store",
        "icon\r",
        "icon_",
    )
)
_SYSTEM_FOLDERS = frozenset(
    (
        "__macosx",
        "$recycle.bin",
        "system volume information",
        "@eadir",
        "#recycle",
        "lost+found",
    )
)
_STREAM = (":zone.identifier", "_zone.identifier")
"""Where Windows keeps that a file came from elsewhere, as other systems show it."""

_UNFINISHED = (
    ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".downloading", ".td",
    ".xltd", ".wxwork", ".!qb",
)  # fmt: skip
"""What programs call a file while they write or fetch it."""

_LEDGER = Pattern(r"台账(?:\(\d+\))?\.db(?:-wal|-shm|-journal)?")
_LOG = Pattern(r"收表日志(?:\(\d+\))?\.txt")


def passed_over(inside: str, disk: str = "") -> Finding | None:
    """Why a file is none that was handed in, by its name; None if it may be one.

    `inside` is its path below the root, or below the archive that it is a member of. `disk` is the
    file where it lies in a folder of ours: what somebody sends packed is not our own product there.
    """
    *folders, name = inside.split("/")
    low = name.lower()
    if name.startswith("~$"):
        return FileCode.LOCK_FILE.at(None, "文件", name=name)
    if low in _SYSTEM or low.endswith(_STREAM) or _in_system_folder(folders):
        return FileCode.SYSTEM_FILE.at(None, "文件", name=name)
    if low.endswith(_UNFINISHED):
        return FileCode.TEMPORARY.at(None, "文件", name=name)
    if any(part.startswith(".") for part in (*folders, name)):
        return FileCode.HIDDEN.at(None, "文件", name=name)
    return _own_product(folders, name, disk) if disk else None


def may_be_litter(name: str) -> bool:
    """True where a file is litter unless a form is in it: ~WRL0003, 自评表.xlsx~."""
    return name.startswith("~") or name.endswith("~")


def _in_system_folder(folders: list[str]) -> bool:
    return any(folder.lower() in _SYSTEM_FOLDERS for folder in folders)


def _own_product(folders: list[str], name: str, disk: str) -> Finding | None:
    if RETURNED in folders:
        kind = f"“{RETURNED}”文件夹里要退给单位的材料"
        return FileCode.OWN_PRODUCT.at(None, "文件", name=name, kind=kind)
    if _LEDGER.fullmatch(name):
        return FileCode.OWN_PRODUCT.at(None, "文件", name=name, kind="本程序的台账")
    if _LOG.fullmatch(name):
        return FileCode.OWN_PRODUCT.at(None, "文件", name=name, kind="本程序的日志")
    stem = os.path.splitext(name)[0]  # noqa: PTH122
    original = original_of(stem)
    if original is None:
        return None
    for beside in Path(disk).parent.glob(f"{escape(original)}.*"):
        if beside.stem == original and beside.suffix.lower() in FORM_ENDINGS:
            return FileCode.OWN_COPY.at(None, "文件", name=name, original=shown(beside.name))
    return None
