"""Filling: computed cells and the list of issues change, and nothing else in the file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from exotic import add_exotica

from xltools.hosts.file import annotated, filled, open_form, save_as
from xltools.package import apply_patch, load, load_bytes
from xltools.snapshot import CellWrite, Patch

SAMPLES = Path(__file__).parent.parent / "samples"
SHANXI = SAMPLES / "shanxi-2020" / "创建党建先进县.xlsx"
GOOD = SAMPLES / "national-2020" / "农村公路安防工程.xlsx"


def put(source: Path, target: Path, *cells: CellWrite) -> Path:
    """A copy of a form with some cells typed over."""
    target.write_bytes(apply_patch(load(source), Patch(cells)))
    return target


def score(source: Path, target: Path) -> dict[str, object]:
    """Score a form into another file; return the form's cells by address, as openpyxl reads them."""
    opened = open_form(source)
    save_as(opened, filled(opened), target)
    sheet = openpyxl.load_workbook(target, data_only=True)["自评表"]
    return {cell.coordinate: cell.value for row in sheet for cell in row}


def members(data: bytes) -> dict[str, bytes]:
    """Each member's local header and compressed bytes, as they lie in the file."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = sorted(info.header_offset for info in archive.infolist())
        starts.append(archive.start_dir)
        for info in archive.infolist():
            end = starts[starts.index(info.header_offset) + 1]
            found[info.filename] = data[info.header_offset : end]
    return found


def test_computed_cells_are_numbers_and_the_grade_a_word(tmp_path: Path) -> None:
    """Shanxi: rates as ratios shown with %, scores, total, grade; the points' sum is kept."""
    cells = score(SHANXI, tmp_path / "out.xlsx")
    opened = open_form(SHANXI).examined.evaluation
    rows = {i.name.text: i for i in opened.indicators}
    rate = rows["维护系统数量"].typed_rate
    assert rate is not None
    assert cells[rate.place.a1] == 1.7
    assert cells[rows["系统故障响应及时率"].typed_score.place.a1] == 10.5
    assert opened.tail.score is not None
    assert opened.tail.grade is not None
    assert opened.tail.points is not None
    assert cells[opened.tail.score.place.a1] == 89.5
    assert cells[opened.tail.grade.place.a1] == "良"
    assert cells[opened.tail.points.place.a1] == 100
    formulas = openpyxl.load_workbook(tmp_path / "out.xlsx")["自评表"]
    assert str(formulas[opened.tail.points.place.a1].value).startswith("=")


def test_percentages_are_printed_as_the_form_prints_them(tmp_path: Path) -> None:
    """Shanxi's (7)预算执行率(%) holds 100, the national 执行率 holds 0.97625 to four places."""
    shanxi = score(SHANXI, tmp_path / "1.xlsx")
    national = score(GOOD, tmp_path / "2.xlsx")
    line = open_form(SHANXI).examined.evaluation.funding["total"]
    assert shanxi[line.amounts["rate"].place.a1] == 100
    line = open_form(GOOD).examined.evaluation.funding["total"]
    assert national[line.amounts["rate"].place.a1] == 0.9763
    assert national[line.amounts["score"].place.a1] == 9.76


def test_blank_sources_stay_blank(tmp_path: Path) -> None:
    """0 ÷ 0 is nothing, not 0 %."""
    cells = score(SHANXI, tmp_path / "out.xlsx")
    line = open_form(SHANXI).examined.evaluation.funding["central"]
    assert [cells[line.amounts[m].place.a1] for m in ("balance", "arrival_rate", "rate")] == [
        None
    ] * 3


def test_a_score_that_no_rule_gives_stays_as_typed(tmp_path: Path) -> None:
    """完成 against ≥86公里: the typed 10 is left alone, the total is empty."""
    form = put(
        GOOD,
        tmp_path / "in.xlsx",
        CellWrite("自评表", 13, 6, "完成"),
        CellWrite("自评表", 13, 8, Decimal(10)),
        CellWrite("自评表", 44, 8, Decimal("98.76")),
    )
    cells = score(form, tmp_path / "out.xlsx")
    assert (cells["H13"], cells["H44"], cells["G45"]) == (10, None, None)


def test_results_of_a_row_that_was_emptied_go_away(tmp_path: Path) -> None:
    """Score, then clear an indicator, then score again."""
    score(GOOD, tmp_path / "1.xlsx")
    blank = [CellWrite("自评表", 13, column, None) for column in (4, 5, 6, 7)]
    form = put(tmp_path / "1.xlsx", tmp_path / "2.xlsx", *blank)
    assert score(form, tmp_path / "3.xlsx")["H13"] is None


