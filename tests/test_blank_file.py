"""The blank form as a file: always the same, accepted by others, and known again afterwards."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from blank_forms import FORMS, made_up
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from xltools import anchors
from xltools.anchors import decode_identity
from xltools.blank import build_blank
from xltools.blank.finish import FONT_ORDER, MAIN
from xltools.profile import Profile, load_profile, profile_ids

ROOT = Path(__file__).parent.parent
IDS = [*profile_ids(), *FORMS]
LAYOUTS = ("national-2020", "shanxi-2020", *FORMS)
"""One form of each layout that the schema can say."""
COMMITTED = sorted(path.stem for path in (ROOT / "workbook").glob("*.xlsx"))
CSV_OF_ALL_SHEETS = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
)

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


def profile_of(name: str) -> Profile:
    """Return a profile that comes with xltools or a made-up one."""
    return made_up(name) if name in FORMS else load_profile(name)


def write_blanks(folder: Path, names: Iterable[str] = IDS) -> list[Path]:
    """Write the blanks of profiles into a folder."""
    paths = []
    for name in names:
        path = folder / f"{name}.xlsx"
        path.write_bytes(build_blank(profile_of(name)))
        paths.append(path)
    return paths


def parts(data: bytes) -> dict[str, bytes | str]:
    """Return the members of a package; XML in canonical form."""
    with ZipFile(io.BytesIO(data)) as package:
        return {
            name: ElementTree.canonicalize(package.read(name).decode())
            if name.endswith((".xml", ".rels", ".vml"))
            else package.read(name)
            for name in package.namelist()
        }


def convert(paths: list[Path], kind: str, folder: Path) -> None:
    """Let LibreOffice save files as another kind, into `folder`, in one go."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(folder), *map(str, paths),
        ],
        check=True, capture_output=True, timeout=300,
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
    assert build_blank(profile_of(name)) == build_blank(profile_of(name))


@pytest.mark.parametrize("name", COMMITTED)
def test_the_committed_form_is_what_the_profile_gives(name: str, root: Path) -> None:
    """Stale? Run `make forms` and read the diff of the profile."""
    committed = parts((root / "workbook" / f"{name}.xlsx").read_bytes())
    fresh = parts(build_blank(profile_of(name)))

    assert committed.keys() == fresh.keys()
    stale = [part for part, content in fresh.items() if committed[part] != content]
    assert stale == []


@pytest.mark.parametrize("name", IDS)
def test_the_form_is_small_enough_for_any_mail(name: str) -> None:
    """Under 100 kB."""
    assert len(build_blank(profile_of(name))) < 100_000


@pytest.mark.parametrize("name", IDS)
def test_fonts_are_written_in_the_order_of_the_schema(name: str) -> None:
    """The Open XML SDK refuses any other order."""
    with ZipFile(io.BytesIO(build_blank(profile_of(name)))) as package:
        root = ElementTree.fromstring(package.read("xl/styles.xml"))

    for font in root.iter(f"{MAIN}font"):
        order = [FONT_ORDER.index(child.tag.removeprefix(MAIN)) for child in font]
        assert order == sorted(order)


def added_up(book: Workbook, formula: str, sheet: str) -> float:
    """Return what a formula =SUM(G13:G43,G6) gives."""
    total = 0.0
    for area in formula.removeprefix("=SUM(").removesuffix(")").split(","):
        found = book[sheet][area]
        rows = ((found,),) if isinstance(found, Cell) else found
        total += sum(
            cell.value for row in rows for cell in row if isinstance(cell.value, int | float)
        )
    return total


@pytest.mark.parametrize("name", IDS)
def test_formulas_bring_their_result_and_are_calculated_on_opening(name: str) -> None:
    """A phone shows the stored points of the blank; Excel calculates anew."""
    data = build_blank(profile_of(name))
    book, results = (
        load_workbook(io.BytesIO(data)),
        load_workbook(io.BytesIO(data), data_only=True),
    )
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    stored = results[sheet.title][cell.coordinate].value
                    text = str(cell.value)
                    summed = text.startswith("=SUM(")
                    assert stored == (added_up(book, text, sheet.title) if summed else 0)
    assert book.calculation.fullCalcOnLoad


