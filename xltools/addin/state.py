"""How things stand in one program."""

from __future__ import annotations

from msgspec import Struct


class State(Struct, frozen=True):
    """A program and our buttons in it.

    `program` is its name with the version where that is known. `version` is that of the installed
    add-in, None if none is. `missing` are sentences: what keeps the buttons from working.
    `hints` are worth knowing, no more.
    """

    host: str
    program: str
    found: bool
    version: str | None = None
    missing: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def is_installed(self) -> bool:
        """Are our buttons in it?"""
        return self.version is not None

    @property
    def works(self) -> bool:
        """Installed, and nothing is known that is missing."""
        return self.is_installed and not self.missing
