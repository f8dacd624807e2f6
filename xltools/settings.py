r"""What a user or an office has set: one TOML file in the folder of settings, or where the system says.

    # %APPDATA%\xltools\settings.toml，或 ~/.config/xltools/settings.toml
    [limits]
    file_megabytes = 50

Who reads a section judges what stands in it; a section that nobody knows is told.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xltools.errors import SettingsError, reason
from xltools.state import settings_folder

FILE = "XLTOOLS_SETTINGS"
"""Environment variable that names another file, for tests and for computers set up by somebody else."""

NAME = "settings.toml"
SECTIONS = ("limits",)


def settings_file() -> Path:
    """Where the settings are; as a rule there is no such file, and everything is as it came."""
    given = os.environ.get(FILE)
    return Path(given) if given else settings_folder() / NAME


def section(name: str) -> Mapping[str, Any]:
    """What stands in one section; empty where nothing was set.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or has a section that nobody knows.
    """
    path = settings_file()
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if os.environ.get(FILE):
            raise SettingsError(f"找不到设置文件“{path}”（环境变量 {FILE} 指定的）。") from None
        return {}
    except OSError as error:
        raise SettingsError(f"读不了设置文件“{path}”（{reason(error)}）。") from None
    found = _tables(content, path).get(name, {})
    if not isinstance(found, dict):
        raise SettingsError(f"设置文件“{path}”里 {name} 应是一节，写成 [{name}]。")
    return found


def _tables(content: bytes, path: Path) -> dict[str, Any]:
    import tomli

    try:
        tables = tomli.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise SettingsError(f"设置文件“{path}”不是 UTF-8 编码，请另存为 UTF-8。") from None
    except ValueError as error:  # also of a number of five thousand digits
        raise SettingsError(f"设置文件“{path}”的写法不对：{error}。") from None
    for name in tables:
        if name not in SECTIONS:
            raise SettingsError(
                f"设置文件“{path}”里没有 {name} 这一节{meant(name, SECTIONS)}。可以有的：{'、'.join(SECTIONS)}。"
            )
    return tables


def meant(name: str, known: tuple[str, ...]) -> str:
    """，是不是 … with the known name that looks most like it; "" if none does."""
    from difflib import get_close_matches  # settings that make sense do without

    close = get_close_matches(name, known, n=1)
    return f"，是不是 {close[0]}" if close else ""
