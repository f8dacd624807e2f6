"""Calls to the system watched from outside a process, whoever makes them: Python, SQLite, zlib, a child.

The process asks the kernel (seccomp, as containers do) to hold each of some calls until its parent has
answered: go on, fail with this error, or die here. That needs Linux on two kinds of processor and
neither root nor a debugger; `works` tells.
"""

from __future__ import annotations

import array
import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

# name → number on x86-64, on ARM, where its paths are: "0" argument, "1@0" relative to a folder; "f0" a file
_CALLS: dict[str, tuple[int | None, int | None, tuple[str, ...]]] = {
    "open": (2, None, ("0",)),
    "openat": (257, 56, ("1@0",)),
    "creat": (85, None, ("0",)),
    "close": (3, 57, ("f0",)),
    "write": (1, 64, ("f0",)),
    "writev": (20, 66, ("f0",)),
    "pwrite": (18, 68, ("f0",)),
    "sendfile": (40, 71, ("f0",)),
    "copy_file_range": (326, 285, ("f2",)),
    "fsync": (74, 82, ("f0",)),
    "fdatasync": (75, 83, ("f0",)),
    "truncate": (76, 45, ("0",)),
    "ftruncate": (77, 46, ("f0",)),
    "fallocate": (285, 47, ("f0",)),
    "rename": (82, None, ("0", "1")),
    "renameat": (264, 38, ("1@0", "3@2")),
    "renameat2": (316, 276, ("1@0", "3@2")),
    "link": (86, None, ("0", "1")),
    "linkat": (265, 37, ("1@0", "3@2")),
    "unlink": (87, None, ("0",)),
    "unlinkat": (263, 35, ("1@0",)),
    "mkdir": (83, None, ("0",)),
    "mkdirat": (258, 34, ("1@0",)),
    "rmdir": (84, None, ("0",)),
    "chmod": (90, None, ("0",)),
    "fchmod": (91, 52, ("f0",)),
    "fchown": (93, 55, ("f0",)),
    "utimensat": (280, 88, ("1@0",)),
    "fsetxattr": (190, 7, ("f0",)),
    "flock": (73, 32, ("f0",)),
}
GROWING = frozenset((
    "write", "writev", "pwrite", "sendfile", "copy_file_range", "fallocate", "ftruncate", "creat",
    "link", "linkat", "mkdir", "mkdirat", "fsetxattr", "setxattr",
))  # fmt: skip
"""Calls that a full disk refuses; so it does an `open` that makes a file."""

_ARCH = {"x86_64": (0xC000003E, 0, 317), "aarch64": (0xC00000B7, 1, 277)}
_NOTIFY, _ALLOW = 0x7FC00000, 0x7FFF0000
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1
_HERE = 0xFFFFFF9C  # AT_FDCWD

Decide = Callable[[str, str, bool], "str | int | None"]
"""Name of a call, its file, whether it needs room on the disk → None to go on, an error number, "kill"."""


def _numbers() -> dict[int, tuple[str, tuple[str, ...]]]:
    column = _ARCH[platform.machine()][1]
    return {
        number: (name, places)
        for name, (*numbers, places) in _CALLS.items()
        if (number := numbers[column]) is not None
    }


def works() -> bool:
    """Whether this kernel lets a process be watched so."""
    if platform.system() != "Linux" or platform.machine() not in _ARCH:
        return False
    seen: list[str] = []

    def look(name: str, *_: object) -> None:
        seen.append(name)

    pid, listener = forked(lambda: os.close(os.open(os.devnull, os.O_WRONLY)))
    if listener is None:
        os.waitpid(pid, 0)
        return False
    return supervise(pid, listener, [os.path.dirname(os.devnull)], look) == 0 and bool(seen)  # noqa: PTH120


