"""The rules, in the order of the documentation. A room is a group of codes, a module a family."""

from __future__ import annotations

from xltools.audit.case import Rule
from xltools.audit.rules import form, indicators, logic, money, names, text

RULES: tuple[Rule, ...] = (
    *form.RULES,
    *text.RULES,
    *money.RULES,
    *indicators.RULES,
    *names.RULES,
    *logic.RULES,
)
