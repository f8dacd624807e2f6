"""LibreOffice: the extension goes in and out through its own unopkg."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from xltools import __version__
from xltools.addin.computer import Computer, Ran
from xltools.addin.files import asset
from xltools.addin.record import Installed
from xltools.addin.state import State
from xltools.errors import ChangedError, SaveError, ToolMissingError
from xltools.ribbon.buttons import TAB

KEY, NAME = "libreoffice", "LibreOffice"
SEEN = f"重新打开 {NAME} 后可见"
FILE = f"{TAB}.oxt"
IDENTIFIER = "cn.xltools.ribbon"

ROOT = (
    "LibreOffice 的 unopkg 不让 root 安装个人扩展；"
    "请以平时使用 LibreOffice 的用户运行 xltools addin install。"
)


def is_found(computer: Computer) -> bool:
    """Is LibreOffice on this computer?"""
    return _unopkg(computer) is not None


def install(computer: Computer) -> Installed:
    """Add the extension, or put the newer one in its place.

    Raises:
        ToolMissingError: no LibreOffice, or its unopkg is not to be used.
        ChangedError: LibreOffice is open.
        SaveError: unopkg did not do it.
    """
    source = asset(FILE)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "xltools.oxt"  # a plain name works in any locale
        shutil.copyfile(source, copy)
        _unopkg_run(computer, "add", "--force", "--suppress-license", str(copy))
    return Installed(__version__)


def uninstall(computer: Computer, installed: Installed) -> None:
    """Remove the extension; one that is gone is no fault.

    Raises:
        ToolMissingError: no LibreOffice, or its unopkg is not to be used.
        ChangedError: LibreOffice is open.
        SaveError: unopkg did not do it.
    """
    if _version(computer) is not None:
        _unopkg_run(computer, "remove", IDENTIFIER)


def state(computer: Computer, installed: Installed | None) -> State:
    """How things stand, as LibreOffice itself says."""
    if not is_found(computer):
        return State(KEY, NAME, found=False)
    if computer.is_root:
        return State(KEY, NAME, found=True, hints=(ROOT,))
    version = _version(computer)
    old = version is not None and version != __version__
    advice = "扩展与本程序的版本不同，请重新运行 xltools addin install。"
    return State(KEY, NAME, True, version, (advice,) if old else ())


def _unopkg(computer: Computer) -> Path | None:
    """Beside soffice; unopkg.com is the one that waits and prints on Windows."""
    if computer.soffice is None:
        return None
    name = "unopkg.com" if computer.kind == "windows" else "unopkg"
    path = computer.soffice.with_name(name)
    return path if path.exists() else None


def _version(computer: Computer) -> str | None:
    """The version of the installed extension; None if there is none."""
    program = _unopkg(computer)
    said = computer.run([str(program), "list", IDENTIFIER])
    found = re.search(r"^\s*Version:\s*(\S+)", said.said, re.MULTILINE)
    return found[1] if said.status == 0 and found else None


def _unopkg_run(computer: Computer, *arguments: str) -> None:
    program = _unopkg(computer)
    if program is None:
        raise ToolMissingError("没有找到 LibreOffice。")
    if computer.is_root:
        raise ToolMissingError(ROOT)
    ran = computer.run([str(program), *arguments])
    if ran.status != 0:
        raise _failed(ran)


def _failed(ran: Ran) -> ChangedError | SaveError:
    if re.search(r"already running|lock file|锁定|正在运行", ran.said):
        return ChangedError("LibreOffice 正在运行，请先关闭它的所有窗口，再试一次。")
    lines = [line.strip() for line in ran.said.splitlines() if line.strip()]
    said = lines[0] if lines else f"状态 {ran.status}"
    return SaveError(f"unopkg 没有完成：{said}")
