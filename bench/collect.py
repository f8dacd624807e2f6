"""The desk's speed: one form against the usual script and the bare reader, runs against each other.

    python bench/collect.py [--forms N] [--runs N] [--folder DIR]

form      reading, checking and scoring one returned form in one process, against what a clerk's script
          does (pandas.read_excel with openpyxl of the form's sheet, then concat: nothing is checked or
          scored) and against python-calamine's bare read of all sheets of the same file. Each has a process
          of its own; they take turns, so that a drift of the machine hits all, and see no form twice
Excel     the same with the forms as Excel saves them: texts in a shared table, the cursor elsewhere
jobs      what workers do with a heap (`heap`): read, check and score, hold against the form that was
          sent, make records; by one process and by two, in turn. Then the run's stage 读表, in which
          a third process writes the ledger
again     a second run after one file in a hundred changed, against the first: the stage 读表, and all of it,
          in which the heap is judged anew and the summary written anew
flat      what a form costs in 读表 and in the whole run, from 100 forms to N

Goals: 8 × the script, 1.5 × the bare read, two processes 1.7 × one, the second run's reading 5 % of the
first's. docs/scale.md says what was reached, and where the time of one form goes.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pandas as pd
from as_excel import as_excel
from collect_large import Ran, run
from heap import CAME, LIST, SENT, make_heap
from python_calamine import CalamineWorkbook

from xltools.bureau.places import LEDGER
from xltools.bureau.work import Task, refused, work
from xltools.hosts.examine import examine_each
from xltools.hosts.file import UNREAD
from xltools.intake import pool
from xltools.intake.together import TOGETHER
from xltools.intake.walk import items
from xltools.package import load
from xltools.profile import steady_profiles
from xltools.returns.rules import load_rules

SHEET = "自评表"
_BLOCK = 40
_CREW = 4000
READING = "读表"
Doing = Callable[[Sequence[Path]], object]


def ours(paths: Sequence[Path]) -> None:
    """Read, check and score each form, some together, as a worker does with its batch."""
    with steady_profiles():
        for start in range(0, len(paths), TOGETHER):
            some = paths[start : start + TOGETHER]
            examine_each([load(path, unread=UNREAD).snapshot for path in some])


def script(paths: Sequence[Path]) -> None:
    """What is written in an afternoon: the form's sheet of each file as a frame, all in one."""
    pd.concat([pd.read_excel(path, sheet_name=SHEET, engine="openpyxl") for path in paths])


def bare(paths: Sequence[Path]) -> None:
    """The values of all sheets, and nothing made of them."""
    for path in paths:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


class Rival:
    """A process of its own that does one task, block by block, as a program that does nothing else."""

    def __init__(self, task: Doing) -> None:
        self._mine, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, task), daemon=True)
        self._process.start()

    def time(self, block: Sequence[Path]) -> float:
        """Seconds that one of the block computed."""
        self._mine.send(block)
        return float(self._mine.recv()) / len(block)

    def end(self) -> None:
        """Let the process go."""
        self._mine.send(None)
        self._process.join()


def _serve(wire: Connection, task: Doing) -> None:
    """Do blocks until there is none.

    What is computed is counted, which somebody else at work on the machine does not change much.
    """
    gc.freeze()  # the modules that are loaded here
    while (block := wire.recv()) is not None:
        gc.collect()
        began = time.process_time()
        task(block)
        wire.send(time.process_time() - began)


def blocks(paths: Sequence[Path], tasks: Sequence[Doing]) -> list[list[float]]:
    """Seconds a form of each task, block by block; the tasks take turns, the first block warms up."""
    rivals = [Rival(task) for task in tasks]
    times = []
    for start in range(0, len(paths) - _BLOCK + 1, _BLOCK):
        block = paths[start : start + _BLOCK]
        times.append([rival.time(block) for rival in rivals])
    for rival in rivals:
        rival.end()
    return [list(each) for each in zip(*times[1:], strict=True)]


def compared(paths: Sequence[Path], label: str) -> tuple[float, float]:
    """Print the three; return how much faster than the script, and the share of the bare read."""
    mine, clerks, calamine = blocks(paths, (ours, script, bare))
    for name, values in (
        ("xltools: read, check, score", mine),
        ("pandas.read_excel (openpyxl), concat", clerks),
        ("python-calamine, all sheets, bare", calamine),
    ):
        low, mid = 1000 * min(values), 1000 * statistics.median(values)
        print(f"  {label:<7}{name:<40}{low:8.2f}{mid:8.2f} ms{1000 / mid:8.0f} forms/s")
    pairs = list(zip(mine, clerks, calamine, strict=True))
    return (
        statistics.median(theirs / own for own, theirs, _ in pairs),
        statistics.median(own / floor for own, _, floor in pairs),
    )


def loose(heap: Path) -> Iterator[Path]:
    """The forms of a heap that lie in no archive and are whole."""
    for path in sorted((heap / CAME).rglob("DX*.xlsx")):
        if path.read_bytes().rfind(b"PK\x05\x06") > 0:
            yield path


