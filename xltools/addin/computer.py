"""Where a user's programs look for add-ins, on this computer or on one made up by a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from xltools.addin.registry import NoRegistry, Registry

Kind: TypeAlias = Literal["windows", "mac", "linux"]
PATIENCE = 120  # seconds; unopkg takes one or two, a first start of LibreOffice ten


class Ran(Struct, frozen=True):
    """How a program ended and what it printed."""

    status: int
    said: str


Run: TypeAlias = Callable[[Sequence[str]], Ran]
Launch: TypeAlias = Callable[[Sequence[str]], None]


def run(command: Sequence[str]) -> Ran:
    """Run a program to its end; one that does not start, or hangs, ended with status -1."""
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE,
            cwd=tempfile.gettempdir(),  # unopkg fails where its user may not go
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(-1, str(error))
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"))


def launch(command: Sequence[str]) -> None:
    """Start a program that stays; nobody waits for it.

    Raises:
        OSError: it does not start.
    """
    quiet = subprocess.DEVNULL
    subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


class Computer(Struct, frozen=True):
    """A user's places: `roaming` is %APPDATA%, or where a Linux or a Mac keeps settings.

    `python` is the interpreter that a button starts; on Windows pythonw.exe, which shows no
    black window. `soffice` and `wps` are None if LibreOffice or, but for Windows, WPS is not found.
    """

    kind: Kind
    home: Path
    roaming: Path
    python: Path
    soffice: Path | None = None
    wps: Path | None = None
    is_root: bool = False
    registry: Registry = NoRegistry()
    run: Run = run
    launch: Launch = launch

    @property
    def settings(self) -> Path:
        """Our own folder; LibreOffice's component looks for `interpreter` here."""
        return self.roaming / "xltools"


def this_computer() -> Computer:
    """The computer that we run on."""
    from xltools.office import find_soffice
    from xltools.state import settings_folder

    kind: Kind = {"win32": "windows", "darwin": "mac"}.get(sys.platform, "linux")  # type: ignore[assignment]
    soffice = find_soffice()
    return Computer(
        kind,
        Path.home(),
        settings_folder().parent,
        _interpreter(Path(sys.executable), kind),
        Path(soffice).resolve() if soffice else None,
        _wps(kind),
        is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
        registry=_registry(),
    )


def _wps(kind: Kind) -> Path | None:
    """WPS' spreadsheets; on Windows the registry knows."""
    found = shutil.which("et")
    usual = (
        Path("/Applications/wpsoffice.app")
        if kind == "mac"
        else Path("/opt/kingsoft/wps-office/office6/et")
    )
    return Path(found) if found else usual if usual.exists() else None


def _registry() -> Registry:
    if sys.platform == "win32":  # pragma: no cover - tests run on Linux
        from xltools.addin.registry import WindowsRegistry

        return WindowsRegistry()
    return NoRegistry()


def _interpreter(python: Path, kind: Kind) -> Path:
    """The same environment's Python without a console window, where there is one.

    Not resolved: a virtual environment is known by the path of its link.
    """
    silent = python.with_name("pythonw.exe")
    return silent if kind == "windows" and silent.exists() else python
