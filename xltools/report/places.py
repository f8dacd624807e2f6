"""Where report templates are found: in the folder or under the name that a user wrote, among
the user's own, among ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from xltools.errors import TemplateError
from xltools.profile import user_folder
from xltools.report.faults import meant

REPORT = "report.toml"
OFFICIAL = "official.docx"


def find_template(name: str, given: Path | None = None) -> Path:
    """Return the report.toml of that name.

    With `given` it is what the user wrote: a report.toml, its folder, a folder with
    NAME/report.toml in it, or the name of a template; and nothing else, lest a misspelt folder
    silently give the report that came with us. Without it is looked for in the folder
    `templates` beside the user's profiles, then among ours.

    Raises:
        TemplateError: there is none; says where it was looked for.
    """
    if given is not None:
        return _given(name, given)
    for place in _places(name):
        if _is_file(place):
            return place
    looked = "、".join(str(place) for place in _places(name))
    raise TemplateError(f"没有找到报告模板“{name}”（表样里写的）。找过：{looked}。")


def template_names() -> list[str]:
    """The names of the templates that need no folder to be found: the user's own, and ours."""
    found = {
        path.parent.name for folder in shared_folders() for path in folder.glob(f"*/{REPORT}")
    }
    return sorted(found)


def shared_folders() -> list[Path]:
    """Where templates have a name: the user's folder first."""
    return [user_folder() / "templates", *bundled_folders()]


def bundled_folders() -> list[Path]:
    """Where our own templates are: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[1]
    return [package / "templates", package.parent / "templates"]


def shown(path: Path) -> str:
    """A template's file as messages call it: 我县/report.toml."""
    return f"{path.absolute().parent.name}/{path.name}"


def _places(name: str) -> list[Path]:
    return [folder / name / REPORT for folder in shared_folders()]


def _given(name: str, given: Path) -> Path:
    for place in _beside(name, given):
        if _is_file(place):
            return place
    if given.name == str(given):  # a word and no path
        for place in _places(given.name):
            if _is_file(place):
                return place
    names = template_names()
    there = f"请写放 {REPORT} 的文件夹，或模板名：{'、'.join(names)}"
    if os.path.isdir(given):  # noqa: PTH112 - as _is_file
        also = f"，也没有 {name}/{REPORT}" if name else ""
        raise TemplateError(f"“{given}”不是报告模板：文件夹里没有 {REPORT}{also}。{there}。")
    raise TemplateError(f"没有找到报告模板“{given}”{meant(given.name, names)}。{there}。")


def _beside(name: str, given: Path) -> Iterator[Path]:
    if given.name == REPORT:
        yield given
    yield given / REPORT
    if name:
        yield given / name / REPORT


def _is_file(path: Path) -> bool:
    """True for a file; a name that the system refuses is none."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises for a name too long
