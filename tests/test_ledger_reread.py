"""What was read by another basis is read again and replaced; what stands on it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from judging_records import row
from ledger_contents import contents
from ledger_records import (
    HEAP,
    archive_records,
    batch,
    everything,
    file_record,
    files,
    form_record,
    indicator,
    item_of,
    refused_record,
    rows,
)
from msgspec.structs import replace
from sqlalchemy import func, insert, select

from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.states import say
from xltools.ledger.tables import (
    difference,
    event,
    file,
    finding,
    form,
    near,
    project,
    standing,
    words,
)
from xltools.ledger.tables import indicator as indicators
from xltools.ledger.versions import CHUNK
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord, FindingRecord, FormRecord

ROOTS = (Path(HEAP),)
OLD, NEW = "old-", "new-"


def keep(ledger: Ledger, basis: str, *batches: Sequence[FileRecord]) -> set[str]:
    """A run by this basis that keeps these batches; the paths of what was spared."""
    number = ledger.begin_run({}, "", "", basis)
    spared: set[str] = set()
    for each in batches:
        spared |= ledger.keep(number, each)
    ledger.finish_run(number, {})
    return spared


def wanted(
    ledger: Ledger, basis: str, records: Sequence[FileRecord], *, again: bool = False
) -> list[str]:
    """What a run by this basis would read of these files."""
    number = ledger.begin_run({}, "", "", basis)
    paths = [each.path for each in ledger.changed(map(item_of, records), again=again)]
    ledger.mark_gone(number, ROOTS)
    ledger.finish_run(number, {})
    return paths


def read_otherwise(record: FileRecord) -> FileRecord:
    """The same bytes as another version of the program reads them."""
    return replace(record, forms=tuple(map(_otherwise, record.forms)))


def _otherwise(read: FormRecord) -> FormRecord:
    found = FindingRecord("sent", "D42", "warning", "自评表!G12", "目标", "改了。", "请核对。")
    return replace(
        read, name="农村饮水安全工程", version="2", score=Decimal("88.5"), year=None, cells=b"others",
        indicators=(indicator(13), indicator(14)), words=(), findings=(found,),
    )  # fmt: skip


def forms_of(ledger: Ledger, path: str) -> list[int]:
    """The numbers of the forms of what lies there now."""
    query = select(form.c.id).join(file).where(file.c.path == path, file.c.latest)
    with ledger.read() as connection:
        return list(connection.scalars(query.order_by(form.c.number)))


def decide(ledger: Ledger, form_id: int) -> None:
    """Somebody passes a project because of this form."""
    ledger.set_roster([row(1)])
    with ledger.write() as connection:
        number = connection.scalar(select(project.c.id))
        assert number is not None
        say(connection, number, "通过", "李某", form_id=form_id)


# --- which


def test_everything_read_by_another_basis_is_wanted_and_counted(ledger: Ledger) -> None:
    """Once; what is new or has changed itself is no more of it."""
    records = [
        *batch(0, CHUNK + 7), *archive_records("甲.zip", ["表.xlsx"]), refused_record("坏.pdf", "D14")
    ]  # fmt: skip
    keep(ledger, OLD, records)
    there = [each for each in records if ".zip/" not in each.path]
    assert wanted(ledger, OLD, there) == []
    assert ledger.outdated == 0

    there[2] = file_record(there[2].path, time=10**6)
    there.append(file_record("新.xlsx"))
    assert wanted(ledger, NEW, there) == [each.path for each in there]
    assert ledger.outdated == len(there) - 2

    keep(ledger, NEW, [*records[3:], *there[:3], there[-1]])
    assert wanted(ledger, NEW, there) == []
    assert ledger.outdated == 0


def test_a_run_that_knows_less_leaves_alone_what_was_read_by_more(ledger: Ledger) -> None:
    """Nothing that was sent out is at hand: that is no reason to read all without it."""
    record = file_record()
    keep(ledger, f"{NEW}sent", [record])

    assert wanted(ledger, NEW, [record]) == []
    assert wanted(ledger, OLD, [record]) == [record.path]
    assert wanted(ledger, f"{NEW}others", [record]) == [record.path]
    keep(ledger, OLD, [record])
    assert wanted(ledger, NEW, [record]) == [record.path]


# --- what becomes of it


def test_a_new_reading_takes_the_place_of_the_old_one(
    ledger: Ledger, ledger_place: Path | str, tmp_path: Path
) -> None:
    """All that the ledger holds is as if there had been no other; forms keep their numbers."""
    records = [
        file_record("甲.xlsx", forms=(form_record(1), form_record(2))), file_record("乙.xlsx"),
        *archive_records("丙.zip", ["表.xlsx", "内.zip/表.xlsx"]), refused_record("丁.xlsx", "D17"),
    ]  # fmt: skip
    again = list(map(read_otherwise, records))
    keep(ledger, OLD, records)
    before = rows(ledger, form, form.c.id, form.c.file_id, form.c.number)
    runs = rows(ledger, file, file.c.run_id)

    assert keep(ledger, NEW, again) == set()
    assert rows(ledger, form, form.c.id, form.c.file_id, form.c.number) == before
    assert rows(ledger, file, file.c.run_id) == runs, "it did not come in another run"
    with open_ledger(tmp_path / "另一本.db") as other:
        keep(other, NEW, again)
    assert contents(ledger_place) == contents(tmp_path / "另一本.db")


def test_the_same_records_twice_by_a_new_basis_change_nothing(ledger: Ledger) -> None:
    """A batch that was killed after it was kept comes again; one from before, too late."""
    records = [*batch(0), *archive_records("甲.zip", ["表.xlsx"]), refused_record("坏.xlsx")]
    again = list(map(read_otherwise, records))
    keep(ledger, OLD, records)
    number = ledger.begin_run({}, "", "", NEW)
    ledger.keep(number, again)
    first = everything(ledger)

    ledger.keep(number, again)
    ledger.keep(ledger.begin_run({}, "", "", NEW), list(reversed(again)))
    stripped = [replace(each, forms=()) for each in again]  # as they come back from a cluster
    ledger.keep(number, stripped)

    assert everything(ledger) == first


def test_what_stands_on_a_form_stays(ledger: Ledger) -> None:
    """Its state, and what is derived from it until it is derived anew."""
    keep(ledger, OLD, [file_record()])
    (number,) = forms_of(ledger, "水务局/表.xlsx")
    decide(ledger, number)
    derive(ledger, number, number)
    across = {"form_id": number, "origin": "across", "code": "D61", "severity": "warning"}
    with ledger.write() as connection:
        texts = dict.fromkeys(("cell", "field", "message", "advice"), "")
        connection.execute(insert(finding).values(across | texts))
    kept = (event, standing, near, difference)
    before = [everything(ledger)[table.name] for table in kept]

    keep(ledger, NEW, [read_otherwise(file_record())])

    assert [everything(ledger)[table.name] for table in kept] == before
    assert rows(ledger, finding, finding.c.origin, finding.c.code) == [
        ("across", "D61"), ("sent", "D42"),
    ]  # fmt: skip
    assert forms_of(ledger, "水务局/表.xlsx") == [number]


def derive(ledger: Ledger, number: int, other: int) -> None:
    """What judging might have said of two forms."""
    ledger.set_roster([row(1)])
    with ledger.write() as connection:
        of = connection.scalar(select(project.c.id))
        blank = {"code": "", "reason": "", "why": "", "counts": False, "late": False}
        for one, two in {(number, None), (other, number if other != number else None)}:
            values = {"form_id": one, "project_id": of, "matched": "copy", "of_form": two}
            connection.execute(
                insert(standing).values(values | blank | {"verdict": "accepted"})
            )
        connection.execute(
            insert(near).values(form_id=number, project_id=of, likeness=Decimal("0.9"))
        )
        for one, two in ((number, other), (other, number)):
            values = {"form_id": one, "of_form": two, "cell": "", "before": "", "after": ""}
            connection.execute(insert(difference).values(values))


def test_a_form_that_is_not_found_any_more_goes(ledger: Ledger) -> None:
    """With all that was derived from it; the file's other form stays."""
    two = file_record(forms=(form_record(1), form_record(2)))
    keep(ledger, OLD, [two])
    first, second = forms_of(ledger, two.path)
    derive(ledger, second, first)

    keep(ledger, NEW, [file_record()])

    assert forms_of(ledger, two.path) == [first]
    for table in (indicators, words):
        assert rows(ledger, table, table.c.form_id) == [(first,)]
    assert {each for (each,) in rows(ledger, finding, finding.c.form_id)} == {first}
    assert rows(ledger, standing, standing.c.form_id, standing.c.of_form) == [(first, None)]
    assert rows(ledger, near, near.c.id) == rows(ledger, difference, difference.c.id) == []


