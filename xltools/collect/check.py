"""All rules over a unit's set of forms (check 52 of the review checks)."""

from __future__ import annotations

from xltools.collect import copies, identity, lists, scores, statements
from xltools.collect.project import ProjectSet, SetRule, Told

RULES: tuple[SetRule, ...] = (
    *identity.RULES,
    *lists.RULES,
    *statements.RULES,
    *scores.RULES,
    *copies.RULES,
)


def check_set(given: ProjectSet) -> list[Told]:
    """Return what only the forms together show, in the order of the rules; each thing once."""
    return list(dict.fromkeys(told for rule in RULES for told in rule(given)))
