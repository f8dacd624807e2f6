"""Two runs on one file: one has it until the new file is in place, and who was killed has it no more."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from exotic import raw_book

from xltools.errors import ChangedError
from xltools.package import holding, load, replace, save, save_new

OLD = raw_book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
NEW = raw_book('<sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData>')
ROUNDS, SCORERS = 25, 3


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form on disk."""
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for another run."""
    monkeypatch.setattr(holding, "_WAIT_SECONDS", 0.05)


def names(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_nobody_takes_a_file_that_is_written_and_not_yet_in_place(
    form: Path, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the old file takes to be compared and kept, the new one is not cleared away."""
    honest = save._compare

    def slow(target: Path, expected: object) -> None:
        long_ago = time.time() - 3600
        os.utime(holding.temporary_of(form), (long_ago, long_ago))
        with pytest.raises(ChangedError, match="另一个 xltools"):
            save_new(form, OLD)
        honest(target, expected)  # type: ignore[arg-type]

    monkeypatch.setattr(save, "_compare", slow)
    replace(form, NEW, load(form), backup=True)

    assert form.read_bytes() == NEW
    assert names(form.parent) == ["自评表.xlsx", "自评表.备份1.xlsx"]


@pytest.mark.parametrize("ahead", [-3600, 3600], ids=["old", "of-tomorrow"])
def test_what_a_killed_run_left_is_cleared_whatever_the_clock_says(
    ahead: int, form: Path
) -> None:
    """A clock that was set back makes no file that is held by nobody."""
    rest = holding.temporary_of(form)
    rest.write_bytes(NEW[:10])
    os.utime(rest, (time.time() + ahead,) * 2)

    save_new(form, NEW)

    assert form.read_bytes() == NEW
    assert names(form.parent) == ["自评表.xlsx"]


@pytest.mark.parametrize(("age", "cleared"), [(5, False), (3600, True), (-3600, False)])
def test_without_locks_only_age_tells(
    age: int, cleared: bool, form: Path, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a network drive that knows none a file of a minute ago is left alone, and named."""

    def none(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "no locks")

    monkeypatch.setattr("fcntl.flock", none)
    rest = holding.temporary_of(form)
    rest.write_bytes(NEW[:10])
    os.utime(rest, (time.time() - age,) * 2)

    if cleared:
        save_new(form, NEW)
    else:
        with pytest.raises(ChangedError, match=rest.name):
            save_new(form, NEW)

    assert form.read_bytes() == (NEW if cleared else OLD)
    assert rest.exists() is not cleared


@pytest.mark.parametrize("thing", ["folder", "pipe", "link"])
def test_what_is_no_file_under_the_temporary_name_is_never_written_to(
    thing: str, form: Path, hasty: None, tmp_path: Path
) -> None:
    """Nobody waits at a pipe, and nothing is written through a link."""
    rest, other = holding.temporary_of(form), tmp_path / "别的.txt"
    other.write_bytes(b"x")
    if thing == "pipe":
        os.mkfifo(rest)
        save_new(form, NEW)
    else:
        rest.mkdir() if thing == "folder" else rest.symlink_to(other)
        with pytest.raises(ChangedError, match=rest.name):
            save_new(form, NEW)

    assert form.read_bytes() == (NEW if thing == "pipe" else OLD)
    assert other.read_bytes() == b"x"


_SCORER = """
import json, sys
from decimal import Decimal
from pathlib import Path
from xltools.errors import ChangedError
from xltools.package import apply_patch, load, replace
from xltools.snapshot import CellWrite, Patch

form, column, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
done = []
sys.stdin.readline()
for row in range(1, rounds + 1):
    try:
        book = load(form)
        patch = Patch((CellWrite("Sheet1", row, column, Decimal(row)),))
        replace(form, apply_patch(book, patch), book, backup=False)
    except ChangedError as error:
        assert "请" in str(error)
    else:
        done.append(row)
print(json.dumps(done))
"""


def test_three_scorers_on_one_file_lose_no_edit_and_tear_nothing(tmp_path: Path) -> None:
    """25 rounds each: an edit is in the file in the end, or was refused; who reads never sees half a file."""
    form = tmp_path / "自评表.xlsx"
    rows = "".join(
        f'<row r="{row}">{"".join(f"<c r={chr(34)}{column}{row}{chr(34)}/>" for column in "ABC")}</row>'
        for row in range(1, ROUNDS + 1)
    )
    form.write_bytes(raw_book(f"<sheetData>{rows}</sheetData>"))
    sheet = load(form).snapshot.sheets[0].name
    scorers = [
        subprocess.Popen(
            [sys.executable, "-c", _SCORER.replace("Sheet1", sheet), str(form), str(column), str(ROUNDS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for column in range(1, SCORERS + 1)
    ]  # fmt: skip
    for each in scorers:
        assert each.stdin is not None
        each.stdin.write("los\n")
        each.stdin.flush()
    read = 0
    while any(each.poll() is None for each in scorers):
        with zipfile.ZipFile(form) as book:
            assert book.testzip() is None
        read += 1
        time.sleep(0.001)
    done = [json.loads(each.communicate()[0]) for each in scorers]

    found = load(form).snapshot.sheets[0]
    for column, kept in enumerate(done, start=1):
        cells = [row for row in range(1, ROUNDS + 1) if found.value(row, column) is not None]
        assert cells == kept
    assert sum(map(len, done)) >= ROUNDS
    assert read > 10
    assert names(tmp_path) == ["自评表.xlsx"]
