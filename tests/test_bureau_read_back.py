"""Reading back: what a clerk wrote into the summary's 状态 and 意见, whatever program saved it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bureau_heap import Heap, copied, project_of
from sqlalchemy import Table, insert, select, update

from xltools.bureau.now import WITHDRAWN, by_keys
from xltools.bureau.read_back import ReadBack, read_back, read_back_old
from xltools.errors import FileError, FormError
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.states import say
from xltools.ledger.tables import event, file, form, project, run, standing
from xltools.overview.workbook import About, Source, write_overview
from xltools.package import big_table

A, B = "YL2024001", "YL2024002"
SHEET = "汇总表"


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Heap:
    """Taken in once for all tests of this module."""
    return Heap(tmp_path_factory.mktemp("读回"))


@pytest.fixture
def ledger(heap: Heap, tmp_path: Path) -> Iterator[Ledger]:
    """One to write into."""
    with copied(heap, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def fresh(heap: Heap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The summary of the heap as it is written."""
    folder = tmp_path_factory.mktemp("汇总")
    with copied(heap, folder) as opened:
        return written(opened, folder / "汇总.xlsx")


@pytest.fixture
def summary(fresh: Path, tmp_path: Path) -> Path:
    """One for a clerk to write into."""
    return Path(shutil.copy(fresh, tmp_path / "汇总.xlsx"))


def written(ledger: Ledger, target: Path) -> Path:
    """The summary of what the ledger holds now."""
    about = About("汇总", datetime(2025, 4, 3), "1", Source("rules.toml", "x"), "台账.db")
    write_overview(ledger, target, about)
    return target


class Sheet:
    """汇总表 as a clerk sees it: cells by a project's code and a heading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[SHEET]
        self.head = next(row for row in range(1, 10) if self.sheet.cell(row, 1).value == "序号")
        self.columns = {cell.value: cell.column for cell in self.sheet[self.head]}

    def row(self, code: str) -> int:
        """The row of a project."""
        column = self.columns["项目编号"]
        rows = range(self.head + 1, self.sheet.max_row + 1)
        return next(row for row in rows if self.sheet.cell(row, column).value == code)

    def cell(self, code: str, heading: str) -> Any:
        """One cell."""
        return self.sheet.cell(self.row(code), self.columns[heading])

    def put(self, code: str, **cells: str) -> None:
        """Write into the cells of a project."""
        for heading, value in cells.items():
            self.cell(code, heading).value = value

    def save(self) -> None:
        """As Excel would."""
        self.book.save(self.path)


def edited(path: Path, write: Callable[[Sheet], None]) -> Path:
    """The summary after a clerk's work."""
    sheet = Sheet(path)
    write(sheet)
    sheet.save()
    return path


def events(ledger: Ledger) -> list[Any]:
    """Everything that was said."""
    with ledger.read() as connection:
        return list(connection.execute(select(event).order_by(event.c.id)))


def told(made: ReadBack) -> list[tuple[str, str | None, str | None]]:
    """The changes by code."""
    return [(each.shown.split()[0], each.state, each.remark) for each in made.changes]


def state_of(ledger: Ledger, code: str) -> tuple[str, str]:
    """State and remark now."""
    with ledger.read() as connection:
        key = connection.scalar(select(project.c.key).where(project.c.code == code))
        assert key is not None
        now = by_keys(connection, [key])[key]
    return now.state, now.remark


def decide(sheet: Sheet) -> None:
    """What the clerk wrote."""
    sheet.put(A, 状态="通过")
    sheet.put(B, 状态="退回", 意见="请补充\n说明")


DECIDED = [(A, "通过", None), (B, "退回", "请补充\n说明")]


def test_what_nobody_touched_says_nothing(ledger: Ledger, summary: Path) -> None:
    """Not one event."""
    assert read_back(ledger, summary, "张某") == ReadBack()
    assert events(ledger) == []


def test_states_and_remarks_become_events(ledger: Ledger, summary: Path) -> None:
    """With who and from where; the change knows its cell and the state before."""
    made = read_back(ledger, edited(summary, decide), "张某")
    assert told(made) == DECIDED
    sheet = Sheet(summary)
    assert made.changes[0].place.a1 == sheet.cell(A, "状态").coordinate
    assert made.changes[0].before == "已收"
    rows = [(row.who, row.state, row.why, row.remark) for row in events(ledger)]
    assert rows == [
        ("张某", "通过", "汇总表“汇总.xlsx”", ""),
        ("张某", "退回", "汇总表“汇总.xlsx”", "请补充\n说明"),
    ]
    assert state_of(ledger, A) == ("通过", "")
    assert state_of(ledger, B) == ("退回", "请补充\n说明")


