"""Files in which nobody found a form, and the projects that they name in their path."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from xltools.judging.paths import Codes
from xltools.judging.scratch import batches, plainly, rows
from xltools.ledger.tables import file, refusal


def find_refusals(connection: Connection) -> None:
    """Something came for a project whose code or file the path names; archives alike."""
    codes = Codes(connection)
    query = (
        select(file.c.id, file.c.path)
        .where(file.c.kind == "refused", file.c.latest, ~file.c.gone)
        .order_by(plainly(connection, file.c.path))
    )
    for some in batches(rows(connection, query)):
        paths = {row.id: row.path for row in some}
        named, sent = codes.named(paths), codes.sent_as(paths)
        values = [
            {"file_id": number, "project_id": each}
            for number in paths
            for each in sorted(named.get(number) or sent.get(number) or ())
        ]
        if values:
            connection.execute(insert(refusal), values)
