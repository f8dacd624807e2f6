"""LibreOffice as a converter: found, run without a window, and ended in time.

Every run has a user profile of its own, so that it works while LibreOffice is open, and on
a machine where it was never started; in that profile macros and links are switched off. It gets
no network where the system can refuse it one, and elsewhere a proxy that leads nowhere.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from xltools.errors import SaveError, ToolMissingError, reason
from xltools.unplugged import prefix

TIMEOUT = 120  # seconds; a form takes about two, a cold first start of LibreOffice ten
_EACH = 5
"""Seconds more for each further file."""
_ELSEWHERE = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    (
        "Office.Common/Security/Scripting",
        "BlockUntrustedRefererLinks",
        "true",
    ),  # pictures on a server
    ("Inet/Settings", "ooInetProxyType", "2"),  # a proxy …
    *(
        setting
        for kind in ("HTTP", "HTTPS", "FTP")
        for setting in (
            ("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1"),
            ("Inet/Settings", f"ooInet{kind}ProxyPort", "9"),  # … that nobody runs
        )
    ),
    ("Office.Calc/Content/Update", "Link", "2"),  # never
    (
        "Office.Calc/Formula/Load",
        "OOXMLRecalcMode",
        "1",
    ),  # never: what was saved is what is read
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
)


def find_soffice() -> str | None:
    """Return the path of LibreOffice; None if it is neither on PATH nor where installers put it."""
    for name in ("soffice", "libreoffice", *_ELSEWHERE):
        found = shutil.which(name)
        if found:
            return found
    return None


def convert(program: str, source: Path, work: Path, target: str, *more: Path) -> None:
    """Convert files into the folder `work`; `target` is ending and filter as soffice wants it.

    Of several in one go each costs a fraction of its start. Whether it made the files is for the
    caller to see.

    Raises:
        ToolMissingError: it does not start.
        SaveError: it did not finish in time, and was ended.
    """
    profile = work / "profile"
    _write_settings(profile)
    alone = prefix() if os.access(program, os.X_OK) else []
    command = [
        *alone, program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--convert-to", target, "--outdir", str(work), str(source),
        *map(str, more),
    ]  # fmt: skip
    quiet, limit = subprocess.DEVNULL, TIMEOUT + _EACH * len(more)
    try:
        process = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        raise ToolMissingError(f"LibreOffice（{program}）启动不了：{reason(error)}。") from None
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        raise SaveError(f"LibreOffice 在 {limit} 秒内没有转完，已停止。") from None
    finally:
        _stop(process)


def _write_settings(profile: Path) -> None:
    items = "".join(
        _ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End what is still running: soffice is a script, the work is done by its child."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
