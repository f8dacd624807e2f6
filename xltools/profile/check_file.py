"""All mistakes of a profile's file at once: syntax, keys and types, parts that do not fit.

A mistake is shown where the officer can mend it: in the file itself if any of the keys that
have a part in it stand there, else in the file that it extends.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from xltools.errors import ProfileError
from xltools.profile.extend import OWN_KEYS, extended
from xltools.profile.find import PROFILES, known_profiles
from xltools.profile.load import Profile
from xltools.profile.mistakes import KeyPath, Mistake, Problem, dotted
from xltools.profile.problems import find_problems
from xltools.profile.relabel import Table
from xltools.profile.schema import mended, schema_problems
from xltools.profile.toml_files import read_text
from xltools.profile.toml_lines import Spot, key_spots, nearest_spot
from xltools.profile.toml_repair import parse_with_repairs


class _File(Struct, frozen=True):
    """A file of the chain: the part of the profile that it holds, and where its keys stand."""

    name: str
    prefix: KeyPath
    spots: dict[KeyPath, Spot]
    shipped: bool

    def exact(self, path: KeyPath) -> Spot | None:
        """The place of that very key."""
        if path[: len(self.prefix)] != self.prefix:
            return None
        return self.spots.get(path[len(self.prefix) :])

    def near(self, path: KeyPath) -> tuple[int, Spot | None]:
        """How much of the path stands in the file, and where."""
        if path[: len(self.prefix)] != self.prefix:
            return 0, None
        found, spot = nearest_spot(self.spots, path[len(self.prefix) :])
        return len(found) + len(self.prefix), spot


class Checked:
    """One profile's file and its mistakes.

    `profile` is what it was probably meant to be where it has mistakes, and None where nobody
    can tell: fit for finding more mistakes, not for use unless `has_errors` is False.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.name = path.name
        self.mistakes: list[Mistake] = []
        self.profile: Profile | None = None
        text = self._text()
        own, repaired, self.mistakes[len(self.mistakes) :] = parse_with_repairs(text, self.name)
        if own is None:
            return
        self.files = [_File(self.name, (), key_spots(repaired), shipped=False)]
        self._content(own)
        self.mistakes.sort(key=lambda each: (each.file != self.name, each.line, each.column))

    @property
    def has_errors(self) -> bool:
        """True if the profile is unfit for use."""
        return any(each.severity == "error" for each in self.mistakes)

    def add(self, problem: Problem) -> None:
        """Add a problem with its line."""
        file, spot = self._place(problem)
        key = dotted(problem.paths[0]) if problem.paths[0] else ""
        self.mistakes.append(
            Mistake(
                file,
                spot.line if spot else 0,
                spot.column if spot else 0,
                key,
                problem.message,
                problem.advice,
                problem.severity,
            )
        )

    def _text(self) -> str:
        """The file's text; one that is not UTF-8 is a mistake, and read all the same."""
        if not self.path.is_file():
            raise ProfileError(f"读不到表样文件 {self.path}，请检查路径。")
        try:
            return read_text(self.path)
        except ProfileError:
            data = self.path.read_bytes()
            wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
            message = "文件不是 UTF-8 编码（可能是记事本的 ANSI 或 Unicode）。"
            advice = "用记事本打开，“另存为”时把“编码”选成 UTF-8。"
            self.mistakes.append(Mistake(self.name, 1, 1, "", message, advice))
            return data.decode("utf-16" if wide else "gb18030", errors="replace")

    def _content(self, own: Table) -> None:
        for problem in _own_keys(own):
            self.add(problem)
        try:
            faults: list[Problem] = []
            content, files = extended(own, self.path, (), faults)
        except ProfileError as error:
            key = "extends" if "extends" in own else "policy"
            path: KeyPath = (key,) if key == "extends" else ("policy", "base")
            self.add(Problem((path,), str(error).removeprefix(f"{self.name}：")))
            return  # without its base every other part would seem to be missing
        for file, prefix in files:
            shipped = PROFILES in file.parents
            self.files.append(_File(file.name, prefix, _spots(file), shipped))
        for problem in faults:
            self.add(problem)
        found = list(schema_problems(content))
        for problem in found:
            self.add(problem)
        try:
            profile = msgspec.convert(mended(content, found) if found else content, Profile)
        except msgspec.ValidationError as error:
            if not found:  # a rule of msgspec's that we do not know
                self.add(Problem(((),), f"表样不能用：{error}"))
            return
        for problem in [*find_problems(profile), *self._identity(profile)]:
            self.add(problem)
        self.profile = profile

    def _identity(self, profile: Profile) -> Iterator[Problem]:
        if any(char in profile.id for char in '\\/:*?"<>| \t\n|') or not profile.id:
            yield Problem(
                (("id",),),
                f"“{profile.id}”不能作表样编号。",
                "编号用在文件名里，只写字母、数字、汉字和 - _，如 my-county-2024。",
            )
        if self.path.parent == PROFILES:
            return
        for found in known_profiles(self.path):
            if found.id == profile.id and found.path != self.path:
                yield Problem(
                    (("id",),),
                    f"编号 {profile.id} 已经有一个表样（{found.path}）。",
                    "同名的以近的为准：工作簿旁边、用户文件夹、随软件安装。不想代替它就换一个 id。",
                    "hint",
                )

    def _place(self, problem: Problem) -> tuple[str, Spot | None]:
        """Where one of the keys stands in a file that can be mended, else the file that says most."""
        for path in problem.paths:
            for file in self.files:
                if not file.shipped and (spot := file.exact(path)) is not None:
                    return file.name, spot
        best: tuple[int, str, Spot | None] = (0, self.name, None)
        for path in problem.paths:
            for file in self.files:
                length, spot = file.near(path)
                if spot is not None and length > best[0]:
                    best = length, file.name, spot
        # what is missing at the top of a file has its place at its beginning
        return best[1], best[2] or Spot(1, 1)


def check_profile_file(path: Path) -> Checked:
    """Return everything that is wrong with a profile's file.

    Raises:
        ProfileError: the file cannot be read at all.
    """
    return Checked(path)


def _spots(file: Path) -> dict[KeyPath, Spot]:
    try:
        return key_spots(read_text(file))
    except ProfileError:
        return {}


def _own_keys(own: dict[str, Any]) -> Iterator[Problem]:
    """`extends`, `without` and `relabel` against each other."""
    if "extends" in own and "id" not in own:
        yield Problem(
            ((),), "缺少必填项 id（表样编号）。", '请在文件开头加上 id = "…"，与别的表样不同。'
        )
    if "extends" not in own:
        for key in OWN_KEYS[1:]:
            if key in own:
                yield Problem(
                    ((key,),),
                    f"{key} 只在写了 extends 的表样里有用。",
                    '请加上 extends = "national-2020"。',
                    "hint",
                )
