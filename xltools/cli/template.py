"""`xltools report --check-template`: everything that is wrong with a report template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.errors import ProfileError, TemplateError
from xltools.profile import Profile, load_profile
from xltools.profile.find import known_profiles

if TYPE_CHECKING:
    from xltools.report.faults import Fault

_WORDS = {"error": "错误", "warning": "提醒"}


def check_template(wanted: str, profile_name: str | None) -> int:
    """Print all faults of a template, by its name or its folder; return the exit status."""
    from xltools.report.lint import lint_template
    from xltools.report.templates import read_leniently

    path = _path(wanted)
    try:
        profiles = _profiles(path, profile_name)
    except ProfileError:
        faults = read_leniently(path).faults
        if not faults or profile_name:
            raise
        return _tell(str(path), faults)  # wrong for every form
    status = 0
    for profile in profiles:
        name = f"{path}（用于表样 {profile.id}）"
        status = max(status, _tell(name, lint_template(path, profile)))
    return status


def _tell(name: str, faults: Sequence[Fault]) -> int:
    """Print the faults; 1 if one of them is an error."""
    print(f"{name}：{tally_faults(faults)}")
    for line in fault_lines(faults):
        print(line)
    return int(any(fault.severity == "error" for fault in faults))


def tally_faults(faults: Sequence[Fault]) -> str:
    """2 处错误，1 处提醒 — or 没有发现问题."""
    counts = [
        f"{count} 处{word}"
        for severity, word in _WORDS.items()
        if (count := sum(fault.severity == severity for fault in faults))
    ]
    return "，".join(counts) or "没有发现问题"


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """One line a fault: how bad, where, what, and what to do."""
    return [f"{_WORDS[fault.severity]} {fault}" for fault in faults]


def _path(wanted: str) -> Path:
    from xltools.report.places import REPORT, find_template

    given = Path(wanted)
    if given.name == REPORT and given.is_file():
        return given
    if (given / REPORT).is_file():
        return given / REPORT
    try:
        return find_template(wanted)
    except TemplateError:
        raise TemplateError(
            f"没有找到报告模板“{wanted}”：请写放 {REPORT} 的文件夹，或随软件安装的模板名。"
        ) from None


def _profiles(path: Path, name: str | None) -> list[Profile]:
    """The profile that the user names, else those that name this template.

    Raises:
        ProfileError: there is none.
    """
    if name:
        return [load_profile(name, Path.cwd())]
    wanted = path.resolve().parent.name
    found: list[Profile] = []
    for each in known_profiles(path.resolve().parent):
        try:
            profile = load_profile(each.path)
        except ProfileError:  # `profile check` is for that
            continue
        if profile.report == wanted and all(other.id != profile.id for other in found):
            found.append(profile)
    if not found:
        raise ProfileError(f"没有表样使用模板“{wanted}”：请用 --profile 写明它给哪个表样用。")
    return found
