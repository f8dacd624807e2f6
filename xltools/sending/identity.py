"""Which copy of a form belongs to which project, the same in every run."""

from __future__ import annotations

import hashlib

from xltools.collect.names import folded, plain_code
from xltools.sending.model import ToSend

_LENGTH = 16
"""Hexadecimal digits: among a million projects two alike are one chance in thirty million."""


def told_by(project: ToSend) -> tuple[str, ...]:
    """What tells a project from all others: its year and code, else year, unit and name.

    A code is told by itself, so that a name may be corrected and the project stays the same.
    """
    year = str(project.year or "")
    if project.code:
        return (year, plain_code(project.code))
    return (year, folded(project.unit), folded(project.name))


def copy_of(profile: str, project: ToSend) -> str:
    """The id that the project's form bears in its identity (`anchors.Identity.copy`).

    It says nothing about the project, so that it may be printed and sent about.
    """
    text = "\0".join((profile, *told_by(project)))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
