"""`xltools new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from xltools.errors import SaveError, XltoolsError
from xltools.package import save_new
from xltools.profile import load_profile


def run_new(args: argparse.Namespace) -> int:
    """Write a blank form."""
    from xltools.blank import build_blank

    profile = load_profile(args.profile)
    if args.rows is not None and not 1 <= args.rows <= 200:
        raise XltoolsError("--rows 应是 1 到 200 的整数。")
    target: Path = args.output or Path(f"{profile.form.title}-{profile.id}.xlsx")
    if target.is_dir():
        target = target / f"{profile.form.title}-{profile.id}.xlsx"
    if target.exists() and not args.force:
        raise SaveError(f"{target} 已存在，没有覆盖。请换一个文件名，或加 --force。")
    save_new(target, build_blank(profile, rows=args.rows))
    print(f"已生成：{target}（{profile.title}）")
    return 0
