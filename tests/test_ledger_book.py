"""The ledger as a file or a database: made, opened, refused, held by one run at a time."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ledger_records import everything, file_record
from postgresql_server import GUARDED, Server
from sqlalchemy import Engine, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from xltools.bureau.places import find_places
from xltools.errors import ChangedError, FileError, SaveError, ToolMissingError
from xltools.ledger import address, trouble
from xltools.ledger.address import find_address
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.engines import make_engine
from xltools.ledger.tables import file, meta, run


def test_a_run_is_entered_and_finished(ledger: Ledger) -> None:
    """Who ran it, by which rules, and what became of it; a run that broke off is not finished."""
    first = ledger.begin_run({"roots": ["来件"]}, "a" * 64, "李某")
    second = ledger.begin_run({"roots": [Path("来件")]}, "b" * 64, "李某" * 300)
    ledger.finish_run(second, {"files": 3})

    with ledger.read() as connection:
        one, two = connection.execute(select(run).order_by(run.c.id)).all()
    assert (one.id, one.who, one.rules, one.finished) == (first, "李某", "a" * 64, None)
    assert json.loads(one.options) == {"roots": ["来件"]}
    assert two.started <= two.finished
    assert json.loads(two.counts) == {"files": 3}
    assert len(two.who) == 200


def test_what_was_written_is_there_when_it_is_opened_again(ledger_place: Path | str) -> None:
    """Also without leave to make one; the file lies there alone."""
    with open_ledger(ledger_place) as ledger:
        ledger.keep(ledger.begin_run({}, "", ""), [file_record()])
        kept = everything(ledger)

    with open_ledger(ledger_place, create=False) as ledger:
        assert everything(ledger) == kept
    assert kept["form"]
    if isinstance(ledger_place, Path):
        assert [each.name for each in ledger_place.parent.iterdir()] == [ledger_place.name]


def test_a_closed_file_is_whole_and_may_be_copied(tmp_path: Path) -> None:
    """No log beside it holds a part of it, also while it is open."""
    place = tmp_path / "台账 100%#?.db"
    with open_ledger(place) as ledger:
        ledger.keep(ledger.begin_run({}, "", ""), [file_record()])
        copy = tmp_path / "副本.db"
        copy.write_bytes(place.read_bytes())

        with open_ledger(copy, create=False) as other:
            assert everything(other) == everything(ledger)


def test_only_one_run_has_the_ledger(ledger_place: Path | str) -> None:
    """A second one is told so at once; reading and deciding go on, and in the end it has its turn."""
    with open_ledger(ledger_place) as first, open_ledger(ledger_place) as second:
        number = first.begin_run({}, "", "甲")

        with pytest.raises(ChangedError, match="正在被另一次收表使用"):
            second.begin_run({}, "", "乙")
        with second.write() as connection:
            connection.execute(update(run).values(who="丙"))
        first.finish_run(number, {})
        second.begin_run({}, "", "乙")

        with pytest.raises(ChangedError):
            first.begin_run({}, "", "甲")
    with open_ledger(ledger_place) as third:
        third.begin_run({}, "", "丁")


def test_what_lies_beside_a_ledger_is_no_return(tmp_path: Path) -> None:
    """While a run goes on there is more than the file, in the folder that it looks through."""
    places = find_places([tmp_path])
    assert isinstance(places.ledger, Path)
    with open_ledger(places.ledger) as ledger:
        ledger.begin_run({}, "", "")
        with ledger.write() as connection:
            connection.execute(update(run).values(who="乙"))
            there = {str(each) for each in tmp_path.iterdir()}

    assert len(there) == 3
    assert there <= places.apart


_HOLD = """
import sys, time
from xltools.ledger.book import open_ledger
ledger = open_ledger(sys.argv[1])
ledger.begin_run({}, "", "")
print("has it", flush=True)
time.sleep(600)
"""


def test_a_run_that_was_killed_holds_nobody_up(ledger_place: Path | str) -> None:
    """Its turn ends with its process."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(ledger_place)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    with open_ledger(ledger_place) as ledger:
        with pytest.raises(ChangedError):
            ledger.begin_run({}, "", "")
        process.kill()
        process.wait()
        process.stdout.close()

        assert _begun(ledger) == 2


