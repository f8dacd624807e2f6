"""`xltools profile list, show, check, new`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from xltools.cli.documents import print_json
from xltools.cli.tables import table
from xltools.errors import ProfileError, TemplateError
from xltools.hosts.file import check_target
from xltools.package import save_new
from xltools.profile import Profile, load_profile, profile_ids, user_folder
from xltools.profile.check_file import check_profile_file
from xltools.profile.find import Origin, known_profiles
from xltools.profile.load import profile_file
from xltools.profile.mistakes import Problem


def run_list(args: argparse.Namespace) -> int:
    """Print all profiles that are found, and where each comes from."""
    found, faults = _found(Path.cwd())
    if args.json:
        keys = ("id", "title", "region", "version", "source")
        print_json([
            {key: getattr(each.profile, key) for key in keys}
            | {"origin": each.origin, "path": str(each.path), "hidden": each.hidden}
            for each in found
        ])  # fmt: skip
    else:
        rows = [_row(each) for each in found]
        print(table(("编号", "表样", "地区", "版本", "来自"), rows, limit=44))
        print(f"自己的表样（.toml）放在自评表旁边，或放在：{user_folder()}")
    for fault in faults:
        print(f"xltools：没有列出：{fault}", file=sys.stderr)
    return 0


def _row(listed: _Listed) -> tuple[str, ...]:
    each = listed.profile
    hidden = "（被近处的同名表样代替）" if listed.hidden else ""
    origin = _ORIGINS[listed.origin] + hidden
    return each.id, each.title, each.region, each.version, origin


class _Listed(Struct, frozen=True):
    """A profile with where it comes from; `hidden` by a nearer one of the same id."""

    profile: Profile
    origin: Origin
    path: Path
    hidden: bool


_ORIGINS: dict[Origin, str] = {
    "beside": "当前文件夹",
    "user": "用户文件夹",
    "shipped": "随软件安装",
}


def _found(folder: Path) -> tuple[list[_Listed], list[str]]:
    """All profiles by id, of the same id the nearest first, and what is wrong with others."""
    found: list[_Listed] = []
    faults: list[str] = []
    for each in known_profiles(folder):
        try:
            if each.fault:
                raise ProfileError(each.fault)
            profile = load_profile(each.path)
        except ProfileError as error:
            faults.append(str(error))
        else:
            hidden = any(other.profile.id == profile.id for other in found)
            found.append(_Listed(profile, each.origin, each.path, hidden))
    return sorted(found, key=lambda listed: listed.profile.id), faults


def run_show(args: argparse.Namespace) -> int:
    """Print a form's policy, or a policy alone, as a page that a finance officer can sign."""
    from xltools.cli.policy_page import policy_page
    from xltools.profile.policy_file import load_policy

    source = load_policy(args.policy) if args.policy else load_profile(args.profile, Path.cwd())
    if args.json:
        print_json(msgspec.to_builtins(source))
        return 0
    for line in policy_page(source):
        print(line)
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Say what is wrong with a profile, if anything, with file and line."""
    checked = check_profile_file(profile_file(args.profile, Path.cwd()))
    if checked.profile is not None:
        for problem in _template_problems(checked.profile):
            checked.add(problem)
    mistakes = checked.mistakes
    if args.json:
        print_json(mistakes)
    elif not mistakes:
        assert checked.profile is not None
        print(f"{args.profile}：没有发现问题（{checked.profile.title}）。")
    else:
        errors = sum(each.severity == "error" for each in mistakes)
        hints = len(mistakes) - errors
        counts = [f"{errors} 处错误"] * bool(errors) + [f"{hints} 处提醒"] * bool(hints)
        print(f"{args.profile}：{'，'.join(counts)}")
        for mistake in mistakes:
            print(mistake)
    return int(checked.has_errors)


def run_new(args: argparse.Namespace) -> int:
    """Write a profile to begin with, over another one."""
    from xltools.profile.extend import whole_profile
    from xltools.profile.write_new import Start, full_profile, short_profile

    target: Path = args.file
    check_target(target, ".toml", force=args.force)
    base_file = profile_file(args.base, target)
    if base_file == target.absolute():
        raise ProfileError(f"--from 不能是要写的文件 {target} 自己。")
    base = load_profile(base_file)
    name = args.id or target.stem
    if args.id is None and name in profile_ids(target) and not args.force:
        raise ProfileError(f"已经有编号为 {name} 的表样；请换一个文件名，或用 --id 写明编号。")
    named = args.base if not args.base.endswith(".toml") else _relative(base_file, target)
    start = Start(
        base=named,
        file=target.name,
        id=name,
        title=args.title or f"{args.region or name}项目支出绩效自评表",
        region=args.region or "（请写地区）",
    )
    content, _ = whole_profile(base_file)
    text = (full_profile if args.full else short_profile)(content, start)
    save_new(target, text.encode())
    print(
        f"已写好：{target}（{'写出了全部内容' if args.full else f'继承 {named}'}，{base.title}）"
    )
    print(f"改好后运行：xltools profile check {target}")
    return 0


def _relative(base: Path, target: Path) -> str:
    """The base's path as seen from the new file, with slashes on every system."""
    try:
        return Path(os.path.relpath(base, target.absolute().parent)).as_posix()
    except ValueError:  # another drive of Windows
        return base.as_posix()


def _template_problems(profile: Profile) -> list[Problem]:
    """What is wrong with the report's template; nothing for a form without a report."""
    from xltools.report import lint_report_template

    if not profile.report:
        return []
    try:
        faults = lint_report_template(profile)
    except TemplateError as error:
        return [Problem((("report",),), str(error))]
    severity: dict[str, Literal["error", "hint"]] = {"error": "error", "warning": "hint"}
    return [
        Problem((("report",),), str(fault), severity=severity[fault.severity])
        for fault in faults
    ]
