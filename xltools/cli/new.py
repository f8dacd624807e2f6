"""`xltools new`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from xltools.cli.terminal import drawn_on
from xltools.errors import FormError, ProfileError, SaveError
from xltools.hosts.file import check_target, is_folder
from xltools.package import save_new
from xltools.profile import PROFILES, Profile, load_profile
from xltools.profile.load import profile_file


def run_new(args: argparse.Namespace) -> int:
    """Write a blank form, an empty list of projects, or a form for each project of a list."""
    profile = _sound_profile(args.profile)
    if args.projects_template:
        return _template(args, profile)
    if args.projects is not None:
        return _send(args, profile)
    if args.deadline:
        raise FormError("--deadline 要和 --projects 一起用。")
    from xltools.blank import build_blank

    name = f"{profile.form.title}-{profile.id}.xlsx"
    target: Path = args.output or Path(name)
    if is_folder(target):
        target = target / name
    check_target(target, ".xlsx", force=args.force)
    save_new(target, build_blank(profile, rows=args.rows))
    print(f"已生成：{target}（{profile.title}）")
    return 0


def _template(args: argparse.Namespace, profile: Profile) -> int:
    from xltools.sending import build_template

    name = f"项目清单-{profile.id}.xlsx"
    target: Path = args.output or Path(name)
    if is_folder(target):
        target = target / name
    check_target(target, ".xlsx", force=args.force)
    save_new(target, build_template(profile))
    print(f"已生成：{target}。填好后：xltools new {args.profile} --projects {target} -o 文件夹")
    return 0


def _send(args: argparse.Namespace, profile: Profile) -> int:
    from xltools.hosts.sending import read_list, send_out

    folder: Path | None = args.output
    if folder is None or (folder.suffix.lower() == ".xlsx" and not is_folder(folder)):
        raise SaveError("请用 -o 写明放自评表的文件夹，如 -o 发放；没有就新建。")
    listing = read_list(args.projects, profile)
    began = time.monotonic()
    progress = _Progress(began) if len(listing.projects) >= _MANY else None
    try:
        sent = send_out(
            listing, profile, folder, rows=args.rows, deadline=args.deadline or "",
            force=args.force, progress=progress,
        )  # fmt: skip
    finally:
        if progress is not None:
            progress.end()
    units = len({project.unit for project in listing.projects})
    targets = sum(len(project.targets) for project in listing.projects)
    said = [f"{units} 个单位，{len(listing.projects)} 个项目", f"{targets} 个指标"]
    said += [f"其中 {sent.same} 份原来就有，没有改动"] if sent.same else []
    said += [f"原有的 {len(sent.kept)} 个文件改名为 .备份 留下"] if sent.kept else []
    print(f"已生成：{folder}（{'，'.join(said)}）")
    print(f"名册：{sent.roster}")
    if listing.printed:
        print(f"清单里 {listing.printed} 行预算执行率没有另填，表样已经印好。")
    if listing.unused:
        print(f"没有填进表的栏：{'、'.join(listing.unused)}", file=sys.stderr)
    return 0


_MANY = 50
"""Fewer forms are written before anybody looks."""
_EVERY = 0.2


class _Progress:
    """One line on stderr that says how far it is; on a terminal it is written over itself."""

    def __init__(self, began: float) -> None:
        self.began = self.last = began
        self.shown = False

    def __call__(self, done: int, count: int, name: str) -> bool:
        """Say how far it is, five times a second; always go on."""
        now = time.monotonic()
        if done == count or now - self.last >= (_EVERY if sys.stderr.isatty() else 5):
            self.last, passed = now, max(now - self.began, 0.001)
            left = passed / done * (count - done)
            line = f"{done}/{count} 份，每秒 {done / passed:.0f} 份，还要 {left:.0f} 秒"
            start, end = ("\r", "   ") if sys.stderr.isatty() else ("", "\n")
            print(f"{start}{line}", end=end, file=drawn_on(sys.stderr), flush=True)
            self.shown = sys.stderr.isatty()
        return True

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            print(file=sys.stderr)


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
