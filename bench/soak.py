"""Twenty thousand mixed files through the desk: five in a hundred hostile, all accounted for, memory flat.

    python bench/soak.py [--files N] [--jobs N] [--folder DIR]

Most are a `heap` as units send it. Of the hostile ones half are the variants of `tests/corpus` that are refused,
a quarter noise and cut pieces, a quarter files whose reader hangs, spins, dies, leaves or swells
(`soak_work`). While they are read, memory (VmRSS) and open files of the driver and of every worker are asked of
the system.

account  files in = the five verdicts; what is honest has the verdict that was planted, what is hostile is refused
driver   its memory in the last tenth is at most 30 MB above that in the second tenth; its open files are as many
workers  what the larger one usually held (the median of the looks: some files make their reader swell) in the
         last tenth is at most 1.3 × that in the second tenth (caches fill)
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from heap import CAME, LIST, SENT, Made, make_heap
from msgspec import Struct
from msgspec import json as msgspec_json
from sqlalchemy import select

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

import soak_work  # noqa: E402

from xltools.bureau import collect as desk  # noqa: E402
from xltools.bureau.counts import verdicts  # noqa: E402
from xltools.bureau.places import LEDGER, SUMMARY, find_places  # noqa: E402
from xltools.bureau.request import Request  # noqa: E402
from xltools.ledger.book import open_ledger  # noqa: E402
from xltools.ledger.tables import file  # noqa: E402
from xltools.sending import ROSTER  # noqa: E402

HOSTILE = "陌生来件"
_SHARE = 0.05
_SECONDS = 3
"""What reading one file may take: a file that hangs costs its batch as long, and itself again."""

_DIED = ("D13", "D18")
_DRIVER_MB, _WORKERS = 30, 1.3
_GROUPS = ("containers", "kinds", "markup", "sheets", "formats", "texts", "values")
"""Groups of the corpus whose variants are single files with honest names."""


class Sample(Struct):
    """One look: how many files were read, the driver's MB and open files, the workers' most of both."""

    read: int
    driver: float
    files: int
    worker: float
    worker_files: int


class Soaked(Struct):
    """What came of it."""

    files: int
    hostile: int
    deadly: int
    counts: dict[str, int]
    wrong: list[str]
    died: int
    seconds: float
    samples: list[Sample]


# --- the heap


def make(folder: Path, files: int) -> None:
    """Write honest and hostile files, unless they are there."""
    if (folder / LIST).exists():
        return
    hostile = max(10, round(files * _SHARE))
    make_heap(folder, round((files - hostile) / 1.012), min(200, files // 10))
    chance, target = random.Random(f"soak-{files}"), folder / CAME / HOSTILE
    target.mkdir()
    refused = _refused_variants(folder)
    honest = max(
        (folder / CAME).rglob("*.xlsx"), key=lambda path: path.stat().st_size
    ).read_bytes()
    acts = list(soak_work.ACTS)
    for number in range(hostile):
        if number % 4 == 3:
            name, data = (
                f"读它就{acts[number // 4 % len(acts)]}-{number}.xlsx",
                honest[:99] + b"%d" % number,
            )
        elif number % 4 == 2:
            size = chance.randrange(1, 40_000)
            data = (
                chance.randbytes(size)
                if number % 8 == 2
                else honest[: min(size, len(honest) - 9)]
            )
            name = f"残缺-{number}{chance.choice(('.xlsx', '.xls', '.et', '.ods', '.zip'))}"
        else:
            source = refused[number % len(refused)]
            name, data = f"伪装-{number}{source.suffix}", source.read_bytes()
        (target / name).write_bytes(data)


def _refused_variants(folder: Path) -> list[Path]:
    """The files of the corpus that are refused."""
    from corpus import variants
    from corpus.base import Base
    from corpus.table import load_table

    table, written = load_table(), []
    base = Base(ROOT / "samples" / "national-2020" / "农村公路安防工程.xlsx")
    for variant in variants():
        if variant.group in _GROUPS and table[variant.key].verdict == "refused":
            place = folder / "样本" / variant.group
            place.mkdir(parents=True, exist_ok=True)
            path = variant.write(base, place)
            if path.is_file() and not path.is_symlink():
                written.append(path)
    return written


# --- the run


class _Told:
    """A progress that says each hundredth part of the reading."""

    def __init__(self) -> None:
        self._total = self._next = 0

    def stage(self, name: str) -> None:
        """A part begins."""
        print(json.dumps({"stage": name}), flush=True)

    def files(self, total: int) -> None:
        """So many are to be read."""
        self._total = total

    def read(self, done: int) -> None:
        """So many are read."""
        if done >= self._next:
            print(json.dumps({"read": done}), flush=True)
            self._next = done + max(1, self._total // 100)


def inside(heap: Path, target: Path, jobs: int) -> None:
    """The run itself, in this process."""
    desk.work = soak_work.work
    rules = target / "规矩.toml"
    rules.write_text(f"[limits]\nseconds = {_SECONDS}\n", "utf-8")
    places = find_places([heap / CAME], target / SUMMARY)
    request = Request(places, "soak", (heap / SENT / ROSTER,), rules=rules, jobs=jobs)
    desk.collect(request, _Told())


def soak(heap: Path, target: Path, jobs: int) -> Soaked:
    """Take the heap in, in a process of its own, and look at it meanwhile."""
    began, samples = time.monotonic(), []
    command = [sys.executable, __file__, "--inside", str(heap), str(target), str(jobs)]
    env = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if "read" in told:
                samples.append(_look(process.pid, told["read"]))
    assert process.returncode == 0, f"ended with {process.returncode}"
    return _judged(heap, target, time.monotonic() - began, samples)


def _look(driver: int, read: int) -> Sample:
    own = _size(driver)
    workers = [size for size in map(_size, _children(driver)) if size is not None]
    assert own is not None
    most = (
        max((size for size, _ in workers), default=0.0),
        max((n for _, n in workers), default=0),
    )
    return Sample(read, *own, *most)


def _size(pid: int) -> tuple[float, int] | None:
    """Megabytes in memory and open files of a process; None where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        held = next((line for line in lines if line.startswith("VmRSS:")), None)
        return (
            None
            if held is None
            else (int(held.split()[1]) / 1000, len(list(Path(f"/proc/{pid}/fd").iterdir())))
        )
    except OSError:
        return None


