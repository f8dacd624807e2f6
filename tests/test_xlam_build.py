"""The add-in for Excel: built from source text, always the same, and refused when it would be broken."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from xltools import __version__
from xltools.live.__main__ import GONE
from xltools.ribbon import BUTTONS, GROUPS, TAB

SUFFIXES = (".xlam", ".xlsm")
RIBBONS = {
    "customUI/customUI.xml": "{http://schemas.microsoft.com/office/2006/01/customui}",
    "customUI/customUI14.xml": "{http://schemas.microsoft.com/office/2009/07/customui}",
}


@pytest.fixture(scope="module")
def builder(root: Path) -> ModuleType:
    """The script that builds."""
    sys.path.insert(0, str(root / "workbook"))
    try:
        import build_xlam
    finally:
        sys.path.pop(0)
    return build_xlam


@pytest.fixture(scope="module")
def built(builder: ModuleType) -> dict[str, bytes]:
    """Suffix → file."""
    files: dict[str, bytes] = builder.build_xlam()
    return files


@pytest.fixture(scope="module")
def source(root: Path) -> str:
    """The macro as it stands in the repository."""
    return (root / "workbook/addin/excel/xltools.bas").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def olevba() -> ModuleType:
    """The reader of macros that antivirus people use; it is older than the parser it uses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools import olevba as module
    return module


def parts(data: bytes) -> dict[str, bytes]:
    """Name → content of each part."""
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# What is built.


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_committed_file_is_what_the_sources_give(
    suffix: str, built: dict[str, bytes], root: Path
) -> None:
    """Byte for byte: whoever doubts a file builds it anew. `make addin` writes it."""
    assert (root / "workbook" / f"{TAB}{suffix}").read_bytes() == built[suffix]


def test_a_second_build_gives_the_same_bytes(
    builder: ModuleType, built: dict[str, bytes]
) -> None:
    """Neither the hour nor a name drawn at random gets in."""
    assert builder.build_xlam() == built


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_office_would_open_it(
    suffix: str, built: dict[str, bytes], root: Path, tmp_path: Path
) -> None:
    """Microsoft's own validator looks at every part, the ribbon's too, and has no word to say."""
    path = tmp_path / f"addin{suffix}"
    path.write_bytes(built[suffix])
    setup = ["bash", str(root / "scripts/setup.sh"), "validator"]
    validator = subprocess.run(setup, check=True, capture_output=True, text=True)
    said = subprocess.run(
        [validator.stdout.strip(), str(path)], check=False, capture_output=True, text=True
    )
    assert json.loads(said.stdout)["errors"] == []
    assert said.returncode == 0


def test_add_in_and_twin_differ_in_one_word(built: dict[str, bytes]) -> None:
    """What was tried in the twin holds for the add-in."""
    addin, twin = (parts(built[suffix]) for suffix in SUFFIXES)
    types = "[Content_Types].xml"
    assert {name for name in addin | twin if addin.get(name) != twin.get(name)} == {types}
    assert addin[types].replace(b"excel.addin.macro", b"excel.sheet.macro") == twin[types]


def test_the_ribbon_shows_the_table_of_buttons(built: dict[str, bytes]) -> None:
    """In both dialects: tab, groups and buttons in their order, each with its words and its icon."""
    addin = parts(built[".xlam"])
    for name, space in RIBBONS.items():
        relations = ElementTree.fromstring(
            addin[name.replace("customUI/", "customUI/_rels/") + ".rels"]
        )
        images = {each.get("Id"): f"customUI/{each.get('Target')}" for each in relations}
        tab = next(ElementTree.fromstring(addin[name]).iter(f"{space}tab"))
        assert tab.get("label") == TAB
        assert [each.get("label") for each in tab] == [group.caption for group in GROUPS]
        for shown, group in zip(tab, GROUPS, strict=True):
            for element, button in zip(shown, group.buttons, strict=True):
                assert element.get("tag") == button.action
                assert element.get("label") == element.get("screentip") == button.caption
                assert element.get("supertip") == button.tip
                assert element.get("size") == ("large" if button.large else "normal")
                picture = addin[images[element.get("image")]]
                assert picture.startswith(b"\x89PNG")
                # twice what is shown at 100 %
                assert picture[16:20] == (64 if button.large else 32).to_bytes(4, "big")


def test_nobody_is_named_in_the_properties(built: dict[str, bytes]) -> None:
    """Title and version are ours; of the empty add-in's author nothing is left."""
    core = parts(built[".xlam"])["docProps/core.xml"].decode()
    assert f"<dc:title>{TAB}</dc:title>" in core
    assert f"<cp:version>{__version__}</cp:version>" in core
    assert re.findall("<dc:creator>(.*?)<|lastModifiedBy", core) == ["xltools"]


# The macro.


