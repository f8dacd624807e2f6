"""A patch in WPS does to the open workbook what the file host does to the saved one, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from row_books import with_another_sheet
from sample_forms import ONE_EACH, SAMPLES
from wps_office import Model, model_of, node

from xltools.anchors import ISSUES_SHEET
from xltools.hosts.examine import examine_all
from xltools.model import Place
from xltools.package import apply_patch, load, load_bytes
from xltools.ribbon import Answer, Desk, click
from xltools.service.facts import Facts, snapshot_of
from xltools.service.words import SENTENCES
from xltools.snapshot import CellWrite, Patch, Snapshot
from xltools.wire import to_plain


def answer(path: Path, action: str) -> Answer:
    """What a button says to a sample, with the last indicator but one selected."""
    snapshot = load(path).snapshot
    indicators = examine_all(snapshot, beside=path.parent)[0].evaluation.indicators
    place = indicators[-2].name.place if len(indicators) > 1 else None
    return click(action, Desk(snapshot, path, place, confirmed=True))


def applied(tries: list[Model]) -> list[Model]:
    """What becomes of each model with its patch."""
    found: list[Model] = node({"mode": "apply", "tries": tries})
    return found


def snapshot(found: Model) -> Snapshot:
    """What the add-in then reads."""
    return snapshot_of(msgspec.json.decode(msgspec.json.encode(found["facts"]), type=Facts))


def looks_of(sheet: Any, ours: frozenset[tuple[int, int]]) -> dict[str, Any]:
    """What both hosts must agree on: results of formulas are the program's, if it computes."""
    return {
        "cells": {
            (r, c): value
            for r, cells in enumerate(sheet.rows, start=1)
            for c, value in enumerate(cells, start=1)
            if value is not None and (r, c) not in ours
        },
        "merges": sorted(sheet.merges),
        "formulas": sheet.formulas,
        "percents": sheet.percents - ours,
        "suffixes": {spot: each for spot, each in sheet.suffixes.items() if spot not in ours},
        "hidden": sheet.hidden,
    }


def compare(path: Path, patch: Patch, found: Model) -> None:
    """The workbook that the file host saved reads as the one that is open."""
    assert found["error"] is None, (path, found["error"])
    assert found["settings"] == [True, True, True]
    assert found["stayed"]
    workbook = load(path)
    expected = load_bytes(apply_patch(workbook, patch), path).snapshot
    got = snapshot(found)
    assert [each.name for each in got.sheets] == [each.name for each in expected.sheets], path
    for theirs, mine in zip(expected.sheets, got.sheets, strict=True):
        ours = frozenset(theirs.formulas) | frozenset(mine.formulas)
        assert looks_of(mine, ours) == looks_of(theirs, ours), (path, mine.name)
    assert got.names == expected.names, path
    assert got.constants == expected.constants


def test_score_and_check_do_to_every_sample_what_the_file_host_does() -> None:
    """Values, merged areas, formulas, new sheets, names."""
    work = []
    for path in SAMPLES:
        told = answer(path, "score" if "bad" in path.parts else "check")
        assert told.patch is not None
        work.append((path, told.patch))
    results = applied(
        [{"model": model_of(path), "patch": to_plain(patch)} for path, patch in work]
    )
    for (path, patch), found in zip(work, results, strict=True):
        compare(path, patch, found)


def test_truths_may_be_numbers(demo: Path) -> None:
    """-1 and 0, as COM has them: the same is read and done."""
    patch = answer(demo, "add").patch
    assert patch is not None
    model = model_of(demo) | {"numeric": True}
    (found,) = applied([{"model": model, "patch": to_plain(patch)}])
    compare(demo, patch, found)


