"""The log of the clicks: what was clicked, how long it took, what went wrong; nothing that a form holds."""

from __future__ import annotations

import contextlib
import logging

from xltools.state import state_folder

_NAME = "ribbon.log"
_LARGEST = 512 * 1024
"""Bytes of the log before a new one is begun; one old one is kept."""


def start_log() -> None:
    """Write to `ribbon.log` in the state folder; where that cannot be, nothing is logged."""
    logger = logging.getLogger("xltools")
    logger.propagate = False
    if any(handler.name == _NAME for handler in logger.handlers):
        return
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _NAME
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old.log"))
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.name = _NAME
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
