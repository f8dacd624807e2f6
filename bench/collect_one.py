"""One run of the desk in this process, for `collect_large`: prints what came of it.

    python bench/collect_one.py CAME ROSTER TARGET JOBS DASK

Workers load what their parent's main module loads: this one holds no more than the command line does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


class Stages:
    """A progress that notes when each part of the work began, by the clock and by this process's own."""

    def __init__(self) -> None:
        self.began: list[tuple[str, float, float]] = []

    def stage(self, name: str) -> None:
        """A part begins."""
        self.began.append((name, time.perf_counter(), time.process_time()))

    def files(self, total: int) -> None:
        """Nothing."""

    def read(self, done: int) -> None:
        """Nothing."""

    def seconds(self) -> dict[str, tuple[float, float]]:
        """How long each part took, and how much of it this process computed."""
        self.stage("")
        return {
            name: (round(after[1] - clock, 2), round(after[2] - own, 2))
            for (name, clock, own), after in zip(self.began, self.began[1:], strict=False)
        }


def main(came: Path, roster: Path, target: Path, jobs: int, dask: str) -> None:
    """Collect what came and say what came of it."""
    from xltools.bureau.collect import collect
    from xltools.bureau.places import SUMMARY, find_places
    from xltools.bureau.request import Request

    stages = Stages()
    places = find_places([came], target / SUMMARY)
    request = Request(places, "bench", (roster,), jobs=jobs, dask=dask)
    made = collect(request, stages)
    counts = {name: getattr(made.counts, name) for name in made.counts.__struct_fields__}
    counts["missing"] = made.counts.missing
    print(json.dumps({"counts": counts, "stages": stages.seconds()}))


if __name__ == "__main__":
    came, roster, target = map(Path, sys.argv[1:4])
    main(came, roster, target, int(sys.argv[4]), sys.argv[5])
