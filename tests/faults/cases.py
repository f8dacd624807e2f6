"""Commands that save, each with what it starts from: small, and the same bytes every time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from xltools.profile import load_profile

ROOT = Path(__file__).parents[2]
FORM = ROOT / "samples" / "national-2020" / "农村公路安防工程.xlsx"

Files = Mapping[str, bytes]


class Case(NamedTuple):
    """A command line, and what makes the folder ready in which it is run."""

    argv: tuple[str, ...]
    prepare: Callable[[Path], None]


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _form(folder: Path) -> None:
    shutil.copy(FORM, folder / "表.xlsx")


def _with_old_results(folder: Path) -> None:
    """What was made of an earlier version lies there already."""
    _form(folder)
    shutil.copy(FORM, folder / "结果.xlsx")
    shutil.copy(ROOT / "templates" / "official.docx", folder / "报告.docx")


def prepare_list(folder: Path) -> None:
    """A bureau's list of two projects."""
    from sending_lists import invented, list_of

    profile = load_profile("national-2020")
    (folder / "清单.xlsx").write_bytes(list_of(profile, invented(profile, 2, seed=1)))


def _list_and_filled(folder: Path) -> None:
    """Two forms were sent out before, of which one was filled in, and a roster of others."""
    from xltools.hosts.sending import read_list, send_out

    prepare_list(folder)
    profile = load_profile("national-2020")
    send_out(
        read_list(folder / "清单.xlsx", profile),
        profile,
        folder / "发放",
        deadline="2024-12-31",
    )
    first = min(path for path in (folder / "发放").glob("*/*.xlsx"))
    first.write_bytes(FORM.read_bytes())


CASES = {
    "score-in-place": Case(("score", "表.xlsx", "--in-place"), _form),
    "score-copy": Case(("score", "表.xlsx", "-o", "结果.xlsx", "--force"), _with_old_results),
    "report": Case(("report", "表.xlsx", "-o", "报告.docx", "--force"), _with_old_results),
    "press": Case(("press", "check", "表.xlsx"), _form),
    "new": Case(("new", "national-2020", "--projects", "清单.xlsx", "-o", "发放"), prepare_list),
    "new-force": Case(
        ("new", "national-2020", "--projects", "清单.xlsx", "-o", "发放", "--force"), _list_and_filled
    ),
}  # fmt: skip
