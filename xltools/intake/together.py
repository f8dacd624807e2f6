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
from xltools.hosts.examine import Answer, examine_each
from xltools.hosts.file import Opened
from xltools.intake.record import form_record
from xltools.intake.things import Refused, answered, name_of, told
from xltools.package import Workbook
from xltools.package.limits import MEGABYTE
from xltools.profile import load_profile
from xltools.returns.records import FileRecord

TOGETHER = 10
"""Workbooks that are examined together; more make hardly a difference."""

_TOGETHER_BYTES = 4 * MEGABYTE
"""… unless they are large: they are in memory at once, read and unread."""

Came: TypeAlias = tuple[Opened, int]
"""One form that came: its file, and its index there."""

Judge: TypeAlias = Callable[[Sequence[Came]], Sequence[Sequence[Finding]]]
"""What else is to be said of each of these forms, beside what its own rules say."""


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
        loaded = [each for each, _, _ in waiting]
        try:
            done = self._records(loaded)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException:  # see `told`, under which each is done again
            done = [self._alone(each) for each in loaded]
        for (_, records, at), record in zip(waiting, done, strict=True):
            records[at] = record

    def _records(self, loaded: Sequence[Loaded]) -> list[FileRecord]:
        """The records of all, if none of them fails otherwise than by holding no form."""
        profile = load_profile(self._profile) if self._profile else None
        answers = examine_each([each.workbook.snapshot for each in loaded], profile)
        files = [
            opened(each.workbook, answer) for each, answer in zip(loaded, answers, strict=True)
        ]
        came = [
            (file, index)
            for file in files
            if file is not None
            for index in range(len(file.forms))
        ]
        judged = self._judge(came) if self._judge and came else [()] * len(came)
        forms = iter(
            [form_record(*form, findings) for form, findings in zip(came, judged, strict=True)]
        )
        return [
            _without_form(each, answer)
            if isinstance(answer, FormError)
            else replace(each.record, kind="form", forms=tuple(next(forms) for _ in answer))
            for each, answer in zip(loaded, answers, strict=True)
        ]

    def _alone(self, loaded: Loaded) -> FileRecord:
        try:
            with told(name_of(loaded.record.path)):
                return self._records([loaded])[0]
        except Refused as refused:
            return answered(loaded.record, refused)


def opened(workbook: Workbook, answer: Answer) -> Opened | None:
    """The workbook with its forms; None if it has none."""
    return None if isinstance(answer, FormError) else Opened(workbook.path, workbook, answer)


def _without_form(loaded: Loaded, error: FormError) -> FileRecord:
    try:
        with told(name_of(loaded.record.path)):
            raise error
    except Refused as refused:
        return answered(loaded.record, refused)
