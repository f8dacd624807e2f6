"""Files and folders that every system takes, one for each project."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from xltools.filenames import plain_name
from xltools.sending.model import ToSend

ENDING = ".xlsx"


def file_names(projects: Sequence[ToSend]) -> list[PurePosixPath]:
    """The file of each project below the folder: 单位/编号-项目.xlsx, no two the same anywhere.

    Systems differ in whether A is a and é is é; here they are one. A name that is there gets a
    number: 项目(2).xlsx.
    """
    used: set[str] = set()
    folders: dict[str, str] = {}
    names = []
    for project in projects:
        folder = folders.setdefault(_folded(plain_name(project.unit)), plain_name(project.unit))
        words = "-".join(each for each in (project.code, project.name) if each)
        stem = plain_name(words) or "项目"
        number = 1
        while True:
            tail = f"({number})" if number > 1 else ""
            path = PurePosixPath(folder) / f"{stem}{tail}{ENDING}"
            if _folded(str(path)) not in used:
                break
            number += 1
        used.add(_folded(str(path)))
        names.append(path)
    return names


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
