"""What the head and the texts of a form state: posts, counts, dates, balances, bare totals."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.check_forms import ALL, findings, form, money, number, row
from xltools.findings import Finding
from xltools.model import Place

SPENT = money("年度资金总额", "total", "200", "200", "195.5")
ROWS = [
    row("培训人数", "≥100人", "105人", "10", points="50"),
    row("培训合格率", "≥95%", "97%", "40", points="40", level2="质量指标"),
    row("学员满意度", "≥90%", "93%", "10", points="10", level1="满意度指标", level2="服务对象满意度指标"),
]  # fmt: skip


def told(code: str, fields: dict[str, str], **more: object) -> list[Finding]:
    """The findings of one number for a form with these fields."""
    rows = more.pop("rows", ROWS)
    evaluation = form(rows, SPENT, fields=fields, **more)  # type: ignore[arg-type]
    return [f for f in findings(evaluation) if f.code.number == code]


STAFF = {
    "staff_quota": "43", "staff_quota_administrative": "20", "staff_quota_worker": "9",
    "staff_quota_institution": "14", "staff_actual": "42", "staff_actual_administrative": "19",
    "staff_actual_worker": "9", "staff_actual_institution": "14", "staff_retired": "33",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"staff_quota": "43人", "staff_actual": "现有42名"},
        {"staff_actual_worker": ""},  # a kind that is not filled in proves nothing
        {"staff_retired": ""},
    ],
)
def test_posts_that_add_up_and_are_not_exceeded_are_passed_over(change: dict[str, str]) -> None:
    """20 + 9 + 14 = 43, 19 + 9 + 14 = 42 ≤ 43; the retired are counted nowhere."""
    assert told("S21", STAFF | change) == []
    assert told("A03", STAFF | change) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"staff_quota": "44"}, ["填 44 人，各类之和是 43 人（20 + 9 + 14），相差 1 人。"]),
        ({"staff_actual": "75"}, ["相差 33 人；多出的正是离退休 33 人。"]),
        ({"staff_actual": "76"}, ["相差 34 人。"]),
        (
            {"staff_actual": "44", "staff_actual_institution": "16"},
            ["16 人，大于“staff_quota_institution”14 人", "44 人，大于“staff_quota”43 人"],
        ),
    ],
)
def test_posts_that_do_not_add_up_or_are_exceeded_are_told(
    change: dict[str, str], words: list[str]
) -> None:
    """Each with both numbers; the retired are named where they are the gap."""
    found = told("S21", STAFF | change)
    assert len(found) == len(words)
    assert all(any(each in f.message for f in found) for each in words)


def test_a_unit_that_prints_only_two_totals_is_compared_by_them() -> None:
    """编制 16, 实有 15 is in order; 17 is one too many; 十五 is no number."""
    assert told("S21", {"staff_quota": "16", "staff_actual": "15"}) == []
    (found,) = told("S21", {"staff_quota": "16", "staff_actual": "17"})
    assert "超出 1 人" in found.message
    (unread,) = told("A03", {"staff_quota": "16", "staff_actual": "十五"})
    assert "十五" in unread.message


@pytest.mark.parametrize(
    "text",
    [
        "共设置一级指标2个，二级指标3个，三级指标3个，其中已完成三级指标3个",
        "一级指标 2 个、三级指标共3个",
        "产出类指标由2个三级指标构成，满意度指标由1个三级指标构成",
        "决策类指标由22个三级指标构成",  # a kind that this table does not have
        "三级指标完成率100%",
        "",
    ],
)
def test_counts_that_the_table_has_are_passed_over(text: str) -> None:
    """As many as there are rows and heads; no number, no comparison."""
    assert told("S01", {"problems": text}) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("二级指标9个", "二级指标 9 个，表中是 3 个"),
        ("一级指标3个", "一级指标 3 个，表中是 2 个"),
        ("设置三级指标12个", "三级指标 12 个，表中是 3 个"),
        ("产出类指标包括数量、质量，由4个三级指标构成", "产出类三级指标 4 个，表中是 2 个"),
    ],
)
def test_counts_that_the_table_has_not_are_told(text: str, words: str) -> None:
    """With the level, what is written and what is there, at the text's own cell."""
    (found,) = told("S01", {"problems": text})
    assert words in found.message
    assert found.place == Place("表", 10, 3)


def test_what_has_no_result_is_not_complete() -> None:
    """三级指标 3 个都已完成, but one has no 实际完成值."""
    rows = [ROWS[0], ROWS[1] | {"actual": ""}, ROWS[2]]
    (found,) = told("S01", {"problems": "其中已完成三级指标3个"}, rows=rows)
    assert "只有 2 个填了实际值" in found.message
    assert told("S01", {"problems": "其中已完成三级指标2个"}, rows=rows) == []


