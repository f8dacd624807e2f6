"""What came is kept: every field, every version, once, whatever is killed or done twice."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from ledger_records import (
    archive_records,
    batch,
    everything,
    file_record,
    files,
    form_record,
    indicator,
    refused_record,
    rows,
)
from msgspec.structs import replace
from sqlalchemy import func, select

from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.tables import Fixed, file, finding, form, words
from xltools.ledger.tables import indicator as indicators
from xltools.returns.fixed import exact
from xltools.returns.records import (
    PLACES,
    FileRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    WordsRecord,
    packed,
    unpacked,
)


def kept(ledger: Ledger, *batches: list[FileRecord]) -> int:
    """A run that keeps these batches and is broken off."""
    number = ledger.begin_run({}, "", "")
    for each in batches:
        ledger.keep(number, each)
    return number


# --- fields


def test_every_field_of_a_record_is_kept(ledger: Ledger) -> None:
    """File, form, indicator, words and findings come back as they went in."""
    record = file_record(
        "邮箱/水务局 2025.xlsx", time=17, forms=(form_record(1), form_record(2))
    )
    kept(ledger, [record])

    with ledger.read() as connection:
        (row,) = connection.execute(select(file)).mappings()
        forms = [dict(each) for each in connection.execute(select(form)).mappings()]
    facts = ("path", "disk", "size", "modified", "sha256", "kind", "code", "reason")
    assert {key: row[key] for key in facts} == {key: getattr(record, key) for key in facts}
    assert (row["stamp_size"], row["stamp_time"], row["archive"]) == (30_000, 17, "")
    assert (row["latest"], row["gone"], row["run_id"]) == (True, False, 1)
    for read, each in zip(record.forms, forms, strict=True):
        assert each.pop("file_id") == row["id"]
        counted = {"indicators": 1, "errors": 1, "warnings": 1, "hints": 0}
        own = {key: getattr(read, key) for key in FormRecord.__struct_fields__}
        own = {key: value for key, value in own.items() if key not in ("words", "findings")}
        assert each == own | counted | {"id": each["id"]}
    number = forms[1]["id"]
    for table, kind, field in (
        (indicators, IndicatorRecord, "indicators"),
        (words, WordsRecord, "words"),
        (finding, FindingRecord, "findings"),
    ):
        columns = [table.c[name] for name in kind.__struct_fields__]
        found = [
            each[1:]
            for each in rows(ledger, table, table.c.form_id, *columns)
            if each[0] == number
        ]
        assert found == [
            tuple(_exact(name, getattr(each, name)) for name in kind.__struct_fields__)
            for each in getattr(record.forms[1], field)
        ]


def _exact(name: str, value: Any) -> Any:
    """What the ledger answers for a field of a record."""
    return exact(value, PLACES[name]) if name in PLACES else value


def test_records_from_another_process_are_kept_alike(ledger_place: Path | str) -> None:
    """Packed and unpacked, as workers hand them over."""
    records = [*batch(0, 3), refused_record("坏.xlsx"), *archive_records("甲.zip", ["表.xlsx"])]
    with open_ledger(ledger_place) as ledger:
        number = kept(ledger, list(unpacked(packed(records))))
        first = everything(ledger)
        ledger.keep(number, records)
        assert everything(ledger) == first


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("0.0000005", "0.000001"),
        ("-0.0000005", "-0.000001"),
        ("0.00000049", "0"),
        ("123456789012.123456", "123456789012.123456"),
        ("1E+300", None),
        ("-1E+30", None),
        ("NaN", None),
        ("Infinity", None),
        ("sNaN", None),
        ("1E-300", "0"),
        ("-0", "0"),
    ],
)
def test_a_number_is_kept_to_six_places_or_not_at_all(typed: str, seen: str | None) -> None:
    """People type anything; what fits into no column is blank, and stops nothing."""
    column: Fixed = Fixed(6)
    back = column.process_result_value(column.whole(Decimal(typed)), None)  # type: ignore[arg-type]

    assert back == (None if seen is None else Decimal(seen))


def test_what_no_database_takes_stops_nothing(ledger: Ledger) -> None:
    """Zero bytes, halves of characters, endless names, numbers beyond all columns."""
    strange = form_record(
        name="名\0称\ud83d", copy="x" * 5000, profile="p" * 300, version="v" * 90, score=Decimal("1E+99"),
        indicators=(indicator(note="\0", target_number=Decimal("9E+40")),),
        words=(WordsRecord("deviation", "", "", "d" * 32, 2, "半\udc80"),),
    )  # fmt: skip
    record = file_record("深/" * 3000 + "表\udcff.xlsx", forms=(strange,))
    number = kept(ledger, [record, file_record("好.xlsx")])
    first = everything(ledger)
    ledger.keep(number, [record])

    assert everything(ledger) == first
    ((name, copy, score),) = rows(ledger, form, form.c.name, form.c.copy, form.c.score)[:1]
    assert (copy, score) == ("x" * 40, None)
    assert name.startswith("名")
    assert "\ud83d" not in name
    assert len(rows(ledger, form, form.c.id)) == 2
    assert max(len(path) for path in files(ledger)) <= 800


# --- twice, and newer


def test_the_same_records_twice_change_nothing(ledger: Ledger) -> None:
    """A batch that was killed after it was kept comes again."""
    records = [
        *batch(0), refused_record("坏.xlsx"), *archive_records("甲.zip", ["表.xlsx", "内.zip/表.xlsx"]),
    ]  # fmt: skip
    number = kept(ledger, records)
    first = everything(ledger)

    ledger.keep(number, records)
    ledger.keep(ledger.begin_run({}, "", ""), list(reversed(records)))

    assert everything(ledger) == first
    assert len(first["form"]) == 22


def test_the_same_record_twice_in_a_batch_is_one(ledger: Ledger) -> None:
    """An archive may hold one file twice under one name."""
    kept(ledger, [file_record(), file_record()])

    assert files(ledger) == {"水务局/表.xlsx": [("form", True, False)]}


def test_a_newer_version_is_the_latest(ledger: Ledger) -> None:
    """The older one stays in the ledger with its form; put back, it is the latest again."""
    path = "水务局/表.xlsx"
    number = kept(ledger, [file_record(time=1)], [file_record(time=2)])
    assert files(ledger) == {path: [("form", False, False), ("form", True, False)]}
    assert len(rows(ledger, form, form.c.id)) == 2

    ledger.keep(number, [file_record(time=1)])
    assert files(ledger) == {path: [("form", True, False), ("form", False, False)]}
    assert len(rows(ledger, form, form.c.id)) == 2


def test_bytes_that_changed_without_their_time_are_a_version(ledger: Ledger) -> None:
    """A copy program gave the new file the old one's time."""
    kept(ledger, [file_record(sha256="a" * 64)], [file_record(sha256="b" * 64)])

    assert rows(ledger, file, file.c.sha256, file.c.latest) == [
        ("a" * 64, False),
        ("b" * 64, True),
    ]


