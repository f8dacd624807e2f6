"""What people hand in: reports and forms in one heap, told apart by what the files are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from xltools.audit import Report
from xltools.audit.read import load_report, read_bytes
from xltools.errors import FormError, XltoolsError
from xltools.hosts.examine import Examined
from xltools.hosts.file import is_folder, open_form
from xltools.hosts.folders import FORM_ENDINGS
from xltools.package.members import read_archive
from xltools.profile import Profile, load_profile

REPORT_ENDINGS = frozenset((".docx", ".docm", ".dotx", ".doc", ".wps", ".txt", ".md"))
OTHER_DOCUMENTS = frozenset(
    (".pdf", ".rtf", ".odt", ".ofd", ".mht", ".htm", ".html", ".zip", ".rar", ".7z")
)
"""What may be a report, or hold one, and is not read: each is told, with what to do."""
PICTURES = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")
)
_SHOWN = 3
_COPY = re.compile(r"(?P<original>.+)-(?P<kind>已评分|问题清单|批注)(?:\(\d+\))?")
_WORDS_OF_A_REPORT = ("绩效", "自评")
_OLE = b"\xd0\xcf\x11\xe0"


class ReportFile(Struct, frozen=True):
    """A report, read; `data` are its bytes, for an annotated copy."""

    path: Path
    data: bytes
    report: Report


class FormFile(Struct, frozen=True):
    """One form of a workbook."""

    path: Path
    examined: Examined

    def text(self, key: str) -> str:
        """A head field, "" when blank."""
        return self.examined.evaluation.field_text(key) or ""


class Returned(Struct):
    """What was found: to be judged, not to be read (with the reason), and left aside."""

    reports: list[ReportFile]
    forms: list[FormFile]
    refused: list[tuple[Path, str]]
    skipped: list[tuple[Path, str]]
    has_folder: bool = False


def gather(paths: Sequence[Path], profile: str | None = None) -> Returned:
    """Read all files that a user named, and those of the folders among them.

    One that cannot be read is told and stops nothing. In a folder, what is neither report nor
    form is left aside.
    """
    found = Returned([], [], [], [], any(map(is_folder, paths)))
    done: set[str] = set()
    for named in paths:
        from_folder = is_folder(named)
        for path in _in_folder(named, found) if from_folder else [named]:
            own = os.path.realpath(path)
            if own not in done:
                done.add(own)
                _read(path, profile, found, from_folder=from_folder)
    return found


def _read(path: Path, profile: str | None, found: Returned, *, from_folder: bool) -> None:
    try:
        data = load_report(path)
        if _is_form(path, data):
            chosen = _profile(profile, path)
            opened = open_form(path, chosen)
            found.forms += [FormFile(path, each) for each in opened.forms]
            return
        report = read_bytes(path.name, data)
    except FormError as error:
        (found.skipped if from_folder else found.refused).append((path, str(error)))
    except XltoolsError as error:
        found.refused.append((path, str(error)))
    else:
        if from_folder and not _speaks_of_performance(report):
            found.skipped.append((path, f"“{path.name}”不像绩效自评报告"))
        else:
            found.reports.append(ReportFile(path, data, report))


def _profile(name: str | None, path: Path) -> Profile | None:
    return load_profile(name, path.parent) if name else None


def _is_form(path: Path, data: bytes) -> bool:
    """True for tables; an ending decides only where the bytes do not."""
    ending = path.suffix.lower()
    if data.startswith(b"PK"):
        try:
            names = [member.name for member in read_archive(data, path.name).members]
        except XltoolsError:
            return ending in FORM_ENDINGS
        if any(name.startswith("word/") for name in names):
            return False
        return any(name.startswith("xl/") for name in names) or ending in FORM_ENDINGS
    if data.startswith(_OLE):
        return "WordDocument".encode("utf-16-le") not in data and ending not in REPORT_ENDINGS
    return ending in FORM_ENDINGS


def _speaks_of_performance(report: Report) -> bool:
    return any(word in line.text for line in report.lines for word in _WORDS_OF_A_REPORT)


def _in_folder(folder: Path, found: Returned) -> Iterator[Path]:
    """Files below a folder in natural order, without lock files and copies of our own."""
    paths = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths += [Path(place, name) for name in names if not name.startswith(("~$", "."))]
    stems = {(path.parent, path.stem) for path in paths}
    words = {path.with_suffix("") for path in paths if path.suffix.lower() == ".docx"}
    pictures, others = [], []
    for path in sorted(paths, key=lambda path: [_natural(part) for part in path.parts]):
        ending = path.suffix.lower()
        copy = _COPY.fullmatch(path.stem)
        if ending in PICTURES:
            pictures.append(path)
        elif ending not in FORM_ENDINGS | REPORT_ENDINGS | OTHER_DOCUMENTS:
            others.append(path)
        elif copy is not None and _is_copy(path, copy, stems):
            found.skipped.append((path, f"“{path.name}”是副本，已有“{copy['original']}”"))
        elif ending in OTHER_DOCUMENTS | {".doc", ".wps"} and path.with_suffix("") in words:
            found.skipped.append((path, f"“{path.name}”已有 .docx"))
        else:
            yield path
    if pictures:
        found.skipped.append((folder, f"{_some(pictures)}：图片里的字读不到"))
    if others:
        found.skipped.append((folder, f"{_some(others)}：不是报告，也不是自评表"))


def _is_copy(path: Path, name: re.Match[str], stems: set[tuple[Path, str]]) -> bool:
    """Whether a file is a copy of ours: the original lies beside it, of 批注 anywhere."""
    original = name["original"]
    if name["kind"] == "批注":
        return any(stem == original for _, stem in stems)
    return (path.parent, original) in stems


def _some(paths: Sequence[Path]) -> str:
    """The names of the first, and how many there are."""
    more = f"等 {len(paths)} 个文件" if len(paths) > _SHOWN else ""
    return "、".join(f"“{path.name}”" for path in paths[:_SHOWN]) + more


def _natural(text: str) -> list[tuple[int, int, str]]:
    """So that 2-… stands before 10-…, and numbers before words."""
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
