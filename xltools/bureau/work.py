"""What one worker does with a batch of files: read, check, score, hold against what was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from xltools.errors import XltoolsError
from xltools.findings import Finding
from xltools.hosts.examine import read_all
from xltools.hosts.file import UNREAD, Opened
from xltools.intake.take import take_all_in
from xltools.intake.things import moment
from xltools.intake.walk import Item
from xltools.judging.sent import held_against
from xltools.judging.totals import total_is_as_computed
from xltools.ledger.sent import SentForms
from xltools.package import load
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
def _judge(task: Task) -> Callable[[Opened, int], Sequence[Finding]]:
    forms = SentForms(task.ledger, Path(task.sent)) if task.ledger and task.sent else None

    def judge(came: Opened, index: int) -> Sequence[Finding]:
        findings = held_against(_sent(forms, came, index), came, index)
        return [*findings, *total_is_as_computed(came.forms[index])]

    return judge


def _sent(forms: SentForms | None, came: Opened, index: int) -> Opened | None:
    """The form that was sent out for this project; None where it is not at hand."""
    if forms is None:
        return None
    evaluation = came.forms[index].evaluation
    marks = Counter(mark.copy for mark in identity_marks(came.workbook.snapshot))
    copy = marks.most_common(1)[0][0] if marks else ""
    found = forms.find(copy, evaluation.field_text("project_code") or "", evaluation.year)
    if found is None:
        return None
    try:
        workbook = load(found.path, unread=UNREAD)
        return Opened(found.path, workbook, read_all(workbook.snapshot))
    except XltoolsError:  # somebody moved or edited what was sent: nothing to hold against
        return None
