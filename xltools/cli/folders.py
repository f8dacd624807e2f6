"""The forms that a user named one by one or by their folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection
from pathlib import Path

from xltools.errors import FileError
from xltools.hosts.file import is_folder

ENDINGS = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett", ".ods", ".ots", ".csv")
)
"""What a folder is searched for; a file that is named is read whatever its ending."""


def form_files(named: list[Path], apart: Collection[Path] = ()) -> list[Path]:
    """Return the files in natural order within each folder, each once, without those `apart`.

    A folder without any is told where others have some.

    Raises:
        FileError: there is none.
    """
    found: dict[Path, Path] = {}
    empty = []
    for path in named:
        inside = _in_folder(path) if is_folder(path) else [path]
        if not inside:
            empty.append(path)
        for each in inside:
            found.setdefault(each.resolve(), each)
    left = [path for resolved, path in found.items() if resolved not in apart]
    if not left and empty:
        folders = "、".join(f"“{path}”" for path in empty)
        raise FileError(f"{folders}里没有自评表文件（.xlsx、.xls、.et、.ods、.csv）。")
    if not left:
        raise FileError("没有找到自评表文件，请写明文件或文件夹。")
    for path in empty:
        print(f"xltools：“{path}”里没有自评表文件。", file=sys.stderr)
    return left


def _in_folder(folder: Path) -> list[Path]:
    """Tables below the folder; lock files and hidden ones are no forms."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - no Path for each name
            if ending in ENDINGS and not name.startswith(("~$", ".")):
                found.append(Path(place, name))
    return sorted(found, key=lambda path: [_natural(part) for part in path.parts])


def _natural(text: str) -> list[tuple[int, int, str]]:
    """So that 2-… stands before 10-…, and numbers before words."""
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
