"""The ledger and what goes back to the units, at every call; a server that loses its client."""

from __future__ import annotations

import io
import random
import re
import shutil
import time
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from faults.cases import files_of
from faults.desk import COLLECT, LEDGER, check_ledger, prepare
from faults.runs import Outcome, Server
from ledger_contents import Row, contents

from xltools.bureau.index import INDEX
from xltools.bureau.user import WHO
from xltools.hosts.folders import RETURNED

if TYPE_CHECKING:
    from postgresql_server import Server as PostgreSQL

SAY = (
    "state",
    LEDGER,
    "--project",
    "20240000",
    "--state",
    "退回",
    "--why",
    "缺佐证",
    "--remark",
    "请补",
)
SEND = ("sendback", LEDGER)
KINDS = ("EIO", "EACCES", "EINTR")
SEED = 11
_LIST = re.compile(rf"{RETURNED}/{Path(INDEX).stem}(\(\d+\))?\.xlsx")
"""A list that is no longer so gets a second one beside it."""


class Desk(NamedTuple):
    """A desk after a run; commands that write into its ledger."""

    home: Path
    start: Path

    def place(self) -> Path:
        """The desk as it was, where the ledger looks for what came."""
        shutil.rmtree(self.home, ignore_errors=True)
        return Path(shutil.copytree(self.start, self.home))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all."""
    with Server() as made:
        yield made


@pytest.fixture(scope="module")
def desk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Prepared, and taken in once."""
    home, start = (tmp_path_factory.mktemp(name) / "台" for name in ("办公", "前"))
    home.mkdir()
    prepare(home)
    assert server.run(COLLECT, home).status == 1
    shutil.copytree(home, start)
    return Desk(home, start)


def run(server: Server, argv: Sequence[str], place: Path, *fault: object) -> Outcome:
    """The command, by somebody at the desk; what came can be read."""
    return server.run(argv, place, *fault, spared=place / "来件", env={WHO: "张某"})  # type: ignore[arg-type]


def made(place: Path) -> tuple[dict[str, list[Row]], dict[str, bytes]]:
    """What the ledger says, and all files but it."""
    files = files_of(place)
    del files[LEDGER]
    return contents(place / LEDGER), files


def check_rows(
    found: dict[str, list[Row]],
    old: dict[str, list[Row]],
    new: dict[str, list[Row]],
    where: str,
) -> None:
    """Every row is one of before or after, and none of before is gone."""
    for table, rows in found.items():
        assert set(map(repr, rows)) <= {repr(row) for row in (*old[table], *new[table])}, where
        kept = {repr(row) for row in old[table] if row in new[table]}
        assert kept <= set(map(repr, rows)), where


def each_call(
    desk: Desk,
    server: Server,
    argv: Sequence[str],
    kinds: Sequence[str],
    tmp_path: Path,
    step: int,
) -> int:
    """Let call 1, 2, 3 … meet one of the kinds in turn; how many met it."""
    old = made(desk.place())
    server.warm(argv, desk.place(), {WHO: "张某"})
    whole = run(server, argv, desk.place())
    new = made(desk.home)
    assert new[0] != old[0]
    for met, nth in enumerate(count(1, step)):
        kind = kinds[met % len(kinds)]
        place, spare = desk.place(), tmp_path / f"{kind}{nth}"
        done = run(server, argv, place, kind, nth)
        where = f"call {nth} ({done.hit}) {kind}"
        if not done.hit:
            assert made(place) == new
            return met
        assert "Traceback" not in done.err, (where, done.err)
        assert "内部出错" not in done.err, (where, done.err)
        assert done.was_killed == (kind == "kill"), (where, done.err)
        spare.mkdir()
        check_ledger(place, spare)
        check_rows(contents(place / LEDGER), old[0], new[0], where)
        for name, data in files_of(place).items():
            if _LIST.match(name):  # tells of the unit that got nothing
                assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None, where
            elif not name.startswith((LEDGER, f"{RETURNED}/.~")):
                assert data in (old[1].get(name), new[1].get(name)), (where, name)
            assert done.was_killed or not name.startswith(f"{RETURNED}/.~"), (where, name)
        if done.status == whole.status:
            assert made(place) == new, where
            continue
        again = run(server, argv, place)
        assert (again.status, again.err) == (whole.status, ""), where
        ledger, files = made(place)
        assert ledger == new[0] or argv is SAY, where  # who says it twice said it twice
        lists = [data for name, data in files.items() if _LIST.match(name)]
        files = {name: data for name, data in files.items() if not _LIST.match(name)}
        assert files == {name: data for name, data in new[1].items() if not _LIST.match(name)}
        assert argv is SAY or new[1][f"{RETURNED}/{INDEX}"] in lists, where
    raise AssertionError


@pytest.mark.parametrize("kinds", [("kill",), KINDS, ("full",)], ids=["kill", "error", "full"])
def test_a_word_said_of_a_project_is_in_the_ledger_or_not(
    kinds: Sequence[str], desk: Desk, server: Server, tmp_path: Path
) -> None:
    """One transaction, at every call that SQLite makes for it."""
    assert each_call(desk, server, SAY, kinds, tmp_path, 1) >= 4


@pytest.mark.parametrize(
    ("kinds", "step"),
    [(("kill",), 5), (KINDS, 7), (("full",), 3)],
    ids=["kill", "error", "full"],
)
def test_what_goes_back_is_whole_and_entered_once(
    kinds: Sequence[str], step: int, desk: Desk, server: Server, tmp_path: Path
) -> None:
    """A zip is there whole, and then the ledger says so; a second run finishes the work."""
    assert each_call(desk, server, SEND, kinds, tmp_path, step) >= 4


def test_a_server_whose_client_is_killed_ends_with_the_same_ledger(
    desk: Desk, server: Server, postgresql: PostgreSQL
) -> None:
    """At random moments, five times: what a batch had not finished is not there, and comes again."""
    place = desk.place()
    whole, broken = postgresql.new_database(), postgresql.new_database()
    began = time.monotonic()
    assert run(server, (*COLLECT, "--ledger", whole), place).status == 1
    took = time.monotonic() - began

    chance = random.Random(SEED)
    killed = [
        server.run(
            (*COLLECT, "--ledger", broken), place, signal_after=chance.uniform(0.2, 0.8) * took
        )
        for _ in range(5)
    ]
    assert run(server, (*COLLECT, "--ledger", broken), place).status == 1

    assert any(each.was_killed for each in killed)
    assert contents(broken) == contents(whole)
