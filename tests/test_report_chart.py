"""Charts: the data's figures, Word's own kind, readable without colour and without eyes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree
from msgspec.structs import replace
from openpyxl import load_workbook
from report_data import shanxi_evaluation, shanxi_scores

from xltools.model import Scores
from xltools.profile import Profile, load_profile
from xltools.report import convert_to_pdf, write_report
from xltools.report.chart import Chart, chart_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEMPLATE = """
[[block]]
heading = "一、得分"
[[block]]
chart = "scores"
caption = "各一级指标得分"
[[block]]
table = "scores"
caption = "得分"
[[block]]
when = "projects | length > 0"
chart = "execution"
caption = "预算执行"
[[block]]
when = "projects | length > 1"
chart = "execution"
"""


@pytest.fixture
def profile() -> Profile:
    """The Shanxi form."""
    return load_profile("shanxi-2020")


def package(profile: Profile, folder: Path, scores: Scores | None = None) -> zipfile.ZipFile:
    """The report as a zip file."""
    (folder / "report.toml").write_text(TEMPLATE, encoding="utf-8")
    evaluation = shanxi_evaluation()
    scores = scores or shanxi_scores(evaluation)
    return zipfile.ZipFile(
        BytesIO(write_report(evaluation, scores, profile, template_dir=folder))
    )


def series(chart: etree._Element) -> dict[str, list[tuple[str, str]]]:
    """Name of each series, and its labels with their values as the chart keeps them."""
    found = {}
    for each in chart.iter(f"{C}ser"):
        (name,) = each.find(f"{C}tx").itertext(f"{C}v")
        labels = [v.text for v in each.find(f"{C}cat").iter(f"{C}v")]
        values = [v.text for v in each.find(f"{C}val").iter(f"{C}v")]
        found[name] = list(zip(labels, values, strict=True))
    return found


def test_the_chart_holds_what_each_category_earned(profile: Profile, tmp_path: Path) -> None:
    """The figures of the table 得分 beside it; those of the chart's workbook are the same."""
    parts = package(profile, tmp_path)
    found = series(etree.fromstring(parts.read("word/charts/chart1.xml")))

    labels = ["预算执行率", "产出指标", "效益指标", "满意度指标"]
    assert found == {
        "分值": list(zip(labels, ["10", "60", "15", "15"], strict=True)),
        "得分": list(zip(labels, ["10", "55.5", "9", "15"], strict=True)),
    }
    book = load_workbook(BytesIO(parts.read("word/embeddings/chart1.xlsx")))
    rows = list(book["Sheet1"].iter_rows(values_only=True))
    assert rows[0] == (None, "分值", "得分")
    assert rows[2] == ("产出指标", 60, 55.5)


def test_the_execution_of_projects_is_budget_beside_outturn(
    profile: Profile, tmp_path: Path
) -> None:
    """One project, one pair of bars, lying down because names are long."""
    chart = etree.fromstring(package(profile, tmp_path).read("word/charts/chart2.xml"))

    assert series(chart) == {
        "预算数": [("创建党建先进县", "19.48")],
        "执行数": [("创建党建先进县", "19.48")],
    }
    assert chart.find(f".//{C}barDir").get("val") == "bar"


def test_lying_bars_are_told_apart_in_words_and_in_their_order(
    profile: Profile, tmp_path: Path
) -> None:
    """LibreOffice turns the legend of lying bars round, Word does not; words stay as they are."""
    parts = package(profile, tmp_path)
    standing = etree.fromstring(parts.read("word/charts/chart1.xml"))
    lying = etree.fromstring(parts.read("word/charts/chart2.xml"))

    assert standing.find(f".//{C}legend") is not None
    assert standing.find(f"{C}chart/{C}title") is None
    assert lying.find(f".//{C}legend") is None
    assert "".join(lying.find(f"{C}chart/{C}title").itertext()) == "斜线：预算数　深色：执行数"
    assert lying.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"
    first, second = lying.iter(f"{C}ser")
    assert first.find(f"{C}spPr/{A}pattFill") is not None
    assert second.find(f"{C}spPr/{A}solidFill") is not None


