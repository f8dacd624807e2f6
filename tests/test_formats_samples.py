"""The samples as .xls, .et, .ods, .csv: the same form, the same judgement, a filled .xlsx."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from office_files import CSV, converted

from xltools.cli import main
from xltools.errors import SaveError
from xltools.hosts import convert as convert_host
from xltools.hosts.examine import Examined, examine
from xltools.hosts.file import filled, open_form, save_beside, save_in_place
from xltools.package import Workbook, load, load_bytes

SAMPLES = {
    "shanxi-2020": ("创建党建先进县", "89.50", "良"),
    "national-2020": ("农村公路安防工程", "98.76", "优"),
}

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
pytestmark = needs_office


@pytest.fixture(scope="session")
def formats(
    office: Callable[..., object], root: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Every sample in every format; "xlsx" is the one that LibreOffice calculated, too."""
    folder = tmp_path_factory.mktemp("formats")
    found = {}
    for profile, (name, _, _) in SAMPLES.items():
        source = root / "samples" / profile / f"{name}.xlsx"
        for kind in ("xlsx", "xls", "ods"):
            found[profile, kind] = converted(office, source, kind, folder / profile / kind)
        et = folder / profile / "et" / f"{name}.et"
        et.parent.mkdir()
        shutil.copy(found[profile, "xls"], et)
        zipped = folder / profile / "zip" / f"{name}.et"
        zipped.parent.mkdir()
        shutil.copy(source, zipped)
        found |= {(profile, "et"): et, (profile, "zip-et"): zipped}
        converted(office, source, CSV, folder / profile / "csv")
        found[profile, "csv"] = folder / profile / "csv" / f"{name}-自评表.csv"
    return found


def examined(path: Path) -> Examined:
    """All that is said about the form in a file."""
    return examine(load(path).snapshot)


def where(form: Examined, sheet: str) -> list[tuple[str, str | None]]:
    """Codes and cells of the findings on one sheet."""
    return [
        (each.code.number, each.place.a1)
        for each in form.findings
        if each.place is not None and each.place.sheet == sheet
    ]


@pytest.mark.parametrize("kind", ["xls", "et", "ods"])
@pytest.mark.parametrize("profile", SAMPLES)
def test_another_format_changes_neither_values_nor_verdict(
    formats: dict[tuple[str, str], Path], profile: str, kind: str
) -> None:
    """Evaluation, scores, findings and their cells are those of the .xlsx."""
    expected, found = examined(formats[profile, "xlsx"]), examined(formats[profile, kind])

    assert found.evaluation == expected.evaluation
    assert found.scores == expected.scores
    assert found.findings == expected.findings
    assert (str(found.scores.total), found.scores.grade) == SAMPLES[profile][1:]


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("profile", SAMPLES)
def test_what_surrounds_the_values_survives_too(
    formats: dict[tuple[str, str], Path], profile: str, kind: str
) -> None:
    """Merges, hidden sheets, percentages, units, formulas and two of three identity marks."""
    expected, found = (
        load(formats[profile, "xlsx"]).snapshot,
        load(formats[profile, kind]).snapshot,
    )

    assert [sheet.name for sheet in found.sheets] == [sheet.name for sheet in expected.sheets]
    for one, other in zip(found.sheets, expected.sheets, strict=True):
        assert set(one.merges) == set(other.merges)
        assert (one.hidden, one.errors, one.percents, one.suffixes, one.months) == (
            (other.hidden, other.errors, other.percents, other.suffixes, other.months)
        )
        assert one.formulas.keys() == other.formulas.keys()
        if kind == "ods":
            assert one.formulas == other.formulas
    assert found.names == expected.names
    assert found.constants == expected.constants
    assert sum(len(sheet.formulas) for sheet in found.sheets) > 0
    if kind == "ods":
        assert found.properties == expected.properties


@pytest.mark.parametrize("profile", SAMPLES)
def test_a_csv_is_scored_alike_though_merges_and_other_sheets_are_lost(
    formats: dict[tuple[str, str], Path], profile: str
) -> None:
    """Scores of every indicator, total, grade, and the findings on the form's own sheet."""
    expected, found = examined(formats[profile, "xlsx"]), examined(formats[profile, "csv"])

    assert load(formats[profile, "csv"]).snapshot.sheets[0].merges == ()
    assert [row.score for row in found.scores.indicators] == [
        row.score for row in expected.scores.indicators
    ]
    assert (str(found.scores.total), found.scores.grade) == SAMPLES[profile][1:]
    sheet = f"{SAMPLES[profile][0]}-自评表"
    assert where(found, sheet) == where(expected, "自评表")


