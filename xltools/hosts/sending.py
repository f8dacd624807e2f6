"""A list on disk → a folder of forms and its roster; forms that somebody filled in stay."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from msgspec import Struct

from xltools.errors import FormError, SaveError, Stopped
from xltools.hosts.file import holds
from xltools.hosts.folders import made_folder
from xltools.package import load, save_new
from xltools.profile import Profile
from xltools.sending import (
    ROSTER,
    FormMaker,
    Listing,
    ToSend,
    build_roster,
    file_names,
    read_listing,
)

_SHOWN = 20
_BLOCK = 512
"""Bytes that a disk writes at once, or not at all."""

Progress: TypeAlias = Callable[[int, int, str], bool]
"""Called after each form with how many are done, how many there are, which one; False stops."""


class Sent(Struct, frozen=True):
    """What was written; `same` were there already, byte for byte, `kept` are backups of others."""

    listing: Listing
    written: int
    same: int
    kept: tuple[Path, ...]
    roster: Path


def read_list(path: Path, profile: Profile) -> Listing:
    """Return the list of a file, all of it sound.

    Raises:
        FileError: it cannot be read.
        FormError: it lists no projects, or names every cell that is wrong.
    """
    listing = read_listing(load(path).snapshot, profile, path.name)
    if listing.mistakes:
        count = len(listing.mistakes)
        lines = "\n".join(f"  {each}" for each in listing.mistakes[:_SHOWN])
        more = f"\n  ……还有 {count - _SHOWN} 处" if count > _SHOWN else ""
        raise FormError(
            f"“{path.name}”有 {count} 处要改，没有生成任何文件：\n{lines}{more}\n"
            "  改好后再运行一次。"
        )
    return listing


def send_out(
    listing: Listing,
    profile: Profile,
    folder: Path,
    *,
    rows: int | None = None,
    deadline: str = "",
    force: bool = False,
    progress: Progress | None = None,
) -> Sent:
    """Write a form for each project below `folder`, which is made, and the roster beside them.

    A run that was broken off is taken up: what is there as it would be written is left. With
    `force` a form that is there and differs is kept as a backup.

    Raises:
        SaveError: forms are there that differ and there is no `force`, or the disk refuses.
        Stopped: `progress` said so; what is written is whole, and a second run goes on.
    """
    names = file_names(listing.projects)
    maker = FormMaker(profile, rows)
    roster = build_roster(profile, listing.projects, names, deadline)
    forms = list(zip(listing.projects, names, strict=True))
    if not force:
        _refuse_filled(folder, forms, maker, roster)
    written = same = 0
    kept: list[Path] = []
    for number, (project, name) in enumerate(forms, start=1):
        target = folder / name
        data = maker.form(project)
        if holds(target, data):
            same += 1
        else:
            kept += _put(target, data)
            written += 1
        if progress is not None and not progress(number, len(forms), str(name)):
            raise Stopped("已停止；再运行一次会接着生成。")
    where = folder / ROSTER
    if not holds(where, roster):
        kept += _put(where, roster, durable=True)
    return Sent(listing, written, same, tuple(kept), where)


def _refuse_filled(
    folder: Path,
    forms: Sequence[tuple[ToSend, PurePosixPath]],
    maker: FormMaker,
    roster: bytes,
) -> None:
    """Refuse before anything is written, if a file there is not what would be written.

    Raises:
        SaveError: names the first of them.
    """
    differ = [name for project, name in forms if _differs(folder / name, maker.form(project))]
    if _differs(folder / ROSTER, roster):
        differ.append(PurePosixPath(ROSTER))
    if differ:
        shown = "、".join(f"“{name}”" for name in differ[:3])
        more = f"等 {len(differ)} 个文件" if len(differ) > 3 else ""
        raise SaveError(
            f"{folder} 里的{shown}{more}已经有了，内容与这次的不同（可能已有人填写），没有生成任何文件。"
            "请换一个文件夹；要重新生成请加 --force，原有的会改名为 .备份 留下。"
        )


def _put(target: Path, data: bytes, *, durable: bool = False) -> list[Path]:
    """Write one file whole; return the backup of one that was there.

    Forms are not forced down to the disk one by one, which takes ten times as long: after a power
    cut the next run writes again what is not whole.

    Raises:
        SaveError: the system refuses.
    """
    made_folder(target.parent)
    backup = save_new(target, data, backup=not _is_torn(target, data), durable=durable)
    return [] if backup is None else [backup]


def _differs(path: Path, data: bytes) -> bool:
    """Whether a file is there that somebody may have filled in."""
    return os.path.lexists(path) and not holds(path, data) and not _is_torn(path, data)


def _is_torn(path: Path, data: bytes) -> bool:
    """Whether a power cut left this of these very bytes: blocks are missing or empty."""
    try:
        left = path.read_bytes()
    except (OSError, ValueError):
        return False
    blocks = [left[start : start + _BLOCK] for start in range(0, len(left), _BLOCK)]
    return len(left) <= len(data) and all(
        not block.strip(b"\0") or data.startswith(block, number * _BLOCK)
        for number, block in enumerate(blocks)
    )
