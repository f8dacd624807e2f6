"""What is expected of each variant: `verdicts.tsv`, one line each.

    variant   group/name
    verdict   same: read as the honest form is, no finding more. finding: read, with what is told.
              more: two forms, each without a finding. refused. ignored: nobody handed it in
    told      findings as CODE@cell, the cell by its role where it has one (outturn, actual …), all that
              the honest form has not; for what is refused or ignored its code and words of the reason
    reads     what is read otherwise in a cell of a role: outturn=480, actual=- for no number
    exit      exit status of the command line, with what is special about a command: 0 score=2
    why       the reason, where it is a decision

A line is only ever changed by a person who read what became of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from corpus.base import Base
from corpus.observe import Form, Outcome

PAGE = Path(__file__).parent / "verdicts.tsv"
HEAD = ("variant", "verdict", "told", "reads", "exit", "why")
_RANK = ("ignored", "same", "more", "finding", "differs", "refused")


class Line(Struct, frozen=True):
    """One line of the table."""

    variant: str
    verdict: str
    told: str
    reads: str
    exit: str
    why: str

    @property
    def expected(self) -> tuple[str, str, str]:
        """What a run is held against."""
        return self.verdict, self.told, self.reads

    def status(self, command: str) -> int | None:
        """The exit status of a command; None where any of 0 and 2 will do."""
        if self.exit == "any":
            return None
        first, *special = self.exit.split()
        return int(dict(each.split("=") for each in special).get(command, first))


def load_table() -> dict[str, Line]:
    """The lines by their variants, in order."""
    rows = [line.split("\t") for line in PAGE.read_text("utf-8").splitlines()[1:]]
    return {row[0]: Line(*row) for row in rows}


def became(outcome: Sequence[Outcome], base: Base, honest: Form) -> tuple[str, str, str]:
    """Verdict, what was told and what was read of a file, or of the worst member of an archive."""
    made = [_of(each, base, honest) for each in outcome if each.kind != "archive"]
    return max(made, key=lambda each: _RANK.index(each[0]), default=("none", "", ""))


def _of(outcome: Outcome, base: Base, honest: Form) -> tuple[str, str, str]:
    if outcome.kind in ("refused", "ignored"):
        return outcome.kind, f"{outcome.code} {outcome.reason}", ""
    roles = {str(place): role for role, place in base.cells.items()}
    told: list[str] = []
    reads: dict[str, str] = {}
    same = len(outcome.forms) == 1
    for number, form in enumerate(outcome.forms):
        mark = "" if number == 0 else f"({number + 1})"
        new = {key for key, words in form.findings.items() if honest.findings.get(key) != words}
        told += [f"{code}@{roles.get(cell, cell) or 'file'}{mark}" for code, cell in new]
        told += [
            f"-{code}@{roles.get(cell, cell)}{mark}"
            for code, cell in honest.findings.keys() - form.findings
        ]
        changed = {k: v for k, v in form.reads.items() if v != honest.reads[k]}
        reads |= {f"{key}{mark}": _shown(value) for key, value in changed.items()}
        same = same and form.result == honest.result
    verdict = "same" if same and not told and not reads else "finding"
    if verdict == "finding" and not told:
        verdict = "more" if len(outcome.forms) > 1 else "same" if same else "differs"
    return (
        verdict,
        " ".join(sorted(told)),
        " ".join(f"{k}={v}" for k, v in sorted(reads.items())),
    )


def _shown(value: Decimal | str | None) -> str:
    """A value without tabs and spaces, shortened."""
    if value is None or value == "":
        return "-"
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else "".join(value.split())
    return text[:24]


def agrees(line: Line, found: tuple[str, str, str]) -> bool:
    """True if a run came to what the line says; of a reason all words must be there."""
    if line.verdict != found[0] or line.reads != found[2]:
        return False
    if line.verdict in ("refused", "ignored"):
        return all(word in found[1] for word in line.told.split())
    return line.told == found[1]


def find(outcomes: Mapping[str, Outcome], path: str) -> list[Outcome]:
    """The outcome of a file, and those of the members of an archive or of the files of a folder."""
    return [each for key, each in outcomes.items() if key == path or key.startswith(f"{path}/")]
