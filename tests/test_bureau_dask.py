"""The same work on a Dask cluster: the same tables, whatever happens to its workers."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import dask
import dask_work
import intake_work
import pytest
from distributed import LocalCluster
from ledger_contents import contents

from xltools.bureau import dask as bureau_dask
from xltools.bureau.collect import Collected, collect
from xltools.bureau.dask import run
from xltools.bureau.places import find_places, find_rosters
from xltools.bureau.request import Request
from xltools.errors import FileError, ToolMissingError
from xltools.intake.pool import Work
from xltools.intake.walk import Item
from xltools.returns.records import FileRecord, unpacked

if TYPE_CHECKING:
    from postgresql_server import Server

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What came back to the sample county, with its times."""
    folder = tmp_path_factory.mktemp("收表") / "returned"
    shutil.copytree(SAMPLES / "returned", folder)
    sys.path.insert(0, str(SAMPLES))
    try:
        import build_returned

        build_returned.set_times(folder)
    finally:
        sys.path.remove(str(SAMPLES))
    return folder


@pytest.fixture(scope="module")
def plain(heap: Path) -> Collected:
    """The heap, collected by processes of this computer."""
    return _collected(heap, heap.parent / "甲", jobs=2)


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """A scheduler and one worker of the kind that may start processes, at an address."""
    settings = {"distributed.worker.daemon": False}
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as made,
    ):
        yield made


def _collected(heap: Path, target: Path, ledger: str | None = None, **how: object) -> Collected:
    target.mkdir()
    roots = [heap / "来件"]
    places = find_places(roots, target / "汇总.xlsx", ledger)
    return collect(Request(places, "测试", tuple(find_rosters(roots)), **how))  # type: ignore[arg-type]


def _items(*names: str) -> list[Item]:
    return [Item(name, __file__, 1, (1, 1)) for name in names]


def _run(
    batches: Iterator[Sequence[Item]] | Sequence[Sequence[Item]],
    work: Work = intake_work.work,
    address: str = "local",
) -> Iterator[FileRecord]:
    results = run(
        batches, work, address=address, jobs=2, seconds=20, megabytes=1024,
        refuse=intake_work.refuse,
    )  # fmt: skip
    with closing(results):  # type: ignore[type-var]
        for data in results:
            yield from unpacked(data)


def test_a_cluster_gives_the_same_tables_as_processes_of_this_computer(
    heap: Path, plain: Collected
) -> None:
    """Every row of every table of the ledger, and every count."""
    spread = _collected(heap, heap.parent / "乙", jobs=2, dask="local")
    assert contents(spread.places.ledger) == contents(plain.places.ledger)
    assert spread.counts == plain.counts


def test_workers_write_into_a_ledger_on_a_server_themselves(
    heap: Path, plain: Collected, postgresql: Server
) -> None:
    """The forms are in the database before their records come back without them."""
    url = postgresql.new_database()
    spread = _collected(heap, heap.parent / "丙", url, jobs=2, dask="local")
    assert contents(url) == contents(plain.places.ledger)
    assert spread.counts == plain.counts


def test_a_worker_that_is_lost_has_its_batches_done_elsewhere(tmp_path: Path) -> None:
    """Nothing is missing, nothing comes twice."""
    names = [f"{number}.xlsx" for number in range(30)] + ["最后.xlsx"]
    batches = [_items(*names[start : start + 4]) for start in range(0, len(names), 4)]
    mark = tmp_path / "mark"
    work = partial(dask_work.kill_the_worker, mark=str(mark))
    found = [record.path for record in _run(batches, work)]
    assert mark.exists()
    assert sorted(found) == sorted(names)


def test_a_file_that_costs_every_worker_its_life_is_refused_alone() -> None:
    """Its neighbours in the batch are read."""
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        found = {
            record.path: (record.kind, record.code)
            for record in _run(
                [_items("好.xlsx", "坏.xlsx"), _items("也好.xlsx")],
                dask_work.always_kill_the_worker,
            )
        }
    assert found == {
        "好.xlsx": ("form", ""),
        "也好.xlsx": ("form", ""),
        "坏.xlsx": ("refused", "D18"),
    }


