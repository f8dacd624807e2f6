"""Where a ledger is: a SQLite file or a PostgreSQL database, and how to name it to people."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from urllib.parse import quote, quote_plus

from msgspec import Struct
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from xltools.errors import FileError, ToolMissingError

_WAIT = "10"
"""Seconds until a server that does not answer is given up."""


class Address(Struct, frozen=True):
    """A ledger's place: `path` for a file, else `url`; `shown` bears no password."""

    shown: str
    path: Path | None = None
    url: URL | None = None

    def without_password(self, text: str) -> str:
        """The text without the URL's password, however it is written there."""
        secret = self.url.password if self.url is not None else None
        for form in {str(secret), quote(str(secret), ""), quote_plus(str(secret))}:
            text = text.replace(form, "***") if secret else text
        return text


def find_address(where: Path | str) -> Address:
    """What the user wrote as a place: a path, or with :// a URL.

    >>> find_address("postgresql://bureau:secret@db:5433/ledger").shown
    'postgresql://bureau@db:5433/ledger'

    Raises:
        FileError: a URL that nobody understands, or of another kind of database.
        ToolMissingError: PostgreSQL without its driver.
    """
    if isinstance(where, Path) or "://" not in where:
        return _file(where)
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # its text would tell the password
        raise FileError(
            "看不懂台账的数据库地址。请写成 postgresql://用户:密码@主机:5432/数据库，"
            "密码里的 @ : / 等符号要写成 %40 %3A %2F。"
        ) from None
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite" and url.database:
        return _file(url.database)
    if kind not in ("postgresql", "postgres"):
        raise FileError(
            f"台账不能放在 {kind} 里：请写一个文件，或 postgresql:// 开头的数据库地址。"
        )
    if importlib.util.find_spec("psycopg") is None:
        raise ToolMissingError(
            "台账放在 PostgreSQL 里需要 psycopg：请运行 pip install psycopg[binary]，"
            "或用文件做台账。"
        )
    return _server(url.set(drivername="postgresql+psycopg"))


def _file(where: Path | str) -> Address:
    return Address(str(where), Path(os.path.abspath(where)))  # noqa: PTH100 - keeps links


def _server(url: URL) -> Address:
    host = url.host or str(url.query.get("host", ""))
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    shown = f"postgresql://{user}{host}{port}/{url.database or ''}"
    if "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": _WAIT})
    secret = url.query.get("password")
    if isinstance(secret, str) and not url.password:
        url = url.difference_update_query(["password"]).set(password=secret)
    return Address(shown, None, url)
