"""Write docs/addin-it.md: what an IT department wants to know of the add-ins.

    python scripts/addin_doc.py

Places, source and checksums come from the program and the built files.
"""

from __future__ import annotations

from pathlib import Path

from xltools.addin import Computer, excel, files, libreoffice, record
from xltools.ribbon import TAB
from xltools.service import autostart

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "addin-it.md"
TEXT = Path(__file__).with_name("addin_doc.md")
"""The words of the page; `<!-- places -->` is where what `places` gives goes."""

SOURCE = ROOT / "workbook" / "addin" / "excel" / "xltools.bas"
BUILT = (f"{TAB}.xlam", f"{TAB}.xlsm", f"{TAB}.oxt")

WINDOWS = Computer("windows", Path("%USERPROFILE%"), Path("%APPDATA%"), Path("pythonw.exe"))
LINUX = Computer("linux", Path("~"), Path("~/.config"), Path("python"))


def places() -> str:
    """A table of everything that is put anywhere."""
    rows = [("程序", "Windows", "Linux"), ("---",) * 3]
    rows.append(("Excel", _windows(excel.target(WINDOWS)), "—"))
    rows.append(
        (
            "",
            rf"注册表 `HKCU\{record.REGISTRY_KEY}`，值 `{record.REGISTRY_VALUE}`：Python 的路径",
            "—",
        )
    )
    rows.append(("LibreOffice", "由 `unopkg` 放进用户配置的 `uno_packages`", "同左"))
    lists = (_wps("windows").jsaddons, _wps("linux").jsaddons)
    rows.append(
        ("WPS", f"{_windows(lists[0])} 的加载项清单", f"{_linux(lists[1])} 的加载项清单")
    )
    rows.append(
        (
            "",
            rf"注册表 `HKCU\{autostart.RUN_KEY}`，值 `{autostart.VALUE}`：登录时启动后台服务",
            f"systemd 用户单元 `{autostart.UNIT}`，自启动项 `{autostart.ENTRY}`",
        )
    )
    sent = _windows(WINDOWS.roaming / "Microsoft" / "Windows" / "SendTo" / TAB)
    entry = _linux(LINUX.home / ".local" / "share" / "applications" / f"{TAB}.desktop")
    rows.append(("右键菜单", f"{sent} 起头的快捷方式", entry))
    for computer_file in (record.interpreter_file, record.record_file):
        rows.append(("共用", _windows(computer_file(WINDOWS)), _linux(computer_file(LINUX))))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def source() -> str:
    """The macro, whole."""
    return f"```vb\n{SOURCE.read_text(encoding='utf-8')}```"


def hashes() -> str:
    """The checksums of the built files."""
    lines = ["| 文件 | SHA-256 |", "| --- | --- |"]
    for name in BUILT:
        lines.append(
            f"| `workbook/{name}` | `{files.digest((ROOT / 'workbook' / name).read_bytes())}` |"
        )
    return "\n".join(lines)


def page() -> str:
    """The whole page."""
    text = TEXT.read_text(encoding="utf-8")
    filled = {
        "places": places(),
        "source": source(),
        "hashes": hashes(),
        "identifier": libreoffice.IDENTIFIER,
    }
    for name, value in filled.items():
        text = text.replace(f"<!-- {name} -->", value)
    return text


def _wps(system: autostart.System) -> autostart.Computer:
    home = WINDOWS.home if system == "windows" else LINUX.home
    appdata = WINDOWS.roaming if system == "windows" else None
    return autostart.Computer(system, home, "", lambda _: True, lambda _: None, None, appdata)


def _windows(path: Path) -> str:
    return f"`{str(path).replace('/', chr(92))}`"


def _linux(path: Path) -> str:
    return f"`{path}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
