"""Reports that are audited, in Word and as text, and regions' own files."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from random import Random

from fuzzing import seeds
from fuzzing.mutate import some_bytes, some_text, some_zip
from fuzzing.target import Target, check_words
from xltools.audit.annotate import annotated
from xltools.audit.read import read_bytes
from xltools.errors import FileError, ProfileError
from xltools.hosts.audit import judge
from xltools.hosts.returned import FormFile, ReportFile
from xltools.profile import load_profile


def _text(chance: Random) -> bytes:
    text = some_text(chance, chance.choice(seeds.texts()))
    return text.encode(chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "ignore")


def _word_file(chance: Random) -> bytes:
    data = chance.choice(seeds.reports())
    return (
        some_bytes(chance, data) if chance.random() < 0.1 else some_zip(chance, data, xml=0.97)
    )


def is_audited(name: str, data: bytes) -> bool:
    """A report is refused in words, or read, judged, and the copy with the remarks is sound."""
    try:
        report = read_bytes(name, data)
    except FileError as error:
        check_words(error)
        return False
    form = FormFile(Path("表.xlsx"), seeds.filled()[0])
    forms = [form] if len(data) % 2 else []
    remarks = judge(ReportFile(Path(name), data, report), forms).remarks
    for remark in remarks:
        assert remark.message
        assert 0 <= remark.start <= remark.end <= len(remark.line.text)
    if data.startswith(b"PK"):
        try:
            copy = annotated(name, data, remarks)
        except FileError:
            return True
        again = read_bytes(name, copy)
        assert [line.text for line in again.lines] == [line.text for line in report.lines]
    return True


# --- profiles


@cache
def _profiles() -> tuple[str, ...]:
    folder = seeds.ROOT / "xltools" / "profiles"
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))[:6])


def _profile(chance: Random) -> bytes:
    return some_text(chance, chance.choice(_profiles())).encode("utf-8", "ignore")


def is_profile(data: bytes) -> bool:
    """A region's file is refused in words, or is a profile."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "某地.toml")
        path.write_bytes(data)
        try:
            load_profile(str(path))
        except ProfileError as error:
            check_words(error)
            return False
    return True


TARGETS = (
    Target("text", _text, lambda data: is_audited("报告.txt", data)),
    Target("word", _word_file, lambda data: is_audited("报告.docx", data)),
    Target("profile", _profile, is_profile),
)
