"""Files that are refused, each with one clear Chinese line and never with a crash."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from exotic import MAIN, raw_book, raw_parts, zip_parts
from hypothesis import given, settings
from hypothesis import strategies as st

from xltools.errors import FileError, NotAWorkbookError
from xltools.package import limits, load, load_bytes

pytestmark = pytest.mark.usefixtures("expendable")

ROWS = '<sheetData><row r="1"><c r="A1"><v>89.5</v></c></row></sheetData>'
GOOD = raw_book(ROWS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = '<w:document xmlns:w="urn:w"/>'


def cells(*addresses: str) -> str:
    """Rows with one cell each at these addresses."""
    return "".join(f'<row><c r="{each}"><v>1</v></c></row>' for each in addresses)


def sheet(rows: str) -> bytes:
    """The small workbook with these rows."""
    return raw_book(f"<sheetData>{rows}</sheetData>")


def renamed(old: str, new: str) -> bytes:
    """The good workbook with a part under another name."""
    parts = raw_parts(ROWS)
    return zip_parts({new if name == old else name: text for name, text in parts.items()})


def flagged(offset: int, value: int) -> bytes:
    """The good workbook with two bytes of its first directory line changed."""
    at = GOOD.index(b"PK\x01\x02") + offset
    return GOOD[:at] + struct.pack("<H", value) + GOOD[at + 2 :]


def twice(name: str) -> bytes:
    """The good workbook with one more member."""
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, "<x/>")
    return out.getvalue()


def strings(claim: int) -> str:
    """A text table that claims to hold so many texts."""
    return f'<sst xmlns="{MAIN}" uniqueCount="{claim}"><si><t>a</t></si></sst>'


REFUSED = {
    "empty": (b"", "空文件"),
    "zeros": (bytes(500), "空字节"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "已加密"),
    "html": (b"\r\n<HTML><body><table>", "网页"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "any text": ("序号 项目".encode(), "纯文本"),
    "gbk text": ("序号 项目".encode("gbk"), "纯文本"),
    "noise": (b"\x01\x00\x02\x03" * 50, "不是 Excel 工作簿"),
    "truncated": (GOOD[: len(GOOD) // 2], "不完整"),
    "cut at the end": (GOOD[:-5], "不完整"),
    "docx": (
        zip_parts(
            {
                "[Content_Types].xml": "<Types/>",
                "_rels/.rels": str(raw_parts("")["_rels/.rels"]).replace(
                    "xl/workbook", "word/document"
                ),
                "word/document.xml": WORD,
            }
        ),
        "Word",
    ),
    "any zip": (zip_parts({"照片.txt": "x"}), "压缩包"),
    "no workbook part": (raw_book(ROWS, **{"xl/workbook.xml": None}), "找不到工作簿部件"),
    "zip password": (flagged(8, 1), "密码"),
    "unknown method": (flagged(10, 9), "压缩方式"),
    "climbing name": (raw_book(ROWS, **{"../evil.xml": "<x/>"}), "不合法"),
    "absolute name": (raw_book(ROWS, **{"/etc/x.xml": "<x/>"}), "不合法"),
    "duplicate in other case": (twice("XL/Worksheets/Sheet1.xml"), "同名部件"),
    "doctype": (
        raw_book(
            f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="{MAIN}">{ROWS}</worksheet>'
        ),
        "DTD",
    ),
    "utf-16": (
        raw_book(
            ROWS,
            **{
                "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{ROWS}</worksheet>'.encode(
                    "utf-16"
                )
            },
        ),
        "UTF-8",
    ),
    "gbk": (
        raw_book(
            ROWS,
            **{
                "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="GB2312"?><worksheet xmlns="{MAIN}">{ROWS}</worksheet>'
            },
        ),
        "UTF-8",
    ),
    "cell far away": (sheet(cells("A1", "XFD1048576")), "很远处"),
    "cell outside": (sheet(cells("XFE1")), "超出 Excel 范围"),
    "row outside": (sheet(cells("A1048577")), "超出 Excel 范围"),
    "far without address": (
        sheet('<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row>'),
        "很远处",
    ),
    "cell twice": (sheet(cells("A1", "A1")), "出现两次"),
    "cdata": (sheet('<row r="1"><c r="A1" t="str"><v><![CDATA[89]]></v></c></row>'), "CDATA"),
    "claims of the text table": (
        raw_book(ROWS, **{"xl/sharedStrings.xml": strings(4294967295)}),
        "文字表",
    ),
    "not well-formed": (raw_book(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'), "损坏"),
    "index of a text that is not there": (
        sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        "损坏",
    ),
    "sheets of one name": (
        raw_book(
            ROWS,
            **{
                "xl/workbook.xml": str(raw_parts("")["xl/workbook.xml"]).replace(
                    "</sheets>", '<sheet name="表" sheetId="2" r:id="rId1"/></sheets>'
                )
            },
        ),
        "同名的工作表",
    ),
    "workbook part renamed": (renamed("xl/workbook.xml", "xl/book.xml"), "找不到工作簿部件"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_sound_workbook_is_refused_in_one_line(
    data: bytes, reason: str
) -> None:
    """The line names the file, says what is wrong, and what to do."""
    with pytest.raises(NotAWorkbookError) as caught:
        load_bytes(data, Path("某单位.xlsx"))

    message = str(caught.value)
    assert message.startswith("“某单位.xlsx”")
    assert reason in message
    assert "请" in message
    assert "\n" not in message


def test_a_flipped_bit_is_found_by_its_checksum() -> None:
    """The reader would read another score without a word."""
    book = raw_book(ROWS, method=0)
    at = book.index(b"89.5")
    flipped = book[:at] + b"39.5" + book[at + 4 :]

    with pytest.raises(NotAWorkbookError, match="校验不符"):
        load_bytes(flipped, Path("a.xlsx"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_damage_of_one_byte_changes_a_value_silently(draw: st.DataObject) -> None:
    """A damaged file is refused, or all its values are those of the whole one."""
    at = draw.draw(st.integers(0, len(GOOD) - 1))
    value = draw.draw(st.integers(0, 255))
    damaged = GOOD[:at] + bytes([value]) + GOOD[at + 1 :]
    try:
        read = load_bytes(damaged, Path("a.xlsx")).snapshot
    except NotAWorkbookError:
        return

    assert read.sheets[0].rows == [[89.5]]


def bomb(size: int) -> bytes:
    """A workbook with a member that inflates to so many bytes."""
    return raw_book(ROWS, **{"xl/media/a.png": bytes(size)})


def test_a_zip_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Part, total and number of members have limits."""
    monkeypatch.setattr(limits, "PART_BYTES", 100_000)
    with pytest.raises(NotAWorkbookError, match="超过上限"):
        load_bytes(bomb(100_001), Path("a.xlsx"))

    monkeypatch.setattr(limits, "MEMBERS", 4)
    with pytest.raises(NotAWorkbookError, match="5 个部件"):
        load_bytes(GOOD, Path("a.xlsx"))


