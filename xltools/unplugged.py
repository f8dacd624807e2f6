"""Start a program that gets no Internet socket: on Linux the kernel refuses it one, whatever it opens.

LibreOffice fetches pictures that a strangers' workbook only names, and no setting of its own keeps it
from that. A program started through `prefix` is told 没有权限 instead. Where the kernel cannot do that, or on
another system, it is started as ever.

    [*prefix(), "soffice", "--headless", …]

This file is also the script that stands between: it imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import os
import platform
import struct
import sys
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["refuse", "kill"]

_NUMBERS = {
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
    "loongarch64": (0xC0000102, 198),
    "riscv64": (0xC00000F3, 198),
}
"""By machine: what the kernel calls it, and the number of its call `socket`."""

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 13  # EACCES
_FAMILIES = (2, 10, 17)
"""Internet of four and of six bytes, and raw packets."""

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


def prefix() -> list[str]:
    """What to put before a command so that it runs unplugged; nothing where that is not known."""
    if sys.platform != "linux" or platform.machine() not in _NUMBERS or not sys.executable:
        return []
    return [sys.executable, "-I", "-S", __file__]


def unplug(verdict: Verdict = "refuse") -> None:
    """From now on this process, and all that it starts, gets no Internet socket, or dies of asking.

    Raises:
        OSError: the kernel does not do that.
        KeyError: the machine is not known.
    """
    import ctypes

    machine, call = _NUMBERS[platform.machine()]
    last = len(_FAMILIES)
    rules = [
        (_LOAD, 0, 0, 4),  # the machine
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_EQUAL, 0, last + 1, call),
        (_LOAD, 0, 0, 16),  # its first argument
        *((_EQUAL, last - number, 0, family) for number, family in enumerate(_FAMILIES)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL if verdict == "kill" else _REFUSE),
    ]
    code = b"".join(struct.pack("<HBBI", *rule) for rule in rules)
    held = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("rules", ctypes.c_void_p))

    program = Program(len(rules), ctypes.addressof(held))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(
        _SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "seccomp")


def main() -> None:
    """Become the program that the arguments name."""
    with contextlib.suppress(OSError, KeyError, ImportError, AttributeError):
        unplug()  # else it runs as it would without us
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