def test_a_form_that_somebody_decided_on_stays_as_it_is(ledger: Ledger) -> None:
    """Found or not; found once more later, it is the same form."""
    two = file_record(forms=(form_record(1), form_record(2)))
    keep(ledger, OLD, [two])
    first, second = forms_of(ledger, two.path)
    decide(ledger, second)

    keep(ledger, NEW, [file_record()])
    assert forms_of(ledger, two.path) == [first, second]
    assert len(rows(ledger, indicators, indicators.c.id)) == 2

    keep(ledger, "none-", [refused_record(two.path, "D17", sha256=two.sha256)])
    assert forms_of(ledger, two.path) == [second]
    assert rows(ledger, file, file.c.kind, file.c.code, file.c.basis) == [("form", "", "none-")]

    keep(ledger, OLD, [two])
    assert forms_of(ledger, two.path)[1] == second


def test_a_refusal_may_become_a_form_and_a_form_a_refusal(ledger: Ledger) -> None:
    """As the new reading says: nobody knew this layout, or took another's for it."""
    form_, refused = file_record(), refused_record(code="D17", sha256=f"{1:064x}")
    kinds = file.c.kind, file.c.code, file.c.reason, file.c.latest
    keep(ledger, OLD, [refused])
    assert keep(ledger, NEW, [form_]) == set()
    assert rows(ledger, file, *kinds) == [("form", "", "", True)]
    assert len(rows(ledger, form, form.c.id)) == 1

    assert keep(ledger, OLD, [refused]) == set()
    assert rows(ledger, file, *kinds) == [("refused", "D17", refused.reason, True)]
    for table in (form, indicators, words, finding):
        assert rows(ledger, table, table.c.id) == []


