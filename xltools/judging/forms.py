"""The forms of the ledger project by project, and what is judged of them into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, insert, select

from xltools.errors import ProfileError
from xltools.judging.project import Awaited, Came, Judged, judge
from xltools.judging.remarks import remarks
from xltools.judging.scratch import BATCH, came, near_text, plainly, rows, wanted
from xltools.judging.told import keep
from xltools.ledger.loading import load_rows
from xltools.ledger.tables import difference, file, form, project, standing
from xltools.profile import load_profile
from xltools.returns.cells import differences, unpacked_cells
from xltools.returns.rules import Rules

_STANDING = (
    "form_id", "project_id", "matched", "verdict", "code", "reason", "of_form", "counts",
    "why", "late",
)  # fmt: skip
_SEVERAL = 3
"""So many forms with their marks, all of one version that is not ours, were sent out as such."""


def judge_all(connection: Connection, rules: Rules) -> None:
    """Fill standing and difference, and tell what is found of each form alone."""
    versions = _versions(connection)
    roster = connection.scalar(select(func.count()).select_from(wanted)) or 0
    judged: list[tuple[int | None, Judged]] = []
    query = _query(connection)
    for _, group in groupby(rows(connection, query), lambda row: (row.project_id, row.bucket)):
        forms = list(group)
        whose = _awaited(forms[0], versions)
        each_came = [_came(row, roster=bool(roster)) for row in forms]
        judged += [(forms[0].project_id, each) for each in judge(whose, each_came, rules)]
        if len(judged) >= BATCH:
            _keep(connection, judged)
            judged = []
    _keep(connection, judged)


def _query(connection: Connection) -> Select[Any]:
    """Forms of one project side by side, in the order in which they came."""
    sent_to, other = wanted.alias("sent_to"), project.alias("other")
    bucket = case((came.c.project_id.is_(None), form.c.content), else_="")
    own = [
        project.c[name].label(f"own_{name}")
        for name in ("listed", "profile", "year", "unit", "code", "name", "deadline")
    ]
    return (
        select(
            came.c.form_id, came.c.project_id, came.c.gone, came.c.matched,
            came.c.code.label("plain_code"), came.c.bare, form.c.number, form.c.profile,
            form.c.version, form.c.year, form.c.code, form.c.name, form.c.content,
            form.c.filled, form.c.indicators, form.c.errors, form.c.warnings,
            func.coalesce(form.c.score, form.c.typed_score).label("score"), file.c.path,
            file.c.modified, file.c.sha256, bucket.label("bucket"), near_text.c.text,
            near_text.c.own_text, *own,
            project.c.plain_code.label("own_plain_code"), other.c.id.label("other_id"),
            other.c.unit.label("other_unit"), other.c.name.label("other_name"),
            other.c.code.label("other_code"),
        )
        .join(form, form.c.id == came.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .outerjoin(project, project.c.id == came.c.project_id)
        .outerjoin(near_text, near_text.c.form_id == came.c.form_id)
        .outerjoin(sent_to, (sent_to.c.copy == came.c.copy) & (came.c.copy != ""))
        .outerjoin(other, other.c.id == sent_to.c.project_id)
        .order_by(
            func.coalesce(project.c.position, -1), plainly(connection, project.c.key),
            plainly(connection, bucket), came.c.place,
        )
    )  # fmt: skip


def _awaited(row: Row[Any], versions: Mapping[str, str]) -> Awaited | None:
    if row.project_id is None:
        return None
    return Awaited(
        row.project_id, row.own_listed, row.own_profile, versions.get(row.own_profile, ""),
        row.own_year, row.own_deadline if row.own_listed else "",
    )  # fmt: skip


def _came(row: Row[Any], *, roster: bool) -> Came:
    return Came(
        row.form_id, bool(row.gone), row.matched, row.path, row.number, row.modified,
        row.sha256, row.content, row.profile, row.version, row.year, row.filled,
        row.indicators, row.errors, row.warnings, row.score, tuple(remarks(row, roster=roster)),
    )  # fmt: skip


def _versions(connection: Connection) -> dict[str, str]:
    """Of every form that was sent out which version that was.

    Ours, unless forms came back under their marks that all agree in another: they were sent out
    by another xltools.
    """
    marked = (
        select(form.c.profile, form.c.version, func.count().label("count"))
        .join(came, came.c.form_id == form.c.id)
        .where(came.c.matched == "copy", form.c.version != "")
        .group_by(form.c.profile, form.c.version)
        .order_by(form.c.profile, func.count().desc(), form.c.version.desc())
    )
    found: dict[str, dict[str, int]] = {}
    for profile, version, count in connection.execute(marked):
        found.setdefault(profile, {})[version] = count
    for (profile,) in connection.execute(select(project.c.profile).distinct()):
        found.setdefault(profile, {})
    return {profile: _sent_version(profile, counts) for profile, counts in found.items()}


def _sent_version(profile: str, counts: Mapping[str, int]) -> str:
    try:
        ours = load_profile(profile).version if profile else ""
    except ProfileError:
        ours = ""  # a form of the bureau's own, whose profile is not at hand
    most = next(iter(counts), "")
    if ours in counts or counts.get(most, 0) < _SEVERAL:
        return ours
    return most


def _keep(connection: Connection, judged: list[tuple[int | None, Judged]]) -> None:
    load_rows(connection, standing, _STANDING, [_standing(*each) for each in judged])
    keep(connection, ((each.form.id, told) for _, each in judged for told in each.told))
    for _, each in judged:
        if each.before is not None:
            _compare(connection, each.before, each.form.id)


def _standing(project_id: int | None, each: Judged) -> tuple[Any, ...]:
    return (
        each.form.id, project_id, each.form.matched, each.verdict, each.code, each.reason,
        each.of, each.counts, each.why, each.late,
    )  # fmt: skip


def _compare(connection: Connection, before: int, after: int) -> None:
    """Write down in which cells two versions differ."""
    pair = select(form.c.id, form.c.cells).where(form.c.id.in_((before, after)))
    cells: dict[int, bytes] = {row.id: row.cells for row in connection.execute(pair)}
    found = differences(unpacked_cells(cells[before]), unpacked_cells(cells[after]))
    values = [
        {
            "form_id": after, "of_form": before, "cell": each.cell, "before": each.before,
            "after": each.after,
        }
        for each in found
    ]  # fmt: skip
    if values:
        connection.execute(insert(difference), values)
