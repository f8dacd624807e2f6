"""The whole core on one snapshot: read, score, check. The same behind every host."""

from __future__ import annotations

from msgspec import Struct

from xltools.check import check_form
from xltools.findings import Finding
from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile
from xltools.read import read_form, recognise
from xltools.score import score_form
from xltools.snapshot import Snapshot


class Examined(Struct, frozen=True):
    """One form with everything the core has to say about it."""

    snapshot: Snapshot
    profile: Profile
    evaluation: SelfEvaluation
    scores: Scores
    findings: list[Finding]

    @property
    def has_errors(self) -> bool:
        """True if some finding is an error."""
        return any(finding.is_error for finding in self.findings)


def examine(snapshot: Snapshot, profile: Profile | None = None) -> Examined:
    """Read, score and check the form in a snapshot.

    Raises:
        FormError: no form known to us is in it.
    """
    doubts: list[Finding] = []
    if profile is None:
        profile, doubts = recognise(snapshot)
    evaluation, unread = read_form(snapshot, profile)
    scores = score_form(evaluation, profile.policy)
    findings = check_form(evaluation, scores, profile, [*doubts, *unread])
    return Examined(snapshot, profile, evaluation, scores, findings)