def test_an_older_version_is_read_again_when_it_lies_there_again(ledger: Ledger) -> None:
    """Its bytes were not there when everything else was read by the new basis."""
    old, new = file_record(time=1), file_record(time=2)
    keep(ledger, OLD, [old], [new])
    keep(ledger, NEW, [new])
    keep(ledger, NEW, [read_otherwise(old)])

    assert rows(ledger, file, file.c.basis, file.c.latest) == [(NEW, True), (NEW, False)]
    assert [name for (name,) in rows(ledger, form, form.c.name)] == [
        "农村饮水安全工程",
        "农村饮水安全",
    ]


def test_what_no_database_takes_stops_no_new_reading(ledger: Ledger) -> None:
    """Zero bytes and halves of characters, in a form that is there already."""
    keep(ledger, OLD, [file_record()])
    strange = form_record(name="名\0称\ud83d", indicators=(indicator(note="\0"),))
    keep(ledger, NEW, [file_record(forms=(strange,))])

    ((name,),) = rows(ledger, form, form.c.name)
    assert name.startswith("名")
    assert rows(ledger, file, file.c.basis) == [(NEW,)]


# --- what fails


def failure(path: str, code: FileCode, **values: Any) -> FileRecord:
    """What comes of a reading that failed: a process that died says nothing of the bytes."""
    if code is FileCode.UNREADABLE:
        values |= {"stamp": (30_000, 0)}
    return refused_record(path, code.number, **values)


