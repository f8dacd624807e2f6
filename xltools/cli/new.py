"""`xltools new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from xltools.hosts.file import check_target, is_folder
from xltools.package import save_new
from xltools.profile import load_profile


def run_new(args: argparse.Namespace) -> int:
    """Write a blank form."""
    from xltools.blank import build_blank

    profile = load_profile(args.profile)
    name = f"{profile.form.title}-{profile.id}.xlsx"
    target: Path = args.output or Path(name)
    if is_folder(target):
        target = target / name
    check_target(target, ".xlsx", force=args.force)
    save_new(target, build_blank(profile, rows=args.rows))
    print(f"已生成：{target}（{profile.title}）")
    return 0
