"""What a long run tells while it works; whoever shows it decides how."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called by the run; every call returns at once."""

    def stage(self, name: str) -> None:
        """A part of the work begins: 查看文件, 读表, 核对, 汇总."""

    def files(self, total: int) -> None:
        """So many files are to be read in this run."""

    def read(self, done: int) -> None:
        """So many of them are read."""


class Silent:
    """Tells nobody."""

    def stage(self, name: str) -> None:
        """Nothing."""

    def files(self, total: int) -> None:
        """Nothing."""

    def read(self, done: int) -> None:
        """Nothing."""
