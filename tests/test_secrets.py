"""Passwords of a database are told to nobody: not printed, not logged, in no file, in no table."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from postgresql_server import Server
from sqlalchemy import inspect, text

from xltools.cli import main
from xltools.ledger.book import open_ledger

ROOT = Path(__file__).parents[1]
PASSWORD = "geh@im/:甲1"
WRITTEN = (PASSWORD, quote(PASSWORD, safe=""), quote(PASSWORD), "geh@im", "geh%40im")
"""However it may be spelled somewhere."""


def with_password(url: str) -> str:
    """The address as somebody types it."""
    return url.replace("xltools@", f"xltools:{quote(PASSWORD, safe='')}@", 1)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All that lies below a folder, parts of packages too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as package:
                    for name in package.namelist():
                        yield f"{path.name}/{name}", package.read(name)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two forms that came."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLTOOLS_STATE", str(tmp_path / "状态"))
    (tmp_path / "来件").mkdir()
    for name in ("01-非公有制经济组织党建.xlsx", "02-基层党建.xlsx"):
        shutil.copy(ROOT / "samples" / "jiangxi-2022" / name, tmp_path / "来件")
    return tmp_path


def test_a_collection_on_a_server_leaves_no_password_anywhere(
    desk: Path, postgresql: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    """Summary, tables, log, list of what goes back, what is printed, every row of the ledger."""
    url = with_password(postgresql.new_database())
    words = ("--ledger", url)
    assert (
        main(["collect", "来件", "-o", "汇总.xlsx", "--csv", "csv", "--jobs", "1", *words]) == 1
    )
    assert main(["collect", "来件", "-o", "汇总.xlsx", "--jobs", "1", "--json", *words]) == 1
    for command in ("state", "sendback"):
        assert main([command, url]) in (0, 1)
    with pytest.raises(SystemExit):
        main(["state", "汇总.xlsx", *words])  # which it does not know
    printed = capfd.readouterr()
    told = {"out": printed.out.encode(), "err": printed.err.encode(), **dict(contents(desk))}
    with open_ledger(url, create=False) as ledger, ledger.read() as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            told[f"table {table}"] = repr(rows).encode()
    assert {"收表日志.txt", "汇总.xlsx", "table run"} <= told.keys()
    for place, data in told.items():
        for word in WRITTEN:
            assert word.encode() not in data, place


@pytest.mark.parametrize("command", ["collect", "state", "sendback"])
@pytest.mark.parametrize("change", ["port", "user", "scheme", "database"])
def test_a_server_that_says_no_is_told_without_the_password(
    desk: Path, postgresql: Server, capfd: pytest.CaptureFixture[str], command: str, change: str
) -> None:
    """Nobody there, a stranger, an address that is none: one Chinese line, status 2."""
    url = with_password(postgresql.new_database())
    if change == "port":
        url = f"postgresql://u:{quote(PASSWORD, safe='')}@127.0.0.1:1/x"
    elif change == "user":
        url = url.replace("//xltools:", "//nobody:")
    elif change == "database":
        url = url.replace("/postgres?", "/nothing?")
    else:
        url = f"postgresql://u:{PASSWORD}@host:port:9/x"
    words = ["来件", "-o", "汇总.xlsx", "--ledger", url] if command == "collect" else [url]
    assert main([command, *words]) == 2
    printed = capfd.readouterr()
    assert printed.err.startswith("xltools：")
    assert len(printed.err.splitlines()) == 1
    for place, data in {
        "err": printed.err.encode(),
        "out": printed.out.encode(),
        **dict(contents(desk)),
    }.items():
        for word in WRITTEN:
            assert word.encode() not in data, place


def test_a_fault_of_the_database_quotes_no_row(ledger_place: Path | str) -> None:
    """What SQLAlchemy says of a statement names its columns and not what was to go into them."""
    with open_ledger(ledger_place) as ledger:
        with (
            pytest.raises(Exception, match="SQL parameters hidden") as told,
            ledger.write() as connection,
        ):
            connection.execute(
                text("INSERT INTO nowhere VALUES (:name)"), {"name": "张某 13800000000"}
            )
        assert "张某" not in str(told.value)


def test_no_secret_is_committed() -> None:
    """No key, token or password assigned in a file of ours but those that tests make up."""
    pattern = re.compile(
        r"(?i)-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-\w{10}"
    )
    for folder in ("xltools", "scripts", "workbook", "samples", "templates", "docs", "bench"):
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in (".py", ".toml", ".md", ".sh", ".js", ".txt", ".xml")
                and path.is_file()
            ):
                assert not pattern.search(path.read_text(encoding="utf-8", errors="replace")), (
                    path
                )
