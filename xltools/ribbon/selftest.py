"""What works on this computer: the main job, and what some functions need besides."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.errors import SettingsError, reason
from xltools.office import find_soffice
from xltools.state import settings_folder, state_folder

Status: TypeAlias = Literal["works", "limited", "fails", "told"]
"""It works; a function is missing that one can do without; the main job cannot be done; just said."""

ADDINS = "addins"
OLDEST = (3, 11)
_NEEDED = ("lxml", "msgspec", "python_calamine", "tomli", "xlrd", "jinja2")
"""Without these no form is scored or no report written."""

_OPTIONAL = {
    "openpyxl": "不能生成空白自评表",
    "xlwings": "不能在 Excel 里直接填写打开的表",
    "tkinter": "不能用独立窗口（可用命令行或加载项）",
}
_FONT_FILES = {
    "仿宋": ("simfang.ttf", "仿宋_GB2312.ttf"),
    "楷体": ("simkai.ttf", "楷体_GB2312.ttf"),
    "黑体": ("simhei.ttf",),
    "宋体": ("simsun.ttc",),
    "方正小标宋": ("FZXBSJW.TTF", "方正小标宋简体.ttf", "FZXBSK.TTF"),
}
"""Where no fontconfig tells which fonts there are, that is on Windows, their files do."""


class Check(Struct, frozen=True):
    """One thing that was looked at: `key` for programs, the rest for people."""

    key: str
    title: str
    status: Status
    said: str
    advice: str = ""


def self_test() -> list[Check]:
    """Look at everything; a look that itself fails is told and ends nothing."""
    found: list[Check] = []
    for key, title, look in _LOOKS:
        try:
            found += look()
        except Exception as error:  # what is broken here is what one wants to know
            said = f"检查时出错（{type(error).__name__}：{error}）"
            found.append(Check(key, title, "fails" if key in _VITAL else "limited", said))
    return found


def exit_status(checks: Sequence[Check]) -> int:
    """0 all works, 1 a function is missing that one can do without, 2 the main job fails."""
    found = {each.status for each in checks}
    return 2 if "fails" in found else int("limited" in found)


def verdict(checks: Sequence[Check]) -> str:
    """The result in one clause."""
    failed = [each.title for each in checks if each.status == "fails"]
    limited = [each.title for each in checks if each.status == "limited"]
    if failed:
        return f"主要功能不能用：{'、'.join(failed)}"
    if limited:
        return f"计分、校验和报告都能用；受限：{'、'.join(limited)}"
    return "全部功能可用"


# --- the looks


def _python() -> Iterator[Check]:
    version = platform.python_version()
    bits = "64 位" if sys.maxsize > 2**32 else "32 位"
    said = f"{version}，{bits}，{platform.system()}：{sys.executable}"
    good = sys.version_info >= OLDEST
    advice = "" if good else f"请安装 Python {OLDEST[0]}.{OLDEST[1]} 或更新版本。"
    yield Check("python", "Python", "works" if good else "fails", said, advice)


def _libraries() -> Iterator[Check]:
    broken = [name for name in _NEEDED if not _imports(name)]
    if broken:
        said = f"缺少或损坏：{'、'.join(broken)}"
        yield Check("libraries", "程序库", "fails", said, "请重新安装 xltools。")
    else:
        yield Check("libraries", "程序库", "works", "、".join(_NEEDED))
    for name, loss in _OPTIONAL.items():
        own = (
            "_tkinter" if name == "tkinter" else name
        )  # Debian's tkinter only complains without it
        if find_spec(own) is not None or (name == "tkinter" and sys.platform == "win32"):
            continue  # on Windows message boxes stand in for the window
        advice = "请安装 python3-tk。" if name == "tkinter" else "需要时请重新安装 xltools。"
        yield Check(name, name, "limited", f"没有安装，{loss}", advice)


def _settings() -> Iterator[Check]:
    from xltools.package import limits
    from xltools.settings import settings_file

    try:
        limits.load()
        changed = limits.set_by_user()
    except SettingsError as error:
        advice = "改正以前读不了任何表。"
        yield Check("settings", "设置", "fails", str(error), advice)
        return
    said = "、".join(f"{key} = {value}" for key, value in changed.items())
    told = f"{settings_file()}：{said}" if said else "没有改过限额"
    yield Check("settings", "设置", "told", told)


def _score() -> Iterator[Check]:
    from xltools.ribbon.trial import GRADE, TOTAL, score_trial

    wrong = score_trial()
    good = f"样例得 {TOTAL} 分、{GRADE}，写入表格后读回一致"
    yield Check("score", "计分", "fails" if wrong else "works", wrong or good)


def _report() -> Iterator[Check]:
    from xltools.ribbon.trial import report_trial

    wrong = report_trial()
    yield Check("report", "Word 报告", "fails" if wrong else "works", wrong or "样例报告已生成")


def _office() -> Iterator[Check]:
    program = find_soffice()
    if program is not None:
        yield Check("libreoffice", "LibreOffice", "works", program)
        return
    yield Check(
        "libreoffice", "LibreOffice", "limited",
        "没有找到，不能转 PDF，.xls、.et、.ods 不能写回",
        "需要时请安装 LibreOffice，或用 Word、WPS 另存。",
    )  # fmt: skip


def _fonts() -> Iterator[Check]:
    missing = _missing_fonts()
    if not missing:
        yield Check("fonts", "公文字体", "works", "仿宋、楷体、黑体、宋体、小标宋都有")
        return
    yield Check(
        "fonts", "公文字体", "limited", f"没有装：{'、'.join(missing)}，会用相近的字体代替",
        "正式印发前请在装有这些字体的电脑上打开看一遍。",
    )  # fmt: skip


def _programs() -> Iterator[Check]:
    for key, title, found in (
        ("excel", "Excel", _registered("Excel.Application")),
        ("wps", "WPS 表格", _registered("Ket.Application") or _on_path("et", "wps")),
    ):
        said = found or "没有找到"
        yield Check(key, title, "told", said)


_HOSTS = {"excel": "Excel", "libreoffice": "LibreOffice", "wps": "WPS", "desktop": "右键菜单"}
"""What `xltools addin install` notes down → how people call it."""


def _addins() -> Iterator[Check]:
    """What `xltools addin install` noted down; whether it still works only `doctor` looks."""
    import json

    try:
        noted = json.loads((settings_folder() / "addin.json").read_text(encoding="utf-8"))
        said = "、".join(
            f"{_HOSTS.get(host, host)} {each['version']}" for host, each in noted.items()
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        said = ""
    yield Check(ADDINS, "已装的按钮", "told", said or "没有（用 xltools addin install 安装）")


def _folder() -> Iterator[Check]:
    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        yield Check(
            "log", "日志文件夹", "limited", f"{folder} 写不了（{reason(error)}），出错时没有记录",
            "请检查这个文件夹的权限。",
        )  # fmt: skip
    else:
        yield Check("log", "日志文件夹", "works", str(folder))


_VITAL = ("python", "libraries", "score", "report", "settings")
_LOOKS: tuple[tuple[str, str, Callable[[], Iterator[Check]]], ...] = (
    ("python", "Python", _python),
    ("libraries", "程序库", _libraries),
    ("score", "计分", _score),
    ("report", "Word 报告", _report),
    ("settings", "设置", _settings),
    ("libreoffice", "LibreOffice", _office),
    ("fonts", "公文字体", _fonts),
    ("programs", "表格程序", _programs),
    (ADDINS, "已装的按钮", _addins),
    ("log", "日志文件夹", _folder),
)


# --- how they look


def _imports(name: str) -> bool:
    """Really imported: a wheel for another Python is there and does not load."""
    try:
        import_module(name)
    except Exception:  # an import may fail in any way
        return False
    return True


def _missing_fonts() -> list[str]:
    if sys.platform != "win32":
        from xltools.report.fonts import missing_fonts

        return [name for name in missing_fonts() if name != "Times New Roman"]
    folders = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if own := os.environ.get("LOCALAPPDATA"):
        folders.append(Path(own) / "Microsoft" / "Windows" / "Fonts")
    return [
        font
        for font, names in _FONT_FILES.items()
        if not any((folder / name).is_file() for folder in folders for name in names)
    ]


def _registered(program: str) -> str:
    """The program that Windows starts for a name, "" for none and elsewhere."""
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{program}\CLSID") as key:
            number, _ = winreg.QueryValueEx(key, "")
        with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"CLSID\{number}\LocalServer32") as key:
            return str(winreg.QueryValueEx(key, "")[0])
    except OSError:
        return ""


def _on_path(*names: str) -> str:
    return next((found for name in names if (found := shutil.which(name))), "")
