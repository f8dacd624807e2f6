"""Workers that hang, die, or take too much: what one item costs, it costs alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import intake_work
import pytest
from intake_files import LIMITS, item_of
from zip_files import zipped

from xltools.apart import memory
from xltools.errors import XltoolsError
from xltools.intake import pool, take
from xltools.intake.walk import Item
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord, packed, unpacked

BAD = {
    "hang": FileCode.TOO_LONG,
    "abort": FileCode.CRASHED,
    "exit": FileCode.CRASHED,
    "leave": FileCode.CRASHED,
    "panic": FileCode.CRASHED,
    "interrupt": FileCode.CRASHED,
    "killed": FileCode.TOO_MUCH_MEMORY,
    "memory": FileCode.TOO_MUCH_MEMORY,
    "raise": FileCode.INTERNAL,
}


def batch(*names: str) -> list[Item]:
    """Items of these names."""
    return [Item(name, name, 1, (1, 1)) for name in names]


def results(
    batches: Sequence[Sequence[Item]],
    jobs: int,
    work: pool.Work = intake_work.work,
    **more: Any,
) -> dict[str, FileRecord]:
    """The records, by path; none came twice."""
    found: dict[str, FileRecord] = {}
    options = {"seconds": 1.5, "megabytes": 400, "refuse": intake_work.refuse} | more
    for data in pool.run(batches, work, jobs=jobs, **options):
        for record in unpacked(data):
            assert record.path not in found
            found[record.path] = record
    return found


def workers() -> list[Any]:
    """Processes of pools of this process that are there."""
    return [each for each in multiprocessing.active_children() if "pebble" in each.name]


def codes(found: dict[str, FileRecord]) -> dict[str, str]:
    """The refused ones with their codes."""
    return {path: each.code for path, each in found.items() if each.kind == "refused"}


def test_whatever_an_item_does_it_costs_only_itself() -> None:
    """All that is bad at once, among good ones: every item is accounted for, with what it did."""
    batches = [batch("1", *BAD, "2"), batch("3", "4"), [], batch("hang alone"), batch("5")]

    found = results(batches, 2)

    assert found.keys() == {item.path for each in batches for item in each}
    expected = {name: code.number for name, code in BAD.items()} | {"hang alone": "D13"}
    assert codes(found) == expected
    for name, code in BAD.items():
        facts = {"name": name, "why": "ValueError：不应有"}
        told = code.at(None, "文件", **facts)
        assert found[name].reason == told.message + told.advice
    assert not workers()


def test_without_workers_what_is_raised_is_survived() -> None:
    """In this process; who interrupts means all of it."""
    names = ("leave", "panic", "raise")

    found = results([batch("1", *names), batch("2")], 0)

    assert codes(found) == {name: BAD[name].number for name in names}
    assert found.keys() == {"1", "2", *names}
    with pytest.raises(KeyboardInterrupt):
        results([batch("1", "interrupt")], 0)


def test_an_archive_that_fails_is_repeated_member_by_member() -> None:
    """The guilty member is refused, also one that hangs; the archive and the others are taken."""
    found = results([batch("abort.zip", "1"), batch("hang.zip")], 2, parts=intake_work.parts)

    assert codes(found) == {"a/abort.xlsx": "D18", "h/hang.xlsx": "D13"}
    assert found.keys() == {
        "1", "abort.zip", "a/a.xlsx", "a/abort.xlsx", "a/c.xlsx",
        "hang.zip", "h/a.xlsx", "h/hang.xlsx", "h/c.xlsx",
    }  # fmt: skip


def test_an_archive_that_cannot_be_looked_into_is_refused_as_a_whole() -> None:
    """With what it did first."""
    found = results([batch("memory.zip", "1")], 1, parts=intake_work.parts_die)

    assert codes(found) == {"memory.zip": FileCode.TOO_MUCH_MEMORY.number}
    assert found.keys() == {"memory.zip", "1"}


def read(items: Sequence[Item]) -> bytes:
    """Take in; a member called 坏 kills the process, alone or with its archive."""
    records = []
    for item in items:
        whole = item.path.endswith(".zip") and take.ITSELF not in item.only
        if whole or "坏" in item.path:
            os.abort()
        records += take.take_in(item, LIMITS, None)
    return packed(records)


def test_members_of_a_real_archive_are_taken_one_by_one(tmp_path: Path) -> None:
    """Archives within are opened further, until the guilty member stands alone."""
    inner = zipped({"坏.csv": b"1,2\n", "好.csv": b"1,2\n"})
    path = tmp_path / "包.zip"
    path.write_bytes(zipped({"内.zip": inner, "Thumbs.db": b"1", "外.csv": b"1,2\n"}))

    found = results([[item_of(path)]], 1, read, parts=partial(take.parts, limits=LIMITS))

    assert {name: each.code or each.kind for name, each in found.items()} == {
        "包.zip": "archive",
        "包.zip/Thumbs.db": "D19",
        "包.zip/外.csv": "D17",
        "包.zip/内.zip": "archive",
        "包.zip/内.zip/好.csv": "D17",
        "包.zip/内.zip/坏.csv": "D18",
    }


def test_a_large_file_may_take_longer() -> None:
    """The limit is for what one file takes; a batch of many megabytes has as much more."""
    crew = pool._Crew(intake_work.work, None, 1, 2.0, 400)
    allowed = [
        crew._allowed(pool._Task([Item("表", "表", size, (size, 1))]))
        for size in (1, 10 << 20, 100 << 20)
    ]
    assert allowed == [2.0, 2.0, 20.0]


def test_no_more_is_drawn_than_is_under_way() -> None:
    """A heap of any size is never held: two batches for each worker, one of them in hand."""
    drawn, back = 0, 0

    def batches() -> Iterator[list[Item]]:
        nonlocal drawn
        for number in range(40):
            drawn += 1
            assert drawn - back <= 2 * 2
            yield batch(f"{number}")

    options: dict[str, Any] = {"seconds": 9, "megabytes": 400, "refuse": intake_work.refuse}
    for _ in pool.run(batches(), intake_work.work, jobs=2, **options):
        back += 1
    assert (drawn, back) == (40, 40)


def test_workers_are_replaced_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What their libraries hold on to goes with them, and no batch is lost over it."""
    monkeypatch.setattr(pool, "RECYCLED", 3)

    found = results(
        [batch(f"{n}") for n in range(8)], 1, partial(intake_work.work, kept=str(tmp_path))
    )

    assert len(found) == 8
    counts = [len(each.read_text().splitlines()) for each in tmp_path.iterdir()]
    assert len(counts) >= 3
    assert max(counts) <= 3