def _children(parent: int) -> Iterator[int]:
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if int((process / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    yield int(process.name)
            except OSError:
                continue


def _judged(heap: Path, target: Path, seconds: float, samples: list[Sample]) -> Soaked:
    made = msgspec_json.decode((heap / LIST).read_bytes(), type=Made)
    hostile = [path.name for path in (heap / CAME / HOSTILE).iterdir()]
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with open_ledger(target / LEDGER) as ledger, ledger.read() as connection:
        found = {row.id: row.verdict for row in connection.execute(verdicts())}
        rows = connection.execute(select(file.c.id, file.c.path, file.c.code)).all()
    codes = Counter(row.code for row in rows)
    for row in rows:
        verdict = found.get(row.id, "none")
        if verdict == "archive":
            continue
        if row.path.startswith(f"{HOSTILE}/"):
            counts["hostile"] += 1
            if verdict not in ("refused", "duplicate"):
                wrong.append(f"{row.path}: {verdict}")
        else:
            counts[verdict] += 1
    wrong += [
        f"{verdict}: {counts[verdict]} for {number}"
        for verdict, number in made.verdicts.items()
        if counts[verdict] != number
    ]
    if counts["hostile"] != len(hostile):
        wrong.append(f"{counts['hostile']} of {len(hostile)} hostile files")
    deadly = sum("读它就" in name for name in hostile)
    died = sum(codes[code] for code in _DIED)
    return Soaked(
        made.files + len(hostile),
        len(hostile),
        deadly,
        dict(counts),
        wrong,
        died,
        seconds,
        samples,
    )


# --- what is said of it


def flat(soaked: Soaked) -> dict[str, tuple[bool, str]]:
    """Whether memory and open files stayed as they were: second tenth of the reading against the last."""
    last = soaked.samples[-1].read
    early = [each for each in soaked.samples if last / 10 < each.read <= last / 5]
    early = early or soaked.samples[:1]  # a small heap has few batches
    late = [each for each in soaked.samples if each.read > last * 0.9]
    most, usual = partial(_both, max, early, late), partial(_both, median, early, late)
    driver, files, open_files = map(most, ("driver", "files", "worker_files"))
    worker = usual("worker")
    return {
        "driver": (driver[1] < driver[0] + _DRIVER_MB, f"{driver[0]:.0f} → {driver[1]:.0f} MB"),
        "driver's open files": (files[1] <= files[0] + 4, f"{files[0]:.0f} → {files[1]:.0f}"),
        "workers": (worker[1] < worker[0] * _WORKERS, f"{worker[0]:.0f} → {worker[1]:.0f} MB"),
        "workers' open files": (open_files[1] <= open_files[0] + 4, f"{open_files[0]:.0f} → {open_files[1]:.0f}"),
    }  # fmt: skip


def _both(
    taken: Callable[[list[float]], float], early: list[Sample], late: list[Sample], name: str
) -> tuple[float, float]:
    before, after = (taken([getattr(each, name) for each in some]) for some in (early, late))
    return before, after


def main() -> None:
    """Make the heap, take it in, print the figures."""
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="keeps the heap for another time")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        heap = args.folder or Path(name, "heap")
        make(heap, args.files)
        target = Path(name, "out")
        target.mkdir()
        soaked = soak(heap, target, args.jobs)
    rate = soaked.files / soaked.seconds
    print(
        f"{soaked.files} files, {soaked.hostile} hostile, {soaked.seconds:.0f} s, {rate:.0f} a second"
    )
    told = f"{soaked.counts}; {soaked.died} cost their process or passed a limit, {soaked.deadly} planted"
    lines = {"account": (not soaked.wrong, told), **flat(soaked)}
    for label, (good, words) in lines.items():
        print(f"{'yes' if good else 'NO ':<4}{label}: {words}")
    for line in soaked.wrong[:20]:
        print(f"    {line}")
    sys.exit(not all(good for good, _ in lines.values()))


if __name__ == "__main__":
    main()