def test_a_second_reading_finds_nothing_new(ledger: Ledger, summary: Path) -> None:
    """The ledger says so already."""
    edited(summary, decide)
    read_back(ledger, summary, "张某")
    assert read_back(ledger, summary, "张某") == ReadBack()
    assert len(events(ledger)) == 2


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_whatever_program_saved_it(
    ledger: Ledger, summary: Path, kind: str, office: Callable[..., object]
) -> None:
    """LibreOffice saves what a clerk wrote in each of the formats; an .et is an .xls inside."""
    edited(summary, decide)
    folder = summary.parent / "另存"
    office("--convert-to", kind, "--outdir", str(folder), str(summary))
    saved = folder / f"汇总.{kind}"
    if kind == "xls":
        saved = saved.rename(folder / "汇总.et")
    assert told(read_back(ledger, saved, "张某")) == DECIDED


def test_lines_may_be_sorted_and_taken_away_and_columns_moved(
    ledger: Ledger, summary: Path
) -> None:
    """Headings and the key tell what is what."""

    def shuffle(sheet: Sheet) -> None:
        decide(sheet)
        rows = [
            [cell.value for cell in row]
            for row in sheet.sheet.iter_rows(min_row=sheet.head, max_row=sheet.row(B) + 3)
        ]
        sheet.sheet.delete_rows(1, sheet.sheet.max_row)
        for row in [rows[0], *reversed(rows[1:])]:
            sheet.sheet.append(list(reversed(row)))

    assert told(read_back(ledger, edited(summary, shuffle), "张某")) == DECIDED[::-1]


def test_an_unknown_word_is_told_at_its_cell_and_nothing_is_entered(
    ledger: Ledger, summary: Path
) -> None:
    """All or nothing: the other changes of the same summary wait until it is mended."""

    def write(sheet: Sheet) -> None:
        decide(sheet)
        sheet.put("YL2024003", 状态="同意")

    cell = Sheet(edited(summary, write)).cell("YL2024003", "状态").coordinate
    with pytest.raises(FormError) as refused:
        read_back(ledger, summary, "张某")
    assert f"{SHEET}!{cell} 没有“同意”这种状态" in str(refused.value)
    assert "一处也没有读回" in str(refused.value)
    assert events(ledger) == []


def test_a_key_that_nobody_knows_is_told(ledger: Ledger, summary: Path) -> None:
    """It may be another year's summary; a state without a key is whose?"""

    def write(sheet: Sheet) -> None:
        sheet.put(A, 标识="copy:nobody")
        sheet.put(B, 标识="")

    with pytest.raises(FormError) as refused:
        read_back(ledger, edited(summary, write), "张某")
    assert "“copy:nobody”不在台账里" in str(refused.value)
    assert "空着，不知道这一行的状态说的是哪个项目" in str(refused.value)


def test_two_lines_of_one_project_must_say_the_same(ledger: Ledger, summary: Path) -> None:
    """A copied line is nothing wrong, one with another state is."""

    def copy(sheet: Sheet) -> None:
        sheet.put(A, 状态="通过")
        sheet.sheet.append([cell.value for cell in sheet.sheet[sheet.row(A)]])

    assert told(read_back(ledger, edited(summary, copy), "张某")) == [(A, "通过", None)]

    def contradict(sheet: Sheet) -> None:
        sheet.put(A, 状态="排除")

    with pytest.raises(FormError, match="是同一个项目，写的却不一样"):
        read_back(ledger, edited(summary, contradict), "张某")


def test_what_somebody_else_changed_meanwhile_is_told_and_kept(
    ledger: Ledger, summary: Path
) -> None:
    """The rest is entered; a line that the clerk did not touch never undoes anything."""
    edited(summary, decide)
    with ledger.write() as connection:
        say(connection, project_of(ledger, A), "排除", "王某", "撤项", at="2025-04-04 09:00:00")
        say(connection, project_of(ledger, "YL2024003"), "通过", "王某")
    made = read_back(ledger, summary, "张某")
    assert told(made) == DECIDED[1:]
    (conflict,) = made.conflicts
    assert conflict.why == "王某 在 2025-04-04 09:00:00 已改为“排除”"
    assert state_of(ledger, A)[0] == "排除"
    assert state_of(ledger, "YL2024003")[0] == "通过"


