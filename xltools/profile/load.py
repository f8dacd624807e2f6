"""TOML in, frozen records out; what is impossible is told with file and key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import tomli
from msgspec import Struct

from xltools.errors import ProfileError
from xltools.profile.form_spec import Form, ReportText, SideTable
from xltools.profile.policy_spec import ScoringPolicy

PROFILES = Path(__file__).parent.parent / "profiles"


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


def load_profile(name: str | Path) -> Profile:
    """Return the profile of that id, or the one in that TOML file.

    Raises:
        ProfileError: no such profile, not TOML, or a key that says something impossible;
            the text names the file and the key.
    """
    path = _find(name)
    known = _loaded.get(path)
    if known is not None and known[0] == _stamps(known[0]):
        return known[1]
    stamps = _stamps((path,))
    data = _read_toml(path)
    policy = data.get("policy", {})
    base = policy.pop("base", None) if isinstance(policy, dict) else None
    if base:
        shared = _find_policy(str(base), path)
        stamps = _stamps((path, shared))
        data["policy"] = _merge(_read_toml(shared), policy)
    try:
        profile = msgspec.convert(data, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{path.name}：{_in_chinese(str(error))}") from None
    _loaded[path] = stamps, profile
    return profile


_loaded: dict[Path, tuple[dict[Path, tuple[int, int]], Profile]] = {}
"""Profiles already parsed, with the stamps of the files they came from: TOML is parsed in
Python and would take half the time of a form in a batch."""


def _stamps(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Time of change and size of each file; a file that is gone has the stamp (0, 0)."""
    stamps = {}
    for path in paths:
        try:
            found = path.stat()
            stamps[path] = (found.st_mtime_ns, found.st_size)
        except OSError:
            stamps[path] = (0, 0)
    return stamps


def profile_ids() -> list[str]:
    """Return the ids of the profiles that come with xltools, sorted."""
    return sorted(path.stem for path in PROFILES.glob("*.toml"))


def _find(name: str | Path) -> Path:
    path = Path(name)
    if path.suffix == ".toml":
        return path
    found = PROFILES / f"{name}.toml"
    if not found.is_file():
        known = "、".join(profile_ids())
        raise ProfileError(
            f"没有名为“{name}”的表样。现有：{known}；自定义表样请写 .toml 文件的路径。"
        )
    return found


def _find_policy(name: str, beside: Path) -> Path:
    own = beside.parent / f"{name}.toml"
    if name.endswith(".toml"):
        return beside.parent / name
    shared = PROFILES / "policies" / f"{name}.toml"
    return shared if shared.is_file() else own


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomli.load(file, parse_float=Decimal)
    except OSError:
        raise ProfileError(f"读不到表样文件 {path}，请检查路径。") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path.name} 不是 UTF-8 文本，请用 UTF-8 另存。") from None
    except tomli.TOMLDecodeError as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {spot[1]} 行第 {spot[2]} 列附近" if spot else "文件末尾"
        raise ProfileError(
            f"{path.name} 不是正确的 TOML：{where}写法有误，文字要放在英文双引号里。"
        ) from None


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def _in_chinese(message: str) -> str:
    """Turn msgspec's sentence into ours; the key path (`$.form.head[0]`) is kept."""
    text, _, path = message.partition(" - at ")
    where = path.strip("`").removeprefix("$.") or "文件"
    if text.startswith("Object missing required field"):
        return f"{where} 缺少必填项 {text.split('`')[1]}。"
    if text.startswith("Object contains unknown field"):
        return f"{where} 有不认识的项 {text.split('`')[1]}，请检查拼写。"
    return f"{where} 的值不对（{text}）。"
