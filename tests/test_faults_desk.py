"""`collect` and `sendback` that fail or die anywhere: the ledger is sound, every file old or new and whole.

The calls of a run are many and alike; each kind of call on each kind of file is tried once. With
XLTOOLS_FAULTS=all every call is, with all:700 every one from the 700th on.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from faults.cases import files_of
from faults.desk import (
    COLLECT,
    LEDGER,
    LOG,
    SUMMARY,
    change,
    check_ledger,
    check_log,
    outcome,
    pages,
    prepare,
    tables,
)
from faults.runs import Outcome, Server

_HOW, _, _FROM = os.environ.get("XLTOOLS_FAULTS", "").partition(":")
ALL, FIRST = _HOW == "all", int(_FROM or 1)
FAR = 10**9
_JOURNAL = f"{LEDGER}-journal"
"""By it SQLite undoes, when it is next opened, what it could not even undo."""
_LITTER = re.compile(rf"(.*/)?(\.~xltools-\w+\.tmp|{LEDGER}-lock)|tmp/xltools-scratch-.*")


_IDLE = ("close", "fchown", "fchmod", "flock", "utimensat")
"""Calls that move no byte and no name."""
_NOT_REMOVED = re.compile(
    rf"\((unlink|rmdir|openat|close), \w+ (tmp\w{{8}}|xltools-scratch-\w+|{LEDGER}-lock)\)"
)
"""What could not be removed lies there until the next run."""
_KINDS = (
    (r" tmp\w{8}$", " sheet"), (r" xltools-scratch-.*", " scratch"), (r" \.~xltools-.*", " temporary"),
    (r" .*\.(csv|parquet)$", " table"),
)  # fmt: skip
"""Files that are alike."""


class Desk(NamedTuple):
    """A desk before a second run, and what that run makes when nothing fails."""

    home: Path
    start: Path
    given: dict[str, bytes]
    old: dict[str, object]
    new: dict[str, object]
    status: int

    @property
    def came(self) -> list[str]:
        """The names of what came."""
        return [Path(name).name for name in self.given if name.startswith("来件")]

    def is_unread(self, where: str) -> bool:
        """Whether the call was one on a file that came, or opened the folder."""
        return any(name in where for name in (*self.came, "openat 来件"))

    def place(self) -> Path:
        """The desk as it was, where it always is: the ledger knows files by their places."""
        shutil.rmtree(self.home, ignore_errors=True)
        return Path(shutil.copytree(self.start, self.home))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all."""
    with Server() as made:
        yield made


def run(server: Server, place: Path, *fault: object) -> Outcome:
    """The second run, with a folder for temporary files that is watched, too."""
    return server.run(COLLECT, place, *fault, env={"TMPDIR": str(place / "tmp")})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def desk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Prepared, taken in once, changed."""
    home, start = (tmp_path_factory.mktemp(name) / "台" for name in ("办公", "前"))
    home.mkdir()
    prepare(home)
    (home / "tmp").mkdir()
    server.warm(COLLECT, shutil.copytree(home, start))
    shutil.rmtree(start)
    assert run(server, home).status == 1
    change(home)
    shutil.copytree(home, start)
    old = outcome(home)
    done = run(server, home)
    assert (done.status, done.err) == (1, "")
    given = {
        name: data
        for name, data in files_of(start).items()
        if name.startswith(("来件", "发放"))
    }
    return Desk(home, start, given, old, outcome(home), done.status)


def sites(trace: Sequence[str], *, last: bool) -> list[int]:
    """The number of one call of each sort on each sort of file, the first or the last."""
    found: dict[str, int] = {}
    for number, call in enumerate(trace, start=1):
        key = call
        for pattern, kind in _KINDS:
            key = re.sub(pattern, kind, key)
        if key.partition(" ")[0] not in _IDLE and (last or key not in found):
            found[key] = number
    return list(range(FIRST, len(trace) + 1)) if ALL else sorted(found.values())


def check(desk: Desk, place: Path, done: Outcome, spare: Path, where: str) -> None:
    """What lies there after a run that met a fault."""
    assert "Traceback" not in done.err, (where, done.err)
    assert "内部出错" not in done.err, (where, done.err)
    assert done.status in (1, 2, -9), where
    found = files_of(place)
    assert {name: found[name] for name in desk.given} == desk.given, f"{where}: came otherwise"
    check_ledger(place, spare)
    check_log(place / LOG)
    for own in (".xlsx", ".csv", ".parquet"):
        for path in place.glob(f"*{own}"):
            assert path.stat().st_size, where
    summary = (place / SUMMARY).read_bytes()
    if done.status == 1 and desk.is_unread(where):
        return  # one that came could not be read, or the folder, and is told of
    if summary != (desk.start / SUMMARY).read_bytes():
        assert pages(place / SUMMARY) == desk.new["summary"], f"{where}: summary"
    for name, table in tables(place / "数据").items():
        old, new = (each["tables"][name] for each in (desk.old, desk.new))  # type: ignore[index]
        assert table in (old, new), f"{where}: {name}"
    names = sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))
    left = [name for name in names if name not in (*desk.new["names"], _JOURNAL)]  # type: ignore[misc]
    if done.was_killed or _NOT_REMOVED.search(where):
        assert all(_LITTER.fullmatch(name) for name in left), (where, left)
    else:
        assert left == [], where
        if done.status == 2:
            assert any(char > "\u4e00" for char in done.err), (where, done.err)


def each_site(
    desk: Desk, server: Server, tmp_path: Path, kinds: Sequence[str], *, last: bool
) -> None:
    """Let one call of each sort meet one of the kinds in turn; then an ordinary run makes all good."""
    trace = run(server, desk.place(), kinds[0], FAR).trace
    for nth in sites(trace, last=last) if trace else range(1, 400, 13):
        kind = kinds[nth % len(kinds)]
        place, spare = desk.place(), tmp_path / f"{kind}{nth}"
        spare.mkdir()
        done = run(server, place, kind, nth)
        where = f"call {nth} ({done.hit}, {trace[nth - 1] if trace else ''}) {kind}"
        check(desk, place, done, spare, where)
        unread = desk.is_unread(where)
        if done.status != desk.status or unread or _NOT_REMOVED.search(where):
            again = run(server, place)
            assert (again.status, again.err) == (desk.status, ""), where
        made = outcome(place)
        for what, new in desk.new.items():
            # the ledger remembers that a file could once not be read
            assert made[what] == new or (unread and what == "ledger"), (where, what)


def test_a_run_that_is_killed_anywhere_is_taken_up(
    desk: Desk, server: Server, tmp_path: Path
) -> None:
    """A `kill -9` in the ledger, the log, the tables, the summary, its sheets: the next run makes all good."""
    each_site(desk, server, tmp_path, ("kill",), last=True)


def test_a_run_that_meets_an_error_anywhere_loses_nothing(
    desk: Desk, server: Server, tmp_path: Path
) -> None:
    """It says so in a line, or goes on where it can; the next run makes all good."""
    each_site(desk, server, tmp_path, ("EIO", "EACCES", "EINTR"), last=False)


def test_a_disk_that_fills_up_anywhere_costs_nothing(
    desk: Desk, server: Server, tmp_path: Path
) -> None:
    """What was there stays; with room again the next run makes all good."""
    each_site(desk, server, tmp_path, ("full",), last=False)
