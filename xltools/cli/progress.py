"""A long run on the terminal: what it does, how far it is, how fast, how long still."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TextIO

from xltools.bureau.progress import Progress, Silent
from xltools.cli.terminal import drawn_on


@contextlib.contextmanager
def shown(stream: TextIO, *, quiet: bool = False) -> Iterator[Progress]:
    """Yield what a run tells its progress to; nothing is drawn where nobody looks (pipe, file)."""
    if quiet or not stream.isatty():
        yield Silent()
        return
    from rich.console import Console  # costs more than a whole `check`
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Speed(ProgressColumn):
        """如 412 个/秒，约剩 1:05."""

        def render(self, task: Task) -> Text:
            if not task.speed or task.finished:
                return Text("")
            left = task.time_remaining
            rest = "" if left is None else f"，约剩 {int(left) // 60}:{int(left) % 60:02d}"
            return Text(f"{task.speed:.0f} 个/秒{rest}")

    class Drawn:
        """The stages as lines, the reading as a bar."""

        def __init__(self, bars: Bars) -> None:
            self._bars = bars
            self._task = bars.add_task("", total=None)

        def stage(self, name: str) -> None:
            """The line of the stage before stays."""
            self._bars.update(self._task, description=name)

        def files(self, total: int) -> None:
            self._bars.reset(self._task, total=total)

        def read(self, done: int) -> None:
            self._bars.update(self._task, completed=done)

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(),
        Speed(), TimeElapsedColumn(),
    )  # fmt: skip
    console = Console(file=drawn_on(stream))
    with Bars(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bars:
        yield Drawn(bars)
