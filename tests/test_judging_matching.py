"""Whose form each return is: by mark, code, name; what is only like a name is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from judging_records import (
    RULES,
    came,
    filled,
    found,
    keep,
    messages,
    refused,
    row,
    standings,
    stranger,
)
from sqlalchemy import select

from xltools.judging.likeness import likeness
from xltools.judging.settle import settle
from xltools.judging.units import unit_of
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.states import current_select, say
from xltools.ledger.tables import finding, near, project


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with open_ledger(tmp_path / "台账.db") as made:
        yield made


def states(ledger: Ledger) -> dict[str, str]:
    """The state of each project, by its code."""
    with ledger.read() as connection:
        codes = dict(connection.execute(select(project.c.id, project.c.code)).all())
        rows = connection.execute(current_select()).all()
    return {codes[each.project_id]: each.state for each in rows}


SYNONYMS = {"人社局": "人力资源和社会保障局"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("水务局", "云岭县水务局", True),
        ("县水务局", "云岭县水务局", True),
        ("云岭县　水务局", "昆明市云岭县水务局", True),
        ("青山县水务局", "云岭县水务局", False),
        ("云岭县人社局", "人力资源和社会保障局", True),
        ("市场监督管理局", "云岭县市场监督管理局", True),
        ("水利局", "水务局", False),
        ("云岭县人民政府", "青山县人民政府", False),
        ("社区服务中心", "服务中心", False),
    ],
)
def test_a_unit_is_known_by_its_short_name_and_not_by_another_regions(
    one: str, other: str, same: bool
) -> None:
    """Regions may be left out, not exchanged; what only begins like a region is none."""
    units = [unit_of(each, SYNONYMS) for each in (one, other)]
    assert units[0].may_be(units[1]) is same
    assert units[1].may_be(units[0]) is same


def test_likeness_is_the_same_from_both_sides() -> None:
    """Whatever the order in which names come."""
    names = ("农村饮水安全巩固提升工程", "农村饮水安全巩固提升")
    assert likeness(*names) == likeness(*reversed(names))
    assert 0.9 < likeness(*names) < 1
    assert likeness("档案数字化项目", "“档案数字化”") == 1
    assert likeness("", "") == 0


def test_a_form_is_its_projects_by_mark_then_code_then_name(book: Ledger) -> None:
    """Each way that a form may say whose it is, and how it was known is kept."""
    roster = [row(n) for n in range(1, 6)] + [row(6, unit="云岭县人力资源和社会保障局")]
    keep(
        book,
        [
            came("1.xlsx", filled(1, name="危桥改造（改）")),
            came("2.xlsx", stranger("别的写法", code=" yl０2")),
            came("3.xlsx", stranger("“彩超设备购置”　经费", unit="教育局")),
            came("6.xlsx", stranger("退耕还林补助", unit="县人社局")),
            came("邮箱/YL04.xlsx", stranger("", unit="")),
        ],
        roster,
    )
    settle(book, RULES)

    got = {path: (e["project_code"], e["matched"]) for path, e in standings(book).items()}
    assert got == {
        "1.xlsx": ("YL01", "copy"),
        "2.xlsx": ("YL02", "code"),
        "3.xlsx": ("YL03", "name"),
        "6.xlsx": ("YL06", "name"),
        "邮箱/YL04.xlsx": ("YL04", "path"),
    }
    assert found(book, "match") == {
        ("1.xlsx", "D24", ""), ("2.xlsx", "D24", ""), ("邮箱/YL04.xlsx", "D27", "")
    }  # fmt: skip
    assert states(book)["YL05"] == "未报送"


def test_names_decide_within_their_unit(book: Ledger) -> None:
    """Two units have a project of one name: neither gets a form that says no unit, or a third's."""
    roster = [row(1, name="教师培训"), row(2, unit="云岭县卫生健康局"), row(3)]
    keep(
        book,
        [
            came("a.xlsx", stranger("教师培训", unit="卫生健康局")),
            came("b.xlsx", stranger("教师培训", unit="")),
            came("c.xlsx", stranger("教师培训", unit="青山县教育局")),
            came("d.xlsx", stranger("彩超设备购置", unit="")),
            came("e.xlsx", stranger("彩超设备购置", unit="云岭县教育局财务股", content="别")),
        ],
        roster,
    )
    settle(book, RULES)

    got = {path: each["project_code"] for path, each in standings(book).items()}
    assert got == {"a.xlsx": "YL02", "b.xlsx": "", "c.xlsx": "", "d.xlsx": "YL03", "e.xlsx": "YL03"}  # fmt: skip
    assert {each for each in found(book) if each[0] in "b.xlsx c.xlsx"} == {
        ("b.xlsx", "D23", ""), ("c.xlsx", "D23", "")
    }  # fmt: skip


