"""What a worker of a Dask cluster does: it hands each batch to a process of its own, kept for the run.

So a file that hangs, dies or blows up its reader costs the cluster no worker, and is refused by itself
as everywhere (`intake.pool`). Each thread of a worker keeps one such process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Sequence
from itertools import chain

from msgspec import Struct, structs

from xltools import __version__
from xltools.bureau.work import Task, work
from xltools.intake.pool import Parts, Refuse, Station, Work
from xltools.intake.walk import Item
from xltools.ledger.book import open_ledger
from xltools.returns.records import packed, unpacked

_stations: dict[tuple[str, int], Station] = {}
_door = threading.Lock()


class Job(Struct, frozen=True):
    """What every batch of a run has in common; `run` tells runs on one cluster apart."""

    run: str
    work: Work
    seconds: float
    megabytes: int
    refuse: Refuse
    parts: Parts | None = None


class State(Struct, frozen=True):
    """What a worker of the cluster has: its xltools, the file it was asked for, children of its own."""

    version: str
    sees: bool
    may_have_children: bool


def read(batch: Sequence[Item], job: Job) -> bytes:
    """The packed records of a batch, in one piece also where something failed."""
    pieces = list(_station(job).records(batch))
    if len(pieces) == 1:
        return pieces[0]
    return packed(list(chain.from_iterable(map(unpacked, pieces))))


def work_and_keep(items: Sequence[Item], task: Task, run: int) -> bytes:
    """As `work`, and the records go into the ledger on its server at once; none of its forms comes back.

    A batch that is done twice is kept once, and so are the records when they come back.
    """
    records = unpacked(work(items, task))
    with open_ledger(task.ledger, create=False) as ledger:
        ledger.keep(run, records)
    return packed([structs.replace(record, forms=()) for record in records])


def close(run: str) -> None:
    """The run is over: end the processes that were kept for it."""
    with _door:
        own = [key for key in _stations if key[0] == run]
        stations = [_stations.pop(key) for key in own]
    while stations:
        stations.pop().close()
    gc.collect()  # locks go with the last word about them, which a worker that is ended cannot say


def state(disk: str) -> State:
    """What this worker has."""
    alone = bool(multiprocessing.current_process().daemon)
    return State(__version__, os.path.lexists(disk), not alone)


def _station(job: Job) -> Station:
    """The process of this thread; one of a run that ended without a word makes room."""
    thread = threading.get_ident()
    with _door:
        found = _stations.get((job.run, thread))
        left = [key for key in _stations if key[1] == thread and key[0] != job.run]
        stale = [_stations.pop(key) for key in left]
    for station in stale:
        station.close()
    if found is None:
        found = Station(
            job.work, seconds=job.seconds, megabytes=job.megabytes, refuse=job.refuse,
            parts=job.parts,
        )  # fmt: skip
        with _door:
            _stations[job.run, thread] = found
    return found
