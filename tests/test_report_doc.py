"""docs/report-templates.md says what the program has: no name too few and none too many."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import pytest
from msgspec.structs import fields, replace

from scripts.report_doc import CHECKS, KEYS, PAGE, STYLES, page
from xltools.profile import load_profile
from xltools.report import lint_report_template
from xltools.report.blocks import KINDS
from xltools.report.places import bundled_folders


def test_the_page_is_current() -> None:
    """After a change of a name or a block: python scripts/report_doc.py."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("number", range(len(CHECKS)))
def test_every_name_has_a_meaning_and_every_meaning_a_name(number: int) -> None:
    """Names of a report, of its records, filters, blocks, tables, charts."""
    meanings, there = CHECKS[number]

    assert set(meanings) == there()


def test_every_key_of_a_block_is_explained() -> None:
    """One meaning serves all blocks that have the key."""
    keys = {field.name for kind in KINDS.values() for field in fields(kind)}

    assert set(KEYS) == keys


def test_every_style_of_the_word_file_has_its_use() -> None:
    """An office may change each of them; the names are those Word shows in the file."""
    document: Any = docx.Document(str(bundled_folders()[-1] / "official.docx"))
    w = document.styles.element.nsmap["w"]
    names = {
        style.find(f"{{{w}}}name").get(f"{{{w}}}val")
        for style in document.styles.element.iter(f"{{{w}}}style")
    }

    assert names == set(STYLES)


def test_the_smallest_template_of_the_page_is_without_error(tmp_path: Path) -> None:
    """Whoever copies it gets a report."""
    (example,) = re.findall(r"(?s)```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"))
    (tmp_path / "report.toml").write_text(example, encoding="utf-8")
    profile = replace(load_profile("national-2020"), report="ours")

    faults = lint_report_template(profile, tmp_path)

    assert [str(fault) for fault in faults if fault.severity == "error"] == []
