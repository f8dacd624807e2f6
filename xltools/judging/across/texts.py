"""Texts that stand in several projects' forms word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, String, func, insert, literal, select

from xltools.judging.across.said import named, named_outward, told_of_groups
from xltools.judging.scratch import plainly, rows, tally
from xltools.judging.told import tell
from xltools.ledger.tables import file, finding, form, project, standing, words
from xltools.patterns import Pattern
from xltools.returns.codes.across import AcrossCode
from xltools.returns.records import FindingRecord
from xltools.returns.rules import Across
from xltools.value import says_nothing

_SHOWN = 40
_LABELS = 5
GIVEN = ("objective_planned", "objective_revised")
"""What the bureau itself wrote into the form."""
COMMON = Pattern(r"目的|原则|方法|依据|制度|过程|组织|准备|标准|文件|其他")
"""Texts that a unit may rightly have in common."""


def texts_are_not_copied(
    connection: Connection, rules: Across
) -> Iterator[tuple[int, FindingRecord]]:
    """A reason, a result, an experience is a project's own; whose it was first is said."""
    found = (row for row in rows(connection, _exact(connection, rules)) if _is_own(row))
    yield from told_of_groups(found, lambda row: (row.role, row.digest, row.text), _copied)


def _is_own(row: Row[Any]) -> bool:
    return not COMMON.search(row.label) and not says_nothing(row.text)


def _copied(row: Row[Any], others: Sequence[Row[Any]]) -> tuple[int, FindingRecord]:
    text = " ".join(row.text.split())
    facts = {
        "label": row.label, "count": row.forms - 1,
        "text": text[:_SHOWN] + "…" * (len(text) > _SHOWN),
    }  # fmt: skip
    place = {"cell": row.cell, "field": row.label}
    if row.rank == 1:
        names, outward = _names(row, others, row.forms - 1)
        told = tell(
            "across", AcrossCode.TEXT_COPIED_BY, **place, **facts, others=names,
            outward={"others": outward},
        )  # fmt: skip
    else:
        first, outward = _names(row, others[:1], 1)
        told = tell(
            "across", AcrossCode.TEXT_COPIED, **place, **facts, first=first,
            outward={"first": outward},
        )  # fmt: skip
    return row.form_id, told


def _names(row: Row[Any], others: Sequence[Row[Any]], count: int) -> tuple[str, str]:
    return named(others, count), named_outward(row.unit, others, count)


def _many(rules: Across) -> Select[Any]:
    """Roles and digests that stand in several projects' forms."""
    return (
        select(words.c.role, words.c.digest)
        .join(tally, tally.c.form_id == words.c.form_id)
        .where(words.c.length >= rules.text_length, words.c.role.not_in(GIVEN))
        .group_by(words.c.role, words.c.digest)
        .having(func.count(tally.c.project_id.distinct()) >= rules.text_projects)
    )


def _exact(connection: Connection, rules: Across) -> Select[Any]:
    """Each text that stands in several forms to the letter, with how many, in order of coming."""
    many = _many(rules).subquery()
    once = (
        select(
            words.c.role, words.c.digest, words.c.text, tally.c.form_id, tally.c.project_id,
            tally.c.place, func.min(words.c.id).label("word"),
        )
        .join(tally, tally.c.form_id == words.c.form_id)
        .join(many, (many.c.role == words.c.role) & (many.c.digest == words.c.digest))
        .group_by(
            words.c.role, words.c.digest, words.c.text, tally.c.form_id, tally.c.project_id,
            tally.c.place,
        )
        .subquery()
    )  # fmt: skip
    same = (once.c.role, once.c.digest, once.c.text)
    ranked = select(
        once,
        func.count().over(partition_by=same).label("forms"),
        func.row_number().over(partition_by=same, order_by=once.c.place).label("rank"),
    ).subquery()
    texts = plainly(connection, ranked.c.text)
    return (
        select(
            ranked, words.c.label, words.c.cell, project.c.unit, project.c.name, file.c.path
        )
        .join(words, words.c.id == ranked.c.word)
        .join(project, project.c.id == ranked.c.project_id)
        .join(form, form.c.id == ranked.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(ranked.c.forms >= rules.text_projects)
        .order_by(
            plainly(connection, ranked.c.role), plainly(connection, ranked.c.digest), texts,
            ranked.c.place,
        )
    )  # fmt: skip


def echo_in_versions(connection: Connection) -> None:
    """The versions that do not count but say the same are told the same."""
    mine, theirs = words.alias("mine"), words.alias("theirs")
    query = (
        select(
            standing.c.form_id, finding.c.origin, finding.c.code, finding.c.severity,
            theirs.c.cell, finding.c.field, finding.c.message, finding.c.advice, finding.c.outward,
        )
        .select_from(finding)
        .join(tally, tally.c.form_id == finding.c.form_id)
        .join(standing, standing.c.project_id == tally.c.project_id)
        .join(mine, (mine.c.form_id == finding.c.form_id) & (mine.c.cell == finding.c.cell))
        .join(
            theirs,
            (theirs.c.form_id == standing.c.form_id)
            & (theirs.c.role == mine.c.role)
            & (theirs.c.text == mine.c.text),
        )
        .where(
            finding.c.origin == literal("across", String),
            finding.c.code == AcrossCode.TEXT_COPIED.number,
            standing.c.verdict == "accepted",
            ~standing.c.counts,
        )
    )  # fmt: skip
    connection.execute(insert(finding).from_select([*query.selected_columns.keys()], query))


def texts_differ_in_more_than_the_name(
    connection: Connection, rules: Across
) -> Iterator[tuple[str, FindingRecord]]:
    """Of each unit the texts that are one and the same in several of its projects, names aside."""
    own = project.alias("own")
    query = (
        select(
            tally.c.unit.label("plain"), words.c.label, words.c.digest,
            func.count(tally.c.project_id.distinct()).label("forms"),
            func.min(plainly(connection, own.c.unit)).label("unit"),
        )
        .join(tally, tally.c.form_id == words.c.form_id)
        .join(own, own.c.id == tally.c.project_id)
        .where(words.c.length >= rules.text_length, words.c.role.not_in(GIVEN))
        .group_by(tally.c.unit, words.c.label, words.c.digest)
        .having(
            func.count(tally.c.project_id.distinct()) >= max(2, rules.text_projects),
            func.count(words.c.text.distinct()) > 1,
        )
        .order_by(plainly(connection, tally.c.unit), plainly(connection, words.c.label))
    )  # fmt: skip
    for _, group in groupby(rows(connection, query), lambda row: row.plain):
        found = [row for row in group if not COMMON.search(row.label)]
        if found:
            labels = list(dict.fromkeys(row.label for row in found))
            more = f"等 {len(labels)} 段" if len(labels) > _LABELS else ""
            names = "、".join(f"“{label}”" for label in labels[:_LABELS]) + more
            count = max(row.forms for row in found)
            told = tell("across", AcrossCode.TEXTS_ALIKE, count=count, labels=names)
            yield found[0].unit, told
