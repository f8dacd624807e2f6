"""The evaluation of an empty form: what a template is tried on when there is no data."""

from __future__ import annotations

from xltools.model import ExecutionScore, Scores, SelfEvaluation, Tail
from xltools.profile import Profile


def blank_evaluation(profile: Profile) -> SelfEvaluation:
    """A form of this profile on which nothing was filled in."""
    return SelfEvaluation(
        profile_id=profile.id,
        sheet=profile.form.sheet,
        fields={},
        year=None,
        funding={},
        indicators=(),
        tail=Tail(),
        texts={},
    )


def blank_scores() -> Scores:
    """The scores of an empty form: none."""
    execution = ExecutionScore(None, None, None, None, None, "")
    return Scores(execution=execution, indicators=(), total=None, grade=None)
