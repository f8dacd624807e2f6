"""Projects side by side: what is copied, too good, too alike or far off, and what is rightly alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from judging_records import (
    NAMES,
    RULES,
    all_messages,
    came,
    digest,
    filled,
    found,
    indicator,
    keep,
    messages,
    of_units,
    row,
    standings,
    text,
    with_rules,
)
from msgspec.structs import replace
from sqlalchemy import select

from xltools.judging.settle import settle
from xltools.ledger.book import Ledger, open_ledger
from xltools.ledger.tables import finding
from xltools.returns.records import FileRecord, FormRecord

REASON = "雨季施工停工二十余天，下年度提前安排"
EDUCATION, HEALTH = "云岭县教育局", "云岭县卫生健康局"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file."""
    with open_ledger(tmp_path / "台账.db") as made:
        yield made


def told(book: Ledger, files: list[FileRecord], **rules: Any) -> set[tuple[str, str, str]]:
    """What is found across these files of projects 1 to 12, which stand on the roster."""
    keep(book, files, [row(number) for number in range(1, 13)])
    settle(book, with_rules(**rules))
    return found(book, "across")


def files(*forms: FormRecord) -> list[FileRecord]:
    """A file for each: 1.xlsx, 2.xlsx, one a day."""
    return [
        came(f"{n}.xlsx", form, when=f"03-{n:02d} 09:00:00") for n, form in enumerate(forms, 1)
    ]


def rows(*values: tuple[str, str, str]) -> tuple[Any, ...]:
    """Indicators of these names, targets and results."""
    return tuple(
        indicator(13 + n, name=name, target=target, actual=actual)
        for n, (name, target, actual) in enumerate(values)
    )


# --- texts


def test_a_reason_of_another_project_is_told_with_whose_it_was_first(book: Ledger) -> None:
    """At each form, and at the version that does not count and says the same."""
    versions = filled(2, words=(text(REASON, cell="自评表!I20"),)), filled(2, words=(text(REASON),), content="后")  # fmt: skip
    again = files(filled(1, words=(text(REASON, cell="自评表!I13"),)), *versions, filled(3))
    assert told(book, again) == {
        ("1.xlsx", "D61", "自评表!I13"),
        ("2.xlsx", "D61", "自评表!I20"),
        ("3.xlsx", "D61", "自评表!I13"),
    }
    said = messages(book)
    assert "与另外 1 个项目的一字不差（云岭县教育局“教师培训”（3.xlsx 自评表!I13）），本表报得最早" in said["1.xlsx", "D61"]  # fmt: skip
    assert "最先报来的是云岭县教育局“危桥改造”（1.xlsx 自评表!I13）" in said["3.xlsx", "D61"]
    assert standings(book)["2.xlsx"]["verdict"] == "findings"


@pytest.mark.parametrize(
    "words",
    [
        text("雨季施工停工"),  # short
        text(REASON, "objective_planned", "年度绩效目标"),  # the bureau's own
        text("《关于批复2024年部门预算的通知》", "basis", "立项依据"),
        text("无，本年度没有需要说明的其他问题", "other", "其他需要说明的问题"),
    ],
)
def test_what_units_rightly_have_in_common_is_not_spoken_of(book: Ledger, words: Any) -> None:
    """Short texts, documents, what was printed in the form before it was sent."""
    assert told(book, files(filled(1, words=(words,)), filled(2, words=(words,)))) == set()
    assert of_units(book) == []


def test_doubles_and_versions_of_one_project_are_no_copies(book: Ledger) -> None:
    """Only projects are compared; what was refused says nothing."""
    same = (text(REASON),)
    forms = files(
        filled(1, words=same), filled(1, words=same), filled(1, words=same, content="后"),
        filled(2, words=same, filled=0),
    )  # fmt: skip
    assert told(book, forms) == set()


def test_texts_that_differ_in_the_name_alone_are_a_hint_to_the_unit(book: Ledger) -> None:
    """One line a unit; no form has a finding for it."""

    def own(number: int, role: str, label: str) -> Any:
        words = f"{NAMES[number]}建立周调度、月通报制度"
        return replace(text(words, role, label), digest=digest(role))

    forms = [
        filled(n, words=(own(n, "experience", "主要经验"), own(n, "problems", "存在问题")))
        for n in (1, 2, 3)
    ]
    assert told(book, files(*forms)) == set()
    assert of_units(book) == [
        (EDUCATION, "D61", "3 个项目的“主要经验”、“存在问题”除项目名称外一字不差。")
    ]


