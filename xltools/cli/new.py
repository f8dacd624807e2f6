"""`xltools new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from xltools.errors import ProfileError
from xltools.hosts.file import check_target, is_folder
from xltools.package import save_new
from xltools.profile import PROFILES, Profile, load_profile
from xltools.profile.load import profile_file


def run_new(args: argparse.Namespace) -> int:
    """Write a blank form."""
    from xltools.blank import build_blank

    profile = _sound_profile(args.profile)
    name = f"{profile.form.title}-{profile.id}.xlsx"
    target: Path = args.output or Path(name)
    if is_folder(target):
        target = target / name
    check_target(target, ".xlsx", force=args.force)
    save_new(target, build_blank(profile, rows=args.rows))
    print(f"已生成：{target}（{profile.title}）")
    return 0


def _sound_profile(name: str) -> Profile:
    """The profile of that name; one of the user's own must be without mistakes.

    Raises:
        ProfileError: it has mistakes; names the first three.
    """
    path = profile_file(name, Path.cwd())
    if path.parent == PROFILES:
        return load_profile(path)
    from xltools.profile.check_file import check_profile_file

    checked = check_profile_file(path)
    errors = [each for each in checked.mistakes if each.severity == "error"]
    if errors or checked.profile is None:
        first = "\n".join(f"  {each}" for each in errors[:3])
        raise ProfileError(
            f"{path.name} 有 {len(errors)} 处错误，没有生成空白表：\n{first}\n"
            f"  用 xltools profile check {name} 看全部。"
        )
    return checked.profile
