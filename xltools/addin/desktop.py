"""The desktop: our window under 打开方式 and in the menu, on Windows under 发送到.

For computers on which no add-in may be installed. Linux gets a desktop entry that offers itself for
workbooks and never becomes the program that a double click starts; Windows gets shortcuts in the
user's own SendTo folder.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path, PureWindowsPath

from xltools import __version__
from xltools.addin.computer import Computer
from xltools.addin.files import content, digest, put, remove
from xltools.addin.record import Installed
from xltools.addin.state import State
from xltools.errors import SaveError, ToolMissingError
from xltools.ribbon.buttons import BUTTONS, TAB
from xltools.service.autostart import quoted

KEY, NAME = "desktop", "桌面右键菜单"
SEEN = "在自评表上点右键，“打开方式”或“发送到”里可见"
ACTIONS = ("check", "score", "report", "audit")
"""What can be started straight from the desktop; the window has the other buttons."""

MIME_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "text/csv",
)
_ENTRY = f"{TAB}.desktop"
_ICON = "xltools"
_MARK = "xltools.window"
_MAC = "Mac 没有这种菜单；请用 LibreOffice 的加载项或命令行。"
_WORDS = "打开自评表，校验、计算得分、生成报告"


def is_found(computer: Computer) -> bool:
    """Is there a desktop that we know?"""
    return computer.kind in ("windows", "linux")


def install(computer: Computer) -> Installed:
    """Put the entry or the shortcuts there.

    Raises:
        ToolMissingError: a Mac.
        SaveError: they cannot be written.
    """
    if not is_found(computer):
        raise ToolMissingError(_MAC)
    if computer.kind == "windows":
        return _installed(_sent_to(computer))
    before = {kind: _default(computer, kind) for kind in MIME_TYPES}
    files = _entered(computer)
    _refresh(computer)
    for kind, program in before.items():
        if program and _default(computer, kind) == _ENTRY != program:
            computer.run(["xdg-mime", "default", program, kind])
    return _installed(files)


def uninstall(computer: Computer, installed: Installed) -> None:
    """Remove what was installed; a file that somebody put in its place stays.

    Raises:
        FileError: a file cannot be removed.
    """
    for name, expected in installed.files.items():
        data = content(Path(name))
        if data is not None and (digest(data) == expected or _is_ours(data)):
            remove(Path(name), NAME)
    if computer.kind == "linux":
        _refresh(computer)


def state(computer: Computer, installed: Installed | None) -> State:
    """How things stand."""
    if computer.kind == "mac":
        return State(KEY, NAME, found=False, hints=(_MAC,))
    if installed is None:
        return State(KEY, NAME, found=True)
    gone = [Path(name).name for name in installed.files if content(Path(name)) is None]
    missing = []
    if gone:
        missing.append(f"不见了：{'、'.join(gone)}，请重新运行 xltools addin install。")
    return State(KEY, NAME, True, installed.version, tuple(missing))


def _installed(files: list[Path]) -> Installed:
    return Installed(__version__, {str(path): digest(content(path) or b"") for path in files})


def _is_ours(data: bytes) -> bool:
    return _MARK.encode() in data or _MARK.encode("utf-16-le") in data


# --- Linux


def _entered(computer: Computer) -> list[Path]:
    share = computer.home / ".local" / "share"
    entry = share / "applications" / _ENTRY
    there = content(entry)
    if there is not None and not _is_ours(there):
        raise SaveError(f"{entry} 不是 xltools 的，没有覆盖；请先改名或移走。")
    files = []
    icon = share / "icons" / "hicolor" / "64x64" / "apps" / f"{_ICON}.png"
    picture = _picture()
    if picture is not None:  # a menu without our picture works
        put(icon, picture, NAME)
        files.append(icon)
    put(entry, desktop_entry(computer.python).encode(), NAME)
    return [*files, entry]


def _picture() -> bytes | None:
    """Our icon: in the wheel beside the service that WPS asks, in a checkout among the sources."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "service" / "icons", package.parent / "workbook/addin/icons"):
        data = content(folder / "score-64.png")
        if data is not None:
            return data
    return None


def desktop_entry(python: Path) -> str:
    """The entry, with an action for each button that the desktop offers."""
    start = f"{quoted(str(python))} -m {_MARK}"
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={TAB}",
        f"Comment={_WORDS}",
        f"Exec={start} %F",
        f"Icon={_ICON}",
        "Terminal=false",
        "StartupNotify=true",
        "StartupWMClass=xltools",
        "Categories=Office;Spreadsheet;",
        f"MimeType={';'.join(MIME_TYPES)};",
        f"Actions={';'.join(ACTIONS)};",
    ]
    for action in ACTIONS:
        lines += [
            "",
            f"[Desktop Action {action}]",
            f"Name={BUTTONS[action].caption}",
            f"Exec={start} --action {action} %F",
        ]
    return "\n".join(lines) + "\n"


def _default(computer: Computer, kind: str) -> str:
    """The entry that a double click starts; "" where nobody says."""
    ran = computer.run(["xdg-mime", "query", "default", kind])
    return ran.said.strip() if ran.status == 0 else ""


def _refresh(computer: Computer) -> None:
    """Tell the desktop; one that does not need to be told has no such program."""
    folder = computer.home / ".local" / "share" / "applications"
    computer.run(["update-desktop-database", str(folder)])


# --- Windows


def _sent_to(computer: Computer) -> list[Path]:
    folder = computer.roaming / "Microsoft" / "Windows" / "SendTo"
    if not folder.is_dir():
        raise SaveError(f"没有“发送到”文件夹：{folder}")
    wanted = {TAB: ""} | {
        f"{TAB}-{BUTTONS[action].caption}": f" --action {action}" for action in ACTIONS
    }
    files = []
    for name, option in wanted.items():
        arguments = f"-X utf8 -m {_MARK}{option}"
        link = folder / f"{name}.lnk"
        if _linked(link, computer.python, arguments):
            files.append(link)
        else:
            batch = folder / f"{name}.cmd"
            put(batch, batch_file(computer, arguments).encode("gbk", "replace"), NAME)
            files.append(batch)
    return files


def _linked(link: Path, python: Path, arguments: str) -> bool:
    """Make a shortcut through Windows' own object; False where it cannot be had.

    Saved under a plain name first, which any code page can write.
    """
    plain = link.with_name(f"{_ICON}-new.lnk")
    try:
        shell = import_module("win32com.client").Dispatch("WScript.Shell")
        made = shell.CreateShortcut(str(plain))
        made.TargetPath = str(python)
        made.Arguments = arguments
        made.WorkingDirectory = str(python.parent)
        made.Description = _WORDS
        made.Save()
        plain.replace(link)
    except Exception:  # no pywin32, no shell, a policy: the batch file does the same
        plain.unlink(missing_ok=True)
        return False
    return True


def batch_file(computer: Computer, arguments: str) -> str:
    """The same as a batch file: ASCII where the Python lies below the user's own folders."""
    python = PureWindowsPath(computer.python)
    shown = str(python)
    for variable, base in (("APPDATA", computer.roaming), ("USERPROFILE", computer.home)):
        if python.is_relative_to(PureWindowsPath(base)):
            shown = rf"%{variable}%\{python.relative_to(PureWindowsPath(base))}"
            break
    return f'@start "" "{shown}" {arguments} %*\r\n'