@pytest.mark.parametrize("name", IDS)
def test_no_link_leaves_the_workbook(name: str) -> None:
    """Links of the guide jump inside; an office's firewall has nothing to ask."""
    with ZipFile(io.BytesIO(build_blank(profile_of(name)))) as package:
        for part in package.namelist():
            assert b'TargetMode="External"' not in package.read(part)


@pytest.mark.parametrize("name", IDS)
def test_the_identity_survives_openpyxl(name: str, tmp_path: Path) -> None:
    """All three places come through."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(build_blank(profile_of(name)))
    load_workbook(path).save(path)

    assert identities(path) == ["name", "property", "sheet"]


@needs_office
def test_libreoffice_prints_every_form(tmp_path: Path) -> None:
    """All forms become PDF in one go."""
    convert(write_blanks(tmp_path), "pdf", tmp_path)

    for name in IDS:
        assert (tmp_path / f"{name}.pdf").stat().st_size > 10_000, name


@needs_office
def test_libreoffice_calculates_every_layout_and_keeps_its_identity(tmp_path: Path) -> None:
    """No formula fails; two of the three places come through, which the reader asks for."""
    paths = write_blanks(tmp_path, LAYOUTS)
    for path in paths:
        load_workbook(path).save(path)  # without our results LibreOffice calculates its own
    saved = tmp_path / "saved"
    saved.mkdir()
    convert(paths, "xlsx", saved)

    for name in LAYOUTS:
        path = saved / f"{name}.xlsx"
        assert len(identities(path)) >= 2, name
        ours = load_workbook(io.BytesIO(build_blank(profile_of(name))), data_only=True)
        theirs = load_workbook(path, data_only=True)
        formulas = load_workbook(tmp_path / path.name)
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        found = theirs[sheet.title][cell.coordinate].value
                        assert found == ours[sheet.title][cell.coordinate].value, (name, cell)


def cell_of(book: Workbook, anchor: str) -> Cell:
    """Return the cell that a name points at."""
    sheet, _, address = book.defined_names[anchor].attr_text.rpartition("!")
    return book[sheet.strip("'")][address.replace("$", "")]


def amount_cell(book: Workbook, profile: Profile, source: str, measure: str) -> Cell:
    """Return the cell of an amount: by its own name, or where the labels cross."""
    name = anchors.amount(source, measure)
    if name in book.defined_names:
        return cell_of(book, name)
    line, heading = (
        cell_of(book, anchors.source(source)),
        cell_of(book, anchors.measure(measure)),
    )
    if profile.form.funding.orientation == "measures_down":
        line, heading = heading, line
    return line.parent.cell(line.row, heading.column)


SHOWN = ("national-2020", "shanxi-2020", "pairs", "one_row", "list")
"""One form of each way to print money, 元 among them."""


@needs_office
def test_libreoffice_shows_numbers_as_meant(tmp_path: Path) -> None:
    """19.48, 0.0062 and 1,234,567.50 万元 without idle zeros, 元 with two places; sums follow."""
    paths, totals = [], {}
    for name in SHOWN:
        profile = profile_of(name)
        book = load_workbook(io.BytesIO(build_blank(profile)))
        values = {"revised_budget": 1234567.5, "outturn": 0.0062}
        if profile.form.funding.unit == "元":
            values["outturn"] = 19.48
        for measure, value in values.items():
            amount_cell(book, profile, "total", measure).value = value
        if any(field.key == "year" for field in profile.form.fields):
            cell_of(book, anchors.field("year")).value = 2020
        if anchors.TOTAL_POINTS in book.defined_names:
            points = cell_of(book, anchors.TOTAL_POINTS)
            before = added_up(book, str(points.value), profile.form.sheet)
            points.parent.cell(points.row - 1, points.column).value = 7.5
            totals[name] = f"{before + 7.5:g}"
        path = tmp_path / f"{name}.xlsx"
        book.save(path)
        paths.append(path)
    convert(paths, CSV_OF_ALL_SHEETS, tmp_path)

    for name in SHOWN:
        with (tmp_path / f"{name}-自评表.csv").open(encoding="utf-8") as file:
            shown = {text for row in csv.reader(file) for text in row}
        wanted = {"1,234,567.50", "19.48" if name == "list" else "0.0062"}
        wanted |= {totals[name]} if name in totals else set()
        if name in ("national-2020", "shanxi-2020"):
            wanted.add("（2020年度）")
        assert wanted <= shown, name
    assert totals["national-2020"] == "17.5"