def test_members_of_an_archive_are_replaced_with_it(ledger: Ledger) -> None:
    """What the new one lacks lies nowhere any more; another archive's members are left alone."""
    other = archive_records("乙.zip", ["丙.xlsx"])
    number = kept(ledger, archive_records("甲.zip", ["甲.xlsx", "乙.xlsx"]), other)
    ledger.keep(number, archive_records("甲.zip", ["乙.xlsx", "丙.xlsx"], time=2))

    assert files(ledger) == {
        "甲.zip": [("archive", False, False), ("archive", True, False)],
        "甲.zip/甲.xlsx": [("form", False, True)],
        "甲.zip/乙.xlsx": [("form", False, False), ("form", True, False)],
        "甲.zip/丙.xlsx": [("form", True, False)],
        "乙.zip": [("archive", True, False)],
        "乙.zip/丙.xlsx": [("form", True, False)],
    }


def test_an_archive_in_parts_replaces_its_members_as_well(ledger: Ledger) -> None:
    """In whatever order they come; what is not in it any more is gone."""
    old = archive_records("甲.zip", ["甲.xlsx", "乙.xlsx"])
    top, member = archive_records("甲.zip", ["乙.xlsx"], time=2)
    for name, order in (("先", [[top], [member]]), ("后", [[member], [top]])):
        renamed = [[_below(name, each) for each in part] for part in (old, *order)]
        kept(ledger, *renamed)

        assert files(ledger) | {
            f"{name}/甲.zip": [("archive", False, False), ("archive", True, False)],
            f"{name}/甲.zip/甲.xlsx": [("form", False, True)],
            f"{name}/甲.zip/乙.xlsx": [("form", False, False), ("form", True, False)],
        } == files(ledger)


def _below(folder: str, record: FileRecord) -> FileRecord:
    disk = record.disk.replace("来件", f"来件/{folder}")
    return replace(record, path=f"{folder}/{record.path}", disk=disk)


def test_an_archive_that_is_broken_now_has_no_members(ledger: Ledger) -> None:
    """Sent again, it did not arrive whole."""
    number = kept(ledger, archive_records("甲.zip", ["表.xlsx"]))
    ledger.keep(number, [refused_record("甲.zip", "D11", time=2)])

    assert files(ledger) == {
        "甲.zip": [("archive", False, False), ("refused", True, False)],
        "甲.zip/表.xlsx": [("form", False, True)],
    }


