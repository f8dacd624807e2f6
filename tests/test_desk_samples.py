"""The heap of samples/returned, collected: the outcome is the list, file by file and cell by cell."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from xltools.bureau.collect import Collected, collect
from xltools.bureau.counts import count, verdicts
from xltools.bureau.places import find_places, find_rosters
from xltools.bureau.request import Request
from xltools.cli import main
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.states import current_select
from xltools.ledger.tables import (
    difference,
    file,
    finding,
    form,
    near,
    project,
    standing,
    unit_finding,
)

SAMPLES = Path(__file__).parents[1] / "samples"
LISTED: dict[str, Any] = tomllib.loads((SAMPLES / "returned" / "清单.toml").read_text("utf-8"))
FILES: list[dict[str, Any]] = LISTED["file"]
BY_PATH = {each["path"]: each for each in FILES}

CODES = {
    "late": {"D30"},
    "unexpected": {"D22"},
    "near_miss": {"D23"},
    "wrong_year": {"D31"},
    "other_region": {"D32"},
    "wrong_version": {"D33"},
    "empty": {"D34"},
    "label_changed": {"D40"},
    "points_changed": {"D41"},
    "target_changed": {"D42"},
    "budget_changed": {"D43"},
    "row_deleted": {"D45"},
    "formula_overwritten": {"D46"},
    "lying_cache": {"D47"},
    "unprotected": {"D48"},
    "hidden_row": {"D49"},
    "white_text": {"D49"},
    "same_reason": {"D61"},
    "all_full": {"D64"},
    "half_filled": {"R42"},
    "typed_score": {"R12", "D50"},
}
"""What a trouble of the list is told as; those without a code are of the file and not of the form."""

NO_FINDING = {
    "renamed", "wrong_ending", "matched_by_name", "same_bytes", "same_content",
    "version_differs", "formula_like", "lock_file", "system_file", "picture", "word_file",
    "pdf", "other_archive", "broken_archive", "no_bytes", "no_form", "encrypted", "truncated",
    "zip_bomb", "html_as_xls",
}  # fmt: skip


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the times that its list gives."""
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
def made(heap: Path) -> Collected:
    """The heap, collected with two processes."""
    roots = [heap / "来件"]
    target = heap.parent / "汇总.xlsx"
    request = Request(find_places(roots, target), "测试", tuple(find_rosters(roots)), jobs=2)
    return collect(request)


