"""The returned samples: rebuilt to the byte, and every file is what the list says of it."""

from __future__ import annotations

import hashlib
import io
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msoffcrypto
import olefile
import pytest

from xltools.errors import FileError, FormError
from xltools.hosts.file import Opened, open_form
from xltools.model import Place
from xltools.package import Workbook, load, load_bytes
from xltools.read.identity import identity_marks
from xltools.sending import ROSTER
from xltools.snapshot import Sheet

SAMPLES = Path(__file__).parents[1] / "samples"
FOLDER = SAMPLES / "returned"
CAME = FOLDER / "来件"
LISTED: dict[str, Any] = tomllib.loads((FOLDER / "清单.toml").read_text("utf-8"))
FILES: list[dict[str, Any]] = LISTED["file"]
BY_PATH = {each["path"]: each for each in FILES}
FORMS = [each for each in FILES if "profile" in each]

ENDS = (lambda path: path.find(".zip/"), lambda path: path.rfind(".zip/"))
"""Where the first and the last zip of a path end."""

TOLD = {
    *("late", "unexpected", "renamed", "wrong_ending", "near_miss", "matched_by_name"),
    *("same_bytes", "same_content", "version_differs", "wrong_year", "wrong_version"),
    *("other_region", "half_filled", "empty", "lock_file", "system_file", "picture"),
    *("word_file", "pdf", "other_archive", "broken_archive", "no_bytes", "no_form"),
    *("encrypted", "truncated", "zip_bomb", "html_as_xls", "label_changed", "points_changed"),
    *("target_changed", "budget_changed", "formula_overwritten", "lying_cache", "unprotected"),
    *(
        "row_deleted",
        "hidden_row",
        "white_text",
        "typed_score",
        "same_reason",
        "all_full",
        "formula_like",
    ),
}
"""Every kind of trouble that a bureau meets, missing forms and sums of a unit aside."""


@pytest.fixture(scope="module")
def builder() -> Any:
    """The script that makes the folder."""
    sys.path.insert(0, str(SAMPLES))
    try:
        import build_returned

        yield build_returned
    finally:
        sys.path.remove(str(SAMPLES))


def names_in(archive: zipfile.ZipFile) -> list[str]:
    """The members of a zip; what bears no mark of UTF-8 was packed in Chinese Windows."""
    return [
        each.filename if each.flag_bits & 0x800 else each.filename.encode("cp437").decode("gbk")
        for each in archive.infolist()
    ]


def unpacked(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, or what is in it if it is a zip that can be read."""
    if not path.endswith(".zip") or not zipfile.is_zipfile(io.BytesIO(data)):
        yield path, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, member in zip(names_in(archive), archive.infolist(), strict=True):
            yield from unpacked(f"{path}/{name}", archive.read(member))


@cache
def everything() -> dict[str, bytes]:
    """All that came, with what zips hold, by the list's paths."""
    return {
        name: data
        for file in sorted(CAME.rglob("*"))
        if file.is_file()
        for name, data in unpacked(file.relative_to(CAME).as_posix(), file.read_bytes())
    }


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Opens a file of the list, by its path, once."""
    folder = tmp_path_factory.mktemp("来件")

    @cache
    def open_one(path: str) -> Opened:
        where = folder / str(len(list(folder.iterdir()))) / Path(path).name
        where.parent.mkdir()
        where.write_bytes(everything()[path])
        return open_form(where)

    return open_one


@cache
def sent(code: str) -> Workbook:
    """The form of a project as it was sent out."""
    (path,) = (FOLDER / "发放").rglob(f"{code}-*.xlsx")
    return load(path)


def shown(book: Workbook, cell: str) -> str:
    """What a cell holds, as the list writes it."""
    sheet, _, address = cell.partition("!")
    found = book.snapshot.sheet(sheet)
    assert found is not None
    spots = {
        Place(sheet, row, column).a1: (row, column)
        for row in range(1, 90)
        for column in range(1, 20)
    }
    spot = spots[address]
    if spot in found.formulas:
        return f"={found.formulas[spot]}"
    value = found.value(*spot)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def of_kind(kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Files with a trouble of that kind, and the trouble."""
    return [
        (each, trouble)
        for each in FILES
        for trouble in each.get("trouble", [])
        if trouble["kind"] == kind
    ]


# --- the folder


def test_the_script_makes_the_committed_folder_byte_for_byte(builder: Any) -> None:
    """Nobody edits a sample by hand; nothing is left over from an older run."""
    built = builder.build()
    committed = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }

    assert committed.keys() == built.keys()
    assert [name for name in built if built[name] != committed[name]] == []
    assert sum(map(len, built.values())) < 4_000_000


