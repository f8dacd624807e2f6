"""The roster, however a clerk has edited it, and the projects that the ledger makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Office
from ledger_records import rows
from sending_lists import invented, list_of
from sqlalchemy import insert, select

from xltools.errors import FileError, FormError
from xltools.ledger.book import Ledger
from xltools.ledger.roster import RosterRow, load_roster
from xltools.ledger.spelling import plain_name, plain_unit, project_key
from xltools.ledger.tables import event, project
from xltools.profile import load_profile
from xltools.sending import build_roster, copy_of, file_names

SENT = Path(__file__).parents[1] / "samples" / "returned" / "发放" / "报送名册.xlsx"
HEADS = (
    "序号", "单位", "主管部门", "项目编号", "项目名称", "年度", "预算数（万元）", "文件", "标识", "报送截止日期",
)  # fmt: skip
NOTE = (
    "表样 shanxi-2020；共 2 个项目。“文件”“标识”用来核对报回来的表，请勿改动；截止日期可以改。"
)
FIRST = (
    "云岭县水务局",
    "云岭县水务局",
    "YL2024013",
    "农村饮水安全",
    "2024",
    238.93,
    "水务局/甲.xlsx",
    "a" * 16,
    "2025-03-31",
)
"""A row as it was sent out."""


def book(
    path: Path, lines: Sequence[Sequence[Any]], note: str = NOTE, heads: Sequence[str] = HEADS
) -> Path:
    """A roster with these lines below its headings."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "报送名册"
    for line in (["绩效自评表报送名册"], [note], heads, *lines):
        sheet.append(list(line))
    workbook.save(path)
    return path


def lines_of(*projects: Sequence[Any]) -> list[list[Any]]:
    """Rows with a number before them."""
    return [[number, *each] for number, each in enumerate(projects, start=1)]


def test_a_roster_as_it_was_sent_out(tmp_path: Path) -> None:
    """What sending wrote is what is read, project by project; the note names the form."""
    profile = load_profile("shanxi-2020")
    projects = invented(profile, 60, 5)
    names = file_names(projects)
    path = tmp_path / "名册 (1).xlsx"
    path.write_bytes(build_roster(profile, projects, names, "2025-03-31"))
    found = load_roster(path)

    assert [(each.sent, each.copy) for each in found] == [
        (str(name), copy_of(profile.id, each))
        for each, name in zip(projects, names, strict=True)
    ]
    assert {each.profile for each in found} == {"shanxi-2020"}
    assert {each.deadline for each in found} == {"2025-03-31"}
    assert [each.year for each in found] == [2024] * 60
    assert [each.code for each in found] == [each.code for each in projects]
    budgets = [each.amounts.get(("total", "revised_budget")) for each in projects]
    assert [each.budget for each in found] == budgets


def test_the_samples_roster_names_the_form_row_by_row() -> None:
    """A heap of three layouts has a column 表样."""
    found = load_roster(SENT)

    assert len(found) == 48
    assert {each.profile for each in found} == {"national-2020", "shanxi-2020", "kashi-2020"}
    assert found[0] == RosterRow(
        4, "national-2020", 2024, "云岭县交通运输局", "云岭县交通运输局", "YL2024001", "农村公路安全防护工程",
        Decimal("238.93"), "47292466f55ddb82", "云岭县交通运输局/YL2024001-农村公路安全防护工程.xlsx", "2025-03-31",
    )  # fmt: skip


