"""The report against its forms: T5xx."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules.form import (
    amounts,
    counts,
    days,
    figures,
    indicators,
    names,
    numbers,
    projects,
    rates,
    scores,
    stated,
    told,
)

RULES: tuple[Rule, ...] = tuple(
    chain.from_iterable(
        family.RULES
        for family in (
            numbers,
            amounts,
            rates,
            scores,
            counts,
            indicators,
            figures,
            days,
            told,
            stated,
            names,
            projects,
        )
    )
)