def test_a_member_that_lies_about_its_size_is_not_inflated_beyond_it() -> None:
    """The directory says 10 bytes, the data would give a hundred million."""
    data = bomb(1_000_000)
    line = data.index(b"PK\x01\x02", data.rindex(b"xl/media/a.png") - 46)
    lying = data[: line + 24] + struct.pack("<L", 10) + data[line + 28 :]

    with pytest.raises(NotAWorkbookError, match="校验不符"):
        load_bytes(lying, Path("a.xlsx"))


def test_a_workbook_with_much_content_far_down_is_read_and_styled_emptiness_is_free() -> None:
    """Only values count for the box: a styled row 1,048,576 is nothing."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert load_bytes(sheet(rows), Path("a.xlsx")).snapshot.sheets[0].rows == [[1.0]]


# --- on disk


def test_what_lies_on_disk_is_looked_at_before_it_is_opened(tmp_path: Path) -> None:
    """Missing, folder, too large: one line each."""
    large = tmp_path / "大.xlsx"
    with large.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)

    for path, reason in (
        (tmp_path / "没有.xlsx", "找不到文件"),
        (tmp_path, "文件夹"),
        (large, "超过 20 MB"),
        (large / "里面.xlsx", "不是文件夹"),
    ):
        with pytest.raises(FileError, match=reason) as caught:
            load(path)
        assert re.search(r"“.+”.*请", str(caught.value))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifos here")
def test_a_fifo_does_not_make_us_wait(tmp_path: Path) -> None:
    """A pipe named like a workbook is refused at once."""
    pipe = tmp_path / "管道.xlsx"
    os.mkfifo(pipe)

    with pytest.raises(FileError, match="不是普通文件"):
        load(pipe)


def test_a_file_without_read_permission_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read all, so the system's answer is played."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(GOOD)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileError, match="没有权限读取"):
        load(path)


def test_a_panic_of_the_reader_ends_one_file_and_not_the_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Rust panic is no Exception; KeyboardInterrupt still passes."""
    from xltools.package import values

    class Panic(BaseException):
        pass

    def panic(*_: object) -> None:
        raise Panic

    # a sheet that the reader is asked for at all
    unusual = raw_book(
        '<sheetData><row><c t="inlineStr"><is><t>一</t></is></c></row></sheetData>'
    )
    monkeypatch.setattr(values, "_read_sheet", panic)
    with pytest.raises(NotAWorkbookError, match="内容异常"):
        load_bytes(unusual, Path("a.xlsx"))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(values, "_read_sheet", stop)
    with pytest.raises(KeyboardInterrupt):
        load_bytes(unusual, Path("a.xlsx"))


def test_a_workbook_of_openpyxl_is_not_refused(tmp_path: Path) -> None:
    """The honest case beside all the others."""
    path = tmp_path / "好.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "好"
    book.save(path)

    assert load(path).snapshot.sheets[0].rows == [["好"]]


def test_a_second_address_in_a_cell_does_not_reach_the_reader() -> None:
    """It takes the last one and would ask for half a terabyte."""
    rows = '<row r="1"><c r="A1" s="0"r="XFD1048576"><v>1</v></c></row>'

    with pytest.raises(NotAWorkbookError):
        load_bytes(sheet(rows), Path("a.xlsx"))
