"""The same work on a Dask cluster: batches go out, packed records come back, a bounded number at once.

    with contextlib.closing(run(batches, work, address="tcp://10.0.0.1:8786", …)) as results: …

What this process holds does not grow with the number of files: a batch is drawn when a place is free,
and a result is let go as soon as it is handed on. A worker that is lost has its batches done again
elsewhere. Reading happens in processes that the workers keep for it (`bureau.station`).
"""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from xltools import __version__
from xltools.bureau.station import Job, State, close, read, state
from xltools.errors import FileError, ToolMissingError, XltoolsError
from xltools.intake.pool import Parts, Refuse, Work
from xltools.intake.walk import Item
from xltools.returns.codes.files import FileCode
from xltools.returns.records import packed

T = TypeVar("T")

LOCAL = "local"
"""Instead of an address: a cluster on this computer, for this run."""

_AHEAD = 2
"""Batches that a thread of the cluster has waiting besides the one that it works on."""
_CONNECT = 15.0
_PATIENCE = 60.0
"""Seconds to wait for the first worker, and for another one when all are lost."""
_PAUSE = 0.05
"""Seconds between two looks for what is done; workers have more to do meanwhile."""
_SETTINGS = {
    "distributed.worker.daemon": False,  # it may have children: it reads in a process of its own
    # fifty to a hundred looks a second at itself, for a page that nobody opens
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.scheduler.http.routes": [],
}
"""Of a local cluster."""
_SILENT = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")

_MISSING = (
    '用 Dask 收表需要 dask 和 distributed：请运行 pip install "xltools[scale]"，或去掉 --dask。'
)
_UNREACHABLE = "连不上 Dask 集群“{}”（{}）。请检查地址（如 tcp://10.0.0.5:8786）、调度器是否已启动、端口是否放行。"
_NOBODY = "Dask 集群“{}”里没有工作进程。请用 dask worker 启动后再试；读完的都已记入台账。"
_LOST = "与 Dask 集群“{}”的连接断了。读完的都已记入台账，再运行一次会接着做。"
_NO_XLTOOLS = "Dask 的工作进程里用不了 xltools（{}）。请在每台机器上安装与本机相同的版本。"
_OTHER_VERSION = "Dask 的工作进程“{}”装的是 xltools {}，本机是 {}。请装成同一版本。"
_NO_FILE = "Dask 的工作进程“{}”看不到“{}”。请把报回来的文件放在各台机器路径相同的共享文件夹里。"
_NO_CHILDREN = "Dask 的工作进程“{}”不能再启动读表进程。请设 DASK_DISTRIBUTED__WORKER__DAEMON=False 后重新启动它。"


class _Future(Protocol):
    """A batch under way."""

    key: str

    def result(self) -> bytes: ...
    def release(self) -> None: ...


class _Done(Protocol):
    """The batches under way, of which those that are done can be asked for."""

    def add(self, future: _Future) -> None: ...
    def next_batch(self, block: bool) -> Sequence[_Future]: ...


class _Client(Protocol):
    """What is used of a client of Dask, whose own has no types."""

    status: str
    loop: object

    def nthreads(self) -> dict[str, int]: ...
    def submit(
        self, work: object, batch: Sequence[Item], job: Job, *, pure: bool
    ) -> _Future: ...
    def run(self, work: Callable[[str], T], argument: str) -> dict[str, T]: ...
    def wait_for_workers(self, count: int, timeout: float) -> None: ...


def run(  # noqa: PLR0913 - what intake.pool.run takes, and where
    batches: Iterable[Sequence[Item]],
    work: Work,
    *,
    address: str,
    jobs: int,
    seconds: float,
    megabytes: int,
    refuse: Refuse,
    parts: Parts | None = None,
) -> Iterator[bytes]:
    """Yield the packed records of all batches, in the order in which they are done.

    As `intake.pool.run`; `jobs` is the number of workers of a `local` cluster.

    Raises:
        FileError: the cluster cannot be reached, is lost or has no workers; or its workers do not
            see the files or may not start processes.
        ToolMissingError: Dask is not installed, or the workers lack xltools.
    """
    job = Job(uuid.uuid4().hex, work, seconds, megabytes, refuse, parts)
    waiting = iter(batches)
    first = next(waiting, None)
    if first is None:
        return
    with _cluster(address, jobs) as client:
        _check(client, address, first[0].disk)
        try:
            spread = _Spread(client, job, address)
            yield from spread.over(first, waiting)
        finally:
            with contextlib.suppress(Exception):  # workers that are gone have nothing to end
                client.run(close, job.run)


class _Killed(Exception):  # noqa: N818 - what Dask calls it
    """Several workers were lost while they had a batch, or had it waiting."""


