"""The form that was sent out for a project, found in a worker."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_ledger_roster import row

from xltools.errors import FileError
from xltools.ledger.book import open_ledger
from xltools.ledger.roster import load_roster
from xltools.ledger.sent import SentForm, SentForms

SENT = Path(__file__).parents[1] / "samples" / "returned" / "发放"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where forms 1 to 4 lie that were sent."""
    below = tmp_path / "发放" / "水务局"
    below.mkdir(parents=True)
    for number in range(1, 5):
        (below / f"{number}.xlsx").touch()
    return below.parent


def place(ledger_place: Path | str, *roster: Any) -> Path | str:
    """A ledger with these projects, closed."""
    with open_ledger(ledger_place) as ledger:
        ledger.set_roster(roster)
    return ledger_place


def number_of(found: SentForm | None) -> int | None:
    """Which of the forms it is."""
    return None if found is None else int(found.path.stem)


def test_a_form_is_found_by_its_copy_then_by_its_code(
    ledger_place: Path | str, folder: Path
) -> None:
    """The copy's id says it, whatever code is typed; a code is known in any spelling."""
    forms = SentForms(place(ledger_place, row(1), row(2)), folder)

    assert forms.find(f"{1:016x}", "YL002", 2024) == SentForm(
        folder / "水务局" / "1.xlsx",
        f"{1:016x}",
        "shanxi-2020",
        2024,
        "云岭县水务局",
        "YL001",
        "第1号水库项目",
    )
    assert number_of(forms.find("", "ｙｌ 002", 2024)) == 2
    assert number_of(forms.find("f" * 16, "YL002", None)) == 2
    assert forms.find("", "", 2024) is None
    assert forms.find("", "YL003", 2024) is None


def test_a_code_of_two_years_needs_its_year(ledger_place: Path | str, folder: Path) -> None:
    """Where that does not tell them apart, nobody guesses."""
    roster = [row(1, code="YL9"), row(2, code="YL9", year=2023), row(3, code="YL8", year=None)]
    forms = SentForms(place(ledger_place, *roster), folder)

    assert number_of(forms.find("", "YL9", 2023)) == 2
    assert forms.find("", "YL9", None) is None
    assert forms.find("", "YL9", 2020) is None
    assert number_of(forms.find("", "YL8", 2020)) == 3


def test_only_what_lies_there_is_found(ledger_place: Path | str, folder: Path) -> None:
    """Not a form that was moved, one that was not sent, one outside the folder, one of another roster."""
    outside = row(5, sent="../../别处.xlsx")
    (folder.parent.parent / "别处.xlsx").touch()
    rows = [row(3), row(7), row(4, copy="", sent=""), outside]
    with open_ledger(place(ledger_place, *rows, row(1))) as ledger:
        ledger.set_roster(rows)
    forms = SentForms(ledger_place, folder)

    assert number_of(forms.find("", "YL003", 2024)) == 3
    assert [forms.find("", f"YL00{number}", 2024) for number in (7, 4, 5, 1)] == [None] * 4
    assert forms.find(f"{1:016x}", "", 2024) is None


def test_it_goes_to_another_process(ledger_place: Path | str, folder: Path) -> None:
    """Also after it was asked; without a folder it finds nothing and asks nobody."""
    forms = SentForms(place(ledger_place, row(1)), folder)
    forms.find("", "YL001", 2024)
    copied = pickle.loads(pickle.dumps(forms))

    assert number_of(copied.find("", "YL001", 2024)) == 1
    assert SentForms("没有/台账.db", None).find("", "YL001", 2024) is None


def test_a_worker_asks_while_the_ledger_is_written(tmp_path: Path, folder: Path) -> None:
    """It reads what was there when the batch began; it cannot write."""
    where = place(tmp_path / "台账 #1.db", row(1))
    with open_ledger(where) as ledger, ledger.write():
        assert number_of(SentForms(str(where), folder).find("", "YL001", 2024)) == 1


def test_a_worker_needs_no_sqlalchemy_for_a_file(tmp_path: Path, folder: Path) -> None:
    """It would cost every process a start."""
    where = place(tmp_path / "台账.db", row(1))
    code = (
        "import sys\nfrom pathlib import Path\nfrom xltools.ledger.sent import SentForms\n"
        "print(SentForms(sys.argv[1], Path(sys.argv[2])).find('', 'YL001', 2024).path.name)\n"
        "print('sqlalchemy' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(where), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["1.xlsx", "False"]


def test_a_ledger_that_cannot_be_read_is_told(tmp_path: Path, folder: Path) -> None:
    """It is not there, or is none."""
    with pytest.raises(FileError, match="打不开台账"):
        SentForms(tmp_path / "没有.db", folder).find("", "YL001", 2024)
    (tmp_path / "坏.db").write_bytes(b"x" * 5000)
    with pytest.raises(FileError, match="不是台账"):
        SentForms(tmp_path / "坏.db", folder).find("", "YL001", 2024)
    sqlite3.connect(tmp_path / "空.db").close()
    with pytest.raises(FileError, match="读不了"):
        SentForms(tmp_path / "空.db", folder).find("", "YL001", 2024)


def test_every_form_of_the_samples_is_found(ledger_place: Path | str) -> None:
    """By copy and by code alike."""
    roster = load_roster(SENT / "报送名册.xlsx")
    forms = SentForms(place(ledger_place, *roster), SENT)

    for each in roster:
        found = forms.find(each.copy, "", None)
        assert found is not None
        assert found == forms.find("", each.code, each.year)
        assert (found.path, found.profile) == (SENT / each.sent, each.profile)
