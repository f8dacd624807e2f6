"""Logs: where it went wrong, and not a word of what stands in a form or of a secret."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from xltools.private_log import LARGEST, private_handler
from xltools.state import remember

SECRET = "张某，电话13800000000，密码p@ss"


@pytest.fixture
def logger(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger of this test with its file."""
    found = logging.getLogger("xltools.test_private_log")
    found.propagate = False
    handler = private_handler(tmp_path / "状态" / "click.log")
    found.addHandler(handler)
    yield found
    found.removeHandler(handler)
    handler.close()


def _fail() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def test_an_error_is_logged_without_its_words(logger: logging.Logger, tmp_path: Path) -> None:
    """Kind, line and cause are there for the maintainer; what a cell held is not."""
    try:
        _fail()
    except RuntimeError:
        logger.exception("score")
    log = (tmp_path / "状态" / "click.log").read_text(encoding="utf-8")
    assert "score" in log
    assert "builtins.RuntimeError" in log
    assert "caused by" in log
    assert "builtins.ValueError" in log
    assert "_fail" in log
    for word in ("张某", "13800000000", "p@ss"):
        assert word not in log


def test_only_its_owner_reads_a_log(logger: logging.Logger, tmp_path: Path) -> None:
    """Nor the folder of what is remembered, which names the files that somebody opened."""
    logger.error("x")
    path = tmp_path / "状态" / "click.log"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_log_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """One that an earlier version made."""
    path = tmp_path / "click.log"
    path.write_text("alt\n")
    path.chmod(0o644)
    private_handler(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == "alt\n"


def test_a_large_log_is_put_aside(tmp_path: Path) -> None:
    """One old one is kept, as private as the new one."""
    path = tmp_path / "click.log"
    path.write_bytes(b"x" * (LARGEST + 1))
    path.chmod(0o600)
    private_handler(path).close()
    assert path.stat().st_size == 0
    assert stat.S_IMODE((tmp_path / "click.old.log").stat().st_mode) == 0o600


def test_the_state_folder_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered between two clicks are paths."""
    monkeypatch.setenv("XLTOOLS_STATE", str(tmp_path / "状态"))
    remember("folder", "/某处")
    assert stat.S_IMODE((tmp_path / "状态").stat().st_mode) == 0o700
