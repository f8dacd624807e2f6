"""The five generated reports beside the published ones, chapter by chapter.

`data/seeds/mended.toml` pairs the headings and lists what comes out otherwise. Every other
sentence of a published report stands word for word in the same chapter of the generated one,
from the sample as published or from its corrected twin.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from samples.build_samples import fill_in, forms_of
from tests.test_samples import parts
from xltools.audit.report import fold
from xltools.hosts.file import open_form
from xltools.report import write_unit_report

ROOT = Path(__file__).parent
SAMPLES = ROOT.parent / "samples"
SEEDS = ROOT / "data" / "seeds"
DATA: dict[str, Any] = tomllib.loads((SEEDS / "mended.toml").read_text("utf-8"))
BOOKMARK = re.compile(r"\[bookmark: \w+\]")
SENTENCE = re.compile(r"[^。；;]+[。；;]?")
ANNEX = "附件标题"

Chapters = dict[int, str]


def plain(text: str) -> str:
    """The text in one width and without blanks: how a published file was typed says nothing."""
    return fold(text)[0].rstrip("。;")


def files(place: str) -> list[Path]:
    """One workbook, or all of a unit's folder."""
    path = SAMPLES / place
    return sorted(path.glob("*.xlsx")) if path.is_dir() else [path]


@cache
def generated(place: str) -> tuple[tuple[str, str], ...]:
    """Heading and text of each chapter of the report of these forms, as python-docx reads them."""
    forms = [form for path in files(place) for form in open_form(path).forms]
    content = write_unit_report(
        [(form.evaluation, form.scores, form.profile) for form in forms]
    )
    document = docx.Document(BytesIO(content))
    found: list[list[str]] = [["", ""]]
    for element in document.element.body.iterchildren():
        if element.tag.endswith("}p"):
            paragraph = Paragraph(element, document)
            style = paragraph.style.name if paragraph.style else ""
            if style.startswith("Heading") or style == ANNEX:
                found.append([paragraph.text, ""])
            else:
                found[-1][1] += paragraph.text + "\n"
        elif element.tag.endswith("}tbl"):
            rows = Table(element, document).rows
            found[-1][1] += "\n".join(cell.text for row in rows for cell in row.cells) + "\n"
    return tuple((heading, text) for heading, text in found)


def published(seed: str) -> list[str]:
    """The lines of a published report that say something."""
    text = (SEEDS / f"{seed}.txt").read_text("utf-8")
    return [line for raw in text.splitlines() if (line := BOOKMARK.sub("", raw).strip())]


def seed_chapters(seed: str) -> Chapters:
    """The text below each heading of the published report, by the heading's number."""
    wanted = [plain(pair[0]) for pair in DATA[seed]["headings"]]
    chapters: Chapters = {}
    at = -1
    for line in published(seed):
        if at + 1 < len(wanted) and plain(line) == wanted[at + 1]:
            at += 1
            chapters[at] = ""
        elif at >= 0:
            chapters[at] += line + "\n"
    assert len(chapters) == len(wanted), wanted[at + 1]
    return chapters


