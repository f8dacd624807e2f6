"""The whole core on one snapshot: read, score, check. The same behind every host."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from xltools.check import check_form
from xltools.findings import Finding
from xltools.hosts.hazards import hazards
from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.read import FoundForm, Recognition, find_forms, read_form
from xltools.score import score_form
from xltools.snapshot import Snapshot


class Examined(Struct, frozen=True):
    """One form with everything the core has to say about it."""

    snapshot: Snapshot
    profile: Profile
    evaluation: SelfEvaluation
    scores: Scores
    findings: list[Finding]
    recognition: Recognition

    @property
    def has_errors(self) -> bool:
        """True if some finding is an error."""
        return any(finding.is_error for finding in self.findings)


def examine_all(
    snapshot: Snapshot, profile: Profile | None = None, beside: Path | None = None
) -> tuple[Examined, ...]:
    """Read, score and check every form in a snapshot, in the order of sheets and rows.

    `profile` is the form that the user named, `beside` the workbook's folder, where
    profiles may lie.

    Raises:
        FormError: there is no form in it.
    """
    found = find_forms(snapshot, profile, beside)
    return tuple(_examine(snapshot, each, first=not n) for n, each in enumerate(found))


def examine(
    snapshot: Snapshot, profile: Profile | None = None, beside: Path | None = None
) -> Examined:
    """Read, score and check the first form in a snapshot; see `examine_all`."""
    return _examine(snapshot, find_forms(snapshot, profile, beside)[0], first=True)


def read_all(snapshot: Snapshot, beside: Path | None = None) -> tuple[Examined, ...]:
    """Read every form and check none: for one that others are held against. See `examine_all`."""
    found = find_forms(snapshot, None, beside)
    return tuple(_examine(snapshot, each, checked=False) for each in found)


def _examine(
    snapshot: Snapshot, found: FoundForm, *, first: bool = False, checked: bool = True
) -> Examined:
    profile = found.recognition.profile
    evaluation, unread = read_form(snapshot, found)
    scores = score_form(evaluation, profile.policy)
    findings = [*found.findings, *unread]
    if checked:
        findings += hazards(snapshot, evaluation, first=first)
        findings = check_form(evaluation, scores, profile, findings)
    return Examined(snapshot, profile, evaluation, scores, findings, found.recognition)