def test_a_roster_that_a_clerk_has_edited(tmp_path: Path) -> None:
    """Columns moved and added, lines sorted, blank, summed up and added by hand."""
    heads = (
        "备注", "报送截止日期", "项目名称", "标识", "联系人", "项目编号", "单 位", "年度", "预算数（元）", "文件", "表样",
    )  # fmt: skip
    lines = [
        ["催过", date(2025, 4, 15), "危桥改造", "B" * 16, "李某", " yl2024003 ", "交通运输局", 2024, 4_104_000,
         "交通运输局\\危桥.xlsx", "national-2020"],
        [None] * 11,
        [None, "2025.3.31", "农村饮水\n安全", None, None, 2024013, "水务局", "2024年度", "2,389,300.50元", None, None],
        ["小计", None, None, None, None, None, None, None, 6_493_300.5, None, None],
        ["示例", "2025-3-31", "示例项目", None, None, "XM1", "某局", 2024, 1, None, None],
        [None, "2025年3月底前", None, None, None, "YL2024099", None, None, None, None, None],
        ["", "20250331", "合计", None, None, None, None, None, 9, None, None],
    ]  # fmt: skip
    found = load_roster(book(tmp_path / "名册-改.xlsx", lines, heads=heads))

    assert found == (
        RosterRow(4, "national-2020", 2024, "交通运输局", "", "yl2024003", "危桥改造", Decimal("410.4"),
                  "b" * 16, "交通运输局/危桥.xlsx", "2025-04-15"),
        RosterRow(6, "shanxi-2020", 2024, "水务局", "", "2024013", "农村饮水\n安全", Decimal("238.93005"),
                  "", "", "2025-03-31"),
        RosterRow(9, "shanxi-2020", None, "", "", "YL2024099", "", None, "", "", "2025-03-31"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (datetime(2025, 3, 31, 17, 30), "2025-03-31"),
        ("2025年3月31日", "2025-03-31"),
        ("2025/3/31前", "2025-03-31"),
        ("2025年3月31日17时前", "2025-03-31"),
        ("２０２５．３．３１", "2025-03-31"),
        (20250331, "2025-03-31"),
        ("截至2025年2月底", "2025-02-28"),
        (None, ""),
        ("—", ""),
    ],
)
def test_a_deadline_is_read_as_people_write_it(
    tmp_path: Path, typed: object, read: str
) -> None:
    """The last day on which a return is in time."""
    path = book(tmp_path / "名册.xlsx", lines_of((*FIRST[:-1], typed)))

    assert [each.deadline for each in load_roster(path)] == [read]


def test_all_that_is_wrong_is_told_at_once_with_its_cell(tmp_path: Path) -> None:
    """So that a clerk mends the roster once."""
    wrong = [
        ("水务局", "", "YL1", "饮水", "二四年", "约一百万", "甲.xlsx", "a" * 16, "三月"),
        ("水务局", "", "yl 1", "饮水二期", "2024", -3, "../甲.xlsx", "a" * 15, "2025-02-30"),
        ("水务局", "", "", "水库", "2024", None, "C:/甲.xlsx", "", None),
        ("水务局", "", "", "水 库", "2024", None, "/甲.xlsx", "a" * 16, None),
        ("水务局", "", "", "“水库”", "2024", None, "", "", None),
        ("水务局", "", "", None, "2024", 5, "", "", None),
        ("水务局", "", "YL1", "饮水三期", None, None, None, None, None),
    ]
    with pytest.raises(FormError) as refused:
        load_roster(book(tmp_path / "名册.xlsx", lines_of(*wrong)))
    head, *told = str(refused.value).splitlines()

    assert head == "名册“名册.xlsx”有 13 处要改："
    said = [line.split(maxsplit=1) for line in told]
    assert [spot.removeprefix("报送名册!") for spot, _ in said] == [
        *("F4", "G4", "J4", "G5", "I5", "H5", "J5", "H6", "H7", "I7", "E8", "E9", "D10"),
    ]  # fmt: skip
    words = dict(said)
    assert words["报送名册!J4"] == "报送截止日期“三月”读不懂，请写成 2025-03-31 的样子。"
    assert "应是 16 位" in words["报送名册!I5"]
    assert "应是名册所在文件夹里的位置" in words["报送名册!H5"]
    assert words["报送名册!I7"] == f"标识“{'a' * 16}”与第 4 行的相同，请只留一行。"
    assert words["报送名册!E8"] == "““水库””的单位、名称与第 6 行的相同，请只留一行。"
    assert words["报送名册!E9"] == "项目名称是空的，请填写。"