def test_a_file_that_kills_its_reader_costs_no_worker(cluster: LocalCluster) -> None:
    """The worker is the same before and after; the file is refused."""
    before = set(cluster.scheduler.workers)
    batches = [_items("1.xlsx", "abort.xlsx", "panic.xlsx", "2.xlsx"), _items("3.xlsx")]
    found = {
        record.path: record.code for record in _run(batches, address=cluster.scheduler_address)
    }
    assert found == {
        "1.xlsx": "",
        "abort.xlsx": "D18",
        "panic.xlsx": "D18",
        "2.xlsx": "",
        "3.xlsx": "",
    }
    assert set(cluster.scheduler.workers) == before


def test_no_more_batches_are_drawn_than_there_are_places(cluster: LocalCluster) -> None:
    """What the driver holds does not grow with the number of files."""
    drawn = 0

    def batches() -> Iterator[list[Item]]:
        nonlocal drawn
        for number in range(40):
            drawn += 1
            yield _items(f"{number}.xlsx")

    most = 0
    for done, _ in enumerate(_run(batches(), address=cluster.scheduler_address)):
        most = max(most, drawn - done)
    assert drawn == 40
    assert most <= 4  # three for a thread, and one in hand


def test_a_run_leaves_nothing_behind_in_the_workers_of_a_cluster(cluster: LocalCluster) -> None:
    """The processes that were kept for reading end with the run, also with one that is broken off."""
    address = cluster.scheduler_address
    records = _run([_items(f"{number}.xlsx") for number in range(20)], address=address)
    next(records)
    assert _stations(cluster) == 1
    records.close()  # type: ignore[attr-defined]
    assert _stations(cluster) == 0


def _stations(cluster: LocalCluster) -> int:
    from distributed import Client

    with Client(cluster) as client:
        (count,) = client.run(dask_work.stations).values()
    return int(count)


def test_a_cluster_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to look at."""
    monkeypatch.setattr(bureau_dask, "_CONNECT", 0.5)
    for address in ("tcp://127.0.0.1:9", "县局服务器"):
        with pytest.raises(FileError, match="连不上 Dask 集群"):
            list(_run([_items("1.xlsx")], address=address))


def test_a_client_without_connection_is_closed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else it closes itself while Dask holds a lock that it waits for."""
    from distributed import Client

    monkeypatch.setattr(bureau_dask, "_CONNECT", 0.2)
    gc.collect()
    for address in ("tcp://127.0.0.1:9", "县局服务器"):
        with pytest.raises(FileError):
            list(_run([_items("1.xlsx")], address=address))
        left = [each.status for each in gc.get_objects() if isinstance(each, Client)]
        assert set(left) <= {"closed", "newly-created"}


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr(bureau_dask, "_PATIENCE", 0.5)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(FileError, match="没有工作进程"),
    ):
        list(_run([_items("1.xlsx")], address=empty.scheduler_address))


def test_workers_that_do_not_see_the_files_are_told(cluster: LocalCluster) -> None:
    """The folder must lie where all machines see it."""
    gone = [Item("1.xlsx", "/只在本机/1.xlsx", 1, (1, 1))]
    with pytest.raises(FileError, match=r"看不到“/只在本机/1\.xlsx”"):
        list(_run([gone], address=cluster.scheduler_address))


def test_workers_that_may_not_start_processes_are_told() -> None:
    """With the setting that lets them."""
    with (
        LocalCluster(n_workers=1, dashboard_address=":0") as bound,
        pytest.raises(FileError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"),
    ):
        list(_run([_items("1.xlsx")], address=bound.scheduler_address))


def test_without_dask_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is only there for who asked for it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ToolMissingError, match=r'pip install "xltools\[scale\]"'):
        list(_run([_items("1.xlsx")]))


def test_nothing_to_do_starts_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run with nothing new is over at once."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert list(_run([])) == []
