"""All that a rule of the auditor may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct, field

from xltools.audit.remark import Remark
from xltools.audit.report import Report
from xltools.model import Scores, SelfEvaluation
from xltools.profile import Profile

Found = TypeVar("Found")


class Form(Struct, frozen=True):
    """One 自评表 that the report tells of; `file` as messages name it."""

    file: str
    evaluation: SelfEvaluation
    scores: Scores
    profile: Profile


class Case(Struct, frozen=True):
    """A report, the forms given beside it (none: the report is judged by itself), and the report
    that xltools would write from them (None where it cannot).
    """

    report: Report
    forms: tuple[Form, ...] = ()
    expected: Report | None = None
    found: dict[Callable[..., Any], Any] = field(default_factory=dict)

    def of(self, finder: Callable[[Report], Found]) -> Found:
        """Return what a finder finds in the report; it is asked once."""
        if finder not in self.found:
            self.found[finder] = finder(self.report)
        result: Found = self.found[finder]
        return result

    def once(self, look: Callable[[Case], Found]) -> Found:
        """Return what is found in report and forms together; it is asked once."""
        if look not in self.found:
            self.found[look] = look(self)
        result: Found = self.found[look]
        return result


Rule: TypeAlias = Callable[[Case], Iterator[Remark]]
