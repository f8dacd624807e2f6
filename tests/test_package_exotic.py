"""A filled workbook with all that people paste into theirs: nothing of it is lost.

The same promises are kept for a workbook as openpyxl writes it and as LibreOffice does.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from exotic import add_exotica
from lxml import etree

from xltools.package import Workbook, apply_patch, load, load_bytes
from xltools.snapshot import CellWrite, Patch

FORM, ISSUES = "自评表", "问题清单"
PATCH = Patch(
    (
        *(CellWrite(FORM, row, 4, Decimal(row) / 4) for row in range(2, 7)),
        CellWrite(FORM, 8, 4, Decimal(5), keep_formula=True),
        CellWrite(FORM, 3, 2, "=不是公式"),
        CellWrite(ISSUES, 2, 1, Decimal(1), 1),
        CellWrite(ISSUES, 2, 2, "第 3 行\n得分高于分值", 1, f"'{FORM}'!D3"),
    )
)
EDITED = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
STALE = {"xl/worksheets/sheet3.xml", "xl/workbook.xml"}
"""openpyxl writes no results and asks for calculation itself: there these stay as they are."""


def plain_form() -> bytes:
    """A form with formulas on it and on a sheet that reads it, and one that does not."""
    book = openpyxl.Workbook()
    form = book.active
    form.title = FORM
    for row in range(2, 7):
        form[f"B{row}"], form[f"C{row}"], form[f"D{row}"] = f"指标{row}", 10, 3
    form["D8"], form["D9"] = "=SUM(D2:D6)", "=D8/50"
    form["D9"].number_format = "0.00%"
    form.merge_cells("B10:D10")
    issues = book.create_sheet(ISSUES)
    issues["A1"], issues["B1"] = "序号", "问题"
    summary = book.create_sheet("汇总")
    summary["A1"] = f"={FORM}!D9*100"
    book.create_sheet("无关")["A1"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module", params=["openpyxl", "LibreOffice"])
def exotic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The form with all exotica, as two programs write it."""
    data = plain_form()
    if request.param == "LibreOffice":
        office = request.getfixturevalue("office")
        folder = tmp_path_factory.mktemp("libreoffice")
        (folder / "form.xlsx").write_bytes(data)
        out = folder / "out"
        office("--convert-to", "xlsx", "--outdir", str(out), str(folder / "form.xlsx"))
        data = (out / "form.xlsx").read_bytes()
    return add_exotica(data)


def opened(data: bytes) -> Workbook:
    """The loaded workbook."""
    return load_bytes(data, Path("表.xlsx"))


def test_every_member_but_those_that_must_change_is_the_same_bytes(exotic: bytes) -> None:
    """Pictures, text boxes, comments, slicers, ribbons: headers and packed bytes too."""
    before = opened(exotic)
    data = apply_patch(before, PATCH)
    after = opened(data)

    old, new = before.archive.members, after.archive.members
    different = {
        was.name
        for was, now in zip(old, new, strict=True)
        if exotic[was.start : was.end] != data[now.start : now.end]
    }
    assert [member.name for member in old] == [member.name for member in new]
    assert different in (EDITED, EDITED | STALE)
    assert len(old) > 30


def shape(xml: bytes) -> list[tuple[str, dict[str, str], str]]:
    """All elements of a sheet but its rows and links, with attributes and text."""
    found = []
    for element in etree.fromstring(xml).iter("*"):
        local = etree.QName(element).localname
        parents = {etree.QName(each).localname for each in element.iterancestors()}
        if not parents & {"sheetData", "hyperlinks"} and local not in (
            "hyperlinks",
            "dimension",
        ):
            found.append((element.tag, dict(element.attrib), element.text or ""))
    return found


def test_what_surrounds_the_cells_of_a_changed_sheet_is_the_same(exotic: bytes) -> None:
    """Drop-downs, sparklines, slicers, drawings, page setup: element by element."""
    before = opened(exotic)
    after = opened(apply_patch(before, PATCH))

    for name in (*EDITED, "xl/worksheets/sheet3.xml"):
        assert shape(after.parts[name]) == shape(before.parts[name])


def cells(xml: bytes) -> dict[str, bytes]:
    """The cells of a sheet by address, as XML."""
    return {
        cell.get("r", ""): etree.tostring(cell, with_tail=False)
        for cell in etree.fromstring(xml).iter("{*}c")
    }


def test_only_the_cells_that_were_written_or_are_stale_differ(exotic: bytes) -> None:
    """Rich text, WPS pictures and other people's formulas keep every letter."""
    before = opened(exotic)
    after = opened(apply_patch(before, PATCH))

    name = "xl/worksheets/sheet1.xml"
    old, new = cells(before.parts[name]), cells(after.parts[name])
    different = {address for address in old if old[address] != new[address]}
    written = {"B3", "D2", "D3", "D4", "D5", "D6", "D8"}
    assert old.keys() == new.keys()
    # only LibreOffice gave D9 a result that can be dropped
    assert different in (written, written | {"D9"})


def test_openpyxl_opens_the_result_with_numbers_as_numbers(exotic: bytes) -> None:
    """A second reader sees what was written."""
    data = apply_patch(opened(exotic), PATCH)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data))

    assert [book[FORM][f"D{row}"].value for row in range(2, 7)] == [0.5, 0.75, 1, 1.25, 1.5]
    assert book[FORM]["D8"].value == "=SUM(D2:D6)"
    assert book[FORM]["B3"].value == "=不是公式"
    assert book[FORM]["B3"].data_type == "s"
    assert book[ISSUES]["B2"].value == "第 3 行\n得分高于分值"
    assert book[ISSUES]["B2"].hyperlink.location == f"'{FORM}'!D3"


def test_libreoffice_opens_the_result_and_calculates_what_depends(
    exotic: bytes, office: Callable[..., object], tmp_path: Path
) -> None:
    """D9 and the summary follow the new numbers; nobody sees an old result."""
    path = tmp_path / "filled.xlsx"
    path.write_bytes(apply_patch(opened(exotic), PATCH))
    office("--convert-to", "ods", "--outdir", str(tmp_path), str(path))
    office(
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "again"),
        str(tmp_path / "filled.ods"),
    )

    read = load(tmp_path / "again" / "filled.xlsx").snapshot
    form, summary = read.sheet(FORM), read.sheet("汇总")
    assert form is not None
    assert summary is not None
    assert [form.value(row, 4) for row in range(2, 7)] == [0.5, 0.75, 1, 1.25, 1.5]
    assert form.value(8, 4) == 5
    assert form.value(9, 4) == 0.1
    assert summary.value(1, 1) == 10
    assert form.value(3, 2) == "=不是公式"


def test_filling_twice_is_filling_once(exotic: bytes) -> None:
    """The second run finds everything there and returns the same bytes."""
    once = apply_patch(opened(exotic), PATCH)

    assert apply_patch(opened(once), PATCH) == once
