"""Archives: every member has its record, under its proper name, and none can do harm."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from intake_files import FORM, LIMITS, item_of
from msgspec.structs import replace
from zip_files import (
    CRC,
    FLAGS,
    METHOD,
    SIZE,
    as_zip64,
    patched,
    unicode_path,
    zipped,
)

from xltools.errors import FileError
from xltools.intake.take import data_of, parts, take_in
from xltools.package.limits import FILE_BYTES, MEGABYTE
from xltools.returns.codes.files import FileCode
from xltools.returns.records import FileRecord
from xltools.returns.rules import Limits

TEXT = "一,二\n".encode()
"""A file that is read and holds no form."""


def taken(
    folder: Path, data: bytes, limits: Limits = LIMITS, name: str = "包.zip"
) -> dict[str, FileRecord]:
    """The records of an archive, by path; no path twice, and its parts give the same."""
    path = folder / name
    path.write_bytes(data)
    item = item_of(path, f"甲/{name}")
    records = take_in(item, limits, None)
    found = {each.path: each for each in records}
    assert len(found) == len(records)
    if records[0].kind == "archive":
        by_parts = [
            each for part in parts(item, limits) for each in take_in(part, limits, None)
        ]
        assert {each.path: each for each in by_parts} == found
        assert len(by_parts) == len(found)
    return found


def told(found: Mapping[str, FileRecord]) -> dict[str, str]:
    """What became of each: its kind, or its code."""
    return {path: each.code or each.kind for path, each in found.items()}


def test_members_are_taken_like_files(tmp_path: Path) -> None:
    """Forms, other documents, litter; folders are none. The archive comes first."""
    data = zipped(
        {
            "报送/": b"",
            "报送/表.xlsx": FORM.read_bytes(),
            "报送/签字.jpg": b"\xff\xd8\xff",
            "报送/Thumbs.db": b"1",
            "__MACOSX/报送/._表.xlsx": b"1",
        }
    )

    found = taken(tmp_path, data)

    assert told(found) == {
        "甲/包.zip": "archive",
        "甲/包.zip/报送/表.xlsx": "form",
        "甲/包.zip/报送/签字.jpg": "D14",
        "甲/包.zip/报送/Thumbs.db": "D19",
        "甲/包.zip/__MACOSX/报送/._表.xlsx": "D19",
    }
    form = found["甲/包.zip/报送/表.xlsx"]
    assert form.modified == "2025-03-17 11:02:04"
    assert form.size == FORM.stat().st_size
    assert (form.disk, form.stamp) == (str(tmp_path / "包.zip"), found["甲/包.zip"].stamp)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("自评表.csv", "自评表.csv"),
        ("自评表.csv".encode("gbk"), "自评表.csv"),
        ("镕基㙍.csv".encode("gb18030"), "镕基㙍.csv"),
        ("自评表.csv".encode(), "自评表.csv"),
        ("联通.csv".encode("gbk"), "联通.csv"),
        ("卤煮.csv".encode("gbk"), "卤煮.csv"),
        (b"caf\x82.csv", "café.csv"),
        ("报送\\自评表.csv".encode("gbk"), "报送/自评表.csv"),
        ("../../etc/自评表.csv", "etc/自评表.csv"),
        ("/自评表.csv", "自评表.csv"),
        ("C:\\桌面\\自评表.csv", "桌面/自评表.csv"),
        ("..", "未命名"),
    ],
)
def test_a_member_has_its_proper_name(tmp_path: Path, raw: str | bytes, name: str) -> None:
    """Of whatever system packed it; one that climbs out of its folder stays inside."""
    assert told(taken(tmp_path, zipped({raw: TEXT}))) == {
        "甲/包.zip": "archive",
        f"甲/包.zip/{name}": "D17",
    }


def test_a_name_in_the_extra_field_wins(tmp_path: Path) -> None:
    """Info-ZIP writes it beside what it made of the name; one that is another name's does not count."""
    data = zipped({b"??.csv": TEXT}, extra=unicode_path(b"??.csv", "自评.csv"))
    assert "甲/包.zip/自评.csv" in taken(tmp_path, data)

    data = zipped({b"??.csv": TEXT}, extra=unicode_path(b"old.csv", "自评.csv"))
    assert "甲/包.zip/??.csv" in taken(tmp_path, data)


def test_two_members_of_one_name_are_both_taken(tmp_path: Path) -> None:
    """The later ones are numbered, also where only the cut name is the same."""
    data = zipped(
        {
            "表.csv": TEXT,
            b"./\xb1\xed.csv": TEXT,
            "../表.csv": TEXT,
            "无尾": TEXT,
            "/无尾": TEXT,
        }
    )

    paths = list(taken(tmp_path, data))[1:]

    assert [path.rpartition("/")[2] for path in paths] == [
        "表.csv", "表(2).csv", "表(3).csv", "无尾", "无尾(2)",
    ]  # fmt: skip


