"""Ask the server for runs, and for one run after the other until no call is left to fail."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

SERVER = Path(__file__).with_name("server.py")


class Outcome(NamedTuple):
    """What became of a run: a negative `status` is a signal; `hit` is the call that failed, or "".

    `trace` names the calls and their files; of what was counted in the process itself it is empty.
    """

    status: int
    out: str
    err: str
    calls: int
    hit: str
    trace: list[str]

    @property
    def was_killed(self) -> bool:
        """True for a process that ended in the middle."""
        return self.status < 0


class Server:
    """A process that runs commands in children; `level` is how deep it can look into them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8",
        )  # fmt: skip
        self.level = "kernel" if self._answer()["kernel"] else "python"

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def warm(
        self, argv: Sequence[object], cwd: Path, env: Mapping[str, str] | None = None
    ) -> None:
        """Let it import what the command needs."""
        self._ask(
            {"warm": True, "argv": list(map(str, argv)), "cwd": str(cwd), "env": env or {}}
        )

    def run(
        self,
        argv: Sequence[object],
        cwd: Path,
        kind: str = "none",
        nth: int = 0,
        *,
        watched: Sequence[Path] | None = None,
        spared: Path | None = None,
        level: str | None = None,
        env: Mapping[str, str] | None = None,
        signal_after: float | None = None,
        user: int | None = None,
    ) -> Outcome:
        """Run a command; its n-th call below the folders watched (`cwd` by default) meets `kind`.

        What it does below `spared` is not counted.
        """
        return Outcome(**self._ask({
            "argv": list(map(str, argv)), "cwd": str(cwd), "env": env or {},
            "watched": [str(each.resolve()) for each in watched or [cwd]], "kind": kind, "nth": nth,
            "spared": str(spared.resolve()) if spared else "", "level": level or self.level, "signal_after": signal_after, "user": user,
        }))  # fmt: skip

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the server ended"
        answer: dict[str, Any] = json.loads(line)
        return answer
