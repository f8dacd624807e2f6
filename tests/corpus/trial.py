"""The command line tried on a file, in a process that may hang, die or swell without harm.

`python -m corpus.trial` answers lines on its standard input: each asks for commands on one file, which
a child of this process does under limits of memory and processor time.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import msgspec
from msgspec import Struct

from xltools.apart import become_expendable

SECONDS = 20
"""Processor time of all commands on one file; ten times as long on the clock, which others share."""
MEGABYTES = 1024
_UNIT = 1 << 20


class Said(Struct):
    """What one command answered."""

    command: str
    status: int
    out: str
    err: str
    raised: str = ""


class Trial(Struct):
    """What came of one file: its commands' answers, how its process ended, what it took at most."""

    said: list[Said]
    died: str
    megabytes: int
    seconds: float


class Server:
    """One process that tries files, one after the other."""

    def __init__(self, tests: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "corpus.trial"], cwd=tests, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def ask(self, path: Path, commands: list[str]) -> Trial:
        """Try the commands on the file; it is copied where one would write into it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(
            json.dumps([os.fsencode(path).hex(), commands]),
            file=self._process.stdin,
            flush=True,
        )
        return msgspec.json.decode(self._process.stdout.readline(), type=Trial)


def main() -> None:
    """Answer until nobody asks any more."""
    from xltools.cli import main as command_line

    warm = Path(__file__).parents[2] / "samples" / "national-2020" / "农村公路安防工程.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        for command in ("check", "score", "report", "press"):
            _said(command, warm, Path(folder), command_line)
    for line in sys.stdin:
        name, commands = json.loads(line)
        trial = _tried(Path(os.fsdecode(bytes.fromhex(name))), commands, command_line)
        print(msgspec.json.encode(trial).decode(), flush=True)


def _tried(path: Path, commands: list[str], command_line: object) -> Trial:
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers"
        child = os.fork()
        if child == 0:
            try:
                os.setpgid(0, 0)
                resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_AS, (4096 * _UNIT, 4096 * _UNIT))
                _give_up_rights()
                said = []
                for command in commands:
                    if command != "check":  # which has shown that it hands strangers over
                        become_expendable()
                    said.append(_said(command, path, Path(folder), command_line))
                    answers.write_bytes(msgspec.json.encode(said))
                    if said[-1].status == 2 and command == "score":
                        break
            finally:
                os._exit(0)
        died, peak, used = _waited(child)
        said = (
            msgspec.json.decode(answers.read_bytes(), type=list[Said])
            if answers.exists()
            else []
        )
    return Trial(said, died, peak, used)


def _give_up_rights() -> None:
    """Be a user like others: root reads and writes whatever the bits of a file say."""
    if sys.platform == "linux" and os.geteuid() == 0:
        head = struct.pack("<Ii", 0x20080522, 0)  # version 3, this process
        ctypes.CDLL(None, use_errno=True).capset(head, bytes(24))


def _waited(child: int) -> tuple[str, int, float]:
    """How a child ended (empty for well), the most memory and the processor time that it took."""
    until = time.monotonic() + 10 * SECONDS
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            took = used.ru_utime + used.ru_stime
            return (f"ended with {code}" if code else ""), used.ru_maxrss // 1024, took
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "hung", 0, float(SECONDS)
        time.sleep(0.002)


def _said(command: str, path: Path, folder: Path, command_line: object) -> Said:
    """Run one command with its output caught."""
    out, err = io.StringIO(), io.StringIO()
    status, raised = 0, ""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = command_line(_words(command, path, folder))  # type: ignore[operator]
        except SystemExit as error:
            status, raised = 2, f"SystemExit {error.code}"
        except BaseException:
            raised = traceback.format_exc()
    return Said(command, status, _plain(out), _plain(err), raised)


def _plain(caught: io.StringIO) -> str:
    """What was said; a name that is no text is printed with ? on a real terminal."""
    return caught.getvalue().encode("utf-8", "replace").decode()


def _words(command: str, path: Path, folder: Path) -> list[str]:
    file = str(path)
    if command in ("score", "report"):
        made = folder / command
        made.mkdir(exist_ok=True)
        return [command, "-o", str(made), "--", file]
    if command == "press":
        copy = folder / f"copy{path.suffix}"
        shutil.copyfile(path, copy)
        return ["press", "score", str(copy)]
    return [command, "--", file]


if __name__ == "__main__":
    main()
