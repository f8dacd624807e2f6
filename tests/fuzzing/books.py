"""Workbooks of every kind through reader, rules and filling; single bits; archives of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cache
from math import isfinite
from pathlib import Path
from random import Random

from intake_files import LIMITS, item_of
from msgspec.structs import replace

from fuzzing import seeds
from fuzzing.mutate import some_bytes, some_text, some_zip, zipped
from fuzzing.target import Target
from xltools.errors import NotAWorkbookError, XltoolsError
from xltools.hosts.examine import examine_all
from xltools.hosts.file import UNREAD, Opened, filled
from xltools.intake.take import take_in
from xltools.package import Workbook, load_bytes
from xltools.package.strangers import Read
from xltools.wire import decode, encode

_FORMS = seeds.FORMS[:3]
"""Forms of which single bits are changed."""


def is_read(name: str, data: bytes) -> bool:
    """Read a workbook, judge its forms, fill them, read them again."""
    try:
        book = load_bytes(data, Path(name), unread=UNREAD)
    except NotAWorkbookError:
        return False
    _check_values(book)
    read = Read(book.kind, book.snapshot, book.scans)
    assert decode(Read, encode(read)) == read, "what another process read is something else"
    try:
        opened = Opened(Path(name), book, examine_all(book.snapshot))
        if not book.can_patch:
            return True
        again = load_bytes(filled(opened), Path(name), unread=UNREAD)
    except XltoolsError:
        return True
    scores = [form.scores.total for form in opened.forms]
    assert [form.scores.total for form in examine_all(again.snapshot)] == scores
    return True


def _check_values(book: Workbook) -> None:
    for sheet in book.snapshot.sheets:
        for row in sheet.rows:
            for value in row:
                assert type(value) is not float or isfinite(value), f"{value} in {sheet.name}"


def _xlsx(chance: Random) -> bytes:
    data = chance.choice(seeds.forms())
    return some_bytes(chance, data) if chance.random() < 0.15 else some_zip(chance, data)


def _ods(chance: Random) -> bytes:
    data = chance.choice(seeds.ods())
    return some_bytes(chance, data) if chance.random() < 0.15 else some_zip(chance, data)


def _xls(chance: Random) -> bytes:
    return some_bytes(chance, chance.choice(seeds.xls()))


def _csv(chance: Random) -> bytes:
    rows = chance.choice(seeds.tables())
    sign = chance.choice(",,\t;，|")
    quoted = chance.random() < 0.5
    lines = (sign.join(_field(cell, quoted=quoted) for cell in row) for row in rows)
    return _written(chance, some_text(chance, chance.choice(("\n", "\r\n")).join(lines)))


def _field(cell: str, *, quoted: bool) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if quoted or "\n" in cell else cell


def _html(chance: Random) -> bytes:
    rows = chance.choice(seeds.tables())
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    page = f"<html><body><table border=1>{lines}</table></body></html>"
    data = _written(chance, some_text(chance, page) if chance.random() < 0.5 else page)
    return b"<html>" + some_bytes(chance, data) if chance.random() < 0.5 else data


def _written(chance: Random, text: str) -> bytes:
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    data = text.encode(encoding, "ignore")
    return some_bytes(chance, data) if chance.random() < 0.2 else data


# --- single bits


@cache
def _whole(number: int) -> tuple[bytes, Workbook]:
    data = seeds.forms()[number]
    return data, load_bytes(data, Path("表.xlsx"))


def _one_bit(chance: Random) -> bytes:
    number = chance.randrange(len(_FORMS))
    data = _whole(number)[0]
    at = chance.randrange(len(data))
    return (
        bytes([number])
        + data[:at]
        + bytes([data[at] ^ 1 << chance.randrange(8)])
        + data[at + 1 :]
    )


def is_same_or_refused(data: bytes) -> bool:
    """One changed bit gives the same values, or an error."""
    before = _whole(data[0])[1]
    try:
        book = load_bytes(data[1:], Path("表.xlsx"))
    except NotAWorkbookError:
        return False
    assert book.snapshot == before.snapshot, "a changed bit gave other values"
    assert {**book.parts} == {**before.parts}
    return True


# --- archives


def _archive(chance: Random, depth: int = 0) -> bytes:
    makers = (_xlsx, _xls, _ods, _csv, _html)
    members: list[tuple[str, bytes]] = []
    for number in range(chance.randrange(1, 4)):
        if depth < 5 and chance.random() < 0.25:
            members.append((f"{_name(chance)}{number}.zip", _archive(chance, depth + 1)))
        else:
            content = (
                chance.choice(makers)(chance) if chance.random() < 0.5 else chance.randbytes(99)
            )
            members.append(
                (
                    f"{_name(chance)}{number}{chance.choice(('.xlsx', '.xls', '.et', '.csv', ''))}",
                    content,
                )
            )
    data = zipped(members)
    return some_bytes(chance, data) if chance.random() < 0.4 else data


def _name(chance: Random) -> str:
    return chance.choice(
        (
            "表",
            "../表",
            "/表",
            "~$表",
            "单位/表",
            "a\\b",
            "C:表",
            "CON",
            "." * 9,
            "表" * 90,
            "\x01",
            ".git/x",
        )
    )


def is_accounted_for(data: bytes) -> bool:
    """Take in an archive: whatever is in it, there is a record of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "包.zip")
        path.write_bytes(data)
        limits = replace(LIMITS, archive_megabytes=64, archive_members=200)
        records = take_in(item_of(path), limits, None)
    assert records, "nothing came out"
    kinds = {each.kind for each in records}
    assert kinds <= {"form", "refused", "ignored", "archive"}, kinds
    _check_reasons(each.reason for each in records if each.kind == "refused")
    return len(records) > 1


def _check_reasons(reasons: Iterable[str]) -> None:
    for reason in reasons:
        assert reason, "refused without a reason"
        assert "程序内部出错" not in reason, reason


TARGETS = (
    Target("xlsx", _xlsx, lambda data: is_read("表.xlsx", data)),
    Target("xls", _xls, lambda data: is_read("表.xls", data)),
    Target("ods", _ods, lambda data: is_read("表.ods", data)),
    Target("csv", _csv, lambda data: is_read("表.csv", data)),
    Target("html", _html, lambda data: is_read("表.html", data)),
    Target("bits", _one_bit, is_same_or_refused),
    Target("archive", _archive, is_accounted_for),
)
