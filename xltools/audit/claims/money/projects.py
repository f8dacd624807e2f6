"""What the text says of each of a unit's projects, beside the table that lists them."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.claims.money.amounts import Amount, amounts_in
from xltools.audit.claims.money.rates import Rate, rates_in
from xltools.audit.claims.money.scores import Score, scores_in
from xltools.audit.claims.money.tables import ProjectRow, ProjectTable, find_project_tables
from xltools.audit.report import Chapter, Line, Report
from xltools.patterns import Pattern

_NUMBER = Pattern(
    r"^(?:[-·*●■]|\(?\d{1,2}\)?(?:[.、)]|(?=[\u4e00-\u9fff“])(?!人|年|个|月|名))|[①-⑩])"
)
_NOISE = Pattern(r"[“”\"'‘’《》()\s·]|项目$|专项$")
_DOUBLED = Pattern(r"(.{2,3})\1")
_AFTER = Pattern(
    r"[:。,;]|预算(?:金额|数|安排|资金)|\d+(?:\.\d+)?(?:万元|元)|综合评价得分|(?<=...项目)|剩余|执行率"
)
_YEAR = Pattern(r"^20\d\d年?度?")


class Mention(Claim, frozen=True):
    """A paragraph (or list item) about one project: its name and what it says of it."""

    name: str
    row: ProjectRow | None
    chapter: tuple[str, ...]
    amounts: tuple[Amount, ...]
    rates: tuple[Rate, ...]
    scores: tuple[Score, ...]


class Projects(Struct, frozen=True):
    """The unit's list of projects and what the text says of each."""

    listed: ProjectTable
    mentions: tuple[Mention, ...]


def find_projects(report: Report) -> Projects | None:
    """Return the projects of a report; None if no table lists them."""
    tables = find_project_tables(report)
    if not tables:
        return None
    listed = max(tables, key=lambda each: len(each.rows))
    mentions = [
        mention for line in report.prose if (mention := _mention(line, listed)) is not None
    ]
    return Projects(listed, tuple(mentions))


def _mention(line: Line, listed: ProjectTable) -> Mention | None:
    """A line that begins with a project's name, or None."""
    number = _NUMBER.match(line.text)
    start = number.end() if number else 0
    stop = _AFTER.search(line.text[start:])
    if stop is None or not 3 <= stop.start() <= 45:
        return None
    name = line.text[start : start + stop.start()]
    row = row_of(name, listed)
    if row is None and not (number or name.endswith("项目")):
        return None
    until = _next_project(line, start + len(name), row, listed)
    amounts = tuple(each for each in amounts_in(line) if each.start < until)
    if row is None and not amounts:
        return None
    return Mention(
        line, start, start + len(name), name, row, line.chapter, amounts,
        tuple(each for each in rates_in(line) if each.start < until),
        tuple(each for each in scores_in(line) if each.start < until),
    )  # fmt: skip


def _next_project(line: Line, start: int, own: ProjectRow | None, listed: ProjectTable) -> int:
    """Where the line begins to speak of another project of the list."""
    others = [
        row.name.text for row in listed.rows if row is not own and len(row.name.text) >= 4
    ]
    found = [at for name in others if (at := line.text.find(name, start)) >= 0]
    return min(found, default=len(line.text))


def row_of(name: str, listed: ProjectTable) -> ProjectRow | None:
    """Return the row of that name: the same, or the only one that differs by little."""
    key = plain_name(name)
    if len(key) < 3:
        return None
    near = [row for row in listed.rows if alike(key, plain_name(row.name.text))]
    same = [row for row in near if plain_name(row.name.text) == key]
    if same:
        return same[0]
    return near[0] if len(near) == 1 else None


def plain_name(name: str) -> str:
    """A project's name without quotation marks, the word 项目 at its end, doubled words.

    >>> plain_name("“七一“表彰经费经费项目"), plain_name("党代表活动经费")
    ('七一表彰经费', '党代表活动经费')
    """
    text = _NOISE.sub("", name)
    text = _NOISE.sub("", text)
    return _DOUBLED.sub(r"\1", text)


def alike(a: str, b: str) -> bool:
    """True for names of one project: equal but for 经费, a year, or one within the other."""
    a, b = (_YEAR.sub("", each.removesuffix("经费").removesuffix("建设")) for each in (a, b))
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and short in long and len(short) * 3 >= len(long) * 2


class Sums(Struct, frozen=True):
    """What the rows of a project table add up to; None where a row lacks the figure."""

    budget: Decimal | None
    outturn: Decimal | None


def sums_of(table: ProjectTable) -> Sums:
    """Add up the rows."""
    return Sums(_sum(table, ("budget", "original")), _sum(table, ("outturn",)))


def _sum(table: ProjectTable, kinds: tuple[str, ...]) -> Decimal | None:
    values = []
    for row in table.rows:
        figure = next((row.figures[kind] for kind in kinds if kind in row.figures), None)
        if figure is None:
            return None
        values.append(figure.value)
    return sum(values, Decimal(0))


def chapters_about(report: Report, words: Pattern) -> list[Chapter]:
    """The chapters whose heading says so, innermost first wins."""
    return [
        chapter
        for top in report.chapters
        for chapter in top.walk()
        if words.search(chapter.heading.title)
    ]