def test_the_list_of_issues_links_to_its_cells_and_is_written_anew(tmp_path: Path) -> None:
    """Every place is a link; a second run leaves no line of the first."""
    opened = open_form(SHANXI)
    first = tmp_path / "1.xlsx"
    first.write_bytes(annotated(opened))
    sheet = openpyxl.load_workbook(first)["问题清单"]
    lines = [row for row in sheet.iter_rows(min_row=4) if row[0].value is not None]
    assert len(lines) > 12
    for line in lines:
        place = str(line[3].value).partition("、")[0]
        name, cell = place.split("!")
        assert line[3].hyperlink is not None
        assert line[3].hyperlink.location == f"'{name}'!{cell}"
        assert line[5].alignment.wrap_text
        assert line[7].has_style  # where the reader writes what was done
    heights = [sheet.row_dimensions[line[0].row].height for line in lines]
    assert min(heights) == sheet.row_dimensions[4].height == 44
    assert max(heights) == 58  # S14 names so many texts that it takes a fourth line
    good = put(first, tmp_path / "2.xlsx", CellWrite("自评表", 41, 4, "良"))
    again = open_form(good)
    second = tmp_path / "3.xlsx"
    second.write_bytes(annotated(again))
    sheet = openpyxl.load_workbook(second)["问题清单"]
    numbers = [row[0].value for row in sheet.iter_rows(min_row=4) if row[0].value is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == len(lines) - 1


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """A reason that begins with = is quoted in the list of issues, never calculated."""
    evil = '=HYPERLINK("http://example.invalid","点我")'
    form = put(GOOD, tmp_path / "in.xlsx", CellWrite("自评表", 32, 9, evil))
    score(form, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [c for row in book["问题清单"].iter_rows() for c in row if c.value is not None]
    assert any(evil in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert book["自评表"]["I32"].data_type in ("s", "inlineStr")


@pytest.fixture(scope="module")
def exotic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Shanxi form with everything that people paste into theirs."""
    path = tmp_path_factory.mktemp("exotic") / "党建.xlsx"
    path.write_bytes(add_exotica(SHANXI.read_bytes()))
    return path


def test_score_changes_only_the_members_it_must(exotic: Path, tmp_path: Path) -> None:
    """Every other member keeps its header and its compressed bytes."""
    opened = open_form(exotic)
    out = filled(opened)
    before, after = members(exotic.read_bytes()), members(out)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    parts = {sheet.name for sheet in opened.examined.snapshot.sheets}
    assert {"自评表", "问题清单"} <= parts
    allowed = {"xl/workbook.xml", "xl/calcChain.xml"}
    sheets = {name for name in changed if name.startswith("xl/worksheets/sheet")}
    assert changed - sheets <= allowed
    assert sheets  # the form and the list of issues, and none that holds no formula
    assert opened.examined.scores.total == Decimal("89.5")
    again = load_bytes(out, tmp_path / "again.xlsx")
    assert [s.name for s in again.snapshot.sheets] == [
        s.name for s in opened.examined.snapshot.sheets
    ]


def test_the_scored_exotic_form_opens_in_openpyxl_and_libreoffice(
    exotic: Path, tmp_path: Path, office: Callable[..., object]
) -> None:
    """Unharmed, with the numbers as numbers."""
    opened = open_form(exotic)
    target = save_as(opened, filled(opened), tmp_path / "党建.xlsx")
    assert "自评表" in openpyxl.load_workbook(target).sheetnames
    office("--convert-to", "xlsx", "--outdir", str(tmp_path / "lo"), str(target))
    again = open_form(tmp_path / "lo" / "党建.xlsx").examined
    assert again.scores.total == Decimal("89.5")
    assert again.evaluation.tail.score is not None
    assert again.evaluation.tail.score.value == Decimal("89.5")


def test_libreoffice_recalculates_what_depends_on_a_score(
    tmp_path: Path, office: Callable[..., object]
) -> None:
    """A formula of the user's on another sheet follows, and our sum of points holds."""
    book = openpyxl.load_workbook(GOOD)
    own = book.create_sheet("核算", 0)
    own["A1"] = "=自评表!H44*10"
    own["A2"] = "=SUM(自评表!H13:H43)"
    form = tmp_path / "公路.xlsx"
    book.save(form)
    opened = open_form(form)
    target = save_as(opened, filled(opened), tmp_path / "已评分.xlsx")
    office(
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1",
        "--outdir",
        str(tmp_path),
        str(target),
    )
    rows = list(csv.reader((tmp_path / "已评分.csv").open(encoding="utf-8")))
    assert (rows[0][0], rows[1][0]) == ("987.6", "89")