# --- rows


SAME = (
    ("培训人次", "≥260人次", "271人次"),
    ("合格率", "=100%", "100%"),
    ("完成时间", "11月前", "9月3日"),
)
OTHER = (("满意度", "≥90%", "93.1%"), ("新增骨干", "≥30人", "33人"))


def test_a_unit_is_not_told_whose_form_is_like_its_own(book: Ledger) -> None:
    """Its own projects are named to it; of other units' it learns that there are some."""
    same = {"words": (text(REASON),), "indicators": rows(*SAME), "code": "YL-1"}
    forms = files(
        *(filled(n, **same) for n in (1, 2)), filled(3, **same, unit=HEALTH)
    )  # fmt: skip
    keep(book, forms, [row(1), row(2), row(3, unit=HEALTH)])
    settle(book, RULES)
    with book.read() as connection:
        query = select(finding.c.code, finding.c.message, finding.c.outward).where(
            finding.c.code.in_(("D61", "D62", "D65"))
        )
        said = connection.execute(query).all()
    assert Counter(each.code for each in said) == {"D61": 3, "D62": 3, "D65": 3}
    for each in said:
        heard = each.outward or each.message
        assert HEALTH in each.message or EDUCATION in each.message
        assert HEALTH not in heard
        assert "3.xlsx" not in heard
    heard = [each.outward for each in said if each.outward]
    assert any(
        "本表报得最早" in each and f"{EDUCATION}“教师培训”（2.xlsx" in each for each in heard
    )
    assert all("其他单位的项目" in each for each in heard)


def test_rows_that_two_projects_share_are_told_if_they_are_many(book: Ledger) -> None:
    """Three rows, and half of all that were filled in."""
    one, other = filled(1, indicators=rows(*SAME, *OTHER)), filled(2, indicators=rows(*SAME))
    assert told(book, files(one, other)) == {
        ("1.xlsx", "D62", "自评表!C13"),
        ("2.xlsx", "D62", "自评表!C13"),
    }
    assert "3 个指标的名称、目标值、实际值与另外 1 个项目的完全相同（云岭县教育局“教师培训”（2.xlsx））" in messages(book)["1.xlsx", "D62"]  # fmt: skip


@pytest.mark.parametrize("shared", [SAME[:2], SAME])
def test_a_few_rows_alike_are_nothing(book: Ledger, shared: tuple[Any, ...]) -> None:
    """Two rows; or three of seven."""
    more = [(f"指标{n}", f"{n}个", f"{n}个") for n in range(4)]
    others = [(f"事项{n}", f"{n}件", f"{n}件") for n in range(4)]
    forms = files(filled(1, indicators=rows(*shared, *more)), filled(2, indicators=rows(*shared, *others)))  # fmt: skip
    assert told(book, forms) == set()


def test_a_form_that_very_many_have_copied_is_told_at_each(book: Ledger) -> None:
    """More than eight: no pairs are made, every form names the first ones."""
    forms = files(*(filled(n, indicators=rows(*SAME)) for n in range(1, 13)))
    assert told(book, forms) == {(f"{n}.xlsx", "D62", "自评表!C13") for n in range(1, 13)}
    assert "与另外 11 个项目的完全相同" in messages(book)["7.xlsx", "D62"]
    assert "等 11 个" in messages(book)["7.xlsx", "D62"]


# --- money


def spent(number: int, outturn: str, budget: str | None = None) -> FormRecord:
    """The form with other money."""
    own = Decimal(100 + number) if budget is None else Decimal(budget)
    return filled(number, outturn=Decimal(outturn), budget=own)


def test_an_outturn_that_is_a_neighbours_to_the_digit_is_told(book: Ledger) -> None:
    """Only where the project's own budget is far from it, and never for round amounts."""
    forms = files(
        spent(1, "48.92"), spent(2, "48.92"), spent(3, "50"), spent(4, "50"), spent(5, "105")
    )
    assert told(book, forms) == {("1.xlsx", "D63", ""), ("2.xlsx", "D63", "")}
    assert messages(book)["1.xlsx", "D63"].startswith(
        "全年执行数 48.92 万元与云岭县教育局“教师培训”（2.xlsx）的全年执行数分毫不差，本项目的全年预算数却是 101 万元"
    )


