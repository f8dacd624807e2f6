"""A unit's dossier → what goes back to it: the 退回意见书 and annotated copies, as parts of a zip."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from msgspec import Struct

from xltools.bureau.dossier import CameForm, Case, Dossier
from xltools.bureau.lost import Lost
from xltools.errors import XltoolsError
from xltools.filenames import plain_name
from xltools.findings import Finding
from xltools.hosts.annotate import annotate, copy_name
from xltools.hosts.convert import patchable_all
from xltools.hosts.file import UNREAD
from xltools.package import Workbook, load_bytes
from xltools.report.paper import counted
from xltools.report.unit_opinion import (
    Awaited,
    OneProject,
    RefusedFile,
    ReturnedForm,
    UnitLetter,
    write_unit_letter,
)

LETTER = "退回意见书.docx"
COPIES = "问题清单"
"""The folder of the annotated copies inside the zip."""
_AT_ONCE = 50
"""Workbooks that are held at once: LibreOffice, where it is needed, starts once for them."""
SETTLED = ("通过", "排除")
"""What a clerk decided: such a project is not sent back, whatever was found."""

Reader: TypeAlias = Callable[[CameForm], bytes]
"""The bytes of a form's file as they were read; an XltoolsError says why they are not at hand."""


class Mend(Struct, frozen=True):
    """What of a unit has to be mended, project by project."""

    dossier: Dossier
    forms: tuple[Case, ...]
    refused: tuple[RefusedFile, ...]
    awaited: tuple[Case, ...]

    def __bool__(self) -> bool:
        """Files that are nobody's form are told with the rest, and are no reason to write."""
        mine = any(each.project for each in self.refused)
        return bool(self.forms or mine or self.awaited or self.dossier.findings)


class Packed(Struct, frozen=True):
    """The parts of a zip by name; `troubles` are copies left out, with the reason."""

    parts: dict[str, bytes]
    copies: int
    troubles: tuple[str, ...]


def to_mend(dossier: Dossier, lost: Sequence[Lost]) -> Mend:
    """What of it goes back: forms with findings or sent back by a clerk, files not taken, missing forms."""
    open_cases = [each for each in dossier.cases if each.now.state not in SETTLED]
    forms = tuple(each for each in open_cases if each.counts and _is_returned(each))
    awaited = tuple(each for each in open_cases if each.listed and each.counts is None)
    by_id = {each.id: each for each in dossier.cases}
    refused = [
        RefusedFile(form.path, _shown(case), form.reason)
        for case in open_cases
        for form in case.refused
    ]
    for each in lost:
        case = by_id.get(each.project or 0)
        if case is None or (case.now.state not in SETTLED and _is_newer(each, case)):
            refused.append(RefusedFile(each.path, _shown(case) if case else "", each.reason))
    return Mend(dossier, forms, tuple(refused), awaited)


def packed(mend: Mend, day: date, read: Reader) -> Packed:
    """Write the letter and the copies.

    Raises:
        TemplateError: there is no official.docx.
    """
    parts: dict[str, bytes] = {}
    troubles: list[str] = []
    used: set[str] = set()
    for form, findings, book in _workbooks(mend, read):
        try:
            if isinstance(book, XltoolsError):
                raise book
            made = annotate(book, findings)
        except XltoolsError as error:
            troubles.append(f"{form.path}：没有带问题清单的副本：{error}")
            continue
        name = _free(copy_name(Path(PurePosixPath(form.path).name), made.ending), used)
        parts[f"{COPIES}/{name}"] = made.data
        if made.missing:
            troubles.append(f"{form.path}：{made.missing}")
    enclosed = tuple(PurePosixPath(name).name for name in parts)
    letter = write_unit_letter(_letter(mend, day, enclosed))
    return Packed({LETTER: letter, **parts}, len(enclosed), tuple(troubles))