@pytest.mark.parametrize("action", ["add", "remove", "clear", "restore"])
def test_rows_and_looks_do_to_every_kind_what_the_file_host_does(action: str) -> None:
    """A row more, a row less, results cleared, formats put back."""
    work = [
        (path, told.patch)
        for path in ONE_EACH
        if (told := answer(path, action)).patch is not None
    ]
    assert len(work) >= 5
    results = applied(
        [{"model": model_of(path), "patch": to_plain(patch)} for path, patch in work]
    )
    for (path, patch), found in zip(work, results, strict=True):
        compare(path, patch, found)


@pytest.mark.parametrize(("action", "row"), [("add", 39), ("remove", 18)])
def test_formulas_of_another_sheet_follow_a_row(
    action: str, row: int, demo: Path, tmp_path: Path
) -> None:
    """Its sum takes the new row in, its word stays with the block."""
    path = with_another_sheet(demo, tmp_path / "表.xlsx")
    desk = Desk(load(path).snapshot, path, Place("自评表", row, 3), confirmed=True)
    patch = click(action, desk).patch
    assert patch is not None
    assert patch.rows[0].elsewhere
    (found,) = applied([{"model": model_of(path), "patch": to_plain(patch)}])
    compare(path, patch, found)


def faults(patch: Patch) -> Iterator[list[Any]]:
    """Where a write is made to fail: the first one, one in the middle, the last."""
    texts = [each for each in patch.cells if isinstance(each.value, str)] or patch.cells
    for each in dict.fromkeys((*texts[:1], *texts[len(texts) // 2 :][:1], *texts[-1:])):
        yield [each.sheet, each.row, each.column]
    if patch.notes:
        yield ["note", len(patch.notes) // 2]


@pytest.mark.parametrize("action", ["score", "check", "remove", "clear"])
def test_whatever_fails_the_workbook_is_as_it_was(action: str) -> None:
    """Values, formulas, formats, heights, links, notes, names, sheets, protection: to the last."""
    tries = []
    for path in ONE_EACH[:6]:
        patch = answer(path, action).patch
        if patch is None:
            continue
        tries += [
            {"model": model_of(path), "patch": to_plain(patch), "bad": bad}
            for bad in faults(patch)
        ]
    results = applied(tries)
    failed = [each for each in results if each["error"]]
    assert len(failed) >= (1 if action == "clear" else 4)
    for each in failed:
        assert each["error"] == "injected fault"
        assert each["differ"] == []
        assert each["same"]
        assert each["settings"] == [True, True, True]
        assert each["stayed"]


@pytest.mark.parametrize("structure", [False, True])
@pytest.mark.parametrize("action", ["add", "remove", "restore"])
def test_rows_and_looks_are_taken_back(action: str, structure: bool, demo: Path) -> None:
    """A failure behind them all, on a note; without a spare sheet the formats cannot come back."""
    patch = answer(demo, action).patch
    assert patch is not None
    notes = click("score", Desk(load(demo).snapshot, demo)).patch
    assert notes is not None
    change = replace(patch, notes=notes.notes, looks=())
    model = model_of(demo) | {"structure": structure}
    whole = {"model": model, "patch": to_plain(change), "bad": ["note", 3]}
    looks = {"model": model, "patch": to_plain(replace(patch, rows=(), cells=()))}
    wrong = to_plain(patch.looks)
    if wrong:
        wrong[-1]["sheet"] = "没有这张表"
        looks["patch"]["looks"] = wrong
    found, dressed = applied([whole, looks])
    untouched = applied([{"model": model, "patch": to_plain(Patch(()))}])[0]["facts"]
    if action == "remove" and structure:
        assert found["error"] == "injected fault" + SENTENCES["incomplete"]
    else:
        assert found["error"] == "injected fault"
        assert found["differ"] == []
    assert found["facts"]["sheets"] == untouched["sheets"]
    if wrong:
        assert dressed["error"].startswith("no sheet")
        assert dressed["error"].endswith(SENTENCES["incomplete"]) == structure
        assert structure or dressed["facts"] == untouched


TRAPS = (
    "=1+1", "+5", "-3", "@a", "'quoted", "95%", "2022-12-30", "1,234", "TRUE", "１２", "（3）", "３％",
    "良", "12个", "1e5", "¥5", " 5", "第1行\n第2行",
)  # fmt: skip


def test_a_text_stays_a_text_and_a_number_a_number() -> None:
    """Whatever the program would make of it, also in a cell that is formatted as text."""
    cells = [[row, 2, None, "", {"NumberFormat": "@"}] for row in range(1, 30)]
    cells += [
        [row, 3, date(2022, 1, 1).toordinal(), "", {"NumberFormat": "yyyy/m/d"}]
        for row in range(1, 30)
    ]
    model = {"name": "a.xlsx", "sheets": [{"name": "表", "cells": cells}]}
    writes = [
        CellWrite("表", row, column, text)
        for row, text in enumerate(TRAPS, start=1)
        for column in (1, 2)
    ]
    writes += [CellWrite("表", 25, column, Decimal("89.5")) for column in (1, 2)]
    (found,) = applied(
        [{"model": model, "patch": to_plain(Patch(tuple(writes))), "look": True}]
    )
    assert found["error"] is None
    values = {(r, c): v for r, c, v, _, _ in found["after"][0]["cells"]}
    formats = {
        (r, c): style["NumberFormat"] for r, c, _, _, style in found["after"][0]["cells"]
    }
    for row, text in enumerate(TRAPS, start=1):
        assert values[row, 1] == values[row, 2] == text
        assert formats[row, 2] == "@"
    assert values[25, 1] == values[25, 2] == 89.5
    assert formats[25, 2] == "@"


def test_a_write_under_a_merge_shows_in_its_first_cell() -> None:
    """Emptying what hides there does not empty what shows."""
    model = {
        "name": "a.xlsx",
        "sheets": [{"name": "表", "merges": [[1, 1, 2, 2]], "cells": [[1, 1, "旧", "", {}]]}],
    }
    writes = (
        CellWrite("表", 1, 1, "新"),
        CellWrite("表", 2, 2, None),
        CellWrite("表", 4, 4, "x"),
    )
    (found,) = applied([{"model": model, "patch": to_plain(Patch(writes)), "look": True}])
    assert [cell[:3] for cell in found["after"][0]["cells"]] == [[1, 1, "新"], [4, 4, "x"]]


def test_a_row_without_a_look_is_lent_one() -> None:
    """Beyond the rows that the form has framed; a row that has its own keeps it."""
    framed = {"9": 1, "Locked": False, "Font.Size": 10}
    cells = [[1, 1, "a", "", framed], [2, 1, None, "", {"9": 4}]]
    model = {"name": "a.xlsx", "sheets": [{"name": ISSUES_SHEET, "cells": cells}]}
    writes = tuple(CellWrite(ISSUES_SHEET, row, 1, "b", 1) for row in (2, 3))
    (found,) = applied([{"model": model, "patch": to_plain(Patch(writes)), "look": True}])
    styles = {cell[0]: cell[4] for cell in found["after"][0]["cells"]}
    assert (styles[2]["9"], styles[3]["9"], styles[3]["Font.Size"]) == (4, 1, 10)


def test_a_link_that_leads_out_stays_and_one_of_ours_goes_with_its_line() -> None:
    """What somebody linked by hand is kept where we write nothing to jump to."""
    model = {
        "name": "a.xlsx",
        "sheets": [{"name": ISSUES_SHEET, "cells": []}, {"name": "表", "cells": []}],
    }
    one = Patch(
        (
            CellWrite(ISSUES_SHEET, 4, 4, "表!A1", None, "'表'!A1"),
            CellWrite("表", 1, 1, "x", None, "'表'!B2"),
        )
    )
    (first,) = applied([{"model": model, "patch": to_plain(one), "look": True}])
    assert [sheet["links"][0][2] for sheet in first["after"][:2]] == ["'表'!A1", "'表'!B2"]
