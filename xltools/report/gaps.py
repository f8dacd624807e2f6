"""What a report lacks, as findings: the texts that its template needs and nobody wrote."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from xltools import anchors
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry, Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.report.document import Gap

_IN_WORD = "表上没有写这一段的地方，请直接在生成的报告里补写。"


def gap_findings(
    gaps: Sequence[Gap],
    forms: Sequence[tuple[SelfEvaluation, Scores, Profile]],
    files: Sequence[str] = (),
) -> list[Finding]:
    """Return a finding for each text, at its cell where a form has one for it.

    `files` are the workbooks of several forms, to be named in the advice.
    """
    found = []
    firsts: dict[str, Gap] = {}
    for gap in gaps:
        firsts.setdefault(gap.text, gap)
    for gap in firsts.values():
        at, entry = _entry(gap.text, [evaluation for evaluation, _, _ in forms])
        if entry is None:
            nowhere = Code.TEXT_EMPTY.at(None, gap.label, sheet=anchors.TEXTS_SHEET)
            found.append(replace(nowhere, advice=_IN_WORD))
            continue
        sheet = entry.place.sheet
        here = Code.TEXT_EMPTY.at(entry.place, entry.label, sheet=sheet)
        if files:
            advice = f"请在“{files[at]}”的“{sheet}”表中补写；也可以写在本单位另一份表里。"
            here = replace(here, advice=advice)
        found.append(here)
    return found


def _entry(key: str, evaluations: Sequence[SelfEvaluation]) -> tuple[int, Entry | None]:
    """The cell for a text: of several forms in the one whose other texts were written."""
    best, chosen, most = 0, None, -1
    for at, evaluation in enumerate(evaluations):
        entry = evaluation.texts.get(key) or evaluation.fields.get(key)
        written = sum(bool(each.text) for each in evaluation.texts.values())
        if entry is not None and written > most:
            best, chosen, most = at, entry, written
    return best, chosen
