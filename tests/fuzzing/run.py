"""A batch of examples in a process with limits, and what came of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from random import Random
from types import FrameType

from msgspec import Struct

from fuzzing.target import Target
from fuzzing.targets import TARGETS

MEGABYTES = 700
"""Memory of the process: readers, rules and the hundreds of examples before."""

COMPUTING = 20.0
"""Seconds that one example may compute, by the processor's own count: a hundred times what one takes."""

_FOLDERS = (str(Path(__file__).parents[1]), str(Path(__file__).parents[2]))
"""Where the process finds its modules."""

_SILENCE = 300.0
"""Seconds without an example that ends, after which a process is taken for stuck in a library."""


class Fault(Struct, frozen=True):
    """An example of which something does not hold."""

    target: str
    number: int
    why: str


class Done(Struct):
    """What came of a batch: how many examples, how many of them were accepted, what does not hold."""

    examples: int = 0
    accepted: int = 0
    faults: list[Fault] = []


class OverrunError(BaseException):
    """An example computes without end; no reader may take it for an error of the file."""


def drawn(target: Target, number: int) -> bytes:
    """The example of that number."""
    return target.draw(Random(f"{target.name} {number}"))


def run(name: str, first: int, count: int, kept: Path | None = None) -> Done:
    """Put examples before a target in processes of their own; one that dies costs one example."""
    done = Done()
    last = first + count
    while first < last:
        ended = _batch(name, first, last - first, kept, done)
        first = last if ended is None else ended + 1
    return done


def _batch(name: str, first: int, count: int, kept: Path | None, done: Done) -> int | None:
    """One process; the number of the example that it died of, None if it came to its end."""
    command = [
        sys.executable, "-m", "fuzzing", "--batch", name, str(first), str(count), str(kept or ""),
    ]  # fmt: skip
    env = os.environ | {"PYTHONPATH": os.pathsep.join(_FOLDERS), "PYTHONUTF8": "1"}
    at = first
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8", env=env
        ) as process,
    ):
        watch = _Watch(process)
        assert process.stdout is not None
        for line in process.stdout:
            watch.heard()
            told = json.loads(line)
            at = told["at"]
            done.examples += told.get("done", 0)
            done.accepted += told.get("accepted", 0)
            if "why" in told:
                done.faults.append(Fault(name, at, told["why"]))
        status = process.wait()
        if status == 0:
            return None
        complaints.seek(0)
        how = "was stuck" if watch.has_ended_it else f"ended with {status}"
        why = f"the process {how}: {complaints.read()[-2000:]}"
    done.faults.append(Fault(name, at, why))
    _keep(kept, TARGETS[name], at)
    return at


class _Watch:
    """Ends a process that says nothing more."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._said: float | None = None
        self.has_ended_it = False
        threading.Thread(target=self._look, daemon=True).start()

    def heard(self) -> None:
        """It has said something."""
        self._said = time.monotonic()

    def _look(self) -> None:
        while self._process.poll() is None:
            if self._said is not None and time.monotonic() - self._said > _SILENCE:
                self.has_ended_it = True
                self._process.kill()
            time.sleep(0.5)


# --- in the process


def inside(name: str, first: int, count: int, kept: Path | None) -> None:
    """Put examples before a target, in this process, and print what came of them."""
    from xltools.apart import become_expendable, memory

    become_expendable()
    memory.limit(MEGABYTES)
    signal.signal(signal.SIGPROF, _overrun)
    target, accepted, faults = TARGETS[name], 0, 0
    early = memory.most_so_far()
    for number in range(first, first + count):
        print(json.dumps({"at": number}), flush=True)
        data = drawn(target, number)
        signal.setitimer(signal.ITIMER_PROF, COMPUTING)
        try:
            accepted += target.holds(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic in Rust, too
            signal.setitimer(signal.ITIMER_PROF, 0)
            faults += 1
            print(json.dumps({"at": number, "why": _told(error)}), flush=True)
            _keep(kept, target, number)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if number - first == count // 10:
            early = memory.most_so_far()
    grown = (memory.most_so_far() - early) >> 20
    last = {"at": first + count - 1, "done": count, "accepted": accepted}
    if grown > target.growth and not faults:
        last["why"] = f"grew by {grown} MB"
    print(json.dumps(last), flush=True)


def _overrun(_signal: int, _frame: FrameType | None) -> None:
    raise OverrunError(f"computes for more than {COMPUTING:.0f} seconds")


def _told(error: BaseException) -> str:
    lines = traceback.format_exception(error)
    return "".join(lines)[-3000:]


def _keep(kept: Path | None, target: Target, number: int) -> None:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{target.name}-{number}").write_bytes(drawn(target, number))