def forked(work: Callable[[], object]) -> tuple[int, int | None]:
    """Begin a child that does the work under watch; its number, and where its calls are told of.

    None where the kernel refuses; the child has ended then.
    """
    here, there = socket.socketpair()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            here.close()
            _install(there)
            work()
            status = 0
        finally:
            os._exit(status)
    there.close()
    with here:
        _, ancillary, *_ = here.recvmsg(1, socket.CMSG_SPACE(4))
        for level, kind, data in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                handles = array.array("i")
                handles.frombytes(data[:4])
                return pid, handles[0]
    return pid, None


def _install(there: socket.socket) -> None:
    """In the child: from now on the calls are held, and the parent gets the other end."""
    arch, _, seccomp = _ARCH[platform.machine()]
    numbers = sorted(_numbers())
    last = len(numbers)
    lines = [(0x20, 0, 0, 4), (0x15, 0, last + 1, arch), (0x20, 0, 0, 0)]
    lines += [(0x15, last - at, 0, number) for at, number in enumerate(numbers)]
    lines += [(0x06, 0, 0, _ALLOW), (0x06, 0, 0, _NOTIFY)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in lines))
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(lines), ctypes.addressof(code))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # no new privileges, else only root may
    listener = libc.syscall(seccomp, 1, 8, program)
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    there.sendmsg(
        [b"+"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))]
    )


def supervise(pid: int, listener: int, watched: Sequence[str], decide: Decide) -> int:
    """Answer the calls of the child that touch what lies below the folders; its exit status."""
    numbers = _numbers()
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    try:
        while True:
            for _, event in poll.poll(200):
                if event & select.POLLIN:
                    _answer(pid, listener, numbers, watched, decide)
                elif event & (select.POLLHUP | select.POLLERR):
                    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
    finally:
        os.close(listener)


def _answer(
    pid: int,
    listener: int,
    numbers: dict[int, tuple[str, tuple[str, ...]]],
    watched: Sequence[str],
    decide: Decide,
) -> None:
    told = bytearray(80)
    try:
        fcntl.ioctl(listener, _RECEIVE, told)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINTR):  # it died meanwhile
            return
        raise
    number, thread = struct.unpack_from("QI", told)
    call, _, _, *arguments = struct.unpack_from("iIQ6Q", told, 16)
    name, places = numbers[call]
    verdict: str | int | None = None
    paths = [_path(thread, place, arguments) for place in places]
    if any(_is_below(path, watched) for path in paths):
        grows = name in GROWING or (name in ("open", "openat") and _makes(name, arguments))
        verdict = decide(name, paths[-1], grows)
    if verdict == "kill":
        os.kill(pid, signal.SIGKILL)
        return
    failed = verdict if isinstance(verdict, int) else 0
    answer = struct.pack("QqiI", number, 0, -failed, 0 if failed else _CONTINUE)
    try:
        fcntl.ioctl(listener, _SEND, bytearray(answer))
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise


def _makes(name: str, arguments: Sequence[int]) -> bool:
    return bool(arguments[1 if name == "open" else 2] & os.O_CREAT)


def _is_below(path: str, watched: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in watched)


def _path(thread: int, place: str, arguments: Sequence[int]) -> str:
    """What an argument of a held call stands for; "" where that is nothing on a disk."""
    try:
        if place[0] == "f":
            handle = arguments[int(place[1:])] & 0xFFFFFFFF
            return str(Path(f"/proc/{thread}/fd/{handle}").readlink())
        which, _, folder = place.partition("@")
        path = _text(thread, arguments[int(which)])
        if path.startswith("/"):
            return os.path.normpath(path)
        base = arguments[int(folder)] & 0xFFFFFFFF if folder else _HERE
        where = "cwd" if base == _HERE else f"fd/{base}"
        return os.path.normpath(Path(f"/proc/{thread}/{where}").readlink() / path)
    except OSError:
        return ""


def _text(thread: int, address: int) -> str:
    with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        return os.fsdecode(memory.read(4096).partition(b"\0")[0])
