"""docs/addin-it.md tells an IT department what is so."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from scripts.addin_doc import BUILT, LINUX, PAGE, WINDOWS, page
from xltools.addin import excel, record


def test_the_page_is_current() -> None:
    """After a change of the macro, an add-in or a place: make addin."""
    assert PAGE.read_text(encoding="utf-8") == page()
    assert "<!--" not in page()


def test_the_page_shows_the_whole_macro(root: Path) -> None:
    """What IT reads is what is built."""
    (shown,) = re.findall(r"```vb\n(.*?)```", page(), re.DOTALL)
    assert shown == (root / "workbook/addin/excel/xltools.bas").read_text(encoding="utf-8")


def test_the_page_s_checksums_are_those_of_the_committed_files(root: Path) -> None:
    """As sha256sum prints them."""
    shown = dict(re.findall(r"\| `workbook/(\S+)` \| `([0-9a-f]{64})` \|", page()))
    assert shown == {
        name: hashlib.sha256((root / "workbook" / name).read_bytes()).hexdigest()
        for name in BUILT
    }


def test_the_page_names_every_place() -> None:
    """Those where the installer writes, in the words of their system."""
    text = page()
    for path in (
        excel.target(WINDOWS),
        record.interpreter_file(WINDOWS),
        record.record_file(WINDOWS),
    ):
        assert f"`{str(path).replace('/', chr(92))}`" in text
    for path in (record.interpreter_file(LINUX), record.record_file(LINUX)):
        assert f"`{path}`" in text
    assert rf"`HKCU\{record.REGISTRY_KEY}`" in text
    assert r"%APPDATA%\kingsoft\wps\jsaddons" in text
