"""A save that fails at its n-th call, or dies there, for every n: old or new, whole, and nothing left."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from faults.cases import CASES, Case, files_of
from faults.runs import Outcome, Server

Start = Callable[[str], "Whole"]


class Whole(NamedTuple):
    """A case, and what lies there before it and after it when nothing fails."""

    case: Case
    start: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    status: int
    err: str

    def place(self, folder: Path) -> Path:
        """A copy to work in."""
        return Path(shutil.copytree(self.start, folder))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all: what it has imported is there in all its children."""
    with Server() as made:
        yield made


@pytest.fixture(scope="module")
def whole(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The undisturbed run of a case, done once."""
    known: dict[str, Whole] = {}

    def run(name: str) -> Whole:
        if name not in known:
            folder = tmp_path_factory.mktemp(name)
            case, start = CASES[name], folder / "前"
            start.mkdir()
            case.prepare(start)
            server.warm(case.argv, shutil.copytree(start, folder / "热"))
            place = shutil.copytree(start, folder / "后")
            done = server.run(case.argv, place)
            assert done.status in (0, 1), done.err
            known[name] = Whole(case, start, files_of(start), files_of(place), *done[:3:2])
        return known[name]

    return run


def check(given: Whole, place: Path, done: Outcome, where: str) -> None:
    """Every file is old or new and whole; one that the run reports on is new; nothing else is there."""
    found = files_of(place)
    assert "Traceback" not in done.err, where
    assert "内部出错" not in done.err, (where, done.err)
    assert done.status in (0, 1, 2, -9), (where, done.err)
    for name, data in found.items():
        if done.was_killed and name not in given.before.keys() | given.after.keys():
            assert ".~xltools-" in name, f"{where}: {name} lies about"
            continue
        assert data in (given.before.get(name), given.after.get(name)), f"{where}: {name}"
        if name.endswith((".xlsx", ".docx")):
            assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None, f"{where}: {name}"
    assert given.before.keys() <= found.keys(), f"{where}: something is gone"
    if done.status in (0, 1):
        assert found == given.after, f"{where}: said done and was not"
    elif done.status == 2:
        assert done.err.strip(), where
        assert any(char > "\u4e00" for char in done.err), (where, done.err)


def check_next(given: Whole, server: Server, place: Path, where: str) -> None:
    """The next ordinary run does its work, and after it all is as if nothing had happened."""
    done = server.run(given.case.argv, place)
    assert (done.status, done.err) == (given.status, given.err), where
    assert files_of(place) == given.after, where


def every_call(
    given: Whole,
    server: Server,
    tmp_path: Path,
    kinds: tuple[str, ...],
    level: str,
    step: int = 1,
) -> int:
    """Let call 1, 2, 3 … meet one of the kinds in turn, until one run gets through; how many met it."""
    for met, nth in enumerate(count(1, step)):
        kind = kinds[nth % len(kinds)]
        place = given.place(tmp_path / f"{kind}{nth}")
        done = server.run(given.case.argv, place, kind, nth, level=level)
        where = f"call {nth} ({done.hit}) {kind}"
        check(given, place, done, where)
        if not done.hit:
            assert done.status == given.status
            return met
        assert done.was_killed == (kind == "kill"), where
        check_next(given, server, place, where)
        shutil.rmtree(place)
    raise AssertionError


@pytest.mark.parametrize("name", CASES)
def test_killed_at_any_call_a_file_is_old_or_new(
    name: str, whole: Start, server: Server, tmp_path: Path
) -> None:
    """A `kill -9` before each call that touches the folder, as the kernel sees them."""
    assert every_call(whole(name), server, tmp_path, ("kill",), server.level) >= 10


@pytest.mark.parametrize("name", CASES)
def test_whichever_call_fails_a_file_is_old_or_new(
    name: str, whole: Start, server: Server, tmp_path: Path
) -> None:
    """An error of the disk, no permission, an interruption."""
    kinds = ("EIO", "EACCES", "EINTR")
    assert every_call(whole(name), server, tmp_path, kinds, server.level) >= 10


@pytest.mark.parametrize("name", CASES)
def test_a_disk_that_is_full_from_some_call_on_costs_nothing(
    name: str, whole: Start, server: Server, tmp_path: Path
) -> None:
    """Whatever needs room fails from then on, what is tried in answer to that as well."""
    assert every_call(whole(name), server, tmp_path, ("full",), server.level) >= 2


@pytest.mark.parametrize("name", CASES)
def test_whichever_call_of_python_fails_a_file_is_old_or_new(
    name: str, whole: Start, server: Server, tmp_path: Path
) -> None:
    """Ctrl+C, half a write, a file that Windows holds for others, no memory, in any call."""
    kinds = ("interrupt", "short", "sharing", "memory", "EIO")
    assert every_call(whole(name), server, tmp_path, kinds, "python", step=3) >= 10
