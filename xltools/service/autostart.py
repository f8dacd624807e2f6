"""The service started at log-in: systemd and XDG autostart on Linux, the Run key on Windows.

On Linux both are set, since not every desktop has a systemd of the user's own: whoever comes
second finds the service running and ends.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

System: TypeAlias = Literal["windows", "linux", "mac"]

UNIT = "xltools.service"
ENTRY = "xltools-service.desktop"
AGENT = "cn.xltools.service.plist"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "xltools-service"

_TITLE = "绩效自评后台服务"


class Registry(Protocol):
    """Text values of HKEY_CURRENT_USER."""

    def get(self, key: str, value: str) -> str | None:
        """The text; None if it is not there."""
        ...

    def put(self, key: str, value: str, text: str) -> None:
        """Set the text."""
        ...

    def delete(self, key: str, value: str) -> None:
        """Take it away; no matter if it is not there."""
        ...


class Computer(Struct, frozen=True):
    """Where the user's things are and how programs are started, so that tests have their own.

    `run` calls a program, waits and says whether it succeeded; `launch` starts one that stays.
    """

    system: System
    home: Path
    python: str
    run: Callable[[Sequence[str]], bool]
    launch: Callable[[Sequence[str]], None]
    registry: Registry | None = None
    appdata: Path | None = None
    config: Path | None = None

    @property
    def command(self) -> tuple[str, ...]:
        """What starts the service; -P keeps modules of the current folder out."""
        return (self.python, "-P", "-X", "utf8", "-m", "xltools.service")

    @property
    def settings(self) -> Path:
        """Where a Linux desktop keeps its configuration."""
        return self.config or self.home / ".config"

    @property
    def jsaddons(self) -> Path:
        """WPS' folder of JavaScript add-ins."""
        roaming = self.appdata or self.home / "AppData" / "Roaming"
        return jsaddons_of(self.system, self.home, roaming)


def jsaddons_of(system: System, home: Path, roaming: Path) -> Path:
    """Return WPS' folder of JavaScript add-ins; `roaming` is %APPDATA%, which counts on Windows."""
    if system == "windows":
        return roaming / "kingsoft" / "wps" / "jsaddons"
    if system == "mac":
        inside = home / "Library" / "Containers" / "com.kingsoft.wpsoffice.mac" / "Data"
        return inside / ".kingsoft" / "wps" / "jsaddons"
    return home / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"


def enable(computer: Computer) -> None:
    """Start the service with every log-in.

    Raises:
        OSError: a file cannot be written.
    """
    if computer.system == "windows":
        assert computer.registry is not None
        computer.registry.put(RUN_KEY, VALUE, _windows_line(computer.command))
    elif computer.system == "mac":
        _put(_agent(computer), _agent_text(computer.command))
    else:
        unit = _unit(computer)
        _put(unit, _unit_text(computer.command))
        wanted = _wanted(computer)
        wanted.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            wanted.unlink()
        wanted.symlink_to(unit)
        _put(computer.settings / "autostart" / ENTRY, _entry_text(computer.command))


def disable(computer: Computer) -> None:
    """Start it no more; what of it is not there does not matter."""
    if computer.system == "windows":
        assert computer.registry is not None
        computer.registry.delete(RUN_KEY, VALUE)
        return
    for path in _files(computer):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
    if computer.system == "linux":
        computer.run(("systemctl", "--user", "daemon-reload"))


def is_enabled(computer: Computer) -> bool:
    """True if the next log-in starts this very Python's service."""
    if computer.system == "windows":
        assert computer.registry is not None
        return computer.registry.get(RUN_KEY, VALUE) == _windows_line(computer.command)
    texts = {
        computer.settings / "autostart" / ENTRY: _entry_text(computer.command),
        _agent(computer): _agent_text(computer.command),
    }
    path, text = list(texts.items())[computer.system == "mac"]
    try:
        return path.read_text(encoding="utf-8") == text
    except OSError:
        return False


def start_now(computer: Computer) -> None:
    """Start the service without waiting for the next log-in.

    Raises:
        OSError: it cannot be started.
    """
    if computer.system == "linux":
        reloaded = computer.run(("systemctl", "--user", "daemon-reload"))
        if reloaded and computer.run(("systemctl", "--user", "restart", UNIT)):
            return
    computer.launch(computer.command)


# --- where it stands


def _unit(computer: Computer) -> Path:
    return computer.settings / "systemd" / "user" / UNIT


def _wanted(computer: Computer) -> Path:
    return computer.settings / "systemd" / "user" / "default.target.wants" / UNIT


def _agent(computer: Computer) -> Path:
    return computer.home / "Library" / "LaunchAgents" / AGENT


def _files(computer: Computer) -> tuple[Path, ...]:
    if computer.system == "mac":
        return (_agent(computer),)
    return (_wanted(computer), _unit(computer), computer.settings / "autostart" / ENTRY)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


# --- what stands there


def _windows_line(command: Sequence[str]) -> str:
    program, *rest = command
    return " ".join((f'"{program}"', *rest))


def _unit_text(command: Sequence[str]) -> str:
    """In a unit % begins a specifier, $ a variable, and a backslash an escape."""
    words = (
        each.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        for each in command
    )
    line = " ".join(f'"{word}"' for word in words)
    return (
        f"[Unit]\nDescription={_TITLE}\n\n[Service]\nExecStart={line}\n"
        "Restart=on-failure\nRestartSec=5\n\n[Install]\nWantedBy=default.target\n"
    )


def _entry_text(command: Sequence[str]) -> str:
    return (
        f"[Desktop Entry]\nType=Application\nName={_TITLE}\nExec={' '.join(map(quoted, command))}\n"
        "Terminal=false\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n"
    )


def quoted(argument: str) -> str:
    r"""An argument as Exec wants it: quoted, and then escaped as every value of the file is.

    >>> print(quoted('/opt/a b/$x/100%'))
    "/opt/a b/\\$x/100%%"
    """
    inner = "".join(f"\\{char}" if char in '"`$\\' else char for char in argument)
    return f'"{inner}"'.replace("\\", "\\\\").replace("%", "%%")


def _agent_text(command: Sequence[str]) -> str:
    from xml.sax.saxutils import escape

    words = "".join(f"<string>{escape(each)}</string>" for each in command)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<plist version="1.0"><dict><key>Label</key><string>cn.xltools.service</string>'
        f"<key>ProgramArguments</key><array>{words}</array>"
        "<key>RunAtLoad</key><true/></dict></plist>\n"
    )
