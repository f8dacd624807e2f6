"""Settling as a whole: the same in each kind of database, whatever came first, and every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from judging_records import (
    NAMES,
    RULES,
    came,
    everything,
    filled,
    hint,
    indicator,
    keep,
    refused,
    row,
    standings,
    stranger,
    text,
    with_rules,
)
from msgspec.structs import replace
from sqlalchemy import event, select

from xltools.judging.settle import settle
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.tables import difference, project
from xltools.returns.cells import packed_cells
from xltools.returns.records import FileRecord

REASON = "雨季施工停工二十余天，下年度提前安排"
ROSTER = [row(n) for n in range(1, 10)] + [
    row(10, unit="云岭县水务局", name="农村饮水安全巩固提升"),
    row(11, unit="云岭县民政局"),
    row(12),
]


def heap() -> list[FileRecord]:
    """A little of everything."""
    versions = [
        filled(3, cells=packed_cells({"自评表!F6": "386.19", "自评表!I29": ""}), content="旧"),
        filled(
            3,
            cells=packed_cells({"自评表!F6": "382.08", "自评表!I29": "少3公里"}),
            content="新",
        ),
    ]
    numbers = [
        indicator(13, name="满意度", target="≥90%", actual=f"9{n % 4}%", unit="%",
                  target_number=Decimal(90), actual_number=Decimal(90 + n % 4))
        for n in range(10)
    ]  # fmt: skip
    wild = indicator(13, name="满意度", target="≥90%", actual="9300%", unit="%", target_number=Decimal(90), actual_number=Decimal(9300))  # fmt: skip
    return [
        came("邮箱/1.xlsx", filled(1, words=(text(REASON),), indicators=(numbers[1],))),
        came("U盘/1.xlsx", filled(1, words=(text(REASON),)), when="03-11 09:00:00", sha256="同"),
        came("U盘/1.ods", filled(1, words=(text(REASON),)), when="03-11 09:00:00"),
        came("2.xlsx", filled(2, words=(text(REASON),), indicators=(numbers[2],)), when="03-09 09:00:00"),
        came("3.xlsx", versions[0], when="03-12 09:00:00"),
        came("3（改）.xlsx", versions[1], when="03-20 09:00:00"),
        came("4.xlsx", filled(4, year=2023)),
        came("5.xlsx", filled(5, indicators=(wild,)), when="04-02 09:00:00"),
        came("6.xlsx", filled(6, findings=(hint("warning"),), indicators=(numbers[6],))),
        came("7.xlsx", filled(7, typed_score=Decimal(100), indicators=(numbers[7],))),
        came("8.xlsx", filled(8, budget=Decimal(150), indicators=(numbers[8],))),
        came("合.xlsx", filled(9, indicators=(numbers[9],)), replace(filled(12), number=2)),
        came("近.xlsx", stranger("农村饮水安全巩固提升工程", unit="云岭县水利局", indicators=(numbers[3],))),
        came("外.xlsx", stranger("档案数字化", unit="云岭县档案馆", code="YL902", indicators=(numbers[4],))),
        came("外.ods", stranger("档案数字化", unit="云岭县档案馆"), when="03-11 09:00:00"),
        came("空.xlsx", stranger("", unit="", filled=0)),
        refused("民政局/YL11.xlsx"),
        refused("图片.jpg"),
    ]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with open_ledger(tmp_path / "另一本.db") as made:
        yield made


@pytest.mark.parametrize("seed", [1, 2])
def test_neither_the_database_nor_the_order_of_arrival_changes_anything(
    ledger: Ledger, book: Ledger, seed: int
) -> None:
    """Files that came in another order, into either kind of database; and settling again."""
    keep(book, heap(), ROSTER)
    settle(book, RULES)
    expected = everything(book)
    assert all(expected.values())

    files = heap()
    random.Random(seed).shuffle(files)
    keep(ledger, files[:9], ROSTER)
    settle(ledger, RULES)  # half of it was settled before the rest came
    keep(ledger, files[9:])
    settle(ledger, RULES)

    assert everything(ledger) == expected
    settle(ledger, RULES)
    assert everything(ledger) == expected


def test_each_form_of_the_heap_is_what_it_is(ledger: Ledger) -> None:
    """Verdicts, and which of a project's forms counts, in each kind of database."""
    keep(ledger, heap(), ROSTER)
    settle(ledger, RULES)

    got = standings(ledger)
    assert {path: each["verdict"] for path, each in got.items()} == {
        "邮箱/1.xlsx": "findings", "U盘/1.xlsx": "duplicate", "U盘/1.ods": "duplicate",
        "2.xlsx": "findings", "3.xlsx": "accepted", "3（改）.xlsx": "accepted",
        "4.xlsx": "refused", "5.xlsx": "findings", "6.xlsx": "findings", "7.xlsx": "accepted",
        "8.xlsx": "findings", "合.xlsx": "accepted", "近.xlsx": "findings", "外.xlsx": "findings",
        "外.ods": "duplicate", "空.xlsx": "refused",
    }  # fmt: skip
    assert sorted(path for path, each in got.items() if not each["counts"]) == sorted(
        ["3.xlsx", "4.xlsx", "U盘/1.ods", "U盘/1.xlsx", "外.ods", "空.xlsx"]
    )
    assert got["U盘/1.xlsx"]["of"] == got["U盘/1.ods"]["of"] == "邮箱/1.xlsx"
    assert got["3（改）.xlsx"]["of"] == "3.xlsx"
    assert got["5.xlsx"]["late"]
    with ledger.read() as connection:
        changes = connection.execute(
            select(difference.c.cell, difference.c.before, difference.c.after).order_by(
                difference.c.cell
            )
        ).all()
    assert ("自评表!F6", "386.19", "382.08") in [tuple(each) for each in changes]
    assert ("自评表!I29", "", "少3公里") in [tuple(each) for each in changes]


