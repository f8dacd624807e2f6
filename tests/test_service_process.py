"""`python -m xltools.service`: starts, starts again, dies, and is found by its state file."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wps_office import model_of, node

from xltools.service.state import State, is_alive, load_state, save_state, state_file
from xltools.state import FOLDER

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start the service with a home and a state folder of its own; it is ended afterwards."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "状态"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "xltools.service"],
            cwd=tmp_path,
            env=dict(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def came_up(process: subprocess.Popen[str]) -> State:
    """The state of the service that this process is, once it answers."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        state = load_state()
        if state.pid == process.pid and is_alive(state):
            return state
        time.sleep(0.02)
    pytest.fail(f"no service: {process.poll()} {process.communicate()[0]}")


def said(process: subprocess.Popen[str]) -> str:
    """What an ended process printed."""
    out, _ = process.communicate(timeout=20)
    return out


def test_a_second_start_ends_at_once_and_the_end_leaves_port_and_address(start: Start) -> None:
    """Only its user reads the state file; after SIGTERM there is no token in it."""
    first = start()
    state = came_up(first)
    assert stat.S_IMODE(state_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(state_file().parent.stat().st_mode) == 0o700
    second = start()
    assert said(second) == "绩效自评的后台服务已在运行。\n"
    assert second.returncode == 0
    first.terminate()
    assert "已启动" in said(first)
    assert first.returncode == 0
    assert load_state() == State(state.port, state.secret)


def test_a_service_that_was_killed_is_started_anew_at_its_old_address(start: Start) -> None:
    """The state file says that it runs, which is not true; the token is a new one."""
    first = start()
    before = came_up(first)
    first.kill()
    first.wait()
    assert load_state() == before
    after = came_up(start())
    assert (after.port, after.secret) == (before.port, before.secret)
    assert after.token != before.token


@pytest.mark.parametrize("token", ["stale", ""])
def test_a_taken_port_gives_way_to_a_free_one(start: Start, token: str) -> None:
    """Whoever listens there is no service of ours, and may have been asked for the old address."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        save_state(State(taken, "secret", token, 1))
        state = came_up(start())
    assert state.port != taken
    assert len(state.secret) > 20


def test_an_address_that_a_stranger_was_shown_is_given_up(start: Start) -> None:
    """Even where he made room for us at once."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        save_state(State(taken, "secret", "stale", 1))
        process = start()
        connection, _ = other.accept()
        with connection:
            assert connection.recv(1000).startswith(b"GET /secret/session ")
    state = came_up(process)
    assert state.secret != "secret"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"port": "x"}'])
def test_a_damaged_state_file_is_replaced(start: Start, content: bytes) -> None:
    """With a new secret address."""
    state_file().parent.mkdir()
    state_file().write_bytes(content)
    state = came_up(start())
    assert len(state.secret) > 20


def test_a_click_in_wps_reaches_a_service_that_was_started_at_log_in(
    start: Start, demo: Path
) -> None:
    """A process of its own, its page, the add-in's scripts: 得分 89.5."""
    state = came_up(start())
    work = {
        "mode": "click",
        "url": state.url,
        "model": model_of(demo),
        "steps": [{"action": "score"}],
    }
    (step,) = node(work)
    assert step["status"].startswith("得分 89.5，良；")


def test_where_nothing_can_be_written_one_line_says_so(start: Start) -> None:
    """No traceback."""
    state_file().parent.write_text("a file where the folder should be")
    process = start()
    assert said(process).startswith("后台服务启动不了：")
    assert process.returncode == 2
