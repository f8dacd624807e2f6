"""What one worker does with a batch of files: read, check, score, hold against what was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from xltools.errors import XltoolsError
from xltools.findings import Finding
from xltools.hosts.examine import read_each
from xltools.hosts.file import UNREAD, Opened
from xltools.intake.take import take_all_in
from xltools.intake.things import moment
from xltools.intake.together import Came, Judge, opened
from xltools.intake.walk import Item
from xltools.judging.sent import held_against
from xltools.judging.totals import total_is_as_computed
from xltools.ledger.sent import SentForms
from xltools.package import Workbook, load
from xltools.profile import steady_profiles
from xltools.read.identity import identity_marks
from xltools.returns.records import FileRecord, packed
from xltools.returns.rules import Limits


class Task(Struct, frozen=True):
    """What every batch of a run has in common; small, and the same in every process.

    `ledger` is where the roster can be looked up (a path or a URL), `sent` the folder with the forms
    that were sent out, "" without; `profile` the form that the user named. `basis` tells a run from one
    before it in the same process, when the roster or the forms that were sent were others.
    """

    limits: Limits
    ledger: str = ""
    sent: str = ""
    profile: str = ""
    basis: str = ""


def work(items: Sequence[Item], task: Task) -> bytes:
    """The records of these files, packed."""
    judge = _judge(task)
    with steady_profiles():
        return packed(take_all_in(items, task.limits, judge, task.profile or None))


def refused(item: Item, code: str, reason: str) -> FileRecord:
    """The record of a file whose reading cost its process."""
    return FileRecord(
        item.path, item.disk, item.size, item.stamp, moment(item), "", "refused", code, reason
    )


@lru_cache(maxsize=2)
def _judge(task: Task) -> Judge:
    forms = SentForms(task.ledger, Path(task.sent)) if task.ledger and task.sent else None

    def judge(came: Sequence[Came]) -> list[list[Finding]]:
        sent = _sent(forms, came) if forms is not None else [None] * len(came)
        return [
            [*held_against(old, file, index), *total_is_as_computed(file.forms[index])]
            for old, (file, index) in zip(sent, came, strict=True)
        ]

    return judge


def _sent(forms: SentForms, came: Sequence[Came]) -> list[Opened | None]:
    """The forms that were sent out for these projects; None where one is not at hand."""
    books = [_loaded(forms, file, index) for file, index in came]
    answers = iter(read_each([book.snapshot for book in books if book is not None]))
    return [opened(book, next(answers)) if book is not None else None for book in books]


def _loaded(forms: SentForms, file: Opened, index: int) -> Workbook | None:
    """What was sent under the copy or the code of a form."""
    evaluation = file.forms[index].evaluation
    marks = Counter(mark.copy for mark in identity_marks(file.workbook.snapshot))
    copy = marks.most_common(1)[0][0] if marks else ""
    found = forms.find(copy, evaluation.field_text("project_code") or "", evaluation.year)
    try:
        return load(found.path, unread=UNREAD) if found is not None else None
    except XltoolsError:  # somebody moved or edited what was sent: nothing to hold against
        return None
