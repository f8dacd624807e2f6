"""One run of the desk: look → read → keep → settle → summary. Safe to stop and to run again.

Everything that was read is in the ledger with the end of its batch; a run that was killed has
lost at most the batches under way, and the next one takes them up.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, structs
from sqlalchemy import select

from xltools.bureau.basis import basis_of
from xltools.bureau.counts import Counts, count
from xltools.bureau.log import Log
from xltools.bureau.places import Places
from xltools.bureau.progress import Progress, Silent
from xltools.bureau.read_back import ReadBack, read_back_old
from xltools.bureau.request import Request
from xltools.bureau.work import Task, refused, work
from xltools.errors import FileError
from xltools.intake import pool
from xltools.intake.take import parts
from xltools.intake.walk import Item, items
from xltools.judging.settle import settle
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.roster import load_roster
from xltools.ledger.tables import project
from xltools.returns.records import unpacked
from xltools.returns.rules import Rules, load_rules

BATCH, LEAST = 100, 10
"""Files that a worker gets at once: less costs more in passing them on, more is lost in a kill."""


class Collected(Struct, frozen=True):
    """What became of it: the counts add up, `read` files were read in `seconds`.

    Of those `outdated` are unchanged and were read again, since what they were read by has changed.
    `ledger` is where the ledger is, as a person may see it: without a password.
    """

    ledger: str
    counts: Counts
    read: int
    outdated: int
    unchanged: int
    seconds: float
    places: Places
    read_back: ReadBack


def collect(request: Request, progress: Progress | None = None) -> Collected:
    """Take in what came, and write the summary.

    Raises:
        XltoolsError: something that concerns all files; what concerns one is told in the ledger.
    """
    began = time.monotonic()
    places = request.places
    rules = load_rules(request.rules)
    with open_ledger(places.ledger) as ledger, Log(places.log) as log:
        run = _Run(request, rules, ledger, log, progress or Silent())
        run.prepare()
        run.take_in()
        run.settle()
        counts = count(ledger)
        run.write(counts)
        seconds = time.monotonic() - began
        log.end(counts, run.waiting.value, seconds)
        unchanged = run.seen.value - run.waiting.value
        return Collected(
            ledger.where, counts, run.waiting.value, ledger.outdated, unchanged, seconds, places,
            run.read_back,
        )  # fmt: skip


class _Count:
    """Passes things on and counts them."""

    def __init__(self) -> None:
        self.value = 0

    def each(self, things: Iterable[Item]) -> Iterator[Item]:
        for thing in things:
            self.value += 1
            yield thing


class _Run:
    """The steps of one run, in their order."""

    def __init__(
        self, request: Request, rules: Rules, ledger: Ledger, log: Log, shown: Progress
    ) -> None:
        self.request, self.rules, self.ledger = request, rules, ledger
        self.log, self.shown = log, shown
        self.seen, self.waiting = _Count(), _Count()
        self.id, self.basis = 0, ""
        self.read_back = ReadBack()

    def prepare(self) -> None:
        """The roster goes into the ledger, what the clerk wrote into the old summary, and the run.

        The old summary names projects as the ledger did before this roster; a new ledger has only it.
        """
        request = self.request
        self.ledger.take_turn()
        rows = [row for path in request.rosters for row in load_roster(path)]
        is_new = self._is_new()
        if rows and is_new:
            self.ledger.set_roster(rows, self.rules.matching.synonyms)
        self.read_back = read_back_old(self.ledger, request.places.summary, request.who)
        if rows and not is_new:
            self.ledger.set_roster(rows, self.rules.matching.synonyms)
        options = {"roots": [str(root) for root in request.places.roots]}
        self.basis = basis_of(self.ledger, request.profile, self._sent(), self.rules.limits)
        self.id = self.ledger.begin_run(options, self.rules.digest, request.who, self.basis)
        self.log.begin(self.id, request.places.roots)

    def _is_new(self) -> bool:
        """Whether the ledger knows no project yet."""
        with self.ledger.read() as connection:
            return connection.scalar(select(project.c.id).limit(1)) is None

    def take_in(self) -> None:
        """Read what is new or changed, batch by batch."""
        request, places = self.request, self.request.places
        self.shown.stage("查看文件")
        total = sum(1 for _ in self._present())
        if not total:
            raise FileError(f"{'、'.join(f'“{root}”' for root in places.roots)}里没有文件。")
        self.shown.stage("读表")
        self.shown.files(total)
        waiting = self.waiting.each(
            self.ledger.changed(self.seen.each(self._present()), again=request.again)
        )
        done = 0
        size = partial(self._size, total)
        batches = self._spread(_batches(waiting, size), self._work())
        with contextlib.closing(batches):
            for data in batches:
                records = unpacked(data)
                self.log.records(records, self.ledger.keep(self.id, records))
                done += len({record.disk for record in records})
                self.shown.read(self.seen.value - self.waiting.value + done)
        self.ledger.mark_gone(self.id, places.roots)

    def _size(self, total: int) -> int:
        """Files of the next batch: fewer towards the end, so that nobody waits for the last one."""
        left = total - self.seen.value
        return max(LEAST, min(BATCH, left // (4 * max(1, _jobs(self.request)))))

    def settle(self) -> None:
        """Work out what follows: whose form each is, which counts, what is alike."""
        self.shown.stage("核对")
        if not self.request.last_year:
            settle(self.ledger, self.rules)
            return
        where = self.request.last_year
        with open_ledger(where if "://" in where else Path(where), create=False) as former:
            settle(self.ledger, self.rules, former)

    def write(self, counts: Counts) -> None:
        """The summary, the tables for programs, and the end of the run in the ledger."""
        from xltools.bureau.writing import write_results  # pandas: the workers do without

        self.shown.stage("汇总")
        write_results(self.ledger, self.request, self.rules, counts)
        self.ledger.finish_run(self.id, structs.asdict(counts))

    def _present(self) -> Iterator[Item]:
        """What lies below the roots, but for our own files and the forms that were sent out."""
        roots, apart = self.request.places.roots, self.request.places.apart
        sent = self._sent()
        folder = os.path.abspath(sent) + os.sep if sent else ""  # noqa: PTH100 - as walk does
        inside = any(
            folder.startswith(os.path.abspath(root) + os.sep)  # noqa: PTH100
            and Path(folder) != Path(os.path.abspath(root))  # noqa: PTH100
            for root in roots
        )
        for item in items(roots):
            if item.disk not in apart and not (inside and item.disk.startswith(folder)):
                yield item

    def _sent(self) -> Path | None:
        """The folder of the forms that were sent out."""
        request = self.request
        return request.sent or (request.rosters[0].parent if request.rosters else None)

    def _task(self) -> Task:
        where, sent = self.request.places.ledger, self._sent()
        ledger = where if isinstance(where, str) else str(where.resolve())
        folder = str(sent.resolve()) if sent else ""
        return Task(self.rules.limits, ledger, folder, self.request.profile, self.basis)

    def _work(self) -> Callable[[Sequence[Item]], bytes]:
        """What is done with a batch; a cluster's workers write into a ledger on a server themselves."""
        task = self._task()
        if self.request.dask and isinstance(self.request.places.ledger, str):
            from xltools.bureau.station import work_and_keep

            return partial(work_and_keep, task=task, run=self.id)
        return partial(work, task=task)

    def _spread(
        self, batches: Iterable[Sequence[Item]], work: Callable[[Sequence[Item]], bytes]
    ) -> Generator[bytes]:
        """The work done by this machine's processors or a cluster, batch by batch."""
        limits, request = self.rules.limits, self.request
        if request.dask:
            from xltools.bureau.dask import run

            yield from run(
                batches, work, address=request.dask, jobs=_jobs(request), seconds=limits.seconds,
                megabytes=limits.megabytes, refuse=refused, parts=partial(parts, limits=limits),
            )  # fmt: skip
        else:
            yield from pool.run(
                batches, work, jobs=_jobs(request), seconds=limits.seconds,
                megabytes=limits.megabytes, refuse=refused, parts=partial(parts, limits=limits),
            )  # fmt: skip


def _jobs(request: Request) -> int:
    return (os.cpu_count() or 1) if request.jobs is None else request.jobs


def _batches(things: Iterable[Item], size: Callable[[], int]) -> Iterator[list[Item]]:
    """So many files each as `size` says; an archive, which may hold thousands, is one of its own."""
    batch: list[Item] = []
    most = size()
    for item in things:
        if item.path.lower().endswith(".zip"):
            yield [item]
            continue
        batch.append(item)
        if len(batch) >= most:
            yield batch
            batch, most = [], size()
    if batch:
        yield batch
