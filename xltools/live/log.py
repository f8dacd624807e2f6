"""The log of the clicks: what was clicked, how long it took, what went wrong; nothing that a form holds."""

from __future__ import annotations

import logging

from xltools.private_log import private_handler
from xltools.state import state_folder

_NAME = "ribbon.log"


def start_log() -> None:
    """Write to `ribbon.log` in the state folder; where that cannot be, nothing is logged."""
    logger = logging.getLogger("xltools")
    logger.propagate = False
    if any(handler.name == _NAME for handler in logger.handlers):
        return
    handler = private_handler(state_folder() / _NAME)
    handler.name = _NAME
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
