"""Small reports in text form, and what the auditor says of them."""

from __future__ import annotations

from collections.abc import Sequence

from xltools.audit import Remark, audit_report
from xltools.audit.read_text import parse_text


def said(text: str, codes: str | Sequence[str] = "T") -> list[Remark]:
    """Return the remarks on a text whose code begins so."""
    found = audit_report(parse_text("报告.txt", text))
    return [
        each
        for each in found
        if each.code.number.startswith(tuple([codes] if isinstance(codes, str) else codes))
    ]


def only(text: str, code: str) -> Remark:
    """Return the one remark with this code; fails when there is none or another."""
    found = said(text, code)
    assert len(found) == 1, [str(each.message) for each in found]
    return found[0]
