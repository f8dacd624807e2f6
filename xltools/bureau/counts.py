"""Files in = accepted + with findings + refused + duplicates + ignored, always."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Select, case, func, select

from xltools.ledger.book import Ledger
from xltools.ledger.tables import file, form, project, standing

_WORST = ("refused", "findings", "accepted", "duplicate", "gone")
"""Which verdict of its forms is that of the file, the first of them."""


class Counts(Struct, frozen=True):
    """Of the files that lie there now, members of archives one by one; and of the projects.

    `archives` are those that could be opened; they are no files of their own in `files`.
    """

    files: int = 0
    accepted: int = 0
    findings: int = 0
    refused: int = 0
    duplicate: int = 0
    ignored: int = 0
    archives: int = 0
    projects: int = 0
    returned: int = 0
    unexpected: int = 0

    @property
    def missing(self) -> int:
        """Projects of the roster of which no form counts."""
        return self.projects - self.returned

    @property
    def adds_up(self) -> bool:
        """Whether every file is accounted for."""
        kinds = (self.accepted, self.findings, self.refused, self.duplicate, self.ignored)
        return self.files == sum(kinds)


def verdicts() -> Select[tuple[int, str]]:
    """Each file that lies there, with its verdict; archives that were opened are `archive`."""
    rank = case({name: n for n, name in enumerate(_WORST)}, value=standing.c.verdict)
    worst = (
        select(form.c.file_id, func.min(rank).label("rank"))
        .join(standing, standing.c.form_id == form.c.id)
        .group_by(form.c.file_id)
        .subquery()
    )
    named = case(dict(enumerate(_WORST)), value=worst.c.rank)
    verdict = case((file.c.kind == "form", named), else_=file.c.kind)
    return (
        select(file.c.id, verdict.label("verdict"))
        .outerjoin(worst, worst.c.file_id == file.c.id)
        .where(file.c.latest, ~file.c.gone)
    )


def count(ledger: Ledger) -> Counts:
    """Count files by their verdict, and projects by whether a form of theirs counts."""
    each = verdicts().subquery()
    with ledger.read() as connection:
        tally = select(each.c.verdict, func.count()).group_by(each.c.verdict)
        by: dict[str, int] = {row[0]: row[1] for row in connection.execute(tally)}
        has = select(standing.c.project_id).where(standing.c.counts)
        listed = connection.scalar(select(func.count()).where(project.c.listed)) or 0
        came = select(func.count()).where(project.c.id.in_(has))
        returned = connection.scalar(came.where(project.c.listed)) or 0
        unexpected = connection.scalar(came.where(~project.c.listed)) or 0
    archives = by.pop("archive", 0)
    return Counts(
        sum(by.values()), by.get("accepted", 0), by.get("findings", 0), by.get("refused", 0),
        by.get("duplicate", 0), by.get("ignored", 0), archives, listed, returned, unexpected,
    )  # fmt: skip
