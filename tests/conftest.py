"""What all tests share: where things are, and how patient hypothesis is."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from postgresql_server import Server

    from xltools.ledger.book import Ledger

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "samples" / "shanxi-2020" / "创建党建先进县.xlsx"

# Tests share two cores with LibreOffice and mypy: a slow example is no failure.
settings.register_profile("xltools", deadline=None)
settings.load_profile("xltools")


@pytest.fixture(scope="session")
def root() -> Path:
    """Top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def demo() -> Path:
    """The filled form of seed 003 that `make demo` scores; 89.5 points, 良."""
    assert DEMO.exists(), f"{DEMO.relative_to(ROOT)} is missing: make samples"
    return DEMO


@pytest.fixture(scope="module")
def expendable() -> Iterator[None]:
    """Strangers' workbooks are read in this process, as the workers do that are there for it.

    For tests of the readers, which reach into them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xltools.apart._expendable", True)
        yield


Office = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Run LibreOffice without a window and with a user profile of this test process's own."""
    user = tmp_path_factory.mktemp("office").as_uri()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["soffice", f"-env:UserInstallation={user}", "--headless", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)

    return run


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of this test process's own; `new_database()` gives a URL."""
    from postgresql_server import running_server

    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a ledger may be made, in each kind of database: a path, a URL."""
    if request.param == "sqlite":
        return tmp_path / "台账.db"
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def ledger(ledger_place: Path | str) -> Iterator[Ledger]:
    """An empty ledger, in each kind of database."""
    from xltools.ledger.book import open_ledger

    with open_ledger(ledger_place) as made:
        yield made