def test_what_is_only_alike_is_proposed_and_never_taken(book: Ledger) -> None:
    """The project stays missing; a unit called quite otherwise must name it almost to the letter."""
    roster = [
        row(1, name="农村饮水安全巩固提升", unit="云岭县水务局"),
        row(2, name="乡村旅游厕所建设", unit="云岭县文化和旅游局"),
    ]
    keep(
        book,
        [
            came("近.xlsx", stranger("农村饮水安全巩固提升工程", unit="云岭县水利局")),
            came("远.xlsx", stranger("公路旅游厕所改造", unit="云岭县交通运输局")),
        ],
        roster,
    )
    settle(book, RULES)

    assert states(book) == {"YL01": "未报送", "YL02": "未报送", "": "已收"}
    assert found(book, "match") == {("近.xlsx", "D23", ""), ("远.xlsx", "D22", "")}
    assert messages(book)["近.xlsx", "D23"] == (
        "名册中没有这个项目，近似的是 YL01“农村饮水安全巩固提升”（云岭县水务局）。"
    )
    with book.read() as connection:
        proposed = connection.execute(select(near.c.project_id, near.c.likeness)).all()
        (first,) = connection.scalars(select(project.c.id).where(project.c.code == "YL01"))
    assert [(each.project_id, round(each.likeness, 2)) for each in proposed] == [
        (first, Decimal("0.91"))
    ]
    assert {each["verdict"] for each in standings(book).values()} == {"findings"}


def test_a_unit_is_not_told_what_of_another_unit_is_near(book: Ledger) -> None:
    """One that the roster does not know may be a slip of the pen; one that it knows is itself."""
    roster = [
        row(1, name="农村饮水安全巩固提升", unit="云岭县水务局"),
        row(2, name="乡村旅游厕所建设", unit="云岭县文化和旅游局"),
    ]
    forms = [
        came("笔误.xlsx", stranger("农村饮水安全巩固提升工程", unit="云岭县水利局")),
        came("别家.xlsx", stranger("农村饮水安全巩固提升工程项目", unit="云岭县文化和旅游局")),
    ]
    keep(book, forms, roster)
    settle(book, RULES)

    with book.read() as connection:
        query = select(finding.c.message, finding.c.outward).where(finding.c.code == "D23")
        said = connection.execute(query.order_by(finding.c.id)).all()
    assert len(said) == 2
    assert all("近似的是 YL01" in each.message for each in said)
    assert sorted(each.outward for each in said) == ["", "名册中没有这个项目。"]


def test_a_form_copied_for_another_project_goes_by_what_it_says(book: Ledger) -> None:
    """It bears the mark of one project and the name of another; a misspelled name changes nothing."""
    keep(
        book,
        [came("2.xlsx", filled(1, name="教师培训", content="二")), came("1.xlsx", filled(1, name="危桥改建"))],
        [row(1), row(2)],
    )  # fmt: skip
    settle(book, RULES)

    assert standings(book)["2.xlsx"]["project_code"] == "YL02"
    assert standings(book)["1.xlsx"]["project_code"] == "YL01"
    assert ("2.xlsx", "D25", "") in found(book)
    assert "填在发给YL01“危桥改造”（云岭县教育局）的表上" in messages(book)["2.xlsx", "D25"]


def test_a_code_that_differs_from_the_rosters_is_told(book: Ledger) -> None:
    """The name decides where no project has the code."""
    keep(book, [came("1.xlsx", stranger("危桥改造", code="YL77"))], [row(1)])
    settle(book, RULES)

    assert standings(book)["1.xlsx"]["project_code"] == "YL01"
    assert messages(book)["1.xlsx", "D24"] == "项目编号写的是“YL77”，名册上是“YL01”。"


