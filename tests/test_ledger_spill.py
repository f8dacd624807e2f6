"""What SQLite cannot hold in memory goes to a folder of ours, which is gone with the ledger."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from xltools.errors import SaveError
from xltools.ledger import spill
from xltools.ledger.book import open_ledger

_MUCH = 20_000


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place for temporary files; ledgers that other tests have open are forgotten."""
    folder = tmp_path / "临时"
    folder.mkdir()
    monkeypatch.setattr(spill, "_spill", spill._Spill())
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


def _spill(connection: Connection) -> None:
    """More than SQLite keeps in memory."""
    connection.execute(text("PRAGMA temp.cache_size=10"))
    connection.execute(text("CREATE TEMPORARY TABLE much (line TEXT)"))
    connection.execute(
        text("INSERT INTO much VALUES (:line)"), [{"line": "一" * 300} for _ in range(_MUCH)]
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which files are open")
def test_what_is_spilt_lies_in_a_folder_of_ours(temporary: Path, tmp_path: Path) -> None:
    """SQLite's file is open there, its name already gone."""
    with open_ledger(tmp_path / "台账.db") as ledger, ledger.read() as connection:
        _spill(connection)
        (ours,) = temporary.iterdir()
        handles = Path("/proc/self/fd").iterdir()
        opened = [str(each.readlink()) for each in handles if each.is_symlink()]
        assert any(each.startswith(f"{ours}/etilqs_") for each in opened)
    assert list(temporary.iterdir()) == []


def test_two_ledgers_share_it_and_the_last_one_removes_it(
    temporary: Path, tmp_path: Path
) -> None:
    """Closing one twice does not count twice."""
    one, two = open_ledger(tmp_path / "甲.db"), open_ledger(tmp_path / "乙.db")
    assert len(list(temporary.iterdir())) == 1
    one.close()
    one.close()
    assert len(list(temporary.iterdir())) == 1
    two.close()
    assert list(temporary.iterdir()) == []


def test_a_killed_one_is_cleared_by_the_next(temporary: Path, tmp_path: Path) -> None:
    """Also a file whose name SQLite had not taken away yet."""
    code = (
        "import os, signal, sys\n"
        "from xltools.ledger.book import open_ledger\n"
        "ledger = open_ledger(sys.argv[1])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "台账.db")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    (left,) = temporary.iterdir()
    (left / "etilqs_left").touch()
    open_ledger(tmp_path / "台账.db").close()
    assert list(temporary.iterdir()) == []


def test_without_a_place_for_it_the_ledger_opens_all_the_same(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has places of its own to try, and does without."""

    def refuse() -> object:
        raise SaveError("没有可以写的临时文件夹")

    monkeypatch.setattr(spill, "scratch_folder", refuse)
    with open_ledger(tmp_path / "台账.db") as ledger, ledger.read() as connection:
        _spill(connection)
        assert connection.scalar(text("SELECT count(*) FROM much")) == _MUCH
    assert list(temporary.iterdir()) == []
