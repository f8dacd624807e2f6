"""Files and folders that every system takes, one for each project."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from xltools.patterns import Pattern
from xltools.sending.model import ToSend

ENDING = ".xlsx"
_FORBIDDEN = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
"""Windows takes none of these in a name; the wide ones print alike and two names stay two."""
_RESERVED = Pattern(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)")
_INVISIBLE = Pattern("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]+")
_BYTES = 180
"""Of 255 that file systems take, room is left for 已评分, 备份 and the like; Windows counts the whole path."""


def plain_name(text: str, most: int = _BYTES) -> str:
    """The text as a name on Windows, macOS and Linux; "" where nothing of it can be one.

    >>> plain_name("A/B：“修缮”?. "), plain_name("nul"), plain_name("~$甲")
    ('A／B：“修缮”？', '_nul', '＿~$甲')
    """
    name = _INVISIBLE.sub(" ", text).translate(_FORBIDDEN)
    name = " ".join(name.split()).encode()[:most].decode(errors="ignore").strip(" .")
    if name.startswith("~$"):
        return f"＿{name}"
    return f"_{name}" if _RESERVED.match(name) else name


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
