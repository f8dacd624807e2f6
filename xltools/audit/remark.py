"""What the auditor says of a report: a remark at a sentence."""

from __future__ import annotations

from msgspec import Struct

from xltools.audit.report import Line, Sentence
from xltools.findings import Catalogue, Severity


class Remark(Struct, frozen=True):
    """One thing in a report that a person must look at.

    `start` and `end` are positions in `line.text`. `claim` is what the report says there,
    `against` what the data or another place says (with that place), `arithmetic` how the two
    were compared; each may be empty. `project` names the project where a report tells of many.
    """

    code: Catalogue
    line: Line
    start: int
    end: int
    message: str
    advice: str
    claim: str = ""
    against: str = ""
    arithmetic: str = ""
    project: str = ""

    @property
    def is_error(self) -> bool:
        """True if the report is wrong as it stands."""
        return self.code.severity is Severity.ERROR

    @property
    def where(self) -> str:
        """Chapter and paragraph, or table, row and column."""
        return self.line.where

    @property
    def words(self) -> str:
        """The words it is about, as they were written."""
        return self.line.words(self.start, self.end)

    @property
    def sentence(self) -> str:
        """The whole sentence around the words, as it was written; a heading or cell is one."""
        if self.line.kind != "body":
            return self.line.raw.strip()
        text = self.line.text
        start = max((text.rfind(mark, 0, self.start) for mark in "。;!?"), default=-1) + 1
        stops = [
            at for mark in "。;!?" if (at := text.find(mark, max(self.end - 1, start))) >= 0
        ]
        end = min(stops, default=len(text) - 1) + 1
        return self.line.words(start, end).strip()


def remark(
    code: Catalogue,
    at: Line | Sentence | tuple[Line, int, int],
    *,
    claim: str = "",
    against: str = "",
    arithmetic: str = "",
    project: str = "",
    **facts: object,
) -> Remark:
    """Say one thing at a line, a sentence or a part of a line (line, start, end of its text).

    Raises:
        KeyError: the code's words need a fact that is not given.
    """
    if isinstance(at, Line):
        line, start, end = at, 0, len(at.text)
    elif isinstance(at, Sentence):
        line, start, end = at.line, at.start, at.end
    else:
        line, start, end = at
    given = facts | {
        "claim": claim, "against": against, "arithmetic": arithmetic, "project": project
    }  # fmt: skip
    return Remark(
        code, line, start, end, code.message.format(**given), code.advice.format(**given),
        claim, against, arithmetic, project,
    )  # fmt: skip
