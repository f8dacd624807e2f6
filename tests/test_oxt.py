"""The extension for LibreOffice as a file: made of the table of buttons, and of nothing else."""

from __future__ import annotations

import ast
import io
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from xltools.ribbon import BUTTONS, GROUPS, TAB

sys.path.append(str(Path(__file__).parents[1] / "workbook"))

import build_oxt

OOR = "{http://openoffice.org/2001/registry}"


def archive() -> zipfile.ZipFile:
    """The extension as it is built now."""
    return zipfile.ZipFile(io.BytesIO(build_oxt.build_oxt()))


def test_the_committed_extension_is_what_the_table_gives() -> None:
    """Byte for byte; after a change of the buttons run `make addin`."""
    assert build_oxt.TARGET.read_bytes() == build_oxt.build_oxt() == build_oxt.build_oxt()


def test_menu_and_toolbar_show_every_button_in_the_order_of_the_table() -> None:
    """With a line between the groups; the words are those of the table."""
    root = etree.fromstring(archive().read("Addons.xcu"))
    expected = [
        entry
        for group in GROUPS
        for entry in (
            ("private:separator", ""),
            *((build_oxt.address(button.action), button.caption) for button in group.buttons),
        )
    ][1:]
    for place in ("Submenu", "cn.xltools.toolbar"):
        (bar,) = root.iterfind(f".//node[@{OOR}name='{place}']")
        nodes = sorted(bar, key=lambda node: node.get(f"{OOR}name"))
        shown = [(_value(node, "URL"), _value(node, "Title")) for node in nodes]
        assert shown == expected


def _value(node: etree._Element, name: str) -> str:
    return node.findtext(f"prop[@{OOR}name='{name}']/value") or ""


def test_every_picture_that_is_named_is_in_the_file() -> None:
    """Both sizes of each."""
    file = archive()
    root = etree.fromstring(file.read("Addons.xcu"))
    (images,) = root.iterfind(f".//node[@{OOR}name='Images']")
    urls = [value.text or "" for value in images.iterfind("node/node/prop/value")]
    assert len(urls) == 2 * len(BUTTONS)
    for url in urls:
        content = file.read(url.removeprefix("%origin%/"))
        assert content.startswith(b"\x89PNG")


def test_the_bar_has_a_title_and_a_place() -> None:
    """Without them LibreOffice lets it float as Add-On 1."""
    text = archive().read("CalcWindowState.xcu").decode()
    assert f"addon_{build_oxt.TOOLBAR}" in text
    assert text.count(f">{TAB}<") == 2
    assert '"Docked" oor:type="xs:boolean"><value>true' in text


def test_the_component_needs_nothing_but_uno_and_the_standard_library() -> None:
    """It runs in whatever Python LibreOffice brings, 3.8 among them."""
    tree = ast.parse(build_oxt.SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    tops = {name.partition(".")[0] for name in names}
    assert tops <= sys.stdlib_module_names | {"uno", "unohelper", "com"}


def test_a_missing_picture_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A button without one would look broken."""
    monkeypatch.setattr(build_oxt, "ICONS", tmp_path)
    with pytest.raises(FileNotFoundError):
        build_oxt.build_oxt()