def test_money_that_is_all_another_units_is_a_hint(book: Ledger) -> None:
    """Budget and outturn both, of four digits; nobody's verdict suffers from it."""
    keep(
        book,
        files(spent(1, "99.87", "101"), spent(2, "99.87", "101"), spent(3, "99.9", "103")),
        [row(1), row(2, unit=HEALTH, budget=Decimal(101)), row(3)],
    )
    settle(book, RULES)
    assert found(book) == {("1.xlsx", "D63", ""), ("2.xlsx", "D63", "")}
    assert {each["verdict"] for each in standings(book).values()} == {"accepted"}


def test_budgets_are_held_against_the_roster_project_by_project_and_in_all(
    book: Ledger,
) -> None:
    """Over what came; half of a 分 is nothing."""
    forms = files(spent(1, "131", "131"), spent(2, "102.004", "102.004"), spent(3, "103"))
    assert told(book, forms) == {("1.xlsx", "D67", "")}
    assert (
        messages(book)["1.xlsx", "D67"]
        == "全年预算数是 131 万元，名册上是 101 万元，相差 30 万元。"
    )
    assert of_units(book) == [
        (EDUCATION, "D66", "报来的 3 个项目全年预算数合计 336.004 万元，名册上这些项目合计 306 万元，相差 30.004 万元。")
    ]  # fmt: skip


# --- scores


def scored(*totals: str) -> list[FileRecord]:
    """Projects that claim these totals."""
    return files(*(filled(n, typed_score=Decimal(each)) for n, each in enumerate(totals, 1)))


def test_a_unit_full_of_hundreds_is_told_at_every_form(book: Ledger) -> None:
    """All that says so, whatever is reckoned."""
    assert told(book, scored("100", "100", "100.00")) == {(f"{n}.xlsx", "D64", "") for n in (1, 2, 3)}  # fmt: skip
    assert messages(book)["1.xlsx", "D64"] == "云岭县教育局的 3 个项目自评都是满分 100。"


def test_totals_that_are_all_alike_are_told(book: Ledger) -> None:
    """97 three times is no accident either."""
    told(book, scored("97", "97", "97"))
    assert messages(book)["1.xlsx", "D64"] == "云岭县教育局的 3 个项目自评总分都是 97。"


@pytest.mark.parametrize("totals", [("100", "100"), ("100", "100", "99.5")])
def test_two_projects_or_an_odd_one_out_are_no_pattern(book: Ledger, totals: tuple[str, ...]) -> None:  # fmt: skip
    """Three are needed, and all of them."""
    assert told(book, scored(*totals)) == set()
    assert of_units(book) == []


def test_nearly_all_full_is_a_hint_to_the_unit(book: Ledger) -> None:
    """Four fifths."""
    assert told(book, scored("100", "100", "100", "100", "91")) == set()
    assert of_units(book) == [(EDUCATION, "D64", "5 个项目中有 4 个自评满分。")]


# --- codes


def test_one_code_in_two_projects_forms_is_told_at_both(book: Ledger) -> None:
    """Also where the roster gives one code to two."""
    keep(
        book,
        files(filled(1, code="YL01"), filled(2, code="yl 01")),
        [row(1), row(2), row(3, code="YL02", unit=HEALTH)],
    )
    settle(book, RULES)
    assert {each for each in found(book) if each[1] == "D65"} == {
        ("1.xlsx", "D65", ""), ("2.xlsx", "D65", "")
    }  # fmt: skip
    assert of_units(book) == [
        ("", "D28", "名册中项目编号“YL02”有 2 个项目：“教师培训”、“彩超设备购置”。"),
        (HEALTH, "D29", "名册上的 1 个项目一个也没有报来。"),
    ]


# --- outliers


