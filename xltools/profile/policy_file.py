"""A scoring policy on its own: from a shared file, a file of one's own, or out of a profile."""

from __future__ import annotations

from pathlib import Path

import msgspec

from xltools.errors import ProfileError
from xltools.profile.extend import extended
from xltools.profile.find import PROFILES, user_folder
from xltools.profile.load import _in_chinese, load_profile
from xltools.profile.policy_spec import ScoringPolicy
from xltools.profile.toml_files import read_toml


def policy_ids() -> list[str]:
    """Return the names of the shared policies, ours and the user's own, sorted."""
    folders = (PROFILES / "policies", user_folder() / "policies")
    return sorted({path.stem for folder in folders for path in folder.glob("*.toml")})


def load_policy(name: str | Path) -> ScoringPolicy:
    """Return the shared policy of that name, or the one in that TOML file.

    A file may hold a policy alone or a whole profile, whose policy is meant then; either may
    have a `base`.

    Raises:
        ProfileError: no such policy, not TOML, or a key that says something impossible.
    """
    path = _find(name)
    if {"form", "extends"} & read_toml(path).keys():
        return load_profile(path).policy
    content, _ = extended({"policy": {"base": str(path)}}, path.with_name("policy"))
    try:
        return msgspec.convert(content["policy"], ScoringPolicy)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{path.name}：{_in_chinese(str(error))}") from None


def _find(name: str | Path) -> Path:
    path = Path(name)
    if path.suffix == ".toml":
        if path.is_file():
            return path.absolute()
        raise ProfileError(f"没有评分办法文件 {name}，请检查路径。")
    for folder in (user_folder() / "policies", PROFILES / "policies"):
        found = folder / f"{name}.toml"
        if found.is_file():
            return found.absolute()
    raise ProfileError(
        f"没有名为“{name}”的评分办法。现有：{'、'.join(policy_ids())}；"
        "自己的评分办法请写 .toml 文件的路径。"
    )
