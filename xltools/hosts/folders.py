"""The forms that a user named one by one or by their folder."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct

from xltools.errors import FileError, SaveError, reason
from xltools.hosts.file import is_folder

FORM_ENDINGS = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett", ".ods", ".ots", ".csv")
)
"""What a folder is searched for."""

RETURNED = "退回意见"
"""The folder that 生成退回意见 makes: its copies are no forms that somebody handed in."""


_COPY = re.compile(
    r"(?P<original>.+?)(?:-(?:已评分|问题清单|已校验|已增行|已删行|已清除|已恢复)(?:\(\d+\))?|\.备份\d+)"
)
"""What we call a copy: made of a form, or kept of one before it was written back."""


class FoundForms(Struct, frozen=True):
    """The files in order; folders that held none, and folders of returned copies left aside."""

    files: list[Path]
    empty: list[Path]
    returned: list[Path]


def find_files(named: Sequence[Path], apart: Collection[Path] = ()) -> FoundForms:
    """Return the files in natural order within each folder, each once, without those `apart`.

    A file that is named is read whatever its ending, a folder is searched for tables.

    Raises:
        FileError: there is none.
    """
    found: dict[Path, Path] = {}
    empty: list[Path] = []
    returned: list[Path] = []
    for path in named:
        inside = _in_folder(path, returned) if is_folder(path) else [path]
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
    return FoundForms(left, empty, returned)


def without_copies(files: Sequence[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """Return the files without copies of ours of a form that is there itself.

    Those left out come with the original's name.
    """
    there = {(path.parent, path.stem) for path in files}
    kept, copies = [], []
    for path in files:
        original = original_of(path.stem)
        if original is None or (path.parent, original) not in there:
            kept.append(path)
        else:
            copies.append((path, original))
    return kept, copies


def original_of(stem: str) -> str | None:
    """The name of the form that a copy of ours was made of; None for a name of nobody's copy.

    >>> original_of("表-已评分(2)"), original_of("表")
    ('表', None)
    """
    copy = _COPY.fullmatch(stem)
    return copy["original"] if copy else None


def made_folder(folder: Path) -> Path:
    """Return the folder, made with those above it where it is not there.

    Raises:
        SaveError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"建不了文件夹“{folder}”（{reason(error)}）。") from None
    return folder


def _in_folder(folder: Path, returned: list[Path]) -> list[Path]:
    """Tables below the folder; lock files and hidden ones are no forms."""
    found = []
    for place, folders, names in os.walk(folder):
        if RETURNED in folders:
            returned.append(Path(place, RETURNED))
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name != RETURNED
        )
        for name in names:
            ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - no Path for each name
            if ending in FORM_ENDINGS and not name.startswith(("~$", ".")):
                found.append(Path(place, name))
    return sorted(found, key=lambda path: [natural_key(part) for part in path.parts])


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """So that 2-… stands before 10-…, and numbers before words."""
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
