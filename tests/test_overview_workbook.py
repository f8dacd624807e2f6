"""The summary workbook: numbers are numbers, texts stay texts, it prints, it says that it adds up."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Office
from ledger_rows import HOSTILE, UNITS, Rows, hostile, many
from msgspec.structs import replace

from xltools.errors import ChangedError, FormError, SaveError
from xltools.hosts.file import open_form
from xltools.hosts.summary import is_summary
from xltools.ledger import tables as t
from xltools.ledger.book import Ledger
from xltools.overview import paper
from xltools.overview.tables import TABLES
from xltools.overview.texts import CUT, cell_text, height, link_to, short_name
from xltools.overview.workbook import About, Source, write_overview
from xltools.package import load

ABOUT = About(
    "云岭县 2024 年度项目支出绩效自评汇总表", datetime(2025, 4, 3, 9, 30), "0.1.0",
    Source("rules.toml", "ab" * 32), "台账.db", ("来件",), (Source("报送名册.xlsx", "cd" * 32),),
    {"files": 78, "accepted": 19, "findings": 25, "refused": 19, "duplicate": 11, "ignored": 4,
     "archives": 6, "projects": 48, "returned": 37, "unexpected": 3},
    ("本次只收第一批。",),
)  # fmt: skip


def written(ledger: Ledger, target: Path, **changes: Any) -> Path:
    """The summary of a ledger."""
    rows = changes.pop("rows", paper.ROWS)
    write_overview(ledger, target, replace(ABOUT, **changes), rows)
    return target


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Forty projects with every kind of trouble."""
    with many().keep(tmp_path_factory.mktemp("ledger") / "台账.db") as kept:
        yield kept


@pytest.fixture(scope="module")
def summary(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their summary."""
    return written(ledger, tmp_path_factory.mktemp("summary") / "汇总.xlsx")


def of(kept: Rows, folder: Path, **changes: Any) -> Path:
    """The summary of these rows."""
    with kept.keep(folder / "台账.db") as ledger:
        return written(ledger, folder / "汇总.xlsx", **changes)


def opened(path: Path, *, values: bool = False) -> Any:
    """As openpyxl reads it: formulas, or the results beside them."""
    return openpyxl.load_workbook(path, data_only=values)


def column(sheet: Any, heading: str) -> list[Any]:
    """The cells below a heading."""
    place = next(cell.column for cell in sheet[3] if cell.value == heading)
    return [row[place - 1] for row in sheet.iter_rows(min_row=4)]


def part(path: Path, name: str) -> str:
    """One part of the package."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")


# --- what is in it


def test_the_sheets_are_the_tables_the_charts_and_the_explanations(summary: Path) -> None:
    """In the order in which people look at them."""
    assert opened(summary).sheetnames == [*TABLES, "统计图", "说明"]


def test_numbers_are_numbers_to_the_last_digit(summary: Path) -> None:
    """Amounts in 万元 to one 分, rates and scores with two decimals."""
    sheet = opened(summary)["汇总表"]
    amount, rate, score = (
        column(sheet, name)[0] for name in ("全年执行数", "执行率", "核算得分")
    )

    assert (amount.value, rate.value, score.value) == (289.653178, 0.5235, 87.34)
    assert amount.number_format == "#,##0.00####"
    assert rate.number_format == "0.00%"
    assert score.number_format == "0.00"
    assert "<v>289.653178</v>" in part(summary, "xl/worksheets/sheet1.xml")


def test_a_blank_is_blank(summary: Path) -> None:
    """A project of which nothing came has no zeros."""
    sheet = opened(summary, values=True)["汇总表"]
    row = next(cell.row for cell in column(sheet, "项目编号") if cell.value == "YL2024013")

    assert [sheet.cell(row, place).value for place in range(8, 18)] == [None] * 10


def test_totals_leave_out_who_is_left_out(summary: Path) -> None:
    """The results that stand beside the formulas, and the formulas."""
    results, formulas = opened(summary, values=True)["汇总表"], opened(summary)["汇总表"]
    states = [cell.value for cell in column(results, "状态")][:-1]
    for heading in ("预算数", "全年执行数", "错误"):
        *lines, total = [cell.value for cell in column(results, heading)]
        kept = [
            Decimal(str(value))
            for value, state in zip(lines, states, strict=True)
            if value is not None and state != "排除"
        ]
        assert Decimal(str(total)) == sum(kept)
    assert (
        column(formulas, "预算数")[-1].value
        == '=IF(COUNT(G4:G44)=0,"",SUMIFS(G4:G44,R4:R44,"<>排除"))'
    )
    assert column(formulas, "执行率")[-1].value == '=IF(N(H45)=0,"",I45/H45)'