class _Spread:
    """Batches out, records back."""

    def __init__(self, client: _Client, job: Job, address: str) -> None:
        from distributed import as_completed

        self._client, self._job, self._address = client, job, address
        self._done: _Done = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]
        self._batches: dict[str, Sequence[Item]] = {}
        self._suspects: list[Item] = []

    def over(self, first: Sequence[Item], rest: Iterator[Sequence[Item]]) -> Iterator[bytes]:
        """Each batch's records as they come."""
        batch: Sequence[Item] | None = first
        while batch is not None:
            self._send(batch)
            while len(self._batches) >= self._places():
                yield from self._came()
            batch = next(rest, None)
        while self._batches:
            yield from self._came()
        while self._suspects:
            yield from self._alone(self._suspects.pop(0))

    def _places(self) -> int:
        """How many batches may be under way; workers come and go."""
        return (1 + _AHEAD) * max(1, sum(self._client.nthreads().values()))

    def _send(self, batch: Sequence[Item]) -> None:
        future = self._client.submit(read, tuple(batch), self._job, pure=False)
        self._batches[future.key] = batch
        self._done.add(future)

    def _came(self) -> Iterator[bytes]:
        """What is done; waits for the first."""
        for future in self._next():
            yield from self._result(future, self._batches.pop(future.key))

    def _next(self) -> Sequence[_Future]:
        """The batches that are done, at least one.

        Raises:
            FileError: nobody is there any more to do it.
        """
        asked = alive = time.monotonic()
        while not (futures := self._done.next_batch(block=False)):
            time.sleep(_PAUSE)
            now = time.monotonic()
            if now - asked > 1:
                asked = now
                if self._client.status != "running":
                    raise FileError(_LOST.format(self._address))
                if self._client.nthreads():
                    alive = now
                elif now - alive > _PATIENCE:
                    raise FileError(_NOBODY.format(self._address))
        return futures

    def _result(self, future: _Future, batch: Sequence[Item]) -> Iterator[bytes]:
        """A batch's records; where several workers were lost over it, its files are suspects."""
        try:
            yield self._data(future)
        except _Killed:
            self._suspects += batch

    def _alone(self, item: Item) -> Iterator[bytes]:
        """The records of a file while the cluster has nothing else, so that the fault is its own."""
        self._send((item,))
        (future,) = self._next()
        self._batches.clear()
        try:
            yield self._data(future)
        except _Killed:
            yield self._refusal(item)

    def _data(self, future: _Future) -> bytes:
        """What came of a batch; it is let go.

        Raises:
            FileError: the cluster is lost.
            _Killed: several workers were lost over it.
        """
        from distributed import CancelledError, KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise _Killed from None
        except XltoolsError:  # it speaks for itself
            raise
        except (CancelledError, OSError):
            raise FileError(_LOST.format(self._address)) from None
        finally:
            future.release()

    def _refusal(self, item: Item) -> bytes:
        """The record of a file that cost several workers their lives."""
        told = FileCode.CRASHED.at(None, "文件", name=item.path.rpartition("/")[2], why="")
        reason = told.message + told.advice
        return packed([self._job.refuse(item, told.code.number, reason)])


@contextmanager
def _cluster(address: str, jobs: int) -> Iterator[_Client]:
    """A client of the cluster; everything that was started for it is closed at the end.

    Raises:
        FileError: the cluster cannot be reached.
        ToolMissingError: Dask is not installed.
    """
    try:
        import dask
        from distributed import LocalCluster
    except ImportError:
        raise ToolMissingError(_MISSING) from None
    with contextlib.ExitStack() as closing:
        closing.enter_context(_quiet())
        if address == LOCAL:
            closing.enter_context(dask.config.set(_SETTINGS))
            made = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=max(1, jobs), threads_per_worker=1, silence_logs=logging.CRITICAL,
                # any free port of this computer's own, and no page on it
                scheduler_kwargs={"dashboard": False, "dashboard_address": ":0"},
            )  # fmt: skip
            where: object = closing.enter_context(made)
        else:
            where = address
        yield closing.enter_context(_connected(where, address))


def _connected(where: object, address: str) -> Any:  # noqa: ANN401 - Dask has no types
    """A client, to be closed; one that does not get its connection is closed here.

    Left to the collector of garbage it would close itself in the middle of whatever Dask does next,
    and wait for a lock that is held there.

    Raises:
        FileError: the cluster cannot be reached.
    """
    from distributed import Client

    made: list[Any] = []

    class Known(Client):
        """Known to us before it is connected."""

        def __init__(self) -> None:
            made.append(self)
            super().__init__(where, timeout=_CONNECT)  # type: ignore[no-untyped-call]

    try:
        return Known()
    except (OSError, ValueError, TypeError) as error:
        for each in made:
            with contextlib.suppress(Exception):
                each.close(timeout=_CONNECT)
        raise FileError(_UNREACHABLE.format(address, error)) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask tells of every worker that comes and goes; here only what is raised is told."""
    loggers = [logging.getLogger(name) for name in _SILENT]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _check(client: _Client, address: str, disk: str) -> None:
    """Every worker has the same xltools, sees the files and may have children.

    Raises:
        FileError: one does not, or there is none.
        ToolMissingError: one lacks xltools, or has another.
    """
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise FileError(_NOBODY.format(address)) from None
    try:
        states: dict[str, State] = client.run(state, disk)
    except (ImportError, AttributeError) as error:
        raise ToolMissingError(_NO_XLTOOLS.format(error)) from None
    except OSError:
        raise FileError(_LOST.format(address)) from None
    for worker, found in sorted(states.items()):
        if found.version != __version__:
            told = _OTHER_VERSION.format(worker, found.version, __version__)
            raise ToolMissingError(told)
        if not found.sees:
            raise FileError(_NO_FILE.format(worker, disk))
        if not found.may_have_children:
            raise FileError(_NO_CHILDREN.format(worker))
