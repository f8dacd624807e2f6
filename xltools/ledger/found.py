"""What lies where a ledger should: nothing, a ledger, a newer one, or something else."""

from __future__ import annotations

import stat

from sqlalchemy import Connection, Engine, func, insert, inspect, select

from xltools.errors import FileError, SaveError, reason
from xltools.ledger.address import Address
from xltools.ledger.engines import WRITES
from xltools.ledger.tables import VERSION, meta, metadata

_PROGRAM = "xltools"
_MAKING = 0x786C_6D6B


def find_tables(address: Address, engine: Engine, *, create: bool) -> None:
    """Look for the tables of a ledger, or make them.

    Raises:
        FileError: something else lies there, or nothing and nothing may be made.
    """
    if address.path is not None:
        _check_file(address, create=create)
    with engine.connect() as connection:
        if _is_ledger(connection, address):
            return
    if not create:
        raise FileError(f"“{address.shown}”里还没有台账。请先收表，或检查台账的位置。")
    with engine.connect() as plain:
        connection = plain.execution_options(**WRITES)
        with connection.begin():
            if address.path is None:  # two processes make the tables one after the other
                connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))
            if not _is_ledger(connection, address):
                metadata.create_all(connection)
                facts = {"program": _PROGRAM, "version": VERSION}
                rows = [{"key": key, "value": value} for key, value in facts.items()]
                connection.execute(insert(meta), rows)


def _check_file(address: Address, *, create: bool) -> None:
    path = address.path
    assert path is not None
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        if not create:
            raise FileError(
                f"找不到台账“{address.shown}”。请先收表，或检查台账的位置。"
            ) from None
        if not path.parent.is_dir():
            raise SaveError(f"台账所在的文件夹不存在，请先建好：{path.parent}") from None
    except (OSError, ValueError) as error:
        raise FileError(
            f"台账不能放在“{address.shown[:60]}”：{reason(error)}。请改正文件名或位置。"
        ) from None
    else:
        if stat.S_ISDIR(mode):
            raise FileError(f"“{address.shown}”是文件夹，不是台账。请写台账的文件名。")


def _is_ledger(connection: Connection, address: Address) -> bool:
    """False where there is none yet.

    Raises:
        FileError: the tables are another program's, or of a newer or older xltools.
    """
    looked = inspect(connection)
    names = set(looked.get_table_names())
    facts = {}
    if meta.name in names:
        columns = {each["name"] for each in looked.get_columns(meta.name)}
        if columns == set(meta.c.keys()):
            rows = connection.execute(select(meta.c.key, meta.c.value))
            facts = {str(key): str(value) for key, value in rows}
    if facts.get("program") != _PROGRAM:
        others = names if address.path is not None else names & metadata.tables.keys()
        if others:
            raise FileError(
                f"“{address.shown}”是别的程序的数据库，不是台账，没有改动它。请换一个文件名或数据库。"
            )
        return False
    version = facts.get("version", "")
    if version != VERSION:
        older = version.isdecimal() and int(version) < int(VERSION)
        todo = "换一个新台账，重新收一次" if older else "升级 xltools 后再用"
        raise FileError(
            f"台账“{address.shown}”是另一版 xltools 建的（第 {version} 版，本程序用第 {VERSION} 版）。"
            f"请{todo}。"
        )
    return True
