"""Folders → items: everything that lies there, once, in one order."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from intake_files import LIMITS

from xltools.intake import walk
from xltools.intake.take import take_in
from xltools.intake.walk import Item, items
from xltools.returns.records import FileRecord, packed, unpacked


def put(folder: Path, *names: str) -> Path:
    """Files of one line under these names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一,二\n", encoding="utf-8")
    return folder


def paths(*roots: Path) -> list[str]:
    """What is found, as it is called."""
    return [item.path for item in items(roots)]


def taken(root: Path) -> dict[str, FileRecord]:
    """What becomes of everything below a folder."""
    records = [each for item in items([root]) for each in take_in(item, LIMITS, None)]
    assert unpacked(packed(records)) == tuple(records)
    return {each.path: each for each in records}


def test_every_file_is_an_item_in_natural_order(tmp_path: Path) -> None:
    """Numbers count as numbers, folders stand among the files, what is hidden is there too."""
    put(tmp_path, "10.xlsx", "2.xlsx", "3/乙.xlsx", "3/甲.xlsx", ".DS_Store", "a/b/c/~$x.xlsx")

    assert paths(tmp_path) == [
        "2.xlsx", "3/乙.xlsx", "3/甲.xlsx", "10.xlsx", ".DS_Store", "a/b/c/~$x.xlsx",
    ]  # fmt: skip


def test_an_item_says_where_it_lies_and_how_it_may_be_known_again(tmp_path: Path) -> None:
    """Size and time are those of the file."""
    put(tmp_path, "甲/表.xlsx")
    os.utime(tmp_path / "甲" / "表.xlsx", ns=(0, 1_741_659_600_123_456_789))

    (item,) = items([tmp_path])

    disk = str(tmp_path / "甲" / "表.xlsx")
    assert item == Item("甲/表.xlsx", disk, 8, (8, 1_741_659_600_123_456_789))


def test_a_root_is_named_where_there_are_several_or_it_is_a_file(tmp_path: Path) -> None:
    """Two of one name are numbered; one inside another, or named twice, is not walked twice."""
    put(tmp_path, "甲/报送/1.xlsx", "乙/报送/1.xlsx", "丙.xlsx")
    first, second, single = tmp_path / "甲/报送", tmp_path / "乙/报送", tmp_path / "丙.xlsx"

    assert paths(first) == ["1.xlsx"]
    assert paths(single) == ["丙.xlsx"]
    assert paths(first, second, single) == ["报送/1.xlsx", "报送(2)/1.xlsx", "丙.xlsx"]
    assert paths(first, first / "1.xlsx", first) == ["1.xlsx"]


def test_items_come_while_the_rest_is_still_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file of a heap is there before its other folders are looked into."""
    put(tmp_path, *(f"{number}/表.xlsx" for number in range(1, 9)))
    looked: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(walk.os, "scandir", lambda path: looked.append(path) or scandir(path))

    assert next(items([tmp_path])).path == "1/表.xlsx"
    assert len(looked) == 2


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A loop ends; a link to a folder is told of, one to a file, or to nothing, is refused."""
    put(tmp_path, "真/表.csv")
    (tmp_path / "真" / "回去").symlink_to(tmp_path)
    (tmp_path / "别处").symlink_to(tmp_path / "真")
    (tmp_path / "表.csv").symlink_to(tmp_path / "真" / "表.csv")
    (tmp_path / "断").symlink_to(tmp_path / "没有")

    found = taken(tmp_path)

    assert {path: (each.kind, each.code) for path, each in found.items()} == {
        "真/表.csv": ("refused", "D17"),
        "真/回去": ("ignored", "D19"),
        "别处": ("ignored", "D19"),
        "表.csv": ("refused", "D10"),
        "断": ("refused", "D10"),
    }
    assert "没有跟过去读" in found["断"].reason
    assert "没有跟过去读" in found["表.csv"].reason
    assert "链接" in found["别处"].reason


def test_a_folder_that_leads_back_up_is_entered_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A junction on Windows, or a mount, is no link and has the folder's own identity."""
    put(tmp_path, "甲/表.csv")
    (tmp_path / "甲" / "环").mkdir()
    real = walk._identity
    monkeypatch.setattr(
        walk, "_identity", lambda path: real(str(tmp_path) if path.endswith("环") else path)
    )

    assert sorted(paths(tmp_path)) == ["甲/环", "甲/表.csv"]


def test_a_pipe_is_told_of_and_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes into it."""
    os.mkfifo(tmp_path / "管道.xlsx")

    (record,) = taken(tmp_path).values()

    assert (record.kind, record.code) == ("refused", "D10")
    assert "管道" in record.reason


def test_a_folder_that_cannot_be_read_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason; what lies beside it is taken, and it is tried again next time."""
    put(tmp_path, "锁/表.csv", "表.csv")
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("锁"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = taken(tmp_path)

    assert found.keys() == {"锁", "表.csv"}
    assert "没有权限" in found["锁"].reason
    assert "里面的文件都没有收" in found["锁"].reason
    assert found["锁"].code == "D10"
    (item,) = (each for each in items([tmp_path]) if each.path == "锁")
    assert found["锁"].stamp != item.stamp


def test_a_name_that_is_not_in_utf_8_is_read_as_gbk(tmp_path: Path) -> None:
    """The file is read, and its record can be sent and stored."""
    raw = "自评表.csv".encode("gbk")
    with open(os.fsencode(tmp_path) + b"/" + raw, "wb") as file:
        file.write("一,二\n".encode())
    put(tmp_path, "换\n行.csv")

    found = taken(tmp_path)

    assert found.keys() == {"自评表.csv", "换_行.csv"}
    assert {each.code for each in found.values()} == {"D17"}


def test_a_time_that_no_calendar_has_stops_nothing(tmp_path: Path) -> None:
    """Such files come out of broken archives."""
    put(tmp_path, "表.csv")
    (item,) = items([tmp_path])
    odd = Item(item.path, item.disk, item.size, (item.size, 10**30))

    (record,) = take_in(odd, LIMITS, None)

    assert (record.modified, record.stamp) == ("", odd.stamp)
