"""TOML files as dictionaries: each is parsed once per process, and told in Chinese if it cannot be.

Recognising a foreign form looks at every profile, and most of them extend another one: without
this each base would be parsed a dozen times.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli

from xltools.errors import ProfileError

Stamp = tuple[int, int]
"""Time of change in nanoseconds and size of a file; (0, 0) if it is gone."""

_parsed: dict[Path, tuple[Stamp, dict[str, Any]]] = {}


def stamp(path: Path) -> Stamp:
    """Return what tells one state of a file from the next."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a third faster, and asked for every form
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def read_toml(path: Path) -> dict[str, Any]:
    """Return the file's content, numbers as int and `Decimal`; the caller must not change it.

    Raises:
        ProfileError: the file cannot be read, is not UTF-8 or is not TOML.
    """
    now = stamp(path)
    known = _parsed.get(path)
    if known is not None and known[0] == now:
        return known[1]
    content = parse_toml(read_text(path), path.name)
    _parsed[path] = now, content
    return content


def read_text(path: Path) -> str:
    """Return the file's text; the mark that Notepad puts in front of UTF-8 is dropped.

    Raises:
        ProfileError: the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise ProfileError(f"读不到表样文件 {path}，请检查路径。") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path.name} 不是 UTF-8 文本，请用 UTF-8 另存。") from None


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Return the content of a TOML text.

    Raises:
        ProfileError: not TOML; the message names file, line and column.
    """
    try:
        return tomli.loads(text, parse_float=Decimal)
    except ValueError as error:  # also of a number of five thousand digits
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        end = "文件末尾" if isinstance(error, tomli.TOMLDecodeError) else "一个几千位的数"
        where = f"第 {spot[1]} 行第 {spot[2]} 列附近" if spot else end
        raise ProfileError(
            f"{name} 不是正确的 TOML：{where}写法有误，文字要放在英文双引号里。"
            f"用 xltools profile check {name} 看怎样改。"
        ) from None
