"""Forms that others made get the list of issues and their computed cells, and keep the rest."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from exotic import Package, add_exotica
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook as Book
from published.layouts import Options
from published.samples import STYLES, Sample, lay_out, published, sample
from published.unseen import SOUND, UNSEEN
from published.variations import below_another, on_two_sheets

from xltools.anchors import ISSUE_COLUMNS, ISSUES, ISSUES_SHEET
from xltools.blank import side_sheets
from xltools.cli import main
from xltools.hosts.examine import examine_all
from xltools.hosts.file import Opened, annotated, filled, open_form, unlisted
from xltools.issues import CLEAN, COLORS, HANDLING, NOTE, TITLE, WIDTHS, list_findings
from xltools.package import load_bytes
from xltools.snapshot import Sheet, Snapshot

FORMS = list(STYLES)
EZHOU = "hubei_ezhou_2019_third_party"
TYPED = re.compile(
    r"ind\.\d+\.(rate|score|converted_score)|funding\.\d+\.(rate|score)|total_score|grade"
)
"""What may change in somebody's form: rates, scores, total and grade."""


def saved(book: Book) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drawn(form_id: str, values: str = "numbers") -> bytes:
    """One published form in its own layout."""
    return saved(lay_out(published(form_id), options=Options(values=values)).workbook())


def opened(data: bytes, name: str = "表.xlsx") -> Opened:
    """The loaded and examined workbook."""
    workbook = load_bytes(data, Path(name))
    return Opened(Path(name), workbook, examine_all(workbook.snapshot))


def score(data: bytes) -> bytes:
    """The scored copy."""
    return filled(opened(data))


def snapshot(data: bytes) -> Snapshot:
    """What is in the copy."""
    return load_bytes(data, Path("表.xlsx")).snapshot


def listed(data: bytes, name: str = ISSUES_SHEET) -> list[tuple[object, ...]]:
    """The lines of the list: what stands below the headings."""
    sheet = snapshot(data).sheet(name)
    assert sheet is not None
    head = next(n for n, row in enumerate(sheet.rows) if tuple(row[:8]) == ISSUE_COLUMNS)
    lines = [tuple(row[:8]) for row in sheet.rows[head + 1 :]]
    return [line for line in lines if any(value is not None for value in line)]


def changes(before: bytes, after: bytes) -> dict[str, tuple[object, object]]:
    """The cells whose value is another one, in sheets that both have: before and after."""
    found: dict[str, tuple[object, object]] = {}
    new = snapshot(after)
    for sheet in snapshot(before).sheets:
        twin = new.sheet(sheet.name)
        assert twin is not None
        assert twin.merges == sheet.merges
        for row in range(1, max(len(sheet.rows), len(twin.rows)) + 1):
            for column in range(1, 60):
                pair = sheet.value(row, column), twin.value(row, column)
                if pair[0] != pair[1]:
                    found[f"{sheet.name}!{row},{column}"] = pair
    return found


def edited(form_id: str, change: Callable[[Book, Callable[[str], str]], None]) -> bytes:
    """A published form after somebody has typed into it; `change` gets idents' addresses."""
    one = sample(form_id)
    book, places = one.workbook(), one.places()
    change(book, lambda ident: places[ident].a1)
    return saved(book)


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("values", ["numbers", "text", "percent"])
def test_only_rates_scores_total_and_grade_of_a_published_form_change(
    form_id: str, values: str
) -> None:
    """What people typed is never overwritten, and no result that we cannot give is taken away."""
    one = lay_out(published(form_id), options=Options(values=values))
    before = saved(one.workbook())
    idents = {(place.row, place.column): ident for place, ident in one.idents().items()}

    for cell, (old, new) in changes(before, score(before)).items():
        row, column = map(int, cell.partition("!")[2].split(","))
        assert TYPED.fullmatch(idents[row, column]), (cell, old, new)
        assert new is not None, (cell, old)
        if old is not None and ("%" in str(old)) != ("%" in str(new)):
            pytest.fail(f"{cell}: {old!r} became {new!r}")


