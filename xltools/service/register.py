"""The WPS add-in for the current user: install, uninstall, status, without an administrator.

`install` lists the add-in with WPS, has the service started at log-in and starts it;
`uninstall` takes all of it away and leaves what others put there.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
from pathlib import Path

from msgspec.structs import replace

from xltools.errors import FileError, reason
from xltools.service.autostart import (
    Computer,
    disable,
    enable,
    is_enabled,
    start_now,
)
from xltools.service.jsaddons import Kind, blocked, listed, remove_lists, write_lists
from xltools.service.state import State, is_alive, load_state, save_state, state_file

_PATIENCE = 10.0  # seconds in which a service comes up on a slow computer
_QUIT = 5  # seconds in which it answers that it ends


def install(computer: Computer, kind: Kind = "online") -> tuple[str, ...]:
    """Set everything up, or bring it up to date; returns what was done, a line each, in Chinese.

    Raises:
        FileError: a list of WPS or a file for the log-in cannot be written.
    """
    try:
        state = _with_port(load_state())
        write_lists(computer.jsaddons, state, kind)
        enable(computer)
        if not is_alive(load_state()):
            start_now(computer)
    except OSError as error:
        raise FileError(
            f"WPS 加载项没有装好：{error.filename or ''}{reason(error)}。"
        ) from None
    running = _wait_for_service()
    return (
        f"已登记 WPS 加载项：{computer.jsaddons}",
        "已设置登录时自动启动后台服务",
        "后台服务已启动" if running else "后台服务还没有启动，重新登录后会自动启动",
        "请重新启动 WPS 表格；如有提示，请按“允许”，然后再重新启动一次",
    )


def uninstall(computer: Computer) -> tuple[str, ...]:
    """Take it all away; other people's add-ins stay. Returns what was done, in Chinese.

    Raises:
        FileError: a list of WPS cannot be written.
    """
    try:
        found = remove_lists(computer.jsaddons)
        disable(computer)
        _quit(load_state())
        for name in (state_file().name, "service.log"):
            with contextlib.suppress(FileNotFoundError):
                state_file().with_name(name).unlink()
    except OSError as error:
        raise FileError(
            f"WPS 加载项没有卸载完：{error.filename or ''}{reason(error)}。"
        ) from None
    told = "已从 WPS 的加载项清单中去掉" if found else "WPS 的加载项清单中本来就没有"
    return (told, "后台服务已停止，登录时不再启动")


def status(computer: Computer) -> tuple[tuple[str, bool, str], ...]:
    """What is set up: heading, is it well, and how it is, in Chinese."""
    state = load_state()
    alive = is_alive(state)
    lines = [
        ("WPS 后台服务", alive, "正在运行" if alive else "没有运行，请重新登录或重新安装"),
    ]
    starts = is_enabled(computer)
    lines.append(("登录时启动", starts, "已设置" if starts else "没有设置，请重新安装"))
    try:
        lines.append(_listing(computer, state))
    except FileError as error:
        lines.append(("WPS 加载项", False, str(error)))
    refused = blocked(computer.jsaddons)
    if refused:
        lines.append(("WPS 许可", False, refused))
    return tuple(lines)


def follow(state: State, folder: Path) -> None:
    """Tell WPS, by its folder of add-ins, where the service is, if another address is listed.

    What cannot be written stays: the next start tries again.
    """
    with contextlib.suppress(FileError, OSError):
        found = listed(folder)
        if found is not None and found[1] != state.url:
            write_lists(folder, state, found[0])


def _listing(computer: Computer, state: State) -> tuple[str, bool, str]:
    found = listed(computer.jsaddons)
    if found is None:
        return "WPS 加载项", False, "没有登记，请安装"
    if found[1] != state.url:
        return "WPS 加载项", False, "登记的地址已变，请重新安装后重新启动 WPS 表格"
    return "WPS 加载项", True, f"已登记在 {computer.jsaddons}"


def _with_port(state: State) -> State:
    """The state with a port that is free now and stays the service's own from here on."""
    if state.port:
        save_state(state)
        return state
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen = replace(state, port=free.getsockname()[1])
    save_state(chosen)
    return chosen


def _wait_for_service() -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if is_alive(load_state()):
            return True
        time.sleep(0.1)
    return False


def _quit(state: State) -> None:
    """Ask the service to end, as nobody but its user can."""
    from xltools.service.server import TOKEN

    if not is_alive(state):
        return
    connection = http.client.HTTPConnection("127.0.0.1", state.port, timeout=_QUIT)
    headers = {TOKEN: state.token, "Content-Type": "application/json"}
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("POST", f"/{state.secret}/quit", b"{}", headers)
        connection.getresponse().read()
    connection.close()
    end = time.monotonic() + _QUIT
    while is_alive(state) and time.monotonic() < end:
        time.sleep(0.05)
