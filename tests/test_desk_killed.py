"""A run that is killed is taken up: in the end everything is as if nobody had touched it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger_contents import contents

from xltools.bureau.places import LEDGER, LOG, SUMMARY
from xltools.package import load

ROOT = Path(__file__).parents[1]
FORMS, UNITS, SEED = 150, 12, 7
KILLS = 5


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small heap with some of everything."""
    folder = tmp_path_factory.mktemp("heap") / "县局"
    command = [sys.executable, str(ROOT / "bench" / "heap.py"), str(folder), "--seed", str(SEED),
               "--forms", str(FORMS), "--units", str(UNITS)]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


class _Desk:
    """`xltools collect` on the heap, into a folder of its own, with a place for temporary files."""

    def __init__(self, heap: Path, target: Path) -> None:
        self.target, self.temporary = target, target.with_name(f"{target.name}-tmp")
        target.mkdir()
        self.temporary.mkdir()
        self._command = [sys.executable, "-m", "xltools", "collect", str(heap / "来件"), "--json",
                         "--jobs", "2", "-o", str(target / SUMMARY)]  # fmt: skip

    def start(self) -> subprocess.Popen[bytes]:
        """Begin a run; its processes are a session of their own."""
        places = {name: str(self.temporary) for name in ("TMPDIR", "TMP", "TEMP")}
        return subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=os.environ | places, start_new_session=True,
        )  # fmt: skip

    def finish(self) -> dict[str, int]:
        """A whole run; what it reports."""
        with self.start() as process:
            out, error = process.communicate(timeout=120)
        assert process.returncode == 1, error.decode()  # there is something to look at
        report: dict[str, int] = json.loads(out)
        return report

    def kill_after(self, seconds: float) -> bool:
        """Begin a run and end its process as a power cut would; False if it was done before."""
        return self._kill(lambda began: time.monotonic() - began > seconds)

    def kill_while_writing(self) -> bool:
        """The same in the middle of the summary."""
        return self._kill(lambda _: any(self.temporary.glob("*/*")))

    def _kill(self, when: Callable[[float], bool]) -> bool:
        with self.start() as process:
            began = time.monotonic()
            while process.poll() is None and not when(began):
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
        _wait_for_end(process.pid)
        return process.returncode == -signal.SIGKILL


def _wait_for_end(session: int) -> None:
    """Wait until no process of the session is left; workers see that nobody wants them."""
    until = time.monotonic() + 20
    while left := list(_alive(session)):
        assert time.monotonic() < until, f"left behind: {left}"
        time.sleep(0.05)


def _alive(session: int) -> Iterator[str]:
    for process in Path("/proc").iterdir():
        try:
            state = (process / "stat").read_text().rpartition(")")[2].split()
            if process.name.isdigit() and int(state[3]) == session and state[0] != "Z":
                yield (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):  # gone this moment, or none
            continue


def _pages(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The sheets of the summary, but for what tells of the run itself."""
    sheets = load(path).snapshot.sheets
    return {
        sheet.name: [tuple(row) for row in sheet.rows]
        for sheet in sheets
        if sheet.name != "说明"
    }


def test_a_run_that_is_killed_five_times_ends_as_if_nobody_had_touched_it(
    heap: Path, tmp_path: Path
) -> None:
    """The ledger and the summary are the same, all files are accounted for, nothing is left over."""
    before = {path: path.stat().st_mtime_ns for path in (heap / "来件").rglob("*")}
    whole, broken = _Desk(heap, tmp_path / "甲"), _Desk(heap, tmp_path / "乙")
    began = time.monotonic()
    undisturbed = whole.finish()
    took = time.monotonic() - began

    chance = random.Random(SEED)
    killed = [broken.kill_after(chance.uniform(0.1, 0.9) * took) for _ in range(KILLS - 1)]
    killed.append(broken.kill_while_writing())
    report = broken.finish()

    assert any(killed[:-1])
    assert killed[-1]
    assert contents(broken.target / LEDGER) == contents(whole.target / LEDGER)
    assert _pages(broken.target / SUMMARY) == _pages(whole.target / SUMMARY)
    expected = json.loads((heap / "应有.json").read_text(encoding="utf-8"))
    for counts in (undisturbed, report):
        verdicts = {name: counts[name] for name in expected["verdicts"]}
        assert verdicts == expected["verdicts"]
        assert counts["files"] == expected["files"] == sum(verdicts.values())
        assert counts["missing"] == len(expected["missing"]) + len(expected["broken"])
    for desk in (whole, broken):
        assert {path.name for path in desk.target.iterdir()} == {SUMMARY, LEDGER, LOG}
        assert list(desk.temporary.iterdir()) == []
    assert {path: path.stat().st_mtime_ns for path in (heap / "来件").rglob("*")} == before
