"""Sending back: one zip a unit, with a letter of all its projects and annotated copies."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from bureau_heap import Heap, copied, project_of, take_in
from postgresql_server import Server
from sqlalchemy import delete, insert, select, update

from xltools.anchors import NOTE_TAG
from xltools.bureau.letters import COPIES, LETTER
from xltools.bureau.send_back import Order, SentBack, send_back
from xltools.errors import FormError, Stopped
from xltools.hosts.folders import RETURNED
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.states import current_select, say
from xltools.ledger.tables import event, file, finding, project, standing

DAY = date(2025, 4, 3)
UNIT = "云岭县民政局"
ORDER = Order(day=DAY, who="李某")
ONE = Order(day=DAY, who="李某", units=[UNIT])
COPY = f"{COPIES}/YL2024022-社区养老服务站运营-问题清单.xlsx"


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Heap:
    """Taken in once for all tests of this module."""
    return Heap(tmp_path_factory.mktemp("退回"))


@pytest.fixture
def ledger(heap: Heap, tmp_path: Path) -> Iterator[Ledger]:
    """One to write into."""
    with copied(heap, tmp_path / "台账") as opened:
        yield opened


class Everything:
    """All units, sent back once."""

    def __init__(self, heap: Heap, folder: Path) -> None:
        self.before = digests(heap.came)
        self.folder = folder / "出"
        with copied(heap, folder / "台账") as ledger:
            self.made = send_back(ledger, self.folder, ORDER)
            self.states = states(ledger)
            with ledger.read() as connection:
                self.events = connection.execute(select(event)).all()
        self.ledger = folder / "台账" / "台账.db"


@pytest.fixture(scope="module")
def everything(heap: Heap, tmp_path_factory: pytest.TempPathFactory) -> Everything:
    """LibreOffice converts what is no .xlsx, which takes its time."""
    return Everything(heap, tmp_path_factory.mktemp("全部"))


def sent(made: SentBack, unit: str) -> zipfile.ZipFile:
    """The zip that went to a unit."""
    (one,) = (each for each in made.units if each.unit == unit)
    assert one.target is not None
    return zipfile.ZipFile(one.target)


def letter(archive: zipfile.ZipFile) -> Any:
    """Its letter."""
    return docx.Document(io.BytesIO(archive.read(LETTER)))


def tables(document: Any) -> list[list[list[str]]]:
    """The cells of all its tables."""
    return [
        [[cell.text for cell in row.cells] for row in each.rows] for each in document.tables
    ]


def texts(document: Any) -> list[str]:
    """Its paragraphs, but for tables."""
    return [each.text for each in document.paragraphs if each.text]


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with its content's hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def states(ledger: Ledger) -> dict[int, str]:
    """The state of every project."""
    with ledger.read() as connection:
        return {row.project_id: row.state for row in connection.execute(current_select())}


def in_forms(ledger: Ledger, code: str) -> list[Any]:
    """The findings, errors and warnings, of the form that counts for a project."""
    query = (
        select(finding)
        .join(standing, standing.c.form_id == finding.c.form_id)
        .join(project, project.c.id == standing.c.project_id)
        .where(project.c.code == code, standing.c.counts, finding.c.severity != "hint")
    )
    with ledger.read() as connection:
        return list(connection.execute(query))


def test_a_unit_gets_one_zip_with_a_letter_and_a_copy_of_each_form_to_be_mended(
    ledger: Ledger, tmp_path: Path
) -> None:
    """Every project of the unit stands in the letter; what came for each is told."""
    made = send_back(ledger, tmp_path, ONE)
    with sent(made, UNIT) as archive:
        names = archive.namelist()
        document = letter(archive)
    assert names[0] == LETTER
    assert COPY in names
    words, lists = texts(document), tables(document)
    assert words[:2] == ["关于2024年度", "项目支出绩效自评表的退回意见书"]
    assert words[2] == "云岭县民政局："
    assert words[-1] == "2025年4月3日"
    with ledger.read() as connection:
        own = connection.execute(
            select(project.c.code).where(project.c.unit == UNIT, project.c.listed)
        ).scalars()
        assert [row[1] for row in lists[0][1:]] == list(own)
    said = {cell for each in lists for row in each for cell in row}
    for row in in_forms(ledger, "YL2024022"):
        assert row.message in said
        assert row.advice in said
    awaited = [row for each in lists if each[0][-1] == "说明" for row in each[1:]]
    assert [row[1:4] for row in awaited] == [
        ["YL2024021", "城乡困难群众临时救助", "2025-03-31"]
    ]
    assert "已逾期 3 天" in awaited[0][4]
    refused = [row for each in lists if each[0][-1] == "原因和办法" for row in each[1:]]
    assert any("YL2024021" in row[2] for row in refused)


def test_the_copy_lists_the_findings_and_marks_the_cells(
    ledger: Ledger, tmp_path: Path
) -> None:
    """Of every origin that the ledger has; notes begin with our tag, and nothing else is changed."""
    made = send_back(ledger, tmp_path, ONE)
    with sent(made, UNIT) as archive:
        data = archive.read(COPY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    expected = in_forms(ledger, "YL2024022")
    listed = [
        row[5] for row in book["问题清单"].iter_rows(min_row=4, values_only=True) if row[5]
    ]
    assert set(listed) == {row.message for row in expected}
    notes = {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and cell.comment.text.startswith(NOTE_TAG)
    }
    assert set(notes) == {row.cell for row in expected if row.cell}
    for row in expected:
        assert not row.cell or row.message in notes[row.cell]


def test_what_was_found_across_projects_and_by_the_roster_goes_back_too(
    ledger: Ledger, tmp_path: Path
) -> None:
    """Findings of all four origins stand in the letter and the copy."""
    with ledger.write() as connection:
        counting = connection.scalar(
            select(standing.c.form_id)
            .join(project, project.c.id == standing.c.project_id)
            .where(project.c.code == "YL2024022", standing.c.counts)
        )
        for origin in ("form", "sent", "match", "across"):
            connection.execute(insert(finding).values(
                form_id=counting, origin=origin, code="D99", severity="warning",
                cell="自评表!F20", field="实际完成值", message=f"{origin} 的问题。", advice="请改。",
            ))  # fmt: skip
    made = send_back(ledger, tmp_path, ONE)
    with sent(made, UNIT) as archive:
        said = {cell for each in tables(letter(archive)) for row in each for cell in row}
        data = archive.read(COPY)
    note = openpyxl.load_workbook(io.BytesIO(data))["自评表"]["F20"].comment
    for origin in ("form", "sent", "match", "across"):
        assert f"{origin} 的问题。" in said
        assert note is not None
        assert f"提醒 D99：{origin} 的问题。" in note.text


def test_hints_go_back_only_if_they_are_wanted(ledger: Ledger, tmp_path: Path) -> None:
    """A form with nothing but a hint is sound."""
    target = project_of(ledger, "YL2024001")
    with ledger.write() as connection:
        counting = connection.scalar(
            select(standing.c.form_id).where(standing.c.project_id == target, standing.c.counts)
        )
        connection.execute(delete(finding).where(finding.c.form_id == counting))
        connection.execute(insert(finding).values(
            form_id=counting, origin="form", code="R99", severity="hint", cell="", field="",
            message="只是提示。", advice="可以不改。",
        ))  # fmt: skip
    unit = "云岭县交通运输局"
    quiet = send_back(ledger, tmp_path, Order(day=DAY, who="李", units=[unit], record=False))
    with sent(quiet, unit) as archive:
        assert "只是提示。" not in str(tables(letter(archive)))
    full = Order(day=DAY, who="李", units=[unit], record=False, hints=True)
    with sent(send_back(ledger, tmp_path / "2", full), unit) as archive:
        assert "只是提示。" in str(tables(letter(archive)))


def test_not_a_byte_of_what_came_changes(heap: Heap, everything: Everything) -> None:
    """Archives included."""
    assert everything.made.units
    assert digests(heap.came) == everything.before


def test_a_form_in_an_archive_is_read_out_of_it(everything: Everything) -> None:
    """Nested ones and names of Chinese Windows, too: all forms that need a copy have one."""
    with sent(everything.made, "云岭县应急管理局") as archive:
        assert f"{COPIES}/YL2024038-安全生产专家服务-问题清单.xlsx" in archive.namelist()
    assert all(each.copies == each.forms for each in everything.made.units)
    assert not any(each.troubles for each in everything.made.units)


def test_what_is_no_xlsx_comes_back_as_one(ledger: Ledger, tmp_path: Path) -> None:
    """An .ods that counts, converted, with list and notes."""
    unit = "云岭县文化和旅游局"
    order = Order(day=DAY, who="李", units=[unit], hints=True)
    with sent(send_back(ledger, tmp_path, order), unit) as archive:
        data = archive.read(f"{COPIES}/YL2024026-古籍修复（改）-问题清单.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert {"提醒", "提示"} <= {cell.value for cell in book["问题清单"]["B"]}
    note = book["报告文本"]["E16"].comment
    assert note is not None
    assert note.text.startswith(NOTE_TAG)


def test_a_second_run_writes_the_same_and_nothing_more(ledger: Ledger, tmp_path: Path) -> None:
    """Byte for byte: nothing is written twice, no state is entered twice."""
    first = send_back(ledger, tmp_path, ONE)
    before = digests(tmp_path)
    with ledger.read() as connection:
        events = len(connection.execute(select(event.c.id)).all())
    again = send_back(ledger, tmp_path, ONE)
    assert [each.target for each in again.units] == [each.target for each in first.units]
    assert {name for name in digests(tmp_path) if "台账" not in name} >= {
        name for name in before if "台账" not in name
    }
    changed = {name for name, digest in digests(tmp_path).items() if before.get(name) != digest}
    assert changed <= {"台账/台账.db"}
    assert [each.states for each in again.units] == [0] * len(again.units)
    with ledger.read() as connection:
        assert len(connection.execute(select(event.c.id)).all()) == events


def test_what_somebody_changed_stays(ledger: Ledger, tmp_path: Path) -> None:
    """The new zip gets a number."""
    first = send_back(ledger, tmp_path, ONE).units[0].target
    assert first is not None
    first.write_bytes(first.read_bytes() + b"!")
    kept = first.read_bytes()
    second = send_back(ledger, tmp_path, ONE).units[0].target
    assert first.read_bytes() == kept
    assert second == first.with_name(f"{first.stem}(2).zip")


def test_what_went_back_is_entered_with_who_and_why(
    ledger: Ledger, everything: Everything
) -> None:
    """What was sent back, and what was never taken; of what never came nothing is entered."""
    after = everything.states
    sent_back = project_of(ledger, "YL2024022")
    assert after[sent_back] == "退回"
    assert after[project_of(ledger, "YL2024021")] == "退回"
    assert after[project_of(ledger, "YL2024041")] == "未报送"
    assert after[project_of(ledger, "YL2024040")] == "已收"
    (row,) = (each for each in everything.events if each.project_id == sent_back)
    assert (row.who, row.state, row.why) == ("李某", "退回", f"已发退回意见：{UNIT}.zip")
    assert row.form_id is not None
    assert sum(each.states for each in everything.made.units) == len(everything.events)


@pytest.mark.parametrize("order", [
    Order(day=DAY, who="李", units=[UNIT], dry=True),
    Order(day=DAY, who="李", units=[UNIT], record=False),
])  # fmt: skip
def test_a_trial_enters_nothing(ledger: Ledger, tmp_path: Path, order: Order) -> None:
    """Dry, not even a folder is made; without states, the zips are there."""
    before = states(ledger)
    made = send_back(ledger, tmp_path / "出", order)
    assert states(ledger) == before
    assert (tmp_path / "出").exists() is not order.dry
    assert all((each.target is None) is order.dry for each in made.units)
    assert [each.unit for each in made.units] == [
        each.unit for each in send_back(ledger, tmp_path / "2", ONE).units
    ]


def test_what_a_clerk_passed_or_left_out_is_not_sent_back(
    ledger: Ledger, tmp_path: Path
) -> None:
    """Whatever was found; the line of the project says what the clerk said."""
    with ledger.write() as connection:
        say(connection, project_of(ledger, "YL2024022"), "通过", "张某", "核实过")
        say(connection, project_of(ledger, "YL2024021"), "排除", "张某", "项目取消")
    made = send_back(ledger, tmp_path, ONE)
    with sent(made, UNIT) as archive:
        assert not any("YL2024022" in name for name in archive.namelist())
        lines = {row[1]: row[3] for row in tables(letter(archive))[0][1:]}
    assert (lines["YL2024022"], lines["YL2024021"]) == ("通过", "排除")


def test_the_clerks_words_stand_in_the_letter(ledger: Ledger, tmp_path: Path) -> None:
    """A sound form that a clerk sent back goes back with the remark; it needs no copy."""
    number = project_of(ledger, "YL2024040")
    with ledger.write() as connection:
        say(connection, number, "退回", "张某", "口径不对", "满意度请附问卷。")
    made = send_back(ledger, tmp_path, Order(day=DAY, who="李", units=["云岭县应急管理局"]))
    with sent(made, "云岭县应急管理局") as archive:
        assert "审核意见：满意度请附问卷。" in texts(letter(archive))
        assert not any("YL2024040" in name for name in archive.namelist())


def test_a_file_that_changed_since_is_told_and_left_out(
    tmp_path: Path, heap: Heap, ledger: Ledger
) -> None:
    """The letter goes out without a copy that would be of another form."""
    with ledger.write() as connection:
        connection.execute(
            update(file).where(file.c.path.like("%YL2024022%")).values(sha256="0" * 64)
        )
    made = send_back(ledger, tmp_path, ONE)
    (unit,) = (each for each in made.units if each.unit == UNIT)
    (said,) = unit.troubles
    assert "YL2024022" in said
    assert "在收表之后变了" in said
    with sent(made, unit.unit) as archive:
        assert not any("YL2024022" in name for name in archive.namelist())


def test_a_file_that_is_gone_is_told(ledger: Ledger, tmp_path: Path) -> None:
    """Nothing stops."""
    with ledger.write() as connection:
        connection.execute(
            update(file).where(file.c.path.like("%YL2024022%")).values(disk="/没有/这个.xlsx")
        )
    made = send_back(ledger, tmp_path, ONE)
    (unit,) = (each for each in made.units if each.unit == UNIT)
    assert "找不到文件" in unit.troubles[0]
    assert unit.target is not None


def test_one_unit_alone(ledger: Ledger, tmp_path: Path) -> None:
    """By the roster's name; a wrong one is told with the most alike."""
    made = send_back(ledger, tmp_path, Order(day=DAY, who="李", units=["云岭县水务局"]))
    assert [each.unit for each in made.units] == ["云岭县水务局"]
    with pytest.raises(FormError, match="是不是“云岭县水务局”"):
        send_back(ledger, tmp_path, Order(day=DAY, who="李", units=["云岭水务局"]))


