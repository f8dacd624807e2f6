"""One LibreOffice without a window for the tests of a process, and what they ask of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from xltools.live.uno.app import attach
from xltools.live.uno.beyond import UnoBeyond
from xltools.live.uno.book import Book
from xltools.live.uno.bridge import properties
from xltools.live.wings import xw
from xltools.office import find_soffice

PATIENCE = 60  # seconds; a start takes two to five


class Live(Struct):
    """A running office: xlwings' app, the name of its pipe, its process."""

    app: xw.App
    pipe: str
    process: subprocess.Popen[bytes]
    beyond: UnoBeyond

    def open(self, path: Path, *, shown: bool = True) -> xw.Book:
        """Open a workbook, whatever others are open; one that is not shown opens more quickly."""
        if shown:
            return xw.Book(impl=self.app.impl.books.open(str(path)))
        doc = self.app.api.loadComponentFromURL(
            path.as_uri(), "_blank", 0, properties(Hidden=True)
        )
        return xw.Book(impl=Book(self.app.impl, doc))

    def kill(self) -> None:
        """End the office as a crash does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(profile: Path) -> Live:
    """Start an office with a profile of its own and wait until it answers."""
    program = find_soffice()
    assert program is not None, "LibreOffice is missing: make office"
    pipe = "xllive" + secrets.token_hex(8)
    command = [
        program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return Live(attach(pipe), pipe, process, UnoBeyond())
        except ConnectionError:
            if time.monotonic() > end:
                os.killpg(process.pid, signal.SIGKILL)
                raise
            time.sleep(0.1)


_shared: list[tuple[Live, tempfile.TemporaryDirectory[str]]] = []
_users = 0


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The office that all modules of one test process share."""
    global _users  # noqa: PLW0603 - each module that imports the fixture has one of its own
    if not _shared:
        folder = tempfile.TemporaryDirectory(prefix="xllive", ignore_cleanup_errors=True)
        _shared.append((start(Path(folder.name)), folder))
    _users += 1
    running, folder = _shared[0]
    yield running
    _users -= 1
    if not _users:
        _shared.clear()
        running.kill()
        folder.cleanup()


@pytest.fixture
def opened(live: Live, tmp_path: Path) -> Iterator[Callable[..., xw.Book]]:
    """Opens copies of workbooks, or new ones, and closes them when the test is over.

    A workbook that another office has open would not open.
    """
    books: list[xw.Book] = []

    def run(path: Path | None = None, *, shown: bool = True) -> xw.Book:
        if path is None:
            book = live.app.books.add()
        else:
            folder = tmp_path / f"开{len(books)}"
            folder.mkdir()
            book = live.open(Path(shutil.copy(path, folder)), shown=shown)
        books.append(book)
        return book

    yield run
    for book in books:
        with contextlib.suppress(Exception):
            book.close()


def difference(one: Any, other: Any, where: str = "") -> str:
    """The first place where two values differ, in words; "" if they are equal."""
    if one == other:
        return ""
    if isinstance(one, Struct) and type(one) is type(other):
        for name in one.__struct_fields__:
            found = difference(getattr(one, name), getattr(other, name), f"{where}.{name}")
            if found:
                return found
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        for number, (first, second) in enumerate(zip(one, other, strict=False)):
            found = difference(first, second, f"{where}[{number}]")
            if found:
                return found
        return f"{where}: {len(one)} and {len(other)} long"
    return f"{where}: {one!r} and {other!r}"
