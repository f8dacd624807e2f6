"""One examined form → the record that is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b

from xltools.anchors import Identity
from xltools.check.context import target_words
from xltools.check.totals import typed_grade
from xltools.collect.copies import own_texts
from xltools.collect.names import bare, folded
from xltools.collect.project import Project
from xltools.findings import Finding
from xltools.hosts.file import Opened
from xltools.intake.content import cell_texts, content_digest
from xltools.model import Amount, Entry, IndicatorScore
from xltools.read.identity import identity_marks
from xltools.returns.cells import packed_cells
from xltools.returns.fixed import NUMBER, RATE, SCORE, whole
from xltools.returns.records import FindingRecord, FormRecord, IndicatorRecord, WordsRecord
from xltools.value import says_nothing

_LARGEST = Decimal(9_000_000_000_000)
_LARGEST_RATE = Decimal(9_000_000_000)
"""More than there is in the world, and than the ledger's columns hold: such a number is read as none."""


def form_record(opened: Opened, index: int, findings: Sequence[Finding]) -> FormRecord:
    """The record of the form with that index; its `number` counts from 1.

    `findings` are those of the form held against what was sent; its own are in `opened`.
    """
    form = opened.forms[index]
    evaluation, scores = form.evaluation, form.scores
    project = Project("", evaluation, scores, form.profile, form.findings)
    mark = _mark(opened, index)
    version, copy = (mark.version, mark.copy) if mark else ("", "")
    typed, grade = project.typed_total, typed_grade(project.context)
    score = _fitting(scores.total) if evaluation.has("score") else None
    earned = scores.grade if score is not None else project.earned_grade
    return FormRecord(
        index + 1, evaluation.sheet, evaluation.profile_id, version, copy, evaluation.year,
        _head(project, "implementing_unit"), _head(project, "supervising_department"),
        _head(project, "project_code"), _head(project, "project_name"),
        content_digest(evaluation, version),
        _fitting(project.budget), _fitting(project.outturn), _fitting(project.rate, _LARGEST_RATE),
        _value(typed), score, _text(grade), earned or "",
        sum(_is_filled(each) for each in scores.indicators),
        tuple(_indicator(each) for each in scores.indicators),
        tuple(_words(project)),
        (
            *(FindingRecord.of("form", each) for each in form.findings),
            *(FindingRecord.of("sent", each) for each in findings),
        ),
        packed_cells(cell_texts(opened, index)),
    )  # fmt: skip


def _mark(opened: Opened, index: int) -> Identity | None:
    """The identity that the form bears: that of the workbook, if the form is the one it names."""
    if index and opened.forms[index].recognition.by == "labels":
        return None
    marks = identity_marks(opened.workbook.snapshot)
    return Counter(marks).most_common(1)[0][0] if marks else None


def _head(project: Project, key: str) -> str:
    return _text(project.field(key))


def _is_filled(score: IndicatorScore) -> bool:
    """Whether somebody wrote an actual result; 预算执行率 may compute its own."""
    row = score.indicator
    return not row.is_execution and row.actual_value.kind != "none"


def _indicator(score: IndicatorScore) -> IndicatorRecord:
    row = score.indicator
    return IndicatorRecord(
        row.row, str(row.name.place), _text(row.level1), _text(row.level2), _text(row.name),
        _clean(target_words(row)), _text(row.actual),
        _text(row.unit) or _clean(row.target_value.unit or row.actual_value.unit or ""),
        _whole(row.target_value.value, NUMBER), _whole(row.actual_value.value, NUMBER),
        _whole(score.points, SCORE), whole(_fitting(score.completion_rate, _LARGEST_RATE), RATE),
        _whole(row.typed_score.value, SCORE), _whole(score.score, SCORE), _text(row.deviation_note),
    )  # fmt: skip


def _words(project: Project) -> Iterator[WordsRecord]:
    """The texts that should be the project's own, in one spelling, without the project's name."""
    name = bare(project.name) or "\n"
    for role, entry in own_texts(project):
        text = entry.text
        if not text or says_nothing(text):
            continue
        words = folded(text).replace(name, "◇")
        digest = blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()
        yield WordsRecord(role, entry.label, str(entry.place), digest, len(words), _clean(text))


def _text(entry: Entry | None) -> str:
    return _clean(entry.text) if entry is not None and entry.text else ""


def _clean(text: str) -> str:
    """A text as databases take it: some old files end theirs with a zero byte."""
    return text.replace("\0", "")


def _whole(value: Decimal | None, places: int) -> int | None:
    return whole(_fitting(value), places)


def _value(amount: Amount | None) -> Decimal | None:
    return None if amount is None else _fitting(amount.value)


def _fitting(value: Decimal | None, most: Decimal = _LARGEST) -> Decimal | None:
    """A number as the ledger can keep it; nonsense such as 1e300 is none."""
    return value if value is not None and -most < value < most else None