def test_the_script_gives_the_files_their_times(builder: Any, tmp_path: Path) -> None:
    """A clone has lost them; a late return is late again afterwards, on any machine's clock."""
    for name, data in builder.build().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    builder.set_times(tmp_path)

    for each in FILES:
        path = tmp_path / "来件" / each["path"]
        if path.is_file():
            assert datetime.fromtimestamp(path.stat().st_mtime) == datetime.fromisoformat(
                each["time"]
            )


def test_the_list_names_every_file_that_came_and_no_other() -> None:
    """Zips are gone through, also one in another and those with names of Chinese Windows."""
    assert everything().keys() == BY_PATH.keys()
    assert len(BY_PATH) == len(FILES)
    zips = {path[: at(path) + 4] for path in BY_PATH for at in ENDS if at(path) > 0}
    assert {each["path"] for each in LISTED["archive"]} == zips


def test_names_in_the_gbk_zip_are_garbled_for_who_believes_the_zip() -> None:
    """Its members bear no mark of UTF-8, so that a reader has to guess."""
    with zipfile.ZipFile(CAME / "邮箱" / "农业农村局报送.zip") as archive:
        assert not any(each.flag_bits & 0x800 for each in archive.infolist())
        assert "补报材料.zip" in names_in(archive)
        assert "补报材料.zip" not in archive.namelist()


def test_sixty_forms_of_twelve_units_in_three_layouts_came_back() -> None:
    """Forms that can be read, doubles and all; with every kind of trouble that there is."""
    roster = roster_rows()

    assert len(FORMS) == 60
    assert len(roster) == 48
    assert len({each["单位"] for each in roster}) == 12
    assert Counter(each["表样"] for each in roster) == {
        "national-2020": 16,
        "shanxi-2020": 16,
        "kashi-2020": 16,
    }
    assert {trouble["kind"] for each in FILES for trouble in each.get("trouble", [])} == TOLD
    assert {each["kind"] for each in LISTED["across"]} == {
        "same_reason",
        "all_full",
        "unit_sum",
    }
    assert {each["verdict"] for each in FILES} == {
        "accepted",
        "findings",
        "refused",
        "duplicate",
        "ignored",
    }


def roster_rows() -> list[dict[str, str]]:
    """The roster's rows by their headings."""
    (sheet,) = load(FOLDER / "发放" / ROSTER).snapshot.sheets
    heads = [str(each) for each in sheet.rows[2]]
    return [dict(zip(heads, map(str, row), strict=True)) for row in sheet.rows[3:]]


def test_the_roster_leads_to_every_form_that_was_sent() -> None:
    """Its file is there, in the layout that it says, and bears the mark that it says."""
    for each in roster_rows():
        marks = identity_marks(load(FOLDER / "发放" / each["文件"]).snapshot)
        assert {(mark.profile, mark.copy) for mark in marks} == {(each["表样"], each["标识"])}
        assert each["文件"].split("/")[-1].startswith(f"{each['项目编号']}-{each['项目名称']}")
        assert each["报送截止日期"] == LISTED["deadline"]
    assert len(list((FOLDER / "发放").glob("*/*"))) == len(roster_rows())


def test_who_is_missing_is_the_roster_without_what_was_taken() -> None:
    """One unit sent nothing at all; of others a form is missing, or all they sent is refused."""
    taken = {each.get("code") for each in FILES if each["verdict"] in ("accepted", "findings")}
    tried = {each.get("code") for each in FILES}
    roster = roster_rows()

    assert [(each["code"], each["state"]) for each in LISTED["missing"]] == [
        (each["项目编号"], "退回" if each["项目编号"] in tried else "未报送")
        for each in roster
        if each["项目编号"] not in taken
    ]
    units = {each["unit"] for each in LISTED["missing"] if each["state"] == "未报送"}
    assert "云岭县市场监督管理局" in units - {each.get("unit") for each in FILES}
    assert len(units) > 1


# --- what is read


