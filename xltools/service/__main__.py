"""`python -m xltools.service`: listen until log-out; a second start ends at once."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from msgspec.structs import replace

from xltools.errors import reason
from xltools.private_log import private_handler
from xltools.ribbon.opening import open_file
from xltools.service.autostart import System, jsaddons_of
from xltools.service.register import follow
from xltools.service.server import Server
from xltools.service.state import (
    is_alive,
    load_state,
    new_key,
    save_state,
    state_file,
    who_answers,
)
from xltools.state import settings_folder

RUNNING = "绩效自评的后台服务已在运行。"
STARTED = "绩效自评的后台服务已启动，只接受本机 WPS 表格的请求。"

_log = logging.getLogger("xltools.service")


def main() -> int:
    """Start the service and stay; 0 if it ended as it should or runs already."""
    try:
        return _run()
    except OSError as error:
        _say(f"后台服务启动不了：{reason(error)}。")
        _log.exception("start")
        return 2


def _run() -> int:
    before = load_state()
    answers = who_answers(before)
    if answers == "service":
        _say(RUNNING)
        return 0
    server = _listen(before.port, before.secret if answers == "nobody" else new_key())
    if server is None:
        _say(RUNNING)
        return 0
    _write_log()
    with server:
        save_state(server.state)
        follow(server.state, _jsaddons())
        _end_on_signals()
        _say(STARTED)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
        # port and secret stay, so that WPS finds the next start where this one was
        if load_state() == server.state:
            save_state(replace(server.state, token="", pid=0))
    return 0


def _listen(port: int, secret: str) -> Server | None:
    """The server at its old port, else at a free one; None if another start was quicker.

    WPS asks whoever listens at the old port for the old address, so that is not used again.
    """
    try:
        return Server(port, secret, new_key(), open_file)
    except OSError:
        if port == 0:
            raise
    if is_alive(load_state()):
        return None
    return Server(0, new_key(), new_key(), open_file)


def _jsaddons() -> Path:
    """WPS' folder of add-ins of the user who runs this."""
    systems: dict[str, System] = {"win32": "windows", "darwin": "mac"}
    system = systems.get(sys.platform, "linux")
    return jsaddons_of(system, Path.home(), settings_folder().parent)


def _end_on_signals() -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def _write_log() -> None:
    """Without a console (pythonw) there is nowhere else to say what went wrong."""
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(private_handler(state_file().with_name("service.log")))


def _say(text: str) -> None:
    write: Callable[..., None] = print
    if sys.stdout is not None:
        with contextlib.suppress(OSError, UnicodeError):
            write(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
