"""The desk's work with files that take their process with them: what a reader could do, by the file's name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

from xltools.bureau.work import Task
from xltools.bureau.work import work as honest
from xltools.intake.walk import Item


def _hang() -> None:
    while True:
        time.sleep(0.01)


def _spin() -> None:
    while True:
        pass


def _swell() -> None:
    held = [bytearray(1 << 24) for _ in range(1 << 10)]
    held.clear()


ACTS: dict[str, Callable[[], None]] = {
    "挂起": _hang,
    "空转": _spin,
    "崩溃": os.abort,
    "退出": lambda: os._exit(0),
    "吃内存": _swell,
}
"""Word in a file's name → what its reader does."""


def work(items: Sequence[Item], task: Task) -> bytes:
    """What `bureau.work` does, if no file among them does something first."""
    for item in items:
        for word, act in ACTS.items():
            if f"/读它就{word}" in item.path:
                act()
    return honest(items, task)