def _begun(ledger: Ledger) -> int:
    """A run begun as soon as the server has noticed that the other one is dead."""
    for _ in range(200):
        try:
            return ledger.begin_run({}, "", "")
        except ChangedError:
            time.sleep(0.05)
    return ledger.begin_run({}, "", "")


def test_what_fails_half_way_has_not_happened(ledger: Ledger) -> None:
    """A transaction is all or nothing; a fault of our own stays what it is."""

    def enter(key: str, value: int, times: int = 1) -> None:
        with ledger.write() as connection:
            for _ in range(times):
                connection.execute(insert(meta).values(key=key, value="1"))
            assert 1 / value

    with pytest.raises(ZeroDivisionError):
        enter("a", 0)
    with pytest.raises(IntegrityError):
        enter("b", 1, times=2)

    with ledger.read() as connection:
        assert set(connection.scalars(select(meta.c.key))) == {"program", "version"}


def test_a_form_without_its_file_is_refused(ledger: Ledger) -> None:
    """Both databases hold to what refers to what."""
    with pytest.raises(IntegrityError), ledger.write() as connection:
        connection.execute(insert(file).values(
            run_id=99, path="", archive="", disk="", size=0, stamp_size=0, stamp_time=0, modified="",
            sha256="", kind="form", code="", reason="", latest=True, gone=False,
        ))  # fmt: skip


# --- what is no ledger of ours


@pytest.mark.parametrize(
    ("version", "todo"), [("7", "请升级 xltools"), ("1", "请换一个新台账，重新收一次")]
)
def test_a_ledger_of_other_tables_is_left_alone(
    ledger_place: Path | str, version: str, todo: str
) -> None:
    """Whoever understands it may change it; nobody upgrades because of an old one."""
    with open_ledger(ledger_place) as ledger, ledger.write() as connection:
        connection.execute(update(meta).where(meta.c.key == "version").values(value=version))

    with pytest.raises(FileError, match=rf"第 {version} 版.*{todo}"):
        open_ledger(ledger_place)


def test_another_programs_tables_are_left_alone(ledger_place: Path | str) -> None:
    """Whether they are called as ours are, or even have a meta of their own."""
    engine = plain_engine(ledger_place)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE form (id integer)"))
        connection.execute(text("CREATE TABLE meta (key text, value text)"))
        connection.execute(text("INSERT INTO meta VALUES ('version', '1')"))

    with pytest.raises(FileError, match="别的程序的数据库"):
        open_ledger(ledger_place)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM form")) == 0
    engine.dispose()


def plain_engine(place: Path | str) -> Engine:
    """An engine that knows nothing of ledgers."""
    return make_engine(find_address(place))


def test_a_database_may_hold_other_tables(postgresql: Server, tmp_path: Path) -> None:
    """A server's database is shared; a file is a ledger or it is none."""
    place = postgresql.new_database()
    for where in (place, tmp_path / "别的.db"):
        engine = plain_engine(where)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE payroll (id integer)"))
        engine.dispose()

    with open_ledger(place) as ledger:
        assert ledger.begin_run({}, "", "") == 1
    with pytest.raises(FileError, match="别的程序的数据库"):
        open_ledger(tmp_path / "别的.db")