def test_the_mean_of_all_units_is_that_of_all_projects(summary: Path) -> None:
    """A unit with one project does not weigh as much as one with six."""
    workbook = opened(summary, values=True)
    for unit, project in (("平均自评得分", "自评得分"), ("平均核算得分", "核算得分")):
        of_units = column(workbook["单位汇总"], unit)[-1].value
        assert of_units == pytest.approx(column(workbook["汇总表"], project)[-1].value)
        assert 50 < of_units < 100


def test_libreoffice_calculates_what_is_written(
    summary: Path, office: Office, tmp_path: Path
) -> None:
    """With the results taken out, another program finds the same by the formulas."""
    bare = tmp_path / "汇总.xlsx"
    with zipfile.ZipFile(summary) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            data = re.sub(rb"</f><v>[^<]*</v>", b"</f>", source.read(name))
            target.writestr(name, data)
    assert column(opened(bare, values=True)["汇总表"], "预算数")[-1].value is None
    office(
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(bare),
    )

    for name in ("汇总表", "单位汇总"):
        expected, found = (
            [cell.value for cell in opened(path, values=True)[name][sheet_end(summary, name)]]
            for path in (summary, tmp_path / "out" / "汇总.xlsx")
        )
        assert len([value for value in expected if isinstance(value, float | int)]) > 5
        for one, other in zip(expected, found, strict=False):
            if isinstance(one, float | int):
                assert other == pytest.approx(one, abs=1e-9)
            else:
                assert (other or "") == (one or "")


def sheet_end(path: Path, name: str) -> int:
    """The row of the totals."""
    return int(opened(path)[name].max_row)


def test_the_first_sheet_is_headed_by_the_title(summary: Path) -> None:
    """And says what amounts are counted in."""
    sheet = opened(summary)["汇总表"]
    assert sheet["A1"].value == ABOUT.title
    assert sheet["A2"].value.startswith("金额单位：万元。")


def test_state_and_remark_are_for_the_clerk(summary: Path) -> None:
    """A list to choose from, another ground, and what stood there before, hidden, beside the key."""
    sheet = opened(summary)["汇总表"]
    (validation,) = sheet.data_validations.dataValidation
    state, remark = column(sheet, "状态")[0], column(sheet, "意见")[0]

    assert validation.formula1 == '"通过,退回,排除,已收"'
    assert str(validation.sqref) == "R4:R44"
    assert {state.fill.fgColor.rgb, remark.fill.fgColor.rgb} == {"FFFFFBE0"}
    assert column(sheet, "单位")[0].fill.fgColor.rgb != "FFFFFBE0"
    hidden = {
        cell.value for cell in sheet[3] if sheet.column_dimensions[cell.column_letter].hidden
    }
    assert hidden == {"原状态", "原意见"}
    assert column(sheet, "标识")[0].value == "copy:0000000000000001"
    assert [cell.value for cell in column(sheet, "原状态")] == [
        cell.value for cell in column(sheet, "状态")
    ]
    assert "黄色" in sheet["A2"].value


def test_colours_follow_severity_and_state(summary: Path) -> None:
    """As rules, which follow when the clerk chooses another state."""
    workbook = opened(summary)
    rules = {
        name: {
            rule.formula[0]: rule.dxf.fill.bgColor.rgb
            for found in workbook[name].conditional_formatting
            for rule in found.rules
            if rule.dxf is not None and rule.dxf.fill is not None
        }
        for name in ("汇总表", "问题清单")
    }
    assert rules["问题清单"] == {'"错误"': "FFFF9F9F", '"提醒"': "FFFFE2BD"}
    assert {'"未报送"', '"退回"', '"已改"', '"通过"', '"排除"', '"是"'} <= rules[
        "汇总表"
    ].keys()


# --- links