def test_a_roster_of_many_mistakes_shows_the_first(tmp_path: Path) -> None:
    """Nobody reads a thousand lines."""
    lines = lines_of(*[(*FIRST[:2], f"YL{n}", *FIRST[3:-2], "", "没有") for n in range(300)])

    with pytest.raises(FormError, match=r"有 300 处要改(?s:.*)J23(?s:.*)还有 280 处"):
        load_roster(book(tmp_path / "名册.xlsx", lines))


def test_two_columns_of_one_meaning_are_told(tmp_path: Path) -> None:
    """Nobody knows which counts."""
    path = book(
        tmp_path / "名册.xlsx", lines_of((*FIRST, "水务局")), heads=(*HEADS, "实施单位")
    )

    with pytest.raises(
        FormError, match=r"报送名册!K3\s+“实施单位”与“单位”是同一栏，请只留一栏"
    ):
        load_roster(path)


def test_what_is_no_roster_is_told(tmp_path: Path) -> None:
    """A form, a roster without a line, a file that is none."""
    with pytest.raises(FormError, match="不是名册：要有一行表头"):
        load_roster(next(SENT.parent.glob("*/*.xlsx")))
    with pytest.raises(FormError, match="下面没有一个项目"):
        load_roster(book(tmp_path / "空.xlsx", []))
    with pytest.raises(FileError, match="找不到文件"):
        load_roster(tmp_path / "没有.xlsx")


def test_a_plain_list_of_projects_is_a_roster(tmp_path: Path) -> None:
    """The list that forms were made from, whose headings speak of several sums of money."""
    profile = load_profile("national-2020")
    projects = invented(profile, 20, 3)
    path = tmp_path / "清单.xlsx"
    path.write_bytes(list_of(profile, projects))
    found = load_roster(path)

    assert [(each.code, each.year, each.copy, each.sent) for each in found] == [
        (each.code, 2024, "", "") for each in projects
    ]
    assert [each.unit for each in found] == [each.unit for each in projects]
    assert [each.budget for each in found] == [
        each.amounts["total", "revised_budget"] for each in projects
    ]


def test_a_roster_typed_as_text(tmp_path: Path) -> None:
    """Three columns, saved by who knows what."""
    path = tmp_path / "名单.csv"
    path.write_bytes(
        "项目,预算单位,预算金额\n危桥改造,交通运输局,410.4\n饮水安全,水务局,\n".encode(
            "gb18030"
        )
    )

    assert [(each.name, each.unit, each.budget, each.profile) for each in load_roster(path)] == [
        ("危桥改造", "交通运输局", Decimal("410.4"), ""), ("饮水安全", "水务局", None, ""),
    ]  # fmt: skip


def test_a_roster_saved_in_another_format_says_the_same(office: Office, tmp_path: Path) -> None:
    """.xls, which is also what .et is, and .ods, by LibreOffice."""
    wanted = load_roster(SENT)
    for kind in ("xls", "ods"):
        office("--convert-to", kind, "--outdir", str(tmp_path), str(SENT))
    (tmp_path / "报送名册.xls").rename(tmp_path / "名册.et")

    assert load_roster(tmp_path / "名册.et") == wanted
    assert load_roster(tmp_path / "报送名册.ods") == wanted


# --- in the ledger


def row(number: int, **values: Any) -> RosterRow:
    """A project of the roster."""
    given: dict[str, Any] = {
        "row": number, "profile": "shanxi-2020", "year": 2024, "unit": "云岭县水务局",
        "department": "云岭县水务局", "code": f"YL{number:03d}", "name": f"第{number}号水库项目",
        "budget": Decimal("238.93"), "copy": f"{number:016x}", "sent": f"水务局/{number}.xlsx",
        "deadline": "2025-03-31",
    }  # fmt: skip
    return RosterRow(**(given | values))


