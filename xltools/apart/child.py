"""What the process does that was started for one file: limits first, then the work, then the answer."""

from __future__ import annotations

import marshal
import os
import sys
from importlib import import_module
from struct import Struct

from xltools.apart import become_expendable, memory
from xltools.errors import XltoolsError

HEAD = Struct("<Q")
"""Before a message: how many bytes it has."""

DONE, REFUSED, FAULT = b"+", b"-", b"!"
"""What an answer begins with: the result, an error of ours (class and text), any other."""

_PATIENCE = 5
"""Seconds that this process lives on when nobody ends it."""

_PANIC = 134
"""Exit status after what is no `Exception`: a panic of Rust, a library that ends the program."""


def main() -> None:
    """Read the order and the bytes, do the work, write the answer, end."""
    source = sys.stdin.buffer
    (length,) = HEAD.unpack(source.read(HEAD.size))
    work, arguments, megabytes, seconds = marshal.loads(source.read(length))
    become_expendable()
    limit(megabytes, seconds)
    answer = _own_answer()
    kind, content = _done(work, source.read(), arguments)
    with os.fdopen(answer, "wb") as pipe:
        pipe.write(kind)
        pipe.write(HEAD.pack(len(content)))
        pipe.write(content)
    os._exit(0)  # all that was read need not be taken apart


def limit(megabytes: int, seconds: float) -> None:
    """Bound memory and, where the system can, time; no picture of the memory is left behind.

    Whoever started this process watches the time, too; the bell is for when that was killed itself.
    """
    memory.limit(megabytes)
    if sys.platform != "win32":
        import resource
        import signal

        most = int(seconds) + 1
        signal.alarm(most + _PATIENCE)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        end = most + 1 if hard == resource.RLIM_INFINITY else min(most + 1, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (min(most, end), end))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _own_answer() -> int:
    """The pipe for the answer; what a library prints goes nowhere."""
    answer = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answer


def _done(work: str, data: bytes, arguments: tuple[object, ...]) -> tuple[bytes, bytes]:
    module, _, name = work.partition(":")
    try:
        return DONE, getattr(import_module(module), name)(data, *arguments)
    except XltoolsError as error:
        return REFUSED, f"{type(error).__name__}\n{error}".encode("utf-8", "replace")
    except MemoryError:
        os._exit(memory.EXIT)
    except Exception as error:
        return FAULT, f"{type(error).__name__}：{error}".encode("utf-8", "replace")
    except BaseException:
        os._exit(_PANIC)
