"""The way to a running LibreOffice: its Python bridge found, a connection made.

The bridge (pyuno) is compiled for one Python version: LibreOffice's own, on Debian the system's.
Ours must be of the same version; nothing else is taken from there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeAlias

from xltools.errors import ToolMissingError
from xltools.live.gone import is_gone
from xltools.office import find_soffice

Remote: TypeAlias = Any
"""An object of LibreOffice's, or of the engine that stands for one: pyuno has no types."""

_PLACES = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/usr/lib/python3/dist-packages",
    "/usr/lib64/python3/site-packages",
    "/snap/libreoffice/current/lib/libreoffice/program",
)
_FOLDERS = ("/opt", "/usr/lib")
_PATIENCE, _PAUSE = 5.0, 0.02
"""Seconds: an office that was just told to listen begins to do so a moment later."""


def uno() -> Remote:
    """Return LibreOffice's module uno.

    Raises:
        ToolMissingError: it is not installed, or made for another Python.
    """
    try:
        return import_module("uno")
    except ImportError:
        pass
    # at the end: what lies there must not stand in for a library of ours
    sys.path += [place for place in map(str, _places()) if place not in sys.path]
    try:
        return import_module("uno")
    except ImportError:
        version = ".".join(map(str, sys.version_info[:2]))
        raise ToolMissingError(
            f"没有找到适用于 Python {version} 的 LibreOffice 接口（uno），"
            "请安装 python3-uno，或用 LibreOffice 自带版本的 Python 安装 xltools。"
        ) from None


def _places() -> Iterator[Path]:
    """Folders that hold uno.py or pyuno, the surest first."""
    soffice = find_soffice()
    program = Path(shutil.which(soffice) or soffice).resolve().parent if soffice else None
    roots = [Path(os.environ["UNO_PATH"])] if "UNO_PATH" in os.environ else []
    roots += [program] if program else []
    roots += map(Path, _PLACES)
    for folder in map(Path, _FOLDERS):
        roots += sorted(folder.glob("libreoffice*/program"), reverse=True)
        roots += sorted(folder.glob("python3*/site-packages"), reverse=True)
    for root in roots:
        if any((root / name).exists() for name in ("uno.py", "pyuno.so", "pyuno.pyd")):
            yield root


def connect(pipe: str) -> Remote:
    """Return the component context of the office that listens at a pipe of that name.

    Raises:
        ToolMissingError: there is no bridge for our Python.
        ConnectionError: no office listens there.
    """
    module = uno()
    local = module.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:
            if not is_gone(error):
                raise
            if monotonic() > end:
                raise ConnectionError(pipe) from None
        sleep(_PAUSE)


def properties(**values: object) -> tuple[Any, ...]:
    """Named values as LibreOffice takes them."""
    made = []
    for name, value in values.items():
        one = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def struct(name: str, **values: object) -> Remote:
    """A struct of LibreOffice's with these fields set."""
    made = uno().createUnoStruct(name)
    for key, value in values.items():
        setattr(made, key, value)
    return made


def enum(name: str, value: str) -> Remote:
    """A value of one of LibreOffice's enumerations."""
    return uno().Enum(name, value)
