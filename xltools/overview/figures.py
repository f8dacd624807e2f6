"""The numbers behind the charts, from the forms that count; projects that are left out are not in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from sqlalchemy import Connection, func, select

from xltools.ledger.states import EXCLUDED
from xltools.overview.issues import every_issue
from xltools.overview.kinds import kind_of
from xltools.overview.projects import project_lines
from xltools.overview.selects import bytewise, stream
from xltools.overview.units import Tally, tallies
from xltools.overview.words import GRADES, NO_UNIT, SEVERITIES

UNITS, CODES, POINTS = 20, 15, 1_000
"""At most so many units, kinds of findings, projects are drawn: more cannot be told apart."""


class Figures(Struct, frozen=True):
    """All of them: grade and number; unit, mean of its reckoned scores, number; kind of finding with
    what it says, number; project, execution rate, reckoned score.

    `others` are the mean score and the number of the units that are not drawn, `scored` all projects
    with a rate and a score, of which every `step`th is among `points`.
    """

    grades: list[tuple[str, int]]
    units: list[tuple[str, Decimal, int]]
    others: tuple[Decimal, int] | None
    findings: list[tuple[str, int]]
    points: list[tuple[str, Decimal, Decimal]]
    scored: int
    step: int


def figures_of(connection: Connection) -> Figures:
    """Read them."""
    every = list(tallies(connection))
    units, others = _units(every)
    points, scored, step = _points(connection)
    return Figures(_grades(every), units, others, _findings(connection), points, scored, step)


def _units(
    every: Iterable[Tally],
) -> tuple[list[tuple[str, Decimal, int]], tuple[Decimal, int] | None]:
    """The best units, by the mean of what was reckoned for their projects; the others together."""
    ranked = [
        (tally.name, mean, tally.scored("score"))
        for tally in every
        if (mean := tally.mean("score")) is not None
    ]
    ranked.sort(key=lambda each: -each[1])  # of equal ones the roster's order
    if len(ranked) <= UNITS + 1:
        return ranked, None
    rest = ranked[UNITS:]
    count = sum(number for _, _, number in rest)
    mean = sum((score * number for _, score, number in rest), Decimal(0)) / count
    return ranked[:UNITS], (mean, len(rest))


def _grades(every: Iterable[Tally]) -> list[tuple[str, int]]:
    """The usual grades, also those that nobody has, then others."""
    found: Counter[str] = Counter()
    for tally in every:
        found += tally.grades
    if not found:
        return []
    others = sorted(found.keys() - set(GRADES))
    return [(grade, found[grade]) for grade in (*GRADES, *others)]


def _findings(connection: Connection) -> list[tuple[str, int]]:
    """What was found most often: number of the rule, severity, and what findings of this kind say."""
    every = every_issue().order_by(None).subquery()
    count = func.count().label("times")
    statement = (
        select(
            every.c.rule,
            every.c.severity,
            count,
            func.min(bytewise(every.c.message)).label("example"),
        )
        .group_by(every.c.rule, every.c.severity)
        .order_by(count.desc(), bytewise(every.c.rule), bytewise(every.c.severity))
        .limit(CODES)
    )
    return [
        (
            f"{row.rule} {SEVERITIES.get(row.severity, row.severity)}：{kind_of(row.rule, row.severity, row.example)}",
            int(row.times),
        )
        for row in connection.execute(statement)
    ]


def _points(
    connection: Connection,
) -> tuple[list[tuple[str, Decimal, Decimal]], int, int]:
    """Projects with a rate and a score, evenly chosen where there are very many."""
    lines = project_lines()
    whole = lines.order_by(None).subquery()
    scored = (
        whole.c.state != EXCLUDED,
        whole.c.rate.is_not(None),
        whole.c.score.is_not(None),
    )
    count = connection.scalar(select(func.count()).select_from(whole).where(*scored)) or 0
    step = -(-count // POINTS) or 1
    points = []
    number = 0
    for row in stream(connection, lines):
        if row.state == EXCLUDED or row.rate is None or row.score is None:
            continue
        if number % step == 0:
            points.append((f"{row.unit or NO_UNIT} {row.name}", row.rate, row.score))
        number += 1
    return points, count, step
