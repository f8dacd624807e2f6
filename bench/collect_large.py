"""The desk with ten thousand returns: accounted for, memory, killed and taken up, a Dask cluster.

    python bench/collect_large.py [--forms N] [--folder DIR] [--kills N] [--runs N]

Makes two heaps (`heap`), of N forms and of half as many, and collects them in processes of their own,
whose memory is asked of the system ten times a second (VmHWM: the most that a process ever held).

account  every file is one of the five verdicts, and each count is what was planted
memory   the driver's peak stays below 600 MB; what a worker holds is the same for both heaps
kill     killed at random moments, run again: ledger and counts as of the undisturbed run
dask     `--dask local` with two workers: the same ledger, in at most 1.3 × the time of two processes
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from heap import CAME, LIST, SENT, make_heap
from msgspec import Struct

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from ledger_contents import contents

from xltools.bureau.places import LEDGER, SUMMARY
from xltools.sending import ROSTER

ONE = Path(__file__).with_name("collect_one.py")
_DRIVER_MB, _DASK_RATIO, _GROWTH = 600, 1.3, 1.1
_LOOKS = 20
"""Who is seen less often is no worker: it reads the roster, and is gone after a second."""


class Ran(Struct):
    """One run: what the desk reports, its parts' seconds (the driver's own behind), peaks in MB.

    `cpu` is what all its processes computed, in seconds: on a machine that does something else besides
    it tells more than the clock.
    """

    counts: dict[str, int]
    stages: dict[str, tuple[float, float]]
    seconds: float
    cpu: float
    driver: float
    workers: list[float]
    ledger: float
    summary: float


def start(heap: Path, target: Path, jobs: int = 2, dask: str = "") -> subprocess.Popen[str]:
    """Begin a run in a session of its own."""
    target.mkdir(exist_ok=True)
    roster = heap / SENT / ROSTER
    command = [
        sys.executable,
        str(ONE),
        str(heap / CAME),
        str(roster),
        str(target),
        str(jobs),
        dask,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def run(heap: Path, target: Path, jobs: int = 2, dask: str = "") -> Ran:
    """A whole run, watched."""
    began, computed = time.perf_counter(), _computed()
    peaks: dict[int, float] = {}
    looks: Counter[int] = Counter()
    with start(heap, target, jobs, dask) as process:
        while process.poll() is None:
            now = dict(_peaks(process.pid))
            peaks |= now
            looks.update(now.keys())
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        assert process.stdout is not None
        assert process.returncode == 0, f"ended with {process.returncode}"
        said = json.loads(process.stdout.read().splitlines()[-1])
    driver = peaks.pop(process.pid)
    size = {name: (target / name).stat().st_size / 1e6 for name in (LEDGER, SUMMARY)}
    return Ran(
        said["counts"], said["stages"], seconds, _computed() - computed, driver,
        sorted(peak for process, peak in peaks.items() if looks[process] >= _LOOKS),
        size[LEDGER], size[SUMMARY],
    )  # fmt: skip


def _computed() -> float:
    """What children of this process that have ended, and theirs, have computed, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peaks(session: int) -> Iterator[tuple[int, float]]:
    """The most that each process of the session has held, in MB."""
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[3]) != session:
                continue
            lines = (process / "status").read_text().splitlines()
        except OSError:  # it ended this moment
            continue
        for line in lines:
            if line.startswith("VmHWM:"):
                yield int(process.name), int(line.split()[1]) / 1000


def killed(heap: Path, target: Path, took: float, kills: int, seed: int) -> tuple[int, Ran]:
    """How many runs were killed before they were done, and the run that then went to its end."""
    chance, hit = random.Random(seed), 0
    for _ in range(kills):
        with start(heap, target) as process:
            time.sleep(chance.uniform(0.05, 0.3) * took)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
        hit += process.returncode == -signal.SIGKILL
        while list(_peaks(process.pid)):
            time.sleep(0.1)
    return hit, run(heap, target)


