"""Three hundred mixed files through the desk, as `bench/soak.py` sends twenty thousand through it."""

from __future__ import annotations

import sys
from pathlib import Path

BENCH = str(Path(__file__).parents[1] / "bench")


def test_what_is_hostile_costs_nothing_but_itself(tmp_path: Path) -> None:
    """Files whose reader hangs, spins or dies among them; all others have the verdict that was planted."""
    sys.path.append(BENCH)
    try:
        import soak
    finally:
        sys.path.remove(BENCH)
    heap, target = tmp_path / "heap", tmp_path / "out"
    soak.make(heap, 300)
    target.mkdir()

    soaked = soak.soak(heap, target, jobs=2)

    assert soaked.wrong == []
    assert soaked.files == sum(soaked.counts.values())
    assert soaked.counts["hostile"] == soaked.hostile == 15
    assert soaked.died >= soaked.deadly == 3
    assert all(good for good, _ in soak.flat(soaked).values()), soak.flat(soaked)
