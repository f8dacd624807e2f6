"""Draw examples for as long as one likes.

    python -m fuzzing [--minutes M] [--jobs N] [--kept FOLDER] [TARGET …]    in `tests/`; `make fuzz`
    python -m fuzzing --again TARGET NUMBER                                  one example, with its traceback

Without a target all of them take turns. What finds a fault is kept as a file, under the target's name and the
example's number, from which it can be drawn again.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzzing import run
from fuzzing.targets import TARGETS

_AT_ONCE = 200
"""Examples of one process."""


def _turns(names: Sequence[str], minutes: float, jobs: int, kept: Path) -> int:
    """All targets in turn until the time is over; the number of faults."""
    end = time.monotonic() + 60 * minutes
    totals = {name: run.Done() for name in names}
    batches, lock = itertools.cycle(names), threading.Lock()
    numbers = itertools.count(int(time.time()) * 1000, _AT_ONCE)

    def worker() -> None:
        while time.monotonic() < end:
            with lock:
                name, first = next(batches), next(numbers)
            done, total = run.run(name, first, _AT_ONCE, kept), totals[name]
            for fault in done.faults:
                print(f"{fault.target} {fault.number}: {fault.why}", flush=True)
            with lock:
                total.examples += done.examples
                total.accepted += done.accepted
                total.faults += done.faults

    with ThreadPoolExecutor(jobs) as crew:
        for each in [crew.submit(worker) for _ in range(jobs)]:
            each.result()
    for name, total in totals.items():
        counts = f"{total.examples:>9} examples{total.accepted:>9} accepted"
        print(f"{name:<10}{counts}{len(total.faults):>5} faults")
    return sum(len(total.faults) for total in totals.values())


def main() -> None:
    """Draw examples; exit status 1 if one of them found a fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="、".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kept", type=Path, default=Path("out/fuzz"))
    parser.add_argument("--again", nargs=2, metavar=("TARGET", "NUMBER"))
    parser.add_argument("--batch", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.batch:
        name, first, count, kept = args.batch
        run.inside(name, int(first), int(count), Path(kept) if kept else None)
    elif args.again:
        from xltools.apart import become_expendable

        become_expendable()
        target = TARGETS[args.again[0]]
        print("accepted" if target.holds(run.drawn(target, int(args.again[1]))) else "refused")
    else:
        unknown = set(args.targets) - TARGETS.keys()
        if unknown:
            parser.error(f"no such target: {', '.join(unknown)}")
        sys.exit(bool(_turns(args.targets or [*TARGETS], args.minutes, args.jobs, args.kept)))


if __name__ == "__main__":
    main()