def test_nothing_is_made_where_nothing_may_be_made(ledger_place: Path | str) -> None:
    """Last year's ledger that is not there is a mistake of whoever names it."""
    with pytest.raises(FileError, match=r"找不到台账|还没有台账"):
        open_ledger(ledger_place, create=False)
    if isinstance(ledger_place, Path):
        assert not ledger_place.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 5000, "项目,单位\n".encode() * 300])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """A workbook that was named as the ledger by mistake."""
    place = tmp_path / "汇总.xlsx"
    place.write_bytes(content)

    with pytest.raises(FileError, match=r"“.*汇总\.xlsx”不是台账"):
        open_ledger(place)
    assert place.read_bytes() == content


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    """A folder, a folder that is not there, a name that the system refuses."""
    with pytest.raises(FileError, match="是文件夹，不是台账"):
        open_ledger(tmp_path)
    with pytest.raises(SaveError, match="文件夹不存在，请先建好"):
        open_ledger(tmp_path / "没有" / "台账.db")
    with pytest.raises(FileError, match="文件名太长。请改正文件名或位置"):
        open_ledger(tmp_path / ("长" * 300))
    with pytest.raises(FileError, match="路径不对。请改正文件名或位置"):
        open_ledger("台\0账.db")


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    """So a run leaves it that is killed while it makes one."""
    place = tmp_path / "台账.db"
    place.touch()

    with open_ledger(f"sqlite:///{place}") as ledger:
        assert ledger.begin_run({}, "", "") == 1


# --- what the system refuses


def test_a_full_disk_is_told(ledger_place: Path | str) -> None:
    """In words, with what to do; the batch is not there by half."""
    with open_ledger(ledger_place) as ledger:
        number = ledger.begin_run({}, "", "")
        ledger.keep(number, [file_record("甲.xlsx")])
        kept = everything(ledger)
        if isinstance(ledger_place, str):
            refused = trouble.in_words(_ServerError("53100"), find_address(ledger_place))
            assert isinstance(refused, SaveError)
            assert "磁盘空间不足" in str(refused)
            return

        _every_connection(ledger, "PRAGMA max_page_count=1")
        many = [file_record(f"{name}.xlsx") for name in range(200)]
        with pytest.raises(SaveError, match=r"磁盘空间不足.*再运行一次会接着做"):
            ledger.keep(number, many)
        after = everything(ledger)
        assert after == kept


def test_what_comes_of_a_full_disk_is_told_as_that(tmp_path: Path) -> None:
    """SQLite takes all back by itself: who goes back to a savepoint finds none."""
    with pytest.raises(SaveError, match="磁盘空间不足"):
        _meet_a_full_disk(tmp_path / "台账.db")


def _meet_a_full_disk(path: Path) -> None:
    full, none = sqlite3.OperationalError("full"), sqlite3.OperationalError("no such savepoint")
    full.sqlite_errorcode, none.sqlite_errorcode = sqlite3.SQLITE_FULL, sqlite3.SQLITE_ERROR
    with trouble.told_in_chinese(find_address(path)):
        try:
            raise OperationalError("INSERT", None, full)
        finally:
            raise OperationalError("ROLLBACK TO SAVEPOINT", None, none)


class _ServerError(Exception):
    """What a driver raises, with the state that the server told."""

    def __init__(self, state: str | None) -> None:
        super().__init__("FATAL")
        self.sqlstate = state


def _every_connection(ledger: Ledger, pragma: str) -> None:
    ledger.engine.dispose()
    event.listen(ledger.engine, "connect", lambda raw, _: raw.execute(pragma))


def test_a_file_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """It can still be read."""
    with open_ledger(tmp_path / "台账.db") as ledger:
        _every_connection(ledger, "PRAGMA query_only=ON")

        with pytest.raises(SaveError, match="写不进去：文件是只读的，或没有权限"):
            ledger.begin_run({}, "", "")
        assert everything(ledger)["file"] == []


def test_a_folder_where_nothing_can_be_made_is_told() -> None:
    """Not even by the system's own user."""
    with pytest.raises(SaveError, match=r"打不开台账“/proc/台账\.db”"):
        open_ledger("/proc/台账.db")


def test_somebody_who_holds_the_file_for_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a patience that is short in this test."""
    monkeypatch.setattr(trouble, "PATIENCE", 0.05)
    place = tmp_path / "台账.db"
    with open_ledger(place) as ledger:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(ChangedError, match="正被别的程序写入"), ledger.write():
            pass
        other.close()
        with ledger.write():
            pass


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """Half of it is another file's bytes."""
    place = tmp_path / "台账.db"
    with open_ledger(place) as ledger:
        number = ledger.begin_run({}, "", "")
        ledger.keep(number, [file_record(f"{name}.xlsx") for name in range(100)])
    data = place.read_bytes()
    place.write_bytes(data[:4096] + b"\xee" * (len(data) - 4096))

    with pytest.raises(FileError, match=r"台账“.*”已损坏"), open_ledger(place) as ledger:
        everything(ledger)


