"""Old .xls and .et files: the same values as the .xlsx, and clear words for what is broken."""

from __future__ import annotations

import datetime
import shutil
import struct
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import book_file, converted
from openpyxl.workbook.defined_name import DefinedName
from xlrd.compdoc import CompDoc

from xltools.errors import NotAWorkbookError
from xltools.package import load, load_bytes
from xltools.snapshot import NamedCell, Sheet

pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.usefixtures("expendable"),
]

VALUES: dict[str, tuple[object, str]] = {
    "A1": (1234.5, "General"),
    "B1": (0.9892, "0.00%"),
    "C1": (0.95, '0"%"'),
    "D1": (5, '0"套"'),
    "E1": (89.974, '#,##0.00"万元"'),
    "F1": (123456, r'0\.0,"万元"'),
    "A2": ("文字\n两行", "General"),
    "B2": (True, "General"),
    "C2": (0, "General"),
    "D2": ("007", "@"),
    "A3": (datetime.datetime(2022, 12, 30), "yyyy/m/d"),
    "B3": (datetime.datetime(2022, 12, 1), 'yyyy"年"m"月"'),
    "C3": (datetime.datetime(2022, 12, 30, 8, 30), "yyyy/m/d h:mm"),
    "D3": (datetime.time(8, 30), "h:mm"),
    "E3": (datetime.timedelta(hours=36), "[h]:mm"),
    "F3": (datetime.datetime(2022, 12, 1), "mmm-yy"),
    "A4": ("=1/0", "General"),
    "B4": ("=SUM(A1:A1)", "General"),
    "C4": ("=NA()", "General"),
    "D4": ('="a"&"b"', "General"),
}