def due(target: str, actual: str = "") -> list[dict[str, object]]:
    """The form's rows with a deadline."""
    return [*ROWS, row("完成时间", target, actual, level2="时效指标")]


@pytest.mark.parametrize(
    ("target", "actual", "done", "late"),
    [
        ("9月30日前", "", "2022年11月底", True),
        ("9月30日前", "", "2022年9月30日", False),
        ("2022年9月30日前", "", "2023-01-05", True),
        ("9月30日前", "", "2022年9月", False),  # may have been in time
        ("9月30日前", "2022年9月20日", "2022年11月30日", False),  # the row says it itself
        ("及时", "", "2022年11月30日", False),
        ("9月30日前", "", "尚未完工", False),
        ("9月30日前", "", "", False),
    ],
)
def test_a_completion_after_the_deadline_is_told(
    target: str, actual: str, done: str, late: bool
) -> None:
    """完工日期 against the row's deadline, only where even its first day is late."""
    found = told("R33", {"completion_date": done}, rows=due(target, actual))
    assert bool(found) is late
    assert all(f.place == Place("表", 10, 3) and target in f.message for f in found)


def balanced(budget: str, received: str, outturn: str, balance: str | None) -> list[Finding]:
    """The findings about a typed 结余."""
    line = money("资金总额", "total", None, budget, outturn)
    amounts = {k: v for k, v in line.amounts.items() if k != "original_budget"}
    amounts |= {
        "received": number("到位", 8, 10, received),
        "balance": number("结余", 8, 11, balance),
    }
    evaluation = form(ROWS, replace(line, amounts=amounts))
    return [f for f in findings(evaluation) if f.place == Place("表", 8, 11)]


def test_a_balance_is_what_was_received_and_not_spent() -> None:
    """0.5188 − 0.5188 = 0: 0 is right, 0.48 wrong, 0.4812 what never arrived."""
    assert balanced("1", "0.5188", "0.5188", "0") == []
    assert balanced("1", "1", "0.5188", "0.4812") == []
    assert balanced("1", "0.5188", "0.5188", None) == []
    (wrong,) = balanced("1", "0.5188", "0.5188", "0.48")
    assert wrong.is_error
    assert "应为 0；预算 1 − 执行 0.5188 = 0.4812" in wrong.message
    (named,) = balanced("1", "0.5188", "0.5188", "0.4812")
    assert not named.is_error
    assert "0.4812 没有到位，不是结余" in named.message
    (plain,) = balanced("1", "1", "0.5", "0.4")
    assert "应为 0.5（万元）" in plain.message


def test_a_total_on_a_form_without_points_and_scores_has_no_basis() -> None:
    """Told once, at the total; a form with scores is added up, one without a total is left alone."""
    bare = ALL - {"points", "score"}
    rows = [{k: v for k, v in each.items() if k != "points"} | {"score": None} for each in ROWS]
    (found,) = told("R02", {}, rows=rows, columns=bare, total="100")
    assert found.place == Place("表", 90, 8)
    assert "3 个指标无从核对" in found.message
    assert told("R02", {}, rows=rows, columns=bare) == []
    assert told("R02", {"total_score": "100"}, rows=rows, columns=bare)
    assert not any("无从核对" in f.message for f in told("R02", {}, total="60"))


def test_a_text_that_is_only_the_outlines_remark_is_told() -> None:
    """包括总体目标和阶段性目标。 is what the outline says, not what somebody wrote."""
    assert told("R41", {"other": "包括总体目标和阶段性目标。"})
    assert told("R41", {"other": "包括项目背景、主要内容及实施情况等。"})
    assert told("R41", {"other": "包括三个子项，今年完成两个。"}) == []


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        (
            "某县政府网站网络运行维护项目",
            "了解某县政府网站宣传项目资金的使用",
            "某县政府网站宣传",
        ),
        ("某县政府网站网络运行维护项目", "某县政府网站网络运行维护项目资金到位", None),
        ("某县政府网站网络运行维护", "某县政府网站网络运行维护经费项目", None),
        (
            "某县政府网站网络运行维护项目",
            "某县政府网站，由信息中心管理。宣传项目另行安排",
            None,
        ),
        ("某县政府网站网络运行维护项目", "某县政府网站网络项目已验收", None),  # shortened
        ("某县政府网站网络运行维护项目", "某县农村公路项目", None),
        ("工作经费", "工作经费以外的项目", None),
        ("", "任何项目", None),
    ],
)
def test_another_project_in_the_texts_is_told(name: str, text: str, other: str | None) -> None:
    """Half the name alike and then another one; the own name, longer or shorter, is in order."""
    found = told("S19", {"project_name": name, "problems": text})
    assert [f"“{other}项目”" in f.message for f in found] == ([True] if other else [])
