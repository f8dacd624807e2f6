"""Files that nobody touched are read again when that which they are read by has changed, and only then."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import select

from xltools import intake
from xltools.bureau import collect as desk
from xltools.bureau.basis import basis_of
from xltools.bureau.collect import Collected, collect
from xltools.bureau.places import find_places
from xltools.bureau.request import Request
from xltools.cli.collect import _report
from xltools.errors import ChangedError, ProfileError
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.roster import RosterRow
from xltools.ledger.states import current, say
from xltools.ledger.tables import event, file, finding, form, indicator, project, standing
from xltools.package import load_bytes

SAMPLES = Path(__file__).parents[1] / "samples"
TAKEN = (
    "邮箱/云岭县教育局/YL2024007-实验设备购置.xlsx",
    "邮箱/云岭县教育局/YL2024008-教师培训.xlsx",
    "邮箱/云岭县民政局/YL2024022-社区养老服务站运营.xlsx",
    "邮箱/云岭县农业农村局/YL2024020-农产品质量检测.ods",
    "邮箱/残疾人联合会.zip",
    "微信/IMG_20250321.png",
    "U盘/各单位联系方式.xlsx",
)
CHANGED = {"D40", "D41", "D45"}
"""What the first three are told of, held against what was sent."""


class Office:
    """A few of the files that came, what was sent out apart from them, and a ledger somewhere."""

    def __init__(self, folder: Path, ledger: Path | str) -> None:
        self.came, self.sent, self.ledger = folder / "来件", folder / "别处" / "发放", ledger
        for name in TAKEN:
            (self.came / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SAMPLES / "returned" / "来件" / name, self.came / name)
        shutil.copytree(SAMPLES / "returned" / "发放", self.sent)
        self.roster = self.sent / "报送名册.xlsx"
        self.summary = folder / "汇总.xlsx"

    def request(self, *rosters: Path, **how: Any) -> Request:
        places = find_places([self.came], self.summary, str(self.ledger))
        return Request(places, "测试", rosters, **{"jobs": 0, **how})

    def collect(self, *rosters: Path, **how: Any) -> Collected:
        """A run in this very process."""
        return collect(self.request(*rosters, **how))

    def query(self, *columns: Any) -> list[tuple[Any, ...]]:
        """These columns of a table of the ledger, in order."""
        with open_ledger(self.ledger, create=False) as ledger, ledger.read() as connection:
            return sorted(tuple(each) for each in connection.execute(select(*columns)))

    def told(self, *origins: str) -> set[str]:
        """The codes of what is found in the forms."""
        pairs = self.query(finding.c.origin, finding.c.code)
        return {code for origin, code in pairs if origin in origins}


@pytest.fixture
def office(tmp_path: Path, ledger_place: Path | str) -> Office:
    """The office of one test, with a ledger in each kind of database."""
    return Office(tmp_path, ledger_place)


@pytest.fixture
def desk_only(tmp_path: Path) -> Office:
    """The same with a ledger in a file, for what is nothing to the database."""
    return Office(tmp_path, tmp_path / "台账.db")


IDS = (form.c.id, form.c.file_id, form.c.number)


def test_nothing_is_read_when_nothing_changed(desk_only: Office) -> None:
    """With a roster or without; also where somebody forgot it this time."""
    assert desk_only.collect(desk_only.roster).outdated == 0
    before = desk_only.query(file), desk_only.query(form.c.id), desk_only.query(finding.c.code)

    for rosters in ((desk_only.roster,), (), (desk_only.roster,)):
        made = desk_only.collect(*rosters)
        assert (made.read, made.outdated, made.unchanged) == (0, 0, len(TAKEN))
    assert before == (
        desk_only.query(file), desk_only.query(form.c.id), desk_only.query(finding.c.code),
    )  # fmt: skip


def test_forms_are_held_against_what_was_sent_when_the_roster_comes(office: Office) -> None:
    """Later than the forms; what was decided meanwhile stands on the same forms."""
    office.collect()
    ids = office.query(*IDS)
    assert not office.told("sent") & CHANGED
    with open_ledger(office.ledger) as ledger, ledger.write() as connection:
        path = standing.join(form, form.c.id == standing.c.form_id).join(file)
        query = select(standing.c.project_id, standing.c.form_id).select_from(path)
        ((project, number),) = connection.execute(query.where(file.c.path == TAKEN[1]))
        say(connection, project, "退回", "李某", "分值不对")

    made = office.collect(office.roster)
    assert (made.read, made.outdated) == (len(TAKEN), len(TAKEN))
    assert office.told("sent") >= CHANGED
    assert office.query(*IDS) == ids
    assert office.query(event.c.form_id, event.c.state) == [(number, "退回")]
    report = "\n".join(_report(made, office.request(office.roster)))
    assert (
        f"新读 {len(TAKEN)} 个（其中 {len(TAKEN)} 个因程序、表样或名册有变化重新读过），"
        in report
    )

    again = office.collect(office.roster)
    assert (again.read, again.outdated, again.counts) == (0, 0, made.counts)
    assert "重新读过" not in "\n".join(_report(again, office.request(office.roster)))

    fresh = Office(office.came.parent / "另一处", office.came.parent / "另一本.db")
    for name in TAKEN:
        shutil.copystat(office.came / name, fresh.came / name)
    assert fresh.collect(fresh.roster).counts == made.counts
    named = (
        file.c.path,
        form.c.name,
        form.c.errors,
        form.c.warnings,
        finding.c.code,
        finding.c.cell,
    )
    found = select(*named).select_from(finding.join(form).join(file))
    told = []
    for each in (office, fresh):
        with open_ledger(each.ledger) as ledger, ledger.read() as connection:
            told.append(sorted(tuple(row) for row in connection.execute(found)))
    assert told[0] == told[1]


def test_a_sent_form_that_was_not_there_is_looked_up_again(desk_only: Office) -> None:
    """Also by a process that looked for it in vain before."""
    lies = desk_only.sent / "云岭县教育局" / "YL2024008-教师培训.xlsx"
    away = lies.rename(desk_only.sent / "别的.xlsx")
    desk_only.collect(desk_only.roster)
    assert desk_only.told("sent") & CHANGED == CHANGED - {"D41"}

    away.rename(lies)
    assert desk_only.collect(desk_only.roster).outdated == len(TAKEN)
    assert desk_only.told("sent") >= CHANGED


def test_a_decision_is_not_overtaken_by_reading_again(office: Office) -> None:
    """Nothing new came: what was sent back or passed is no 已改."""
    office.collect(office.roster)
    with open_ledger(office.ledger) as ledger, ledger.write() as connection:
        counting = select(standing.c.project_id).where(standing.c.counts)
        for number in connection.scalars(counting.order_by(standing.c.project_id)).all():
            say(connection, number, "通过", "李某")
    before = states(office)

    os.utime(office.sent / "云岭县教育局" / "YL2024008-教师培训.xlsx", (1, 1))
    assert office.collect(office.roster).outdated == len(TAKEN)
    assert states(office) == before
    assert "通过" in {state for _, state in before}


def states(office: Office) -> list[tuple[int, str]]:
    """Where each project stands."""
    with open_ledger(office.ledger) as ledger, ledger.read() as connection:
        return [(row.project_id, row.state) for row in current(connection)]


def test_a_newer_program_reads_everything_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same outcome, since it is newer by name only; forms keep their numbers."""
    made = office.collect(office.roster)
    tables = [(*IDS, form.c.content, form.c.score), (finding.c.code, finding.c.cell), (indicator.c.cell,)]  # fmt: skip
    before = [office.query(*columns) for columns in tables]
    monkeypatch.setattr("xltools.bureau.basis.__version__", "99.0")

    again = office.collect(office.roster)
    assert (again.read, again.outdated, again.counts) == (len(TAKEN), len(TAKEN), made.counts)
    assert [office.query(*columns) for columns in tables] == before
    assert office.collect(office.roster).read == 0