@pytest.mark.parametrize(
    ("severity", "least", "verdict"),
    [
        ("hint", "warning", "accepted"),
        ("warning", "warning", "findings"),
        ("warning", "error", "accepted"),
        ("error", "error", "findings"),
        ("hint", "hint", "findings"),
    ],
)
def test_the_rules_say_from_which_severity_on_a_form_has_findings(
    book: Ledger, severity: str, least: str, verdict: str
) -> None:
    """Of whatever origin."""
    keep(book, [came("1.xlsx", filled(1, findings=(hint(severity),)))], [row(1)])
    settle(book, with_rules(verdict={"least": least}))
    assert standings(book)["1.xlsx"]["verdict"] == verdict


def test_the_version_that_was_sent_is_the_one_that_came_back_under_the_marks(
    book: Ledger,
) -> None:
    """A newer xltools does not refuse the forms that an older one sent out; a lone old form it does."""
    lone = [came("1.xlsx", filled(1, version="0"))]
    roster = [row(n) for n in range(1, 5)]
    keep(book, lone, roster)
    settle(book, RULES)
    assert standings(book)["1.xlsx"]["reason"] == "表样版本是 0，发出的是 1"

    keep(book, [came(f"{n}.xlsx", filled(n, version="0")) for n in (2, 3)])
    settle(book, RULES)
    assert {each["verdict"] for each in standings(book).values()} == {"accepted"}

    keep(book, [came("4.xlsx", filled(4))])
    settle(book, RULES)
    assert sorted(each["verdict"] for each in standings(book).values()) == ["accepted", *["refused"] * 3]  # fmt: skip


def test_what_is_asked_of_the_database_does_not_grow_with_the_forms(book: Ledger) -> None:
    """Twenty forms or two hundred: the same statements, and rows in batches."""
    asked: list[str] = []
    event.listen(book.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for until in (20, 200):
        some = [
            came(
                f"{n}.xlsx",
                filled(1, copy=f"{n:016x}", name=f"{NAMES[n % 13 + 1]}{n}", content=str(n)),
            )
            for n in range(until)
        ]
        roster = [row(1, copy=f"{n:016x}", code=f"YL{n:04d}", name=f"{NAMES[n % 13 + 1]}{n}") for n in range(until)]  # fmt: skip
        keep(book, some, roster)
        asked.clear()
        settle(book, RULES)
        counts.append(len(asked))
        with book.read() as connection:
            assert len(connection.execute(select(project.c.id)).all()) == until
    assert counts[0] == counts[1] < 200
