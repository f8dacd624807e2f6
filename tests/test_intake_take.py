"""One file → its record: by what the bytes are, with a reason that its sender understands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from intake_files import FORM, LIMITS, ROSTER, item_of
from zip_files import zipped

from xltools.codes import Code
from xltools.collect import Project, ProjectSet, build_summary, issues_of, summarise
from xltools.errors import FileError
from xltools.findings import Finding
from xltools.hosts.file import open_form
from xltools.intake.kinds import code_of
from xltools.intake.take import data_of, take_in
from xltools.intake.together import Came
from xltools.package.limits import FILE_BYTES
from xltools.package.members import damaged
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord


def taken(folder: Path, name: str, data: bytes) -> FileRecord:
    """The record of these bytes under that name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    (record,) = take_in(item_of(path, name), LIMITS, None)
    return record


def test_a_form_is_recorded_with_all_that_tells_it_again(tmp_path: Path) -> None:
    """Under any name; time and stamp are the item's, findings of both origins are kept."""
    path = tmp_path / "新建文档.doc"
    path.write_bytes(FORM.read_bytes())
    os.utime(path, (1_741_659_600, 1_741_659_600))
    seen: list[tuple[Path, int]] = []

    def judge(came: Sequence[Came]) -> list[list[Finding]]:
        seen.extend((opened.path, index) for opened, index in came)
        return [[Code.FORM_EMPTY.at(None, "指标")]]

    item = item_of(path, "微信/新建文档.doc")
    (record,) = take_in(item, LIMITS, judge)

    assert (record.path, record.kind, record.code) == ("微信/新建文档.doc", "form", "")
    assert (record.disk, record.size, record.stamp) == (str(path), item.size, item.stamp)
    assert record.modified.endswith(":20:00")
    assert len(record.sha256) == 64
    (form,) = record.forms
    assert (form.name, form.outturn) == ("农村公路安全防护工程", Decimal("223.64"))
    assert [(each.origin, each.code) for each in form.findings] == [("sent", "A10")]
    assert seen == [(Path("微信/新建文档.doc"), 0)]


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", FileCode.EMPTY, "空文件"),
        (b"\0" * 4096, FileCode.EMPTY, "空字节"),
        (FORM.read_bytes()[:9000], FileCode.DAMAGED, "不完整"),
        (b"%PDF-1.7\n", FileCode.PDF, "PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", FileCode.PICTURE, "图片"),
        (b"BM\x36\x00\x0c\x00\0\0\0\0\x36", FileCode.PICTURE, "图片"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", FileCode.PICTURE, "图片"),
        (b"\0\0\0\x18ftypheic\0\0", FileCode.PICTURE, "图片"),
        (b"\0\0\0\x18ftypmp42\0\0", FileCode.OTHER_DOCUMENT, "视频"),
        (b"Rar!\x1a\x07\0", FileCode.OTHER_ARCHIVE, "RAR"),
        (b"7z\xbc\xaf\x27\x1c", FileCode.OTHER_ARCHIVE, "7z"),
        (b"\x1f\x8b\x08\0", FileCode.OTHER_ARCHIVE, "gz"),
        (b"\0" * 257 + b"ustar\0", FileCode.OTHER_ARCHIVE, "tar"),
        (b"{\\rtf1 ", FileCode.OTHER_DOCUMENT, "RTF"),
        (b"MZ\x90\0", FileCode.OTHER_DOCUMENT, "程序"),
        (b"L\0\0\0\x01\x14\x02\0\0\0", FileCode.OTHER_DOCUMENT, "快捷方式"),
        (b"Received: from mail", FileCode.OTHER_DOCUMENT, "邮件"),
        (b"<html><body>x</body></html>", FileCode.WEB_PAGE, "网页"),
        ("全是话，没有表".encode(), FileCode.NO_FORM, "没有找到"),
        ("没有分列的话".encode(), FileCode.OTHER_DOCUMENT, "纯文本"),
        (zipped({"[Content_Types].xml": b"<a/>", "ppt/x": b"1"}), FileCode.DAMAGED, "损坏"),
        (zipped({"a": b"", "[Content_Types].xml": b"", "ppt/x": b""}), FileCode.OTHER_DOCUMENT, "演示"),
        (zipped({"a": b"", "[Content_Types].xml": b"", "word/x": b""}), FileCode.WORD, "Word"),
        (zipped({"OFD.xml": b"<a/>"}), FileCode.OTHER_DOCUMENT, "OFD"),
        (zipped({"Index/Document.iwa": b"1"}), FileCode.OTHER_DOCUMENT, "Numbers"),
        (zipped({}), FileCode.EMPTY_ARCHIVE, "没有文件"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_by_its_bytes(
    tmp_path: Path, data: bytes, code: FileCode, word: str
) -> None:
    """All of them call themselves .xlsx; the sender is told what it is, and what to do."""
    record = taken(tmp_path, "自评表.xlsx", data)

    assert (record.kind, record.code) == ("refused", code.number)
    assert word in record.reason
    assert "自评表.xlsx" in record.reason
    assert record.reason.endswith("。")
    assert record.sha256


@pytest.mark.parametrize("name", ["加密.xlsx", "“超过”密码.xlsx", "空文件.xlsx"])
def test_a_files_name_does_not_decide_why_it_is_refused(name: str) -> None:
    """Readers put it into their sentence."""
    assert code_of(damaged(name, "目录不一致"), name) is FileCode.DAMAGED


def test_a_file_larger_than_any_form_is_not_read(tmp_path: Path) -> None:
    """Unless it is an archive; a large PDF is still one."""
    for head, code in ((b"x", FileCode.TOO_BIG), (b"%PDF", FileCode.PDF)):
        path = tmp_path / "大.xlsx"
        with path.open("wb") as file:
            file.write(head)
            file.truncate(FILE_BYTES + 1)
        (record,) = take_in(item_of(path), LIMITS, None)
        assert (record.kind, record.code, record.sha256) == ("refused", code.number, "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("~$自评表.xlsx", FileCode.LOCK_FILE),
        ("甲/Thumbs.db", FileCode.SYSTEM_FILE),
        ("desktop.ini", FileCode.SYSTEM_FILE),
        ("__MACOSX/._表.xlsx", FileCode.SYSTEM_FILE),
        ("$RECYCLE.BIN/表.xlsx", FileCode.SYSTEM_FILE),
        ("表.xlsx:Zone.Identifier", FileCode.SYSTEM_FILE),
        (".表.xlsx", FileCode.HIDDEN),
        (".git/表.xlsx", FileCode.HIDDEN),
        ("表.xlsx.crdownload", FileCode.TEMPORARY),
        ("~WRL0003.tmp", FileCode.TEMPORARY),
        ("表.xlsx.wxwork", FileCode.TEMPORARY),
        ("退回意见/某局/表.xlsx", FileCode.OWN_PRODUCT),
        ("台账.db", FileCode.OWN_PRODUCT),
        ("台账.db-wal", FileCode.OWN_PRODUCT),
        ("收表日志.txt", FileCode.OWN_PRODUCT),
    ],
)
def test_what_nobody_handed_in_is_ignored_with_a_reason(
    tmp_path: Path, name: str, code: FileCode
) -> None:
    """Whatever is in it: it is not even opened."""
    record = taken(tmp_path, name, FORM.read_bytes())

    assert (record.kind, record.code, record.sha256) == ("ignored", code.number, "")
    assert record.reason.startswith(f"“{name.rpartition('/')[2]}”")


def test_a_copy_of_ours_is_ignored_only_beside_its_original(tmp_path: Path) -> None:
    """Alone it may be all that a unit sent."""
    data = FORM.read_bytes()
    assert taken(tmp_path, "甲/表-已评分.xlsx", data).kind == "form"
    taken(tmp_path, "甲/表.et", data)

    record = taken(tmp_path, "甲/表-已评分.xlsx", data)

    assert (record.kind, record.code) == ("ignored", FileCode.OWN_COPY.number)
    assert "原件“表.et”" in record.reason


def test_a_name_like_litter_is_litter_unless_a_form_is_in_it(tmp_path: Path) -> None:
    """Programs begin their leftovers with ~, people sometimes do, too."""
    assert taken(tmp_path, "~自评表.xlsx", FORM.read_bytes()).kind == "form"

    record = taken(tmp_path, "~自评表2.xlsx", b"\0\1\2")

    assert (record.kind, record.code) == ("ignored", FileCode.TEMPORARY.number)


def test_roster_and_summary_are_known_by_their_mark(tmp_path: Path) -> None:
    """They are workbooks of ours under any name, and no returns."""
    form = open_form(FORM).examined
    project = Project(FORM.name, form.evaluation, form.scores, form.profile, form.findings)
    group = ProjectSet((project,))
    summary = build_summary(summarise(group, []), issues_of(group, [], []))
    for data, word in ((ROSTER.read_bytes(), "名册"), (summary, "汇总表")):
        record = taken(tmp_path, "1.xlsx", data)
        assert (record.kind, record.code) == ("ignored", FileCode.OWN_PRODUCT.number)
        assert word in record.reason


class Panic(BaseException):
    """As a panic in Rust arrives."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("不应有"), FileCode.INTERNAL),
        (MemoryError(), FileCode.TOO_MUCH_MEMORY),
        (Panic(), FileCode.CRASHED),
        (SystemExit(1), FileCode.CRASHED),
        (FileError("“x”已加密（设了打开密码）。"), FileCode.ENCRYPTED),
    ],
)
def test_whatever_reading_raises_costs_only_this_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: FileCode
) -> None:
    """The record says what happened."""
    monkeypatch.delenv("XLTOOLS_DEBUG", raising=False)

    def judge(_: Sequence[Came]) -> list[list[Finding]]:
        raise error

    (record,) = take_in(item_of(FORM), LIMITS, judge)

    assert (record.kind, record.code) == ("refused", code.number)
    assert ("ValueError：不应有" in record.reason) is isinstance(error, ValueError)


def test_who_interrupts_means_the_whole_run() -> None:
    """Ctrl+C is no fault of a file."""

    def judge(_: Sequence[Came]) -> list[list[Finding]]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(item_of(FORM), LIMITS, judge)


def test_a_file_that_is_gone_is_told_of_and_tried_again(tmp_path: Path) -> None:
    """Its stamp is not the one by which it would be passed over next time."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(FORM.read_bytes())
    item = item_of(path)
    path.unlink()

    (record,) = take_in(item, LIMITS, None)

    assert (record.kind, record.code, record.stamp) == ("refused", "D10", (item.size, 0))
    with pytest.raises(FileError, match="找不到"):
        data_of(item, LIMITS)


def test_the_bytes_can_be_had_again() -> None:
    """As they lie there."""
    assert data_of(item_of(FORM), LIMITS) == FORM.read_bytes()


def test_every_reason_has_words_and_a_number_of_its_family() -> None:
    """D1x, with what is wrong and what to do."""
    facts = dict.fromkeys(("name", "why", "limit", "kind", "method", "original"), "某")
    for code in FileCode:
        told = code.at(None, "文件", **facts)
        assert code.number.startswith("D1")
        assert len(code.number) == 3
        assert told.message.endswith("。")
        assert told.advice.endswith("。")
        assert code.is_refusal is (code.number != "D19")
