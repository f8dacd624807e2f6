"""Plain tables for a terminal: Chinese characters take two columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from xltools.findings import Finding, Severity, grouped


def width(text: str) -> int:
    """Columns a text takes on a terminal.

    >>> width("得分 10.5")
    9
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cut(text: str, limit: int) -> str:
    """The text in one line, shortened to so many columns with an ellipsis."""
    text = re.sub(r"\s+", " ", text)
    if width(text) <= limit:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > limit - 2:
            break
        kept += char
    return kept + "…"


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    limit: int = 28,
) -> str:
    """Lay out rows under their heads; the columns in `right` are aligned to the right."""
    cells = [[cut(cell, limit) for cell in row] for row in (head, *rows)]
    widths = [max(width(row[n]) for row in cells) for n in range(len(head))]
    lines = []
    for row in cells:
        parts = []
        for n, cell in enumerate(row):
            pad = " " * (widths[n] - width(cell))
            parts.append(pad + cell if n in right else cell + pad)
        lines.append("  ".join(parts).rstrip())
    rule = "  ".join("─" * size for size in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def tally(findings: Sequence[Finding]) -> str:
    """3 项错误，5 项提醒，1 项提示 — or 没有发现问题; equal findings count once, as listed."""
    groups = [group.first for group in grouped(findings)]
    counts = [
        f"{count} 项{severity.value}"
        for severity in Severity
        if (count := sum(f.code.severity is severity for f in groups))
    ]
    return "，".join(counts) or "没有发现问题"


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """One block a group of equal findings: place, severity, code, words, what to do."""
    lines = []
    for group in grouped(findings):
        where = group.where(most=40) or "整份表"
        field = f"〔{group.field}〕" if group.field else ""
        code = group.first.code
        lines.append(
            f"{where}  {code.severity.value} {code.number} {field}{group.first.message}"
        )
        lines.append(f"    → {group.first.advice}")
    return lines
