"""A fixed number of drawn examples before everything that reads: an answer, or one line of ours.

`make fuzz` draws others for as long as one likes. What it finds is mended, and the smallest file that shows it
becomes a test: below, or in `corpus`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzzing import run
from fuzzing.target import Target
from fuzzing.targets import TARGETS

EXAMPLES = {
    "xlsx": 250, "xls": 200, "ods": 200, "csv": 200, "html": 200, "bits": 2_000, "archive": 80,
    "roster": 120, "listing": 20, "amounts": 200, "summary": 15,
    "value": 5_000, "template": 12, "cells": 60, "text": 12, "word": 16, "profile": 150,
}  # fmt: skip
"""By target; all together they compute for half a minute."""

FEWEST = {"bits": 0.005, "profile": 0.01}
"""The share of examples that is to be accepted, and to be refused, where it is not a twentieth."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_whatever_is_drawn_ends_in_an_answer_or_in_one_line(name: str, tmp_path: Path) -> None:
    """No other exception, no growth, no computing without end, and what must hold of the answer does."""
    done = run.run(name, 0, EXAMPLES[name], tmp_path)

    assert done.faults == [], "\n".join(f"{each.number}: {each.why}" for each in done.faults)
    assert done.examples == EXAMPLES[name]
    share = done.accepted / done.examples
    assert share > FEWEST.get(name, 0.05), "mutants that nobody accepts try little"


def test_every_target_is_tried() -> None:
    """Also one that is new."""
    assert EXAMPLES.keys() == TARGETS.keys()


def test_an_example_is_drawn_again_by_its_number() -> None:
    """Whatever was drawn before it."""
    for target in TARGETS.values():
        first, again = (run.drawn(target, 7) for _ in range(2))
        assert first == again, target.name


# The machinery itself: a fuzzer that sees nothing finds nothing.


def found(holds: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[int, str]]:
    """The faults of four examples of which the third is bad."""
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import fuzzing.targets, fuzzing_bad\n"
        f"fuzzing.targets.TARGETS['bad'] = fuzzing_bad.target({holds!r})\n",
        "utf-8",
    )
    (folder / "fuzzing_bad.py").write_text(BAD, "utf-8")
    tests, root = Path(__file__).parent, Path(__file__).parents[1]
    monkeypatch.setattr(run, "_FOLDERS", (str(folder), str(tests), str(root)))
    monkeypatch.setitem(TARGETS, "bad", Target("bad", lambda _: b"bad", lambda _: True))
    monkeypatch.setattr(run, "_SILENCE", 3.0)
    kept = tmp_path / "kept"
    done = run.run("bad", 10, 4, kept)
    assert [path.name for path in kept.iterdir()] == ["bad-12"]
    return [(each.number, each.why) for each in done.faults]


BAD = """
import ctypes, os, signal, time
import fuzzing.run
from fuzzing.target import Target
count = iter(range(99))

class Panic(BaseException): ...

def raises(): raise KeyError("不应有")
def panics(): raise Panic("不应有")
def aborts(): os.abort()
def spins():
    while True: pass
def swells(): return [bytearray(1 << 26) for _ in range(256)]
def hangs():
    signal.setitimer(signal.ITIMER_PROF, 0)
    time.sleep(600)

def target(how):
    if how == "spins": fuzzing.run.COMPUTING = 1.0  # to touch 700 MB may take as long
    def holds(_data):
        if next(count) == 2: globals()[how]()
        return True
    return Target("bad", lambda _chance: b"bad", holds)
"""


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("raises", "KeyError: '不应有'"),
        ("panics", "Panic: 不应有"),
        ("aborts", "ended with -6"),
        ("spins", "computes for more than 1 seconds"),
        ("swells", "MemoryError"),
        ("hangs", "was stuck"),
    ],
)
def test_a_fault_is_seen_and_kept(
    how: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With its number; the examples behind it are tried, too."""
    ((number, why),) = found(how, monkeypatch, tmp_path)
    assert number == 12
    assert told in why
