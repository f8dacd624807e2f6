"""Where profiles are found: beside the workbook, in the user's folder, in the package.

The nearest wins: a county that corrects a shipped profile keeps the id and puts its own file
beside its workbooks or into its folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from xltools.errors import ProfileError
from xltools.patterns import Pattern
from xltools.profile.toml_files import Stamp, read_text, read_toml, stamp

PROFILES = Path(__file__).parent.parent / "profiles"

Origin = Literal["beside", "user", "shipped"]

_OURS = Pattern(r"(?m)^\s*(extends\s*=|\[form\b|\[\[form\.)")
"""What only a profile holds; a file that is no TOML yet is recognised by it."""


class Found(Struct, frozen=True):
    """A profile's file; `id` is "" where the file is broken and `fault` says how."""

    id: str
    path: Path
    origin: Origin
    fault: str = ""


_folders: dict[Path, tuple[Stamp, list[Path]]] = {}
"""The TOML files of a folder, good until a file is added to it or taken away."""


def user_folder() -> Path:
    """Return the folder of the user's own profiles; it need not exist.

    `XLTOOLS_PROFILES` names it; otherwise it is where the system keeps such things.
    """
    told = os.environ.get
    return _user_folder(
        told("XLTOOLS_PROFILES"), told("APPDATA"), told("XDG_CONFIG_HOME"), told("HOME"),
        sys.platform,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _user_folder(
    named: str | None, roaming: str | None, config: str | None, _home: str | None, system: str
) -> Path:
    if named:
        return Path(named).expanduser()
    if system == "win32":
        return (Path(roaming) if roaming else Path.home()) / "xltools" / "profiles"
    if system == "darwin":
        return Path.home() / "Library" / "Application Support" / "xltools" / "profiles"
    return (Path(config) if config else Path.home() / ".config") / "xltools" / "profiles"


def known_profiles(beside: Path | None = None) -> Iterator[Found]:
    """Yield the files of all profiles, the nearest first, those of one folder by name.

    `beside` is a workbook or its folder. A TOML file that is no profile (a policy, another
    program's settings) is passed over; a broken profile is yielded with its fault.
    """
    seen: set[Path] = set()
    for origin, folder in _places(beside):
        for path in _toml_files(folder):
            if path in seen:
                continue
            seen.add(path)
            if origin == "shipped":
                yield Found(path.stem, path, origin)
            elif (found := _look_into(path, origin)) is not None:
                yield found


def find_profile(
    name: str, beside: Path | None = None, without: Collection[Path] = ()
) -> Path | None:
    """Return the nearest file of the profile with that id, None if there is none.

    `without` are files that do not count: a profile may extend the shipped one whose id it has.
    """
    for origin, folder in _places(beside):
        if origin == "shipped":
            path = _shipped(name)
            return path if path not in without and os.path.isfile(path) else None  # noqa: PTH113 - as stamp
        for path in _toml_files(folder):
            found = None if path in without else _look_into(path, origin)
            if found is not None and name in (found.id, path.stem if found.fault else ""):
                return path
    return None


@lru_cache(maxsize=256)
def _shipped(name: str) -> Path:
    return PROFILES / f"{name}.toml"


def _places(beside: Path | None) -> Iterator[tuple[Origin, Path]]:
    if beside is not None:
        folder = beside if os.path.isdir(beside) else beside.parent  # noqa: PTH112 - as stamp
        yield "beside", folder if folder.is_absolute() else folder.absolute()
    user = user_folder()
    yield "user", user if user.is_absolute() else user.absolute()
    yield "shipped", PROFILES


def _toml_files(folder: Path) -> list[Path]:
    now = stamp(folder)
    known = _folders.get(folder)
    if known is not None and known[0] == now:
        return known[1]
    try:
        # scandir, not glob: a folder of workbooks may hold thousands of other files
        with os.scandir(folder) as entries:
            names = sorted(each.name for each in entries if each.name.endswith(".toml"))
    except OSError:
        names = []
    files = [folder / name for name in names]
    _folders[folder] = now, files
    return files


def _look_into(path: Path, origin: Origin) -> Found | None:
    """What a foreign TOML file is to us; None if it is no profile."""
    try:
        content = read_toml(path)
    except ProfileError as error:
        try:
            ours = _OURS.search(read_text(path)) is not None
        except ProfileError:
            ours = False  # not readable, not UTF-8: nobody says that it is a profile
        return Found("", path, origin, str(error)) if ours else None
    if not {"extends", "form"} & content.keys():
        return None
    name = content.get("id")
    if isinstance(name, str) and name:
        return Found(name, path, origin)
    return Found("", path, origin, f"{path.name} 缺少 id（表样编号）。")