@pytest.mark.parametrize("digest", ["", f"{1:064x}"], ids=["died", "raised"])
@pytest.mark.parametrize(
    "code", [FileCode.TOO_LONG, FileCode.TOO_MUCH_MEMORY, FileCode.CRASHED, FileCode.INTERNAL],
    ids=lambda code: code.name,
)  # fmt: skip
def test_a_crash_takes_nothing_back_and_is_not_tried_for_ever(
    ledger: Ledger, code: FileCode, digest: str
) -> None:
    """It is tried again when something else has changed, or when somebody asks."""
    record = file_record()
    keep(ledger, OLD, [record])
    first = everything(ledger)["form"], everything(ledger)["finding"]

    assert keep(ledger, NEW, [failure(record.path, code, sha256=digest)]) == {record.path}
    assert files(ledger) == {record.path: [("form", True, False)]}
    assert (everything(ledger)["form"], everything(ledger)["finding"]) == first
    assert wanted(ledger, NEW, [record]) == []
    assert wanted(ledger, NEW, [record], again=True) == [record.path]
    assert wanted(ledger, "other-", [record]) == [record.path]

    keep(ledger, NEW, [read_otherwise(record)])
    assert rows(ledger, file, file.c.basis) == [(NEW,)]
    assert rows(ledger, form, form.c.name) == [("农村饮水安全工程",)]
    assert wanted(ledger, NEW, [record], again=True) == []


def test_a_crash_of_what_has_changed_is_told_as_ever(ledger: Ledger) -> None:
    """What lies there now could not be read: that is another file."""
    keep(ledger, OLD, [file_record(time=1)])

    assert (
        keep(ledger, NEW, [failure("水务局/表.xlsx", FileCode.CRASHED, time=2, sha256="")])
        == set()
    )
    assert files(ledger)["水务局/表.xlsx"] == [("form", False, False), ("refused", True, False)]


def test_what_is_out_of_reach_stays_and_is_tried_again(ledger: Ledger) -> None:
    """Somebody has it open at the moment; the next run reads it."""
    record = file_record()
    keep(ledger, OLD, [record])

    assert keep(ledger, NEW, [failure(record.path, FileCode.UNREADABLE)]) == {record.path}
    assert files(ledger) == {record.path: [("form", True, False)]}
    assert wanted(ledger, NEW, [record]) == [record.path]
    assert wanted(ledger, OLD, [record]) == [record.path]
    keep(ledger, NEW, [record])
    assert wanted(ledger, NEW, [record]) == []


# --- archives


def test_an_archive_that_crashes_keeps_what_was_in_it(ledger: Ledger) -> None:
    """As a whole: neither its list of members nor one of them could be read."""
    records = archive_records("甲.zip", ["表.xlsx", "内.zip/表.xlsx"])
    keep(ledger, OLD, records)
    broken = failure("甲.zip", FileCode.CRASHED, disk=records[0].disk, stamp=records[0].stamp)

    assert keep(ledger, NEW, [broken]) == {"甲.zip"}
    assert {each for versions in files(ledger).values() for each in versions} == {
        ("archive", True, False), ("form", True, False),
    }  # fmt: skip
    assert wanted(ledger, NEW, records[:1]) == []
    assert wanted(ledger, NEW, records[:1], again=True) == ["甲.zip"]
    keep(ledger, NEW, list(map(read_otherwise, records)))
    assert wanted(ledger, NEW, records[:1], again=True) == []
    assert {name for (name,) in rows(ledger, form, form.c.name)} == {"农村饮水安全工程"}


