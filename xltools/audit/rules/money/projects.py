"""What a report says of each of a unit's projects, against the row of the table."""

from __future__ import annotations

from collections.abc import Iterator

from xltools.audit.case import Case, Rule
from xltools.audit.claims.money.amounts import Amount
from xltools.audit.claims.money.projects import (
    Mention,
    Projects,
    chapters_about,
    find_projects,
    plain_name,
)
from xltools.audit.claims.money.tables import ProjectRow
from xltools.audit.codes.money import MoneyCode
from xltools.audit.remark import Remark, remark
from xltools.audit.rules.money.amounts import money
from xltools.decimals import half_up, plain
from xltools.patterns import Pattern

_RESULTS = Pattern(r"完成情况|总体分析|项目情况分析|逐项|分项目")
_NAMES = {"budget": "预算金额", "original": "年初预算数", "outturn": "执行金额", "rate": "执行率",
          "score": "得分"}  # fmt: skip


def a_project_s_text_says_what_its_row_says(case: Case) -> Iterator[Remark]:
    """预算、执行、执行率、得分 of a paragraph about one project are those of its row (R2)."""
    projects = case.of(find_projects)
    for mention in projects.mentions if projects else ():
        if mention.row is None or projects is None:
            continue
        yield from _money_of(mention, mention.row, projects)
        for rate in mention.rates:
            figure = mention.row.figures.get("rate")
            if rate.kind != "execution" or figure is None:
                continue
            if abs(rate.value - figure.value) > max(rate.ulp, figure.ulp) / 2:
                yield _differs(
                    rate.at, mention, "执行率", rate.words, f"{plain(figure.value * 100)}%", ""
                )
        for score in mention.scores:
            figure = mention.row.figures.get("score")
            if score.kind == "total" and figure is not None and score.value != figure.value:
                yield _differs(
                    score.at, mention, "得分", score.words, f"{plain(figure.value)}分", ""
                )


def _money_of(mention: Mention, row: ProjectRow, projects: Projects) -> Iterator[Remark]:
    for amount in mention.amounts:
        figure = row.figures.get(amount.role)
        if figure is None or amount.about or amount.part:
            continue
        if abs(amount.value - figure.value) <= max(amount.half, figure.half):
            continue
        yield _differs(
            amount.at, mention, _NAMES.get(amount.role, "金额"), amount.words,
            money(figure.value), _copied_from(amount, row, projects),
        )  # fmt: skip


def _differs(
    at: tuple[object, int, int],
    mention: Mention,
    what: str,
    claim: str,
    against: str,
    copied: str,
) -> Remark:
    row = mention.row
    assert row is not None  # callers have looked
    place = f"表{row.name.spot.table}第{row.name.spot.row}行" if row.name.spot else "表中"
    return remark(
        MoneyCode.PROJECT_FIGURE, at, project=mention.name, what=what, claim=claim,  # type: ignore[arg-type]
        against=against, place=place, copied=copied,
    )  # fmt: skip


def _copied_from(amount: Amount, own: ProjectRow, projects: Projects) -> str:
    """Whose money it is, if it is another project's to the last digit."""
    others = [
        row.name.raw.strip()
        for row in projects.listed.rows
        if row is not own and any(f.value == amount.value for f in row.figures.values())
    ]
    return f"这是“{others[0]}”的金额，像是抄错了项目。" if len(others) == 1 else ""


def a_project_has_one_name(case: Case) -> Iterator[Remark]:
    """A project is called in the text what the table calls it (R19); each pair is told once."""
    projects = case.of(find_projects)
    told: set[str] = set()
    for mention in projects.mentions if projects else ():
        if mention.row is None or not mention.amounts:
            continue
        name, printed = mention.name.removesuffix("项目"), mention.row.name.text
        key = plain_name(name).removesuffix("经费")
        if key == plain_name(printed).removesuffix("经费") or key in told:
            continue
        told.add(key)
        spot = mention.row.name.spot
        yield remark(
            MoneyCode.PROJECT_NAME, mention.at, claim=name, against=printed,
            place=f"表{spot.table}第{spot.row}行" if spot else "表中",
        )  # fmt: skip


def what_a_project_has_left_is_its_row_s(case: Case) -> Iterator[Remark]:
    """…项目剩余12%资金: of its budget, what its row says was not spent."""
    projects = case.of(find_projects)
    for mention in projects.mentions if projects else ():
        row = mention.row
        base = row.figures.get("budget") if row else None
        spent = row.figures.get("outturn") if row else None
        if base is None or spent is None or not base.value:
            continue
        if any(each.role in ("budget", "original", "outturn") for each in mention.amounts):
            continue  # judged by its own amounts
        left = base.value - spent.value
        for rate in mention.rates:
            if rate.kind == "rest" and not rate.agrees(left / base.value):
                shown = f"{plain(half_up(left / base.value * 100, 2))}%"
                yield remark(
                    MoneyCode.REST, rate.at, claim=rate.words, against=shown,
                    arithmetic=f"{plain(left)}÷{plain(base.value)}＝{shown}",
                )  # fmt: skip


def every_project_is_told_of(case: Case) -> Iterator[Remark]:
    """A chapter on what was achieved that goes project by project goes through all of them."""
    projects = case.of(find_projects)
    if projects is None:
        return
    rows = projects.listed.rows
    for chapter in chapters_about(case.report, _RESULTS):
        own = {line.index for line in chapter.everything}
        told = [each for each in projects.mentions if each.line.index in own and each.row]
        names = {each.row.name.text for each in told if each.row}
        missing = [row.name.raw.strip() for row in rows if row.name.text not in names]
        if 2 <= len(names) < len(rows) and any(each.amounts or each.scores for each in told):
            shown = "、".join(missing[:4]) + (f"等{len(missing)}个" if len(missing) > 4 else "")
            yield remark(
                MoneyCode.PROJECTS_LEFT_OUT, chapter.heading, count=len(rows),
                claim=str(len(names)), against=shown,
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    a_project_s_text_says_what_its_row_says,
    a_project_has_one_name,
    what_a_project_has_left_is_its_row_s,
    every_project_is_told_of,
)