def test_a_run_killed_while_it_reads_again_is_taken_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had kept is not read once more; in the end all is as after one run."""
    made = office.collect()
    ids = office.query(*IDS)
    monkeypatch.setattr(desk, "BATCH", 2)
    keep, kept = Ledger.keep, []

    def keep_one(self: Ledger, run: int, records: Any) -> frozenset[str]:
        if kept:
            raise KeyboardInterrupt
        kept.extend(records)
        return keep(self, run, records)

    monkeypatch.setattr(Ledger, "keep", keep_one)
    with pytest.raises(KeyboardInterrupt):
        office.collect(office.roster)
    monkeypatch.setattr(Ledger, "keep", keep)
    assert 0 < len(kept) < len(TAKEN)

    again = office.collect(office.roster)
    disks = {record.disk for record in kept}
    assert again.read == again.outdated == len(TAKEN) - len(disks)
    assert again.counts.files == made.counts.files
    assert office.query(*IDS) == ids
    assert office.told("sent") >= CHANGED


def test_a_file_that_crashes_its_reader_now_stays_as_it_was_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log says so; it is not tried again by every run, but by one that is asked to."""
    office.collect()
    before = office.query(*IDS, form.c.content)
    crashing = Path(TAKEN[0]).name

    def load(data: bytes, path: Path, **how: Any) -> Any:
        if path.name == crashing:
            raise MemoryError
        return load_bytes(data, path, **how)

    monkeypatch.setattr(intake.take, "load_bytes", load)
    made = office.collect(office.roster)
    assert (made.read, made.outdated) == (len(TAKEN), len(TAKEN))
    assert office.query(*IDS, form.c.content) == before
    assert ("form", "") in office.query(file.c.kind, file.c.code)
    assert not made.counts.refused or made.counts.adds_up
    log = made.places.log.read_text("utf-8-sig")
    assert f"这次没有读成，仍用以前读出的：{TAKEN[0]}" in log
    assert f"没有收：{TAKEN[5]}" in log
    assert "D40" not in office.told("sent")

    monkeypatch.undo()
    assert office.collect(office.roster).read == 0
    assert office.collect(office.roster, again=True).read == 1
    assert "D40" in office.told("sent")
    assert office.query(*IDS, form.c.content) == before