def test_a_file_is_linked_as_seen_from_the_workbook(ledger: Ledger, tmp_path: Path) -> None:
    """Shown by its name; the way is relative, and what a link cannot hold is written in numbers."""
    folder = tmp_path / "汇总"
    folder.mkdir()
    rows = Rows()
    for number, name in enumerate(("甲#1 100%[终].xlsx", "打包.zip/子/乙.xlsx"), start=1):
        project = rows.project(number, UNITS[0], "甲")
        disk = tmp_path / "来件" / name.partition("/")[0]
        rows.form(rows.file(name, disk=str(disk)), project)
    with rows.keep(tmp_path / "台账.db") as kept:
        path = written(kept, folder / "汇总.xlsx")
    first, second, _ = column(opened(path)["汇总表"], "文件")

    assert (first.value, second.value) == ("甲#1 100%[终].xlsx", "打包.zip/子/乙.xlsx")
    assert first.hyperlink.target == "../来件/甲%231%20100%25%5B终%5D.xlsx"
    assert second.hyperlink.target == "../来件/打包.zip"
    assert second.hyperlink.tooltip == "打包.zip/子/乙.xlsx"


def test_links_are_bounded(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the last one files are told without."""
    monkeypatch.setattr(paper, "LINKS", 3)
    cells = column(opened(written(ledger, tmp_path / "汇总.xlsx"))["汇总表"], "文件")

    assert sum(cell.hyperlink is not None for cell in cells) == 3
    assert all(cell.value for cell in cells[4:10])


def test_names_and_ways_of_files() -> None:
    """A member is told with its archive; what is no address gives none."""
    assert short_name("邮箱/甲/乙.xlsx") == "乙.xlsx"
    assert short_name("邮箱/残联.ZIP/子/乙.xlsx") == "残联.ZIP/子/乙.xlsx"
    assert link_to("", Path("/a")) is None
    assert link_to("/a/" + "长" * 3000, Path("/a")) is None
    assert link_to("/a/b/c.xlsx", Path("/a")) == "b/c.xlsx"


# --- strangers' texts


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The summary of a ledger full of texts that a spreadsheet would take for something else."""
    return of(hostile(), tmp_path_factory.mktemp("odd"))


def test_no_text_becomes_a_formula_a_link_or_xml(odd: Path) -> None:
    """Read back it is what the ledger held, as far as a cell can hold it."""
    snapshot = load(odd).snapshot
    for name, heading in (("问题清单", "问题"), ("汇总表", "项目名称"), ("变动对比", "现在填")):
        sheet = snapshot.sheet(name)
        assert sheet is not None
        place = sheet.rows[2].index(heading)
        found = [row[place] for row in sheet.rows[3 : 3 + len(HOSTILE)]]
        for value, text in zip(found, HOSTILE, strict=True):
            expected = cell_text(text)
            assert value == expected or (value or "").strip() == expected.strip()  # type: ignore[union-attr]


def test_the_only_formulas_are_those_of_the_totals(odd: Path) -> None:
    """And every cell of a text would stay one if somebody edited it."""
    workbook = opened(odd)
    for sheet in workbook.worksheets:
        formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert {cell.row for cell in formulas} <= {sheet.max_row}
    for cell in column(workbook["问题清单"], "问题"):
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_a_text_too_long_is_cut_with_a_word() -> None:
    """32,767 is what a cell holds; half a character is none."""
    for text in ("长" * 40_000, "😀" * 20_000, "a" * 32_768):
        cut = cell_text(text)
        assert len(cut.encode("utf-16-le")) <= 2 * 32_767
        assert cut.endswith(CUT)
        assert text.startswith(cut.removesuffix(CUT))
    assert cell_text("长" * 32_767) == "长" * 32_767
    assert cell_text("甲\ud800乙\x00丙\udfff\n") == "甲乙丙\n"


def test_microsofts_validator_has_nothing_to_say(
    summary: Path, odd: Path, tmp_path: Path, root: Path
) -> None:
    """Of a full one, of one with hostile texts, of an empty one, of one whose tables were split."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "split").mkdir()
    paths = [
        summary, odd, of(Rows(), tmp_path / "empty"), of(many(), tmp_path / "split", rows=20),
    ]  # fmt: skip
    setup = ["bash", str(root / "scripts/setup.sh"), "validator"]
    validator = subprocess.run(setup, check=True, capture_output=True, text=True).stdout.strip()
    for path in paths:
        said = subprocess.run(
            [validator, str(path)], check=False, capture_output=True, text=True
        )
        assert (json.loads(said.stdout)["errors"], said.returncode) == ([], 0)


# --- as a file


def test_it_is_known_as_ours_and_never_read_as_a_form(summary: Path) -> None:
    """It may lie among the forms when they are collected again."""
    assert is_summary(summary)
    with pytest.raises(FormError):
        open_form(summary)


def test_the_same_ledger_gives_the_same_bytes(
    ledger: Ledger, summary: Path, tmp_path: Path
) -> None:
    """At the same time; at another one only what tells the time differs."""
    again = written(ledger, summary.with_name("again.xlsx"))
    assert again.read_bytes() == summary.read_bytes()
    later = written(ledger, summary.with_name("later.xlsx"), when=datetime(2025, 5, 6, 7, 8))
    with zipfile.ZipFile(summary) as one, zipfile.ZipFile(later) as other:
        assert one.namelist() == other.namelist()
        for name in one.namelist():
            before, after = one.read(name).decode(), other.read(name).decode()
            for old, new in (
                ("2025-04-03T09:30:00Z", "2025-05-06T07:08:00Z"),
                ("2025-04-03 09:30:00", "2025-05-06 07:08:00"),
                ("2025-04-03", "2025-05-06"),
            ):
                before = before.replace(f"R{old}", f"R{new}").replace(f">{old}<", f">{new}<")
            assert before == after


def test_a_summary_is_old_or_new_and_never_half(ledger: Ledger, tmp_path: Path) -> None:
    """Where the ledger fails in the middle, what was there stays, and nothing else."""
    target = tmp_path / "汇总.xlsx"
    target.write_bytes(b"old")

    class Broken:
        def read(self) -> Any:
            raise OSError(5, "broken")

    with pytest.raises(SaveError):
        write_overview(Broken(), target, ABOUT)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]

    (tmp_path / "~$汇总.xlsx").touch()
    with pytest.raises(ChangedError, match="正在"):
        write_overview(ledger, target, ABOUT)
    assert target.read_bytes() == b"old"


def test_a_table_that_finds_no_room_goes_on_on_another_sheet(tmp_path: Path) -> None:
    """With headings of its own; its numbers run on, the total stands at the end."""
    path = of(many(), tmp_path, rows=20)
    workbook = opened(path, values=True)

    assert workbook.sheetnames[:3] == ["汇总表", "汇总表(2)", "汇总表(3)"]
    numbers: list[int] = []
    for name in ("汇总表", "汇总表(2)", "汇总表(3)"):
        sheet = workbook[name]
        assert sheet.max_row <= 20
        assert sheet["A3"].value == "序号"
        numbers += [cell.value for cell in column(sheet, "序号") if cell.value]
    assert numbers == list(range(1, 42))
    totals = column(workbook["汇总表(3)"], "预算数")[-1].value
    (tmp_path / "whole").mkdir()
    whole = opened(of(many(), tmp_path / "whole"), values=True)["汇总表"]
    assert totals == pytest.approx(column(whole, "预算数")[-1].value)


MEASURE = """
import sys
from contextlib import contextmanager
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_overview_workbook import ABOUT
from xltools.ledger.book import open_ledger
from xltools.overview.workbook import write_overview
class Small:  # SQLite's own memory is bounded, and would hide the rest
    @contextmanager
    def read(self):
        with open_ledger(Path(sys.argv[2]), create=False) as ledger, ledger.read() as connection:
            connection.exec_driver_sql("PRAGMA cache_size=-500")
            yield connection
write_overview(Small(), Path(sys.argv[3]), ABOUT)
print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])
"""


def test_memory_does_not_grow_with_the_lines(tmp_path: Path, root: Path) -> None:
    """A hundred thousand findings cost no more than a few thousand; the file has them all."""
    from ledger_rows import large

    peaks = []
    for count in (6_000, 100_000):
        large(count).keep(tmp_path / f"{count}.db").close()
        target = tmp_path / f"{count}.xlsx"
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(root / "tests"), str(tmp_path / f"{count}.db"), str(target)],
            cwd=root, check=True, capture_output=True, text=True,
        )  # fmt: skip
        peaks.append(int(done.stdout) / 1024)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        lines = sum(
            archive.read(name).count(b"<row ") for name in names if name.endswith("sheet4.xml")
        )
    assert lines == 100_000 + 3
    assert peaks[1] - peaks[0] < 20, peaks


# --- on paper


def test_every_sheet_prints_as_wide_as_its_paper(summary: Path) -> None:
    """Landscape, headings on every page, page numbers, a day."""
    workbook = opened(summary)
    for name in TABLES:
        sheet = workbook[name]
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.auto_filter.ref.startswith("A3:")
        assert sheet.freeze_panes.endswith("4")
        assert (
            "第 &P 页" in str(sheet.oddFooter.center.text)
            or "第" in sheet.oddFooter.center.text
        )
        assert "2025-04-03" in sheet.oddFooter.right.text
    assert workbook["汇总表"].page_setup.paperSize == 8
    assert "标识" not in [
        cell.value for cell in workbook["汇总表"][workbook["汇总表"].print_area.replace("$", "").split("!")[1]][2]
    ]  # fmt: skip


def test_rows_are_as_high_as_their_texts(summary: Path) -> None:
    """What is wrapped is seen whole; programs other than Excel do not find the height themselves."""
    sheet = opened(summary)["问题清单"]
    for cell in column(sheet, "问题"):
        given = sheet.row_dimensions[cell.row].height
        assert given >= height(cell.value, 56) - 0.5  # of a pixel
    assert height("长" * 200, 20) > 10 * height("长", 20)
    assert height("甲\n乙\n丙", 20) > 2 * height("甲", 20)
    assert height("长" * 30_000, 20) == 409


# --- charts and explanations


def charts(path: Path) -> list[str]:
    """The charts' XML."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(
            name for name in archive.namelist() if name.startswith("xl/charts/chart")
        )
        return [archive.read(name).decode() for name in names]