def test_closed_early_it_takes_its_workers_with_it() -> None:
    """Also one that hangs, and one that does not listen to a polite word."""
    options: dict[str, Any] = {"seconds": 60, "megabytes": 400, "refuse": intake_work.refuse}
    with closing(
        pool.run(
            [batch("1"), batch("hang"), batch("deaf")], intake_work.work, jobs=2, **options
        )
    ) as running:
        next(running)
        assert workers()
    assert not workers()


def local_work(_items: Sequence[Item]) -> bytes:
    """Stands where no worker finds it."""
    return b""


def test_work_that_cannot_be_sent_is_no_files_fault() -> None:
    """A function inside a function: a fault of the program, told at once and by its name."""

    def inside(_items: Sequence[Item]) -> bytes:
        return b""

    with pytest.raises((AttributeError, TypeError, OSError), match="inside"):
        results([batch("1")], 1, inside)
    assert not workers()


def test_work_that_no_worker_can_load_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, and not file by file."""
    monkeypatch.setattr(local_work, "__module__", "no_such_module")
    monkeypatch.setitem(sys.modules, "no_such_module", sys.modules[__name__])

    with pytest.raises(XltoolsError, match="启动不了"):
        results([batch("1")], 1, local_work)
    assert not workers()


def break_pool(crew: pool._Crew) -> None:
    """As if a system killed a worker that had nothing to do: the library gives up the pool."""
    for worker in workers():
        os.kill(worker.pid, signal.SIGKILL)
    until(lambda: not crew._pool.active if crew._pool else True)


def test_a_pool_that_breaks_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was under way is done again; nobody is blamed."""
    give, broke = pool._Crew.give, []

    def once(crew: pool._Crew, task: pool._Task) -> None:
        if crew._pool is not None and not broke:
            broke.append(crew._pool)
            break_pool(crew)
        give(crew, task)

    monkeypatch.setattr(pool._Crew, "give", once)

    found = results([batch(f"{number}") for number in range(9)], 1)

    assert broke
    assert len(found) == 9
    assert codes(found) == {}


def until(holds: Callable[[], bool]) -> None:
    """Wait until it does; half a minute is more than any machine takes."""
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it never did")


DRIVER = """
import sys
sys.path[:0] = {path!r}
import intake_work
from intake_work import work
from xltools.intake import pool
from xltools.intake.walk import Item
from functools import partial
if __name__ == "__main__":
    items = [[Item(name, name, 1, (1, 1))] for name in ("1", "hang", "hang too")]
    for _ in pool.run(items, partial(work, kept={kept!r}), jobs=2, seconds=60, megabytes=400,
                      refuse=intake_work.refuse):
        pass
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_process_behind(
    tmp_path: Path, root: Path, how: signal.Signals
) -> None:
    """Interrupted, or killed without a word, while both its workers hang."""
    kept = tmp_path / "kept"
    kept.mkdir()
    script = tmp_path / "driver.py"
    paths = [str(root), str(root / "tests")]
    script.write_text(DRIVER.format(path=paths, kept=str(kept)), encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stderr=subprocess.PIPE) as driver:
        until(lambda: sum("hang" in each.read_text() for each in kept.iterdir()) == 2)
        driver.send_signal(how)
        _, said = driver.communicate(timeout=30)

    assert driver.returncode != 0
    assert (b"KeyboardInterrupt" in said) is (how == signal.SIGINT)
    until(lambda: not any(is_there(int(each.name)) for each in kept.iterdir()))


def is_there(pid: int) -> bool:
    """Whether a process lives; what is only waiting to be buried does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


WATCHED = """
from xltools.apart import memory
memory.watch(150)
held = []
import time
for _ in range(200):
    held.append(bytearray(b"1") * (1 << 21))
    time.sleep(0.02)
"""


def test_where_no_limit_can_be_set_the_size_is_watched() -> None:
    """The process ends by itself, with a status that says why."""
    done = subprocess.run([sys.executable, "-c", WATCHED], check=False, timeout=60)

    assert done.returncode == memory.EXIT
    assert memory.most_so_far() > 1 << 20
