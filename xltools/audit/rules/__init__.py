"""The rules, in the order of the documentation. A module is a family; each has its `RULES`."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules import (
    amounts,
    attachments,
    comparisons,
    copies,
    counts,
    documents,
    form_figures,
    form_indicators,
    form_names,
    form_numbers,
    form_projects,
    indicator_dates,
    indicator_goals,
    indicator_projects,
    indicator_rates,
    indicator_satisfaction,
    indicator_scores,
    indicator_units,
    indicator_values,
    methods,
    names,
    people,
    projects,
    punctuation,
    rates,
    residue,
    score_tables,
    scores,
    structure,
    wording,
)

FAMILIES = (
    form_numbers,
    form_figures,
    form_indicators,
    form_names,
    form_projects,
    structure,
    attachments,
    residue,
    wording,
    punctuation,
    copies,
    amounts,
    comparisons,
    rates,
    scores,
    score_tables,
    counts,
    projects,
    indicator_values,
    indicator_rates,
    indicator_scores,
    indicator_units,
    indicator_goals,
    indicator_satisfaction,
    indicator_dates,
    indicator_projects,
    documents,
    people,
    names,
    methods,
)

RULES: tuple[Rule, ...] = tuple(chain.from_iterable(family.RULES for family in FAMILIES))
