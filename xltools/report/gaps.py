"""What a report lacks, as findings: the texts that its template needs and nobody wrote."""

from __future__ import annotations

from collections.abc import Sequence

from xltools import anchors
from xltools.codes import Code
from xltools.findings import Finding
from xltools.model import Entry, Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.report.document import Gap


def gap_findings(
    gaps: Sequence[Gap], forms: Sequence[tuple[SelfEvaluation, Scores, Profile]]
) -> list[Finding]:
    """Return a finding for each text, at the cell of the first form that has one for it."""
    found = []
    for key in dict.fromkeys(gap.text for gap in gaps):
        entry = _entry(key, [evaluation for evaluation, _, _ in forms])
        if entry is not None:
            sheet = entry.place.sheet
            found.append(Code.TEXT_EMPTY.at(entry.place, entry.label, sheet=sheet))
        else:
            label = _label(key, forms[0][2])
            found.append(Code.TEXT_EMPTY.at(None, label, sheet=anchors.TEXTS_SHEET))
    return found


def _entry(key: str, evaluations: Sequence[SelfEvaluation]) -> Entry | None:
    for evaluation in evaluations:
        entry = evaluation.texts.get(key) or evaluation.fields.get(key)
        if entry is not None:
            return entry
    return None


def _label(key: str, profile: Profile) -> str:
    """What the form calls the text, where this workbook has no cell for it."""
    named = [(text.key, text.label) for text in profile.texts]
    named += [(field.key, field.label) for field in profile.form.fields]
    return dict(named).get(key, key)
