"""What was installed: a small JSON in our own folder, so that exactly that is removed again."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from xltools.addin.computer import Computer
from xltools.addin.files import put, remove

_FILE = "addin.json"
REGISTRY_KEY = r"Software\xltools"
REGISTRY_VALUE = "Python"
"""Where the macro in Excel looks for the interpreter, below HKEY_CURRENT_USER."""


class Installed(Struct, frozen=True):
    """What one program was given: `version` of xltools, files with their SHA-256."""

    version: str
    files: dict[str, str] = {}


def recorded(computer: Computer) -> dict[str, Installed]:
    """Host → what it was given; a record that cannot be read says that nothing was."""
    import json

    import msgspec

    try:
        found = json.loads(record_file(computer).read_text(encoding="utf-8"))
        return msgspec.convert(found, dict[str, Installed])
    except (OSError, ValueError, msgspec.ValidationError):
        return {}


def write_record(computer: Computer, record: dict[str, Installed]) -> None:
    """Keep the record and the interpreter's path; when nothing is installed, remove both.

    Raises:
        FileError: our folder cannot be written.
    """
    import json

    import msgspec

    path, interpreter = record_file(computer), interpreter_file(computer)
    if record:
        text = json.dumps(msgspec.to_builtins(record), ensure_ascii=False, indent=1)
        put(path, f"{text}\n".encode(), "xltools")
        put(interpreter, f"{computer.python}\n".encode(), "xltools")
        computer.registry.write(REGISTRY_KEY, REGISTRY_VALUE, str(computer.python))
    else:
        remove(path, "xltools")
        remove(interpreter, "xltools")
        computer.registry.remove(REGISTRY_KEY, REGISTRY_VALUE)


def record_file(computer: Computer) -> Path:
    """Where the record is."""
    return computer.settings / _FILE


def interpreter_file(computer: Computer) -> Path:
    """One line, the path of our Python; LibreOffice's component reads it."""
    return computer.settings / "interpreter"


def interpreter_written(computer: Computer) -> str | None:
    """The path that a button would start; None if none is written down."""
    if computer.kind == "windows":
        found = computer.registry.read("user", REGISTRY_KEY, REGISTRY_VALUE)
        return found if isinstance(found, str) else None
    try:
        return interpreter_file(computer).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None
