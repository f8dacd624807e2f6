"""The samples that came back: every file of the list has its record, and none beside it."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from intake_files import CAME, LIMITS, RETURNED

from xltools.intake.take import take_in
from xltools.intake.walk import items
from xltools.returns.cells import differences, unpacked_cells
from xltools.returns.records import FileRecord, FormRecord, packed, unpacked

LISTED: dict[str, Any] = tomllib.loads((RETURNED / "清单.toml").read_text("utf-8"))
FILES: dict[str, dict[str, Any]] = {each["path"]: each for each in LISTED["file"]}
FORMS = {path: each for path, each in FILES.items() if "profile" in each}

Records = dict[str, FileRecord]


@pytest.fixture(scope="module")
def records() -> Records:
    """All records, by path, as they arrive from a worker."""
    found = [each for item in items([CAME]) for each in take_in(item, LIMITS, None)]
    arrived = {each.path: each for each in unpacked(packed(found))}
    assert len(arrived) == len(found)
    return arrived


def kinds(listed: dict[str, Any]) -> set[str]:
    """What is wrong with a file."""
    return {each["kind"] for each in listed.get("trouble", [])}


def form_of(records: Records, path: str) -> FormRecord:
    """The one form of a file."""
    (form,) = records[path].forms
    return form


def test_every_file_has_one_record_and_archives_are_containers(records: Records) -> None:
    """Members have theirs under the paths of the list."""
    archives = {path for path, each in records.items() if each.kind == "archive"}

    assert records.keys() - archives == FILES.keys()
    assert archives == {each["path"] for each in LISTED["archive"]}


def test_a_record_says_what_the_file_is(records: Records) -> None:
    """Forms are read whatever is wrong with them; the rest is refused in words, or ignored."""
    for path, listed in FILES.items():
        record = records[path]
        unread = "refused" if listed["verdict"] == "refused" else "ignored"
        assert record.kind == ("form" if path in FORMS else unread), path
        assert listed.get("said", "") in record.reason
        assert bool(record.code) is bool(record.reason) is (record.kind != "form")
    codes = {kind: {records[p].code for p in FILES if kind in kinds(FILES[p])} for kind in (
        "truncated", "broken_archive", "no_bytes", "encrypted", "zip_bomb", "picture", "pdf",
        "word_file", "html_as_xls", "other_archive", "no_form", "lock_file", "system_file",
    )}  # fmt: skip
    assert {kind: min(found) for kind, found in codes.items() if len(found) == 1} == {
        "truncated": "D11", "broken_archive": "D11", "no_bytes": "D11", "encrypted": "D12",
        "zip_bomb": "D13", "picture": "D14", "pdf": "D14", "word_file": "D15",
        "html_as_xls": "D15", "other_archive": "D16", "no_form": "D17", "lock_file": "D19",
        "system_file": "D19",
    }  # fmt: skip


def test_members_bear_their_own_time(records: Records) -> None:
    """That of the list; what lies on the disk has another one in a fresh checkout."""
    inside = {path: each for path, each in FILES.items() if ".zip/" in path}
    assert len(inside) >= 9
    for path, listed in inside.items():
        assert records[path].modified == listed["time"]


def test_a_form_says_whose_it_is_and_what_it_comes_to(records: Records) -> None:
    """As the list has it."""
    for path, listed in FORMS.items():
        form, wrong = form_of(records, path), kinds(listed)
        assert (form.number, form.profile) == (1, listed["profile"])
        assert form.year == (2023 if "wrong_year" in wrong else LISTED["year"])
        assert form.version == ("0" if "wrong_version" in wrong else "1")
        nobodys = (
            wrong & {"near_miss", "matched_by_name", "other_region"} or "code" not in listed
        )
        assert (form.copy == "") is bool(nobodys), path
        for key in ("outturn", "score"):
            expected = None if key not in listed else Decimal(str(listed[key]))
            assert getattr(form, key) == expected, path
        assert form.typed_score == (
            Decimal(str(listed["typed"])) if "typed" in listed else None
        )
        assert (form.filled == 0) is ("empty" in wrong)
        assert form.filled < len(form.indicators) or "half_filled" not in wrong
        assert len(form.indicators) >= 6
        if "empty" not in wrong and "near_miss" not in wrong:
            assert form.unit.replace(" ", "") == listed["unit"]


def test_one_content_has_one_digest_in_every_format(records: Records) -> None:
    """Doubles of the list, and no other two forms."""
    groups: dict[str, set[str]] = defaultdict(set)
    for path in FORMS:
        groups[form_of(records, path).content].add(path)
    expected: dict[str, set[str]] = {path: {path} for path in FORMS}
    for path, listed in FORMS.items():
        if kinds(listed) & {"same_bytes", "same_content"}:
            expected[listed["of"]].add(path)
            del expected[path]
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, expected.values()))


def test_two_versions_differ_in_the_cells_of_the_list_and_no_others(records: Records) -> None:
    """Also where one is .xls or .ods and the other .xlsx."""
    versions = 0
    for path, listed in FORMS.items():
        told = {
            (each["cell"], each.get("sent", ""), each.get("returned", ""))
            for each in listed.get("trouble", [])
            if each["kind"] == "version_differs"
        }
        if told:
            before, after = (form_of(records, each) for each in (listed["of"], path))
            found = differences(unpacked_cells(before.cells), unpacked_cells(after.cells))
            assert {(each.cell, each.before, each.after) for each in found} == told
            versions += 1
    assert versions >= 4


def test_a_reason_that_several_forms_give_has_one_digest(records: Records) -> None:
    """Of all texts of the heap it is the one that several units wrote."""
    owners: dict[str, set[str]] = defaultdict(set)
    for path in FORMS:
        for words in form_of(records, path).words:
            if words.role == "deviation_note" and words.length >= 12:
                owners[words.digest].add(form_of(records, path).unit)
    (copied,) = (digest for digest, units in owners.items() if len(units) > 1)

    files = next(each["files"] for each in LISTED["across"] if each["kind"] == "same_reason")
    for path in files:
        cell = next(each["cell"] for each in FILES[path]["trouble"])
        found = [each for each in form_of(records, path).words if each.digest == copied]
        assert [each.cell for each in found] == [cell]