@pytest.mark.parametrize("form_id", FORMS)
def test_the_copy_lists_every_finding_with_a_link_to_its_cell(form_id: str) -> None:
    """The list is the last sheet; the place jumps there; openpyxl sees no formula in it."""
    before = drawn(form_id)
    one = opened(before)
    data = annotated(one)
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["Sheet1", ISSUES_SHEET]
    assert book.active is book["Sheet1"]
    assert changes(before, data) == {}
    (listing,) = list_findings(one.examined.snapshot, one.findings).added
    lines = listed(data)
    assert len(lines) == len(listing.rows) - 3
    told = {str(finding.place) for finding in one.findings if finding.place}
    sheet = book[ISSUES_SHEET]
    for row, line in enumerate(lines, start=4):
        cell = sheet.cell(row, 4)
        first = str(line[3]).partition("、")[0]
        if line[3] is None:
            assert cell.hyperlink is None
            continue
        assert first in told
        assert cell.hyperlink is not None
        assert cell.hyperlink.location == "'Sheet1'!" + first.partition("!")[2]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_second_run_finds_its_list_and_a_third_changes_nothing(form_id: str) -> None:
    """One list, of what is still wrong after the first run; what was mended is no longer told."""
    first = score(drawn(form_id))
    second = score(first)

    assert [sheet.name for sheet in snapshot(second).sheets] == ["Sheet1", ISSUES_SHEET]
    assert score(second) == second
    one = opened(first)
    (again,) = list_findings(snapshot(drawn(form_id)), one.findings).added
    numbers = [row[2].value for row in again.rows[3:]]
    assert [line[2] for line in listed(second)] == numbers
    assert len(listed(second)) <= len(listed(first))


