"""The samples: what the published table says, and what is wrong with each bad form."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from samples.build_samples import bad_cases, fill_in, read_content
from xltools.decimals import percent
from xltools.findings import Severity
from xltools.hosts.file import filled, open_form, save_as

SAMPLES = Path(__file__).parent.parent / "samples"
SHANXI = SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx"
GOOD = SAMPLES / "national-2020" / "农村公路安防工程.xlsx"
BAD = sorted((SAMPLES / "bad").glob("*.xlsx"))


def test_the_shanxi_sample_scores_as_published() -> None:
    """完成率 100, 170.00, 100, 70, 98.92, 60, 100 % and 10 + 15 + 15 + 10.5 + 15 + 9 + 15 = 89.5."""
    scores = open_form(SHANXI).examined.scores
    rates = [percent(row.completion_rate or Decimal(0)) for row in scores.indicators]
    assert rates == ["100%", "170%", "100%", "70%", "98.92%", "60%", "100%"]
    assert [row.score for row in scores.indicators] == [
        Decimal(text) for text in ("10", "15", "15", "10.5", "15", "9", "15")
    ]
    assert scores.total == Decimal("89.5")
    assert scores.grade == "良"


SHANXI_FAULTS = [
    ("R32", "维护系统成本", "19.27"),  # S3-E1/E2: 19.48 against 19.27
    ("R17", "维护系统数量", "170%"),  # S3-E3
    ("R23", "系统故障响应及时率", "及时"),  # S3-E5
    ("R23", "可持续影响", "可持续"),  # S3-E6
    ("R24", "维护系统数量", "个"),  # S3-E7/E8
    ("R24", "系统平台故障解决率（%）", "%"),
    ("R24", "维护系统成本", "万元"),
    ("R24", "受益对象满意度（%）", "%"),
    ("R45", "可持续影响", "可持续影响"),  # S3-E9
    ("R19", "可持续影响", "系统故障响应及时率"),  # S3-E10
    ("R20", "系统故障响应及时率", "改进措施"),  # S3-E11
    ("R20", "可持续影响", "改进措施"),
]


@pytest.mark.parametrize(("code", "name", "words"), SHANXI_FAULTS)
def test_a_fault_of_the_published_table_is_found_at_its_row(
    code: str, name: str, words: str
) -> None:
    """The faults that the table alone can show, each in the row of its indicator."""
    examined = open_form(SHANXI).examined
    rows = {i.name.text: i.row for i in examined.evaluation.indicators}
    found = [
        f
        for f in examined.findings
        if f.code.number == code and f.place is not None and f.place.row == rows[name]
    ]
    assert any(words in f.message + f.advice for f in found), found


def test_the_other_faults_of_the_published_form_are_found() -> None:
    """Grade word 良好 (S3-E16), weights (S3-E15), one text five times (E14), empty texts (E12, E13)."""
    examined = open_form(SHANXI).examined
    by_code: dict[str, list[str]] = {}
    for finding in examined.findings:
        by_code.setdefault(finding.code.number, []).append(finding.message)
    assert "良好" in by_code["R47"][0]
    assert "产出指标 60" in by_code["R10"][0]
    assert any("项目年度目标" in message for message in by_code["S16"])
    assert len(by_code["S14"]) == 8  # 必要性, four analyses, 经验, 问题, 措施


def test_the_good_form_has_nothing_to_complain_of() -> None:
    """A careful office's form passes without a single finding."""
    examined = open_form(GOOD).examined
    assert examined.findings == []
    assert examined.scores.total == Decimal("98.76")
    assert examined.scores.grade == "优"


def golden(path: Path) -> list[tuple[str, str]]:
    """The reviewed findings beside a bad sample: code and cell."""
    lines = path.with_suffix(".findings.txt").read_text("utf-8").splitlines()
    return [(line.split(" ")[0], line.split(" ")[1]) for line in lines]


def test_there_are_at_least_twenty_five_bad_samples() -> None:
    """Each with its reviewed findings, each named after the code it must raise."""
    assert len(BAD) >= 25
    assert {path.stem for path in BAD} == {name for name, _ in bad_cases()}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_form_gives_its_findings_twice_over(path: Path) -> None:
    """Code and cell as reviewed, no others, and the same when asked again in one process."""
    for _ in range(2):
        found = [
            (f.code.number, str(f.place or "—")) for f in open_form(path).examined.findings
        ]
        assert Counter(found) == Counter(golden(path))
        assert path.stem.split("-")[0] in {code for code, _ in found}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_finding_says_where_what_and_what_to_do(path: Path) -> None:
    """A place, a sentence of what is wrong, a sentence of advice; no braces left over."""
    for finding in open_form(path).examined.findings:
        assert finding.place is not None
        assert finding.message.endswith(("。", "）"))
        assert finding.advice.endswith("。")
        assert "{" not in finding.message + finding.advice
        assert finding.code.severity in Severity


def parts(data: bytes) -> dict[str, bytes]:
    """Every member inflated: another zlib may compress the same content to other bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("path", [SHANXI, GOOD], ids=lambda path: path.stem)
def test_a_committed_sample_is_what_its_toml_says(path: Path) -> None:
    """Rebuilding gives the same content, so nobody edits a sample by hand."""
    rebuilt = fill_in(read_content(path.with_suffix(".toml")))
    assert parts(rebuilt) == parts(path.read_bytes())


def test_committed_bad_samples_are_what_the_cases_say() -> None:
    """Likewise for all the bad ones."""
    for name, data in bad_cases():
        assert parts(data) == parts((SAMPLES / "bad" / f"{name}.xlsx").read_bytes()), name


@pytest.mark.parametrize("path", [SHANXI, GOOD, *BAD], ids=lambda path: path.stem)
def test_scoring_twice_changes_nothing_more(path: Path, tmp_path: Path) -> None:
    """Read back, a filled form gives the same scores; filled again, the same bytes."""
    opened = open_form(path)
    first = save_as(opened, filled(opened), tmp_path / "1.xlsx")
    again = open_form(first)
    assert again.examined.scores.total == opened.examined.scores.total
    assert again.examined.scores.grade == opened.examined.scores.grade
    second = save_as(again, filled(again), tmp_path / "2.xlsx")
    third = open_form(second)
    assert filled(third) == second.read_bytes()


@pytest.mark.parametrize("path", [SHANXI, GOOD, *BAD], ids=lambda path: path.stem)
def test_what_people_typed_is_the_same_after_scoring(path: Path, tmp_path: Path) -> None:
    """Inputs, texts and tables read back as before; only computed cells differ."""
    opened = open_form(path)
    again = open_form(save_as(opened, filled(opened), tmp_path / "1.xlsx")).examined.evaluation
    before = opened.examined.evaluation
    assert again.fields == before.fields
    assert again.texts == before.texts
    assert (again.group, again.spending) == (before.group, before.spending)
    for old, new in zip(before.indicators, again.indicators, strict=True):
        assert (new.name, new.target, new.points, new.deviation_note) == (
            old.name,
            old.target,
            old.points,
            old.deviation_note,
        )
        if not old.is_execution:
            assert new.actual == old.actual