def test_a_summary_of_a_ledger_that_was_lost_is_read_back_by_the_roster(
    desk_only: Office,
) -> None:
    """A new ledger knows its projects from the roster alone."""
    made = desk_only.collect(desk_only.roster)
    Path(desk_only.ledger).unlink()

    assert desk_only.collect(desk_only.roster).counts == made.counts


# --- by what


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two forms that were sent."""
    folder = tmp_path_factory.mktemp("发放")
    for number in (1, 2):
        (folder / f"{number}.xlsx").write_bytes(b"form")
    return folder


def row(number: int, **values: Any) -> RosterRow:
    """A project of the roster."""
    given = RosterRow(
        number, "national-2020", 2024, "云岭县水务局", "", f"YL{number}", f"项目{number}", None,
        f"{number:016x}", f"{number}.xlsx", "2025-03-31",
    )  # fmt: skip
    return structs.replace(given, **values)


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({}, True),
        ({"name": "另名", "unit": "另一个局", "deadline": "2025-06-30", "row": 9}, True),
        ({"code": "yl 2"}, True),
        ({"code": "YL3"}, False),
        ({"copy": "f" * 16}, False),
        ({"year": 2025}, False),
        ({"sent": "1.xlsx"}, False),
    ],
)
def test_a_corrected_roster_counts_where_it_leads_to_a_form(
    ledger: Ledger, sent: Path, values: dict[str, Any], same: bool
) -> None:
    """Names, units and deadlines are matched after every run, and are no reason to read."""
    ledger.set_roster([row(1), row(2)])
    before = basis_of(ledger, "", sent)
    ledger.set_roster([row(1), row(2, **values)])

    assert (basis_of(ledger, "", sent) == before) is same


def test_what_was_sent_counts_as_it_lies_there(
    ledger: Ledger, sent: Path, tmp_path: Path
) -> None:
    """A form appears, changes, goes; a folder that is elsewhere now is the same."""
    ledger.set_roster([row(1), row(2), row(3)])
    before = basis_of(ledger, "", sent)
    moved = shutil.copytree(sent, tmp_path / "发放")
    assert basis_of(ledger, "", moved) == before

    different = {before}
    (moved / "3.xlsx").write_bytes(b"late")
    different.add(basis_of(ledger, "", moved))
    (moved / "2.xlsx").write_bytes(b"another form")
    different.add(basis_of(ledger, "", moved))
    (moved / "2.xlsx").unlink()
    different.add(basis_of(ledger, "", moved))
    assert len(different) == 4


def test_without_anything_sent_it_begins_every_other_one(
    ledger: Ledger, sent: Path, tmp_path: Path
) -> None:
    """So that a run that knows less leaves alone what was read by more."""
    nothing = {basis_of(ledger, "", where) for where in (None, sent, tmp_path / "没有")}
    ledger.set_roster([row(1)])
    nothing |= {basis_of(ledger, "", where) for where in (None, tmp_path, tmp_path / "没有")}

    (short,) = nothing
    full = basis_of(ledger, "", sent)
    assert full.startswith(short)
    assert len(short) < len(full) < 64


def test_a_profile_counts_by_what_it_says(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The named one with all that it extends, wherever it lies, and those of the user's own."""
    own = tmp_path / "profiles"
    own.mkdir()
    monkeypatch.setenv("XLTOOLS_PROFILES", str(own))
    plain = basis_of(ledger, "", None)
    named = basis_of(ledger, "national-2020", None)
    base, heir = tmp_path / "base.toml", tmp_path / "heir.toml"
    base.write_text('extends = "national-2020"\nid = "base"\n', "utf-8")
    heir.write_text('extends = "base.toml"\nid = "heir"\n', "utf-8")
    different = [plain, named, basis_of(ledger, str(heir), None)]
    copied = shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-copy")) / heir.name
    assert basis_of(ledger, str(copied), None) == different[-1]

    base.write_text('extends = "national-2020"\nid = "base"\ntitle = "另一张表"\n', "utf-8")
    different.append(basis_of(ledger, str(heir), None))
    shutil.copy(base, own / "base.toml")
    different += [basis_of(ledger, "", None), basis_of(ledger, str(heir), None)]
    assert len(set(different)) == len(different)


