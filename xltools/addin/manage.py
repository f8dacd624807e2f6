"""install, uninstall, status: one program after the other; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from msgspec import Struct
from msgspec.structs import replace

from xltools.addin import desktop, excel, libreoffice, wps
from xltools.addin.computer import Computer
from xltools.addin.record import Installed, interpreter_written, recorded, write_record
from xltools.addin.state import State
from xltools.errors import XltoolsError


class Host(Protocol):
    """A program that takes our buttons: a module of this room."""

    KEY: str
    NAME: str
    SEEN: str
    """When the buttons appear."""

    def is_found(self, computer: Computer) -> bool:
        """Is it on this computer?"""

    def install(self, computer: Computer) -> Installed:
        """Put the buttons in; says what was put where."""

    def uninstall(self, computer: Computer, installed: Installed) -> None:
        """Take out what was put in."""

    def state(self, computer: Computer, installed: Installed | None) -> State:
        """How things stand."""


HOSTS: dict[str, Host] = {
    module.KEY: cast("Host", module) for module in (excel, libreoffice, wps, desktop)
}
"""Key → program; a further one is a module here."""

BY_DEFAULT = tuple(key for key in HOSTS if key != desktop.KEY)
"""Where the buttons go when no program is named; the desktop's menus are asked for."""


class Outcome(Struct, frozen=True):
    """What became of one program: done, not done, or neither because there was nothing to do."""

    host: str
    message: str
    done: bool = False
    failed: bool = False


def install(computer: Computer, wanted: Sequence[str] = ()) -> list[Outcome]:
    """Put the buttons into the wanted programs; without any named, into all that are found.

    Raises:
        FileError: our own folder cannot be written.
    """
    record = recorded(computer)
    outcomes = [
        _install(computer, HOSTS[key], record)
        if wanted or HOSTS[key].is_found(computer)
        else Outcome(key, f"{HOSTS[key].NAME}：没有找到，跳过。")
        for key in wanted or BY_DEFAULT
    ]
    _keep(computer, record)
    return outcomes


def uninstall(computer: Computer, wanted: Sequence[str] = ()) -> list[Outcome]:
    """Take the buttons out of the wanted programs, or of all that we put them in.

    Raises:
        FileError: our own folder cannot be written.
    """
    record = recorded(computer)
    outcomes = [_uninstall(computer, HOSTS[key], record) for key in wanted or HOSTS]
    _keep(computer, record)
    return outcomes


def status(computer: Computer, wanted: Sequence[str] = ()) -> list[State]:
    """How things stand in the wanted programs, or in all."""
    record = recorded(computer)
    return [
        _with_python(computer, HOSTS[key].state(computer, record.get(key)))
        for key in wanted or HOSTS
    ]


def _keep(computer: Computer, record: dict[str, Installed]) -> None:
    """Write the record; where nothing was and is installed, what IT put there itself stays."""
    if record or recorded(computer):
        write_record(computer, record)


def _install(computer: Computer, host: Host, record: dict[str, Installed]) -> Outcome:
    before = host.state(computer, record.get(host.KEY))
    try:
        record[host.KEY] = host.install(computer)
    except XltoolsError as error:
        return Outcome(host.KEY, f"{host.NAME}：{error}", failed=True)
    done = "已更新" if before.is_installed else "已安装"
    return Outcome(host.KEY, f"{host.NAME}：{done}，{host.SEEN}。", done=True)


def _uninstall(computer: Computer, host: Host, record: dict[str, Installed]) -> Outcome:
    installed = record.get(host.KEY)
    if installed is None:
        return Outcome(host.KEY, f"{host.NAME}：没有安装过，不必卸载。")
    try:
        host.uninstall(computer, installed)
    except XltoolsError as error:
        return Outcome(host.KEY, f"{host.NAME}：{error}", failed=True)
    del record[host.KEY]
    return Outcome(host.KEY, f"{host.NAME}：已卸载。", done=True)


def _with_python(computer: Computer, state: State) -> State:
    """Installed buttons need a Python that is still where it was."""
    if not state.is_installed:
        return state
    python = interpreter_written(computer)
    if python is None:
        advice = "没有记下 Python 的位置，请重新运行 xltools addin install。"
    elif not Path(python).exists():
        advice = f"Python 已不在 {python}，请重新运行 xltools addin install。"
    else:
        return state
    return replace(state, missing=(*state.missing, advice))
