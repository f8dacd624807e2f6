"""Reports as text for the tests of the auditor's family T1xx."""

from __future__ import annotations

from xltools.audit import Case, Remark
from xltools.audit.case import Rule
from xltools.audit.read_text import parse_text
from xltools.audit.rules.text import (
    attachments,
    copies,
    punctuation,
    residue,
    structure,
    wording,
)

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *attachments.RULES,
    *residue.RULES,
    *wording.RULES,
    *punctuation.RULES,
    *copies.RULES,
)


def remarks(text: str) -> list[Remark]:
    """What the rules of this family say of a report, in the order of the rules."""
    case = Case(parse_text("report.txt", text.strip("\n")))
    return [each for rule in RULES for each in rule(case)]


def numbers(text: str) -> list[str]:
    """The codes alone."""
    return [each.code.number for each in remarks(text)]


def only(text: str, number: str) -> Remark:
    """The one remark with this code."""
    found = [each for each in remarks(text) if each.code.number == number]
    assert len(found) == 1, [(each.code.number, each.message) for each in remarks(text)]
    return found[0]
