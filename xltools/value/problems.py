"""What is said about a cell that cannot be read: what it holds, what to write instead."""

from __future__ import annotations

from xltools.visible import visible


class ValueParseError(ValueError):
    """A cell that must hold a number does not; the text is one Chinese sentence."""


def shown(text: object, limit: int = 24) -> str:
    """Quote what the cell holds, shortened, on one line.

    >>> shown("7,00.0,77")
    '“7,00.0,77”'
    """
    line = visible(" ".join(str(text).split()))
    return f"“{line[: limit - 1]}…”" if len(line) > limit else f"“{line}”"
