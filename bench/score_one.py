"""One form: xltools against the usual openpyxl script, in one run, as ratios of medians.

    python bench/score_one.py [FILE] [--runs N]

warm   in one process: read + check + score + fill, against openpyxl load + fill 60 cells +
       save of the same file; the two take turns, so a drift of the machine hits both. Ours
       is measured to the filled bytes, and once more to the file on disk: our save waits
       for the disk twice (fsync of file and folder), openpyxl's never does
cold   whole processes: `xltools score FILE -o OUT` against `python -c pass` and against a
       script that loads, fills 60 cells and saves with openpyxl

Goals: warm at least 10 ×; cold at most 8 × the bare interpreter and at least 3 × faster
than the openpyxl script.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"

FILL = """
import openpyxl

def fill(source, target):
    workbook = openpyxl.load_workbook(source)
    sheet = workbook["自评表"]
    for row in range(20, 50):
        for column in (7, 8):
            cell = sheet.cell(row, column)
            if type(cell).__name__ != "MergedCell":
                cell.value = 1.5
    workbook.save(target)
"""
"""What a clerk's script does: load, fill 60 cells, save; nothing is checked or scored."""


def ours(source: Path, target: Path | None) -> None:
    """Read, check, score and fill one form; save it where there is a target."""
    from xltools.hosts.file import filled, open_form, save_as

    opened = open_form(source)
    data = filled(opened)
    if target is not None:
        save_as(opened, data, target, force=True)


def clerks_fill() -> Callable[[Path, Path], object]:
    """The clerk's function, ready to be called."""
    names: dict[str, Callable[[Path, Path], object]] = {}
    exec(FILL, names)  # the cold script is made of the same text
    return names["fill"]


def paired(
    first: Callable[[], object], second: Callable[[], object], runs: int
) -> tuple[list[float], list[float]]:
    """Seconds of each, taking turns after two rounds of warming up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 2):
        for task, into in ((first, times[0]), (second, times[1])):
            gc.collect()  # nobody pays for the other's rubbish
            start = time.perf_counter()
            task()
            if number >= 2:
                into.append(time.perf_counter() - start)
    return times


def line(name: str, values: list[float]) -> None:
    """One row: minimum, median, maximum in milliseconds."""
    low, mid, high = (1000 * f(values) for f in (min, statistics.median, max))
    print(f"  {name:<34}{low:9.1f}{mid:9.1f}{high:9.1f}")


def ratio(a: list[float], b: list[float]) -> float:
    """Median of the pairwise ratios a ÷ b."""
    return statistics.median(x / y for x, y in zip(a, b, strict=True))


def main() -> None:
    """Run both benchmarks and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "form.xlsx"
        shutil.copy(args.file, source)
        out = Path(folder) / "out.xlsx"
        script = Path(folder) / "peer.py"
        script.write_text(FILL + "\nimport sys\nfill(*sys.argv[1:])\n", "utf-8")
        peers = clerks_fill()
        print(
            f"{args.file.name}, {source.stat().st_size / 1000:.0f} kB, {args.runs} paired runs"
        )
        print(f"  {'milliseconds':<34}{'min':>9}{'median':>9}{'max':>9}")
        bytes_, theirs = paired(
            lambda: ours(source, None), lambda: peers(source, out), args.runs
        )
        line("warm: xltools, to the filled bytes", bytes_)
        line("warm: openpyxl load, fill, save", theirs)
        saved, theirs_again = paired(
            lambda: ours(source, out), lambda: peers(source, out), args.runs
        )
        line("warm: xltools, saved with fsync", saved)

        # an installed package has its bytecode; a shell that forbids writing it would
        # make every start compile all of xltools, and only xltools
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

        def run(*command: str) -> Callable[[], object]:
            return lambda: subprocess.run(
                command, check=False, stdout=subprocess.DEVNULL, env=env
            )

        python = sys.executable
        xltools = str(Path(python).with_name("xltools"))
        score = run(xltools, "score", str(source), "-o", str(out), "--force")
        cold, bare = paired(score, run(python, "-c", "pass"), args.runs)
        line("cold: xltools score", cold)
        line("cold: python -c pass", bare)
        cold_again, peer = paired(
            score, run(python, str(script), str(source), str(out)), max(5, args.runs // 3)
        )
        line("cold: openpyxl script", peer)
        warm, safe = ratio(theirs, bytes_), ratio(theirs_again, saved)
        print(
            f"\nwarm: {warm:.1f} × faster than openpyxl (goal ≥ 10); saved safely {safe:.1f} ×"
        )
        print(f"cold: {ratio(cold, bare):.1f} × python -c pass (goal ≤ 8)")
        print(
            f"cold: {ratio(peer, cold_again):.1f} × faster than the openpyxl script (goal ≥ 3)"
        )


if __name__ == "__main__":
    main()