def test_the_list_names_every_zip_and_what_belongs_to_nobody(everything: Everything) -> None:
    """退回清单.xlsx beside the zips; refused files without a unit have a sheet of their own."""
    made = everything.made
    assert made.index == everything.folder / RETURNED / "退回清单.xlsx"
    book = openpyxl.load_workbook(made.index)
    rows = list(book["退回清单"].iter_rows(min_row=4, values_only=True))
    assert [(row[1], row[2]) for row in rows] == [
        (each.unit, each.target.name) for each in made.units if each.target
    ]
    strays = [row[1] for row in book["不知单位的文件"].iter_rows(min_row=4, values_only=True)]
    assert strays == [each.path for each in made.strays]
    assert any("各单位联系方式" in path for path in strays)


def test_who_stops_keeps_what_is_written(ledger: Ledger, tmp_path: Path) -> None:
    """And the list of it."""

    class Patience:
        def stage(self, name: str) -> None:
            pass

        def files(self, total: int) -> None:
            pass

        def read(self, done: int) -> None:
            if done == 2:
                raise Stopped("够了")

    made = send_back(ledger, tmp_path, ORDER, progress=Patience())
    assert made.stopped
    assert 1 <= len(made.units) <= 2
    assert made.index is not None
    assert len(list((tmp_path / RETURNED).glob("*.zip"))) == len(made.units)


