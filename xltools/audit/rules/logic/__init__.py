"""Claims that cannot both hold: T6xx."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules.logic import done, facts, money, plan, topics

RULES: tuple[Rule, ...] = tuple(
    chain.from_iterable(family.RULES for family in (topics, money, plan, done, facts))
)
