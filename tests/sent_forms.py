"""Forms of every profile as they were sent out, and what honest units and others do with them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from sending_lists import invented

from xltools import anchors
from xltools.findings import Finding, Severity
from xltools.hosts.examine import examine_all
from xltools.hosts.file import UNREAD, Opened, filled
from xltools.judging.sent import held_against
from xltools.model import Place
from xltools.package import Workbook, apply_patch, load_bytes
from xltools.package.zipfile_writer import rewrite
from xltools.profile import load_profile
from xltools.ribbon import Desk
from xltools.ribbon.rows import add, remove
from xltools.sending import FormMaker
from xltools.snapshot import CellWrite, Patch

MONEY = ("outturn", "received", "balance")
TYPED = ("actual", "note", "evidence", "basis")


def opened(data: bytes, name: str = "表.xlsx") -> Opened:
    """A file as the desk opens it."""
    workbook = load_bytes(data, Path(name), unread=UNREAD)
    return Opened(Path(name), workbook, examine_all(workbook.snapshot))


@cache
def _maker(profile: str) -> FormMaker:
    return FormMaker(load_profile(profile))


@cache
def sent_form(profile: str, seed: int = 0) -> Opened:
    """A project's form of that profile as it was sent out: fields, budgets, targets, points."""
    known = load_profile(profile)
    project = invented(known, 8, seed)[seed % 8]
    if "category" not in {column.key for column in known.form.indicators.columns}:
        targets = tuple(replace(e, category="", subcategory="") for e in project.targets)
        project = replace(project, targets=targets)
    return opened(_maker(profile).form(project))


def written(data: bytes, *cells: tuple[Place, Decimal | str | None]) -> bytes:
    """The file after somebody typed into these cells."""
    writes = tuple(CellWrite(p.sheet, p.row, p.column, value) for p, value in cells)
    return apply_patch(load_bytes(data, Path("表.xlsx")), Patch(writes))


def honest(form: Opened, chance: random.Random) -> bytes:
    """The form with everything filled in that was left for the unit, nothing else touched, and scored."""
    cells = list(_answers(form, chance))
    typed = written(form.workbook.data, *cells)
    return filled(opened(typed))


def _answers(form: Opened, chance: random.Random) -> Iterator[tuple[Place, Decimal | str]]:
    examined = form.examined
    evaluation = examined.evaluation
    fields = {field.key: field for field in examined.profile.form.fields}
    for key, entry in evaluation.fields.items():
        if entry.raw is None and key in fields and fields[key].kind in ("text", "long_text"):
            yield entry.place, f"{entry.label}如实填写，共{chance.randrange(9, 99)}项。"
    for line in evaluation.funding.values():
        for key, amount in line.amounts.items():
            if amount.raw is None and key in MONEY:
                yield amount.place, Decimal(chance.randrange(1, 10**6)) / 100
    rows = [row for row in evaluation.indicators if row.name.text and not row.is_execution]
    for row in rows:
        if row.actual.place.column > 1 and row.actual.raw is None:
            yield (
                row.actual.place,
                chance.choice(("96%", "8次", "12.1万元", "已完成", "达到目标")),
            )
        if row.deviation_note.label and chance.random() < 0.3:
            yield row.deviation_note.place, "雨季停工，完成较晚；下年度提前安排。"
    for entry in evaluation.texts.values():
        yield entry.place, "按照批复实施。" * chance.randrange(1, 9)
    yield from _side_rows(form, chance)


def _side_rows(form: Opened, chance: random.Random) -> Iterator[tuple[Place, Decimal | str]]:
    names = form.workbook.snapshot.names
    for name, values in (
        (anchors.GROUP, ("李某", "财务股", "股长", "成员")),
        (anchors.SPENDING, ("材料费", Decimal(chance.randrange(1, 9999)) / 100, "2024-09-20")),
    ):
        head = names.get(name)
        for row in range(1, chance.randrange(2, 5)) if head else ():
            for column, value in enumerate(values):
                yield Place(head.sheet, head.row + row, head.column + column), value


def with_row(data: bytes, chance: random.Random) -> bytes:
    """The file after 增加指标 at one of its indicators."""
    file = opened(data)
    rows = [row for row in file.examined.evaluation.indicators if not row.is_execution]
    if not rows:
        return data
    place = chance.choice(rows).name.place
    answer = add(Desk(file.workbook.snapshot, file.path, place))
    return apply_patch(file.workbook, answer.patch) if answer.patch else data


def without_row(data: bytes, place: Place) -> bytes:
    """The file after 删除指标 at this cell."""
    file = opened(data)
    answer = remove(Desk(file.workbook.snapshot, file.path, place, confirmed=True))
    assert answer.patch is not None, answer
    return apply_patch(file.workbook, answer.patch)


def edited(data: bytes, sheet: str, change: object) -> bytes:
    """The file with the XML of a sheet changed; something must change."""
    book = load_bytes(data, Path("表.xlsx"))
    part = part_of(book, sheet)
    after = change(book.parts[part])  # type: ignore[operator]
    assert after != book.parts[part]
    return rewrite(book.archive, {part: after}, frozenset())


def part_of(book: Workbook, sheet: str) -> str:
    """The part of a sheet."""
    return next(each.part for each in book.book.sheets if each.name == sheet)


def judged(sent: Opened | None, data: bytes, name: str = "表.xlsx") -> list[Finding]:
    """What is said of a file that came back."""
    return held_against(sent, opened(data, name), 0)


def alarms(findings: list[Finding]) -> list[str]:
    """Warnings and errors, in words."""
    return [str(each) for each in findings if each.code.severity is not Severity.HINT]


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    """Names of the codes, and cells, of warnings and errors."""
    return [
        (each.code.name, str(each.place))
        for each in findings
        if each.code.severity is not Severity.HINT
    ]


def unpacked(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, or what is in it if it is a zip that can be read; names of Chinese Windows as they were."""
    if not path.endswith(".zip") or not zipfile.is_zipfile(io.BytesIO(data)):
        yield path, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            utf8 = member.flag_bits & 0x800
            name = member.filename if utf8 else member.filename.encode("cp437").decode("gbk")
            yield from unpacked(f"{path}/{name}", archive.read(member))