def test_a_refused_file_may_name_its_project_in_its_path(book: Ledger) -> None:
    """By its code, by a folder's, or by the name that the form was sent under; not by any number."""
    roster = [
        row(1, code="YL2024001", sent="甲/YL2024001-危桥改造.xlsx"),
        row(2, code="YL2024002", sent="甲/YL2024002-教师培训.xlsx"),
        row(3, code="", sent="甲/彩超.xlsx"),
        row(4, code="2024", sent="甲/2024-古籍修复.xlsx"),
    ]
    keep(
        book,
        [
            refused("邮箱/ｙｌ2024001-危桥改造(1).xlsx"),
            refused("邮箱/YL2024002/签字页.jpg"),
            refused("微信/彩超(2).xls"),
            refused("2024/照片2024.jpg"),
            refused("YL20240011.pdf"),
        ],
        roster,
    )
    settle(book, RULES)

    assert _states_by_position(book) == ["退回", "退回", "退回", "未报送"]


def _states_by_position(ledger: Ledger) -> list[str]:
    now = current_select().subquery()
    query = (
        select(now.c.state)
        .join(project, project.c.id == now.c.project_id)
        .order_by(project.c.position)
    )
    with ledger.read() as connection:
        return list(connection.scalars(query))


def test_unexpected_projects_keep_their_numbers_and_what_was_said_of_them(book: Ledger) -> None:
    """Forms of one project share it; it goes with its last form unless somebody decided on it."""
    files = [
        came("甲.xlsx", stranger("档案数字化", unit="档案馆", code="YL902")),
        came(
            "乙.ods",
            stranger("档案数字化", unit="档案馆", content="后来"),
            when="03-12 09:00:00",
        ),
        came("丙.xlsx", stranger("平台运维", unit="大数据中心")),
    ]
    keep(book, files, [row(1)])
    settle(book, RULES)
    with book.write() as connection:
        rows = connection.execute(select(project).where(~project.c.listed)).all()
        numbers = {each.key: each.id for each in rows}
        assert set(numbers) == {"code:2024|yl902", "name:2024|大数据中心|平台运维"}
        say(connection, numbers["code:2024|yl902"], "排除", "审核人")
    assert standings(book)["乙.ods"]["of"] == "甲.xlsx"

    keep(
        book,
        [
            came(each.path, when="04-01 09:00:00", kind="ignored", stamp=(9, 9))
            for each in files
        ],
    )
    settle(book, RULES)

    with book.read() as connection:
        left = dict(
            connection.execute(
                select(project.c.key, project.c.id).where(~project.c.listed)
            ).all()
        )
    assert left == numbers  # the forms are gone, and are still in the ledger
    assert {each["verdict"] for each in standings(book).values()} == {"gone"}


def test_without_a_roster_nothing_is_unexpected_or_missing(book: Ledger) -> None:
    """Every project is of itself, and only forms that say nothing are spoken of."""
    keep(
        book,
        [
            came("1.xlsx", filled(1)),
            came("2.xlsx", stranger("教师培训")),
            came("无名.xlsx", stranger("", unit="")),
            came("空.xlsx", stranger("", unit="", filled=0, content="空")),
        ],
    )
    settle(book, RULES)

    assert found(book) == {("无名.xlsx", "D26", "")}
    got = standings(book)
    assert [got[path]["counts"] for path in ("1.xlsx", "2.xlsx", "无名.xlsx", "空.xlsx")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert got["空.xlsx"]["key"] is None
    assert got["空.xlsx"]["reason"] == "没有填写"


def test_a_project_that_left_the_roster_keeps_the_forms_with_its_mark(book: Ledger) -> None:
    """It is unexpected then, and the same project as before."""
    keep(book, [came("1.xlsx", filled(1)), came("2.xlsx", filled(2))], [row(1), row(2)])
    settle(book, RULES)
    book.set_roster([row(2)])
    settle(book, RULES)

    assert standings(book)["1.xlsx"]["key"] == f"copy:{1:016x}"
    assert found(book, "match") == {("1.xlsx", "D22", "")}
