"""What is new, changed, gone or back: a second run reads no more than it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from ledger_records import (
    HEAP,
    Item,
    archive_records,
    batch,
    everything,
    file_record,
    files,
    item_of,
    refused_record,
    rows,
)
from msgspec.structs import replace

from xltools.ledger.book import Ledger
from xltools.ledger.tables import file
from xltools.ledger.versions import CHUNK
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord

ROOTS = (Path(HEAP),)


def second_run(
    ledger: Ledger,
    records: Sequence[FileRecord],
    *,
    again: bool = False,
    roots: Sequence[Path] = ROOTS,
) -> list[str]:
    """A run that finds just these on the disk; the paths that it would read."""
    number = ledger.begin_run({}, "", "")
    there = [item_of(each) for each in records]
    wanted = [each.path for each in ledger.changed(there, again=again)]
    ledger.mark_gone(number, roots)
    ledger.finish_run(number, {})
    return wanted


def keep(ledger: Ledger, *batches: Sequence[FileRecord]) -> None:
    """A run that keeps these batches."""
    number = ledger.begin_run({}, "", "")
    for each in batches:
        ledger.keep(number, each)
    ledger.finish_run(number, {})


def test_only_what_is_new_or_changed_is_passed_on(ledger: Ledger) -> None:
    """By size and time; in the order in which it came, for more than one question's worth."""
    old = batch(0, CHUNK + 30)
    keep(ledger, old)
    changed = [
        file_record(old[3].path, time=99),
        file_record(old[CHUNK + 5].path, stamp=(1, CHUNK + 6)),
    ]
    new = file_record("新.xlsx")
    there = [new, *old[:3], changed[0], *old[4 : CHUNK + 5], changed[1], *old[CHUNK + 6 :]]

    assert second_run(ledger, there) == ["新.xlsx", old[3].path, old[CHUNK + 5].path]
    assert second_run(ledger, old) == []


def test_a_version_from_before_is_read_again_if_it_lies_there(ledger: Ledger) -> None:
    """What counts is the latest: the old stamp is no longer what was seen last."""
    keep(ledger, [file_record(time=1)], [file_record(time=2)])

    assert second_run(ledger, [file_record(time=2)]) == []
    assert second_run(ledger, [file_record(time=1)]) == ["水务局/表.xlsx"]


def test_items_are_asked_for_as_they_are_wanted(ledger: Ledger) -> None:
    """A heap of any size passes by; no more of it is held than one question asks for."""
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield Item(f"{taken}.xlsx", f"{HEAP}/{taken}.xlsx", 1, (1, taken))

    ledger.begin_run({}, "", "")
    passing = ledger.changed(endless())
    for _ in range(CHUNK + 1):
        next(passing)

    assert taken == 2 * CHUNK


def test_batches_may_be_kept_while_the_rest_is_looked_at(ledger: Ledger) -> None:
    """So a run works: items come out at one end and records go in at the other."""
    records = {each.path: each for each in batch(0, 3 * CHUNK)}
    number = ledger.begin_run({}, "", "")
    for item in ledger.changed([item_of(each) for each in records.values()]):
        if item.stamp[1] % 50 == 0:
            ledger.keep(number, [records[item.path]])
    ledger.mark_gone(number, ROOTS)

    assert len(files(ledger)) == 3 * CHUNK // 50


@pytest.mark.parametrize(
    "code",
    [FileCode.TOO_LONG, FileCode.TOO_MUCH_MEMORY, FileCode.CRASHED],
    ids=lambda code: code.name,
)
def test_what_cost_its_reader_dear_is_read_again_only_if_asked(
    ledger: Ledger, code: FileCode
) -> None:
    """A refused file that has nothing in it is not: it will not get any better."""
    dear = refused_record("崩.xlsx", code.number)
    plain = refused_record("空.xlsx", FileCode.NO_FORM.number)
    packed = archive_records("甲.zip", ["表.xlsx"])
    inside = refused_record(
        "甲.zip/崩.xlsx", code.number, disk=packed[0].disk, stamp=packed[0].stamp
    )
    keep(ledger, [dear, plain, *packed, inside])
    there = [dear, plain, packed[0]]

    assert second_run(ledger, there) == []
    assert second_run(ledger, there, again=True) == ["崩.xlsx", "甲.zip"]


def test_what_could_not_be_reached_is_always_tried_again(ledger: Ledger) -> None:
    """The network is back; nothing is said of the file itself."""
    record = refused_record("网上.xlsx", FileCode.UNREADABLE.number)
    keep(ledger, [record])

    assert second_run(ledger, [record]) == ["网上.xlsx"]
    keep(ledger, [file_record("网上.xlsx")])
    assert second_run(ledger, [record]) == []


def test_an_archive_in_parts_is_whole_when_its_run_has_seen_everything(ledger: Ledger) -> None:
    """A kill between its parts must not lose the rest: the next run reads all of it."""
    top, one, two = archive_records("甲.zip", ["甲.xlsx", "乙.xlsx"])
    number = ledger.begin_run({}, "", "")
    ledger.keep(number, [top])
    ledger.keep(number, [one])  # and here the run is killed
    number = ledger.begin_run({}, "", "")
    there = [item_of(top)]
    assert list(ledger.changed(there)) == there
    for each in (two, top, one):
        ledger.keep(number, [each])
    ledger.mark_gone(number, ROOTS)

    assert second_run(ledger, [top]) == []
    assert rows(ledger, file, file.c.path, file.c.archive, file.c.code, file.c.latest) == [
        ("甲.zip", "", "", True),
        ("甲.zip/甲.xlsx", "甲.zip", "", True),
        ("甲.zip/乙.xlsx", "甲.zip", "", True),
    ]


# --- gone


