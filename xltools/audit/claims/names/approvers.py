"""Bureaus that approve something in a report of quite another field: left from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.names.units import find_own_units
from xltools.audit.report import Report
from xltools.audit.tables import load_table


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of fields.toml: two patterns."""

    bureaus: str
    words: str


class Fields(Struct, frozen=True, forbid_unknown_fields=True):
    """fields.toml."""

    field: tuple[Field, ...]


class Approver(Claim, frozen=True):
    """报县教育局审批: the place of the name, and the name."""


_REPORTED = r"(?:报经?|经|由|送|提请|上报)(?P<name>[\u4e00-\u9fff]{{0,6}}(?:{}))"
_APPROVES = r"(?:统一)?(?:审批|批准|批复|审核|审定|备案|同意|拨付|核拨|立项)"


def find_approvers(report: Report) -> tuple[Approver, ...]:
    """Return bureaus named once, that approve, in a report with no word of their field."""
    text = "\n".join(line.text for line in report.lines)
    own = {each.name for each in find_own_units(report)}
    return tuple(
        each
        for field in load_table("fields", Fields).field
        if not any(re.search(field.bureaus, name) for name in own)
        for each in _approvers(report, field, text)
    )


def _approvers(report: Report, field: Field, text: str) -> Iterator[Approver]:
    named = re.findall(field.bureaus, text)
    if len(named) != 1 or re.search(field.words, re.sub(field.bureaus, "", text)):
        return
    pattern = re.compile(_REPORTED.format(field.bureaus) + _APPROVES)
    for line in report.prose:
        for found in pattern.finditer(line.text):
            yield Approver(line, found.start("name"), found.end("name"))