def test_ones_own_earlier_word_gives_way(ledger: Ledger, summary: Path) -> None:
    """Sent back by the clerk since, then passed in the summary: the later word holds."""
    with ledger.write() as connection:
        say(connection, project_of(ledger, A), "退回", "张某")
    made = read_back(ledger, edited(summary, decide), "张某")
    assert told(made) == DECIDED
    assert state_of(ledger, A)[0] == "通过"


def test_an_old_summary_does_not_bring_back_what_was_changed_after_it_was_read(
    ledger: Ledger, summary: Path
) -> None:
    """Read back, then changed otherwise, then read back again: nothing is new in it."""
    edited(summary, decide)
    read_back(ledger, summary, "张某")
    with ledger.write() as connection:
        say(connection, project_of(ledger, A), "排除", "张某")
    assert read_back(ledger, summary, "张某") == ReadBack()
    assert state_of(ledger, A)[0] == "排除"


def test_a_form_that_came_since_is_told(ledger: Ledger, fresh: Path, tmp_path: Path) -> None:
    """The clerk passed the form before it."""
    number = project_of(ledger, A)
    with ledger.write() as connection:
        say(connection, number, "退回", "张某")
    summary = written(ledger, tmp_path / "退回后.xlsx")
    with ledger.write() as connection:
        _arrive(connection, number)
    assert state_of(ledger, A)[0] == "已改"
    made = read_back(ledger, edited(summary, lambda sheet: sheet.put(A, 状态="通过")), "张某")
    assert not made.changes
    assert "又报来了表，现在是“已改”" in made.conflicts[0].why


def _arrive(connection: Any, number: int) -> None:
    """Another version of a project's form, in a later run."""
    counting = connection.scalar(
        select(standing.c.form_id).where(standing.c.project_id == number, standing.c.counts)
    )
    came = connection.scalar(select(form.c.file_id).where(form.c.id == counting))
    later = _again(connection, run, connection.scalar(select(run.c.id)))
    new_file = _again(connection, file, came, run_id=later, path="新.xlsx", sha256="f" * 64)
    new = _again(connection, form, counting, file_id=new_file)
    connection.execute(
        standing.update().where(standing.c.form_id == counting).values(counts=False)
    )
    connection.execute(insert(standing).values(
        form_id=new, project_id=number, matched="copy", verdict="accepted", code="", reason="",
        counts=True, why="", late=True,
    ))  # fmt: skip


def _again(connection: Any, table: Table, number: int, **changed: Any) -> int:
    """A row like another one; its number."""
    row = connection.execute(select(table).where(table.c.id == number)).one()
    values = {key: value for key, value in row._mapping.items() if key != "id"} | changed
    made: int = connection.execute(insert(table).values(values)).inserted_primary_key[0]
    return made


def test_a_remark_is_taken_back(ledger: Ledger, tmp_path: Path) -> None:
    """Emptied in the summary: entries are only added, so a word of its own says so."""
    with ledger.write() as connection:
        say(connection, project_of(ledger, A), "", "张某", "", "算错了")
    summary = written(ledger, tmp_path / "汇总.xlsx")
    made = read_back(ledger, edited(summary, lambda sheet: sheet.put(A, 意见="")), "张某")
    assert told(made) == [(A, None, "")]
    assert events(ledger)[-1].remark == WITHDRAWN
    assert state_of(ledger, A) == ("已收", "")
    assert written(ledger, tmp_path / "二.xlsx").is_file()
    assert read_back(ledger, tmp_path / "二.xlsx", "张某") == ReadBack()


def test_a_state_that_was_emptied_says_nothing(ledger: Ledger, summary: Path) -> None:
    """Nobody decides by deleting."""
    edited(summary, lambda sheet: sheet.put(A, 状态=""))
    assert read_back(ledger, summary, "张某") == ReadBack()


def test_without_its_hidden_columns_a_summary_is_compared_with_the_ledger(
    ledger: Ledger, summary: Path
) -> None:
    """A clerk copied what is in sight into a new workbook."""

    def strip(sheet: Sheet) -> None:
        decide(sheet)
        for heading in ("原意见", "原状态"):
            sheet.sheet.delete_cols(sheet.columns[heading])

    assert told(read_back(ledger, edited(summary, strip), "张某")) == DECIDED


