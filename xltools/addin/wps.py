"""WPS: its JavaScript add-in is registered, and our service started at log-in, by xltools.service."""

from __future__ import annotations

from collections.abc import Sequence

from xltools import __version__
from xltools.addin.computer import Computer
from xltools.addin.record import Installed
from xltools.addin.registry import Registry
from xltools.addin.state import State
from xltools.errors import ToolMissingError
from xltools.service import autostart

KEY, NAME = "wps", "WPS"
SEEN = f"重新打开 {NAME} 后可见"

PERSONAL = "WPS 个人版可能拦截第三方加载项；企业版、管理员配置的版本才有把握。"


class _Texts:
    """Our registry as the service's register wants it: texts of the current user."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def get(self, key: str, value: str) -> str | None:
        found = self.registry.read("user", key, value)
        return found if isinstance(found, str) else None

    def put(self, key: str, value: str, text: str) -> None:
        self.registry.write(key, value, text)

    def delete(self, key: str, value: str) -> None:
        self.registry.remove(key, value)


def is_found(computer: Computer) -> bool:
    """Is WPS on this computer?"""
    if computer.kind == "windows":
        known = computer.registry.read("machine", r"Software\Classes\Ket.Application\CLSID", "")
        mine = computer.registry.read("user", r"Software\Classes\Ket.Application\CLSID", "")
        return bool(known or mine)
    return computer.wps is not None


def install(computer: Computer) -> Installed:
    """Register the add-in and start the service.

    Raises:
        ToolMissingError: no WPS.
        FileError: a list of WPS cannot be written.
    """
    from xltools.service import register

    if not is_found(computer):
        raise ToolMissingError("没有找到 WPS 表格。")
    register.install(_for_service(computer))
    return Installed(__version__)


def uninstall(computer: Computer, installed: Installed) -> None:
    """Take our entries out of WPS' lists and end the service.

    Raises:
        FileError: a list of WPS cannot be written.
    """
    from xltools.service import register

    register.uninstall(_for_service(computer))


def state(computer: Computer, installed: Installed | None) -> State:
    """How things stand; without our entry nothing is installed."""
    from xltools.service import register

    found = is_found(computer)
    if installed is None:
        return State(KEY, NAME, found)
    told = register.status(_for_service(computer))
    missing = tuple(f"{heading}：{said}。" for heading, well, said in told if not well)
    return State(KEY, NAME, found, installed.version, missing, (PERSONAL,))


def _for_service(computer: Computer) -> autostart.Computer:
    def succeeds(command: Sequence[str]) -> bool:
        return computer.run(command).status == 0

    return autostart.Computer(
        computer.kind,
        computer.home,
        str(computer.python),
        succeeds,
        computer.launch,
        _Texts(computer.registry),
        computer.roaming if computer.kind == "windows" else None,
        computer.roaming if computer.kind == "linux" else None,
    )
