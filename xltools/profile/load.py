"""TOML in, frozen records out; what is impossible is told with file and key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import msgspec
from msgspec import Struct

from xltools.errors import ProfileError
from xltools.profile.extend import whole_profile
from xltools.profile.find import find_profile, known_profiles
from xltools.profile.form_spec import Form, ReportText, SideTable, SummaryForm
from xltools.profile.policy_spec import ScoringPolicy
from xltools.profile.toml_files import Stamp, stamp


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """One region's form, policy and report."""

    id: str
    title: str
    region: str
    version: str
    source: str
    form: Form
    policy: ScoringPolicy
    report: str = ""
    texts: tuple[ReportText, ...] = ()
    group: SideTable | None = None
    spending: SideTable | None = None
    summary: SummaryForm = SummaryForm()


_loaded: dict[Path, tuple[dict[Path, Stamp], Profile]] = {}
"""Profiles already made, with the stamps of every file that they came from."""


_steady: ContextVar[dict[tuple[str | Path, Path | None], Profile] | None] = ContextVar(
    "steady", default=None
)


@contextmanager
def steady_profiles() -> Iterator[None]:
    """Within, each profile is looked for once: the forms of a batch are judged by the same.

    Looking at five files and folders for every form costs as much as recognising it.
    """
    token = _steady.set({})
    try:
        yield
    finally:
        _steady.reset(token)


def load_profile(name: str | Path, beside: Path | None = None) -> Profile:
    """Return the profile of that id, or the one in that TOML file.

    `beside` is a workbook, or its folder, whose own profiles come first; then those of the
    user's folder, then ours.

    Raises:
        ProfileError: no such profile, not TOML, or a key that says something impossible;
            the text names the file and the key.
    """
    steady = _steady.get()
    if steady is None:
        return _load(name, beside)
    found = steady.get((name, beside))
    if found is None:
        found = steady[name, beside] = _load(name, beside)
    return found


def _load(name: str | Path, beside: Path | None) -> Profile:
    path = profile_file(name, beside)
    known = _loaded.get(path)
    if known is not None and all(stamp(each) == was for each, was in known[0].items()):
        return known[1]
    content, files = whole_profile(path)
    stamps = {each: stamp(each) for each in files}
    try:
        profile = msgspec.convert(content, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{path.name}：{_in_chinese(str(error))}") from None
    _loaded[path] = stamps, profile
    return profile


def profile_file(name: str | Path, beside: Path | None = None) -> Path:
    """Return the file of a profile named by its id or by its path.

    Raises:
        ProfileError: no such profile; the text names those there are.
    """
    if str(name).endswith(".toml"):
        return Path(name).absolute()
    found = find_profile(str(name), beside)
    if found is None:
        known = "、".join(profile_ids(beside))
        raise ProfileError(
            f"没有名为“{name}”的表样。现有：{known}；自定义表样请写 .toml 文件的路径。"
        )
    return found


def profile_ids(beside: Path | None = None) -> list[str]:
    """Return the ids of all profiles that are found, sorted."""
    return sorted({found.id for found in known_profiles(beside) if found.id})


def all_profiles(beside: Path | None = None, broken: list[str] | None = None) -> list[Profile]:
    """Return every profile that can be loaded, by id; of two with one id the nearest.

    A broken profile stops nothing: it is left out, and what is wrong with it is added to
    `broken`. If a shipped profile has the same id, that one is taken instead.
    """
    faults = broken if broken is not None else []
    profiles: dict[str, Profile] = {}
    for found in known_profiles(beside):
        if found.fault:
            faults.append(found.fault)
        elif found.id not in profiles:
            try:
                profiles[found.id] = load_profile(found.path)
            except ProfileError as error:
                faults.append(str(error))
    return [profiles[name] for name in sorted(profiles)]


def _in_chinese(message: str) -> str:
    """Turn msgspec's sentence into ours; the key path (`$.form.head[0]`) is kept."""
    text, _, path = message.partition(" - at ")
    where = path.strip("`").removeprefix("$.") or "文件"
    if text.startswith("Object missing required field"):
        return f"{where} 缺少必填项 {text.split('`')[1]}。"
    if text.startswith("Object contains unknown field"):
        return f"{where} 有不认识的项 {text.split('`')[1]}，请检查拼写。"
    return f"{where} 的值不对（{text}）。"