def our_chapters(seed: str, which: str) -> Chapters:
    """The text below each of our headings; what stands under a heading between two belongs to the first."""
    wanted = [pair[1] for pair in DATA[seed]["headings"]]
    chapters: Chapters = {}
    at = -1
    for heading, text in generated(DATA[seed][which]):
        if at + 1 < len(wanted) and heading == wanted[at + 1]:
            at += 1
            chapters[at] = ""
        elif at >= 0 and heading:
            chapters[at] += heading + "\n"
        if at >= 0:
            chapters[at] += text
    return chapters


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, folded."""
    for line in text.splitlines():
        for found in SENTENCE.findall(line):
            if plain(found):
                yield plain(found)


def mended(seed: str) -> dict[str, list[dict[str, str]]]:
    """What comes out otherwise, by the published sentence."""
    found: dict[str, list[dict[str, str]]] = {}
    for entry in DATA[seed].get("mended", []):
        found.setdefault(plain(entry["seed"]), []).append(entry)
    return found


@pytest.mark.parametrize("seed", DATA)
@pytest.mark.parametrize("which", ["sample", "corrected"])
def test_headings_are_the_regions_own_in_their_order(seed: str, which: str) -> None:
    """Numbers and words; the only other headings are those of attachments that the seed lacks."""
    wanted = [pair[1] for pair in DATA[seed]["headings"]]
    found = [heading for heading, _ in generated(DATA[seed][which]) if heading]
    assert [each for each in found if each in wanted] == wanted
    assert all(each.startswith("附表") for each in found if each not in wanted)


@pytest.mark.parametrize("seed", DATA)
def test_every_sentence_of_a_seed_is_there_word_for_word_or_known_to_be_mended(
    seed: str,
) -> None:
    """In its own chapter, of the report of the sample or of the corrected one."""
    ours = [our_chapters(seed, which) for which in ("sample", "corrected")]
    known = mended(seed)
    missing = []
    for at, text in seed_chapters(seed).items():
        here = [plain(chapters[at]) for chapters in ours]
        for sentence in sentences(text):
            if sentence not in known and not any(sentence in chapter for chapter in here):
                missing.append((DATA[seed]["headings"][at][0], sentence))
    assert missing == []


@pytest.mark.parametrize(
    ("seed", "entry"),
    [(seed, entry) for seed in DATA for entry in DATA[seed].get("mended", [])],
    ids=lambda value: value if isinstance(value, str) else value["why"][:16],
)
def test_what_a_seed_gets_wrong_comes_out_right(seed: str, entry: dict[str, str]) -> None:
    """The published sentence is gone from its chapter, and ours stands there."""
    wrong, right = plain(entry["seed"]), plain(entry["ours"])
    places = [at for at, text in seed_chapters(seed).items() if wrong in set(sentences(text))]
    assert places, "the published report does not say so"
    which = entry.get("from", "sample")
    chapters = our_chapters(seed, which)
    assert all(wrong not in set(sentences(chapters[at])) or wrong in right for at in places)
    if right:
        assert any(right in plain(chapters[at]) for at in places)


COMPUTED = {
    # SEEDS.md "Templates": what each published sentence pattern comes to, and in which report
    "kashi-2020": [
        "本项目资金11.25万元，其中财政资金11.25万元，其他资金0万元，资金到位11.25万元；资金到位率100%",
        "“互联网党建示范点（家）”指标：预期指标值为5家，实际完成指标值为5家，指标完成率为100%",
        "项目得分为100分，评价结果为优",
    ],
    "kashi-2018": [
        "预算安排总额为1万元，其中财政资金1万元，自筹资金0万元，2018年实际收到预算资金0.5188万元",
        "项目资金主要用于支付宣传手册0.22万元，宣传展板0.03万元，政府网站管理制度挂板0.27万元",
    ],
    "aketao-2022": [
        "“保障职工人数（人）”指标，预期指标值为=44人",
        "合计得10分",
        "项目过程类指标包括资金管理和组织实施两方面的内容，由5个三级指标构成，权重分为20分，实际得分20分，得分率为100%",
    ],
    "shanxi-2020": ["总得分89.5分，属于“良”"],
    "jiangxi-2022": [
        "14个项目考评等级全部为“优”",
        "我单位2022年部门预算项目14个，资金289.9965万元，全部是由区本级财政安排",
    ],
}


@pytest.mark.parametrize("seed", COMPUTED)
def test_the_computed_sentences_of_a_seed_are_written_from_its_sample(seed: str) -> None:
    """Each pattern of the published reports, from data and not from a text of the sheet."""
    whole = plain("".join(text for _, text in generated(DATA[seed]["sample"])))
    for sentence in COMPUTED[seed]:
        assert plain(sentence) in whole


@pytest.mark.parametrize("seed", DATA)
def test_a_corrected_sample_has_nothing_to_complain_of_and_its_report_no_gap(seed: str) -> None:
    """No finding of any severity in the form, no 待补充 in the report."""
    for path in files(DATA[seed]["corrected"]):
        assert open_form(path).findings == [], path.name
    assert not any("待补充" in text for _, text in generated(DATA[seed]["corrected"]))


CORRECTED = [
    *sorted(SAMPLES.glob("*-20*/*已更正.toml")),
    SAMPLES / "jiangxi-2022-已更正" / "区委组织部.toml",
]


@pytest.mark.parametrize("source", CORRECTED, ids=lambda path: path.stem)
def test_a_corrected_workbook_is_its_sample_with_what_the_toml_changes(source: Path) -> None:
    """Rebuilding gives the same content, so nobody edits a workbook by hand."""
    for path, content in forms_of(source):
        assert parts(fill_in(content)) == parts(path.read_bytes()), path.name
