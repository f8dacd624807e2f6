"""Folders → items: every file that lies there, in an order that is always the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from xltools.hosts.folders import natural_key
from xltools.patterns import Pattern

_UNSEEN = Pattern("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What directs a terminal, or turns the order of the letters round: 自评\u202excod.xlsx."""


class Item(Struct, frozen=True):
    """One file as it lies on the disk, or a member of an archive to be read alone.

    `path` is what it is called everywhere, below its root with "/"; `disk` is where it lies.
    `stamp` is size and time in nanoseconds, by which an unchanged file is known again. `only` picks
    one member of an archive by its numbers, from the outermost in; empty for all of it. `modified` is
    that member's own time. `link` is a symbolic link inside a root, which nobody follows: who can
    write into a folder of returns would else have any file of the bureau's read.
    """

    path: str
    disk: str
    size: int
    stamp: tuple[int, int]
    only: tuple[int, ...] = ()
    modified: str = ""
    link: bool = False


def items(roots: Sequence[Path]) -> Iterator[Item]:
    """Yield every file below the roots (a root may be a file), folder by folder in natural order.

    The names of one folder at a time are held. Nothing is left out: what is no file (a pipe, a link
    to a folder, a folder that cannot be read) is an item of its own, for `take_in` to tell of. A
    root inside another root is not walked twice. With several roots, or for a root that is a file, the
    root's own name comes first in `path`.
    """
    outer = _outermost(roots)
    names = _apart([os.path.basename(root) or root for root in outer])  # noqa: PTH119
    for root, name in zip(outer, names, strict=True):
        if os.path.isdir(root):  # noqa: PTH112 - a Path for each of ten thousand costs
            yield from _below(root, f"{shown(name)}/" if len(outer) > 1 else "")
        else:
            yield _item(shown(name), root)


def shown(name: str) -> str:
    r"""A name as it can be printed and stored: one that is not in UTF-8 is read as GBK.

    >>> shown("自评表\n.xlsx"), shown(b"\xd7\xd4\xc6\xc0.xls".decode("utf-8", "surrogateescape"))
    ('自评表_.xlsx', '自评.xls')
    """
    if name.isprintable():
        return name
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape" if os.name != "nt" else "replace")
        name = raw.decode("gb18030", "replace")
    return _UNSEEN.sub("_", name)


def _outermost(roots: Sequence[Path]) -> list[str]:
    """Each root once, as an absolute path, without those that lie in another one."""
    paths = list(dict.fromkeys(os.path.abspath(root) for root in roots))  # noqa: PTH100
    folders = [path.rstrip(os.sep) + os.sep for path in paths]
    return [
        path
        for path, own in zip(paths, folders, strict=True)
        if not any(own != folder and own.startswith(folder) for folder in folders)
    ]


def _apart(names: Sequence[str]) -> Iterator[str]:
    """The names, of which equal ones are numbered: 报送, 报送(2)."""
    used: set[str] = set()
    for name in names:
        number, own = 1, name
        while own in used:
            number += 1
            own = f"{name}({number})"
        used.add(own)
        yield own


class _Level(Struct):
    """One folder on the way down: what is left of it; `identity` is None where nobody knows it."""

    left: Iterator[os.DirEntry[str]]
    prefix: str
    identity: tuple[int, int] | None


def _below(root: str, prefix: str) -> Iterator[Item]:
    first = _level(root, prefix, [])
    if first is None:
        yield _item(prefix.removesuffix("/") or shown(os.path.basename(root)), root)  # noqa: PTH119
        return
    levels = [first]
    while levels:
        level = levels[-1]
        entry = next(level.left, None)
        if entry is None:
            levels.pop()
            continue
        path = level.prefix + shown(entry.name)
        inner = _level(entry.path, f"{path}/", levels) if _is_folder(entry) else None
        if inner is None:
            yield _item(path, entry.path, entry)
        else:
            levels.append(inner)


def _level(folder: str, prefix: str, above: Sequence[_Level]) -> _Level | None:
    """The folder's entries in order; None where it cannot be read, or is one of those above it."""
    identity = _identity(folder)
    if identity is not None and any(identity == each.identity for each in above):
        return None  # a junction or a mount that leads back up
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: (natural_key(entry.name), entry.name))
    except OSError:
        return None
    return _Level(iter(found), prefix, identity)


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _item(path: str, disk: str, entry: os.DirEntry[str] | None = None) -> Item:
    """The item, with a stamp of zeros where not even size and time can be told.

    A root may be a link: somebody pointed at it.
    """
    try:
        status = entry.stat(follow_symlinks=False) if entry else os.stat(disk)  # noqa: PTH116
    except OSError:
        return Item(path, disk, 0, (0, 0))
    size = status.st_size if stat.S_ISREG(status.st_mode) else 0
    link = stat.S_ISLNK(status.st_mode)
    return Item(path, disk, size, (size, status.st_mtime_ns), link=link)
