"""Where each project stands, who said so and when: entries are only added, the last one holds.

    未报送   nothing came
    退回     only what was refused came, or somebody returned it
    已收     a form counts
    已改     a form counts that came after 退回 or 通过
    通过     somebody passed it
    排除     somebody took it out; it stays so until somebody says otherwise

未报送, 已收 and 已改 follow from the forms. Somebody who enters one of them takes back what was said
before, and the forms decide again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    CursorResult,
    Select,
    String,
    and_,
    case,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.sql import FromClause

from xltools.errors import FormError
from xltools.ledger.rows import writable
from xltools.ledger.tables import event, file, form, project, refusal, standing

MISSING, RECEIVED, RETURNED, REVISED, PASSED, EXCLUDED = (
    "未报送", "已收", "退回", "已改", "通过", "排除",
)  # fmt: skip
STATES = (MISSING, RECEIVED, RETURNED, REVISED, PASSED, EXCLUDED)
"""All of them, in the order of a project's way."""

_DECISIONS = (RETURNED, PASSED, EXCLUDED)
_OPEN = (RETURNED, PASSED)
"""After these a newer form makes it 已改."""


def say(  # noqa: PLR0913, PLR0917 - an entry is what it is
    connection: Connection,
    project_id: int,
    state: str,
    who: str,
    why: str = "",
    remark: str = "",
    form_id: int | None = None,
    at: str | None = None,
) -> None:
    """Enter a state, or with "" a remark alone; `form_id` is the form it is said of.

    By default that is the form that counts now: one that counts later and came later is newer.

    Raises:
        FormError: there is no such state.
    """
    if state and state not in STATES:
        raise FormError(f"没有“{state}”这种状态，可写：{'、'.join(STATES)}。")
    if form_id is None:
        counting = select(func.max(standing.c.form_id)).where(
            standing.c.project_id == project_id, standing.c.counts
        )
        form_id = connection.scalar(counting)
    values = {
        "project_id": project_id, "form_id": form_id,
        "at": at or datetime.now().isoformat(" ", "seconds"), "who": writable(who)[:200],
        "state": state, "why": writable(why), "remark": writable(remark),
    }  # fmt: skip
    connection.execute(insert(event).values(values))


def current(connection: Connection) -> CursorResult[Any]:
    """The rows of `current_select`, a few thousand at a time."""
    return connection.execution_options(yield_per=2000).execute(current_select())


def current_select(only: Select[tuple[int]] | None = None) -> Select[Any]:
    """Every project once: project_id, state, since, who, why, remark, form_id (which counts).

    `only` are the numbers of those that are asked for; few of them are found without a look at all.

    `since` is when it was said; of what follows from the forms, the time of the form's file. `who` is
    "" for what nobody said, `remark` the last one that is not empty.
    """
    said = _last(event.c.state, "said", only)
    remarked = _last(event.c.remark, "remarked", only)
    counts, refused = _counting(only), _refused(only)
    came = case(
        (counts.c.form_id.is_not(null()), RECEIVED),
        (refused.c.since.is_not(null()), RETURNED),
        else_=MISSING,
    )
    newer = and_(
        said.c.state.in_(_OPEN),
        counts.c.form_id.is_not(null()),
        or_(said.c.run_id.is_(null()), counts.c.run_id > said.c.run_id),
    )
    revised = or_(newer, and_(said.c.state == REVISED, counts.c.form_id.is_not(null())))
    decided = said.c.state.in_(_DECISIONS)
    blank = literal("", String)
    joined = (
        project.outerjoin(said, said.c.project_id == project.c.id)
        .outerjoin(remarked, remarked.c.project_id == project.c.id)
        .outerjoin(counts, counts.c.project_id == project.c.id)
        .outerjoin(refused, refused.c.project_id == project.c.id)
    )
    by_forms = func.coalesce(counts.c.since, refused.c.since, blank)
    because = func.coalesce(counts.c.why, refused.c.why, blank)
    after = (
        said.c.state
        + literal("后又报来")
        + case((said.c.why != "", literal("；原来的意见：") + said.c.why), else_=blank)
    )
    return (
        select(
            project.c.id.label("project_id"),
            case((revised, REVISED), (decided, said.c.state), else_=came).label("state"),
            case(
                (newer, counts.c.since), (said.c.state.is_not(null()), said.c.at),
                else_=by_forms,
            ).label("since"),
            case((newer, blank), else_=func.coalesce(said.c.who, blank)).label("who"),
            case(
                (newer, after), (said.c.state.is_not(null()), said.c.why), else_=because
            ).label("why"),
            func.coalesce(remarked.c.remark, blank).label("remark"),
            counts.c.form_id.label("form_id"),
        )
        .select_from(joined)
        .where(_among(project.c.id, only))
        .order_by(project.c.id)
    )  # fmt: skip


def _among(column: ColumnElement[int], only: Select[tuple[int]] | None) -> ColumnElement[bool]:
    return true() if only is None else column.in_(only)


def _last(column: Column[str], name: str, only: Select[tuple[int]] | None) -> FromClause:
    """Each project's last entry in which this column says something; the run its form came in."""
    last = (
        select(func.max(event.c.id).label("id"))
        .where(column != "", _among(event.c.project_id, only))
        .group_by(event.c.project_id)
        .subquery()
    )
    return (
        select(
            event.c.project_id, event.c.state, event.c.at, event.c.who, event.c.why,
            event.c.remark, file.c.run_id,
        )
        .join(last, last.c.id == event.c.id)
        .outerjoin(form, form.c.id == event.c.form_id)
        .outerjoin(file, file.c.id == form.c.file_id)
        .subquery(name)
    )  # fmt: skip


def _counting(only: Select[tuple[int]] | None) -> FromClause:
    """The form that counts for each project; of several the last that came in."""
    one = (
        select(func.max(standing.c.form_id).label("form_id"))
        .where(standing.c.counts, standing.c.project_id.is_not(null()))
        .where(_among(standing.c.project_id, only))
        .group_by(standing.c.project_id)
        .subquery()
    )
    return (
        select(
            standing.c.project_id, standing.c.form_id, standing.c.why, file.c.run_id,
            file.c.modified.label("since"),
        )
        .join(one, one.c.form_id == standing.c.form_id)
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .subquery("counting")
    )  # fmt: skip


def _refused(only: Select[tuple[int]] | None) -> FromClause:
    """The last of what came for each project and was not taken."""
    forms = (
        select(standing.c.project_id, file.c.modified, file.c.path, standing.c.reason)
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(standing.c.verdict == "refused", standing.c.project_id.is_not(null()))
        .where(_among(standing.c.project_id, only))
    )
    unread = (
        select(refusal.c.project_id, file.c.modified, file.c.path, file.c.reason)
        .join(file, file.c.id == refusal.c.file_id)
        .where(_among(refusal.c.project_id, only))
    )
    both = forms.union_all(unread).subquery()
    order = (both.c.modified.desc(), both.c.path)
    rank = func.row_number().over(partition_by=both.c.project_id, order_by=order)
    ranked = select(both, rank.label("rank")).subquery()
    return (
        select(
            ranked.c.project_id, ranked.c.modified.label("since"), ranked.c.reason.label("why")
        )
        .where(ranked.c.rank == 1)
        .subquery("refused")
    )  # fmt: skip