def accounted(heap: Path, ran: Ran) -> bool:
    """Whether every file is accounted for as it was planted."""
    expected = json.loads((heap / LIST).read_text(encoding="utf-8"))
    counts = ran.counts
    verdicts = {name: counts[name] for name in expected["verdicts"]}
    if verdicts != expected["verdicts"]:
        print(f"  expected {expected['verdicts']}\n  came to  {verdicts}")
    missing = len(expected["missing"]) + len(expected["broken"])
    return (
        verdicts == expected["verdicts"]
        and sum(verdicts.values()) == counts["files"] == expected["files"]
        and counts["missing"] == missing
    )


def line(label: str, ran: Ran, forms: int) -> None:
    """One row of the table."""
    parts = "  ".join(
        f"{name} {clock:.1f} ({own:.1f})" for name, (clock, own) in ran.stages.items()
    )
    print(
        f"{label:<22}{ran.seconds:7.1f} s {forms / ran.seconds:6.0f}/s  cpu {ran.cpu:6.1f} s"
        f"  driver {ran.driver:4.0f} MB  worker {max(ran.workers, default=0):4.0f} MB"
        f"  ledger {ran.ledger:5.1f} MB  summary {ran.summary:4.1f} MB   {parts}"
    )


def verdict(label: str, good: bool, told: str) -> None:
    """One line of the judgement."""
    print(f"{'yes' if good else 'NO ':<4}{label}: {told}")


def measure(folder: Path, forms: int, kills: int, runs: int) -> None:
    """Print the table and what is to be said of it."""
    heaps = {}
    for count in (forms // 2, forms):
        heaps[count] = folder / f"heap{count}"
        if not (heaps[count] / LIST).exists():
            make_heap(heaps[count], count)
    small, large = heaps[forms // 2], heaps[forms]
    half = run(small, folder / "half")
    line(f"{forms // 2} forms, 2 jobs", half, forms // 2)
    plain, spread = [], []
    for number in range(runs):  # in turns, so that a drift of the machine hits both
        plain.append(run(large, folder / f"plain{number}"))
        line(f"{forms} forms, 2 jobs", plain[-1], forms)
        spread.append(run(large, folder / f"dask{number}", dask="local"))
        line(f"{forms} forms, Dask", spread[-1], forms)
    hit, taken_up = killed(large, folder / "killed", plain[0].seconds, kills, 11)
    line("after the last kill", taken_up, forms)
    whole = contents(folder / "plain0" / LEDGER)
    computed = statistics.median(
        after.cpu / before.cpu for before, after in zip(plain, spread, strict=True)
    )
    workers = max(plain[0].workers), max(half.workers)
    ratio = statistics.median(
        after.seconds / before.seconds for before, after in zip(plain, spread, strict=True)
    )
    verdict(
        "account", accounted(large, plain[0]) and accounted(small, half), str(plain[0].counts)
    )
    verdict(
        "driver", plain[0].driver < _DRIVER_MB, f"{half.driver:.0f} → {plain[0].driver:.0f} MB"
    )
    verdict(
        "workers", workers[0] < workers[1] * _GROWTH, f"{workers[1]:.0f} → {workers[0]:.0f} MB"
    )
    same = contents(folder / "killed" / LEDGER) == whole and taken_up.counts == plain[0].counts
    verdict(
        "kill", same, f"{hit} of {kills} hit before the end, the ledger is the same: {same}"
    )
    same = contents(folder / "dask0" / LEDGER) == whole and spread[0].counts == plain[0].counts
    verdict(
        "dask",
        same and ratio <= _DASK_RATIO,
        f"{ratio:.2f} × the time, {computed:.2f} × the computing, the same: {same}",
    )


def main() -> None:
    """Make the heaps where they are not there yet, and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keeps the heaps for another time")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (args.forms // 2, args.forms) if args.folder else ():
            kept = args.folder / f"heap{count}"
            if not (kept / LIST).exists():
                make_heap(kept, count)
            (folder / f"heap{count}").symlink_to(os.path.abspath(kept))  # noqa: PTH100
        measure(folder, args.forms, args.kills, args.runs)


if __name__ == "__main__":
    main()