@pytest.fixture(scope="session")
def made(
    office: Callable[..., object], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """One workbook with a bit of everything, as .xlsx, .xls and .ods of LibreOffice."""
    folder = tmp_path_factory.mktemp("xls")
    source = book_file(
        folder / "杂.xlsx",
        {address: value for address, (value, _) in VALUES.items()},
        {address: code for address, (_, code) in VALUES.items()},
    )
    book = openpyxl.load_workbook(source)
    book["表"].merge_cells("A6:C7")
    book["表"]["A6"] = "合并"
    book["表"]["H65536"].number_format = "0.00"
    book.create_sheet("隐").sheet_state = "hidden"
    book["隐"]["B2"] = "藏"
    book.defined_names["xlt_grade"] = DefinedName("xlt_grade", attr_text="表!$B$3:$C$4")
    book.defined_names["xlt_lost"] = DefinedName("xlt_lost", attr_text="#REF!")
    book.defined_names["xlt_identity"] = DefinedName("xlt_identity", attr_text='"x|y"')
    book["隐"].defined_names["xlt_grade"] = DefinedName("xlt_grade", attr_text="隐!$A$1")
    book["隐"].defined_names["xlt_total"] = DefinedName("xlt_total", attr_text="隐!$B$2")
    book.save(source)
    return {
        kind: converted(office, source, kind, folder / kind) for kind in ("xlsx", "xls", "ods")
    }


def first(path: Path) -> Sheet:
    """The first sheet of a file."""
    return load(path).snapshot.sheets[0]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_bit_of_everything_is_read_alike_from_every_format(
    made: dict[str, Path], kind: str
) -> None:
    """Spelled out once, for three readers."""
    sheet = first(made[kind])

    assert sheet.rows[0] == [1234.5, 0.9892, 0.95, 5.0, 89.974, 123456.0]
    assert sheet.rows[1][:4] == ["文字\n两行", True, 0.0, "007"]
    assert sheet.rows[2] == [
        datetime.date(2022, 12, 30),
        datetime.date(2022, 12, 1),
        datetime.datetime(2022, 12, 30, 8, 30),
        datetime.time(8, 30),
        datetime.timedelta(hours=36),
        datetime.date(2022, 12, 1),
    ]
    assert sheet.rows[3][:4] == [None, 1234.5, None, "ab"]
    assert sheet.errors == {(4, 1): "#DIV/0!", (4, 3): "#N/A"}
    # LibreOffice makes a formula of a truth value, TRUE()
    assert sheet.formulas.keys() - {(2, 2)} == {(4, 1), (4, 2), (4, 3), (4, 4)}
    assert sheet.percents == {(1, 2)}
    assert sheet.suffixes == {(1, 3): "%", (1, 4): "套", (1, 5): "万元", (1, 6): "元"}
    assert sheet.months == {(3, 2), (3, 6)}
    assert sheet.merges == ((6, 1, 7, 3),)
    assert sheet.value(6, 1) == "合并"
    assert len(sheet.rows) <= 7


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_names_and_hidden_sheets_are_read_alike_from_every_format(
    made: dict[str, Path], kind: str
) -> None:
    """A name of the workbook wins over one of a sheet; one without a cell is ignored."""
    snapshot = load(made[kind]).snapshot

    assert [(sheet.name, sheet.hidden) for sheet in snapshot.sheets] == [
        ("表", False),
        ("隐", True),
    ]
    assert snapshot.names == {
        "xlt_grade": NamedCell("表", 3, 2),
        "xlt_total": NamedCell("隐", 2, 2),
    }
    assert snapshot.constants == {"xlt_identity": "x|y"}


def test_values_of_a_sheet_that_nobody_asks_for_are_not_read(made: dict[str, Path]) -> None:
    """Its name and merges are there, its rows are not."""
    sheets = load(made["xls"], unread=("表",)).snapshot.sheets

    assert (sheets[0].name, sheets[0].rows, sheets[0].merges) == ("表", [], ((6, 1, 7, 3),))
    assert sheets[1].value(2, 2) == "藏"


def stream(data: bytes) -> bytes:
    """The stream of records inside the container."""
    memory, base, length = CompDoc(data, logfile=StringIO()).locate_named_stream("Workbook")
    return bytes(memory[base : base + length])


def test_records_without_a_container_are_read(made: dict[str, Path]) -> None:
    """Old programs and some exporters leave the container out."""
    data = made["xls"].read_bytes()

    bare = load_bytes(stream(data), Path("导出.xls"))

    assert bare.kind == "xls"
    assert bare.snapshot == load(made["xls"]).snapshot


@pytest.mark.parametrize("name", ["自评表.xlsx", "自评表.csv", "自评表.et", "自评表"])
def test_the_name_does_not_matter(made: dict[str, Path], name: str) -> None:
    """What is read is what is in the file."""
    old = load_bytes(made["xls"].read_bytes(), Path(name))
    new = load_bytes(made["xlsx"].read_bytes(), Path(name).with_suffix(".xls"))

    assert (old.kind, old.can_patch) == ("xls", False)
    assert (new.kind, new.can_patch) == ("xlsx", True)
    assert old.snapshot.sheets[0].rows == new.snapshot.sheets[0].rows


def renumbered(data: bytes, old: int, new: int) -> bytes:
    """The file with its first record of one kind turned into another kind."""
    records, at = stream(data), 0
    while struct.unpack_from("<H", records, at)[0] != old:
        at += 4 + struct.unpack_from("<H", records, at + 2)[0]
    start = data.index(records[:512]) + at  # the first sectors lie in a row
    assert data[start : start + 2] == struct.pack("<H", old)
    return data[:start] + struct.pack("<H", new) + data[start + 2 :]


def test_a_password_is_named(made: dict[str, Path]) -> None:
    """FILEPASS ([MS-XLS] 2.4.117) says that what follows is encrypted."""
    data = renumbered(made["xls"].read_bytes(), 0xE1, 0x2F)

    with pytest.raises(NotAWorkbookError, match=r"已加密.*取消密码"):
        load_bytes(data, Path("密.xls"))


@pytest.mark.parametrize(
    ("name", "reason"), [("WordDocument", "Word 文档"), ("PowerPoint Document", "PowerPoint"),
                         ("Other", "里面没有工作簿")]
)  # fmt: skip
def test_another_office_document_is_named(
    made: dict[str, Path], name: str, reason: str
) -> None:
    """The container is the same for all of old Office; the stream's name tells."""
    data = made["xls"].read_bytes()
    at = data.index("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2)

    with pytest.raises(NotAWorkbookError, match=reason):
        load_bytes(data[:at] + entry + data[at + 66 :], Path("a.xls"))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused(made: dict[str, Path], share: float) -> None:
    """Half a download is never half a form."""
    data = made["xls"].read_bytes()

    with pytest.raises(NotAWorkbookError, match="请"):
        load_bytes(data[: int(len(data) * share)], Path("半.xls"))


@pytest.mark.parametrize("table", ["sectors", "short sectors"])
def test_a_chain_of_sectors_that_bites_its_tail_is_refused(
    made: dict[str, Path], table: str
) -> None:
    """Four wrong bytes would fill the computer's memory; every sector is tried."""
    data = made["xls"].read_bytes()
    (at,) = struct.unpack_from("<I", data, 76 if table == "sectors" else 60)
    start = 512 + at * 512
    links = struct.unpack_from("<128i", data, start)
    refused = 0
    for number, link in enumerate(links):
        if link == -1:
            continue  # a free sector
        bitten = bytearray(data)
        struct.pack_into("<i", bitten, start + 4 * number, number)
        try:
            load_bytes(bytes(bitten), Path("环.xls"))
        except NotAWorkbookError as error:
            refused += "请" in str(error)
    assert refused > 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_ends_in_anything_but_one_line(
    made: dict[str, Path], draw: st.DataObject
) -> None:
    """Whatever xlrd raises on a broken file becomes one error of ours."""
    data = bytearray(made["xls"].read_bytes())
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    message = "请"
    try:
        load_bytes(bytes(data), Path("坏.xls"))
    except NotAWorkbookError as error:
        message = str(error)

    assert "请" in message
    assert "\n" not in message


def test_a_stop_by_the_user_passes_through(
    made: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C is no damage of the file."""
    from xltools.package import xls

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xls, "_sheet", stop)
    with pytest.raises(KeyboardInterrupt):
        load(made["xls"])


def test_memory_that_runs_out_is_one_line(
    made: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that asks for it all ends one file and not the batch."""
    from xltools.package import xls

    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(xls, "_sheet", greedy)
    with pytest.raises(NotAWorkbookError, match="内容异常"):
        load(made["xls"])
