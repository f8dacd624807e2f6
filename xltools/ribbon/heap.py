"""Whether a folder is one unit's own or the heap that many units sent, and where its things are."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from xltools.bureau.places import LEDGER, SUMMARY, find_rosters
from xltools.collect import Project
from xltools.collect.names import folded
from xltools.hosts.folders import RETURNED
from xltools.hosts.summary import is_summary

_ARCHIVE = ".zip"
_STRANGERS = 2
"""Forms of other units than the most frequent, from which on a folder is no unit's own."""


def is_heap(folder: Path) -> bool:
    """True for what many units sent: a roster is at hand, or a ledger was made before."""
    return (folder / LEDGER).is_file() or bool(find_rosters([folder]))


def has_archives(folder: Path) -> bool:
    """True if there is one below the folder that somebody sent."""
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != RETURNED and not name.startswith(".")]
        if any(name.lower().endswith(_ARCHIVE) for name in names):
            return True
    return False


def are_of_several_units(projects: Sequence[Project]) -> bool:
    """True where the forms are of several offices; one that is spelled otherwise is none yet."""
    owners = Counter(filter(None, map(_owner, projects)))
    return owners.total() - max(owners.values(), default=0) >= _STRANGERS


def summary_of(folder: Path) -> Path:
    """汇总.xlsx, or with a number where that is somebody else's; a former one of ours gives way."""
    name = Path(SUMMARY)
    number = 1
    while True:
        tail = "" if number == 1 else f"({number})"
        target = folder / f"{name.stem}{tail}{name.suffix}"
        if not target.exists() or is_summary(target):
            return target
        number += 1


def _owner(project: Project) -> str:
    """The office that answers for a form: the department above, else who fills it in."""
    for key in ("supervising_department", "implementing_unit"):
        text = project.evaluation.field_text(key)
        if text:
            return folded(text)
    return ""
