"""Targets and results of indicators: T3xx."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules.indicators import (
    counts,
    dates,
    done,
    goals,
    kinds,
    projects,
    rates,
    reached,
    satisfaction,
    scores,
    units,
    values,
    written,
)

RULES: tuple[Rule, ...] = tuple(
    chain.from_iterable(
        family.RULES
        for family in (
            values,
            kinds,
            rates,
            scores,
            reached,
            units,
            goals,
            satisfaction,
            counts,
            dates,
            done,
            projects,
            written,
        )
    )
)