@pytest.mark.parametrize("kind", ["xls", "et", "zip-et", "ods", "csv"])
@pytest.mark.parametrize("profile", SAMPLES)
def test_score_leaves_a_filled_xlsx_beside_the_file(
    formats: dict[tuple[str, str], Path],
    profile: str,
    kind: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Reopened it has the same total, and in its cells the scores that were computed."""
    source = formats[profile, kind]
    path = tmp_path / source.name
    shutil.copy(source, path)
    before = path.read_bytes()

    assert main(["score", str(path)]) in (0, 1), capsys.readouterr().err
    ending = ".et" if kind == "zip-et" else ".xlsx"
    saved = path.with_name(f"{path.stem}-已评分{ending}")
    assert str(saved) in capsys.readouterr().out

    again = open_form(saved)
    assert path.read_bytes() == before
    assert again.workbook.can_patch
    assert (str(again.examined.scores.total), again.examined.scores.grade) == SAMPLES[profile][
        1:
    ]
    typed = [row.indicator.typed_score.value for row in again.examined.scores.indicators]
    assert typed == [row.score for row in again.examined.scores.indicators]


@pytest.mark.parametrize("kind", ["xls", "ods", "csv"])
def test_the_xlsx_of_another_format_opens_in_libreoffice_with_the_same_values(
    formats: dict[tuple[str, str], Path],
    kind: str,
    office: Callable[..., object],
    tmp_path: Path,
) -> None:
    """Another program than ours reads what was saved, cell by cell."""
    path = tmp_path / f"表.{kind}"
    shutil.copy(formats["shanxi-2020", kind], path)
    opened = open_form(path)
    saved = save_beside(opened, filled(opened), "已评分")

    seen = load(converted(office, saved, "ods", tmp_path / "again")).snapshot

    assert list(convert_host.differences(load(saved).snapshot, seen)) == []


@pytest.mark.parametrize("kind", ["xls", "ods", "csv"])
def test_writing_back_into_another_format_is_refused(
    formats: dict[tuple[str, str], Path],
    kind: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The line says that the result would be an .xlsx; the file is untouched."""
    path = tmp_path / f"表.{kind}"
    shutil.copy(formats["shanxi-2020", kind], path)
    before = path.read_bytes()

    assert main(["score", "--in-place", str(path)]) == 2
    assert "不能写回原文件" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]

    opened = open_form(path)
    with pytest.raises(SaveError, match=r"去掉 --in-place.*\.xlsx"):
        save_in_place(opened, b"")


def test_output_of_another_format_must_be_named_xlsx(
    formats: dict[tuple[str, str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-o 结果.xls` would be an .xlsx that lies about itself."""
    source = formats["shanxi-2020", "xls"]

    assert main(["score", str(source), "-o", str(tmp_path / "结果.xls")]) == 2
    assert "应以 .xlsx 结尾" in capsys.readouterr().err
    assert main(["score", str(source), "-o", str(tmp_path / "结果.xlsx")]) in (0, 1)
    assert str(open_form(tmp_path / "结果.xlsx").examined.scores.total) == "89.50"


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_without_libreoffice_the_line_says_what_to_do(
    formats: dict[tuple[str, str], Path], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form is scored all the same; only the saving is the user's."""
    opened = open_form(formats["shanxi-2020", kind])
    monkeypatch.setattr(convert_host, "find_soffice", lambda: None)

    assert str(opened.examined.scores.total) == "89.50"
    with pytest.raises(
        SaveError, match=rf"已算出结果，但 \.{kind} 不能直接写回.*另存为 \.xlsx"
    ):
        filled(opened)


def test_a_csv_needs_no_libreoffice(
    formats: dict[tuple[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of texts is written as .xlsx by ourselves."""
    opened = open_form(formats["national-2020", "csv"])
    monkeypatch.setattr(convert_host, "find_soffice", lambda: None)

    made = load_bytes(filled(opened), Path("表.xlsx")).snapshot

    assert str(examine(made).scores.total) == "98.76"


def changed(book: Workbook) -> bytes:
    """The workbook with one cell that holds another value."""
    xml = book.parts["xl/worksheets/sheet2.xml"]
    at = xml.index(b"<v>", xml.index(b"19.48") - 40)
    from xltools.package.zipfile_writer import rewrite

    new = xml[:at] + xml[at:].replace(b"19.48", b"19.84", 1)
    assert new != xml
    return rewrite(book.archive, {"xl/worksheets/sheet2.xml": new}, frozenset())


def test_a_value_that_changed_on_the_way_is_not_saved(
    formats: dict[tuple[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A converter that turns 19.48 into 19.84 is found out, and the cell named."""
    opened = open_form(formats["shanxi-2020", "xls"])
    wrong = changed(load(formats["shanxi-2020", "xlsx"]))
    monkeypatch.setattr(convert_host, "_by_office", lambda _: [wrong])

    with pytest.raises(SaveError, match=r"转成 \.xlsx 后 自评表![A-Z]+\d+ 变了样，没有保存"):
        filled(opened)


def test_a_converter_that_fails_or_hangs_is_one_line(
    formats: dict[tuple[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file, no start, no end: each says that the result could not be converted."""
    opened = open_form(formats["shanxi-2020", "ods"])
    for script, reason in (("exit 1", "没有转出来"), ("sleep 60", "没有转完")):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(convert_host, "find_soffice", lambda found=str(program): found)
        monkeypatch.setattr("xltools.office.TIMEOUT", 0.5)
        with pytest.raises(SaveError, match=f"没能转成.*{reason}"):
            filled(opened)
    monkeypatch.setattr(convert_host, "find_soffice", lambda: str(tmp_path / "没有"))
    with pytest.raises(SaveError, match="启动不了"):
        filled(opened)