def test_a_profile_that_cannot_be_read_stops_the_run(desk_only: Office, tmp_path: Path) -> None:
    """Before every file is refused for it."""
    made = desk_only.collect()
    (tmp_path / "坏.toml").write_text("坏 = [", "utf-8")
    with pytest.raises(ProfileError):
        desk_only.collect(profile=str(tmp_path / "坏.toml"))

    assert desk_only.collect().counts == made.counts


def test_a_run_that_must_wait_changes_nothing(office: Office) -> None:
    """Its roster, with a project more, would else be what the run under way finds in the end."""
    office.collect()
    before = office.query(project.c.key)
    with open_ledger(office.ledger, create=False) as busy:
        busy.begin_run({}, "", "另一个人")
        with pytest.raises(ChangedError, match="正在被另一次收表使用"):
            office.collect(office.roster)
        assert office.query(project.c.key) == before

    office.collect(office.roster)
    assert len(office.query(project.c.key)) > len(before)


def test_a_summary_that_nobody_saved_is_not_read_back(
    desk_only: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are those that were written; one that is not is read, or stops the run."""
    from xltools.bureau import read_back

    def looked(*_: Any) -> Any:
        raise AssertionError("read")

    desk_only.collect(desk_only.roster)
    with monkeypatch.context() as patch:
        patch.setattr(read_back, "find_tables", looked)
        desk_only.collect(desk_only.roster)
    with desk_only.summary.open("ab") as file:
        file.write(b"\0")
    monkeypatch.setattr(read_back, "find_tables", looked)
    with pytest.raises(AssertionError, match="read"):
        desk_only.collect(desk_only.roster)
