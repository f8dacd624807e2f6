"""Everything that is told of projects side by side, in a fixed order."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from xltools.judging.across.amounts import amounts_are_not_copied, money_is_not_alike
from xltools.judging.across.budgets import budgets_are_as_listed, sums_are_as_listed
from xltools.judging.across.codes import (
    codes_are_unique,
    roster_is_sound,
    units_sent_something,
)
from xltools.judging.across.outliers import results_are_like_others
from xltools.judging.across.rows import rows_are_not_copied
from xltools.judging.across.texts import (
    echo_in_versions,
    texts_are_not_copied,
    texts_differ_in_more_than_the_name,
)
from xltools.judging.across.totals import most_are_not_full, totals_are_not_alike
from xltools.judging.scratch import came, tally, weigh
from xltools.judging.told import keep, keep_of_units
from xltools.ledger.tables import project, standing
from xltools.returns.rules import Rules


def lay_side_by_side(connection: Connection, rules: Rules) -> None:
    """Compare the forms that count, and tell what is alike, too good, or far off."""
    counting = (
        select(standing.c.form_id, standing.c.project_id, came.c.place, project.c.plain_unit)
        .join(came, came.c.form_id == standing.c.form_id)
        .join(project, project.c.id == standing.c.project_id)
        .where(standing.c.counts)
        .order_by(came.c.place)
    )
    columns = ["form_id", "project_id", "place", "unit"]
    connection.execute(insert(tally).from_select(columns, counting))
    weigh(connection, tally)
    across = rules.across
    keep(connection, texts_are_not_copied(connection, across))
    echo_in_versions(connection)
    keep(connection, rows_are_not_copied(connection, across))
    keep(connection, amounts_are_not_copied(connection, across))
    keep(connection, money_is_not_alike(connection, across))
    keep(connection, totals_are_not_alike(connection, across))
    keep(connection, codes_are_unique(connection))
    keep(connection, budgets_are_as_listed(connection, across))
    keep(connection, results_are_like_others(connection, rules.outliers))
    keep_of_units(connection, roster_is_sound(connection))
    keep_of_units(connection, units_sent_something(connection))
    keep_of_units(connection, most_are_not_full(connection, across))
    keep_of_units(connection, sums_are_as_listed(connection, across))
    keep_of_units(connection, texts_differ_in_more_than_the_name(connection, across))