def test_a_chart_needs_no_colour(profile: Profile, tmp_path: Path) -> None:
    """One series hatched, one dark; every bar outlined and with its figure; greys throughout."""
    chart = etree.fromstring(package(profile, tmp_path).read("word/charts/chart1.xml"))

    first, second = chart.iter(f"{C}ser")
    assert first.find(f"{C}spPr/{A}pattFill") is not None
    assert second.find(f"{C}spPr/{A}solidFill") is not None
    for each in (first, second):
        assert each.find(f"{C}spPr/{A}ln") is not None
        assert each.find(f"{C}dLbls/{C}showVal").get("val") == "1"
    colours = {each.get("val") for each in chart.iter(f"{A}srgbClr")}
    assert all(len({colour[at : at + 2] for at in (0, 2, 4)}) == 1 for colour in colours)
    assert {font.get("typeface") for font in chart.iter(f"{A}ea")} == {"宋体"}


def test_a_chart_is_captioned_by_its_own_counter_and_told_in_words(
    profile: Profile, tmp_path: Path
) -> None:
    """图1, 表1, 图2; the alternative text has every figure."""
    parts = package(profile, tmp_path)
    document = docx.Document(BytesIO(parts.fp.getvalue()))  # type: ignore[union-attr]

    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    assert captions == ["图1　各一级指标得分", "表1　得分", "图2　预算执行"]
    root = etree.fromstring(parts.read("word/document.xml"))
    codes = [code.text.strip() for code in root.iter(f"{W}instrText")]
    assert codes == [f"SEQ {label} \\* ARABIC" for label in "图表图"]
    first, second = (each for each in root.iter() if each.tag.endswith("}docPr"))
    assert first.get("title") == "各一级指标得分"
    assert "产出指标：分值 60，得分 55.5" in first.get("descr")
    assert first.get("id") != second.get("id")


def test_word_finds_every_part_of_a_chart(profile: Profile, tmp_path: Path) -> None:
    """Relation, content type and part belong to each other; python-docx follows them all."""
    parts = package(profile, tmp_path)
    document = docx.Document(BytesIO(parts.fp.getvalue()))  # type: ignore[union-attr]

    charts = [
        relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype.endswith("/chart")
    ]
    assert [str(each.partname) for each in charts] == [
        "/word/charts/chart1.xml", "/word/charts/chart2.xml",
    ]  # fmt: skip
    assert {each.content_type.rpartition(".")[2] for each in charts} == {"chart+xml"}
    books = [relation.target_part for each in charts for relation in each.rels.values()]
    assert [book.content_type.rpartition(".")[2] for book in books] == ["sheet"] * 2
    root = etree.fromstring(parts.read("word/document.xml"))
    named = {element.get(f"{R}id") for element in root.iter(f"{C}chart")}
    assert len(named) == 2
    assert named <= set(document.part.rels)


def test_what_is_not_known_has_no_bar_and_a_chart_of_nothing_is_left_out(
    profile: Profile, tmp_path: Path
) -> None:
    """No nought for a score that is missing; its points are shown."""
    evaluation = shanxi_evaluation()
    scores = shanxi_scores(evaluation)
    unscored = replace(
        scores, indicators=tuple(replace(each, score=None) for each in scores.indicators)
    )

    chart = etree.fromstring(
        package(profile, tmp_path, unscored).read("word/charts/chart1.xml")
    )

    _, second = chart.iter(f"{C}ser")
    values = second.find(f"{C}val").iter(f"{C}pt")
    assert [point.get("idx") for point in values] == []
    nothing = Chart("execution", ("甲",), (("预算数", (None,)), ("执行数", (None,))), "万元")
    assert nothing.is_empty
    some = {"projects": [{"name": None, "number": 1, "budget": Decimal(2), "outturn": None}]}
    assert chart_of("execution", some).labels == ("项目1",)


def test_a_report_with_charts_is_the_same_bytes_twice(profile: Profile, tmp_path: Path) -> None:
    """The workbook inside a chart has no clock either."""
    first, second = package(profile, tmp_path), package(profile, tmp_path)

    assert first.fp.getvalue() == second.fp.getvalue()  # type: ignore[union-attr]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_libreoffice_draws_the_charts(profile: Profile, tmp_path: Path) -> None:
    """Legend, labels and figures are on the page."""
    target = tmp_path / "图.docx"
    target.write_bytes(package(profile, tmp_path).fp.getvalue())  # type: ignore[union-attr]
    pdf = target.with_suffix(".pdf")

    convert_to_pdf(target, pdf)

    done = subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    words = done.stdout.split()
    assert {"分值", "斜线：预算数", "深色：执行数", "预算执行率"} <= set(words)
    assert words.count("55.5") == 2  # in the chart and in the table