def test_a_member_that_crashes_is_spared_alone(ledger: Ledger) -> None:
    """In an archive that is taken in part by part since it crashed as a whole."""
    top, one, two = archive_records("甲.zip", ["甲.xlsx", "乙.xlsx"])
    keep(ledger, OLD, [top, one, two])
    died = failure(two.path, FileCode.CRASHED, disk=two.disk, stamp=two.stamp)

    number = ledger.begin_run({}, "", "", NEW)
    assert [each.path for each in ledger.changed([item_of(top)])] == ["甲.zip"]
    spared = [ledger.keep(number, [each]) for each in (top, read_otherwise(one), died)]
    ledger.mark_gone(number, ROOTS)

    assert spared == [set(), set(), {two.path}]
    assert files(ledger)[two.path] == [("form", True, False)]
    assert [name for (name,) in rows(ledger, form, form.c.name)] == [
        "农村饮水安全工程",
        "农村饮水安全",
    ]
    assert wanted(ledger, NEW, [top]) == []
    assert wanted(ledger, NEW, [top], again=True) == ["甲.zip"]


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "in parts"])
def test_what_is_not_in_an_archive_by_a_new_reading_is_gone(
    ledger: Ledger, whole: bool
) -> None:
    """Names that were garbled are read as they were meant: the old ones lie nowhere."""
    old = archive_records("甲.zip", ["乱码.xlsx", "表.xlsx"])
    new = [replace(each, path=each.path.replace("乱码", "水务局")) for each in old]
    other = archive_records("乙.zip", ["乱码.xlsx"])
    keep(ledger, OLD, [*old, *other])

    number = ledger.begin_run({}, "", "", NEW)
    assert len(list(ledger.changed([item_of(old[0]), item_of(other[0])]))) == 2
    for each in [new] if whole else [[each] for each in new]:
        ledger.keep(number, each)
    broken = failure("乙.zip", FileCode.TOO_LONG, disk=other[0].disk, stamp=other[0].stamp)
    ledger.keep(number, [broken])
    ledger.mark_gone(number, ROOTS)

    assert files(ledger) == {
        "甲.zip": [("archive", True, False)],
        "甲.zip/乱码.xlsx": [("form", False, True)],
        "甲.zip/水务局.xlsx": [("form", True, False)],
        "甲.zip/表.xlsx": [("form", True, False)],
        "乙.zip": [("archive", True, False)],
        "乙.zip/乱码.xlsx": [("form", True, False)],
    }
    assert wanted(ledger, NEW, [old[0], other[0]]) == []


def test_an_archive_that_is_refused_now_has_no_members(ledger: Ledger) -> None:
    """It unpacks to something else than members, says the new reading; decisions stay."""
    records = archive_records("甲.zip", ["表.xlsx"])
    keep(ledger, OLD, records)
    (number,) = forms_of(ledger, "甲.zip/表.xlsx")
    decide(ledger, number)
    keep(ledger, NEW, [replace(records[0], kind="refused", code="D11", reason="坏了。")])

    assert files(ledger) == {
        "甲.zip": [("refused", True, False)], "甲.zip/表.xlsx": [("form", False, True)],
    }  # fmt: skip
    assert rows(ledger, event, event.c.form_id) == [(number,)]


def test_an_archive_half_read_again_is_taken_up(ledger: Ledger) -> None:
    """A kill between its parts: the rest is still to be read by the new basis."""
    records = archive_records("甲.zip", ["甲.xlsx", "乙.xlsx"])
    keep(ledger, OLD, records)
    top, one, two = map(read_otherwise, records)
    number = ledger.begin_run({}, "", "", NEW)
    ledger.keep(number, [top])
    ledger.keep(number, [one])  # and here the run is killed
    number = ledger.begin_run({}, "", "", NEW)
    assert [each.path for each in ledger.changed([item_of(top)])] == ["甲.zip"]
    for each in (top, one, two):
        ledger.keep(number, [each])
    ledger.mark_gone(number, ROOTS)

    assert wanted(ledger, NEW, [top]) == []
    assert rows(ledger, file, file.c.path, file.c.basis, file.c.code, file.c.latest) == [
        (path, NEW, "", True) for path in ("甲.zip", "甲.zip/甲.xlsx", "甲.zip/乙.xlsx")
    ]
    assert {name for (name,) in rows(ledger, form, form.c.name)} == {"农村饮水安全工程"}