def test_what_is_not_there_any_more_is_gone_until_it_is_back(ledger: Ledger) -> None:
    """With the members of an archive; it is not read again when it comes back."""
    one, two = file_record("甲.xlsx"), file_record("乙.xlsx")
    packed = archive_records("丙.zip", ["表.xlsx"])
    keep(ledger, [one, two, *packed])

    assert second_run(ledger, [one]) == []
    assert files(ledger) == {
        "甲.xlsx": [("form", True, False)],
        "乙.xlsx": [("form", True, True)],
        "丙.zip": [("archive", True, True)],
        "丙.zip/表.xlsx": [("form", True, True)],
    }
    assert second_run(ledger, [one, two, packed[0]]) == []
    assert {each for versions in files(ledger).values() for each in versions} == {
        ("form", True, False), ("archive", True, False),
    }  # fmt: skip


def test_what_comes_back_changed_is_read(ledger: Ledger) -> None:
    """Something lies there again, another version."""
    keep(ledger, [file_record(time=1)])
    second_run(ledger, [])

    assert second_run(ledger, [file_record(time=2)]) == ["水务局/表.xlsx"]
    keep(ledger, [file_record(time=2)])
    assert files(ledger) == {"水务局/表.xlsx": [("form", False, False), ("form", True, False)]}


def test_only_what_should_lie_below_the_roots_can_be_gone(
    ledger: Ledger, tmp_path: Path
) -> None:
    """A run over another folder says nothing of this one, nor of one whose name begins alike."""
    places = ("来件/甲.xlsx", "来件二/甲.xlsx", "乙.zip")
    records = [file_record(each, disk=str(tmp_path / each)) for each in places]
    keep(ledger, records)
    roots = [tmp_path / "来件", tmp_path / "乙.zip"]

    second_run(ledger, [], roots=roots)
    assert files(ledger) == {
        "来件/甲.xlsx": [("form", True, True)],
        "来件二/甲.xlsx": [("form", True, False)],
        "乙.zip": [("form", True, True)],
    }
    second_run(ledger, [], roots=[Path("/")])
    assert files(ledger)["来件二/甲.xlsx"] == [("form", True, True)]


def test_what_lies_in_a_folder_that_could_not_be_opened_is_not_gone(ledger: Ledger) -> None:
    """The network drive is away; when it is back, what is missing is."""
    shut = refused_record("网盘", FileCode.FOLDER_UNREADABLE.number)
    keep(ledger, [file_record("网盘/甲.xlsx"), file_record("网盘二/甲.xlsx"), shut])

    second_run(ledger, [shut])
    assert files(ledger)["网盘/甲.xlsx"] == [("form", True, False)]
    assert files(ledger)["网盘二/甲.xlsx"] == [("form", True, True)]
    second_run(ledger, [])
    assert files(ledger)["网盘/甲.xlsx"] == [("form", True, True)]
    assert files(ledger)["网盘"] == [("refused", True, True)]


def test_roots_may_be_named_from_where_one_stands(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As people do on the command line."""
    monkeypatch.chdir(tmp_path)
    keep(ledger, [file_record("甲.xlsx", disk=str(tmp_path / "来件" / "甲.xlsx"))])
    second_run(ledger, [], roots=[Path("来件/")])

    assert files(ledger) == {"甲.xlsx": [("form", True, True)]}


def test_a_heap_that_was_moved_is_not_read_again(ledger: Ledger) -> None:
    """Another drive, another computer: what lies where is brought up to date, members too."""
    keep(ledger, [file_record("甲.xlsx"), *archive_records("乙.zip", ["表.xlsx"])])
    top = archive_records("乙.zip", [])[0]
    moved = [file_record("甲.xlsx", disk="/mnt/u/甲.xlsx"), replace(top, disk="/mnt/u/乙.zip")]

    assert second_run(ledger, moved, roots=[Path("/mnt/u")]) == []
    assert dict(rows(ledger, file, file.c.path, file.c.disk)) == {
        "甲.xlsx": "/mnt/u/甲.xlsx", "乙.zip": "/mnt/u/乙.zip", "乙.zip/表.xlsx": "/mnt/u/乙.zip",
    }  # fmt: skip
    assert {each for versions in files(ledger).values() for each in versions} == {
        ("form", True, False), ("archive", True, False),
    }  # fmt: skip


def test_nothing_is_gone_while_not_everything_was_looked_at(ledger: Ledger) -> None:
    """A run that broke off in the middle does not know what is missing."""
    records = batch(0, 3)
    keep(ledger, records)
    number = ledger.begin_run({}, "", "")
    with pytest.raises(ValueError, match="all items have been looked at"):
        ledger.mark_gone(number, ROOTS)

    next(ledger.changed([item_of(file_record("新.xlsx"))]))
    with pytest.raises(ValueError, match="all items have been looked at"):
        ledger.mark_gone(number, ROOTS)
    assert {each for versions in files(ledger).values() for each in versions} == {
        ("form", True, False)
    }


def test_what_one_run_saw_the_next_one_has_not_seen(ledger: Ledger) -> None:
    """Also in one open ledger, as the ribbon's service holds it."""
    records = batch(0, 4)
    keep(ledger, records)
    second_run(ledger, records)
    second_run(ledger, records[:1])

    assert [each[0][2] for each in files(ledger).values()] == [False, True, True, True]


def test_a_run_that_finds_everything_as_it_was_changes_nothing(ledger: Ledger) -> None:
    """Not a row of what came."""
    records = [*batch(0), *archive_records("甲.zip", ["表.xlsx"]), refused_record("坏.xlsx")]
    keep(ledger, records)
    first = everything(ledger)
    second_run(ledger, [each for each in records if ".zip/" not in each.path])

    assert everything(ledger) == first