def said_of(ledger: Ledger, number: int, state: str) -> None:
    """Somebody decides on the project at this place."""
    with ledger.write() as connection:
        own = connection.scalar(select(project.c.id).where(project.c.position == number))
        connection.execute(insert(event).values(
            project_id=own, at="2025-04-01 09:00:00", who="李某", state=state, why="", remark="",
        ))  # fmt: skip


def listed(ledger: Ledger) -> list[tuple[Any, ...]]:
    """Key, name, place of the awaited, by their place."""
    c = project.c
    with ledger.read() as connection:
        found = select(c.key, c.name, c.position).where(c.listed).order_by(c.position)
        return [tuple(each) for each in connection.execute(found)]


def test_the_roster_becomes_projects(ledger: Ledger) -> None:
    """Under names in one spelling, units by their proper name."""
    strange = row(
        7,
        copy="",
        code=" ＹＬ－ 7",
        unit="云岭县 人社局",
        name="“零工市场”建设（项目）",
        budget=None,
    )
    ledger.set_roster([row(1), strange], {"人社局": "人力资源和社会保障局"})

    with ledger.read() as connection:
        one, two = connection.execute(select(project).order_by(project.c.position)).mappings()
    own = {key: one[key] for key in RosterRow.__struct_fields__ if key != "row"}
    assert RosterRow(row=1, **own) == row(1)
    assert (one["key"], one["listed"], one["position"]) == (f"copy:{1:016x}", True, 1)
    assert (two["key"], two["position"], two["budget"]) == ("code:2024|yl-7", 2, None)
    assert (two["plain_code"], two["plain_name"]) == ("yl-7", "零工市场建设")
    assert two["plain_unit"] == "云岭县人力资源和社会保障局"


def test_the_same_roster_again_changes_nothing(ledger: Ledger) -> None:
    """Numbers of projects stay: what was said hangs on them."""
    roster = [row(1), row(2, copy=""), row(3, copy="", code="")]
    ledger.set_roster(roster)
    first = rows(ledger, project, *project.c)
    ledger.set_roster(roster)

    assert rows(ledger, project, *project.c) == first


def test_a_corrected_roster_corrects_the_projects(ledger: Ledger) -> None:
    """Order, names, codes, deadlines; a project keeps its number by its copy."""
    ledger.set_roster([row(1), row(2), row(3)])
    before = dict(rows(ledger, project, project.c.key, project.c.id))
    ledger.set_roster(
        [row(3), row(1, name="改名", code="YL002"), row(2, code="YL001", deadline="2025-04-30")]
    )

    assert [name for _, name, _ in listed(ledger)] == ["第3号水库项目", "改名", "第2号水库项目"]
    assert dict(rows(ledger, project, project.c.key, project.c.id)) == before
    assert (
        dict(rows(ledger, project, project.c.plain_code, project.c.deadline))["yl001"]
        == "2025-04-30"
    )


def test_what_is_not_awaited_any_more_keeps_what_was_said(ledger: Ledger) -> None:
    """And has it again when it is back on the roster."""
    ledger.set_roster([row(1), row(2)])
    said_of(ledger, 2, "退回")
    ledger.set_roster([row(1)])
    assert [position for _, _, position in listed(ledger)] == [1]
    assert len(rows(ledger, event, event.c.id)) == 1

    ledger.set_roster([row(1), row(2)])
    assert rows(ledger, event, event.c.project_id) == [
        (dict(rows(ledger, project, project.c.position, project.c.id))[2],)
    ]


