"""Hand bytes over to a process that does one piece of work and ends; what it costs is bounded.

Nothing is pickled: the work is named by module and function, what it gives back are bytes, and of
those no more is read than is allowed. The process gets no file and no folder, only the bytes.
"""

from __future__ import annotations

import marshal
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread, Timer
from typing import IO, TypeAlias

from msgspec import Struct

from xltools.apart import memory
from xltools.apart.child import DONE, FAULT, HEAD, REFUSED
from xltools.errors import FileError, FormError, NotAWorkbookError, XltoolsError, reason

_MEGABYTE = 1 << 20
_PIECE = 1 << 18
"""Room is made for what was asked for before anything comes, so little is asked for at once."""

_PACE = 10 * _MEGABYTE
"""What any machine reads in the time that one file may take; more may take more."""

_TIMED_OUT = -getattr(signal, "SIGXCPU", 24)
_SWELLED = (memory.EXIT, -getattr(signal, "SIGKILL", 9))
"""Killed by nobody of us: by a system that is out of memory."""

_BY_NAME = {each.__name__: each for each in (FileError, NotAWorkbookError, FormError)}

_RUN = "import sys; sys.path[:] = sys.argv[1:]; from xltools.apart.child import main; main()"
_SAVE_ANEW = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
_NOT_STARTED = "读“{}”要另开一个进程，但启动不了（{}）。请关闭其他程序后再试。"
_TOO_LONG = "读“{}”用的时间超过上限（{:.0f} 秒），已放弃。" + _SAVE_ANEW
_TOO_MUCH = (
    "读“{}”要用的内存超过上限（{} MB），已放弃。请删去多余的工作表和行列，另存为 .xlsx 再试。"
)
_CRASHED = "读“{}”时读表程序崩溃了，文件没有改动。" + _SAVE_ANEW
_INTERNAL = "读“{}”时程序内部出错（{}）。请把这一行和该文件发给维护者。"


Argument: TypeAlias = str | int | tuple[str, ...]


class Allowance(Struct, frozen=True):
    """What one file may cost: seconds, more for more than 10 MB, and megabytes of memory."""

    seconds: float
    megabytes: int

    def time(self, data: bytes) -> float:
        """The seconds for these bytes."""
        return self.seconds * max(1.0, len(data) / _PACE)


def work_apart(
    work: str, data: bytes, label: str, arguments: tuple[Argument, ...], allowance: Allowance
) -> bytes:
    """Return what a function makes of the bytes in a process of its own.

    `work` is `module:function`; it is called with the bytes and with the `arguments`.
    `label` is what the file is called in messages.

    Raises:
        XltoolsError: what the function raised.
        NotAWorkbookError: it hung, died, or took too much memory.
    """
    process = _started(label)
    late: list[bool] = []
    seconds = allowance.time(data)
    timer = Timer(seconds, _give_up, (process, late))
    head = marshal.dumps((work, arguments, allowance.megabytes, seconds))
    assert process.stdin is not None
    assert process.stdout is not None
    feeder = Thread(target=_feed, args=(process.stdin, head, data), daemon=True)
    most = allowance.megabytes * _MEGABYTE
    try:
        timer.start()
        feeder.start()
        answer = _heard(process.stdout, most)
        if len(answer) <= most:
            process.wait()  # one that has said all and stays is ended by the timer
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        feeder.join()
        process.stdout.close()
    if late or process.returncode == _TIMED_OUT:
        raise NotAWorkbookError(_TOO_LONG.format(label, seconds))
    return _result(answer, process.returncode, label, allowance)


def crashed(label: str) -> NotAWorkbookError:
    """The error for a file whose reading ended in nothing that can be understood."""
    return NotAWorkbookError(_CRASHED.format(label))


def _started(label: str) -> subprocess.Popen[bytes]:
    """The process, which has heard nothing yet; what its libraries complain of is not shown."""
    home = str(Path(__file__).parents[2])
    paths = [home, *(path for path in sys.path if os.path.isabs(path) and path != home)]  # noqa: PTH117
    flags = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
    try:
        return subprocess.Popen(
            [sys.executable, *flags, "-c", _RUN, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("XLTOOLS_DEBUG") else subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        raise XltoolsError(_NOT_STARTED.format(label, reason(error))) from None


def _feed(pipe: IO[bytes], head: bytes, data: bytes) -> None:
    """Give it all it needs; one that died does not listen."""
    with suppress(OSError, ValueError):
        pipe.write(HEAD.pack(len(head)))
        pipe.write(head)
        pipe.write(data)
    with suppress(OSError):
        pipe.close()


def _heard(pipe: IO[bytes], most: int) -> bytes:
    """All that it says; of more than is allowed only the beginning."""
    pieces, length = [], 0
    while length <= most and (piece := pipe.read(_PIECE)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


def _give_up(process: subprocess.Popen[bytes], late: list[bool]) -> None:
    late.append(True)
    process.kill()


def _result(answer: bytes, status: int, label: str, allowance: Allowance) -> bytes:
    """What the process said, if it said all of it and ended well."""
    if status in _SWELLED or len(answer) > allowance.megabytes * _MEGABYTE:
        raise NotAWorkbookError(_TOO_MUCH.format(label, allowance.megabytes))
    kind, content = answer[:1], answer[1 + HEAD.size :]
    whole = len(answer) > HEAD.size and HEAD.unpack_from(answer, 1)[0] == len(content)
    if status or not whole or kind not in (DONE, REFUSED, FAULT):
        raise crashed(label)
    if kind == DONE:
        return content
    told = content.decode("utf-8", "replace")
    if kind == FAULT:
        raise XltoolsError(_INTERNAL.format(label, told))
    name, _, message = told.partition("\n")
    raise _BY_NAME.get(name, XltoolsError)(message)
