"""The table of a unit's projects: its sums, rates, scores and grades, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.audit.case import Case, Rule
from xltools.audit.claims.claim import Measured
from xltools.audit.claims.money.amounts import Amount, find_amounts
from xltools.audit.claims.money.counts import ProjectCount, find_project_counts
from xltools.audit.claims.money.grades import find_bands, find_grades
from xltools.audit.claims.money.projects import (
    Projects,
    chapters_about,
    find_projects,
    plain_name,
    sums_of,
)
from xltools.audit.claims.money.rates import find_rates
from xltools.audit.claims.money.tables import ProjectRow
from xltools.audit.claims.places import sentence_span
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.money.amounts import money
from xltools.audit.rules.money.grades import NATIONAL
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_ALL = Pattern(r"\d+个项目|[一二三四五六七八九十]+个项目|项目(?:共|共计)?\d+个|全部项目|各项目")
_DEVIATION = Pattern(r"偏离|偏差|未完成|未达")
_LOST = Pattern(r"(?:权重|分值)\d+分|扣\d|扣减|扣除|扣了|扣分|失分|不得分|未得分|减分")
LOW = Decimal("0.9")
"""Below this an execution rate needs a reason (四川 form; check 35)."""
_NAMES = {"budget": "预算金额", "original": "年初预算数", "outturn": "执行金额", "rate": "执行率",
          "score": "得分"}  # fmt: skip


def the_projects_are_so_many(case: Case) -> Iterator[Remark]:
    """14个项目: the table has fourteen rows."""
    projects = case.of(find_projects)
    if projects is None:
        return
    count = len(projects.listed.rows)
    for each in case.of(find_project_counts):
        if each.count != count and 2 * each.count > count and _of_all_projects(each):
            yield remark(
                MoneyCode.PROJECT_COUNT, each.at, claim=f"{each.count}个项目",
                against=f"{count}个", place=f"表{projects.listed.table.number}",
            )  # fmt: skip


def _of_all_projects(each: ProjectCount) -> bool:
    """True for 我局2022年共9个项目, false for 其中8个项目评为优."""
    text = each.line.text
    before = text[: each.start].rpartition("。")[2]
    return _WHOLE_LIST.search(before) is not None and not _SOME.match(text, each.end)


_WHOLE_LIST = Pattern(
    r"(?:共|合计|全部|安排|涉及|预算|评价|自评|维护[费]?|费|我[单部局委办院校站所]位?|年度?)等?[^,。;]{0,6}$|:$"
)
_SOME = Pattern(r"(?:的)?(?:等级|得分|评为|均|执行率|未|达到|超|为)")


def sums_of_all_projects_are_those_of_the_table(case: Case) -> Iterator[Remark]:
    """14个项目预算总额…，执行金额…，执行率…: what the rows of the table add up to (R3)."""
    projects = case.of(find_projects)
    if projects is None:
        return
    sums, place = sums_of(projects.listed), f"表{projects.listed.table.number}"
    exact = {"budget": sums.budget, "outturn": sums.outturn}
    for each in case.of(find_amounts):
        right = exact.get(each.role)
        if right is None or not _of_all(each) or abs(each.value - right) <= each.half:
            continue
        yield remark(
            MoneyCode.PROJECT_SUM, each.at, what=_NAMES[each.role], claim=each.words,
            against=money(right), place=place, arithmetic=_adding(projects, each.role, right),
        )  # fmt: skip
    if not sums.budget or sums.outturn is None:
        return
    for rate in case.of(find_rates):
        ratio = sums.outturn / sums.budget
        start, _ = sentence_span(rate.line, rate.start)
        if rate.kind != "execution" or not _ALL.search(rate.line.text[start : rate.start]):
            continue
        if not rate.agrees(ratio):
            shown = f"{plain(half_up(ratio * 100, max(rate.places, 2)))}%"
            yield remark(
                MoneyCode.PROJECT_RATE, rate.at, claim=rate.words, against=shown, place=place,
                arithmetic=f"{plain(sums.outturn)}÷{plain(sums.budget)}＝{shown}",
            )  # fmt: skip


def _of_all(each: Amount) -> bool:
    start, _ = sentence_span(each.line, each.start)
    return (
        bool(_ALL.search(each.line.text[start : each.start]))
        and not each.about
        and not each.part
    )


def _adding(projects: Projects, kind: str, total: Decimal) -> str:
    values = [
        plain(row.figures[kind].value) for row in projects.listed.rows if kind in row.figures
    ]
    return f"{'＋'.join(values)}＝{plain(total)}"


def a_total_row_adds_up(case: Case) -> Iterator[Remark]:
    """The total row of a project table is the sum of its rows; a table has one."""
    projects = case.of(find_projects)
    if projects is None:
        return
    listed = projects.listed
    sums = sums_of(listed)
    found = {"budget": sums.budget, "outturn": sums.outturn}
    known = {kind: value for kind, value in found.items() if value is not None}
    if listed.total is None:
        if len(listed.rows) >= 3 and known:
            shown = "，".join(f"{_NAMES[kind]}{money(value)}" for kind, value in known.items())
            yield remark(
                MoneyCode.NO_TOTAL_ROW, listed.rows[-1].name, what="合计", against=shown
            )
        return
    for kind, value in known.items():
        figure = listed.total.figures.get(kind)
        if figure is not None and abs(figure.value - value) > _slack(projects, kind, figure):
            yield remark(
                MoneyCode.TABLE_TOTAL, figure.at, what=f"合计行的{_NAMES[kind]}",
                claim=figure.line.raw.strip(), against=money(value),
                arithmetic=_adding(projects, kind, value),
            )  # fmt: skip


def _slack(projects: Projects, kind: str, total: Measured) -> Decimal:
    """Rows that were rounded may miss their rounded total by half a place each."""
    rows = [row.figures[kind] for row in projects.listed.rows if kind in row.figures]
    rounded = [row for row in rows if row.value != row.value.to_integral()]
    places = {row.ulp for row in rounded}
    return (
        total.ulp * len(rounded) / 2 if len(places) == 1 and total.ulp in places else total.half
    )


def a_row_s_rate_is_its_outturn_over_its_budget(case: Case) -> Iterator[Remark]:
    """Each row of the project table: 执行率 = 执行 ÷ 预算."""
    projects = case.of(find_projects)
    for row in projects.listed.rows if projects else ():
        rate, spent = row.figures.get("rate"), row.figures.get("outturn")
        base = row.figures.get("budget")
        if rate is None or spent is None or base is None or not base.value:
            continue
        ratio = spent.value / base.value
        if abs(ratio - rate.value) > rate.ulp / 2 + _rounding(spent, base):
            shown = f"{plain(half_up(ratio * 100, 2))}%"
            yield remark(
                MoneyCode.RATE, rate.at, what="执行率", claim=f"{plain(rate.value * 100)}%",
                against=shown, arithmetic=f"{plain(spent.value)}÷{plain(base.value)}＝{shown}",
            )  # fmt: skip


def _rounding(spent: Measured, base: Measured) -> Decimal:
    return (spent.half + base.half) / base.value


def a_low_execution_is_explained(case: Case) -> Iterator[Remark]:
    """The chapter on deviations names every project that spent under 90 % (R12)."""
    projects = case.of(find_projects)
    chapters = chapters_about(case.report, _DEVIATION)
    if projects is None or not chapters:
        return
    text = "".join(line.text for chapter in chapters for line in chapter.everything)
    unspent = {row.name.index: _unspent(row) for row in projects.listed.rows}
    total = sum(unspent.values(), Decimal(0))
    for row in projects.listed.rows:
        rate = row.figures.get("rate")
        base, spent = row.figures.get("budget"), row.figures.get("outturn")
        value = rate.value if rate else None
        if base is not None and spent is not None and base.value:
            value = spent.value / base.value
        if value is None or value >= LOW or _is_named(row, text):
            continue
        left = unspent[row.name.index]
        yield remark(
            MoneyCode.DEVIATION_MISSING, chapters[-1].heading, project=row.name.raw.strip(),
            claim=f"{plain(half_up(value * 100, 2))}%", unspent=money(left),
            share=f"{plain(half_up(left / total * 100, 0))}%" if total else "—",
        )  # fmt: skip


def _unspent(row: ProjectRow) -> Decimal:
    base, spent = row.figures.get("budget"), row.figures.get("outturn")
    return base.value - spent.value if base and spent else Decimal(0)


def _is_named(row: ProjectRow, text: str) -> bool:
    name = plain_name(row.name.text)
    bare = plain_name(text)
    return (
        name in bare or name.removesuffix("经费") in bare or name.removesuffix("建设") in bare
    )


def a_score_below_full_is_explained(case: Case) -> Iterator[Remark]:
    """得90分 with 执行率30%: under ten points for execution at most 93, and the rest is told nowhere."""
    projects = case.of(find_projects)
    if projects is None:
        return
    by_row = {
        id(row): "".join(m.line.text for m in projects.mentions if m.row is row)
        for row in projects.listed.rows
    }
    for row in projects.listed.rows:
        score, rate = row.figures.get("score"), row.figures.get("rate")
        if score is None or rate is None or not 0 <= rate.value < 1 or score.value > 100:
            continue
        base, spent = row.figures.get("budget"), row.figures.get("outturn")
        ratio = rate.value
        if base is not None and spent is not None and base.value:
            ratio = spent.value / base.value
        earned = half_up(ratio * 10, 2)
        most = 90 + earned
        sums = f"执行率按10分计得{plain(earned)}分，其余指标全得满分是{plain(most)}分"
        facts = {
            "project": row.name.raw.strip(), "claim": f"{plain(score.value)}分",
            "rate": f"{plain(half_up(ratio * 100, 2))}%",
        }  # fmt: skip
        if score.value > most + Decimal("0.5"):
            yield remark(MoneyCode.PROJECT_SCORE_IMPOSSIBLE, score.at, arithmetic=sums, **facts)
        elif score.value != most and not _LOST.search(by_row[id(row)]):
            sums += f"，相差{plain(most - score.value)}分"
            yield remark(MoneyCode.PROJECT_SCORE, score.at, arithmetic=sums, **facts)


def a_project_s_grade_fits_its_score(case: Case) -> Iterator[Remark]:
    """Each row of the table, and the sentence 全部为“优”."""
    projects = case.of(find_projects)
    if projects is None:
        return
    bands = case.of(find_bands)
    floors, table = (
        (bands.floors, "报告所写的等级标准") if bands else (NATIONAL, "财预〔2020〕10号")
    )
    below: list[str] = []
    for row in projects.listed.rows:
        score = row.figures.get("score")
        if score is None or score.value > 100:
            continue
        right = next((word for floor, word in floors if score.value >= floor), "差")
        below += [f"{row.name.raw.strip()}得{plain(score.value)}分，应为“{right}”"] * (
            right != floors[0][1]
        )
        if row.grade is not None and row.grade.text and row.grade.text[:1] != right[:1]:
            yield remark(
                MoneyCode.PROJECT_GRADE, row.grade, project=row.name.raw.strip(),
                score=plain(score.value), against=right, claim=row.grade.raw.strip(), table=table,
            )  # fmt: skip
    for grade in case.of(find_grades):
        said = _ALL_GRADES.search(grade.line.text[: grade.start][-24:])
        if said and grade.word[:1] == floors[0][1][:1] and below:
            yield remark(
                MoneyCode.NOT_ALL_GRADES, grade.at, claim=grade.word, against="；".join(below[:3]),
                place=f"表{projects.listed.table.number}",
            )  # fmt: skip


_ALL_GRADES = Pattern(r"(?:全部|均|都)(?:为|是|评为|达到)?[“\"']?$")


RULES: tuple[Rule, ...] = (
    the_projects_are_so_many,
    sums_of_all_projects_are_those_of_the_table,
    a_total_row_adds_up,
    a_row_s_rate_is_its_outturn_over_its_budget,
    a_low_execution_is_explained,
    a_score_below_full_is_explained,
    a_project_s_grade_fits_its_score,
)
