"""SelfEvaluation and policy → Scores: exact decimals, a trace in words, no Excel."""

from xltools.score.form import score_form
from xltools.score.indicator import Outcome, score_value

__all__ = ["Outcome", "score_form", "score_value"]
