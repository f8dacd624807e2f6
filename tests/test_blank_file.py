"""The blank form as a file: always the same, accepted by others, and known again afterwards."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from xltools import anchors
from xltools.anchors import decode_identity
from xltools.blank import build_blank
from xltools.blank.finish import FONT_ORDER, MAIN
from xltools.profile import load_profile, profile_ids

IDS = profile_ids()
CSV_OF_ALL_SHEETS = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
)

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


def parts(data: bytes) -> dict[str, bytes | str]:
    """Return the members of a package; XML in canonical form."""
    with ZipFile(io.BytesIO(data)) as package:
        return {
            name: ElementTree.canonicalize(package.read(name).decode())
            if name.endswith((".xml", ".rels", ".vml"))
            else package.read(name)
            for name in package.namelist()
        }


def convert(path: Path, kind: str, folder: Path) -> None:
    """Let LibreOffice save a file as another kind, into `folder`."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(folder), str(path),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def identities(path: Path) -> list[str]:
    """Return the places in which a file still says which form it is."""
    book = load_workbook(path)
    found = {}
    name = book.defined_names.get(anchors.IDENTITY_NAME)
    found["name"] = name.attr_text.strip('"') if name is not None else ""
    found["property"] = next(
        (p.value for p in book.custom_doc_props.props if p.name == anchors.IDENTITY_PROPERTY),
        "",
    )
    if anchors.IDENTITY_SHEET in book.sheetnames:
        found["sheet"] = book[anchors.IDENTITY_SHEET]["A1"].value
    return [place for place, text in found.items() if decode_identity(text)]


@pytest.mark.parametrize("name", IDS)
def test_the_same_profile_gives_the_same_bytes(name: str) -> None:
    """Neither the hour nor a hash order gets into the file."""
    assert build_blank(load_profile(name)) == build_blank(load_profile(name))


@pytest.mark.parametrize("name", IDS)
def test_the_committed_form_is_what_the_profile_gives(name: str, root: Path) -> None:
    """Stale? Run `make forms` and read the diff of the profile."""
    committed = parts((root / "workbook" / f"{name}.xlsx").read_bytes())
    fresh = parts(build_blank(load_profile(name)))

    assert committed.keys() == fresh.keys()
    stale = [part for part, content in fresh.items() if committed[part] != content]
    assert stale == []


@pytest.mark.parametrize("name", IDS)
def test_the_form_is_small_enough_for_any_mail(name: str) -> None:
    """Under 100 kB."""
    assert len(build_blank(load_profile(name))) < 100_000


@pytest.mark.parametrize("name", IDS)
def test_fonts_are_written_in_the_order_of_the_schema(name: str) -> None:
    """The Open XML SDK refuses any other order."""
    with ZipFile(io.BytesIO(build_blank(load_profile(name)))) as package:
        root = ElementTree.fromstring(package.read("xl/styles.xml"))

    for font in root.iter(f"{MAIN}font"):
        order = [FONT_ORDER.index(child.tag.removeprefix(MAIN)) for child in font]
        assert order == sorted(order)


@pytest.mark.parametrize("name", IDS)
def test_formulas_bring_their_result_and_are_calculated_on_opening(name: str) -> None:
    """A phone shows the stored 10 points; Excel calculates anew."""
    data = build_blank(load_profile(name))
    book = load_workbook(io.BytesIO(data), data_only=True)
    where = book.defined_names[anchors.TOTAL_POINTS].attr_text

    sheet, _, address = where.rpartition("!")
    assert book[sheet.strip("'")][address.replace("$", "")].value == 10
    assert book.calculation.fullCalcOnLoad


@pytest.mark.parametrize("name", IDS)
def test_no_link_leaves_the_workbook(name: str) -> None:
    """Links of the guide jump inside; an office's firewall has nothing to ask."""
    with ZipFile(io.BytesIO(build_blank(load_profile(name)))) as package:
        for part in package.namelist():
            assert b'TargetMode="External"' not in package.read(part)


@pytest.mark.parametrize("name", IDS)
def test_the_identity_survives_openpyxl(name: str, tmp_path: Path) -> None:
    """All three places come through."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(build_blank(load_profile(name)))
    load_workbook(path).save(path)

    assert identities(path) == ["name", "property", "sheet"]


@needs_office
@pytest.mark.parametrize("name", IDS)
def test_the_identity_survives_libreoffice(name: str, tmp_path: Path) -> None:
    """At least two of the three places, which is what the reader asks for."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(build_blank(load_profile(name)))
    saved = tmp_path / "saved"
    saved.mkdir()
    convert(path, "xlsx", saved)

    assert len(identities(saved / "form.xlsx")) >= 2


@needs_office
@pytest.mark.parametrize("name", IDS)
def test_libreoffice_opens_every_sheet_and_shows_numbers_as_meant(
    name: str, tmp_path: Path
) -> None:
    """19.48, 0.0062 and 1,234,567.50 without idle zeros; the sum of points follows."""
    profile = load_profile(name)
    book = load_workbook(io.BytesIO(build_blank(profile)))
    form = book[profile.form.sheet]

    def cell(anchor: str):
        return form[book.defined_names[anchor].attr_text.rpartition("!")[2].replace("$", "")]

    down = profile.form.funding.orientation == "sources_down"
    values = {"original_budget": 1234567.5, "revised_budget": 19.48, "outturn": 0.0062}
    for measure, value in values.items():
        total, heading = cell(anchors.source("total")), cell(anchors.measure(measure))
        row, column = (total, heading) if down else (heading, total)
        form.cell(row.row, column.column).value = value
    cell(anchors.field("year")).value = 2020
    points = cell(anchors.TOTAL_POINTS)
    form.cell(points.row - 1, points.column).value = 7.5
    path = tmp_path / "form.xlsx"
    book.save(path)
    convert(path, CSV_OF_ALL_SHEETS, tmp_path)

    with (tmp_path / f"form-{profile.form.sheet}.csv").open(encoding="utf-8") as file:
        shown = {text for row in csv.reader(file) for text in row}
    assert {"1,234,567.50", "19.48", "0.0062", "（2020年度）", "17.5"} <= shown
    visible = [s.title for s in book.worksheets if s.sheet_state == "visible"]
    assert all((tmp_path / f"form-{title}.csv").exists() for title in visible)
