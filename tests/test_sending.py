"""Forms for the projects of a list: what is read, what is stamped, what a form says of itself."""

from __future__ import annotations

import io
import runpy
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from sending_lists import FIRST, empty_list, invented, list_of

from xltools.anchors import Identity
from xltools.blank import build_blank
from xltools.errors import FormError
from xltools.hosts.file import Opened, open_form
from xltools.hosts.sending import Sent, read_list, send_out
from xltools.package import apply_patch, load, load_bytes
from xltools.package.cells import clean_text
from xltools.profile import Profile, load_profile, profile_ids
from xltools.read.identity import identity_marks
from xltools.sending import FormMaker, ToSend, copy_of, file_names, read_listing
from xltools.sending.model import Target
from xltools.sending.rows import RowPlanner
from xltools.snapshot import CellWrite, Patch

PROFILES = ("national-2020", "shanghai-2022", "sichuan-2022")
"""万元; 元; sign, value and unit in three columns."""
COUNT = 100

MISSING = {"A10", "R40", "R42", "S14"}
"""Findings that say that something is not filled in yet."""


@pytest.fixture(scope="module", params=PROFILES)
def sent(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Profile, list[ToSend], Path, Sent]:
    """A hundred projects of a profile, sent out from a list on disk."""
    profile = load_profile(request.param)
    projects = invented(profile, COUNT, seed=7)
    folder = tmp_path_factory.mktemp("sent")
    source = folder / "清单.xlsx"
    source.write_bytes(list_of(profile, projects))
    listing = read_list(source, profile)
    return profile, projects, folder / "发放", send_out(listing, profile, folder / "发放")


@cache
def by_copy(folder: Path) -> dict[str, Opened]:
    """Every form below a folder by the identity that it bears in all three places."""
    found = {}
    for path in folder.glob("*/*.xlsx"):
        opened = open_form(path)
        marks = identity_marks(opened.workbook.snapshot)
        assert marks == [marks[0]] * 3, path
        assert marks[0].copy not in found
        found[marks[0].copy] = opened
    return found


def test_every_value_of_three_hundred_projects_is_read_back_exactly(
    sent: tuple[Profile, list[ToSend], Path, Sent],
) -> None:
    """Fields, amounts and targets are those of the list; what it leaves blank is blank."""
    profile, projects, folder, _ = sent
    forms = by_copy(folder)
    assert len(forms) == COUNT

    for project in projects:
        evaluation = forms[copy_of(profile.id, project)].examined.evaluation
        for field in profile.form.fields:
            expected = project.fields.get(field.key)
            raw = evaluation.fields[field.key].raw if field.key in evaluation.fields else None
            if isinstance(expected, Decimal):
                assert raw == expected
            else:
                assert raw == (clean_text(expected) if expected else None)
        for source, line in evaluation.funding.items():
            for measure in ("original_budget", "revised_budget", "outturn"):
                assert line.value(measure) == project.amounts.get((source, measure))
        read = Counter(
            (
                i.category,
                i.subcategory,
                str(i.name.raw),
                str(i.target.raw),
                i.points.value,
                str(i.nature.raw) if i.nature else "",
                str(i.unit.raw) if i.unit else "",
            )
            for i in evaluation.indicators
        )
        assert read == Counter(
            (
                t.category,
                t.subcategory,
                t.name,
                str(t.cells["target"]),
                t.cells["points"],
                str(t.cells.get("nature", "")),
                str(t.cells.get("unit", "")),
            )
            for t in project.targets
        )


SAMPLE = Path(__file__).parents[1] / "samples" / "sending" / "项目清单.xlsx"


def test_check_says_of_a_form_just_sent_only_that_results_are_missing(tmp_path: Path) -> None:
    """The list of the samples is sound, and so is what is made of it."""
    profile = load_profile("national-2020")
    sent = send_out(read_list(SAMPLE, profile), profile, tmp_path, deadline="2025-03-31")
    forms = by_copy(tmp_path)

    assert sent.written == len(forms) == 11
    for form in forms.values():
        told = {finding.code.number for finding in form.findings}
        assert "R42" in told
        assert told <= MISSING, form.path.name
    rows = load(sent.roster).snapshot.sheets[0].rows[3:]
    assert {row[9] for row in rows} == {"2025-03-31"}


