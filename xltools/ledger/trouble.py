"""What the database refuses, in Chinese: a busy file, a full disk, a server that is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from xltools.errors import ChangedError, FileError, SaveError
from xltools.ledger.address import Address

PATIENCE = 15.0
"""Seconds that one waits while another program writes."""

_AGAIN = "读完的都已记入台账，处理后再运行一次会接着做。"

_SQLITE: dict[int, tuple[type[FileError], str]] = {
    3: (SaveError, "没有权限使用台账“{where}”。请检查文件和文件夹的权限。"),
    5: (ChangedError, "台账“{where}”正被别的程序写入，等了很久没有轮到。请等它做完再运行。"),
    6: (ChangedError, "台账“{where}”正被别的程序写入，等了很久没有轮到。请等它做完再运行。"),
    8: (SaveError, "台账“{where}”写不进去：文件是只读的，或没有权限写入它所在的文件夹。"),
    10: (SaveError, "读写台账“{where}”时磁盘或网络出错。请检查磁盘和网络，" + _AGAIN),
    11: (FileError, "台账“{where}”已损坏。请换用备份，或改名后重新收表。"),
    13: (SaveError, "磁盘空间不足，台账“{where}”写不进去。请腾出空间，" + _AGAIN),
    14: (SaveError, "打不开台账“{where}”：文件夹不在，或没有权限。请检查位置和权限。"),
    23: (SaveError, "没有权限使用台账“{where}”。请检查文件和文件夹的权限。"),
    26: (FileError, "“{where}”不是台账（不是数据库文件）。请换一个文件名，或指明原来的台账。"),
}
"""By SQLite's primary result codes."""

_STATES: dict[str, tuple[type[FileError], str]] = {
    "28": (FileError, "数据库“{where}”不接受这个用户或密码。请核对台账地址里的用户和密码。"),
    "3D": (FileError, "数据库服务器上没有“{where}”这个数据库。请先建好，或改正台账地址。"),
    "42501": (SaveError, "这个用户没有权限读写数据库“{where}”。请管理员授权。"),
    "25006": (SaveError, "数据库“{where}”是只读的，写不进去。请改用主服务器。"),
    "53100": (SaveError, "数据库“{where}”的磁盘空间不足。请管理员腾出空间，" + _AGAIN),
    "53": (FileError, "数据库“{where}”太忙（连接、内存或磁盘不够）。请稍后再运行，" + _AGAIN),
    "55": (ChangedError, "数据库“{where}”正被别的程序占用，没有轮到。请等它做完再运行。"),
    "57": (FileError, "数据库“{where}”中断了连接（正在关闭或重启）。请稍后再运行，" + _AGAIN),
    "58": (FileError, "数据库“{where}”的服务器读写磁盘出错。请管理员检查，" + _AGAIN),
    "XX": (FileError, "数据库“{where}”内部出错，数据可能已损坏。请管理员检查。"),
    "08": (FileError, "与数据库“{where}”的连接断了。请检查网络，" + _AGAIN),
}
"""By PostgreSQL's SQLSTATE: the whole of it, or its class."""

_DENIED = ("authentication", "认证", "password", "密码", "pg_hba", "role ")
_NO_DATABASE = ("database", "数据库")
_ABSENT = ("does not exist", "不存在")


@contextmanager
def told_in_chinese(address: Address) -> Iterator[None]:
    """What the system or a server refuses becomes an error for people; our own faults stay.

    Raises:
        FileError: what is wrong and what to do, without a password.
    """
    try:
        yield
    except DBAPIError as error:
        refused = next(_refusals(error, address), None)
        if refused is None:
            raise
        raise refused from None
    except PoolTimeout:
        raise FileError(f"数据库“{address.shown}”太忙，没有空的连接。请稍后再运行。") from None


def _refusals(error: BaseException | None, address: Address) -> Iterator[FileError]:
    """What the error says, or the one that it came of.

    SQLite takes a whole transaction back when the disk is full; that there is no savepoint any more is
    what is raised then, by who would go back to it.
    """
    while error is not None:
        if isinstance(error, DBAPIError) and error.orig is not None:
            found = in_words(error.orig, address)
            if found is not None:
                yield found
        error = error.__context__


def in_words(error: BaseException, address: Address) -> FileError | None:
    """The driver's error for people; None where it is a fault of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if address.path is not None:
        kind, words = _SQLITE.get((code or 0) & 0xFF, (None, ""))
    else:
        kind, words = _of_server(error)
    return kind(words.format(where=address.shown)) if kind else None


def _of_server(error: BaseException) -> tuple[type[FileError] | None, str]:
    state = getattr(error, "sqlstate", None)
    if state:
        return _STATES.get(state) or _STATES.get(state[:2]) or (None, "")
    if type(error).__name__ not in ("OperationalError", "ConnectionTimeout", "InterfaceError"):
        return None, ""
    said = str(error)
    if any(word in said for word in _NO_DATABASE) and any(word in said for word in _ABSENT):
        return _STATES["3D"]
    if any(word in said for word in _DENIED):
        return _STATES["28"]
    return FileError, "连不上数据库“{where}”。请检查地址、网络，以及服务器是否已启动。"