def test_what_the_reader_noted_stays_with_its_finding() -> None:
    """Also where the list is sorted another way, and where lines above it have gone."""
    first = score(drawn(EZHOU))
    book = openpyxl.load_workbook(io.BytesIO(first))
    sheet = book[ISSUES_SHEET]
    row = next(cell.row for cell in sheet["C"] if cell.value == "R25")
    sheet.cell(row, 8).value = "已改正"
    for column in range(1, 9):  # exchanged with the first line, as sorting does
        upper, lower = sheet.cell(4, column), sheet.cell(row, column)
        upper.value, lower.value = lower.value, upper.value

    lines = listed(score(saved(book)))

    assert {line[2]: line[7] for line in lines if line[7] is not None} == {"R25": "已改正"}
    assert [line[0] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("lost", ["name", "sheet"])
def test_a_list_without_its_name_is_found_by_its_headings(lost: str) -> None:
    """Names get lost when a sheet is copied; renamed as well, it is still known."""
    book = openpyxl.load_workbook(io.BytesIO(score(drawn(EZHOU))))
    del book.defined_names[ISSUES]
    if lost == "sheet":
        book[ISSUES_SHEET].title = "要改的"
        book["要改的"].insert_rows(1, 2)
    name = book.sheetnames[-1]

    again = score(saved(book))

    assert [sheet.name for sheet in snapshot(again).sheets] == ["Sheet1", name]
    assert listed(again, name)


def test_a_list_of_the_users_own_is_never_written_to() -> None:
    """问题清单 with 序号 in its corner is theirs; ours is 问题清单(2), and is found again."""
    book = sample(EZHOU).workbook()
    own = book.create_sheet(ISSUES_SHEET)
    for row in (
        ("序号", "问题", "整改措施"),
        (1, "资料不全", "补充资料"),
        (2, "付款滞后", "催办"),
    ):
        own.append(row)
    before = saved(book)

    first = score(before)
    second = score(first)

    names = [sheet.name for sheet in snapshot(second).sheets]
    assert names == ["Sheet1", ISSUES_SHEET, f"{ISSUES_SHEET}(2)"]
    mine, after = snapshot(before).sheet(ISSUES_SHEET), snapshot(second).sheet(ISSUES_SHEET)
    assert mine == after
    assert listed(second, f"{ISSUES_SHEET}(2)")
    assert len(opened(second).forms) == 1


def test_links_of_lines_that_are_gone_go_too() -> None:
    """Also on 问题清单(2) after LibreOffice, which drops the mark by which a link is ours."""
    book = sample(EZHOU).workbook()
    book.create_sheet(ISSUES_SHEET)["A1"] = "我的"
    package = Package(score(saved(book)))
    part = "xl/worksheets/sheet3.xml"
    package.parts[part] = re.sub(rb' tooltip="[^"]*"', b"", package.parts[part])
    first = package.zip()

    second = score(first)

    sheet = openpyxl.load_workbook(io.BytesIO(second))[f"{ISSUES_SHEET}(2)"]
    linked = [cell.value for cell in sheet["D"] if cell.hyperlink is not None]
    before, after = (listed(each, f"{ISSUES_SHEET}(2)") for each in (first, second))
    assert len(after) < len(before)
    assert linked == [line[3] for line in after if line[3]]


def test_a_form_without_faults_gets_a_list_that_says_so() -> None:
    """No list at all would look as if nobody had checked; a fault later takes the line's place."""
    before = saved(lay_out(SOUND, UNSEEN[0].style).workbook())
    assert opened(before).findings == []

    first = score(before)
    assert [line[5] for line in listed(first)] == [CLEAN]
    assert score(first) == first

    book = openpyxl.load_workbook(io.BytesIO(first))
    places = lay_out(SOUND, UNSEEN[0].style).places()
    book["Sheet1"][places["ind.1.score"].a1] = 3
    faulty = saved(book)
    lines = listed(score(faulty))
    assert lines
    assert CLEAN not in [line[5] for line in lines]


@pytest.mark.parametrize("arrange", [on_two_sheets, below_another])
def test_all_forms_of_a_workbook_are_told_in_one_list(arrange: Callable[..., Sample]) -> None:
    """Form by form; the place says which sheet."""
    both = arrange(published(EZHOU), published("hubei_huangshi_library_2022"))
    before = saved(both.workbook())
    one = opened(before)
    assert len(one.forms) == 2

    first = filled(one)

    names = [sheet.name for sheet in snapshot(first).sheets]
    assert names == [*(page.name for page in both.pages), ISSUES_SHEET]
    lines = listed(first)
    assert [line[0] for line in lines] == list(range(1, len(lines) + 1))
    if arrange is on_two_sheets:
        sheets = {str(line[3]).partition("!")[0] for line in lines if line[3]}
        assert sheets == {"项目1", "项目2"}
    again = score(first)
    assert [sheet.name for sheet in snapshot(again).sheets] == names
    assert score(again) == again


def test_the_list_looks_like_the_one_of_our_blanks() -> None:
    """One list, drawn by openpyxl in a blank and as XML in somebody's workbook."""
    book = Book()
    blank = side_sheets.draw_issues(book).sheet
    made = openpyxl.load_workbook(io.BytesIO(score(drawn(EZHOU))))[ISSUES_SHEET]

    assert blank["A1"].value == TITLE
    assert blank["A2"].value == NOTE
    assert side_sheets.HANDLING == HANDLING
    assert side_sheets.ISSUE_WIDTHS == WIDTHS
    assert side_sheets.SEVERITIES == COLORS
    for address in ("A1", "A2", "A3", "H3", "A4", "F4", "H4"):
        here, there = made[address], blank[address]
        assert here.font.name == there.font.name
        assert here.font.sz == there.font.sz
        assert here.fill.fgColor.rgb[-6:] == there.fill.fgColor.rgb[-6:]
        sides = {each.border.left.style if each.border.left else None for each in (here, there)}
        assert len(sides) == 1
        assert here.alignment.horizontal == there.alignment.horizontal
    for row in (1, 2, 3, 4):
        assert made.row_dimensions[row].height == blank.row_dimensions[row].height
    assert made.freeze_panes == blank.freeze_panes
    assert made.auto_filter.ref == blank.auto_filter.ref
    assert made.print_title_rows == blank.print_title_rows
    assert [made.column_dimensions[c].width for c in "ABCDEFGH"] == list(WIDTHS)


# --- computed cells in somebody's own formats


def test_a_rate_is_written_as_the_kind_of_number_that_stands_in_its_cell() -> None:
    """A ratio under %, 98.92 under 执行率(%), "98.92%" as text; an empty cell by its format."""
    address = sample(EZHOU).places()["funding.0.rate"].a1
    below = sample(EZHOU).places()["funding.1.rate"].a1
    expected: list[tuple[object, str, object]] = [
        (0.6, "0%", 0.5958),
        (0.6, "General", 0.5958),
        (60, "General", 59.58),
        (60, '0.00"%"', 59.58),
        ("60%", "General", "59.58%"),
        ("60", "@", 59.58),
        ("0.6", "@", 0.5958),
        (None, "0.00%", 0.5958),
        (None, "General", "59.58%"),
        # right to four places: nothing is taken from what they have
        (0.595818815331, "0.00%", 0.595818815331),
        ("59.58%", "General", "59.58%"),
    ]
    for typed, form, written in expected:

        def change(
            book: Book, _: Callable[[str], str], typed: object = typed, form: str = form
        ) -> None:
            cell = book.worksheets[0][address]
            cell.value, cell.number_format = typed, form
            book.worksheets[0][below].number_format = form
            book.worksheets[0][below].value = "—" if typed else None

        data = score(edited(EZHOU, change))
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]
        assert sheet[address].value == written, (typed, form)
        assert sheet[address].number_format == form
        assert sheet[below].value == ("—" if typed else written)


