"""Logs for whoever maintains the program: where it went wrong, and nothing that stands in a form.

A library's error may quote the cell that it stumbled over, so of an error its kind and the lines of
code are written, not its words. The file is its owner's alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import traceback
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

_Told: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

LARGEST = 512 * 1024
"""Bytes of a log before a new one is begun; one old one is kept."""


class Wordless(logging.Formatter):
    """A formatter that writes of an error its kind and where it was, not what it says."""

    def formatException(self, ei: _Told) -> str:  # noqa: N802 - as logging has it
        """The frames and the kinds of the error and of what caused it."""
        told = []
        error: BaseException | None = ei[1]
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (
                None if error.__suppress_context__ else error.__context__
            )
        return "Traceback:\n" + "\n  caused by:\n".join(told)


def private_handler(path: Path) -> logging.Handler:
    """A handler that appends to this file, which is made for its owner's eyes only.

    Where it cannot be written nothing is logged.
    """
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".old.log"))
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        path.chmod(0o600)
        handler = logging.FileHandler(path, encoding="utf-8", errors="replace", delay=True)
    handler.setFormatter(Wordless("%(asctime)s %(process)d %(levelname)s %(message)s"))
    return handler