def test_four_charts_are_drawn_from_the_numbers_beside_them(summary: Path) -> None:
    """Each has a title; the numbers that it keeps are those of the cells it names."""
    sheet = opened(summary)["统计图"]
    found = charts(summary)

    kinds = [re.search(r"<c:(barChart|scatterChart)>", chart)[1] for chart in found]  # type: ignore[index]
    assert kinds == ["barChart", "barChart", "barChart", "scatterChart"]
    titles = [re.search(r"<a:t>([^<]+)</a:t>", chart)[1] for chart in found]  # type: ignore[index]
    assert titles == [
        "自评等级分布",
        "各单位平均核算得分（从高到低）",
        "最常见的问题",
        "预算执行率与核算得分",
    ]
    for chart in found:
        for area, cache in re.findall(
            r"<c:f>统计图!([^<]+)</c:f><c:\w+Cache>(.*?)</c:\w+Cache>", chart
        ):
            cells = [cell.value for (cell,) in sheet[area.replace("$", "")]]
            kept = re.findall(r"<c:v>([^<]*)</c:v>", cache)
            assert len(cells) == len(kept) > 0
            for cell, value in zip(cells, kept, strict=True):
                assert value == cell if isinstance(cell, str) else float(value) == cell
        assert "<c:f>统计图!" in chart