def test_the_sample_is_what_its_script_makes(root: Path) -> None:
    """Nobody edits it by hand."""
    scope = runpy.run_path(str(root / "samples" / "build_sending.py"))

    assert scope["build"]() == SAMPLE.read_bytes()


@pytest.mark.parametrize("profile_id", profile_ids())
def test_the_empty_list_of_every_profile_is_read_by_its_own_words(profile_id: str) -> None:
    """The example, once it is none, is sent without a complaint and read back."""
    profile = load_profile(profile_id)
    book = empty_list(profile)
    ready = [CellWrite(sheet, FIRST - 1, 1, Decimal(1)) for sheet in ("项目", "指标")]
    listing = read_listing(
        load_bytes(apply_patch(book, Patch(tuple(ready))), Path("清单.xlsx")).snapshot,
        profile,
        "清单.xlsx",
    )

    assert [str(each) for each in listing.mistakes] == []
    (project,) = listing.projects
    assert not listing.unused
    assert len(project.targets) == 1
    assert project.amounts
    data = FormMaker(profile).form(project)
    snapshot = load_bytes(data, Path("表.xlsx")).snapshot
    mark = Identity(profile.id, profile.version, copy_of(profile.id, project))
    assert identity_marks(snapshot) == [mark] * 3


@pytest.mark.parametrize("profile_id", profile_ids())
def test_a_stamped_form_differs_from_its_blank_in_the_filled_cells_alone(
    profile_id: str,
) -> None:
    """Without a value it is the blank with an identity: every other part keeps its bytes."""
    profile = load_profile(profile_id)
    project = ToSend(5, "甲", "乙", "", "1", None, "", {"project_name": "甲"}, {})
    stamped = load_bytes(FormMaker(profile).form(project), Path("表.xlsx"))
    blank = load_bytes(build_blank(profile), Path("空.xlsx"))

    changed = {name for name, xml in blank.parts.items() if stamped.parts[name] != xml}
    assert len(changed) == 4, changed
    for ours, theirs in zip(stamped.snapshot.sheets, blank.snapshot.sheets, strict=True):
        differ = [
            (row, column)
            for row, cells in enumerate(theirs.rows, start=1)
            for column, value in enumerate(cells, start=1)
            if ours.value(row, column) != value
        ]
        assert len(differ) == (1 if ours.name in (profile.form.sheet, "_xltools") else 0)
        assert ours.merges == theirs.merges


def test_excel_would_open_it(sent: tuple[Profile, list[ToSend], Path, Sent]) -> None:
    """Openpyxl finds the blank's rules, protection and formats around the typed values."""
    profile, projects, folder, _ = sent
    project = projects[1]
    (path,) = folder.glob(f"*/{project.code}-*.xlsx")
    book = openpyxl.load_workbook(path)
    blank = openpyxl.load_workbook(io.BytesIO(build_blank(profile)))
    sheet, other = book[profile.form.sheet], blank[profile.form.sheet]

    assert len(sheet.data_validations.dataValidation) == len(
        other.data_validations.dataValidation
    )
    assert len(sheet.conditional_formatting) == len(other.conditional_formatting)
    assert sheet.protection.sheet
    typed = [cell for row in sheet for cell in row if cell.value == project.name]
    assert {cell.data_type for cell in typed} <= {"s", "inlineStr"}
    assert not typed[0].protection.locked


def test_the_sum_of_the_points_is_shown_without_calculating(
    sent: tuple[Profile, list[ToSend], Path, Sent],
) -> None:
    """A phone shows what Excel would compute."""
    profile, projects, folder, _ = sent
    printed = profile.policy.execution.points
    for copy, form in by_copy(folder).items():
        project = next(p for p in projects if copy_of(profile.id, p) == copy)
        points = form.examined.evaluation.tail.points
        assert points is not None
        own = sum((Decimal(str(t.cells["points"])) for t in project.targets), Decimal(0))
        assert points.value == own + printed


