"""Python's own calls to the system, made to fail in the process itself: on every system alike.

What C code calls is not seen; for that see `kernel`. Only here can a call be answered as Windows would.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

from faults.kernel import GROWING, Decide

BY_PATH = (
    "open", "replace", "rename", "link", "unlink", "remove", "mkdir", "rmdir", "truncate", "stat",
    "lstat", "chmod", "utime", "listxattr", "getxattr",
)  # fmt: skip
BY_HANDLE = (
    "write",
    "read",
    "fsync",
    "close",
    "fstat",
    "fchmod",
    "fchown",
    "ftruncate",
    "setxattr",
)


class Sharing(PermissionError):  # noqa: N818 - no error of ours
    """What Windows says of a file that another program has open."""

    winerror = 32


def patch(watched: Sequence[str], decide: Decide) -> None:
    """Let `decide` answer every call below the folders, from now on and for good."""
    calls = _Calls([os.path.realpath(each) for each in watched], decide)
    for name in BY_PATH:
        if hasattr(os, name):
            setattr(os, name, calls.by_path(name, getattr(os, name)))
    for name in BY_HANDLE:
        if hasattr(os, name):
            setattr(os, name, calls.by_handle(name, getattr(os, name)))
    io.open = builtins.open = calls.by_path("open", open)  # type: ignore[assignment]


class _Calls:
    def __init__(self, watched: Sequence[str], decide: Decide) -> None:
        self.folders = [f"{each}{os.sep}" for each in watched]
        self.decide = decide
        self.handles: dict[int, str] = {}

    def by_path(self, name: str, honest: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            path = self._below(arguments)
            if path is None:
                return honest(*arguments, **more)
            grows = name in GROWING or (name == "open" and _makes(arguments))
            self._judge(name, path, grows)
            result = honest(*arguments, **more)
            if name == "open" and isinstance(result, int):
                self.handles[result] = path
            return result

        return call

    def by_handle(self, name: str, honest: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: Any, *arguments: Any, **more: Any) -> Any:
            if handle in self.handles:
                verdict = self._judge(name, self.handles[handle], name in GROWING)
                if verdict == "short":
                    arguments = (bytes(arguments[0])[: max(1, len(arguments[0]) // 2)],)
                if name == "close":
                    self.handles.pop(handle, None)
            return honest(handle, *arguments, **more)

        return call

    def _judge(self, name: str, path: str, grows: bool) -> str | None:
        verdict = self.decide(name, path, grows)
        if isinstance(verdict, int):
            raise OSError(verdict, "injected")
        if verdict == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if verdict == "sharing":
            raise Sharing(13, "injected")
        if verdict == "interrupt":
            raise KeyboardInterrupt
        if verdict == "memory":
            raise MemoryError
        return "short" if verdict == "short" and name == "write" else None

    def _below(self, arguments: Sequence[Any]) -> str | None:
        """The last path among the first two arguments, if one is below the folders."""
        paths = [
            os.path.abspath(os.fsdecode(each))  # noqa: PTH100
            for each in arguments[:2]
            if isinstance(each, str | bytes | os.PathLike)
        ]
        inside = any(
            f"{path}{os.sep}".startswith(each) for path in paths for each in self.folders
        )
        return paths[-1] if inside else None


def _makes(arguments: Sequence[Any]) -> bool:
    flags = arguments[1] if len(arguments) > 1 else "r"
    return (
        bool(flags & os.O_CREAT) if isinstance(flags, int) else any(c in flags for c in "wax")
    )