@pytest.mark.parametrize("digest", ["", f"{1:064x}"], ids=["died", "raised"])
def test_an_archive_half_read_and_then_crashed_is_not_whole(
    ledger: Ledger, digest: str
) -> None:
    """What was read of it stays; that it crashed is told, so that somebody may ask again."""
    top, one = archive_records("甲.zip", ["甲.xlsx"])
    number = ledger.begin_run({}, "", "", NEW)
    ledger.keep(number, [top])
    ledger.keep(number, [one])  # and here the run is killed
    lies = {"disk": top.disk, "stamp": top.stamp, "sha256": digest}
    number = ledger.begin_run({}, "", "", NEW)
    list(ledger.changed([item_of(top)]))
    assert ledger.keep(number, [failure("甲.zip", FileCode.INTERNAL, **lies)]) == set()
    ledger.mark_gone(number, ROOTS)

    assert ("refused", True, False) in files(ledger)["甲.zip"]
    assert files(ledger)["甲.zip/甲.xlsx"] == [("form", True, False)]
    assert wanted(ledger, NEW, [top], again=True) == ["甲.zip"]


# --- killed, and at once

_KEEP = """
import sys
sys.path.insert(0, sys.argv[1])
from ledger_records import batch
from test_ledger_reread import NEW, read_otherwise
from xltools.ledger.book import open_ledger
with open_ledger(sys.argv[2]) as ledger:
    number = ledger.begin_run({}, "", "", NEW)
    for start in range(0, 600, 20):
        ledger.keep(number, [read_otherwise(each) for each in batch(start)])
        print(start, flush=True)
"""


def test_a_kill_in_the_middle_is_taken_up(ledger_place: Path | str, tmp_path: Path) -> None:
    """The next run reads what is left, and all is as if it had been read but once."""
    records = batch(0, 600)
    with open_ledger(ledger_place) as ledger:
        keep(ledger, OLD, records)
        before = rows(ledger, form, form.c.id, form.c.file_id)
    process = subprocess.Popen(
        [sys.executable, "-c", _KEEP, str(Path(__file__).parent), str(ledger_place)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(5)]
    os.kill(process.pid, signal.SIGKILL)
    told += map(int, process.stdout.read().split())
    process.wait()
    process.stdout.close()

    with open_ledger(ledger_place) as ledger:
        left = wanted(ledger, NEW, records)
        done = len(records) - len(left)
        assert max(told) + 20 <= done <= max(told) + 40
        assert left == [each.path for each in records[done:]]
        keep(ledger, NEW, list(map(read_otherwise, records[done:])))
        assert rows(ledger, form, form.c.id, form.c.file_id) == before
    with open_ledger(tmp_path / "另一本.db") as other:
        keep(other, NEW, list(map(read_otherwise, records)))
    assert contents(ledger_place) == contents(tmp_path / "另一本.db")


def _keep_some(place: Path | str, starts: list[int]) -> list[int]:
    with open_ledger(place) as ledger:
        for start in starts:
            ledger.keep(2, [read_otherwise(each) for each in batch(start)])
    return starts


def test_several_processes_read_again_at_once(ledger_place: Path | str) -> None:
    """The very same batches, in whatever order: what they say is said once."""
    records = batch(0, 200)
    with open_ledger(ledger_place) as ledger:
        keep(ledger, OLD, records, [])
        assert ledger.begin_run({}, "", "", NEW) == 2
    shares = [[*range(0, 200, 20)], [*range(0, 200, 20)], [*range(180, -1, -20)]]
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        done = [pool.submit(_keep_some, ledger_place, share) for share in shares]
        assert [each.result() for each in done] == shares

    with open_ledger(ledger_place) as ledger, ledger.read() as connection:
        for table, count in ((file, 200), (form, 200), (indicators, 400), (finding, 200)):
            assert connection.scalar(select(func.count()).select_from(table)) == count
        assert connection.scalar(select(func.count()).select_from(words)) == 0
        assert set(connection.scalars(select(file.c.basis))) == {NEW}