def test_the_charts_numbers_are_those_of_the_tables(summary: Path) -> None:
    """Grades as in 单位汇总, points of all projects that count and are not left out."""
    workbook = opened(summary, values=True)
    sheet, units = workbook["统计图"], workbook["单位汇总"]
    texts = {cell.value: cell.row for cell in sheet["A"] if isinstance(cell.value, str)}
    grades = {
        sheet.cell(row, 2).value: sheet.cell(row, 3).value
        for row in range(texts["一、自评等级分布"] + 2, texts["一、自评等级分布"] + 6)
    }
    assert grades == {
        grade: column(units, grade)[-1].value for grade in ("优", "良", "中", "差")
    }
    lines = zip(
        *(column(workbook["汇总表"], name) for name in ("状态", "执行率", "核算得分")),
        strict=True,
    )
    expected = [
        (rate.value, score.value)
        for state, rate, score in list(lines)[:-1]
        if state.value != "排除" and rate.value is not None and score.value is not None
    ]
    first = texts["四、预算执行率与核算得分"] + 2
    points = [
        (sheet.cell(row, 3).value, sheet.cell(row, 4).value)
        for row in range(first, sheet.max_row + 1)
    ]
    assert points[: len(expected)] == expected
    best = [
        sheet.cell(texts["二、各单位平均核算得分（从高到低）"] + 2 + n, 3).value
        for n in range(8)
    ]
    assert best == sorted(best, reverse=True)


