"""One project's way through the ledger; all projects' states; a state entered by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct
from sqlalchemy import Connection, or_, select

from xltools.bureau.now import WITHDRAWN, Now, now_of
from xltools.errors import FormError
from xltools.ledger.book import Ledger
from xltools.ledger.spelling import plain_code, plain_name
from xltools.ledger.states import STATES, say
from xltools.ledger.tables import event, file, form, project, refusal, standing
from xltools.overview.selects import bytewise

_SHOWN = 5


class Step(Struct, frozen=True):
    """Something that happened to a project: a file that came, or a word that was said.

    `what` is 来件 or 记事; `state` is the verdict of the file or the state that was said.
    """

    at: str
    what: str
    who: str
    state: str
    why: str
    remark: str


def standings(
    connection: Connection, units: Collection[str] = (), states: Collection[str] = ()
) -> Iterator[Now]:
    """Every project of these units (all by default) in one of these states (any by default).

    Raises:
        FormError: there is no such unit or state.
    """
    for state in states:
        _known(state)
    only = select(project.c.id)
    if units:
        for unit in units:
            there = select(project.c.id).where(project.c.unit == unit).limit(1)
            if connection.scalar(there) is None:
                raise FormError(f"台账里没有单位“{unit}”。请照汇总表里的写法写单位名称。")
        only = only.where(project.c.unit.in_(units))
    for each in now_of(connection, only if units else None):
        if not states or each.state in states:
            yield each


def one_project(connection: Connection, text: str) -> Now:
    """The project of a code, a name or a key.

    Raises:
        FormError: there is none, or several.
    """
    wanted = [project.c.key == text]
    code, name = plain_code(text), plain_name(text)
    wanted += [project.c.plain_code == code] if code else []
    wanted += [project.c.plain_name == name] if name else []
    found = list(now_of(connection, select(project.c.id).where(or_(*wanted))))
    exact = [each for each in found if text in (each.key, each.code)]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise FormError(f"台账里没有项目“{text}”。请写项目编号、项目名称，或汇总表里的标识。")
    if len(found) > 1:
        told = "；".join(f"{each.unit} {each.shown}（{each.key}）" for each in found[:_SHOWN])
        raise FormError(f"有 {len(found)} 个项目都是“{text}”，请写标识：{told}")
    return found[0]


def history(connection: Connection, now: Now) -> list[Step]:
    """What came of the project and what was said of it, in the order of time."""
    came = (
        select(
            file.c.modified, file.c.path, standing.c.verdict, standing.c.reason,
            standing.c.why, standing.c.counts,
        )
        .join(form, form.c.id == standing.c.form_id)
        .join(file, file.c.id == form.c.file_id)
        .where(standing.c.project_id == now.project)
        .order_by(file.c.modified, bytewise(file.c.path))
    )  # fmt: skip
    steps = [
        Step(row.modified, "来件", "", _VERDICTS.get(row.verdict, row.verdict), _because(
            row.path, row.reason or row.why), "")
        for row in connection.execute(came)
    ]  # fmt: skip
    lost = (
        select(file.c.modified, file.c.path, file.c.reason)
        .join(refusal, refusal.c.file_id == file.c.id)
        .where(refusal.c.project_id == now.project)
    )
    steps += [
        Step(row.modified, "来件", "", _VERDICTS["refused"], _because(row.path, row.reason), "")
        for row in connection.execute(lost)
    ]
    said = select(event).where(event.c.project_id == now.project).order_by(event.c.id)
    steps += [
        Step(row.at, "记事", row.who, row.state, row.why, row.remark)
        for row in connection.execute(said)
    ]
    return sorted(steps, key=lambda step: step.at)


def enter(
    ledger: Ledger,
    text: str,
    who: str,
    *,
    state: str = "",
    why: str = "",
    remark: str | None = None,
) -> Now:
    """Enter a state or a remark of one project and return how it stands now; "" takes a remark back.

    Raises:
        FormError: there is no such project or state.
        SaveError: the ledger cannot be written.
    """
    if state:
        _known(state)
    with ledger.write() as connection:
        found = one_project(connection, text)
        said = WITHDRAWN if remark == "" else remark or ""
        say(connection, found.project, state, who, why, said)
        return one_project(connection, found.key)


_VERDICTS = {
    "accepted": "收下", "findings": "收下但有问题", "refused": "没有收", "duplicate": "重复",
    "gone": "已不在",
}  # fmt: skip


def _because(path: str, why: str) -> str:
    return f"{path}：{why}" if why else path


def _known(state: str) -> None:
    if state not in STATES:
        raise FormError(f"没有“{state}”这种状态，可写：{'、'.join(STATES)}。")
