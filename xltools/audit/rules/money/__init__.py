"""Amounts, rates, scores, grades and counts, which arithmetic decides: T4xx."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules.money import (
    amounts,
    changes,
    columns,
    comparisons,
    counts,
    extremes,
    funding,
    grades,
    parts,
    project_table,
    projects,
    rates,
    ratios,
    rows,
    score_tables,
    score_totals,
    scores,
)

RULES: tuple[Rule, ...] = tuple(
    chain.from_iterable(
        family.RULES
        for family in (
            amounts,
            funding,
            parts,
            comparisons,
            ratios,
            changes,
            columns,
            extremes,
            rows,
            rates,
            score_totals,
            scores,
            grades,
            score_tables,
            counts,
            project_table,
            projects,
        )
    )
)
