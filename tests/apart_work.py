"""Work that misbehaves in a process of its own: what a reader may do, told by the function's name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from xltools.errors import FormError, NotAWorkbookError

MEGABYTE = 1 << 20


class Panic(BaseException):
    """What a panic in Rust arrives as: no Exception."""


def echo(data: bytes, *arguments: object) -> bytes:
    """What it was given."""
    return repr(arguments).encode("utf-8", "surrogatepass") + data


def limits(_data: bytes, *_: object) -> bytes:
    """The limits that this process has."""
    import resource

    kinds = (resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    return repr([resource.getrlimit(kind)[0] for kind in kinds]).encode()


def paths(_data: bytes, *_: object) -> bytes:
    """Where modules are looked for, and the folder to which names without one belong."""
    import sys

    return repr(sys.path).encode()


def prints(_data: bytes, *_: object) -> bytes:
    """Talk on both streams, as libraries do, and answer."""
    print("一句话", flush=True)
    os.write(1, b"+ more\n")
    os.write(2, b"panicked at src/xls.rs:1262\n")
    return b"answer"


def spin(_data: bytes, *_: object) -> bytes:
    """Compute without end."""
    while True:
        pass


def sleep(_data: bytes, *_: object) -> bytes:
    """Wait without end."""
    while True:
        time.sleep(60)


def sleep_and_tell(_data: bytes, told: str) -> bytes:
    """Write which process this is into a file, then wait without end."""
    Path(told).write_text(str(os.getpid()), "utf-8")
    return sleep(b"")


def stay(_data: bytes, *_: object) -> bytes:
    """Close every pipe, answer nothing and stay."""
    os.closerange(0, 64)
    return sleep(b"")


def abort(_data: bytes, *_: object) -> bytes:
    """As a library does for which there is no memory."""
    os.abort()


def killed(_data: bytes, *_: object) -> bytes:
    """As a system does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def leave(_data: bytes, *_: object) -> bytes:
    """End as if all were well, without an answer."""
    os._exit(0)


def half(_data: bytes, *_: object) -> bytes:
    """Begin an answer by itself, and end as if all were well."""
    for pipe in range(3, 32):
        try:
            os.write(pipe, b"+\x08\0\0\0\0\0\0\0half")
        except OSError:
            continue
    os._exit(0)


def panic(_data: bytes, *_: object) -> bytes:
    """What no `except Exception` catches."""
    raise Panic


def quits(_data: bytes, *_: object) -> bytes:
    """What ends a program politely."""
    raise SystemExit(0)


def swell(_data: bytes, *_: object) -> bytes:
    """Take sixteen gigabytes."""
    held = [bytearray(MEGABYTE * 64) for _ in range(256)]
    return bytes(len(held))


def flood(_data: bytes, *_: object) -> bytes:
    """Answer more than anybody has room for, piece by piece."""
    for pipe in range(3, 32):
        try:
            while True:
                os.write(pipe, bytes(MEGABYTE))
        except OSError:
            continue
    return b""


def raises(_data: bytes, *_: object) -> bytes:
    """A fault of the program."""
    raise ValueError("不应有")


def refuses(_data: bytes, *_: object) -> bytes:
    """What a reader says of a file that it will not read."""
    raise NotAWorkbookError("“表”已损坏。\n第二行")


def knows_no_form(_data: bytes, *_: object) -> bytes:
    """Another error of ours."""
    raise FormError("不是自评表。")
