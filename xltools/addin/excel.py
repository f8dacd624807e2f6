"""Excel on Windows: the add-in lies in the user's own XLSTART.

Excel opens what lies there at every start, and the folder is one of its trusted locations, whatever
the version: no entry among the add-ins of others, no number of a version, no prompt.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from xltools import __version__
from xltools.addin.computer import Computer
from xltools.addin.files import asset, content, digest, put, remove
from xltools.addin.record import Installed
from xltools.addin.state import State
from xltools.errors import FileError, ToolMissingError
from xltools.ribbon.buttons import TAB

KEY, NAME = "excel", "Excel"
SEEN = f"重新打开 {NAME} 后可见"
FILE = f"{TAB}.xlam"
_OFFICE = {
    r"Software\Policies\Microsoft\Office": "组策略",
    r"Software\Microsoft\Office": "本机的 Office 设置",
}
_FORBIDDEN = (
    (r"Common", "VBAOff", "关闭了 Office 的宏"),
    (r"Excel\Security\Trusted Locations", "AllLocationsDisabled", "禁用了受信任位置"),
)
"""Key below an Office's version, value that is 1, what it means. Other settings of macros do not
reach a trusted location."""

MAC = (
    "加载项的宏靠 Windows 启动 Python，Mac 版 Excel 用不了；"
    "请用 LibreOffice，或 xltools 的命令行。"
)


def target(computer: Computer) -> Path:
    """Where the add-in goes."""
    return computer.roaming / "Microsoft" / "Excel" / "XLSTART" / FILE


def is_found(computer: Computer) -> bool:
    """Is Excel on this computer?"""
    if computer.kind == "mac":
        return Path("/Applications/Microsoft Excel.app").exists()
    return computer.kind == "windows" and (
        _program(computer) is not None or target(computer).parents[1].is_dir()
    )


def install(computer: Computer) -> Installed:
    """Copy the add-in.

    Raises:
        ToolMissingError: no Excel that could use it.
        FileError: Excel is open, a stranger's file has the name, or it cannot be written.
    """
    if computer.kind == "mac":
        raise ToolMissingError(MAC)
    if not is_found(computer):
        raise ToolMissingError("没有找到 Excel。")
    path, data = target(computer), asset(FILE).read_bytes()
    there = content(path)
    if there is not None and version_of(there) is None:
        raise FileError(f"{path} 不是 xltools 的加载项，没有覆盖；请先改名或移走。")
    put(path, data, NAME)
    return Installed(__version__, {str(path): digest(data)})


def uninstall(computer: Computer, installed: Installed) -> None:
    """Remove what was installed, unless somebody changed it.

    Raises:
        FileError: Excel is open, or the file is another now.
    """
    for name, expected in installed.files.items():
        data = content(Path(name))
        if data is not None and digest(data) != expected and version_of(data) is None:
            raise FileError(f"{name} 已不是 xltools 的加载项，没有删除；请自行处理。")
        remove(Path(name), NAME)


def state(computer: Computer, installed: Installed | None) -> State:
    """How things stand."""
    if computer.kind == "mac":
        return State(KEY, NAME, is_found(computer), hints=(MAC,))
    data = content(target(computer)) if computer.kind == "windows" else None
    version = version_of(data) if data is not None else None
    return State(
        KEY,
        _program(computer) or NAME,
        is_found(computer),
        version,
        tuple(_missing(computer, data)) if version else (),
        () if computer.kind == "windows" else ("只用于 Windows 版 Excel。",),
    )


def version_of(addin: bytes) -> str | None:
    """The version of xltools that an add-in belongs to; None if it is none of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(addin)) as archive:
            core = archive.read("docProps/core.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return None
    found = re.search(r"<cp:version>([^<]*)</cp:version>", core)
    ours = "<dc:creator>xltools</dc:creator>" in core and f"<dc:title>{TAB}</dc:title>" in core
    return found[1] if found and ours else None


def _program(computer: Computer) -> str | None:
    """Excel with the number of its version, as the registry knows it."""
    current = computer.registry.read(
        "machine", r"Software\Classes\Excel.Application\CurVer", ""
    )
    if isinstance(current, str) and current.rpartition(".")[2].isdigit():
        return f"{NAME} {current.rpartition('.')[2]}.0"
    path = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    return NAME if computer.registry.read("machine", path, "") else None


def _missing(computer: Computer, data: bytes | None) -> list[str]:
    found = []
    if data != asset(FILE).read_bytes():
        found.append("加载项与本程序的版本不同，请重新运行 xltools addin install。")
    for office, who in _OFFICE.items():
        for version in computer.registry.subkeys("user", office):
            for key, name, meaning in _FORBIDDEN:
                if computer.registry.read("user", rf"{office}\{version}\{key}", name) == 1:
                    found.append(f"{who}{meaning}（{name}=1），宏会被拦，请与信息部门商量。")
    return found
