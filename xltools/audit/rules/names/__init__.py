"""Papers, people, names, dates and methods: T2xx."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules.names import dates, documents, methods, people, projects

RULES: tuple[Rule, ...] = tuple(
    chain.from_iterable(
        family.RULES for family in (documents, people, projects, dates, methods)
    )
)