# --- servers


def test_the_password_is_told_to_nobody(postgresql: Server) -> None:
    """Neither in what the ledger is called, nor in what is wrong, however it is written."""
    name, _ = GUARDED
    place = f"postgresql://{name}:geh%40im%2F%3A1@127.0.0.1:{postgresql.port}/postgres"
    found = find_address(place)

    assert found.shown == f"postgresql://{name}@127.0.0.1:{postgresql.port}/postgres"
    assert found.without_password("geh@im/:1 geh%40im%2F%3A1") == "*** ***"
    with pytest.raises(SaveError, match="没有权限读写数据库") as refused:
        open_ledger(place)  # let in, but nobody may make tables there
    assert "geh" not in str(refused.value)
    query = find_address(f"postgresql://db/x?user={name}&password=secret")
    assert query.url is not None
    assert (query.url.password, query.shown) == ("secret", "postgresql://db/x")


def test_a_wrong_password_is_told(postgresql: Server) -> None:
    """And a user whom the server does not know."""
    for user in (f"{GUARDED[0]}:wrong", "nobody"):
        with pytest.raises(FileError, match="不接受这个用户或密码") as refused:
            open_ledger(f"postgres://{user}@127.0.0.1:{postgresql.port}/postgres")
        assert "wrong" not in str(refused.value)


def test_a_server_or_database_that_is_not_there_is_told(postgresql: Server) -> None:
    """With what to look at."""
    with pytest.raises(FileError, match=r"服务器上没有“.*/nowhere”这个数据库"):
        open_ledger(postgresql.url("nowhere"))
    with pytest.raises(FileError, match=r"连不上数据库“postgresql://127.0.0.1:1/x”"):
        open_ledger("postgresql://127.0.0.1:1/x")


def test_a_server_that_goes_away_is_told(postgresql: Server) -> None:
    """In the middle of a run; when it is back, the run goes on."""
    place = postgresql.new_database()
    with open_ledger(place) as ledger:
        number = ledger.begin_run({}, "", "")

        def lose() -> None:
            with ledger.write() as connection:
                postgresql.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
                )
                connection.execute(update(run).values(who="甲"))

        with pytest.raises(FileError, match=r"中断了连接|连接断了|连不上"):
            lose()
        ledger.keep(number, [file_record()])
        assert len(everything(ledger)["file"]) == 1


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("mysql://root:secret@db/x", "不能放在 mysql 里"),
        ("postgresql://u:secret@db:port/x", "看不懂台账的数据库地址"),
        ("://secret", "看不懂台账的数据库地址"),
    ],
)
def test_a_url_that_nobody_understands_is_told(place: str, told: str) -> None:
    """Without repeating it: a password may stand anywhere in it."""
    with pytest.raises(FileError, match=told) as refused:
        open_ledger(place)
    assert "secret" not in str(refused.value)


def test_postgresql_without_its_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is installed only where it is wanted."""
    monkeypatch.setattr(address.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(ToolMissingError, match=r"pip install psycopg\[binary\]"):
        open_ledger("postgresql://db/x")


def test_every_state_of_a_server_has_words() -> None:
    """What a server says of itself is told; what it says of our questions is our fault."""
    there = find_address("postgresql://db/x")
    for state in ("28P01", "28000", "3D000", "42501", "25006", "53200", "53300", "55P03",
                  "57P01", "58030", "XX001", "08006"):  # fmt: skip
        refused = trouble.in_words(_ServerError(state), there)
        assert refused is not None
        assert "postgresql://db/x" in str(refused)
    for state in ("42P01", "23505", "22001", None):
        assert trouble.in_words(_ServerError(state), there) is None