def test_a_right_score_keeps_its_spelling_and_a_wrong_one_its_unit() -> None:
    """25.00 as text stays text; 90分 becomes 99.29分; a result that we cannot give stays typed."""

    def change(book: Book, at: Callable[[str], str]) -> None:
        sheet = book.worksheets[0]
        sheet[at("ind.0.score")] = "15.00"
        sheet[at("ind.1.score")] = "２０分"
        sheet[at("total_score")] = "90分"

    data = score(edited(EZHOU, change))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]
    places = sample(EZHOU).places()
    values = [
        sheet[places[key].a1].value for key in ("ind.0.score", "ind.1.score", "total_score")
    ]
    assert values == ["15.00", "２０分", "99.29分"]


def test_a_typed_score_of_execution_stays_where_no_rule_gives_one() -> None:
    """池州 has no budget to divide by, 梁平's total waits for a figure: their 0 and 7.93 are kept."""
    for form_id in (
        "anhui_chizhou_tangxi_2022_entrusted",
        "chongqing_liangping_2022_department",
    ):
        one = opened(drawn(form_id))
        amount = one.examined.evaluation.funding["total"].amounts["score"]
        assert one.examined.scores.execution.score is None
        assert amount.value is not None
        assert amount.place.a1 not in changed_addresses(drawn(form_id))


def changed_addresses(before: bytes) -> set[str]:
    """The cells of the form that scoring changes."""
    from xltools.model import column_letters

    spots = (cell.partition("!")[2].split(",") for cell in changes(before, score(before)))
    return {f"{column_letters(int(column))}{row}" for row, column in spots}


def test_a_formula_of_theirs_stays_a_formula() -> None:
    """=SUM() of the scores has our sum as its result, and is calculated anew on opening."""
    places = sample(EZHOU).places()
    total = places["total_score"].a1
    first, last = places["ind.0.score"], places["ind.3.score"]
    formula = f"=SUM({first.a1}:{last.a1})"

    def change(book: Book, at: Callable[[str], str]) -> None:
        book.worksheets[0][at("total_score")] = formula

    data = score(edited(EZHOU, change))

    kept = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"][total]
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Sheet1"][total]
    assert kept.value == formula
    assert shown.value == 99.29


def test_a_formula_whose_result_is_wrong_is_told_and_not_painted_over() -> None:
    """The next calculation would bring it back; the list does not say that it was mended."""
    places = sample(EZHOU).places()
    total = places["total_score"]

    def change(book: Book, at: Callable[[str], str]) -> None:
        book.worksheets[0][at("total_score")] = "=88+0"

    package = Package(edited(EZHOU, change))
    xml = package.parts["xl/worksheets/sheet1.xml"].decode()
    cached = re.sub(r"<f>88\+0</f><v */>|<f>88\+0</f><v></v>", "<f>88+0</f><v>88</v>", xml)
    package.parts["xl/worksheets/sheet1.xml"] = cached.encode()
    data = score(package.zip())

    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Sheet1"][total.a1].value == "=88+0"
    advice = [line[6] for line in listed(data) if str(line[3]).endswith(f"!{total.a1}")]
    assert advice
    assert not any("改写" in str(each) for each in advice)


def test_boxes_of_a_grade_are_not_written_over() -> None:
    """优□ 良☑ 中□ 差□ holds what is printed; the list tells the grade."""
    form_id = "yunnan_yongde_2022_nutrition"
    boxes = "优□ 良☑ 中□ 差□"

    def change(book: Book, at: Callable[[str], str]) -> None:
        book.worksheets[0][at("grade")] = boxes

    data = score(edited(form_id, change))
    place = sample(form_id).places()["grade"]
    assert openpyxl.load_workbook(io.BytesIO(data))["Sheet1"][place.a1].value == boxes


# --- around the form