def _workbooks(
    mend: Mend, read: Reader
) -> Iterator[tuple[CameForm, list[Finding], Workbook | XltoolsError]]:
    """Each workbook that gets a copy, ready to be written into, with all that was found in it."""
    wanted = []
    for cases in _by_file(mend.forms):
        forms = [case.counts for case in cases if case.counts is not None]
        findings = [each for form in forms for each in form.findings]
        if findings:  # else the clerk's words stand in the letter
            wanted.append((forms[0], findings))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        books = [_opened(form, read) for form, _ in some]
        there = [each for each in books if isinstance(each, Workbook)]
        twins = iter(patchable_all(there, UNREAD))
        for (form, findings), book in zip(some, books, strict=True):
            yield form, findings, next(twins) if isinstance(book, Workbook) else book


def _opened(form: CameForm, read: Reader) -> Workbook | XltoolsError:
    try:
        return load_bytes(read(form), Path(PurePosixPath(form.path).name), unread=UNREAD)
    except XltoolsError as error:
        return error


def tally(mend: Mend) -> str:
    """错误 3 项、提醒 2 项 of all its forms and of the unit itself; "" if there is none."""
    forms = [case.counts.findings for case in mend.forms if case.counts]
    return counted([*forms, mend.dossier.findings])


def _is_returned(case: Case) -> bool:
    return bool(case.counts and case.counts.findings) or case.now.state == "退回"


def _is_newer(lost: Lost, case: Case) -> bool:
    """Whether a file was meant to take the place of the form that counts."""
    return case.counts is None or lost.modified > case.counts.modified


def _by_file(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """The cases of one workbook together: it gets one copy, which lists them all."""
    files: dict[int, list[Case]] = {}
    for case in cases:
        if case.counts is not None:
            files.setdefault(case.counts.file, []).append(case)
    yield from files.values()


def _free(name: str, used: set[str]) -> str:
    """The name as any system takes it, with a number where another copy bears it."""
    path = PurePosixPath(name)
    stem, number = plain_name(path.stem) or "自评表", 1
    while True:
        tail = f"({number})" if number > 1 else ""
        found = f"{stem}{tail}{path.suffix}"
        folded = unicodedata.normalize("NFC", found).casefold()
        if folded not in used:
            used.add(folded)
            return found
        number += 1


def _letter(mend: Mend, day: date, enclosed: tuple[str, ...]) -> UnitLetter:
    dossier = mend.dossier
    listed = [each for each in dossier.cases if each.listed]
    problems = Counter(each.project for each in mend.refused)
    return UnitLetter(
        dossier.unit.name,
        day,
        dossier.year,
        len(listed),
        sum(each.counts is not None for each in listed),
        tuple(_project(each, mend, problems[_shown(each)]) for each in dossier.cases),
        tuple(_returned(each) for each in mend.forms),
        mend.refused,
        tuple(_awaited(each, day, problems[_shown(each)]) for each in mend.awaited),
        dossier.findings,
        enclosed,
    )


def _project(case: Case, mend: Mend, refused: int) -> OneProject:
    """How it stands once the letter is out; what a first and a second run of one day write is the same."""
    found = counted([case.counts.findings]) if case.counts else ""
    state = case.now.state
    if state in SETTLED:
        found = ""
    elif case in mend.forms:
        state = "需修改"
    elif case.counts is not None:
        state, found = "已收", "没有发现问题"
    else:
        state = "需重报" if refused or case.aside else "未报送"
        found = f"{refused} 个文件没有接收" if refused else case.aside or "没有收到"
    name = case.name if case.listed else f"{case.name}（名册以外）"
    return OneProject(case.code, name, state, found, case.deadline)


def _returned(case: Case) -> ReturnedForm:
    form = case.counts
    assert form is not None
    where = form.sheet if form.several else ""
    return ReturnedForm(
        case.code,
        case.name or "未填项目名称",
        form.path,
        form.findings,
        case.now.remark,
        "",
        where,
    )


def _awaited(case: Case, day: date, refused: int) -> Awaited:
    said = "没有收到自评表，请报送。"
    if case.aside:
        said = f"报来的表不算：{case.aside}"
    elif refused:
        said = "报来的文件没有接收，请重新报送。"
    try:
        late = (day - date.fromisoformat(case.deadline)).days
    except ValueError:
        late = 0
    if late > 0:
        said += f"已逾期 {late} 天。"
    return Awaited(case.code, case.name, case.deadline, said, case.now.remark)


def _shown(case: Case) -> str:
    return f"{case.code} {case.name}".strip()
