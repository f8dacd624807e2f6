"""The forms that count against those that counted last year, out of last year's ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, exists, func, insert, select

from xltools.collect.names import plain_code, undated
from xltools.collect.project import money
from xltools.decimals import percent, plain
from xltools.judging.across.texts import COMMON, GIVEN
from xltools.judging.likeness import likeness
from xltools.judging.load import Names
from xltools.judging.matching import one_region
from xltools.judging.scratch import (
    former,
    former_words,
    pair,
    plainly,
    put,
    rows,
    tally,
    this,
)
from xltools.judging.told import keep, tell
from xltools.ledger.tables import form, project, standing, words
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Rules

_OWN = ("deviation_note", "objective_achieved")
"""Texts about one year's results: the same again is no report of this year."""
_LABELS = 5


def hold_against_last_year(
    connection: Connection, before: Connection, names: Names, rules: Rules
) -> None:
    """Tell where a project's score, budget or texts are much changed, or not at all.

    `before` is last year's ledger, settled; projects are known again by their code, if the name
    is like, or by name and unit.
    """
    put(connection, former, _projects(before, names))
    put(connection, this, _projects(connection, names))
    put(connection, former_words, _words(before, rules.across.text_length))
    _pair(connection, rules.matching.near)
    keep(connection, _figures(connection, rules))
    keep(connection, _texts(connection, rules.across.text_length))


def _projects(connection: Connection, names: Names) -> Iterator[dict[str, Any]]:
    """What a counting form is known by, and its figures."""
    query = (
        select(
            standing.c.form_id, project.c.code, project.c.name, project.c.unit, form.c.budget,
            func.coalesce(form.c.score, form.c.typed_score).label("score"),
        )
        .join(form, form.c.id == standing.c.form_id)
        .join(project, project.c.id == standing.c.project_id)
        .where(standing.c.counts)
    )  # fmt: skip
    for row in rows(connection, query):
        unit = names.unit(row.unit)
        yield {
            "form_id": row.form_id, "code": plain_code(row.code), "name": undated(row.name),
            "region": unit.region, "unit": unit.name, "budget": row.budget,
            "score": row.score,
        }  # fmt: skip


def _words(connection: Connection, least: int) -> Iterator[dict[str, Any]]:
    counting = select(standing.c.form_id).where(standing.c.counts)
    query = (
        select(words.c.form_id, words.c.role, words.c.digest)
        .where(
            words.c.form_id.in_(counting),
            words.c.length >= least,
            words.c.role.not_in(GIVEN),
        )
        .distinct()
    )
    for row in rows(connection, query):
        yield {"form_id": row.form_id, "role": row.role, "digest": row.digest}


def _pair(connection: Connection, near: float) -> None:
    same_code = and_(this.c.code == former.c.code, this.c.code != "")
    query = select(
        this.c.form_id, former.c.form_id.label("former_id"), this.c.name,
        former.c.name.label("other"),
    ).join(former, same_code)  # fmt: skip
    query = query.where(_once(this), _once(former))
    put(
        connection,
        pair,
        (
            {"form_id": row.form_id, "former_id": row.former_id}
            for row in rows(connection, query)
            if likeness(row.name, row.other) >= near
        ),
    )
    same_name = and_(
        this.c.name == former.c.name,
        this.c.name != "",
        this.c.unit == former.c.unit,
        one_region(this.c.region, former.c.region),
    )
    named = (
        select(this.c.form_id, func.min(former.c.form_id).label("former_id"))
        .join(former, same_name)
        .where(
            ~exists().where(pair.c.form_id == this.c.form_id),
            ~exists().where(pair.c.former_id == former.c.form_id),
        )
        .group_by(this.c.form_id)
        .having(func.count() == 1)
    )
    connection.execute(insert(pair).from_select(["form_id", "former_id"], named))


def _once(table: Table) -> ColumnElement[bool]:
    """Nobody else of its year has the code."""
    codes = table.alias()
    once = select(codes.c.code).group_by(codes.c.code).having(func.count() == 1)
    return table.c.code.in_(once)


def _figures(connection: Connection, rules: Rules) -> Iterator[tuple[int, FindingRecord]]:
    query = (
        select(
            this.c.form_id, this.c.score, this.c.budget,
            former.c.score.label("old_score"), former.c.budget.label("old_budget"),
        )
        .join(pair, pair.c.form_id == this.c.form_id)
        .join(former, former.c.form_id == pair.c.former_id)
        .join(tally, tally.c.form_id == this.c.form_id)
        .order_by(tally.c.place)
    )  # fmt: skip
    for row in rows(connection, query):
        for told in (
            _score(row, rules.last_year.score_change),
            _budget(row, rules.last_year.budget_change),
        ):
            if told is not None:
                yield row.form_id, told


def _score(row: Row[Any], least: Decimal) -> FindingRecord | None:
    if row.score is None or row.old_score is None or abs(row.score - row.old_score) < least:
        return None
    return tell(
        "across", AcrossCode.LAST_YEAR_SCORE, field="总分", found=plain(row.score),
        former=plain(row.old_score), change="高" if row.score > row.old_score else "低",
        gap=plain(abs(row.score - row.old_score)),
    )  # fmt: skip


def _budget(row: Row[Any], least: Decimal) -> FindingRecord | None:
    if row.budget is None or not row.old_budget:
        return None
    change = (row.budget - row.old_budget) / row.old_budget
    if abs(change) < least:
        return None
    return tell(
        "across", AcrossCode.LAST_YEAR_BUDGET, field="全年预算数", found=money(row.budget),
        former=money(row.old_budget), change="增加" if change > 0 else "减少",
        gap=percent(abs(change)),
    )  # fmt: skip


def _texts(connection: Connection, least: int) -> Iterator[tuple[int, FindingRecord]]:
    same = and_(
        former_words.c.form_id == pair.c.former_id,
        former_words.c.role == words.c.role,
        former_words.c.digest == words.c.digest,
    )
    query = (
        select(words.c.form_id, words.c.role, words.c.label, words.c.cell, words.c.text)
        .join(pair, pair.c.form_id == words.c.form_id)
        .join(former_words, same)
        .join(tally, tally.c.form_id == words.c.form_id)
        .where(words.c.length >= least)
        .order_by(tally.c.place, plainly(connection, words.c.cell), words.c.id)
    )
    for form_id, group in groupby(rows(connection, query), lambda row: row.form_id):
        others = []
        for row in group:
            if row.role in _OWN:
                yield form_id, _again(row)
            elif not COMMON.search(row.label):
                others.append(f"“{row.label}”")
        if others:
            labels = list(dict.fromkeys(others))
            more = f"等 {len(labels)} 段" if len(labels) > _LABELS else ""
            names = "、".join(labels[:_LABELS]) + more
            yield form_id, tell("across", AcrossCode.LAST_YEAR_TEXTS, labels=names)


def _again(row: Row[Any]) -> FindingRecord:
    text = " ".join(row.text.split())
    return tell(
        "across", AcrossCode.LAST_YEAR_TEXT, cell=row.cell, field=row.label, label=row.label,
        text=text[:40] + "…" * (len(text) > 40),
    )  # fmt: skip
