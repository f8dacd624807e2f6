"""Work that costs a cluster its workers: done in the process that a worker keeps for reading."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from intake_work import record

from xltools.bureau import station
from xltools.intake.walk import Item
from xltools.returns.records import packed


def kill_the_worker(items: Sequence[Item], mark: str) -> bytes:
    """The first to come to an item called 最后 ends the cluster's worker, as a power cut would."""
    if any(item.path.startswith("最后") for item in items):
        try:
            Path(mark).open("x").close()
        except FileExistsError:
            pass
        else:
            os.kill(os.getppid(), signal.SIGKILL)
    return packed([record(item) for item in items])


def always_kill_the_worker(items: Sequence[Item]) -> bytes:
    """Whoever comes to an item called 坏 ends the cluster's worker."""
    if any(item.path.startswith("坏") for item in items):
        os.kill(os.getppid(), signal.SIGKILL)
        signal.pause()
    return packed([record(item) for item in items])


def stations() -> int:
    """How many processes this worker keeps for reading."""
    return len(station._stations)
