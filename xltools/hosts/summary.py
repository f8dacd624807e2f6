"""A unit's forms on disk: read, scored and checked file by file, put together in a 评分表."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from xltools.anchors import ROSTER_PROPERTY
from xltools.collect import (
    MARK,
    Given,
    Issue,
    Project,
    ProjectSet,
    Summary,
    Told,
    Unread,
    build_summary,
    check_set,
    issues_of,
    summarise,
)
from xltools.errors import FormError, Stopped, XltoolsError
from xltools.hosts.file import Opened, open_form
from xltools.package import load
from xltools.profile import Profile, load_profile

DEFAULT_NAME = "评分表.xlsx"

Progress: TypeAlias = Callable[[int, int, str], bool]
"""Called before each file with how many are done, how many there are, which one comes."""


class ReadForms(Struct):
    """What came of the files; `skipped` are former 评分表 of ours."""

    projects: list[Project]
    unread: list[Unread]
    skipped: list[str]


class Collected(Struct, frozen=True):
    """The forms put together: what they show, the table as values and as a workbook."""

    read: ReadForms
    project_set: ProjectSet
    told: list[Told]
    summary: Summary
    issues: list[Issue]
    content: bytes


def collect(
    read: ReadForms, given: Given | None = None, profile: Profile | None = None
) -> Collected:
    """Put the forms together; `profile` says what the table looks like, else the first project's.

    Raises:
        FormError: not one form was read.
    """
    if not read.projects:
        raise FormError("没有读到一份自评表，没有生成评分表。")
    project_set = ProjectSet(tuple(read.projects), given or Given())
    told = check_set(project_set)
    summary = summarise(project_set, told, profile)
    issues = issues_of(project_set, told, read.unread)
    return Collected(read, project_set, told, summary, issues, build_summary(summary, issues))


def read_forms(
    files: Sequence[Path],
    profile: str | None = None,
    progress: Progress | None = None,
    enough: Callable[[Sequence[Project]], bool] | None = None,
) -> ReadForms:
    """Read, score and check every form of every file; a bad one does not stop the others.

    `enough` is asked after each file whether the rest need not be read.

    Raises:
        Stopped: `progress` answered that the user does not want to wait.
    """
    read = ReadForms([], [], [])
    shown = shown_names(files)
    for path, opened in opened_forms(files, profile, progress):
        if isinstance(opened, FormError) and is_summary(path):
            read.skipped.append(shown[path])
        elif isinstance(opened, XltoolsError):
            read.unread.append(Unread(shown[path], str(opened)))
        else:
            read.projects += [
                Project(
                    shown[path], form.evaluation, form.scores, form.profile,
                    tuple(form.findings),
                )
                for form in opened.forms
            ]  # fmt: skip
        if enough is not None and enough(read.projects):
            break
    return read


def opened_forms(
    files: Sequence[Path], profile: str | None = None, progress: Progress | None = None
) -> Iterator[tuple[Path, Opened | XltoolsError]]:
    """Yield each file with its forms, or with why they cannot be read.

    Raises:
        Stopped: see `read_forms`.
    """
    for number, path in enumerate(files):
        if progress is not None and not progress(number, len(files), path.name):
            raise Stopped("已停止。")
        yield path, _open(path, profile)


def _open(path: Path, profile: str | None) -> Opened | XltoolsError:
    try:
        return open_form(path, load_profile(profile, path.parent) if profile else None)
    except XltoolsError as error:
        return error
    except Exception as error:  # a fault of ours in one file, among perhaps a hundred
        if os.environ.get("XLTOOLS_DEBUG"):
            raise
        return XltoolsError(
            f"读“{path.name}”时程序内部出错（{type(error).__name__}：{error}）。"
            "请把这一行和该文件发给维护者。"
        )


def shown_names(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called: its name, with its folder where two have one name."""
    names = [path.name for path in files]
    return {path: path.name if names.count(path.name) == 1 else str(path) for path in files}


def is_summary(path: Path) -> bool:
    """True for a 评分表 or 汇总 of ours, which lies in the folder when it is read a second time, and
    for a 报送名册.
    """
    try:
        names: Collection[str] = load(path).snapshot.properties
    except XltoolsError:
        from xltools.package.big_table import property_names  # larger than any form may be

        names = property_names(path)
    return MARK in names or ROSTER_PROPERTY in names
