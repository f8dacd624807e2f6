"""What xltools remembers for a user between two clicks, and where its log lies.

One folder in the place that the system keeps for such things; small JSON, no form's content.
Nothing depends on it: a folder that cannot be written only forgets.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

FOLDER = "XLTOOLS_STATE"
"""Environment variable that names another folder, for tests and for tight computers."""

_FILE = "recent.json"
_LEFT = 60.0
"""Seconds after which nobody writes a temporary file any more."""


def state_folder() -> Path:
    """Return the folder, which need not exist yet.

    Windows: %LOCALAPPDATA%, macOS: Application Support, else $XDG_STATE_HOME or ~/.local/state.
    """
    given = os.environ.get(FOLDER)
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "xltools"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "xltools"
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "xltools"


def recall(key: str) -> str | None:
    """Return what was remembered under a key; None if nothing was, or nobody can read it."""
    return _read().get(key)


def remember(key: str, value: str) -> None:
    """Keep a text under a key; two programs that do so at once lose one of the two, no more."""
    import json

    folder = state_folder()
    content = json.dumps(_read() | {key: value}, ensure_ascii=False, indent=1)
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f".{_FILE}.*"):  # of a process that was killed
            if time.time() - left.stat().st_mtime > _LEFT:
                left.unlink()
        temporary = folder / f".{_FILE}.{os.getpid()}"
        try:
            temporary.write_text(content, encoding="utf-8")
            temporary.replace(folder / _FILE)
        except OSError:
            temporary.unlink(missing_ok=True)


def _read() -> dict[str, str]:
    import json

    try:
        found = json.loads((state_folder() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def settings_folder() -> Path:
    """Return where a user's settings of ours lie: what was installed, the interpreter.

    Windows: %APPDATA%, macOS: Application Support, else $XDG_CONFIG_HOME or ~/.config.
    """
    if sys.platform == "win32":
        base = os.environ.get("APPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Roaming") / "xltools"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "xltools"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "xltools"
