"""A process that has all of xltools in memory and runs commands in children of its own.

One request a line on stdin, one answer a line on stdout; see `faults.runs`.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from faults import calls, kernel  # noqa: E402

_ERRNO = {name: getattr(errno, name) for name in ("EIO", "EACCES", "EINTR", "EINVAL", "ENOSPC")}


class Fault:
    """Counts the calls of a run, and says what becomes of each."""

    def __init__(self, kind: str, nth: int, spared: str) -> None:
        self.kind, self.nth, self.spared = kind, nth, spared
        self.count = 0
        self.hit = ""
        self.trace: list[str] = []

    def __call__(self, name: str, path: str, grows: bool) -> str | int | None:
        """The n-th fails; on a disk that is full, so do all later ones that need room."""
        full = self.kind == "full"
        if (full and not grows) or (self.spared and path.startswith(f"{self.spared}{os.sep}")):
            return None
        self.count += 1
        self.trace.append(f"{name} {os.path.basename(path)}")  # noqa: PTH119
        if self.kind == "none" or self.count < self.nth or (self.count > self.nth and not full):
            return None
        self.hit = self.hit or name
        return errno.ENOSPC if full else _ERRNO.get(self.kind, self.kind)


def main() -> None:
    """Answer until nobody asks any more."""
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    print(json.dumps({"kernel": kernel.works()}), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request.pop("warm", False):
            _here(request["argv"], request["cwd"], request["env"])
            answer: dict[str, Any] = {}
        else:
            answer = run(**request)
        print(json.dumps(answer), file=answers, flush=True)


def _here(argv: Sequence[str], cwd: str, env: dict[str, str]) -> None:
    """Run it in this very process, so that all is imported for those that come."""
    os.environ.update(env)
    os.chdir(cwd)
    _one_process()
    _one_blank()
    _one_dialect()
    from xltools.cli import main as command

    command(argv)
    os.chdir(TESTS)  # the other folder may go


def run(  # noqa: PLR0917 - a request, word for word
    argv: Sequence[str], cwd: str, env: dict[str, str], watched: Sequence[str], kind: str,
    nth: int, spared: str, level: str, signal_after: float | None, user: int | None,
) -> dict[str, Any]:  # fmt: skip
    """Run a command in a child, with this fault; what became of it."""
    fault = Fault(kind, nth, spared)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _Shared() as shared:
        begins, begun = os.pipe()

        def work() -> None:
            os.environ.update(env)
            os.chdir(cwd)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            if level == "python" and kind != "none" and signal_after is None:
                calls.patch(watched, shared.noting(fault))
            os._exit(_command(argv, user, begun))

        if level == "kernel" and kind != "none" and signal_after is None:
            pid, listener = kernel.forked(work)
            assert listener is not None
            status = kernel.supervise(pid, listener, watched, fault)
            os.close(begun)
        else:
            pid = _fork(work)
            os.close(begun)
            if signal_after is not None:
                os.read(begins, 1)
                time.sleep(signal_after)
                os.kill(pid, signal.Signals[kind] if kind.startswith("SIG") else signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            fault.count, fault.hit = shared.read(fault)
        os.close(begins)
        return {
            "status": status, "out": _text(out), "err": _text(err), "calls": fault.count,
            "hit": fault.hit, "trace": fault.trace,
        }  # fmt: skip


class _Shared:
    """What a child that may be killed says of its calls."""

    def __enter__(self) -> _Shared:
        self._file = tempfile.TemporaryFile()
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def noting(self, fault: Fault) -> kernel.Decide:
        handle, write = self._file.fileno(), os.pwrite

        def decide(name: str, path: str, grows: bool) -> str | int | None:
            verdict = fault(name, path, grows)
            write(handle, json.dumps([fault.count, fault.hit]).encode().ljust(64), 0)
            return verdict

        return decide

    def read(self, fault: Fault) -> tuple[int, str]:
        said = os.pread(self._file.fileno(), 64, 0)
        count, hit = json.loads(said) if said else (fault.count, fault.hit)
        return count, hit


def _fork(work: Callable[[], object]) -> int:
    pid = os.fork()
    if not pid:
        try:
            work()
        finally:
            os._exit(99)
    return pid


def _command(argv: Sequence[str], user: int | None, begun: int) -> int:
    """The command as its console script runs it."""
    from xltools.cli import main as command
    from xltools.cli.outside import end_politely

    sys.stdout, sys.stderr = (os.fdopen(os.dup(each), "w", encoding="utf-8") for each in (1, 2))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_politely()
    tempfile.tempdir = None
    if user is not None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    try:
        os.close(begun)  # whoever waits for that may send a signal now
        status = command(argv)
    except KeyboardInterrupt:
        return 2
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            return 120  # as the interpreter's end
    return status


def _one_process() -> None:
    """Strangers' files are read in this process: the workers of `collect` save nothing."""
    from xltools.intake import pool

    def here(
        batches: Iterator[Any], work: Callable[[Any], bytes], **_: object
    ) -> Iterator[bytes]:
        for batch in batches:
            yield work(batch)

    pool.run = here  # type: ignore[assignment]


def _one_blank() -> None:
    """A blank form is drawn once: that takes longer than all the rest."""
    from xltools.sending import forms

    if not hasattr(forms.build_blank, "drawn"):
        forms.build_blank = _Blanks(forms.build_blank)  # type: ignore[assignment]


def _one_dialect() -> None:
    """What SQL was compiled for one ledger is there for the next, which halves the time of a run."""
    from xltools.ledger import engines

    honest, first = engines.create_engine, []

    def create_engine(*arguments: Any, **more: Any) -> Any:
        made: Any = honest(*arguments, **more)
        if made.dialect.name == "sqlite":
            first.append(made)
            made.dialect = made.pool._dialect = first[0].dialect
            made._compiled_cache = first[0]._compiled_cache
        return made

    if honest.__module__.startswith("sqlalchemy"):
        engines.create_engine = create_engine


class _Blanks:
    def __init__(self, build: Callable[..., bytes]) -> None:
        self.build = build
        self.drawn: dict[str, bytes] = {}

    def __call__(self, profile: Any, *, rows: Any) -> bytes:
        key = f"{profile.id} {rows}"
        if key not in self.drawn:
            self.drawn[key] = self.build(profile, rows=rows)
        return self.drawn[key]


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode("utf-8", "replace"))


if __name__ == "__main__":
    main()
