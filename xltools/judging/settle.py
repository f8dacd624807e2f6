"""Everything that follows from what came: worked out anew after every run, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from xltools.judging import scratch
from xltools.judging.across.all import lay_side_by_side
from xltools.judging.forms import judge_all
from xltools.judging.last_year import hold_against_last_year
from xltools.judging.load import Names, load
from xltools.judging.matching import match
from xltools.judging.near import propose
from xltools.judging.refusals import find_refusals
from xltools.judging.unexpected import add_unexpected
from xltools.ledger.book import Ledger
from xltools.ledger.tables import difference, finding, near, refusal, standing, unit_finding
from xltools.returns.rules import Rules, Verdict

_BAD_ENOUGH = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "hint": ("error", "warning", "hint"),
}


def settle(ledger: Ledger, rules: Rules, last_year: Ledger | None = None) -> None:
    """Rewrite what is derived: whose each form is, which counts, what is alike, what differs.

    The result depends on what the ledger holds, not on the order in which it came there.

    Raises:
        FileError: the ledger cannot be written.
    """
    with ledger.write() as connection:
        _clear(connection)
        scratch.begin(connection)
        names = Names(rules.matching.synonyms)
        load(connection, names)
        match(connection, rules.matching.near)
        propose(connection, rules.matching)
        find_refusals(connection)
        add_unexpected(connection)
        judge_all(connection, rules)
        lay_side_by_side(connection, rules)
        if last_year is not None:
            with last_year.read() as before:
                hold_against_last_year(connection, before, names, rules)
        _verdicts(connection, rules.verdict)
        scratch.end(connection)


def _clear(connection: Connection) -> None:
    for table in (standing, near, refusal, difference, unit_finding):
        connection.execute(delete(table))
    connection.execute(delete(finding).where(finding.c.origin.in_(("match", "across"))))


def _verdicts(connection: Connection, rules: Verdict) -> None:
    """What was taken and has a finding of some weight is accepted with findings."""
    bad = select(finding.c.form_id).where(finding.c.severity.in_(_BAD_ENOUGH[rules.least]))
    connection.execute(
        update(standing)
        .where(standing.c.verdict == "accepted", standing.c.form_id.in_(bad))
        .values(verdict="findings")
    )
