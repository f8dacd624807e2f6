"""The registry of Windows behind four words; other systems have none."""

from __future__ import annotations

import sys
from typing import Literal, Protocol, TypeAlias

Root: TypeAlias = Literal["user", "machine"]
"""HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE; only the first is ever written."""

Value: TypeAlias = str | int


class Registry(Protocol):
    """What the installer needs of it; `name` "" is a key's default value."""

    def read(self, root: Root, key: str, name: str) -> Value | None:
        """A value; None if the key or the value is not there."""

    def subkeys(self, root: Root, key: str) -> tuple[str, ...]:
        """The names of the keys below a key; none if it is not there."""

    def write(self, key: str, name: str, value: str) -> None:
        """Write a text below the user's root, and its key if need be."""

    def remove(self, key: str, name: str) -> None:
        """Remove the user's value, and its key if nothing is left in it."""


class NoRegistry:
    """A system without one."""

    def read(self, root: Root, key: str, name: str) -> Value | None:
        """Nothing is there."""
        return None

    def subkeys(self, root: Root, key: str) -> tuple[str, ...]:
        """Nothing is there."""
        return ()

    def write(self, key: str, name: str, value: str) -> None:
        """Nobody looks for it."""

    def remove(self, key: str, name: str) -> None:
        """Nothing is there."""


if sys.platform == "win32":  # pragma: no cover - tests run on Linux
    import winreg

    _ROOTS = {"user": winreg.HKEY_CURRENT_USER, "machine": winreg.HKEY_LOCAL_MACHINE}

    class WindowsRegistry:
        """The real one; a 32-bit Python sees what a 64-bit Office wrote."""

        def read(self, root: Root, key: str, name: str) -> Value | None:
            """A value; None if it is not there."""
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                try:
                    with winreg.OpenKey(
                        _ROOTS[root], key, access=winreg.KEY_READ | view
                    ) as opened:
                        found = winreg.QueryValueEx(opened, name)[0]
                except OSError:
                    continue
                if isinstance(found, str | int):
                    return found
            return None

        def subkeys(self, root: Root, key: str) -> tuple[str, ...]:
            """The names of the keys below a key."""
            try:
                with winreg.OpenKey(_ROOTS[root], key) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return tuple(winreg.EnumKey(opened, n) for n in range(count))
            except OSError:
                return ()

        def write(self, key: str, name: str, value: str) -> None:
            """Write a text below the user's root."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def remove(self, key: str, name: str) -> None:
            """Remove a value, and its key if it is empty then."""
            try:
                with winreg.OpenKey(
                    winreg.HKEY_CURRENT_USER, key, access=winreg.KEY_ALL_ACCESS
                ) as opened:
                    winreg.DeleteValue(opened, name)
                    keys, values, _ = winreg.QueryInfoKey(opened)
                if not keys and not values:
                    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                return