@pytest.mark.parametrize("path", [each["path"] for each in FORMS])
def test_a_form_is_read_with_the_values_of_the_list(opened: Any, path: str) -> None:
    """Layout, year, unit, money and both scores; a form that is accepted has nothing wrong with it."""
    listed, form = BY_PATH[path], opened(path).examined
    evaluation = form.evaluation
    typed = evaluation.tail.score.value if evaluation.tail.score else None

    assert len(opened(path).forms) == 1
    assert form.profile.id == listed["profile"]
    assert evaluation.funding["total"].value("outturn") == number(listed.get("outturn"))
    assert typed == number(listed.get("typed"))
    scored = form.scores.total if evaluation.has("score") else None
    assert scored == number(listed.get("score"))
    wrong = {trouble["kind"] for trouble in listed.get("trouble", [])}
    assert evaluation.year == (2023 if "wrong_year" in wrong else LISTED["year"])
    if not wrong & {"empty", "near_miss"}:
        assert (evaluation.field_text("implementing_unit") or "").replace(" ", "") == listed[
            "unit"
        ]
    if listed["verdict"] == "accepted":
        assert form.findings == []


def number(value: object) -> Decimal | None:
    """A number of the list, exact."""
    return None if value is None else Decimal(str(value))


@pytest.mark.parametrize(
    "path",
    [each["path"] for each in FILES if "profile" not in each and each["verdict"] == "refused"],
)
def test_what_is_no_form_is_refused_with_the_reason_of_the_list(opened: Any, path: str) -> None:
    """By the reader itself, in words."""
    with pytest.raises((FileError, FormError)) as told:
        opened(path)
    assert BY_PATH[path]["said"] in str(told.value)


def test_the_workbook_under_a_password_is_one() -> None:
    """A program that knows the word opens it, and finds what was sent again without it."""
    ((listed, _),) = of_kind("encrypted")
    data = everything()[listed["path"]]
    plain = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    office.load_key(password="2024", verify_password=True)
    office.decrypt(plain)

    (again,) = (
        each
        for each in FORMS
        if each.get("code") == listed["code"] and each["verdict"] == "accepted"
    )
    found, expected = (
        load_bytes(each, Path("表.xlsx")).snapshot
        for each in (plain.getvalue(), everything()[again["path"]])
    )
    assert found == expected
    assert olefile.OleFileIO(io.BytesIO(data)).parsing_issues == []


def test_forms_came_in_every_format(opened: Any) -> None:
    """By what the bytes are, and by what the names say."""
    kinds = {(Path(e["path"]).suffix, opened(e["path"]).workbook.kind) for e in FORMS}

    assert kinds == {
        (".xlsx", "xlsx"),
        (".xls", "xls"),
        (".xls", "xlsx"),
        (".et", "xls"),
        (".ods", "ods"),
        (".doc", "xlsx"),
    }


# --- what is wrong


@pytest.mark.parametrize(
    "kind",
    [
        "label_changed",
        "points_changed",
        "target_changed",
        "budget_changed",
        "formula_overwritten",
    ],
)
def test_a_changed_cell_was_sent_as_the_list_says_and_came_back_otherwise(
    opened: Any, kind: str
) -> None:
    """Against the form that lies among those sent."""
    for listed, trouble in of_kind(kind):
        assert shown(sent(listed["code"]), trouble["cell"]) == trouble["sent"]
        assert shown(opened(listed["path"]).workbook, trouble["cell"]) == trouble["returned"]


def test_cells_that_nobody_touched_are_as_they_were_sent(opened: Any) -> None:
    """Of a form that is accepted: labels, targets, points, formulas, protection."""
    for listed in FORMS:
        if listed["verdict"] != "accepted" or not listed["path"].endswith(".xlsx"):
            continue
        if any(each["kind"] == "matched_by_name" for each in listed.get("trouble", [])):
            continue  # made from a form without a project
        book = load_bytes(everything()[listed["path"]], Path("表.xlsx"))  # every sheet of it
        old = sent(listed["code"])
        for before in old.snapshot.sheets:
            after = book.snapshot.sheet(before.name)
            assert after is not None
            assert after.formulas == before.formulas
            kept = [(s, v) for s, v in cells(before) if s not in before.formulas]
            assert [v for s, v in kept if after.value(*s) != v] == []
        assert protected(book) == protected(old)


