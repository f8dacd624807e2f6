"""HKEY_CURRENT_USER, where a program may write without an administrator."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import winreg

    class CurrentUser:
        """Text values of HKEY_CURRENT_USER; see `autostart.Registry`."""

        def get(self, key: str, value: str) -> str | None:
            """The text; None if it is not there."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    found, _ = winreg.QueryValueEx(opened, value)
            except OSError:
                return None
            return str(found)

        def put(self, key: str, value: str, text: str) -> None:
            """Set the text."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, value, 0, winreg.REG_SZ, text)

        def delete(self, key: str, value: str) -> None:
            """Take it away; no matter if it is not there."""
            try:
                access = winreg.KEY_SET_VALUE
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, access) as opened:
                    winreg.DeleteValue(opened, value)
            except FileNotFoundError:
                return

else:

    class CurrentUser:
        """Only Windows has it."""

        def get(self, key: str, value: str) -> str | None:
            """Raises NotImplementedError."""
            raise NotImplementedError

        def put(self, key: str, value: str, text: str) -> None:
            """Raises NotImplementedError."""
            raise NotImplementedError

        def delete(self, key: str, value: str) -> None:
            """Raises NotImplementedError."""
            raise NotImplementedError