def test_archives_in_archives_are_opened_to_the_limit(tmp_path: Path) -> None:
    """The one that lies too deep is refused; what stands beside it is not."""
    data = zipped({"表.csv": TEXT})
    for depth in (3, 2, 1):
        data = zipped({f"{depth}.zip": data, "旁.csv": TEXT})

    found = taken(tmp_path, data, replace(LIMITS, archive_depth=3))

    assert told(found) == {
        "甲/包.zip": "archive",
        "甲/包.zip/1.zip": "archive",
        "甲/包.zip/1.zip/2.zip": "archive",
        "甲/包.zip/1.zip/2.zip/3.zip": "D13",
        "甲/包.zip/1.zip/2.zip/旁.csv": "D17",
        "甲/包.zip/1.zip/旁.csv": "D17",
        "甲/包.zip/旁.csv": "D17",
    }
    assert "超过上限" in found["甲/包.zip/1.zip/2.zip/3.zip"].reason


def test_an_encrypted_member_is_refused_and_says_so(tmp_path: Path) -> None:
    """Its name can be read, so that the project's form counts as sent back."""
    data = patched(zipped({"YL1.xlsx": FORM.read_bytes()}), FLAGS, b"\x01\x08")

    record = taken(tmp_path, data)["甲/包.zip/YL1.xlsx"]

    assert record.code == FileCode.ARCHIVE_ENCRYPTED.number
    assert "压缩包已加密" in record.reason


