"""The code of a template that came with us is kept, and never used for another template."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from report_data import shanxi_evaluation, shanxi_scores

from xltools.errors import TemplateError
from xltools.profile import Profile, load_profile
from xltools.report import places, prepare, write_report
from xltools.report.places import bundled_folders


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the package's own templates, with one that says the grade."""
    folder = tmp_path / "templates"
    (folder / "ours").mkdir(parents=True)
    shutil.copy(bundled_folders()[-1] / "official.docx", folder)
    (folder / "ours" / "report.toml").write_text(
        '[[block]]\nparagraph = "等级{{ grade }}"\n[[block]]\ntext = "overview"\n', "utf-8"
    )
    monkeypatch.setattr(places, "bundled_folders", lambda: [folder])
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return folder


@pytest.fixture
def profile() -> Profile:
    """The Shanxi form with that template."""
    return replace(load_profile("shanxi-2020"), report="ours")


def report(profile: Profile) -> bytes:
    """A report as a new process would write it."""
    prepare._MADE.clear()
    evaluation = shanxi_evaluation()
    return write_report(evaluation, shanxi_scores(evaluation), profile)


def kept(folder: Path) -> list[Path]:
    """The files of kept code."""
    return sorted(folder.rglob("*.pyc"))


def test_a_report_from_kept_code_is_the_same_and_compiles_nothing(
    bundled: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second process reads one file instead."""
    first = report(profile)
    assert len(kept(bundled)) == 1

    def refuse(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(prepare, "parse_sentence", refuse)
    assert report(profile) == first


def test_a_changed_template_is_compiled_anew(bundled: Path, profile: Profile) -> None:
    """Its words are part of the key; a fault that came in is found."""
    before = report(profile)
    path = bundled / "ours" / "report.toml"
    path.write_text(path.read_text("utf-8").replace("等级", "结果"), "utf-8")
    assert report(profile) != before

    path.write_text(path.read_text("utf-8") + '[blok]\nx = "y"\n', "utf-8")
    with pytest.raises(TemplateError, match="blok"):
        report(profile)


def test_a_form_that_lacks_what_the_template_names_is_told_although_code_is_kept(
    bundled: Path, profile: Profile
) -> None:
    """The same template for another form: its texts are part of the key."""
    report(profile)
    other = replace(profile, texts=profile.texts[1:])

    with pytest.raises(TemplateError, match="没有名为 overview 的文本"):
        report(other)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xe3\x00\x00\x00"])
def test_kept_code_that_is_damaged_is_made_anew(
    bundled: Path, profile: Profile, content: bytes
) -> None:
    """A disk was full, or somebody else's file lies there."""
    first = report(profile)
    kept(bundled)[0].write_bytes(content)

    assert report(profile) == first
    assert kept(bundled)[0].read_bytes() != content


def test_nothing_is_kept_where_python_keeps_nothing_and_for_an_offices_own_template(
    bundled: Path, profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PYTHONDONTWRITEBYTECODE; and a folder that is not ours is not written into."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    report(profile)
    assert kept(bundled) == []

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    own = tmp_path / "县"
    shutil.copytree(bundled / "ours", own / "ours")
    evaluation = shanxi_evaluation()
    write_report(evaluation, shanxi_scores(evaluation), profile, template_dir=own)
    assert kept(own) == []