def test_what_is_no_summary_is_told(ledger: Ledger, demo: Path, tmp_path: Path) -> None:
    """A form, a text, nothing at all."""
    with pytest.raises(FormError, match="不是汇总表"):
        read_back(ledger, demo, "张某")
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\3\4 broken")
    with pytest.raises(FileError, match="不是工作簿"):
        read_back(ledger, broken, "张某")
    with pytest.raises(FileError, match="找不到文件"):
        read_back(ledger, tmp_path / "没有.xlsx", "张某")


def test_a_bit_that_changed_on_the_way_is_no_decision(ledger: Ledger, summary: Path) -> None:
    """What says something else than when it was saved is refused, and nothing is entered."""
    data = summary.read_bytes()
    with zipfile.ZipFile(summary) as archive:
        at = max(archive.infolist(), key=lambda each: each.compress_size).header_offset
    for spot in range(at + 200, at + 1400, 200):
        summary.write_bytes(data[:spot] + bytes([data[spot] ^ 4]) + data[spot + 1 :])
        with pytest.raises(FileError, match=r"校验不符|已损坏"):
            read_back(ledger, summary, "张某")


def test_a_summary_that_kills_its_reader_is_told(
    ledger: Ledger, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk lives on, and replaces nothing that it could not read."""
    monkeypatch.setattr(big_table, "_WORK", "apart_work:abort")
    with pytest.raises(FormError, match=r"所以没有重新生成：读“.*”时读表程序崩溃了"):
        read_back_old(ledger, summary, "张某")


def test_an_old_summary_is_read_back_before_a_new_one_takes_its_place(
    ledger: Ledger, summary: Path, tmp_path: Path
) -> None:
    """None lies there: nothing to do. One that cannot be read back must not be lost."""
    assert read_back_old(ledger, tmp_path / "没有.xlsx", "张某") == ReadBack()
    assert told(read_back_old(ledger, edited(summary, decide), "张某")) == DECIDED
    edited(summary, lambda sheet: sheet.put("YL2024003", 状态="同意"))
    with pytest.raises(FormError, match=r"没有重新生成(.|\n)*同意(.|\n)*请改好"):
        read_back_old(ledger, summary, "张某")


@pytest.mark.parametrize("known_by", ["code", "name"])
def test_a_summary_from_before_the_roster_is_read_back(
    ledger: Ledger, summary: Path, known_by: str
) -> None:
    """While nobody expected them, the projects had keys of another kind."""
    with ledger.read() as connection:
        row = connection.execute(select(project).where(project.c.code == A)).one()
    former = {
        "code": f"code:2024|{row.plain_code}",
        "name": f"name:2024|{row.plain_unit}|{row.plain_name}",
    }

    def write(sheet: Sheet) -> None:
        decide(sheet)
        sheet.put(A, 标识=former[known_by])

    assert told(read_back(ledger, edited(summary, write), "张某")) == DECIDED
    assert state_of(ledger, A) == ("通过", "")


def test_a_former_key_that_two_projects_share_is_nobodys(ledger: Ledger, summary: Path) -> None:
    """It is told, as any other that nobody knows."""
    with ledger.write() as connection:
        codes = (A, B)
        two = update(project).where(project.c.code.in_(codes)).values(plain_code="yl-x")
        connection.execute(two)

    edited(summary, lambda sheet: sheet.put(A, 标识="code:2024|yl-x", 状态="通过"))
    with pytest.raises(FormError, match=r"“code:2024\|yl-x”不在台账里"):
        read_back(ledger, summary, "张某")


def test_a_project_that_is_no_more_does_not_stop_the_next_summary(
    ledger: Ledger, summary: Path
) -> None:
    """Unless somebody wrote into its line, or no line is of this ledger at all."""

    def write(sheet: Sheet) -> None:
        decide(sheet)
        sheet.put("YL2024003", 标识="name:2024|甲|乙")

    with pytest.raises(FormError, match="不在台账里"):
        read_back(ledger, edited(summary, write), "张某")
    assert told(read_back_old(ledger, summary, "张某")) == DECIDED
    edited(summary, lambda sheet: sheet.put("YL2024003", 意见="请补充"))
    with pytest.raises(FormError, match=r"“name:2024\|甲\|乙”不在台账里"):
        read_back_old(ledger, summary, "张某")


def test_another_ledgers_summary_is_not_replaced(fresh: Path, tmp_path: Path) -> None:
    """Last year's lies there under the same name, and nobody wrote into it."""
    with (
        open_ledger(tmp_path / "另一本.db") as other,
        pytest.raises(FormError, match="是不是别的汇总表"),
    ):
        read_back_old(other, fresh, "张某")