def test_the_exotic_workbook_of_somebody_else_keeps_everything(
    office: Callable[..., object], tmp_path: Path
) -> None:
    """Photos, comments, slicers, ribbons: every member but the form's and the four that must know."""
    before = add_exotica(drawn(EZHOU))
    data = score(before)

    old, new = (load_bytes(each, Path("表.xlsx")).archive for each in (before, data))
    changed = {
        was.name
        for was, now in zip(old.members, new.members[: len(old.members)], strict=True)
        if before[was.start : was.end] != data[now.start : now.end]
    }
    assert changed <= {
        *("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        *("[Content_Types].xml", "xl/styles.xml"),
    }
    assert len(new.members) == len(old.members) + 1
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    office("--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path))
    again = open_form(tmp_path / "out" / "表.xlsx")
    assert [sheet.name for sheet in again.workbook.snapshot.sheets][-1] == ISSUES_SHEET
    assert again.examined.scores.total == opened(data).examined.scores.total
    # LibreOffice wrote it anew; the list is still ours, and rewritten in its place
    third = filled(again)
    assert [sheet.name for sheet in snapshot(third).sheets].count(ISSUES_SHEET) == 1


def locked(data: bytes) -> bytes:
    """The same workbook with its structure locked by the owner."""
    package = Package(data)
    xml = package.parts["xl/workbook.xml"].decode()
    lock = '<workbookProtection lockStructure="1"/>'
    package.parts["xl/workbook.xml"] = re.sub("<workbookProtection */>", lock, xml).encode()
    return package.zip()


def test_a_locked_workbook_is_scored_without_the_list_and_the_user_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Adding sheets is what the owner forbade; the findings stand on the screen."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(locked(drawn(EZHOU)))

    assert main(["score", str(path)]) == 1
    told = capsys.readouterr().out
    assert "工作簿结构有保护，没有加“问题清单”工作表" in told
    copy = tmp_path / "表-已评分.xlsx"
    assert [sheet.name for sheet in open_form(copy).workbook.snapshot.sheets] == ["Sheet1"]
    assert changes(path.read_bytes(), copy.read_bytes())

    assert main(["check", "--annotate", str(path)]) == 1
    assert "没有加“问题清单”工作表" in capsys.readouterr().out
    assert (tmp_path / "表-问题清单.xlsx").read_bytes() == path.read_bytes()


def test_a_locked_workbook_that_has_the_list_gets_it_rewritten() -> None:
    """Cells may change; nothing needs to be told."""
    data = locked(score(drawn(EZHOU)))
    one = opened(data)

    again = filled(one)

    assert unlisted(one, again) == ""
    assert listed(again)


def test_the_command_saves_the_list_beside_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check --annotate` and `score`, on screen and as JSON: the copy has it, nothing is remarked."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(drawn(EZHOU))

    main(["check", "--annotate", str(path)])
    main(["score", str(path)])
    assert "没有加" not in capsys.readouterr().out
    main(["score", "--json", "-o", str(tmp_path / "结果.xlsx"), str(path)])
    json.loads(capsys.readouterr().out)
    for name in ("表-问题清单.xlsx", "表-已评分.xlsx", "结果.xlsx"):
        assert listed((tmp_path / name).read_bytes())


def test_a_table_of_text_becomes_a_workbook_with_the_list(tmp_path: Path) -> None:
    """A .csv cannot hold a second sheet; its .xlsx twin does."""
    sheet = sample(EZHOU).workbook().worksheets[0]
    lines = (
        ",".join(f'"{"" if value is None else value}"' for value in row)
        for row in sheet.iter_rows(values_only=True)
    )
    path = tmp_path / "表.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    one = open_form(path)

    data = filled(one)

    assert [each.name for each in snapshot(data).sheets][-1] == ISSUES_SHEET
    assert unlisted(one, data) == ""


def test_long_words_have_room_in_their_row() -> None:
    """Three lines as a rule, more where a cell needs more: nobody sees half a sentence."""
    data = score(drawn("shanxi_jishan_2021_health"))
    sheet = openpyxl.load_workbook(io.BytesIO(data))[ISSUES_SHEET]
    heights = set()
    for row in range(4, sheet.max_row + 1):
        cells = [cell for cell in sheet[row] if not isinstance(cell, MergedCell)]
        if cells[0].value is None:
            break
        height = sheet.row_dimensions[row].height
        heights.add(height)
        wide = max(len(str(cells[n].value or "")) * 2 / (WIDTHS[n] + 2) for n in (5, 6))
        assert height >= 14 * min(wide, 3)
    assert min(heights) == 44


def test_a_sheet_that_somebody_copied_is_no_form() -> None:
    """The list is never read as a form, whatever it quotes."""
    one = opened(score(drawn(EZHOU)))
    assert [form.evaluation.sheet for form in one.forms] == ["Sheet1"]
    assert isinstance(one.workbook.snapshot.sheet(ISSUES_SHEET), Sheet)
