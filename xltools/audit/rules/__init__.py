"""The rules, in the order of the documentation. A module is a family; each has its `RULES`."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules import (
    documents,
    form_numbers,
    people,
)

FAMILIES = (
    form_numbers,
    documents,
    people,
)

RULES: tuple[Rule, ...] = tuple(chain.from_iterable(family.RULES for family in FAMILIES))
