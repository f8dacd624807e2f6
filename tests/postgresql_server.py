"""A PostgreSQL server of the tests' own: made in a folder, reached by a socket, gone at the end."""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "autovacuum": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
}
"""Quick, and safe enough for what is thrown away."""

GUARDED = ("guarded", "geh@im/:1")
"""A user that is let in by a password only, and the password."""

_PATIENCE = 60.0
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Server:
    """A running server. Each ledger gets a schema, which costs a hundredth of a database."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._made = 0

    def new_database(self) -> str:
        """The URL of a place without a table."""
        self._made += 1
        name = f"ledger_{self._made}"
        self.run(f"CREATE SCHEMA {name}")
        return f"{self.url('postgres')}&options=-csearch_path%3D{name}"

    def url(self, database: str) -> str:
        """Where a database is, through the socket."""
        return f"postgresql://xltools@/{database}?host={self.folder}&port={self.port}"

    def run(self, statement: str) -> None:
        """Do something outside of all transactions."""
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="xltools", dbname="postgres",
            autocommit=True,
        )  # fmt: skip

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until it answers."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._connect().close()
                return
            except psycopg.OperationalError:
                if process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.05)


def programs() -> Path:
    """Where PostgreSQL's programs are; Debian keeps them apart by version."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(re.sub(r"[^\d.]", "", path.parts[-3]) or 0),
    )
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    assert initdb, "PostgreSQL is missing: bash scripts/setup.sh office"
    return Path(initdb).parent


@contextmanager
def running_server() -> Iterator[Server]:
    """A server while the block lasts; as root it runs as the user that its package made."""
    # not below pytest's folder, which nobody else may enter, and whose name is too long for a socket
    folder = Path(tempfile.mkdtemp(prefix="xltools-pg-", dir="/tmp"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        owner = _owner()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    try:
        _make(folder, user)
        with _started(folder, user) as server:
            name, password = GUARDED
            server.run(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd:
    """Whom a server may run as: the user of Debian's package, else anybody but root."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _make(folder: Path, user: dict[str, Any]) -> None:
    """The server's files; the guarded user needs its password on the network, others nothing."""
    command = [
        programs() / "initdb", "-D", folder / "data", "-U", "xltools", "--no-sync",
        "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, **user
    )
    assert done.returncode == 0, done.stderr
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all {GUARDED[0]} 127.0.0.1/32 scram-sha-256\n" + rules.read_text())


@contextmanager
def _started(folder: Path, user: dict[str, Any]) -> Iterator[Server]:
    port = _free_port()
    settings = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    command = [str(programs() / "postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_us,  # noqa: PLW1509 - pytest has no threads of its own here
            **user,
        )
    server = Server(folder, port)
    try:
        server.wait(process)
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        process.wait(_PATIENCE)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end_with_us() -> None:
    """Also when the tests are killed no server stays behind."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGQUIT)
