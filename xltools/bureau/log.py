"""收表日志.txt: what a run did, file by file where something was wrong. Added to, never cut.

It names files, not what stands in them; one line stays one, whatever a file is called.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Sequence
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from xltools.bureau.counts import Counts
from xltools.errors import SaveError, XltoolsError, reason
from xltools.ledger.rows import kept_path
from xltools.returns.records import FileRecord
from xltools.visible import visible


class Log:
    """A file that grows by a few lines a batch; lines are on disk when a batch is done."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIOWrapper

    def __enter__(self) -> Log:
        try:
            half = _ends_half(self._path)
            self._file = self._path.open(
                "a", encoding="utf-8-sig", errors="replace", newline="\r\n"
            )
            if half:  # a disk was full
                print(file=self._file, flush=True)
        except OSError as error:
            raise self._refused(error) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._file.close()
            return
        with contextlib.suppress(OSError, SaveError):  # what went wrong is told, not the log
            ours = isinstance(
                error, XltoolsError
            )  # a library's words may quote what stands in a form
            self._say(f"中断：{error}" if ours else f"中断：{kind.__name__}")
        with contextlib.suppress(OSError):
            self._file.close()

    def begin(self, run: int, roots: Sequence[Path]) -> None:
        """A run begins."""
        self._say(f"第 {run} 次收表：{'、'.join(map(str, roots))}")

    def records(
        self, records: Sequence[FileRecord], stay: Collection[str] = frozenset()
    ) -> None:
        """A batch is in the ledger; what was read before of the paths `stay` still holds."""
        self._say(f"读完 {len(records)} 个文件")
        for each in records:
            if each.kind == "refused":
                told = (
                    "这次没有读成，仍用以前读出的" if kept_path(each.path) in stay else "没有收"
                )
                self._say(f"{told}：{each.path}：{each.reason}")

    def end(self, counts: Counts, read: int, seconds: float) -> None:
        """A run is done."""
        self._say(
            f"收表结束，用时 {seconds:.1f} 秒，新读 {read} 个；共 {counts.files} 个文件："
            f"收下 {counts.accepted}，收下但有问题 {counts.findings}，没有收 {counts.refused}，"
            f"重复 {counts.duplicate}，不理会 {counts.ignored}"
        )

    def _say(self, line: str) -> None:
        shown = visible(line, len(line)).replace("\n", "〔U+000A〕")
        try:
            print(f"{datetime.now():%Y-%m-%d %H:%M:%S}  {shown}", file=self._file, flush=True)
        except OSError as error:
            raise self._refused(error) from None

    def _refused(self, error: OSError) -> SaveError:
        return SaveError(
            f"写不了日志“{self._path}”（{reason(error)}）。请处理后再运行一次，会接着做。"
        )


def _ends_half(path: Path) -> bool:
    """Whether the last line has no end."""
    try:
        with path.open("rb") as file:
            if not file.seek(0, os.SEEK_END):
                return False
            file.seek(-1, os.SEEK_END)
            return file.read() != b"\n"
    except FileNotFoundError:
        return False
