"""Work on items in processes that may hang or die: what one of them costs, it costs alone.

A batch that fails is repeated item by item, an archive that fails member by member; what fails by
itself becomes a refused record. Everything handed in comes out in some record.

    with contextlib.closing(run(batches, work, jobs=2, …)) as results: …

Closed early, or interrupted, it takes its processes with it at once. They also end by themselves when
this process is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import TypeAlias

from msgspec import Struct
from pebble import ProcessExpired, ProcessPool

from xltools.apart import become_expendable, memory
from xltools.errors import XltoolsError
from xltools.intake.walk import Item, shown
from xltools.package.limits import MEGABYTE
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord, packed

Work: TypeAlias = Callable[[Sequence[Item]], bytes]
"""What is done with a batch: a function of a module, or a partial of one; gives packed records."""

Refuse: TypeAlias = Callable[[Item, str, str], FileRecord]
"""The record of an item that cannot be worked on: the item, the number of the code, the reason."""

Parts: TypeAlias = Callable[[Item], Sequence[Item]]
"""An archive's members as items of their own (`take.parts`); nothing for any other item."""

RECYCLED = 250
"""Batches after which a worker makes room for a new one, with whatever its libraries hold on to."""

_PACE = 10 * MEGABYTE
"""What any machine reads in the time that one file may take; more may take more."""
_PATIENCE = 60.0
"""Seconds for a worker to start, and beyond all time limits until a pool is taken for stuck."""
_PROCESS_DIED = (
    "读表的工作进程启动不了或不断退出，没有再试。请关闭其他程序后重试，或加 --jobs 1。"
)


class _Task(Struct):
    """Items to be worked on together; `failed` with what they failed before, as code and detail.

    One that asks for `parts` wants to know what is in the one item it has.
    """

    items: Sequence[Item]
    failed: tuple[str, str] = ("", "")
    parts: bool = False


Outcome: TypeAlias = tuple[bytes | Sequence[Item] | None, str, str]
"""What came of a task; else None, the name of a `FileCode`, and its detail."""


def run(
    batches: Iterable[Sequence[Item]],
    work: Work,
    *,
    jobs: int,
    seconds: float,
    megabytes: int,
    refuse: Refuse,
    parts: Parts | None = None,
) -> Iterator[bytes]:
    """Yield the packed records of all batches, in the order in which they are done.

    At most twice as many batches are under way as there are `jobs`; no more of `batches` is drawn. A file
    gets `seconds`, a batch as long as one file, more for more than 10 MB: one that hangs costs
    about twice that. `megabytes` is the memory of a worker; see `memory.limit` for where that holds.
    With 0 jobs all is done in this process: nothing is limited, and only what raises is survived.

    Raises:
        XltoolsError: no worker can be started.
    """
    todo = _Todo(batches, refuse, parts is not None)
    if jobs < 1:
        while (task := todo.next()) is not None:
            yield from todo.settle(task, _attempt(work, parts, task, in_worker=False))
        return
    crew = _Crew(work, parts, jobs, seconds, megabytes)
    try:
        yield from _through(todo, crew)
    finally:
        crew.stop()


class Station:
    """One process that is kept from batch to batch, for a caller that gets them one at a time."""

    def __init__(
        self,
        work: Work,
        *,
        seconds: float,
        megabytes: int,
        refuse: Refuse,
        parts: Parts | None = None,
    ) -> None:
        self._crew = _Crew(work, parts, 1, seconds, megabytes)
        self._refuse, self._can_part = refuse, parts is not None

    def records(self, batch: Sequence[Item]) -> Iterator[bytes]:
        """The packed records of a batch, in one piece or, where something failed, in several.

        Raises:
            XltoolsError: no worker can be started.
        """
        return _through(_Todo([batch], self._refuse, self._can_part), self._crew)

    def close(self) -> None:
        """End the process."""
        self._crew.stop()


def _through(todo: _Todo, crew: _Crew) -> Iterator[bytes]:
    """Everything that is to be done, done by a crew, which stays."""
    while True:
        while len(crew.under_way) < crew.places and (task := todo.next()) is not None:
            crew.give(task)
        if not crew.under_way:
            return
        for task, outcome in crew.done():
            if outcome is None:
                todo.again.append(task)
            else:
                yield from todo.settle(task, outcome)
        if not todo.again:
            crew.places = crew.most


class _Todo:
    """What is still to be done: what failed goes before what is new."""

    def __init__(
        self, batches: Iterable[Sequence[Item]], refuse: Refuse, can_part: bool
    ) -> None:
        self._new = iter(batches)
        self._refuse, self._can_part = refuse, can_part
        self.again: deque[_Task] = deque()

    def next(self) -> _Task | None:
        """The next task; None if there is nothing at the moment."""
        if self.again:
            return self.again.popleft()
        for batch in self._new:
            if batch:
                return _Task(tuple(batch))
        return None

    def settle(self, task: _Task, outcome: Outcome) -> Iterator[bytes]:
        """The records that a task came to; else what follows from it is put into `again`."""
        result, code, detail = outcome
        if isinstance(result, bytes):
            yield result
        elif result:  # the parts of an archive
            self.again += [_Task((item,)) for item in result]
        elif len(task.items) > 1:
            self.again += [_Task((item,)) for item in task.items]
        elif self._can_part and not task.parts:
            self.again.append(_Task(task.items, (code, detail), parts=True))
        else:
            yield self._refusal(task.items[0], *(task.failed if task.parts else (code, detail)))

    def _refusal(self, item: Item, code: str, detail: str) -> bytes:
        name = item.path.rpartition("/")[2]
        told = FileCode[code].at(None, "文件", name=name, why=detail)
        return packed([self._refuse(item, told.code.number, told.message + told.advice)])


