"""A stranger's bytes read in a process of its own, which may hang, die or swell: that costs one line.

A process that is there to read strangers' files, and nothing else, says so with `become_expendable`
and then reads them itself. Every other one, in which a person waits for more than this one file, hands
them over with `work_apart`.
"""

from __future__ import annotations

_expendable = False


def become_expendable() -> None:
    """Say that this process may be lost over a file."""
    global _expendable  # noqa: PLW0603 - it is the process that is one or is none
    _expendable = True


def is_expendable() -> bool:
    """True in a process that may be lost over a file."""
    return _expendable
