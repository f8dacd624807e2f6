"""What the head of a form and its texts say, as words within a longer sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xltools.model import SelfEvaluation
from xltools.patterns import Pattern
from xltools.report.side import amount_of
from xltools.report.text import MISSING, one_line, punctuated

QUOTA, IN_SERVICE, RETIRED = "staff_quota", "staff_actual", "staff_retired"
_ENDS = "。；;，,、 \u3000"
_YEAR_IN_BRACKETS = Pattern(
    r"[（(【\[［﹝〔]\s*((?:19|20)\d{2})\s*[）)】\]］﹞〕](?=\s*\d+\s*号)"
)
_BOOK_MARKS = Pattern(r"《([^《》]{0,12}〔(?:19|20)\d{2}〕\d+号)》")
_HEADS = Pattern(r"^(?:共|现有)?\s*(\d{1,7})\s*(?:人|名|个)?$")


class Phrases(dict[str, str | None]):
    """Fields and texts on one line without the mark at their end, made when a template asks."""

    def __init__(self, values: Mapping[str, str | None]) -> None:
        super().__init__()
        self.values_given = values

    def __missing__(self, key: str) -> str | None:
        self[key] = phrase(self.values_given[key])
        return self[key]


def phrase(text: str | None) -> str | None:
    """Return a text as part of a longer sentence; None when it is blank.

    >>> phrase("没有达到招投标限额,由本单位实施。"), phrase("  ")
    ('没有达到招投标限额，由本单位实施', None)
    """
    return document_numbers(punctuated(one_line(text or ""))).strip(_ENDS) or None


def document_numbers(text: str) -> str:
    """Write 文号 with 〔〕 around the year and without 《》 around the number.

    >>> document_numbers("陶财预【2022】1号"), document_numbers("《喀电政字［2008］19号》")
    ('陶财预〔2022〕1号', '喀电政字〔2008〕19号')
    """
    return _BOOK_MARKS.sub(r"\1", _YEAR_IN_BRACKETS.sub(r"〔\1〕", text))


def run_on(lead: str, text: str | None) -> str:
    """Put a text behind the words that lead to it, without saying the same words twice.

    >>> run_on("项目资金主要用于", "主要用于购置设备"), run_on("道路安防工程项目", "项目得分")
    ('项目资金主要用于购置设备', '道路安防工程项目得分')
    >>> run_on("项目资金主要用于", None)
    '项目资金主要用于（待补充）'
    """
    if not text:
        return f"{lead}{MISSING}"
    for length in range(min(len(lead), len(text)), 1, -1):
        if lead.endswith(text[:length]):
            return lead + text[length:]
    return lead + text


def staff(evaluation: SelfEvaluation) -> dict[str, Any]:
    """Return 编制 and 在职 with their kinds, and 离退休, as numbers of people.

    A total is the sum of its kinds where all of them are given, whatever was typed beside them.
    """
    found: dict[str, Any] = {"retired": _people(evaluation, RETIRED)}
    for name, key in (("quota", QUOTA), ("actual", IN_SERVICE)):
        keys = [each for each in evaluation.fields if each.startswith(f"{key}_")]
        parts = [
            {"label": evaluation.fields[each].label, "count": _people(evaluation, each)}
            for each in keys
        ]
        counts = [_people(evaluation, each) for each in keys]
        known = [count for count in counts if count is not None]
        complete = bool(counts) and len(known) == len(counts)
        found[name] = sum(known, Decimal(0)) if complete else _people(evaluation, key)
        found[f"{name}_parts"] = [part for part in parts if part["count"]] if complete else []
    return found


def _people(evaluation: SelfEvaluation, key: str) -> Decimal | None:
    entry = evaluation.fields.get(key)
    number = amount_of(entry)
    if number is None and entry is not None:
        said = _HEADS.match((entry.text or "").strip())
        number = Decimal(said[1]) if said else None
    return number


def assessments(evaluation: SelfEvaluation) -> list[dict[str, str | None]]:
    """Return the items that are described and not scored, those with something written in them."""
    found = (
        {
            "name": row.name.text,
            "finding": phrase(row.actual.text),
            "problem": phrase(row.deviation_note.text),
        }
        for row in evaluation.assessments
    )
    return [each for each in found if each["finding"] or each["problem"]]
