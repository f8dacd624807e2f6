"""By what a file was read: a digest that the one who reads makes, kept with every version of a file.

What was read still holds while its basis begins with that of the run; so a run that does not know all
of it (nothing that was sent out is at hand) leaves alone what was read by more.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_

from xltools.ledger.tables import file
from xltools.returns.codes.files import FileCode

UNREACHED = frozenset((FileCode.UNREADABLE.number,))
"""Nothing is known of the file itself: the network was away, somebody had it open."""
COSTLY = frozenset(
    each.number for each in (FileCode.TOO_LONG, FileCode.TOO_MUCH_MEMORY, FileCode.CRASHED)
)
"""What cost its reader time, memory or life."""

IN_VAIN = "!"
"""Ending of the basis of what cost its reader too much: read by an earlier one, asked for by `again`."""
WAITING = "?"
"""Basis of what could not be reached: read by an earlier one, and to be read as soon as it can be."""


def holds(was: str, basis: str) -> bool:
    """Whether what was read by `was` still holds in a run with this basis."""
    return was.startswith(basis)


def is_read(was: str, basis: str) -> bool:
    """Whether it was read by the run's basis, and not in vain."""
    return holds(was, basis) and not was.endswith(IN_VAIN)


def outdated(basis: str) -> ColumnElement[bool]:
    """Whether a file was read by another basis."""
    return func.substr(file.c.basis, 1, len(basis)) != basis


def unread(basis: str) -> ColumnElement[bool]:
    """Whether a file was read by another basis, or in vain by this one."""
    return or_(outdated(basis), file.c.basis.like(f"%{IN_VAIN}"))