def test_a_form_sent_anew_is_the_same_project(ledger: Ledger) -> None:
    """Another copy under the same code; a list without copies; a name alone."""
    ledger.set_roster([row(1), row(2, code="")])
    before = rows(ledger, project, project.c.id)
    ledger.set_roster([row(1, copy="f" * 16, sent="新/1.xlsx"), row(2, code="", copy="e" * 16)])
    assert rows(ledger, project, project.c.id) == before
    assert [key for key, _, _ in listed(ledger)] == ["copy:" + "f" * 16, "copy:" + "e" * 16]

    plain = {"copy": "", "sent": "", "profile": ""}
    ledger.set_roster([row(1, **plain), row(2, code="", **plain)])
    assert rows(ledger, project, project.c.id) == before
    assert rows(ledger, project, project.c.copy, project.c.sent, project.c.profile) == [
        ("f" * 16, "新/1.xlsx", "shanxi-2020"), ("e" * 16, "水务局/2.xlsx", "shanxi-2020"),
    ]  # fmt: skip


def test_copies_that_change_places_do_not_meet(ledger: Ledger) -> None:
    """Keys are unique, also on the way."""
    ledger.set_roster([row(1, copy=""), row(2, copy="")])
    ledger.set_roster([row(1, copy="a" * 16), row(2, copy="b" * 16)])
    before = dict(rows(ledger, project, project.c.code, project.c.id))
    ledger.set_roster(
        [row(1, copy="b" * 16, code="YL002"), row(2, copy="a" * 16, code="YL001")]
    )

    assert dict(rows(ledger, project, project.c.code, project.c.id)) == before


def test_a_project_nobody_expected_is_awaited_now(ledger: Ledger) -> None:
    """It came, somebody passed it, and the roster is completed."""
    ledger.set_roster([row(1, copy="")])
    ledger.set_roster([])
    said_of(ledger, 1, "通过")
    ledger.set_roster([row(2), row(1)])

    assert [key for key, _, _ in listed(ledger)] == [f"copy:{2:016x}", f"copy:{1:016x}"]
    assert rows(ledger, event, event.c.project_id) == [(1,)]


def test_two_rosters_may_name_one_project(ledger: Ledger) -> None:
    """The later one counts; the place is that of the first."""
    ledger.set_roster([row(1), row(2), row(1, name="更名")])

    assert [(name, place) for _, name, place in listed(ledger)] == [
        ("更名", 1),
        ("第2号水库项目", 2),
    ]


def test_names_of_any_length_are_projects(ledger: Ledger) -> None:
    """A cell holds 32,767 characters; no key and no index does. What differs at its end differs."""
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))
    texts = {"name": long, "unit": long, "code": "", "copy": ""}
    roster = [
        row(1, **texts), row(2, **(texts | {"name": long + "二期"})), row(3, code="9" * 9000, copy=""),
        row(4, code="9" * 9001, copy=""),
    ]  # fmt: skip
    ledger.set_roster(roster)
    before = rows(ledger, project, *project.c)
    ledger.set_roster(roster)

    assert rows(ledger, project, *project.c) == before
    assert [len(name) for (name,) in rows(ledger, project, project.c.name)] == [
        9000,
        9002,
        7,
        7,
    ]


def test_keys_tell_projects_apart() -> None:
    """By copy, else by code, else by unit and name; however long."""
    assert project_key("ab", 2024, "x", "u", "n") == "copy:ab"
    assert project_key("", 2024, "x", "u", "n") == "code:2024|x"
    assert project_key("", None, "", "u", "n") == "name:|u|n"
    long = [project_key("", 2024, "", "u" * 300, name) for name in ("n1", "n2")]
    assert [len(each) for each in long] == [200, 200]
    assert long[0] != long[1]


def test_a_units_names_are_one() -> None:
    """A short name inside a proper one is left alone."""
    proper = {"残联": "残疾人联合会", "文旅局": "文化和旅游局"}
    assert (
        plain_unit("云岭县残联", proper)
        == plain_unit("云岭县 残疾人联合会", proper)
        == "云岭县残疾人联合会"
    )
    assert plain_name("危桥改造项目经费") == plain_name("危桥改造")
