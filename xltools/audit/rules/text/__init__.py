"""How a report is written and put together: T1xx."""

from __future__ import annotations

from itertools import chain

from xltools.audit.case import Rule
from xltools.audit.rules.text import (
    attachments,
    copies,
    punctuation,
    residue,
    structure,
    wording,
)

RULES: tuple[Rule, ...] = tuple(
    chain.from_iterable(
        family.RULES
        for family in (structure, attachments, residue, wording, punctuation, copies)
    )
)
