"""The whole core on one snapshot: read, score, check. The same behind every host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from xltools.check import check_forms
from xltools.errors import FormError
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


Answer: TypeAlias = tuple[Examined, ...] | FormError
"""The forms of a snapshot, or why it has none."""


def examine_all(
    snapshot: Snapshot, profile: Profile | None = None, beside: Path | None = None
) -> tuple[Examined, ...]:
    """Read, score and check every form in a snapshot, in the order of sheets and rows.

    `profile` is the form that the user named, `beside` the workbook's folder, where
    profiles may lie.

    Raises:
        FormError: there is no form in it.
    """
    (forms,) = examine_each([snapshot], profile, beside)
    if isinstance(forms, FormError):
        raise forms
    return forms


def examine(
    snapshot: Snapshot, profile: Profile | None = None, beside: Path | None = None
) -> Examined:
    """The first form in a snapshot; see `examine_all`."""
    return examine_all(snapshot, profile, beside)[0]


def examine_each(
    snapshots: Sequence[Snapshot], profile: Profile | None = None, beside: Path | None = None
) -> list[Answer]:
    """What `examine_all` returns or raises for each of these snapshots.

    All go through one stage before the next, which a processor likes: ten at once take three quarters
    of the time that the same ten take one by one.
    """
    return _examined(snapshots, profile, beside, checked=True)


def read_each(snapshots: Sequence[Snapshot]) -> list[Answer]:
    """The same, but nothing is checked: for forms that others are held against."""
    return _examined(snapshots, None, None, checked=False)


def _examined(
    snapshots: Sequence[Snapshot],
    profile: Profile | None,
    beside: Path | None,
    *,
    checked: bool,
) -> list[Answer]:
    found = [_found(snapshot, profile, beside) for snapshot in snapshots]
    forms = [
        (snapshot, each, not number)
        for snapshot, answer in zip(snapshots, found, strict=True)
        if not isinstance(answer, FormError)
        for number, each in enumerate(answer)
    ]
    done = iter(_judged(forms, checked=checked))
    return [
        answer if isinstance(answer, FormError) else tuple(next(done) for _ in answer)
        for answer in found
    ]


def _found(
    snapshot: Snapshot, profile: Profile | None, beside: Path | None
) -> list[FoundForm] | FormError:
    try:
        return find_forms(snapshot, profile, beside)
    except FormError as error:
        return error


def _judged(
    forms: Sequence[tuple[Snapshot, FoundForm, bool]], *, checked: bool
) -> Iterator[Examined]:
    """The forms with all that is to be said; each comes with its snapshot, and whether it leads that."""
    read = [read_form(snapshot, found) for snapshot, found, _ in forms]
    profiles = [found.recognition.profile for _, found, _ in forms]
    scores = [
        score_form(evaluation, profile.policy)
        for (evaluation, _), profile in zip(read, profiles, strict=True)
    ]
    findings = [
        [*found.findings, *unread]
        for (_, found, _), (_, unread) in zip(forms, read, strict=True)
    ]
    if checked:
        for (snapshot, _, first), (evaluation, _), told in zip(
            forms, read, findings, strict=True
        ):
            told.extend(hazards(snapshot, evaluation, first=first))
        evaluations = [evaluation for evaluation, _ in read]
        findings = check_forms(list(zip(evaluations, scores, profiles, findings, strict=True)))
    for number, (snapshot, found, _) in enumerate(forms):
        yield Examined(
            snapshot, profiles[number], read[number][0], scores[number], findings[number],
            found.recognition,
        )  # fmt: skip
