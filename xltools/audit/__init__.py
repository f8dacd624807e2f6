"""The auditor: a report that people wrote, against itself and against the forms.

    read_report(path)                          → Report: lines, tables, chapters
    audit_report(report, forms, expected)      → remarks, each at its sentence

Every rule is a function of `Case`; `RULES` is their order. A rule looks for what cannot be, not
for the words of one report.
"""

from __future__ import annotations

from collections.abc import Sequence

from xltools.audit.case import Case, Form
from xltools.audit.read import read_report
from xltools.audit.remark import Remark
from xltools.audit.report import Line, Report
from xltools.findings import Severity

__all__ = ["Case", "Form", "Line", "Remark", "Report", "audit_report", "read_report"]

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


def audit_report(
    report: Report, forms: Sequence[Form] = (), expected: Report | None = None
) -> list[Remark]:
    """Return all remarks in the order of the text, each thing said once.

    Of remarks that say the same of the same words with the same code the first is kept.
    """
    from xltools.audit.rules import RULES

    case = Case(report, tuple(forms), expected)
    found = [each for rule in RULES for each in rule(case)]
    unique = {(r.code.name, r.line.index, r.start, r.message): r for r in reversed(found)}
    return sorted(
        unique.values(),
        key=lambda r: (
            r.line.index,
            r.start,
            _GRAVITY[r.code.severity],
            r.code.number,
            r.message,
        ),
    )
