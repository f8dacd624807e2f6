"""All that came of one project: doubles, refusals, versions, and which form counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from judging_records import RULES, with_rules

from xltools.judging.project import Awaited, Came, Judged, judge
from xltools.returns.rules import Rules

PROJECT = Awaited(1, True, "national-2020", "1", 2024, "2025-03-31")


def came(number: int, when: str = "03-10", **more: Any) -> Came:
    """A sound form of its own content, which came on that day."""
    values: dict[str, Any] = {
        "id": number, "gone": False, "matched": "copy", "path": f"{number}.xlsx", "number": 1,
        "modified": f"2025-{when} 10:00:00", "sha256": f"字节{number}",
        "content": f"内容{number}", "profile": "national-2020", "version": "1", "year": 2024,
        "filled": 6, "indicators": 6, "errors": 0, "warnings": 0, "score": Decimal(90),
    }  # fmt: skip
    return Came(**(values | more))


def judged(forms: Sequence[Came], rules: Rules = RULES, project: Awaited | None = PROJECT) -> list[Judged]:  # fmt: skip
    """The judgements, in the order of the forms."""
    found = judge(project, forms, rules)
    assert [each.form for each in found] == list(forms)
    assert sum(each.counts for each in found) <= 1
    return found


def counting(forms: Sequence[Came], **rules: Any) -> tuple[int | None, list[str]]:
    """The form that counts by these rules of counting, and what is said of each."""
    found = judged(forms, with_rules(counts=rules) if rules else RULES)
    return next((each.form.id for each in found if each.counts), None), [
        each.why for each in found
    ]


def test_the_newest_counts_and_each_is_told_why() -> None:
    """By the time of writing; the version before it is what it is compared with."""
    assert counting([came(1)]) == (1, ["只有这一份"])
    forms = [came(1), came(2, "03-12"), came(3, "03-20")]
    assert counting(forms) == (
        3, ["另有报来更晚的一份：3.xlsx", "另有报来更晚的一份：3.xlsx", "3 份中最后报来的一份"]
    )  # fmt: skip
    assert [(each.of, each.before) for each in judged(forms)] == [(None, None), (1, 1), (2, 2)]


def test_what_was_put_right_where_content_shows_nothing_is_a_version_of_its_own() -> None:
    """A label changed back, the protection restored: the same words, fewer findings."""
    same = {"content": "内容"}
    forms = [came(1, warnings=1, **same), came(2, "03-12", **same), came(3, "03-13", **same)]
    found = judged(forms)
    assert [each.verdict for each in found] == ["accepted", "accepted", "duplicate"]
    assert [each.counts for each in found] == [False, True, False]
    assert found[2].of == 2


def test_another_format_shows_less_and_is_no_version() -> None:
    """That a protection is gone cannot be known of an .ods: it is the copy of a faulty form."""
    same = {"content": "内容"}
    forms = [came(1, warnings=1, **same), came(2, "03-12", path="2.ods", **same)]
    assert [each.verdict for each in judged(forms)] == ["accepted", "duplicate"]
    worse = [came(1, **same), came(2, "03-12", warnings=1, **same)]
    assert [each.verdict for each in judged(worse)] == ["accepted", "duplicate"]


def test_the_rule_may_be_the_first_or_the_best() -> None:
    """Of two that are equally good the newer one counts; one without a score is the last."""
    forms = [
        came(1, score=None), came(2, "03-12", score=Decimal("95.5")),
        came(3, "03-13", score=Decimal("95.5")), came(4, "03-14", score=Decimal(80)),
    ]  # fmt: skip
    assert counting(forms, order="first")[0] == 1
    assert counting(forms, order="best") == (
        3, [*["另有得分更高的一份：3.xlsx"] * 2, "4 份中得分最高的一份", "另有得分更高的一份：3.xlsx"]
    )  # fmt: skip


def test_errors_and_lateness_may_keep_a_form_from_counting() -> None:
    """Errors only where another form has none; lateness always."""
    forms = [came(1), came(2, "03-12", errors=2)]
    assert counting(forms)[0] == 2
    assert counting(forms, without_errors=True) == (
        1, ["2 份中没有错误的最后报来的一份", "有错误，另有没有错误的一份：1.xlsx"]
    )  # fmt: skip
    assert counting([came(2, errors=2)], without_errors=True)[0] == 2
    late = [came(1), came(2, "04-01")]
    assert counting(late)[0] == 2
    assert counting(late, late=False)[0] == 1
    assert counting([came(2, "04-01")], late=False) == (None, ["逾期的不算"])


def test_doubles_are_the_earliest_ones_that_is_still_there() -> None:
    """The same bytes and the same content are told apart; a double of a double is one of the first."""
    forms = [
        came(1, gone=True, content="同"),
        came(2, "03-11", content="同"),
        came(3, "03-12", content="同", sha256="字节2"),
        came(4, "03-13", content="同"),
    ]
    found = judged(forms)

    assert [(each.verdict, each.code, each.of) for each in found] == [
        ("gone", "", 2), ("accepted", "", None), ("duplicate", "D20", 2),
        ("duplicate", "D21", 2),
    ]  # fmt: skip
    assert found[2].reason == "与“2.xlsx”是同一个文件。"
    assert [each.counts for each in found] == [False, True, False, False]
    assert [each.before for each in found] == [None] * 4


def test_a_replaced_file_is_a_version_and_never_counts() -> None:
    """What lay under the same path before is there to be compared with."""
    found = judged([came(1, gone=True, path="表.xlsx"), came(2, "03-12", path="表.xlsx")])

    assert [(each.verdict, each.of, each.counts) for each in found] == [
        ("gone", None, False), ("accepted", 1, True)
    ]  # fmt: skip
    assert found[1].why == "只有这一份"


@pytest.mark.parametrize(
    ("rule", "changed", "code", "reason"),
    [
        ("wrong_year", {"year": 2023}, "D31", "年度是 2023，应为 2024"),
        ("other_form", {"profile": "kashi-2020"}, "D32", "表样是 kashi-2020，发出的是 national-2020"),
        ("wrong_version", {"version": "0"}, "D33", "表样版本是 0，发出的是 1"),
        ("empty", {"filled": 0}, "D34", "没有填写"),
    ],
)  # fmt: skip
def test_what_can_be_read_may_be_refused_or_only_told_of(
    rule: str, changed: dict[str, Any], code: str, reason: str
) -> None:
    """As the rules say; what is refused never counts."""
    forms = [came(1), came(2, "03-12", **changed)]
    _, refused = judged(forms)
    assert (refused.verdict, refused.code, refused.reason) == ("refused", code, reason)
    assert not refused.counts
    assert refused.told == ()
    assert refused.before is None

    _, taken = judged(forms, with_rules(refuse={rule: False}))
    assert (taken.verdict, taken.counts) == ("accepted", True)
    assert [each.code for each in taken.told] == [code]


def test_a_form_without_a_mark_is_not_refused_for_what_it_looks_like() -> None:
    """Its layout is a guess, its version unknown."""
    (found,) = judged([came(1, version="", profile="hebei-2020")])
    assert (found.verdict, found.counts) == ("accepted", True)
    assert [each.code for each in found.told] == ["D35"]
    assert judged([came(1, version="")])[0].told == ()


def test_nothing_is_known_of_a_project_that_nobody_awaits() -> None:
    """It has no year, form or deadline to be wrong against; an empty form is refused all the same."""
    unknown = Awaited(1, False, "kashi-2020", "", 2023, "")
    found = judged([came(1, "06-01"), came(2, "06-02", filled=0)], project=unknown)
    assert [(each.verdict, each.late, each.told) for each in found] == [
        ("accepted", False, ()), ("refused", False, ())
    ]  # fmt: skip


def test_late_is_after_the_last_day() -> None:
    """Told at what is taken; a double that comes later is of the one that was in time."""
    forms = [came(1, "03-31", content="同"), came(2, "04-02"), came(3, "04-07", content="同")]
    found = judged(forms)
    assert [each.late for each in found] == [False, True, True]
    assert [[told.code for told in each.told] for each in found] == [[], ["D30"], []]
    assert (
        found[1].told[0].message == "报送日期是 2025-04-02，截止日期是 2025-03-31，逾期 2 天。"
    )


def test_forms_of_nobody_never_count() -> None:
    """Doubles among them are found all the same."""
    forms = [came(1, content="同", filled=0), came(2, content="同", filled=0)]
    found = judged(forms, project=None)
    assert [each.verdict for each in found] == ["refused", "duplicate"]
    taken = judged(forms, with_rules(refuse={"empty": False}), project=None)
    assert [(each.verdict, each.counts) for each in taken] == [
        ("accepted", False), ("duplicate", False)
    ]  # fmt: skip
