"""Workbooks that came, some read, scored and checked together: stage by stage, which a processor likes.

What fails in company is done again alone, so that it costs only itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from xltools.errors import FormError
from xltools.findings import Finding
from xltools.hosts.examine import Examined, examine_all, examine_each
from xltools.hosts.file import Opened
from xltools.intake.record import form_record
from xltools.intake.things import Refused, answered, name_of, told
from xltools.package import Workbook
from xltools.package.limits import MEGABYTE
from xltools.profile import Profile, load_profile
from xltools.returns.records import FileRecord

TOGETHER = 10
"""Workbooks that are examined together; more make hardly a difference."""

_TOGETHER_BYTES = 4 * MEGABYTE
"""… unless they are large: they are in memory at once, read and unread."""

Judge: TypeAlias = Callable[[Opened, int], Sequence[Finding]]
"""What else is to be said of the form with that index, beside what its own rules say."""

Answer: TypeAlias = tuple[Examined, ...] | FormError | None
"""The forms of a workbook, or why it has none; None if that is not known."""


class Loaded(Struct, frozen=True):
    """A workbook, and its record as far as it is known."""

    record: FileRecord
    workbook: Workbook


class Together:
    """Workbooks that wait until there are enough; `profile` names the form that the user expects."""

    def __init__(self, judge: Judge | None, profile: str | None) -> None:
        self._judge, self._profile = judge, profile
        self._waiting: list[tuple[Loaded, list[FileRecord], int]] = []
        self._bytes = 0

    def add(self, loaded: Loaded, records: list[FileRecord]) -> None:
        """Let a workbook wait; its record goes to the end of `records` and is settled there."""
        self._waiting.append((loaded, records, len(records)))
        records.append(loaded.record)
        workbook = loaded.workbook
        self._bytes += len(workbook.data) + sum(map(len, workbook.parts.values()))
        if len(self._waiting) >= TOGETHER or self._bytes > _TOGETHER_BYTES:
            self.settle()

    def settle(self) -> None:
        """Put the final records in their places."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        answers = self._answers([loaded for loaded, _, _ in waiting])
        for (loaded, records, at), answer in zip(waiting, answers, strict=True):
            records[at] = self._settled(loaded, answer)

    def _answers(self, loaded: Sequence[Loaded]) -> Sequence[Answer]:
        """The forms of all; not known of any where one of them fails otherwise than by having none."""
        try:
            return examine_each([each.workbook.snapshot for each in loaded], self._named())
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException:  # see `told`, under which each is done again
            return [None] * len(loaded)

    def _named(self) -> Profile | None:
        return load_profile(self._profile) if self._profile else None

    def _settled(self, loaded: Loaded, answer: Answer) -> FileRecord:
        record, workbook = loaded.record, loaded.workbook
        try:
            with told(name_of(record.path)):
                if answer is None:
                    answer = examine_all(workbook.snapshot, self._named())
                if isinstance(answer, FormError):
                    raise answer
                opened = Opened(workbook.path, workbook, answer)
                forms = tuple(
                    form_record(
                        opened, index, self._judge(opened, index) if self._judge else ()
                    )
                    for index in range(len(opened.forms))
                )
        except Refused as refused:
            return answered(record, refused)
        return replace(record, kind="form", forms=forms)