class _Crew:
    """The processes, and the tasks that they have."""

    def __init__(
        self, work: Work, parts: Parts | None, jobs: int, seconds: float, megabytes: int
    ) -> None:
        self._work, self._parts = work, parts
        self._jobs, self._seconds, self._megabytes = jobs, seconds, megabytes
        self._pool: ProcessPool | None = None
        self.places = self.most = 2 * jobs
        self.under_way: dict[Future[Outcome], _Task] = {}

    def give(self, task: _Task) -> None:
        """Hand a task to whichever process is free first."""
        if self._pool is None:
            self._pool = self._started()
        try:
            given: Future[Outcome] = self._pool.schedule(
                _attempt, (self._work, self._parts, task), timeout=self._allowed(task)
            )
        except RuntimeError:  # it broke while nobody looked
            given = Future()
            given.set_exception(BrokenProcessPool())
        self.under_way[given] = task

    def done(self) -> list[tuple[_Task, Outcome | None]]:
        """Wait for tasks to be done. None for the outcome of one that is to be given again."""
        longest = max(map(self._allowed, self.under_way.values()))
        finished, _ = wait(self.under_way, 2 * longest + _PATIENCE, FIRST_COMPLETED)
        results = []
        broken = not finished
        for future in finished:
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                broken = True
                continue
            task = self.under_way.pop(future)
            results.append((task, future.result() if error is None else _failure(error)))
        return results + (self._broken() if broken else [])

    def _broken(self) -> list[tuple[_Task, Outcome | None]]:
        """The pool has lost its way: what was under way is given again, one at a time.

        A task that breaks the pool while it has it for itself has failed.
        """
        tasks = list(self.under_way.values())
        self.stop()
        if len(tasks) == 1 and self.places == 1:
            return [(tasks[0], (None, FileCode.CRASHED.name, ""))]
        self.places = 1
        return [(task, None) for task in tasks]

    def stop(self) -> None:
        """End all processes, whatever they are doing."""
        self.under_way.clear()
        if self._pool is not None:
            _end(self._pool)
            self._pool = None

    def _started(self) -> ProcessPool:
        """A pool of which one process has already said that it is there.

        Raises:
            XltoolsError: none has.
        """
        pool = ProcessPool(
            self._jobs, RECYCLED, _prepare, (self._megabytes,),
            context=multiprocessing.get_context("spawn"),
        )  # fmt: skip
        first: Future[bool] = pool.schedule(_present, (self._work, self._parts))
        try:
            first.result(timeout=_PATIENCE)
        except (BrokenProcessPool, ProcessExpired, TimeoutError):
            _end(pool)
            raise XltoolsError(_PROCESS_DIED) from None
        except BaseException:
            _end(pool)
            raise
        return pool

    def _allowed(self, task: _Task) -> float:
        """The seconds that a task may take."""
        return self._seconds * max(1.0, sum(item.size for item in task.items) / _PACE)


def _end(pool: ProcessPool) -> None:
    """End its processes without waiting for what they do."""
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _failure(error: BaseException) -> Outcome:
    """What a task failed with, by how its process ended.

    Raises:
        BaseException: the task could not even be sent; that is no file's fault.
    """
    if isinstance(error, TimeoutError):
        return None, FileCode.TOO_LONG.name, ""
    if isinstance(error, ProcessExpired):
        killed = -getattr(signal, "SIGKILL", 9)
        much = error.exitcode in (memory.EXIT, killed)  # killed: by a system out of memory
        return None, (FileCode.TOO_MUCH_MEMORY if much else FileCode.CRASHED).name, ""
    raise error


def _attempt(
    work: Work, parts: Parts | None, task: _Task, *, in_worker: bool = True
) -> Outcome:
    """Do a task; whatever it raises is an answer and no end. Runs in the worker."""
    try:
        if task.parts:
            return (list(parts(task.items[0])) if parts else None), "", ""
        return work(task.items), "", ""
    except MemoryError:
        return None, FileCode.TOO_MUCH_MEMORY.name, ""
    except Exception as error:
        return None, FileCode.INTERNAL.name, shown(f"{type(error).__name__}：{error}")
    except KeyboardInterrupt:
        if not in_worker:
            raise
        return None, FileCode.CRASHED.name, ""
    except BaseException:  # a panic in Rust, and what else thinks that it may end a program
        return None, FileCode.CRASHED.name, ""


def _present(*_needed: object) -> bool:
    """Says that the worker is there and could load what it needs."""
    return True


def _prepare(megabytes: int) -> None:
    """Make a worker ready: its memory limited, its complaints kept off the terminal."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()
    become_expendable()
    memory.limit(megabytes)
    if not os.environ.get("XLTOOLS_DEBUG"):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)  # a panic of a library tells its line of Rust
        os.close(quiet)


def _leave_with(parent: int) -> None:
    """End this process with the one that started it, also in the middle of a file."""
    wait_for([parent])
    os._exit(1)