def test_many_units_and_projects_are_drawn_as_some_and_the_rest(tmp_path: Path) -> None:
    """More could not be told apart; that they are chosen is said."""
    rows = Rows()
    for number in range(1, 1_203):
        project = rows.project(
            number, f"第{number % 40}单位", "甲", plain_unit=f"{number % 40}"
        )
        rows.form(rows.file(f"{number}.xlsx"), project, score=Decimal(number % 40 + 50))
    sheet = opened(of(rows, tmp_path), values=True)["统计图"]
    texts = [
        cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]

    assert "其余 20 个单位" in texts
    assert "共 1202 个项目有执行率和核算得分，每 2 个取 1 个，一点一个项目。" in texts
    assert texts.count("第39单位 甲") > 10


def test_an_empty_ledger_has_no_charts_and_says_so(tmp_path: Path) -> None:
    """Every sheet says that there is nothing."""
    path = of(Rows(), tmp_path, counts={}, rosters=(), roots=())
    workbook = opened(path)

    assert charts(path) == []
    assert workbook["统计图"]["A2"].value == "没有算数的自评表，没有图可画。"
    for name, table in TABLES.items():
        assert workbook[name]["A4"].value == table.empty


def test_the_explanations_add_up_and_name_what_it_was_made_by(summary: Path) -> None:
    """78 = 19 + 25 + 19 + 11 + 4; rules and roster with their digests; every sheet."""
    sheet = opened(summary)["说明"]
    said = {row[0].value: row[1].value for row in sheet.iter_rows() if row[1].value}

    assert (
        said["文件"]
        == "78 个 ＝ 收下 19 ＋ 收下但有问题 25 ＋ 没有收 19 ＋ 重复 11 ＋ 不理会 4"
    )
    assert said["项目"] == "名册上 48 个 ＝ 已报送 37 ＋ 未报送 11"
    assert said["收表规则"] == f"rules.toml\nSHA-256：{'ab' * 32}"
    assert said["报送名册"] == f"报送名册.xlsx\nSHA-256：{'cd' * 32}"
    assert said["汇总时间"] == "2025-04-03 09:30:00"
    assert said["另外"] == "本次只收第一批。"
    assert {*TABLES, "统计图"} <= said.keys()
    assert "状态" in said["第 1 步"]


def test_libreoffice_shows_every_sheet_without_hashes(
    summary: Path, office: Office, tmp_path: Path
) -> None:
    """A number that does not fit its column is printed as ###."""
    office("--convert-to", "pdf", "--outdir", str(tmp_path), str(summary))
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "汇总.pdf"), "-"], check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert "##" not in text
    for name in TABLES.values():
        assert (ABOUT.title if name.name == "汇总表" else name.title) in text.replace("\n", " ")


def test_events_are_told_of_the_project_they_belong_to(tmp_path: Path) -> None:
    """A remark alone changes no state."""
    rows = Rows()
    project = rows.project(1, UNITS[0], "甲")
    rows.form(rows.file("甲.xlsx"), project)
    rows.add(
        t.event, project_id=project, at="2025-04-02 09:00:00", who="李某", remark="请补盖章"
    )
    sheet = opened(of(rows, tmp_path))["汇总表"]

    assert (column(sheet, "状态")[0].value, column(sheet, "意见")[0].value) == (
        "已收",
        "请补盖章",
    )


def test_a_file_is_written_in_pieces_as_safely_as_in_one(tmp_path: Path) -> None:
    """What fails in the middle leaves what was there, and no temporary file."""
    from xltools.package import save_streamed

    target = tmp_path / "表.bin"
    save_streamed(target, lambda file: [file.write(b"ab"), file.write(b"c")])
    assert target.read_bytes() == b"abc"

    def fails(file: io.BufferedWriter) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_streamed(target, fails)  # type: ignore[arg-type]
    assert target.read_bytes() == b"abc"
    assert list(tmp_path.iterdir()) == [target]