def test_ways_of_packing_beside_the_usual_one(tmp_path: Path) -> None:
    """Not packed at all, and bzip2, are read; what nobody can unpack is told."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2):
        data = zipped({"a/表.xlsx": FORM.read_bytes(), "b": b""}, method=method)
        found = taken(tmp_path, data)
        assert found["甲/包.zip/a/表.xlsx"].kind == "form"
        assert found["甲/包.zip/b"].code == FileCode.EMPTY.number

    found = taken(tmp_path, patched(zipped({"表.xlsx": TEXT}), METHOD, b"\x09\x00"))
    assert found["甲/包.zip/表.xlsx"].code == FileCode.PACKED_OTHERWISE.number
    assert "（9）" in found["甲/包.zip/表.xlsx"].reason


def test_a_large_zips_directory_is_found(tmp_path: Path) -> None:
    """ZIP64 is what 7-Zip writes beyond 65,535 members or 4 GB."""
    assert (
        told(taken(tmp_path, as_zip64(zipped({"表.csv": TEXT}))))["甲/包.zip/表.csv"] == "D17"
    )


def test_a_large_zips_directory_that_is_nowhere_is_damage(tmp_path: Path) -> None:
    """The place that it names lies beyond any disk."""
    data = as_zip64(zipped({"表.csv": TEXT}))
    at = data.rfind(b"PK\x06\x07") + 8

    (record,) = taken(tmp_path, data[:at] + b"\xff" * 8 + data[at + 8 :]).values()

    assert (record.kind, record.code) == ("refused", FileCode.DAMAGED.number)


def test_a_member_that_is_damaged_costs_itself(tmp_path: Path) -> None:
    """Its bytes are not what the directory says."""
    data = patched(zipped({"坏.xlsx": FORM.read_bytes()}), CRC, b"\0\0\0\0")
    assert "校验不符" in taken(tmp_path, data)["甲/包.zip/坏.xlsx"].reason

    whole = zipped({"好.csv": TEXT, "坏.xlsx": FORM.read_bytes()})
    at = whole.find(b"PK\x03\x04", 4) + 30 + len("坏.xlsx".encode()) + 40
    found = taken(tmp_path, whole[:at] + b"\xff" * 200 + whole[at + 200 :])
    assert told(found) == {
        "甲/包.zip": "archive", "甲/包.zip/好.csv": "D17", "甲/包.zip/坏.xlsx": "D11",
    }  # fmt: skip


@pytest.mark.parametrize("kept", [0.3, 0.999])
def test_an_archive_that_is_cut_off_is_one_refused_file(tmp_path: Path, kept: float) -> None:
    """Also where an archive inside it, not packed again, still has its own end."""
    inner = zipped({"表.csv": TEXT})
    data = zipped({"1.zip": inner, "2.csv": TEXT * 99}, method=zipfile.ZIP_STORED)

    (record,) = taken(tmp_path, data[: int(len(data) * kept)]).values()

    assert (record.kind, record.code) == ("refused", FileCode.DAMAGED.number)
    assert "不完整" in record.reason


def test_a_volume_of_a_split_archive_is_told(tmp_path: Path) -> None:
    """Nothing can be had of one alone."""
    data = zipped({"表.csv": TEXT})
    at = data.rfind(b"PK\x05\x06")

    (record,) = taken(tmp_path, data[: at + 4] + b"\x02\0\x02\0" + data[at + 8 :]).values()

    assert record.code == FileCode.SPLIT_ARCHIVE.number


def test_an_archive_of_nothing_is_refused(tmp_path: Path) -> None:
    """Folders are nothing."""
    (record,) = taken(tmp_path, zipped({"报送/": b"", "报送/表/": b""})).values()

    assert (record.kind, record.code) == ("refused", FileCode.EMPTY_ARCHIVE.number)


def test_a_member_larger_than_any_form_is_refused_alone(tmp_path: Path) -> None:
    """Whatever size it declares: what comes out is counted."""
    data = zipped({"表.xlsx": bytes(FILE_BYTES + 1), "旁.csv": TEXT})

    for lie in (data, patched(data, SIZE, b"\x01\0\0\0")):
        found = taken(tmp_path, lie)
        assert told(found)["甲/包.zip/表.xlsx"] == FileCode.TOO_BIG.number
        assert told(found)["甲/包.zip/旁.csv"] == "D17"


def test_an_archive_that_unpacks_to_too_much_is_refused_as_a_whole(tmp_path: Path) -> None:
    """However it is spread over members and archives within."""
    mega = zipped({f"{n}.csv": bytes(MEGABYTE) for n in range(3)})
    limits = replace(LIMITS, archive_megabytes=5)
    assert len(taken(tmp_path, mega, limits)) == 4

    (record,) = taken(tmp_path, zipped({"1.zip": mega, "2.zip": mega}), limits).values()

    assert (record.kind, record.code) == ("refused", FileCode.UNPACKS_TOO_BIG.number)
    assert "超过上限 5 MB" in record.reason


def test_an_archive_of_too_many_is_refused_as_a_whole(tmp_path: Path) -> None:
    """Those of archives within are counted, too."""
    limits = replace(LIMITS, archive_members=4)
    three = zipped({f"{number}.csv": TEXT for number in range(3)})
    assert len(taken(tmp_path, three, limits)) == 4

    for data in (
        zipped({f"{n}": TEXT for n in range(5)}),
        zipped({"1.zip": three, "2.zip": three}),
    ):
        (record,) = taken(tmp_path, data, limits).values()
        assert (record.kind, record.code) == ("refused", FileCode.TOO_MANY.number)


def test_an_archive_may_be_larger_than_a_form(tmp_path: Path) -> None:
    """On the disk, and inside another one; what is a workbook may not."""
    junk = os.urandom(1 << 20)
    large = {f"{number}.dat": b"\xff\xd8\xff" + junk for number in range(21)}
    inner = zipped({**large, "表.xlsx": FORM.read_bytes()}, method=zipfile.ZIP_STORED)
    book = zipped({"[Content_Types].xml": b"<a/>", **large}, method=zipfile.ZIP_STORED)

    found = taken(
        tmp_path, zipped({"内.zip": inner, "书.xlsx": book}, method=zipfile.ZIP_STORED)
    )

    assert told(found)["甲/包.zip/内.zip"] == "archive"
    assert told(found)["甲/包.zip/内.zip/表.xlsx"] == "form"
    assert told(found)["甲/包.zip/书.xlsx"] == FileCode.TOO_BIG.number
    assert len(found["甲/包.zip/内.zip"].sha256) == 64


def test_what_somebody_packs_is_never_our_own(tmp_path: Path) -> None:
    """A unit sends back the folder that it got, with the copy of ours put right."""
    data = zipped({"退回意见/表.csv": TEXT, "退回意见/表-问题清单.csv": TEXT, "台账.db": TEXT})

    assert set(told(taken(tmp_path, data)).values()) == {"archive", "D17"}


def test_a_member_can_be_had_again(tmp_path: Path) -> None:
    """By the item that picks it; after the archive changed it is not another one."""
    path = tmp_path / "包.zip"
    path.write_bytes(zipped({"1.zip": zipped({"a": b"", "表.xlsx": FORM.read_bytes()})}))
    outer = item_of(path)
    _, inner = parts(outer, LIMITS)
    _, empty, form = parts(inner, LIMITS)
    assert (inner.path, form.path) == ("包.zip/1.zip", "包.zip/1.zip/表.xlsx")

    assert data_of(form, LIMITS) == FORM.read_bytes()
    assert data_of(empty, LIMITS) == b""
    path.write_bytes(zipped({"1.zip": zipped({"a": b""})}))
    with pytest.raises(FileError, match="变了"):
        data_of(form, LIMITS)


def test_what_is_no_archive_has_no_parts(tmp_path: Path) -> None:
    """A workbook is a zip, too."""
    assert parts(item_of(FORM), LIMITS) == []
    path = tmp_path / "坏.zip"
    path.write_bytes(b"PK\x03\x04")
    assert parts(item_of(path), LIMITS) == []
