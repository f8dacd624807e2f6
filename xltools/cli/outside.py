"""What the world does to a command: it is told to end, its output is shut or full, a save is told of."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator

from xltools.errors import SaveWarning


def end_politely() -> None:
    """Whoever ends us, or closes the terminal, gets what Ctrl+C gets: nothing half is left."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # else nohup
            signal.signal(number, _interrupt)


def _interrupt(number: int, _: object) -> None:
    raise KeyboardInterrupt


def open_streams() -> None:
    """Where there is no output (`>&-`, a program without a console) what is printed goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def give_up_output() -> None:
    """What is still to be printed goes nowhere, lest the interpreter complain of it at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def told_of_saving() -> Iterator[None]:
    """What went well but not quite is one line; what libraries warn of is for their developers."""

    def tell(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        if issubclass(category, SaveWarning):
            with contextlib.suppress(OSError, ValueError):
                print(f"xltools：{message}", file=sys.stderr)

    with warnings.catch_warnings():
        warnings.simplefilter("always", SaveWarning)
        warnings.showwarning = tell
        yield