def cells(sheet: Sheet) -> Iterator[tuple[tuple[int, int], object]]:
    """The cells of a sheet that hold something."""
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                yield (row, column), value


def protected(book: Workbook) -> set[str]:
    """The sheets that bear a protection."""
    return {
        each.name for each in book.book.sheets if b"<sheetProtection" in book.parts[each.part]
    }


def test_a_lying_result_stands_beside_a_formula_that_gives_another(opened: Any) -> None:
    """The formula is the one that was sent; its cells add up to something else."""
    ((listed, trouble),) = of_kind("lying_cache")
    book = opened(listed["path"]).workbook
    sheet = book.snapshot.sheet(trouble["cell"].partition("!")[0])
    ((row, column),) = sheet.formulas
    total = sum(Decimal(str(sheet.value(n, column) or 0)) for n in range(4, row))

    assert trouble["cell"] == str(Place(sheet.name, row, column))
    assert shown(sent(listed["code"]), trouble["cell"]) == shown(book, trouble["cell"])
    assert Decimal(str(sheet.value(row, column))) == Decimal(trouble["returned"]) == total + 5


def test_the_protection_is_off_where_the_list_says_so(opened: Any) -> None:
    """One sheet less than was sent."""
    ((listed, trouble),) = of_kind("unprotected")
    book = opened(listed["path"]).workbook

    assert protected(sent(listed["code"])) - protected(book) == {trouble["cell"]}


def test_a_row_is_gone(opened: Any) -> None:
    """The indicator that was sent there is nowhere in the form that came back."""
    ((listed, trouble),) = of_kind("row_deleted")
    assert shown(sent(listed["code"]), trouble["cell"]) == trouble["sent"]
    evaluation = opened(listed["path"]).examined.evaluation
    assert trouble["sent"] not in {each.name.text for each in evaluation.indicators}


def test_what_is_hidden_is_there_and_cannot_be_seen(opened: Any) -> None:
    """A row without height, a text in white letters."""
    ((hidden, where),) = of_kind("hidden_row")
    book = opened(hidden["path"]).workbook
    row = int("".join(filter(str.isdigit, where["cell"])))
    part = next(e.part for e in book.book.sheets if e.name == where["cell"].partition("!")[0])
    assert hidden_rows(book.parts[part]) == {row}
    assert shown(book, where["cell"]) == where["returned"]

    ((white, where),) = of_kind("white_text")
    import openpyxl

    sheet, _, address = where["cell"].partition("!")
    cell = openpyxl.load_workbook(io.BytesIO(everything()[white["path"]]))[sheet][address]
    assert cell.value == where["returned"]
    assert cell.font.color.rgb[-6:] == "FFFFFF"
    assert cell.fill.fgColor.rgb[-6:] > "FFF000"  # the pale ground of what is typed


def hidden_rows(xml: bytes) -> set[int]:
    """The rows that a sheet hides."""
    from lxml import etree

    return {
        int(row.get("r"))
        for row in etree.fromstring(xml).iter("{*}row")
        if row.get("hidden") in ("1", "true")
    }


def test_typed_scores_are_more_than_the_form_earns(opened: Any) -> None:
    """Of the row, and of the total by as much."""
    row, total = of_kind("typed_score")
    form = opened(row[0]["path"]).examined
    (score,) = (
        each
        for each in form.scores.indicators
        if str(each.indicator.typed_score.place) == row[1]["cell"]
    )
    assert score.score is not None
    gained = Decimal(row[1]["returned"]) - score.score
    assert gained > 0
    assert Decimal(total[1]["returned"]) == form.scores.total + gained


def test_doubles_are_the_same_to_the_byte_or_in_every_value(opened: Any) -> None:
    """And then the bytes differ."""
    for kind in ("same_bytes", "same_content"):
        for listed, _ in of_kind(kind):
            first, second = everything()[listed["of"]], everything()[listed["path"]]
            assert (hashes(first) == hashes(second)) is (kind == "same_bytes")
            books = (opened(listed["of"]), opened(listed["path"]))
            one, other = (each.examined.evaluation for each in books)
            assert one == other
            assert BY_PATH[listed["of"]]["verdict"] != "duplicate"


def hashes(data: bytes) -> str:
    """What tells bytes from others."""
    return hashlib.sha256(data).hexdigest()