def test_rows_are_high_enough_for_what_they_hold(
    sent: tuple[Profile, list[ToSend], Path, Sent],
) -> None:
    """A name of three lines raises its row; the blank's heights are the least."""
    profile, projects, folder, _ = sent
    long = max(projects, key=lambda p: len(str(p.fields.get("objective_planned", ""))))
    (path,) = folder.glob(f"*/{long.code}-*.xlsx")
    sheet = openpyxl.load_workbook(path)[profile.form.sheet]
    text = long.fields["objective_planned"]
    (row,) = {cell.row for line in sheet for cell in line if cell.value == text}

    assert sheet.row_dimensions[row].height > 150


Office = Callable[..., subprocess.CompletedProcess[str]]


def test_libreoffice_keeps_the_identity_and_the_values(
    sent: tuple[Profile, list[ToSend], Path, Sent], office: Office, tmp_path: Path
) -> None:
    """Opened and saved there, a form is still that of its project."""
    profile, projects, folder, _ = sent
    project = projects[2]
    (path,) = folder.glob(f"*/{project.code}-*.xlsx")
    office("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(path))
    opened = open_form(tmp_path / path.name)

    copies = {mark.copy for mark in identity_marks(opened.workbook.snapshot)}
    assert copies == {copy_of(profile.id, project)}
    assert opened.examined.evaluation.field_text("project_name") == project.name.strip()
    total = opened.examined.evaluation.funding["total"].value("revised_budget")
    assert total == project.amounts["total", "revised_budget"]


def test_the_roster_names_every_project_with_its_file_and_identity(
    sent: tuple[Profile, list[ToSend], Path, Sent],
) -> None:
    """Who looks for what is missing finds unit, code, budget and file there."""
    profile, projects, folder, result = sent
    sheet = load(result.roster).snapshot.sheets[0]
    rows = sheet.rows[3:]

    assert len(rows) == COUNT
    for project, row in zip(projects, rows, strict=True):
        assert (row[1], row[3]) == (project.unit, project.code)
        assert row[4] == clean_text(project.name)
        budget = project.amounts["total", "revised_budget"]
        assert Decimal(str(row[6])) == budget
        assert (folder / str(row[7])).is_file()
        assert row[8] == copy_of(profile.id, project)


def test_the_same_list_gives_the_same_bytes(
    sent: tuple[Profile, list[ToSend], Path, Sent], tmp_path: Path
) -> None:
    """Another day and another folder change nothing."""
    profile, _, folder, result = sent
    again = send_out(result.listing, profile, tmp_path)

    assert again.written == COUNT
    for path in folder.rglob("*.xlsx"):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes()


def test_names_are_safe_on_every_system_and_no_two_are_one() -> None:
    """Two projects of one name, one name in two cases, names that Windows keeps for itself."""
    names = ("甲/乙", "甲／乙", "CON", "a", "A", "设备" * 100, "设备" * 100, ". .")
    projects = [
        ToSend(n, name, "单:位", "", "", None, "", {}, {}) for n, name in enumerate(names)
    ]
    files = [str(each) for each in file_names(projects)]

    assert files[:5] == [
        "单：位/甲／乙.xlsx", "单：位/甲／乙(2).xlsx", "单：位/_CON.xlsx", "单：位/a.xlsx", "单：位/A(2).xlsx",
    ]  # fmt: skip
    assert len({each.casefold() for each in files}) == len(files)
    assert all(len(each.rpartition("/")[2].encode()) < 200 for each in files)


def test_a_target_that_the_form_has_no_part_for_is_told() -> None:
    """A list is held against the form when it is read; who calls the maker may err."""
    target = Target(7, "category", "nowhere", {"name": "危桥数"})
    with pytest.raises(FormError, match="没有指标“危桥数”所属的类别"):
        RowPlanner(load_profile("national-2020")).needed([target])