def made(folder: Path, forms: int) -> Path:
    """The heap of so many forms, made if it is not there yet."""
    heap = folder / f"heap{forms}"
    if not (heap / LIST).exists():
        make_heap(heap, forms, units=max(20, forms // 50))
    return heap


def changed(heap: Path, share: int) -> int:
    """Save one form in so many again, as somebody who looked at it; how many there are."""
    paths = list(loose(heap))[::share]
    for path in paths:
        path.write_bytes(as_excel(path.read_bytes()))
    return len(paths)


def form(heap: Path, folder: Path, runs: int) -> None:
    """The lines of one form."""
    paths = list(loose(heap))[: _BLOCK * (runs + 1)]
    print(
        f"one form of thirty rows, {paths[0].stat().st_size / 1000:.0f} kB; blocks of {_BLOCK}"
    )
    print(f"  {'':<47}{'min':>8}{'median':>8}")
    faster, share = compared(paths, "form")
    folder.mkdir()
    saved = []
    for path in paths:
        saved.append(folder / path.name)
        saved[-1].write_bytes(as_excel(path.read_bytes()))
    faster_saved, share_saved = compared(saved, "Excel")
    print(
        f"form: {faster:.1f} × the script's forms a second (goal ≥ 8), {share:.2f} × the bare read (goal ≤ 1.5)\n"
        f"Excel: {faster_saved:.1f} × and {share_saved:.2f} ×"
    )


def line(label: str, ran: Ran, forms: int) -> None:
    """One run."""
    reading = ran.stages[READING][0]
    print(
        f"  {label:<30}{reading:7.1f} s  {forms / reading:6.0f} forms/s  whole {ran.seconds:6.1f} s"
        f"  cpu {ran.cpu:6.1f} s  driver {ran.driver:4.0f} MB"
    )


def crews(heap: Path, ledger: Path, turns: int) -> float:
    """How much faster two processes do the workers' part than one; the median of so many turns."""
    paths = {path.name for path in loose(heap)}
    files = [item for item in items([heap / CAME]) if Path(item.disk).name in paths][:_CREW]
    limits = load_rules().limits
    todo = partial(work, task=Task(limits, str(ledger), str(heap / SENT)))
    batches = [files[start : start + 100] for start in range(0, len(files), 100)]
    faster = []
    for _ in range(turns):
        seconds = []
        for jobs in (1, 2):
            began = time.perf_counter()
            done = pool.run(
                batches, todo, jobs=jobs, seconds=limits.seconds, megabytes=limits.megabytes,
                refuse=refused,
            )  # fmt: skip
            for _ in done:
                pass
            seconds.append(time.perf_counter() - began)
        one, two = (1000 * each / len(files) for each in seconds)
        print(f"  workers' part, {len(files)} forms: one {one:.2f}, two {two:.2f} ms a form")
        faster.append(one / two)
    return statistics.median(faster)


def whole(folder: Path, forms: int, runs: int) -> None:
    """The lines of whole runs."""
    heap = made(folder, forms)
    print(f"\nruns over {forms} forms: the stage {READING}, and all of it")
    one: list[Ran] = []
    two: list[Ran] = []
    for number in range(runs):
        for jobs, into in ((1, one), (2, two)):
            into.append(run(heap, folder / f"jobs{jobs}-{number}", jobs))
            line(f"{jobs} process{'es' if jobs > 1 else ''}", into[-1], forms)
    crew = crews(heap, folder / "jobs1-0" / LEDGER, turns=3)
    shutil.copytree(heap, folder / "again", symlinks=True)
    first = run(folder / "again", folder / "second")
    line("first", first, forms)
    count = changed(folder / "again", 100)
    second = run(folder / "again", folder / "second")
    line(f"second, {count} files changed", second, forms)
    costs = []
    for size in [each for each in (100, 1000, 10_000) if each < forms]:
        ran = run(made(folder, size), folder / f"flat{size}")
        line(f"{size} forms", ran, size)
        costs.append((size, ran))
    costs.append((forms, two[-1]))
    faster = statistics.median(
        a.stages[READING][0] / b.stages[READING][0] for a, b in zip(one, two, strict=True)
    )
    print(
        f"jobs: two processes {crew:.2f} × one (goal ≥ 1.7), {faster:.2f} × with the ledger written beside"
        f" them; {os.cpu_count()} cores here"
    )
    again = second.stages[READING][0] / first.stages[READING][0]
    print(
        f"again: {again:.1%} of the first run's {READING} (goal ≤ 5 %), {second.seconds / first.seconds:.1%} of all"
    )
    told = ", ".join(
        f"{size}: {1000 * ran.stages[READING][0] / size:.1f} / {1000 * ran.cpu / size:.1f}"
        for size, ran in costs
    )
    print(f"flat: ms a form in {READING} / computed in all, by forms: {told}")


def main() -> None:
    """Make the heaps and print the lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=1, help="of each number of processes")
    parser.add_argument("--blocks", type=int, default=8, help=f"of {_BLOCK} forms")
    parser.add_argument("--only-form", action="store_true", help="one form, no whole runs")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        form(made(folder, 1000), folder / "excel", args.blocks)
        if not args.only_form:
            whole(folder, args.forms, args.runs)


if __name__ == "__main__":
    main()
