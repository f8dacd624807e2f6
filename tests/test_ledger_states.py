"""Where each project stands: what follows from the forms, and what people said of it."""

from __future__ import annotations

from typing import Any

import pytest
from ledger_records import file_record, refused_record, rows
from sqlalchemy import delete, insert, select
from test_ledger_roster import row

from xltools.errors import FormError
from xltools.ledger.book import Ledger
from xltools.ledger.states import STATES, current, current_select, say
from xltools.ledger.tables import event, file, form, refusal, standing


class Desk:
    """A ledger with three awaited projects, and what happens to the first."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        ledger.set_roster([row(1), row(2), row(3)])
        self._runs = 0

    def comes(self, verdict: str = "accepted", **values: Any) -> int:
        """A run in which one form comes for the first project; it counts unless it is refused."""
        self._runs += 1
        number = self.ledger.begin_run({}, "", "")
        path = values.pop("path", f"{self._runs}.xlsx")
        modified = f"2025-03-{self._runs:02d} 08:00:00"
        self.ledger.keep(number, [file_record(path, time=self._runs, modified=modified)])
        self.ledger.finish_run(number, {})
        with self.ledger.write() as connection:
            own = connection.scalar(select(form.c.id).order_by(form.c.id.desc()).limit(1))
            assert own is not None
            counts = verdict != "refused"
            if counts:
                self.counts_no_more(connection)
            stood = {
                "form_id": own, "project_id": 1, "matched": "copy", "verdict": verdict, "code": "",
                "reason": "年度不对" if verdict == "refused" else "", "counts": counts,
                "why": "最后一份" if counts else "", "late": False,
            }  # fmt: skip
            connection.execute(insert(standing).values(stood | values))
            return int(own)

    @staticmethod
    def counts_no_more(connection: Any) -> None:
        """Judging begins anew."""
        connection.execute(standing.update().values(counts=False))

    def counts(self, own: int) -> None:
        """Judging finds that this form counts."""
        with self.ledger.write() as connection:
            self.counts_no_more(connection)
            connection.execute(
                standing.update().where(standing.c.form_id == own).values(counts=True)
            )

    def said(self, state: str, who: str = "李某", why: str = "", remark: str = "") -> None:
        """Somebody says something of the first project."""
        with self.ledger.write() as connection:
            say(connection, 1, state, who, why, remark, at="2025-04-01 09:00:00")

    @property
    def all(self) -> list[tuple[Any, ...]]:
        """Every project as it stands."""
        with self.ledger.read() as connection:
            return [tuple(each) for each in current(connection)]

    @property
    def state(self) -> tuple[Any, ...]:
        """State, since, who, why of the first project."""
        return self.all[0][1:5]


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    """Three projects, of which nothing came."""
    return Desk(ledger)


def test_every_project_stands_somewhere(desk: Desk) -> None:
    """Once each, also those of which nothing came."""
    own = desk.comes()

    assert desk.all == [
        (1, "已收", "2025-03-01 08:00:00", "", "最后一份", "", own),
        (2, "未报送", "", "", "", "", None),
        (3, "未报送", "", "", "", "", None),
    ]


def test_the_select_can_be_a_part_of_another(desk: Desk) -> None:
    """As the overview joins it, and for some projects alone."""
    desk.comes()
    now = current_select().order_by(None).subquery("now")
    few = current_select(select(form.c.id).where(form.c.id == 1))
    with desk.ledger.read() as connection:
        states = connection.execute(
            select(now.c.project_id, now.c.state).order_by(now.c.project_id)
        )
        assert [tuple(each) for each in states] == [(1, "已收"), (2, "未报送"), (3, "未报送")]
        assert [each.state for each in connection.execute(few)] == ["已收"]


def test_only_what_was_refused_came(desk: Desk) -> None:
    """A form of the wrong year, or a file that nobody could read and that names the project."""
    desk.comes("refused")
    assert desk.state == ("退回", "2025-03-01 08:00:00", "", "年度不对")

    number = desk.ledger.begin_run({}, "", "")
    broken = refused_record("YL001.xlsx", modified="2025-03-09 08:00:00", reason="文件已损坏")
    desk.ledger.keep(number, [broken])
    with desk.ledger.write() as connection:
        own = connection.scalar(select(file.c.id).where(file.c.kind == "refused"))
        connection.execute(insert(refusal).values(file_id=own, project_id=1))
    assert desk.state == ("退回", "2025-03-09 08:00:00", "", "文件已损坏")

    desk.comes()
    assert desk.state[0] == "已收"


def test_what_somebody_said_holds(desk: Desk) -> None:
    """The last word, with who and why; earlier ones stay in the ledger."""
    desk.comes()
    desk.said("退回", "张某", "第 3 项没有说明原因")
    desk.said("通过", "李某", "电话核实")

    assert desk.state == ("通过", "2025-04-01 09:00:00", "李某", "电话核实")
    assert rows(desk.ledger, event, event.c.state, event.c.who) == [
        ("退回", "张某"),
        ("通过", "李某"),
    ]


@pytest.mark.parametrize("state", ["退回", "通过"])
def test_a_newer_form_makes_it_revised(desk: Desk, state: str) -> None:
    """After 退回 as after 通过: somebody must look again, and may decide again."""
    desk.comes()
    desk.said(state, why="少一项")
    assert desk.state[0] == state

    desk.comes()
    assert desk.state == (
        "已改",
        "2025-03-02 08:00:00",
        "",
        f"{state}后又报来；原来的意见：少一项",
    )
    desk.said("通过")
    assert desk.state[0] == "通过"


def test_what_was_returned_before_anything_counted_is_revised_too(desk: Desk) -> None:
    """Only a broken file had come when it was returned."""
    desk.comes("refused")
    desk.said("退回")
    assert desk.state[0] == "退回"

    desk.comes()
    assert desk.state[0] == "已改"


def test_a_refused_form_revises_nothing(desk: Desk) -> None:
    """What came again is not taken: it is still returned."""
    desk.comes()
    desk.said("退回")
    desk.comes("refused")

    assert desk.state[0] == "退回"


def test_an_older_form_that_counts_again_is_no_revision(desk: Desk) -> None:
    """The newer one was deleted, or the rule was changed."""
    older, newer = desk.comes(), desk.comes()
    desk.counts(newer)
    desk.said("退回")
    desk.counts(older)
    assert desk.state[0] == "退回"

    with desk.ledger.write() as connection:
        desk.counts_no_more(connection)
    assert desk.state[0] == "退回"


def test_what_was_excluded_stays_out(desk: Desk) -> None:
    """Whatever comes; until somebody takes it back, and then the forms decide."""
    desk.said("排除", why="项目已撤销")
    desk.comes()
    assert desk.state == ("排除", "2025-04-01 09:00:00", "李某", "项目已撤销")

    desk.said("已收", why="又列入了")
    assert desk.state == ("已收", "2025-04-01 09:00:00", "李某", "又列入了")


def test_a_state_that_follows_from_the_forms_is_not_a_decision(desk: Desk) -> None:
    """Who enters 已收 where nothing came takes back what was said, and no form appears."""
    desk.said("退回")
    desk.said("已收")
    assert desk.state[0] == "未报送"

    desk.comes()
    desk.said("已改")
    assert desk.state[0] == "已改"
    desk.said("未报送")
    assert desk.state[0] == "已收"


def test_a_remark_alone_changes_no_state(desk: Desk) -> None:
    """The last one that says something is shown."""
    desk.comes()
    desk.said("", remark="已电话催报")
    assert desk.all[0][5] == "已电话催报"
    assert desk.state[0] == "已收"

    desk.said("通过", remark="")
    assert (desk.state[0], desk.all[0][5]) == ("通过", "已电话催报")
    desk.said("", remark="材料齐")
    assert (desk.state[0], desk.all[0][5]) == ("通过", "材料齐")


def test_what_is_said_names_the_form_it_was_said_of(desk: Desk) -> None:
    """The one that counted then, or the one that is named; none, where none counted."""
    desk.said("退回")
    one = desk.comes()
    desk.said("退回")
    desk.comes()
    with desk.ledger.write() as connection:
        say(connection, 1, "通过", "李某", "", "", form_id=one)

    assert rows(desk.ledger, event, event.c.form_id) == [(None,), (one,), (one,)]
    assert desk.state[0] == "已改"


def test_a_state_that_is_none_is_refused(desk: Desk) -> None:
    """With those that there are; nothing is entered."""
    with desk.ledger.write() as connection:
        with pytest.raises(FormError, match=f"没有“同意”这种状态，可写：{'、'.join(STATES)}"):
            say(connection, 1, "同意", "李某", "", "")
        say(connection, 2, "通过", "李" * 300, "\0", "\ud800")

    ((who, why, remark),) = rows(desk.ledger, event, event.c.who, event.c.why, event.c.remark)
    assert (len(who), why, remark) == (200, "?", "?")


def test_what_is_derived_may_be_thrown_away(desk: Desk) -> None:
    """Decisions are not: they hold while judging works anew."""
    desk.comes()
    desk.said("通过")
    with desk.ledger.write() as connection:
        connection.execute(delete(standing))

    assert desk.state[0] == "通过"
    assert [each[1] for each in desk.all[1:]] == ["未报送", "未报送"]
