"""The overview's tables: one line a project, what counts and what does not, sums that add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ledger_rows import UNITS, Rows, hostile, large, many
from postgresql_server import Server

from xltools.ledger import tables as t
from xltools.ledger.book import Ledger
from xltools.overview import selects
from xltools.overview.tables import TABLES, frames


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Forty projects with every kind of trouble."""
    return many()


@pytest.fixture(scope="module")
def ledger(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The ledger with them."""
    with rows.keep(tmp_path_factory.mktemp("ledger") / "台账.db") as kept:
        yield kept


def table(ledger: Ledger, name: str) -> pd.DataFrame:
    """A whole table."""
    return pd.concat(list(frames(ledger, name)), ignore_index=True)


def only(frame: pd.DataFrame, **values: object) -> list[dict[str, Any]]:
    """The lines that say so."""
    for heading, value in values.items():
        frame = frame[frame[heading] == value]
    return frame.to_dict("records")


def test_the_tables_are_those_of_the_workbook() -> None:
    """In the order of its sheets; headings are named once."""
    assert list(TABLES) == [
        "汇总表", "单位汇总", "指标明细", "问题清单", "未报送", "重复与版本", "变动对比",
    ]  # fmt: skip
    for each in TABLES.values():
        headings = [column.heading for column in each.columns]
        assert len(set(headings)) == len(headings)


def test_every_project_has_one_line_in_the_order_of_the_roster(ledger: Ledger) -> None:
    """Those that nobody expected stand behind."""
    frame = table(ledger, "汇总表")

    assert list(frame["序号"]) == list(range(1, 42))
    assert list(frame["项目编号"]) == [f"YL2024{n:03d}" for n in range(1, 41)] + ["YL2024902"]
    assert list(frame["标识"])[::40] == ["copy:0000000000000001", "code:2024|YL2024902"]


def test_a_line_has_the_figures_of_the_form_that_counts(ledger: Ledger, rows: Rows) -> None:
    """Exact, with findings of every origin, and where its file lies."""
    (line,) = only(table(ledger, "汇总表"), 项目编号="YL2024017")
    form = next(
        each
        for each in rows.rows[t.form]
        if each["name"].endswith("（17期）") and each["errors"]
    )

    assert line["全年执行数"] == form["outturn"].quantize(Decimal("1e-6"))
    assert line["执行率"] == form["rate"]
    assert (line["错误"], line["提醒"], line["提示"]) == (1, 2, 0)  # one warning is across's
    assert line["文件位置"] == f"/srv/来件/{line['文件']}"
    assert line["差"] == line["自评得分"] - line["核算得分"]
    assert line["状态"] == line["原状态"] == "已收"


def test_a_project_without_a_form_has_blanks_and_no_zeros(ledger: Ledger) -> None:
    """What is not there is not 0."""
    (line,) = only(table(ledger, "汇总表"), 项目编号="YL2024013")

    assert [line[name] for name in ("全年预算数", "执行率", "核算得分", "差", "错误")] == [
        None
    ] * 5
    assert (line["状态"], line["文件"], line["等级"]) == ("未报送", "", "")


def test_what_the_clerk_said_is_told(ledger: Ledger) -> None:
    """State and remark, both as they stand and as they stood."""
    frame = table(ledger, "汇总表")
    for state, remark in (("排除", ""), ("退回", "")):
        found = only(frame, 状态=state)
        assert found
        assert {line["原状态"] for line in found} == {state}
        assert {line["意见"] for line in found} == {remark}
    assert "核实无误" in set(frame["意见"])
    assert list(frame["意见"]) == list(frame["原意见"])


def test_the_units_add_up_to_their_projects(ledger: Ledger) -> None:
    """What is owed is what came and what did not; who is left out is counted apart."""
    units, projects = table(ledger, "单位汇总"), table(ledger, "汇总表")
    kept = projects[projects["状态"] != "排除"]

    assert (units["应报"] == units["已报"] + units["未报"]).all()
    assert units["应报"].sum() + units["排除"].sum() + units["计划外"].sum() == len(projects)
    assert list(units["单位"]) == [*UNITS, "云岭县档案馆"]
    for heading in ("预算数", "全年预算数", "全年执行数", "错误", "提醒", "提示"):
        assert units[heading].dropna().sum() == kept[heading].dropna().sum()
    assert units["逾期"].sum() == (kept["逾期"] == "是").sum()
    grades = units[["优", "良", "中", "差", "其他等级"]].sum().sum()
    assert grades == (kept["等级"] != "").sum()


def test_a_units_means_and_rate_are_those_of_its_projects(ledger: Ledger) -> None:
    """The rate is of the sums, the scores are means of those that there are."""
    projects = table(ledger, "汇总表")
    own = projects[(projects["单位"] == UNITS[3]) & projects["核算得分"].notna()]
    (line,) = only(table(ledger, "单位汇总"), 单位=UNITS[3])

    assert line["平均核算得分"] == sum(own["核算得分"]) / len(own)
    assert line["执行率"] == sum(own["全年执行数"]) / sum(own["全年预算数"])


def test_a_unit_under_two_spellings_is_one(tmp_path: Path) -> None:
    """It is called as the roster calls it."""
    rows = Rows()
    rows.project(1, "云岭县人力资源和社会保障局", "甲", plain_unit="人社")
    other = rows.project(2, "人社局", "乙", plain_unit="人社", listed=False)
    rows.form(rows.file("乙.xlsx"), other)
    with rows.keep(tmp_path / "台账.db") as ledger:
        (line,) = table(ledger, "单位汇总").to_dict("records")

    assert (line["单位"], line["应报"], line["计划外"]) == ("云岭县人力资源和社会保障局", 1, 1)


def test_indicators_are_those_of_forms_that_count(ledger: Ledger, rows: Rows) -> None:
    """In the order of the form; the text as typed, and the number."""
    frame = table(ledger, "指标明细")

    assert len(frame) == len(rows.rows[t.indicator])
    first = frame.iloc[0]
    assert (first["目标值"], first["目标数值"], first["单元格"]) == (
        "≥98%",
        Decimal("0.980000"),
        "自评表!D20",
    )
    assert first["差"] == Decimal("0.1500")
    assert list(frame["单元格"][:3]) == ["自评表!D20", "自评表!D21", "自评表!D22"]


def test_findings_stand_errors_first_then_by_unit(ledger: Ledger) -> None:
    """A unit's own at the head of it; in the order of the roster."""
    frame = table(ledger, "问题清单")
    order = {unit: place for place, unit in enumerate([*UNITS, "云岭县档案馆", "（单位不明）"])}
    keys = [
        ("错误提醒提示".index(line["级别"]), order[line["单位"]], line["来源"] != "单位合计")
        for line in frame.to_dict("records")
    ]

    assert keys == sorted(keys)
    assert {"自评表", "与其他项目", "与名册和版本", "来件", "单位合计"} == set(frame["来源"])


def test_every_file_that_was_not_taken_is_among_the_findings(ledger: Ledger) -> None:
    """One that could not be read, and one that could and is refused; with the reason."""
    frame = table(ledger, "问题清单")
    refused = {line["文件"]: line for line in only(frame, 来源="来件")}

    assert set(refused) == {
        "邮箱/云岭县民政局/自评表盖章扫描.pdf",
        f"邮箱/{UNITS[0]}/空表.xlsx",
    }
    assert {line["级别"] for line in refused.values()} == {"错误"}
    assert "PDF" in refused["邮箱/云岭县民政局/自评表盖章扫描.pdf"]["问题"]
    assert refused[f"邮箱/{UNITS[0]}/空表.xlsx"]["编号"] == "D24"


def test_findings_of_replaced_versions_and_of_duplicates_are_not_told(ledger: Ledger) -> None:
    """The unit has already answered them, or they are told once."""
    frame = table(ledger, "问题清单")

    assert "旧版本的问题不再列出。" not in set(frame["问题"])
    assert not frame["文件"].str.contains("U盘").any()


def test_findings_are_told_where_no_form_of_a_project_counts(tmp_path: Path) -> None:
    """As where a late one does not: somebody has to look at it."""
    rows = Rows()
    project = rows.project(1, UNITS[0], "甲")
    form = rows.form(rows.file("甲.xlsx"), project, verdict="findings", counts=False)
    rows.finding(form, "hint")
    with rows.keep(tmp_path / "台账.db") as ledger:
        (line,) = table(ledger, "问题清单").to_dict("records")
    assert (line["级别"], line["文件"]) == ("提示", "甲.xlsx")


def test_an_unread_file_stands_with_the_unit_whose_project_it_names(tmp_path: Path) -> None:
    """Its path said which."""
    rows = Rows()
    project = rows.project(1, UNITS[0], "甲")
    file = rows.file("YL2024001.pdf", kind="refused", code="D14", reason="是 PDF 文件。")
    rows.add(t.refusal, file_id=file, project_id=project)
    with rows.keep(tmp_path / "台账.db") as ledger:
        (line,) = table(ledger, "问题清单").to_dict("records")
        (missing,) = table(ledger, "未报送").to_dict("records")

    assert (line["单位"], line["项目编号"]) == (UNITS[0], "YL2024001")
    assert (missing["状态"], missing["来过的退件"]) == ("退回", "YL2024001.pdf：是 PDF 文件。")


def test_missing_projects_are_told_with_what_came_instead(ledger: Ledger) -> None:
    """Refused forms, and forms that may be the project's under another name."""
    frame = table(ledger, "未报送")

    assert list(frame["项目编号"]) == [f"YL2024{n:03d}" for n in (4, 13, 22, 31, 40)]
    (line,) = only(frame, 项目编号="YL2024004")
    assert line["状态"] == "退回"
    assert line["来过的退件"].startswith(f"邮箱/{UNITS[0]}/空表.xlsx：一个实际完成值也没有填")
    assert line["近似的来表"] == "邮箱/云岭县档案馆/档案数字化.xlsx：“档案数字化”，相似 87%"
    assert set(frame["状态"]) == {"退回", "未报送"}
    assert set(frame["报送截止日期"]) == {"2025-03-31"}


def test_a_project_that_is_left_out_is_not_missing(tmp_path: Path) -> None:
    """Nobody waits for it."""
    rows = Rows()
    project = rows.project(1, UNITS[0], "甲")
    rows.add(t.event, project_id=project, at="2025-04-02 09:00:00", who="李某", state="排除")
    with rows.keep(tmp_path / "台账.db") as ledger:
        assert table(ledger, "未报送").empty
        (line,) = table(ledger, "单位汇总").to_dict("records")
    assert (line["应报"], line["未报"], line["排除"]) == (0, 0, 1)


def test_versions_say_which_counts_and_why(ledger: Ledger) -> None:
    """Every form that does not, and the one that does beside it."""
    frame = table(ledger, "重复与版本")
    old, new = only(frame, 项目编号="YL2024009")

    assert (old["是否算数"], old["对应的文件"]) == ("否", new["文件"])
    assert old["原因"] == "后来又报了一份，以最后一份为准"
    assert (new["是否算数"], new["原因"]) == ("是", "唯一的一份")
    (double,) = only(frame, 处置="重复", 项目编号="YL2024005")
    assert double["原因"] == "与先到的一份内容相同"  # said once
    (refused,) = only(frame, 处置="没有收")
    assert refused["项目编号"] == "YL2024004"
    assert not only(frame, 项目编号="YL2024002")  # one form, which counts


def test_changes_tell_both_files_and_the_cell(ledger: Ledger) -> None:
    """In the order in which they were found."""
    first, second = only(table(ledger, "变动对比"), 项目编号="YL2024017")

    assert (first["单元格"], first["原来填"], first["现在填"]) == ("自评表!H24", "5", "4.85")
    assert (second["单元格"], second["原来填"]) == ("自评表!J24", "")
    assert first["前一份"].endswith("(旧).xlsx")
    assert not first["后一份"].endswith("(旧).xlsx")


def test_frames_are_small_and_the_numbers_run_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never the whole table at once."""
    monkeypatch.setattr(selects, "CHUNK", 100)
    monkeypatch.setattr("xltools.overview.tables.CHUNK", 100)
    with large(350).keep(tmp_path / "台账.db") as ledger:
        found = list(frames(ledger, "问题清单"))

    assert [len(frame) for frame in found] == [100, 100, 100, 50]
    assert list(pd.concat(found)["序号"]) == list(range(1, 351))


def test_an_empty_ledger_gives_empty_tables_with_headings(tmp_path: Path) -> None:
    """One frame each."""
    with Rows().keep(tmp_path / "台账.db") as ledger:
        for name, described in TABLES.items():
            (frame,) = frames(ledger, name)
            assert frame.empty
            assert list(frame.columns) == [column.heading for column in described.columns]


def test_strangers_texts_come_through_as_they_are(tmp_path: Path) -> None:
    """Nothing is done to them before a file is written."""
    rows = hostile()
    with rows.keep(tmp_path / "台账.db") as ledger:
        frame = table(ledger, "问题清单")
    assert set(frame["问题"]) == {each["message"] for each in rows.rows[t.finding]}


def test_no_table_depends_on_the_order_in_which_rows_came(tmp_path: Path) -> None:
    """The same files kept in another order, with other numbers in the ledger, give the same tables."""
    found = []
    for turn in (1, -1):
        rows = Rows()
        for number in (1, 2, 3):
            rows.project(number, UNITS[number], "甲")
        for number in (1, 2, 3)[::turn]:
            for name in ("甲", "乙")[::turn]:
                form = rows.form(
                    rows.file(f"{number}{name}.xlsx"), number, counts=name == "甲", verdict="findings",
                )  # fmt: skip
                rows.finding(form)
        with rows.keep(tmp_path / f"{turn}.db") as ledger:
            found.append([table(ledger, name).to_dict("records") for name in TABLES])
    assert found[0] == found[1]


def test_postgresql_gives_the_same_tables(
    rows: Rows, ledger: Ledger, postgresql: Server
) -> None:
    """Line by line, in the same order, whatever language the server sorts in."""
    with rows.keep(postgresql.new_database()) as other:
        for name in TABLES:
            assert table(other, name).to_dict("records") == table(ledger, name).to_dict(
                "records"
            )