def test_the_macro_is_read_back_as_it_was_written(
    built: dict[str, bytes], source: str, olevba: ModuleType
) -> None:
    """An antivirus sees the source that IT sees, and nothing besides."""
    for suffix in SUFFIXES:
        parser = olevba.VBA_Parser(f"addin{suffix}", data=built[suffix])
        modules = {name: code for _, _, name, code in parser.extract_macros()}
        ours = "\n".join(modules.pop("xltools.bas").splitlines()) + "\n"
        assert ours == source
        others = [line for code in modules.values() for line in code.splitlines()]
        assert all(line.startswith("Attribute ") for line in others)
        parser.close()


def test_the_macro_keeps_no_compiled_code(built: dict[str, bytes], olevba: ModuleType) -> None:
    """Only source: what runs is what is read, in every version of Excel."""
    import olefile

    with olefile.OleFileIO(parts(built[".xlam"])["xl/vbaProject.bin"]) as project:
        cache = project.openstream("VBA/_VBA_PROJECT").read()
        assert cache == bytes.fromhex("cc61ffff000000")
        for module in ("xltools", "ThisWorkbook", "Sheet1"):
            stream = project.openstream(f"VBA/{module}").read()
            assert olevba.decompress_stream(bytearray(stream)).startswith(b"Attribute VB_Name")


def test_the_macro_is_short_and_starts_nothing_by_itself(source: str) -> None:
    """At most eighty lines, one callback; nothing runs when a file opens or a cell changes."""
    assert len(source.splitlines()) <= 80
    assert re.findall(r"Public \w+ (\w+)", source) == ["xl_onAction", "xl_run"]
    assert not re.search(r"(?i)auto_?open|workbook_|declare|kill|_click|_change", source)


def test_the_macro_says_what_stands_in_the_sheet(
    builder: ModuleType, built: dict[str, bytes], source: str
) -> None:
    """Its constants name rows that hold the text they speak of."""
    rows = {name: int(row) for name, row in re.findall(r"Const (\w+) As Long = (\d+)", source)}
    sheet = ElementTree.fromstring(parts(built[".xlam"])["xl/worksheets/sheet1.xml"])
    texts = {n: "".join(row.itertext()) for n, row in enumerate(sheet.iter(MAIN + "row"), 1)}
    assert "没有找到" in texts[rows["NOT_INSTALLED"]]
    assert "没有启动" in texts[rows["NOT_STARTED"]]
    assert texts[rows["TITLE"]] == TAB
    assert rows["CLOSED_MEANWHILE"] == GONE  # a status, told by nobody
    assert tuple(texts.values()) == builder.TEXTS


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# What is refused.

Spoil = Callable[[str, str], tuple[str, str]]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda ribbon, macro: (ribbon.replace("xl_button_score", "xl_button_check"), macro),
            "an id stands twice: xl_button_check",
        ),
        (
            lambda ribbon, macro: (ribbon.replace('image="score"', 'image="sco"'), macro),
            "xl_button_score shows an icon that does not exist: sco",
        ),
        (
            lambda ribbon, macro: (ribbon, macro.replace("Sub xl_onAction", "Sub xl_onClick")),
            "xl_button_check calls a Sub that does not exist: xl_onAction",
        ),
        (
            lambda ribbon, macro: (
                ribbon.replace("<ribbon", '<ribbon startFromScratch="false" getX="nothing"'),
                macro,
            ),
            "calls a Sub that does not exist: nothing",
        ),
        (
            lambda ribbon, macro: (
                ribbon.replace('image="audit"', 'image="audit" imageMso="HappyFace"'),
                macro,
            ),
            "xl_button_audit has both image and imageMso",
        ),
        (
            lambda ribbon, macro: (ribbon, macro.replace("' The callback", "' 回调")),
            "the macro's source is not ASCII: xltools.bas, line 12",
        ),
    ],
)
def test_the_build_fails_on_what_excel_would_not_tell(
    spoil: Spoil, said: str, builder: ModuleType, source: str
) -> None:
    """Excel drops such a tab, or a click, without a word; the validator does not see it either."""
    icons = {button.icon for button in BUTTONS.values()}
    for space in RIBBONS.values():
        ribbon = builder.custom_ui(space.strip("{}")).decode()
        builder.check(ribbon.encode(), source, icons)
        bad_ribbon, bad_source = spoil(ribbon, source)
        assert (bad_ribbon, bad_source) != (ribbon, source)
        with pytest.raises(builder.BuildError, match=re.escape(said)):
            builder.check(bad_ribbon.encode(), bad_source, icons)


def test_the_build_fails_on_an_icon_that_is_not_drawn(
    builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file's name is told."""
    monkeypatch.setattr(builder, "ICONS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"check-64\.png"):
        builder.build_xlam()


def test_a_macro_that_is_not_ascii_stops_the_build(
    builder: ModuleType, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written into a project of another code page it would silently become question marks."""
    path = tmp_path / "xltools.bas"
    path.write_text(source.replace('""', '"绩效"'), encoding="utf-8")
    monkeypatch.setattr(builder, "SOURCE", path)
    with pytest.raises(builder.BuildError, match="not ASCII"):
        builder.build_xlam()