def measured(number: int, target: str, actual: str, name: str = "满意度", unit: str = "%") -> FormRecord:  # fmt: skip
    """A form with one indicator that has numbers."""
    numbers: dict[str, Any] = {
        "target_number": Decimal(target),
        "actual_number": Decimal(actual),
    }
    return filled(number, indicators=(indicator(name=name, unit=unit, **numbers),))


def test_a_result_far_from_its_like_is_a_hint(book: Ledger) -> None:
    """Measured by the target; a blank in the name is no other indicator."""
    forms = [
        measured(n, "90", str(90 + n % 4), "满意 度" if n % 2 else "满意度")
        for n in range(1, 10)
    ]
    assert told(book, files(*forms, measured(10, "90", "9300"))) == {("10.xlsx", "D68", "自评表!C13")}  # fmt: skip
    assert messages(book)["10.xlsx", "D68"] == (
        "指标“满意度”实际是目标的 10333.33%，另外 9 个项目的同名指标多在 101.11% 到 103.33% 之间。"
    )
    assert {each["verdict"] for each in standings(book).values()} == {"accepted"}


def test_results_of_projects_large_and_small_are_not_compared(book: Ledger) -> None:
    """What each reached of its target is."""
    sizes = (12, 31, 44, 60, 75, 131, 160, 210, 9600)
    forms = [
        measured(n, str(size), str(size), "总成本", "万元") for n, size in enumerate(sizes, 1)
    ]
    assert told(book, files(*forms)) == set()


def test_a_number_that_is_far_off_with_its_target_is_told_where_all_are_alike(
    book: Ledger,
) -> None:
    """93 % of 90 % beside 0.93 of 0.9: nothing is wrong with the share of the target."""
    forms = [measured(n, "90", str(90 + n % 4)) for n in range(1, 10)]
    assert told(book, files(*forms, measured(10, "0.9", "0.93"))) == {("10.xlsx", "D68", "自评表!C13")}  # fmt: skip
    assert "的实际值是 0.93%" in messages(book)["10.xlsx", "D68"]


def test_fewer_than_the_rules_ask_for_are_no_group(book: Ledger) -> None:
    """Seven like indicators and a wild one."""
    forms = [measured(n, "90", str(90 + n % 4)) for n in range(1, 7)]
    assert told(book, files(*forms, measured(7, "90", "9300"))) == set()
    settle(book, with_rules(outliers={"group": 7}))
    assert found(book, "across") == {("7.xlsx", "D68", "自评表!C13")}


# --- last year


def test_last_years_ledger_shows_what_changed_too_much_and_what_not_at_all(
    book: Ledger, tmp_path: Path
) -> None:
    """Projects are known again by code, or by name where the year has moved into the code."""
    experience = text("建立周调度、月通报制度，问题当月解决", "experience", "主要经验")
    before = [
        filled(1, year=2023, words=(text(REASON), experience), score=Decimal(98), copy=""),
        filled(2, year=2023, score=Decimal(70), budget=Decimal(40), copy=""),
        filled(
            3,
            year=2023,
            name="古建修缮",
            words=(text(REASON + "。"),),
            score=Decimal(70),
            copy="",
        ),
    ]
    roster = [row(1, year=2023, copy=""), row(2, year=2023, code="旧2", copy=""), row(3, year=2023, name="古建修缮", copy="")]  # fmt: skip
    with open_ledger(tmp_path / "上年.db") as former:
        keep(former, files(*before), roster)
        settle(former, RULES)
        now = [
            filled(1, words=(text(REASON), experience)), filled(2),
            filled(3, words=(text(REASON + "。"),)),
        ]  # fmt: skip
        keep(book, files(*now), [row(1), row(2), row(3)])
        settle(book, RULES, former)

    assert found(book, "across") == {
        ("1.xlsx", "D69", "自评表!I13"),
        ("1.xlsx", "D69", ""),
        ("2.xlsx", "D69", ""),
    }
    assert {said for _, _, said in all_messages(book)} == {
        f"“偏差原因”与上年的一字不差：“{REASON}”。",
        "“主要经验”与上年的一字不差。",
        "得分 92，上年是 70，高 22 分。",
        "全年预算数 102 万元，上年是 40 万元，增加 155%。",
    }
    assert standings(book)["1.xlsx"]["verdict"] == "findings"
    assert standings(book)["2.xlsx"]["verdict"] == "accepted"
