"""National papers: what number belongs to what title, and what was repealed."""

from __future__ import annotations

from msgspec import Struct

from xltools.audit.claims.names.documents import Paper
from xltools.audit.tables import load_table


class Official(Struct, frozen=True, forbid_unknown_fields=True):
    """One national paper; `repealed` is the year in which `repealed_by` took its place."""

    issuer: str
    year: int
    number: int
    title: str
    repealed: int | None = None
    repealed_by: str = ""

    @property
    def name(self) -> str:
        """Its number."""
        return f"{self.issuer}〔{self.year}〕{self.number}号"


class Papers(Struct, frozen=True, forbid_unknown_fields=True):
    """The table of papers.toml."""

    paper: tuple[Official, ...]


def papers() -> tuple[Official, ...]:
    """Return the national papers."""
    return load_table("papers", Papers).paper


def official_of(paper: Paper) -> Official | None:
    """Return the national paper that a number is; None for all others (新财预… is a region's)."""
    for each in papers():
        if (each.issuer, each.year, each.number) == (paper.issuer, paper.year, paper.number):
            return each
    return None


def titled(core: str) -> list[Official]:
    """Return the national papers that bear just this title."""
    return [each for each in papers() if bare(each.title) == bare(core)]


def bare(title: str) -> str:
    """Return a title without marks of trial and width, for comparison."""
    for mark in ("(试行)", "(暂行)", "(2012-2015年)", "(", ")", "的", "-"):
        title = title.replace(mark, "")
    return title