@pytest.mark.parametrize("disk", ["/srv/来件/邮箱/甲.zip", "D:\\来件\\邮箱\\甲.zip"])
def test_a_member_knows_its_archive(ledger: Ledger, disk: str) -> None:
    """Also where the archive's own record came before it, in another batch."""
    alone = file_record("邮箱/甲.zip/内.zip/甲.zip", disk=disk)
    kept(ledger, [alone, file_record("甲.zip/表.xlsx", disk="/srv/甲.zip/表.xlsx")])

    assert dict(rows(ledger, file, file.c.path, file.c.archive)) == {
        "邮箱/甲.zip/内.zip/甲.zip": "邮箱/甲.zip", "甲.zip/表.xlsx": "",
    }  # fmt: skip


def test_what_was_refused_and_is_read_now_is_read(ledger: Ledger) -> None:
    """Whether its bytes were known when it was refused or not."""
    for path, digest in (("甲.xlsx", ""), ("乙.xlsx", f"{1:064x}")):
        kept(ledger, [refused_record(path, sha256=digest)], [file_record(path)])

    assert [each for each in rows(ledger, file, file.c.path, file.c.kind, file.c.code) if each[1] == "form"] == [
        ("甲.xlsx", "form", ""), ("乙.xlsx", "form", ""),
    ]  # fmt: skip
    assert files(ledger)["甲.xlsx"] == [("refused", False, False), ("form", True, False)]
    assert files(ledger)["乙.xlsx"] == [("form", True, False)]
    assert len(rows(ledger, form, form.c.id)) == 2


def test_what_was_read_once_is_not_taken_back(ledger: Ledger) -> None:
    """The machine was busy the second time, and the file took too long."""
    kept(ledger, [file_record()], [refused_record(sha256=f"{1:064x}")])

    assert files(ledger) == {"水务局/表.xlsx": [("form", True, False)]}
    assert rows(ledger, file, file.c.code) == [("",)]


# --- killed, and at once

_KEEP = """
import sys
sys.path.insert(0, sys.argv[1])
from ledger_records import batch
from xltools.ledger.book import open_ledger
place, first, count, size = sys.argv[2], *map(int, sys.argv[3:])
with open_ledger(place) as ledger:
    number = ledger.begin_run({}, "", "")
    for start in range(first, first + count * size, size):
        ledger.keep(number, batch(start, size))
        print(start, flush=True)
"""
_SIZE, _COUNT = 20, 40


def _keeping(place: Path | str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _KEEP, str(Path(__file__).parent), str(place), "0", str(_COUNT), str(_SIZE)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_costs_the_batch_under_way_and_nothing_else(
    ledger_place: Path | str, seed: int
) -> None:
    """What was told to be kept is there, whole; the rest is taken up, and all is as undisturbed."""
    process = _keeping(ledger_place)
    assert process.stdout is not None
    told = 0
    for _ in range(random.Random(seed).randrange(2, _COUNT // 2)):
        told = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    told = max([told, *map(int, process.stdout.read().split())])
    process.wait()
    process.stdout.close()

    if isinstance(ledger_place, Path):
        check = sqlite3.connect(ledger_place)
        assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert check.execute("PRAGMA foreign_key_check").fetchall() == []
        check.close()
    with open_ledger(ledger_place) as ledger:
        there = len(rows(ledger, file, file.c.id))
        assert there % _SIZE == 0
        assert told + _SIZE <= there <= told + 2 * _SIZE
    _finish(ledger_place)


def _finish(place: Path | str) -> None:
    with open_ledger(place) as ledger:
        for start in range(0, _COUNT * _SIZE, _SIZE):
            ledger.keep(1, batch(start, _SIZE))
        names = rows(ledger, file, file.c.path)
        assert len(names) == len(set(names)) == _COUNT * _SIZE
        with ledger.read() as connection:
            for table in (form, indicators, words):
                count = select(func.count()).select_from(table)
                assert connection.scalar(count) == _COUNT * _SIZE


def _keep_some(place: Path | str, starts: list[int]) -> list[Any]:
    with open_ledger(place) as ledger:
        for start in starts:
            ledger.keep(1, batch(start))
    return starts


def test_several_processes_keep_at_once(ledger_place: Path | str) -> None:
    """Workers write by themselves; some of them the very same batches. No number is given twice."""
    with open_ledger(ledger_place) as ledger:
        kept(ledger)
    shares = [[*range(0, 200, 20)], [*range(0, 200, 20)], [*range(200, 400, 20)]]
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        done = [pool.submit(_keep_some, ledger_place, share) for share in shares]
        assert [each.result() for each in done] == shares

    with open_ledger(ledger_place) as ledger:
        paths = rows(ledger, file, file.c.path)
        assert len(paths) == len(set(paths)) == 400
        owners = rows(ledger, form, form.c.file_id, form.c.content)
        assert (
            len({owner for owner, _ in owners})
            == len({content for _, content in owners})
            == 400
        )