@pytest.fixture(scope="module")
def ledger(made: Collected) -> Iterator[Ledger]:
    """What the run wrote into its ledger."""
    with open_ledger(made.places.ledger, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def forms(ledger: Ledger) -> dict[str, list[Any]]:
    """What became of each form, by the path of its file."""
    query = (
        select(
            file.c.path,
            form,
            standing,
            standing.c.code.label("found"),
            project.c.code.label("listed_code"),
            project.c.listed,
        )
        .join(form, form.c.file_id == file.c.id)
        .join(standing, standing.c.form_id == form.c.id)
        .outerjoin(project, project.c.id == standing.c.project_id)
    )
    found: dict[str, list[Any]] = {}
    with ledger.read() as connection:
        for row in connection.execute(query):
            found.setdefault(row.path, []).append(row)
    return found


def test_the_roster_beside_the_forms_is_found(heap: Path) -> None:
    """Nobody has to name it where it lies as people keep it."""
    assert find_rosters([heap / "来件"]) == [heap / "发放" / "报送名册.xlsx"]


def test_every_file_is_accounted_for(made: Collected) -> None:
    """Files in are the five verdicts together."""
    expected = Counter(each["verdict"] for each in FILES)
    counts = made.counts
    assert counts.adds_up
    assert {
        "accepted": counts.accepted,
        "findings": counts.findings,
        "refused": counts.refused,
        "duplicate": counts.duplicate,
        "ignored": counts.ignored,
    } == expected
    assert counts.files == len(FILES)
    assert counts.archives == len(LISTED["archive"])
    assert counts.projects == 48


def test_every_file_has_the_verdict_of_the_list(ledger: Ledger) -> None:
    """File by file, members of archives by their paths."""
    each = verdicts().subquery()
    query = select(file.c.path, each.c.verdict).join(each, each.c.id == file.c.id)
    with ledger.read() as connection:
        found = dict(connection.execute(query).all())
    archives = {each["path"] for each in LISTED["archive"]}
    assert {path for path, verdict in found.items() if verdict == "archive"} == archives
    assert {path: found[path] for path in found if path not in archives} == {
        path: each["verdict"] for path, each in BY_PATH.items()
    }


def test_what_is_refused_says_why(ledger: Ledger, forms: dict[str, list[Any]]) -> None:
    """With the word that a clerk would look for."""
    with ledger.read() as connection:
        reasons = dict(connection.execute(select(file.c.path, file.c.reason)).all())
    for path, listed in BY_PATH.items():
        if listed["verdict"] == "refused":
            said = forms[path][0].reason if path in forms else reasons[path]
            assert listed.get("said", listed["reason"]) in said, path


def test_who_is_missing_is_who_the_list_says(ledger: Ledger) -> None:
    """未报送 where nothing came, 退回 where only files came that cannot be taken."""
    states = current_select().subquery()
    query = (
        select(project.c.unit, project.c.code, states.c.state)
        .join(states, states.c.project_id == project.c.id)
        .where(project.c.listed, states.c.state.in_(("未报送", "退回")))
    )
    with ledger.read() as connection:
        found = {tuple(row) for row in connection.execute(query)}
    assert found == {(each["unit"], each["code"], each["state"]) for each in LISTED["missing"]}


def test_each_form_is_its_projects(forms: dict[str, list[Any]]) -> None:
    """By identity, code or name; what nobody expected is not put to any."""
    for path, expected in BY_PATH.items():
        if expected["verdict"] in {"accepted", "findings", "duplicate"}:
            (row,) = forms[path]
            of = BY_PATH[expected.get("of", path)]
            kinds = {each["kind"] for each in of.get("trouble", [])}
            if kinds & {"unexpected", "near_miss"}:
                assert not row.listed, path
            else:
                assert row.listed_code == expected["code"], path


def test_duplicates_name_what_they_double(forms: dict[str, list[Any]]) -> None:
    """The earlier one is the one that counts; the copy says whose it is."""
    by_form = {row.form_id: path for path, rows in forms.items() for row in rows}
    for path, expected in BY_PATH.items():
        if expected["verdict"] == "duplicate":
            (row,) = forms[path]
            assert by_form[row.of_form] == expected["of"], path
            assert not row.counts
            (trouble,) = (each["kind"] for each in expected["trouble"])
            assert row.found == {"same_bytes": "D20", "same_content": "D21"}[trouble], path


def test_the_newest_version_counts(forms: dict[str, list[Any]]) -> None:
    """One form a project, and not the one that was replaced."""
    counting = Counter(row.project_id for rows in forms.values() for row in rows if row.counts)
    assert set(counting.values()) == {1}
    for path, expected in BY_PATH.items():
        if expected["verdict"] in {"accepted", "findings"}:
            (row,) = forms[path]
            assert row.counts is not expected.get("replaced", False), path
            assert row.why


def test_versions_differ_where_the_list_says(
    ledger: Ledger, forms: dict[str, list[Any]]
) -> None:
    """Cell by cell, what was there and what is there now."""
    by_form = {row.form_id: path for path, rows in forms.items() for row in rows}
    found: dict[str, set[tuple[str, str, str]]] = {}
    with ledger.read() as connection:
        for row in connection.execute(select(difference)):
            found.setdefault(by_form[row.form_id], set()).add((row.cell, row.before, row.after))
    expected = {
        path: {
            (each["cell"], each.get("sent", ""), each.get("returned", ""))
            for each in listed["trouble"]
            if each["kind"] == "version_differs"
        }
        for path, listed in BY_PATH.items()
        if any(each["kind"] == "version_differs" for each in listed.get("trouble", []))
    }
    assert found == expected


@pytest.fixture(scope="module")
def told(ledger: Ledger) -> dict[str, list[Any]]:
    """The findings of each file."""
    query = (
        select(file.c.path, finding)
        .join(form, form.c.id == finding.c.form_id)
        .join(file, file.c.id == form.c.file_id)
    )
    found: dict[str, list[Any]] = {}
    with ledger.read() as connection:
        for row in connection.execute(query):
            found.setdefault(row.path, []).append(row)
    return found


def test_each_trouble_is_told_at_its_cell(told: dict[str, list[Any]]) -> None:
    """All that is wrong with a form, with the words of the list in the message where it has any."""
    kinds = {each["kind"] for listed in FILES for each in listed.get("trouble", [])}
    assert kinds <= CODES.keys() | NO_FINDING
    for path, listed in BY_PATH.items():
        for trouble in listed.get("trouble", []):
            codes = CODES.get(trouble["kind"], set())
            if not codes or listed["verdict"] == "refused":
                continue
            same = [each for each in told.get(path, []) if each.code in codes]
            cell = trouble.get("cell")
            if cell and "!" in cell:
                same = [each for each in same if cell in {each.cell, *each.message.split()}]
            assert same, (path, trouble)


def test_nothing_is_told_of_honest_forms(told: dict[str, list[Any]]) -> None:
    """No error and no warning where the list has no trouble."""
    for path, listed in BY_PATH.items():
        if listed["verdict"] == "accepted":
            loud = [each for each in told.get(path, []) if each.severity != "hint"]
            assert loud == [], path


def test_scores_and_money_are_those_of_the_list(forms: dict[str, list[Any]]) -> None:
    """As typed, and as the rules compute it."""
    for path, listed in BY_PATH.items():
        if path in forms and "typed" in listed:
            (row,) = forms[path]
            assert float(row.typed_score) == listed["typed"], path
            assert float(row.score) == listed["score"], path
        if path in forms and "outturn" in listed:
            assert float(forms[path][0].outturn) == listed["outturn"], path


def test_a_near_miss_is_proposed_and_not_merged(ledger: Ledger) -> None:
    """水利局's 农村饮水安全巩固提升工程 may be 水务局's 农村饮水安全巩固提升."""
    query = (
        select(file.c.path, project.c.code)
        .select_from(near)
        .join(form, form.c.id == near.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .join(project, project.c.id == near.c.project_id)
    )
    with ledger.read() as connection:
        found = {tuple(row) for row in connection.execute(query)}
    assert ("微信/农村饮水安全巩固提升工程自评表.xlsx", "YL2024013") in found


def test_a_units_sum_is_held_against_the_roster(ledger: Ledger) -> None:
    """云岭县文化和旅游局 asked for 30 万元 more than was planned."""
    (listed,) = [each for each in LISTED["across"] if each["kind"] == "unit_sum"]
    with ledger.read() as connection:
        rows = connection.execute(
            select(unit_finding).where(unit_finding.c.code == "D66")
        ).all()
    assert [row.unit for row in rows] == [listed["unit"]]
    assert str(listed["planned"]) in rows[0].message
    assert str(listed["returned"]) in rows[0].message


def test_a_second_run_reads_nothing_and_says_the_same(heap: Path, made: Collected) -> None:
    """Unchanged files are known by size and time."""
    roots = [heap / "来件"]
    places = find_places(roots, made.places.summary)
    again = collect(Request(places, "测试", tuple(find_rosters(roots)), jobs=1))
    assert again.read == 0
    assert again.counts == made.counts


def test_without_a_summary_the_ledger_alone_is_written(heap: Path, tmp_path: Path) -> None:
    """As for a whole province, whose indicators no spreadsheet holds."""
    target = tmp_path / "汇总.xlsx"
    status = main(
        [
            "collect",
            str(heap / "来件"),
            "-o",
            str(target),
            "--no-summary",
            "--jobs",
            "1",
            "--json",
        ]
    )
    assert status == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.db", "收表日志.txt"]
    with open_ledger(tmp_path / "台账.db", create=False) as ledger:
        assert count(ledger).files == len(FILES)