def test_names_in_the_zip_are_utf8_for_every_program(ledger: Ledger, tmp_path: Path) -> None:
    """Marked as UTF-8, made on Unix, dated 1980: the same for all, and unzip reads them."""
    with sent(send_back(ledger, tmp_path, ONE), UNIT) as archive:
        for info in archive.infolist():
            assert info.flag_bits & 0x800 or info.filename.isascii()
            assert (info.create_system, info.date_time[:3]) == (3, (1980, 1, 1))


def test_no_unit_reads_another_units_name(everything: Everything) -> None:
    """Neither in its letter nor in a copy, whatever its forms were compared with."""
    units = {each.unit for each in everything.made.units}
    # stands on no roster and is told what it may have meant: 云岭县水务局
    for unit in units - {"云岭县水利局"}:
        with sent(everything.made, unit) as archive:
            document = letter(archive)
            read = [cell for each in tables(document) for row in each for cell in row]
            for name in archive.namelist():
                if name.startswith(COPIES):
                    book = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
                    read += [str(row[5]) for row in book["问题清单"].values]
        others = units - {unit}
        assert not [
            line for line in [*texts(document), *read] if any(one in line for one in others)
        ]


def test_word_would_open_the_letters(
    everything: Everything, tmp_path: Path, root: Path
) -> None:
    """Microsoft's own validator has no word to say of them."""
    setup = ["bash", str(root / "scripts/setup.sh"), "validator"]
    validator = subprocess.run(setup, check=True, capture_output=True, text=True).stdout.strip()
    for unit in (UNIT, "云岭县水务局"):
        path = tmp_path / "意见书.docx"
        with sent(everything.made, unit) as archive:
            path.write_bytes(archive.read(LETTER))
        said = subprocess.run(
            [validator, str(path)], check=False, capture_output=True, text=True
        )
        assert (json.loads(said.stdout)["errors"], said.returncode) == ([], 0)


def test_a_ledger_on_a_server_gives_the_same(
    everything: Everything, heap: Heap, postgresql: Server, tmp_path: Path
) -> None:
    """Letters, copies and states of PostgreSQL are those of SQLite, byte for byte."""
    url = postgresql.new_database()
    take_in(url, heap.came, heap.root / "发放" / "报送名册.xlsx")
    order = Order(day=DAY, who="李某", units=[UNIT, "云岭县应急管理局", "云岭县水务局"])
    with open_ledger(url, create=False) as ledger:
        made = send_back(ledger, tmp_path, order)
        after = states(ledger)
    assert len(made.units) == 3
    for each in made.units:
        assert each.target is not None
        same = everything.folder / RETURNED / each.target.name
        assert each.target.read_bytes() == same.read_bytes()
    assert list(after.values()).count("退回") >= sum(each.states for each in made.units)