def test_versions_differ_in_the_cells_of_the_list_and_no_others(opened: Any) -> None:
    """The older one is replaced, and came earlier."""
    later = [each for each in FORMS if "of" in each and each["verdict"] != "duplicate"]
    assert len(later) >= 4
    for listed in later:
        old = BY_PATH[listed["of"]]
        books = [opened(each["path"]).workbook for each in (old, listed)]
        told = {
            each["cell"]: (each.get("sent", ""), each.get("returned", ""))
            for each in listed["trouble"]
            if each["kind"] == "version_differs"
        }
        found = {}
        for sheet in books[0].snapshot.sheets:
            other = books[1].snapshot.sheet(sheet.name)
            spots = dict(cells(sheet)).keys() | dict(cells(other)).keys()
            found |= {
                str(Place(sheet.name, *spot)): tuple(
                    "" if v is None else f"{v:g}" if isinstance(v, float) else str(v)
                    for v in (sheet.value(*spot), other.value(*spot))
                )
                for spot in spots
                if sheet.value(*spot) != other.value(*spot)
            }
        assert told == found
        assert old["replaced"]
        assert old["time"] < listed["time"]
        assert old["code"] == listed["code"]


def test_the_marks_tell_whose_form_it_is(opened: Any) -> None:
    """Other year, other version, other region, a stranger, a form of nobody's."""
    roster = {each["项目编号"]: each for each in roster_rows()}
    for listed in FORMS:
        kinds = {each["kind"] for each in listed.get("trouble", [])}
        mark = identity_marks(opened(listed["path"]).workbook.snapshot)[0]
        known = roster.get(listed.get("code", ""))
        if kinds & {"near_miss", "matched_by_name", "other_region"}:
            assert mark.copy == ""
        elif kinds & {"unexpected", "wrong_year"}:
            assert mark.copy not in {each["标识"] for each in roster.values()}
        elif known is not None:
            assert mark.copy == known["标识"]
        assert (mark.version == "0") == ("wrong_version" in kinds)
        if known is not None:
            assert (mark.profile != known["表样"]) == ("other_region" in kinds)


def test_late_returns_came_after_the_deadline_and_say_so_themselves() -> None:
    """By the time of the list, in a zip by that of its member, in the file by when it was saved."""
    deadline = LISTED["deadline"]
    late = {listed["path"] for listed, _ in of_kind("late")}
    assert late == {each["path"] for each in FILES if each["time"][:10] > deadline}
    for path in late:
        core = load_bytes(everything()[path], Path("表.xlsx")).parts["docProps/core.xml"]
        assert f'W3CDTF">{BY_PATH[path]["time"][:10]}T'.encode() in core
    (packed,) = (path for path in late if ".zip/" in path)
    name, _, member = packed.partition(".zip/")
    with zipfile.ZipFile(CAME / f"{name}.zip") as archive:
        (info,) = (
            i for i, n in zip(archive.infolist(), names_in(archive), strict=True) if n == member
        )
        assert date(*info.date_time[:3]) > date.fromisoformat(deadline)


def test_what_shows_only_across_forms_is_there(opened: Any) -> None:
    """One reason in the forms of two units, a unit full of hundreds, a unit's budgets that do not add up."""
    across = {each["kind"]: each for each in LISTED["across"]}
    reasons = [
        shown(opened(listed["path"]).workbook, trouble["cell"])
        for listed, trouble in of_kind("same_reason")
    ]
    assert len(set(reasons)) == 1
    assert len(reasons[0]) > 20
    assert len({BY_PATH[path]["unit"] for path in across["same_reason"]["files"]}) == 2
    assert across["same_reason"]["files"] == [
        each["path"] for each, _ in of_kind("same_reason")
    ]

    for path in across["all_full"]["files"]:
        assert opened(path).examined.evaluation.tail.score.value == 100

    unit = across["unit_sum"]
    planned = [each["预算数（万元）"] for each in roster_rows() if each["单位"] == unit["unit"]]
    assert sum(map(Decimal, planned)) == number(unit["planned"])
    returned = [
        opened(each["path"]).examined.evaluation.funding["total"].value("revised_budget")
        for each in FORMS
        if each["unit"] == unit["unit"]
        and each["verdict"] != "duplicate"
        and not each.get("replaced")
    ]
    assert len(returned) == len(planned)
    assert sum(returned) == number(unit["returned"])
