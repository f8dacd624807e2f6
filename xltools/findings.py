"""Findings: a person must look at a cell. What each of them says stands in codes.py."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from xltools.model import Place
from xltools.visible import visible


class Severity(Enum):
    """How bad it is; the value is the printed word."""

    ERROR = "错误"
    WARNING = "提醒"
    HINT = "提示"

    @property
    def key(self) -> str:
        """The word used in JSON: error, warning, hint."""
        return self.name.lower()


class Catalogue(Enum):
    """A finding's code: number, severity, what is wrong, what to do.

    The two texts are templates; the facts a rule hands over fill them in.
    """

    def __init__(self, number: str, severity: Severity, message: str, advice: str) -> None:
        self.number = number
        self.severity = severity
        self.message = message
        self.advice = advice

    def at(self, place: Place | None, field: str, /, **facts: object) -> Finding:
        """Return this finding at one cell; KeyError if a template lacks a fact.

        Facts that are texts may be a stranger's: see `visible`.
        """
        told = {
            name: visible(fact) if type(fact) is str else fact for name, fact in facts.items()
        }
        said, remedy = self.message.format(**told), self.advice.format(**told)
        return Finding(self, place, field, said, remedy)


class Finding(Struct, frozen=True):
    """One thing a person must look at: code, cell, field of the form, words."""

    code: Catalogue
    place: Place | None
    field: str
    message: str
    advice: str

    @property
    def is_error(self) -> bool:
        """True if the form cannot be accepted as it is."""
        return self.code.severity is Severity.ERROR

    def __str__(self) -> str:
        return (
            f"{self.place or '—'} {self.code.number} {self.code.severity.value} {self.message}"
        )


def in_order(findings: Iterable[Finding], form: str) -> list[Finding]:
    """Sort as a person walks the workbook: the form's sheet first, row by row; always the same."""

    def key(finding: Finding) -> tuple[bool, bool, str, int, int, str, str]:
        place = finding.place
        if place is None:
            return (False, False, "", 0, 0, finding.code.number, finding.message)
        spot = (place.sheet != form, place.sheet, place.row, place.column)
        return (True, *spot, finding.code.number, finding.message)

    return sorted(findings, key=key)


class Group(Struct, frozen=True):
    """Equal findings (same code, same words): one line for a person, with all its cells."""

    first: Finding
    places: tuple[Place, ...]
    fields: tuple[str, ...]

    @property
    def field(self) -> str:
        """The fields concerned, each once: 目标值, or the first three and how many there are."""
        if len(self.fields) <= 3:
            return "、".join(self.fields)
        return f"{'、'.join(self.fields[:3])}等 {len(self.fields)} 项"

    def where(self, most: int) -> str:
        """The cells, each sheet named once; of more than `most` the first two and how many.

        自评表!I24、I36 — 报告文本!E6、E11等 8 处
        """
        all_shown = len(self.places) <= most
        shown, sheet = [], None
        for place in self.places if all_shown else self.places[:2]:
            shown.append(place.a1 if place.sheet == sheet else str(place))
            sheet = place.sheet
        return "、".join(shown) + ("" if all_shown else f"等 {len(self.places)} 处")


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Put equal findings together, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.code.name, finding.message, finding.advice)
        groups.setdefault(key, []).append(finding)
    return [
        Group(
            first=same[0],
            places=tuple(each.place for each in same if each.place is not None),
            fields=tuple(dict.fromkeys(each.field for each in same if each.field)),
        )
        for same in groups.values()
    ]
